import type { CalendarDefinition, HolidayEntry } from "../calendar/definition.ts";
import { parseDate, parseMonthDay, parseTime, WEEKDAYS } from "../time/civil.ts";
import { addTo, calendarOf, type Week, windowAt } from "./hours.ts";
import { zoneOf } from "./railsZones.ts";
import { checkUnique, idOf, listOf, needed, noteUnknown, type Part, partOf, partsOf } from "./reader.ts";
import { complain } from "./report.ts";

/**
 * The calendars of a payload of our own shape by name: `{ name, timeZone, hours: { mon: [["09:00", "17:00"]] }, holidays }`,
 * with holidays as `YYYY-MM-DD` or `MM-DD`.
 */
export function calendarsByName(root: Part): ReadonlyMap<string, CalendarDefinition> {
  const parts = partsOf(root, "businessHours");
  checkUnique(parts, "name");
  return new Map(
    parts.flatMap((part): [string, CalendarDefinition][] => {
      noteUnknown(part, ["name", "timeZone", "hours", "holidays"]);
      const name = needed(idOf, part, "name");
      const timeZone = zoneOf(part, "timeZone");
      const hours = needed(partOf, part, "hours");
      const calendar = calendarOf(timeZone ?? "UTC", hours ? weekOf(hours) : {}, holidaysOf(part));
      if (calendar) return name === undefined ? [] : [[name, calendar]];
      complain(
        part.report,
        "wrong_hours",
        [...part.path, "hours"],
        "these business hours have no hours at all",
      );
      return [];
    }),
  );
}

function weekOf(hours: Part): Week {
  noteUnknown(hours, WEEKDAYS);
  const week: Week = {};
  for (const day of WEEKDAYS) {
    for (const [i, window] of listOf(hours, day).entries()) {
      const [from, to] = Array.isArray(window) && window.length === 2 ? window.map(secondsOf) : [];
      addTo(week, day, windowAt(from ?? Number.NaN, to ?? Number.NaN, [...hours.path, day, i], hours.report));
    }
  }
  return week;
}

function secondsOf(time: unknown): number {
  return (typeof time === "string" ? parseTime(time) : null) ?? Number.NaN;
}

function holidaysOf(part: Part): HolidayEntry[] {
  return listOf(part, "holidays").flatMap((date, i) => {
    const isDate = typeof date === "string" && (parseDate(date) !== null || parseMonthDay(date) !== null);
    if (isDate) return [date];
    const message = "a holiday is `YYYY-MM-DD`, or `MM-DD` of every year";
    complain(part.report, "wrong_date", [...part.path, "holidays", i], message);
    return [];
  });
}
