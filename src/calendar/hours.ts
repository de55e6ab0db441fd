import { error, type Issue, lint } from "../diagnostics.ts";
import { type DayNumber, dayNumber, parseDate, parseMonthDay, parseTime, WEEKDAYS } from "../time/civil.ts";
import { type Interval, subtract, union } from "../time/interval.ts";
import { DAY_SECONDS } from "../time/units.ts";
import type { CalendarHours, HolidayEntry, HolidayLists, Window } from "./definition.ts";

/** The hours of any local date, ready to be asked: windows in seconds since local midnight. */
export interface HoursRules {
  /** By weekday from Sunday, daily closures cut. */
  readonly weekly: readonly (readonly Interval[])[];
  /** Dates that differ from their weekday. */
  readonly dates: ReadonlyMap<DayNumber, readonly Interval[]>;
  /** Holidays of every year that no dated entry overrules. */
  readonly yearly: readonly { readonly month: number; readonly day: number }[];
}

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
  applySpecialHours(rules, special);
  applyClosures(rules, hours, special, path, issues);
  return rules;
}

/** The hours of the date `day`; `isYearlyHoliday` says whether an `MM-DD` entry names it. */
export function hoursOn(
  rules: HoursRules,
  day: DayNumber,
  weekday: number,
  isYearlyHoliday: boolean,
): readonly Interval[] {
  return rules.dates.get(day) ?? (isYearlyHoliday ? [] : rules.weekly[weekday]);
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
  const perDay: Interval[][] = WEEKDAYS.map(() => []);
  for (const [weekday, name] of WEEKDAYS.entries()) {
    const at = [...path, "weeklyHours", name];
    const [sameDay, nextDay] = parseWindows(hours.weeklyHours?.[name] ?? [], at, issues);
    perDay[weekday].push(...sameDay);
    perDay[(weekday + 1) % 7].push(...nextDay);
  }
  return perDay.map(union);
}

function specialHours(
  hours: CalendarHours,
  path: Path,
  issues: Issue[],
): Map<DayNumber, [Interval[], Interval[]]> {
  const special = new Map<DayNumber, [Interval[], Interval[]]>();
  for (const [date, windows] of Object.entries(hours.specialHours ?? {})) {
    const at = [...path, "specialHours", date];
    const day = parseDate(date);
    if (day === null) issues.push(badDate(at, date));
    else special.set(day, parseWindows(windows, at, issues));
  }
  return special;
}

/** Windows within the date, and what runs past midnight into the next one; each in seconds. */
function parseWindows(windows: readonly Window[], path: Path, issues: Issue[]): [Interval[], Interval[]] {
  const sameDay: Interval[] = [];
  const nextDay: Interval[] = [];
  windows.forEach(([from, to], i) => {
    const start = parseTime(from);
    const end = parseTime(to);
    const at = [...path, i];
    if (start === null || end === null || start === DAY_SECONDS) {
      const bad = start === null || start === DAY_SECONDS ? from : to;
      issues.push(
        error(
          "calendar.not_a_time",
          at,
          `\`${bad}\` is no time of day; write \`HH:MM\` or \`HH:MM:SS\`, from 00:00 to 24:00`,
        ),
      );
    } else if (start === end) {
      issues.push(
        error(
          "calendar.empty_window",
          at,
          `\`${from}\` to \`${to}\` is empty; for the whole day write \`00:00\` to \`24:00\``,
        ),
      );
    } else if (start < end) {
      sameDay.push([start, end]);
      if (to === "23:59")
        issues.push(
          lint("calendar.minute_missing", at, "`23:59` leaves out the last minute of the day; write `24:00`"),
        );
    } else {
      sameDay.push([start, DAY_SECONDS]);
      if (end > 0) nextDay.push([0, end]);
    }
  });
  const total = (list: readonly Interval[]) => list.reduce((sum, [from, to]) => sum + to - from, 0);
  if (total(union(sameDay)) < total(sameDay)) {
    issues.push(lint("calendar.overlap", path, "windows overlap; the time in both counts once"));
  }
  return [sameDay, nextDay];
}

function* holidayEntries(
  hours: CalendarHours,
  lists: HolidayLists,
  path: Path,
  issues: Issue[],
): Generator<{ entry: HolidayEntry; at: Path }> {
  for (const [i, entry] of (hours.holidays ?? []).entries()) yield { entry, at: [...path, "holidays", i] };
  for (const [i, id] of (hours.holidayLists ?? []).entries()) {
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
    for (let day = from; day <= to; day++) rules.dates.set(day, []);
    return;
  }
  const day = parseDate(entry);
  const yearly = parseMonthDay(entry);
  if (day !== null) rules.dates.set(day, []);
  else if (yearly) rules.yearly.push(yearly);
  else issues.push(badDate(path, entry));
}

/** Special hours win over holidays; their part past midnight is added to the next date, whatever its own hours. */
function applySpecialHours(rules: MutableHours, special: Map<DayNumber, [Interval[], Interval[]]>): void {
  for (const [day, [sameDay]] of special) rules.dates.set(day, union(sameDay));
  for (const [day, [, nextDay]] of special) {
    if (nextDay.length > 0) rules.dates.set(day + 1, union([...ownHours(rules, day + 1), ...nextDay]));
  }
}

function applyClosures(
  rules: MutableHours,
  hours: CalendarHours,
  special: ReadonlyMap<DayNumber, unknown>,
  path: Path,
  issues: Issue[],
): void {
  const daily: Interval[] = [];
  const dated = new Map<DayNumber, Interval[]>();
  for (const [i, closure] of (hours.closures ?? []).entries()) {
    const at = [...path, "closures", i];
    const day = closure.date === "daily" ? null : parseDate(closure.date);
    if (day === null && closure.date !== "daily") issues.push(badDate([...at, "date"], closure.date));
    const [sameDay, nextDay] = parseWindows([[closure.from, closure.to]], at, issues);
    if (day === null) {
      daily.push(...sameDay, ...nextDay);
      continue;
    }
    dated.set(day, [...(dated.get(day) ?? []), ...sameDay]);
    if (nextDay.length > 0) dated.set(day + 1, [...(dated.get(day + 1) ?? []), ...nextDay]);
  }
  for (const [day, cuts] of dated) rules.dates.set(day, subtract(ownHours(rules, day, special), union(cuts)));
  const cut = union(daily);
  if (cut.length === 0) return;
  rules.weekly = rules.weekly.map((windows) => subtract(windows, cut));
  for (const [day, windows] of rules.dates) rules.dates.set(day, subtract(windows, cut));
}

/** Hours of a date as the entries read so far say, to be changed by one more. */
function ownHours(
  rules: MutableHours,
  day: DayNumber,
  special?: ReadonlyMap<DayNumber, unknown>,
): readonly Interval[] {
  const isYearly =
    !special?.has(day) && rules.yearly.some(({ month, day: date }) => isMonthDay(day, month, date));
  return hoursOn(rules, day, (((day + 4) % 7) + 7) % 7, isYearly);
}

function isMonthDay(day: DayNumber, month: number, date: number): boolean {
  const year = new Date(day * 86_400_000).getUTCFullYear();
  return dayNumber(year, month, date) === day;
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
