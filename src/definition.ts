import type { ActionDefinition } from "./action/definition.ts";
import type { CalendarDefinition, ComposedCalendar, HolidayLists } from "./calendar/definition.ts";
import type { BuiltInMetric } from "./clock/builtIn.ts";
import type { MetricDefinition, Trigger } from "./clock/metric.ts";
import type { StatusCategory } from "./history/facts.ts";
import type { MessageFilter } from "./history/state.ts";
import type { Condition } from "./policy/condition.ts";
import type { CalendarChoice, Options, Selection, Target } from "./policy/definition.ts";
import type { VersionMode } from "./policy/versions.ts";

/**
 * Everything a desk promises: calendars, metrics, policies, options. Plain JSON. `M` names the desk's own
 * metrics, so that a misspelt one in a policy does not compile.
 */
export interface Definition<M extends string = never> {
  /** Name of the preset that was spread in (docs/presets); kept for who asks why, changes no answer. */
  readonly preset?: string;
  /** By id. Policies name them; without one, time counts around the clock. */
  readonly calendars?: Readonly<Record<string, CalendarDefinition | ComposedCalendar>>;
  /** Holidays that several calendars share, by id. */
  readonly holidayLists?: HolidayLists;
  /** Category of each status as the host names it. Left out: `new`, `open`, `pending`, `onHold`, `solved`, `closed` by themselves. */
  readonly statuses?: Readonly<Record<string, StatusCategory>>;
  /** Which messages answer: public ones by a human agent, if left out (semantics H1). */
  readonly reply?: MessageFilter;
  /** Which messages wait for an answer: public ones by the requester, if left out. */
  readonly request?: MessageFilter;
  /** The desk's own metrics, beside the built-in ones; one with a built-in id replaces it. */
  readonly metrics?: readonly MetricDefinition<M>[];
  /** In order: the first whose condition holds governs, unless `selection` says otherwise. */
  readonly policies?: readonly PolicyDefinition<BuiltInMetric | NoInfer<M>>[];
  /** Instead of `policies`: several sets side by side, such as an SLA and an OLA. */
  readonly policySets?: readonly PolicySetDefinition<BuiltInMetric | NoInfer<M>>[];
  /** Name of the policies above among the versions. */
  readonly version?: string;
  /** What the policies are from an instant on (semantics P6); those above apply until the first of them. */
  readonly versions?: readonly DefinitionVersion<BuiltInMetric | NoInfer<M>>[];
  /** Metrics to read even without a target. */
  readonly measure?: readonly (BuiltInMetric | NoInfer<M>)[];
  /** For all policies; those of a policy set, a policy and a goal come before (semantics K7 to K10). */
  readonly options?: Options & MatchOptions & { readonly versionMode?: VersionMode };
  readonly report?: {
    /** Ticket fields that every verdict carries. */
    readonly fields?: readonly string[];
  };
}

/** Which policies of a set govern, and when they are read. */
export interface MatchOptions {
  /** `firstMatch` if left out (semantics P1). */
  readonly selection?: Selection;
  /** `onChange` if left out (semantics P3). */
  readonly matching?: Matching;
}

/**
 * When a policy's condition is read: after each step, at the ticket's creation only, when an event assigns it, or at the
 * first of the moments listed at which it holds; but for `onChange` the policy then stays (semantics P3).
 */
export type Matching = "onChange" | "atCreation" | "byAssignment" | { readonly on: readonly Trigger[] };

/** Policies of which the selection says which govern. Each set has clocks of its own. */
export interface PolicySetDefinition<M extends string = string> {
  readonly id: string;
  readonly policies: readonly PolicyDefinition<M>[];
  readonly options?: Options & MatchOptions;
}

/** The policies from an instant on, until the next version. */
export interface DefinitionVersion<M extends string = string> {
  readonly id: string;
  /** Inclusive: epoch milliseconds, or ISO 8601 with an offset. Events of this very instant come first. */
  readonly from: number | string;
  readonly policies?: readonly PolicyDefinition<M>[];
  readonly policySets?: readonly PolicySetDefinition<M>[];
}

/** A promise to the tickets for which its condition holds. `M` names the metrics it may promise. */
export interface PolicyDefinition<M extends string = string> {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly kind?: "sla" | "ola" | "contract";
  /** Every ticket, if left out. */
  readonly if?: Condition;
  /** A calendar of the definition; without one, targets count around the clock. */
  readonly calendar?: CalendarChoice;
  readonly targets: Readonly<Partial<Record<M, Target>>>;
  readonly actions?: readonly ActionDefinition<M>[];
  /** Under `lastMatch`: where it matches, no later policy is asked. */
  readonly stop?: boolean;
  readonly options?: Options & { readonly matching?: Matching };
}
