/*
 * Both suppliers on this machine, held against the dump of their data's version and against each other. The
 * tables of a runtime cost 40 ms each, so two test files, which run side by side, take half of the zones each.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { luxonZones } from "../../src/luxon/zones.ts";
import type { ZoneSupplier } from "../../src/time/zone.ts";
import { tzifZones } from "../../src/tzif/zones.ts";
import { among, differences, dumps, knownDifferences } from "./dumps.ts";

/** Where the system's zones are read from; set it to test those of another version. */
const DIRECTORY = process.env.ZONEINFO ?? "/usr/share/zoneinfo";

export const system = tzifZones(process.env.ZONEINFO ? { directory: DIRECTORY } : {});
export const runtime = luxonZones();

const HOW = "see test/zones/README.md";
const IDS = Intl.supportedValuesOf("timeZone");

/** Tests the zones that the runtime names and whose names begin with one of the letters. */
export function compareSuppliers(letters: RegExp): void {
  const ids = IDS.filter((id) => letters.test(id));

  describe(`zones ${letters.source}: the runtime has tzdata ${runtime.label}, the system ${system.label}`, () => {
    it("the runtime's tables are those of the dump of its version", ({ skip }) => {
      const dump = dumps.get(runtime.label);
      if (!dump) return skip(`no dump of tzdata ${runtime.label}, which this runtime has: ${HOW}`);
      expect(ids.filter((id) => !runtime.zone(id) || !dump.zone(id))).toEqual([]);
      expect(differences(ids, dump, runtime)).toEqual({});
    });

    it("the system's tables are those of the dump of its version", ({ skip }) => {
      const dump = dumps.get(system.label);
      if (!dump) return skip(`no dump of tzdata ${system.label}, which this system has: ${HOW}`);
      const all = dump.ids.filter((id) => letters.test(id));
      expect(all.filter((id) => !system.zone(id) && existsSync(join(DIRECTORY, id)))).toEqual([]);
      expect(compared(all, system, dump).length).toBeGreaterThan(150);
      expect(differences(all, dump, system)).toEqual({});
    });

    it("the system's and the runtime's tables are equal, but for the differences listed", ({ skip }) => {
      const [older, newer] = system.label < runtime.label ? [system, runtime] : [runtime, system];
      const listed = older.label === newer.label ? {} : knownDifferences[`${older.label}|${newer.label}`];
      if (!listed) return skip(`how tzdata ${older.label} and ${newer.label} differ is not listed: ${HOW}`);
      const both = compared(ids, older, newer);
      expect(both.length).toBeGreaterThan(150);
      expect(differences(both, older, newer)).toEqual(among(both, listed));
    });
  });
}

function compared(ids: readonly string[], one: ZoneSupplier, other: ZoneSupplier): string[] {
  return ids.filter((id) => one.zone(id) && other.zone(id));
}
