import { error, SlaError } from "../diagnostics.ts";
import { SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { type Calendar, tableOf } from "./compile.ts";
import { advance, type EndOfBudget, isOpen, measure, nextOpen, periodsIn, retreat } from "./lookup.ts";

/** Which knowledge of the calendar answers (semantics C5). */
export interface KnownAt {
  /** Epoch milliseconds: use what the desk had entered by then. All that is known if left out. */
  readonly knownAt?: number;
}

export interface BudgetOptions extends KnownAt {
  /** `closing` (default) or `nextOpening`, where a budget ends exactly at the end of a period (semantics C7). */
  readonly endOfBudget?: EndOfBudget;
}

/**
 * The earliest instant by which exactly `ms` of business time have passed since `at`, as epoch milliseconds.
 * A budget used up at closing time is due at the closing instant. 0 gives `at`; a negative `ms` subtracts.
 * Null when it never comes, or after the supported years. Semantics C7.
 * @throws SlaError when `at` is no whole millisecond of the years 1970 to 2100, or `ms` no whole number.
 */
export function addBusinessTime(
  calendar: Calendar,
  at: number,
  ms: number,
  options?: BudgetOptions,
): number | null {
  checkInstant(at, "at");
  checkAmount(ms);
  if (ms === 0) return at;
  const table = tableOf(calendar, options?.knownAt);
  const end = options?.endOfBudget ?? "closing";
  return ms > 0 ? advance(table, at, ms, end) : retreat(table, at, -ms, end);
}

/**
 * The latest instant from which exactly `ms` of business time pass until `at`: the mirror of
 * `addBusinessTime`, so a budget used up at an opening starts at the opening instant. Semantics C7.
 * @throws SlaError as `addBusinessTime`.
 */
export function subtractBusinessTime(
  calendar: Calendar,
  at: number,
  ms: number,
  options?: BudgetOptions,
): number | null {
  return addBusinessTime(calendar, at, -ms, options);
}

/**
 * Business time in `[from, to)`, in milliseconds; zero when `to` is not after `from`. Semantics C1.
 * @throws SlaError when either is no whole millisecond of the years 1970 to 2100.
 */
export function businessTimeBetween(calendar: Calendar, from: number, to: number, options?: KnownAt): number {
  checkInstant(from, "from");
  checkInstant(to, "to");
  return to > from ? measure(tableOf(calendar, options?.knownAt), from, to) : 0;
}

/** Whether an instant is business time; the end of a window is not. Semantics C1, C2. @throws SlaError as `businessTimeBetween`. */
export function isBusinessTime(calendar: Calendar, at: number, options?: KnownAt): boolean {
  checkInstant(at, "at");
  return isOpen(tableOf(calendar, options?.knownAt), at);
}

/** `at` itself when it is business time, else the next opening; null for never. Semantics C1. @throws SlaError as `businessTimeBetween`. */
export function nextBusinessTime(calendar: Calendar, at: number, options?: KnownAt): number | null {
  checkInstant(at, "at");
  return nextOpen(tableOf(calendar, options?.knownAt), at);
}

/** The unbroken stretches of business time in `[from, to)`, cut to it, half-open. Semantics C1. @throws SlaError as `businessTimeBetween`. */
export function businessPeriods(
  calendar: Calendar,
  from: number,
  to: number,
  options?: KnownAt,
): { from: number; to: number }[] {
  checkInstant(from, "from");
  checkInstant(to, "to");
  return periodsIn(tableOf(calendar, options?.knownAt), from, to).map(([start, end]) => ({
    from: start,
    to: end,
  }));
}

function checkInstant(at: number, name: string): void {
  if (Number.isInteger(at) && at >= SUPPORTED_FROM && at < SUPPORTED_TO) return;
  throw new SlaError([error("calendar.not_an_instant", [name], badInstant(at))]);
}

function badInstant(at: unknown): string {
  if (!Number.isInteger(at)) return `\`${String(at)}\` is no instant; give whole milliseconds since 1970`;
  return `\`${at}\` lies outside the supported years, 1970 to 2100`;
}

function checkAmount(ms: number): void {
  if (Number.isSafeInteger(ms)) return;
  throw new SlaError([
    error(
      "calendar.not_a_duration",
      ["ms"],
      `\`${String(ms)}\` is no amount of time; give whole milliseconds`,
    ),
  ]);
}
