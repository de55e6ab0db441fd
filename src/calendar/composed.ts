import { error, type Issue, SlaError } from "../diagnostics.ts";
import { fingerprint } from "../time/fingerprint.ts";
import { SUPPORTED_FROM } from "../time/units.ts";
import { type ZoneSupplier, zoneFingerprint } from "../time/zone.ts";
import { type Calendar, type CompileCalendarOptions, readCalendar, readZone, tableOf } from "./compile.ts";
import { type Composition, composePeriods } from "./compose.ts";
import type { CalendarDefinition, ComposedCalendar } from "./definition.ts";
import { nextOpen } from "./lookup.ts";
import { emptyTable } from "./table.ts";

/**
 * Puts calendars together: `union` is open when any of them is, `intersection` when all are, `difference` when the
 * first is and no other (semantics C6). Local dates are the first one's.
 * @throws SlaError when the outcome has no business time at all, or no calendar is given.
 */
export function composeCalendars(how: Composition, calendars: readonly Calendar[]): Calendar {
  const issues: Issue[] = [];
  const composed = compose(how, calendars, null, [], issues);
  if (!composed) throw new SlaError(issues);
  return composed;
}

/** All calendars of a definition by id, the composed ones after those they name; what is wrong goes to `issues`. */
export function readCalendars(
  definitions: Readonly<Record<string, CalendarDefinition | ComposedCalendar>>,
  options: CompileCalendarOptions,
  issues: Issue[],
): Map<string, Calendar> {
  const read = new Map<string, Calendar>();
  const waiting = new Map<string, ComposedCalendar>();
  for (const [id, definition] of Object.entries(definitions)) {
    if (isComposed(definition)) waiting.set(id, definition);
    else {
      const calendar = readCalendar(definition, options, ["calendars", id], issues);
      if (calendar) read.set(id, calendar);
    }
  }
  if (isCircular(definitions, waiting, issues) || hasTooManyParts(definitions, waiting, issues)) return read;
  for (let found = true; found && waiting.size > 0; ) {
    found = false;
    for (const [id, definition] of waiting) {
      const calendars = membersOf(definition).ids.map((member) => read.get(member));
      if (!calendars.every((calendar) => calendar !== undefined)) continue;
      const calendar = readComposed(definition, calendars, options.zones, ["calendars", id], issues);
      if (calendar) read.set(id, calendar);
      waiting.delete(id);
      found = true;
    }
  }
  return read;
}

/** Calendars that one may be put together from, itself and those of its members counted again. */
const MAX_PARTS = 100;

/** Members of members multiply: each level of `{ union: [x, x] }` would double the work. */
function hasTooManyParts(
  definitions: Readonly<Record<string, CalendarDefinition | ComposedCalendar>>,
  composed: ReadonlyMap<string, ComposedCalendar>,
  issues: Issue[],
): boolean {
  const parts = new Map(Object.keys(definitions).map((id) => [id, 1]));
  let tooMany = false;
  for (let round = 0; round < MAX_PARTS; round++) {
    let changed = false;
    for (const [id, definition] of composed) {
      const sum = membersOf(definition).ids.reduce((total, member) => total + (parts.get(member) ?? 1), 1);
      if (sum === parts.get(id) || (parts.get(id) ?? 0) > MAX_PARTS) continue;
      parts.set(id, sum);
      changed = true;
    }
    if (!changed) break;
  }
  for (const id of composed.keys()) {
    if ((parts.get(id) ?? 0) <= MAX_PARTS) continue;
    issues.push(
      error(
        "calendar.too_many_parts",
        ["calendars", id],
        `a calendar may be put together from ${MAX_PARTS} calendars, itself and those of its members included`,
      ),
    );
    tooMany = true;
  }
  return tooMany;
}

function isComposed(definition: CalendarDefinition | ComposedCalendar): definition is ComposedCalendar {
  return "union" in definition || "intersection" in definition || "difference" in definition;
}

function membersOf(definition: ComposedCalendar): { how: Composition; ids: readonly string[] } {
  if ("union" in definition) return { how: "union", ids: definition.union };
  if ("intersection" in definition) return { how: "intersection", ids: definition.intersection };
  return { how: "difference", ids: definition.difference };
}

/** Calendars that name nothing, or each other in a circle: found by taking away what depends on nothing left. */
function isCircular(
  definitions: Readonly<Record<string, unknown>>,
  composed: ReadonlyMap<string, ComposedCalendar>,
  issues: Issue[],
): boolean {
  const left = new Map(composed);
  for (const [id, definition] of composed) {
    const { how, ids } = membersOf(definition);
    for (const [i, member] of ids.entries()) {
      if (Object.hasOwn(definitions, member)) continue;
      issues.push(
        error("calendar.unknown_calendar", ["calendars", id, how, i], `no calendar has the id \`${member}\``),
      );
    }
  }
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const [id, definition] of left) {
      if (membersOf(definition).ids.every((member) => !left.has(member))) left.delete(id);
    }
  }
  for (const id of left.keys()) {
    issues.push(
      error(
        "calendar.circular",
        ["calendars", id],
        "the calendar is put together from itself, or from one that is",
      ),
    );
  }
  return left.size > 0;
}

function readComposed(
  definition: ComposedCalendar,
  calendars: readonly Calendar[],
  zones: ZoneSupplier,
  path: Issue["path"],
  issues: Issue[],
): Calendar | null {
  const { timeZone } = definition;
  const zone = timeZone === undefined ? null : readZone(timeZone, zones, [...path, "timeZone"], issues);
  if (timeZone !== undefined && !zone) return null;
  return compose(membersOf(definition).how, calendars, zone, path, issues);
}

function compose(
  how: Composition,
  calendars: readonly Calendar[],
  zone: Calendar["zone"] | null,
  path: Issue["path"],
  issues: Issue[],
): Calendar | null {
  if (calendars.length === 0) {
    issues.push(error("calendar.no_members", path, "a calendar is put together from at least one other"));
    return null;
  }
  const moments = new Set(calendars.flatMap(({ views }) => views.map(({ knownFrom }) => knownFrom)));
  const views = [...moments]
    .sort((a, b) => a - b)
    .map((knownFrom) => ({
      knownFrom,
      table: emptyTable(
        composePeriods(
          how,
          calendars.map((calendar) => tableOf(calendar, knownFrom).source),
        ),
      ),
    }));
  // Asked of tables of their own: these would begin with the first supported year for good
  if (views.every(({ table }) => nextOpen(emptyTable(table.source), SUPPORTED_FROM) === null)) {
    issues.push(
      error("calendar.never_open", path, "put together, these calendars have no business time at all"),
    );
    return null;
  }
  const dateZone = zone ?? calendars[0].zone;
  const known = calendars.map(({ holidaysKnownTo }) => holidaysKnownTo).filter((day) => day !== null);
  return {
    timeZone: dateZone.id,
    fingerprint: fingerprint(
      [how, zoneFingerprint([dateZone]), ...calendars.map((calendar) => calendar.fingerprint)].join(),
    ),
    views,
    latest: views[views.length - 1].table,
    zone: dateZone,
    holidaysKnownTo: known.length > 0 ? known.reduce((a, b) => Math.min(a, b)) : null,
  };
}
