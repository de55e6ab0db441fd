/*
 * A calendar by its definition (semantics C1 to C7) and nothing else: time is cut into cells of a minute (a
 * second where the hours name seconds), and each cell is asked whether its local date and wall time lie in
 * the hours of that date. No table, no index, no transitions; remembered are only a zone's offset for each
 * quarter of an hour and what each cell answered. Right by inspection, and slow: every answer steps through all cells on its way.
 */
import { IANAZone } from "luxon";
import type { CalendarDefinition, CalendarHours, Window } from "../../src/calendar/definition.ts";
import type { EndOfBudget } from "../../src/calendar/lookup.ts";
import { isoDay, MS_PER_DAY, weekdayName } from "./civil.ts";

const QUARTER = 900_000;

/** What scanning answers where no answer lies within the horizon: nothing is said of what comes after. */
export const BEYOND = "beyond the horizon";

export interface Scan {
  isOpen(at: number): boolean;
  measure(from: number, to: number): number;
  add(at: number, ms: number, end?: EndOfBudget): number | typeof BEYOND;
  subtract(at: number, ms: number, end?: EndOfBudget): number | typeof BEYOND;
  next(at: number): number | typeof BEYOND;
  periods(from: number, to: number): { from: number; to: number }[];
}

/** The calendar as known at `knownAt`, looking no further than `horizon` milliseconds from where it is asked. */
export function calendarScan(
  definition: CalendarDefinition,
  horizon: number,
  knownAt = Number.POSITIVE_INFINITY,
): Scan {
  const offset = offsets(definition.timeZone);
  const cell = /"\d\d:\d\d:(?!00)\d\d"/.test(JSON.stringify(definition)) ? 1_000 : 60_000;
  const cellStart = (at: number) => Math.floor(at / cell) * cell;
  const isCellOpen = (start: number): boolean => {
    const local = start + offset(start);
    const day = Math.floor(local / MS_PER_DAY);
    return inHours(hoursInForce(definition, day, knownAt), day, (local - day * MS_PER_DAY) / 1_000);
  };
  const asked = new Map<number, boolean>();
  const isOpen = (at: number): boolean => {
    const start = cellStart(at);
    const known = asked.get(start) ?? isCellOpen(start);
    asked.set(start, known);
    return known;
  };
  const cellEnd = (at: number) => cellStart(at) + cell; // the first edge after `at`
  const before = (at: number) => cellStart(at - 1); // the last edge before `at`

  const next = (at: number) => {
    for (let t = at; t <= at + horizon; t = cellEnd(t)) if (isOpen(t)) return t;
    return BEYOND;
  };
  const add = (at: number, ms: number, end: EndOfBudget = "closing") => {
    if (ms === 0) return at;
    let left = ms;
    for (let t = at; t <= at + horizon; t = cellEnd(t)) {
      if (!isOpen(t)) continue;
      const open = cellEnd(t) - t;
      if (open >= left) return end === "closing" ? t + left : next(t + left);
      left -= open;
    }
    return BEYOND;
  };
  const previousClosing = (at: number) => {
    for (let t = at; t > at - horizon; t = before(t)) if (isOpen(before(t))) return t;
    return BEYOND;
  };
  const subtract = (at: number, ms: number, end: EndOfBudget = "closing") => {
    if (ms === 0) return at;
    let left = ms;
    for (let t = at; t > at - horizon; t = before(t)) {
      if (!isOpen(before(t))) continue;
      const open = t - before(t);
      if (open > left) return t - left;
      if (open === left) return end === "closing" ? t - left : previousClosing(t - left);
      left -= open;
    }
    return BEYOND;
  };
  const periods = (from: number, to: number) => {
    const found: { from: number; to: number }[] = [];
    for (let t = from; t < to; t = cellEnd(t)) {
      if (!isOpen(t)) continue;
      const end = Math.min(cellEnd(t), to);
      const last = found.at(-1);
      if (last?.to === t) last.to = end;
      else found.push({ from: t, to: end });
    }
    return found;
  };
  const measure = (from: number, to: number) => {
    let sum = 0;
    for (let t = from; t < to; t = cellEnd(t)) if (isOpen(t)) sum += Math.min(cellEnd(t), to) - t;
    return sum;
  };
  return { isOpen, measure, add, subtract, next, periods };
}

/** C5: of the versions known and in force on a date the one that begins last; of several from one date the one entered last. */
function hoursInForce(calendar: CalendarDefinition, day: number, knownAt: number): CalendarHours {
  const date = isoDay(day);
  let [best, bestFrom, bestKnown]: [CalendarHours, string, number] = [calendar, "", Number.NEGATIVE_INFINITY];
  for (const version of calendar.versions ?? []) {
    const known = version.knownFrom === undefined ? Number.NEGATIVE_INFINITY : instant(version.knownFrom);
    if (known > knownAt || version.from > date) continue;
    if (version.from < bestFrom || (version.from === bestFrom && known < bestKnown)) continue;
    [best, bestFrom, bestKnown] = [{ ...calendar, ...version }, version.from, known];
  }
  return best;
}

/** C3 and C4: closures cut whatever opened; special hours over holiday over weekly hours. */
function inHours(hours: CalendarHours, day: number, second: number): boolean {
  const [today, yesterday] = [isoDay(day), isoDay(day - 1)];
  for (const { date, from, to } of hours.closures ?? []) {
    if ((date === "daily" || date === today) && startsToday([from, to], second)) return false;
    if ((date === "daily" || date === yesterday) && runsOver([from, to], second)) return false;
  }
  const special = hours.specialHours ?? {};
  if (special[yesterday]?.some((window) => runsOver(window, second))) return true;
  if (special[today]) return special[today].some((window) => startsToday(window, second));
  if (hours.holidays?.some((entry) => isHoliday(entry, today))) return false;
  const weekly = hours.weeklyHours ?? {};
  return (
    (weekly[weekdayName(day)] ?? []).some((window) => startsToday(window, second)) ||
    (weekly[weekdayName(day - 1)] ?? []).some((window) => runsOver(window, second))
  );
}

function isHoliday(entry: NonNullable<CalendarHours["holidays"]>[number], today: string): boolean {
  if (typeof entry !== "string") return entry.from <= today && today <= entry.to;
  return entry === today || entry === today.slice(5);
}

/** Whether a wall time lies in the part of a window on the window's own date. */
function startsToday([from, to]: Window, second: number): boolean {
  return seconds(from) <= second && (second < seconds(to) || seconds(to) < seconds(from));
}

/** Whether a wall time lies in the part of a window past midnight, on the date after the window's own. */
function runsOver([from, to]: Window, second: number): boolean {
  return seconds(to) < seconds(from) && second < seconds(to);
}

function seconds(time: string): number {
  return Number(time.slice(0, 2)) * 3_600 + Number(time.slice(3, 5)) * 60 + Number(time.slice(6, 8));
}

function instant(value: number | string): number {
  return typeof value === "number" ? value : Date.parse(value);
}

const zones = new Map<string, (at: number) => number>();

/**
 * A zone's offset from UTC in milliseconds. Luxon is asked at both ends of each quarter of an hour once, and
 * within those in which it differs at every instant: clocks have changed at 10:40 UTC (Kiritimati, 1979) and
 * at 03:31 UTC (St John's, to 2011).
 */
export function offsets(id: string): (at: number) => number {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(id);
  if (fixed) return () => Number(`${fixed[1]}1`) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  const known = zones.get(id);
  if (known) return known;
  const zone = IANAZone.create(id);
  const quarters = new Map<number, number>();
  const ask = (at: number) => zone.offset(at) * 60_000;
  const atQuarter = (quarter: number) => {
    const offset = quarters.get(quarter) ?? ask(quarter * QUARTER);
    quarters.set(quarter, offset);
    return offset;
  };
  const offset = (at: number) => {
    const quarter = Math.floor(at / QUARTER);
    return atQuarter(quarter) === atQuarter(quarter + 1) ? atQuarter(quarter) : ask(at);
  };
  zones.set(id, offset);
  return offset;
}
