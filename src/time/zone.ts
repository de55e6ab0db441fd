import { fingerprint } from "./fingerprint.ts";
import { MINUTE, SUPPORTED_FROM } from "./units.ts";

/**
 * A time zone as data (semantics T1): the offsets from UTC and the instants at which they begin.
 * `offsets[0]` holds before `transitions[0]`; `offsets[i + 1]` from `transitions[i]` on, inclusive.
 * Everything in milliseconds; `offsets` are whole seconds, east of Greenwich positive.
 */
export interface ZoneTable {
  readonly id: string;
  readonly transitions: readonly number[];
  readonly offsets: readonly number[];
}

/** Where zone tables come from. `label` names the data for people ("2025c"); answers never depend on it. */
export interface ZoneSupplier {
  readonly label: string;
  /** The table of a zone, or null where the supplier does not know it. */
  zone(id: string): ZoneTable | null;
}

/** The table of `UTC` or of a fixed offset such as `+05:30`; null for every other id. */
export function fixedZone(id: string): ZoneTable | null {
  if (/^(etc\/)?(utc|gmt|uct|zulu)$/i.test(id)) return { id: "UTC", transitions: [], offsets: [0] };
  const match = /^([+-])(\d\d):(\d\d)$/.exec(id);
  if (!match || Number(match[2]) > 18 || Number(match[3]) > 59) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return { id, transitions: [], offsets: [(match[1] === "-" ? -minutes : minutes) * MINUTE + 0] };
}

/** Offset from UTC in force at an instant, in milliseconds. */
export function offsetAt(zone: ZoneTable, at: number): number {
  return zone.offsets[spanAt(zone, at)];
}

/** Index in `offsets` of the span in force at an instant. */
export function spanAt(zone: ZoneTable, at: number): number {
  const { transitions } = zone;
  let low = 0;
  let high = transitions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (transitions[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The instant of a wall time, given in milliseconds as if it were UTC (semantics T3): a wall time that the
 * clocks skip is moved past the gap, one that they repeat is the earlier of the two.
 */
export function instantOfWallTime(zone: ZoneTable, wall: number): number {
  // An offset is below 24 h: only the spans in force a day either side can hold the wall time
  const last = spanAt(zone, wall + 86_400_000);
  let span = spanAt(zone, wall - 86_400_000);
  for (; span < last; span++) {
    const end = zone.transitions[span];
    if (wall < end + zone.offsets[span]) break; // within this span
    if (wall < end + zone.offsets[span + 1]) break; // in the gap after it: its offset moves past
  }
  return wall - zone.offsets[span];
}

/** What tells two zone tables apart: a fingerprint of the transitions of the supported years (semantics T1). */
export function zoneFingerprint(zones: readonly ZoneTable[]): string {
  const parts = zones.map((zone) => {
    const first = spanAt(zone, SUPPORTED_FROM);
    const changes = zone.transitions.slice(first).map((at, i) => `${at}>${zone.offsets[first + 1 + i]}`);
    return [zone.offsets[first], ...changes].join(",");
  });
  return fingerprint([...new Set(parts)].sort().join(";"));
}
