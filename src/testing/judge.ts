import { evaluateTicket, type HistoryEvent, type Sla } from "../core.ts";
import { instantsOf, ownerOf, type Row } from "./owner.ts";

/** A row that whoever received it has not dropped, and when. */
export interface Performed {
  readonly row: Row;
  readonly at: number;
}

/** What became of the actions of one ticket, as the whole of its history tells. By ids, or what a faulty host made of them. */
export interface Judgement {
  /** Due in the end. */
  readonly actions: readonly string[];
  /** Due, and never performed. */
  readonly lost: readonly string[];
  /** Performed though the same step of the rule had been, within what was known to be the same clock. */
  readonly doubled: readonly string[];
  /** Performed rightly as far as was known then, and not due in the end, or for a clock that is none by itself in the end. */
  readonly retracted: readonly string[];
}

/**
 * Compares what was performed with the truth: the verdict of the final history, long after all of it, deliveries left out.
 * Written without the engine's own matching of deliveries.
 */
export function judge(
  sla: Sla,
  ticket: string,
  history: readonly HistoryEvent[],
  performed: readonly Performed[],
  asOf: number,
): Judgement {
  const events = history.filter(({ type }) => type !== "action.delivered");
  const truth = evaluateTicket(sla, { ticket, events }, { asOf });
  const happenedAt = instantsOf(events);
  const due = truth.actions.filter(({ status }) => status === "due");
  const served = new Set<string>();
  const strays: Row[] = [];
  const doubled: string[] = [];
  for (const { row } of performed) {
    const owner = ownerOf(row, truth, happenedAt);
    if (row.isRepeated) doubled.push(row.key);
    else if (owner?.status !== "due" || served.has(owner.id)) strays.push(row);
    if (owner) served.add(owner.id);
  }
  return {
    actions: due.map(({ id }) => id),
    lost: due.filter(({ id }) => !served.has(id)).map(({ id }) => id),
    doubled,
    retracted: strays.map(({ key }) => key),
  };
}
