/*
 * What the laws of calendars share: how a law is tried, and comparisons that cost nothing where they hold.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  addBusinessTime,
  businessPeriods,
  businessTimeBetween,
  isBusinessTime,
  nextBusinessTime,
  subtractBusinessTime,
} from "../../../src/calendar/arithmetic.ts";
import type { Calendar } from "../../../src/calendar/compile.ts";
import type { CalendarDefinition } from "../../../src/calendar/definition.ts";
import { MS_PER_DAY } from "../../../src/testing/definition/civil.ts";
import { WEEKDAYS } from "../../../src/time/civil.ts";
import { CASES, calendarOf, RUNS, type Situation, situations } from "../arbitraries.ts";

export const ENDS = ["closing", "nextOpening"] as const;

interface Options {
  readonly given?: fc.Arbitrary<Situation[]>;
  /** Share of the runs, for the slow ones (docs/laws.md). */
  readonly share?: number;
}

export function law(title: string, check: (situation: Situation) => void, options: Options = {}): void {
  it(title, () => {
    const numRuns = Math.max(1, Math.round((RUNS * (options.share ?? 1)) / CASES));
    fc.assert(
      fc.property(options.given ?? situations(), (many) => {
        for (const one of many) checkOne(check, one);
      }),
      { numRuns },
    );
  });
}

/** Names the situation that breaks the law among those of its calendar. */
function checkOne(check: (situation: Situation) => void, situation: Situation): void {
  try {
    check(situation);
  } catch (thrown) {
    const { definition, ...instants } = situation;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Error(`${message}\nwhere ${JSON.stringify(instants)}\nin ${JSON.stringify(definition)}`, {
      cause: thrown,
    });
  }
}

/** `expect(actual).toBe(expected)`, asked only where they differ: a passing one costs more than most answers. */
export function same(actual: unknown, expected: unknown): void {
  if (!Object.is(actual, expected)) expect(actual).toBe(expected);
}

export function atMost(actual: number, limit: number): void {
  if (!(actual <= limit)) expect(actual).toBeLessThanOrEqual(limit);
}

export function less(actual: number, limit: number): void {
  if (!(actual < limit)) expect(actual).toBeLessThan(limit);
}

interface Period {
  readonly from: number;
  readonly to: number;
}

export function samePeriods(actual: readonly Period[], expected: readonly Period[]): void {
  const isSame =
    actual.length === expected.length &&
    actual.every(({ from, to }, i) => from === expected[i].from && to === expected[i].to);
  if (!isSame) expect(actual).toEqual(expected);
}

export type Asked = Pick<Situation, "a" | "b" | "c" | "x" | "y">;

interface Answers {
  readonly moments: readonly (number | boolean | null)[];
  readonly periods: readonly Period[];
}

/** Every question that a calendar answers, at every instant of the situation. */
export function answers(calendar: Calendar, { a, b, c, x, y }: Asked, knownAt?: number): Answers {
  const known = knownAt === undefined ? {} : { knownAt };
  const moments: (number | boolean | null)[] = [];
  for (const at of [a, b, c]) {
    moments.push(isBusinessTime(calendar, at, known), nextBusinessTime(calendar, at, known));
    for (const endOfBudget of ENDS) {
      const options = { ...known, endOfBudget };
      for (const ms of [x, y]) {
        moments.push(addBusinessTime(calendar, at, ms, options));
        moments.push(subtractBusinessTime(calendar, at, ms, options));
      }
    }
  }
  moments.push(businessTimeBetween(calendar, a, b, known), businessTimeBetween(calendar, b, c, known));
  return { moments, periods: businessPeriods(calendar, a, Math.min(c, a + 40 * MS_PER_DAY), known) };
}

export function sameAnswers(actual: Answers, expected: Answers): void {
  const isSame =
    actual.moments.length === expected.moments.length &&
    actual.moments.every((answer, i) => Object.is(answer, expected.moments[i]));
  if (!isSame) expect(actual.moments).toEqual(expected.moments);
  samePeriods(actual.periods, expected.periods);
}

/** What `make` makes of a calendar, once for each calendar and key. */
export function oncePerCalendar<T>(make: (definition: CalendarDefinition, key: string) => T) {
  const made = new WeakMap<CalendarDefinition, Map<string, T>>();
  return (definition: CalendarDefinition, key = ""): T => {
    const ofCalendar = made.get(definition) ?? new Map<string, T>();
    made.set(definition, ofCalendar);
    const known = ofCalendar.get(key);
    if (known !== undefined) return known;
    const value = make(definition, key);
    ofCalendar.set(key, value);
    return value;
  };
}

export function alwaysOpen(timeZone: string): CalendarDefinition {
  return { timeZone, weeklyHours: Object.fromEntries(WEEKDAYS.map((day) => [day, [["00:00", "24:00"]]])) };
}

/** The calendar of the same zone that is always open. */
export const alwaysOf = oncePerCalendar(({ timeZone }) => calendarOf(alwaysOpen(timeZone)));

export function opens(definition: CalendarDefinition): boolean {
  try {
    calendarOf(definition);
    return true;
  } catch {
    return false;
  }
}

export function orNever(at: number | null): number {
  return at ?? Number.POSITIVE_INFINITY;
}
