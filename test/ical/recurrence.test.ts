import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { daysOf } from "../../src/ical/recurrence.ts";
import { readRule } from "../../src/ical/rule.ts";
import { formatDate, parseDate } from "../../src/time/civil.ts";
import { datesOf, event, feed, read, reasons } from "./feeds.ts";

/** Dates of a rule that starts on a date, within the years given. */
function ruleDates(start: string, rule: string, from = "1997-01-01", to = "2010-12-31"): string[] {
  return datesOf(read(feed(event(`DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`)), { from, to }));
}

/** `1997 9:2,3 10:1` as dates. */
function list(text: string): string[] {
  let year = "";
  return text.split(" ").flatMap((part) => {
    const [month, days] = part.split(":");
    if (days === undefined) year = part;
    return (days ?? "")
      .split(",")
      .filter(Boolean)
      .map((day) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  });
}

// The examples of RFC 5545, 3.8.5.3, each with the dates that the standard itself lists
const RFC: readonly [start: string, rule: string, dates: string][] = [
  ["19970902", "FREQ=DAILY;COUNT=10", "1997 9:2,3,4,5,6,7,8,9,10,11"],
  ["19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997 9:2,12,22 10:2,12"],
  ["19970902", "FREQ=WEEKLY;COUNT=10", "1997 9:2,9,16,23,30 10:7,14,21,28 11:4"],
  [
    "19970902",
    "FREQ=WEEKLY;UNTIL=19971224T000000Z",
    "1997 9:2,9,16,23,30 10:7,14,21,28 11:4,11,18,25 12:2,9,16,23",
  ],
  ["19970902", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997 9:2,4,9,11,16,18,23,25,30 10:2"],
  [
    "19970901",
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
    "1997 9:1,3,5,15,17,19,29 10:1,3,13,15,17,27,29,31 11:10,12,14,24,26,28 12:8,10,12,22,24",
  ],
  ["19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997 9:2,4,16,18,30 10:2,14,16"],
  ["19970905", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997 9:5 10:3 11:7 12:5 1998 1:2 2:6 3:6 4:3 5:1 6:5"],
  ["19970905", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997 9:5 10:3 11:7 12:5"],
  [
    "19970907",
    "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
    "1997 9:7,28 11:2,30 1998 1:4,25 3:1,29 5:3,31",
  ],
  ["19970922", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997 9:22 10:20 11:17 12:22 1998 1:19 2:16"],
  ["19970928", "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=6", "1997 9:28 10:29 11:28 12:29 1998 1:29 2:26"],
  ["19970902", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1997 9:2,15 10:2,15 11:2,15 12:2,15 1998 1:2,15"],
  ["19970930", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997 9:30 10:1,31 11:1,30 12:1,31 1998 1:1,31 2:1"],
  [
    "19970910",
    "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
    "1997 9:10,11,12,13,14,15 1999 3:10,11,12,13",
  ],
  ["19970902", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU;COUNT=9", "1997 9:2,9,16,23,30 11:4,11,18,25"],
  [
    "19970610",
    "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
    "1997 6:10 7:10 1998 6:10 7:10 1999 6:10 7:10 2000 6:10 7:10 2001 6:10 7:10",
  ],
  [
    "19970310",
    "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
    "1997 3:10 1999 1:10 2:10 3:10 2001 1:10 2:10 3:10 2003 1:10 2:10 3:10",
  ],
  [
    "19970101",
    "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
    "1997 1:1 4:10 7:19 2000 1:1 4:9 7:18 2003 1:1 4:10 7:19 2006 1:1",
  ],
  ["19970519", "FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997 5:19 1998 5:18 1999 5:17"],
  ["19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "1997 5:12 1998 5:11 1999 5:17"],
  ["19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=7", "1997 3:13,20,27 1998 3:5,12,19,26"],
  ["19970913", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=4", "1997 9:13 10:11 11:8 12:13"],
  ["19980213", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=5", "1998 2:13 3:13 11:13 1999 8:13 2000 10:13"],
  [
    "19961105",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=4",
    "2000 11:7 2004 11:2 2008 11:4",
  ],
  ["19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997 9:4 10:7 11:6"],
  [
    "19970929",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=7",
    "1997 9:29 10:30 11:27 12:30 1998 1:29 2:26 3:30",
  ],
  ["19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997 8:5,10,19,24"],
  ["19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997 8:5,17,19,31"],
  ["20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007 1:15,30 2:15 3:15,30"],
];

describe("a rule", () => {
  it.each(RFC)("from %s on, %s, gives the dates that RFC 5545 lists", (start, rule, expected) => {
    expect(ruleDates(start, rule)).toEqual(list(expected));
  });

  it("leaves out dates that do not exist", () => {
    expect(ruleDates("20000229", "FREQ=YEARLY")).toEqual(["2000-02-29", "2004-02-29", "2008-02-29"]);
    expect(ruleDates("20000131", "FREQ=MONTHLY;COUNT=3")).toEqual(["2000-01-31", "2000-03-31", "2000-05-31"]);
  });

  it("that no date fulfils ends, and the event is outside the range", () => {
    for (const rule of [
      "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
      "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
      "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
      "FREQ=YEARLY;BYSETPOS=300",
    ]) {
      const result = read(feed(event("DTSTART;VALUE=DATE:20260101", `RRULE:${rule}`)), { to: "2080-12-31" });
      expect(reasons(result)).toEqual(["Closed: outside_range"]);
    }
  });

  it("of a huge interval has its first date only", () => {
    expect(ruleDates("20000101", "FREQ=DAILY;INTERVAL=99999999999999999999999")).toEqual(["2000-01-01"]);
    expect(ruleDates("20000101", `FREQ=YEARLY;INTERVAL=${"9".repeat(400)}`)).toEqual(["2000-01-01"]);
  });

  it("that began long ago is followed from the first date asked for, but counted from its start", () => {
    expect(ruleDates("16010101", "FREQ=YEARLY", "2009-01-01")).toEqual(["2009-01-01", "2010-01-01"]);
    expect(ruleDates("20000101", "FREQ=YEARLY;COUNT=10", "2008-01-01")).toEqual(["2008-01-01", "2009-01-01"]);
  });

  it("gives nothing outside the range, and costs what it looks at", () => {
    const rule = readRule(ICAL.parse.property("RRULE:FREQ=YEARLY;COUNT=5")[3]);
    if (typeof rule === "string") throw new Error(rule);
    const day = (date: string) => parseDate(date) as number;
    const budget = { left: 1_000 };
    const range = { from: day("2002-01-01"), to: day("2003-12-31") };
    const days = [...daysOf(rule, day("2000-05-01"), range, budget)];
    expect(days.map(formatDate)).toEqual(["2002-05-01", "2003-05-01"]);
    expect(budget.left).toBe(1_000 - 4 * 31); // the months of May of four years
  });

  it("is refused where it recurs within the day", () => {
    for (const rule of ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=2", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9,10"]) {
      const result = read(feed(event("DTSTART;VALUE=DATE:20260101", `RRULE:${rule}`)));
      expect(reasons(result)).toEqual(["Closed: too_often"]);
    }
  });

  it("is refused where it has parts that are unknown here, or that the standard forbids", () => {
    for (const rule of [
      "RSCALE=HEBREW;FREQ=YEARLY",
      "FREQ=YEARLY;BYEASTER=1",
      "FREQ=WEEKLY;BYMONTHDAY=3",
      "FREQ=WEEKLY;BYDAY=1MO",
      "FREQ=MONTHLY;BYWEEKNO=3",
      "FREQ=MONTHLY;BYDAY=6MO",
    ]) {
      const result = read(feed(event("DTSTART;VALUE=DATE:20260101", `RRULE:${rule}`)));
      expect(reasons(result)).toEqual(["Closed: rule_unsupported"]);
    }
    const exrule = event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY");
    expect(reasons(read(feed(exrule)))).toEqual(["Closed: rule_unsupported"]);
  });

  it("does not take place on a start that it leaves out, and a warning says so", () => {
    const { report, holidays } = read(
      feed(event("DTSTART;VALUE=DATE:20260601", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO")),
    );
    expect(holidays).toEqual([{ from: "2027-05-31", to: "2027-05-31", name: "Closed" }]);
    expect(report.warnings.map(({ code, event }) => [code, event])).toEqual([
      ["ical.start_outside_rule", "1"],
    ]);
  });

  it("repeats the length of its event, also into the range", () => {
    const text = feed(event("DTSTART;VALUE=DATE:20201224", "DTEND;VALUE=DATE:20210103", "RRULE:FREQ=YEARLY"));
    expect(read(text, { to: "2026-12-31" }).holidays).toEqual([
      { from: "2026-01-01", to: "2026-01-02", name: "Closed" },
      { from: "2026-12-24", to: "2026-12-31", name: "Closed" },
    ]);
  });
});

describe("the end of a rule", () => {
  const until = (text: string, timeZone = "Europe/Berlin") =>
    datesOf(
      read(feed(event("DTSTART;VALUE=DATE:20261222", `RRULE:FREQ=DAILY;UNTIL=${text}`)), { timeZone }),
    ).at(-1);

  it("is a date, itself included, for an event of dates", () => {
    expect(until("20261225")).toBe("2026-12-25");
  });

  it("is the date as written where it is midnight or the last second of a day in UTC", () => {
    for (const timeZone of ["America/Los_Angeles", "Asia/Tokyo"]) {
      expect(until("20261225T000000Z", timeZone)).toBe("2026-12-25");
      expect(until("20261225T235959Z", timeZone)).toBe("2026-12-25");
      expect(until("20261225T120000", timeZone)).toBe("2026-12-25");
    }
  });

  it("is the calendar's date where it is somebody's local midnight in UTC", () => {
    expect(until("20261224T230000Z")).toBe("2026-12-25");
    expect(until("20261225T080000Z", "America/Los_Angeles")).toBe("2026-12-25");
  });
});

// Where ical.js follows the standard: starts that the rule names, dates that exist in every month, no BYSETPOS
const weekday = fc.constantFrom("MO", "TU", "WE", "TH", "FR", "SA", "SU");
const weekdays = fc
  .uniqueArray(weekday, { minLength: 1, maxLength: 3 })
  .map((days) => `;BYDAY=${days.join()}`);
const months = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 });
const byMonth = months.map((list) => `;BYMONTH=${[...list].sort((a, b) => a - b).join()}`);
const nth = fc.tuple(fc.constantFrom(1, 2, 3, 4, -1, -2), weekday).map(([n, day]) => `;BYDAY=${n}${day}`);
const monthDay = fc.integer({ min: 1, max: 28 }).map((day) => `;BYMONTHDAY=${day}`);
const someRule = fc.oneof(
  fc.constant("FREQ=DAILY"),
  weekdays.map((days) => `FREQ=WEEKLY${days}`),
  fc.oneof(nth, monthDay).map((days) => `FREQ=MONTHLY${days}`),
  fc.tuple(byMonth, fc.oneof(nth, monthDay)).map((parts) => `FREQ=YEARLY${parts.join("")}`),
);

describe("the rules of ical.js", () => {
  it("give the same dates", () => {
    fc.assert(
      fc.property(
        someRule,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 4_000 }),
        (text, interval, offset) => {
          const rule = `${text};INTERVAL=${interval};WKST=MO`;
          const begin = ICAL.Time.fromData({ year: 2015, month: 1, day: 1 + offset, isDate: true });
          const start = firstOf(text, begin);
          const [from, to] = [start.toString(), `${start.year + 6}-12-31`];
          expect(ruleDates(from.replaceAll("-", ""), rule, from, to)).toEqual(icalDates(rule, start, to));
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** The first date that a rule names, so that it can be a start. */
function firstOf(rule: string, begin: ICAL.Time): ICAL.Time {
  const iterator = ICAL.Recur.fromString(rule).iterator(begin);
  let first = iterator.next();
  // what ical.js gives first may be a start that the rule leaves out: the second is one of the rule
  first = iterator.next();
  return first.clone();
}

function icalDates(rule: string, start: ICAL.Time, to: string): string[] {
  const iterator = ICAL.Recur.fromString(rule).iterator(start);
  const found: string[] = [];
  for (let next = iterator.next(); next && next.toString() <= to; next = iterator.next())
    found.push(next.toString());
  return found;
}
