import { CLOSING, isHoliday, OPENING, ZONE } from "../lib/desk.ts";
import { load, versionOf } from "../lib/load.ts";
import type { Peer } from "../lib/peer.ts";
import { MAX_DAYS, walk } from "../lib/walk.ts";

interface DateFns {
  addDays(date: Date, days: number): Date;
  set(date: Date, values: object): Date;
}

interface DateFnsTz {
  TZDate: new (at: number, zone: string) => Date;
}

/** A day walk over date-fns and its own TZDate. */
export async function dateFnsWalk(): Promise<Peer> {
  const { addDays, set } = await load<DateFns>("date-fns");
  const { TZDate } = await load<DateFnsTz>("@date-fns/tz");
  const open = { hours: OPENING.hour, minutes: OPENING.minute, seconds: 0, milliseconds: 0 };
  const close = { hours: CLOSING.hour, minutes: CLOSING.minute, seconds: 0, milliseconds: 0 };
  const noon = { hours: 12, minutes: 0, seconds: 0, milliseconds: 0 };
  return {
    name: `date-fns ${versionOf("date-fns")}, @date-fns/tz ${versionOf("@date-fns/tz")}, day walk`,
    ...walk(function* (at) {
      let day = set(new TZDate(at, ZONE), noon);
      for (let i = 0; i < MAX_DAYS; i++, day = addDays(day, 1)) {
        if (isBusinessDay(day)) yield [set(day, open).getTime(), set(day, close).getTime()];
      }
    }),
    addDays(at, days) {
      let day: Date = new TZDate(at, ZONE);
      for (let left = days; left > 0; ) {
        day = addDays(day, 1);
        if (isBusinessDay(day)) left--;
      }
      return day.getTime();
    },
    isOpen(at) {
      const day = new TZDate(at, ZONE);
      const minute = day.getHours() * 60 + day.getMinutes();
      return isBusinessDay(day) && minute >= OPENING.hour * 60 && minute < CLOSING.hour * 60 + CLOSING.minute;
    },
  };
}

function isBusinessDay(day: Date): boolean {
  const weekday = day.getDay();
  return weekday > 0 && weekday < 6 && !isHoliday(day.getMonth() + 1, day.getDate());
}
