import { type DayNumber, formatDate, weekdayOf } from "../time/civil.ts";
import { DAY, MINUTE, SECOND } from "../time/units.ts";
import { offsetAt, readingsOfWallTime, startOfDay, type ZoneTable } from "../time/zone.ts";

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
  /** Which of two it is, where the clocks show this time twice, as they are put back; null of any other. */
  readonly repeat: Repeat;
}

export type Repeat = "first" | "second" | null;

/** A stretch of one local date, `[from, to)` in local times; a `to` of the next midnight is `24:00`. */
export interface Span {
  readonly from: string;
  readonly to: string;
  /** Which of two instants either is, where the clocks show its time twice. */
  readonly fromRepeat: Repeat;
  readonly toRepeat: Repeat;
}

export function momentAt(zone: ZoneTable, at: number): Moment {
  const wall = at + offsetAt(zone, at);
  const day = Math.floor(wall / DAY);
  const { earlier, later, isSkipped } = readingsOfWallTime(zone, wall);
  return {
    at,
    date: formatDate(day),
    time: timeText(wall - day * DAY),
    weekday: weekdayOf(day),
    zone: zone.id,
    repeat: earlier === later || isSkipped ? null : at === earlier ? "first" : "second",
  };
}

/** A stretch of a date as local times. */
export function spanOf(zone: ZoneTable, from: number, to: number, dayEnd: number): Span {
  const [start, end] = [momentAt(zone, from), momentAt(zone, to)];
  const isWhole = to === dayEnd;
  return {
    ...{ from: start.time, to: isWhole ? "24:00" : end.time },
    ...{ fromRepeat: start.repeat, toRepeat: isWhole ? null : end.repeat },
  };
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
