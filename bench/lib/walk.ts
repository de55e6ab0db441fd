import type { Answers } from "./peer.ts";

/** The business period of the date that holds `at`, and of each later date that has one: what a walk needs of a package. */
export type Periods = (at: number) => Generator<readonly [open: number, close: number]>;

/** Days that a walk may take: it ends whatever the hours. */
export const MAX_DAYS = 4_000;

/** The walk that a backend writes over a date package: day by day, adding up what lies inside the hours. */
export function walk(periods: Periods): Pick<Answers, "add" | "between"> {
  return {
    add(at, ms) {
      let left = ms;
      for (const [open, close] of periods(at)) {
        const begin = Math.max(at, open);
        if (begin < close && left <= close - begin) return begin + left;
        left -= Math.max(0, close - begin);
      }
      return null;
    },
    between(from, to) {
      let total = 0;
      for (const [open, close] of periods(from)) {
        if (open >= to) return total;
        total += Math.max(0, Math.min(close, to) - Math.max(open, from));
      }
      return total;
    },
  };
}
