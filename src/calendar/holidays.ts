import { error, type Issue, lint } from "../diagnostics.ts";
import { civilOf, type DayNumber, dayNumber, parseDate, parseMonthDay } from "../time/civil.ts";
import { type Interval, union } from "../time/interval.ts";
import { DAY, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import type { HolidayEntry, HolidayLists } from "./definition.ts";

/** What one list of holidays closes, read once however many calendars and versions use it. */
export interface HolidayList {
  /**
   * Dates within the local dates of the supported years: where closed ranges begin and end, half-open, in turn. Looked
   * up by halves and never spelled out, so ten years cost no more than a day.
   */
  readonly edges: readonly DayNumber[];
  /** Dates of every year: for each month from January a bit for each day. */
  readonly yearly: readonly number[];
  /** The last dated one, outside the supported years too. */
  readonly last: DayNumber | null;
}

export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

/** The holidays of one calendar or version: all its lists together. */
export interface Holidays {
  readonly lists: readonly HolidayList[];
  /** Each date of every year once, by month and day. */
  readonly yearly: readonly MonthDay[];
  /** The same as bits: for each month from January one for each day. */
  readonly months: readonly number[];
  readonly last: DayNumber | null;
}

type Path = Issue["path"];

/** First local date that any zone may have in the supported years, and the first one after the last. */
export const FIRST_DAY = SUPPORTED_FROM / DAY - 1;
export const END_DAY = SUPPORTED_TO / DAY + 1;

/** Longest range of one entry: a wrong year in an end must not close a desk for good. */
const MAX_RANGE_DAYS = 3_660;

/** Reads a list of holidays; what is wrong goes to `issues`, by the number of the entry (semantics C4). */
export function readHolidays(
  entries: readonly HolidayEntry[],
  path: Path,
  issues: Issue[],
): HolidayList & { readonly outside: number } {
  const ranges: Interval[] = [];
  const yearly = new Array<number>(12).fill(0);
  let last: DayNumber | null = null;
  let outside = 0;
  for (const [i, entry] of entries.entries()) {
    const read = readEntry(entry, [...path, i], issues);
    if (read === null) continue;
    if ("month" in read) {
      yearly[read.month - 1] |= 1 << read.day;
      continue;
    }
    if (isOutside(read.from) || isOutside(read.to)) outside++;
    last = Math.max(last ?? read.to, read.to);
    ranges.push([Math.max(read.from, FIRST_DAY), Math.min(read.to + 1, END_DAY)]);
  }
  return { edges: union(ranges).flat(), yearly, last, outside };
}

/** Reads all shared lists, used or not, each once; what is wrong has the list's own path. */
export function readHolidayLists(lists: HolidayLists, issues: Issue[]): ReadonlyMap<string, HolidayList> {
  return new Map(
    Object.entries(lists).map(([id, entries]) => {
      const path = ["holidayLists", id];
      const list = readHolidays(entries, path, issues);
      lintYears(list.outside, path, issues);
      return [id, list];
    }),
  );
}

/** The lists of a calendar together. */
export function joinHolidays(lists: readonly HolidayList[]): Holidays {
  const months = new Array<number>(12).fill(0);
  let last: DayNumber | null = null;
  for (const list of lists) {
    for (let month = 0; month < 12; month++) months[month] |= list.yearly[month];
    if (list.last !== null) last = Math.max(last ?? list.last, list.last);
  }
  const isYearly = months.some((days) => days !== 0);
  return {
    lists: lists.filter(({ edges }) => edges.length > 0),
    yearly: isYearly ? YEAR.filter(({ month, day }) => (months[month - 1] & (1 << day)) !== 0) : [],
    months,
    last,
  };
}

/** Whether a dated holiday closes a date. */
export function isHoliday({ lists }: Holidays, day: DayNumber): boolean {
  for (let i = 0; i < lists.length; i++) if (edgesBy(lists[i].edges, day) % 2 === 1) return true;
  return false;
}

/** The first date after `day` that its dated holidays may leave open. */
export function afterHoliday({ lists }: Holidays, day: DayNumber): DayNumber {
  return lists.reduce((after, { edges }) => {
    const passed = edgesBy(edges, day);
    return passed % 2 === 1 ? Math.max(after, edges[passed]) : after;
  }, day + 1);
}

/** How many edges lie at or before `day`. */
function edgesBy(edges: readonly DayNumber[], day: DayNumber): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The dated holidays as ranges: the same for the same dates, whatever lists and entries they come from. */
export function holidayRanges({ lists }: Holidays): Interval[] {
  return union(lists.flatMap(({ edges }) => pairs(edges)));
}

function pairs(edges: readonly number[]): Interval[] {
  const intervals: Interval[] = [];
  for (let i = 0; i < edges.length; i += 2) intervals.push([edges[i], edges[i + 1]]);
  return intervals;
}

/** The days named by `MM-DD` entries in a year; 29 February only in leap years. */
export function yearlyDays(yearly: readonly MonthDay[], year: number): DayNumber[] {
  const isLeap = civilOf(dayNumber(year, 2, 29)).month === 2;
  const days: DayNumber[] = [];
  for (const { month, day } of yearly) {
    if (isLeap || month !== 2 || day !== 29) days.push(dayNumber(year, month, day));
  }
  return days;
}

/** Advice where dated entries lie outside the supported years, and say nothing. */
export function lintYears(outside: number, path: Path, issues: Issue[]): void {
  if (outside === 0) return;
  const entries = outside === 1 ? "1 dated entry lies" : `${outside} dated entries lie`;
  const message = `${entries} outside the years 1970 to 2100, for which calendars answer`;
  issues.push(lint("calendar.outside_supported_years", path, message));
}

/** Whether a date lies outside the supported years. */
export function isOutside(day: DayNumber): boolean {
  return day * DAY < SUPPORTED_FROM || day * DAY >= SUPPORTED_TO;
}

/** A text that is no date, where only a date of one year may stand. */
export function notADate(path: Path, text: string): Issue {
  const message = parseMonthDay(text)
    ? `\`${text}\` is a date of every year, and only holidays may be yearly; write \`YYYY-MM-DD\` here`
    : `\`${text}\` is no date; write \`YYYY-MM-DD\``;
  return error("calendar.not_a_date", path, message);
}

/** Every date that a year can have. */
const YEAR: readonly MonthDay[] = Array.from({ length: 366 }, (_, i) => {
  const { month, day } = civilOf(dayNumber(2024, 1, 1 + i));
  return { month, day };
});

function readEntry(
  entry: HolidayEntry,
  path: Path,
  issues: Issue[],
): MonthDay | { from: DayNumber; to: DayNumber } | null {
  if (typeof entry !== "string") return readRange(entry, path, issues);
  const day = parseDate(entry);
  if (day !== null) return { from: day, to: day };
  const yearly = parseMonthDay(entry);
  if (yearly === null) {
    const message = `\`${entry}\` is no date; write \`YYYY-MM-DD\`, or \`MM-DD\` for a holiday of every year`;
    issues.push(error("calendar.not_a_date", path, message));
  }
  return yearly;
}

function readRange(
  range: { readonly from: string; readonly to: string },
  path: Path,
  issues: Issue[],
): { from: DayNumber; to: DayNumber } | null {
  const from = parseDate(range.from);
  const to = parseDate(range.to);
  if (from === null) issues.push(notADate([...path, "from"], range.from));
  if (to === null) issues.push(notADate([...path, "to"], range.to));
  if (from === null || to === null) return null;
  if (to >= from && to - from <= MAX_RANGE_DAYS) return { from, to };
  const message = "the range of dates ends before it starts, or lasts more than ten years";
  issues.push(error("calendar.bad_range", path, message));
  return null;
}
