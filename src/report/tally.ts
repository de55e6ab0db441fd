import { OUTCOMES, type Outcome } from "../outcome.ts";
import { addLength, mergeSpreads, noSpread, type Spread } from "../time/spread.ts";
import { addTo, noSum, plus, type Sum } from "../time/sum.ts";
import type { Cell } from "./cell.ts";
import type { FullLayout } from "./layout.ts";
import { fieldOf, type Subject } from "./subject.ts";

/** How many clocks, or tickets, came out how. */
export type Counts = Record<Outcome, number>;

/** What a report keeps of one group: counts and spreads, however many clocks are in it. Plain JSON. */
export interface Tally {
  /** First day of the period as days since 1970-01-01, or null; then the values of `groupBy`. */
  readonly key: readonly Cell[];
  clocks: Counts;
  tickets: Counts;
  /** Open clocks: all, and of these the paused, those at risk and those missed. */
  open: { all: number; paused: number; atRisk: number; late: number; nextDueAt: number | null };
  /** Clocks that were ever fulfilled, and those of them that were reopened. */
  ended: number;
  reopened: number;
  met: Spread;
  missed: Spread;
  /** How late the missed ones are, or ended. */
  overdue: Spread;
  /** Judged clocks by the basis of their lengths. */
  bases: { business: number; aroundTheClock: number };
  /** Ratings of tickets, in thousandths where they are numbers. */
  rated: { all: number; good: number; numbers: number; sum: Sum };
}

const noCounts = (): Counts => ({ met: 0, missed: 0, pending: 0, cancelled: 0, exempted: 0, untargeted: 0 });

export function noTally(key: readonly Cell[]): Tally {
  return {
    key,
    clocks: noCounts(),
    tickets: noCounts(),
    open: { all: 0, paused: 0, atRisk: 0, late: 0, nextDueAt: null },
    ended: 0,
    reopened: 0,
    met: noSpread(),
    missed: noSpread(),
    overdue: noSpread(),
    bases: { business: 0, aroundTheClock: 0 },
    rated: { all: 0, good: 0, numbers: 0, sum: noSum() },
  };
}

export function addClock(tally: Tally, { basis }: FullLayout, subject: Subject): void {
  const { clock, outcome, evaluation } = subject;
  tally.clocks[outcome]++;
  const wasReopened = clock.stretches.some(({ kind }) => kind === "fulfilled");
  if (wasReopened || clock.state === "fulfilled") tally.ended++;
  if (wasReopened) tally.reopened++;
  if (clock.endedAt === null) addOpen(tally.open, subject, evaluation.asOf);
  if (outcome !== "met" && outcome !== "missed") return;
  const { elapsedMs, remainingMs } = basis === "wall" ? clock.wall : clock;
  addLength(tally[outcome], Math.max(0, elapsedMs));
  if (outcome === "missed" && remainingMs !== null) addLength(tally.overdue, Math.max(0, -remainingMs));
  tally.bases[clock.basis]++;
}

/** Counts a ticket once, by the worst of its clocks in the group, with its rating. */
export function addTicket(
  tally: Tally,
  { satisfaction }: FullLayout,
  evaluation: Subject["evaluation"],
  outcome: Outcome,
): void {
  tally.tickets[outcome]++;
  if (satisfaction === null) return;
  const rating = fieldOf(evaluation.fields, satisfaction.field);
  if (rating === null) return;
  const { good } = satisfaction;
  const isGood =
    typeof good === "number" ? typeof rating === "number" && rating >= good : good.includes(rating);
  tally.rated.all++;
  if (isGood) tally.rated.good++;
  if (typeof rating !== "number" || Math.abs(rating) > MAX_RATING) return;
  tally.rated.numbers++;
  addTo(tally.rated.sum, Math.round(rating * 1_000));
}

/** Larger numbers are ratings of nothing, and not averaged. */
const MAX_RATING = 1e9;

export function mergeTallies(a: Tally, b: Tally): Tally {
  return {
    key: a.key,
    clocks: sumOf(a.clocks, b.clocks),
    tickets: sumOf(a.tickets, b.tickets),
    open: {
      all: a.open.all + b.open.all,
      paused: a.open.paused + b.open.paused,
      atRisk: a.open.atRisk + b.open.atRisk,
      late: a.open.late + b.open.late,
      nextDueAt: earlier(a.open.nextDueAt, b.open.nextDueAt),
    },
    ended: a.ended + b.ended,
    reopened: a.reopened + b.reopened,
    met: mergeSpreads(a.met, b.met),
    missed: mergeSpreads(a.missed, b.missed),
    overdue: mergeSpreads(a.overdue, b.overdue),
    bases: {
      business: a.bases.business + b.bases.business,
      aroundTheClock: a.bases.aroundTheClock + b.bases.aroundTheClock,
    },
    rated: {
      all: a.rated.all + b.rated.all,
      good: a.rated.good + b.rated.good,
      numbers: a.rated.numbers + b.rated.numbers,
      sum: plus(a.rated.sum, b.rated.sum),
    },
  };
}

function addOpen(open: Tally["open"], { clock, outcome }: Subject, asOf: number): void {
  const { state, breachedAt, atRiskAt, dueAt } = clock;
  open.all++;
  if (state === "paused") open.paused++;
  if (breachedAt !== null) open.late++;
  else if (atRiskAt !== null && atRiskAt <= asOf) open.atRisk++;
  if (outcome === "pending") open.nextDueAt = earlier(open.nextDueAt, dueAt);
}

function sumOf(a: Counts, b: Counts): Counts {
  const sum = noCounts();
  for (const outcome of OUTCOMES) sum[outcome] = a[outcome] + b[outcome];
  return sum;
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}
