import type { CalendarDefinition, HolidayEntry, Window } from "../calendar/definition.ts";
import type { CalendarChoice } from "../policy/definition.ts";
import { parseDate, parseMonthDay, WEEKDAYS } from "../time/civil.ts";
import { DAY_SECONDS } from "../time/units.ts";
import { addTo, calendarOf, type Week, windowAt } from "./hours.ts";
import { zoneOf } from "./railsZones.ts";
import {
  checkUnique,
  flagOf,
  idOf,
  memberOf,
  needed,
  noteUnknown,
  type Part,
  partAt,
  partsOf,
  textOf,
} from "./reader.ts";
import { complain, leaveOut } from "./report.ts";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The calendars of a payload's `business_hours`, and how a ticket chooses among them. */
export interface BusinessHours {
  readonly calendars: Readonly<Record<string, CalendarDefinition>>;
  /** By the ticket's group, as `groups` have it; the default hours are everybody else's. Null without any. */
  readonly choice: CalendarChoice | null;
}

export function readBusinessHours(root: Part): BusinessHours {
  const parts = partsOf(root, "business_hours");
  checkUnique(parts, "id");
  const read = parts.flatMap((part): [string, CalendarDefinition][] => {
    const id = needed(idOf, part, "id");
    const calendar = calendarIn(part);
    return id !== undefined && calendar ? [[id, calendar]] : [];
  });
  const calendars = Object.fromEntries(read);
  const ofDefault = parts.find((part) => flagOf(part, "is_default"));
  const otherwise = [ofDefault && idOf(ofDefault, "id"), read[0]?.[0]].find(
    (id) => id !== undefined && Object.hasOwn(calendars, id),
  );
  const values = hoursOfGroups(root, calendars);
  if (otherwise === undefined) return { calendars, choice: null };
  const choice = Object.keys(values).length > 0 ? { field: "group", values, otherwise } : otherwise;
  return { calendars, choice };
}

/** Which hours a group works, where they are not everybody's. */
function hoursOfGroups(root: Part, calendars: BusinessHours["calendars"]): Record<string, string> {
  const parts = partsOf(root, "groups");
  checkUnique(parts, "id");
  const pairs = parts.flatMap((part): [string, string][] => {
    const [id, hours] = [needed(idOf, part, "id"), idOf(part, "business_hour_id")];
    if (id === undefined || hours === undefined) return [];
    if (Object.hasOwn(calendars, hours)) return [[id, hours]];
    const message = "these hours are not among `business_hours`; the group has the default ones";
    leaveOut(part.report, "no_calendar", [...part.path, "business_hour_id"], message);
    return [];
  });
  return Object.fromEntries(pairs);
}

function calendarIn(part: Part): CalendarDefinition | undefined {
  noteUnknown(part, [
    ...[
      "id",
      "name",
      "description",
      "is_default",
      "time_zone",
      "business_hours",
      "holidays",
      "list_of_holidays",
    ],
    ...["created_at", "updated_at"],
  ]);
  const timeZone = zoneOf(part, "time_zone");
  const days = memberOf(part, "business_hours");
  const week = days === undefined ? {} : weekOf(partAt(days, [...part.path, "business_hours"], part.report));
  const holidays = [
    ...partsOf(part, "holidays").map((holiday) => dateOf(holiday, "date", "name")),
    ...partsOf(part, "list_of_holidays").map((holiday) => dateOf(holiday, "holiday_date", "holiday_name")),
  ].filter((date) => date !== undefined);
  const calendar = timeZone === undefined ? undefined : calendarOf(timeZone, week, holidays);
  if (timeZone !== undefined && !calendar)
    leaveOut(
      part.report,
      "no_hours",
      part.path,
      "these business hours have no hours, and are no calendar here",
    );
  return calendar;
}

function weekOf(days: Part | undefined): Week {
  const week: Week = {};
  if (!days) return week;
  noteUnknown(days, DAYS);
  for (const [i, name] of DAYS.entries()) {
    const value = memberOf(days, name);
    if (value === undefined) continue;
    const day = partAt(value, [...days.path, name], days.report);
    if (day && Object.keys(day.members).length > 0) addTo(week, WEEKDAYS[i], windowOf(day));
  }
  return week;
}

function windowOf(day: Part): Window | undefined {
  noteUnknown(day, ["start_time", "end_time"]);
  const [from, to] = [timeOf(day, "start_time"), timeOf(day, "end_time")];
  if (from === undefined || to === undefined) return undefined;
  // The last minute of the day, or its last second, is how it says midnight
  return windowAt(from, to >= DAY_SECONDS - 60 || to === 0 ? DAY_SECONDS : to, day.path, day.report);
}

/** Seconds since midnight of `08:00:00 am`, `8:00 am` or `08:00`. */
function timeOf(part: Part, key: string): number | undefined {
  const text = needed(textOf, part, key);
  if (text === undefined) return undefined;
  const match = /^(\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([ap])m)?$/i.exec(text);
  const [hour, minute, second] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3] ?? 0)];
  const half = match?.[4]?.toLowerCase();
  const isHour = half === undefined ? hour <= 23 : hour >= 1 && hour <= 12;
  if (match && isHour && minute <= 59 && second <= 59) {
    const hours = half === undefined ? hour : (hour % 12) + (half === "p" ? 12 : 0);
    return hours * 3_600 + minute * 60 + second;
  }
  complain(
    part.report,
    "wrong_hours",
    [...part.path, key],
    "a time of day is `08:00 am`, or `08:00` by 24 hours",
  );
  return undefined;
}

/** `2026-12-25`, or `12-25` and `--12-25` for every year. */
function dateOf(part: Part, key: string, nameKey: string): HolidayEntry | undefined {
  noteUnknown(part, ["id", key, nameKey, "created_at", "updated_at"]);
  textOf(part, nameKey);
  const text = needed(textOf, part, key);
  if (text === undefined) return undefined;
  const date = text.replace(/^--/, "");
  if (parseDate(date) !== null || parseMonthDay(date) !== null) return date;
  complain(
    part.report,
    "wrong_date",
    [...part.path, key],
    "a holiday is `YYYY-MM-DD`, or `MM-DD` of every year",
  );
  return undefined;
}
