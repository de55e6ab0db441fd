import type { Condition } from "../policy/condition.ts";

/** Solved or closed. */
export const DONE: Condition = { fact: "done", is: true };
export const NOT_DONE: Condition = { fact: "done", is: false };
/** A first reply was sent. */
export const REPLIED: Condition = { fact: "firstReplyAt", exists: true };
export const NOT_REPLIED: Condition = { fact: "firstReplyAt", exists: false };
/** A request waits for its answer. */
export const AWAITING: Condition = { fact: "awaitingReplySince", exists: true };

/** The conditions that are there, as one; none of them: null, which stands for "always". */
export function allOf(...conditions: readonly (Condition | undefined)[]): Condition | null {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? null : given.length === 1 ? given[0] : { all: given };
}
