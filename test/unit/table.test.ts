import { describe, expect, it } from "vitest";
import {
  addBusinessTime,
  businessPeriods,
  businessTimeBetween,
  isBusinessTime,
  nextBusinessTime,
  subtractBusinessTime,
} from "../../src/calendar/arithmetic.ts";
import { compileCalendar } from "../../src/calendar/compile.ts";
import type { CalendarHours, Window } from "../../src/calendar/definition.ts";
import { luxonZones } from "../../src/luxon/zones.ts";
import { WEEKDAYS } from "../../src/time/civil.ts";
import { SUPPORTED_FROM, SUPPORTED_TO } from "../../src/time/units.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

describe("a table that covers all supported years", () => {
  const windows: Window[] = [
    ["09:00", "12:30"],
    ["13:00", "17:30"],
  ];
  const lunch = calendar({ weeklyHours: Object.fromEntries(WEEKDAYS.map((day) => [day, windows])) });

  it("finds the period of every opening and closing, to the millisecond", () => {
    const periods = businessPeriods(lunch, SUPPORTED_FROM, SUPPORTED_TO - 1);
    const wrong = periods.filter(({ from, to }, i) => {
      const open = [from - 1, from, to - 1, to].map((at) => isBusinessTime(lunch, at));
      const next = periods[i + 1]?.from ?? null;
      return open.join() !== "false,true,true,false" || nextBusinessTime(lunch, to) !== next;
    });
    expect([periods.length, wrong]).toEqual([2 * ((SUPPORTED_TO - SUPPORTED_FROM) / DAY), []]);
  });

  it("finds the period in which every amount is used up, and the one from which", () => {
    const periods = businessPeriods(lunch, SUPPORTED_FROM, SUPPORTED_TO - 1);
    const last = periods[periods.length - 1].to;
    let used = 0;
    const wrong = periods.filter(({ from, to }) => {
      const [opening, closing] = [used + 1, used + to - from];
      used = closing;
      return (
        addBusinessTime(lunch, SUPPORTED_FROM, opening) !== from + 1 ||
        addBusinessTime(lunch, SUPPORTED_FROM, closing) !== to ||
        subtractBusinessTime(lunch, to, closing) !== periods[0].from ||
        businessTimeBetween(lunch, from, last) !==
          businessTimeBetween(lunch, SUPPORTED_FROM, last) - opening + 1
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe("a table whose periods are far from evenly spread", () => {
  const minutes = Array.from({ length: 700 }, (_, i): Window => [clock(2 * i), clock(2 * i + 1)]);

  it("answers within a date of 700 windows, and none in other years", () => {
    const day = Date.UTC(2050, 2, 1);
    const once = calendar({ specialHours: { "2050-03-01": minutes, "2100-12-31": [["23:00", "24:00"]] } });
    const wrong = minutes.filter((_, i) => {
      const opening = day + 2 * i * MINUTE;
      const open = [opening - 1, opening, opening + MINUTE - 1, opening + MINUTE];
      return (
        open.map((at) => isBusinessTime(once, at)).join() !== "false,true,true,false" ||
        addBusinessTime(once, SUPPORTED_FROM, (i + 1) * MINUTE) !== opening + MINUTE ||
        businessTimeBetween(once, SUPPORTED_FROM, opening + 1) !== i * MINUTE + 1
      );
    });
    expect(wrong).toEqual([]);
    expect(addBusinessTime(once, SUPPORTED_FROM, 701 * MINUTE)).toBe(Date.UTC(2100, 11, 31, 23, 1));
  });

  it("answers where there is one period, at the end of the supported years or over all of them", () => {
    const last = calendar({ specialHours: { "2100-12-31": [["23:00", "24:00"]] } });
    expect(nextBusinessTime(last, SUPPORTED_FROM)).toBe(Date.UTC(2100, 11, 31, 23));
    expect(isBusinessTime(last, SUPPORTED_TO - 1)).toBe(true);
    const always = calendar({ always: true });
    expect(addBusinessTime(always, SUPPORTED_FROM, SUPPORTED_TO - 1)).toBe(SUPPORTED_TO - 1);
    expect(addBusinessTime(always, SUPPORTED_FROM, SUPPORTED_TO)).toBeNull();
    expect(subtractBusinessTime(always, SUPPORTED_TO - 1, SUPPORTED_TO - 1)).toBe(SUPPORTED_FROM);
  });
});

function calendar(hours: CalendarHours) {
  return compileCalendar({ timeZone: "UTC", ...hours }, { zones: luxonZones() });
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
