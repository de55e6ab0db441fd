import { type DayNumber, parseDate, parseTime } from "../time/civil.ts";
import { DAY, SECOND } from "../time/units.ts";
import { instantOfWallTime, type ZoneTable } from "../time/zone.ts";
import type { Property } from "./property.ts";

/** A date, or a wall time in a zone. */
export interface Moment {
  readonly day: DayNumber;
  /** Seconds since local midnight; null for a date. */
  readonly second: number | null;
  readonly zone: ZoneTable;
}

/** Where the zones of a feed are found: the one of the calendar for floating times, others by TZID. */
export interface FeedZones {
  readonly home: ZoneTable;
  find(tzid: string): ZoneTable | null;
}

export type MomentProblem = "unreadable" | "unknown_time_zone";

export const UTC: ZoneTable = { id: "UTC", transitions: [], offsets: [0] };

/** A value of a property that holds dates or times. With `VALUE=DATE` the time of day, if any, is dropped. */
export function readMoment(value: unknown, property: Property, zones: FeedZones): Moment | MomentProblem {
  const parsed = parseMoment(value);
  if (parsed === null) return "unreadable";
  const { day, second, isUtc } = parsed;
  if (second === null || property.type === "date") return { day, second: null, zone: zones.home };
  if (isUtc) return { day, second, zone: UTC };
  const { tzid } = property.params;
  const zone = tzid === undefined ? zones.home : zones.find(String(tzid));
  return zone === null ? "unknown_time_zone" : { day, second, zone };
}

/** A date or time in the form of jCal; null where there is no such date or time. */
export function parseMoment(
  value: unknown,
): { day: DayNumber; second: number | null; isUtc: boolean } | null {
  // `T::` is what ical.js makes of a date where a time was due (an EXDATE without VALUE=DATE)
  const match = /^(\d{4}-\d\d-\d\d)(?:T(?:::|(\d\d:\d\d:\d\d)(Z?)))?$/.exec(String(value));
  const day = match && parseDate(match[1]);
  if (!match || day === null) return null;
  if (match[2] === undefined) return { day, second: null, isUtc: false };
  const second = parseTime(match[2].replace(/:60$/, ":59")); // a leap second
  return second === null ? null : { day, second, isUtc: match[3] === "Z" };
}

/** Wall time in milliseconds, as if it were UTC; of a date its midnight. */
export function wallOf({ day, second }: Moment): number {
  return day * DAY + (second ?? 0) * SECOND;
}

/** The instant of a moment; of a date its midnight in the calendar's zone (semantics T3). */
export function instantOf(moment: Moment): number {
  return instantOfWallTime(moment.zone, wallOf(moment));
}
