import { describe, expect, it } from "vitest";
import { addBusinessDays, localDay } from "../../src/calendar/arithmetic.ts";
import { compileCalendar } from "../../src/calendar/compile.ts";
import type { CalendarDefinition, HolidayLists } from "../../src/calendar/definition.ts";
import { checkSla } from "../../src/index.ts";
import { luxonZones } from "../../src/luxon/zones.ts";

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
