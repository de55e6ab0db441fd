import { type DayNumber, formatDate, weekdayOf } from "../time/civil.ts";
import { DAY, MINUTE, SECOND } from "../time/units.ts";
import { offsetAt, startOfDay, type ZoneTable } from "../time/zone.ts";

/** An instant, and what clocks and calendars on the wall show at it. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Local time, `HH:MM`, with seconds and milliseconds where there are any. */
  readonly time: string;
  /** Of the local date: 0 for Sunday to 6 for Saturday. */
  readonly weekday: number;
  readonly zone: string;
}

/** A stretch of one local date, `[from, to)` in local times; a `to` of the next midnight is `24:00`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

export function momentAt(zone: ZoneTable, at: number): Moment {
  const wall = at + offsetAt(zone, at);
  const day = Math.floor(wall / DAY);
  return {
    at,
    date: formatDate(day),
    time: timeText(wall - day * DAY),
    weekday: weekdayOf(day),
    zone: zone.id,
  };
}

/** A stretch of a date as local times. */
export function spanOf(zone: ZoneTable, from: number, to: number, dayEnd: number): Span {
  return { from: momentAt(zone, from).time, to: to === dayEnd ? "24:00" : momentAt(zone, to).time };
}

/** An interval of instants cut at local midnights, each part with its local date. */
export function* localDays(
  zone: ZoneTable,
  from: number,
  to: number,
): Generator<{ day: DayNumber; from: number; to: number; end: number }> {
  let day = Math.floor((from + offsetAt(zone, from)) / DAY);
  for (let at = from; at < to; day++) {
    const end = startOfDay(zone, day + 1);
    if (end <= at) continue; // a date that the zone skipped, or lived through twice in part
    yield { day, from: at, to: Math.min(end, to), end };
    at = Math.min(end, to);
  }
}

function timeText(ms: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const minutes = Math.floor(ms / MINUTE);
  const text = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const rest = ms % MINUTE;
  if (rest === 0) return text;
  const millis = rest % SECOND === 0 ? "" : `.${String(rest % SECOND).padStart(3, "0")}`;
  return `${text}:${two(Math.floor(rest / SECOND))}${millis}`;
}
