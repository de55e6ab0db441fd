import type {
  CalendarDefinition,
  CalendarHours,
  ComposedCalendar,
  HolidayEntry,
  HolidayLists,
  Window,
} from "../calendar/definition.ts";
import { parseDate, WEEKDAYS, weekdayOf } from "../time/civil.ts";
import type { Span } from "./moment.ts";
import { type DatesRef, type Statement, state, type WeekRef } from "./statement.ts";

/** Dates of a calendar that are listed one by one; of more the number is told. */
const MAX_DATES = 40;

/** What a calendar says: its week, its holidays, its other dates, and what a version of it changes. */
export function describeCalendar(
  calendar: string,
  definition: CalendarDefinition | ComposedCalendar,
  lists: HolidayLists,
): Statement[] {
  if ("union" in definition) return [composedOf(calendar, "union", definition.union, definition)];
  if ("intersection" in definition)
    return [composedOf(calendar, "intersection", definition.intersection, definition)];
  if ("difference" in definition)
    return [composedOf(calendar, "difference", definition.difference, definition)];
  const { timeZone: zone, versions = [], ...hours } = definition;
  return [
    hoursOf(calendar, zone, hours, null),
    ...datesOf(calendar, hours, lists, null),
    ...versions.flatMap(({ from, ...version }) => [
      ...(version.weeklyHours || version.always !== undefined
        ? [hoursOf(calendar, zone, version, from)]
        : []),
      ...datesOf(calendar, version, lists, from),
    ]),
  ];
}

function composedOf(
  calendar: string,
  how: string,
  members: readonly string[],
  { timeZone }: ComposedCalendar,
): Statement {
  return state("calendar.composed", { calendar, how, members, zone: timeZone ?? null });
}

function hoursOf(
  calendar: string,
  zone: string,
  { weeklyHours = {}, always = false }: CalendarHours,
  from: string | null,
): Statement {
  const week: WeekRef[] = [];
  for (const day of [1, 2, 3, 4, 5, 6, 0]) {
    const windows = spansOf(weeklyHours[WEEKDAYS[day]] ?? []);
    if (windows.length === 0) continue;
    const same = week.findIndex((one) => JSON.stringify(one.windows) === JSON.stringify(windows));
    if (same < 0) week.push({ days: [day], windows });
    else week[same] = { days: [...week[same].days, day], windows };
  }
  return state("calendar.hours", { calendar, zone, week, always, from });
}

function datesOf(
  calendar: string,
  { holidays = [], holidayLists = [], specialHours = {}, closures = [] }: CalendarHours,
  lists: HolidayLists,
  from: string | null,
): Statement[] {
  const entries = [...holidays, ...holidayLists.flatMap((id) => lists[id] ?? [])];
  const dates = entries.slice(0, MAX_DATES).map(datesRef);
  const more = entries.length - dates.length;
  return [
    ...(dates.length > 0 ? [state("calendar.holidays", { calendar, dates, more, from })] : []),
    ...Object.entries(specialHours)
      .slice(0, MAX_DATES)
      .map(([date, windows]) =>
        state("calendar.special", {
          ...{ calendar, date, windows: spansOf(windows) },
          weekday: weekdayOf(parseDate(date) ?? 0),
        }),
      ),
    ...closures.slice(0, MAX_DATES).map(({ date, from: start, to }) =>
      state("calendar.closure", {
        calendar,
        date: date === "daily" ? null : date,
        span: spanOfDay(start, to),
      }),
    ),
  ];
}

function datesRef(entry: HolidayEntry): DatesRef {
  if (typeof entry === "string") return { from: entry, to: entry, name: null };
  return { from: entry.from, to: entry.to, name: entry.name ?? null };
}

function spansOf(windows: readonly Window[]): Span[] {
  return windows.map(([from, to]) => spanOfDay(from, to));
}

/** A stretch of any day: which of two equal times is meant only a date could say. */
function spanOfDay(from: string, to: string): Span {
  return { from, to, fromRepeat: null, toRepeat: null };
}
