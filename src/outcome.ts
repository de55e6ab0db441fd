import type { Evaluation } from "./evaluation.ts";

/** What a verdict says of one clock. */
export type ReportedClock = Evaluation["clocks"][number];

/**
 * What a clock counts as (semantics R2). `missed`: breached, open clocks past their due time included; a breach stays on
 * record where its clock was cancelled later. `pending`: open and not yet missed. `untargeted`: nothing is promised, at
 * the end or now. Compliance is of `met` and `missed` alone.
 */
export type Outcome = "met" | "missed" | "pending" | "cancelled" | "exempted" | "untargeted";

/** The worst first: what a ticket counts as is the first of these that one of its clocks counts as. */
export const OUTCOMES = [
  "missed",
  "pending",
  "met",
  "exempted",
  "cancelled",
  "untargeted",
] as const satisfies readonly Outcome[];

export function outcomeOf({ exempted, met, state, policy, overridden }: ReportedClock): Outcome {
  if (exempted !== null) return "exempted";
  if (met !== null) return met ? "met" : "missed";
  if (state === "cancelled") return "cancelled";
  return state !== "fulfilled" && (policy !== null || overridden) ? "pending" : "untargeted";
}

/** The worse of two outcomes of one ticket. */
export function worse(a: Outcome | undefined, b: Outcome): Outcome {
  return a !== undefined && OUTCOMES.indexOf(a) < OUTCOMES.indexOf(b) ? a : b;
}
