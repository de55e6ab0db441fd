import type { Issue } from "../diagnostics.ts";
import type { ZoneTable } from "../time/zone.ts";
import { type Calendar, type Reading, readCalendar, readZone } from "./compile.ts";
import type { CalendarDefinition, HolidayLists } from "./definition.ts";

/**
 * Calendars in use, so that equal ones of ten thousand definitions are one, and so are the tables that grow in it. Held
 * by nothing but the definitions that use them: by zone table, then by all that reading them looks at, as a text.
 */
const inUse = new WeakMap<ZoneTable, Shelf>();

interface Shelf {
  readonly calendars: Map<string, WeakRef<Calendar>>;
  /** How many entries there may be before those are taken out whose calendars are gone. */
  limit: number;
}

/** What reading a calendar said and cost: the same again for whoever shares it. */
interface Read {
  readonly definition: CalendarDefinition;
  /** Lints, with paths from the calendar on. */
  readonly issues: readonly Issue[];
  /** Dates looked at, of those that a definition may. */
  readonly cost: number;
}

const reads = new WeakMap<Calendar, Read>();

/** As `readCalendar`, of a definition that is JSON: the calendar in use that was read from an equal one, if there is one. */
export function readSharedCalendar(
  definition: CalendarDefinition,
  reading: Reading,
  lists: HolidayLists,
  path: Issue["path"],
  issues: Issue[],
): Calendar | null {
  const zone = readZone(definition.timeZone, reading.zones, [...path, "timeZone"], []);
  if (!zone) return readCalendar(definition, reading, path, issues);
  const shelf = shelfOf(zone);
  const text = textOf(definition, lists);
  const known = shelf.calendars.get(text)?.deref();
  const read = known && reads.get(known);
  if (known && read && reading.search.left >= read.cost) {
    reading.search.left -= read.cost;
    for (const issue of read.issues) issues.push({ ...issue, path: [...path, ...issue.path] });
    return known;
  }
  const { left } = reading.search;
  const before = issues.length;
  const calendar = readCalendar(definition, reading, path, issues);
  if (!calendar) return null;
  const own = issues.slice(before).map((issue) => ({ ...issue, path: issue.path.slice(path.length) }));
  reads.set(calendar, { definition, issues: own, cost: left - reading.search.left });
  put(shelf, text, calendar);
  return calendar;
}

/** What a calendar was read from, the same object for all that share it; null where it is not shared. */
export function sharedDefinition(calendar: Calendar): CalendarDefinition | null {
  return reads.get(calendar)?.definition ?? null;
}

/** All that reading a calendar looks at, beside its zone's table. */
function textOf(definition: CalendarDefinition, lists: HolidayLists): string {
  const own = JSON.stringify(definition);
  const used = new Set(
    [definition, ...(definition.versions ?? [])].flatMap(({ holidayLists = [] }) => [...holidayLists]),
  );
  if (used.size === 0) return own;
  const listed = [...used].map((id) => [id, Object.hasOwn(lists, id) ? lists[id] : null]);
  return own + JSON.stringify(listed);
}

function shelfOf(zone: ZoneTable): Shelf {
  const known = inUse.get(zone);
  if (known) return known;
  const shelf: Shelf = { calendars: new Map(), limit: FEW };
  inUse.set(zone, shelf);
  return shelf;
}

const FEW = 64;

function put(shelf: Shelf, text: string, calendar: Calendar): void {
  const { calendars } = shelf;
  if (calendars.size >= shelf.limit) {
    for (const [key, ref] of calendars) if (!ref.deref()) calendars.delete(key);
    shelf.limit = 2 * calendars.size + FEW;
  }
  calendars.set(text, new WeakRef(calendar));
}
