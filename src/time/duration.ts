import { DAY, HOUR, MINUTE, SECOND } from "./units.ts";

/**
 * An amount of time as written: whole days apart from the rest, since a day is 24 hours in business time
 * and the same wall time tomorrow around the clock (semantics C8).
 */
export interface Duration {
  readonly days: number;
  readonly ms: number;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/y;
const ISO =
  /^P(?:(\d+)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** The longest text that may be a duration: those of a ticket's fields are of any length. */
const MAX_TEXT = 64;

/**
 * Reads a duration: milliseconds as a number, `12.5ms 3s 4m 5h 6d` run together (`1h30m`), or ISO 8601
 * without years and months (`PT1.5H`, `P2D`). Null for anything else: a negative, a fraction of a day
 * (`P0.5D`: write hours), a text of more than 64 characters; less than a millisecond's precision rounded to the nearest one.
 */
export function parseDuration(input: number | string): Duration | null {
  if (typeof input === "number") return checked({ days: 0, ms: input });
  if (input.length > MAX_TEXT) return null;
  return checked(input.startsWith("P") ? parseIso(input) : parseParts(input));
}

/** The duration with a day taken as 24 hours, in milliseconds. */
export function plainMs(duration: Duration): number {
  return duration.days * DAY + duration.ms;
}

function parseParts(text: string): Duration | null {
  let days = 0;
  let ms = 0;
  const seen = new Set<string>();
  PART.lastIndex = 0;
  for (let at = 0; at < text.length; at = PART.lastIndex) {
    const match = PART.exec(text);
    if (!match || seen.has(match[2])) return null;
    seen.add(match[2]);
    if (match[2] === "d") days += Number(match[1]);
    else ms += Number(match[1]) * UNITS[match[2]];
  }
  return seen.size > 0 ? { days, ms } : null;
}

function parseIso(text: string): Duration | null {
  const match = ISO.exec(text);
  if (!match || text.endsWith("T") || text === "P") return null;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return { days: weeks * 7 + days, ms: hours * HOUR + minutes * MINUTE + seconds * SECOND };
}

function checked(duration: Duration | null): Duration | null {
  if (!duration || !Number.isInteger(duration.days)) return null;
  const ms = Math.round(duration.ms) + 0; // never -0
  const total = duration.days * DAY + ms;
  return duration.ms >= 0 && Number.isSafeInteger(total) ? { days: duration.days, ms } : null;
}
