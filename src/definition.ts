import type { ActionDefinition } from "./action/definition.ts";
import type { CalendarDefinition, ComposedCalendar, HolidayLists } from "./calendar/definition.ts";
import type { BuiltInMetric, MetricDefinition } from "./clock/metric.ts";
import type { MessageFilter, StatusCategory } from "./history/state.ts";
import type { Condition } from "./policy/condition.ts";
import type { Options, Target } from "./policy/definition.ts";

/**
 * Everything a desk promises: calendars, metrics, policies, options. Plain JSON. `M` names the desk's own
 * metrics, so that a misspelt one in a policy does not compile.
 */
export interface Definition<M extends string = never> {
  readonly calendars?: Readonly<Record<string, CalendarDefinition | ComposedCalendar>>;
  readonly holidayLists?: HolidayLists;
  /** Category of each status as the host names it. Left out: `new`, `open`, `pending`, `onHold`, `solved`, `closed` by themselves. */
  readonly statuses?: Readonly<Record<string, StatusCategory>>;
  /** Which messages answer: public ones by a human agent, if left out (semantics H1). */
  readonly reply?: MessageFilter;
  /** Which messages wait for an answer: public ones by the requester, if left out. */
  readonly request?: MessageFilter;
  /** The desk's own metrics, beside the built-in ones; one with a built-in id replaces it. */
  readonly metrics?: readonly MetricDefinition<M>[];
  /** In order: the first whose condition holds governs. */
  readonly policies: readonly PolicyDefinition<BuiltInMetric | NoInfer<M>>[];
  /** Metrics to read even without a target. */
  readonly measure?: readonly (BuiltInMetric | NoInfer<M>)[];
  readonly options?: Options;
  readonly report?: {
    /** Ticket fields that every verdict carries. */
    readonly fields?: readonly string[];
  };
}

/** A promise to the tickets for which its condition holds. `M` names the metrics it may promise. */
export interface PolicyDefinition<M extends string = string> {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly kind?: "sla" | "ola" | "contract";
  /** Every ticket, if left out. */
  readonly if?: Condition;
  /** Id of a calendar of the definition; without one, targets count around the clock. */
  readonly calendar?: string;
  readonly targets: Readonly<Partial<Record<M, Target>>>;
  readonly actions?: readonly ActionDefinition<M>[];
  readonly options?: Options;
}
