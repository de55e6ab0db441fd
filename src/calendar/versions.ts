import { error, type Issue } from "../diagnostics.ts";
import { civilOf, type DayNumber, dayNumber, parseDate, weekdayOf } from "../time/civil.ts";
import { parseInstant } from "../time/instant.ts";
import { type Interval, subtract, union } from "../time/interval.ts";
import type { CalendarDefinition } from "./definition.ts";
import type { Reign } from "./everOpen.ts";
import { END_DAY, FIRST_DAY, type HolidayList, holidayRanges, notADate, yearlyDays } from "./holidays.ts";
import { type HoursParts, type HoursRules, hoursOn, NO_HOURS, readHours, rulesOf } from "./hours.ts";
import type { DatedRules } from "./periods.ts";

/** Hours in force from a local date on, and since when the desk knows of them (semantics C5). */
export interface Version {
  readonly from: number;
  readonly knownFrom: number;
  readonly rules: HoursRules;
}

/** Versions of one calendar: an answer may have to look at each, and at what was known before each. */
export const MAX_VERSIONS = 1_000;

/** Dates with hours or closures of their own, and windows of a week, in all versions of one calendar together. */
const MAX_DATES = 500_000;
const MAX_WINDOWS = 50_000;

const ALWAYS = Number.NEGATIVE_INFINITY;

/** The calendar itself and its versions, by the date from which they are in force; what is wrong goes to `issues`. */
export function readVersions(
  definition: CalendarDefinition,
  lists: ReadonlyMap<string, HolidayList>,
  path: Issue["path"],
  issues: Issue[],
): Version[] {
  const parts: HoursParts = { ...NO_HOURS, ...readHours(definition, lists, path, issues) };
  const base = { parts, rules: rulesOf(parts) };
  checkWindows(base.rules, path, issues);
  const versions: Version[] = [{ from: ALWAYS, knownFrom: ALWAYS, rules: base.rules }];
  const added = definition.versions ?? [];
  if (added.length > MAX_VERSIONS) {
    issues.push(tooMany("versions", `a calendar may have ${MAX_VERSIONS} versions`, path));
    return versions;
  }
  let dates = 0;
  let windows = 0;
  for (const [i, version] of added.entries()) {
    const at = [...path, "versions", i];
    const from = parseDate(version.from);
    const knownFrom = version.knownFrom === undefined ? ALWAYS : parseInstant(version.knownFrom);
    if (from === null) issues.push(notADate([...at, "from"], version.from));
    if (knownFrom === null) {
      const message = "write epoch milliseconds, or ISO 8601 with an offset";
      issues.push(error("calendar.not_an_instant", [...at, "knownFrom"], message));
    }
    // What a version leaves out is the calendar's, read and checked there
    const own = readHours(version, lists, at, issues);
    const rules = Object.keys(own).length === 0 ? base.rules : rulesOf({ ...parts, ...own }, base);
    if (own.week || own.dated || own.cuts) checkWindows(rules, at, issues);
    dates += rules.dated.size.dates + rules.cuts.size.dates;
    if (rules.weekly !== base.rules.weekly) windows += weekOf(rules);
    if (dates > MAX_DATES || windows > MAX_WINDOWS) {
      const [what, most] = dates > MAX_DATES ? ["dates", MAX_DATES] : ["windows", MAX_WINDOWS];
      const message = `the versions of a calendar may have ${most} ${what} in all, those they take from the calendar counted again`;
      issues.push(tooMany(what, message, path));
      break;
    }
    if (from !== null && knownFrom !== null) versions.push({ from, knownFrom, rules });
  }
  return versions.sort((a, b) => a.from - b.from || a.knownFrom - b.knownFrom || 0);
}

/** Versions known at an instant; of several from one date the last. */
export function known(versions: readonly Version[], knownAt: number): DatedRules[] {
  const byDate = new Map(
    versions.filter((v) => v.knownFrom <= knownAt).map(({ from, rules }) => [from, { from, rules }]),
  );
  return [...byDate.values()];
}

/**
 * The dates on which each version is in force by any knowledge: until the next that was known when it was entered. What
 * was entered later can only take dates away.
 */
export function reigns(versions: readonly Version[]): Reign[] {
  const found: Reign[] = [];
  const later: Version[] = []; // by knowledge, the nearest last
  for (const version of [...versions].reverse()) {
    while (later.length > 0 && later[later.length - 1].knownFrom > version.knownFrom) later.pop();
    const to = later.at(-1)?.from ?? Number.POSITIVE_INFINITY;
    found.push({ rules: version.rules, from: version.from, to });
    later.push(version);
  }
  return found.reverse();
}

/** The end of the year of the last date that any version closes by date; null where none does. */
export function holidaysKnownTo(versions: readonly Version[]): DayNumber | null {
  const last = versions
    .flatMap(({ rules }) => [rules.holidays.last, rules.dated.lastClosed, rules.cuts.lastClosed])
    .reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.max(a, b)), null);
  return last === null ? null : dayNumber(civilOf(last).year, 12, 31);
}

/** What a date costs to look at, for calendars put together: about the windows that it may have. */
export function costOf(versions: readonly Version[]): number {
  const most = (of: (rules: HoursRules) => number) =>
    versions.reduce((max, { rules }) => Math.max(max, of(rules)), 0);
  const perWeek = most(weekOf);
  const perYear = versions.length * most(({ yearly }) => yearly.length);
  return 1 + Math.ceil(perWeek / 7 + most(datedWindows) / (END_DAY - FIRST_DAY) + perYear / 365);
}

/** The hours of all versions as a text: equal where they are, however their dates are ordered, repeated or listed. */
export function versionsText(versions: readonly Version[]): string {
  const texts = new Map<HoursRules, string>();
  const textOf = (rules: HoursRules) => {
    const text = texts.get(rules) ?? rulesText(rules);
    texts.set(rules, text);
    return text;
  };
  return versions.map(({ from, knownFrom, rules }) => `${from} ${knownFrom} ${textOf(rules)}`).join("\n");
}

function rulesText(rules: HoursRules): string {
  const { dated, cuts, holidays, yearly, weekly } = rules;
  const own = [...new Set([...dated.own.keys(), ...dated.carried.keys(), ...cuts.dated.keys()])].sort(
    (a, b) => a - b,
  );
  const named = new Set(yearly.map(({ month, day }) => 32 * month + day));
  const isNamed = (day: DayNumber) => {
    const date = civilOf(day);
    return named.has(32 * date.month + date.day);
  };
  const hours = own.map((day) => [day, hoursOn(rules, day, weekdayOf(day), isNamed(day))] as const);
  const days = (list: readonly DayNumber[]) => union(list.map((day): Interval => [day, day + 1]));
  const open = hours.filter(([, windows]) => windows.length > 0);
  const shut = days(hours.filter(([, windows]) => windows.length === 0).map(([day]) => day));
  const closed = union([...subtract(holidayRanges(holidays), days(own)), ...shut]);
  return JSON.stringify([
    weekly,
    closed.length > 0 ? subtract(closed, days(yearlyOf(rules))) : [],
    open,
    yearly,
  ]);
}

/** The yearly holidays of all supported years: a dated entry for one of them says nothing more. */
function yearlyOf({ yearly }: HoursRules): DayNumber[] {
  if (yearly.length === 0) return [];
  const [first, last] = [civilOf(FIRST_DAY).year, civilOf(END_DAY).year];
  return Array.from({ length: last - first + 1 }, (_, i) => yearlyDays(yearly, first + i)).flat();
}

/** Windows of a week, or of one date: one for every minute of a day. Tables hold each, for over a hundred years. */
const MAX_DAY_WINDOWS = 1_440;

/** Windows of all dates that have their own. */
const MAX_DATED_WINDOWS = 100_000;

/** Whether a calendar or a version has more windows than its tables can hold; the issue has its path. */
function checkWindows(rules: HoursRules, path: Issue["path"], issues: Issue[]): void {
  const { dated, cuts, hasDates } = rules;
  const week = weekOf(rules);
  // Each cut parts one window at the most, so these are upper bounds
  const most = hasDates ? dated.size.most + cuts.size.most + cuts.daily.length : 0;
  if (week > MAX_DAY_WINDOWS || most > MAX_DAY_WINDOWS) {
    const message = `a week, or a date, may have ${MAX_DAY_WINDOWS} windows after its closures`;
    issues.push(error("calendar.too_many_windows", path, message));
  } else if (datedWindows(rules) > MAX_DATED_WINDOWS) {
    const message = `special hours and closures may leave ${MAX_DATED_WINDOWS} windows in all, daily closures cut from each date`;
    issues.push(error("calendar.too_many_windows", path, message));
  }
}

/** At the most so many windows have all dates together that have their own. */
function datedWindows({ dated, cuts }: HoursRules): number {
  const dates = dated.size.dates + cuts.size.dates;
  return dated.size.windows + cuts.size.windows + dates * cuts.daily.length;
}

function weekOf({ weekly }: HoursRules): number {
  return weekly.reduce((sum, windows) => sum + windows.length, 0);
}

function tooMany(what: string, message: string, path: Issue["path"]): Issue {
  return error(`calendar.too_many_${what}`, [...path, "versions"], message);
}
