import type {
  CalendarDefinition,
  CalendarHours,
  ComposedCalendar,
  HolidayEntry,
} from "../calendar/definition.ts";
import type { Definition } from "../definition.ts";
import { type DayNumber, formatDate, parseDate, parseTime, WEEKDAYS, weekdayOf } from "../time/civil.ts";
import { parseInstant } from "../time/instant.ts";
import { DAY_SECONDS } from "../time/units.ts";

/** What a calendar says of a local date beside its windows: why some of it does not count. */
export interface DateSays {
  /** Why what lies outside its windows does not count. */
  readonly why: "holiday" | "specialHours" | "closedDay" | "outsideHours";
  /** Of a holiday: what it is called, and the list that has it, where they have names. */
  readonly names: readonly string[];
  /** Whether the calendar has no hours on it at all. */
  readonly isShut: boolean;
  /** Cut out of the date, in seconds since its midnight. */
  readonly closures: readonly (readonly [number, number])[];
  /** First date of the version of the calendar that applies; null for the calendar itself. */
  readonly version: string | null;
}

/** Answers for each date of a calendar of the definition, as known from an instant on. */
export type DateReader = (day: DayNumber) => DateSays;

/** Reads dates off the definition: what they are called. When they are open is asked of the compiled calendar alone. */
export function dateReader(definition: Definition<string>, id: string, knownFrom: number): DateReader {
  const calendar = definition.calendars?.[id];
  if (!calendar) return () => CLOSED;
  const members = membersOf(calendar);
  if (members === null) return plainReader(definition, calendar as CalendarDefinition, knownFrom);
  const { ids, needsAll } = members;
  const readers = ids.map((member) => dateReader(definition, member, knownFrom));
  const zone = zoneNamed(definition, id);
  const isNear = ids.map((member) => zoneNamed(definition, member) === zone);
  return (day) => {
    const says = readers.map((read) => read(day));
    const shut = says.filter(({ isShut }) => isShut);
    const isShut = needsAll ? shut.length === says.length : shut.length > 0;
    const why = isShut
      ? (SHUT.find((one) => shut.some((each) => each.why === one)) ?? "outsideHours")
      : "outsideHours";
    const names = why === "holiday" ? [...new Set(shut.flatMap((one) => one.names))] : [];
    // What is shut needs no cut; and seconds since midnight are those of the whole only where both are of one zone
    const closures = says.flatMap((one, i) => (isNear[i] && !one.isShut ? one.closures : []));
    const version = says.find((one) => one.version !== null)?.version ?? null;
    return { why, names, isShut, closures: closures.sort(byStart), version };
  };
}

const CLOSED: DateSays = { why: "outsideHours", names: [], isShut: false, closures: [], version: null };
/** Why a date is shut, what has a name first. */
const SHUT = ["holiday", "specialHours", "closedDay"] as const;

type Cut = readonly [from: number, to: number];
const byStart = (a: Cut, b: Cut) => a[0] - b[0] || a[1] - b[1];

/** The zone in whose dates a calendar is told: its own, or that of the first of those it is put together of. */
function zoneNamed({ calendars = {} }: Definition<string>, id: string): string | undefined {
  const calendar = calendars[id];
  if (!calendar || calendar.timeZone !== undefined) return calendar?.timeZone;
  const [first] = membersOf(calendar)?.ids ?? [];
  return first === undefined ? undefined : zoneNamed({ calendars }, first);
}

/** The members of which one that is shut shuts the whole; `needsAll`: only if all are. Null where it is put together of none. */
function membersOf(
  calendar: CalendarDefinition | ComposedCalendar,
): { ids: readonly string[]; needsAll: boolean } | null {
  if ("union" in calendar) return { ids: calendar.union, needsAll: true };
  if ("intersection" in calendar) return { ids: calendar.intersection, needsAll: false };
  return "difference" in calendar ? { ids: calendar.difference.slice(0, 1), needsAll: true } : null;
}

interface Version {
  readonly from: string | null;
  readonly day: number;
  readonly hours: CalendarHours;
  readonly holidays: Holidays;
}

interface NamedHoliday {
  readonly name: string | null;
  readonly list: string | null;
}

/** Holidays by their date (`YYYY-MM-DD` or `MM-DD`), and ranges of them: read once, asked for every date. */
interface Holidays {
  readonly byDate: ReadonlyMap<string, readonly NamedHoliday[]>;
  readonly ranges: readonly (NamedHoliday & { readonly from: DayNumber; readonly to: DayNumber })[];
}

function plainReader(
  definition: Definition<string>,
  calendar: CalendarDefinition,
  knownFrom: number,
): DateReader {
  const versions = versionsOf(definition, calendar, knownFrom);
  return (day) => {
    const { hours, holidays, from } = versions.findLast((one) => one.day <= day) ?? versions[0];
    const date = formatDate(day);
    const closures = closuresOn(hours, day);
    if (hours.specialHours && Object.hasOwn(hours.specialHours, date)) {
      const isShut = hours.specialHours[date].length === 0;
      return { why: "specialHours", names: [], isShut, closures, version: from };
    }
    const found = holidaysOn(holidays, day, date);
    if (found.length > 0)
      return { why: "holiday", names: namesOf(found), isShut: true, closures, version: from };
    const weekday = weekdayOf(day);
    const windows = hours.weeklyHours?.[WEEKDAYS[weekday]] ?? [];
    const isOpen = hours.always === true || windows.length > 0;
    return {
      ...{ why: isOpen ? ("outsideHours" as const) : ("closedDay" as const), names: [], isShut: !isOpen },
      ...{ closures, version: from },
    };
  };
}

/** The calendar and its versions known then, by date; of several from one date the last known (semantics C5). */
function versionsOf(
  { holidayLists = {} }: Definition<string>,
  calendar: CalendarDefinition,
  knownFrom: number,
): Version[] {
  const read = (hours: CalendarHours, from: string | null, day: number): Version => ({
    from,
    day,
    hours,
    holidays: holidaysOf([
      [null, hours.holidays ?? []],
      ...(hours.holidayLists ?? []).map((id) => [id, holidayLists[id] ?? []] as const),
    ]),
  });
  const { versions = [], ...base } = calendar;
  const entered = (known: number | string | undefined) =>
    known === undefined ? Number.NEGATIVE_INFINITY : (parseInstant(known) ?? Number.NEGATIVE_INFINITY);
  const later = versions
    .filter((version) => entered(version.knownFrom) <= knownFrom)
    .map((version) => ({ version, day: parseDate(version.from) ?? 0 }))
    .sort((a, b) => a.day - b.day || entered(a.version.knownFrom) - entered(b.version.knownFrom) || 0);
  return [
    read(base, null, Number.NEGATIVE_INFINITY),
    ...later.map(({ version, day }) => read(hoursUnder(base, version), version.from, day)),
  ];
}

/** What a version leaves out is the calendar's; weekly hours and `always` stand for each other. */
function hoursUnder(base: CalendarHours, version: CalendarHours): CalendarHours {
  const hasWeek = version.always !== undefined || version.weeklyHours !== undefined;
  const { always: _, weeklyHours: __, ...rest } = base;
  return { ...(hasWeek ? rest : base), ...version };
}

function holidaysOf(lists: readonly (readonly [string | null, readonly HolidayEntry[]])[]): Holidays {
  const byDate = new Map<string, NamedHoliday[]>();
  const ranges: Holidays["ranges"][number][] = [];
  for (const [list, entries] of lists) {
    for (const entry of entries) {
      if (typeof entry === "string") {
        byDate.set(entry, [...(byDate.get(entry) ?? []), { name: null, list }]);
        continue;
      }
      const [from, to] = [parseDate(entry.from), parseDate(entry.to)];
      if (from !== null && to !== null) ranges.push({ name: entry.name ?? null, list, from, to });
    }
  }
  return { byDate, ranges };
}

function holidaysOn({ byDate, ranges }: Holidays, day: DayNumber, date: string): NamedHoliday[] {
  return [
    ...(byDate.get(date) ?? []),
    ...(byDate.get(date.slice(-5)) ?? []),
    ...ranges.filter(({ from, to }) => from <= day && day <= to),
  ];
}

/** Their own names, or else those of the lists that have them. */
function namesOf(found: readonly NamedHoliday[]): string[] {
  const own = found.flatMap(({ name }) => name ?? []);
  return [...new Set(own.length > 0 ? own : found.flatMap(({ list }) => list ?? []))];
}

/** What closures cut out of a date, those that began the day before included. */
function closuresOn({ closures = [] }: CalendarHours, day: DayNumber): [number, number][] {
  const cuts: [number, number][] = [];
  for (const { date, from, to } of closures) {
    const [start, end] = [parseTime(from), parseTime(to)];
    if (start === null || end === null) continue;
    const on = date === "daily" ? day : parseDate(date);
    const endsNext = end <= start;
    if (on === day) cuts.push([start, endsNext ? DAY_SECONDS : end]);
    if (endsNext && end > 0 && (date === "daily" || on === day - 1)) cuts.push([0, end]);
  }
  return cuts.sort(byStart);
}
