import { error, SlaError } from "../diagnostics.ts";
import { firstIndex } from "../time/bisect.ts";
import { compare, type TicketDifference } from "./difference.ts";
import { keep } from "./keep.ts";
import type { LintDifference } from "./lint.ts";
import {
  addCompared,
  type Counted,
  type GroupTotals,
  groupsByKey,
  mergeCounted,
  nothingCounted,
  settleFigures,
  type Totals,
} from "./totals.ts";
import type { FailedTicket, Verdicts } from "./verdicts.ts";

/** Which definition and zone data a side was evaluated by: fingerprints, and the supplier's name for its zones. */
export interface BacktestDefinition {
  readonly definition: string;
  readonly tzVersion: string;
  readonly tzLabel: string;
}

/** How many tickets a draft changes, and in what; a ticket counts in each that applies. */
export interface ChangedTickets {
  readonly tickets: number;
  /** Other policies govern at `asOf`. */
  readonly policies: number;
  /** A clock is due at another instant. */
  readonly due: number;
  /** A breach comes, goes or moves. */
  readonly breaches: number;
  readonly states: number;
  /** A clock comes or goes. */
  readonly clocks: number;
  /** Other actions would have been sent. */
  readonly actions: number;
}

/** Tickets in whose verdicts a warning stands, by side. */
export interface WarningCount {
  readonly code: string;
  readonly current: number;
  readonly draft: number;
}

/** Tickets that could not be evaluated, which count nowhere else. */
export interface FailedTickets {
  readonly tickets: number;
  readonly codes: readonly { readonly code: string; readonly tickets: number }[];
  /** The first by ticket, no more than `limit`. */
  readonly first: readonly FailedTicket[];
}

/** What a draft would have changed (semantics R4). Plain JSON; of shards it can be merged. */
export interface Backtest {
  readonly asOf: number;
  readonly semantics: number;
  readonly current: BacktestDefinition;
  readonly draft: BacktestDefinition;
  /** Advice about the one and the other; null where a side was given without its issues. */
  readonly lint: LintDifference | null;
  /** Tickets evaluated, of which those that had not been opened yet stand apart. */
  readonly tickets: number;
  readonly notOpened: number;
  readonly failed: FailedTickets;
  readonly changed: ChangedTickets;
  readonly total: Totals;
  /** By policy set, policy and metric. */
  readonly groups: readonly GroupTotals[];
  readonly warnings: readonly WarningCount[];
  /** The most telling differences, no more than `limit`, and how many there are beyond them. */
  readonly differences: readonly TicketDifference[];
  readonly leftOut: number;
  readonly limit: number;
}

/** What a backtest keeps while it runs: no more for a million tickets than for a thousand. */
export interface Running {
  readonly head: Pick<Backtest, "asOf" | "semantics" | "current" | "draft" | "lint" | "limit">;
  tickets: number;
  notOpened: number;
  counted: Counted;
  readonly changed: Record<keyof ChangedTickets, number>;
  readonly warned: Map<string, { current: number; draft: number }>;
  readonly failed: { tickets: number; readonly codes: Map<string, number>; first: FailedTicket[] };
  readonly kept: TicketDifference[];
}

export function startRunning(head: Running["head"]): Running {
  return {
    head,
    tickets: 0,
    notOpened: 0,
    counted: nothingCounted(),
    changed: { tickets: 0, policies: 0, due: 0, breaches: 0, states: 0, clocks: 0, actions: 0 },
    warned: new Map(),
    failed: { tickets: 0, codes: new Map(), first: [] },
    kept: [],
  };
}

/** Counts a ticket, and gives what the draft changes for it; null for nothing, or where it failed. */
export function addVerdicts(running: Running, verdicts: Verdicts | FailedTicket[]): TicketDifference | null {
  if (Array.isArray(verdicts)) {
    addFailed(running, verdicts);
    return null;
  }
  const { current, draft } = verdicts;
  if (current.category === null) running.notOpened++;
  else running.tickets++;
  for (const side of ["current", "draft"] as const)
    for (const code of new Set(verdicts[side].warnings.map((warning) => warning.code)))
      if (code !== OF_DELIVERIES) addWarned(running.warned, code, side, 1);
  const compared = compare(current, draft);
  addCompared(running.counted, compared);
  if (!compared.isChanged) return null;
  addChanged(running.changed, compared.difference);
  keep(running.kept, compared.difference, running.head.limit);
  return compared.difference;
}

/** That the history names an action which one of the definitions does not have is no news (decision 0081). */
const OF_DELIVERIES = "history.unknown_action";

function addChanged(changed: Running["changed"], { policies, clocks, actions }: TicketDifference): void {
  changed.tickets++;
  if (policies) changed.policies++;
  if (clocks.some(({ dueMovedMs }) => dueMovedMs)) changed.due++;
  if (clocks.some(({ breach }) => breach)) changed.breaches++;
  if (clocks.some(({ current, draft }) => current && draft && current.state !== draft.state))
    changed.states++;
  if (clocks.some(({ current, draft }) => !current || !draft)) changed.clocks++;
  if (actions.length > 0) changed.actions++;
}

function addFailed({ failed, head }: Running, tickets: readonly FailedTicket[]): void {
  failed.tickets++;
  for (const code of new Set(tickets.map(({ issue }) => issue.code)))
    failed.codes.set(code, (failed.codes.get(code) ?? 0) + 1);
  keepFailed(failed.first, tickets, head.limit);
}

function keepFailed(first: FailedTicket[], tickets: readonly FailedTicket[], limit: number): void {
  const sort = ({ ticket, side, issue }: FailedTicket) => JSON.stringify([ticket, side, issue]);
  for (const one of tickets) {
    const place = firstIndex(first.length, (i) => sort(first[i]) > sort(one));
    if (place < limit) first.splice(place, 0, one);
    if (first.length > limit) first.pop();
  }
}

function addWarned(warned: Running["warned"], code: string, side: "current" | "draft", times: number): void {
  const counts = warned.get(code) ?? { current: 0, draft: 0 };
  warned.set(code, counts);
  counts[side] += times;
}

export function finish(running: Running): Backtest {
  const { head, tickets, notOpened, counted, changed, warned, failed, kept } = running;
  const { total, groups } = settleFigures(counted);
  return {
    ...head,
    tickets,
    notOpened,
    failed: {
      tickets: failed.tickets,
      codes: inOrder(failed.codes).map(([code, tickets]) => ({ code, tickets })),
      first: failed.first,
    },
    changed,
    total,
    groups,
    warnings: inOrder(warned).map(([code, counts]) => ({ code, ...counts })),
    differences: kept,
    leftOut: changed.tickets - kept.length,
  };
}

function inOrder<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The backtest of all tickets that either has counted, equal to one that had counted them all; neither is changed.
 * @throws SlaError where they are of other instants, definitions, zone data or limits.
 */
export function mergeBacktests(a: Backtest, b: Backtest): Backtest {
  checkAlike(a, b);
  const { asOf, semantics, current, draft, lint, limit } = a;
  const merged = startRunning({ asOf, semantics, current, draft, lint: lint ?? b.lint, limit });
  merged.counted = mergeCounted(groupsByKey(a), groupsByKey(b));
  for (const { tickets, notOpened, failed, changed, warnings, differences } of [a, b]) {
    merged.tickets += tickets;
    merged.notOpened += notOpened;
    for (const [name, count] of Object.entries(changed))
      merged.changed[name as keyof ChangedTickets] += count;
    for (const { code, ...counts } of warnings)
      for (const side of ["current", "draft"] as const) addWarned(merged.warned, code, side, counts[side]);
    for (const one of differences) keep(merged.kept, one, limit);
    merged.failed.tickets += failed.tickets;
    for (const one of failed.codes)
      merged.failed.codes.set(one.code, (merged.failed.codes.get(one.code) ?? 0) + one.tickets);
    keepFailed(merged.failed.first, failed.first, limit);
  }
  return JSON.parse(JSON.stringify(finish(merged))) as Backtest; // shares nothing with either
}

function checkAlike(a: Backtest, b: Backtest): void {
  const refuse = (reason: string, message: string) => {
    throw new SlaError([error(`backtest.${reason}`, [], message)]);
  };
  if (a.asOf !== b.asOf)
    refuse(
      "mixed_as_of",
      `as of ${a.asOf} and as of ${b.asOf} do not make one backtest; ask all at one instant`,
    );
  const of = ({ semantics, current, draft }: Backtest) =>
    JSON.stringify([semantics, current.definition, current.tzVersion, draft.definition, draft.tzVersion]);
  if (of(a) !== of(b))
    refuse("other_definition", "backtests of other definitions, or zone data, cannot be merged");
  if (a.limit !== b.limit) refuse("other_limit", `one keeps ${a.limit} differences and the other ${b.limit}`);
}
