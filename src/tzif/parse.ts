import { DAY_SECONDS } from "../time/units.ts";

/**
 * What one TZif file says (RFC 9636): the offset before its first transition, the instants at which an offset
 * begins, and the rule that holds after the last of them. Seconds throughout, east of Greenwich positive.
 */
export interface TzifData {
  readonly initial: number;
  /** In order of time; `offset` holds from `at` on, inclusive. May repeat an offset. */
  readonly changes: readonly OffsetChange[];
  /** A rule in the notation of POSIX TZ; empty where the file gives none. */
  readonly footer: string;
}

/** An offset and the instant from which it is in force, in seconds. */
export interface OffsetChange {
  readonly at: number;
  readonly offset: number;
}

const HEADER = 44;
const FOOTER_MOST = 256;

/** The counts of a header: how many of each thing its block holds. */
interface Counts {
  readonly utc: number;
  readonly standard: number;
  readonly leaps: number;
  readonly transitions: number;
  readonly types: number;
  readonly characters: number;
}

/**
 * The content of a TZif file, from its 64-bit block and its footer. Null for bytes of another format, a truncated
 * or contradictory file, one of version 1 (it says nothing after its last transition), one that counts leap
 * seconds (its instants are not POSIX ones) and one with an offset of a day or more. Total, in time
 * proportional to the bytes; bytes after the footer are ignored.
 */
export function parseTzif(bytes: Uint8Array): TzifData | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = readCounts(view, 0);
  if (!first) return null;
  const start = HEADER + blockSize(first, 4);
  const counts = readCounts(view, start);
  if (!counts || counts.leaps > 0 || counts.types === 0) return null;
  const end = start + HEADER + blockSize(counts, 8);
  if (end > bytes.byteLength) return null;
  const offsets = readOffsets(view, start + HEADER + counts.transitions * 9, counts.types);
  const footer = readFooter(bytes, end);
  if (!offsets || footer === null) return null;
  const changes = readChanges(view, start + HEADER, counts.transitions, offsets);
  return changes && { initial: offsets[0], changes, footer };
}

/** The counts of the header at `start`; null where there is none of version 2 or later. */
function readCounts(view: DataView, start: number): Counts | null {
  if (start + HEADER > view.byteLength) return null;
  if (view.getUint32(start) !== 0x545a6966 || view.getUint8(start + 4) < 0x32) return null; // "TZif", "2"
  const count = (index: number) => view.getUint32(start + 20 + index * 4);
  return {
    utc: count(0),
    standard: count(1),
    leaps: count(2),
    transitions: count(3),
    types: count(4),
    characters: count(5),
  };
}

/** Bytes of the block that a header announces; `size` is that of an instant in it. */
function blockSize(counts: Counts, size: 4 | 8): number {
  const { utc, standard, leaps, transitions, types, characters } = counts;
  return transitions * (size + 1) + types * 6 + characters + leaps * (size + 4) + standard + utc;
}

/** The offset of each local time type. */
function readOffsets(view: DataView, start: number, count: number): number[] | null {
  const offsets: number[] = [];
  for (let i = 0; i < count; i++) offsets.push(view.getInt32(start + i * 6));
  return offsets.every((offset) => Math.abs(offset) < DAY_SECONDS) ? offsets : null;
}

function readChanges(
  view: DataView,
  start: number,
  count: number,
  offsets: readonly number[],
): OffsetChange[] | null {
  const changes: OffsetChange[] = [];
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    // The top half times 2^32: exact for every instant of the supported years, and in order for the others
    const at = view.getInt32(start + i * 8) * 0x1_0000_0000 + view.getUint32(start + i * 8 + 4);
    const type = view.getUint8(start + count * 8 + i);
    if (at <= previous || type >= offsets.length) return null;
    changes.push({ at, offset: offsets[type] });
    previous = at;
  }
  return changes;
}

/** The text between the two line feeds that end a file; null where they are not there. */
function readFooter(bytes: Uint8Array, start: number): string | null {
  if (bytes[start] !== 0x0a) return null;
  const text = bytes.subarray(start + 1, start + 2 + FOOTER_MOST);
  const end = text.indexOf(0x0a);
  return end < 0 ? null : String.fromCharCode(...text.subarray(0, end));
}
