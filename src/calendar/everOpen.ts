import { error, type Issue } from "../diagnostics.ts";
import { civilOf, type DayNumber, dayNumber, weekdayOf } from "../time/civil.ts";
import { DAY, SECOND, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { offsetAt, type ZoneTable } from "../time/zone.ts";
import { afterHoliday, END_DAY, FIRST_DAY } from "./holidays.ts";
import { type HoursRules, hoursOn } from "./hours.ts";
import type { PeriodSource } from "./periods.ts";

/**
 * What is left of the dates that may be looked at to find an open one, for all calendars of a definition together
 * (semantics C9): a calendar open any week takes seven, one that is never open all of 131 years.
 */
export interface Search {
  left: number;
  /** Whether an issue says that it came to its end; one is enough. */
  isTold: boolean;
}

const MAX_DATES = 300_000;

/** A search that has looked at nothing yet. */
export function newSearch(): Search {
  return { left: MAX_DATES, isTold: false };
}

/** Tells that no open date of a calendar was found: `message` where there is none, or that the search came to its end. */
export function tellNotOpen(search: Search, path: Issue["path"], message: string, issues: Issue[]): void {
  if (search.left >= 0) issues.push(error("calendar.never_open", path, message));
  if (search.left >= 0 || search.isTold) return;
  search.isTold = true;
  const end =
    "the calendars up to here have too many closed dates to find an open one; close fewer dates, or put fewer calendars together";
  issues.push(error("calendar.too_many_dates", path, end));
}

/** Hours in force on the local dates `[from, to)`. */
export interface Reign {
  readonly rules: HoursRules;
  readonly from: DayNumber;
  readonly to: DayNumber;
}

/** Whether hours open any date on which they are in force, within the supported years. */
export function opensIn({ rules, from, to }: Reign, zone: ZoneTable, search: Search): boolean {
  const first = Math.max(from, FIRST_DAY);
  const end = Math.min(to, END_DAY);
  if (first >= end) return false;
  for (const dates of [rules.dated.own, rules.dated.carried]) {
    for (const [day, windows] of dates) {
      if (--search.left < 0) return false;
      if (day >= first && day < end && windows.length > 0 && isOpenOn(rules, zone, day)) return true;
    }
  }
  if (rules.weekly.every((windows) => windows.length === 0)) return false;
  const cost = 1 + rules.holidays.lists.length;
  for (let day = first; day < end; day = afterHoliday(rules.holidays, day)) {
    search.left -= cost;
    if (search.left < 0) return false;
    if (isOpenOn(rules, zone, day)) return true;
  }
  return false;
}

function isOpenOn(rules: HoursRules, zone: ZoneTable, day: DayNumber): boolean {
  const windows = hoursOn(rules, day, weekdayOf(day), isYearly(rules, day));
  if (day > FIRST_DAY + 1 && day < END_DAY - 2) return windows.length > 0;
  // Of the first and last local dates the zone decides how much lies in the supported years
  const shift = day * DAY - offsetAt(zone, day <= FIRST_DAY + 1 ? SUPPORTED_FROM : SUPPORTED_TO - 1);
  return windows.some(
    ([from, to]) => shift + to * SECOND > SUPPORTED_FROM && shift + from * SECOND < SUPPORTED_TO,
  );
}

function isYearly({ holidays }: HoursRules, day: DayNumber): boolean {
  if (holidays.yearly.length === 0) return false;
  const date = civilOf(day);
  return (holidays.months[date.month - 1] & (1 << date.day)) !== 0;
}

/** Where to look: from the years of most desks' tickets on, then before. */
const RANGES = [
  [dayNumber(2026, 1, 1), dayNumber(2101, 1, 1)],
  [dayNumber(1970, 1, 1), dayNumber(2026, 1, 1)],
] as const;

/** Dates of the first look at calendars put together, which nearly always finds an open one; each next is twice as long. */
const FIRST_LOOK = 32;

/** Whether there are any periods in the supported years; `cost` is what a date of them costs to look at. */
export function hasPeriods(source: PeriodSource, cost: number, search: Search): boolean {
  for (const [first, end] of RANGES) {
    for (let from = first, to = from + FIRST_LOOK; from < end; [from, to] = [to, to + 2 * (to - from)]) {
      const limit = Math.min(to, end);
      search.left -= (limit - from) * cost;
      if (search.left < 0) return false;
      if (source(from * DAY, limit * DAY).length > 0) return true;
    }
  }
  return false;
}
