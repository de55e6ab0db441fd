import { describe, expect, it } from "vitest";
import { SlaError } from "../../src/diagnostics.ts";
import { datesOf, event, feed, read, reasons } from "./feeds.ts";

const day = (date: string, summary: string, ...lines: string[]) =>
  event(`UID:${summary}`, `SUMMARY:${summary}`, `DTSTART;VALUE=DATE:${date}`, ...lines);

const mixed = feed(
  day("20260101", "New Year", "CATEGORIES:Public holiday,Winter"),
  day("20260214", "Valentine's Day", "CATEGORIES:Observance"),
  day("20260317", "St Patrick's Day", "LOCATION:Northern Ireland", "CATEGORIES:Public Holiday"),
  day("20260406", "Easter Monday", "LOCATION:England\\, Wales\\, Northern Ireland"),
);

describe("a filter", () => {
  const taken = (options: Parameters<typeof read>[1]) =>
    read(mixed, options).report.taken.map(({ summary }) => summary);

  it("takes what contains a text, whatever its letter case", () => {
    expect(taken({ include: { category: "PUBLIC HOLIDAY" } })).toEqual(["New Year", "St Patrick's Day"]);
    expect(taken({ include: { summary: "day" } })).toEqual([
      "Valentine's Day",
      "St Patrick's Day",
      "Easter Monday",
    ]);
  });

  it("takes what contains one text of a list, or passes a test of the host's", () => {
    expect(taken({ include: { category: ["winter", "observ"] } })).toEqual(["New Year", "Valentine's Day"]);
    const isEnglish = (location: string) => location === "" || location.includes("England");
    expect(taken({ include: { location: isEnglish } })).toEqual([
      "New Year",
      "Valentine's Day",
      "Easter Monday",
    ]);
  });

  it("wants every test passed, also to leave out", () => {
    expect(taken({ include: { summary: "day", location: "ireland" } })).toEqual([
      "St Patrick's Day",
      "Easter Monday",
    ]);
    expect(taken({ exclude: { summary: "day", location: "ireland" } })).toEqual([
      "New Year",
      "Valentine's Day",
    ]);
    expect(taken({ include: { location: "ireland" }, exclude: { category: "public" } })).toEqual([
      "Easter Monday",
    ]);
  });

  it("is passed by an event without categories as by the empty text", () => {
    expect(taken({ include: { category: (category) => category === "" } })).toEqual(["Easter Monday"]);
  });

  it("names in the report what it left out", () => {
    expect(read(mixed, { exclude: { category: "observance" } }).report.skipped).toEqual([
      { summary: "Valentine's Day", reason: "filtered", date: "2026-02-14" },
    ]);
  });
});

describe("an event that is not taken", () => {
  it("is cancelled", () => {
    expect(reasons(read(feed(day("20260101", "Off", "STATUS:CANCELLED"))))).toEqual(["Off: cancelled"]);
    expect(datesOf(read(feed(day("20260101", "On", "STATUS:TENTATIVE"))))).toHaveLength(1);
  });

  it("is free time, but for all-day events, unless told otherwise", () => {
    const free = feed(
      day("20260101", "All day", "TRANSP:TRANSPARENT"),
      event("SUMMARY:Timed", "DTSTART:20260102T100000", "DURATION:PT1H", "TRANSP:TRANSPARENT"),
      event("SUMMARY:Busy", "DTSTART:20260103T100000", "DURATION:PT1H", "TRANSP:OPAQUE"),
    );
    expect(reasons(read(free))).toEqual(["Timed: transparent"]);
    expect(reasons(read(free, { transparent: "all" }))).toEqual([]);
    expect(reasons(read(free, { transparent: "none" }))).toEqual([
      "All day: transparent",
      "Timed: transparent",
    ]);
  });
});

describe("the report", () => {
  it("says how far the feed reaches, and how far its dated entries do", () => {
    const years = (to: string, ...parts: string[]) => {
      const { reachesUntil, datedUntil, warnings } = read(feed(...parts), { to }).report;
      return [reachesUntil, datedUntil, ...warnings.map(({ code }) => code)];
    };
    const fixed = day("20200101", "New Year", "RRULE:FREQ=YEARLY");
    const easter = day("20270328", "Easter");
    expect(years("2027-12-31", easter)).toEqual([2027, 2027]);
    expect(years("2030-12-31", easter)).toEqual([2027, 2027, "ical.feed_ends"]);
    expect(years("2030-12-31", easter, fixed)).toEqual([2030, 2027, "ical.feed_ends"]);
    expect(years("2030-12-31", fixed)).toEqual([2030, null]);
    expect(years("2030-12-31", day("20200101", "New Year", "RRULE:FREQ=YEARLY;UNTIL=20280101"))).toEqual([
      2028,
      2028,
      "ical.feed_ends",
    ]);
    expect(years("2026-12-31", easter)).toEqual([null, null, "ical.nothing_taken"]);
    expect(years("2026-12-31")).toEqual([null, null, "ical.nothing_taken"]);
  });

  it("lists each occurrence taken by its dates, in order", () => {
    const text = feed(day("20260102", "B", "RRULE:FREQ=YEARLY"), day("20260101", "A", "DURATION:P2D"));
    expect(read(text).report.taken).toEqual([
      { summary: "A", from: "2026-01-01", to: "2026-01-02" },
      { summary: "B", from: "2026-01-02", to: "2026-01-02" },
      { summary: "B", from: "2027-01-02", to: "2027-01-02" },
    ]);
  });

  it("is plain JSON", () => {
    const result = read(mixed);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe("an import that makes no sense", () => {
  const issues = (text: unknown, options: Parameters<typeof read>[1] = {}) => {
    try {
      read(text as string, options);
    } catch (error) {
      if (error instanceof SlaError)
        return error.issues.map(({ code, path }) => `${path.join(".")}: ${code}`);
      throw error;
    }
    return [];
  };

  it("is a text without a calendar", () => {
    for (const text of [
      "",
      "<!DOCTYPE html><html></html>",
      "VCALENDAR",
      undefined,
      7,
      "x".repeat(10_000_001),
    ])
      expect(issues(text)).toEqual(["text: ical.not_a_feed"]);
    expect(issues("BEGIN:VCALENDAR")).toEqual([]);
  });

  it("is refused with all its issues at once", () => {
    expect(issues("", { timeZone: "Mars/Base", from: "2026-02-30", to: "tomorrow" })).toEqual([
      "timeZone: ical.unknown_time_zone",
      "from: ical.not_a_date",
      "to: ical.not_a_date",
      "text: ical.not_a_feed",
    ]);
    expect(issues(mixed, { from: "2026-01-02", to: "2026-01-01" })).toEqual(["to: ical.bad_range"]);
    expect(issues(mixed, { from: "2000-01-01", to: "2060-12-31" })).toEqual(["to: ical.bad_range"]);
    expect(issues(mixed, { from: "2000-01-01", to: "2059-12-31" })).toEqual([]);
  });
});
