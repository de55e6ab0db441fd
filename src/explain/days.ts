import type { Course, PromiseInForce } from "../deadline/course.ts";
import { formatDate, weekdayOf } from "../time/civil.ts";
import { DAY, SECOND, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { instantOfWallTime, type ZoneTable } from "../time/zone.ts";
import type { DateReader, DateSays } from "./dates.ts";
import { localDays } from "./moment.ts";
import type { NotCounted } from "./statement.ts";

/** A part of a local date in which a clock's time counted, or did not for one reason: `[from, to)`, epoch milliseconds. */
export interface Slice {
  readonly kind: "counted" | "notCounted";
  /** Null where it counted. */
  readonly why: NotCounted | null;
  readonly from: number;
  readonly to: number;
}

/**
 * What one local date, in the calendar's zone, gave to a clock. Its slices follow on each other. A date goes from its first
 * instant to the next one's, also where the clocks are put back over midnight and the date before shows again.
 */
export interface ExplainedDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 0 for Sunday to 6 for Saturday. */
  readonly weekday: number;
  readonly usedMs: number;
  /** Names of the holiday that it was, if it had any. */
  readonly holidays: readonly string[];
  /** First date of the version of the calendar that applied; null for the calendar itself, and without one. */
  readonly calendarVersion: string | null;
  readonly slices: readonly Slice[];
}

/** The dates that are not listed one by one, together; null where all are. Their three lengths make `to - from`. */
export interface RestOfDays {
  readonly from: number;
  readonly to: number;
  readonly usedMs: number;
  /** What would have counted, but was paused, or lay between an end and a reopening. */
  readonly pausedMs: number;
  /** What would not have counted anyway. */
  readonly skippedMs: number;
}

export interface ClockDays {
  readonly days: readonly ExplainedDay[];
  readonly rest: RestOfDays | null;
}

/** What a clock's time is looked at by. */
export interface DayContext {
  /** In whose local dates. */
  readonly zone: ZoneTable;
  /** What the calendar of a promise says of its dates, as known from an instant on; null for no calendar. */
  datesOf(leg: number): { readonly zone: ZoneTable; readonly read: DateReader } | null;
  /** At most so many dates one by one. */
  readonly maxDays: number;
}

interface OpenDay {
  readonly date: string;
  readonly weekday: number;
  usedMs: number;
  holidays: readonly string[];
  calendarVersion: string | null;
  readonly slices: Slice[];
}

/** Goes through a clock's life date by date, along the very windows by which its elapsed time was measured. */
export function daysOf(course: Course, { track }: PromiseInForce, context: DayContext): ClockDays {
  const { legs, until } = course;
  const days: OpenDay[] = [];
  for (const [i, leg] of legs.entries()) {
    const end = Math.min(leg.to, until);
    const dates = context.datesOf(i);
    for (const part of localDays(context.zone, leg.from, end)) {
      const date = formatDate(part.day);
      if (days.at(-1)?.date !== date) {
        if (days.length >= context.maxDays) return { days, rest: restOf(course, track, days, part.from) };
        const weekday = weekdayOf(part.day);
        days.push({ date, weekday, usedMs: 0, holidays: [], calendarVersion: null, slices: [] });
      }
      const day = days[days.length - 1];
      const why = leg.stretch.counts ? null : leg.stretch.kind === "fulfilled" ? "done" : "paused";
      const says = dates?.read(part.day) ?? null;
      day.holidays = says && says.names.length > 0 ? says.names : day.holidays;
      day.calendarVersion = says?.version ?? day.calendarVersion;
      const windows = track.rulers[i].periods(part.from, part.to);
      let at = part.from;
      for (const [from, to] of windows) {
        addGap(day, says, dates?.zone ?? context.zone, part.day, at, from);
        addSlice(day, why, from, to);
        at = to;
      }
      addGap(day, says, dates?.zone ?? context.zone, part.day, at, part.to);
    }
  }
  return { days, rest: null };
}

/** Adds what lies between two windows of a date: what a closure cut out apart from the rest. */
function addGap(
  day: OpenDay,
  says: DateSays | null,
  zone: ZoneTable,
  number: number,
  from: number,
  to: number,
): void {
  let at = from;
  const why = says?.why ?? "outsideHours";
  const others = (end: number) => {
    const [low, high] = [Math.max(SUPPORTED_FROM, at), Math.min(SUPPORTED_TO, end)];
    addSlice(day, "outOfRange", at, Math.min(end, low));
    addSlice(day, why, low, Math.max(low, high));
    addSlice(day, "outOfRange", Math.max(at, Math.max(low, high)), end);
    at = Math.max(at, end);
  };
  for (const [start, end] of says && why !== "holiday" && why !== "closedDay" ? says.closures : []) {
    const cutFrom = Math.max(at, instantOfWallTime(zone, number * DAY + start * SECOND));
    const cutTo = Math.min(to, instantOfWallTime(zone, number * DAY + end * SECOND));
    if (cutFrom >= cutTo) continue;
    others(cutFrom);
    addSlice(day, "closure", cutFrom, cutTo);
    at = cutTo;
  }
  if (at < to) others(to);
}

/** Adds a slice, or lengthens the last one where it is of the same kind; one without length is none. */
function addSlice(day: OpenDay, why: NotCounted | null, from: number, to: number): void {
  if (from >= to) return;
  if (why === null) day.usedMs += to - from;
  const last = day.slices.at(-1);
  if (last && last.why === why && last.to === from) day.slices[day.slices.length - 1] = { ...last, to };
  else day.slices.push({ kind: why === null ? "counted" : "notCounted", why, from, to });
}

function restOf(
  { legs, until }: Course,
  { used, rulers }: PromiseInForce["track"],
  days: readonly OpenDay[],
  from: number,
): RestOfDays {
  const usedMs = used[used.length - 1] - days.reduce((sum, day) => sum + day.usedMs, 0);
  let pausedMs = 0;
  for (const [i, leg] of legs.entries()) {
    const [start, end] = [Math.max(leg.from, from), Math.min(leg.to, until)];
    if (!leg.stretch.counts && start < end) pausedMs += rulers[i].measure(start, end);
  }
  return { from, to: until, usedMs, pausedMs, skippedMs: until - from - usedMs - pausedMs };
}
