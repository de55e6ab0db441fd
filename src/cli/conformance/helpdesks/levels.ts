import type { Definition, Goal } from "../../../index.ts";
import { SECOND } from "../../../time/units.ts";
import { BadVector, list, only, record, type Vector } from "../vector.ts";
import type { Desk } from "./desk.ts";
import { eventsOf } from "./history.ts";
import { amount, texts } from "./read.ts";
import type { Metric } from "./systems.ts";

/** The level that gives amounts by the ticket's priority; every other one is a pair that the ticket carries. */
const BY_PRIORITY = "priority-default";

/** Amounts in milliseconds; null where a pair leaves one open. */
interface Pair {
  readonly firstResponse: number | null;
  readonly resolution: number | null;
}

/**
 * The desk of a vector whose targets come from the first of several levels that has one, each metric by itself: every level
 * is a goal that reads a field of the ticket.
 */
export function deskOfLevels(vector: Vector): Desk {
  const policy = record(vector.policy, "policy");
  only(policy, "policy", ["levels", "priorityDefaultsMinutes"]);
  const levels = texts(policy.levels, "policy.levels") ?? [];
  const defaults = Object.entries(
    record(policy.priorityDefaultsMinutes ?? {}, "policy.priorityDefaultsMinutes"),
  ).map(([priority, pair]) => ({
    priority,
    pair: pairOf(pair, `policy.priorityDefaultsMinutes.${priority}`),
  }));
  const goals = (metric: keyof Pair): Goal[] =>
    levels.flatMap((level): Goal[] =>
      level === BY_PRIORITY
        ? defaults.flatMap(({ priority, pair: { [metric]: ms } }) =>
            ms === null ? [] : [{ if: { field: "priority", is: priority }, amount: ms }],
          )
        : [{ amount: { field: fieldOf(level, metric) } }],
    );
  const definition: Definition<Metric> = {
    policies: [
      {
        id: "levels",
        targets: {
          firstResponse: { goals: goals("firstResponse") },
          resolution: { goals: goals("resolution") },
        },
      },
    ],
  };
  return { definition, events: eventsOf(withAmounts(vector, levels)), isHoldWall: false };
}

/** The vector with the pairs of its first event as fields that hold durations. */
function withAmounts(vector: Vector, levels: readonly string[]): Vector {
  const [opening, ...later] = list(vector.events, "events");
  const created = { ...record(opening, "events.0") };
  for (const level of levels) {
    if (level === BY_PRIORITY) continue;
    const pair = pairOf(created[level], `events.0.${level}`);
    delete created[level];
    for (const metric of ["firstResponse", "resolution"] as const) {
      const ms = pair[metric];
      if (ms !== null) created[fieldOf(level, metric)] = `${ms / SECOND}s`;
    }
  }
  return { ...vector, events: [created, ...later] };
}

function fieldOf(level: string, metric: keyof Pair): string {
  return `${level} ${metric}`;
}

/** A first response and a resolution in minutes, either of which may be null. */
function pairOf(value: unknown, name: string): Pair {
  if (value === null || value === undefined) return { firstResponse: null, resolution: null };
  const pair = list(value, name);
  if (pair.length !== 2) throw new BadVector(`\`${name}\` is no pair of amounts`);
  return { firstResponse: amount(pair[0], "minutes", name), resolution: amount(pair[1], "minutes", name) };
}
