import type { CalendarDefinition, HolidayEntry, Window } from "../calendar/definition.ts";
import { parseDate, type Weekday } from "../time/civil.ts";
import { DAY_SECONDS } from "../time/units.ts";
import { needed, type Part, textOf } from "./reader.ts";
import { complain, type NotCarried, type Report } from "./report.ts";

/** The windows of a week as a payload gives them, day by day. */
export type Week = Partial<Record<Weekday, Window[]>>;

/** Longest range of one holiday, as calendars have it. */
const MAX_RANGE_DAYS = 3_660;

/** A window of one date from its seconds since midnight; undefined, with an issue, where it is empty or no such thing. */
export function windowAt(
  from: number,
  to: number,
  path: NotCarried["path"],
  report: Report,
): Window | undefined {
  const isTime = (seconds: number) => Number.isInteger(seconds) && seconds >= 0 && seconds <= DAY_SECONDS;
  if (isTime(from) && isTime(to) && from < to) return [clockText(from), clockText(to)];
  complain(report, "wrong_hours", path, "hours must end after they start, within the same date");
  return undefined;
}

/** Adds a window to those of its weekday. */
export function addTo(week: Week, day: Weekday, window: Window | undefined): void {
  if (!window) return;
  const windows = week[day] ?? [];
  windows.push(window);
  week[day] = windows;
}

/** A calendar of these hours; undefined where there are none. */
export function calendarOf(
  timeZone: string,
  weeklyHours: Week,
  holidays: readonly HolidayEntry[] = [],
): CalendarDefinition | undefined {
  if (Object.keys(weeklyHours).length === 0) return undefined;
  return { timeZone, weeklyHours, ...(holidays.length > 0 && { holidays }) };
}

/** The holiday from one date to another, both included; undefined, with an issue, where they are no such dates. */
export function holidayOf(part: Part, fromKey: string, toKey: string): HolidayEntry | undefined {
  const from = needed(textOf, part, fromKey);
  const to = textOf(part, toKey) ?? from;
  if (from === undefined || to === undefined) return undefined;
  const [first, last] = [parseDate(from), parseDate(to)];
  if (first === null || last === null || first > last || last - first > MAX_RANGE_DAYS) {
    const message = "a holiday is `YYYY-MM-DD`, or from one such date to a later one";
    complain(part.report, "wrong_date", [...part.path, first === null ? fromKey : toKey], message);
    return undefined;
  }
  const name = textOf(part, "name");
  return first === last ? from : { from, to, ...(name !== undefined && { name }) };
}

function clockText(seconds: number): string {
  const [hour, minute, second] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const parts = second > 0 ? [hour, minute, second] : [hour, minute];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
