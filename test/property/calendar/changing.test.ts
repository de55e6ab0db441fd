import { describe, it } from "vitest";
import { addBusinessTime, businessPeriods, businessTimeBetween } from "../../../src/calendar/arithmetic.ts";
import { calendarFingerprint, compileCalendar } from "../../../src/calendar/compile.ts";
import type { CalendarDefinition, HolidayEntry, Window } from "../../../src/calendar/definition.ts";
import { luxonZones } from "../../../src/luxon/zones.ts";
import { isoDay, MS_PER_DAY } from "../../../src/testing/definition/civil.ts";
import { WEEKDAYS } from "../../../src/time/civil.ts";
import { instantOfWallTime, offsetAt, spanAt } from "../../../src/time/zone.ts";
import { calendarOf, type Situation, situations, zoneOf } from "../arbitraries.ts";
import {
  alwaysOf,
  alwaysOpen,
  answers,
  atMost,
  ENDS,
  law,
  oncePerCalendar,
  opens,
  orNever,
  same,
  sameAnswers,
  samePeriods,
} from "./law.ts";

describe("changing the calendar", () => {
  law("L6: a wider calendar is never due later, nor has it less time", (s) => {
    for (const wider of widened(s.definition)) compareDue(wider, s.definition, s);
  });

  law("L6: a holiday more is never due earlier; a closure more, neither", (s) => {
    const date = isoDay(Math.floor(s.b / MS_PER_DAY));
    for (const quieter of [...quietedOn(s.definition, date), ...quietedDaily(s.definition)]) {
      compareDue(s.definition, quieter, s);
    }
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
        const isSame = offsetAt(zone, s.a) === offsetAt(zone, s.a + shift);
        if (!isSame || !steady(s.a, due) || !steady(s.a + shift, due + shift)) continue;
        same(shifted, due + shift);
      }
    },
    { given: situations({ dated: false, versions: false }) },
  );

  law("L7: around the clock, business time is elapsed time in every zone", ({ definition, a, c, x }) => {
    const always = alwaysOf(definition);
    same(addBusinessTime(always, a, x), a + x);
    same(addBusinessTime(always, c, -x), c - x);
    same(businessTimeBetween(always, a, c), c - a);
    samePeriods(businessPeriods(always, a, c), a < c ? [{ from: a, to: c }] : []);
  });

  law("L9: splitting, shuffling and doubling entries changes no answer", (s) => {
    sameAnswers(answers(calendarOf(rewritten(s.definition)), s), answers(calendarOf(s.definition), s));
  });

  law(
    "C4: holidays in shared lists answer as the calendar's own",
    (s) => {
      sameAnswers(answers(listed(s.definition), s), answers(calendarOf(s.definition), s));
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
        const calendar = inZone(s.definition, id);
        for (const timeZone of others) {
          const other = inZone(s.definition, timeZone);
          sameAnswers(answers(other, s), answers(calendar, s));
          same(calendarFingerprint(other), calendarFingerprint(calendar));
        }
      },
      { given: situations({ zone: ["America/New_York", "Pacific/Chatham"] }) },
    );
  }

  law("L11: the local days of a fortnight sum to the fortnight, each by its own hours", (s) => {
    const calendar = calendarOf(s.definition);
    const zone = zoneOf(s.definition.timeZone);
    const always = alwaysOf(s.definition);
    const first = Math.floor((s.b + offsetAt(zone, s.b)) / MS_PER_DAY) - 7;
    const midnight = (day: number) => instantOfWallTime(zone, day * MS_PER_DAY);
    let [sum, length] = [0, 0];
    for (let day = first; day < first + 14; day++) {
      sum += businessTimeBetween(calendar, midnight(day), midnight(day + 1));
      length += businessTimeBetween(always, midnight(day), midnight(day + 1));
    }
    same(sum, businessTimeBetween(calendar, midnight(first), midnight(first + 14)));
    same(length, midnight(first + 14) - midnight(first));
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
    same(businessTimeBetween(only, from, to), hours * 3_600_000);
    const without = calendarOf({ ...alwaysOpen(timeZone), holidays: [date] });
    same(businessTimeBetween(without, from, to) + hours * 3_600_000, businessTimeBetween(calendar, from, to));
  });
});

/** The calendar with a window more, on each day of the week. */
const widened = oncePerCalendar((definition) => {
  const weekly = definition.weeklyHours ?? {};
  const extra: Window = ["07:15", "18:45"];
  return WEEKDAYS.map((day) => ({
    ...definition,
    weeklyHours: { ...weekly, [day]: [...(weekly[day] ?? []), extra] },
  }));
});

/** The calendar with a holiday or a closure more on a date. */
const quietedOn = oncePerCalendar((definition, date) => {
  const { holidays = [], closures = [] } = definition;
  const quieter: CalendarDefinition[] = [
    { ...definition, holidays: [...holidays, date] },
    { ...definition, holidays: [...holidays, date.slice(5)] },
    { ...definition, closures: [...closures, { date, from: "10:00", to: "03:00" }] },
  ];
  return quieter.filter(opens);
});

const quietedDaily = oncePerCalendar((definition) => {
  const { closures = [] } = definition;
  return [{ ...definition, closures: [...closures, { date: "daily", from: "02:00", to: "02:30" }] }].filter(
    opens,
  );
});

/** The calendar with its holidays in lists that others could share. */
const listed = oncePerCalendar(({ holidays = [], ...rest }) => {
  const half = Math.floor(holidays.length / 2);
  const holidayLists = { shared: holidays.slice(half), "": holidays.slice(0, half), unused: ["01-01"] };
  return compileCalendar({ ...rest, holidayLists: ["shared", ""] }, { zones: luxonZones(), holidayLists });
});

const inZone = oncePerCalendar((definition, timeZone) => calendarOf({ ...definition, timeZone }));

/** Due in `wide` never later than in `narrow`, and never less time in it. */
function compareDue(wide: CalendarDefinition, narrow: CalendarDefinition, { a, c, x }: Situation): void {
  const [more, less] = [calendarOf(wide), calendarOf(narrow)];
  for (const endOfBudget of ENDS) {
    atMost(
      orNever(addBusinessTime(more, a, x, { endOfBudget })),
      orNever(addBusinessTime(less, a, x, { endOfBudget })),
    );
  }
  atMost(businessTimeBetween(less, a, c), businessTimeBetween(more, a, c));
}

/** The same calendar in other words: windows cut in two, entries shuffled and doubled. */
const rewritten = oncePerCalendar((definition): CalendarDefinition => {
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
});

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
