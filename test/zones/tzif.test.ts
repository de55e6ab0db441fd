import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { weekdayOf } from "../../src/time/civil.ts";
import { SUPPORTED_FROM, SUPPORTED_TO } from "../../src/time/units.ts";
import { offsetAt, type ZoneTable } from "../../src/time/zone.ts";
import { parseTzif } from "../../src/tzif/parse.ts";
import { expandPosixRule, parsePosixRule } from "../../src/tzif/posix.ts";
import { zoneTable } from "../../src/tzif/table.ts";
import { tzifZones } from "../../src/tzif/zones.ts";
import { type TzifParts, tzifBytes } from "./tzifBytes.ts";

const HOUR = 3_600;
const DUBLIN = "IST-1GMT0,M10.5.0,M3.5.0/1";
const at = (iso: string) => Date.parse(iso) / 1_000;

/** A table's offset in hours at an instant. */
const hours = (table: ZoneTable | null, iso: string) =>
  offsetAt(table as ZoneTable, Date.parse(iso)) / 3_600_000;
const table = (parts: TzifParts) => zoneTable("Test/Zone", tzifBytes(parts));

/** The instants of a year at which a footer changes the offset, as `instant offset-in-hours`. */
function changesOf(footer: string, year: number): string[] {
  const rule = parsePosixRule(footer);
  const changes = rule ? expandPosixRule(rule, year - 1, year + 1) : [];
  return changes
    .map((change) => `${new Date(change.at * 1_000).toISOString().slice(0, 16)} ${change.offset / HOUR}`)
    .filter((text) => text.startsWith(String(year)));
}

describe("a TZif file", () => {
  it("gives its own transitions and, after the last, those of its footer", () => {
    const zone = table({
      types: [HOUR, 2 * HOUR],
      transitions: [
        [at("1999-03-28T01:00:00Z"), 1],
        [at("1999-10-31T01:00:00Z"), 0],
      ],
      footer: "CET-1CEST,M3.5.0,M10.5.0/3",
    });
    expect(zone?.transitions.slice(0, 4).map((instant) => new Date(instant).toISOString())).toEqual([
      "1999-03-28T01:00:00.000Z",
      "1999-10-31T01:00:00.000Z",
      "2000-03-26T01:00:00.000Z",
      "2000-10-29T01:00:00.000Z",
    ]);
    expect(zone?.transitions).toHaveLength(2 * 102);
    expect(hours(zone, "2100-07-01T00:00:00Z")).toBe(2);
    expect(hours(zone, "2100-12-31T23:59:59Z")).toBe(1);
  });

  it.each([3, 4] as const)("of version %d is read like one of version 2", (version) => {
    expect(table({ version, types: [HOUR], footer: "<+01>-1" })).toEqual(
      table({ types: [HOUR], footer: "<+01>-1" }),
    );
  });

  it("of version 1 is refused: it does not say what holds after its last transition", () => {
    expect(table({ version: 1, types: [HOUR], transitions: [] })).toBeNull();
  });

  it("with an empty footer keeps its last offset", () => {
    const zone = table({ types: [0, HOUR], transitions: [[at("2001-01-01T00:00:00Z"), 1]] });
    expect(zone).toEqual({ id: "Test/Zone", transitions: [Date.UTC(2001, 0, 1)], offsets: [0, 3_600_000] });
  });

  it("without transitions is governed by its footer", () => {
    expect(table({ types: [0], footer: "<+03>-3" })).toEqual({
      id: "Test/Zone",
      transitions: [],
      offsets: [10_800_000],
    });
    const zone = table({ types: [0], footer: "EST5EDT,M3.2.0,M11.1.0" });
    expect([hours(zone, "1970-01-01T00:00:00Z"), hours(zone, "1970-07-01T00:00:00Z")]).toEqual([-5, -4]);
  });

  it("says nothing of a transition that changes only the abbreviation", () => {
    const zone = table({
      types: [HOUR, HOUR, 2 * HOUR],
      transitions: [
        [at("2001-01-01T00:00:00Z"), 1],
        [at("2002-01-01T00:00:00Z"), 2],
        [at("2003-01-01T00:00:00Z"), 2],
      ],
    });
    expect(zone?.transitions).toEqual([Date.UTC(2002, 0, 1)]);
  });

  it("begins with the offset in force a day before the epoch, whatever came earlier", () => {
    const zone = table({
      types: [-1_234, HOUR, 0],
      transitions: [
        [-(2 ** 59), 0],
        [at("1900-01-01T00:00:00Z"), 1],
        [at("1969-12-31T00:00:00Z"), 0],
        [at("1969-12-31T12:00:00Z"), 2],
        [at("2100-12-31T23:59:59Z"), 1],
        [at("2101-01-01T00:00:00Z"), 2],
        [2 ** 59, 1],
      ],
    });
    expect(zone?.offsets).toEqual([-1_234_000, 0, 3_600_000]);
    expect(zone?.transitions).toEqual([-43_200_000, SUPPORTED_TO - 1_000]);
  });

  it("may end in a summer of its rule that began in the year before", () => {
    const zone = table({
      types: [0, HOUR],
      transitions: [[at("2000-01-01T00:00:00Z"), 1]],
      footer: "AAA0BBB,M3.1.0,J365/72",
    });
    expect(zone?.transitions[1]).toBe(Date.parse("2000-01-02T23:00:00Z"));
  });

  it("may have an offset of odd seconds", () => {
    const zone = table({ types: [-2_670], footer: "" });
    expect(zone?.offsets).toEqual([-2_670_000]);
  });

  it.each<[string, TzifParts]>([
    ["no local time type", { types: [] }],
    ["a transition to a type it has not", { types: [0], transitions: [[0, 1]] }],
    [
      "two transitions at one instant",
      {
        types: [0],
        transitions: [
          [5, 0],
          [5, 0],
        ],
      },
    ],
    [
      "transitions out of order",
      {
        types: [0],
        transitions: [
          [5, 0],
          [4, 0],
        ],
      },
    ],
    ["leap seconds", { types: [0], leapSeconds: 2 }],
    ["an offset of a day", { types: [86_400] }],
    ["a footer that is no rule", { types: [0], footer: "Warsaw" }],
    ["a footer without end", { types: [0], footer: "A".repeat(10_000) }],
  ])("with %s is refused", (_, parts) => {
    expect(table(parts)).toBeNull();
  });
});

describe("a broken file", () => {
  const whole = tzifBytes({
    types: [0, HOUR],
    transitions: [
      [0, 1],
      [9_999, 0],
    ],
    footer: DUBLIN,
  });

  it("cut off at any byte is refused", () => {
    expect(zoneTable("Whole", whole)).not.toBeNull();
    for (let length = 0; length < whole.length; length++) {
      expect(zoneTable("Cut", whole.slice(0, length)), `${length} bytes`).toBeNull();
    }
  });

  it("gives a sound table or null, whatever bytes were changed", () => {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = whole.slice();
        for (const [index, byte] of changes) bytes[index] = byte;
        expectSound(zoneTable("Changed", bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it("of no version of the format, or without the line feed before its footer, is refused", () => {
    const bytes = whole.slice();
    bytes[4] = 0x31;
    expect(zoneTable("Version", bytes)).toBeNull();
    const unfooted = whole.slice();
    unfooted[whole.length - DUBLIN.length - 2] = 0x20;
    expect(zoneTable("Unfooted", unfooted)).toBeNull();
  });

  it("that announces more than it holds is refused at once", () => {
    const bytes = whole.slice();
    bytes.fill(0xff, whole.length - 120, whole.length - 90);
    expect(zoneTable("Huge", bytes)).toBeNull();
    bytes.fill(0xff, 20, 44);
    expect(zoneTable("Huger", bytes)).toBeNull();
  });

  it("of random bytes, behind a right header or none, gives a sound table or null", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, headed) => {
        const header = [...whole.slice(0, 44)];
        expectSound(zoneTable("Random", headed ? Uint8Array.from([...header, ...bytes]) : bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it("may lie anywhere in a larger buffer", () => {
    const larger = new Uint8Array(whole.length + 20);
    larger.set(whole, 7);
    expect(parseTzif(larger.subarray(7, 7 + whole.length))).toEqual(parseTzif(whole));
  });

  function expectSound(zone: ZoneTable | null) {
    if (!zone) return;
    const { transitions, offsets } = zone;
    expect(offsets).toHaveLength(transitions.length + 1);
    expect(offsets.every((offset) => Number.isInteger(offset / 1_000) && Math.abs(offset) < 86_400_000)).toBe(
      true,
    );
    expect(offsets.every((offset, i) => offset !== offsets[i + 1])).toBe(true);
    expect(
      transitions.every((instant, i) => instant > (transitions[i - 1] ?? SUPPORTED_FROM - 86_400_000)),
    ).toBe(true);
    expect(transitions.every((instant) => instant < SUPPORTED_TO)).toBe(true);
  }
});

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

describe("a directory of zone files", () => {
  const directory = mkdtempSync(join(tmpdir(), "dueclock-zones-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  const put = (path: string, content: Uint8Array | string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  const warsaw = tzifBytes({ types: [HOUR], footer: "CET-1CEST,M3.5.0,M10.5.0/3" });
  put("Europe/Warsaw", warsaw);
  put("America/Argentina/Salta", tzifBytes({ types: [-3 * HOUR], footer: "<-03>3" }));
  put("Etc/GMT+5", tzifBytes({ types: [-5 * HOUR], footer: "<-05>5" }));
  for (const name of [
    "__proto__",
    "localtime",
    "posixrules",
    "Factory",
    "right/UTC",
    "posix/Europe/Warsaw",
  ]) {
    put(name, warsaw);
  }
  put("Europe/Broken", warsaw.slice(0, 100));
  put("Europe/Large", Uint8Array.from([...warsaw, ...new Array(300_000).fill(0)]));
  put("Asia/Bangkok", warsaw);
  put("zone.tab", "PL\t+5215+02100\tEurope/Warsaw\n");
  symlinkSync(".", join(directory, "Loop"));
  symlinkSync("nowhere", join(directory, "Dangling"));
  symlinkSync("Europe/Warsaw", join(directory, "Poland"));
  put("tzdata.zi", "# version 2026f\n# This zic input file is in the public domain.\n");
  const zones = tzifZones({ directory });

  it("says the version of its data", () => {
    expect(zones.label).toBe("2026f");
    put("bsd/+VERSION", "2025b\n");
    expect(tzifZones({ directory: join(directory, "bsd") }).label).toBe("2025b");
    put("own/tzdata.zi", "# version unknown\n");
    expect(tzifZones({ directory: join(directory, "own") }).label).toBe("unknown");
    expect(tzifZones({ directory: join(directory, "Europe") }).label).toBe("unknown");
  });

  it.each(["Europe/Warsaw", "Poland", "America/Argentina/Salta", "Etc/GMT+5"])("knows %s", (id) => {
    expect(zones.zone(id)).toMatchObject({ id });
    expect(zones.zone(id)).toBe(zones.zone(id));
  });

  it("knows a zone in any case, under its usual name", () => {
    expect(zones.zone("europe/WARSAW")).toBe(zones.zone("Europe/Warsaw"));
    expect(zones.zone("ETC/gmt+5")).toMatchObject({ id: "Etc/GMT+5", offsets: [-18_000_000] });
  });

  it.each([
    "Europe/Nowhere",
    "Europe",
    "",
    ".",
    "..",
    "../Europe/Warsaw",
    "Europe/../Europe/Warsaw",
    "Europe//Warsaw",
    "/Europe/Warsaw",
    "Europe/Warsaw/",
    "Europe\\Warsaw",
    "Europe/Warsaw\0",
    "Europe/Warsaw\n",
    " Europe/Warsaw",
    "Asia/Bang\u212aok",
    "Loop/Loop/Loop/Europe/Warsaw",
    join(directory, "Europe/Warsaw"),
    "__proto__",
    "constructor",
    "toString",
    "zone.tab",
    "tzdata.zi",
    "localtime",
    "posixrules",
    "Factory",
    "right/UTC",
    "posix/Europe/Warsaw",
    "Dangling",
    "Europe/Broken",
    "Europe/Large",
    "+05:30",
  ])("has no zone %j", (id) => {
    expect(zones.zone(id)).toBeNull();
  });

  it("that does not exist has no zone and no version", () => {
    const none = tzifZones({ directory: join(directory, "missing") });
    expect(none.zone("Europe/Warsaw")).toBeNull();
    expect(none.label).toBe("unknown");
  });
});
