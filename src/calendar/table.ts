import { civilOf, dayNumber } from "../time/civil.ts";
import { DAY, SECOND, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import type { PeriodSource } from "./periods.ts";

/**
 * A calendar's business periods over a window of years, laid out for look-up. Periods are numbered in
 * order; number 0 is empty and stands before the first, so that a search always finds one.
 *
 * Seconds in 32 bits, not milliseconds in 64: every edge of a period is a whole second, and half the memory
 * means fewer cache misses where many calendars are in use (bench/calendar.bench.ts).
 */
export interface PeriodTable {
  readonly source: PeriodSource;
  /** The window `[base, limit)` in epoch milliseconds; grows by itself (`cover`). */
  base: number;
  limit: number;
  /** Periods, number 0 included. */
  count: number;
  /** Start of each period, in seconds after `base`; then END, twice. */
  starts: Uint32Array;
  /** Business seconds before each period, and of all at the end; then END, twice. */
  before: Uint32Array;
  /** For each 2^startBits seconds after `base`, the last period that starts before them. */
  startIndex: PeriodIndex;
  startBits: number;
  /** The same over `before`: for each 2^beforeBits business seconds. */
  beforeIndex: PeriodIndex;
  beforeBits: number;
  /** Business milliseconds in the window. */
  total: number;
  /** Local dates with business time, once somebody asks (days.ts); null until then. */
  openDays: OpenDays | null;
}

/** Local dates that have business time, ascending, as days since 1970-01-01, with their first opening and last closing. */
export interface OpenDays {
  readonly days: Int32Array;
  readonly openings: Float64Array;
  readonly closings: Float64Array;
}

/** Numbers of periods by bucket; in 16 bits for all but decades of several windows a day. */
export type PeriodIndex = Uint16Array | Uint32Array;

/** Later than any key: a look at the next two needs no check for the end. */
const END = 0xffff_ffff;

/** A table that covers nothing yet. */
export function emptyTable(source: PeriodSource): PeriodTable {
  const none = new Uint32Array(0);
  const noIndex = new Uint16Array(0);
  return {
    source,
    base: 0,
    limit: 0,
    count: 0,
    starts: none,
    before: none,
    startIndex: noIndex,
    startBits: 0,
    beforeIndex: noIndex,
    beforeBits: 0,
    total: 0,
    openDays: null,
  };
}

/** Makes the window of `table` hold `at`, which must lie in the supported years. */
export function cover(table: PeriodTable, at: number): void {
  if (at >= table.base && at < table.limit) return;
  const year = civilOf(Math.floor(at / DAY)).year;
  if (table.base === table.limit) {
    build(table, year - 1, year + 2);
    return;
  }
  const first = civilOf(table.base / DAY).year;
  const last = civilOf(table.limit / DAY).year; // exclusive
  const length = last - first; // doubling: a far instant costs a few rebuilds, not one for each year
  if (at < table.base) build(table, Math.min(year, first - length), last);
  else if (at >= table.limit) build(table, first, Math.max(year + 1, last + length));
}

/** Doubles the window towards the future, or to the end of the supported years; false where it ends there already. */
export function extendForward(table: PeriodTable): boolean {
  if (table.limit >= SUPPORTED_TO) return false;
  cover(table, table.limit);
  return true;
}

/** Doubles the window towards the past; false where it begins with the supported years already. */
export function extendBackward(table: PeriodTable): boolean {
  if (table.base <= SUPPORTED_FROM) return false;
  cover(table, table.base - 1);
  return true;
}

function build(table: PeriodTable, fromYear: number, toYear: number): void {
  const base = Math.max(SUPPORTED_FROM, dayNumber(fromYear, 1, 1) * DAY);
  const limit = Math.min(SUPPORTED_TO, dayNumber(toYear, 1, 1) * DAY);
  const periods = table.source(base, limit);
  const count = periods.length / 2 + 1;
  const starts = new Uint32Array(count + 2).fill(END, count);
  const before = new Uint32Array(count + 3).fill(END, count + 1);
  let sum = 0;
  for (let i = 1; i < count; i++) {
    const from = periods[2 * i - 2];
    starts[i] = from;
    sum += periods[2 * i - 1] - from;
    before[i + 1] = sum;
  }
  table.base = base;
  table.limit = limit;
  table.count = count;
  table.starts = starts;
  table.before = before;
  const seconds = (limit - base) / SECOND;
  table.startBits = bucketBits(seconds, count);
  table.startIndex = indexOf(starts, count, seconds, table.startBits);
  table.beforeBits = bucketBits(sum, count);
  table.beforeIndex = indexOf(before, count, sum, table.beforeBits);
  table.total = sum * SECOND;
  table.openDays = null;
}

/**
 * Buckets at the most as wide as periods are apart on average, so that few hold two: 2^16 s = 18.2 h and 2^14 s = 4.6
 * business hours for one window a day, whose calendar-year takes 4 KiB, half as wide for two.
 */
function bucketBits(seconds: number, count: number): number {
  return 31 - Math.clz32(Math.max(1, seconds / count));
}

/**
 * For each bucket the last index below `count` whose key lies before the bucket's start, and one entry more for the
 * search's upper end. Key by key: with two tests for each bucket it was a third of a table's cost.
 */
function indexOf(keys: Uint32Array, count: number, lastKey: number, bits: number): PeriodIndex {
  const size = (lastKey >>> bits) + 2;
  const index = count < 2 ** 16 ? new Uint16Array(size) : new Uint32Array(size);
  let bucket = 0;
  for (let i = 1; i < count; i++) {
    const own = keys[i] >>> bits;
    while (bucket <= own) index[bucket++] = i - 1;
  }
  return index.fill(count - 1, bucket);
}
