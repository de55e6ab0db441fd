import { innerOf, type Sla } from "../compile.ts";
import { type Issue, SlaError } from "../diagnostics.ts";
import { asOfIn } from "../evaluate.ts";
import type { TicketHistory } from "../history/event.ts";
import { SEMANTICS } from "../version.ts";
import type { TicketDifference } from "./difference.ts";
import { lintDifference } from "./lint.ts";
import {
  addVerdicts,
  type Backtest,
  type BacktestDefinition,
  finish,
  type Running,
  startRunning,
} from "./report.ts";
import { verdictsOf } from "./verdicts.ts";

/** A definition to backtest: what `compileSla` gave, or what `checkSla` did, for its advice too. */
export type BacktestSide = Sla<never> | Sla | CheckedDefinition;

/** What `checkSla` gives. */
export interface CheckedDefinition {
  readonly sla: Sla<never> | Sla | null;
  readonly issues: readonly Issue[];
}

/** What a backtest compares, as of when, and what it keeps of it. */
export interface BacktestOptions {
  /** The definition in force, and the one that might be. Each governs every history from its first event on. */
  readonly current: BacktestSide;
  readonly draft: BacktestSide;
  /** The instant at which every ticket is asked about, in epoch milliseconds. */
  readonly asOf: number;
  /** Differences, and failed tickets, to keep in the backtest, a whole number of 0 and more; 100 if left out. The rest are counted. */
  readonly limit?: number;
  /** Told of each difference, in the order of the histories. */
  readonly onTicket?: (difference: TicketDifference) => void;
}

/**
 * What a draft would have changed: each ticket under both definitions at one `asOf`, ticket by ticket and in total
 * (semantics R4). Keeps no verdict, so that memory does not grow with the tickets. A ticket that cannot be evaluated is counted
 * in `failed`.
 * @throws SlaError with its issues where a side has errors; TypeError where `asOf` is no whole number of milliseconds, a side
 * is no SLA or `limit` no count: mistakes of the calling code.
 */
export function backtest(histories: Iterable<TicketHistory>, options: BacktestOptions): Backtest {
  const { running, add } = start(options);
  for (const history of histories) add(history);
  return finish(running);
}

/** The same of histories that arrive one by one, such as the lines of a stream. */
export async function backtestAsync(
  histories: AsyncIterable<TicketHistory> | Iterable<TicketHistory>,
  options: BacktestOptions,
): Promise<Backtest> {
  const { running, add } = start(options);
  for await (const history of histories) add(history);
  return finish(running);
}

function start(options: BacktestOptions): { running: Running; add: (history: TicketHistory) => void } {
  const { limit = 100, onTicket } = options;
  const asOf = asOfIn(options);
  if (!Number.isSafeInteger(limit) || limit < 0)
    throw new TypeError(`\`limit\` is \`${String(limit)}\`; give a whole number of 0 and more`);
  const [current, draft] = [readSide(options.current), readSide(options.draft)];
  const slas = { current: current.sla, draft: draft.sla };
  const running = startRunning({
    asOf,
    semantics: SEMANTICS,
    current: current.named,
    draft: draft.named,
    lint: current.lint && draft.lint ? lintDifference(current.lint, draft.lint) : null,
    limit,
  });
  const add = (history: TicketHistory) => {
    const difference = addVerdicts(running, verdictsOf(slas, history, asOf));
    if (difference && onTicket) onTicket(difference);
  };
  return { running, add };
}

interface ReadSide {
  readonly sla: Sla;
  readonly named: BacktestDefinition;
  readonly lint: readonly Issue[] | null;
}

/** @throws SlaError where it has errors. */
function readSide(side: BacktestSide): ReadSide {
  const isChecked = typeof side === "object" && side !== null && "issues" in side;
  const sla = isChecked ? side.sla : side;
  if (isChecked && sla === null)
    throw new SlaError(side.issues.filter(({ severity }) => severity === "error"));
  const { fingerprint, tzVersion, tzLabel } = innerOf(sla as Sla);
  return {
    sla: sla as Sla,
    named: { definition: fingerprint, tzVersion, tzLabel },
    lint: isChecked ? side.issues.filter(({ severity }) => severity === "lint") : null,
  };
}
