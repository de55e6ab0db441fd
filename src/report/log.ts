import type { ReportedClock } from "../outcome.ts";
import { firstIndex } from "../time/bisect.ts";
import type { ZoneTable } from "../time/zone.ts";
import { type Cell, compareCells } from "./cell.ts";
import { type Dimension, dimensionName, type FullLayout, fieldNamed } from "./layout.ts";
import { cellOf, type Subject } from "./subject.ts";

/** A clock in a log: what the order looks at, then ticket and clock so that no two are equal; and its cells. */
export interface LogEntry {
  readonly sort: readonly Cell[];
  readonly cells: readonly Cell[];
}

const OF_CLOCK = [
  "instance", "startedAt", "dueAt", "endedAt", "breachedAt", "targetMs", "elapsedMs", "remainingMs", "pausedMs", "exempted",
  "policyVersion", "basis",
] as const satisfies readonly (keyof ReportedClock)[]; // biome-ignore format: a list of names

const DIMENSIONS = [
  "metric", "level", "policy", "policySet", "per", "agent", "department", "supplier", "category", "outcome", "state", "isOpen",
] as const satisfies readonly Dimension[]; // biome-ignore format: a list of names

const IDS: readonly string[] = ["ticket", "clock"];

const OTHERS: readonly string[] = [
  ...DIMENSIONS, ...OF_CLOCK, "wallElapsedMs", "wallRemainingMs", "asOf", "definition", "semantics",
]; // biome-ignore format: a list of names

/** Names that a row of a log has; `priority` and `field.…` beside them where asked for. */
export const LOG_NAMES: readonly string[] = [...IDS, ...OTHERS];

/** Names of the columns of a log: those of the layout, or all. */
export function logColumns({ columns, groupBy }: FullLayout): string[] {
  if (columns !== null) return columns.map(({ of }) => of);
  return [...IDS, ...new Set([...groupBy.map(dimensionName), ...OTHERS])];
}

export function logEntry(layout: FullLayout, zone: ZoneTable, subject: Subject): LogEntry {
  const { evaluation, clock } = subject;
  const cell = (name: string) => logCell(name, zone, subject);
  return {
    sort: [...layout.order.map(({ by }) => cell(by)), evaluation.ticket, clock.id],
    cells: logColumns(layout).map(cell),
  };
}

/** Puts an entry in its place among the first `limit`; what falls behind them is not kept. */
export function keepEntry(layout: FullLayout, entries: LogEntry[], entry: LogEntry): void {
  const { limit } = layout;
  const last = entries[entries.length - 1];
  const isLast = last === undefined || compareEntries(layout, last, entry) <= 0;
  if (isLast && entries.length >= limit) return;
  const place = isLast
    ? entries.length
    : firstIndex(entries.length, (i) => compareEntries(layout, entries[i], entry) > 0);
  entries.splice(place, 0, entry);
  if (entries.length > limit) entries.pop();
}

/** The first `limit` of both, each in order. */
export function mergeEntries(layout: FullLayout, a: readonly LogEntry[], b: readonly LogEntry[]): LogEntry[] {
  return [...a, ...b].sort((one, other) => compareEntries(layout, one, other)).slice(0, layout.limit);
}

function compareEntries({ order }: FullLayout, a: LogEntry, b: LogEntry): number {
  for (let i = 0; i < a.sort.length; i++) {
    const difference = compareBy(a.sort[i], b.sort[i], order[i]?.descending === true);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** In the order asked for; null last in either. */
export function compareBy(a: Cell, b: Cell, descending: boolean): number {
  const difference = compareCells(a, b);
  return descending && a !== null && b !== null ? -difference : difference;
}

function logCell(name: string, zone: ZoneTable, subject: Subject): Cell {
  const { evaluation, clock } = subject;
  switch (name) {
    case "ticket":
      return evaluation.ticket;
    case "clock":
      return clock.id;
    case "wallElapsedMs":
      return clock.wall.elapsedMs;
    case "wallRemainingMs":
      return clock.wall.remainingMs;
    case "asOf":
      return evaluation.asOf;
    case "definition":
      return evaluation.definition;
    case "semantics":
      return evaluation.engine.semantics;
  }
  const ofClock = OF_CLOCK.find((one) => one === name);
  if (ofClock) return clock[ofClock];
  const field = fieldNamed(name);
  return cellOf(field === null ? (name as Dimension) : { field }, zone, subject);
}
