import { civilOf } from "../time/civil.ts";
import { DAY, DAY_SECONDS, SECOND, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import type { ZoneTable } from "../time/zone.ts";
import { type OffsetChange, parseTzif, type TzifData } from "./parse.ts";
import { expandPosixRule, type PosixRule, parsePosixRule } from "./posix.ts";

/** A table begins a day early, as that of luxon's supplier does: wall times of the first day need it. */
const TABLE_FROM = SUPPORTED_FROM - DAY;

/**
 * The zone table of a TZif file, for the supported years: its transitions, then its footer's rule (semantics T1).
 * Two tables of the same data are deeply equal, whatever supplied them: transitions that change no offset are
 * left out. Null where `parseTzif` gives null or the footer is no rule; with an empty footer the last offset stays.
 */
export function zoneTable(id: string, bytes: Uint8Array): ZoneTable | null {
  const data = parseTzif(bytes);
  const rule = data?.footer ? parsePosixRule(data.footer) : null;
  if (!data || (data.footer !== "" && !rule)) return null;
  const offsets = [initialOffset(data, rule) * SECOND];
  const transitions: number[] = [];
  for (const change of [...data.changes, ...ruledChanges(data, rule)]) {
    const at = change.at * SECOND;
    const offset = change.offset * SECOND;
    if (at >= SUPPORTED_TO) break;
    if (at <= TABLE_FROM) offsets[0] = offset;
    else if (offset !== offsets[offsets.length - 1]) {
      transitions.push(at);
      offsets.push(offset);
    }
  }
  return { id, transitions, offsets };
}

/** The offset before every transition: a file without any is governed by its footer alone (RFC 9636, 3.3). */
function initialOffset(data: TzifData, rule: PosixRule | null): number {
  return rule && data.changes.length === 0 ? rule.standard : data.initial;
}

/** What a rule changes after the last transition of its file, from the year before the supported ones on. */
function ruledChanges(data: TzifData, rule: PosixRule | null): OffsetChange[] {
  const last = data.changes.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  if (!rule || last * SECOND >= SUPPORTED_TO) return [];
  const firstYear = yearOf(Math.max(last, TABLE_FROM / SECOND)) - 1;
  return expandPosixRule(rule, firstYear, yearOf(SUPPORTED_TO / SECOND)).filter(({ at }) => at > last);
}

function yearOf(seconds: number): number {
  return civilOf(Math.floor(seconds / DAY_SECONDS)).year;
}
