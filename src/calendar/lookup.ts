import { SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { BUCKET_BITS, cover, extendBackward, extendForward, type PeriodTable } from "./table.ts";

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
 * These functions are total: instants outside the supported years count as their nearest end. The public
 * ones in arithmetic.ts refuse them.
 */

/** Business milliseconds in `[from, to)`; negative when `to` is before `from`. */
export function measure(table: PeriodTable, from: number, to: number): number {
  const a = clamp(from);
  const b = clamp(to);
  if (!(a >= table.base && a < table.limit)) cover(table, a);
  if (!(b >= table.base && b < table.limit)) cover(table, b);
  return elapsedAt(table, b) - elapsedAt(table, a);
}

/** The instant at which `ms` > 0 business milliseconds after `at` are used up; null for never. */
export function advance(table: PeriodTable, at: number, ms: number, end: EndOfBudget): number | null {
  if (at >= SUPPORTED_TO) return null;
  const from = clamp(at);
  if (!(from >= table.base && from < table.limit)) cover(table, from);
  let target = elapsedAt(table, from) + ms;
  const past = end === "closing" ? 1 : 0;
  while (target - past >= table.total) {
    if (!extendForward(table)) return null;
    target = elapsedAt(table, from) + ms;
  }
  const reached = instantAt(table, target, target - past);
  return reached < SUPPORTED_TO ? reached : null;
}

/** Mirror of `advance`: the latest instant with `ms` > 0 business milliseconds between it and `at`; null for never. */
export function retreat(table: PeriodTable, at: number, ms: number, end: EndOfBudget): number | null {
  if (at < SUPPORTED_FROM) return null;
  const from = clamp(at);
  if (!(from >= table.base && from < table.limit)) cover(table, from);
  let target = elapsedAt(table, from) - ms;
  const past = end === "closing" ? 0 : 1;
  while (target - past < 0) {
    if (!extendBackward(table)) return null;
    target = elapsedAt(table, from) - ms;
  }
  return instantAt(table, target, target - past);
}

/** Whether an instant is business time. */
export function isOpen(table: PeriodTable, at: number): boolean {
  if (at < SUPPORTED_FROM || at >= SUPPORTED_TO) return false;
  if (!(at >= table.base && at < table.limit)) cover(table, at);
  const x = at - table.base;
  const i = locate(table.starts, table.startIndex, x);
  return x - table.starts[i] * 1_000 < (table.before[i + 1] - table.before[i]) * 1_000;
}

/** The earliest business instant at or after `at`; null for never. */
export function nextOpen(table: PeriodTable, at: number): number | null {
  if (at >= SUPPORTED_TO) return null;
  const from = clamp(at);
  if (!(from >= table.base && from < table.limit)) cover(table, from);
  for (;;) {
    const x = from - table.base;
    const i = locate(table.starts, table.startIndex, x);
    if (x - table.starts[i] * 1_000 < (table.before[i + 1] - table.before[i]) * 1_000) return from;
    if (i + 1 < table.starts.length) return table.base + table.starts[i + 1] * 1_000;
    if (!extendForward(table)) return null;
  }
}

/** Business periods in `[from, to)`, cut to it. */
export function periodsIn(table: PeriodTable, from: number, to: number): [number, number][] {
  const periods: [number, number][] = [];
  const a = clamp(from);
  const b = clamp(to);
  if (a >= b) return periods;
  cover(table, a);
  cover(table, b);
  const { starts, before, base } = table;
  for (let i = locate(starts, table.startIndex, a - base); i < starts.length; i++) {
    const start = base + starts[i] * 1_000;
    const end = start + (before[i + 1] - before[i]) * 1_000;
    if (start >= b) break;
    if (Math.max(start, a) < Math.min(end, b)) periods.push([Math.max(start, a), Math.min(end, b)]);
  }
  return periods;
}

/** Business milliseconds between the window's start and an instant of the window. */
function elapsedAt(table: PeriodTable, at: number): number {
  const { starts, before } = table;
  const x = at - table.base;
  const i = locate(starts, table.startIndex, x);
  const into = x - starts[i] * 1_000;
  const length = (before[i + 1] - before[i]) * 1_000;
  return before[i] * 1_000 + Math.min(into, length);
}

/** The instant with `elapsed` business milliseconds before it, in the period that holds the `key`-th. */
function instantAt(table: PeriodTable, elapsed: number, key: number): number {
  const i = locate(table.before, table.beforeIndex, key);
  return table.base + table.starts[i] * 1_000 + elapsed - table.before[i] * 1_000;
}

/** The last index whose key, in seconds, is at most `ms`. */
function locate(keys: Uint32Array, index: Uint32Array, ms: number): number {
  const bucket = (ms * 0.001) >>> BUCKET_BITS; // rounding down too far costs a step below, never an answer
  let i = index[bucket];
  let last = index[bucket + 1];
  while (last - i > 4) {
    const middle = (i + last + 1) >>> 1;
    if (keys[middle] * 1_000 <= ms) i = middle;
    else last = middle - 1;
  }
  while (i < last && keys[i + 1] * 1_000 <= ms) i++;
  return i;
}

function clamp(at: number): number {
  return at < SUPPORTED_FROM ? SUPPORTED_FROM : at < SUPPORTED_TO ? at : SUPPORTED_TO - 1;
}
