import type { Calendar, View } from "../calendar/compile.ts";
import { advanceDays, type BusinessDays } from "../calendar/days.ts";
import {
  advance,
  type EndOfBudget,
  isOpen,
  measure,
  nextOpen,
  periodsIn,
  retreat,
} from "../calendar/lookup.ts";
import { DAY, MAX_INSTANT, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { instantOfWallTime, offsetAt } from "../time/zone.ts";

/** How time is measured for one promise: a calendar's business time, or every instant. */
export interface Ruler {
  readonly isBusiness: boolean;
  /** Since when the desk has known the calendar so (semantics C5); null around the clock. */
  readonly knownFrom: number | null;
  /** Time that counts in `[from, to)`; negative when `to` is before `from`. */
  measure(from: number, to: number): number;
  /** When `ms` ≥ 0 that count after `at` are used up (semantics C7); null for never. */
  advance(at: number, ms: number, end: EndOfBudget): number | null;
  /** The latest instant with `ms` ≥ 0 that count between it and `at`; null for never. */
  retreat(at: number, ms: number): number | null;
  /** The parts of `[from, to)` that count, in order; they add up to what `measure` gives. */
  periods(from: number, to: number): [number, number][];
  /** Whether an instant counts. */
  counts(at: number): boolean;
  /** The first instant at or after `at` that counts; null for never. */
  next(at: number): number | null;
  /** The same wall time `days` dates after `at`, and then `ms` (semantics C8, T3). */
  wallDays(at: number, days: number, ms: number): number;
  /** So many business days after `at` (semantics C8); null for never, and around the clock. */
  businessDays(at: number, amount: BusinessDays): number | null;
}

/** Every instant counts; the calendar, if any, gives the zone. */
export function aroundTheClock(calendar: Calendar | null): Ruler {
  return {
    isBusiness: false,
    knownFrom: null,
    measure: (from, to) => to - from,
    advance: (at, ms) => reachable(at + ms),
    retreat: (at, ms) => reachable(at - ms),
    periods: (from, to) => (from < to ? [[from, to]] : []),
    counts: () => true,
    next: (at) => at,
    wallDays: (at, days, ms) => wallDays(calendar, at, days) + ms,
    businessDays: () => null,
  };
}

/**
 * The calendar's business time counts, by one view of it (semantics C5). Outside the supported years none does: the
 * verdict then carries a warning.
 */
export function businessTime(calendar: Calendar, { table, knownFrom }: View): Ruler {
  return {
    isBusiness: true,
    knownFrom,
    measure: (from, to) => measure(table, nearest(from), nearest(to)),
    advance: (at, ms, end) => {
      if (at >= SUPPORTED_TO) return null;
      if (ms > 0) return advance(table, nearest(at), ms, end);
      return end === "closing" ? at : nextOpen(table, nearest(at));
    },
    retreat: (at, ms) => (ms === 0 ? at : isSupported(at) ? retreat(table, at, ms, "closing") : null),
    periods: (from, to) => periodsIn(table, nearest(from), nearest(to)),
    counts: (at) => isSupported(at) && isOpen(table, at),
    next: (at) => (at < SUPPORTED_TO ? nextOpen(table, nearest(at)) : null),
    wallDays: (at, days, ms) => wallDays(calendar, at, days) + ms,
    businessDays: (at, amount) => (isSupported(at) ? advanceDays(table, calendar.zone, at, amount) : null),
  };
}

function isSupported(at: number): boolean {
  return at >= SUPPORTED_FROM && at < SUPPORTED_TO;
}

function nearest(at: number): number {
  return at < SUPPORTED_FROM ? SUPPORTED_FROM : at < SUPPORTED_TO ? at : SUPPORTED_TO - 1;
}

function wallDays(calendar: Calendar | null, at: number, days: number): number {
  if (!calendar) return at + days * DAY;
  return instantOfWallTime(calendar.zone, at + offsetAt(calendar.zone, at) + days * DAY);
}

function reachable(at: number): number | null {
  return Math.abs(at) <= MAX_INSTANT ? at : null;
}
