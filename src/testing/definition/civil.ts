/*
 * Dates for the oracles, from the runtime's own Date in UTC: nothing of src, so that a slip there shows.
 */
import type { Weekday } from "../../core.ts";

export const MS_PER_DAY = 86_400_000;

const NAMES: readonly Weekday[] = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"]; // 1970-01-01 was a Thursday

/** `YYYY-MM-DD` of a date given as days since 1970-01-01. */
export function isoDay(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The day of the week, as definitions name it. */
export function weekdayName(day: number): Weekday {
  return NAMES[((day % 7) + 7) % 7];
}
