import { type Evaluation, evaluateTicket, type HistoryEvent, type Sla } from "../core.ts";
import { isRepeated, type Row } from "./owner.ts";

/** How a host is built; all but `sound` have a fault that is known to lose or double actions. */
export type HostKind = "sound" | "windows" | "instantIds" | "noFeedback";

/** What survives a crash. */
export interface Store {
  readonly history: HistoryEvent[];
  /** Ids of events in the history. */
  readonly known: Set<string>;
  readonly outbox: Map<string, Row>;
  /** Keys of rows that are marked as performed. */
  readonly done: Set<string>;
  wakeUp: number | null;
  /** The definition by which the last verdict was made; null without one. */
  definition: string | null;
}

/** One call of the host's loop: why, by whose clock, and by which definition. */
export interface Call {
  readonly sla: Sla;
  readonly event: HistoryEvent | null;
  /** By the worker's own clock, or the instant of the wake-up that calls where that is later. */
  readonly now: number;
}

export interface Host {
  readonly kind: HostKind;
  readonly ticket: string;
  /** Whether the store has transactions; each write of a host without them lasts by itself. */
  readonly isAtomic: boolean;
  store: Store;
  /** Does what the action says; whoever receives the same key twice drops the second. */
  perform(row: Row): void;
}

export function emptyStore(): Store {
  return {
    history: [],
    known: new Set(),
    outbox: new Map(),
    done: new Set(),
    wakeUp: null,
    definition: null,
  };
}

/** The verdicts that one call may need: each delivery is a step, at which something else may fall due. */
const MAX_ROUNDS = 20;

/**
 * The loop of a model host, as docs/guides/store-and-wake.md has it: lock, append, evaluate, put what is due in the outbox,
 * feed it back, set the wake-up, commit, perform. It may die wherever it yields.
 */
export function* work(host: Host, call: Call): Generator<string, void> {
  const store = host.isAtomic ? copyOf(host.store) : host.store;
  yield "locked";
  if (!host.isAtomic) yield* finish(host, store);
  if (call.event && append(store, call.event)) yield "appended";
  let verdict = evaluate(host, store, call);
  yield "evaluated";
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const rows = rowsOf(host, store, verdict);
    if (rows.length === 0) break;
    for (const row of rows) store.outbox.set(row.key, row);
    yield "put in the outbox";
    if (host.isAtomic) for (const row of rows) feedBack(host, store, row);
    else yield* finish(host, store);
    if (host.kind === "noFeedback") break;
    yield "fed back";
    verdict = evaluate(host, store, call);
  }
  store.definition = verdict.definition;
  store.wakeUp = verdict.nextChangeAt;
  yield "wake-up set";
  host.store = store;
  yield "committed";
  if (host.isAtomic) yield* relay(host);
}

/** What a host without transactions left undone: rows that it wrote down before it died. */
function* finish(host: Host, store: Store): Generator<string, void> {
  for (const row of store.outbox.values()) {
    if (store.done.has(row.key)) continue;
    host.perform(row);
    yield "performed";
    feedBack(host, store, row);
    yield "fed back";
    store.done.add(row.key);
  }
}

/** Performs the rows of the outbox, each at least once. */
function* relay(host: Host): Generator<string, void> {
  const { outbox, done } = host.store;
  if (done.size === outbox.size) return;
  for (const row of outbox.values()) {
    if (done.has(row.key)) continue;
    host.perform(row);
    yield "performed";
    host.store.done.add(row.key);
    yield "marked as performed";
  }
}

function evaluate({ ticket }: Host, { history }: Store, { sla, now }: Call): Evaluation {
  const asOf = history.reduce((latest, { at }) => Math.max(latest, at), now);
  return evaluateTicket(sla, { ticket, events: history }, { asOf });
}

/** What is due and not yet in the outbox (ON CONFLICT DO NOTHING). */
function rowsOf(host: Host, { outbox, history }: Store, verdict: Evaluation): Row[] {
  const rows: Row[] = [];
  for (const action of verdict.actions) {
    if (action.status !== "due") continue;
    const key = host.kind === "instantIds" ? `${action.id}@${action.fireAt}` : action.id;
    if (outbox.has(key)) continue;
    rows.push({
      key,
      action,
      decidedAt: verdict.asOf,
      isRepeated: isRepeated(action, verdict, outbox.values(), history),
    });
  }
  return rows;
}

function feedBack({ kind }: Host, store: Store, { key, decidedAt }: Row): void {
  if (kind === "noFeedback") return;
  append(store, { id: `delivered:${key}`, at: decidedAt, type: "action.delivered", action: key });
}

/** Whether it was new. */
function append({ history, known }: Store, event: HistoryEvent): boolean {
  if (known.has(event.id)) return false;
  known.add(event.id);
  history.push(event);
  return true;
}

function copyOf({ history, known, outbox, done, wakeUp, definition }: Store): Store {
  return {
    history: [...history],
    known: new Set(known),
    outbox: new Map(outbox),
    done: new Set(done),
    wakeUp,
    definition,
  };
}

/** A host that asks at intervals, performs what fired since it asked last, and keeps no record that it would read. */
export function poll(host: Host, sla: Sla, after: number, now: number): void {
  const { history, outbox } = host.store;
  if (history.length === 0) return;
  const verdict = evaluateTicket(sla, { ticket: host.ticket, events: history }, { asOf: now });
  for (const action of verdict.actions) {
    const { id, status, fireAt } = action;
    if (status !== "due" || fireAt === null || fireAt <= after || fireAt > now) continue;
    const key = `${id}@${now}`;
    const row = {
      key,
      action,
      decidedAt: now,
      isRepeated: isRepeated(action, verdict, outbox.values(), history),
    };
    outbox.set(key, row);
    host.perform(row);
  }
}

export function hear({ store }: Host, event: HistoryEvent): void {
  append(store, event);
}
