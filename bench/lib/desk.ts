/** The hours that every contestant is given. */
export const ZONE = "America/New_York";
export const OPENING = { hour: 9, minute: 0 } as const;
export const CLOSING = { hour: 17, minute: 30 } as const;
/** Closed in every year: month and day. */
export const HOLIDAYS = [
  [1, 1],
  [7, 4],
  [11, 11],
  [12, 25],
] as const;

/** Whether a date is one of `HOLIDAYS`; months from 1. */
export function isHoliday(month: number, day: number): boolean {
  return HOLIDAYS.some(([m, d]) => m === month && d === day);
}

export function monthDay([month, day]: readonly [number, number]): string {
  return `${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

export const FIRST_YEAR = 2020;
/** Exclusive. */
export const LAST_YEAR = 2030;

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
