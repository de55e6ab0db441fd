import { OUTCOMES } from "../outcome.ts";
import { average, percentiles } from "../time/spread.ts";
import { mean } from "../time/sum.ts";
import { startOfDay, type ZoneTable } from "../time/zone.ts";
import type { Cell } from "./cell.ts";
import { dimensionName, type FullLayout } from "./layout.ts";
import { nextPeriod, periodName } from "./period.ts";
import type { Counts, Tally } from "./tally.ts";

const OF_PERIOD: readonly string[] = ["period", "from", "to"];

const OF_GROUP: readonly string[] = [
  "tickets", "clocks", "met", "missed", "pending", "cancelled", "exempted", "untargeted", "compliance",
  "previousCompliance", "complianceChange",
  "metAverageMs", "metMaxMs", "metMinMs", "missedAverageMs", "missedMaxMs", "missedMinMs",
  "overdueAverageMs", "overdueMaxMs", "p50Ms", "p90Ms", "p95Ms", "p99Ms",
  "open", "paused", "atRisk", "late", "nextDueAt", "reopened", "reopenRate",
  "rated", "satisfaction", "satisfied",
  "restated", "metBefore", "missedBefore", "complianceBefore", "asOfBefore",
  "basis", "countBy", "count", "asOf", "definition", "semantics",
]; // biome-ignore format: a list of names

/** The names of a row's figures, in their order; the names of its groups stand after `to`. Lengths in milliseconds. */
export const FIGURE_NAMES: readonly string[] = [...OF_PERIOD, ...OF_GROUP];

/** What the figures of one group are made from. */
export interface FigureSources {
  readonly layout: FullLayout;
  readonly zone: ZoneTable;
  readonly tally: Tally;
  /** The same group a period earlier, where there is one. */
  readonly previous: Tally | undefined;
  /** What an earlier report said of a period that was over by then, if it said something else. */
  readonly before: { readonly counts: Counts; readonly asOf: number | null } | null;
  readonly said: { readonly asOf: number | null; readonly definition: string; readonly semantics: string };
}

/** All figures of a group by name. What has no divisor is null. */
export function figuresOf({ layout, zone, tally, previous, before, said }: FigureSources): [string, Cell][] {
  const counts = tally[layout.count];
  const compliance = complianceOf(counts);
  const earlier = previous ? complianceOf(previous[layout.count]) : null;
  const [p50Ms, p90Ms, p95Ms, p99Ms] = percentiles([tally.met, tally.missed], [50, 90, 95, 99]);
  const { open, rated, ended, reopened } = tally;
  // One literal without spreads: half the time of a report's rows went to those
  const values: Readonly<Record<string, Cell>> = {
    tickets: total(tally.tickets),
    clocks: total(tally.clocks),
    met: counts.met,
    missed: counts.missed,
    pending: counts.pending,
    cancelled: counts.cancelled,
    exempted: counts.exempted,
    untargeted: counts.untargeted,
    compliance,
    previousCompliance: earlier,
    complianceChange: compliance === null || earlier === null ? null : compliance - earlier,
    metAverageMs: average(tally.met),
    metMaxMs: tally.met.max,
    metMinMs: tally.met.min,
    missedAverageMs: average(tally.missed),
    missedMaxMs: tally.missed.max,
    missedMinMs: tally.missed.min,
    overdueAverageMs: average(tally.overdue),
    overdueMaxMs: tally.overdue.max,
    p50Ms,
    p90Ms,
    p95Ms,
    p99Ms,
    open: open.all,
    paused: open.paused,
    atRisk: open.atRisk,
    late: open.late,
    nextDueAt: open.nextDueAt,
    reopened,
    reopenRate: share(reopened, ended),
    rated: rated.all,
    satisfaction: thousandths(mean(rated.sum, rated.numbers)),
    satisfied: share(rated.good, rated.all),
    restated: before !== null,
    metBefore: before?.counts.met ?? null,
    missedBefore: before?.counts.missed ?? null,
    complianceBefore: before && complianceOf(before.counts),
    asOfBefore: before?.asOf ?? null,
    basis: basisOf(layout, tally),
    countBy: layout.countBy,
    count: layout.count,
    asOf: said.asOf,
    definition: said.definition,
    semantics: said.semantics,
  };
  const groups = layout.groupBy.map((one, i): [string, Cell] => [dimensionName(one), tally.key[i + 1]]);
  const figures = OF_GROUP.map((name): [string, Cell] => [name, values[name]]);
  return [...periodCells(layout, zone, tally.key[0]), ...groups, ...figures];
}

/** met / (met + missed), 0 to 1; null where nothing was judged. */
function complianceOf({ met, missed }: Counts): number | null {
  return share(met, met + missed);
}

/** When a period is over, exclusive; null for the period of what has no instant. */
export function endOfPeriod({ period }: FullLayout, zone: ZoneTable, day: Cell): number | null {
  return period === null || typeof day !== "number" ? null : startOfDay(zone, nextPeriod(period, day));
}

function periodCells(layout: FullLayout, zone: ZoneTable, day: Cell): [string, Cell][] {
  const isDated = layout.period !== null && typeof day === "number";
  return [
    ["period", isDated && layout.period ? periodName(layout.period, day) : null],
    ["from", isDated ? startOfDay(zone, day) : null],
    ["to", endOfPeriod(layout, zone, day)],
  ];
}

function basisOf({ basis }: FullLayout, { bases }: Tally): Cell {
  if (basis === "wall") return "wall";
  if (bases.business > 0 && bases.aroundTheClock > 0) return "mixed";
  return bases.business > 0 ? "business" : bases.aroundTheClock > 0 ? "aroundTheClock" : null;
}

function total(counts: Counts): number {
  return OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function thousandths(value: number | null): number | null {
  return value === null ? null : value / 1_000;
}
