import type { CalendarDefinition } from "../../../index.ts";
import { calendarOf } from "../calendar.ts";
import { BadVector, isVector, list, record, text, type Vector, type VectorFile } from "../vector.ts";

type Windows = readonly (readonly [string, string])[];

/** A vector's calendar as Zammad reads it; days as `{ active, timeframes }` and holidays as flags are read too. */
export function zammadCalendar(value: unknown, file: VectorFile): CalendarDefinition {
  if (typeof value !== "object" || value === null) return calendarOf(value, file);
  const { hours, holidays, ...rest } = partsOf(record(value, "calendar"));
  return calendarOf(
    {
      ...rest,
      ...(hours !== undefined && { hours: weekOf(hours, "calendar.hours") }),
      ...(holidays !== undefined && { holidays: holidaysOf(holidays) }),
    },
    file,
  );
}

/** Hours that Zammad refuses: it knows none past midnight. */
export class NonsensicalHours extends BadVector {}

/** The hours of each day that is active; 23:59 is the end of the day. @throws NonsensicalHours for hours that end as they start, or before. */
export function weekOf(value: unknown, name: string): Record<string, Windows> {
  return Object.fromEntries(
    Object.entries(record(value, name)).flatMap(([day, entry]) => {
      const windows = windowsOf(entry, `${name}.${day}`);
      return windows ? [[day, windows]] : [];
    }),
  );
}

function windowsOf(value: unknown, name: string): Windows | null {
  if (isVector(value) && "active" in value) {
    return value.active === true && value.timeframes
      ? windowsOf(value.timeframes, `${name}.timeframes`)
      : null;
  }
  const pairs = isVector(value) ? Object.entries(value) : list(value, name).map((pair) => list(pair, name));
  return pairs.flatMap(([from, to]) =>
    from && to ? [windowOf(text(from, name), text(to, name), name)] : [],
  );
}

function windowOf(from: string, to: string, name: string): [string, string] {
  const end = to === "23:59" ? "24:00" : to;
  if (end <= from)
    throw new NonsensicalHours(`\`${name}\` has hours that end before they start: ${from} to ${to}`);
  return [from, end];
}

/** Dates listed, or those among the flagged ones that are active and not removed. */
function holidaysOf(value: unknown): unknown {
  if (!isVector(value)) return value;
  return Object.entries(value).flatMap(([date, flags]) =>
    isVector(flags) && flags.active === true && !flags.removed ? [date] : [],
  );
}

function partsOf({ weeklyHours, hours, week, businessHours, publicHolidays, holidays, ...rest }: Vector) {
  return {
    hours: weeklyHours ?? hours ?? week ?? businessHours,
    holidays: holidays ?? publicHolidays,
    ...rest,
  };
}
