import { CLOSING, HOLIDAYS, MINUTE, monthDay, OPENING, ZONE } from "../lib/desk.ts";
import { load, versionOf } from "../lib/load.ts";
import type { Peer } from "../lib/peer.ts";

interface Moment {
  addWorkingTime(amount: number, unit: string): Moment;
  workingDiff(other: Moment, unit: string): number;
  isWorkingTime(): boolean;
  valueOf(): number;
}

interface MomentStatic {
  tz(at: number, zone: string): Moment;
  locale(): string;
  updateLocale(locale: string, data: object): void;
}

/** moment-business-time in a zone of moment-timezone. Its hours and holidays belong to moment's locale: one calendar for the process. */
export async function momentBusinessTime(): Promise<Peer> {
  const moment = await load<MomentStatic>("moment-timezone");
  await load("moment-business-time");
  const hours = [clock(OPENING), clock(CLOSING)];
  moment.updateLocale(moment.locale(), {
    workinghours: { 0: null, 1: hours, 2: hours, 3: hours, 4: hours, 5: hours, 6: null },
    holidays: HOLIDAYS.map((date) => `*-${monthDay(date)}`),
  });
  const local = (at: number) => moment.tz(at, ZONE);
  return {
    name: `moment-business-time ${versionOf("moment-business-time")}, moment-timezone ${versionOf("moment-timezone")}`,
    add: (at, ms) =>
      local(at)
        .addWorkingTime(ms / MINUTE, "minutes")
        .valueOf(),
    addDays: (at, days) => local(at).addWorkingTime(days, "days").valueOf(),
    between: (from, to) => local(to).workingDiff(local(from), "minutes") * MINUTE,
    isOpen: (at) => local(at).isWorkingTime(),
  };
}

function clock({ hour, minute }: { hour: number; minute: number }): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00`;
}
