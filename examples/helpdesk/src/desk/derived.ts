import type { Evaluation } from "dueclock";
import type { Decision, Known } from "./decide.ts";
import type { Edition } from "./definitions.ts";

/** The columns of `ticket_sla` after tenant and ticket, in their order but for the snapshot's position. */
export function derivedOf({ version }: Edition, { before, events }: Known, decision: Decision) {
  const { verdict, snapshot } = decision;
  const count = before + events.length + decision.events.length;
  return [
    version,
    count,
    verdict.asOf,
    JSON.stringify(verdict),
    snapshot === null ? null : JSON.stringify(snapshot),
    isOpen(verdict),
    rankOf(verdict),
    verdict.urgency?.dueAt ?? null,
    verdict.nextChangeAt,
  ];
}

/** Whether somebody has still to do something: it is not solved, or a promise is running. */
export function isOpen({ category, urgency, clocks }: Evaluation): boolean {
  if (urgency !== null) return true;
  // A merged or deleted ticket has only clocks that were cancelled
  const isGone = clocks.length > 0 && clocks.every(({ state }) => state === "cancelled");
  return category !== null && category !== "solved" && category !== "closed" && !isGone;
}

/** 0: a clock runs towards a due time; 1: all that are promised wait; 2: nothing is promised. */
export function rankOf({ urgency, clocks }: Evaluation): number {
  if (urgency === null) return 2;
  return clocks.some(({ id, state }) => id === urgency.clock && state === "running") ? 0 : 1;
}
