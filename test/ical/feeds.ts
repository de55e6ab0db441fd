import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HolidayImport } from "../../src/holidays/imported.ts";
import { holidaysFromIcal, type IcalOptions, type IcalSkipReason } from "../../src/ical/holidays.ts";
import { luxonZones } from "../../src/luxon/zones.ts";
import { ROOT } from "../house/sources.ts";

/** Where the feeds of the test data are, seen from the project; they are not part of it. */
export const DATA = "../shared/data";
export const hasData = existsSync(join(ROOT, DATA, "ics"));

export function readData(path: string): string {
  return readFileSync(join(ROOT, DATA, path), "utf8");
}

/** An event from its lines; `UID` and `SUMMARY` are put in where they are missing. */
export function event(...lines: string[]): string {
  const text = lines.join("\r\n");
  const given = (name: string) => lines.some((line) => line.startsWith(name));
  const added = [...(given("UID") ? [] : ["UID:1"]), ...(given("SUMMARY") ? [] : ["SUMMARY:Closed"])];
  return ["BEGIN:VEVENT", ...added, text, "END:VEVENT"].join("\r\n");
}

export function feed(...parts: string[]): string {
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//dueclock//test//EN",
    ...parts,
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}

/** Imports for a calendar in Berlin from 2026 to 2027, unless told otherwise. */
export function read(text: string, options: Partial<IcalOptions> = {}): HolidayImport<IcalSkipReason> {
  return holidaysFromIcal(text, {
    timeZone: "Europe/Berlin",
    from: "2026-01-01",
    to: "2027-12-31",
    zones: luxonZones(),
    ...options,
  });
}

/** The dates on which something taken falls, each once, in order. */
export function datesOf({ report }: Pick<HolidayImport, "report">): string[] {
  const dates = new Set<string>();
  for (const { from, to } of report.taken) {
    for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
      dates.add(new Date(at).toISOString().slice(0, 10));
  }
  return [...dates].sort();
}

/** Dates of an event of dates with the lines given. */
export function dates(...lines: string[]): string[] {
  return datesOf(read(feed(event(...lines))));
}

/** Closures as `2026-12-24 12:00-24:00`. */
export function cuts({ closures }: Pick<HolidayImport, "closures">): string[] {
  return closures.map(({ date, from, to }) => `${date} ${from}-${to}`);
}

/** Why each event was left out, as `summary: reason`. */
export function reasons({ report }: Pick<HolidayImport, "report">): string[] {
  return report.skipped.map(({ summary, reason }) => `${summary}: ${reason}`);
}
