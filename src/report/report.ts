import { error, SlaError, throwErrors } from "../diagnostics.ts";
import type { Evaluation } from "../evaluation.ts";
import { type Outcome, worse } from "../outcome.ts";
import { canonical } from "../time/canonical.ts";
import { fixedZone, localDayAt, type ZoneSupplier, type ZoneTable } from "../time/zone.ts";
import type { Cell } from "./cell.ts";
import { checkLayout } from "./check.ts";
import { DEFAULTS, type FullLayout, type ReportLayout } from "./layout.ts";
import { keepEntry, type LogEntry, logEntry, mergeEntries } from "./log.ts";
import { startOfPeriod } from "./period.ts";
import { cellOf, passes, type Subject, subjectOf } from "./subject.ts";
import { addClock, addTicket, mergeTallies, noTally, type Tally } from "./tally.ts";

/** An unfinished report: what was counted so far. Plain JSON, to be stored, sent to another process and merged there. */
export interface Report {
  readonly layout: FullLayout;
  readonly zone: ZoneTable;
  /** The one `asOf` of all verdicts; null before the first. */
  asOf: number | null;
  /** Fingerprints of the definitions that gave the verdicts, and versions of the semantics; each once, in order. */
  definitions: string[];
  semantics: number[];
  /** Tickets added that had been opened, and those of them that no policy governs at `asOf`. */
  tickets: number;
  ungoverned: number;
  /** By key; a key is the JSON of `Tally.key`. */
  readonly groups: Record<string, Tally>;
  groupCount: number;
  /** A log's first rows by its order, and how many clocks there were in all. */
  entries: LogEntry[];
  clocks: number;
}

/**
 * An empty report. `zones` is asked for the layout's zone; UTC and fixed offsets need none.
 * @throws SlaError with all that is wrong with the layout.
 */
export function startReport(layout: ReportLayout = {}, zones?: ZoneSupplier): Report {
  const full: FullLayout = { ...DEFAULTS, ...layout };
  const zone = fixedZone(full.timeZone) ?? zones?.zone(full.timeZone) ?? null;
  const issues = checkLayout(full);
  if (zone === null)
    issues.push(
      error(
        "report.unknown_time_zone",
        ["timeZone"],
        zones
          ? `no time zone has the name \`${full.timeZone}\``
          : `\`${full.timeZone}\` needs a supplier of zones, such as \`luxonZones()\``,
      ),
    );
  throwErrors(issues);
  return {
    layout: copyOf(full),
    zone: copyOf(zone as ZoneTable),
    asOf: null,
    definitions: [],
    semantics: [],
    tickets: 0,
    ungoverned: 0,
    groups: {},
    groupCount: 0,
    entries: [],
    clocks: 0,
  };
}

/**
 * Counts the clocks of one full verdict, and gives the report back, which is changed. Each ticket is to be added once. One
 * that had not been opened yet counts nowhere.
 * @throws SlaError for a verdict of another `asOf`, a field that it does not carry, or more than `maxGroups` groups; nothing
 * of the verdict is counted then.
 */
export function addToReport(report: Report, evaluation: Evaluation): Report {
  const { layout, zone } = report;
  if (report.asOf !== null && evaluation.asOf !== report.asOf) throw mixedAsOf(report.asOf, evaluation.asOf);
  const subjects = evaluation.clocks
    .map((clock) => subjectOf(layout, evaluation, clock))
    .filter((subject) => passes(layout, zone, subject));
  if (layout.kind === "log") {
    const entries = subjects.map((subject) => logEntry(layout, zone, subject));
    for (const entry of entries) keepEntry(layout, report.entries, entry);
  } else {
    addFigures(report, evaluation, subjects);
  }
  report.clocks += subjects.length;
  report.asOf = evaluation.asOf;
  insert(report.definitions, evaluation.definition);
  insert(report.semantics, evaluation.engine.semantics);
  if (evaluation.category === null) return report;
  report.tickets++;
  if (evaluation.policy === null) report.ungoverned++;
  return report;
}

/**
 * The report of all that either has counted, equal to one that had counted it all; neither is changed.
 * @throws SlaError where their layouts, their zones' data or their `asOf` differ, or where they have too many groups.
 */
export function mergeReports(a: Report, b: Report): Report {
  if (canonical([a.layout, a.zone]) !== canonical([b.layout, b.zone]))
    throw refused("other_layout", "reports of different layouts, or zones, cannot be merged");
  if (a.asOf !== null && b.asOf !== null && a.asOf !== b.asOf) throw mixedAsOf(a.asOf, b.asOf);
  const merged: Report = {
    ...copyOf(a),
    asOf: a.asOf ?? b.asOf,
    tickets: a.tickets + b.tickets,
    ungoverned: a.ungoverned + b.ungoverned,
    entries: mergeEntries(a.layout, a.entries, b.entries),
    clocks: a.clocks + b.clocks,
  };
  for (const definition of b.definitions) insert(merged.definitions, definition);
  for (const semantics of b.semantics) insert(merged.semantics, semantics);
  for (const [key, tally] of Object.entries(b.groups)) {
    const known = merged.groups[key];
    if (!known) merged.groupCount++;
    merged.groups[key] = known ? mergeTallies(known, tally) : copyOf(tally);
  }
  checkGroups(merged, merged.groupCount);
  return merged;
}

function addFigures(report: Report, evaluation: Evaluation, subjects: readonly Subject[]): void {
  const { layout, groups } = report;
  const keys = subjects.map((subject) => JSON.stringify(keyOf(report, subject)));
  const worst = new Map<string, Outcome>();
  for (const [i, key] of keys.entries()) worst.set(key, worse(worst.get(key), subjects[i].outcome));
  const fresh = [...worst.keys()].filter((key) => groups[key] === undefined);
  checkGroups(report, report.groupCount + fresh.length);
  if (layout.satisfaction !== null && worst.size > 0)
    cellOf({ field: layout.satisfaction.field }, report.zone, subjects[0]); // or throws before anything is counted
  for (const key of fresh) groups[key] = noTally(JSON.parse(key) as Cell[]);
  report.groupCount += fresh.length;
  for (const [i, subject] of subjects.entries()) addClock(groups[keys[i]], layout, subject);
  for (const [key, outcome] of worst) addTicket(groups[key], layout, evaluation, outcome);
}

/** First day of the period, then the groups' values. A key begins with `[`, so it is never the name of a built-in member. */
function keyOf({ layout, zone }: Report, subject: Subject): Cell[] {
  const { period, weekStartsOn, groupBy } = layout;
  const { at } = subject;
  const start =
    period === null || at === null ? null : startOfPeriod(period, weekStartsOn, localDayAt(zone, at));
  return [start, ...groupBy.map((dimension) => cellOf(dimension, zone, subject))];
}

function checkGroups({ layout }: Report, count: number): void {
  if (count <= layout.maxGroups) return;
  const message = `there are more than ${layout.maxGroups} groups; group by less, or raise \`maxGroups\``;
  throw refused("too_many_groups", message);
}

/** Puts a value in its place in a sorted list that has each once. */
function insert<T extends string | number>(list: T[], value: T): void {
  if (list.includes(value)) return;
  const place = list.findIndex((one) => one > value);
  list.splice(place === -1 ? list.length : place, 0, value);
}

function mixedAsOf(a: number, b: number): SlaError {
  const message = `verdicts as of ${a} and as of ${b} do not make one report; evaluate all at the same instant`;
  return refused("mixed_as_of", message);
}

/** An error about what a report was given, after it was started. */
export function refused(reason: string, message: string): SlaError {
  return new SlaError([error(`report.${reason}`, [], message)]);
}

function copyOf<T>(json: T): T {
  return JSON.parse(JSON.stringify(json)) as T;
}
