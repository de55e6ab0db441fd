import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SUPPORTED_FROM, SUPPORTED_TO } from "../../src/time/units.ts";
import { offsetAt, type ZoneTable } from "../../src/time/zone.ts";
import { parseTzif } from "../../src/tzif/parse.ts";
import { zoneTable } from "../../src/tzif/table.ts";
import { type TzifParts, tzifBytes } from "./tzifBytes.ts";

const HOUR = 3_600;
const DUBLIN = "IST-1GMT0,M10.5.0,M3.5.0/1";
const at = (iso: string) => Date.parse(iso) / 1_000;

/** A table's offset in hours at an instant. */
const hours = (table: ZoneTable | null, iso: string) =>
  offsetAt(table as ZoneTable, Date.parse(iso)) / 3_600_000;
const table = (parts: TzifParts) => zoneTable("Test/Zone", tzifBytes(parts));

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
