import { civilOf, dayNumber, weekdayOf } from "../time/civil.ts";
import { DAY_SECONDS } from "../time/units.ts";
import type { OffsetChange } from "./parse.ts";

/** What a footer says holds from the last transition of its file on: one offset for ever, or two by turns. */
export interface PosixRule {
  /** Seconds, east of Greenwich positive (POSIX writes the opposite). */
  readonly standard: number;
  readonly summer: { readonly offset: number; readonly from: YearlyMoment; readonly to: YearlyMoment } | null;
}

/** A moment of every year: a date, and the seconds from its midnight in the offset that ends there. */
export interface YearlyMoment {
  readonly date: YearlyDate;
  readonly seconds: number;
}

/**
 * `julian`: day 1 to 365, which never counts 29 February; `ordinal`: day 0 to 365, which does; `weekday`: the
 * `week`-th of a month, 5 being the last.
 */
export type YearlyDate =
  | { readonly kind: "julian" | "ordinal"; readonly day: number }
  | { readonly kind: "weekday"; readonly month: number; readonly week: number; readonly weekday: number };

const NAME = "(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)";
const TIME = "[+-]?\\d{1,3}(?::\\d\\d(?::\\d\\d)?)?";
const DATE = "(?:J\\d{1,3}|\\d{1,3}|M\\d{1,2}\\.\\d\\.\\d)";
const RULE = new RegExp(
  `^${NAME}(${TIME})(?:${NAME}(${TIME})?,(${DATE})(?:/(${TIME}))?,(${DATE})(?:/(${TIME}))?)?$`,
);

/** Hours that an offset and a time of a rule may have (RFC 9636, 3.3.2). */
const OFFSET_HOURS = 24;
const TIME_HOURS = 167;

/**
 * The rule of a TZif footer: `EET-2EEST,M3.5.0/3,M10.5.0/4`. Null where the text is none, where a summer time
 * comes without its dates, and for an offset of a day or more.
 */
export function parsePosixRule(text: string): PosixRule | null {
  const match = RULE.exec(text);
  if (!match) return null;
  const [, west, summerWest, fromDate, fromTime, toDate, toTime] = match;
  const standard = offsetOf(west);
  if (standard === null) return null;
  if (fromDate === undefined) return { standard, summer: null };
  const offset = summerWest === undefined ? standard + 3_600 : offsetOf(summerWest);
  const from = momentOf(fromDate, fromTime);
  const to = momentOf(toDate, toTime);
  if (offset === null || Math.abs(offset) >= DAY_SECONDS || !from || !to) return null;
  return { standard, summer: { offset, from, to } };
}

/** The changes that a rule makes in the years `[firstYear, lastYear]`, in order of time, at most one an instant. */
export function expandPosixRule(rule: PosixRule, firstYear: number, lastYear: number): OffsetChange[] {
  const { standard, summer } = rule;
  if (!summer) return [];
  const changes: OffsetChange[] = [];
  for (let year = firstYear; year <= lastYear; year++) {
    changes.push({ at: secondsOf(summer.from, year) - standard, offset: summer.offset });
    changes.push({ at: secondsOf(summer.to, year) - summer.offset, offset: standard });
  }
  // The sort is stable: of a summer's end and the next one's beginning at the same instant (RFC 9636's daylight
  // saving time all year) the beginning stays last, and the last holds
  changes.sort((a, b) => a.at - b.at);
  return changes.filter((change, i) => changes[i + 1]?.at !== change.at);
}

/** Wall time of a moment in a year, in seconds as if it were UTC. */
function secondsOf({ date, seconds }: YearlyMoment, year: number): number {
  return dayOf(date, year) * DAY_SECONDS + seconds;
}

function dayOf(date: YearlyDate, year: number): number {
  switch (date.kind) {
    case "ordinal":
      return dayNumber(year, 1, 1) + date.day;
    case "julian": {
      const { month, day } = civilOf(dayNumber(1970, 1, date.day)); // any year without a 29 February
      return dayNumber(year, month, day);
    }
    case "weekday": {
      const first = dayNumber(year, date.month, 1);
      const day = first + ((date.weekday - weekdayOf(first) + 7) % 7) + (date.week - 1) * 7;
      return day < dayNumber(year, date.month + 1, 1) ? day : day - 7; // the fifth of a month with four
    }
  }
}

function offsetOf(west: string): number | null {
  const seconds = timeOf(west, OFFSET_HOURS);
  return seconds === null || Math.abs(seconds) >= DAY_SECONDS ? null : 0 - seconds;
}

function momentOf(date: string, time = "2"): YearlyMoment | null {
  const read = dateOf(date);
  const seconds = timeOf(time, TIME_HOURS);
  return read && seconds !== null ? { date: read, seconds } : null;
}

function timeOf(text: string, mostHours: number): number | null {
  const [hours, minutes = 0, seconds = 0] = text.replace(/^[+-]/, "").split(":").map(Number);
  if (hours > mostHours || minutes > 59 || seconds > 59) return null;
  const total = hours * 3_600 + minutes * 60 + seconds;
  return text.startsWith("-") ? 0 - total : total;
}

function dateOf(text: string): YearlyDate | null {
  if (!text.startsWith("M")) {
    const julian = text.startsWith("J");
    const day = Number(julian ? text.slice(1) : text);
    const fits = day <= 365 && (!julian || day >= 1);
    return fits ? { kind: julian ? "julian" : "ordinal", day } : null;
  }
  const [month, week, weekday] = text.slice(1).split(".").map(Number);
  const fits = month >= 1 && month <= 12 && week >= 1 && week <= 5 && weekday <= 6;
  return fits ? { kind: "weekday", month, week, weekday } : null;
}
