import { readFileSync } from "node:fs";
import { CLOSING, HOLIDAYS, monthDay, OPENING, ZONE } from "./desk.ts";

/** The built package; its types are the sources', so that the type check needs no build. */
export type Package = typeof import("../../src/index.ts");
export type Calendar = ReturnType<Package["compileCalendar"]>;
type Definition = Parameters<Package["compileCalendar"]>[0];

export const dueclock: Package = await import("../../dist/index.js" as string);

export const VERSION: string = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
).version;

const time = ({ hour, minute }: { hour: number; minute: number }) =>
  `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
const hours: readonly (readonly [string, string])[] = [[time(OPENING), time(CLOSING)]];

/** The desk of desk.ts. */
export const desk: Definition = {
  timeZone: ZONE,
  weeklyHours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
  holidays: HOLIDAYS.map(monthDay),
};
