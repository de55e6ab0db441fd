import {
  type Action,
  type Evaluation,
  evaluateTicket,
  type HistoryEvent,
  resume,
  type Sla,
  type Snapshot,
  takeSnapshot,
} from "dueclock";

/** From so many events on a ticket is read from a snapshot: below it, reading one costs more than the events do. */
export const LONG = 64;

/** What is known of a ticket when something calls. */
export interface Known {
  readonly ticket: string;
  /** Where there is a snapshot, those after it. */
  readonly events: readonly HistoryEvent[];
  readonly snapshot: Snapshot | null;
  /** How many events the snapshot stands for. */
  readonly before: number;
}

/** What is to be written down, all of it in one transaction. */
export interface Decision {
  readonly verdict: Evaluation;
  /** For the next time, of a long ticket. */
  readonly snapshot: Snapshot | null;
  readonly due: readonly { readonly action: Action; readonly decidedAt: number }[];
  /** For the history: that the actions count as delivered, and what they change on the ticket. */
  readonly events: readonly HistoryEvent[];
}

/**
 * The guide's `decide`: evaluates, takes what is due, feeds it back, and evaluates again until nothing is. Null where the
 * snapshot is refused: then call again with the whole history.
 */
export function decide(sla: Sla, known: Known, now: number): Decision | null {
  const due: { action: Action; decidedAt: number }[] = [];
  const fedBack: HistoryEvent[] = [];
  const asOf = known.events.reduce((latest, { at }) => Math.max(latest, at), now);
  for (;;) {
    const told = read(sla, known, [...known.events, ...fedBack], asOf);
    if (told === null) return null;
    const found = told.verdict.actions.filter(({ status }) => status === "due");
    if (found.length === 0) return { ...told, due, events: fedBack };
    for (const action of found) {
      due.push({ action, decidedAt: asOf });
      fedBack.push({ id: `delivered:${action.id}`, at: asOf, type: "action.delivered", action: action.id });
      if (action.set !== null)
        fedBack.push({
          id: `set:${action.id}`,
          at: asOf,
          type: "changed",
          cause: action.id,
          set: action.set,
        });
    }
  }
}

function read(sla: Sla, { ticket, snapshot }: Known, events: readonly HistoryEvent[], asOf: number) {
  if (snapshot !== null) {
    const told = resume(sla, snapshot, events, { asOf });
    return told.refused ? null : { verdict: told.evaluation, snapshot: told.snapshot };
  }
  const history = { ticket, events };
  const verdict = evaluateTicket(sla, history, { asOf });
  return { verdict, snapshot: events.length < LONG ? null : takeSnapshot(sla, history, { asOf }) };
}
