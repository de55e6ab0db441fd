import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { weekdayOf } from "../../src/time/civil.ts";
import { expandPosixRule, parsePosixRule } from "../../src/tzif/posix.ts";
import { zoneTable } from "../../src/tzif/table.ts";
import { type TzifParts, tzifBytes } from "./tzifBytes.ts";

const HOUR = 3_600;
const DUBLIN = "IST-1GMT0,M10.5.0,M3.5.0/1";
const table = (parts: TzifParts) => zoneTable("Test/Zone", tzifBytes(parts));

/** The instants of a year at which a footer changes the offset, as `instant offset-in-hours`. */
function changesOf(footer: string, year: number): string[] {
  const rule = parsePosixRule(footer);
  const changes = rule ? expandPosixRule(rule, year - 1, year + 1) : [];
  return changes
    .map((change) => `${new Date(change.at * 1_000).toISOString().slice(0, 16)} ${change.offset / HOUR}`)
    .filter((text) => text.startsWith(String(year)));
}

describe("the rule of a footer", () => {
  it.each<[string, string, number, string[]]>([
    ["weekdays", "EST5EDT,M3.2.0,M11.1.0", 2026, ["2026-03-08T07:00 -4", "2026-11-01T06:00 -5"]],
    ["the last weekday", "EET-2EEST,M3.5.0/3,M10.5.0/4", 2026, ["2026-03-29T01:00 3", "2026-10-25T01:00 2"]],
    [
      "summer in the south",
      "AEST-10AEDT,M10.1.0,M4.1.0/3",
      2026,
      ["2026-04-04T16:00 10", "2026-10-03T16:00 11"],
    ],
    [
      "half an hour",
      "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
      2026,
      ["2026-04-04T15:00 10.5", "2026-10-03T15:30 11"],
    ],
    ["negative DST (Dublin)", DUBLIN, 2026, ["2026-03-29T01:00 1", "2026-10-25T01:00 0"]],
    [
      "a time after 24:00",
      "EET-2EEST,M3.4.4/50,M10.4.4/50",
      2026,
      ["2026-03-28T00:00 3", "2026-10-23T23:00 2"],
    ],
    [
      "a time before 0:00",
      "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
      2026,
      ["2026-03-29T01:00 -1", "2026-10-25T01:00 -2"],
    ],
    [
      "Jn, which never counts 29 February",
      "AAA0BBB,J60/0,J300/0",
      2024,
      ["2024-03-01T00:00 1", "2024-10-26T23:00 0"],
    ],
    ["n, which counts it", "AAA0BBB,59/0,300/0", 2024, ["2024-02-29T00:00 1", "2024-10-26T23:00 0"]],
    [
      "a summer offset with seconds",
      "AAA0BBB-1:00:30,J1/0,J365/0",
      2026,
      ["2026-01-01T00:00 1.0083333333333333", "2026-12-30T22:59 0"],
    ],
    ["summer all year", "EST5EDT,0/0,J365/25", 2026, ["2026-01-01T05:00 -4"]],
    ["a summer of no length", "AAA0BBB,M3.2.0/2,M3.2.0/3", 2026, ["2026-03-08T02:00 0"]],
    ["one offset", "<-03>3", 2026, []],
  ])("with %s: %s", (_, footer, year, changes) => {
    expect(parsePosixRule(footer)).not.toBeNull();
    expect(changesOf(footer, year)).toEqual(changes);
  });

  it("that has summer all year is one offset in the table", () => {
    const zone = table({ types: [-4 * HOUR], transitions: [[0, 0]], footer: "EST5EDT,0/0,J365/25" });
    expect(zone).toEqual({ id: "Test/Zone", transitions: [], offsets: [-4 * 3_600_000] });
  });

  it.each([
    "",
    "CET",
    "CET-1CEST",
    "CET-1CEST,M3.5.0",
    "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0",
    "CET-1CEST,M3.0.0,M10.5.0",
    "CET-1CEST,M3.5.7,M10.5.0",
    "CET-1CEST,J0,J10",
    "CET-1CEST,366,J10",
    "CET-1CEST,M3.5.0/168,M10.5.0",
    "CET-1CEST,M3.5.0/2:60,M10.5.0",
    "CET-25",
    "CET-24",
    "CET-1CEST-24,M3.5.0,M10.5.0",
    "<+01-1",
    "C-1",
    "CET-1\n",
    " CET-1",
  ])("is not %j", (text) => {
    expect(parsePosixRule(text)).toBeNull();
  });

  it("has no sign on zero", () => {
    expect(Object.is(parsePosixRule("GMT0")?.standard, 0)).toBe(true);
    expect(Object.is(parsePosixRule("GMT-0")?.standard, 0)).toBe(true);
  });

  it("names the weekday that counting the days of the month finds", () => {
    const draw = fc.record({
      year: fc.integer({ min: 1969, max: 2101 }),
      month: fc.integer({ min: 1, max: 12 }),
      week: fc.integer({ min: 1, max: 5 }),
      weekday: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(draw, ({ year, month, week, weekday }) => {
        const days: number[] = [];
        for (let day = 1; new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1; day++) {
          const number = Date.UTC(year, month - 1, day) / 86_400_000;
          if (weekdayOf(number) === weekday) days.push(number);
        }
        const expected = days[Math.min(week, days.length) - 1] * 86_400;
        const rule = parsePosixRule(`AAA0BBB,M${month}.${week}.${weekday}/0,J1/0`);
        const changes = rule ? expandPosixRule(rule, year, year) : [];
        const summer = changes.find(({ offset }) => offset === HOUR);
        expect(summer?.at).toBe(expected);
      }),
    );
  });

  it("is never thrown at, whatever the text", () => {
    const piece = fc.constantFrom(
      "CET",
      "<+03>",
      "-1",
      "5",
      ",",
      "M3.5.0",
      "J60",
      "/2",
      "/-25:30",
      "\u212a",
      "9999999999",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, (footer) => void parsePosixRule(footer)),
      { numRuns: 1_000 },
    );
  });
});
