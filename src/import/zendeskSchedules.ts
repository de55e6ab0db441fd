import type { CalendarDefinition } from "../calendar/definition.ts";
import type { CalendarChoice } from "../policy/definition.ts";
import { WEEKDAYS } from "../time/civil.ts";
import { DAY_SECONDS } from "../time/units.ts";
import { addTo, calendarOf, holidayOf, type Week, windowAt } from "./hours.ts";
import { zoneOf } from "./railsZones.ts";
import { checkUnique, idOf, needed, noteUnknown, numberOf, type Part, partsOf, textOf } from "./reader.ts";
import { complain, leaveOut } from "./report.ts";

const DAY_MINUTES = DAY_SECONDS / 60;

/** The calendars of a payload's `schedules`, and how a ticket chooses among them. */
export interface Schedules {
  readonly calendars: Readonly<Record<string, CalendarDefinition>>;
  /** By the field `schedule` where there are several; the first is everybody else's. Null without any. */
  readonly choice: CalendarChoice | null;
}

export function readSchedules(root: Part): Schedules {
  const parts = partsOf(root, "schedules");
  checkUnique(parts, "id");
  const read = parts.flatMap((part): [string, CalendarDefinition][] => {
    const id = needed(idOf, part, "id");
    const calendar = scheduleOf(part);
    return id !== undefined && calendar ? [[id, calendar]] : [];
  });
  const [first] = read;
  const choice = read.length > 1 ? { field: "schedule", otherwise: first[0] } : (first?.[0] ?? null);
  return { calendars: Object.fromEntries(read), choice };
}

function scheduleOf(part: Part): CalendarDefinition | undefined {
  noteUnknown(part, ["id", "name", "time_zone", "intervals", "holidays", "created_at", "updated_at", "url"]);
  textOf(part, "name");
  const timeZone = zoneOf(part, "time_zone");
  const week: Week = {};
  for (const interval of partsOf(part, "intervals")) addInterval(week, interval);
  const holidays = partsOf(part, "holidays").flatMap((holiday) => {
    noteUnknown(holiday, ["id", "name", "start_date", "end_date", "schedule_id"]);
    return holidayOf(holiday, "start_date", "end_date") ?? [];
  });
  const calendar = timeZone === undefined ? undefined : calendarOf(timeZone, week, holidays);
  if (timeZone !== undefined && !calendar)
    leaveOut(part.report, "no_hours", part.path, "the schedule has no hours, and is no calendar here");
  return calendar;
}

/** Minutes from Sunday 00:00 to the end of the week; what runs past midnight becomes a window of each date. */
function addInterval(week: Week, part: Part): void {
  noteUnknown(part, ["start_time", "end_time"]);
  const from = needed(numberOf, part, "start_time");
  const to = needed(numberOf, part, "end_time");
  if (from === undefined || to === undefined) return;
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= 7 * DAY_MINUTES)) {
    const message = "an interval is minutes of the week from Sunday 00:00, and ends after it starts";
    complain(part.report, "wrong_hours", part.path, message);
    return;
  }
  for (let day = Math.floor(from / DAY_MINUTES); day * DAY_MINUTES < to; day++) {
    const start = Math.max(from - day * DAY_MINUTES, 0);
    const end = Math.min(to - day * DAY_MINUTES, DAY_MINUTES);
    addTo(week, WEEKDAYS[day], windowAt(start * 60, end * 60, part.path, part.report));
  }
}
