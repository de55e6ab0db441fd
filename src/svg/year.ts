import { businessTimeBetween } from "../calendar/arithmetic.ts";
import type { Calendar } from "../calendar/compile.ts";
import type { CalendarDefinition, ComposedCalendar, HolidayLists } from "../calendar/definition.ts";
import { type DayNumber, dayNumber, weekdayOf } from "../time/civil.ts";
import { DAY, HOUR, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { offsetAt, startOfDay } from "../time/zone.ts";
import { datesOf } from "./dates.ts";

/** One date of a calendar's year. */
export interface DayOfYear {
  readonly day: DayNumber;
  /** 0 for Sunday. */
  readonly weekday: number;
  readonly openMs: number;
  readonly kind: "holiday" | "special" | "plain";
  /** Of a holiday; empty where the definition gives none. */
  readonly name: string;
  /** How far the clocks were moved on this date: positive forward; 0 for not. */
  readonly shiftMs: number;
  /** Whether this weekday is closed all year long. */
  readonly isWeekend: boolean;
}

/** Reads each date of a year. What lies outside the years for which calendars answer is closed. */
export function readYear(
  calendar: Calendar,
  year: number,
  definition?: CalendarDefinition | ComposedCalendar,
  lists?: HolidayLists,
): DayOfYear[] {
  const first = dayNumber(year, 1, 1);
  const kindOf = datesOf(definition, lists);
  const days = Array.from({ length: dayNumber(year + 1, 1, 1) - first }, (_, i) => {
    const day = first + i;
    const [from, to] = [startOfDay(calendar.zone, day), startOfDay(calendar.zone, day + 1)];
    const known = kindOf(day);
    return {
      day,
      weekday: weekdayOf(day),
      openMs: openBetween(calendar, from, to),
      kind: known.kind,
      name: known.kind === "holiday" ? known.name : "",
      shiftMs: from < to ? offsetAt(calendar.zone, to) - offsetAt(calendar.zone, from) : 0,
    };
  });
  const open = new Set(
    days.filter(({ openMs, kind }) => openMs > 0 && kind !== "special").map(({ weekday }) => weekday),
  );
  return days.map((one) => ({ ...one, isWeekend: !open.has(one.weekday) }));
}

/** Open hours of a date as a step of shade: none is -1, then up to 2, 4, 6, 8, 12 and 24 hours, and more where the clocks go back. */
export function shadeOf({ openMs }: DayOfYear): number {
  if (openMs <= 0) return -1;
  const step = LIMITS.findIndex((hours) => openMs <= hours * HOUR);
  return step === -1 ? LIMITS.length - 1 : step;
}

/** Most hours of each shade. */
export const LIMITS = [2, 4, 6, 8, 12, 24] as const;

function openBetween(calendar: Calendar, from: number, to: number): number {
  const start = Math.max(from, SUPPORTED_FROM);
  const end = Math.min(to, SUPPORTED_TO - 1);
  return start < end && end - start <= 3 * DAY ? businessTimeBetween(calendar, start, end) : 0;
}
