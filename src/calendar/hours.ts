import { error, type Issue } from "../diagnostics.ts";
import { type DayNumber, parseDate, WEEKDAYS } from "../time/civil.ts";
import { type Interval, subtract, union } from "../time/interval.ts";
import { DAY_SECONDS } from "../time/units.ts";
import type { CalendarHours } from "./definition.ts";
import {
  type HolidayList,
  type Holidays,
  isHoliday,
  isOutside,
  joinHolidays,
  lintYears,
  type MonthDay,
  notADate,
  readHolidays,
  yearlyDays,
} from "./holidays.ts";
import { addWindow, type DayWindows, lintOverlap, parseWindows } from "./windows.ts";

type ByDate = ReadonlyMap<DayNumber, readonly Interval[]>;
type Path = Issue["path"];

/**
 * The hours of any local date, ready to be asked: windows in seconds since local midnight. Dates that differ are put
 * together when they are asked for: a thousand versions of a thousand dates share them.
 */
export interface HoursRules {
  /** By weekday from Sunday, daily closures cut. */
  readonly weekly: readonly (readonly Interval[])[];
  readonly dated: DatedHours;
  readonly cuts: Cuts;
  /** Whether any date has windows or closures of its own. */
  readonly hasDates: boolean;
  readonly holidays: Holidays;
  /** Holidays of every year that no dated entry overrules. */
  readonly yearly: readonly MonthDay[];
}

/** What a calendar says of its hours, or what a version changes of it: each part read once, and shared from there. */
export interface HoursParts {
  readonly week: readonly (readonly Interval[])[];
  readonly holidays: HolidayList;
  readonly shared: readonly HolidayList[];
  readonly dated: DatedHours;
  readonly cuts: Cuts;
}

/** Windows that replace those of a date, and what of them runs past midnight, by the date on which it lies. */
interface DatedHours {
  readonly own: ByDate;
  readonly carried: ByDate;
  readonly size: Size;
  /** The last date that is closed so. */
  readonly lastClosed: DayNumber | null;
}

/** Closures by date, and those of every date. */
interface Cuts {
  readonly dated: ByDate;
  readonly daily: readonly Interval[];
  readonly size: Size;
  /** The last date that is closed from midnight to midnight. */
  readonly lastClosed: DayNumber | null;
}

/** Dates, windows on all of them, and the most on one. */
interface Size {
  readonly dates: number;
  readonly windows: number;
  readonly most: number;
}

const NONE: readonly Interval[] = [];
const NO_DATES: ByDate = new Map();
const NO_SIZE: Size = { dates: 0, windows: 0, most: 0 };

/** A calendar that says nothing: closed on every date. */
export const NO_HOURS: HoursParts = {
  week: WEEKDAYS.map(() => NONE),
  holidays: readHolidays([], [], []),
  shared: [],
  dated: { own: NO_DATES, carried: NO_DATES, size: NO_SIZE, lastClosed: null },
  cuts: { dated: NO_DATES, daily: NONE, size: NO_SIZE, lastClosed: null },
};

/** Reads what a calendar or a version says of its hours; what is wrong goes to `issues` (semantics C3, C4). */
export function readHours(
  hours: CalendarHours,
  lists: ReadonlyMap<string, HolidayList>,
  path: Path,
  issues: Issue[],
): Partial<HoursParts> {
  const holidays = hours.holidays && readHolidays(hours.holidays, [...path, "holidays"], issues);
  const dated = hours.specialHours && readSpecialHours(hours.specialHours, path, issues);
  const cuts = hours.closures && readClosures(hours.closures, path, issues);
  lintYears((holidays?.outside ?? 0) + (dated?.outside ?? 0) + (cuts?.outside ?? 0), path, issues);
  // `always` and `weeklyHours` stand for each other: a version that has one takes neither from the calendar
  const hasWeek = hours.always !== undefined || hours.weeklyHours !== undefined;
  return {
    ...(hasWeek && { week: readWeek(hours, path, issues) }),
    ...(holidays && { holidays }),
    ...(hours.holidayLists && { shared: sharedLists(hours.holidayLists, lists, path, issues) }),
    ...(dated && { dated }),
    ...(cuts && { cuts }),
  };
}

/** The rules of what a calendar says; what they have in common with `like` is shared with it. */
export function rulesOf(parts: HoursParts, like?: { parts: HoursParts; rules: HoursRules }): HoursRules {
  const { week, holidays, shared, dated, cuts } = parts;
  const isSameWeek = like?.parts.week === week && like.parts.cuts === cuts;
  const isSameYear = like?.parts.holidays === holidays && like.parts.shared === shared;
  const joined = like && isSameYear ? like.rules.holidays : joinHolidays([holidays, ...shared]);
  return {
    weekly: like && isSameWeek ? like.rules.weekly : week.map((windows) => cut(windows, cuts.daily)),
    dated,
    cuts,
    hasDates: dated.size.dates + cuts.size.dates > 0,
    holidays: joined,
    yearly: joined.yearly,
  };
}

/** The hours of the date `day`; `isYearlyHoliday` says whether an `MM-DD` entry names it. */
export function hoursOn(
  rules: HoursRules,
  day: DayNumber,
  weekday: number,
  isYearlyHoliday: boolean,
): readonly Interval[] {
  const usual = isYearlyHoliday || isHoliday(rules.holidays, day) ? NONE : rules.weekly[weekday];
  return rules.hasDates ? datedHoursOn(rules, day, usual) : usual;
}

/** Special hours win over `usual` ones; a night before is added whatever they are; closures are cut last. */
function datedHoursOn(
  { dated, cuts }: HoursRules,
  day: DayNumber,
  usual: readonly Interval[],
): readonly Interval[] {
  const own = dated.own.get(day);
  const carried = dated.carried.get(day);
  const closures = cuts.dated.get(day);
  if (!own && !carried && !closures) return usual;
  const hours = own ?? usual;
  const whole = carried ? union([...hours, ...carried]) : hours;
  return cut(cut(whole, closures ?? NONE), cuts.daily);
}

/** The days named by `MM-DD` entries in a year; 29 February only in leap years. */
export function yearlyHolidays(rules: HoursRules, year: number): DayNumber[] {
  return yearlyDays(rules.yearly, year);
}

function readWeek(hours: CalendarHours, path: Path, issues: Issue[]): Interval[][] {
  if (hours.always && hours.weeklyHours) {
    const message = "a calendar that is always open has no weekly hours";
    issues.push(error("calendar.always_and_hours", [...path, "always"], message));
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

/** Shared lists of one calendar: each is looked up for each date. */
const MAX_LISTS = 100;

function sharedLists(
  ids: readonly string[],
  lists: ReadonlyMap<string, HolidayList>,
  path: Path,
  issues: Issue[],
): HolidayList[] {
  if (ids.length > MAX_LISTS) {
    const message = `a calendar may use ${MAX_LISTS} lists of holidays; join some`;
    issues.push(error("calendar.too_many_lists", [...path, "holidayLists"], message));
    return [];
  }
  return [...new Set(ids)].flatMap((id, i) => {
    const list = lists.get(id);
    if (list) return [list];
    const message = `no holiday list has the id \`${id}\``;
    issues.push(error("calendar.unknown_holiday_list", [...path, "holidayLists", i], message));
    return [];
  });
}

function readSpecialHours(
  special: NonNullable<CalendarHours["specialHours"]>,
  path: Path,
  issues: Issue[],
): DatedHours & { readonly outside: number } {
  const own = new Map<DayNumber, Interval[]>();
  const carried = new Map<DayNumber, Interval[]>();
  let lastClosed: DayNumber | null = null;
  let outside = 0;
  for (const [date, windows] of Object.entries(special)) {
    const at = [...path, "specialHours", date];
    const day = parseDate(date);
    if (day === null) {
      issues.push(notADate(at, date));
      continue;
    }
    const { sameDay, nextDay } = parseWindows(windows, at, issues);
    const merged = union(sameDay);
    lintOverlap(sameDay, merged, at, issues);
    if (isOutside(day)) outside++;
    if (merged.length === 0) lastClosed = Math.max(lastClosed ?? day, day);
    own.set(day, merged);
    if (nextDay.length > 0) carried.set(day + 1, union(nextDay));
  }
  return { own, carried, size: sizeOf(own, carried), lastClosed, outside };
}

function readClosures(
  closures: NonNullable<CalendarHours["closures"]>,
  path: Path,
  issues: Issue[],
): Cuts & { readonly outside: number } {
  const daily: DayWindows = { sameDay: [], nextDay: [] };
  const byDate = new Map<DayNumber, Interval[]>();
  let lastClosed: DayNumber | null = null;
  let outside = 0;
  for (const [i, { date, from, to }] of closures.entries()) {
    const at = [...path, "closures", i];
    const day = date === "daily" ? null : parseDate(date);
    if (day === null && date !== "daily") issues.push(notADate([...at, "date"], date));
    const read: DayWindows = date === "daily" ? daily : { sameDay: [], nextDay: [] };
    addWindow(read, [from, to], at, issues);
    if (day === null) continue;
    if (isOutside(day)) outside++;
    for (const window of read.sameDay) listOf(byDate, day).push(window);
    for (const window of read.nextDay) listOf(byDate, day + 1).push(window);
  }
  const dated = new Map([...byDate].map(([day, windows]) => [day, union(windows)]));
  for (const [day, [first]] of dated) {
    if (first[0] === 0 && first[1] === DAY_SECONDS) lastClosed = Math.max(lastClosed ?? day, day);
  }
  const size = sizeOf(dated);
  return { dated, daily: union([...daily.sameDay, ...daily.nextDay]), size, lastClosed, outside };
}

function cut(windows: readonly Interval[], closures: readonly Interval[]): readonly Interval[] {
  return closures.length === 0 || windows.length === 0 ? windows : subtract(windows, closures);
}

function sizeOf(...parts: readonly ByDate[]): Size {
  const sizes = parts.map((dates) => {
    let windows = 0;
    let most = 0;
    for (const list of dates.values()) {
      windows += list.length;
      most = Math.max(most, list.length);
    }
    return { dates: dates.size, windows, most };
  });
  return sizes.reduce((a, b) => ({
    dates: a.dates + b.dates,
    windows: a.windows + b.windows,
    most: a.most + b.most,
  }));
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
