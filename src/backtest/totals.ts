import { type Outcome, outcomeOf } from "../outcome.ts";
import { addLength, average, mergeSpreads, noSpread, percentiles, type Spread } from "../time/spread.ts";
import type { ActionDifference, ClockDifference, Compared } from "./difference.ts";

/** What clocks came to under one definition. */
export interface SideTotals extends Record<Outcome, number> {
  /** Tickets with a clock among them. */
  tickets: number;
  clocks: number;
  /** met / (met + missed), 0 to 1; null where nothing was judged. */
  compliance: number | null;
  /** Actions that a host which is always on time would have sent. */
  sent: number;
}

/** How far due times moved, by the wall clock; null of none. Median and 90th percentile by nearest rank, at most 0.78 % off. */
export interface Moves {
  count: number;
  averageMs: number | null;
  medianMs: number | null;
  p90Ms: number | null;
  maxMs: number | null;
  /** What all that is made from, and merged by. */
  spread: Spread;
}

/** Clocks and actions under both definitions. */
export interface Totals {
  readonly current: SideTotals;
  readonly draft: SideTotals;
  /** Clocks that are due earlier under the draft, and later. */
  readonly earlier: Moves;
  readonly later: Moves;
  readonly breaches: Record<"added" | "gone" | "moved", number>;
  /** Clocks that only the draft has, and that only the current definition has. */
  readonly clocks: Record<"added" | "gone", number>;
  /** Clocks in another state. */
  states: number;
  /** Actions that only the draft sends, only the current definition, and both at other instants, or to others. */
  readonly actions: Record<"added" | "gone" | "moved" | "altered", number>;
}

/** The totals of the clocks that one policy promises something for one metric. */
export interface GroupTotals extends Totals {
  readonly policySet: string | null;
  /** Null: no policy promises them anything. */
  readonly policy: string | null;
  readonly metric: string;
  /**
   * Clocks that another policy governs under the current definition, and under the draft. What moved or broke of those is
   * in the total alone.
   */
  came: number;
  left: number;
}

/** What was counted: over all, and by the JSON of set, policy and metric (which begins with `[`: no built-in member). */
export interface Counted {
  readonly total: Totals;
  readonly groups: Record<string, GroupTotals>;
}

export function nothingCounted(): Counted {
  return { total: noTotals(), groups: {} };
}

/** Counts a ticket under both definitions. */
export function addCompared({ total, groups }: Counted, compared: Compared): void {
  addSide(total, groups, compared, "current");
  addSide(total, groups, compared, "draft");
  for (const { current, draft } of compared.clocks) {
    if (!current || !draft || keyOf(current) === keyOf(draft)) continue;
    groupOf(groups, current).left++;
    groupOf(groups, draft).came++;
  }
  for (const one of compared.difference.clocks)
    for (const totals of [total, sharedGroup(groups, one)]) if (totals) addClock(totals, one);
  for (const one of compared.difference.actions)
    for (const totals of [total, sharedGroup(groups, one)]) if (totals) addAction(totals, one);
}

function addSide(
  total: Totals,
  groups: Counted["groups"],
  { clocks, actions }: Compared,
  side: "current" | "draft",
): void {
  const seen = new Set<Totals>();
  const sets = new Map<string | null, string | null>();
  for (const { [side]: reading } of clocks) {
    if (!reading) continue;
    sets.set(reading.id, reading.policySet);
    for (const totals of [total, groupOf(groups, reading)]) {
      totals[side].clocks++;
      totals[side][outcomeOf(reading)]++;
      if (!seen.has(totals)) totals[side].tickets++;
      seen.add(totals);
    }
  }
  for (const { [side]: action } of actions) {
    if (!action) continue;
    const { metric, policy, clock } = action;
    const group = groupOf(groups, { metric, policy, policySet: sets.get(clock) ?? null });
    for (const totals of [total, group]) totals[side].sent++;
  }
}

function addClock(totals: Totals, { current, draft, dueMovedMs, breach }: ClockDifference): void {
  if (!current || !draft) totals.clocks[draft ? "added" : "gone"]++;
  else if (current.state !== draft.state) totals.states++;
  if (dueMovedMs) addLength(totals[dueMovedMs < 0 ? "earlier" : "later"].spread, Math.abs(dueMovedMs));
  if (breach) totals.breaches[breach]++;
}

function addAction({ actions }: Totals, { current, draft, movedMs }: ActionDifference): void {
  if (!current || !draft) actions[draft ? "added" : "gone"]++;
  else actions[movedMs ? "moved" : "altered"]++;
}

interface Owner {
  readonly policySet: string | null;
  readonly policy: string | null;
  readonly metric: string;
}

/** The group that a difference belongs to; null where another policy has it under the draft. */
function sharedGroup(
  groups: Counted["groups"],
  { metric, current, draft }: ClockDifference | ActionDifference,
): GroupTotals | null {
  if (current && draft && (current.policySet !== draft.policySet || current.policy !== draft.policy))
    return null;
  const { policySet = null, policy = null } = draft ?? current ?? {};
  return groupOf(groups, { metric, policySet, policy });
}

function groupOf(groups: Counted["groups"], owner: Owner): GroupTotals {
  const { policySet, policy, metric } = owner;
  groups[keyOf(owner)] ??= { policySet, policy, metric, ...noTotals(), came: 0, left: 0 };
  return groups[keyOf(owner)];
}

function keyOf({ policySet, policy, metric }: Owner): string {
  return JSON.stringify([policySet, policy, metric]);
}

/** What a finished backtest counted. */
export function groupsByKey({ total, groups }: { total: Totals; groups: readonly GroupTotals[] }): Counted {
  return { total, groups: Object.fromEntries(groups.map((group) => [keyOf(group), group])) };
}

/** What either has counted; neither is changed. */
export function mergeCounted(a: Counted, b: Counted): Counted {
  const groups: Counted["groups"] = {};
  for (const counted of [a, b])
    for (const [key, group] of Object.entries(counted.groups)) {
      const { policySet, policy, metric } = group;
      const { came = 0, left = 0, ...before } = groups[key] ?? noTotals();
      const sums = { came: came + group.came, left: left + group.left };
      groups[key] = { policySet, policy, metric, ...mergeTotals(before, group), ...sums };
    }
  return { total: mergeTotals(a.total, b.total), groups };
}

function mergeTotals(a: Totals, b: Totals): Totals {
  return {
    current: sumOf(a.current, b.current),
    draft: sumOf(a.draft, b.draft),
    earlier: { ...NO_FIGURES, spread: mergeSpreads(a.earlier.spread, b.earlier.spread) },
    later: { ...NO_FIGURES, spread: mergeSpreads(a.later.spread, b.later.spread) },
    breaches: sumOf(a.breaches, b.breaches),
    clocks: sumOf(a.clocks, b.clocks),
    states: a.states + b.states,
    actions: sumOf(a.actions, b.actions),
  };
}

/** Works out what follows from the counts, and puts the groups in order. */
export function settleFigures({ total, groups }: Counted): { total: Totals; groups: GroupTotals[] } {
  const ordered = Object.entries(groups).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const totals of [total, ...ordered.map(([, group]) => group)]) {
    for (const side of [totals.current, totals.draft]) {
      const judged = side.met + side.missed;
      side.compliance = judged === 0 ? null : side.met / judged;
    }
    for (const moves of [totals.earlier, totals.later]) {
      const { spread } = moves;
      [moves.medianMs, moves.p90Ms] = percentiles([spread], [50, 90]);
      [moves.count, moves.averageMs, moves.maxMs] = [spread.count, average(spread), spread.max];
    }
  }
  return { total, groups: ordered.map(([, group]) => group) };
}

const NO_FIGURES = { count: 0, averageMs: null, medianMs: null, p90Ms: null, maxMs: null };

function noTotals(): Totals {
  return {
    current: noSide(),
    draft: noSide(),
    earlier: { ...NO_FIGURES, spread: noSpread() },
    later: { ...NO_FIGURES, spread: noSpread() },
    breaches: { added: 0, gone: 0, moved: 0 },
    clocks: { added: 0, gone: 0 },
    states: 0,
    actions: { added: 0, gone: 0, moved: 0, altered: 0 },
  };
}

function noSide(): SideTotals {
  const outcomes = { met: 0, missed: 0, pending: 0, cancelled: 0, exempted: 0, untargeted: 0 };
  return { tickets: 0, clocks: 0, ...outcomes, compliance: null, sent: 0 };
}

/** Counts added up by name; shares are worked out anew. */
function sumOf<T extends object>(a: T, b: T): T {
  const [of, also] = [a, b] as Record<string, number | null>[];
  return Object.fromEntries(
    Object.keys(of).map((name) => [
      name,
      name === "compliance" ? null : Number(of[name]) + Number(also[name]),
    ]),
  ) as T;
}
