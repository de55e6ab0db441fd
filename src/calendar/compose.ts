import { type Interval, intersect, subtract, union } from "../time/interval.ts";
import type { PeriodSource } from "./periods.ts";

/** How calendars are put together (semantics C6): any of them open, all of them, or the first and none of the others. */
export type Composition = "union" | "intersection" | "difference";

/** The periods of several calendars put together, each read in its own zone. */
export function composePeriods(how: Composition, sources: readonly PeriodSource[]): PeriodSource {
  return (base, limit) => {
    const [first, ...others] = sources.map((source) => pairs(source(base, limit)));
    return combine(how, first, others).flat();
  };
}

function combine(
  how: Composition,
  first: readonly Interval[],
  others: readonly (readonly Interval[])[],
): readonly Interval[] {
  switch (how) {
    case "union":
      return union([first, ...others].flat());
    case "intersection":
      return others.reduce(intersect, first);
    case "difference":
      return others.reduce(subtract, first);
  }
}

function pairs(flat: readonly number[]): Interval[] {
  const intervals: Interval[] = [];
  for (let i = 0; i < flat.length; i += 2) intervals.push([flat[i], flat[i + 1]]);
  return intervals;
}
