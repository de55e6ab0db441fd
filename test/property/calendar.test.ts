import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  addBusinessTime,
  businessPeriods,
  businessTimeBetween,
  isBusinessTime,
  nextBusinessTime,
  subtractBusinessTime,
} from "../../src/calendar/arithmetic.ts";
import { type Calendar, compileCalendar } from "../../src/calendar/compile.ts";
import type { CalendarDefinition, HolidayEntry, Window } from "../../src/calendar/definition.ts";
import { luxonZones } from "../../src/luxon/zones.ts";
import { WEEKDAYS } from "../../src/time/civil.ts";
import { SUPPORTED_FROM, SUPPORTED_TO } from "../../src/time/units.ts";
import { fixedZone, instantOfWallTime, offsetAt, spanAt, type ZoneTable } from "../../src/time/zone.ts";
import { BEYOND, calendarScan, type Scan } from "../oracle/calendarScan.ts";
import { isoDay, MS_PER_DAY } from "../oracle/civil.ts";
import { CASES, calendarOf, type Situation, situations, ZONES } from "./arbitraries.ts";

/** Cases of each law; `npm run soak` tries a million. */
const RUNS = Number(process.env.DUECLOCK_RUNS ?? 10_000);
const ENDS = ["closing", "nextOpening"] as const;

function law(title: string, check: (situation: Situation) => void, options: Options = {}): void {
  it(title, () => {
    const numRuns = Math.max(1, Math.round((RUNS * (options.share ?? 1)) / CASES));
    fc.assert(
      fc.property(options.given ?? situations(), (many) => {
        for (const one of many) check(one);
      }),
      { numRuns },
    );
  });
}

interface Options {
  readonly given?: fc.Arbitrary<Situation[]>;
  /** Share of the runs, for the slow ones. */
  readonly share?: number;
}

describe("adding and measuring", () => {
  law("L1: measuring what was added gives it back, under both conventions", ({ definition, a, x }) => {
    const calendar = calendarOf(definition);
    for (const endOfBudget of ENDS) {
      const due = addBusinessTime(calendar, a, x, { endOfBudget });
      if (due !== null) expect(businessTimeBetween(calendar, a, due)).toBe(x);
    }
  });

  law("L2: a millisecond before the due time there is a millisecond less", ({ definition, a, x }) => {
    if (!(x > 0)) return;
    const calendar = calendarOf(definition);
    const due = addBusinessTime(calendar, a, x);
    if (due !== null) expect(businessTimeBetween(calendar, a, due - 1)).toBe(x - 1);
  });

  law("L2: a budget used up at closing waits for the next opening where the convention says so", (s) => {
    const calendar = calendarOf(s.definition);
    const closing = addBusinessTime(calendar, s.a, s.x);
    const opening = addBusinessTime(calendar, s.a, s.x, { endOfBudget: "nextOpening" });
    if (s.x === 0) expect([closing, opening]).toEqual([s.a, s.a]);
    else expect(opening).toBe(closing === null ? null : nextBusinessTime(calendar, closing));
  });

  law("L3: adding in two parts is adding at once, under both conventions", ({ definition, a, x, y }) => {
    const calendar = calendarOf(definition);
    for (const endOfBudget of ENDS) {
      const first = addBusinessTime(calendar, a, x, { endOfBudget });
      const second = first === null ? null : addBusinessTime(calendar, first, y, { endOfBudget });
      expect(second).toBe(addBusinessTime(calendar, a, x + y, { endOfBudget }));
    }
  });

  law("L4: a later start or a larger amount is never due earlier", ({ definition, a, b, x, y }) => {
    const calendar = calendarOf(definition);
    for (const endOfBudget of ENDS) {
      const due = (at: number, ms: number) => orNever(addBusinessTime(calendar, at, ms, { endOfBudget }));
      expect(due(a, x)).toBeLessThanOrEqual(due(b, x));
      if (x < y && due(a, x) < Number.POSITIVE_INFINITY) {
        expect(due(a, x)).toBeLessThan(due(a, y));
      }
    }
  });

  law("L5: time to the middle and time from it make the whole; backwards there is none", (s) => {
    const calendar = calendarOf(s.definition);
    const m = (from: number, to: number) => businessTimeBetween(calendar, from, to);
    expect(m(s.a, s.b) + m(s.b, s.c)).toBe(m(s.a, s.c));
    expect(m(s.a, s.c)).toBeLessThanOrEqual(s.c - s.a);
    expect(m(s.c, s.a)).toBe(0);
  });

  law("L8: subtracting what was added gives the latest start with that due time", ({ definition, a, x }) => {
    if (!(x > 0)) return;
    const calendar = calendarOf(definition);
    const due = addBusinessTime(calendar, a, x);
    if (due === null) return;
    const start = subtractBusinessTime(calendar, due, x) as number;
    expect(start).toBeGreaterThanOrEqual(a);
    expect(addBusinessTime(calendar, start, x)).toBe(due);
    expect(businessTimeBetween(calendar, start, due)).toBe(x);
    expect(businessTimeBetween(calendar, start + 1, due)).toBe(x - 1);
  });

  law(
    "L8: subtracting is adding a negative amount, in both conventions, and rolls to the closing before",
    (s) => {
      const calendar = calendarOf(s.definition);
      for (const endOfBudget of ENDS) {
        const start = subtractBusinessTime(calendar, s.c, s.x, { endOfBudget });
        expect(addBusinessTime(calendar, s.c, -s.x, { endOfBudget })).toBe(start);
        if (start === null) continue;
        expect(businessTimeBetween(calendar, start, s.c)).toBe(s.x);
        if (s.x > 0 && endOfBudget === "nextOpening") expect(isBusinessTime(calendar, start - 1)).toBe(true);
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
        expect(from).toBeLessThan(to);
        if (i > 0) expect(from).toBeGreaterThan(periods[i - 1].to);
        expect(isBusinessTime(calendar, from)).toBe(true);
        expect(isBusinessTime(calendar, to - 1)).toBe(true);
        if (to < s.c) expect(isBusinessTime(calendar, to)).toBe(false);
        expect(businessTimeBetween(calendar, from, to)).toBe(to - from);
        sum += to - from;
      }
      expect(businessTimeBetween(calendar, s.a, s.c)).toBe(sum);
    },
  );

  law(
    "C1: the next business time is open, with none before it; open means a millisecond of it counts",
    (s) => {
      const calendar = calendarOf(s.definition);
      const open = isBusinessTime(calendar, s.b);
      expect(businessTimeBetween(calendar, s.b, s.b + 1)).toBe(open ? 1 : 0);
      const next = nextBusinessTime(calendar, s.b);
      if (open) expect(next).toBe(s.b);
      if (next === null) {
        expect(addBusinessTime(calendar, s.b, 1)).toBeNull();
        return;
      }
      expect(isBusinessTime(calendar, next)).toBe(true);
      expect(businessTimeBetween(calendar, s.b, next)).toBe(0);
      expect(addBusinessTime(calendar, s.b, 1)).toBe(next + 1);
    },
  );
});

describe("changing the calendar", () => {
  law("L6: a wider calendar is never due later, nor has it less time", (s) => {
    const weekly = s.definition.weeklyHours ?? {};
    for (const day of WEEKDAYS) {
      const extra: Window = ["07:15", "18:45"];
      const wider = { ...s.definition, weeklyHours: { ...weekly, [day]: [...(weekly[day] ?? []), extra] } };
      compareDue(wider, s.definition, s);
    }
  });

  law("L6: a holiday more is never due earlier; a closure more, neither", (s) => {
    const date = isoDay(Math.floor(s.b / MS_PER_DAY));
    const { holidays = [], closures = [] } = s.definition;
    const quieter: (CalendarDefinition | null)[] = [
      { ...s.definition, holidays: [...holidays, date] },
      { ...s.definition, holidays: [...holidays, date.slice(5)] },
      { ...s.definition, closures: [...closures, { date, from: "10:00", to: "03:00" }] },
      { ...s.definition, closures: [...closures, { date: "daily", from: "02:00", to: "02:30" }] },
    ];
    for (const definition of quieter)
      if (definition && opens(definition)) compareDue(s.definition, definition, s);
  });

  law(
    "L7: a shift by weeks shifts the answer, where offset and hours are the same",
    (s) => {
      const calendar = calendarOf(s.definition);
      const zone = zoneOf(s.definition.timeZone);
      for (const weeks of [1, 2, 52]) {
        const shift = weeks * 7 * MS_PER_DAY;
        const due = addBusinessTime(calendar, s.a, s.x);
        const shifted = addBusinessTime(calendar, s.a + shift, s.x);
        if (due === null || shifted === null || s.x === 0) continue;
        const steady = (from: number, to: number) => spanAt(zone, from) === spanAt(zone, to);
        const same = offsetAt(zone, s.a) === offsetAt(zone, s.a + shift);
        if (!same || !steady(s.a, due) || !steady(s.a + shift, due + shift)) continue;
        expect(shifted).toBe(due + shift);
      }
    },
    { given: situations({ dated: false, versions: false }) },
  );

  law("L7: around the clock, business time is elapsed time in every zone", ({ definition, a, c, x }) => {
    const always = calendarOf(alwaysOpen(definition.timeZone));
    expect(addBusinessTime(always, a, x)).toBe(a + x);
    expect(addBusinessTime(always, c, -x)).toBe(c - x);
    expect(businessTimeBetween(always, a, c)).toBe(c - a);
    expect(businessPeriods(always, a, c)).toEqual(a < c ? [{ from: a, to: c }] : []);
  });

  law("L9: splitting, shuffling and doubling entries changes no answer", (s) => {
    const same = rewritten(s.definition);
    expect(answers(calendarOf(same), s)).toEqual(answers(calendarOf(s.definition), s));
  });

  law(
    "C4: holidays in shared lists answer as the calendar's own",
    (s) => {
      const { holidays = [], ...rest } = s.definition;
      const half = Math.floor(holidays.length / 2);
      const holidayLists = { shared: holidays.slice(half), "": holidays.slice(0, half), unused: ["01-01"] };
      const listed = compileCalendar(
        { ...rest, holidayLists: ["shared", ""] },
        { zones: luxonZones(), holidayLists },
      );
      expect(answers(listed, s)).toEqual(answers(calendarOf(s.definition), s));
    },
    { given: situations({ versions: false }) },
  );
});

describe("zones", () => {
  const aliases = [
    ["Europe/Kyiv", "Europe/Kiev"],
    ["America/Los_Angeles", "US/Pacific"],
    ["America/New_York", "US/Eastern", "america/new_york"],
    ["Pacific/Chatham", "NZ-CHAT"],
    ["+05:30", "Asia/Kolkata", "Asia/Calcutta"],
    ["+05:00", "Etc/GMT-5"],
    ["-09:00", "Etc/GMT+9"],
    ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "+00:00", "-00:00", "utc"],
  ];
  for (const [id, ...others] of aliases) {
    law(
      `L10: ${others.join(", ")} answer as ${id}, and have its fingerprint`,
      (s) => {
        const calendar = calendarOf({ ...s.definition, timeZone: id });
        for (const timeZone of others) {
          const other = calendarOf({ ...s.definition, timeZone });
          expect(answers(other, s)).toEqual(answers(calendar, s));
          expect(other.fingerprint).toBe(calendar.fingerprint);
        }
      },
      { given: situations({ zone: ["America/New_York", "Pacific/Chatham"] }), share: 0.1 },
    );
  }

  law("L11: the local days of a fortnight sum to the fortnight, each by its own hours", (s) => {
    const calendar = calendarOf(s.definition);
    const zone = zoneOf(s.definition.timeZone);
    const always = calendarOf(alwaysOpen(s.definition.timeZone));
    const first = Math.floor((s.b + offsetAt(zone, s.b)) / MS_PER_DAY) - 7;
    const midnight = (day: number) => instantOfWallTime(zone, day * MS_PER_DAY);
    let [sum, length] = [0, 0];
    for (let day = first; day < first + 14; day++) {
      sum += businessTimeBetween(calendar, midnight(day), midnight(day + 1));
      length += businessTimeBetween(always, midnight(day), midnight(day + 1));
    }
    expect(sum).toBe(businessTimeBetween(calendar, midnight(first), midnight(first + 14)));
    expect(length).toBe(midnight(first + 14) - midnight(first));
  });

  it.each([
    ["Australia/Lord_Howe", "2025-04-06", 24.5],
    ["Australia/Lord_Howe", "2025-10-05", 23.5],
    ["Europe/Warsaw", "2026-03-29", 23],
    ["Europe/Warsaw", "2026-10-25", 25],
    ["Antarctica/Troll", "2026-03-29", 22],
    ["Antarctica/Troll", "2026-10-25", 26],
    ["America/Sao_Paulo", "2018-11-04", 23],
    ["America/Havana", "2025-11-02", 25],
    ["Pacific/Apia", "2011-12-30", 0],
    ["Pacific/Kiritimati", "1994-12-31", 0],
    ["Asia/Kathmandu", "1986-01-01", 23.75],
  ])("L11: in %s a calendar open on %s alone has %d hours", (timeZone, date, hours) => {
    const calendar = calendarOf({ ...alwaysOpen(timeZone), holidays: [] });
    const only = calendarOf({ timeZone, specialHours: { [date]: [["00:00", "24:00"]] } });
    const noon = Date.parse(`${date}T12:00:00Z`);
    const [from, to] = [noon - 3 * MS_PER_DAY, noon + 3 * MS_PER_DAY];
    expect(businessTimeBetween(only, from, to)).toBe(hours * 3_600_000);
    const without = calendarOf({ ...alwaysOpen(timeZone), holidays: [date] });
    expect(businessTimeBetween(without, from, to) + hours * 3_600_000).toBe(
      businessTimeBetween(calendar, from, to),
    );
  });
});

describe("bounds", () => {
  const everyDate = Array.from({ length: 366 }, (_, i) =>
    isoDay(Date.UTC(2024, 0, 1 + i) / MS_PER_DAY).slice(5),
  );
  const always = alwaysOpen("UTC").weeklyHours ?? {};
  const closed: [string, Omit<CalendarDefinition, "timeZone">][] = [
    ["a holiday on every day of the year", { weeklyHours: always, holidays: everyDate }],
    ["special hours on one past date only", { specialHours: { "1980-02-29": [["09:00", "17:00"]] } }],
    [
      "a last version without hours",
      { weeklyHours: always, versions: [{ from: "1985-01-01", weeklyHours: {} }] },
    ],
  ];
  for (const [what, hours] of closed) {
    it(`L12: with ${what} the answer is never, in bounded time`, () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...ZONES),
          fc.integer({ min: Date.UTC(1990), max: SUPPORTED_TO - 1 }),
          fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
          (timeZone, at, ms) => {
            const started = performance.now();
            const calendar = calendarOf({ timeZone, ...hours });
            expect(addBusinessTime(calendar, at, ms)).toBeNull();
            expect(nextBusinessTime(calendar, at)).toBeNull();
            expect(businessTimeBetween(calendar, at, SUPPORTED_TO - 1)).toBe(0);
            expect(businessPeriods(calendar, at, SUPPORTED_TO - 1)).toEqual([]);
            expect(performance.now() - started).toBeLessThan(1_000);
          },
        ),
        { numRuns: Math.max(1, Math.round(RUNS / 200)) },
      );
    });
  }

  law(
    "L12: amounts beyond the supported years are never, forwards and backwards",
    ({ definition, a, x }) => {
      const calendar = calendarOf(definition);
      for (const ms of [Number.MAX_SAFE_INTEGER, SUPPORTED_TO, Number.MAX_SAFE_INTEGER - x]) {
        for (const endOfBudget of ENDS) {
          expect(addBusinessTime(calendar, a, ms, { endOfBudget })).toBeNull();
          expect(subtractBusinessTime(calendar, a, ms, { endOfBudget })).toBeNull();
        }
      }
    },
    { share: 0.2 },
  );

  law("L14: where hours and instants fall on minutes, so do all answers", (s) => {
    const calendar = calendarOf(s.definition);
    const [a, x] = [s.a, s.x].map((ms) => Math.floor(ms / 60_000) * 60_000);
    for (const endOfBudget of ENDS) {
      const due = addBusinessTime(calendar, a, x, { endOfBudget });
      const start = subtractBusinessTime(calendar, a, x, { endOfBudget });
      expect([(due ?? 0) % 60_000, (start ?? 0) % 60_000]).toEqual([0, 0]);
    }
    expect(businessTimeBetween(calendar, a, Math.floor(s.c / 60_000) * 60_000) % 60_000).toBe(0);
  });
});

describe("the compiled calendar and its definition, stepped through", () => {
  const DAYS = 3 * MS_PER_DAY;
  law("L13: compiled equals scanned, whole minutes, as known at any instant", (s) => compareScan(s, DAYS), {
    share: 0.1, // of the runs: each compares ten answers and more
  });
  law("L13: compiled equals scanned, hours to the second", (s) => compareScan(s, DAYS / 12), {
    given: situations({ seconds: true, versions: false }),
    share: 0.01,
  });
});

describe("state and knowledge", () => {
  law("no answer depends on what was asked before: far past, far future or nothing", (s) => {
    const [fresh, ...grown] = askedCalendars(s);
    const expected = answers(fresh, s);
    for (const calendar of grown) expect(answers(calendar, s)).toEqual(expected);
  });

  law(
    "amounts that end exactly where a year does are answered by a new table as by one that has grown",
    (s) => {
      const grown = calendarOf(s.definition);
      const year = new Date(s.b).getUTCFullYear();
      for (const edge of [-2, -1, 0, 1, 2, 3].map((years) => Date.UTC(year + years, 0, 1))) {
        const ms = businessTimeBetween(grown, Math.min(edge, s.b), Math.max(edge, s.b));
        for (const by of [-1, 0, 1].map((nudge) => Math.sign(edge - s.b) * ms + nudge)) {
          for (const endOfBudget of ENDS) {
            const fresh = compileCalendar(s.definition, { zones: luxonZones() });
            expect(addBusinessTime(fresh, s.b, by, { endOfBudget })).toBe(
              addBusinessTime(grown, s.b, by, { endOfBudget }),
            );
          }
        }
      }
    },
    { share: 0.1 },
  );

  law(
    "C5: as known at an instant, a calendar answers as one that lists only what was entered by then",
    (s) => {
      const { versions = [], ...rest } = s.definition;
      const entered = (at: number | string | undefined) => Number(at ?? Number.NEGATIVE_INFINITY);
      const known = versions
        .filter(({ knownFrom }) => entered(knownFrom) <= s.knownAt)
        .sort((one, other) => entered(one.knownFrom) - entered(other.knownFrom) || 0)
        .map(({ knownFrom: _, ...version }) => version);
      if (!opens({ ...rest, versions: known })) return;
      const then = calendarOf({ ...rest, versions: known });
      expect(answers(calendarOf(s.definition), s, s.knownAt)).toEqual(answers(then, s));
    },
  );

  law("C5: what was entered later than the instant of knowledge changes nothing", (s) => {
    const version = { from: "1972-01-01", weeklyHours: {}, knownFrom: s.knownAt + 1 };
    const later = { ...s.definition, versions: [...(s.definition.versions ?? []), version] };
    expect(answers(calendarOf(later), s, s.knownAt)).toEqual(answers(calendarOf(s.definition), s, s.knownAt));
  });

  it("asks neither luxon, nor Intl, nor a clock, nor its supplier, once it is compiled", () => {
    const asked: string[] = [];
    const zones = {
      label: "counting",
      zone: (id: string) => {
        asked.push(id);
        return luxonZones().zone(id);
      },
    };
    const s = { a: Date.UTC(2026, 2, 2), b: Date.UTC(2030, 2, 2), c: Date.UTC(2031, 2, 2), x: 8e10, y: 1 };
    const definition = { ...alwaysOpen("America/Havana"), holidays: ["01-01"] };
    const calendar = compileCalendar(definition, { zones });
    const expected = answers(calendarOf(definition), s);
    const refuse = () => {
      throw new Error("asked while answering");
    };
    const spies = [
      vi.spyOn(Intl.DateTimeFormat.prototype, "formatToParts").mockImplementation(refuse),
      vi.spyOn(Intl, "DateTimeFormat").mockImplementation(refuse as never),
      vi.spyOn(Date, "now").mockImplementation(refuse),
      vi.spyOn(Math, "random").mockImplementation(refuse),
    ];
    try {
      expect(answers(calendar, s)).toEqual(expected);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(asked).toEqual(["America/Havana"]);
  });

  law("a definition frozen to the bottom compiles, and stays as it was", (s) => {
    const text = JSON.stringify(s.definition);
    const frozen = deepFreeze(JSON.parse(text)) as CalendarDefinition;
    expect(answers(calendarOf(frozen), s)).toEqual(answers(calendarOf(s.definition), s));
    expect(JSON.stringify(frozen)).toBe(text);
    expect(calendarOf(frozen).fingerprint).toBe(calendarOf(s.definition).fingerprint);
  });
});

type Asked = Pick<Situation, "a" | "b" | "c" | "x" | "y">;

/** Every question that a calendar answers, at every instant of the situation. */
function answers(calendar: Calendar, { a, b, c, x, y }: Asked, knownAt?: number): unknown[] {
  const known = knownAt === undefined ? {} : { knownAt };
  return [
    ...[a, b, c].flatMap((at) => [
      isBusinessTime(calendar, at, known),
      nextBusinessTime(calendar, at, known),
      ...ENDS.flatMap((endOfBudget) =>
        [x, y].flatMap((ms) => [
          addBusinessTime(calendar, at, ms, { ...known, endOfBudget }),
          subtractBusinessTime(calendar, at, ms, { ...known, endOfBudget }),
        ]),
      ),
    ]),
    businessTimeBetween(calendar, a, b, known),
    businessTimeBetween(calendar, b, c, known),
    businessPeriods(calendar, a, Math.min(c, a + 40 * MS_PER_DAY), known),
  ];
}

/** Due in `wide` never later than in `narrow`, and never less time in it. */
function compareDue(wide: CalendarDefinition, narrow: CalendarDefinition, { a, c, x }: Situation): void {
  const [more, less] = [calendarOf(wide), calendarOf(narrow)];
  for (const endOfBudget of ENDS) {
    expect(orNever(addBusinessTime(more, a, x, { endOfBudget }))).toBeLessThanOrEqual(
      orNever(addBusinessTime(less, a, x, { endOfBudget })),
    );
  }
  expect(businessTimeBetween(more, a, c)).toBeGreaterThanOrEqual(businessTimeBetween(less, a, c));
}

const askedBefore = new WeakMap<CalendarDefinition, Calendar[]>();

/** The same calendar several times over: asked nothing yet, or first of the far past, the far future, or both. */
function askedCalendars({ definition, a, c }: Situation): Calendar[] {
  const known = askedBefore.get(definition);
  if (known) return known;
  const ends = [SUPPORTED_FROM, SUPPORTED_TO - 1];
  const calendars = [[], ends, [...ends].reverse(), [ends[0]], [ends[1]], [a - 4e11, c + 4e11]].map((far) => {
    const calendar = compileCalendar(definition, { zones: luxonZones() });
    for (const at of far) isBusinessTime(calendar, Math.min(Math.max(at, ends[0]), ends[1]));
    return calendar;
  });
  askedBefore.set(definition, calendars);
  return calendars;
}

const scans = new WeakMap<CalendarDefinition, Map<number | undefined, Scan>>();

/** The scan of a calendar, once: it remembers what its cells answered. */
function scanOf(definition: CalendarDefinition, horizon: number, knownAt: number | undefined): Scan {
  const known = scans.get(definition) ?? new Map<number | undefined, Scan>();
  scans.set(definition, known);
  const scan = known.get(knownAt) ?? calendarScan(definition, horizon, knownAt);
  if (knownAt === undefined) known.set(knownAt, scan);
  return scan;
}

/** Ten answers and more of the compiled calendar beside those of the scan. */
function compareScan({ definition, a, b, c, x, y, knownAt }: Situation, horizon: number): void {
  const calendar = calendarOf(definition);
  const asKnown = definition.versions && x % 4 === 0 ? [{}, { knownAt }] : [{}];
  for (const known of asKnown) {
    const scan = scanOf(definition, horizon, known.knownAt);
    for (const at of [a, b, c]) expect(isBusinessTime(calendar, at, known)).toBe(scan.isOpen(at));
    const to = Math.min(c, a + horizon);
    expect(businessTimeBetween(calendar, a, to, known)).toBe(scan.measure(a, to));
    expect(businessPeriods(calendar, a, to, known)).toEqual(scan.periods(a, to));
    agree(nextBusinessTime(calendar, b, known), scan.next(b), { at: b, horizon });
    for (const endOfBudget of ENDS) {
      const options = { ...known, endOfBudget };
      agree(addBusinessTime(calendar, a, x, options), scan.add(a, x, endOfBudget), { at: a, horizon });
      agree(subtractBusinessTime(calendar, c, y, options), scan.subtract(c, y, endOfBudget), {
        at: c,
        horizon,
      });
    }
  }
}

/** The same answer; or, where scanning from `at` found none within the horizon, none or one beyond it. */
function agree(
  compiled: number | null,
  scanned: number | typeof BEYOND,
  { at, horizon }: { at: number; horizon: number },
): void {
  if (scanned !== BEYOND) expect(compiled).toBe(scanned);
  else if (compiled !== null) expect(Math.abs(compiled - at)).toBeGreaterThan(horizon);
}

/** The same calendar in other words: windows cut in two, entries shuffled and doubled. */
function rewritten(definition: CalendarDefinition): CalendarDefinition {
  const { weeklyHours = {}, holidays = [], closures = [], specialHours = {} } = definition;
  return {
    ...definition,
    weeklyHours: Object.fromEntries(
      Object.entries(weeklyHours)
        .reverse()
        .map(([day, windows]) => [day, windows.flatMap(cut).reverse()]),
    ),
    holidays: [...holidays].reverse().flatMap((entry): HolidayEntry[] => [entry, entry]),
    closures: [...closures, ...closures].reverse(),
    specialHours: Object.fromEntries(
      Object.entries(specialHours)
        .reverse()
        .map(([date, windows]) => [date, windows.flatMap(cut).reverse()]),
    ),
  };
}

/** A window cut at 12:00 where that lies inside it, and its first half twice. */
function cut([from, to]: Window): Window[] {
  const inside = from < to ? from < "12:00" && "12:00" < to : from < "12:00" || "12:00" < to;
  if (!inside || from > to) return [[from, to]];
  return [
    [from, "12:00"],
    ["12:00", to],
    [from, "12:00"],
  ];
}

function alwaysOpen(timeZone: string): CalendarDefinition {
  return { timeZone, weeklyHours: Object.fromEntries(WEEKDAYS.map((day) => [day, [["00:00", "24:00"]]])) };
}

function opens(definition: CalendarDefinition): boolean {
  try {
    calendarOf(definition);
    return true;
  } catch {
    return false;
  }
}

function zoneOf(id: string): ZoneTable {
  return (fixedZone(id) ?? luxonZones().zone(id)) as ZoneTable;
}

function orNever(at: number | null): number {
  return at ?? Number.POSITIVE_INFINITY;
}

function deepFreeze(value: unknown): unknown {
  if (typeof value === "object" && value !== null) {
    for (const field of Object.values(value)) deepFreeze(field);
    Object.freeze(value);
  }
  return value;
}
