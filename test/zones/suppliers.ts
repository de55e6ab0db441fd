/*
 * The two suppliers on this machine, and a cheap way to hold the runtime's against a reference. A table of the
 * runtime costs 40 ms (7,650 questions to Intl), all 418 of them 17 s. So the tables that a scan could get wrong
 * are compared whole, and of the others the offsets: on both sides of every transition that the reference has,
 * and every other month. What differs there is compared whole. EVERY_TABLE=1 compares all of them whole.
 */
import { IANAZone } from "luxon";
import { luxonZones } from "../../src/luxon/zones.ts";
import { SUPPORTED_TO } from "../../src/time/units.ts";
import { offsetAt, type ZoneSupplier, type ZoneTable } from "../../src/time/zone.ts";
import { tzifZones } from "../../src/tzif/zones.ts";
import { type Difference, differences, supportedPart } from "./dumps.ts";

/** Where the system's zones are read from; ZONEINFO names another directory, of another version. */
export const DIRECTORY = process.env.ZONEINFO ?? "/usr/share/zoneinfo";

export const system = tzifZones(process.env.ZONEINFO ? { directory: DIRECTORY } : {});
export const runtime = luxonZones();

const DAY = 86_400_000;
/** Two days short of two months: falls on every hour and weekday. */
const GRID = 60.3 * DAY;

/** Where the runtime's tables differ from a reference's, of the zones that both know. */
export function runtimeDifferences(
  ids: readonly string[],
  reference: ZoneSupplier,
): { readonly whole: number; readonly found: Record<string, Difference> } {
  const seen = new Set<string>();
  const whole = ids.filter((id) => {
    const table = reference.zone(id);
    return table && (process.env.EVERY_TABLE || isHard(table, seen) || !agrees(id, table));
  });
  return { whole: whole.length, found: differences(whole, reference, runtime) };
}

/** Whether a scan could get a table wrong: the first of its kind with close transitions, or with ones to the end. */
function isHard(table: ZoneTable, seen: Set<string>): boolean {
  const { transitions, offsets } = supportedPart(table);
  const kind = JSON.stringify([transitions, offsets]);
  const close = transitions.some((at, i) => at - (transitions[i - 1] ?? 0) < 45 * DAY);
  const hard = !seen.has(kind) && (close || (transitions.at(-1) ?? 0) > Date.UTC(2038, 0, 1));
  seen.add(kind);
  return hard;
}

/** Whether the runtime has the reference's offsets wherever they change, and every other month. */
function agrees(id: string, table: ZoneTable): boolean {
  const zone = IANAZone.create(id);
  const agreesAt = (at: number) => Math.round(zone.offset(at) * 60) * 1_000 === offsetAt(table, at);
  for (let at = 0; at < SUPPORTED_TO; at += GRID) if (!agreesAt(Math.floor(at))) return false;
  return supportedPart(table).transitions.every((at) => agreesAt(at - 1_000) && agreesAt(at));
}
