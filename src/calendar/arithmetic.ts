import { error, SlaError } from "../diagnostics.ts";
import { parseDate, parseTime } from "../time/civil.ts";
import { DAY, isInstant, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { startOfDay } from "../time/zone.ts";
import { type Calendar, tableOf } from "./compile.ts";
import { advanceDays, type DayTime } from "./days.ts";
import { advance, type EndOfBudget, isOpen, measure, nextOpen, periodsIn, retreat } from "./lookup.ts";
import type { PeriodTable } from "./table.ts";

/** Which knowledge of the calendar answers (semantics C5). */
export interface KnownAt {
  /** Epoch milliseconds: use what the desk had entered by then. All that is known if left out. */
  readonly knownAt?: number;
}

export interface BudgetOptions extends KnownAt {
  /** `closing` (default) or `nextOpening`, where a budget ends exactly at the end of a period (semantics C7). */
  readonly endOfBudget?: EndOfBudget;
}

/**
 * The earliest instant by which exactly `ms` of business time have passed since `at`, as epoch milliseconds.
 * A budget used up at closing time is due at the closing instant. 0 gives `at`; a negative `ms` subtracts.
 * Null when it never comes, or after the supported years. Semantics C7.
 * @throws SlaError when `at` is no whole millisecond of the years 1970 to 2100, or `ms` no whole number.
 */
export function addBusinessTime(
  calendar: Calendar,
  at: number,
  ms: number,
  options?: BudgetOptions,
): number | null {
  if (
    options === undefined &&
    ms > 0 &&
    isSupported(at) &&
    Math.floor(ms) === ms &&
    ms <= Number.MAX_SAFE_INTEGER
  ) {
    return advance(calendar.latest, at, ms, "closing"); // what nearly every call asks, with the least checks that hold
  }
  return addBudget(calendar, at, ms, options);
}

/** The rest of `addBusinessTime`, apart: V8 inlines a caller's way down to the table only while it is short (43 → 30 ns). */
function addBudget(calendar: Calendar, at: number, ms: number, options?: BudgetOptions): number | null {
  checkInstant(at, "at");
  checkAmount(ms, "ms", "milliseconds");
  if (ms === 0) return at;
  const table = tableFor(calendar, options);
  const end = readEnd(options?.endOfBudget);
  return ms > 0 ? advance(table, at, ms, end) : retreat(table, at, -ms, end);
}

/**
 * The latest instant from which exactly `ms` of business time pass until `at`: the mirror of
 * `addBusinessTime`, so a budget used up at an opening starts at the opening instant. Semantics C7.
 * @throws SlaError as `addBusinessTime`.
 */
export function subtractBusinessTime(
  calendar: Calendar,
  at: number,
  ms: number,
  options?: BudgetOptions,
): number | null {
  return addBusinessTime(calendar, at, -ms, options);
}

/**
 * Business time in `[from, to)`, in milliseconds; zero when `to` is not after `from`. Semantics C1.
 * @throws SlaError when either is no whole millisecond of the years 1970 to 2100.
 */
export function businessTimeBetween(calendar: Calendar, from: number, to: number, options?: KnownAt): number {
  if (options === undefined && isSupported(from) && isSupported(to)) {
    return to > from ? measure(calendar.latest, from, to) : 0;
  }
  checkInstant(from, "from");
  checkInstant(to, "to");
  return to > from ? measure(tableFor(calendar, options), from, to) : 0;
}

/** Whether an instant is business time; the end of a window is not. Semantics C1, C2. @throws SlaError as `businessTimeBetween`. */
export function isBusinessTime(calendar: Calendar, at: number, options?: KnownAt): boolean {
  checkInstant(at, "at");
  return isOpen(tableFor(calendar, options), at);
}

/** `at` itself when it is business time, else the next opening; null for never. Semantics C1. @throws SlaError as `businessTimeBetween`. */
export function nextBusinessTime(calendar: Calendar, at: number, options?: KnownAt): number | null {
  checkInstant(at, "at");
  return nextOpen(tableFor(calendar, options), at);
}

/** The unbroken stretches of business time in `[from, to)`, cut to it, half-open. Semantics C1. @throws SlaError as `businessTimeBetween`. */
export function businessPeriods(
  calendar: Calendar,
  from: number,
  to: number,
  options?: KnownAt,
): { from: number; to: number }[] {
  checkInstant(from, "from");
  checkInstant(to, "to");
  return periodsIn(tableFor(calendar, options), from, to).map(([start, end]) => ({
    from: start,
    to: end,
  }));
}

export interface BusinessDayOptions extends KnownAt {
  /** The start's wall time (default, moved between the last date's first opening and last closing), the last closing of that date, or a time such as `"17:00"`. */
  readonly at?: "sameTime" | "close" | string;
  /** A start later in the day than this, such as `"10:00"`, counts from the next business day. */
  readonly cutoff?: string;
}

/**
 * The instant `days` business days after `at`: local dates that have business time, whatever their hours; before it
 * where negative. A start on a closed date counts as the next business day before its opening; 0 days
 * end on the date of the start, or on that one. Null when it never comes, or within a week of the ends of the supported
 * years. Semantics C8.
 * @throws SlaError as `addBusinessTime`, and when `options.at` or `options.cutoff` is no time of day.
 */
export function addBusinessDays(
  calendar: Calendar,
  at: number,
  days: number,
  options?: BusinessDayOptions,
): number | null {
  checkInstant(at, "at");
  checkAmount(days, "days", "days");
  const amount = {
    days,
    at: readDayTime(options?.at),
    cutoff: options?.cutoff === undefined ? null : readTime(options.cutoff, "cutoff"),
  };
  return advanceDays(tableFor(calendar, options), calendar.zone, at, amount);
}

/**
 * The instants of a local date, `YYYY-MM-DD`, in the calendar's zone, half-open: 23 or 25 hours where the clocks
 * change; `from` equals `to` for a date that the zone skipped. Semantics C2, T3.
 * @throws SlaError when `date` is no date of the supported years.
 */
export function localDay(calendar: Calendar, date: string): { from: number; to: number } {
  const day = parseDate(date);
  if (day === null || day * DAY < SUPPORTED_FROM || day * DAY >= SUPPORTED_TO) {
    throw new SlaError([
      error(
        "calendar.not_a_date",
        ["date"],
        `\`${date}\` is no date of the years 1970 to 2100; write \`YYYY-MM-DD\``,
      ),
    ]);
  }
  return { from: startOfDay(calendar.zone, day), to: startOfDay(calendar.zone, day + 1) };
}

/** The table that answers. Knowledge has no last instant, so `knownAt` may lie outside the supported years. */
export function tableFor(calendar: Calendar, options: KnownAt | undefined): PeriodTable {
  if (options === undefined) return calendar.latest;
  const { knownAt } = options;
  if (knownAt === undefined || isInstant(knownAt)) return tableOf(calendar, knownAt);
  throw new SlaError([error("calendar.not_an_instant", ["knownAt"], badInstant(knownAt))]);
}

function readDayTime(at: string | undefined): DayTime {
  if (at === undefined || at === "sameTime" || at === "close") return at ?? "sameTime";
  return readTime(at, "at");
}

function readTime(text: string, name: string): number {
  const time = parseTime(text);
  if (time !== null) return time;
  throw new SlaError([
    error("calendar.not_a_time", [name], `\`${text}\` is no time of day; write \`HH:MM\``),
  ]);
}

/** Whether calendars answer for an instant: a whole millisecond of the supported years. */
export function isSupported(at: number): boolean {
  return at >= SUPPORTED_FROM && at < SUPPORTED_TO && Math.floor(at) === at;
}

function checkInstant(at: number, name: string): void {
  if (isSupported(at)) return;
  throw new SlaError([error("calendar.not_an_instant", [name], badInstant(at))]);
}

function badInstant(at: unknown): string {
  if (!Number.isInteger(at)) return `\`${String(at)}\` is no instant; give whole milliseconds since 1970`;
  if (!isInstant(at)) return `\`${String(at)}\` is no instant; dates end 8.64e15 milliseconds from 1970`;
  return `\`${at}\` lies outside the supported years, 1970 to 2100`;
}

/** Checked: a caller without types may give anything. */
export function readEnd(end: EndOfBudget = "closing"): EndOfBudget {
  if (end === "closing" || end === "nextOpening") return end;
  const message = `\`${String(end)}\` is no end of a budget; write \`closing\` or \`nextOpening\``;
  throw new SlaError([error("calendar.wrong_option", ["endOfBudget"], message)]);
}

function checkAmount(amount: number, name: string, unit: string): void {
  if (Number.isSafeInteger(amount)) return;
  const message = `\`${String(amount)}\` is no amount of time; give a whole number of ${unit}`;
  throw new SlaError([error("calendar.not_a_duration", [name], message)]);
}
