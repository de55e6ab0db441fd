import ICAL from "ical.js";
import type { FeedPart } from "./lines.ts";

/** A content line, read by ical.js: parameters and values, escapes undone. */
export interface Property {
  readonly params: Readonly<Record<string, unknown>>;
  /** `date`, `date-time`, `period`, `recur`, `text`, … in lower case. */
  readonly type: string;
  /** In the form of jCal (RFC 7265): dates as `2026-12-25`, times as `2026-12-25T09:00:00Z`. */
  readonly values: readonly unknown[];
}

/** The properties of a component by name, in lower case; null where a line of that name cannot be read. */
export type Properties = ReadonlyMap<string, readonly (Property | null)[]>;

/**
 * Reads the named properties of a component, and none else: a broken ATTENDEE costs nothing.
 *
 * ical.js reads single lines here. It refuses a whole feed for one bad line, and its own recurrences and zones are
 * not used: `FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30` and `FREQ=DAILY;INTERVAL=99999999999` never return from one call of
 * `next` (2.2.1, measured), and its zones are registered for the whole process and read the clock.
 */
export function readProperties(part: FeedPart, names: ReadonlySet<string>): Properties {
  const properties = new Map<string, (Property | null)[]>();
  for (const line of part.lines) {
    const name = /^[a-z0-9-]+(?=[;:])/i.exec(line)?.[0].toLowerCase();
    if (name === undefined || !names.has(name)) continue;
    const list = properties.get(name) ?? [];
    properties.set(name, list);
    list.push(readProperty(line));
  }
  return properties;
}

/** The first value of a text property, white space in it made single; empty where there is none. */
export function textOf(properties: Properties, name: string): string {
  const value = properties.get(name)?.[0]?.values[0];
  return typeof value === "string" ? plainText(value) : "";
}

/** All values of a text property that lists several, over all its lines. */
export function textsOf(properties: Properties, name: string): string[] {
  const values = (properties.get(name) ?? []).flatMap((property) => property?.values ?? []);
  return values.map((value) => plainText(String(value))).filter((value) => value !== "");
}

function plainText(value: string): string {
  return value.replace(/\s+/g, " ").trim();
}

function readProperty(line: string): Property | null {
  try {
    const [, params, type, ...values] = ICAL.parse.property(line) as [string, Property["params"], string];
    return { params, type, values };
  } catch {
    return null; // whatever ical.js throws: its own ParserError, plain errors, TypeErrors
  }
}

/** A duration such as `P1DT12H`, in milliseconds of wall time; null where the text is none. */
export function readDuration(value: unknown): number | null {
  try {
    const { weeks, days, hours, minutes, seconds, isNegative } = ICAL.Duration.fromString(String(value));
    const total = ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
    if (!Number.isFinite(total)) return null;
    return isNegative ? -total : total;
  } catch {
    return null;
  }
}
