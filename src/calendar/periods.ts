import { civilOf, weekdayOf } from "../time/civil.ts";
import { DAY_SECONDS, SECOND } from "../time/units.ts";
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

/**
 * The periods of hours in one zone. Each span of constant offset is cut with the hours of its local dates: no
 * wall time is ever turned into an instant, so a skipped hour vanishes and a repeated one counts twice by
 * itself (semantics C2).
 */
export function periodsOf(zone: ZoneTable, versions: readonly DatedRules[]): PeriodSource {
  return (base, limit) => {
    const baseSeconds = base / SECOND;
    const periods: number[] = [];
    for (let span = spanAt(zone, base), from = base; from < limit; span++) {
      const to = Math.min(zone.transitions[span] ?? limit, limit);
      const offset = Math.round(zone.offsets[span] / SECOND);
      addSpan(versions, from / SECOND + offset, to / SECOND + offset, -offset - baseSeconds, periods);
      from = to;
    }
    return periods;
  };
}

/** Adds the periods of the local seconds `[localFrom, localTo)`, each moved by `shift`. */
function addSpan(
  versions: readonly DatedRules[],
  localFrom: number,
  localTo: number,
  shift: number,
  periods: number[],
): void {
  const first = Math.floor(localFrom / DAY_SECONDS);
  const last = Math.floor((localTo - 1) / DAY_SECONDS);
  let version = versionOn(versions, first);
  let yearly = yearlySet(versions[version].rules, first, last);
  let weekday = weekdayOf(first);
  let rules = versions[version].rules;
  for (let day = first; day <= last; day++) {
    if (version + 1 < versions.length && versions[version + 1].from <= day) {
      version = versionOn(versions, day);
      rules = versions[version].rules;
      yearly = yearlySet(rules, day, last);
    }
    const midnight = day * DAY_SECONDS;
    const windows = hoursOn(rules, day, weekday, yearly?.has(day) === true);
    // By index: taking pairs apart with an iterator costs more than all the rest of the loop
    for (let i = 0; i < windows.length; i++) {
      const window = windows[i];
      const start = Math.max(midnight + window[0], localFrom) + shift;
      const end = Math.min(midnight + window[1], localTo) + shift;
      if (start >= end) continue;
      if (periods.length > 0 && periods[periods.length - 1] === start) periods[periods.length - 1] = end;
      else periods.push(start, end);
    }
    weekday = weekday === 6 ? 0 : weekday + 1;
  }
}

function yearlySet(rules: HoursRules, firstDay: number, lastDay: number): ReadonlySet<number> | null {
  if (rules.yearly.length === 0) return null;
  const days = new Set<number>();
  for (let year = civilOf(firstDay).year; year <= civilOf(lastDay).year; year++) {
    for (const day of yearlyHolidays(rules, year)) days.add(day);
  }
  return days;
}

/** Index of the last version in force on a date. */
function versionOn(versions: readonly DatedRules[], day: number): number {
  let index = 0;
  while (index + 1 < versions.length && versions[index + 1].from <= day) index++;
  return index;
}
