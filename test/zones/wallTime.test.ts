import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SUPPORTED_TO } from "../../src/time/units.ts";
import {
  instantOfWallTime,
  localDayAt,
  offsetAt,
  readingsOfWallTime,
  startOfDay,
  type ZoneTable,
} from "../../src/time/zone.ts";
import { dumps } from "./dumps.ts";
import { runtime, system } from "./suppliers.ts";

interface Row {
  readonly zone: string;
  readonly local: string;
  readonly kind: "gap" | "overlap" | "unique";
  readonly earlier: string;
  readonly later: string;
  readonly compatible: string;
  readonly dayStart: string;
  readonly hoursInDay: number;
}

const DAY = 86_400_000;
const VECTORS = "../shared/conformance/dst.json";
const path = fileURLToPath(new URL(`../../${VECTORS}`, import.meta.url));
const rows: readonly Row[] = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
const iso = (instant: number) => new Date(instant).toISOString().replace(".000", "");

/** Every instant at which a zone's clocks show a wall time, in order. */
function instantsOf({ transitions, offsets }: ZoneTable, wall: number): number[] {
  return offsets
    .map((offset) => wall - offset)
    .filter(
      (instant, i) =>
        instant >= (transitions[i - 1] ?? Number.NEGATIVE_INFINITY) &&
        instant < (transitions[i] ?? Number.POSITIVE_INFINITY),
    );
}

/** The offsets on the two sides of the gap that swallows a wall time; null where none does. */
function gapAt({ transitions, offsets }: ZoneTable, wall: number): readonly [number, number] | null {
  const i = transitions.findIndex((at, k) => wall >= at + offsets[k] && wall < at + offsets[k + 1]);
  return i < 0 ? null : [offsets[i], offsets[i + 1]];
}

/** The first instant of a local date, or of the next one that there is: the first span that reaches it. */
function firstInstantOf({ transitions, offsets }: ZoneTable, day: number): number {
  const span = offsets.findIndex(
    (offset, i) => day * DAY < (transitions[i] ?? Number.POSITIVE_INFINITY) + offset,
  );
  return Math.max(day * DAY - offsets[span], transitions[span - 1] ?? Number.NEGATIVE_INFINITY);
}

describe.each([
  ["runtime", runtime],
  ["system", system],
] as const)("wall times by the tables of the %s", (_, zones) => {
  const known = rows.filter((row) => zones.zone(row.zone));

  it.skipIf(known.length === 0)(
    `are read as in ${VECTORS} (skipped where it or the zones are absent)`,
    () => {
      const answers = known.map(({ zone: id, local }) => {
        const zone = zones.zone(id) as ZoneTable;
        const wall = Date.parse(`${local}Z`);
        const { earlier, later, isSkipped } = readingsOfWallTime(zone, wall);
        const day = Math.floor(wall / DAY);
        return {
          zone: id,
          local,
          kind: isSkipped ? "gap" : earlier === later ? "unique" : "overlap",
          earlier: iso(earlier),
          later: iso(later),
          compatible: iso(instantOfWallTime(zone, wall)),
          dayStart: iso(startOfDay(zone, day)),
          hoursInDay: (startOfDay(zone, day + 1) - startOfDay(zone, day)) / 3_600_000,
        };
      });
      const expected = known.map(
        ({ zone, local, kind, earlier, later, compatible, dayStart, hoursInDay }) => {
          return { zone, local, kind, earlier, later, compatible, dayStart, hoursInDay };
        },
      );
      expect(answers).toEqual(expected);
    },
  );
});

describe("the instant of a wall time, by the law of semantics T3", () => {
  const dump = dumps.get("2026f")!;
  const tables = dump.ids
    .map((id) => dump.zone(id) as ZoneTable)
    .filter((zone) => zone.transitions.length > 0);

  /** A zone and an instant near one of its transitions, or anywhere. */
  const draw = fc
    .tuple(
      fc.constantFrom(...tables),
      fc.nat(1_000_000),
      fc.constantFrom(0, 1, 1_000, 899_999, 1_800_000, 3_600_000),
    )
    .chain(([zone, pick, distance]) => {
      const at = zone.transitions[pick % zone.transitions.length];
      const near = fc.constantFrom(at - distance - 1, at - distance, at + distance, at + distance - 1);
      const anywhere = fc.integer({ min: 0, max: SUPPORTED_TO });
      return fc.record({
        zone: fc.constant(zone),
        instant: fc.oneof({ weight: 4, arbitrary: near }, anywhere),
      });
    });

  it("is the earliest at which the clocks show it, or moved past the gap where they never do", () => {
    fc.assert(
      fc.property(draw, fc.constantFrom(0, 1, -1), fc.nat(DAY), ({ zone, instant }, sign, apart) => {
        const wall = instant + offsetAt(zone, instant) + sign * apart;
        const gap = gapAt(zone, wall);
        const instants = gap ? [wall - gap[1], wall - gap[0]] : instantsOf(zone, wall);
        const [earlier, later] = [instants[0], instants[instants.length - 1]];
        expect(instantOfWallTime(zone, wall)).toBe(gap ? later : earlier);
        expect(readingsOfWallTime(zone, wall)).toEqual({ earlier, later, isSkipped: gap !== null });
      }),
      { numRuns: 5_000 },
    );
  });

  it("gives back the instant whose wall time it is, unless the clocks showed it before", () => {
    fc.assert(
      fc.property(draw, ({ zone, instant }) => {
        const wall = instant + offsetAt(zone, instant);
        const back = instantOfWallTime(zone, wall);
        expect(back).toBeLessThanOrEqual(instant);
        expect(back + offsetAt(zone, back)).toBe(wall);
        if (instantsOf(zone, wall).length === 1) expect(back).toBe(instant);
      }),
      { numRuns: 3_000 },
    );
  });

  it("has a first one in every local date that there is", () => {
    fc.assert(
      fc.property(draw, fc.integer({ min: -1, max: 1 }), ({ zone, instant }, apart) => {
        const day = localDayAt(zone, instant) + apart;
        const start = startOfDay(zone, day);
        expect(start).toBe(firstInstantOf(zone, day));
        expect(localDayAt(zone, start)).toBeGreaterThanOrEqual(day);
        expect(localDayAt(zone, start - 1)).toBeLessThan(day);
      }),
      { numRuns: 5_000 },
    );
  });
});
