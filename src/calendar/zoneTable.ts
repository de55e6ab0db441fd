import { DAY, SECOND } from "../time/units.ts";
import type { ZoneTable } from "../time/zone.ts";

/** Tables found sound: of a host's own each is read once. */
const sound = new WeakSet<object>();

/**
 * What is wrong with a zone table that a host supplies; null for nothing. Answers from an unsorted table, or from
 * offsets in minutes, would be wrong without a word (semantics T1).
 */
export function zoneTableFault(table: ZoneTable): string | null {
  if (typeof table !== "object" || table === null) return "it is no object";
  if (sound.has(table)) return null;
  const fault = faultOf(table);
  if (fault === null) sound.add(table);
  return fault;
}

function faultOf({ id, transitions, offsets }: ZoneTable): string | null {
  if (typeof id !== "string") return "its `id` is no text";
  if (!Array.isArray(transitions) || !Array.isArray(offsets))
    return "its `transitions` and `offsets` are no lists";
  if (offsets.length !== transitions.length + 1) {
    return `it has ${offsets.length} offsets for ${transitions.length} transitions; give one more, the first for before them`;
  }
  for (const [i, at] of transitions.entries()) {
    if (!isWholeSecond(at))
      return `\`transitions.${i}\` is \`${String(at)}\`; give whole seconds, in milliseconds`;
    if (i > 0 && at <= transitions[i - 1]) return `\`transitions.${i}\` is not after the one before it`;
  }
  for (const [i, offset] of offsets.entries()) {
    if (!isWholeSecond(offset) || Math.abs(offset) >= DAY) {
      return `\`offsets.${i}\` is \`${String(offset)}\`; give whole seconds, in milliseconds, below 24 hours`;
    }
  }
  const isSmall =
    offsets.some((offset) => offset !== 0) && offsets.every((offset) => Math.abs(offset) < 60 * SECOND);
  return isSmall ? "its offsets are all below a minute; give milliseconds" : null;
}

function isWholeSecond(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) % SECOND === 0;
}
