import { error, type Issue, SlaError } from "../diagnostics.ts";
import { zoneFingerprint } from "../time/zone.ts";
import {
  type Calendar,
  type CompileCalendarOptions,
  calendarFingerprint,
  lazySource,
  newReading,
  type Reading,
  readCalendar,
  readZone,
  tableOf,
} from "./compile.ts";
import { type Composition, composePeriods } from "./compose.ts";
import type { CalendarDefinition, ComposedCalendar } from "./definition.ts";
import { hasPeriods, newSearch, type Search, tellNotOpen } from "./everOpen.ts";
import type { PeriodSource } from "./periods.ts";
import { readSharedCalendar } from "./shared.ts";
import { emptyTable } from "./table.ts";
import { MAX_VERSIONS } from "./versions.ts";

type Definitions = Readonly<Record<string, CalendarDefinition | ComposedCalendar>>;
type Members = { readonly how: Composition; readonly ids: readonly string[] };

const COMPOSITIONS: readonly string[] = ["union", "intersection", "difference"];

/**
 * Puts calendars together: `union` is open when any of them is, `intersection` when all are, `difference` when the
 * first is and no other (semantics C6). Local dates are the first one's.
 * @throws SlaError when the outcome has no business time at all, no calendar is given, or `how` is none of the three.
 */
export function composeCalendars(how: Composition, calendars: readonly Calendar[]): Calendar {
  const issues: Issue[] = [];
  if (!COMPOSITIONS.includes(how)) {
    const message = `\`${String(how)}\` puts no calendars together; write \`union\`, \`intersection\` or \`difference\``;
    throw new SlaError([error("calendar.unknown_composition", ["how"], message)]);
  }
  const composed = compose(how, calendars, null, newSearch(), [], issues);
  if (!composed) throw new SlaError(issues);
  return composed;
}

/**
 * All calendars of a definition by id, the composed ones after those they name; what is wrong goes to `issues`. Shared
 * lists of holidays are read once, used or not. Where all of it is JSON, a calendar may be one that another definition
 * uses too.
 */
export function readCalendars(
  definitions: Definitions,
  options: CompileCalendarOptions,
  issues: Issue[],
  areJson = false,
): Map<string, Calendar> {
  const reading = newReading(options, issues);
  const read = new Map<string, Calendar>();
  const composed = new Map<string, Members>();
  for (const [id, definition] of Object.entries(definitions)) {
    if (isComposed(definition)) composed.set(id, membersOf(definition));
    else {
      const path = ["calendars", id];
      const calendar = areJson
        ? readSharedCalendar(definition, reading, options.holidayLists ?? {}, path, issues)
        : readCalendar(definition, reading, path, issues);
      if (calendar) read.set(id, calendar);
    }
  }
  const order = inOrder(definitions, composed, issues);
  if (order === null || hasTooManyParts(order, composed, issues)) return read;
  for (const id of order) {
    if (reading.search.left < 0) break; // told already, and every calendar left would cost time
    const definition = definitions[id] as ComposedCalendar;
    const calendars = membersOf(definition).ids.map((member) => read.get(member));
    if (!calendars.every((calendar) => calendar !== undefined)) continue;
    const calendar = readComposed(definition, calendars, reading, ["calendars", id], issues);
    if (calendar) read.set(id, calendar);
  }
  return read;
}

/** Calendars that one may be put together from, itself and those of its members counted again. */
const MAX_PARTS = 100;

/** Members of members multiply: each level of `{ union: [x, x] }` would double the work. */
function hasTooManyParts(
  order: readonly string[],
  composed: ReadonlyMap<string, Members>,
  issues: Issue[],
): boolean {
  const parts = new Map<string, number>();
  let tooMany = false;
  for (const id of order) {
    const ids = composed.get(id)?.ids ?? [];
    const sum = ids.reduce((total, member) => total + (parts.get(member) ?? 1), 1);
    parts.set(id, Math.min(sum, MAX_PARTS + 1));
    if (sum <= MAX_PARTS) continue;
    const message = `a calendar may be put together from ${MAX_PARTS} calendars, itself and those of its members included`;
    issues.push(error("calendar.too_many_parts", ["calendars", id], message));
    tooMany = true;
  }
  return tooMany;
}

function isComposed(definition: CalendarDefinition | ComposedCalendar): definition is ComposedCalendar {
  return "union" in definition || "intersection" in definition || "difference" in definition;
}

function membersOf(definition: ComposedCalendar): Members {
  if ("union" in definition) return { how: "union", ids: definition.union };
  if ("intersection" in definition) return { how: "intersection", ids: definition.intersection };
  return { how: "difference", ids: definition.difference };
}

/**
 * Composed calendars, each after those it names; null where some name nothing, or each other in a circle: found by
 * taking away what depends on nothing left.
 */
function inOrder(
  definitions: Definitions,
  composed: ReadonlyMap<string, Members>,
  issues: Issue[],
): string[] | null {
  const waiting = new Map<string, number>();
  const usedBy = new Map<string, string[]>();
  let isUnknown = false;
  for (const [id, { how, ids }] of composed) {
    for (const [i, member] of ids.entries()) {
      if (Object.hasOwn(definitions, member)) continue;
      const message = `no calendar has the id \`${member}\``;
      issues.push(error("calendar.unknown_calendar", ["calendars", id, how, i], message));
      isUnknown = true;
    }
    const needed = ids.filter((member) => composed.has(member));
    waiting.set(id, needed.length);
    for (const member of needed) {
      const users = usedBy.get(member) ?? [];
      users.push(id);
      usedBy.set(member, users);
    }
  }
  const order = [...composed.keys()].filter((id) => waiting.get(id) === 0);
  for (let i = 0; i < order.length; i++) {
    for (const user of usedBy.get(order[i]) ?? []) {
      const left = (waiting.get(user) ?? 0) - 1;
      waiting.set(user, left);
      if (left === 0) order.push(user);
    }
  }
  for (const [id, left] of waiting) {
    if (left === 0) continue;
    const message = "the calendar is put together from itself, or from one that is";
    issues.push(error("calendar.circular", ["calendars", id], message));
  }
  return isUnknown || order.length < composed.size ? null : order;
}

function readComposed(
  definition: ComposedCalendar,
  calendars: readonly Calendar[],
  { zones, search }: Reading,
  path: Issue["path"],
  issues: Issue[],
): Calendar | null {
  const { timeZone } = definition;
  const zone = timeZone === undefined ? null : readZone(timeZone, zones, [...path, "timeZone"], issues);
  if (timeZone !== undefined && !zone) return null;
  return compose(membersOf(definition).how, calendars, zone, search, path, issues);
}

/** What a view costs, in dates looked at: its tables, and its share of the compiler's time. */
const VIEW_COST = 20;

function compose(
  how: Composition,
  calendars: readonly Calendar[],
  zone: Calendar["zone"] | null,
  search: Search,
  path: Issue["path"],
  issues: Issue[],
): Calendar | null {
  if (calendars.length === 0) {
    issues.push(error("calendar.no_members", path, "a calendar is put together from at least one other"));
    return null;
  }
  const moments = new Set(calendars.flatMap(({ views }) => views.map(({ knownFrom }) => knownFrom)));
  search.left -= VIEW_COST * moments.size;
  if (moments.size > MAX_VERSIONS + 1) {
    const message = `calendars put together may have ${MAX_VERSIONS} versions in all, each known from another instant`;
    issues.push(error("calendar.too_many_versions", path, message));
    return null;
  }
  const views = [...moments]
    .sort((a, b) => a - b)
    .map((knownFrom) => ({ knownFrom, table: emptyTable(composedSource(how, calendars, knownFrom)) }));
  const cost = calendars.reduce((sum, calendar) => sum + calendar.cost, 0);
  // Each of the members is open at some time, and so is their union; the last view is the likeliest
  const isOpen =
    how === "union" || [...views].reverse().some(({ table }) => hasPeriods(table.source, cost, search));
  if (!isOpen || search.left < 0) {
    const message = "put together, these calendars have no business time at all";
    tellNotOpen(search, path, message, issues);
    return null;
  }
  const dateZone = zone ?? calendars[0].zone;
  const known = calendars.map(({ holidaysKnownTo }) => holidaysKnownTo).filter((day) => day !== null);
  return {
    timeZone: dateZone.id,
    views,
    latest: views[views.length - 1].table,
    zone: dateZone,
    holidaysKnownTo: known.length > 0 ? known.reduce((a, b) => Math.min(a, b)) : null,
    cost,
    spell: () => [how, zoneFingerprint([dateZone]), ...calendars.map(calendarFingerprint)].join(),
  };
}

function composedSource(how: Composition, calendars: readonly Calendar[], knownFrom: number): PeriodSource {
  return lazySource(() =>
    composePeriods(
      how,
      calendars.map((calendar) => tableOf(calendar, knownFrom).source),
    ),
  );
}
