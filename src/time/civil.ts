import { DAY } from "./units.ts";

/** A date without a zone, as days since 1970-01-01. */
export type DayNumber = number;

/** Days of the week as definitions name them; `WEEKDAYS` in the order of `weekdayOf`. */
export type Weekday = "sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat";

export const WEEKDAYS = [
  "sun",
  "mon",
  "tue",
  "wed",
  "thu",
  "fri",
  "sat",
] as const satisfies readonly Weekday[];

/** The day of `YYYY-MM-DD`; null where there is no such date (2026-02-30) or the text is no date. */
export function parseDate(text: string): DayNumber | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const number = dayNumber(year, month, day);
  return civilOf(number).month === month ? number : null; // a day that the month has not lies in another month
}

/** Month and day of `MM-DD`, a date of every year; null where no year has it. */
export function parseMonthDay(text: string): { month: number; day: number } | null {
  if (parseDate(`2024-${text}`) === null) return null; // 2024: a leap year has them all
  return { month: Number(text.slice(0, 2)), day: Number(text.slice(3)) };
}

/** Seconds since midnight of `HH:MM` or `HH:MM:SS`, `24:00` included; null where the text is no time. */
export function parseTime(text: string): number | null {
  const match = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  if (!match) return null;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (minute > 59 || second > 59 || hour > 24 || (hour === 24 && minute + second > 0)) return null;
  return hour * 3_600 + minute * 60 + second;
}

/** The day of a date of the Gregorian calendar; months from 1. Out-of-range months and days carry over. */
export function dayNumber(year: number, month: number, day: number): DayNumber {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999: count those in a later era of the same 400-year cycle
  return Date.UTC(year + 400, month - 1, day) / DAY - 146_097;
}

/** Year, month (from 1) and day of a day number. */
export function civilOf(day: DayNumber): { year: number; month: number; day: number } {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7; // 1970-01-01 was a Thursday
}

/** `YYYY-MM-DD` of a day number. */
export function formatDate(day: DayNumber): string {
  const { year, month, day: date } = civilOf(day);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}
