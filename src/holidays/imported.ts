import type { Closure, HolidayEntry } from "../calendar/definition.ts";
import type { Warning } from "../diagnostics.ts";
import { type DayNumber, formatDate } from "../time/civil.ts";
import { type Interval, union } from "../time/interval.ts";
import { DAY, DAY_SECONDS, SECOND } from "../time/units.ts";

/** Holidays read from elsewhere, in the form in which a calendar takes them (semantics C4, C10). */
export interface HolidayImport<Reason extends string = string> {
  /** Dates closed for the whole day, sorted; those of one name that touch are one range, names are kept. */
  readonly holidays: readonly HolidayEntry[];
  /** Parts of dates that are closed, in the calendar's wall time, sorted. */
  readonly closures: readonly Closure[];
  readonly report: ImportReport<Reason>;
}

/** What an import took, what it left and why. */
export interface ImportReport<Reason extends string = string> {
  /** What closes something, by its first date. */
  readonly taken: readonly TakenEntry[];
  readonly skipped: readonly SkippedEntry<Reason>[];
  /** Last year in which anything was taken, at most that of `to`; null when nothing was. */
  readonly reachesUntil: number | null;
  /**
   * The same without what recurs for ever: from the next year on, holidays that move (Easter) are missing while
   * those of a fixed date go on. Null when there is nothing of the kind.
   */
  readonly datedUntil: number | null;
  readonly warnings: readonly Warning[];
}

/** One occurrence taken: its dates, `YYYY-MM-DD`, both included. */
export interface TakenEntry {
  readonly summary: string;
  readonly from: string;
  readonly to: string;
}

/** One entry left out. */
export interface SkippedEntry<Reason extends string = string> {
  readonly summary: string;
  readonly reason: Reason;
  /** Date on which it starts, as far as that could be read. */
  readonly date: string | null;
}

/** Wall time `[from, to)` that is closed, in milliseconds as if it were UTC, and by what. */
export interface ClosedSpan {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** No holiday lasts longer than this: a wrong year in an end date must not close a desk for good. */
export const MAX_SPAN_DAYS = 366;

/** Holidays and closures of what is closed; of every span the whole dates, and what is left before and after. */
export function closedDates(spans: readonly ClosedSpan[]): Pick<HolidayImport, "holidays" | "closures"> {
  const dates: NamedDate[] = [];
  const cuts = new Map<DayNumber, Interval[]>();
  for (const { name, from, to } of spans) {
    for (let day = Math.floor(from / DAY); day * DAY < to; day++) {
      const [start, end] = secondsOn(day, from, to);
      if (start === 0 && end === DAY_SECONDS) dates.push({ name, day });
      else if (start < end) listOf(cuts, day).push([start, end]);
    }
  }
  return { holidays: oneEntryEach(joined(dates)).map(entryOf), closures: closuresOf(cuts) };
}

/** The dates of a span, for the report. */
export function takenEntry({ name, from, to }: ClosedSpan): TakenEntry {
  return {
    summary: name,
    from: formatDate(Math.floor(from / DAY)),
    to: formatDate(Math.ceil(to / DAY) - 1),
  };
}

/** Spans by their start, then end, then name. */
export function byStart(a: ClosedSpan, b: ClosedSpan): number {
  return a.from - b.from || a.to - b.to || byText(a.name, b.name);
}

interface NamedDate {
  readonly name: string;
  readonly day: DayNumber;
}

interface NamedRange {
  readonly name: string;
  readonly from: DayNumber;
  readonly to: DayNumber;
}

/** The part of a span on one date, in whole seconds. An end at 23:59 or later is the end of the day. */
function secondsOn(day: DayNumber, from: number, to: number): Interval {
  const start = Math.max(0, Math.floor((from - day * DAY) / SECOND));
  const end = Math.min(DAY_SECONDS, Math.ceil((to - day * DAY) / SECOND));
  return [start, end >= DAY_SECONDS - 60 ? DAY_SECONDS : end];
}

/** Dates of one name that follow each other as one range, up to `MAX_SPAN_DAYS`. */
function joined(dates: readonly NamedDate[]): NamedRange[] {
  const ranges: NamedRange[] = [];
  for (const { name, day } of [...dates].sort((a, b) => byText(a.name, b.name) || a.day - b.day)) {
    const last = ranges.at(-1);
    const follows = last && last.name === name && day <= last.to + 1 && day - last.from < MAX_SPAN_DAYS;
    if (follows) ranges[ranges.length - 1] = { ...last, to: day };
    else ranges.push({ name, from: day, to: day });
  }
  return ranges;
}

/** Ranges of the same dates as one, with all names; sorted by date. */
function oneEntryEach(ranges: readonly NamedRange[]): NamedRange[] {
  const byDates = new Map<string, NamedRange[]>();
  for (const range of ranges) listOf(byDates, `${range.from} ${range.to}`).push(range);
  return [...byDates.values()]
    .map((same) => ({
      ...same[0],
      name: same
        .map(({ name }) => name)
        .filter(Boolean)
        .join(" / "),
    }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function entryOf({ name, from, to }: NamedRange): HolidayEntry {
  if (name === "" && from === to) return formatDate(from);
  return { from: formatDate(from), to: formatDate(to), ...(name !== "" && { name }) };
}

function closuresOf(cuts: ReadonlyMap<DayNumber, readonly Interval[]>): Closure[] {
  return [...cuts]
    .sort(([a], [b]) => a - b)
    .flatMap(([day, list]) =>
      union(list).map(([from, to]) => ({
        date: formatDate(day),
        from: formatTime(from),
        to: formatTime(to),
      })),
    );
}

function formatTime(second: number): string {
  const parts = [Math.floor(second / 3_600), Math.floor(second / 60) % 60, second % 60];
  const shown = parts[2] === 0 ? parts.slice(0, 2) : parts;
  return shown.map((part) => String(part).padStart(2, "0")).join(":");
}

/** Order by code units: the same everywhere. */
function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
