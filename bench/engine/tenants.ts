import type { CalendarDefinition, HolidayEntry } from "../../src/calendar/definition.ts";
import type { BuiltInMetric } from "../../src/clock/builtIn.ts";
import type { Definition, PolicyDefinition } from "../../src/definition.ts";
import { random } from "../lib/random.ts";

/*
 * Definitions as ten thousand tenants of one helpdesk would have them: no two are equal, and most of their calendars are
 * somebody else's too, since a desk picks its zone, its country's holidays and one of a few usual weeks.
 */

const ZONES = [
  "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Toronto",
  "America/Mexico_City", "America/Bogota", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Santiago",
  "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Paris", "Europe/Amsterdam",
  "Europe/Berlin", "Europe/Warsaw", "Europe/Stockholm", "Europe/Rome", "Europe/Athens", "Europe/Kyiv",
  "Europe/Istanbul", "Africa/Cairo", "Africa/Lagos", "Africa/Johannesburg", "Asia/Jerusalem", "Asia/Dubai",
  "Asia/Karachi", "Asia/Kolkata", "Asia/Bangkok", "Asia/Singapore", "Asia/Shanghai", "Asia/Tokyo",
  "Australia/Perth", "Australia/Sydney", "Pacific/Auckland",
] as const; // biome-ignore format: a list

const WEEKS = [["09:00", "17:00"], ["09:00", "17:30"], ["08:00", "18:00"], ["08:30", "17:00"], ["10:00", "19:00"]] as const; // biome-ignore format: a list
const FIRST_YEAR = 2023;
const YEARS = 6;

type Random = () => number;

function pick<T>(next: Random, list: readonly T[]): T {
  return list[Math.floor(next() * list.length)];
}

/** The same for each desk of a zone: four of every year, and seven that move, written down for six years. */
function holidaysOf(zone: number): HolidayEntry[] {
  const dates: HolidayEntry[] = [
    "01-01",
    "12-25",
    `0${1 + (zone % 9)}-1${zone % 10}`,
    `05-0${1 + (zone % 9)}`,
  ];
  for (let year = 0; year < YEARS; year++) {
    for (let i = 0; i < 7; i++) {
      const day = new Date(Date.UTC(FIRST_YEAR + year, 0, 8 + 47 * i + ((zone * 7 + year * 11) % 40)));
      dates.push(day.toISOString().slice(0, 10));
    }
  }
  return dates;
}

function calendarOf(next: Random): CalendarDefinition {
  const zone = Math.floor(next() ** 2 * ZONES.length); // some zones have more desks than others
  const hours = [pick(next, WEEKS)];
  const weeklyHours = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours };
  const saturday = next() < 0.2 ? { sat: [["10:00", "14:00"]] as const } : {};
  const lunch = next() < 0.15 ? { closures: [{ date: "daily", from: "12:00", to: "13:00" }] } : {};
  const own = next() < 0.15 ? [`2026-0${1 + Math.floor(next() * 9)}-2${Math.floor(next() * 9)}`] : [];
  return {
    timeZone: ZONES[zone],
    weeklyHours: { ...weeklyHours, ...saturday },
    holidays: [...holidaysOf(zone), ...own],
    ...lunch,
  };
}

function policyOf(
  next: Random,
  tenant: number,
  number: number,
  calendars: readonly string[],
): PolicyDefinition<BuiltInMetric> {
  const hours = (least: number) => `${least + Math.floor(next() * 8)}h`;
  const isLast = number === 0;
  const test = pick(next, [
    { field: "plan", is: `plan-${number}` },
    { field: "group", in: [`group-${number}`, `group-${number + 10}`] },
    { all: [{ field: "plan", is: `plan-${number}` }, { field: "region", isNot: "internal" }] },
  ]); // biome-ignore format: a list
  const reminder = {
    id: `reminder-${number}`, kind: "reminder" as const, metric: "resolution" as const,
    fire: { before: "1h" }, notify: ["assignee"],
  }; // biome-ignore format: a row
  const escalation = {
    id: `escalation-${number}`, kind: "escalation" as const, metric: "resolution" as const,
    fire: { after: 0 }, notify: ["lead", `tenant-${tenant}`], set: { priority: "urgent" },
  }; // biome-ignore format: a row
  const early = {
    id: `early-${number}`, kind: "reminder" as const, metric: "firstResponse" as const,
    fire: { at: "75%" }, if: { field: "priority", in: ["high", "urgent"] }, notify: ["group"],
  }; // biome-ignore format: a row
  return {
    id: `policy-${tenant}-${number}`,
    name: `Policy ${number} of tenant ${tenant}`,
    ...(!isLast && { if: test }),
    calendar: pick(next, calendars),
    targets: {
      firstResponse: { byPriority: { urgent: "30m", high: "1h", normal: hours(2) }, otherwise: hours(4) },
      nextResponse: hours(2),
      resolution: { byPriority: { urgent: hours(4), high: hours(8) }, otherwise: hours(24), atRisk: "25%" },
    },
    actions: [...(next() < 0.7 ? [reminder] : []), escalation, ...(next() < 0.4 ? [early] : [])],
  };
}

/** A tenant's definition, the same for its number in every run: one to three calendars, three to six policies. */
export function tenant(number: number): Definition {
  const next = random(number * 2_654_435_761);
  for (let i = 0; i < 5; i++) next(); // the first few of near seeds are alike
  const ids = ["desk", "night", "partner"].slice(0, 1 + Math.floor(next() * 3));
  const calendars = Object.fromEntries(ids.map((id) => [id, calendarOf(next)]));
  const count = 3 + Math.floor(next() * 4);
  const policies = Array.from({ length: count }, (_, i) => policyOf(next, number, count - 1 - i, ids));
  const statuses = { new: "new", open: "open", waiting: "pending", vendor: "onHold", solved: "solved", closed: "closed" } as const; // biome-ignore format: a row
  return { calendars, policies, ...(next() < 0.5 && { statuses }) };
}
