import { DAY, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { instantOfWallTime, localDayAt, offsetAt, startOfDay, type ZoneTable } from "../time/zone.ts";
import { periodsIn } from "./lookup.ts";
import { cover, extendBackward, extendForward, type PeriodTable } from "./table.ts";

/** When on its last day an amount of business days ends: the start's wall time, the last closing, or a time in seconds since midnight. */
export type DayTime = "sameTime" | "close" | number;

/** An amount of business days (semantics C8). */
export interface BusinessDays {
  readonly days: number;
  readonly at: DayTime;
  /** Seconds since midnight: a later start counts from the next business day. */
  readonly cutoff: number | null;
}

/** What the window's edges may hide of a local date. */
const MARGIN = 3 * DAY;

/**
 * The instant `days` business days after `at`, or before it where negative; null for never. A start on a closed
 * date counts as the next business day before its opening; otherwise the end has the start's wall time, moved into
 * the hours of its own date. Cost: a search among the open dates of the window, however many days.
 */
export function advanceDays(
  table: PeriodTable,
  zone: ZoneTable,
  at: number,
  amount: BusinessDays,
): number | null {
  if (at < SUPPORTED_FROM + 2 * MARGIN || at >= SUPPORTED_TO - 2 * MARGIN) return null;
  cover(table, at - 2 * MARGIN);
  cover(table, at + 2 * MARGIN);
  const startDay = localDayAt(zone, at);
  for (;;) {
    const open = openDays(table, zone);
    const anchor = anchorOf(open, zone, at, startDay, amount.cutoff);
    const day = open[anchor.index + amount.days];
    const isInside =
      day !== undefined && day * DAY - MARGIN >= table.base && day * DAY + MARGIN < table.limit;
    if (isInside) return timeOn(table, zone, day, anchor.wall, amount.at);
    const isAhead = anchor.index + amount.days >= 0 && (day === undefined || day >= startDay);
    if (!(isAhead ? extendForward(table) : extendBackward(table))) return null;
  }
}

/** From which open date the count starts, and the wall time in seconds it keeps: null for "before the opening". */
function anchorOf(
  open: Int32Array,
  zone: ZoneTable,
  at: number,
  startDay: number,
  cutoff: number | null,
): { index: number; wall: number | null } {
  const index = firstFrom(open, startDay);
  if (open[index] !== startDay) return { index, wall: null };
  const wall = at + offsetAt(zone, at) - startDay * DAY;
  return cutoff !== null && wall > cutoff * 1_000 ? { index: index + 1, wall: null } : { index, wall };
}

function timeOn(
  table: PeriodTable,
  zone: ZoneTable,
  day: number,
  wall: number | null,
  time: DayTime,
): number {
  if (typeof time === "number") return instantOfWallTime(zone, day * DAY + time * 1_000);
  const periods = periodsIn(table, startOfDay(zone, day), startOfDay(zone, day + 1));
  const opening = periods[0][0];
  const closing = periods[periods.length - 1][1];
  if (time === "close") return closing;
  return wall === null
    ? opening
    : Math.min(closing, Math.max(opening, instantOfWallTime(zone, day * DAY + wall)));
}

/** The local dates of the window that have business time, ascending; kept until the window grows. */
function openDays(table: PeriodTable, zone: ZoneTable): Int32Array {
  table.openDays ??= findOpenDays(table, zone);
  return table.openDays;
}

function findOpenDays({ starts, before, base }: PeriodTable, zone: ZoneTable): Int32Array {
  const days: number[] = [];
  for (let i = 1; i < starts.length; i++) {
    const from = base + starts[i] * 1_000;
    const to = from + (before[i + 1] - before[i]) * 1_000;
    const first = Math.max(localDayAt(zone, from), (days.at(-1) ?? Number.NEGATIVE_INFINITY) + 1);
    const last = localDayAt(zone, to - 1);
    for (let day = first; day <= last; day++) {
      if (day === last || startOfDay(zone, day) < startOfDay(zone, day + 1)) days.push(day); // Apia skipped a date
    }
  }
  return Int32Array.from(days);
}

/** Index of the first entry at or after `day`. */
function firstFrom(days: Int32Array, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (days[middle] < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
