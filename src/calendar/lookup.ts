import { SUPPORTED_TO } from "../time/units.ts";
import { cover, extendBackward, extendForward, type PeriodIndex, type PeriodTable } from "./table.ts";

/**
 * Which instant answers when a budget ends exactly where a period does: the closing (the earliest instant
 * at which it is used up), or the opening of the next period (semantics C7).
 */
export type EndOfBudget = "closing" | "nextOpening";

/*
 * A table is the monotone function W(t), business milliseconds before t in its window, and its inverse:
 * between = W(to) - W(from), add = inverse(W(at) + ms). Both are one bucket look-up and a step or two;
 * the day walks of other packages cost a step for each day (docs/design.md, "Why a table").
 *
 * Instants must lie in the supported years: arithmetic.ts refuses others, a ruler takes the nearest end.
 */

/** Business milliseconds in `[from, to)`; negative when `to` is before `from`. */
export function measure(table: PeriodTable, from: number, to: number): number {
  if (!(from >= table.base && from < table.limit)) cover(table, from);
  if (!(to >= table.base && to < table.limit)) cover(table, to);
  return elapsedAt(table, to) - elapsedAt(table, from);
}

/** The instant at which `ms` > 0 business milliseconds after `at` are used up; null for never. */
export function advance(table: PeriodTable, at: number, ms: number, end: EndOfBudget): number | null {
  if (!(at >= table.base && at < table.limit)) cover(table, at);
  let target = elapsedAt(table, at) + ms;
  const past = end === "closing" ? 1 : 0;
  while (target - past >= table.total) {
    if (!extendForward(table)) return null;
    target = elapsedAt(table, at) + ms;
  }
  const reached = instantAt(table, target, target - past);
  return reached < SUPPORTED_TO ? reached : null;
}

/** Mirror of `advance`: the latest instant with `ms` > 0 business milliseconds between it and `at`; null for never. */
export function retreat(table: PeriodTable, at: number, ms: number, end: EndOfBudget): number | null {
  if (!(at >= table.base && at < table.limit)) cover(table, at);
  let target = elapsedAt(table, at) - ms;
  const past = end === "closing" ? 0 : 1;
  while (target - past < 0) {
    if (!extendBackward(table)) return null;
    target = elapsedAt(table, at) - ms;
  }
  return instantAt(table, target, target - past);
}

/** Whether an instant is business time. */
export function isOpen(table: PeriodTable, at: number): boolean {
  if (!(at >= table.base && at < table.limit)) cover(table, at);
  const x = at - table.base;
  const i = periodAt(table, x);
  return x - table.starts[i] * 1_000 < (table.before[i + 1] - table.before[i]) * 1_000;
}

/** The earliest business instant at or after `at`; null for never. */
export function nextOpen(table: PeriodTable, at: number): number | null {
  if (!(at >= table.base && at < table.limit)) cover(table, at);
  for (;;) {
    const x = at - table.base;
    const i = periodAt(table, x);
    if (x - table.starts[i] * 1_000 < (table.before[i + 1] - table.before[i]) * 1_000) return at;
    if (i + 1 < table.count) return table.base + table.starts[i + 1] * 1_000;
    if (!extendForward(table)) return null;
  }
}

/** Business periods in `[from, to)`, cut to it. */
export function periodsIn(table: PeriodTable, from: number, to: number): [number, number][] {
  const periods: [number, number][] = [];
  if (from >= to) return periods;
  cover(table, from);
  cover(table, to);
  const { starts, before, base } = table;
  for (let i = periodAt(table, from - base); i < table.count; i++) {
    const start = base + starts[i] * 1_000;
    const end = start + (before[i + 1] - before[i]) * 1_000;
    if (start >= to) break;
    if (Math.max(start, from) < Math.min(end, to)) periods.push([Math.max(start, from), Math.min(end, to)]);
  }
  return periods;
}

/** Business milliseconds between the window's start and an instant of the window. */
export function elapsedAt(table: PeriodTable, at: number): number {
  const { starts, before } = table;
  const x = at - table.base;
  const i = periodAt(table, x);
  const elapsed = before[i + 1];
  const past = x - (starts[i] + elapsed - before[i]) * 1_000; // after the period's end; negative within it
  return elapsed * 1_000 + (past - Math.abs(past)) / 2; // min(past, 0) without a branch to guess: 21 → 13 ns
}

/** The instant with `elapsed` business milliseconds before it, in the period that holds the `key`-th. */
export function instantAt(table: PeriodTable, elapsed: number, key: number): number {
  const i = locate(table.before, table.beforeIndex, table.beforeBits, key);
  return table.base + table.starts[i] * 1_000 + elapsed - table.before[i] * 1_000;
}

/** Number of the last period that starts `ms` after the window's start or earlier. */
function periodAt(table: PeriodTable, ms: number): number {
  return locate(table.starts, table.startIndex, table.startBits, ms);
}

/**
 * The last index whose key, in seconds, is at most `ms`, a whole number: the bucket's first, and the one step that
 * remains for most by adding the comparison, since a processor guesses a branch on random instants wrong half the time.
 * What lies further ahead is searched for; that branch is rare enough to be guessed right, and asks for the key after
 * next, so that it does not wait for the comparison (`add` 33 to 30 ns, 37 to 33 with a lunch break).
 */
function locate(keys: Uint32Array, index: PeriodIndex, bits: number, ms: number): number {
  const second = ((ms + 0.5) * 0.001) >>> 0; // exact: half a millisecond is more than the product's error
  const bucket = second >>> bits;
  const first = index[bucket];
  if (keys[first + 2] <= second) return search(keys, first + 2, index[bucket + 1], second);
  return first + +(keys[first + 1] <= second);
}

/** The last index of `[first, last]` whose key is at most `second`, by halves: many short windows may share a bucket. */
function search(keys: Uint32Array, first: number, last: number, second: number): number {
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (keys[middle] <= second) low = middle;
    else high = middle - 1;
  }
  return low;
}
