import type { Action, Evaluation, HistoryEvent } from "../core.ts";

/** An action that the host decided to perform. */
export interface Row {
  readonly key: string;
  readonly action: Action;
  /** `asOf` of the verdict that said so. */
  readonly decidedAt: number;
  /** Whether, as the history was known then, the same step had been performed within this very clock. */
  readonly isRepeated: boolean;
}

/** What an action's id says, each part as it is escaped there (semantics A3). */
interface Name {
  /** One step of a rule, whatever its clock and policy. */
  readonly step: string;
  readonly startedBy: string;
}

type HappenedAt = (event: string) => number;

/** Whether a step is due though, by what is known, one of these rows has performed it within the same clock. */
export function isRepeated(
  action: Action,
  verdict: Evaluation,
  rows: Iterable<Row>,
  history: readonly HistoryEvent[],
): boolean {
  const { step } = nameOf(action.id);
  for (const row of rows) {
    if (nameOf(row.action.id).step !== step) continue;
    if (ownerOf(row, verdict, instantsOf(history))?.id === action.id) return true;
  }
  return false;
}

/**
 * To which action of a verdict what was performed belongs: to the one on the clock that its id names, or else on the clock
 * that was running when the event happened that it names, which is the same clock under another name.
 */
export function ownerOf(row: Row, verdict: Evaluation, happenedAt: HappenedAt): Action | null {
  const { step, startedBy } = nameOf(row.action.id);
  const same = verdict.actions.filter(({ id, clock }) => clock !== null && nameOf(id).step === step);
  const at = happenedAt(startedBy);
  return (
    same.find(({ id }) => nameOf(id).startedBy === startedBy) ??
    same.find((action) => isRunning(action, verdict, at, happenedAt)) ??
    null
  );
}

/** Whether the clock of an action was running, or paused, at an instant: from its start until its end. */
function isRunning(
  { id, clock }: Action,
  { clocks }: Evaluation,
  at: number,
  happenedAt: HappenedAt,
): boolean {
  const reading = clocks.find((one) => one.id === clock);
  if (!reading) return false;
  const from = Math.min(reading.startedAt, happenedAt(nameOf(id).startedBy));
  return at >= from && at < (reading.endedAt ?? Number.POSITIVE_INFINITY);
}

/** When each event of a history happened; NaN for one that it does not have. */
export function instantsOf(history: readonly HistoryEvent[]): HappenedAt {
  return (event) => history.find(({ id }) => id === event)?.at ?? Number.NaN;
}

function nameOf(id: string): Name {
  const [, , measure, startedBy, rule, shot] = id.split("/");
  return { step: `${measure}/${rule}/${shot}`, startedBy };
}
