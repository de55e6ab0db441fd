import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { cuts, dates, datesOf, event, feed, read, reasons } from "./feeds.ts";

describe("an all-day event", () => {
  it("is a holiday under its name", () => {
    const { holidays, closures } = read(feed(event("SUMMARY:Christmas Day", "DTSTART;VALUE=DATE:20261225")));
    expect(holidays).toEqual([{ from: "2026-12-25", to: "2026-12-25", name: "Christmas Day" }]);
    expect(closures).toEqual([]);
  });

  it("is a plain date where it has no name", () => {
    expect(read(feed(event("SUMMARY:", "DTSTART;VALUE=DATE:20261225"))).holidays).toEqual(["2026-12-25"]);
  });

  it("ends before its DTEND", () => {
    expect(dates("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227")).toEqual([
      "2026-12-24",
      "2026-12-25",
      "2026-12-26",
    ]);
  });

  it("lasts one day where DTEND equals DTSTART, or has a time of the same date", () => {
    expect(dates("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261224")).toEqual(["2026-12-24"]);
    expect(dates("DTSTART;VALUE=DATE:20261224", "DTEND:20261224T050001Z")).toEqual(["2026-12-24"]);
  });

  it("lasts as many days as its DURATION begins", () => {
    expect(dates("DTSTART;VALUE=DATE:20261224", "DURATION:P2D")).toEqual(["2026-12-24", "2026-12-25"]);
    expect(dates("DTSTART;VALUE=DATE:20261224", "DURATION:P1W")).toHaveLength(7);
    expect(dates("DTSTART;VALUE=DATE:20261224", "DURATION:PT36H")).toHaveLength(2);
  });

  it("keeps its dates in every zone, whatever TZID it carries", () => {
    const text = feed(event("DTSTART;VALUE=DATE;TZID=Asia/Tokyo:20261225"));
    for (const timeZone of ["Pacific/Kiritimati", "America/Los_Angeles"])
      expect(datesOf(read(text, { timeZone }))).toEqual(["2026-12-25"]);
  });

  it("is one without VALUE=DATE too, and where Exchange says so of midnight to midnight", () => {
    expect(dates("DTSTART:20261225")).toEqual(["2026-12-25"]);
    const exchange = event(
      "DTSTART;TZID=Pacific Standard Time:20261225T000000",
      "DTEND;TZID=Pacific Standard Time:20261226T000000",
      "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
    );
    const result = read(feed(exchange));
    expect([datesOf(result), cuts(result)]).toEqual([["2026-12-25"], []]);
  });

  it("is cut to the dates asked for", () => {
    const long = feed(event("DTSTART;VALUE=DATE:20251229", "DTEND;VALUE=DATE:20260103"));
    expect(read(long).holidays).toEqual([{ from: "2026-01-01", to: "2026-01-02", name: "Closed" }]);
    expect(reasons(read(long, { from: "2026-01-03" }))).toEqual(["Closed: outside_range"]);
  });

  it("is refused where it ends before it starts, or lasts more than a year", () => {
    const backwards = feed(event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261224"));
    expect(reasons(read(backwards))).toEqual(["Closed: ends_before_start"]);
    expect(reasons(read(feed(event("DTSTART;VALUE=DATE:20261225", "DURATION:-P1D"))))).toEqual([
      "Closed: ends_before_start",
    ]);
    const endless = feed(event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:99991225"));
    expect(reasons(read(endless))).toEqual(["Closed: too_long"]);
  });
});

describe("holidays", () => {
  it("that touch under one name are one range", () => {
    const text = feed(event("SUMMARY:Shutdown", "DTSTART;VALUE=DATE:20261228", "RRULE:FREQ=DAILY;COUNT=4"));
    expect(read(text).holidays).toEqual([{ from: "2026-12-28", to: "2026-12-31", name: "Shutdown" }]);
  });

  it("of one date are one entry with both names", () => {
    const text = feed(
      event("SUMMARY:Ascension Day", "UID:a", "DTSTART;VALUE=DATE:20260514"),
      event("SUMMARY:Labour Day", "UID:b", "DTSTART;VALUE=DATE:20260501"),
      event("SUMMARY:Ascension Day", "UID:c", "DTSTART;VALUE=DATE:20260514"),
      event("SUMMARY:Inventory", "UID:d", "DTSTART;VALUE=DATE:20260514"),
    );
    expect(read(text).holidays).toEqual([
      { from: "2026-05-01", to: "2026-05-01", name: "Labour Day" },
      { from: "2026-05-14", to: "2026-05-14", name: "Ascension Day / Inventory" },
    ]);
  });

  it("never make a range too long for a calendar", () => {
    const { holidays } = read(feed(event("DTSTART;VALUE=DATE:20100101", "RRULE:FREQ=DAILY")), {
      from: "2010-01-01",
      to: "2069-12-31",
    });
    for (const entry of holidays) {
      if (typeof entry === "string") throw new Error("ranges were expected");
      expect(Date.parse(entry.to) - Date.parse(entry.from)).toBeLessThan(366 * 86_400_000);
    }
  });
});

describe("the text of a feed", () => {
  const lines = ["DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas\\, the first"];
  const text = feed(event(...lines));

  it("may end its lines in any way, start with a byte order mark, and hold several calendars", () => {
    const variants = [
      text.replaceAll("\r\n", "\n"),
      text.replaceAll("\r\n", "\r"),
      `\uFEFF${text}`,
      `\n\n${text}\n\uFEFF${feed()}`,
      `${feed()}${text}`,
      text.replaceAll("\r\n", "\r\n\r\n"),
      text.replace("BEGIN:VEVENT", "begin:vevent").replace("DTSTART", "dtstart"),
    ];
    for (const variant of variants) {
      expect(read(variant).holidays).toEqual([
        { from: "2026-12-25", to: "2026-12-25", name: "Christmas, the first" },
      ]);
    }
  });

  it("may fold lines anywhere", () => {
    const folded = text
      .replace("DTSTART;VALUE", "DTST\r\n ART;VA\r\n\tLUE")
      .replace("20261225", "2026\r\n 1225")
      .replace("Christmas", "Christ\r\n mas");
    expect(read(folded).holidays).toEqual(read(text).holidays);
  });

  it("loses one event, with its reason, where one is broken, and none for a line that does not matter", () => {
    const whole = read(
      feed(
        event("SUMMARY:Not closed").replace("END:VEVENT", ""),
        event("UID:2", "SUMMARY:No start"),
        event("UID:3", "SUMMARY:Bad date", "DTSTART;VALUE=DATE:20260230"),
        event("UID:4", "SUMMARY:Bad quotes", 'DTSTART;TZID="Europe/Berlin:20260101T000000"'),
        event("UID:5", "SUMMARY:Bad rule", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=SOMETIMES"),
        event("UID:6", "SUMMARY:Fine", "no line at all", "ATTENDEE;X", "DTSTART;VALUE=DATE:20261225"),
      ),
    );
    expect(reasons(whole)).toEqual([
      "Not closed: unfinished",
      "No start: no_start",
      "Bad date: unreadable",
      "Bad quotes: unreadable",
      "Bad rule: unreadable",
    ]);
    expect(whole.holidays).toEqual([{ from: "2026-12-25", to: "2026-12-25", name: "Fine" }]);
  });

  it("may end too early, or leave out its VCALENDAR", () => {
    const two = feed(event("UID:1", "SUMMARY:First", ...lines.slice(0, 1)), event("UID:2", "SUMMARY:Second"));
    const cut = read(two.slice(0, two.indexOf("Second")));
    expect([datesOf(cut), reasons(cut)]).toEqual([["2026-12-25"], [": unfinished"]]);
    expect(dates(...lines)).toEqual(datesOf(read(event(...lines))));
    const open = Array.from({ length: 12 }, (_, i) =>
      feed(event(`UID:${i}`, `DTSTART;VALUE=DATE:202601${i + 10}`)),
    );
    const unclosed = open.join("").replaceAll("END:VCALENDAR", "");
    expect(datesOf(read(unclosed))).toHaveLength(12);
  });

  it("gives the same whether ical.js is strict or lenient, a switch of the whole process", () => {
    const given = () => [
      dates("DTSTART;VALUE=DATE:20260501T000000", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260502"),
      dates("DTSTART:20260501"),
    ];
    const strict = given();
    ICAL.design.strict = !ICAL.design.strict;
    try {
      expect(given()).toEqual(strict);
    } finally {
      ICAL.design.strict = !ICAL.design.strict;
    }
    expect(strict).toEqual([["2026-05-01", "2026-05-03"], ["2026-05-01"]]);
  });

  it("may hold alarms, to-dos and unknown components, whose dates are none of its own", () => {
    const alarm =
      "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nSUMMARY:Alarm\r\nDTSTART;VALUE=DATE:20260606\r\nEND:VALARM";
    const todo = "BEGIN:VTODO\r\nSUMMARY:To do\r\nDTSTART;VALUE=DATE:20260607\r\nEND:VTODO";
    const result = read(feed(todo, event(alarm, ...lines), "BEGIN:X-NONE", "END:X-NONE", "END:VTODO"));
    expect(datesOf(result)).toEqual(["2026-12-25"]);
  });
});
