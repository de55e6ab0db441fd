import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { isBusinessTime } from "../../src/calendar/arithmetic.ts";
import { compileCalendar } from "../../src/calendar/compile.ts";
import type { IcalOptions } from "../../src/ical/holidays.ts";
import { luxonZones } from "../../src/luxon/zones.ts";
import { parseDate, WEEKDAYS } from "../../src/time/civil.ts";
import { DAY, HOUR } from "../../src/time/units.ts";
import { instantOfWallTime } from "../../src/time/zone.ts";
import { cuts, DATA, datesOf, hasData, read, readData, reasons } from "./feeds.ts";

const FEEDS: Readonly<Record<string, string>> = {
  GermanHolidays: "Europe/Berlin",
  JapanHolidays: "Asia/Tokyo",
  PolishHolidays: "Europe/Warsaw",
  UKHolidays: "Europe/London",
  USHolidays: "America/New_York",
};

const national = (name: string, from: string, to: string, options: Partial<IcalOptions> = {}) =>
  read(readData(`ics/${name}.ics`), { timeZone: FEEDS[name], from, to, ...options });
const edge = (name: string, options: Partial<IcalOptions>) => read(readData(`ics/edge/${name}.ics`), options);
const computed = (country: string): Record<string, string> =>
  JSON.parse(readData("holidays.json")).computed[country];

describe.skipIf(!hasData)(`the national feeds (skipped where ${DATA} is absent)`, () => {
  it.each(Object.keys(FEEDS))(
    "%s gives the dates that ical.js itself finds, and none is left out",
    (name) => {
      const result = national(name, "2000-01-01", "2035-12-31");
      expect(result.closures).toEqual([]);
      expect(reasons(result)).toEqual([]);
      expect(datesOf(result)).toEqual(icalDates(readData(`ics/${name}.ics`), "2000-01-01", "2035-12-31"));
    },
  );

  it.each(Object.keys(FEEDS))("%s closes a calendar on each date taken, and on no other", (name) => {
    const { holidays, closures, report } = national(name, "2020-01-01", "2022-12-31");
    expect(openDates({ holidays, closures }, FEEDS[name], "2020-01-01", "2022-12-31")).toEqual(
      allDates("2020-01-01", "2022-12-31").filter((date) => !datesOf({ report }).includes(date)),
    );
  });

  it("the Polish one is the computed list from 2015 to 2024, and knows no Christmas Eve after", () => {
    const list = Object.keys(computed("PL")).sort();
    const within = (from: string, to: string) => list.filter((date) => date >= from && date <= to);
    expect(datesOf(national("PolishHolidays", "2015-01-01", "2024-12-31"))).toEqual(
      within("2015-01-01", "2024-12-31"),
    );
    // Christmas Eve became a public holiday in 2025; the feed is of 2021
    expect(datesOf(national("PolishHolidays", "2025-01-01", "2028-12-31"))).toEqual(
      within("2025-01-01", "2028-12-31").filter((date) => !date.endsWith("12-24")),
    );
  });

  it("the Polish one is dated until 2030, and fixed feasts go on", () => {
    const { report } = national("PolishHolidays", "2026-01-01", "2035-12-31");
    expect([report.reachesUntil, report.datedUntil]).toEqual([2035, 2030]);
    expect(report.warnings.map(({ code }) => code)).toEqual(["ical.feed_ends"]);
    expect(national("PolishHolidays", "2026-12-01", "2026-12-31").holidays).toEqual([
      { from: "2026-12-25", to: "2026-12-26", name: "Boże Narodzenie" },
    ]);
  });

  it("the German one holds every state's days and some that nobody has off, so that it needs a filter", () => {
    const all = national("GermanHolidays", "2024-01-01", "2024-12-31");
    const days = Object.keys(computed("DE")).filter((date) => date.startsWith("2024"));
    expect(days.filter((date) => !datesOf(all).includes(date))).toEqual([]);
    expect(datesOf(all).length - days.length).toBe(23); // from Epiphany to Silvester; 14 February twice
    const names = all.report.taken.map(({ summary }) => summary);
    expect(names).toContain("Valentinstag");
    expect(names).toContain("Heilige drei Könige");
    expect(all.report.datedUntil).toBe(2024);
  });

  it("the German one ends its movable feasts in 2025: Easter 2026 is missing", () => {
    const { report } = national("GermanHolidays", "2025-01-01", "2027-12-31");
    expect([report.reachesUntil, report.datedUntil]).toEqual([2027, 2025]);
    const dates = datesOf({ report });
    expect([dates.includes("2025-04-18"), dates.includes("2026-04-03")]).toEqual([true, false]);
  });

  it("the Japanese one is the computed list from 2012 to 2018, and stale from 2019 on", () => {
    const list = Object.keys(computed("JP")).filter((date) => date < "2019-01-01");
    expect(datesOf(national("JapanHolidays", "2012-01-01", "2018-12-31"))).toEqual(list.sort());
    // The reign changed on 1 May 2019: the emperor's birthday moved from 23 December to 23 February
    const later = datesOf(national("JapanHolidays", "2020-01-01", "2020-12-31"));
    expect([later.includes("2020-12-23"), later.includes("2020-02-23")]).toEqual([true, false]);
  });

  it("the American one lasts from 2021 to 2030, ten of each but for six of 2021, with an end in UTC on the day itself", () => {
    const { report, holidays } = national("USHolidays", "2015-01-01", "2040-12-31");
    expect([report.taken.length, report.reachesUntil, report.datedUntil]).toEqual([24 * 10 + 6, 2030, 2030]);
    expect(holidays[0]).toEqual({ from: "2021-01-01", to: "2021-01-01", name: "New Year's Day" });
    const thanksgiving = national("USHolidays", "2026-01-01", "2026-12-31", {
      include: { summary: "thanksgiving" },
    });
    expect(datesOf(thanksgiving)).toEqual(["2026-11-26", "2026-11-27"]); // the Friday is named after it
  });
});

describe.skipIf(!hasData)(`the feeds of other parsers' tests (skipped where ${DATA} is absent)`, () => {
  it("day_long_recur_yearly: every weekday from Friday 3 August 2012 on, for ever", () => {
    const { holidays, report } = edge("icaljs.day_long_recur_yearly", {
      from: "2012-08-01",
      to: "2012-08-14",
    });
    expect(holidays).toEqual([
      { from: "2012-08-03", to: "2012-08-03", name: "Day Long Event" },
      { from: "2012-08-06", to: "2012-08-10", name: "Day Long Event" },
      { from: "2012-08-13", to: "2012-08-14", name: "Day Long Event" },
    ]);
    expect([report.reachesUntil, report.datedUntil]).toEqual([2012, null]);
  });

  it("google_birthday: RDATE with a stray Z, and replacements of a series that is not there", () => {
    const result = edge("icaljs.google_birthday", { from: "2010-01-01", to: "2020-12-31" });
    expect(datesOf(result)).toEqual(["2012-12-10", "2013-12-10", "2014-12-10"]);
    expect(result.report.taken).toHaveLength(6); // three of the series, three replacements
    expect(result.holidays).toHaveLength(3);
  });

  it("recur_instances: 135 first Tuesdays less 3 excluded, 5 added, 2 of them moved, to the end of 2023", () => {
    const result = edge("icaljs.recur_instances", {
      timeZone: "America/Los_Angeles",
      from: "2012-01-01",
      to: "2023-12-31",
    });
    const list = cuts(result);
    expect(list).toHaveLength(135 - 3 + 5);
    expect(list.slice(0, 6)).toEqual([
      "2012-10-02 15:00-15:30", // moved from 10:00
      "2012-11-06 10:00-10:30",
      "2012-11-06 20:00-20:30", // moved from 5 November, by an id in UTC
      "2012-11-10 10:00-10:30",
      "2012-11-30 10:00-10:30",
      "2013-01-01 10:00-10:30", // 4 December and 5 February are excluded
    ]);
    expect(list.filter((cut) => cut.startsWith("2023-11"))).toEqual([
      "2023-11-07 10:00-10:30",
      "2023-11-23 01:00-01:30", // 09:00 UTC
      "2023-11-25 01:00-04:30", // a period with an end of its own
    ]);
    expect(reasons(result)).toEqual([]); // an unusable VTIMEZONE and an unknown component beside
  });

  it("biweekly-exdate-until: 25 of every other Monday and Thursday less 4, and 26 at 14:00 UTC", () => {
    const result = edge("node-ical.biweekly-exdate-until", {
      timeZone: "US/Central",
      from: "2017-01-01",
      to: "2018-01-31",
    });
    const list = cuts(result);
    expect(list).toHaveLength(25 - 4 + 26);
    const excluded = ["2017-07-06", "2017-07-17", "2017-07-20", "2017-08-03"];
    expect(list.filter((cut) => excluded.includes(cut.slice(0, 10)))).toEqual([]);
    expect(list.filter((cut) => cut.startsWith("2017-08"))).toEqual([
      "2017-08-14 09:00-19:00", // the second event: the first ended at midnight
      "2017-08-15 09:00-19:00",
      "2017-08-28 09:00-19:00",
      "2017-08-29 09:00-19:00",
    ]);
    // 06:00 is not 08:00: exclusions at a time at which nothing takes place exclude nothing
    expect(list.filter((cut) => cut.startsWith("2017-12"))).toEqual([
      "2017-12-04 08:00-18:00",
      "2017-12-05 08:00-18:00",
      "2017-12-18 08:00-18:00",
      "2017-12-19 08:00-18:00",
    ]);
  });

  it("daily-count-exdate-recurrence-id: ten days less two, less one whose replacement ends before it starts", () => {
    const result = edge("node-ical.daily-count-exdate-recurrence-id", {
      timeZone: "America/Los_Angeles",
      from: "2015-01-01",
      to: "2015-12-31",
    });
    expect(datesOf(result)).toEqual(
      [6, 9, 11, 12, 13, 14, 15].map((day) => `2015-07-${String(day).padStart(2, "0")}`),
    );
    expect(cuts(result)[0]).toBe("2015-07-06 12:00-13:00");
    expect(reasons(result)).toEqual(["More Treasure Hunting: ends_before_start"]);
  });

  it("google-recurrence-order: the replacement comes before its series", () => {
    expect(cuts(edge("node-ical.google-recurrence-order", { timeZone: "America/Denver" }))).toEqual([
      "2026-02-10 10:00-10:30",
      "2026-02-11 10:30-11:00",
      "2026-02-12 10:00-10:30",
    ]);
  });

  it("ms_timezones: Windows names; one event's quotes do not close, the others are read", () => {
    const result = edge("node-ical.ms_timezones", {
      from: "2020-01-01",
      to: "2021-12-31",
      transparent: "all",
    });
    expect(reasons(result)).toEqual(["Log Yesterday's Jira time: unreadable"]);
    const list = cuts(result);
    expect(list).toHaveLength(2 + 141 - 6); // 36 Tuesdays, 35 Thursdays, Fridays and Sundays each, six excluded
    expect(list).toContain("2020-09-10 09:00-09:30");
    expect(list).toContain("2020-09-15 17:30-18:30"); // 08:30 in Los Angeles
    expect(list).toContain("2020-10-23 21:00-21:30");
    expect(list).toContain("2020-10-27 20:00-20:30"); // Europe's clocks are back already, America's not yet
    expect(list.at(-1)).toBe("2021-03-09 21:00-21:30"); // UNTIL names its instant
  });

  it("multi-era-vtimezone: a zone of its own, by the rules of 1985 and of 2025", () => {
    expect(
      cuts(edge("node-ical.multi-era-vtimezone", { timeZone: "UTC", from: "1980-01-01", to: "2030-12-31" })),
    ).toEqual(["1985-10-15 18:00-19:00", "2025-06-10 18:00-19:00"]);
  });

  it("non-utc-until: 53 Mondays of 2024, the last day included", () => {
    const list = cuts(edge("node-ical.non-utc-until", { from: "2024-01-01", to: "2025-12-31" }));
    expect([list.length, list[0], list.at(-1)]).toEqual([
      53,
      "2024-01-01 10:00-11:00",
      "2024-12-30 10:00-11:00",
    ]);
  });

  it("sabredav-school-holidays: forty days of summer, dates with a TZID", () => {
    expect(
      edge("node-ical.sabredav-school-holidays", { from: "2018-01-01", to: "2018-12-31" }).holidays,
    ).toEqual([{ from: "2018-07-02", to: "2018-08-10", name: "Sommerferien Sachsen" }]);
  });

  it("whole_day_moved_over_dst_change: three days, the second moved past the third", () => {
    const result = edge("node-ical.whole_day_moved_over_dst_change_berlin", {
      from: "2024-01-01",
      to: "2024-12-31",
    });
    expect(datesOf(result)).toEqual(["2024-10-27", "2024-10-29", "2024-10-30"]);
  });
});

/** Dates of the events of a feed of dates, by ical.js alone. */
function icalDates(text: string, from: string, to: string): string[] {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
  const overrides = events.filter((one) => one.hasProperty("recurrence-id"));
  const found = new Set<string>();
  for (const component of events.filter((one) => !one.hasProperty("recurrence-id"))) {
    const uid = component.getFirstPropertyValue("uid");
    const exceptions = overrides.filter((one) => one.getFirstPropertyValue("uid") === uid);
    const event = new ICAL.Event(component, { exceptions });
    const iterator = event.iterator();
    for (let next = iterator.next(); next && next.toString() <= to; next = iterator.next()) {
      const { startDate, endDate } = event.getOccurrenceDetails(next);
      const date = startDate.clone();
      do {
        if (date.toString() >= from) found.add(date.toString());
        date.adjust(1, 0, 0, 0);
      } while (endDate.isDate && date.compare(endDate) < 0);
    }
  }
  return [...found].sort();
}

function allDates(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY)
    dates.push(new Date(at).toISOString().slice(0, 10));
  return dates;
}

/** Dates on which a calendar that is always open, but for what was imported, has time at noon. */
function openDates(
  imported: Pick<ReturnType<typeof read>, "holidays" | "closures">,
  timeZone: string,
  from: string,
  to: string,
): string[] {
  const zones = luxonZones();
  const weeklyHours = Object.fromEntries(WEEKDAYS.map((day) => [day, [["00:00", "24:00"] as const]]));
  const calendar = compileCalendar({ timeZone, weeklyHours, ...imported }, { zones });
  return allDates(from, to).filter((date) => {
    const noon = (parseDate(date) as number) * DAY + 12 * HOUR;
    return isBusinessTime(calendar, instantOfWallTime(calendar.zone, noon));
  });
}
