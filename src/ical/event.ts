import { MAX_SPAN_DAYS } from "../holidays/imported.ts";
import { DAY } from "../time/units.ts";
import { offsetAt } from "../time/zone.ts";
import type { FeedPart } from "./lines.ts";
import { type FeedZones, instantOf, type Moment, type MomentProblem, readMoment, wallOf } from "./moment.ts";
import { type Properties, readDuration, readProperties, textOf, textsOf } from "./property.ts";
import { type Rule, type RuleProblem, readRule } from "./rule.ts";

/** A VEVENT: what it says, and when, or why that cannot be told. */
export interface FeedEvent {
  readonly uid: string;
  readonly summary: string;
  readonly location: string;
  readonly categories: readonly string[];
  readonly isCancelled: boolean;
  readonly isTransparent: boolean;
  /** The occurrence of another event that it replaces (RECURRENCE-ID); null for an event of its own. */
  readonly replaces: Moment | null;
  /** It claims to replace the later occurrences as well. */
  readonly replacesFuture: boolean;
  readonly start: Moment | null;
  readonly timing: Timing | TimingProblem;
}

/** When an event takes place. */
export interface Timing {
  readonly start: Moment;
  /** Wall time from start to end, whole days for an event of dates. */
  readonly lengthMs: number;
  readonly rules: readonly Rule[];
  /** Occurrences beside the rules (RDATE), of its own length if one is given. */
  readonly added: readonly { readonly start: Moment; readonly lengthMs: number }[];
  readonly excluded: readonly Moment[];
}

export type TimingProblem =
  | MomentProblem
  | RuleProblem
  | "unfinished"
  | "no_start"
  | "no_time"
  | "ends_before_start"
  | "too_long";

const TEXTS = ["uid", "summary", "location", "categories", "status", "transp"];
const TIMES = ["dtstart", "dtend", "duration", "rrule", "exrule", "rdate", "exdate", "recurrence-id"];
const ALL_DAY = "x-microsoft-cdo-alldayevent";
const NAMES = new Set([...TEXTS, ...TIMES, ALL_DAY]);

/** Reads a VEVENT; total. */
export function readEvent(part: FeedPart, zones: FeedZones): FeedEvent {
  const properties = readProperties(part, NAMES);
  const start = momentOf(properties, "dtstart", zones);
  const id = properties.get("recurrence-id")?.[0];
  const replaces = momentOf(properties, "recurrence-id", zones);
  const isBad = properties.has("recurrence-id") && (replaces === null || typeof replaces === "string");
  return {
    uid: textOf(properties, "uid"),
    summary: textOf(properties, "summary"),
    location: textOf(properties, "location"),
    categories: textsOf(properties, "categories"),
    isCancelled: textOf(properties, "status").toUpperCase() === "CANCELLED",
    isTransparent: textOf(properties, "transp").toUpperCase() === "TRANSPARENT",
    replaces: typeof replaces === "string" ? null : replaces,
    replacesFuture: id?.params.range === "THISANDFUTURE",
    start: typeof start === "string" ? null : start,
    timing: part.finished ? (isBad ? "unreadable" : timingOf(properties, zones)) : "unfinished",
  };
}

function timingOf(properties: Properties, zones: FeedZones): Timing | TimingProblem {
  if (TIMES.some((name) => properties.get(name)?.includes(null))) return "unreadable";
  if (properties.has("exrule")) return "rule_unsupported"; // left by RFC 2445, and by all that wrote it
  const written = momentOf(properties, "dtstart", zones);
  if (written === null) return "no_start";
  if (typeof written === "string") return written;
  const start = asWritten(properties, written);
  const lengthMs = lengthOf(properties, written, start, zones);
  if (typeof lengthMs === "string") return lengthMs;
  const rules = (properties.get("rrule") ?? []).map((property) => readRule(property?.values[0]));
  const badRule = rules.find((rule) => typeof rule === "string");
  if (badRule) return badRule;
  const added = addedOf(properties, lengthMs, zones);
  if (typeof added === "string") return added;
  const excluded = momentsOf(properties, "exdate", zones);
  if (typeof excluded === "string") return excluded;
  return { start, lengthMs, rules: rules.filter((rule) => typeof rule !== "string"), added, excluded };
}

/** Exchange writes all-day events as midnight to midnight, and says so: the dates are meant, wherever the desk is. */
function asWritten(properties: Properties, start: Moment): Moment {
  const isAllDay = textOf(properties, ALL_DAY).toUpperCase() === "TRUE" && start.second === 0;
  return isAllDay ? { ...start, second: null } : start;
}

/**
 * Wall time from start to end. Dates last whole days, at least one: a DTEND equal to DTSTART, one with a time of
 * day (`DTSTART;VALUE=DATE:20210101`, `DTEND:20210101T050001Z`), or none at all, all mean the date itself.
 */
function lengthOf(
  properties: Properties,
  written: Moment,
  start: Moment,
  zones: FeedZones,
): number | TimingProblem {
  const end = momentOf(properties, "dtend", zones);
  if (typeof end === "string") return end;
  const duration = properties.get("duration")?.[0];
  const given = duration ? readDuration(duration.values[0]) : 0;
  if (given === null) return "unreadable";
  const length = end ? lengthTo(end, written, start) : given;
  if (length < 0) return "ends_before_start";
  if (length > MAX_SPAN_DAYS * DAY) return "too_long";
  if (start.second === null) return Math.max(1, Math.ceil(length / DAY)) * DAY;
  return length === 0 ? "no_time" : length;
}

function lengthTo(end: Moment, written: Moment, start: Moment): number {
  if (start.second === null) return (end.day - start.day) * DAY;
  if (end.second === null || end.zone === written.zone) return wallOf(end) - wallOf(written);
  const at = instantOf(end);
  return at + offsetAt(written.zone, at) - wallOf(written);
}

function addedOf(
  properties: Properties,
  lengthMs: number,
  zones: FeedZones,
): Timing["added"] | TimingProblem {
  const added: { start: Moment; lengthMs: number }[] = [];
  for (const property of properties.get("rdate") ?? []) {
    for (const value of property?.values ?? []) {
      const [from, to] = Array.isArray(value) ? value : [value, undefined];
      if (!property) continue;
      const start = readMoment(from, property, zones);
      if (typeof start === "string") return start;
      const own = to === undefined ? lengthMs : periodLength(start, to, readMoment(to, property, zones));
      if (own === null) return "unreadable";
      if (own > MAX_SPAN_DAYS * DAY) return "too_long";
      added.push({ start, lengthMs: own });
    }
  }
  return added;
}

/** Length of a period that ends at a time or after a duration; null where it has none. */
function periodLength(start: Moment, to: unknown, end: Moment | MomentProblem): number | null {
  const length = typeof end === "string" ? readDuration(to) : lengthTo(end, start, start);
  return length !== null && length > 0 ? length : null;
}

function momentOf(properties: Properties, name: string, zones: FeedZones): Moment | MomentProblem | null {
  const property = properties.get(name)?.[0];
  return property ? readMoment(property.values[0], property, zones) : null;
}

function momentsOf(properties: Properties, name: string, zones: FeedZones): Moment[] | MomentProblem {
  const moments: Moment[] = [];
  for (const property of properties.get(name) ?? []) {
    for (const value of property?.values ?? []) {
      const moment = property && value !== "" ? readMoment(value, property, zones) : null;
      if (typeof moment === "string") return moment;
      if (moment) moments.push(moment);
    }
  }
  return moments;
}
