/*
 * Calendars, instants and amounts for the laws, biased to where engines go wrong: the edges of windows, the
 * changes of the clocks, year ends and leap days, budgets that end exactly at closing.
 */
import fc from "fast-check";
import { businessTimeBetween } from "../../src/calendar/arithmetic.ts";
import { type Calendar, compileCalendar } from "../../src/calendar/compile.ts";
import type {
  CalendarDefinition,
  CalendarHours,
  CalendarVersion,
  Window,
} from "../../src/calendar/definition.ts";
import { SlaError } from "../../src/diagnostics.ts";
import { luxonZones } from "../../src/luxon/zones.ts";
import { isoDay, MS_PER_DAY } from "../../src/testing/definition/civil.ts";
import { WEEKDAYS } from "../../src/time/civil.ts";
import { fixedZone, offsetAt, type ZoneTable } from "../../src/time/zone.ts";

/** Half-hour DST, Ramadan, negative DST, two hours, skipped days, gaps and repeats at midnight, odd minutes. */
export const ZONES = [
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Europe/Dublin",
  "Antarctica/Troll",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "America/Sao_Paulo",
  "America/Havana",
  "America/St_Johns",
  "Pacific/Chatham",
  "Asia/Kathmandu",
  "UTC",
  "+05:30",
  "America/New_York",
  "Europe/Warsaw",
] as const;

const FROM = Date.UTC(1972, 1, 1);
const TO = Date.UTC(2089, 11, 1);
const HOUR = 3_600_000;

/** A calendar, instants near one another and where it is likely to break, and amounts of business time. */
export interface Situation {
  readonly definition: CalendarDefinition;
  /** In order; they may be equal. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Amounts, milliseconds, for starts at `a`: often exactly what lies before an edge. */
  readonly x: number;
  readonly y: number;
  /** An instant of knowledge: near, so that some versions are known by it and some are not. */
  readonly knownAt: number;
}

interface Shape {
  readonly zone?: readonly string[];
  readonly seconds?: boolean;
  readonly versions?: boolean;
  readonly dated?: boolean;
}

/** Cases of each law; `npm run soak` tries a million. */
export const RUNS = Number(process.env.DUECLOCK_RUNS ?? 10_000);

/**
 * Situations of one calendar that are drawn, and tried, together: most of the time goes to making calendars. A
 * million cases of a law are 20,000 calendars.
 */
export const CASES = RUNS > 10_000 ? 50 : 20;

/** Situations of one calendar, in all zones with everything a calendar can say, unless the shape says less. */
export function situations(shape: Shape = {}): fc.Arbitrary<Situation[]> {
  return fc
    .constantFrom(...(shape.zone ?? ZONES))
    .chain((zone) => fc.tuple(fc.constant(zone), center(zone)))
    .chain(([zone, at]) => fc.tuple(calendarNear(zone, at, shape), fc.constant(at), SEED))
    .map(([definition, at, seed]) => situationsOf(definition, at, chance(seed)));
}

const SEED = fc.noShrink(fc.noBias(fc.nat()));

/** Drawn from one number: fast-check's own draws, some thirty for each situation, would cost more than the laws. */
function situationsOf(definition: CalendarDefinition, at: number, draw: Chance): Situation[] {
  const calendar = calendarOf(definition);
  const near = instantNear(definition, at);
  return Array.from({ length: CASES }, () => {
    const [a, b, c] = [near(draw), near(draw), near(draw)].sort((one, other) => one - other);
    const exact = [businessTimeBetween(calendar, a, b), businessTimeBetween(calendar, a, c)];
    return { definition, a, b, c, x: amount(draw, exact), y: amount(draw, exact), knownAt: near(draw) };
  });
}

/** A whole number of `[0, below)`. */
type Chance = (below: number) => number;

/** Numbers that look like chance, always the same from one seed (the generator known as mulberry32). */
function chance(seed: number): Chance {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const compiled = new WeakMap<CalendarDefinition, Calendar>();

/** The definition compiled, once. */
export function calendarOf(definition: CalendarDefinition): Calendar {
  const known = compiled.get(definition);
  if (known) return known;
  const calendar = compileCalendar(definition, { zones: luxonZones() });
  compiled.set(definition, calendar);
  return calendar;
}

/** The zone, by name or fixed offset. */
export function zoneOf(id: string): ZoneTable {
  return (fixedZone(id) ?? luxonZones().zone(id)) as ZoneTable;
}

const centers = new Map<string, fc.Arbitrary<number>>();

/** A day at which something is up in the zone, to the minute. */
function center(zone: string): fc.Arbitrary<number> {
  const known = centers.get(zone) ?? makeCenter(zone);
  centers.set(zone, known);
  return known;
}

function makeCenter(zone: string): fc.Arbitrary<number> {
  const changes = zoneOf(zone).transitions;
  const year = fc.integer({ min: 1973, max: 2088 });
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...[...changes, FROM].filter((at) => at >= FROM && at < TO)) },
    { weight: 1, arbitrary: year.map((y) => Date.UTC(y, 0, 1)) },
    { weight: 1, arbitrary: year.map((y) => Date.UTC(y - (y % 4), 1, 29)) },
    { weight: 1, arbitrary: fc.integer({ min: FROM / 60_000, max: TO / 60_000 }).map((m) => m * 60_000) },
  );
}

function calendarNear(timeZone: string, at: number, shape: Shape): fc.Arbitrary<CalendarDefinition> {
  const day = Math.floor((at + offsetAt(zoneOf(timeZone), at)) / MS_PER_DAY);
  const version: fc.Arbitrary<CalendarVersion> = fc
    .tuple(fc.integer({ min: -4, max: 4 }), maybe(nearby(at, 6 * MS_PER_DAY)), hours(day, shape, 0.5))
    .map(([days, knownFrom, rest]) => ({
      from: isoDay(day + days),
      ...(knownFrom !== undefined && { knownFrom }),
      ...rest,
    }));
  const versions = shape.versions === false ? fc.constant([]) : fc.array(version, { maxLength: 3 });
  return fc
    .tuple(hours(day, shape, 1), versions)
    .map(([own, list]) => ({ timeZone, ...own, ...(list.length > 0 && { versions: list }) }))
    .filter(opens);
}

/** Weekly hours and dated entries around a date; `share` of the fields are given. */
function hours(day: number, shape: Shape, share: number): fc.Arbitrary<CalendarHours> {
  const date = fc.integer({ min: -5, max: 5 }).map((days) => isoDay(day + days));
  const range = fc.tuple(date, fc.integer({ min: 0, max: 3 })).map(([from, days]) => ({
    from,
    to: isoDay(Date.parse(from) / MS_PER_DAY + days),
  }));
  const holiday = fc.oneof(
    date,
    date.map((text) => text.slice(5)),
    range,
    fc.constantFrom("02-29", "01-01", "12-31"),
  );
  const window = windowOf(shape.seconds ?? false);
  const windows = fc.array(window, { maxLength: 3 });
  const closure = fc
    .tuple(fc.oneof(fc.constant("daily"), date, date), window)
    .map(([when, [from, to]]) => ({ date: when, from, to }));
  const given = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.option(arbitrary, { nil: undefined, freq: share < 1 ? 1 : 4 });
  const none = fc.constant(undefined);
  const dated = shape.dated !== false;
  return fc
    .record({
      weeklyHours: share < 1 ? given(weekly(window)) : weekly(window),
      holidays: dated ? given(fc.array(holiday, { maxLength: 3 })) : none,
      specialHours: dated ? given(fc.dictionary(date, windows, { maxKeys: 3 })) : none,
      closures: dated ? given(fc.array(closure, { maxLength: 2 })) : none,
    })
    .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
}

function weekly(window: fc.Arbitrary<Window>): fc.Arbitrary<NonNullable<CalendarHours["weeklyHours"]>> {
  const everyDay = (windows: Window[]) => Object.fromEntries(WEEKDAYS.map((day) => [day, windows]));
  const office: Window[] = [
    ["09:00", "12:30"],
    ["13:00", "17:00"],
  ];
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(everyDay([["00:00", "24:00"]])) },
    { weight: 1, arbitrary: fc.constant(everyDay([["22:00", "06:00"]])) },
    { weight: 1, arbitrary: fc.constant({ ...everyDay(office), sat: [], sun: [] }) },
    { weight: 5, arbitrary: fc.record(everyWeekday(fc.array(window, { minLength: 0, maxLength: 3 }))) },
  );
}

function everyWeekday<T>(value: T): Record<(typeof WEEKDAYS)[number], T> {
  return Object.fromEntries(WEEKDAYS.map((day) => [day, value])) as Record<(typeof WEEKDAYS)[number], T>;
}

/** Same day or overnight, to midnight either way of writing it, many near the hours at which clocks change. */
function windowOf(withSeconds: boolean): fc.Arbitrary<Window> {
  const two = (value: number) => String(value).padStart(2, "0");
  const second = withSeconds ? fc.integer({ min: 0, max: 59 }).map((s) => `:${two(s)}`) : fc.constant("");
  const minute = fc
    .integer({ min: 0, max: 1_439 })
    .map((minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`);
  const early = fc.constantFrom("00:00", "00:30", "01:00", "01:30", "02:00", "02:30", "03:00", "04:00");
  const late = fc.constantFrom("09:00", "12:00", "17:00", "22:00", "23:00", "23:30", "23:59");
  const time = fc.tuple(fc.oneof(early, late, minute), second).map((parts) => parts.join(""));
  const end = fc.oneof({ weight: 5, arbitrary: time }, { weight: 1, arbitrary: fc.constant("24:00") });
  return fc.tuple(time, end).filter(([from, to]) => from.slice(0, 5) !== to.slice(0, 5));
}

/** Instants within days of `at`: window edges and clock changes with a millisecond either side, or anything. */
function instantNear(definition: CalendarDefinition, at: number): (draw: Chance) => number {
  const zone = zoneOf(definition.timeZone);
  const today = Math.floor((at + offsetAt(zone, at)) / MS_PER_DAY);
  const found = JSON.stringify(definition).match(/"\d\d:\d\d(:\d\d)?"/g);
  const times = [...new Set(found), '"00:00"'].map(wallTime);
  const edge = (draw: Chance) => {
    const wall = (today + draw(9) - 4) * MS_PER_DAY + oneOf(draw, times);
    const side = oneOf(draw, [-HOUR, HOUR]); // either side of a change: both passes of an hour
    return wall - offsetAt(zone, wall - offsetAt(zone, at) + side) + oneOf(draw, NUDGES);
  };
  return (draw) => {
    const kind = draw(9);
    if (kind < 5) return edge(draw);
    if (kind < 7) return at + oneOf(draw, HOURS) + oneOf(draw, NUDGES);
    return at + draw(10 * MS_PER_DAY + 1) - 5 * MS_PER_DAY;
  };
}

const NUDGES = [0, 0, -1, 1, -1_000, 1_000, -60_000, 60_000];
const HOURS = [0, 0, -HOUR, HOUR, -HOUR / 2, HOUR / 2];
const AMOUNTS = [0, 1, 1_000, 60_000, HOUR, 8 * HOUR, MS_PER_DAY];

/** Up to two days, or often one of `exact`, or a millisecond off it. */
function amount(draw: Chance, exact: readonly number[]): number {
  const kind = draw(3);
  if (kind === 0) return oneOf(draw, AMOUNTS);
  if (kind === 1) return draw(2 * MS_PER_DAY + 1);
  return Math.max(0, oneOf(draw, exact) + oneOf(draw, [0, 0, -1, 1]));
}

function oneOf<T>(draw: Chance, values: readonly T[]): T {
  return values[draw(values.length)];
}

function nearby(at: number, reach: number): fc.Arbitrary<number> {
  return fc.integer({ min: -reach, max: reach }).map((by) => at + by);
}

function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 1 });
}

function wallTime(quoted: string): number {
  const [hour, minute, second] = quoted.slice(1, -1).split(":").map(Number);
  return (hour * 3_600 + minute * 60 + (second ?? 0)) * 1_000;
}

/** Whether the calendar has business time at all: one without is no calendar (semantics C9). */
function opens(definition: CalendarDefinition): boolean {
  try {
    calendarOf(definition);
    return true;
  } catch (thrown) {
    if (thrown instanceof SlaError && thrown.issues.every(({ code }) => code === "calendar.never_open")) {
      return false;
    }
    throw thrown;
  }
}
