import type {
  CalendarDefinition,
  CalendarHours,
  ComposedCalendar,
  HolidayEntry,
  HolidayLists,
} from "../calendar/definition.ts";
import { civilOf, type DayNumber, formatDate, parseDate } from "../time/civil.ts";

/** What a definition says of its calendars' dates, so that holidays can be named: the whole definition will do. */
export interface NamedDates {
  readonly calendars?: Readonly<Record<string, CalendarDefinition | ComposedCalendar>>;
  readonly holidayLists?: HolidayLists;
}

/** What a calendar's definition lists of one date. `name` is empty where it gives none. */
export type DateKind =
  | { readonly kind: "holiday"; readonly name: string }
  | { readonly kind: "special" }
  | { readonly kind: "plain" };

const PLAIN: DateKind = { kind: "plain" };

/** What a definition lists of each date; of a composed calendar nothing, since its parts may be open. */
export function datesOf(
  definition: CalendarDefinition | ComposedCalendar | undefined,
  lists: HolidayLists = {},
): (day: DayNumber) => DateKind {
  if (!definition || !("weeklyHours" in definition || "always" in definition || "specialHours" in definition))
    return () => PLAIN;
  const named = namesByDate(definition, lists);
  return (day) => {
    const date = formatDate(day);
    const special = inForce(definition, date, "specialHours") ?? {};
    if (Object.hasOwn(special, date)) return { kind: "special" };
    const version = versionOn(definition, date, ["holidays", "holidayLists"]);
    const name = named.get(version)?.(day);
    return name === undefined ? PLAIN : { kind: "holiday", name };
  };
}

type Names = (day: DayNumber) => string | undefined;

/** Names of holidays by version of the calendar, read once each. */
function namesByDate(definition: CalendarDefinition, lists: HolidayLists): Map<CalendarHours, Names> {
  return new Map(
    [definition, ...(definition.versions ?? [])].map((hours: CalendarHours) => {
      const own = hours.holidays ?? definition.holidays ?? [];
      const ids = hours.holidayLists ?? definition.holidayLists ?? [];
      return [hours, namesOf([...own, ...ids.flatMap((id) => (Object.hasOwn(lists, id) ? lists[id] : []))])];
    }),
  );
}

function namesOf(entries: readonly HolidayEntry[]): Names {
  const single = new Map<string, string>();
  const ranges: { from: DayNumber; to: DayNumber; name: string }[] = [];
  for (const entry of entries) {
    if (typeof entry === "string") {
      if (!single.has(entry)) single.set(entry, "");
      continue;
    }
    const { from, to, name = "" } = entry;
    if (from === to && (single.get(from) ?? "") === "") single.set(from, name);
    else ranges.push({ from: parseDate(from) ?? 0, to: parseDate(to) ?? -1, name });
  }
  return (day) => {
    const date = formatDate(day);
    const known = single.get(date) ?? single.get(date.slice(-5));
    return known || (ranges.find(({ from, to }) => day >= from && day <= to)?.name ?? known);
  };
}

/** The version in force on a date that says anything of `members`; the definition itself before the first. */
function versionOn(
  definition: CalendarDefinition,
  date: string,
  members: readonly (keyof CalendarHours)[],
): CalendarHours {
  const versions = (definition.versions ?? [])
    .filter((version) => version.from <= date && members.some((member) => version[member] !== undefined))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return versions.at(-1) ?? definition;
}

function inForce<K extends keyof CalendarHours>(
  definition: CalendarDefinition,
  date: string,
  member: K,
): CalendarHours[K] {
  return versionOn(definition, date, [member])[member];
}

/** The year of a day number. */
export function yearOf(day: DayNumber): number {
  return civilOf(day).year;
}
