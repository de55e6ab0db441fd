/**
 * Once a year: holidays from a feed into a stored definition, with a look at what was left out before anything is saved, and
 * what they change.
 */
import { addBusinessTime, type CalendarDefinition, checkSla, compileCalendar, luxonZones } from "dueclock";
import { holidaysFromIcal } from "dueclock/ical";
import { local } from "../print.ts";

const ZONE = "Europe/Warsaw";
const day = [["09:00", "17:00"]] as const;
const stored: CalendarDefinition = {
  timeZone: ZONE,
  weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: day },
  holidays: ["2026-12-25"],
};

// What a host downloads; here two days that close the office, and one that does not
const feed = `BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:constitution
SUMMARY:Constitution Day
DTSTART;VALUE=DATE:20270503
CATEGORIES:Public holiday
END:VEVENT
BEGIN:VEVENT
UID:epiphany
SUMMARY:Epiphany
DTSTART;VALUE=DATE:20270106
CATEGORIES:Public holiday
END:VEVENT
BEGIN:VEVENT
UID:valentine
SUMMARY:Valentine's Day
DTSTART;VALUE=DATE:20270214
CATEGORIES:Observance
END:VEVENT
END:VCALENDAR`;

const { holidays, report } = holidaysFromIcal(feed, {
  timeZone: ZONE,
  from: "2027-01-01",
  to: "2027-12-31",
  zones: luxonZones(),
  include: { category: "public holiday" },
});
console.log("Taken:");
for (const { summary, from } of report.taken) console.log(`  ${from}  ${summary}`);
console.log("Left out:");
for (const { summary, date, reason } of report.skipped) console.log(`  ${date}  ${summary}: ${reason}`);
for (const { message } of report.warnings) console.log(`Note: ${message}`);

const next: CalendarDefinition = { ...stored, holidays: [...(stored.holidays ?? []), ...holidays] };
const { issues } = checkSla({ calendars: { office: next }, policies: [] });
console.log(`\nThe calendar with them has ${issues.length === 0 ? "no issues" : `${issues.length} issues`}.`);

const opened = Date.parse("2027-01-05T15:00:00+01:00");
for (const [name, calendar] of [
  ["before", stored],
  ["now", next],
] as const) {
  const due = addBusinessTime(compileCalendar(calendar), opened, 4 * 3_600_000);
  console.log(`Four hours from ${local(opened, ZONE)}, ${name}: ${local(due, ZONE)}`);
}
