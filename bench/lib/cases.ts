import { DateTime, Settings } from "luxon";
import { load } from "./load.ts";
import { dueclock } from "./ours.ts";

/** An input to which a peer gives another answer than ours, or none; Monday to Friday 09:00 to 17:30 unless it says otherwise. */
export interface Case {
  readonly peer: string;
  readonly input: string;
  /** Runs in a process of its own, with a time limit. */
  readonly got: () => Promise<string>;
  readonly right: () => string;
  /** Zone of the process; UTC if left out. */
  readonly processZone?: string;
}

type Window = readonly [string, string];
type Local = {
  readonly [method: string]: (...args: readonly unknown[]) => Local & number & string & boolean;
};
interface Static {
  (at: number): Local;
  tz(at: number, zone: string): Local;
  extend(plugin: unknown): void;
  setBusinessTime(week: object): void;
  locale(): string;
  updateLocale(locale: string, data: object): void;
}

const HOUR = 3_600_000;
const NEW_YORK = "America/New_York";
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"] as const;
const OFFICE: readonly Window[] = [["09:00", "17:30"]];
const LUNCH: readonly Window[] = [
  ["09:00", "12:00"],
  ["13:00", "17:30"],
];

export const CASES: readonly Case[] = [
  dayjsAdd("2025-03-07T15:27:00Z", NEW_YORK, 480),
  dayjsAdd("2025-03-29T05:53:00Z", "Europe/Warsaw", 60),
  dayjsAdd("2025-11-01T17:56:00Z", NEW_YORK, 480),
  {
    peer: "dayjs-business-time, `dayjs.tz`",
    input: "New York, 2025-02-07T14:48Z + 30 business days",
    got: async () => iso((await dayjs()).tz(at("2025-02-07T14:48:00Z"), NEW_YORK).addBusinessDays(30)),
    right: () => text(dueclock.addBusinessDays(calendar(NEW_YORK), at("2025-02-07T14:48:00Z"), 30)),
  },
  {
    ...dayjsAdd("2025-01-03T20:22:06Z", NEW_YORK, 480),
    peer: "dayjs-business-time, zone of the process",
    got: async () => iso((await dayjs())(at("2025-01-03T20:22:06Z")).addBusinessMinutes(480)),
    processZone: NEW_YORK,
  },
  nightCase("2025-03-09", "2025-03-09T05:00:00Z", "2025-03-09T10:00:00Z"),
  nightCase("2025-11-02", "2025-11-02T04:00:00Z", "2025-11-02T11:00:00Z"),
  {
    peer: "dayjs-business-time",
    input: "no open day in the week, + 60 min",
    got: async () => {
      const day = await dayjs();
      day.setBusinessTime({ ...week(null), saturday: null, sunday: null });
      return iso(day(at("2025-01-06T12:00:00Z")).addBusinessMinutes(60));
    },
    right: neverOpen,
  },
  {
    peer: "moment-business-time",
    input: "Warsaw, 09:00–12:00 and 13:00–17:30, from 12:30 to 12:45 on 2025-01-06",
    got: async () => {
      const moment = await momentWith(["09:00:00", "12:00:00", "13:00:00", "17:30:00"]);
      const start = moment.tz(at("2025-01-06T11:30:00Z"), "Europe/Warsaw");
      const end = moment.tz(at("2025-01-06T11:45:00Z"), "Europe/Warsaw");
      return `${end.workingDiff(start, "minutes")} min`;
    },
    right: () => {
      const ms = dueclock.businessTimeBetween(
        calendar("Europe/Warsaw", LUNCH),
        at("2025-01-06T11:30:00Z"),
        at("2025-01-06T11:45:00Z"),
      );
      return `${ms / 60_000} min`;
    },
  },
  {
    peer: "moment-business-time",
    input: "is the closing instant, New York 2025-01-06 17:30, working time?",
    got: async () => {
      const moment = await momentWith(["09:00:00", "17:30:00"]);
      return String(moment.tz(at("2025-01-06T22:30:00Z"), NEW_YORK).isWorkingTime());
    },
    right: () => String(dueclock.isBusinessTime(calendar(NEW_YORK), at("2025-01-06T22:30:00Z"))),
  },
  {
    peer: "moment-business-time",
    input: "no open day in the week, + 60 min",
    got: async () => {
      const moment = await momentWith(null);
      return iso(moment.tz(at("2025-01-06T12:00:00Z"), NEW_YORK).addWorkingTime(60, "minutes"));
    },
    right: neverOpen,
  },
  {
    peer: "luxon",
    input: "startOf('day') of 2025-11-02T12:00Z in Havana, where midnight comes twice",
    got: async () =>
      DateTime.fromISO("2025-11-02T12:00:00Z", { zone: "America/Havana" })
        .startOf("day")
        .toUTC()
        .toISO({ suppressMilliseconds: true }) ?? "",
    right: () =>
      text(
        dueclock.localDay(
          dueclock.compileCalendar({ timeZone: "America/Havana", always: true }),
          "2025-11-02",
        ).from,
      ),
  },
  ...["2025-01-15", "2025-07-15"].map(
    (today): Case => ({
      peer: "luxon",
      input: `fromISO("2025-11-02T01:30") in New York, where it comes twice, asked on ${today}`,
      got: async () => {
        Settings.now = () => at(`${today}T00:00:00Z`);
        const local = DateTime.fromISO("2025-11-02T01:30", { zone: NEW_YORK });
        return local.toUTC().toISO({ suppressMilliseconds: true }) ?? "";
      },
      right: () => "2025-11-02T05:30:00Z (T3: the earlier one)",
    }),
  ),
  driftCase("luxon, `plus({ days: 1 })` 43 times", async (start) => {
    let day = DateTime.fromMillis(start, { zone: NEW_YORK });
    for (let i = 0; i < 43; i++) day = day.plus({ days: 1 });
    return day.toMillis();
  }),
  driftCase("date-fns, `addDays(date, 1)` on TZDate 43 times", async (start) => {
    const { addDays } = await load<{ addDays(date: Date, days: number): Date }>("date-fns");
    const { TZDate } = await load<{ TZDate: new (at: number, zone: string) => Date }>("@date-fns/tz");
    let day: Date = new TZDate(start, NEW_YORK);
    for (let i = 0; i < 43; i++) day = addDays(day, 1);
    return day.getTime();
  }),
];

function dayjsAdd(start: string, zone: string, minutes: number): Case {
  return {
    peer: "dayjs-business-time, `dayjs.tz`",
    input: `${zone}, ${start} + ${minutes} min`,
    got: async () => iso((await dayjs()).tz(at(start), zone).addBusinessMinutes(minutes)),
    right: () => text(dueclock.addBusinessTime(calendar(zone), at(start), minutes * 60_000)),
  };
}

/** A night shift from midnight to six on a date whose clocks change. */
function nightCase(date: string, from: string, to: string): Case {
  return {
    peer: "dayjs-business-time, `dayjs.tz`",
    input: `New York, open 00:00–06:00 every day, business time in the night of ${date}`,
    got: async () => {
      const day = await dayjs();
      const hours = [{ start: "00:00:00", end: "06:00:00" }];
      day.setBusinessTime({ ...week(hours), saturday: hours, sunday: hours });
      const start = day.tz(at(from), NEW_YORK);
      return `${start.businessMinutesDiff(day.tz(at(to), NEW_YORK)) / 60} h`;
    },
    right: () => between(calendar(NEW_YORK, [["00:00", "06:00"]]), from, to),
  };
}

/** A wall time that a skipped hour moves, and that stays moved on the dates after it. */
function driftCase(peer: string, walk: (start: number) => Promise<number>): Case {
  const start = "2025-01-27T07:55:00Z";
  return {
    peer,
    input: `New York 02:55, ${start}, past 2025-03-09 (02:55 is skipped)`,
    got: async () => text(await walk(at(start))),
    right: () => text(at(start) + 43 * 24 * HOUR - HOUR),
  };
}

async function dayjs(): Promise<Static> {
  const day = await load<Static>("dayjs");
  for (const plugin of ["dayjs/plugin/utc.js", "dayjs/plugin/timezone.js", "dayjs-business-time"])
    day.extend(await load(plugin));
  const hours = [{ start: "09:00:00", end: "17:30:00" }];
  day.setBusinessTime({ ...week(hours), saturday: null, sunday: null });
  return day;
}

async function momentWith(hours: readonly string[] | null): Promise<Static> {
  const moment = await load<Static>("moment-timezone");
  await load("moment-business-time");
  const workinghours = { 0: null, 1: hours, 2: hours, 3: hours, 4: hours, 5: hours, 6: null };
  moment.updateLocale(moment.locale(), { workinghours });
  return moment;
}

function calendar(timeZone: string, hours: readonly Window[] = OFFICE) {
  const weekend = hours[0][0] === "00:00" ? { sat: hours, sun: hours } : {};
  const weeklyHours = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, ...weekend };
  return dueclock.compileCalendar({ timeZone, weeklyHours });
}

function neverOpen(): string {
  try {
    dueclock.compileCalendar({ timeZone: "UTC", weeklyHours: {} });
  } catch (error) {
    return `an error at once: ${(error as { issues: { code: string }[] }).issues[0].code}`;
  }
  return "compiled";
}

function week(hours: unknown): object {
  return Object.fromEntries(WEEKDAYS.map((day) => [day, hours]));
}

function between(hours: ReturnType<typeof calendar>, from: string, to: string): string {
  return `${dueclock.businessTimeBetween(hours, at(from), at(to)) / HOUR} h`;
}

function at(instant: string): number {
  return Date.parse(instant);
}

function iso(local: Local): string {
  return text(local.valueOf() as unknown as number);
}

function text(instant: number | null): string {
  return instant === null ? "never" : new Date(instant).toISOString().replace(".000Z", "Z");
}
