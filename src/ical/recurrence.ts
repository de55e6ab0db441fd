import { civilOf, type DayNumber, dayNumber, weekdayOf } from "../time/civil.ts";
import type { Rule } from "./rule.ts";

/** Dates from `from` to `to`, both included. */
export interface DayRange {
  readonly from: DayNumber;
  readonly to: DayNumber;
}

/** What is left of the work that one feed may cost: a day looked at costs 1. */
export interface Budget {
  left: number;
}

/**
 * The dates of a rule within a range, in order, from the start of its event on; the start itself only where the rule
 * names it. Dates that do not exist (30 February) are left out. Ends early when the budget is used up.
 *
 * A date belongs to a rule when it passes every list of the rule, within the periods (days, weeks, months, years)
 * that the interval picks; what a rule leaves out comes from its start. BYSETPOS then picks within each period.
 * `earliest` is the first date that counts, where that is not the start.
 */
export function* daysOf(
  rule: Rule,
  start: DayNumber,
  range: DayRange,
  budget: Budget,
  earliest: DayNumber = start,
): Generator<DayNumber> {
  const filled = fillIn(rule, start);
  const first = periodOf(filled, start);
  const last = periodOf(filled, range.to);
  // Without a count nothing depends on what lies before the range
  const ahead = Math.floor((periodOf(filled, range.from) - first) / rule.interval);
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  let period = first + (rule.count === null ? Math.max(0, ahead) * rule.interval : 0);
  for (; period <= last && budget.left > 0; period += rule.interval) {
    for (const day of daysIn(filled, period, budget)) {
      if (day < earliest) continue;
      if (left-- <= 0) return;
      if (day >= range.from && day <= range.to) yield day;
    }
  }
}

/** The rule with what it leaves out taken from the start of its event. */
function fillIn(rule: Rule, start: DayNumber): Rule {
  const { month, day } = civilOf(start);
  const { frequency, monthDays, yearDays, weeks, weekdays } = rule;
  const namesDays = monthDays.length + yearDays.length + weekdays.length > 0;
  const sameWeekday = { ...rule, weekdays: [{ weekday: weekdayOf(start), nth: 0 }] };
  if (namesDays || frequency === "DAILY") return rule;
  if (frequency === "WEEKLY" || weeks.length > 0) return sameWeekday;
  if (frequency === "MONTHLY") return { ...rule, monthDays: [day] };
  return { ...rule, monthDays: [day], months: rule.months.length > 0 ? rule.months : [month] };
}

/** Number of the day, week, month or year that holds a day. */
function periodOf({ frequency, weekStart }: Rule, day: DayNumber): number {
  if (frequency === "DAILY") return day;
  if (frequency === "WEEKLY") return Math.floor((day + 4 - weekStart) / 7); // 1970-01-01 was a Thursday
  const { year, month } = civilOf(day);
  return frequency === "MONTHLY" ? year * 12 + month - 1 : year;
}

/** The days of a period that the rule names, in order. */
function daysIn(rule: Rule, period: number, budget: Budget): DayNumber[] {
  const found: DayNumber[] = [];
  for (const { from, to } of stretchesOf(rule, period)) {
    budget.left -= to - from + 1;
    for (let day = from; day <= to; day++) if (matches(rule, day)) found.push(day);
  }
  if (rule.positions.length === 0) return found;
  return found.filter((_, i) => names(rule.positions, i + 1, found.length));
}

/** The days of a period; of a year only the months listed, if any are. */
function stretchesOf({ frequency, weekStart, months }: Rule, period: number): DayRange[] {
  if (frequency === "DAILY") return [{ from: period, to: period }];
  if (frequency === "WEEKLY") {
    const from = period * 7 - 4 + weekStart;
    return [{ from, to: from + 6 }];
  }
  if (frequency === "MONTHLY") return [monthOf(Math.floor(period / 12), (period % 12) + 1)];
  if (months.length > 0) return [...months].sort((a, b) => a - b).map((month) => monthOf(period, month));
  return [{ from: dayNumber(period, 1, 1), to: dayNumber(period, 12, 31) }];
}

function monthOf(year: number, month: number): DayRange {
  return { from: dayNumber(year, month, 1), to: dayNumber(year, month + 1, 1) - 1 };
}

function matches(rule: Rule, day: DayNumber): boolean {
  const { year, month } = civilOf(day);
  if (rule.months.length > 0 && !rule.months.includes(month)) return false;
  const inMonth = monthOf(year, month);
  if (rule.monthDays.length > 0 && !names(rule.monthDays, ...place(day, inMonth))) return false;
  if (rule.yearDays.length > 0 && !names(rule.yearDays, ...place(day, yearOf(year)))) return false;
  if (rule.weeks.length > 0 && !names(rule.weeks, ...weekOf(day, rule.weekStart))) return false;
  if (rule.weekdays.length === 0) return true;
  const isWithinMonth = rule.frequency === "MONTHLY" || rule.months.length > 0;
  return isNamedWeekday(rule, day, isWithinMonth ? inMonth : yearOf(year));
}

function isNamedWeekday({ weekdays }: Rule, day: DayNumber, within: DayRange): boolean {
  const same = weekdays.filter(({ weekday }) => weekday === weekdayOf(day));
  const nth = Math.floor((day - within.from) / 7) + 1;
  const ofAll = nth + Math.floor((within.to - day) / 7);
  return same.some((entry) => entry.nth === 0 || names([entry.nth], nth, ofAll));
}

function yearOf(year: number): DayRange {
  return { from: dayNumber(year, 1, 1), to: dayNumber(year, 12, 31) };
}

/** Number of a day within a range, and the length of the range. */
function place(day: DayNumber, { from, to }: DayRange): [number: number, ofAll: number] {
  return [day - from + 1, to - from + 1];
}

/** Number of the week, and of all weeks of its year; a week belongs to the year of its fourth day (ISO 8601). */
function weekOf(day: DayNumber, weekStart: number): [number: number, ofAll: number] {
  const fourth = day - ((weekdayOf(day) - weekStart + 7) % 7) + 3;
  const { from, to } = yearOf(civilOf(fourth).year);
  const nth = Math.floor((fourth - from) / 7) + 1;
  return [nth, nth + Math.floor((to - fourth) / 7)];
}

/** Whether a list names the `number`th of `ofAll`, counted from the first or, negative, from the last. */
function names(list: readonly number[], number: number, ofAll: number): boolean {
  return list.includes(number) || list.includes(number - ofAll - 1);
}
