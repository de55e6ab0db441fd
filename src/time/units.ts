/** Milliseconds in a second, a minute, an hour, and a day of 24 hours. */
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** Seconds in a day of 24 hours. */
export const DAY_SECONDS = 86_400;

/**
 * The instants for which calendars give answers: `[SUPPORTED_FROM, SUPPORTED_TO)`, in epoch milliseconds.
 * Zone data is thin before the epoch, and the rules that governments have announced say nothing of the
 * years after 2100.
 */
export const SUPPORTED_FROM = 0;
export const SUPPORTED_TO = Date.UTC(2101, 0, 1);

/** The largest distance from the epoch that JavaScript's own dates reach (ECMA-262, 21.4.1.1). */
export const MAX_INSTANT = 8.64e15;

/** Whether `value` is an instant: a whole number of milliseconds that a date can hold. */
export function isInstant(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= MAX_INSTANT;
}
