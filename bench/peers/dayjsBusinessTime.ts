import { FIRST_YEAR, HOLIDAYS, LAST_YEAR, MINUTE, monthDay, ZONE } from "../lib/desk.ts";
import { load, versionOf } from "../lib/load.ts";
import type { Peer } from "../lib/peer.ts";

interface Dayjs {
  addBusinessMinutes(minutes: number): Dayjs;
  addBusinessDays(days: number): Dayjs;
  businessMinutesDiff(other: Dayjs): number;
  isBusinessTime(): boolean;
  valueOf(): number;
}

interface DayjsStatic {
  (at: number): Dayjs;
  tz(at: number, zone: string): Dayjs;
  extend(plugin: unknown): void;
  setHolidays(dates: readonly string[]): void;
  setBusinessTime(week: object): void;
}

/**
 * dayjs-business-time twice: in the time zone of the process, where it is right, and with `dayjs.tz`, as a server with
 * desks in several zones needs it. Its hours and holidays are global: one calendar for the process.
 */
export async function dayjsBusinessTime(): Promise<Peer[]> {
  const dayjs = await load<DayjsStatic>("dayjs");
  for (const plugin of ["dayjs/plugin/utc.js", "dayjs/plugin/timezone.js", "dayjs-business-time"])
    dayjs.extend(await load(plugin));
  const hours = [{ start: "09:00:00", end: "17:30:00" }];
  dayjs.setBusinessTime({
    sunday: null,
    monday: hours,
    tuesday: hours,
    wednesday: hours,
    thursday: hours,
    friday: hours,
    saturday: null,
  });
  const dates: string[] = [];
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++)
    dates.push(...HOLIDAYS.map((date) => `${year}-${monthDay(date)}`));
  dayjs.setHolidays(dates);
  const name = `dayjs-business-time ${versionOf("dayjs-business-time")}, dayjs ${versionOf("dayjs")}`;
  return [
    { name: `${name}, zone of the process`, ...answers((at) => dayjs(at)) },
    { name: `${name}, dayjs.tz`, summerOnly: true, ...answers((at) => dayjs.tz(at, ZONE)) },
  ];
}

function answers(local: (at: number) => Dayjs): Omit<Peer, "name"> {
  return {
    add: (at, ms) =>
      local(at)
        .addBusinessMinutes(ms / MINUTE)
        .valueOf(),
    addDays: (at, days) => local(at).addBusinessDays(days).valueOf(),
    between: (from, to) => local(from).businessMinutesDiff(local(to)) * MINUTE,
    isOpen: (at) => local(at).isBusinessTime(),
  };
}
