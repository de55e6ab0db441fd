import type { Weekday } from "../time/civil.ts";

/**
 * A window of wall time, `["09:00", "12:30"]` or with seconds: the start belongs to it, the end does not.
 * `24:00` is allowed as an end. An end before the start runs past midnight (semantics C3).
 */
export type Window = readonly [from: string, to: string];

/** `YYYY-MM-DD`, `MM-DD` (every year), or a range of dates with both ends included (semantics C4). */
export type HolidayEntry = string | { readonly from: string; readonly to: string; readonly name?: string };

/** Time cut out of one date, or of every date (`"daily"`: lunch), whatever opened it (semantics C4). */
export interface Closure {
  readonly date: string;
  readonly from: string;
  readonly to: string;
}

/** What a calendar says of its dates. Special hours win over holidays, those over weekly hours (C4). */
export interface CalendarHours {
  /** Windows by weekday; a day left out is closed. */
  readonly weeklyHours?: Readonly<Partial<Record<Weekday, readonly Window[]>>>;
  /** Open around the clock on every date, instead of `weeklyHours`. */
  readonly always?: boolean;
  readonly holidays?: readonly HolidayEntry[];
  /** Ids of the definition's `holidayLists`, added to `holidays`. */
  readonly holidayLists?: readonly string[];
  /** Windows that replace those of one date (`YYYY-MM-DD`); `[]` closes it. */
  readonly specialHours?: Readonly<Record<string, readonly Window[]>>;
  readonly closures?: readonly Closure[];
}

/** A change of a calendar's hours (semantics C5). What it leaves out stays as the calendar says. */
export interface CalendarVersion extends CalendarHours {
  /** First local date, `YYYY-MM-DD`, on which it is in force. */
  readonly from: string;
  /** When the desk entered it: an instant, as epoch milliseconds or ISO 8601 with an offset. Always known if left out. */
  readonly knownFrom?: number | string;
}

/** When a desk works: hours and holidays in one zone. */
export interface CalendarDefinition extends CalendarHours {
  /** IANA name, `UTC`, or a fixed offset such as `+05:30`. */
  readonly timeZone: string;
  readonly versions?: readonly CalendarVersion[];
}

/** Lists of holidays that several calendars share, by id. */
export type HolidayLists = Readonly<Record<string, readonly HolidayEntry[]>>;

/**
 * A calendar put together from others of the definition, each read in its own zone (semantics C6): open when any
 * of them is (follow-the-sun), when all are (a supplier's hours within ours), or when the first is and no other.
 * `timeZone` gives its local dates; the first one's, if left out.
 */
export type ComposedCalendar = { readonly timeZone?: string } & (
  | { readonly union: readonly string[] }
  | { readonly intersection: readonly string[] }
  | { readonly difference: readonly string[] }
);
