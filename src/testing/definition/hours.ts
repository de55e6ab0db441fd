/*
 * Business time by definition (semantics C1 to C7), walked day by day, in UTC or one fixed offset; durations and instants.
 */
import type { CalendarDefinition } from "../../core.ts";
import { MS_PER_DAY as DAY, isoDay, weekdayName } from "./civil.ts";

/** Hours of a calendar; null: around the clock. */
export type Hours = CalendarDefinition | null;

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** A duration in milliseconds, with `day` for each `d`; null for what is none. */
export function durationOf(amount: unknown, day = DAY): number | null {
  if (typeof amount === "number") return amount;
  if (typeof amount !== "string" || !/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(amount)) return null;
  const parts = amount.matchAll(/([\d.]+)(ms|[smhd])/g);
  return [...parts].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (unit === "d" ? day : UNITS[unit as "h"]),
    0,
  );
}

/** Epoch milliseconds, or ISO 8601 with an offset. */
export function instantOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value)
    ? Date.parse(value)
    : null;
}

const END = Date.UTC(2101, 0, 1); // decision 0002

/** C1: the half-open intervals of `[from, to)` that count, day by day. */
export function* openTimes(hours: Hours, from: number, to: number): Generator<readonly [number, number]> {
  if (!hours) return from < to && (yield [from, to]);
  const offset = offsetOf(hours.timeZone);
  for (let day = Math.floor((from + offset) / DAY); day * DAY - offset < Math.min(to, END); day++) {
    for (const [a, b] of windowsOn(hours, day)) {
      const [start, end] = [Math.max(from, day * DAY + a - offset), Math.min(to, day * DAY + b - offset)];
      if (start < end) yield [start, end];
    }
  }
}

function offsetOf(zone: string): number {
  const [, sign, h, m = "0"] =
    zone === "UTC" ? ["", "+", "0"] : (/^(?:Etc\/GMT)?([+-])(\d+)(?::(\d\d))?$/.exec(zone) ?? []);
  if (!sign) throw new Error(`not supported: zone ${zone}`);
  return ((sign === "-") === zone.startsWith("Etc") ? 1 : -1) * (Number(h) * UNITS.h + Number(m) * UNITS.m);
}

/** C3, C4: a night is the two windows either side of midnight, each on its own date; a holiday closes its date. */
function windowsOn(hours: CalendarDefinition, day: number): [number, number][] {
  const date = isoDay(day);
  const isOff = (hours.holidays ?? []).some((entry) =>
    typeof entry === "string" ? date.endsWith(entry) : entry.from <= date && date <= entry.to,
  );
  if (isOff) return [];
  if (hours.always) return [[0, DAY]];
  const of = (n: number) =>
    (hours.weeklyHours?.[weekdayName(n)] ?? []).map(([a, b]) => [wall(a), wall(b)] as const);
  const evening = of(day).map(([a, b]): [number, number] => [a, b < a ? DAY : b]);
  const morning = of(day - 1).flatMap(([a, b]): [number, number][] => (b < a ? [[0, b]] : []));
  const union: [number, number][] = [];
  for (const [a, b] of [...morning, ...evening].sort((x, y) => x[0] - y[0])) {
    const last = union.at(-1);
    if (last && a <= last[1]) last[1] = Math.max(last[1], b);
    else union.push([a, b]);
  }
  return union;
}

function wall(time: string): number {
  const [h, m, s = 0] = time.split(":").map(Number);
  return h * UNITS.h + m * UNITS.m + s * UNITS.s;
}

/** Time that counts in `[from, to)`; negative where `to` is before `from`. */
export function measure(hours: Hours, from: number, to: number): number {
  if (to < from) return -measure(hours, to, from);
  return [...openTimes(hours, from, to)].reduce((sum, [a, b]) => sum + b - a, 0);
}

/** The first instant from `at` on that counts; null for never. */
export function nextOpen(hours: Hours, at: number): number | null {
  for (const [from] of openTimes(hours, at, Number.POSITIVE_INFINITY)) return from;
  return null;
}

/** C7: the earliest instant with exactly `ms` counted in the stretches before it; null for never. */
export function usedUp(
  parts: readonly { from: number; to: number; hours: Hours }[],
  ms: number,
): number | null {
  let left = ms;
  for (const { from, to, hours } of parts) {
    for (const [a, b] of openTimes(hours, from, to)) {
      if (left <= b - a) return a + left;
      left -= b - a;
    }
  }
  return null;
}
