import fc from "fast-check";
import { describe, it } from "vitest";
import {
  addBusinessTime,
  businessPeriods,
  businessTimeBetween,
  isBusinessTime,
  nextBusinessTime,
  subtractBusinessTime,
} from "../../../src/calendar/arithmetic.ts";
import type { CalendarDefinition } from "../../../src/calendar/definition.ts";
import { isoDay, MS_PER_DAY } from "../../../src/testing/definition/civil.ts";
import { SUPPORTED_TO } from "../../../src/time/units.ts";
import { calendarOf, RUNS, ZONES } from "../arbitraries.ts";
import { alwaysOpen, atMost, ENDS, law, less, orNever, same, samePeriods } from "./law.ts";

describe("adding and measuring", () => {
  law("L1: measuring what was added gives it back, under both conventions", ({ definition, a, x }) => {
    const calendar = calendarOf(definition);
    for (const endOfBudget of ENDS) {
      const due = addBusinessTime(calendar, a, x, { endOfBudget });
      if (due !== null) same(businessTimeBetween(calendar, a, due), x);
    }
  });

  law("L2: a millisecond before the due time there is a millisecond less", ({ definition, a, x }) => {
    if (!(x > 0)) return;
    const calendar = calendarOf(definition);
    const due = addBusinessTime(calendar, a, x);
    if (due !== null) same(businessTimeBetween(calendar, a, due - 1), x - 1);
  });

  law("L2: a budget used up at closing waits for the next opening where the convention says so", (s) => {
    const calendar = calendarOf(s.definition);
    const closing = addBusinessTime(calendar, s.a, s.x);
    const opening = addBusinessTime(calendar, s.a, s.x, { endOfBudget: "nextOpening" });
    if (s.x === 0) {
      same(closing, s.a);
      same(opening, s.a);
    } else same(opening, closing === null ? null : nextBusinessTime(calendar, closing));
  });

  law("L3: adding in two parts is adding at once, under both conventions", ({ definition, a, x, y }) => {
    const calendar = calendarOf(definition);
    for (const endOfBudget of ENDS) {
      const first = addBusinessTime(calendar, a, x, { endOfBudget });
      const second = first === null ? null : addBusinessTime(calendar, first, y, { endOfBudget });
      same(second, addBusinessTime(calendar, a, x + y, { endOfBudget }));
    }
  });

  law("L4: a later start or a larger amount is never due earlier", ({ definition, a, b, x, y }) => {
    const calendar = calendarOf(definition);
    for (const endOfBudget of ENDS) {
      const due = (at: number, ms: number) => orNever(addBusinessTime(calendar, at, ms, { endOfBudget }));
      atMost(due(a, x), due(b, x));
      if (x < y && due(a, x) < Number.POSITIVE_INFINITY) {
        less(due(a, x), due(a, y));
      }
    }
  });

  law("L5: time to the middle and time from it make the whole; backwards there is none", (s) => {
    const calendar = calendarOf(s.definition);
    const m = (from: number, to: number) => businessTimeBetween(calendar, from, to);
    same(m(s.a, s.b) + m(s.b, s.c), m(s.a, s.c));
    atMost(m(s.a, s.c), s.c - s.a);
    same(m(s.c, s.a), 0);
  });

  law("L8: subtracting what was added gives the latest start with that due time", ({ definition, a, x }) => {
    if (!(x > 0)) return;
    const calendar = calendarOf(definition);
    const due = addBusinessTime(calendar, a, x);
    if (due === null) return;
    const start = subtractBusinessTime(calendar, due, x) as number;
    atMost(a, start);
    same(addBusinessTime(calendar, start, x), due);
    same(businessTimeBetween(calendar, start, due), x);
    same(businessTimeBetween(calendar, start + 1, due), x - 1);
  });

  law(
    "L8: subtracting is adding a negative amount, in both conventions, and rolls to the closing before",
    (s) => {
      const calendar = calendarOf(s.definition);
      for (const endOfBudget of ENDS) {
        const start = subtractBusinessTime(calendar, s.c, s.x, { endOfBudget });
        same(addBusinessTime(calendar, s.c, -s.x, { endOfBudget }), start);
        if (start === null) continue;
        same(businessTimeBetween(calendar, start, s.c), s.x);
        if (s.x > 0 && endOfBudget === "nextOpening") same(isBusinessTime(calendar, start - 1), true);
      }
    },
  );
});

describe("the questions agree with one another", () => {
  law(
    "C1: periods are sorted, apart, open at their start and shut at their end, and sum to the measure",
    (s) => {
      const calendar = calendarOf(s.definition);
      const periods = businessPeriods(calendar, s.a, s.c);
      let sum = 0;
      for (const [i, { from, to }] of periods.entries()) {
        less(from, to);
        if (i > 0) less(periods[i - 1].to, from);
        same(isBusinessTime(calendar, from), true);
        same(isBusinessTime(calendar, to - 1), true);
        if (to < s.c) same(isBusinessTime(calendar, to), false);
        same(businessTimeBetween(calendar, from, to), to - from);
        sum += to - from;
      }
      same(businessTimeBetween(calendar, s.a, s.c), sum);
    },
  );

  law(
    "C1: the next business time is open, with none before it; open means a millisecond of it counts",
    (s) => {
      const calendar = calendarOf(s.definition);
      const open = isBusinessTime(calendar, s.b);
      same(businessTimeBetween(calendar, s.b, s.b + 1), open ? 1 : 0);
      const next = nextBusinessTime(calendar, s.b);
      if (open) same(next, s.b);
      if (next === null) {
        same(addBusinessTime(calendar, s.b, 1), null);
        return;
      }
      same(isBusinessTime(calendar, next), true);
      same(businessTimeBetween(calendar, s.b, next), 0);
      same(addBusinessTime(calendar, s.b, 1), next + 1);
    },
  );
});

describe("bounds", () => {
  const everyDate = Array.from({ length: 366 }, (_, i) =>
    isoDay(Date.UTC(2024, 0, 1 + i) / MS_PER_DAY).slice(5),
  );
  const always = alwaysOpen("UTC").weeklyHours ?? {};
  const closed: [string, Omit<CalendarDefinition, "timeZone">][] = [
    [
      "a holiday on every day of the year but one past date",
      {
        weeklyHours: always,
        holidays: everyDate,
        specialHours: { "1980-02-29": [["09:00", "17:00"]] },
      },
    ],
    ["special hours on one past date only", { specialHours: { "1980-02-29": [["09:00", "17:00"]] } }],
    [
      "a last version without hours",
      { weeklyHours: always, versions: [{ from: "1985-01-01", weeklyHours: {} }] },
    ],
  ];
  const ASKED = 5; // of each calendar
  for (const [what, hours] of closed) {
    it(`L12: with ${what} the answer is never, in bounded time`, () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...ZONES),
          fc.array(
            fc.tuple(
              fc.integer({ min: Date.UTC(1990), max: SUPPORTED_TO - 1 }),
              fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
            ),
            { minLength: ASKED, maxLength: ASKED },
          ),
          (timeZone, questions) => {
            const started = performance.now();
            const calendar = calendarOf({ timeZone, ...hours });
            for (const [at, ms] of questions) {
              same(addBusinessTime(calendar, at, ms), null);
              same(nextBusinessTime(calendar, at), null);
              same(businessTimeBetween(calendar, at, SUPPORTED_TO - 1), 0);
              samePeriods(businessPeriods(calendar, at, SUPPORTED_TO - 1), []);
            }
            less(performance.now() - started, 1_000);
          },
        ),
        { numRuns: Math.max(1, Math.round(RUNS / 200 / ASKED)) },
      );
    });
  }

  law(
    "L12: amounts beyond the supported years are never, forwards and backwards",
    ({ definition, a, x }) => {
      const calendar = calendarOf(definition);
      for (const ms of [Number.MAX_SAFE_INTEGER, SUPPORTED_TO, Number.MAX_SAFE_INTEGER - x]) {
        for (const endOfBudget of ENDS) {
          same(addBusinessTime(calendar, a, ms, { endOfBudget }), null);
          same(subtractBusinessTime(calendar, a, ms, { endOfBudget }), null);
        }
      }
    },
    { share: 0.2 }, // each calendar's table grows to all the years
  );

  law("L14: where hours and instants fall on minutes, so do all answers", (s) => {
    const calendar = calendarOf(s.definition);
    const [a, x] = [s.a, s.x].map((ms) => Math.floor(ms / 60_000) * 60_000);
    for (const endOfBudget of ENDS) {
      const due = addBusinessTime(calendar, a, x, { endOfBudget });
      const start = subtractBusinessTime(calendar, a, x, { endOfBudget });
      same((due ?? 0) % 60_000, 0);
      same((start ?? 0) % 60_000, 0);
    }
    same(businessTimeBetween(calendar, a, Math.floor(s.c / 60_000) * 60_000) % 60_000, 0);
  });
});
