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
  | { readonly on: "control"; readonly name: string }
) & { readonly if?: Condition };

/** What is measured: when a clock starts, stops and pauses, as data (docs/concepts.md). */
export interface MetricDefinition<M extends string = string> {
  readonly id: M;
  readonly start: readonly Trigger[];
  /** Fulfils the clock. */
  readonly stop: readonly Trigger[];
  /** Ends it without a verdict. */
  readonly cancel?: readonly Trigger[];
  /** The instants at which it does not run, whether or not a clock is there (semantics K2). */
  readonly pause?: { readonly while: Condition };
  /** Whether another clock may start after a fulfilled one. */
  readonly repeats: "once" | "always";
  /** What happens to the last fulfilled clock at these moments: see `ReopenAs`. */
  readonly reopen?: { readonly on: readonly Trigger[]; readonly as: ReopenAs };
}

/** `resume`: the time between was a pause; `restart`: a new clock; `count`: as if never ended; `ignore`: the first end is final (K5). */
export type ReopenAs = "resume" | "restart" | "count" | "ignore";

export type BuiltInMetric = "firstResponse" | "nextResponse" | "resolution";

const DONE: Condition = { fact: "done", is: true };
const NOT_DONE: Condition = { fact: "done", is: false };
const AWAITING: Condition = { fact: "awaitingReplySince", exists: true };
const REPLIED: Condition = { fact: "firstReplyAt", exists: true };

/** The built-in metrics, written in the same language as everybody's own. */
export const BUILT_IN_METRICS: readonly MetricDefinition<BuiltInMetric>[] = [
  {
    id: "firstResponse",
    start: [
      { on: "created", by: "requester" },
      { on: "request", if: { all: [{ not: REPLIED }, NOT_DONE] } },
      { on: "ceases", condition: DONE, if: { all: [AWAITING, { not: REPLIED }] } },
    ],
    stop: [{ on: "reply" }],
    cancel: [{ on: "becomes", condition: DONE }],
    repeats: "once",
  },
  {
    id: "nextResponse",
    start: [
      { on: "request", if: { all: [REPLIED, NOT_DONE] } },
      { on: "ceases", condition: DONE, if: { all: [AWAITING, REPLIED] } },
    ],
    stop: [{ on: "reply" }],
    cancel: [{ on: "becomes", condition: DONE }],
    repeats: "always",
  },
  {
    id: "resolution",
    start: [{ on: "created" }],
    stop: [{ on: "becomes", condition: DONE }],
    pause: { while: { fact: "statusCategory", is: "pending" } },
    repeats: "once",
    reopen: { on: [{ on: "ceases", condition: DONE }], as: "resume" },
  },
];
