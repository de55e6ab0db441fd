import type { Condition } from "../policy/condition.ts";
import { DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/** What an iTop desk has set up; docs/presets/itop.md. */
export interface ItopOptions {
  /** The states in which the stop watch of the time to own runs. */
  readonly ownStates?: readonly string[];
  /** The states in which the stop watch of the time to resolve runs. */
  readonly resolveStates?: readonly string[];
}

const OWN = ["new", "approved", "escalated_tto"];
const RESOLVE = [...OWN, "assigned", "escalated_ttr"];
const WAITS: Condition = { fact: "statusCategory", is: "pending" };

/**
 * iTop: stop watches that run in a list of states and stand in all others; of several targets the strictest.
 * What it reproduces, and what not: docs/presets/itop.md.
 */
export function itop({
  ownStates = OWN,
  resolveStates = RESOLVE,
}: ItopOptions = {}): Preset<"timeToOwn" | "timeToResolve"> {
  const owning = runsIn(ownStates);
  const owned: Condition = { not: { any: [owning, WAITS] } };
  return {
    preset: "itop",
    statuses: {
      new: "new",
      waiting_for_approval: "pending",
      approved: "open",
      rejected: "closed",
      escalated_tto: "open",
      assigned: "open",
      escalated_ttr: "open",
      pending: "pending",
      resolved: "solved",
      closed: "closed",
    },
    metrics: [
      {
        id: "timeToOwn",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: owned }],
        pause: { while: { not: owning } },
        repeats: "once",
        reopen: { on: [{ on: "becomes", condition: owning }], as: "resume" },
      },
      {
        id: "timeToResolve",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: DONE }],
        pause: { while: { not: runsIn(resolveStates) } },
        repeats: "once",
        reopen: { on: [{ on: "ceases", condition: DONE }], as: "resume" },
      },
    ],
    options: { selection: "strictest", breach: "current" },
  };
}

/** A ticket whose status was never sent is new. */
function runsIn(states: readonly string[]): Condition {
  return {
    any: [
      { field: "status", in: states },
      { field: "status", exists: false },
    ],
  };
}
