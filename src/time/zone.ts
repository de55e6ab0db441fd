import { fingerprint } from "./fingerprint.ts";
import { DAY, MINUTE, SUPPORTED_FROM, SUPPORTED_TO } from "./units.ts";

/**
 * A time zone as data (semantics T1): the offsets from UTC and the instants at which they begin.
 * `offsets[0]` holds before `transitions[0]`; `offsets[i + 1]` from `transitions[i]` on, inclusive.
 * Everything in milliseconds; `offsets` are whole seconds, east of Greenwich positive. A table never changes once it is
 * given.
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

/**
 * The zones that a host gave.
 * @throws TypeError where it gave none.
 */
export function givenZones(options: { readonly zones: ZoneSupplier } | undefined): ZoneSupplier {
  const zones: Partial<ZoneSupplier> | undefined = options?.zones;
  if (typeof zones?.zone === "function") return zones as ZoneSupplier;
  const from = "`luxonZones()` of `dueclock/luxon` or `tzifZones()` of `dueclock/tzif`";
  throw new TypeError(`\`zones\` is missing; pass a supplier of time zones, such as ${from}`);
}

/** The table of `UTC` or of a fixed offset such as `+05:30`; null for every other id. */
export function fixedZone(id: string): ZoneTable | null {
  if (/^(etc\/)?(utc|gmt|uct|zulu)$/i.test(id)) return { id: "UTC", transitions: [], offsets: [0] };
  const match = /^([+-])(\d\d):(\d\d)$/.exec(id);
  const minutes = Number(match?.[2]) * 60 + Number(match?.[3]);
  if (!match || Number(match[3]) > 59 || minutes > 18 * 60) return null;
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
  const { earlier, later, isSkipped } = readingsOfWallTime(zone, wall);
  return isSkipped ? later : earlier;
}

/**
 * Both readings of a wall time, given in milliseconds as if it were UTC: by the offset before and after the
 * transition that skips or repeats it; the same instant twice for every other.
 */
export function readingsOfWallTime(
  zone: ZoneTable,
  wall: number,
): { earlier: number; later: number; isSkipped: boolean } {
  const { transitions, offsets } = zone;
  // An offset is below 24 h: only the spans in force a day either side can hold the wall time
  const last = spanAt(zone, wall + DAY);
  for (let span = spanAt(zone, wall - DAY); span < last; span++) {
    const before = offsets[span];
    const after = offsets[span + 1];
    const isSkipped = wall >= transitions[span] + before && wall < transitions[span] + after;
    const isRepeated = wall < transitions[span] + before && wall >= transitions[span] + after;
    if (isSkipped || isRepeated) {
      return { earlier: wall - Math.max(before, after), later: wall - Math.min(before, after), isSkipped };
    }
    if (wall < transitions[span] + before)
      return { earlier: wall - before, later: wall - before, isSkipped: false };
  }
  return { earlier: wall - offsets[last], later: wall - offsets[last], isSkipped: false };
}

/** The first instant whose local date is `day` or later: midnight, the first of two, or the end of the gap that skips it. */
export function startOfDay(zone: ZoneTable, day: number): number {
  const midnight = day * DAY;
  const { earlier, later, isSkipped } = readingsOfWallTime(zone, midnight);
  return isSkipped ? zone.transitions[spanAt(zone, later) - 1] : earlier;
}

/** The local date of an instant, as days since 1970-01-01. */
export function localDayAt(zone: ZoneTable, at: number): number {
  return Math.floor((at + offsetAt(zone, at)) / DAY);
}

/** What tells two zone tables apart: a fingerprint of the transitions of the supported years (semantics T1). */
export function zoneFingerprint(zones: readonly ZoneTable[]): string {
  const texts = [...new Set(zones.map((zone) => fingerprinted(zone).text))];
  return texts.length === 1 ? fingerprinted(zones[0]).alone : fingerprint(texts.sort().join(";"));
}

interface Fingerprinted {
  readonly text: string;
  /** The fingerprint of this zone alone. */
  readonly alone: string;
}

/** Kept for as long as its table is: calendars share few zones, and this was 100 of the 150 µs of reading one. */
const fingerprints = new WeakMap<ZoneTable, Fingerprinted>();

function fingerprinted(zone: ZoneTable): Fingerprinted {
  const known = fingerprints.get(zone);
  if (known) return known;
  const text = transitionsText(zone);
  const found = { text, alone: fingerprint(text) };
  fingerprints.set(zone, found);
  return found;
}

/** Offsets and changes of the supported years: equal where no answer differs. */
function transitionsText(zone: ZoneTable): string {
  const first = spanAt(zone, SUPPORTED_FROM);
  const changes = zone.transitions.flatMap((at, i) => {
    const changesAnAnswer = i >= first && at < SUPPORTED_TO && zone.offsets[i + 1] !== zone.offsets[i];
    return changesAnAnswer ? [`${at}>${zone.offsets[i + 1]}`] : [];
  });
  return [zone.offsets[first], ...changes].join(",");
}
