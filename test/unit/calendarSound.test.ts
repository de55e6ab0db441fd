import { describe, expect, it } from "vitest";
import { addBusinessDays, isBusinessTime, localDay } from "../../src/calendar/arithmetic.ts";
import { compileCalendar } from "../../src/calendar/compile.ts";
import type { CalendarDefinition, HolidayLists } from "../../src/calendar/definition.ts";
import { checkSla } from "../../src/index.ts";
import { luxonZones } from "../../src/luxon/zones.ts";
import type { ZoneTable } from "../../src/time/zone.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DAY_HOURS = [["09:00", "17:00"]] as const;
const _WEEK = { mon: DAY_HOURS, tue: DAY_HOURS, wed: DAY_HOURS, thu: DAY_HOURS, fri: DAY_HOURS };

describe("business days from an hour that comes twice (C8)", () => {
  it("never end before their start, in either of the two", () => {
    const warsaw = compile({ timeZone: "Europe/Warsaw", always: true });
    const [first, second] = [at("2026-10-25T00:30Z"), at("2026-10-25T01:30Z")]; // 02:30 both times
    expect(addBusinessDays(warsaw, first, 0)).toBe(first);
    expect(addBusinessDays(warsaw, second, 0)).toBe(second);
    expect(addBusinessDays(warsaw, second, 1)).toBe(at("2026-10-26T01:30Z"));
    expect(addBusinessDays(warsaw, at("2026-10-24T00:30Z"), 1)).toBe(first);
  });
});

describe("the first and the last local day", () => {
  it.each([
    ["UTC", 0],
    ["Pacific/Kiritimati", -10.667],
    ["Pacific/Auckland", 12],
    ["America/New_York", -5],
    ["-18:00", -18],
    ["+18:00", 18],
  ])("begins and ends at midnight of its zone, %s, in UTC perhaps in another year", (timeZone, offset) => {
    const one = compile({ timeZone, always: true });
    expect(localDay(one, "1970-01-01").from / HOUR).toBeCloseTo(-offset, 2);
    expect(localDay(one, "1970-01-01").to - localDay(one, "1970-01-01").from).toBe(DAY);
    expect(localDay(one, "2100-12-31").to - localDay(one, "2100-12-31").from).toBe(DAY);
    expect(localDay(one, "2100-12-31").from).toBe(localDay(one, "2100-12-30").to);
  });
});

describe("zone tables of the host's own (T1)", () => {
  const compileIn = (table: unknown) =>
    compileCalendar(
      { timeZone: "Own/Zone", always: true },
      { zones: { label: "own", zone: () => table as ZoneTable } },
    );

  it.each<[string, unknown, string]>([
    ["no object", "UTC", "it is no object"],
    ["no id", { transitions: [], offsets: [0] }, "`id`"],
    ["no lists", { id: "x", transitions: null, offsets: [0] }, "no lists"],
    [
      "as many offsets as transitions",
      { id: "x", transitions: [0], offsets: [0] },
      "1 offsets for 1 transitions",
    ],
    [
      "unsorted transitions",
      { id: "x", transitions: [2_000, 1_000], offsets: [0, 1_000, 0] },
      "`transitions.1` is not after",
    ],
    [
      "a transition twice",
      { id: "x", transitions: [1_000, 1_000], offsets: [0, 1_000, 0] },
      "`transitions.1` is not after",
    ],
    ["parts of a second", { id: "x", transitions: [1], offsets: [0, 3_600_000] }, "whole seconds"],
    ["no number", { id: "x", transitions: [Number.NaN], offsets: [0, 3_600_000] }, "`NaN`"],
    ["offsets in minutes", { id: "x", transitions: [], offsets: [60] }, "whole seconds, in milliseconds"],
    ["offsets in seconds", { id: "x", transitions: [], offsets: [3_000] }, "all below a minute"],
    ["an offset of a day", { id: "x", transitions: [], offsets: [DAY] }, "below 24 hours"],
  ])("are refused with what is wrong with them: %s", (_, table, words) => {
    expect(() => compileIn(table)).toThrow("the zone table supplied for `Own/Zone` cannot be used");
    expect(() => compileIn(table)).toThrow(words);
  });

  it("are taken where they are sound", () => {
    const table = { id: "Own/Zone", transitions: [1_000], offsets: [-2_670_000, 0] };
    expect(isBusinessTime(compileIn(table), 0)).toBe(true);
  });
});

function compile(definition: CalendarDefinition, holidayLists: HolidayLists = {}) {
  return compileCalendar(definition, { zones: luxonZones(), holidayLists });
}

function _issuesOf(definition: CalendarDefinition): string[] {
  const { issues } = checkSla({ policies: [], calendars: { c: definition } });
  return issues.map(({ code, path }) => `${code} at ${path.slice(2).join(".")}`);
}

function _many<T>(count: number, calendar: T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, calendar]));
}

function _date(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function _clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function at(iso: string): number {
  return Date.parse(iso);
}
