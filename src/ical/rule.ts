import { WEEKDAYS } from "../time/civil.ts";

export type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

/** A recurrence rule (RFC 5545, 3.3.10), its lists empty where it leaves them out. */
export interface Rule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** As written, in the form of jCal; what it means depends on the start (`occurrences.ts`). */
  readonly until: string | null;
  /** First day of the week, 0 for Sunday. */
  readonly weekStart: number;
  readonly months: readonly number[];
  readonly monthDays: readonly number[];
  readonly yearDays: readonly number[];
  readonly weeks: readonly number[];
  /** Weekdays, 0 for Sunday; `nth` of the month or year, from its end if negative, 0 for every one. */
  readonly weekdays: readonly { readonly weekday: number; readonly nth: number }[];
  readonly positions: readonly number[];
  /** Hour, minute and second of the day, where the rule sets them. */
  readonly time: readonly [hour: number | null, minute: number | null, second: number | null];
}

/** Rules that recur within a day close parts of days only, by the thousand; those with parts unknown here would be wrong. */
export type RuleProblem = "unreadable" | "too_often" | "rule_unsupported";

const PARTS = new Set(
  "freq interval count until wkst bymonth bymonthday byyearday byweekno byday bysetpos byhour byminute bysecond".split(
    " ",
  ),
);

/** Above the longest range of dates in days: a rule with a longer interval has its first occurrence only. */
const MAX_INTERVAL = 100_000;

/** Reads what ical.js makes of an RRULE. */
export function readRule(value: unknown): Rule | RuleProblem {
  if (typeof value !== "object" || value === null) return "unreadable";
  const parts = value as Readonly<Record<string, unknown>>;
  const frequency = String(parts.freq);
  if (parts.freq === undefined) return "unreadable";
  if (!isFrequency(frequency)) return "too_often";
  if (Object.keys(parts).some((name) => !PARTS.has(name))) return "rule_unsupported";
  const times = [parts.byhour, parts.byminute, parts.bysecond].map(numbers);
  if (times.some((list) => list.length > 1)) return "too_often";
  const count = parts.count === undefined ? null : Number(parts.count);
  if (count !== null && !(count >= 1)) return "unreadable";
  const rule: Rule = {
    frequency,
    interval: Math.min(Number(parts.interval ?? 1), MAX_INTERVAL),
    count,
    until: parts.until === undefined ? null : String(parts.until),
    weekStart: (Number(parts.wkst ?? 2) + 6) % 7, // ical.js counts from 1 for Sunday; the standard's default is Monday
    months: numbers(parts.bymonth),
    monthDays: numbers(parts.bymonthday),
    yearDays: numbers(parts.byyearday),
    weeks: numbers(parts.byweekno),
    weekdays: list(parts.byday).map(weekdayOf),
    positions: numbers(parts.bysetpos),
    time: [times[0][0] ?? null, times[1][0] ?? null, times[2][0] ?? null],
  };
  return isLegal(rule) ? rule : "rule_unsupported";
}

function isFrequency(text: string): text is Frequency {
  return ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].includes(text);
}

/** The combinations that RFC 5545 forbids mean something else to every program. */
function isLegal({ frequency, monthDays, yearDays, weeks, weekdays, months }: Rule): boolean {
  const isNumbered = weekdays.some(({ nth }) => nth !== 0);
  if (frequency !== "YEARLY" && yearDays.length + weeks.length > 0) return false;
  if (frequency === "WEEKLY" && monthDays.length > 0) return false;
  if (isNumbered && (frequency === "DAILY" || frequency === "WEEKLY" || weeks.length > 0)) return false;
  return weekdays.every(
    ({ nth }) => Math.abs(nth) <= (frequency === "MONTHLY" || months.length > 0 ? 5 : 53),
  );
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function numbers(value: unknown): number[] {
  return list(value).map(Number);
}

/** `MO`, `-1SU`, `+2TU`; ical.js has checked the form. */
function weekdayOf(value: unknown): { weekday: number; nth: number } {
  const text = String(value);
  const short = text.slice(-2).toLowerCase();
  return {
    weekday: WEEKDAYS.findIndex((name) => name.startsWith(short)),
    nth: Number(text.slice(0, -2) || 0),
  };
}
