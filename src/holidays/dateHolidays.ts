import { error, SlaError, type Warning } from "../diagnostics.ts";
import { parseDate, parseTime } from "../time/civil.ts";
import { DAY, HOUR, SECOND } from "../time/units.ts";
import {
  byStart,
  type ClosedSpan,
  closedDates,
  type HolidayImport,
  type ImportReport,
  MAX_SPAN_DAYS,
  type SkippedEntry,
  type TakenEntry,
  takenEntry,
} from "./imported.ts";

export type { HolidayImport, ImportReport, SkippedEntry, TakenEntry };

/** What is used of a holiday of the package `date-holidays`. */
export interface ListedHoliday {
  /** `YYYY-MM-DD hh:mm:ss`, local, maybe followed by an offset, which is not used. */
  readonly date: string;
  readonly type: string;
  readonly name: string;
  /** Only the distance from `start` to `end` is used: half days, and feasts of several days. */
  readonly start?: Date;
  readonly end?: Date;
}

/** What is used of an instance of `date-holidays`; the package itself is not imported. */
export interface HolidaySource {
  /** Every holiday of a year, named in a language where one is given. */
  getHolidays(year: number, language?: string): readonly ListedHoliday[];
}

/** Which holidays to take. */
export interface DateHolidaysOptions {
  /** First and last year, both included; at most 60 years. */
  readonly from: number;
  readonly to: number;
  /** Types to take: `["public"]` if left out. Others are `bank`, `school`, `optional`, `observance`. */
  readonly types?: readonly string[];
  /** Language of the names, such as `en`; the source's own if left out. */
  readonly language?: string;
}

/** Why a holiday of the source was left out. */
export type DateHolidaySkipReason = "other_type" | "unreadable" | "too_long";

/** Longest range of years: what `holidaysFromIcal` takes as well. */
const MAX_YEARS = 60;

/**
 * The holidays that `date-holidays` computes, as entries of a calendar (semantics C10). A day that starts at noon
 * gives a closure from noon on; a feast of several days gives a range.
 * @throws SlaError when the years make no range, or the source gives no list.
 * @example
 * import Holidays from "date-holidays";
 * const { holidays } = holidaysFromDateHolidays(new Holidays("PL"), { from: 2026, to: 2028 });
 */
export function holidaysFromDateHolidays(
  source: HolidaySource,
  options: DateHolidaysOptions,
): HolidayImport<DateHolidaySkipReason> {
  checkYears(options);
  const types = options.types ?? ["public"];
  const spans: ClosedSpan[] = [];
  const skipped: SkippedEntry<DateHolidaySkipReason>[] = [];
  for (let year = options.from; year <= options.to; year++) {
    for (const holiday of listOf(source, year, options.language)) {
      const span = spanOf(holiday);
      const reason = typeof span === "string" ? span : types.includes(holiday.type) ? null : "other_type";
      if (typeof span !== "string" && reason === null) spans.push(span);
      else if (reason !== null) skipped.push({ summary: nameOf(holiday), reason, date: dateOf(holiday) });
    }
  }
  spans.sort(byStart);
  const years = spans.map(({ from }) => new Date(from).getUTCFullYear());
  const last = years.length === 0 ? null : Math.max(...years);
  const warnings = last === options.to ? [] : [ends(last)];
  return {
    ...closedDates(spans),
    report: { taken: spans.map(takenEntry), skipped, reachesUntil: last, datedUntil: last, warnings },
  };
}

function checkYears({ from, to }: DateHolidaysOptions): void {
  const isYear = (year: number) => Number.isInteger(year) && year >= 1 && year <= 9_999;
  if (isYear(from) && isYear(to) && from <= to && to - from < MAX_YEARS) return;
  const message = `\`${from}\` to \`${to}\` is no range of years; give two whole years in order, at most ${MAX_YEARS} years`;
  throw new SlaError([error("holidays.bad_range", ["from"], message)]);
}

function listOf(source: HolidaySource, year: number, language?: string): readonly ListedHoliday[] {
  const list: unknown =
    language === undefined ? source.getHolidays(year) : source.getHolidays(year, language);
  if (Array.isArray(list)) return list;
  const message = `the source gives no list of holidays for \`${year}\`; it needs a country`;
  throw new SlaError([error("holidays.no_list", ["source"], message)]);
}

/** The wall time that a holiday closes, or why it cannot be told. */
function spanOf(holiday: ListedHoliday): ClosedSpan | DateHolidaySkipReason {
  const day = parseDate(dateOf(holiday) ?? "");
  const second = parseTime(holiday?.date?.slice(11, 19) || "00:00");
  if (day === null || second === null) return "unreadable";
  const length = lengthOf(holiday);
  if (length > MAX_SPAN_DAYS * DAY) return "too_long";
  const from = day * DAY + second * SECOND;
  // Whole days: an hour more, since a day of a clock change has 23; at least the date itself
  const whole = Math.max(1, Math.floor((length + HOUR) / DAY)) * DAY;
  const to = second === 0 ? from + whole : Math.max(from + length, from + SECOND);
  return { name: nameOf(holiday), from, to };
}

/** Milliseconds from start to end; to the end of the date where the source does not say. */
function lengthOf({ start, end, date }: ListedHoliday): number {
  const length = Number(end) - Number(start);
  if (length > 0) return length;
  return DAY - (parseTime(date.slice(11, 19)) ?? 0) * SECOND;
}

function nameOf(holiday: ListedHoliday): string {
  return String(holiday?.name ?? "").trim();
}

function dateOf(holiday: ListedHoliday): string | null {
  const date = String(holiday?.date ?? "").slice(0, 10);
  return parseDate(date) === null ? null : date;
}

function ends(year: number | null): Warning {
  const message = year === null ? "no holiday was taken" : `the last holiday taken is in ${year}`;
  return {
    code: year === null ? "holidays.nothing_taken" : "holidays.list_ends",
    event: null,
    message,
  };
}
