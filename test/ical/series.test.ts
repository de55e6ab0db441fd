import { describe, expect, it } from "vitest";
import { dates, datesOf, event, feed, read, reasons } from "./feeds.ts";

describe("single occurrences", () => {
  it("are added by RDATE, beside a rule or without one", () => {
    const added = ["RDATE;VALUE=DATE:20260601,20260701", "RDATE:20260801Z"];
    expect(dates("DTSTART;VALUE=DATE:20260501", ...added)).toEqual([
      "2026-05-01",
      "2026-06-01",
      "2026-07-01",
      "2026-08-01",
    ]);
    expect(dates("DTSTART;VALUE=DATE:20260501", "RRULE:FREQ=DAILY;COUNT=2", added[0])).toHaveLength(4);
  });

  it("are taken out by EXDATE, as dates or with a time", () => {
    const rule = ["DTSTART;VALUE=DATE:20260501", "RRULE:FREQ=DAILY;COUNT=4"];
    expect(dates(...rule, "EXDATE;VALUE=DATE:20260502,20260503")).toEqual(["2026-05-01", "2026-05-04"]);
    expect(dates(...rule, "EXDATE:20260502", "EXDATE:20260503T000000Z")).toEqual([
      "2026-05-01",
      "2026-05-04",
    ]);
  });

  const series = event(
    "SUMMARY:Boxing Day",
    "DTSTART;VALUE=DATE:20201226",
    "RRULE:FREQ=YEARLY",
    "LOCATION:UK",
  );

  it("are moved by RECURRENCE-ID, wherever that stands", () => {
    const moved = event(
      "SUMMARY:Substitute",
      "RECURRENCE-ID;VALUE=DATE:20261226",
      "DTSTART;VALUE=DATE:20261228",
    );
    for (const text of [feed(series, moved), feed(moved, series), feed(series) + feed(moved)])
      expect(datesOf(read(text))).toEqual(["2026-12-28", "2027-12-26"]);
  });

  it("are dropped where the replacement is cancelled, or cannot be read", () => {
    const id = "RECURRENCE-ID;VALUE=DATE:20261226";
    const cancelled = read(feed(series, event(id, "DTSTART;VALUE=DATE:20261226", "STATUS:CANCELLED")));
    expect([datesOf(cancelled), reasons(cancelled)]).toEqual([["2027-12-26"], ["Closed: cancelled"]]);
    expect(datesOf(read(feed(series, event(id, "DTSTART:nonsense"))))).toEqual(["2027-12-26"]);
  });

  it("stay where they are beside a replacement that does not say of what", () => {
    const lost = event("SUMMARY:Lost", "RECURRENCE-ID:someday", "DTSTART;VALUE=DATE:20261228");
    const result = read(feed(series, lost));
    expect([datesOf(result), reasons(result)]).toEqual([["2026-12-26", "2027-12-26"], ["Lost: unreadable"]]);
  });

  it("keep the name, place and categories of their series where they give none", () => {
    const moved = event("SUMMARY:", "RECURRENCE-ID;VALUE=DATE:20261226", "DTSTART;VALUE=DATE:20261228");
    const { holidays } = read(feed(series, moved), { include: { location: "uk" }, to: "2026-12-31" });
    expect(holidays).toEqual([{ from: "2026-12-28", to: "2026-12-28", name: "Boxing Day" }]);
  });

  it("stand for themselves where their series is missing", () => {
    const alone = event("RECURRENCE-ID;VALUE=DATE:20261226", "DTSTART;VALUE=DATE:20261228");
    expect(datesOf(read(feed(alone)))).toEqual(["2026-12-28"]);
  });

  it("that claim all later ones replace one, and a warning says so", () => {
    const future = event(
      "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261226",
      "DTSTART;VALUE=DATE:20261228",
    );
    const { report } = read(feed(series, future));
    expect(datesOf({ report })).toEqual(["2026-12-28", "2027-12-26"]);
    expect(report.warnings.map(({ code }) => code)).toContain("ical.replaces_future");
  });

  it("of events without a UID belong to nothing", () => {
    const moved = event("UID:", "RECURRENCE-ID;VALUE=DATE:20261226", "DTSTART;VALUE=DATE:20261228");
    const text = feed(series.replace("UID:1", "UID:"), moved);
    expect(datesOf(read(text))).toEqual(["2026-12-26", "2026-12-28", "2027-12-26"]);
  });
});
