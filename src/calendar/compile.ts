import { bug, error, type Issue, lint, throwErrors } from "../diagnostics.ts";
import { fingerprint } from "../time/fingerprint.ts";
import { fixedZone, givenZones, type ZoneSupplier, type ZoneTable, zoneFingerprint } from "../time/zone.ts";
import type { CalendarDefinition, HolidayLists } from "./definition.ts";
import { newSearch, opensIn, type Search, tellNotOpen } from "./everOpen.ts";
import { type HolidayList, readHolidayLists } from "./holidays.ts";
import { type PeriodSource, periodsOf } from "./periods.ts";
import { emptyTable, type PeriodTable } from "./table.ts";
import { costOf, holidaysKnownTo, known, readVersions, reigns, versionsText } from "./versions.ts";
import { zoneTableFault } from "./zoneTable.ts";

/**
 * A calendar ready to be asked. Opaque: build it with `compileCalendar`, ask it with `addBusinessTime` and
 * its siblings. Its tables grow as they are asked; no answer depends on what was asked before.
 */
export interface Calendar {
  readonly timeZone: string;
  /** What was known when, oldest first; the last entry knows all. @internal */
  readonly views: readonly View[];
  /** The last view's table. @internal */
  readonly latest: PeriodTable;
  /** @internal */
  readonly zone: ZoneTable;
  /** Last date for which holidays are known, as a day number; null where it lists no dated ones. @internal */
  readonly holidaysKnownTo: number | null;
  /** What a date of it costs to look at, for calendars put together. @internal */
  readonly cost: number;
  /** Spells out all that an answer depends on: hours, dates and zone data. @internal */
  readonly spell: () => string;
}

/**
 * Changes when an answer of the calendar could: hours, dates and zone data. A function, for it spells out every date, and
 * an accessor would give each calendar a shape of its own, which cost every look-up 8 ns (isBusinessTime 12 → 20).
 */
export function calendarFingerprint({ spell }: Calendar): string {
  return fingerprint(spell());
}

/** The calendar as the desk knew it from an instant on (semantics C5). */
export interface View {
  readonly knownFrom: number;
  readonly table: PeriodTable;
}

/** Where zones and shared lists of holidays come from. */
export interface CompileCalendarOptions {
  readonly zones: ZoneSupplier;
  readonly holidayLists?: HolidayLists;
}

/**
 * Compiles a calendar (semantics C1 to C5).
 * @throws SlaError with all issues: unknown zone, no business time at all, a date or time that does not exist.
 */
export function compileCalendar(definition: CalendarDefinition, options: CompileCalendarOptions): Calendar {
  const issues: Issue[] = [];
  const calendar = readCalendar(definition, newReading(options, issues), [], issues);
  throwErrors(issues);
  if (!calendar) throw bug("a calendar without errors did not compile");
  return calendar;
}

/** What calendars of one definition share while they are read. */
export interface Reading {
  readonly zones: ZoneSupplier;
  readonly lists: ReadonlyMap<string, HolidayList>;
  readonly search: Search;
}

/** Reads the shared lists, for all calendars that may use them; what is wrong with them goes to `issues`, once. */
export function newReading(options: CompileCalendarOptions, issues: Issue[]): Reading {
  const zones = givenZones(options);
  const { holidayLists = {} } = options;
  return { zones, lists: readHolidayLists(holidayLists, issues), search: newSearch() };
}

/** As `compileCalendar`, with issues collected; null when there are errors. */
export function readCalendar(
  definition: CalendarDefinition,
  reading: Reading,
  path: Issue["path"],
  issues: Issue[],
): Calendar | null {
  const before = issues.length;
  const zone = readZone(definition.timeZone, reading.zones, [...path, "timeZone"], issues);
  const versions = readVersions(definition, reading.lists, path, issues);
  if (!zone || issues.slice(before).some(({ severity }) => severity === "error")) return null;
  if (!reigns(versions).some((reign) => opensIn(reign, zone, reading.search))) {
    const message = "the calendar has no business time at all; give it weekly hours or special hours";
    tellNotOpen(reading.search, path, message, issues);
    return null;
  }
  const moments = [...new Set(versions.map(({ knownFrom }) => knownFrom))].sort((a, b) => a - b);
  const views = moments.map((knownFrom) => ({
    knownFrom,
    table: emptyTable(lazySource(() => periodsOf(zone, known(versions, knownFrom)))),
  }));
  return {
    timeZone: zone.id,
    views,
    latest: views[views.length - 1].table,
    zone,
    holidaysKnownTo: holidaysKnownTo(versions),
    cost: costOf(versions),
    spell: () => zoneFingerprint([zone]) + versionsText(versions),
  };
}

/** Periods whose rules are put together when they are first asked for: few of many views ever are. */
export function lazySource(make: () => PeriodSource): PeriodSource {
  let source: PeriodSource | null = null;
  return (base, limit) => {
    source ??= make();
    return source(base, limit);
  };
}

/** The table of what was known at `knownAt`; of all that is known without it. */
export function tableOf(calendar: Calendar, knownAt?: number): PeriodTable {
  return calendar.views[viewIndex(calendar, knownAt)].table;
}

/** Index of the view that was known at `knownAt`; of the last without it. */
export function viewIndex({ views }: Calendar, knownAt?: number): number {
  let low = 0;
  let high = views.length - 1;
  if (knownAt === undefined) return high;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (views[middle].knownFrom <= knownAt) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The table of a zone by name or fixed offset; an unknown one goes to `issues`. */
export function readZone(
  id: string,
  zones: ZoneSupplier,
  path: Issue["path"],
  issues: Issue[],
): ZoneTable | null {
  const zone = fixedZone(id) ?? zones.zone(id);
  const fault = zone ? zoneTableFault(zone) : null;
  if (fault !== null) {
    const message = `the zone table supplied for \`${id}\` cannot be used: ${fault}`;
    issues.push(error("calendar.bad_zone_table", path, message));
    return null;
  }
  if (!zone) {
    const hint = / Standard Time$/.test(id) ? "; this is a Windows name, look up its IANA name" : "";
    issues.push(
      error(
        "calendar.unknown_time_zone",
        path,
        `no time zone has the name \`${id}\`; write an IANA name such as \`Europe/Warsaw\`${hint}`,
      ),
    );
  } else if (/^(EST|MST|HST|[A-Z]{3}\d[A-Z]{3})$/.test(id)) {
    issues.push(
      lint(
        "calendar.zone_abbreviation",
        path,
        `\`${id}\` is an old abbreviation; name a place, such as \`America/New_York\``,
      ),
    );
  }
  return zone;
}
