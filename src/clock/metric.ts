import type { Party, Visibility } from "../history/event.ts";
import type { Condition } from "../policy/condition.ts";

/** A moment in a ticket's history. Every trigger may carry `if`, read over the ticket after the step. */
export type Trigger = (
  | { readonly on: "created"; readonly by?: Party | readonly Party[] }
  | {
      readonly on: "message";
      readonly by?: Party | readonly Party[];
      readonly visibility?: Visibility | readonly Visibility[];
      readonly channel?: string | readonly string[];
    }
  /** A message that the definition takes for a reply, or for a request (semantics H1). */
  | { readonly on: "reply" }
  | { readonly on: "request" }
  | { readonly on: "changed"; readonly field: string }
  /** A condition turned true, or false, in this step. */
  | { readonly on: "becomes"; readonly condition: Condition }
  | { readonly on: "ceases"; readonly condition: Condition }
  /** Another policy than before governs from this step on; the metric then has clocks of its own for each lane. */
  | { readonly on: "policyApplied" }
  | { readonly on: "control"; readonly name: string }
) & { readonly if?: Condition };

/** What is measured: when a clock starts, stops and pauses, as data (docs/concepts.md). */
export interface MetricDefinition<M extends string = string> {
  readonly id: M;
  readonly start: readonly Trigger[];
  /**
   * The instant at which a clock starts: that of the event (default), the later of it and the due time of the clock
   * before (`previousDue`, a cadence), or one that a fact or a field holds; of a list the first that holds one. A start
   * that lies ahead is `scheduled`.
   */
  readonly from?: "event" | "previousDue" | Origin | readonly Origin[];
  /** Where a clock starts earlier than its event: whether it pauses for what paused in between (`pauses`, default). */
  readonly backfill?: "pauses" | "none";
  /** Fulfils the clock. */
  readonly stop: readonly Trigger[];
  /** Ends it without a verdict. */
  readonly cancel?: readonly Trigger[];
  /** Ends a running clock, `judged` as if stopped or not; the next starts in the same step if a start's `if` holds. */
  readonly reset?: { readonly on: readonly Trigger[]; readonly as: "cancelled" | "judged" };
  /**
   * The instants at which it does not run, whether or not a clock is there (semantics K2): while a condition holds, or
   * from one moment until another (of both in one step the latter counts).
   */
  readonly pause?:
    | { readonly while: Condition }
    | { readonly on: readonly Trigger[]; readonly until: readonly Trigger[] };
  /** Whether another clock may start after a fulfilled one. */
  readonly repeats: "once" | "always";
  /** What happens to the last fulfilled clock at these moments: see `ReopenAs`. */
  readonly reopen?: { readonly on: readonly Trigger[]; readonly as: ReopenAs };
  /**
   * One clock for each value that this field has (a list has several). A start counts for the values after the step; a
   * stop or cancel that listens to the field ends the clocks whose value is gone, any other all of them.
   */
  readonly per?: string;
}

/** A fact or a field that holds the instant of a start: epoch milliseconds, or ISO 8601 with an offset. */
export type Origin = { readonly fact: string } | { readonly field: string };

/** `resume`: the time between was a pause; `restart`: a new clock; `count`: as if never ended; `ignore`: the first end is final (K5). */
export type ReopenAs = "resume" | "restart" | "count" | "ignore";
