import type { FieldPatch, HistoryEvent, Party, Visibility } from "./event.ts";

/** What a status means (semantics H4); *done* is solved or closed. */
export type StatusCategory = "new" | "open" | "pending" | "onHold" | "solved" | "closed";

/** Which messages count: each member one value or a list; a member left out does not ask. */
export interface MessageFilter {
  readonly by?: Party | readonly Party[];
  readonly visibility?: Visibility | readonly Visibility[];
  readonly channel?: string | readonly string[];
}

/** Facts that conditions may read beside the fields (docs/concepts.md). Instants in epoch milliseconds. */
export interface Facts {
  statusCategory: StatusCategory;
  statusSince: number | null;
  createdAt: number | null;
  openedBy: Party | null;
  firstRequestAt: number | null;
  lastRequestAt: number | null;
  firstReplyAt: number | null;
  lastReplyAt: number | null;
  /** Since when the oldest unanswered request waits; null once answered or done. */
  awaitingReplySince: number | null;
  lastPublicMessageBy: Party | null;
  reopenedCount: number;
  priorityAtCreation: unknown;
  updatedAt: number | null;
  done: boolean;
}

export type FactName = keyof Facts;

/** The names of all facts, in the order of `Facts`. */
export const FACT_NAMES = [
  "statusCategory", "statusSince", "createdAt", "openedBy", "firstRequestAt", "lastRequestAt", "firstReplyAt",
  "lastReplyAt", "awaitingReplySince", "lastPublicMessageBy", "reopenedCount", "priorityAtCreation", "updatedAt", "done",
] as const satisfies readonly FactName[]; // biome-ignore format: a list of names

/**
 * Which fields anybody reads, numbered. The engine keeps values by number: a host's field names are never
 * used as keys to write with (semantics H3), and fields that nobody reads cost nothing.
 */
export interface FieldSlots {
  readonly numbers: ReadonlyMap<string, number>;
  slot(name: string): number;
}

/** Slots of the fields that the engine itself reads (semantics H5). */
export const STATUS = 0;
export const PRIORITY = 1;
export const ASSIGNEE = 2;
export const GROUP = 3;
export const SUPPLIER = 4;

export function createSlots(): FieldSlots {
  const numbers = new Map(
    ["status", "priority", "assignee", "group", "supplier"].map((name, i) => [name, i]),
  );
  return {
    numbers,
    slot(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, numbers.size);
      return numbers.size - 1;
    },
  };
}

/** How a definition reads histories. */
export interface HistoryRules {
  readonly slots: FieldSlots;
  /** Category of each status by the host's name. */
  readonly statuses: ReadonlyMap<string, StatusCategory>;
  readonly reply: MessageFilter;
  readonly request: MessageFilter;
}

/** A ticket after a step, and what the step did. One object for each evaluation, changed step by step. */
export interface TicketState {
  readonly fields: unknown[];
  readonly facts: Facts;
  /** The step just applied. */
  event: HistoryEvent;
  isOpening: boolean;
  isReply: boolean;
  isRequest: boolean;
  /** Slots whose value the step changed, and what they held before. */
  readonly changed: number[];
  readonly was: unknown[];
  /** Statuses without a category, each with the first event that set it, for warnings. */
  readonly unmapped: Map<string, string>;
}

/** Statuses without a category that are kept apart. */
const MAX_UNMAPPED = 20;

/** A ticket before anything happened: every field absent, no fact known. */
export function initialState(rules: HistoryRules, first: HistoryEvent): TicketState {
  const facts: Facts = {
    statusCategory: "new",
    statusSince: null,
    createdAt: null,
    openedBy: null,
    firstRequestAt: null,
    lastRequestAt: null,
    firstReplyAt: null,
    lastReplyAt: null,
    awaitingReplySince: null,
    lastPublicMessageBy: null,
    reopenedCount: 0,
    priorityAtCreation: undefined,
    updatedAt: null,
    done: false,
  };
  const fields = new Array<unknown>(rules.slots.numbers.size).fill(undefined);
  const step = { isOpening: false, isReply: false, isRequest: false, changed: [], was: [] };
  return { fields, facts, event: first, ...step, unmapped: new Map() };
}

/** Keeps what an event before the creation sets, to show at the creation (semantics H2). */
export function applyEarly(rules: HistoryRules, state: TicketState, event: HistoryEvent): void {
  patch(rules, state, event.set);
}

/** Applies one step: the message first, then the fields, so that a reply which also solves is both. */
export function applyStep(
  rules: HistoryRules,
  state: TicketState,
  event: HistoryEvent,
  isOpening: boolean,
): void {
  state.event = event;
  state.isOpening = isOpening;
  state.isReply = false;
  state.isRequest = false;
  if (!isOpening) {
    state.changed.length = 0;
    state.was.length = 0;
  }
  applyMessage(rules, state, event, isOpening);
  patch(rules, state, event.set);
  applyStatus(rules, state, event.at, isOpening);
  if (isOpening) {
    state.facts.createdAt = event.at;
    state.facts.priorityAtCreation = state.fields[PRIORITY];
  }
  state.facts.updatedAt = event.at;
}

function applyMessage(
  rules: HistoryRules,
  state: TicketState,
  event: HistoryEvent,
  isOpening: boolean,
): void {
  const { facts } = state;
  const isMessage = event.type === "message" || (isOpening && event.type === "created");
  const by = "by" in event && event.by ? event.by : isOpening ? "requester" : undefined;
  if (isOpening) facts.openedBy = by ?? "requester";
  if (!isMessage || !by) return;
  const visibility = event.visibility ?? "public";
  if (visibility === "public") facts.lastPublicMessageBy = by;
  const isReply = event.cause === undefined && passes(rules.reply, by, visibility, event.channel);
  const isRequest = passes(rules.request, by, visibility, event.channel);
  if (isRequest) {
    facts.firstRequestAt ??= event.at;
    facts.lastRequestAt = event.at;
    facts.awaitingReplySince ??= event.at;
  } else if (isReply && facts.firstRequestAt !== null) {
    facts.firstReplyAt ??= event.at;
    facts.lastReplyAt = event.at;
    facts.awaitingReplySince = null;
  }
  // The opening message feeds the facts and fires no trigger (semantics H2)
  state.isReply = isReply && !isRequest && !isOpening;
  state.isRequest = isRequest && !isOpening;
}

function passes(filter: MessageFilter, by: string, visibility: string, channel: string | undefined): boolean {
  return has(filter.by, by) && has(filter.visibility, visibility) && has(filter.channel, channel);
}

/** Whether `value` is among what a filter lists; a filter left out lists everything. */
export function has(listed: string | readonly string[] | undefined, value: string | undefined): boolean {
  if (listed === undefined) return true;
  return typeof listed === "string" ? listed === value : value !== undefined && listed.includes(value);
}

function patch(rules: HistoryRules, state: TicketState, set: FieldPatch | undefined): void {
  if (typeof set !== "object" || set === null) return;
  for (const name of Object.keys(set)) {
    const slot = rules.slots.numbers.get(name);
    if (slot === undefined) continue;
    const value = set[name] ?? undefined;
    if (sameValue(state.fields[slot], value)) continue;
    if (!state.changed.includes(slot)) {
      state.changed.push(slot);
      state.was.push(state.fields[slot]);
    }
    state.fields[slot] = value;
  }
}

function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return (
    Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((value, i) => Object.is(value, b[i]))
  );
}

function applyStatus(rules: HistoryRules, state: TicketState, at: number, isOpening: boolean): void {
  const { facts } = state;
  const before = facts.statusCategory;
  const category = categoryOf(rules, state);
  if (category !== before || isOpening) {
    facts.statusCategory = category;
    facts.statusSince = at;
  }
  const done = category === "solved" || category === "closed";
  if (done && (!facts.done || isOpening)) facts.awaitingReplySince = null;
  if (!done && facts.done) facts.reopenedCount++;
  facts.done = done;
}

function categoryOf(rules: HistoryRules, state: TicketState): StatusCategory {
  const status = state.fields[STATUS];
  if (status === undefined) return "new";
  const name = typeof status === "number" ? String(status) : status; // JSON keys are texts
  const category = typeof name === "string" ? rules.statuses.get(name) : undefined;
  if (category !== undefined) return category;
  if (state.unmapped.size < MAX_UNMAPPED) {
    const shown = typeof name === "string" ? name.slice(0, 100) : typeof name;
    if (!state.unmapped.has(shown)) state.unmapped.set(shown, state.event.id);
  }
  return "open";
}
