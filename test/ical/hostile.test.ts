import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBusinessTime } from "../../src/calendar/arithmetic.ts";
import { compileCalendar } from "../../src/calendar/compile.ts";
import { SlaError } from "../../src/diagnostics.ts";
import { luxonZones } from "../../src/luxon/zones.ts";
import { WEEKDAYS } from "../../src/time/civil.ts";
import { cpuMs } from "../unit/cpu.ts";
import { datesOf, event, feed, read, reasons } from "./feeds.ts";

const zone = `BEGIN:VTIMEZONE
TZID:Office
BEGIN:STANDARD
DTSTART:19701101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700308T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
END:VTIMEZONE`;

const BASE = feed(
  zone,
  event("UID:a", "SUMMARY:Boxing Day", "DTSTART;VALUE=DATE:20201226", "RRULE:FREQ=YEARLY;UNTIL=20301231"),
  event(
    "UID:a",
    "RECURRENCE-ID;VALUE=DATE:20261226",
    "DTSTART;VALUE=DATE:20261228",
    "DTEND;VALUE=DATE:20261229",
  ),
  event(
    "UID:b",
    "SUMMARY:Lunch",
    "DTSTART;TZID=Office:20260105T120000",
    "DURATION:PT1H",
    "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9",
    "EXDATE;TZID=Office:20260107T120000",
  ),
  event(
    "UID:c",
    "SUMMARY:Retreat",
    "DTSTART:20260601T120000Z",
    "DTEND:20260604T120000Z",
    "RDATE;VALUE=PERIOD:20260701T100000Z/PT5H",
  ),
  event(
    "UID:d",
    "SUMMARY:Fold\r\n ed",
    "DTSTART;VALUE=DATE:20260501",
    "RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1",
    "TRANSP:TRANSPARENT",
  ),
);
const LINES = BASE.split("\r\n");

const place = fc.nat(LINES.length - 1);
const char = fc.oneof(
  fc.constantFrom(...'\r\n \t:;=,"\\^/TZP-+0919\uFEFF\u0000'),
  fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
);

/** One change of a feed's lines. */
const mutation = fc.oneof(
  place.map((at) => (lines: string[]) => lines.splice(at, 1)),
  place.map((at) => (lines: string[]) => lines.splice(at, 0, lines[at] ?? "")),
  fc.tuple(place, place).map(
    ([from, to]) =>
      (lines: string[]) =>
        lines.splice(to, 0, ...lines.splice(from, 3)),
  ),
  fc.tuple(place, fc.nat(60), char).map(([at, column, text]) => (lines: string[]) => {
    const line = lines[at] ?? "";
    lines[at] = line.slice(0, column) + text + line.slice(column + 1);
  }),
  fc
    .tuple(place, fc.constantFrom("9", "99999999999", "0", "-1", ""))
    .map(([at, digits]) => (lines: string[]) => {
      lines[at] = (lines[at] ?? "").replace(/\d+/, digits);
    }),
  fc
    .tuple(place, fc.constantFrom("DAILY", "SECONDLY", "YEARLY", "MONTHLY", "NEVER"))
    .map(([at, freq]) => (lines: string[]) => {
      lines[at] = (lines[at] ?? "").replace(/FREQ=\w+/, `FREQ=${freq}`);
    }),
  fc.nat(BASE.length).map((length) => (lines: string[]) => {
    const cut = lines.join("\r\n").slice(0, length).split("\r\n");
    lines.splice(0, lines.length, ...cut);
  }),
);

const mutated = fc.array(mutation, { minLength: 1, maxLength: 8 }).map((mutations) => {
  const lines = [...LINES];
  for (const mutate of mutations) mutate(lines);
  return lines.join("\r\n");
});

/** Ten times what the slowest takes on an idle machine. */
const SOON_MS = 15_000;

const always = Object.fromEntries(WEEKDAYS.map((day) => [day, [["00:00", "24:00"] as const]]));

describe("a feed with anything in it", () => {
  it("throws nothing but SlaError, ends soon, and gives what a calendar takes: each holiday closed", () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const begun = cpuMs();
        try {
          const result = read(text, { timeZone: "UTC" });
          const { holidays, closures } = result;
          const calendar = compileCalendar(
            { timeZone: "UTC", weeklyHours: always, holidays, closures },
            { zones: luxonZones() },
          );
          for (const entry of holidays) {
            const from = typeof entry === "string" ? entry : entry.from;
            expect(isBusinessTime(calendar, Date.parse(from) + 43_200_000)).toBe(false);
          }
          for (const { date, from } of closures)
            expect(isBusinessTime(calendar, Date.parse(`${date}T${from}Z`))).toBe(false);
        } catch (error) {
          if (!(error instanceof SlaError)) throw error;
          expect(error.issues.map(({ code }) => code)).toEqual(["ical.not_a_feed"]);
        }
        expect(cpuMs() - begun).toBeLessThan(SOON_MS);
      }),
      { numRuns: 300 },
    );
  });

  it("that is only noise is refused or empty", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.boolean(), (noise, isCalendar) => {
        try {
          expect(read(isCalendar ? `BEGIN:VCALENDAR\n${noise}` : noise).holidays).toEqual([]);
        } catch (error) {
          if (!(error instanceof SlaError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("a feed made to hang its reader", () => {
  const inTime = (text: string) => {
    const begun = cpuMs();
    const result = read(text, { from: "2026-01-01", to: "2085-12-31" });
    expect(cpuMs() - begun).toBeLessThan(SOON_MS);
    return result;
  };
  const many = (count: number, one: (i: number) => string) =>
    feed(...Array.from({ length: count }, (_, i) => one(i)));

  it("is cut short: occurrences by the million", () => {
    const daily = (i: number) =>
      event(`UID:${i}`, "DTSTART:20260101T000000", `DURATION:PT${i + 1}S`, "RRULE:FREQ=DAILY");
    const result = inTime(many(1_000, daily));
    expect(reasons(result).at(-1)).toBe("Closed: too_many");
    expect(result.closures.length).toBeGreaterThan(20_000);
  });

  it("is read: a hundred thousand lines, components without end, one zone for each event", () => {
    inTime(many(20_000, (i) => event(`UID:${i}`, `SUMMARY:${i}`, "DTSTART;VALUE=DATE:20260101")));
    inTime(feed("BEGIN:X\r\n".repeat(50_000), "END:Y\r\n".repeat(50_000)));
    inTime(
      feed(event(`RDATE;VALUE=DATE:${"20260101,".repeat(50_000)}20260102`, "DTSTART;VALUE=DATE:20260101")),
    );
    inTime(many(2_000, (i) => event(`UID:${i}`, `DTSTART;TZID=No/Where${i}:20260101T000000`)));
  });

  it("asks its supplier for some sixty zones at most", () => {
    let asked = 0;
    const zones = {
      label: "counting",
      zone: (id: string) => {
        if (id.startsWith("Place")) asked++;
        return { id, transitions: [], offsets: [0] };
      },
    };
    const one = (i: number) => event(`UID:${i}`, `DTSTART;TZID=Place/${i}:20260101T000000`, "DURATION:PT1H");
    const result = read(feed(...Array.from({ length: 500 }, (_, i) => one(i))), { zones });
    expect([asked, result.report.skipped.length > 0]).toEqual([59, true]);
  });

  it("costs one look-up for one zone, however many calendars name it", () => {
    const one = event("DTSTART;TZID=America/New_York:20260101T000000", "DURATION:PT1H");
    expect(reasons(read(feed(one).repeat(100)))).toEqual([]);
  });

  it("is cut short: rules without dates, by the hundred, and keeps what came before the cut", () => {
    const rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30";
    const bad = Array.from({ length: 300 }, (_, i) => event(`UID:${i}`, "DTSTART;VALUE=DATE:20260101", rule));
    const result = inTime(feed(event("UID:x", "DTSTART;VALUE=DATE:20261225"), ...bad));
    expect(datesOf(result)).toEqual(["2026-12-25"]);
    expect(new Set(reasons(result))).toEqual(new Set(["Closed: outside_range", "Closed: too_many"]));
  });
});
