import { bug, error, type Issue, lint, throwErrors } from "../diagnostics.ts";
import { formatDate, parseDate } from "../time/civil.ts";
import { fingerprint } from "../time/fingerprint.ts";
import { parseInstant } from "../time/instant.ts";
import { fixedZone, type ZoneSupplier, type ZoneTable, zoneFingerprint } from "../time/zone.ts";
import type { CalendarDefinition, CalendarHours, HolidayLists } from "./definition.ts";
import { compileHours, everOpen, type HoursRules } from "./hours.ts";
import { periodsOf } from "./periods.ts";
import { emptyTable, type PeriodTable } from "./table.ts";
import { zoneTableFault } from "./zoneTable.ts";

/**
 * A calendar ready to be asked. Opaque: build it with `compileCalendar`, ask it with `addBusinessTime` and
 * its siblings. Its tables grow as they are asked; no answer depends on what was asked before.
 */
export interface Calendar {
  readonly timeZone: string;
  /** Changes when an answer could: hours and zone data. */
  readonly fingerprint: string;
  /** What was known when, oldest first; the last entry knows all. @internal */
  readonly views: readonly View[];
  /** The last view's table. @internal */
  readonly latest: PeriodTable;
  /** @internal */
  readonly zone: ZoneTable;
  /** Last date for which holidays are known, as a day number; null where it lists no dated ones. @internal */
  readonly holidaysKnownTo: number | null;
}

/** The calendar as the desk knew it from an instant on (semantics C5). */
export interface View {
  readonly knownFrom: number;
  readonly table: PeriodTable;
}

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
  const calendar = readCalendar(definition, options, [], issues);
  throwErrors(issues);
  if (!calendar) throw bug("a calendar without errors did not compile");
  return calendar;
}

interface Version {
  readonly from: number;
  readonly knownFrom: number;
  readonly rules: HoursRules;
}

/** As `compileCalendar`, with issues collected; null when there are errors. */
export function readCalendar(
  definition: CalendarDefinition,
  { zones, holidayLists = {} }: CompileCalendarOptions,
  path: Issue["path"],
  issues: Issue[],
): Calendar | null {
  const found: Issue[] = [];
  const zone = readZone(definition.timeZone, zones, [...path, "timeZone"], found);
  const versions = readVersions(definition, holidayLists, path, found);
  if (!found.some(({ severity }) => severity === "error") && !versions.some(({ rules }) => everOpen(rules))) {
    found.push(
      error(
        "calendar.never_open",
        path,
        "the calendar has no business time at all; give it weekly hours or special hours",
      ),
    );
  }
  issues.push(...found);
  if (!zone || found.some(({ severity }) => severity === "error")) return null;
  const moments = [...new Set(versions.map(({ knownFrom }) => knownFrom))].sort((a, b) => a - b);
  const views = moments.map((knownFrom) => ({
    knownFrom,
    table: emptyTable(periodsOf(zone, known(versions, knownFrom))),
  }));
  return {
    timeZone: zone.id,
    fingerprint: fingerprint(zoneFingerprint([zone]) + JSON.stringify(versions.map(plainVersion))),
    views,
    latest: views[views.length - 1].table,
    zone,
    holidaysKnownTo: lastHoliday(versions),
  };
}

/** The table of what was known at `knownAt`; of all that is known without it. */
export function tableOf(calendar: Calendar, knownAt?: number): PeriodTable {
  return calendar.views[viewIndex(calendar, knownAt)].table;
}

/** Index of the view that was known at `knownAt`; of the last without it. */
export function viewIndex({ views }: Calendar, knownAt?: number): number {
  let i = views.length - 1;
  if (knownAt !== undefined) while (i > 0 && views[i].knownFrom > knownAt) i--;
  return i;
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

function readVersions(
  definition: CalendarDefinition,
  lists: HolidayLists,
  path: Issue["path"],
  issues: Issue[],
): Version[] {
  const first = { from: Number.NEGATIVE_INFINITY, knownFrom: Number.NEGATIVE_INFINITY };
  const versions: Version[] = [{ ...first, rules: compileHours(definition, lists, path, issues) }];
  for (const [i, version] of (definition.versions ?? []).entries()) {
    const at = [...path, "versions", i];
    const from = parseDate(version.from);
    const knownFrom = version.knownFrom === undefined ? first.knownFrom : parseInstant(version.knownFrom);
    if (from === null)
      issues.push(
        error("calendar.not_a_date", [...at, "from"], `\`${version.from}\` is no date; write \`YYYY-MM-DD\``),
      );
    if (knownFrom === null) {
      issues.push(
        error(
          "calendar.not_an_instant",
          [...at, "knownFrom"],
          "write epoch milliseconds, or ISO 8601 with an offset",
        ),
      );
    }
    const found: Issue[] = [];
    const rules = compileHours(inherit(definition, version), lists, at, found);
    issues.push(...found.filter(({ path: place }) => isOwn(version, place, at.length)));
    if (from !== null && knownFrom !== null) versions.push({ from, knownFrom, rules });
  }
  return versions.sort((a, b) => a.from - b.from || a.knownFrom - b.knownFrom || 0);
}

/** Whether an issue lies in what the version itself says; what it inherits has been checked with the calendar. */
function isOwn(version: CalendarHours, place: Issue["path"], depth: number): boolean {
  return place[0] === "holidayLists"
    ? version.holidayLists !== undefined
    : Object.hasOwn(version, place[depth] ?? "");
}

/** A version with what it leaves out taken from the calendar; `always` and `weeklyHours` stand for each other. */
function inherit(calendar: CalendarHours, version: CalendarHours): CalendarHours {
  const hours = version.always === undefined && version.weeklyHours === undefined ? calendar : version;
  const holidays = version.holidays ?? calendar.holidays;
  const holidayLists = version.holidayLists ?? calendar.holidayLists;
  const specialHours = version.specialHours ?? calendar.specialHours;
  const closures = version.closures ?? calendar.closures;
  return {
    ...(hours.always && { always: true }),
    ...(hours.weeklyHours && { weeklyHours: hours.weeklyHours }),
    ...(holidays && { holidays }),
    ...(holidayLists && { holidayLists }),
    ...(specialHours && { specialHours }),
    ...(closures && { closures }),
  };
}

/** Versions known at an instant; of several from one date the last. */
function known(versions: readonly Version[], knownAt: number): { from: number; rules: HoursRules }[] {
  const byDate = new Map(
    versions.filter((v) => v.knownFrom <= knownAt).map(({ from, rules }) => [from, { from, rules }]),
  );
  return [...byDate.values()];
}

function lastHoliday(versions: readonly Version[]): number | null {
  const closed = versions.flatMap(({ rules }) =>
    [...rules.dates].filter(([, windows]) => windows.length === 0).map(([day]) => day),
  );
  if (closed.length === 0) return null;
  const last = closed.reduce((a, b) => Math.max(a, b));
  return parseDate(`${formatDate(last).slice(0, 4)}-12-31`);
}

function plainVersion({ from, knownFrom, rules }: Version): unknown {
  return [
    String(from),
    String(knownFrom),
    rules.weekly,
    [...rules.dates].sort((a, b) => a[0] - b[0]),
    rules.yearly,
  ];
}
