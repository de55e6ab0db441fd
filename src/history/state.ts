import { shown, type Warning } from "../diagnostics.ts";
import type { FieldPatch, HistoryEvent, Party, Visibility } from "./event.ts";
import { type Facts, isDone, noFacts, type StatusCategory } from "./facts.ts";
import { ASSIGNEE, asText, type FieldSlots, GROUP, PRIORITY, STATUS, SUPPLIER, slotBit } from "./slots.ts";

/** Which messages count: each member one value or a list; a member left out does not ask. */
export interface MessageFilter {
  readonly by?: Party | readonly Party[];
  readonly visibility?: Visibility | readonly Visibility[];
  readonly channel?: string | readonly string[];
}

/** How a definition reads histories. */
export interface HistoryRules {
  readonly slots: FieldSlots;
  /** Category of each status by the host's name. */
  readonly statuses: ReadonlyMap<string, StatusCategory>;
  readonly reply: MessageFilter;
  readonly request: MessageFilter;
  /** Slots of the fields that verdicts carry, in their order (semantics R2). */
  readonly reported: readonly number[];
}

/** Who held a ticket from an instant on, until the next entry. */
export interface HolderSpan {
  readonly from: number;
  readonly assignee: string | null;
  readonly group: string | null;
  readonly supplier: string | null;
}

/** What the fields that verdicts carry held from an instant on, until the next entry; null where absent, or no plain value. */
export interface FieldSpan {
  readonly from: number;
  readonly values: readonly (string | number | boolean | null)[];
}

/** A ticket after a step, and what the step did. One object for each evaluation, changed step by step. */
export interface TicketState {
  readonly ticket: string;
  readonly fields: unknown[];
  readonly facts: Facts;
  /** The step just applied, and its number in the history. */
  event: HistoryEvent;
  step: number;
  /** The event's type, read once: events come in many shapes, and each look at one costs. */
  type: HistoryEvent["type"];
  /** Whether it is one of the control events of semantics K14, K15, P1 or A5. */
  isSpecial: boolean;
  isOpening: boolean;
  isMessage: boolean;
  isReply: boolean;
  isRequest: boolean;
  /** Whether every clock pauses, and whether the ticket was merged or deleted (semantics K15). */
  isHeld: boolean;
  isGone: boolean;
  /** Slots whose value the step changed, and what they held before. */
  readonly changed: number[];
  readonly was: unknown[];
  /** Their bits (`slotBit`), and at the opening more. */
  changedBits: number;
  readonly holders: HolderSpan[];
  readonly reported: FieldSpan[];
  /** What is odd about what the ticket holds, each once; null for nothing. */
  warnings: Map<string, Warning> | null;
}

/** Warnings about what a ticket holds, at most; one more says that there were more. */
const MAX_WARNINGS = 20;
const MORE = "more that is odd about what the ticket holds is not listed";

/** A ticket before anything happened: every field absent, no fact known. */
export function initialState(rules: HistoryRules, ticket: string, first: HistoryEvent): TicketState {
  return {
    ticket,
    fields: new Array<unknown>(rules.slots.numbers.size).fill(undefined),
    facts: noFacts(),
    event: first,
    step: 0,
    type: "changed",
    isSpecial: false,
    isOpening: false,
    isMessage: false,
    isReply: false,
    isRequest: false,
    isHeld: false,
    isGone: false,
    changed: [],
    was: [],
    changedBits: 0,
    holders: [],
    reported: [],
    warnings: null,
  };
}

/** Notes something odd, once for each `key`. */
export function warnOnce(state: TicketState, key: string, code: string, message: string): void {
  state.warnings ??= new Map();
  const { warnings, event } = state;
  if (warnings.size > MAX_WARNINGS || warnings.has(key)) return;
  if (warnings.size < MAX_WARNINGS) warnings.set(key, { code, event: event.id, message });
  else warnings.set("more", { code: "history.more_warnings", event: event.id, message: MORE });
}

/** Keeps what an event before the creation sets, to show at the creation (semantics H2). */
export function applyEarly(rules: HistoryRules, state: TicketState, event: HistoryEvent): void {
  patch(rules, state, event.set);
  if (event.type === "merged" || event.type === "deleted") state.isGone = true;
}

/** Applies one step: the message first, then the fields, so that a reply which also solves is both. */
export function applyStep(
  rules: HistoryRules,
  state: TicketState,
  event: HistoryEvent,
  isOpening: boolean,
): void {
  const { type, at, set } = event;
  state.event = event;
  state.type = type;
  state.isSpecial = type !== "message" && type !== "changed" && type !== "created" && type !== "control";
  state.isOpening = isOpening;
  state.isMessage = false;
  state.isReply = false;
  state.isRequest = false;
  if (!isOpening && state.changedBits !== 0) {
    while (state.changed.length > 0) state.changed.pop(); // setting the length takes a call into the runtime
    while (state.was.length > 0) state.was.pop();
    state.changedBits = 0;
  }
  if (isOpening || type === "message") applyMessage(rules, state, event, isOpening);
  if (set !== undefined) patch(rules, state, set);
  if (isOpening) forgetUnchanged(state);
  if (isOpening || state.changed.length > 0) {
    applyStatus(rules, state, at, isOpening);
    applyHolders(state, at, isOpening);
    if (rules.reported.length > 0) noteReported(rules, state, at, isOpening);
  }
  if (state.isSpecial) applyControl(state, type);
  if (isOpening) {
    state.facts.createdAt = at;
    state.facts.priorityAtCreation = state.fields[PRIORITY];
  }
  if (type !== "action.delivered") state.facts.updatedAt = at; // docs/decisions/0040
}

function applyMessage(
  rules: HistoryRules,
  state: TicketState,
  event: HistoryEvent,
  isOpening: boolean,
): void {
  const { facts } = state;
  if (event.type !== "message" && !isOpening) return;
  // Whatever opens a ticket carries a message, by the requester where nobody is known (semantics H1, H2)
  const told = event.type === "message" || event.type === "created" ? event : undefined;
  const by = told?.by || (isOpening ? "requester" : undefined);
  if (isOpening) facts.openedBy = by ?? "requester";
  if (!by) return;
  state.isMessage = true;
  const visibility = told?.visibility ?? "public";
  if (visibility === "public") facts.lastPublicMessageBy = by;
  const isReply = event.cause === undefined && passes(rules.reply, by, visibility, told?.channel);
  const isRequest = passes(rules.request, by, visibility, told?.channel);
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
  if (state.isReply) facts.replyCount++;
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
  for (const name in set) {
    const slot = rules.slots.numbers.get(name);
    if (slot === undefined || !Object.hasOwn(set, name)) continue;
    const value = set[name] ?? undefined;
    if (sameValue(state.fields[slot], value)) continue;
    if (!state.changed.includes(slot)) {
      state.changed.push(slot);
      state.was.push(state.fields[slot]);
      state.changedBits |= slotBit(slot);
    }
    state.fields[slot] = value;
  }
}

/** What was set before the creation, and back at it, has not changed from nothing (semantics H2). */
function forgetUnchanged({ fields, changed, was }: TicketState): void {
  for (let i = changed.length - 1; i >= 0; i--) {
    if (!sameValue(fields[changed[i]], was[i])) continue;
    changed.splice(i, 1);
    was.splice(i, 1);
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
  const done = isDone(category);
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
  const said = typeof name === "string" ? shown(name) : typeof name;
  const message = `the status \`${said}\` has no category in the definition; it counts as open`;
  warnOnce(state, `status ${said}`, "history.unmapped_status", message);
  return "open";
}

/** Notes who holds the ticket from now on (semantics K13). */
function applyHolders(state: TicketState, at: number, isOpening: boolean): void {
  const { facts, fields, changed, holders } = state;
  let moved = isOpening;
  for (const slot of changed) {
    if (slot < ASSIGNEE || slot > SUPPLIER) continue;
    moved = true;
    const since = fields[slot] === undefined ? null : at;
    if (slot === ASSIGNEE) facts.assigneeSince = since;
    else if (slot === GROUP) facts.groupSince = since;
    else facts.supplierSince = since;
  }
  if (!moved) return;
  holders.push({
    from: at,
    assignee: asText(fields[ASSIGNEE]),
    group: asText(fields[GROUP]),
    supplier: asText(fields[SUPPLIER]),
  });
}

/** Notes what the fields that verdicts carry hold from now on (semantics R2). */
function noteReported(
  { reported: slots }: HistoryRules,
  state: TicketState,
  at: number,
  isOpening: boolean,
): void {
  const { fields, changed, reported } = state;
  if (!isOpening && !slots.some((slot) => changed.includes(slot))) return;
  reported.push({ from: at, values: slots.map((slot) => plain(fields[slot])) });
}

/** A field's value as a verdict carries it; null for none, and for a list. */
export function plain(value: unknown): string | number | boolean | null {
  if (typeof value === "string" || typeof value === "boolean") return value;
  return typeof value === "number" && Number.isFinite(value) ? value + 0 : null;
}

function applyControl(state: TicketState, type: HistoryEvent["type"]): void {
  if (type === "held") state.isHeld = true;
  else if (type === "resumed") state.isHeld = false;
  else if (type === "merged" || type === "deleted") state.isGone = true;
}
