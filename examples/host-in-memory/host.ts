/**
 * A whole host in one file: events in; actions and one timer for each ticket out. All it keeps is a journal of lines, each
 * written before anything is done about it, so that it may be killed anywhere and started again.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Action, type Evaluation, evaluateTicket, type HistoryEvent, type Sla } from "dueclock";

/** A line of the journal: an event of a ticket, an action that is to be performed, or that one has been. */
export type Line =
  | { readonly ticket: string; readonly event: HistoryEvent }
  | { readonly ticket: string; readonly decided: Action; readonly at: number }
  | { readonly ticket: string; readonly performed: string };

export interface Journal {
  read(): readonly Line[];
  /** Returns once the line will be there after a crash. */
  append(line: Line): void;
}

/** A clock, and timers as `setTimeout` has them: one beyond 24.85 days goes off at once. */
export interface Timers {
  now(): number;
  set(run: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

export interface HostOptions {
  readonly sla: Sla;
  readonly journal: Journal;
  readonly timers: Timers;
  /** Does what an action says. Called again with the same `id` where a crash leaves it unknown whether it was done. */
  perform(ticket: string, action: Action): void;
}

export interface Host {
  /** Takes an event in; the same `id` again changes nothing. Once it returns the event is kept, and need not be sent again. */
  hear(ticket: string, event: HistoryEvent): void;
  /** The last verdict. */
  verdict(ticket: string): Evaluation | undefined;
  stop(): void;
}

/** What the host knows of one ticket. All of it but the timer comes from the journal. */
interface Ticket {
  readonly id: string;
  readonly history: HistoryEvent[];
  readonly known: Set<string>;
  /** Decided, and not known to be performed. */
  readonly outbox: Map<string, Action>;
  verdict?: Evaluation;
  cancel?: () => void;
}

/** The longest delay that `setTimeout` understands, about 24.85 days. */
const MAX_DELAY = 2 ** 31 - 1;

/** Starts a host from its journal: performs what was decided, looks at every ticket, and sets its timers. */
export function startHost({ sla, journal, timers, perform }: HostOptions): Host {
  const tickets = new Map<string, Ticket>();
  const ticketOf = (id: string): Ticket => {
    const ticket = tickets.get(id) ?? { id, history: [], known: new Set(), outbox: new Map() };
    tickets.set(id, ticket);
    return ticket;
  };
  const write = (line: Line) => {
    journal.append(line);
    apply(ticketOf(line.ticket), line);
  };

  /** Evaluates, writes down what is due, performs it, and sets the timer. `woken`: the instant the timer was set to. */
  const look = (ticket: Ticket, woken = 0) => {
    const { id, history, outbox } = ticket;
    const evaluate = () => {
      // Not before the last event, nor before the timer that calls, however the machine's clock was set
      const asOf = history.reduce((latest, { at }) => Math.max(latest, at), Math.max(timers.now(), woken));
      return evaluateTicket(sla, { ticket: id, events: history }, { asOf });
    };
    let verdict = evaluate();
    // A delivery is an event too, after which another step may be due; every rule has an end
    while (verdict.actions.some(({ status }) => status === "due")) {
      for (const action of verdict.actions)
        if (action.status === "due") write({ ticket: id, decided: action, at: verdict.asOf });
      verdict = evaluate();
    }
    for (const action of [...outbox.values()]) {
      perform(id, action);
      write({ ticket: id, performed: action.id });
    }
    ticket.verdict = verdict;
    ticket.cancel?.();
    const { nextChangeAt } = verdict;
    if (nextChangeAt === null) delete ticket.cancel;
    else ticket.cancel = alarm(timers, nextChangeAt, () => look(ticket, nextChangeAt));
  };

  for (const line of journal.read()) apply(ticketOf(line.ticket), line);
  for (const ticket of tickets.values()) look(ticket);
  return {
    hear(id, event) {
      const ticket = ticketOf(id);
      if (!ticket.known.has(event.id)) write({ ticket: id, event });
      look(ticket);
    },
    verdict: (id) => tickets.get(id)?.verdict,
    stop() {
      for (const { cancel } of tickets.values()) cancel?.();
    },
  };
}

/** What a line says. What was decided is at once in the outbox and, as delivered, in the history: the two cannot part. */
function apply({ history, known, outbox }: Ticket, line: Line): void {
  if ("performed" in line) outbox.delete(line.performed);
  else if ("decided" in line) {
    const { id } = line.decided;
    outbox.set(id, line.decided);
    history.push({ id: `delivered:${id}`, at: line.at, type: "action.delivered", action: id });
  } else {
    known.add(line.event.id);
    history.push(line.event);
  }
}

/** A timer for any instant, however far: as many delays in a row as it takes. Gives what cancels it. */
export function alarm(timers: Timers, at: number, run: () => void): () => void {
  let handle: unknown;
  const arm = () => {
    const left = at - timers.now();
    handle = left > MAX_DELAY ? timers.set(arm, MAX_DELAY) : timers.set(run, Math.max(0, left));
  };
  arm();
  return () => timers.clear(handle);
}

export const realTimers: Timers = {
  now: () => Date.now(),
  set: (run, ms) => setTimeout(run, ms),
  clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

/** A journal in a file, a line each. What a crash has cut short at the end was not yet written, and is dropped. */
export function fileJournal(path: string): Journal {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole !== text) writeFileSync(path, whole);
  const lines = whole.split("\n").filter((line) => line !== "");
  return {
    read: () => lines.map((line) => JSON.parse(line) as Line),
    // Where the machine itself may die, open the file once and fsync after each line
    append: (line) => appendFileSync(path, `${JSON.stringify(line)}\n`),
  };
}
