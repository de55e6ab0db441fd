import { describe, expect, it } from "vitest";
import { addBusinessTime, businessTimeBetween } from "../../src/calendar/arithmetic.ts";
import { addBusinessTimes, businessTimesBetween } from "../../src/calendar/batch.ts";
import { compileCalendar } from "../../src/calendar/compile.ts";
import type { CalendarHours } from "../../src/calendar/definition.ts";
import { SlaError } from "../../src/diagnostics.ts";
import { luxonZones } from "../../src/luxon/zones.ts";
import { SUPPORTED_FROM, SUPPORTED_TO } from "../../src/time/units.ts";

const HOUR = 3_600_000;
const LUNCH: CalendarHours = {
  weeklyHours: {
    mon: [
      ["09:00", "12:30"],
      ["13:00", "17:30"],
    ],
    fri: [["22:00", "06:00"]],
  },
  holidays: ["12-25"],
};
const ALWAYS: CalendarHours = { always: true };
const ONCE: CalendarHours = { specialHours: { "2026-03-02": [["09:00", "10:00"]] } };

/** Starts over all supported years and amounts of either sign, some of them beyond: more than one stretch. */
const COUNT = 3_000;
const ats = Float64Array.from({ length: COUNT }, (_, i) => ((i * 0.618_034) % 1) * (SUPPORTED_TO - 1)).map(
  Math.floor,
);
const ms = Float64Array.from(
  { length: COUNT },
  (_, i) => [8 * HOUR, -9 * HOUR, 0, 1, -1, i * 1e9, -i * 1e9][i % 7],
);

describe("questions in a batch", () => {
  it.each([
    ["two windows a day", LUNCH],
    ["around the clock", ALWAYS],
    ["one hour ever", ONCE],
  ])("are answered as one by one: %s", (_, hours) => {
    for (const endOfBudget of ["closing", "nextOpening"] as const) {
      const one = calendar(hours);
      const added = [...ats].map((at, i) => addBusinessTime(one, at, ms[i], { endOfBudget }) ?? Number.NaN);
      expect([...addBusinessTimes(calendar(hours), ats, ms, { endOfBudget })]).toEqual(added);
    }
    const tos = ats.slice().reverse();
    const one = calendar(hours);
    const between = [...ats].map((at, i) => businessTimeBetween(one, at, tos[i]));
    expect([...businessTimesBetween(calendar(hours), ats, tos)]).toEqual(between);
  });

  it("are answered as one by one where the window grows on the way, and at the ends of the years", () => {
    const starts = Float64Array.of(
      Date.UTC(2026, 2, 2, 10),
      Date.UTC(2026, 2, 2, 10),
      SUPPORTED_FROM,
      SUPPORTED_TO - 1,
    );
    const amounts = Float64Array.of(-20_000 * HOUR, 8 * HOUR, -1, 1);
    const added = [...starts].map((at, i) => addBusinessTime(calendar(LUNCH), at, amounts[i]) ?? Number.NaN);
    expect([...addBusinessTimes(calendar(LUNCH), starts, amounts)]).toEqual(added);
    const near = starts.subarray(0, 2);
    expect([...addBusinessTimes(calendar(LUNCH), near, amounts.subarray(0, 2))]).toEqual(added.slice(0, 2));
  });

  it("may be answered over either input, and over memory that is shared out of step", () => {
    const one = calendar(LUNCH);
    const right = addBusinessTimes(one, ats, ms);
    const [starts, amounts] = [ats.slice(), ms.slice()];
    expect(addBusinessTimes(one, starts, ms, { out: starts })).toEqual(right);
    expect(addBusinessTimes(one, ats, amounts, { out: amounts })).toEqual(right);
    const memory = new Float64Array(COUNT + 1);
    memory.set(ats);
    expect(addBusinessTimes(one, memory.subarray(0, COUNT), ms, { out: memory.subarray(1) })).toEqual(right);
  });

  it("are refused before anything is written", () => {
    const out = new Float64Array(3).fill(7);
    const good = Float64Array.of(0, HOUR, 2 * HOUR);
    for (const bad of [Number.NaN, 0.5, -1, SUPPORTED_TO, Number.POSITIVE_INFINITY]) {
      const last = Float64Array.of(0, HOUR, bad);
      expect(() => addBusinessTimes(calendar(LUNCH), last, good, { out })).toThrow(SlaError);
      expect(() => businessTimesBetween(calendar(LUNCH), last, good, { out })).toThrow(SlaError);
      expect(() => businessTimesBetween(calendar(LUNCH), good, last, { out })).toThrow("tos.2");
    }
    expect(() => addBusinessTimes(calendar(LUNCH), good, Float64Array.of(1, 2, 0.5), { out })).toThrow(
      "ms.2",
    );
    expect(() => addBusinessTimes(calendar(LUNCH), good, good.subarray(1), { out })).toThrow(
      "as many entries",
    );
    expect(() => addBusinessTimes(calendar(LUNCH), good, good, { out, knownAt: 0.5 })).toThrow("knownAt");
    expect([...out]).toEqual([7, 7, 7]);
  });

  it("may be none", () => {
    expect(addBusinessTimes(calendar(LUNCH), new Float64Array(0), new Float64Array(0))).toEqual(
      new Float64Array(0),
    );
    expect(businessTimesBetween(calendar(LUNCH), new Float64Array(0), new Float64Array(0))).toHaveLength(0);
  });
});

function calendar(hours: CalendarHours) {
  return compileCalendar({ timeZone: "Europe/Warsaw", ...hours }, { zones: luxonZones() });
}
