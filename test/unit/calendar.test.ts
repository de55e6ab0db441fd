import { describe, expect, it } from "vitest";
import {
  addBusinessDays,
  addBusinessTime,
  businessPeriods,
  businessTimeBetween,
  isBusinessTime,
  nextBusinessTime,
  subtractBusinessTime,
} from "../../src/calendar/arithmetic.ts";
import {
  calendarFingerprint,
  compileCalendar,
  newReading,
  readCalendar,
} from "../../src/calendar/compile.ts";
import { composeCalendars } from "../../src/calendar/composed.ts";
import type {
  CalendarDefinition,
  CalendarHours,
  HolidayLists,
  Window,
} from "../../src/calendar/definition.ts";
import { type Issue, SlaError } from "../../src/diagnostics.ts";
import { checkSla } from "../../src/index.ts";
import { luxonZones } from "../../src/luxon/zones.ts";
import { WEEKDAYS } from "../../src/time/civil.ts";
import { cpuMs } from "./cpu.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALWAYS = everyDay(["00:00", "24:00"]);
const NINE_TO_FIVE = { ...everyDay(["09:00", "17:00"]), sat: [], sun: [] };

describe("adding business time (C7)", () => {
  const office = calendar({ weeklyHours: NINE_TO_FIVE });

  it("is due at the closing instant where the budget ends there, or at the next opening", () => {
    const friday = at("2026-03-06T16:00Z");
    expect(addBusinessTime(office, friday, HOUR)).toBe(at("2026-03-06T17:00Z"));
    expect(addBusinessTime(office, friday, HOUR, { endOfBudget: "closing" })).toBe(at("2026-03-06T17:00Z"));
    expect(addBusinessTime(office, friday, HOUR, { endOfBudget: "nextOpening" })).toBe(
      at("2026-03-09T09:00Z"),
    );
    expect(addBusinessTime(office, friday, HOUR + 1)).toBe(at("2026-03-09T09:00:00.001Z"));
    expect(addBusinessTime(office, friday, HOUR - 1)).toBe(at("2026-03-06T16:59:59.999Z"));
  });

  it("gives the start itself for nothing, in and out of hours, under both conventions", () => {
    for (const start of [at("2026-03-06T16:00Z"), at("2026-03-06T17:00Z"), at("2026-03-07T12:00Z")]) {
      expect(addBusinessTime(office, start, 0)).toBe(start);
      expect(addBusinessTime(office, start, 0, { endOfBudget: "nextOpening" })).toBe(start);
      expect(subtractBusinessTime(office, start, 0)).toBe(start);
    }
  });

  it("counts from the next opening when it starts out of hours, at closing time too", () => {
    expect(addBusinessTime(office, at("2026-03-06T17:00Z"), HOUR)).toBe(at("2026-03-09T10:00Z"));
    expect(addBusinessTime(office, at("2026-03-07T03:00Z"), 8 * HOUR)).toBe(at("2026-03-09T17:00Z"));
  });

  it("subtracts to the latest start: an opening where the budget ends there, or the closing before", () => {
    const monday = at("2026-03-09T10:00Z");
    expect(subtractBusinessTime(office, monday, HOUR)).toBe(at("2026-03-09T09:00Z"));
    expect(subtractBusinessTime(office, monday, HOUR, { endOfBudget: "nextOpening" })).toBe(
      at("2026-03-06T17:00Z"),
    );
    expect(subtractBusinessTime(office, monday, HOUR + 1)).toBe(at("2026-03-06T16:59:59.999Z"));
    expect(addBusinessTime(office, monday, -HOUR - 1)).toBe(at("2026-03-06T16:59:59.999Z"));
  });

  it("is never due where the amount outlasts the supported years, and asks no more than a moment", () => {
    const started = cpuMs();
    expect(addBusinessTime(office, at("2026-03-09T10:00Z"), 100 * 365 * DAY)).toBeNull();
    expect(addBusinessTime(office, at("2026-03-09T10:00Z"), Number.MAX_SAFE_INTEGER)).toBeNull();
    expect(subtractBusinessTime(office, at("2026-03-09T10:00Z"), 100 * 365 * DAY)).toBeNull();
    expect(cpuMs() - started).toBeLessThan(500);
  });

  it("takes twenty years of business hours in one step (hostile duration-08)", () => {
    const due = addBusinessTime(office, at("2026-03-09T09:00Z"), 20 * 52 * 5 * 8 * HOUR) as number;
    expect(businessTimeBetween(office, at("2026-03-09T09:00Z"), due)).toBe(20 * 52 * 5 * 8 * HOUR);
    expect(due).toBe(at("2026-03-13T17:00Z") + 1_039 * 7 * DAY); // the Friday of the 1,040th week
  });
});

describe("measuring, membership and periods (C1)", () => {
  const office = calendar({ weeklyHours: NINE_TO_FIVE });

  it("counts the start of a window and not its end", () => {
    const edges = ["08:59:59.999", "09:00:00", "16:59:59.999", "17:00:00"];
    expect(edges.map((time) => isBusinessTime(office, at(`2026-03-02T${time}Z`)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("gives no time where the end is not after the start", () => {
    const noon = at("2026-03-02T12:00Z");
    expect(businessTimeBetween(office, noon, noon)).toBe(0);
    expect(businessTimeBetween(office, noon, noon - DAY)).toBe(0);
    expect(businessPeriods(office, noon, noon)).toEqual([]);
    expect(businessPeriods(office, noon, noon - DAY)).toEqual([]);
  });

  it("cuts periods to what was asked", () => {
    expect(periods(office, "2026-03-02T16:00Z", "2026-03-03T09:00:00.001Z")).toEqual([
      ["2026-03-02T16:00:00.000Z", "2026-03-02T17:00:00.000Z"],
      ["2026-03-03T09:00:00.000Z", "2026-03-03T09:00:00.001Z"],
    ]);
    expect(periods(office, "2026-03-02T17:00Z", "2026-03-03T09:00Z")).toEqual([]);
  });

  it("opens next where it is, or at the next opening", () => {
    expect(nextBusinessTime(office, at("2026-03-06T16:59:59.999Z"))).toBe(at("2026-03-06T16:59:59.999Z"));
    expect(nextBusinessTime(office, at("2026-03-06T17:00Z"))).toBe(at("2026-03-09T09:00Z"));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1, Date.UTC(2101, 0, 1), "0", null, undefined, {}])(
    "refuses %s for an instant, everywhere",
    (value) => {
      const bad = value as number;
      const questions = [
        () => addBusinessTime(office, bad, HOUR),
        () => subtractBusinessTime(office, bad, HOUR),
        () => businessTimeBetween(office, bad, 0),
        () => businessTimeBetween(office, 0, bad),
        () => isBusinessTime(office, bad),
        () => nextBusinessTime(office, bad),
        () => businessPeriods(office, bad, 0),
        () => businessPeriods(office, 0, bad),
      ];
      for (const question of questions) expect(codes(question)).toEqual(["calendar.not_an_instant"]);
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53, 1e21, "1h", undefined])(
    "refuses %s for an amount",
    (ms) => {
      expect(codes(() => addBusinessTime(office, 0, ms as number))).toEqual(["calendar.not_a_duration"]);
    },
  );

  it("answers to the ends of the supported years", () => {
    const always = calendar({ weeklyHours: ALWAYS });
    const [first, last] = [0, Date.UTC(2101, 0, 1) - 1];
    expect(businessTimeBetween(always, first, last)).toBe(last);
    expect(addBusinessTime(always, first, last)).toBe(last);
    expect(subtractBusinessTime(always, last, last)).toBe(first);
    expect(subtractBusinessTime(always, last, last + 1)).toBeNull();
    expect(addBusinessTime(always, last, 2)).toBeNull();
    expect([first, last].map((t) => isBusinessTime(always, t))).toEqual([true, true]);
  });
});

describe("changes of the clock (C2)", () => {
  it.each([
    [
      "a skipped hour vanishes (hostile schedule-16)",
      "America/New_York",
      "2026-03-08",
      ["02:00", "03:00"],
      0,
    ],
    ["half a skipped window stays", "America/New_York", "2026-03-08", ["02:30", "05:00"], 2],
    [
      "a repeated hour counts twice (hostile schedule-17)",
      "America/New_York",
      "2026-11-01",
      ["01:00", "02:00"],
      2,
    ],
    ["a window over the change has an hour less", "Europe/Warsaw", "2026-03-29", ["00:00", "24:00"], 23],
    ["half an hour comes back on Lord Howe", "Australia/Lord_Howe", "2025-04-06", ["01:00", "02:00"], 1.5],
    [
      "a day that never was counts nothing (schedule-18)",
      "Pacific/Apia",
      "2011-12-30",
      ["00:00", "24:00"],
      0,
    ],
    ["a day may begin at one (schedule-19)", "America/Sao_Paulo", "2018-11-04", ["00:00", "24:00"], 23],
    ["midnight may come twice (schedule-20)", "America/Havana", "2025-11-02", ["00:00", "01:00"], 2],
  ])("%s: %s, %s", (_, timeZone, date, window, hours) => {
    const only = calendar({ timeZone, specialHours: { [date]: [window as [string, string]] } });
    const noon = at(`${date}T12:00Z`);
    expect(businessTimeBetween(only, noon - 2 * DAY, noon + 2 * DAY)).toBe(hours * HOUR);
  });

  it("lets a holiday cover both passes of a repeated midnight (hostile schedule-20)", () => {
    const havana = calendar({ timeZone: "America/Havana", weeklyHours: ALWAYS, holidays: ["2025-11-02"] });
    expect(periods(havana, "2025-11-02T00:00Z", "2025-11-04T00:00Z")).toEqual([
      ["2025-11-02T00:00:00.000Z", "2025-11-02T04:00:00.000Z"],
      ["2025-11-03T05:00:00.000Z", "2025-11-04T00:00:00.000Z"],
    ]);
  });

  it("parts a window that the clock moves out of and back into", () => {
    const warsaw = calendar({ timeZone: "Europe/Warsaw", weeklyHours: { sun: [["02:15", "02:45"]] } });
    expect(periods(warsaw, "2026-10-25T00:00Z", "2026-10-26T00:00Z")).toEqual([
      ["2026-10-25T00:15:00.000Z", "2026-10-25T00:45:00.000Z"],
      ["2026-10-25T01:15:00.000Z", "2026-10-25T01:45:00.000Z"],
    ]);
  });

  it("keeps wall time over a change: nine is nine", () => {
    const warsaw = calendar({ timeZone: "Europe/Warsaw", weeklyHours: NINE_TO_FIVE });
    expect(addBusinessTime(warsaw, at("2026-03-27T15:00Z"), 2 * HOUR)).toBe(at("2026-03-30T08:00Z"));
  });

  it("takes offsets of half hours and quarter hours: +05:30, and +05:45 of Kathmandu", () => {
    for (const [timeZone, opening] of [
      ["+05:30", "03:30"],
      ["Asia/Kathmandu", "03:15"],
    ]) {
      const one = calendar({ timeZone, weeklyHours: NINE_TO_FIVE });
      expect(nextBusinessTime(one, at("2026-03-02T00:00Z"))).toBe(at(`2026-03-02T${opening}Z`));
    }
  });
});

describe("windows (C3)", () => {
  it("joins 24:00 with the next day's 00:00 without a gap (hostile schedule-05)", () => {
    const always = calendar({ weeklyHours: ALWAYS });
    expect(businessPeriods(always, 0, 10 * DAY)).toEqual([{ from: 0, to: 10 * DAY }]);
  });

  it("joins touching and overlapping windows and counts their time once (hostile schedule-01, -02)", () => {
    const windows: Window[] = [
      ["16:00", "18:00"],
      ["12:00", "17:00"],
      ["09:00", "12:00"],
    ];
    expect(
      periods(calendar({ weeklyHours: { mon: windows } }), "2026-03-02T00:00Z", "2026-03-03T00:00Z"),
    ).toEqual([["2026-03-02T09:00:00.000Z", "2026-03-02T18:00:00.000Z"]]);
  });

  it("takes a window whose end is before its start past midnight, Saturday into Sunday too (schedule-08)", () => {
    const nights = calendar({ weeklyHours: { sat: [["22:00", "06:00"]] } });
    expect(periods(nights, "2026-03-02T00:00Z", "2026-03-09T00:00Z")).toEqual([
      ["2026-03-07T22:00:00.000Z", "2026-03-08T06:00:00.000Z"],
    ]);
    const untilMidnight = calendar({ weeklyHours: { sat: [["22:00", "00:00"]] } });
    expect(businessTimeBetween(untilMidnight, at("2026-03-02T00:00Z"), at("2026-03-09T00:00Z"))).toBe(
      2 * HOUR,
    );
  });

  it("merges a night with the morning it runs into (hostile schedule-10)", () => {
    const merged = calendar({ weeklyHours: { sun: [["22:00", "06:00"]], mon: [["05:00", "09:00"]] } });
    expect(periods(merged, "2026-03-01T12:00Z", "2026-03-03T00:00Z")).toEqual([
      ["2026-03-01T22:00:00.000Z", "2026-03-02T09:00:00.000Z"],
    ]);
  });

  it("reads seconds", () => {
    const odd = calendar({ weeklyHours: { mon: [["09:00:15", "09:00:45"]] } });
    expect(businessTimeBetween(odd, at("2026-03-02T00:00Z"), at("2026-03-03T00:00Z"))).toBe(30_000);
  });
});

describe("dated entries (C4)", () => {
  const week = (hours: CalendarHours) =>
    Object.fromEntries(
      ["02", "03", "04", "05", "06"].map((day) => [
        day,
        businessTimeBetween(
          calendar({ weeklyHours: NINE_TO_FIVE, ...hours }),
          at(`2026-03-${day}T00:00Z`),
          at(`2026-03-${day}T00:00Z`) + DAY,
        ) / HOUR,
      ]),
    );

  it("closes holidays: a date, a range with both ends, a date of every year", () => {
    const holidays = ["2026-03-02", { from: "2026-03-04", to: "2026-03-05", name: "moving" }, "03-06"];
    expect(week({ holidays })).toEqual({ "02": 0, "03": 8, "04": 0, "05": 0, "06": 0 });
  });

  it("takes a holiday twice for one, and the order of entries for nothing (hostile schedule-15)", () => {
    const holidays = ["03-06", "2026-03-06", { from: "2026-03-06", to: "2026-03-06" }, "2026-03-06"];
    expect(week({ holidays })).toEqual({ "02": 8, "03": 8, "04": 8, "05": 8, "06": 0 });
  });

  it("keeps 29 February in leap years only (hostile schedule-14)", () => {
    const leap = calendar({ weeklyHours: ALWAYS, holidays: ["02-29"] });
    const month = (year: number, next: number) =>
      businessTimeBetween(leap, Date.UTC(year, 1, 1), Date.UTC(year, 2, next)) / DAY;
    expect([month(2028, 1), month(2027, 1), month(2100, 1), month(2000, 1)]).toEqual([28, 28, 28, 28]);
  });

  it("lets special hours win over a holiday of either kind, and over the week", () => {
    const specialHours: Record<string, Window[]> = {
      "2026-03-02": [["10:00", "12:00"]],
      "2026-03-03": [["10:00", "11:00"]],
      "2026-03-04": [],
    };
    const holidays = ["2026-03-02", "03-03"];
    expect(week({ holidays, specialHours })).toEqual({ "02": 2, "03": 1, "04": 0, "05": 8, "06": 8 });
  });

  it("cuts closures last: out of special hours, dated or daily, overnight too", () => {
    expect(
      week({
        specialHours: { "2026-03-02": [["08:00", "14:00"]] },
        closures: [
          { date: "daily", from: "12:00", to: "13:00" },
          { date: "2026-03-03", from: "12:30", to: "14:00" },
          { date: "2026-03-05", from: "16:00", to: "10:00" },
        ],
      }),
    ).toEqual({ "02": 5, "03": 6, "04": 7, "05": 6, "06": 6 });
  });

  it("opens nothing by a closure on a holiday of every year", () => {
    const closures = [{ date: "2026-03-03", from: "12:00", to: "13:00" }];
    expect(week({ holidays: ["03-03"], closures })["03"]).toBe(0);
  });

  it("gives the night of special hours to the morning after, a holiday too", () => {
    const night = calendar({
      weeklyHours: NINE_TO_FIVE,
      holidays: ["2026-03-03"],
      specialHours: { "2026-03-02": [["22:00", "02:00"]] },
    });
    expect(periods(night, "2026-03-02T00:00Z", "2026-03-04T00:00Z")).toEqual([
      ["2026-03-02T22:00:00.000Z", "2026-03-03T02:00:00.000Z"],
    ]);
  });

  it("ends a night where a holiday begins, and opens the morning after a holiday's own night", () => {
    const nights = calendar({ weeklyHours: everyDay(["22:00", "06:00"]), holidays: ["2026-03-03"] });
    expect(periods(nights, "2026-03-02T12:00Z", "2026-03-04T12:00Z")).toEqual([
      ["2026-03-02T22:00:00.000Z", "2026-03-03T00:00:00.000Z"],
      ["2026-03-04T00:00:00.000Z", "2026-03-04T06:00:00.000Z"],
    ]);
  });

  it("shares lists of holidays by id, and lets a calendar leave one out", () => {
    const lists = { pl: ["2026-03-03"], office: [{ from: "2026-03-05", to: "2026-03-06" }] };
    const days = (holidayLists: string[]) =>
      businessTimeBetween(
        calendar({ weeklyHours: NINE_TO_FIVE, holidays: ["2026-03-02"], holidayLists }, lists),
        at("2026-03-02T00:00Z"),
        at("2026-03-07T00:00Z"),
      ) /
      (8 * HOUR);
    expect([days([]), days(["pl"]), days(["pl", "office"])]).toEqual([4, 3, 1]);
  });

  it("takes tens of thousands of dated entries out of order (hostile schedule-21)", () => {
    const date = (i: number) => new Date(((i * 7_919) % 40_000) * DAY).toISOString().slice(0, 10);
    const started = cpuMs();
    const many = calendar({
      weeklyHours: ALWAYS,
      holidays: Array.from({ length: 40_000 }, (_, i) => date(i)),
      specialHours: { "2026-03-02": [["09:00", "17:00"]] },
    });
    expect(nextBusinessTime(many, 0)).toBe(at("2026-03-02T09:00Z"));
    expect(cpuMs() - started).toBeLessThan(3_000);
  });
});

describe("versions (C5)", () => {
  const shorter = calendar({
    weeklyHours: everyDay(["09:00", "17:00"]),
    closures: [{ date: "daily", from: "12:00", to: "13:00" }],
    versions: [
      { from: "2026-04-01", weeklyHours: everyDay(["09:00", "15:00"]) },
      { from: "2026-03-10", holidays: ["2026-03-10", "2026-04-02"] },
    ],
  });
  const hoursOn = (date: string, knownAt?: number, one = shorter) =>
    businessTimeBetween(
      one,
      at(`${date}T00:00Z`),
      at(`${date}T00:00Z`) + DAY,
      knownAt === undefined ? {} : { knownAt },
    ) / HOUR;

  it("keep past dates as they were, whatever their order, and inherit from the calendar what they leave out", () => {
    expect(hoursOn("2026-03-09")).toBe(7);
    expect(hoursOn("2026-03-10")).toBe(0);
    expect(hoursOn("2026-03-11")).toBe(7);
    expect(hoursOn("2026-04-01")).toBe(5);
    expect(hoursOn("2026-04-02")).toBe(5); // the later version names no holidays: those of the calendar, none
  });

  it("begin at local midnight", () => {
    const warsaw = calendar({
      timeZone: "Europe/Warsaw",
      weeklyHours: {},
      versions: [{ from: "2026-04-01", weeklyHours: ALWAYS }],
    });
    expect(nextBusinessTime(warsaw, 0)).toBe(at("2026-03-31T22:00Z"));
  });

  it("answer as known then: holidays entered on 14 December do not count before", () => {
    const boston = calendar({
      timeZone: "America/New_York",
      weeklyHours: everyDay(["08:00", "17:00"]),
      versions: [{ from: "2016-01-01", knownFrom: "2015-12-14T12:00:00-05:00", holidays: ["2016-01-18"] }],
    });
    const entered = at("2015-12-14T17:00Z");
    const start = at("2016-01-15T21:00Z"); // Friday, 16:00
    const due = (knownAt?: number) =>
      addBusinessTime(boston, start, 20 * HOUR, knownAt === undefined ? {} : { knownAt });
    expect(due(entered - 1)).toBe(at("2016-01-18T14:00Z"));
    expect(due(entered)).toBe(at("2016-01-19T14:00Z"));
    expect(due()).toBe(at("2016-01-19T14:00Z"));
    expect(due(0)).toBe(at("2016-01-18T14:00Z"));
  });

  it("let the last entered of several from one date win, by what was known", () => {
    const twice = calendar({
      weeklyHours: everyDay(["09:00", "17:00"]),
      versions: [
        { from: "2026-04-01", knownFrom: 2_000, weeklyHours: everyDay(["09:00", "10:00"]) },
        { from: "2026-04-01", knownFrom: 1_000, weeklyHours: everyDay(["09:00", "11:00"]) },
      ],
    });
    expect([999, 1_000, 1_999, 2_000].map((known) => hoursOn("2026-04-01", known, twice))).toEqual([
      8, 2, 2, 1,
    ]);
  });

  it("know the end of the year of the last dated holiday", () => {
    const to = (holidays: string[]) => calendar({ weeklyHours: ALWAYS, holidays }).holidaysKnownTo;
    expect(to(["2027-05-01", "2026-12-25"])).toBe(Date.UTC(2027, 11, 31) / DAY);
    expect(to(["12-25"])).toBeNull();
    expect(to([])).toBeNull();
  });
});

describe("calendars that run out of time (C9)", () => {
  it("answer never after the last special hours", () => {
    const once = calendar({ specialHours: { "2026-03-02": [["09:00", "10:00"]] } });
    expect(addBusinessTime(once, at("2026-03-02T00:00Z"), HOUR)).toBe(at("2026-03-02T10:00Z"));
    expect(addBusinessTime(once, at("2026-03-02T00:00Z"), HOUR, { endOfBudget: "nextOpening" })).toBeNull();
    expect(addBusinessTime(once, at("2026-03-02T00:00Z"), HOUR + 1)).toBeNull();
    expect(nextBusinessTime(once, at("2026-03-02T10:00Z"))).toBeNull();
    expect(subtractBusinessTime(once, at("2026-03-02T09:00Z"), 1)).toBeNull();
  });

  it("are refused in bounded time with a holiday on every day (hostile schedule-12)", () => {
    const holidays = Array.from({ length: 366 }, (_, i) =>
      new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(5, 10),
    );
    const started = cpuMs();
    expect(codes(() => calendar({ weeklyHours: ALWAYS, holidays }))).toEqual(["calendar.never_open"]);
    expect(cpuMs() - started).toBeLessThan(1_000);
  });
});

describe("what is wrong with a definition", () => {
  const weeklyHours = NINE_TO_FIVE;

  it.each<[string, Partial<CalendarDefinition>, string, string, string]>([
    [
      "hostile zone-01, no zone",
      { timeZone: "" },
      "unknown_time_zone",
      "timeZone",
      "no time zone has the name ``",
    ],
    ["zone-02", { timeZone: "Mars/Olympus" }, "unknown_time_zone", "timeZone", "write an IANA name such as"],
    ["zone-03", { timeZone: "__proto__" }, "unknown_time_zone", "timeZone", "`__proto__`"],
    ["zone-03", { timeZone: "toString" }, "unknown_time_zone", "timeZone", "`toString`"],
    ["zone-03", { timeZone: "constructor" }, "unknown_time_zone", "timeZone", "`constructor`"],
    ["zone-05", { timeZone: "UTC+5:30" }, "unknown_time_zone", "timeZone", "`UTC+5:30`"],
    ["zone-09", { timeZone: "W. Europe Standard Time" }, "unknown_time_zone", "timeZone", "a Windows name"],
    [
      "schedule-03",
      { weeklyHours: { mon: [["09:00", "09:00"]] } },
      "empty_window",
      "weeklyHours.mon.0",
      "is empty",
    ],
    [
      "schedule-04",
      { weeklyHours: { mon: [["00:00", "00:00"]] } },
      "empty_window",
      "weeklyHours.mon.0",
      "`00:00` to `24:00`",
    ],
    [
      "schedule-07",
      { weeklyHours: { mon: [["24:00", "25:00"]] } },
      "not_a_time",
      "weeklyHours.mon.0",
      "`24:00`",
    ],
    [
      "schedule-07",
      { weeklyHours: { mon: [["09:00", "09:60"]] } },
      "not_a_time",
      "weeklyHours.mon.0",
      "`09:60`",
    ],
    [
      "schedule-07",
      { weeklyHours: { mon: [["9", "10:00"]] } },
      "not_a_time",
      "weeklyHours.mon.0",
      "`9` is no",
    ],
    [
      "schedule-07",
      { weeklyHours: { mon: [["-01:00", "10:00"]] } },
      "not_a_time",
      "weeklyHours.mon.0",
      "`-01:00`",
    ],
    [
      "schedule-07",
      { weeklyHours: { mon: [["09:00:00.5", "10:00"]] } },
      "not_a_time",
      "weeklyHours.mon.0",
      "HH:MM:SS",
    ],
    [
      "schedule-09",
      { weeklyHours: { mon: [["22:00", "30:00"]] } },
      "not_a_time",
      "weeklyHours.mon.0",
      "`30:00`",
    ],
    ["schedule-13", { holidays: ["2026-02-30"] }, "not_a_date", "holidays.0", "`2026-02-30` is no date"],
    ["a date that no year has", { holidays: ["02-30"] }, "not_a_date", "holidays.0", "`MM-DD`"],
    [
      "a range to nowhere",
      { holidays: [{ from: "2026-03-01", to: "later" }] },
      "not_a_date",
      "holidays.0.to",
      "`later`",
    ],
    [
      "a range that ends before it starts",
      { holidays: [{ from: "2026-03-02", to: "2026-03-01" }] },
      "bad_range",
      "holidays.0",
      "ends before it starts",
    ],
    [
      "a range of a thousand years",
      { holidays: [{ from: "2026-03-02", to: "3026-03-01" }] },
      "bad_range",
      "holidays.0",
      "ten years",
    ],
    ["a list nobody has", { holidayLists: ["pl"] }, "unknown_holiday_list", "holidayLists.0", "the id `pl`"],
    [
      "an inherited name for a list",
      { holidayLists: ["toString"] },
      "unknown_holiday_list",
      "holidayLists.0",
      "`toString`",
    ],
    [
      "special hours on no date",
      { specialHours: { monday: [] } },
      "not_a_date",
      "specialHours.monday",
      "`monday`",
    ],
    [
      "special hours at no time",
      { specialHours: { "2026-03-02": [["09:00", "x"]] } },
      "not_a_time",
      "specialHours.2026-03-02.0",
      "`x`",
    ],
    [
      "a closure on no date",
      { closures: [{ date: "weekly", from: "09:00", to: "10:00" }] },
      "not_a_date",
      "closures.0.date",
      "`weekly`",
    ],
    [
      "a version from no date",
      { versions: [{ from: "2026-02-30" }] },
      "not_a_date",
      "versions.0.from",
      "`2026-02-30`",
    ],
    [
      "a version known from no instant",
      { versions: [{ from: "2026-02-03", knownFrom: "2026-02-03" }] },
      "not_an_instant",
      "versions.0.knownFrom",
      "with an offset",
    ],
    [
      "a version with a wrong holiday",
      { versions: [{ from: "2026-02-03", holidays: ["x"] }] },
      "not_a_date",
      "versions.0.holidays.0",
      "`x`",
    ],
    ["schedule-11, no hours", { weeklyHours: {} }, "never_open", "", "no business time at all"],
    [
      "schedule-11, empty days",
      { weeklyHours: { mon: [], tue: [] } },
      "never_open",
      "",
      "give it weekly hours",
    ],
    [
      "hours that a closure eats up",
      { closures: [{ date: "daily", from: "08:00", to: "18:00" }] },
      "never_open",
      "",
      "no business time",
    ],
  ])("%s: one error, with its place and what to do", (_, change, code, path, words) => {
    const issues = issuesOf({ timeZone: "UTC", weeklyHours, ...change });
    expect(issues.map((issue) => [issue.severity, issue.code, issue.path.join(".")])).toEqual([
      ["error", `calendar.${code}`, path],
    ]);
    expect(issues[0].message).toContain(words);
    expect(issues[0].message).toMatch(/^[^A-Z].*[^.]$/s);
  });

  it("names an entry of a shared list by the list", () => {
    const issues = issuesOf(
      { timeZone: "UTC", weeklyHours, holidayLists: ["pl"] },
      { pl: ["12-25", "2026-02-30"] },
    );
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ["calendar.not_a_date", ["holidayLists", "pl", 1]],
    ]);
  });

  it("is told all at once, in one error with a sentence for each", () => {
    const definition: CalendarDefinition = {
      timeZone: "Mars/Olympus",
      weeklyHours: { mon: [["09:00", "09:00"]], tue: [["9", "10:00"]] },
      holidays: ["2026-02-30"],
      specialHours: { someday: [] },
      closures: [{ date: "never", from: "12:00", to: "13:00" }],
    };
    try {
      compileCalendar(definition, { zones: luxonZones() });
      expect.unreachable("it compiled");
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(SlaError);
      const { issues, message } = thrown as SlaError;
      expect(issues.map(({ path }) => path.join(".")).sort()).toEqual([
        "closures.0.date",
        "holidays.0",
        "specialHours.someday",
        "timeZone",
        "weeklyHours.mon.0",
        "weeklyHours.tue.0",
      ]);
      expect(message.split("\n")).toHaveLength(6);
      expect(message).toContain("at `timeZone`: no time zone has the name `Mars/Olympus`");
    }
  });
});

describe("what is worth a look in a definition", () => {
  it.each<[string, Partial<CalendarDefinition>, string, string]>([
    [
      "an overlap (hostile schedule-01)",
      {
        weeklyHours: {
          mon: [
            ["09:00", "17:00"],
            ["16:00", "18:00"],
          ],
        },
      },
      "overlap",
      "weeklyHours.mon",
    ],
    [
      "a day to 23:59 (hostile schedule-06)",
      { weeklyHours: { mon: [["00:00", "23:59"]] } },
      "minute_missing",
      "weeklyHours.mon.0",
    ],
    ["an abbreviation for a zone (hostile zone-08)", { timeZone: "EST" }, "zone_abbreviation", "timeZone"],
  ])("%s is a lint, and the calendar compiles", (_, change, code, path) => {
    const definition = { timeZone: "UTC", weeklyHours: NINE_TO_FIVE, ...change };
    expect(issuesOf(definition).map((issue) => [issue.severity, issue.code, issue.path.join(".")])).toEqual([
      ["lint", `calendar.${code}`, path],
    ]);
    expect(() => compileCalendar(definition, { zones: luxonZones() })).not.toThrow();
  });

  it.each<[string, Partial<CalendarDefinition>]>([
    [
      "touching windows (hostile schedule-02)",
      {
        weeklyHours: {
          mon: [
            ["09:00", "12:00"],
            ["12:00", "17:00"],
          ],
        },
      },
    ],
    ["a whole day (hostile schedule-05)", { weeklyHours: { mon: [["00:00", "24:00"]] } }],
    ["a night (hostile schedule-08)", { weeklyHours: { mon: [["22:00", "06:00"]] } }],
    ["29 February (hostile schedule-14)", { holidays: ["02-29"] }],
    ["a date twice (hostile schedule-15)", { holidays: ["2026-03-02", "2026-03-02"] }],
    ["a fixed offset (hostile zone-04)", { timeZone: "+05:30" }],
    ["a zone in other letters (hostile zone-06)", { timeZone: "europe/PARIS" }],
    ["a zone's other name (hostile zone-07)", { timeZone: "Europe/Kiev" }],
  ])("%s is nothing to speak of", (_, change) => {
    expect(issuesOf({ timeZone: "UTC", weeklyHours: NINE_TO_FIVE, ...change })).toEqual([]);
  });
});

describe("fingerprints of calendars", () => {
  const of = (hours: Partial<CalendarDefinition>) =>
    calendarFingerprint(calendar({ weeklyHours: NINE_TO_FIVE, ...hours }));

  it("change with the hours, the holidays, the versions and the zone data", () => {
    const all = [
      of({}),
      of({ weeklyHours: ALWAYS }),
      of({ holidays: ["2026-03-02"] }),
      of({ holidays: ["03-02"] }),
      of({ closures: [{ date: "daily", from: "12:00", to: "13:00" }] }),
      of({ versions: [{ from: "2026-03-02", weeklyHours: ALWAYS }] }),
      of({ versions: [{ from: "2026-03-02", knownFrom: 0, weeklyHours: ALWAYS }] }),
      of({ timeZone: "Europe/Warsaw" }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("stay with another name of the zone, and another order of the entries", () => {
    expect(of({ timeZone: "Europe/Kiev" })).toBe(of({ timeZone: "Europe/Kyiv" }));
    expect(of({ holidays: ["2026-03-02", "2026-03-03"] })).toBe(
      of({ holidays: ["2026-03-03", "2026-03-02"] }),
    );
  });
});

function calendar(definition: Partial<CalendarDefinition>, holidayLists: HolidayLists = {}) {
  return compileCalendar({ timeZone: "UTC", ...definition }, { zones: luxonZones(), holidayLists });
}

function issuesOf(definition: CalendarDefinition, holidayLists: HolidayLists = {}): Issue[] {
  const issues: Issue[] = [];
  readCalendar(definition, newReading({ zones: luxonZones(), holidayLists }, issues), [], issues);
  return issues;
}

function codes(question: () => unknown): string[] {
  try {
    return [`answered ${String(question())}`];
  } catch (thrown) {
    return thrown instanceof SlaError ? thrown.issues.map(({ code }) => code) : [String(thrown)];
  }
}

function periods(one: ReturnType<typeof calendar>, from: string, to: string): [string, string][] {
  const iso = (instant: number) => new Date(instant).toISOString();
  return businessPeriods(one, at(from), at(to)).map((period) => [iso(period.from), iso(period.to)]);
}

function everyDay(...windows: Window[]) {
  return Object.fromEntries(WEEKDAYS.map((day) => [day, windows])) as Record<
    (typeof WEEKDAYS)[number],
    Window[]
  >;
}

function at(iso: string): number {
  return Date.parse(iso);
}

describe("the supported years", () => {
  it("are told where dated entries lie outside them", () => {
    const { issues } = checkSla({
      calendars: { c: { timeZone: "UTC", always: true, holidays: ["1969-12-31", "2101-01-01"] } },
      policies: [],
    });
    expect(issues.map(({ code, severity, path }) => [code, severity, path.join(".")])).toEqual([
      ["calendar.outside_supported_years", "lint", "calendars.c"],
    ]);
    expect(issues[0].message).toBe(
      "2 dated entries lie outside the years 1970 to 2100, for which calendars answer",
    );
  });
});

describe("dates that only some years have (C4)", () => {
  it("close no other date in the years between, whatever else names it", () => {
    const hours = { mon: [["09:00", "17:00"]] } as const;
    const calendar = compileCalendar(
      {
        timeZone: "UTC",
        weeklyHours: hours,
        holidays: ["02-29"],
        closures: [{ date: "2027-03-01", from: "12:00", to: "13:00" }],
      },
      { zones: luxonZones() },
    );
    expect(isBusinessTime(calendar, Date.parse("2027-03-01T10:00:00Z"))).toBe(true);
    expect(isBusinessTime(calendar, Date.parse("2044-02-29T10:00:00Z"))).toBe(false);
  });
});

describe("windows without end", () => {
  it("are refused: a second cut out of every other one", () => {
    const two = (value: number) => String(value).padStart(2, "0");
    const clock = (second: number) =>
      `${two(Math.floor(second / 3_600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
    const closures = Array.from({ length: 16_000 }, (_, i) => ({
      date: "daily",
      from: clock(2 * i),
      to: clock(2 * i + 1),
    }));
    expect(() =>
      compileCalendar({ timeZone: "UTC", always: true, closures }, { zones: luxonZones() }),
    ).toThrow("may have 1440 windows");
  });
});

describe("calendars put together (C6)", () => {
  const day = [["09:00", "17:00"]] as const;
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day };
  const at = (iso: string) => Date.parse(iso);
  const warsaw = compileCalendar({ timeZone: "Europe/Warsaw", weeklyHours: week }, { zones: luxonZones() });
  const boston = compileCalendar(
    { timeZone: "America/New_York", weeklyHours: week },
    { zones: luxonZones() },
  );

  it("are open when either is, each in its own zone: follow-the-sun", () => {
    const sun = composeCalendars("union", [warsaw, boston]);
    // Monday 2 March 2026: Warsaw 08:00 to 16:00 UTC, Boston 14:00 to 22:00 UTC
    expect(businessPeriods(sun, at("2026-03-02T00:00:00Z"), at("2026-03-03T00:00:00Z"))).toEqual([
      { from: at("2026-03-02T08:00:00Z"), to: at("2026-03-02T22:00:00Z") },
    ]);
  });

  it("are open when both are, or when the first is and the other not", () => {
    const both = composeCalendars("intersection", [warsaw, boston]);
    const alone = composeCalendars("difference", [warsaw, boston]);
    expect(businessTimeBetween(both, at("2026-03-02T00:00:00Z"), at("2026-03-03T00:00:00Z"))).toBe(
      2 * 3_600_000,
    );
    expect(businessTimeBetween(alone, at("2026-03-02T00:00:00Z"), at("2026-03-03T00:00:00Z"))).toBe(
      6 * 3_600_000,
    );
    // On 9 March 2026 Boston's clocks have changed and Warsaw's have not: three hours are common
    expect(businessTimeBetween(both, at("2026-03-09T00:00:00Z"), at("2026-03-10T00:00:00Z"))).toBe(
      3 * 3_600_000,
    );
  });

  it("answer as each knew at an instant", () => {
    const edited = compileCalendar(
      {
        timeZone: "Europe/Warsaw",
        weeklyHours: week,
        versions: [{ from: "2026-01-01", knownFrom: "2026-02-01T00:00:00Z", holidays: ["2026-03-02"] }],
      },
      { zones: luxonZones() },
    );
    const both = composeCalendars("intersection", [edited, warsaw]);
    const [from, to] = [at("2026-03-02T00:00:00Z"), at("2026-03-03T00:00:00Z")];
    expect(businessTimeBetween(both, from, to)).toBe(0);
    expect(businessTimeBetween(both, from, to, { knownAt: at("2026-01-15T00:00:00Z") })).toBe(8 * 3_600_000);
  });

  it("refuse an outcome that is never open", () => {
    const night = compileCalendar(
      { timeZone: "Europe/Warsaw", weeklyHours: { mon: [["17:00", "20:00"]] } },
      { zones: luxonZones() },
    );
    expect(() => composeCalendars("intersection", [warsaw, night])).toThrow(
      "put together, these calendars have no business time at all",
    );
  });

  it("may be named in a definition in any order, not in a circle, nor without end", () => {
    const codes = (calendars: unknown) =>
      checkSla({ calendars, policies: [] }).issues.map(({ code, path }) => `${code} at ${path.join(".")}`);
    const office = { timeZone: "UTC", weeklyHours: week };
    expect(codes({ b: { union: ["a", "office"] }, a: { union: ["office"] }, office })).toEqual([]);
    expect(codes({ a: { union: ["b"] }, b: { union: ["a"] } })).toEqual([
      "calendar.circular at calendars.a",
      "calendar.circular at calendars.b",
    ]);
    expect(codes({ a: { union: ["office", "nowhere"] }, office })).toEqual([
      "calendar.unknown_calendar at calendars.a.union.1",
    ]);
    const doubling = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`c${i + 1}`, { union: [`c${i}`, `c${i}`] }]),
    );
    const started = cpuMs();
    expect(codes({ c0: office, ...doubling })[0]).toBe("calendar.too_many_parts at calendars.c6");
    expect(cpuMs() - started).toBeLessThan(2_000);
  });
});

describe("business days (C8)", () => {
  const day = [
    ["09:00", "12:00"],
    ["13:00", "17:00"],
  ] as const;
  const calendar = compileCalendar(
    {
      timeZone: "Europe/Warsaw",
      weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: [["08:00", "14:00"]] },
      holidays: ["2026-03-11"],
    },
    { zones: luxonZones() },
  );
  const local = (text: string) => Date.parse(`${text}:00+01:00`);
  it.each([
    ["the same wall time on the next business day", "2026-03-02T10:00", 1, {}, "2026-03-03T10:00"],
    ["over a weekend", "2026-03-05T10:00", 2, {}, "2026-03-09T10:00"],
    ["over a holiday", "2026-03-10T10:00", 1, {}, "2026-03-12T10:00"],
    ["moved back to a shorter day's closing", "2026-03-05T16:00", 1, {}, "2026-03-06T14:00"],
    ["moved on to a later opening", "2026-03-06T08:15", 1, {}, "2026-03-09T09:00"],
    [
      "from a closed date: as the next business day before its opening",
      "2026-03-07T11:00",
      1,
      {},
      "2026-03-10T09:00",
    ],
    ["at the close", "2026-03-02T10:00", 1, { at: "close" }, "2026-03-03T17:00"],
    ["at a time of day, whatever the hours", "2026-03-02T10:00", 1, { at: "18:30" }, "2026-03-03T18:30"],
    [
      "at the cutoff itself: not later than it",
      "2026-03-02T10:00",
      1,
      { at: "16:00", cutoff: "10:00" },
      "2026-03-03T16:00",
    ],
    [
      "after the cutoff: from the next business day",
      "2026-03-02T10:01",
      1,
      { at: "16:00", cutoff: "10:00" },
      "2026-03-04T16:00",
    ],
    ["counted back", "2026-03-09T10:00", -2, {}, "2026-03-05T10:00"],
  ] as const)("end %s", (_, start, days, options, expected) => {
    expect(addBusinessDays(calendar, local(start), days, options)).toBe(local(expected));
  });

  it("are counted as fast over decades, and never where no date is open any more", () => {
    expect(addBusinessDays(calendar, local("2026-03-02T10:00"), 10_000)).toBeGreaterThan(
      Date.UTC(2064, 0, 1),
    );
    const once = compileCalendar(
      { timeZone: "UTC", specialHours: { "2026-03-02": [["09:00", "17:00"]] } },
      { zones: luxonZones() },
    );
    expect(addBusinessDays(once, Date.parse("2026-03-02T10:00:00Z"), 1)).toBeNull();
  });
});
