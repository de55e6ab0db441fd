import type { Condition } from "../policy/condition.ts";

/** Solved or closed. */
export const DONE: Condition = { fact: "done", is: true };
export const NOT_DONE: Condition = { fact: "done", is: false };
/** A request was replied to. */
export const REPLIED: Condition = { fact: "firstReplyAt", exists: true };
export const NOT_REPLIED: Condition = { fact: "firstReplyAt", exists: false };
/** A reply was sent, though perhaps nobody had asked yet: to a conversation that an agent opened, too. */
export const ANSWERED_EVER: Condition = { fact: "replyCount", greater: 0 };
/** A request waits for its answer. */
export const AWAITING: Condition = { fact: "awaitingReplySince", exists: true };

/** The conditions that are there, as one that holds where all do; undefined where there is none, which is always. */
export function allOf(...conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length < 2 ? given[0] : { all: given };
}
