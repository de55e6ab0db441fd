import { describe, expect, it } from "vitest";
import {
  addBusinessDays,
  businessTimeBetween,
  isBusinessTime,
  localDay,
} from "../../src/calendar/arithmetic.ts";
import { calendarFingerprint, compileCalendar } from "../../src/calendar/compile.ts";
import { composeCalendars } from "../../src/calendar/composed.ts";
import type { CalendarDefinition, HolidayLists } from "../../src/calendar/definition.ts";
import { SlaError } from "../../src/diagnostics.ts";
import { checkSla } from "../../src/index.ts";
import { luxonZones } from "../../src/luxon/zones.ts";
import type { ZoneTable } from "../../src/time/zone.ts";
import { cpuMs } from "./cpu.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DAY_HOURS = [["09:00", "17:00"]] as const;
const WEEK = { mon: DAY_HOURS, tue: DAY_HOURS, wed: DAY_HOURS, thu: DAY_HOURS, fri: DAY_HOURS };

describe("definitions of less than a megabyte", () => {
  const edits = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ from: date(20_000 + i), knownFrom: i + 1 }));
  const lists = { a: Array.from({ length: 4_000 }, (_, i) => ({ from: date(i), to: date(i + 3_600) })) };
  const daily = Array.from({ length: 720 }, (_, i) => ({
    date: "daily",
    from: clock(2 * i),
    to: clock(2 * i + 1),
  }));
  const pair = {
    a: { timeZone: "UTC", weeklyHours: { mon: DAY_HOURS } },
    b: { timeZone: "UTC", weeklyHours: { tue: DAY_HOURS } },
  };

  it.each<[string, { calendars: object; holidayLists?: object }, string[]]>([
    [
      "a thousand versions, each known from another instant",
      { calendars: { c: { timeZone: "Europe/Berlin", always: true, versions: edits(1_000) } } },
      [],
    ],
    [
      "more versions than that",
      { calendars: { c: { timeZone: "UTC", always: true, versions: edits(20_000) } } },
      ["calendar.too_many_versions at calendars.c.versions"],
    ],
    [
      "a thousand versions that each change the week, and ten-year holidays that all inherit",
      {
        calendars: {
          c: {
            timeZone: "UTC",
            always: true,
            holidays: lists.a.slice(0, 3_000),
            versions: edits(1_000).map((edit) => ({ ...edit, weeklyHours: WEEK })),
          },
        },
      },
      [],
    ],
    [
      "a thousand calendars that share a list of ten-year holidays",
      { calendars: many(1_000, { timeZone: "UTC", always: true, holidayLists: ["a"] }), holidayLists: lists },
      [],
    ],
    [
      "twenty thousand special dates, each with a version of its own",
      {
        calendars: {
          c: {
            timeZone: "UTC",
            always: true,
            specialHours: Object.fromEntries(
              Array.from({ length: 20_000 }, (_, i) => [date(i), [["00:00", "20:00"]]]),
            ),
            versions: edits(900),
          },
        },
      },
      ["calendar.too_many_dates at calendars.c.versions"],
    ],
    [
      "special dates with hundreds of daily closures",
      {
        calendars: {
          c: {
            timeZone: "UTC",
            closures: daily,
            specialHours: Object.fromEntries(
              Array.from({ length: 20_000 }, (_, i) => [date(i), [["00:00", "24:00"]]]),
            ),
          },
        },
      },
      ["calendar.too_many_windows at calendars.c"],
    ],
    [
      "thousands of intersections, none of them ever open",
      { calendars: { ...pair, ...many(5_000, { intersection: ["a", "b"] }) } },
      ["calendar.never_open at calendars.c0", "calendar.too_many_dates at calendars.c1"],
    ],
    [
      "thousands of unions of calendars with many versions",
      {
        calendars: {
          a: { timeZone: "UTC", always: true, versions: edits(990) },
          ...many(5_000, { union: ["a"] }),
        },
      },
      ["calendar.too_many_dates at calendars.c15"],
    ],
    [
      "more shared lists than a calendar may use",
      {
        calendars: {
          c: { timeZone: "UTC", always: true, holidayLists: Array.from({ length: 101 }, (_, i) => `${i}`) },
        },
        holidayLists: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${i}`, ["12-25"]])),
      },
      ["calendar.too_many_lists at calendars.c.holidayLists"],
    ],
    [
      "a hundred thousand dates that are none",
      { calendars: { c: { timeZone: "UTC", always: true, holidays: new Array(100_000).fill("x") } } },
      ["calendar.not_a_date at calendars.c.holidays.0"],
    ],
  ])("are compiled or refused in a moment: %s", (_, draft, expected) => {
    const started = cpuMs();
    const { issues } = checkSla({ policies: [], ...draft }, { limits: { maxCalendars: 1e6, maxDates: 1e6 } });
    // A third of a second on an idle machine; tests run beside others
    expect(cpuMs() - started).toBeLessThan(3_000);
    const named = issues.map(({ code, path }) => `${code} at ${path.join(".")}`);
    expect(named.slice(0, 1)).toEqual(expected.slice(0, 1));
    expect(named).toEqual(expect.arrayContaining(expected));
  });
});

describe("a calendar without any business time (C9)", () => {
  const everyDate = Array.from({ length: 366 }, (_, i) => date(19_723 + i).slice(5));
  const decades = Array.from({ length: 14 }, (_, i) => ({
    from: `${1969 + 10 * i}-01-01`,
    to: `${1978 + 10 * i}-12-31`,
  }));

  it.each<[string, Partial<CalendarDefinition>]>([
    ["holidays on every date of the year", { always: true, holidays: everyDate }],
    ["ranges over all supported years", { weeklyHours: WEEK, holidays: decades }],
    [
      "a version from before the supported years",
      { always: true, versions: [{ from: "1950-01-01", weeklyHours: {} }] },
    ],
    [
      "versions that close one after the other",
      {
        weeklyHours: {},
        versions: [
          { from: "2026-01-01", always: true, holidays: everyDate },
          { from: "2025-01-01", specialHours: { "2026-01-01": [["09:00", "10:00"]] } },
        ],
      },
    ],
    ["special hours before 1970", { specialHours: { "1969-12-30": [["09:00", "10:00"]] } }],
    ["special hours after 2100", { specialHours: { "2101-01-01": [["09:00", "10:00"]] } }],
    [
      "hours on the last evening of 2100, which is 2101 in UTC",
      {
        timeZone: "-05:00",
        specialHours: { "2100-12-31": [["19:00", "24:00"]] },
      },
    ],
  ])("is an error: %s", (_, definition) => {
    expect(issuesOf({ timeZone: "UTC", ...definition })).toContain("calendar.never_open at ");
  });

  it.each<[string, Partial<CalendarDefinition>]>([
    ["all but one date of the year", { always: true, holidays: everyDate.filter((day) => day !== "02-29") }],
    [
      "all but the last of 2100",
      {
        always: true,
        holidays: [...decades.slice(0, 13), { from: "2099-01-01", to: "2100-12-30" }],
      },
    ],
    [
      "known to be closed from some time on only",
      {
        always: true,
        versions: [{ from: "1950-01-01", knownFrom: 0, weeklyHours: {} }],
      },
    ],
    [
      "special hours on a holiday",
      {
        holidays: everyDate,
        specialHours: { "2026-03-02": [["09:00", "10:00"]] },
      },
    ],
    [
      "a night carried into a holiday",
      {
        holidays: everyDate,
        specialHours: { "2026-03-02": [["23:59", "00:01"]] },
        closures: [{ date: "2026-03-02", from: "00:00", to: "24:00" }],
      },
    ],
    [
      "the last evening of 2100 in the east",
      {
        timeZone: "+05:00",
        specialHours: { "2101-01-01": [["04:00", "06:00"]] },
      },
    ],
  ])("is no error where some is left: %s", (_, definition) => {
    expect(issuesOf({ timeZone: "UTC", ...definition }).filter((code) => !code.includes("outside"))).toEqual(
      [],
    );
  });
});

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

describe("shared lists of holidays", () => {
  const draft = (calendars: object, pl: unknown[]) => ({ policies: [], calendars, holidayLists: { pl } });
  const named = (input: unknown) =>
    checkSla(input, { limits: { maxCalendars: 1e6, maxDates: 1e6 } }).issues.map(
      ({ code, path }) => `${code} at ${path.join(".")}`,
    );

  it("are checked once, however many calendars and versions use them, and where none does", () => {
    const user = { timeZone: "UTC", always: true, holidayLists: ["pl"] };
    const changed = { ...user, versions: [{ from: "2026-01-01", holidayLists: ["pl"] }] };
    const bad = ["calendar.not_a_date at holidayLists.pl.1"];
    expect(named(draft({ a: user, b: user, c: changed }, ["12-25", "2026-02-30"]))).toEqual(bad);
    expect(named(draft({}, ["12-25", "2026-02-30"]))).toEqual(bad);
    expect(named(draft({}, ["1950-01-01"]))).toEqual(["calendar.outside_supported_years at holidayLists.pl"]);
  });
});

describe("a yearly date where only a full one may stand", () => {
  it.each<[string, Partial<CalendarDefinition>, string]>([
    ["special hours", { specialHours: { "12-24": [] } }, "specialHours.12-24"],
    ["a closure", { closures: [{ date: "12-24", from: "12:00", to: "24:00" }] }, "closures.0.date"],
    ["a range", { holidays: [{ from: "12-24", to: "2026-12-26" }] }, "holidays.0.from"],
    ["a version", { versions: [{ from: "12-24" }] }, "versions.0.from"],
  ])("is told to be for holidays only: %s", (_, hours, path) => {
    try {
      compile({ timeZone: "UTC", always: true, ...hours });
      expect.unreachable("it compiled");
    } catch (thrown) {
      const { issues } = thrown as SlaError;
      expect(issues.map((issue) => issue.path.join("."))).toEqual([path]);
      expect(issues[0].message).toContain("only holidays may be yearly; write `YYYY-MM-DD`");
    }
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

describe("fingerprints of equal calendars", () => {
  const print = (hours: Partial<CalendarDefinition>, lists: HolidayLists = {}) =>
    calendarFingerprint(compile({ timeZone: "UTC", weeklyHours: WEEK, ...hours }, lists));

  it("are equal, however holidays are ordered, repeated, ranged or listed", () => {
    const holidays = ["12-25", "01-01", "2026-03-02", "2026-03-03"];
    const same = [
      print({ holidays }),
      print({ holidays: [...holidays].reverse() }),
      print({ holidays: [...holidays, ...holidays] }),
      print({ holidays: ["12-25", "01-01", "2026-12-25", { from: "2026-03-02", to: "2026-03-03" }] }),
      print(
        { holidays: holidays.slice(2), holidayLists: ["a", "b"] },
        { a: ["12-25"], b: ["01-01", "12-25"] },
      ),
      print({ holidays: holidays.slice(0, 3), specialHours: { "2026-03-03": [] } }),
    ];
    expect(new Set(same).size).toBe(1);
    expect(print({ holidays: [...holidays, "02-29"] })).not.toBe(same[0]);
    expect(print({ holidays: holidays.slice(1) })).not.toBe(same[0]);
  });
});

describe("callers without types", () => {
  it("are told how calendars can be put together", () => {
    const one = compile({ timeZone: "UTC", always: true });
    expect(() => composeCalendars("xor" as "union", [one])).toThrow(SlaError);
    expect(() => composeCalendars("xor" as "union", [one])).toThrow(
      "write `union`, `intersection` or `difference`",
    );
  });
});

describe("versions", () => {
  it("are told of their own entries outside the supported years, not of those they inherit", () => {
    const versions = [
      { from: "2026-01-01", holidays: ["2150-01-01"] },
      { from: "2027-01-01", always: true },
    ];
    expect(issuesOf({ timeZone: "UTC", always: true, specialHours: { "1950-01-01": [] }, versions })).toEqual(
      ["calendar.outside_supported_years at ", "calendar.outside_supported_years at versions.0"],
    );
  });

  it("are refused for windows of their own that are too many", () => {
    const closures = Array.from({ length: 700 }, (_, i) => ({
      date: "daily",
      from: clock(2 * i),
      to: clock(2 * i + 1),
    }));
    expect(
      issuesOf({
        timeZone: "UTC",
        weeklyHours: WEEK,
        versions: [{ from: "2026-01-01", always: true, closures }],
      }),
    ).toEqual(["calendar.too_many_windows at versions.0"]);
  });

  it("share what they inherit and change what they say, dates and closures too", () => {
    const one = compile({
      timeZone: "UTC",
      always: true,
      holidays: ["2026-03-02", "2026-03-09"],
      specialHours: { "2026-03-03": [["09:00", "10:00"]], "2026-03-10": [["22:00", "02:00"]] },
      closures: [{ date: "2026-03-11", from: "01:00", to: "03:00" }],
      versions: [
        { from: "2026-03-09", weeklyHours: WEEK },
        { from: "2026-03-12", holidays: ["2026-03-13"], closures: [] },
      ],
    });
    const hours = (day: string) =>
      businessTimeBetween(one, at(`${day}T00:00Z`), at(`${day}T00:00Z`) + DAY) / HOUR;
    const days = ["02", "03", "04", "09", "10", "11", "12", "13"].map((day) => hours(`2026-03-${day}`));
    expect(days).toEqual([0, 1, 24, 0, 2, 9, 24, 0]);
  });
});

function compile(definition: CalendarDefinition, holidayLists: HolidayLists = {}) {
  return compileCalendar(definition, { zones: luxonZones(), holidayLists });
}

function issuesOf(definition: CalendarDefinition): string[] {
  const { issues } = checkSla({ policies: [], calendars: { c: definition } });
  return issues.map(({ code, path }) => `${code} at ${path.slice(2).join(".")}`);
}

function many<T>(count: number, calendar: T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, calendar]));
}

function date(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function at(iso: string): number {
  return Date.parse(iso);
}
