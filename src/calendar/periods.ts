import { civilOf, type DayNumber, weekdayOf } from "../time/civil.ts";
import type { Interval } from "../time/interval.ts";
import { DAY, DAY_SECONDS, SECOND } from "../time/units.ts";
import { spanAt, type ZoneTable } from "../time/zone.ts";
import { type HoursRules, hoursOn, yearlyHolidays } from "./hours.ts";

/** Hours in force from a local date on; a calendar without versions has one, from the beginning. */
export interface DatedRules {
  readonly from: number;
  readonly rules: HoursRules;
}

/**
 * Business periods of `[base, limit)`, as flat pairs `from, to` in seconds after `base`, sorted, none touching.
 */
export type PeriodSource = (base: number, limit: number) => number[];

/** The hours of each local date from `first` on, in seconds since its midnight. */
interface DatedHours {
  readonly first: DayNumber;
  readonly hours: (readonly Interval[])[];
}

/**
 * The periods of hours in one zone. Each span of constant offset is cut with the hours of its local dates: no
 * wall time is ever turned into an instant, so a skipped hour vanishes and a repeated one counts twice by
 * itself (semantics C2).
 */
export function periodsOf(zone: ZoneTable, versions: readonly DatedRules[]): PeriodSource {
  return (base, limit) => {
    const baseSeconds = base / SECOND;
    const dated = hoursBetween(versions, Math.floor(base / DAY) - 1, Math.floor(limit / DAY) + 1); // offsets are below a day
    const periods: number[] = [];
    for (let span = spanAt(zone, base), from = base; from < limit; span++) {
      const to = Math.min(zone.transitions[span] ?? limit, limit);
      const offset = Math.round(zone.offsets[span] / SECOND);
      addSpan(dated, from / SECOND + offset, to / SECOND + offset, -offset - baseSeconds, periods);
      from = to;
    }
    return periods;
  };
}

/** Adds the periods of the local seconds `[localFrom, localTo)`, each moved by `shift`. */
function addSpan(
  { first, hours }: DatedHours,
  localFrom: number,
  localTo: number,
  shift: number,
  periods: number[],
): void {
  const last = Math.floor((localTo - 1) / DAY_SECONDS);
  for (let day = Math.floor(localFrom / DAY_SECONDS); day <= last; day++) {
    const midnight = day * DAY_SECONDS;
    const windows = hours[day - first];
    // By index: taking pairs apart with an iterator costs more than all the rest of the loop
    for (let i = 0; i < windows.length; i++) {
      const window = windows[i];
      const start = Math.max(midnight + window[0], localFrom) + shift;
      const end = Math.min(midnight + window[1], localTo) + shift;
      if (start >= end) continue;
      if (periods.length > 0 && periods[periods.length - 1] === start) periods[periods.length - 1] = end;
      else periods.push(start, end);
    }
  }
}

/**
 * The hours of the dates `first` to `last`, both included. Written down before any is read, version by version: to ask
 * each date for its version and whether it is a holiday of every year cost as much again as all the rest.
 */
function hoursBetween(versions: readonly DatedRules[], first: DayNumber, last: DayNumber): DatedHours {
  const dated: DatedHours = { first, hours: new Array(last + 1 - first) };
  for (const [i, { from, rules }] of versions.entries()) {
    const next = versions[i + 1]?.from ?? last + 1;
    setHours(dated, rules, Math.max(first, from), Math.min(next, last + 1));
  }
  return dated;
}

/** Sets the hours of the dates `[from, to)`. */
function setHours({ first, hours }: DatedHours, rules: HoursRules, from: DayNumber, to: DayNumber): void {
  if (from >= to) return;
  for (let day = from, weekday = weekdayOf(from); day < to; day++) {
    hours[day - first] = hoursOn(rules, day, weekday, false);
    weekday = weekday === 6 ? 0 : weekday + 1;
  }
  if (rules.yearly.length === 0) return;
  for (let year = civilOf(from).year; year <= civilOf(to - 1).year; year++) {
    for (const day of yearlyHolidays(rules, year)) {
      if (day >= from && day < to) hours[day - first] = hoursOn(rules, day, weekdayOf(day), true);
    }
  }
}
