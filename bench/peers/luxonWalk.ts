import { DateTime } from "luxon";
import { CLOSING, isHoliday, OPENING, ZONE } from "../lib/desk.ts";
import { versionOf } from "../lib/load.ts";
import type { Peer } from "../lib/peer.ts";
import { MAX_DAYS, walk } from "../lib/walk.ts";

/** A day walk over luxon. Days are counted from noon: `plus({ days: 1 })` from a midnight that a zone skips would drift. */
export function luxonWalk(): Peer {
  return {
    name: `luxon ${versionOf("luxon")}, day walk`,
    ...walk(periods),
    addDays,
    isOpen,
  };
}

function* periods(at: number): Generator<readonly [number, number]> {
  let day = DateTime.fromMillis(at, { zone: ZONE }).set({ hour: 12, minute: 0, second: 0, millisecond: 0 });
  for (let i = 0; i < MAX_DAYS; i++, day = day.plus({ days: 1 })) {
    if (isBusinessDay(day)) yield [day.set(OPENING).toMillis(), day.set(CLOSING).toMillis()];
  }
}

function addDays(at: number, days: number): number {
  let day = DateTime.fromMillis(at, { zone: ZONE });
  for (let left = days; left > 0; ) {
    day = day.plus({ days: 1 });
    if (isBusinessDay(day)) left--;
  }
  return day.toMillis();
}

function isOpen(at: number): boolean {
  const local = DateTime.fromMillis(at, { zone: ZONE });
  const minute = local.hour * 60 + local.minute;
  return isBusinessDay(local) && minute >= OPENING.hour * 60 && minute < CLOSING.hour * 60 + CLOSING.minute;
}

function isBusinessDay(day: DateTime): boolean {
  return day.weekday <= 5 && !isHoliday(day.month, day.day);
}
