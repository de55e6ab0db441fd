import { OUTCOMES } from "../outcome.ts";
import { canonical } from "../time/canonical.ts";
import { type Cell, type ReportRow, written } from "./cell.ts";
import { endOfPeriod, figuresOf } from "./figures.ts";
import type { FullLayout } from "./layout.ts";
import { compareBy, logColumns } from "./log.ts";
import { startOfPeriod } from "./period.ts";
import { type Report, refused } from "./report.ts";
import { type Counts, noTally, type Tally } from "./tally.ts";

/** How rows are shown. */
export interface RowOptions {
  /** The same report at an earlier `asOf`: rows of periods that were over by then and say something else now are *restated*. */
  readonly earlier?: Report;
}

/**
 * The rows of a report in its order. Shares are 0 to 1; what has no divisor is null. Each row names its basis, `asOf`,
 * definition and semantics, unless the layout's columns leave them out. A log restates nothing: it does not look at `earlier`.
 * @throws SlaError where `earlier` has another layout or a later `asOf`.
 */
export function reportRows(report: Report, { earlier }: RowOptions = {}): ReportRow[] {
  if (report.layout.kind === "log") return logRows(report);
  if (earlier) checkEarlier(report, earlier);
  const rows = talliesOf(report, earlier).map((tally) => {
    const key = JSON.stringify(tally.key);
    return {
      tally,
      figures: new Map(
        figuresOf({
          layout: report.layout,
          zone: report.zone,
          tally,
          previous: previousOf(report, tally),
          before: earlier ? restated(report.layout, earlier, key, tally) : null,
          said: saidOf(report),
        }),
      ),
    };
  });
  rows.sort((a, b) => compareRows(report.layout, a, b));
  return rows.map(({ figures }) => rowOf(report, figures));
}

function logRows({ layout, zone, entries }: Report): ReportRow[] {
  const names = logColumns(layout);
  const formats = layout.columns;
  return entries.map(({ cells }) =>
    Object.fromEntries(
      cells.map((cell, i) => [
        formats?.[i].title ?? names[i],
        written(cell, formats?.[i].as ?? "plain", zone),
      ]),
    ),
  );
}

/** All groups, and those that only the earlier report has: a figure that is gone was restated too. */
function talliesOf({ groups }: Report, earlier: Report | undefined): Tally[] {
  const gone = Object.entries(earlier?.groups ?? {}).filter(([key]) => groups[key] === undefined);
  return [...Object.values(groups), ...gone.map(([, { key }]) => noTally(key))];
}

function previousOf({ layout, groups }: Report, { key: [day, ...rest] }: Tally): Tally | undefined {
  const { period, weekStartsOn } = layout;
  if (period === null || typeof day !== "number") return undefined;
  return groups[JSON.stringify([startOfPeriod(period, weekStartsOn, day - 1), ...rest])];
}

function restated(
  layout: FullLayout,
  earlier: Report,
  key: string,
  tally: Tally,
): { counts: Counts; asOf: number | null } | null {
  const end = endOfPeriod(layout, earlier.zone, tally.key[0]);
  if (end === null || earlier.asOf === null || end > earlier.asOf) return null;
  const before = (earlier.groups[key] ?? noTally(tally.key))[layout.count];
  const now = tally[layout.count];
  return OUTCOMES.some((outcome) => before[outcome] !== now[outcome])
    ? { counts: before, asOf: earlier.asOf }
    : null;
}

function checkEarlier(report: Report, earlier: Report): void {
  if (canonical(report.layout) !== canonical(earlier.layout))
    throw refused(
      "other_layout",
      "an earlier report tells what was restated only where its layout is the same",
    );
  if (report.asOf !== null && earlier.asOf !== null && earlier.asOf > report.asOf)
    throw refused("mixed_as_of", "the earlier report is as of a later instant");
}

function saidOf({ asOf, definitions, semantics }: Report) {
  return { asOf, definition: definitions.join(" "), semantics: semantics.join(" ") };
}

interface SortableRow {
  readonly tally: Tally;
  readonly figures: ReadonlyMap<string, Cell>;
}

function compareRows({ order }: FullLayout, a: SortableRow, b: SortableRow): number {
  for (const { by, descending = false } of order) {
    const difference = compareBy(a.figures.get(by) ?? null, b.figures.get(by) ?? null, descending);
    if (difference !== 0) return difference;
  }
  for (const [i, cell] of a.tally.key.entries()) {
    const difference = compareBy(cell, b.tally.key[i], false);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rowOf({ layout, zone }: Report, figures: ReadonlyMap<string, Cell>): ReportRow {
  if (layout.columns === null) return Object.fromEntries(figures);
  return Object.fromEntries(
    layout.columns.map(({ of, title = of, as = "plain" }) => [
      title,
      written(figures.get(of) ?? null, as, zone),
    ]),
  );
}
