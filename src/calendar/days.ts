import { DAY, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { instantOfWallTime, localDayAt, offsetAt, startOfDay, type ZoneTable } from "../time/zone.ts";
import { cover, extendBackward, extendForward, type OpenDays, type PeriodTable } from "./table.ts";

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
    const anchor = anchorOf(open.days, zone, at, startDay, amount.cutoff);
    const index = anchor.index + amount.days;
    const day = open.days[index];
    const isInside =
      day !== undefined && day * DAY - MARGIN >= table.base && day * DAY + MARGIN < table.limit;
    // On the start's own date its wall time may come twice: it is the start that counts, not the first of the two
    if (isInside && day === startDay && amount.at === "sameTime") {
      return Math.min(open.closings[index], Math.max(open.openings[index], at));
    }
    if (isInside) return timeOn(open, index, zone, anchor.wall, amount.at);
    const isAhead = index >= 0 && (day === undefined || day >= startDay);
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

function timeOn(open: OpenDays, index: number, zone: ZoneTable, wall: number | null, time: DayTime): number {
  const day = open.days[index];
  if (typeof time === "number") return instantOfWallTime(zone, day * DAY + time * 1_000);
  if (time === "close") return open.closings[index];
  if (wall === null) return open.openings[index];
  const instant = instantOfWallTime(zone, day * DAY + wall);
  return Math.min(open.closings[index], Math.max(open.openings[index], instant));
}

/** The local dates of the window that have business time; kept until the window grows. */
function openDays(table: PeriodTable, zone: ZoneTable): OpenDays {
  table.openDays ??= findOpenDays(table, zone);
  return table.openDays;
}

function findOpenDays({ starts, before, base, count }: PeriodTable, zone: ZoneTable): OpenDays {
  const days: number[] = [];
  const openings: number[] = [];
  const closings: number[] = [];
  for (let i = 1; i < count; i++) {
    const from = base + starts[i] * 1_000;
    const to = from + (before[i + 1] - before[i]) * 1_000;
    const last = localDayAt(zone, to - 1);
    for (let day = localDayAt(zone, from); day <= last; day++) {
      const opening = Math.max(from, startOfDay(zone, day));
      const closing = Math.min(to, startOfDay(zone, day + 1));
      if (opening >= closing) continue; // a date that the zone skipped (Apia, 2011-12-30)
      if (days.at(-1) === day) closings[closings.length - 1] = closing;
      else {
        days.push(day);
        openings.push(opening);
        closings.push(closing);
      }
    }
  }
  return {
    days: Int32Array.from(days),
    openings: Float64Array.from(openings),
    closings: Float64Array.from(closings),
  };
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
