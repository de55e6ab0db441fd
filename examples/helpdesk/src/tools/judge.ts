import { type Action, type Evaluation, evaluateTicket, type HistoryEvent, type Sla } from "dueclock";

/** What a receiver has performed of one ticket. */
export interface Performed {
  readonly id: string;
  readonly action: Action;
  readonly decidedAt: number;
  /** The edition by which it was decided. */
  readonly sla: Sla;
}

/** What became of a ticket's actions, as the whole of its history tells. By ids. */
export interface Judgement {
  readonly due: readonly string[];
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Rightly performed before their clock ended, which an action before its target need not be afterwards. */
  readonly inTime: readonly string[];
  readonly retracted: readonly string[];
}

/** An action's id, taken apart (semantics A3). */
interface Name {
  readonly step: string;
  readonly startedBy: string;
}

/**
 * Compares what was performed with the verdict of the final history, long after it, deliveries left out, as the library's own
 * simulator does (decision 45): a second one for the same step and the same clock, by what was known when it was decided, is
 * doubled; what else was performed and is not due in the end is retracted. `sla` is the edition by which the ticket was last
 * evaluated; `events` are in the order of their arrival.
 */
export function judge(
  sla: Sla,
  ticket: string,
  events: readonly HistoryEvent[],
  performed: readonly Performed[],
  asOf: number,
): Judgement {
  const told = events.filter(({ type }) => type !== "action.delivered");
  const truth = evaluateTicket(sla, { ticket, events: told }, { asOf });
  const due = truth.actions.filter(({ status }) => status === "due");
  const place = new Map(events.map(({ id }, i) => [id, i]));
  const placeOf = ({ id }: Performed) => place.get(`delivered:${id}`) ?? Number.POSITIVE_INFINITY;
  const rows = [...performed].sort((a, b) => placeOf(a) - placeOf(b));
  const served = new Set<string>();
  const doubled: string[] = [];
  const inTime: string[] = [];
  const retracted: string[] = [];
  for (const [i, row] of rows.entries()) {
    const owner = ownerOf(row.action, truth, told);
    if (isRepeated(ticket, row, rows.slice(0, i), events.slice(0, placeOf(row)))) doubled.push(row.id);
    else if (owner?.status === "lapsed" && !served.has(owner.id)) inTime.push(row.id);
    else if (owner?.status !== "due" || served.has(owner.id)) retracted.push(row.id);
    if (owner) served.add(owner.id);
  }
  return {
    due: due.map(({ id }) => id),
    lost: due.filter(({ id }) => !served.has(id)).map(({ id }) => id),
    doubled,
    inTime,
    retracted,
  };
}

/** Whether, as the history was known and by the edition in force when it was decided, an earlier one had performed the same step for the same clock. */
function isRepeated(
  ticket: string,
  { action, decidedAt, sla }: Performed,
  earlier: readonly Performed[],
  known: readonly HistoryEvent[],
): boolean {
  const same = earlier.filter((one) => nameOf(one.id).step === nameOf(action.id).step);
  if (same.length === 0) return false;
  const verdict = evaluateTicket(sla, { ticket, events: known }, { asOf: decidedAt });
  return same.some((one) => ownerOf(one.action, verdict, known)?.id === action.id);
}

/** To which action of a verdict a performed one belongs: by the event its id names, or the clock that ran when that happened. */
function ownerOf(performed: Action, verdict: Evaluation, events: readonly HistoryEvent[]): Action | null {
  const { step, startedBy } = nameOf(performed.id);
  const same = verdict.actions.filter(({ id, clock }) => clock !== null && nameOf(id).step === step);
  const instantOf = (event: string) => events.find(({ id }) => id === event)?.at ?? Number.NaN;
  const at = instantOf(startedBy);
  const isRunning = ({ id, clock }: Action) => {
    const reading = verdict.clocks.find((one) => one.id === clock);
    if (!reading) return false;
    const from = Math.min(reading.startedAt, instantOf(nameOf(id).startedBy));
    return at >= from && at < (reading.endedAt ?? Number.POSITIVE_INFINITY);
  };
  return same.find(({ id }) => nameOf(id).startedBy === startedBy) ?? same.find(isRunning) ?? null;
}

function nameOf(id: string): Name {
  const [, , measure, startedBy, rule, shot] = id.split("/");
  return { step: `${measure}/${rule}/${shot}`, startedBy };
}
