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

/** The vector with the pairs of its events as fields that hold durations; an open amount of a later pair empties its field. */
function withAmounts(vector: Vector, levels: readonly string[]): Vector {
  const events = list(vector.events, "events").map((entry, i) => {
    const event = { ...record(entry, `events.${i}`) };
    for (const level of levels) {
      if (level === BY_PRIORITY || event[level] === undefined) continue;
      const pair = pairOf(event[level], `events.${i}.${level}`);
      delete event[level];
      for (const metric of ["firstResponse", "resolution"] as const) {
        const ms = pair[metric];
        event[fieldOf(level, metric)] = ms === null ? null : `${ms / SECOND}s`;
      }
    }
    return event;
  });
  return { ...vector, events };
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
