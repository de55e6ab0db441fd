import { parseDate } from "./civil.ts";
import { DAY, HOUR, isInstant, MINUTE } from "./units.ts";

const ISO = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?([Zz]|[+-]\d\d:?\d\d)$/;

/**
 * Reads an instant: epoch milliseconds, or ISO 8601 with an offset (`2026-03-02T09:00:00Z`,
 * `…+01:00`). Null for anything else, a text without an offset above all: it would mean the server's
 * own zone. Seconds of 60 and hours of 24 are refused.
 */
export function parseInstant(input: number | string): number | null {
  if (typeof input === "number") return isInstant(input) ? input + 0 : null;
  if (typeof input !== "string") return null;
  const match = ISO.exec(input);
  const day = match && parseDate(match[1]);
  if (!match || day === null) return null;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  const offset = parseOffset(match[6]);
  if (hour > 23 || minute > 59 || second > 59 || offset === null) return null;
  const fraction = Math.floor(Number(`0.${match[5] ?? 0}`) * 1_000);
  return day * DAY + hour * HOUR + minute * MINUTE + second * 1_000 + fraction - offset;
}

function parseOffset(text: string): number | null {
  if (text === "Z" || text === "z") return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))];
  if (hours > 18 || minutes > 59) return null;
  return (text[0] === "-" ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}
