import { holidaysFromIcal } from "../../../ical/holidays.ts";
import { checkSla, luxonZones } from "../../../index.ts";
import { zammad } from "../../../presets.ts";
import { formatDate, parseDate } from "../../../time/civil.ts";
import { parseInstant } from "../../../time/instant.ts";
import { DAY } from "../../../time/units.ts";
import { BadVector, list, type Outcome, record, text, type Vector, type VectorFile } from "../vector.ts";
import { NonsensicalHours, weekOf, zammadCalendar } from "./calendars.ts";
import { currentTargets, hasOneUpdate, minutesOf } from "./policies.ts";

/** Whether a policy may be saved. */
export function runValidatePolicy(vector: Vector): Outcome {
  const minutes = minutesOf(record(vector.policy ?? vector.sla ?? vector, "policy"), "policy");
  const isAllowed =
    hasOneUpdate(minutes) &&
    checkSla({ ...zammad(), policies: [{ id: "policy", targets: currentTargets(minutes) }] }).sla !== null;
  return { op: "validatePolicy", expected: allowed(vector.expected), got: String(isAllowed) };
}

/** Whether a calendar may be saved. */
export function runValidateCalendar(vector: Vector, file: VectorFile): Outcome {
  const given = record(vector.calendar ?? { hours: hoursOf(vector) }, "calendar");
  return {
    op: "validateCalendar",
    expected: allowed(vector.expected),
    got: String(isUsable({ ...(given.tz === undefined && { timeZone: "UTC" }), ...given }, file)),
  };
}

function isUsable(calendar: Vector, file: VectorFile): boolean {
  try {
    const calendars = { calendar: zammadCalendar(calendar, file) };
    return checkSla({ calendars, policies: [] }).sla !== null;
  } catch (thrown) {
    if (thrown instanceof NonsensicalHours) return false;
    throw thrown;
  }
}

/** The hours that the flags of a calendar's days mean. */
export function runHours(vector: Vector): Outcome {
  return {
    op: "hours",
    expected: printWeek(vector.expected, "expected"),
    got: printWeek(hoursOf(vector), "hours"),
  };
}

function hoursOf(vector: Vector): unknown {
  const { calendar, businessHours, hours, flags } = vector;
  if (calendar === undefined) return businessHours ?? hours ?? flags;
  const within = record(calendar, "calendar");
  return within.businessHours ?? within.hours ?? within.weeklyHours ?? within.week ?? within;
}

function printWeek(value: unknown, name: string): string {
  const days = Object.entries(weekOf(value, name));
  return days
    .map(
      ([day, windows]) =>
        `${day} ${windows
          .map(([from, to]) => `${from}-${to}`)
          .sort()
          .join(" ")}`,
    )
    .sort()
    .join(", ");
}

/** Zammad takes what starts from a year ago to three years ahead, and leaves out announcements of summer time. */
const SUMMER_TIME = ["daylight saving", "sommerzeit", "summertime"];

/** The dates that a feed closes. */
export function runIcalHolidays(vector: Vector): Outcome {
  const feed = [vector.feed, vector.ical, vector.ics, vector.text].find((value) => value !== undefined);
  const now = dateOf(vector.now ?? vector.at ?? vector.today ?? vector.evaluateAt, "now");
  const { timeZone = "UTC" } = vector;
  const { holidays, closures } = holidaysFromIcal(text(feed, "feed"), {
    timeZone: text(timeZone, "timeZone"),
    from: yearsFrom(now, -1),
    to: yearsFrom(now, 3),
    zones: luxonZones(),
    transparent: "all",
    exclude: { summary: SUMMER_TIME },
  });
  const dates = holidays.flatMap((entry) =>
    typeof entry === "string" ? [entry] : datesOf(entry.from, entry.to),
  );
  const all = new Set([...dates, ...closures.map(({ date }) => date)]);
  const { expected } = vector;
  const wanted = Array.isArray(expected)
    ? list(expected, "expected").map((date) => text(date, "expected"))
    : Object.keys(record(expected, "expected"));
  return { op: "icalHolidays", expected: wanted.sort().join(" "), got: [...all].sort().join(" ") };
}

function datesOf(from: string, to: string): string[] {
  const [first, last] = [dateOf(from, "from"), dateOf(to, "to")];
  return Array.from({ length: last - first + 1 }, (_, i) => formatDate(first + i));
}

function yearsFrom(day: number, years: number): string {
  const [year, month, date] = formatDate(day).split("-").map(Number);
  const there = `${year + years}-${String(month).padStart(2, "0")}-`;
  const whole = `${there}${String(date).padStart(2, "0")}`;
  return parseDate(whole) === null ? `${there}28` : whole;
}

function dateOf(value: unknown, name: string): number {
  const given = text(value, name);
  const at = parseInstant(given);
  const day = at === null ? parseDate(given) : Math.floor(at / DAY);
  if (day === null) throw new BadVector(`\`${name}\` is no date and no instant`);
  return day;
}

function allowed(value: unknown): string {
  const answer = typeof value === "object" && value !== null ? Object.values(value)[0] : value;
  if (typeof answer !== "boolean") throw new BadVector("`expected` is neither true nor false");
  return String(answer);
}
