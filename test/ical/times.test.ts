import { IANAZone } from "luxon";
import { describe, expect, it } from "vitest";
import { ianaZone, WINDOWS_ZONES } from "../../src/ical/windowsZones.ts";
import { cuts, datesOf, event, feed, read, reasons } from "./feeds.ts";

/** Closures of one event in Berlin. */
const closed = (...lines: string[]) => cuts(read(feed(event(...lines))));

describe("a timed event", () => {
  it("closes a part of its date, to the second", () => {
    expect(closed("DTSTART:20261224T120000", "DTEND:20261224T180030")).toEqual(["2026-12-24 12:00-18:00:30"]);
  });

  it("is read in the calendar's zone where it has none, in UTC, and in the zone it names", () => {
    const end = "DURATION:PT1H";
    expect(closed("DTSTART:20260701T120000", end)).toEqual(["2026-07-01 12:00-13:00"]);
    expect(closed("DTSTART:20260701T120000Z", end)).toEqual(["2026-07-01 14:00-15:00"]);
    expect(closed("DTSTART;TZID=America/New_York:20260701T120000", end)).toEqual(["2026-07-01 18:00-19:00"]);
  });

  it("is a holiday where it covers whole local dates, and closes the rest of the others", () => {
    const long = read(feed(event("DTSTART:20261224T140000", "DTEND:20261227T060000")));
    expect(long.holidays).toEqual([{ from: "2026-12-25", to: "2026-12-26", name: "Closed" }]);
    expect(cuts(long)).toEqual(["2026-12-24 14:00-24:00", "2026-12-27 00:00-06:00"]);
    expect(long.report.taken).toEqual([{ summary: "Closed", from: "2026-12-24", to: "2026-12-27" }]);
  });

  it("covers the whole date where it ends at 23:59 or later", () => {
    for (const end of ["235900", "235959", "235960"]) {
      const result = read(feed(event("DTSTART:20261225T000000", `DTEND:20261225T${end}`)));
      expect([datesOf(result), cuts(result)]).toEqual([["2026-12-25"], []]);
    }
  });

  it("of midnight to midnight elsewhere is no whole date here", () => {
    const tokyo = event("DTSTART;TZID=Asia/Tokyo:20260701T000000", "DTEND;TZID=Asia/Tokyo:20260702T000000");
    const result = read(feed(tokyo));
    expect(result.holidays).toEqual([]);
    expect(cuts(result)).toEqual(["2026-06-30 17:00-24:00", "2026-07-01 00:00-17:00"]);
  });

  it("may end in another zone, or on a date", () => {
    expect(closed("DTSTART;TZID=Europe/London:20260701T090000", "DTEND:20260701T090000Z")).toEqual([
      "2026-07-01 10:00-11:00",
    ]);
    expect(closed("DTSTART:20261224T120000", "DTEND;VALUE=DATE:20261225")).toEqual([
      "2026-12-24 12:00-24:00",
    ]);
  });

  it("that takes no time closes nothing", () => {
    expect(reasons(read(feed(event("DTSTART:20261224T120000"))))).toEqual(["Closed: no_time"]);
    const same = event("DTSTART:20261224T120000", "DTEND:20261224T120000");
    expect(reasons(read(feed(same)))).toEqual(["Closed: no_time"]);
  });

  it("that overlaps another makes one closure with it", () => {
    const text = feed(
      event("DTSTART:20261224T120000", "DTEND:20261224T150000"),
      event("DTSTART:20261224T140000", "DTEND:20261224T160000"),
      event("DTSTART:20261224T180000", "DTEND:20261224T190000"),
    );
    expect(cuts(read(text))).toEqual(["2026-12-24 12:00-16:00", "2026-12-24 18:00-19:00"]);
  });
});

describe("a clock change", () => {
  // Berlin 2026: 29 March 02:00 to 03:00, 25 October 03:00 to 02:00
  it("makes no whole date a partial one", () => {
    for (const date of ["20260329", "20261025"]) {
      const result = read(feed(event(`DTSTART:${date}T000000`, `DTEND:${date}T240000`)));
      expect([result.holidays.length, result.closures]).toEqual([1, []]);
    }
  });

  it("within a weekly event leaves it at its wall time", () => {
    const weekly = ["DTSTART:20260322T000000", "DTEND:20260323T000000", "RRULE:FREQ=WEEKLY;COUNT=3"];
    const result = read(feed(event(...weekly)));
    expect([datesOf(result), cuts(result)]).toEqual([["2026-03-22", "2026-03-29", "2026-04-05"], []]);
    const abroad = "DTSTART;TZID=America/New_York:20260305T120000";
    expect(closed(abroad, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")).toEqual([
      "2026-03-05 18:00-19:00",
      "2026-03-12 17:00-18:00", // New York changed on 8 March, Berlin not yet
    ]);
  });

  it("that repeats an hour closes all that the clock showed", () => {
    expect(closed("DTSTART:20261025T003000Z", "DTEND:20261025T011500Z")).toEqual(["2026-10-25 02:00-03:00"]);
  });

  it("at midnight leaves a date whole that begins at 01:00", () => {
    // Cairo: the clock was set forward at 00:00 on Friday 24 April 2026
    const text = feed(event("DTSTART:20260424T000000", "DTEND:20260425T000000"));
    const result = read(text, { timeZone: "Africa/Cairo" });
    expect([datesOf(result), cuts(result)]).toEqual([["2026-04-24"], []]);
    const eve = read(feed(event("DTSTART:20260423T000000", "DTEND:20260424T000000")), {
      timeZone: "Africa/Cairo",
    });
    expect([datesOf(eve), cuts(eve)]).toEqual([["2026-04-23"], []]);
  });
});

describe("occurrences of a timed event", () => {
  const daily = ["DTSTART;TZID=America/New_York:20260601T200000", "DURATION:PT1H"]; // 02:00 on the next day in Berlin

  it("are dated in its own zone, and ended by UNTIL as an instant, a local time or a date there", () => {
    const last = (until: string) => closed(...daily, `RRULE:FREQ=DAILY;UNTIL=${until}`).at(-1);
    expect(last("20260604T000000Z")).toBe("2026-06-04 02:00-03:00");
    expect(last("20260603T235959Z")).toBe("2026-06-03 02:00-03:00");
    expect(last("20260603T200000")).toBe("2026-06-04 02:00-03:00");
    expect(last("20260603")).toBe("2026-06-04 02:00-03:00");
  });

  it("are taken out by the same instant in any zone, or by their local date", () => {
    const rule = [...daily, "RRULE:FREQ=DAILY;COUNT=4"];
    expect(closed(...rule, "EXDATE:20260603T000000Z", "EXDATE;VALUE=DATE:20260603")).toEqual([
      "2026-06-02 02:00-03:00",
      "2026-06-05 02:00-03:00",
    ]);
    expect(closed(...rule, "EXDATE;TZID=America/New_York:20260602T210000")).toHaveLength(4);
  });

  it("are moved by the same instant in any zone", () => {
    const moved = event("RECURRENCE-ID:20260603T000000Z", "DTSTART:20260603T120000Z", "DURATION:PT2H");
    const result = read(feed(event(...daily, "RRULE:FREQ=DAILY;COUNT=3"), moved));
    expect(cuts(result)).toEqual([
      "2026-06-02 02:00-03:00",
      "2026-06-03 14:00-16:00",
      "2026-06-04 02:00-03:00",
    ]);
  });

  it("may be periods of their own", () => {
    const added = "RDATE;VALUE=PERIOD:20260610T100000Z/PT30M,20260611T100000Z/20260611T120000Z";
    expect(closed("DTSTART:20260601T090000", "DURATION:PT1H", added)).toEqual([
      "2026-06-01 09:00-10:00",
      "2026-06-10 12:00-12:30",
      "2026-06-11 12:00-14:00",
    ]);
    expect(closed("DTSTART:20260601T090000", "DURATION:PT1H", added.replace("PT30M", "PT0S"))).toEqual([]);
  });

  it("are at the hour that the rule names", () => {
    expect(closed("DTSTART:20260601T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=10")).toEqual([
      "2026-06-01 10:00-11:00",
      "2026-06-02 10:00-11:00",
    ]);
    expect(closed("DTSTART:20260601T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=8")).toEqual([
      "2026-06-02 08:00-09:00",
      "2026-06-03 08:00-09:00",
    ]);
  });
});

describe("the zone of an event", () => {
  const observance = (kind: string, start: string, from: string, to: string, ...rules: string[]) =>
    [
      `BEGIN:${kind}`,
      `DTSTART:${start}`,
      `TZOFFSETFROM:${from}`,
      `TZOFFSETTO:${to}`,
      ...rules,
      `END:${kind}`,
    ].join("\r\n");
  const zone = (tzid: string, ...parts: string[]) =>
    ["BEGIN:VTIMEZONE", `TZID:${tzid}`, ...parts, "END:VTIMEZONE"].join("\r\n");
  const summer = observance(
    "DAYLIGHT",
    "16010101T020000",
    "-0500",
    "-0400",
    "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
  );
  const winter = observance(
    "STANDARD",
    "16010101T020000",
    "-0400",
    "-0500",
    "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
  );
  const at = (tzid: string, date: string, ...zones: string[]) =>
    read(feed(...zones, event(`DTSTART;TZID=${tzid}:${date}T120000`, "DURATION:PT1H")));

  it("may be known by its Windows name, or by a path that ends in its name", () => {
    expect(cuts(at("Eastern Standard Time", "20260701"))).toEqual(["2026-07-01 18:00-19:00"]);
    expect(cuts(at("/mozilla.org/20070129_1/America/New_York", "20260701"))).toEqual([
      "2026-07-01 18:00-19:00",
    ]);
    expect(cuts(at("/x/America/Argentina/Salta", "20260701"))).toEqual(["2026-07-01 17:00-18:00"]);
    expect(cuts(at("UTC", "20260701"))).toEqual(["2026-07-01 14:00-15:00"]);
  });

  it("has a zone of this runtime for every Windows name", () => {
    const unknown = Object.values(WINDOWS_ZONES).filter((name) => !IANAZone.isValidZone(name));
    expect(unknown).toEqual([]);
    expect(ianaZone("Central Standard Time (Mexico)")).toBe("America/Mexico_City");
    expect(ianaZone("W. Europe Daylight Time")).toBe("Europe/Berlin");
    expect(ianaZone("Russia Time Zone 11")).toBe("Asia/Kamchatka");
    expect(ianaZone("Central")).toBeNull();
    expect(ianaZone("constructor Standard Time")).toBeNull();
  });

  it("is the one its VTIMEZONE describes where nobody else knows it", () => {
    const own = zone("Office", summer, winter);
    expect(cuts(at("Office", "20260701", own))).toEqual(["2026-07-01 18:00-19:00"]);
    expect(cuts(at("Office", "20260312", own))).toEqual(["2026-03-12 17:00-18:00"]);
    expect(cuts(at("Office", "20261201", own))).toEqual(["2026-12-01 18:00-19:00"]);
    const fixed = zone("Office", observance("STANDARD", "19700101T000000", "+0530", "+0545"));
    expect(cuts(at("Office", "20260701", fixed))).toEqual(["2026-07-01 08:15-09:15"]);
  });

  it("is known from the first date of a range that begins in summer", () => {
    const lunch = event("DTSTART;TZID=Office:20260701T120000", "DURATION:PT1H");
    const result = read(feed(zone("Office", summer, winter), lunch), { from: "2026-07-01" });
    expect(cuts(result)).toEqual(["2026-07-01 18:00-19:00"]);
  });

  it("is the one that X-LIC-LOCATION names", () => {
    expect(cuts(at("Odd", "20260701", zone("Odd", "X-LIC-LOCATION:America/New_York")))).toEqual([
      "2026-07-01 18:00-19:00",
    ]);
  });

  it("changes on the dates that RDATE lists, and ends with UNTIL", () => {
    const listed = zone(
      "Office",
      observance("STANDARD", "20000101T000000", "+0000", "+0000"),
      observance("DAYLIGHT", "20260601T000000", "+0000", "+0200", "RDATE:20270601T000000"),
      observance("STANDARD", "20000901T000000", "+0200", "+0000", "RRULE:FREQ=YEARLY;UNTIL=20260831T220000Z"),
    );
    expect(cuts(at("Office", "20260501", listed))).toEqual(["2026-05-01 14:00-15:00"]);
    expect(cuts(at("Office", "20260701", listed))).toEqual(["2026-07-01 12:00-13:00"]);
    expect(cuts(at("Office", "20261001", listed))).toEqual(["2026-10-01 14:00-15:00"]);
    expect(cuts(at("Office", "20271001", listed))).toEqual(["2027-10-01 12:00-13:00"]);
  });

  it("follows the later of two eras whose rules both go on", () => {
    const old = [
      observance("DAYLIGHT", "16710404T020000", "-0500", "-0400", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4"),
      observance("STANDARD", "16711029T020000", "-0400", "-0500", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    ];
    const recent = [summer.replace("16010101", "20070311"), winter.replace("16010101", "20071104")];
    const eras = zone("Office", ...old, ...recent);
    expect(cuts(at("Office", "20261028", eras))).toEqual(["2026-10-28 17:00-18:00"]); // summer time until 1 November
  });

  it("makes the event unreadable where nobody knows it, and never a guess", () => {
    for (const bad of [
      "",
      zone("Nowhere"),
      zone("Nowhere", "BEGIN:STANDARD\r\nDTSTART:1\r\nEND:STANDARD"),
      zone("Nowhere", observance("STANDARD", "20000101T000000", "+0000", "+0000", "RRULE:FREQ=SECONDLY")),
    ])
      expect(reasons(at("Nowhere", "20260701", bad))).toEqual(["Closed: unknown_time_zone"]);
  });

  it("leaves no trace in ical.js, which registers zones for the whole process", async () => {
    const { default: ICAL } = await import("ical.js");
    const before = ICAL.TimezoneService.count;
    at("Office", "20260701", zone("Office", summer, winter));
    expect(ICAL.TimezoneService.count).toBe(before);
    expect(ICAL.TimezoneService.has("Office")).toBe(false);
  });
});
