import type {
  CalendarDefinition,
  CalendarHours,
  CalendarVersion,
  Closure,
  HolidayEntry,
  Weekday,
  Window,
} from "../../index.ts";
import { WEEKDAYS } from "../../time/civil.ts";
import { BadVector, list, record, text, type VectorFile } from "./vector.ts";

/**
 * A vector's calendar as a definition. Older files name the weekly hours `hours` or `week` and the zone `tz`;
 * a text is the id of one of the file's own calendars, and null a calendar that is always open.
 */
export function calendarOf(value: unknown, file: VectorFile): CalendarDefinition {
  if (value === null) return { timeZone: "UTC", weeklyHours: everyDay([["00:00", "24:00"]]) };
  if (typeof value === "string") return calendarOf(named(value, file), file);
  const calendar = record(value, "calendar");
  return {
    timeZone: text(calendar.timeZone ?? calendar.tz, "calendar.timeZone"),
    ...hoursOf(calendar, "calendar"),
    ...(calendar.versions !== undefined && { versions: versionsOf(calendar.versions) }),
  };
}

function named(id: string, file: VectorFile): unknown {
  const { calendars } = file.shared;
  const found = Array.isArray(calendars)
    ? calendars.find((calendar) => (calendar as { id?: unknown } | null)?.id === id)
    : Object.entries(calendars ?? {}).find(([name]) => name === id)?.[1];
  if (typeof found !== "object" || found === null) throw new BadVector(`the file has no calendar \`${id}\``);
  return found;
}

function hoursOf(calendar: Readonly<Record<string, unknown>>, at: string): CalendarHours {
  const weekly = calendar.weeklyHours ?? calendar.hours ?? calendar.week;
  const { holidays, specialHours, closures } = calendar;
  return {
    ...(weekly !== undefined && { weeklyHours: weeklyHoursOf(weekly, `${at}.weeklyHours`) }),
    ...(holidays !== undefined && {
      holidays: list(holidays, `${at}.holidays`).map((entry) => holidayOf(entry, `${at}.holidays`)),
    }),
    ...(specialHours !== undefined && { specialHours: specialHoursOf(specialHours, `${at}.specialHours`) }),
    ...(closures !== undefined && {
      closures: list(closures, `${at}.closures`).map((entry) => closureOf(entry, `${at}.closures`)),
    }),
  };
}

function versionsOf(value: unknown): CalendarVersion[] {
  return list(value, "calendar.versions").map((entry, i) => {
    const at = `calendar.versions.${i}`;
    const version = record(entry, at);
    const { knownFrom } = version;
    if (knownFrom !== undefined && typeof knownFrom !== "number" && typeof knownFrom !== "string") {
      throw new BadVector(`\`${at}.knownFrom\` is no instant`);
    }
    return {
      from: text(version.from, `${at}.from`),
      ...(knownFrom !== undefined && { knownFrom }),
      ...hoursOf(version, at),
    };
  });
}

function weeklyHoursOf(value: unknown, at: string): Partial<Record<Weekday, Window[]>> {
  return Object.fromEntries(
    Object.entries(record(value, at)).map(([name, windows]) => {
      const weekday = WEEKDAYS.find((day) => day === name.toLowerCase().slice(0, 3));
      if (!weekday) throw new BadVector(`\`${at}.${name}\` is no day of the week`);
      return [weekday, windowsOf(windows, `${at}.${name}`)];
    }),
  );
}

function specialHoursOf(value: unknown, at: string): Record<string, Window[]> {
  return Object.fromEntries(
    Object.entries(record(value, at)).map(([date, windows]) => [date, windowsOf(windows, `${at}.${date}`)]),
  );
}

function windowsOf(value: unknown, at: string): Window[] {
  return list(value, at).map((window) => {
    const edges = list(window, at);
    if (edges.length !== 2) throw new BadVector(`a window of \`${at}\` is no pair of times`);
    return [text(edges[0], at), text(edges[1], at)];
  });
}

function holidayOf(value: unknown, at: string): HolidayEntry {
  if (typeof value === "string") return value;
  const entry = record(value, at);
  if (entry.date !== undefined) return text(entry.date, `${at}.date`);
  return { from: text(entry.from, `${at}.from`), to: text(entry.to, `${at}.to`) };
}

function closureOf(value: unknown, at: string): Closure {
  const entry = record(value, at);
  return {
    date: text(entry.date, `${at}.date`),
    from: text(entry.from, `${at}.from`),
    to: text(entry.to, `${at}.to`),
  };
}

function everyDay(windows: readonly Window[]): Record<Weekday, readonly Window[]> {
  return Object.fromEntries(WEEKDAYS.map((day) => [day, windows])) as Record<Weekday, readonly Window[]>;
}
