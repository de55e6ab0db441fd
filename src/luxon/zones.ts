import { IANAZone } from "luxon";
import { DAY, MINUTE, SECOND, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import type { ZoneSupplier, ZoneTable } from "../time/zone.ts";

/**
 * Zone tables from luxon, that is from the runtime's own zone data (semantics T1). Luxon is asked for offsets
 * only (T2); transitions are found by bisection, once per zone and process.
 */
export function luxonZones(): ZoneSupplier {
  return SUPPLIER;
}

// 6.5 days: two transitions closer together would be missed. The closest pairs since 1972 are 6.958 days
// apart: Brazil's north-east in October 2000, and Gaza and Hebron in 2040, 2054 and 2072.
const STEP = 6.5 * DAY;

const cache = new Map<string, ZoneTable | null>();

const SUPPLIER: ZoneSupplier = {
  label: runtimeLabel(),
  zone(id) {
    const known = cache.get(id);
    if (known !== undefined) return known;
    const table = /^[A-Za-z]/.test(id) && IANAZone.isValidZone(id) ? scan(id) : null;
    if (cache.size < 2_000) cache.set(id, table);
    return table;
  },
};

function scan(id: string): ZoneTable {
  const zone = IANAZone.create(id);
  // luxon computes minutes; offsets are whole seconds
  const offset = (at: number) => Math.round((zone.offset(at) * MINUTE) / SECOND) * SECOND;
  const transitions: number[] = [];
  const offsets: number[] = [offset(SUPPORTED_FROM - DAY)];
  for (let at = SUPPORTED_FROM - DAY; at < SUPPORTED_TO; at += STEP) {
    const next = Math.min(at + STEP, SUPPORTED_TO);
    const before = offsets[offsets.length - 1];
    const after = offset(next);
    if (after === before) continue;
    transitions.push(bisect(at, next, (middle) => offset(middle) !== before));
    offsets.push(after);
  }
  return { id: canonicalName(id), transitions, offsets };
}

/** The name in its usual letters (`Europe/Paris` for `europe/PARIS`); the host's own name where the runtime would rename it. */
function canonicalName(id: string): string {
  const name = new Intl.DateTimeFormat("en", { timeZone: id }).resolvedOptions().timeZone;
  return name.toLowerCase() === id.toLowerCase() ? name : id;
}

/** The first whole second in `(from, to]` at which `changed` holds, given that it holds at `to`. */
function bisect(from: number, to: number, changed: (at: number) => boolean): number {
  let low = Math.floor(from / SECOND);
  let high = Math.floor(to / SECOND);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (changed(middle * SECOND)) high = middle;
    else low = middle;
  }
  return high * SECOND;
}

function runtimeLabel(): string {
  const runtime = globalThis as { process?: { versions?: { tz?: string } } };
  return runtime.process?.versions?.tz ?? "unknown";
}
