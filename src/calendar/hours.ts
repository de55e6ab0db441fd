import { error, type Issue, lint } from "../diagnostics.ts";
import { civilOf, type DayNumber, parseDate, parseMonthDay, WEEKDAYS, weekdayOf } from "../time/civil.ts";
import { type Interval, subtract, union } from "../time/interval.ts";
import { DAY, DAY_SECONDS, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import type { CalendarHours, HolidayEntry, HolidayLists } from "./definition.ts";
import { addWindow, type DayWindows, lintOverlap, parseWindows } from "./windows.ts";

/** The hours of any local date, ready to be asked: windows in seconds since local midnight. */
export interface HoursRules {
  /** By weekday from Sunday, daily closures cut. */
  readonly weekly: readonly (readonly Interval[])[];
  /** Dates that differ from their weekday. */
  readonly dates: ReadonlyMap<DayNumber, readonly Interval[]>;
  /** Holidays of every year that no dated entry overrules. */
  readonly yearly: readonly { readonly month: number; readonly day: number }[];
}

/** Dates of one calendar that may differ from their weekday: two centuries of them. */
const MAX_DATES = 75_000;

type Path = Issue["path"];
type MutableHours = {
  weekly: Interval[][];
  dates: Map<DayNumber, Interval[]>;
  yearly: { month: number; day: number }[];
};

/** Reads the hours of a calendar or of one version of it; what is wrong goes to `issues` (semantics C3, C4). */
export function compileHours(
  hours: CalendarHours,
  lists: HolidayLists,
  path: Path,
  issues: Issue[],
): HoursRules {
  const special = specialHours(hours, path, issues);
  const rules: MutableHours = { weekly: weeklyHours(hours, path, issues), dates: new Map(), yearly: [] };
  for (const { entry, at } of holidayEntries(hours, lists, path, issues))
    addHoliday(rules, entry, at, issues);
  lintYears([...rules.dates.keys(), ...special.keys()], path, issues);
  applySpecialHours(rules, special);
  applyClosures(rules, hours, path, issues);
  checkWindows(rules, path, issues);
  return rules;
}

/** Windows of one date: one for every minute of it. Tables hold each, for over a hundred years. */
const MAX_WINDOWS = 1_440;

function checkWindows({ weekly, dates }: HoursRules, path: Path, issues: Issue[]): void {
  const week = weekly.reduce((sum, windows) => sum + windows.length, 0);
  const isCrowded = [...dates.values()].some((windows) => windows.length > MAX_WINDOWS);
  if (week <= MAX_WINDOWS && !isCrowded) return;
  const message = `a week, or a date, may have ${MAX_WINDOWS} windows after its closures`;
  issues.push(error("calendar.too_many_windows", path, message));
}

const NONE: readonly Interval[] = [];

/** The hours of the date `day`; `isYearlyHoliday` says whether an `MM-DD` entry names it. */
export function hoursOn(
  rules: HoursRules,
  day: DayNumber,
  weekday: number,
  isYearlyHoliday: boolean,
): readonly Interval[] {
  const dated = rules.dates.size > 0 ? rules.dates.get(day) : undefined;
  return dated ?? (isYearlyHoliday ? NONE : rules.weekly[weekday]);
}

/** The days named by `MM-DD` entries in a year; 29 February only in leap years. */
export function yearlyHolidays(rules: HoursRules, year: number): DayNumber[] {
  return rules.yearly
    .map(({ month, day }) => parseDate(`${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}`))
    .filter((day) => day !== null);
}

/** Whether any date at all can have business time. */
export function everOpen(rules: HoursRules): boolean {
  return (
    rules.weekly.some((windows) => windows.length > 0) || [...rules.dates.values()].some((w) => w.length > 0)
  );
}

function weeklyHours(hours: CalendarHours, path: Path, issues: Issue[]): Interval[][] {
  if (hours.always && hours.weeklyHours) {
    issues.push(
      error(
        "calendar.always_and_hours",
        [...path, "always"],
        "a calendar that is always open has no weekly hours",
      ),
    );
  }
  if (hours.always) return WEEKDAYS.map(() => [[0, DAY_SECONDS]]);
  const perDay: Interval[][] = WEEKDAYS.map(() => []);
  for (const [weekday, name] of WEEKDAYS.entries()) {
    const read = parseWindows(hours.weeklyHours?.[name] ?? [], [...path, "weeklyHours", name], issues);
    for (const window of read.sameDay) perDay[weekday].push(window);
    for (const window of read.nextDay) perDay[(weekday + 1) % 7].push(window);
  }
  return perDay.map((windows, weekday) => {
    const merged = union(windows);
    lintOverlap(windows, merged, [...path, "weeklyHours", WEEKDAYS[weekday]], issues);
    return merged;
  });
}

function specialHours(hours: CalendarHours, path: Path, issues: Issue[]): Map<DayNumber, DayWindows> {
  const special = new Map<DayNumber, DayWindows>();
  for (const [date, windows] of Object.entries(hours.specialHours ?? {})) {
    const at = [...path, "specialHours", date];
    const day = parseDate(date);
    if (day === null) {
      issues.push(badDate(at, date));
      continue;
    }
    const read = parseWindows(windows, at, issues);
    lintOverlap(read.sameDay, union(read.sameDay), at, issues);
    special.set(day, read);
  }
  return special;
}

function* holidayEntries(
  hours: CalendarHours,
  lists: HolidayLists,
  path: Path,
  issues: Issue[],
): Generator<{ entry: HolidayEntry; at: Path }> {
  for (const [i, entry] of (hours.holidays ?? []).entries()) yield { entry, at: [...path, "holidays", i] };
  for (const [i, id] of [...new Set(hours.holidayLists ?? [])].entries()) {
    if (!Object.hasOwn(lists, id)) {
      issues.push(
        error(
          "calendar.unknown_holiday_list",
          [...path, "holidayLists", i],
          `no holiday list has the id \`${id}\``,
        ),
      );
      continue;
    }
    for (const [j, entry] of lists[id].entries()) yield { entry, at: ["holidayLists", id, j] };
  }
}

function addHoliday(rules: MutableHours, entry: HolidayEntry, path: Path, issues: Issue[]): void {
  if (typeof entry !== "string") {
    const from = parseDate(entry.from);
    const to = parseDate(entry.to);
    if (from === null) issues.push(badDate([...path, "from"], entry.from));
    if (to === null) issues.push(badDate([...path, "to"], entry.to));
    if (from === null || to === null) return;
    if (to < from || to - from > 3_660) {
      issues.push(
        error(
          "calendar.bad_range",
          path,
          "the range of dates ends before it starts, or lasts more than ten years",
        ),
      );
      return;
    }
    for (let day = from; day <= to && rules.dates.size < MAX_DATES; day++) rules.dates.set(day, []);
    if (rules.dates.size >= MAX_DATES)
      issues.push(error("calendar.too_many_dates", path, `a calendar may have ${MAX_DATES} dated entries`));
    return;
  }
  const day = parseDate(entry);
  const yearly = parseMonthDay(entry);
  if (day !== null) rules.dates.set(day, []);
  else if (yearly) addYearly(rules, yearly);
  else issues.push(badDate(path, entry));
}

/** Each date of the year once. */
function addYearly({ yearly }: MutableHours, added: { month: number; day: number }): void {
  if (!yearly.some(({ month, day }) => month === added.month && day === added.day)) yearly.push(added);
}

/** Advice where dated entries lie outside the supported years, and say nothing. */
function lintYears(days: readonly DayNumber[], path: Path, issues: Issue[]): void {
  const outside = days.filter((day) => day * DAY < SUPPORTED_FROM || day * DAY >= SUPPORTED_TO).length;
  if (outside === 0) return;
  const message = `${outside} dated entries lie outside the years 1970 to 2100, for which calendars answer`;
  issues.push(lint("calendar.outside_supported_years", path, message));
}

/** Special hours win over holidays; their part past midnight is added to the next date, whatever its own hours. */
function applySpecialHours(rules: MutableHours, special: ReadonlyMap<DayNumber, DayWindows>): void {
  for (const [day, { sameDay }] of special) rules.dates.set(day, union(sameDay));
  for (const [day, { nextDay }] of special) {
    if (nextDay.length > 0) rules.dates.set(day + 1, union([...ownHours(rules, day + 1), ...nextDay]));
  }
}

function applyClosures(rules: MutableHours, hours: CalendarHours, path: Path, issues: Issue[]): void {
  const daily: DayWindows = { sameDay: [], nextDay: [] };
  const dated = new Map<DayNumber, DayWindows>();
  for (const [i, closure] of (hours.closures ?? []).entries()) {
    const at = [...path, "closures", i];
    const day = closure.date === "daily" ? null : parseDate(closure.date);
    if (day === null && closure.date !== "daily") issues.push(badDate([...at, "date"], closure.date));
    const cuts = day === null ? daily : (dated.get(day) ?? { sameDay: [], nextDay: [] });
    addWindow(cuts, [closure.from, closure.to], at, issues);
    if (day !== null) dated.set(day, cuts);
  }
  const cut = (day: DayNumber, cuts: readonly Interval[]) => {
    if (cuts.length > 0) rules.dates.set(day, subtract(ownHours(rules, day), union(cuts)));
  };
  for (const [day, { sameDay, nextDay }] of dated) {
    cut(day, sameDay);
    cut(day + 1, nextDay);
  }
  const everyDay = union([...daily.sameDay, ...daily.nextDay]);
  if (everyDay.length === 0) return;
  rules.weekly = rules.weekly.map((windows) => subtract(windows, everyDay));
  for (const [day, windows] of rules.dates) rules.dates.set(day, subtract(windows, everyDay));
}

/** Hours of a date as the entries read so far say, to be changed by one more. */
function ownHours(rules: MutableHours, day: DayNumber): readonly Interval[] {
  const isYearly = rules.yearly.some(({ month, day: date }) => isMonthDay(day, month, date));
  return hoursOn(rules, day, weekdayOf(day), isYearly);
}

function isMonthDay(day: DayNumber, month: number, date: number): boolean {
  const civil = civilOf(day); // not the day of this year's date: 29 February would carry over to 1 March
  return civil.month === month && civil.day === date;
}

function badDate(path: Path, text: string): Issue {
  return error(
    "calendar.not_a_date",
    path,
    `\`${text}\` is no date; write \`YYYY-MM-DD\`, or \`MM-DD\` for a holiday of every year`,
  );
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
