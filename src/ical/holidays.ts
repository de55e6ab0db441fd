import { error, type Issue, SlaError, type Warning } from "../diagnostics.ts";
import {
  byStart,
  type ClosedSpan,
  closedDates,
  type HolidayImport,
  type ImportReport,
  type SkippedEntry,
  type TakenEntry,
  takenEntry,
} from "../holidays/imported.ts";
import { civilOf, formatDate, parseDate } from "../time/civil.ts";
import { DAY } from "../time/units.ts";
import { fixedZone, type ZoneSupplier, type ZoneTable } from "../time/zone.ts";
import { type FeedEvent, readEvent, type TimingProblem } from "./event.ts";
import { type EventFilter, passes, type TextTest } from "./filter.ts";
import { type FeedCalendar, readCalendars } from "./lines.ts";
import type { Moment } from "./moment.ts";
import { occurrencesOf, startsOutsideRules } from "./occurrences.ts";
import type { Budget, DayRange } from "./recurrence.ts";
import { feedZones, sparing } from "./zones.ts";

export type {
  EventFilter,
  HolidayImport,
  ImportReport,
  SkippedEntry,
  TakenEntry,
  TextTest,
  ZoneSupplier,
  ZoneTable,
};

/** Which part of a feed to take, and for which calendar. */
export interface IcalOptions {
  /** The calendar's zone: times of the feed are read in it, those without a zone are meant in it. */
  readonly timeZone: string;
  /** First and last date, `YYYY-MM-DD`, both included; at most 60 years. */
  readonly from: string;
  readonly to: string;
  /** Where zone tables come from: `luxonZones()` of `dueclock`, or the host's own. */
  readonly zones: ZoneSupplier;
  /** Take only events that pass. */
  readonly include?: EventFilter;
  /** Leave out events that pass. */
  readonly exclude?: EventFilter;
  /** Which of the events marked as free time (TRANSP:TRANSPARENT) to take; public feeds mark their holidays so. */
  readonly transparent?: "allDay" | "all" | "none";
}

/** Why an event was left out. */
export type IcalSkipReason =
  | TimingProblem
  | "filtered"
  | "cancelled"
  | "transparent"
  | "outside_range"
  | "too_many";

/** A longer text is no feed of holidays; the largest of those read in the tests has 0.1 million. */
const MAX_TEXT = 10_000_000;
const MAX_YEARS = 60;
const MAX_YEAR_DAYS = 366;
/** Days that may be looked at for one feed, about a second's work: 270 rules that look at every day of 30 years. */
const MAX_WORK = 3_000_000;

/**
 * Reads the holidays of an iCalendar feed for one calendar (semantics C10): all-day events are holidays, events that
 * cover whole local dates too, other times are closures. Rules are unrolled within `from` to `to` only, by a bounded
 * amount of work. What cannot be read is left out with its reason, in the report.
 * @throws SlaError when the text holds no calendar, or the options make no sense.
 * @example
 * const feed = await (await fetch(url)).text();
 * const { holidays, report } = holidaysFromIcal(feed, {
 *   timeZone: "Europe/London", from: "2026-01-01", to: "2028-12-31", zones: luxonZones(),
 * });
 */
export function holidaysFromIcal(text: string, options: IcalOptions): HolidayImport<IcalSkipReason> {
  const { home, range, calendars } = checked(text, options);
  const budget: Budget = { left: MAX_WORK };
  const supplier = sparing(options.zones, budget);
  const events = calendars.flatMap((calendar) => {
    const zones = feedZones(calendar, home, supplier, range, budget);
    return calendar.events.map((part) => readEvent(part, zones));
  });
  const series = seriesByUid(events);
  const spans: (ClosedSpan & { recursForEver: boolean })[] = [];
  const skipped: SkippedEntry<IcalSkipReason>[] = [];
  const warnings: Warning[] = [];
  for (const event of events.map((event) => inheriting(event, series))) {
    const replaced = event.replaces ? [] : (series.get(event.uid)?.replaced ?? []);
    const found = leftOut(event, options) ?? occurrences(event, home, range, replaced, budget);
    if (typeof found === "string") {
      skipped.push({
        summary: event.summary,
        reason: found,
        date: event.start && formatDate(event.start.day),
      });
      continue;
    }
    warnings.push(...warningsOf(event, budget));
    for (const occurrence of found) spans.push({ name: event.summary, ...occurrence });
  }
  spans.sort(byStart);
  const reachesUntil = recursForEver(spans) ? civilOf(range.to).year : lastYear(spans);
  const datedUntil = lastYear(spans.filter((span) => !span.recursForEver));
  warnings.push(...endOfFeed(reachesUntil, datedUntil, civilOf(range.to).year));
  const report = { taken: spans.map(takenEntry), skipped, reachesUntil, datedUntil, warnings };
  return { ...closedDates(spans), report };
}

function checked(
  text: unknown,
  { timeZone, from, to, zones }: IcalOptions,
): { home: ZoneTable; range: DayRange; calendars: FeedCalendar[] } {
  const issues: Issue[] = [];
  const home = fixedZone(timeZone) ?? zones.zone(timeZone);
  if (!home)
    issues.push(error("ical.unknown_time_zone", ["timeZone"], `no time zone has the name \`${timeZone}\``));
  const range = { from: parseDate(from) ?? Number.NaN, to: parseDate(to) ?? Number.NaN };
  for (const name of ["from", "to"] as const) {
    if (Number.isNaN(range[name]))
      issues.push(
        error("ical.not_a_date", [name], `\`${{ from, to }[name]}\` is no date; write \`YYYY-MM-DD\``),
      );
  }
  if (range.to < range.from || range.to - range.from > MAX_YEARS * MAX_YEAR_DAYS) {
    const message = `the range of dates ends before it starts, or lasts more than ${MAX_YEARS} years`;
    issues.push(error("ical.bad_range", ["to"], message));
  }
  const isText = typeof text === "string" && text.length <= MAX_TEXT;
  const calendars = isText ? readCalendars(text) : [];
  if (calendars.length === 0) {
    const message = isText
      ? "the text is no iCalendar feed: it holds no `BEGIN:VCALENDAR`; look whether the address gives a web page instead"
      : `a feed is a text of at most ${MAX_TEXT} characters`;
    issues.push(error("ical.not_a_feed", ["text"], message));
  }
  if (!home || issues.length > 0) throw new SlaError(issues);
  return { home, range, calendars };
}

/** Events of one UID: the first that is no replacement, and all occurrences that are replaced. */
interface Series {
  first: FeedEvent | null;
  readonly replaced: Moment[];
}

function seriesByUid(events: readonly FeedEvent[]): Map<string, Series> {
  const series = new Map<string, Series>();
  for (const event of events) {
    if (event.uid === "") continue; // nothing says what belongs together
    const own = series.get(event.uid) ?? { first: null, replaced: [] };
    series.set(event.uid, own);
    if (event.replaces) own.replaced.push(event.replaces);
    else own.first ??= event;
  }
  return series;
}

/** A replacement with what it leaves out taken from its series: the British feed names the nation there only. */
function inheriting(event: FeedEvent, series: ReadonlyMap<string, Series>): FeedEvent {
  const first = event.replaces && series.get(event.uid)?.first;
  if (!first) return event;
  return {
    ...event,
    summary: event.summary || first.summary,
    location: event.location || first.location,
    categories: event.categories.length > 0 ? event.categories : first.categories,
  };
}

function leftOut(event: FeedEvent, options: IcalOptions): IcalSkipReason | null {
  const { include, exclude, transparent = "allDay" } = options;
  if (include && !passes(event, include)) return "filtered";
  if (exclude && passes(event, exclude)) return "filtered";
  if (event.isCancelled) return "cancelled";
  if (typeof event.timing === "string") return event.timing;
  const isTaken = transparent === "all" || (transparent === "allDay" && event.timing.start.second === null);
  return event.isTransparent && !isTaken ? "transparent" : null;
}

function occurrences(
  { timing }: FeedEvent,
  home: ZoneTable,
  range: DayRange,
  replaced: readonly Moment[],
  budget: Budget,
): ReturnType<typeof occurrencesOf> | IcalSkipReason {
  if (typeof timing === "string") return timing;
  const found = occurrencesOf(timing, home, range, replaced, budget);
  if (budget.left <= 0) return "too_many";
  return found.length === 0 ? "outside_range" : found;
}

function warningsOf(event: FeedEvent, budget: Budget): Warning[] {
  const { uid, summary, timing, replacesFuture } = event;
  const warnings: Warning[] = [];
  const add = (code: string, message: string) => warnings.push({ code, event: uid || null, message });
  if (typeof timing !== "string" && startsOutsideRules(timing, budget))
    add(
      "ical.start_outside_rule",
      `\`${summary}\` starts on a date that its own rule leaves out; the rule was followed`,
    );
  if (replacesFuture)
    add(
      "ical.replaces_future",
      `\`${summary}\` replaces all later occurrences as well; only the one was replaced`,
    );
  return warnings;
}

function recursForEver(spans: readonly { recursForEver: boolean }[]): boolean {
  return spans.some((span) => span.recursForEver);
}

function lastYear(spans: readonly ClosedSpan[]): number | null {
  const last = spans.reduce((latest, { to }) => Math.max(latest, to), Number.NEGATIVE_INFINITY);
  return spans.length === 0 ? null : civilOf(Math.ceil(last / DAY) - 1).year;
}

function endOfFeed(reachesUntil: number | null, datedUntil: number | null, year: number): Warning[] {
  if (reachesUntil === null) {
    return [{ code: "ical.nothing_taken", event: null, message: "no event of the feed was taken" }];
  }
  if (datedUntil === null || datedUntil >= year) return [];
  const rest = reachesUntil > datedUntil ? "; after it only what recurs for ever is known" : "";
  return [
    { code: "ical.feed_ends", event: null, message: `the last dated event is in ${datedUntil}${rest}` },
  ];
}
