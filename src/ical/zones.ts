import type { DayNumber } from "../time/civil.ts";
import { DAY, SECOND } from "../time/units.ts";
import { fixedZone, type ZoneSupplier, type ZoneTable } from "../time/zone.ts";
import type { FeedCalendar, FeedPart } from "./lines.ts";
import { type FeedZones, parseMoment } from "./moment.ts";
import { readProperties, textOf } from "./property.ts";
import { type Budget, type DayRange, daysOf } from "./recurrence.ts";
import { type Rule, readRule } from "./rule.ts";
import { ianaZone } from "./windowsZones.ts";

/**
 * The zones of one VCALENDAR, each looked up once. A TZID that the supplier knows, or that leads to such a name
 * (X-LIC-LOCATION, a Windows name, `/mozilla.org/20070129_1/Asia/Tokyo`), is taken from the supplier: feeds carry the
 * rules of the year in which they were written. Only then comes the VTIMEZONE.
 */
export function feedZones(
  calendar: FeedCalendar,
  home: ZoneTable,
  supplier: ZoneSupplier,
  range: DayRange,
  budget: Budget,
): FeedZones {
  const parts = new Map(calendar.zones.map((part) => [textOf(readProperties(part, NAMES), "tzid"), part]));
  const known = new Map<string, ZoneTable | null>();
  return {
    home,
    find(tzid) {
      const cached = known.get(tzid);
      if (cached !== undefined) return cached;
      const zone = lookUp(tzid, parts.get(tzid), supplier) ?? tableOf(tzid, parts.get(tzid), range, budget);
      known.set(tzid, zone);
      return zone;
    },
  };
}

/** A look-up costs as much of the budget as this many days looked at: luxon takes 0.1 s for a zone it has not seen. */
const LOOK_UP_COST = 50_000;

/** A supplier that is asked once for each name, and no more when the budget of the feed is used up. */
export function sparing(supplier: ZoneSupplier, budget: Budget): ZoneSupplier {
  const known = new Map<string, ZoneTable | null>();
  return {
    label: supplier.label,
    zone(id) {
      const cached = known.get(id);
      if (cached !== undefined) return cached;
      budget.left -= LOOK_UP_COST;
      const zone = budget.left > 0 ? supplier.zone(id) : null;
      known.set(id, zone);
      return zone;
    },
  };
}

const NAMES = new Set(["tzid", "x-lic-location"]);
const OBSERVANCE = new Set(["dtstart", "tzoffsetfrom", "tzoffsetto", "rrule", "rdate"]);

function lookUp(tzid: string, part: FeedPart | undefined, supplier: ZoneSupplier): ZoneTable | null {
  const location = part ? textOf(readProperties(part, NAMES), "x-lic-location") : "";
  const segments = tzid.split("/");
  const names = [
    tzid,
    location,
    ianaZone(tzid),
    ...(tzid.startsWith("/") ? [segments.slice(-2).join("/"), segments.slice(-3).join("/")] : []),
  ];
  for (const name of names) {
    const zone = name ? (fixedZone(name) ?? supplier.zone(name)) : null;
    if (zone) return zone;
  }
  return null;
}

/** One STANDARD or DAYLIGHT of a VTIMEZONE: when it begins, in wall time before it, and the offsets around. */
interface Observance {
  readonly kind: string;
  readonly day: DayNumber;
  readonly secondOfDay: number;
  readonly before: number;
  readonly after: number;
  readonly rules: readonly Rule[];
  /** Further beginnings, in wall time as milliseconds. */
  readonly dates: readonly number[];
}

/** Two observances of one kind that begin at least this far apart are two eras: the later replaces the earlier. */
const ERA_DAYS = 366;

/** The table of a VTIMEZONE, for the years around a range; null where it cannot be read. */
function tableOf(
  tzid: string,
  part: FeedPart | undefined,
  range: DayRange,
  budget: Budget,
): ZoneTable | null {
  const observances = (part?.parts ?? []).map(observanceOf).filter((observance) => observance !== null);
  if (observances.length === 0) return null;
  const around = { from: range.from - 2 * ERA_DAYS, to: range.to + ERA_DAYS };
  const changes = observances.flatMap((observance) => {
    const eraEnds = observances
      .filter(({ kind, day }) => kind === observance.kind && day >= observance.day + ERA_DAYS)
      .map(({ day }) => day);
    const to = Math.min(around.to, ...eraEnds.map((day) => day - 1));
    return beginningsOf(observance, { from: around.from, to }, budget).map((wall) => ({
      at: wall - observance.before,
      ...observance,
    }));
  });
  changes.sort((a, b) => a.at - b.at);
  return {
    id: tzid,
    transitions: changes.map(({ at }) => at),
    offsets: [changes[0].before, ...changes.map(({ after }) => after)],
  };
}

/** Beginnings of an observance in a range, in wall time; its first one always, whenever that was. */
function beginningsOf(
  { day, secondOfDay, before, rules, dates }: Observance,
  range: DayRange,
  budget: Budget,
): number[] {
  const walls = new Set([day * DAY + secondOfDay * SECOND, ...dates]);
  for (const rule of rules) {
    const until = parseMoment(rule.until);
    const end = until ? until.day * DAY + (until.second ?? 86_400) * SECOND : Number.POSITIVE_INFINITY;
    for (const next of daysOf(rule, day, range, budget)) {
      const wall = next * DAY + secondOfDay * SECOND;
      if ((until?.isUtc ? wall - before : wall) > end) break;
      walls.add(wall);
    }
  }
  return [...walls];
}

function observanceOf(part: FeedPart): Observance | null {
  const properties = readProperties(part, OBSERVANCE);
  const start = parseMoment(properties.get("dtstart")?.[0]?.values[0]);
  const before = offsetOf(properties.get("tzoffsetfrom")?.[0]?.values[0]);
  const after = offsetOf(properties.get("tzoffsetto")?.[0]?.values[0]);
  const rules = (properties.get("rrule") ?? []).map((property) => readRule(property?.values[0]));
  if (start === null || before === null || after === null) return null;
  if (rules.some((rule) => typeof rule === "string")) return null;
  const dates = (properties.get("rdate") ?? [])
    .flatMap((property) => property?.values ?? [])
    .map(parseMoment)
    .filter((moment) => moment !== null);
  return {
    kind: part.name,
    day: start.day,
    secondOfDay: start.second ?? 0,
    before,
    after,
    rules: rules.filter((rule) => typeof rule !== "string"),
    dates: dates.map(({ day, second }) => day * DAY + (second ?? 0) * SECOND),
  };
}

/** Milliseconds of `+01:00` or `-05:30:00`; null for anything else. */
function offsetOf(value: unknown): number | null {
  const match = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(String(value));
  if (!match || Number(match[2]) > 18) return null;
  const seconds = Number(match[2]) * 3_600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return (match[1] === "-" ? -seconds : seconds) * SECOND + 0;
}
