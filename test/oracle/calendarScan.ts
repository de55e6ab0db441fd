/*
 * A calendar by its definition (semantics C1 to C7) and nothing else: time is cut into cells of a minute (a
 * second where the hours name seconds), and each cell is asked whether its local date and wall time lie in
 * the hours of that date. No table, no index, no transitions; remembered are only a zone's offsets, the hours
 * of each local date and what each cell answered. Right by inspection, and slow: every answer steps through
 * all cells on its way.
 */
import { IANAZone } from "luxon";
import type {
  CalendarDefinition,
  CalendarHours,
  CalendarVersion,
  Window,
} from "../../src/calendar/definition.ts";
import type { EndOfBudget } from "../../src/calendar/lookup.ts";
import { isoDay, MS_PER_DAY, weekdayName } from "../../src/testing/definition/civil.ts";

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
  const { cell, isOpen } = cellsOf(definition, knownAt);
  const cellStart = (at: number) => Math.floor(at / cell) * cell;

  /** The first edge after `at` at which the answer changes, or that lies beyond `limit`. */
  const stretchEnd = (at: number, limit: number) => {
    const open = isOpen(at);
    let t = cellStart(at) + cell;
    while (t <= limit && isOpen(t) === open) t += cell;
    return t;
  };
  /** The last edge before `at` at which the answer changes, or that lies before `limit`. */
  const stretchStart = (at: number, limit: number) => {
    const open = isOpen(at - 1);
    let t = cellStart(at - 1);
    while (t >= limit && isOpen(t - 1) === open) t -= cell;
    return t;
  };

  const next = (at: number) => {
    if (isOpen(at)) return at;
    const opening = stretchEnd(at, at + horizon);
    return opening <= at + horizon ? opening : BEYOND;
  };
  const add = (at: number, ms: number, end: EndOfBudget = "closing") => {
    if (ms === 0) return at;
    const limit = at + horizon;
    let left = ms;
    for (let t = at, until = t; t <= limit; t = until) {
      until = stretchEnd(t, limit);
      if (!isOpen(t)) continue;
      if (until - t >= left) return end === "closing" ? t + left : next(t + left);
      left -= until - t;
    }
    return BEYOND;
  };
  const previousClosing = (at: number) => {
    if (isOpen(at - 1)) return at;
    const closing = stretchStart(at, at - horizon);
    return closing > at - horizon ? closing : BEYOND;
  };
  const subtract = (at: number, ms: number, end: EndOfBudget = "closing") => {
    if (ms === 0) return at;
    const limit = at - horizon;
    let left = ms;
    for (let t = at, since = t; t > limit; t = since) {
      since = stretchStart(t, limit);
      if (!isOpen(t - 1)) continue;
      if (t - since > left) return t - left;
      if (t - since === left) return end === "closing" ? since : previousClosing(since);
      left -= t - since;
    }
    return BEYOND;
  };
  const periods = (from: number, to: number) => {
    const found: { from: number; to: number }[] = [];
    for (let t = from, until = t; t < to; t = until) {
      until = Math.min(stretchEnd(t, to), to);
      if (isOpen(t)) found.push({ from: t, to: until });
    }
    return found;
  };
  const measure = (from: number, to: number) => {
    let sum = 0;
    for (let t = from, until = t; t < to; t = until) {
      until = Math.min(stretchEnd(t, to), to);
      if (isOpen(t)) sum += until - t;
    }
    return sum;
  };
  return { isOpen, measure, add, subtract, next, periods };
}

interface Cells {
  readonly cell: number;
  isOpen(at: number): boolean;
}

const remembered = new WeakMap<CalendarDefinition, Map<string, Cells>>();

/** The cells of a calendar, once for each set of versions that can be known: nothing else hangs on `knownAt`. */
function cellsOf(definition: CalendarDefinition, knownAt: number): Cells {
  const known = (definition.versions ?? []).filter((version) => enteredAt(version) <= knownAt);
  const key = known.map((version) => definition.versions?.indexOf(version)).join();
  const ofCalendar = remembered.get(definition) ?? new Map<string, Cells>();
  remembered.set(definition, ofCalendar);
  const cells = ofCalendar.get(key) ?? makeCells(definition, known);
  ofCalendar.set(key, cells);
  return cells;
}

const OPEN = 1;
const SHUT = 2; // 0 is a cell that nobody has asked

function makeCells(definition: CalendarDefinition, known: readonly CalendarVersion[]): Cells {
  const offset = offsets(definition.timeZone);
  const cell = /"\d\d:\d\d:(?!00)\d\d"/.test(JSON.stringify(definition)) ? 1_000 : 60_000;
  const dates = new Map<number, (second: number) => boolean>();
  const isCellOpen = (start: number): boolean => {
    const local = start + offset(start);
    const day = Math.floor(local / MS_PER_DAY);
    const inHours = dates.get(day) ?? hoursOn(hoursInForce(definition, known, day), day);
    dates.set(day, inHours);
    return inHours((local - day * MS_PER_DAY) / 1_000);
  };
  const length = MS_PER_DAY; // read once: an import is a call in the innermost loop here
  const days = new Map<number, Uint8Array<ArrayBuffer>>(); // what the cells of a day in UTC answered
  let [dayStart, cells] = [Number.NaN, new Uint8Array(0)];
  const turnTo = (at: number) => {
    const day = Math.floor(at / length);
    cells = days.get(day) ?? new Uint8Array(length / cell);
    days.set(day, cells);
    dayStart = day * length;
  };
  const isOpen = (at: number): boolean => {
    if (!(at >= dayStart && at < dayStart + length)) turnTo(at);
    const i = Math.floor((at - dayStart) / cell);
    const answer = cells[i] || (isCellOpen(dayStart + i * cell) ? OPEN : SHUT);
    cells[i] = answer;
    return answer === OPEN;
  };
  return { cell, isOpen };
}

function enteredAt({ knownFrom }: CalendarVersion): number {
  if (knownFrom === undefined) return Number.NEGATIVE_INFINITY;
  return typeof knownFrom === "number" ? knownFrom : Date.parse(knownFrom);
}

/** C5: of the versions known and in force on a date the one that begins last; of several from one date the one entered last. */
function hoursInForce(
  calendar: CalendarDefinition,
  known: readonly CalendarVersion[],
  day: number,
): CalendarHours {
  const date = isoDay(day);
  let [best, bestFrom, bestKnown]: [CalendarHours, string, number] = [calendar, "", Number.NEGATIVE_INFINITY];
  for (const version of known) {
    const entered = enteredAt(version);
    if (version.from > date || version.from < bestFrom) continue;
    if (version.from === bestFrom && entered < bestKnown) continue;
    [best, bestFrom, bestKnown] = [{ ...calendar, ...version }, version.from, entered];
  }
  return best;
}

/**
 * C3 and C4: whether a wall time of a date is open: closures cut whatever opened; special hours over holiday
 * over weekly hours. A window past midnight runs over into the date after its own.
 */
function hoursOn(hours: CalendarHours, day: number): (second: number) => boolean {
  const [today, yesterday] = [isoDay(day), isoDay(day - 1)];
  const { closures = [], specialHours: special = {}, weeklyHours: weekly = {} } = hours;
  const closed = (date: string) =>
    closures
      .filter((closure) => closure.date === "daily" || closure.date === date)
      .map(({ from, to }): Window => [from, to]);
  const isHolidayToday = hours.holidays?.some((entry) => isHoliday(entry, today)) ?? false;
  const isShutToday = startToday(closed(today));
  const isShutFromYesterday = runOver(closed(yesterday));
  const opensFromYesterdaysSpecial = runOver(special[yesterday] ?? []);
  const opensByTodaysSpecial = startToday(special[today] ?? []);
  const opensToday = startToday(weekly[weekdayName(day)] ?? []);
  const opensFromYesterday = runOver(weekly[weekdayName(day - 1)] ?? []);
  return (second) => {
    if (isShutToday(second) || isShutFromYesterday(second)) return false;
    if (opensFromYesterdaysSpecial(second)) return true;
    if (special[today]) return opensByTodaysSpecial(second);
    if (isHolidayToday) return false;
    return opensToday(second) || opensFromYesterday(second);
  };
}

function isHoliday(entry: NonNullable<CalendarHours["holidays"]>[number], today: string): boolean {
  if (typeof entry !== "string") return entry.from <= today && today <= entry.to;
  return entry === today || entry === today.slice(5);
}

/** Whether a wall time lies in the part of one of the windows on the window's own date. */
function startToday(windows: readonly Window[]): (second: number) => boolean {
  const read = windows.map(readWindow);
  return (second) => read.some(({ from, to }) => from <= second && (second < to || to < from));
}

/** Whether a wall time lies in the part of one of the windows past midnight, on the date after the window's own. */
function runOver(windows: readonly Window[]): (second: number) => boolean {
  const read = windows.map(readWindow);
  return (second) => read.some(({ from, to }) => to < from && second < to);
}

function readWindow([from, to]: Window): { from: number; to: number } {
  return { from: seconds(from), to: seconds(to) };
}

function seconds(time: string): number {
  return Number(time.slice(0, 2)) * 3_600 + Number(time.slice(3, 5)) * 60 + Number(time.slice(6, 8));
}

const zones = new Map<string, (at: number) => number>();

/**
 * A zone's offset from UTC in milliseconds. Luxon is asked at both ends of each day once, where those differ at
 * both ends of each quarter of an hour, and where those differ at every instant: clocks have changed at 10:40 UTC
 * (Kiritimati, 1979) and at 03:31 UTC (St John's, to 2011). No two changes lie within a day.
 */
export function offsets(id: string): (at: number) => number {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(id);
  if (fixed) return () => Number(`${fixed[1]}1`) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  const known = zones.get(id);
  if (known) return known;
  const zone = IANAZone.create(id);
  const ask = (at: number) => zone.offset(at) * 60_000;
  const offset = steadyWithin(MS_PER_DAY, ask, steadyWithin(QUARTER, ask, ask));
  zones.set(id, offset);
  return offset;
}

/** Asks at both ends of each stretch of `length` once, and `closer` within those in which they differ. */
function steadyWithin(
  length: number,
  ask: (at: number) => number,
  closer: (at: number) => number,
): (at: number) => number {
  const asked = new Map<number, number>();
  const atEdge = (number: number) => {
    const offset = asked.get(number) ?? ask(number * length);
    asked.set(number, offset);
    return offset;
  };
  return (at) => {
    const number = Math.floor(at / length);
    return atEdge(number) === atEdge(number + 1) ? atEdge(number) : closer(at);
  };
}
