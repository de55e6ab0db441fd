import type { CalendarDefinition, FieldPatch, HistoryEvent, Party } from "../../../index.ts";
import { BadVector, instant, list, only, record, text, type Vector, type VectorFile } from "../vector.ts";
import { zammadCalendar } from "./calendars.ts";
import { fieldsOf } from "./policies.ts";
import type { Setting } from "./setting.ts";
import { WRITES, type WrittenColumn } from "./writes.ts";

/** A vector's events as the engine takes them, and what became of the definition and of the state meanwhile. */
export interface Story {
  readonly events: readonly HistoryEvent[];
  readonly asOf: number;
  /** Policies and calendar that were last applied to the ticket, as given. */
  readonly slas: unknown;
  readonly calendar: CalendarDefinition;
  /** Since when the ticket's state has paused its clocks; null while it does not. */
  readonly pausingSince: number | null;
  readonly hasWrites: boolean;
  /** Whether the ticket was recalculated by force, or its policies or its calendar edited. */
  readonly isRebuilt: boolean;
}

interface Draft {
  readonly setting: Setting;
  readonly events: (HistoryEvent & { column?: WrittenColumn })[];
  /** The definition applied to the ticket, and a later one that waits for a closed ticket to be opened. */
  applied: Desk;
  waiting: Desk;
  pausingSince: number | null;
  isClosed: boolean;
  last: number;
  readonly subjects: string[];
  /** Events told so far; numbers them. */
  told: number;
}

interface Desk {
  readonly slas: unknown;
  readonly calendar: unknown;
}

const PARTIES: Readonly<Record<string, Party>> = { customer: "requester", agent: "agent", system: "system" };

/** Closed for good or for now: an edit of the definition does not reach such a ticket. */
const CLOSED = ["closed", "merged", "removed"];

/**
 * Tells a vector's events to the engine. An edit of policies or calendar holds from the creation on: the whole history
 * is read by the definition as last edited, as long as the ticket was not closed then.
 */
export function storyOf(vector: Vector, setting: Setting, file: VectorFile): Story {
  const desk = { slas: vector.slas ?? vector.policies, calendar: vector.calendar };
  const asked = vector.evaluateAt === undefined ? null : instant(vector.evaluateAt, "evaluateAt");
  const draft: Draft = {
    setting,
    events: [],
    applied: desk,
    waiting: desk,
    pausingSince: null,
    isClosed: false,
    last: Number.NEGATIVE_INFINITY,
    subjects: [],
    told: 0,
  };
  const told = inOrder(vector.events).filter(({ at }) => asked === null || at <= asked);
  if (told[0]?.event.type !== "created") throw new BadVector("the first of `events` is no `created`");
  for (const { event, name, at } of completed(told, setting)) {
    const { type } = event;
    const tell = typeof type === "string" && Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
    if (!tell) throw new BadVector(`\`${name}.type\` is no event that is known: ${JSON.stringify(type)}`);
    draft.last = Math.max(draft.last, at);
    tell(draft, event, name, at);
  }
  return {
    events: draft.events.map(({ column: _, ...event }) => event),
    asOf: asked ?? draft.last,
    slas: draft.applied.slas,
    calendar: zammadCalendar(draft.applied.calendar, file),
    pausingSince: draft.pausingSince,
    hasWrites: draft.events.some(({ column }) => column !== undefined),
    isRebuilt: told.some(({ event }) => event.force === true || String(event.type).endsWith("Replaced")),
  };
}

interface Told {
  readonly event: Vector;
  readonly name: string;
  readonly at: number;
}

/**
 * Events by their instant.
 * @throws BadVector where a ticket enters a state before what was already written of it: when it did so cannot be told.
 */
function inOrder(value: unknown): Told[] {
  let written = Number.NEGATIVE_INFINITY;
  const told = list(value, "events").map((entry, i) => {
    const name = `events.${i}`;
    const event = record(entry, name);
    const at = instant(event.at, `${name}.at`);
    if (event.type === "fact") {
      for (const [column, value] of Object.entries(record(event.set, `${name}.set`))) {
        if (value !== null) written = Math.max(written, instant(value, `${name}.set.${column}`));
      }
    }
    if (event.type === "state" && at < written)
      throw new BadVector(`\`${name}\` enters a state before an instant that was already written`);
    return { event, name, at };
  });
  return told.sort((a, b) => a.at - b.at);
}

/**
 * As the rows of history have it: the state from the creation on is the one that the first row leaves, and a last row
 * that enters a pausing state ends the one before and begins no pause, for a spell that no row ends is none.
 */
function completed(told: readonly Told[], { pausing }: Setting): readonly Told[] {
  const changes = told.filter(({ event }) => event.type === "state" || event.type === "historyOnly");
  const [first, last] = [changes[0], changes.at(-1)];
  const isOpenEnded = last?.event.type === "historyOnly" && pausing.includes(String(last.event.to));
  const fromState = first?.event.type === "historyOnly" ? first.event.fromState : undefined;
  return told.map((one) => {
    if (isOpenEnded && one === last) return { ...one, event: { ...one.event, to: "open" } };
    if (fromState === undefined || one.event.type !== "created") return one;
    return { ...one, event: { ...one.event, [FIRST_ROW]: fromState } };
  });
}

/** Member of a `created` event that names the state of its first row; no attribute of a vector's. */
const FIRST_ROW = "state of the first row";

type Tell = (draft: Draft, event: Vector, name: string, at: number) => void;

/** What each type of event tells. */
const EVENTS: Readonly<Record<string, Tell>> = {
  created,
  message,
  state(draft, event, name, at) {
    const state = text(only(event, name, ["at", "type", "to", "from"]).to, `${name}.to`);
    enter(draft, state, at);
    change(draft, at, { status: state, ...fieldsOf({ state }, name) });
  },
  historyOnly(draft, event, name, at) {
    const state = text(only(event, name, ["at", "type", "to", "fromState"]).to, `${name}.to`);
    change(draft, at, { status: rowOf(draft, state) });
  },
  priority: (draft, event, name, at) => attribute(draft, event, name, at),
  group: (draft, event, name, at) => attribute(draft, event, name, at),
  owner: (draft, event, name, at) => attribute(draft, event, name, at),
  title: (draft, event, name, at) => attribute(draft, event, name, at),
  policiesReplaced(draft, event, name) {
    replace(draft, { slas: only(event, name, ["at", "type", "slas"]).slas });
  },
  calendarReplaced(draft, event, name) {
    replace(draft, { calendar: only(event, name, ["at", "type", "calendar"]).calendar });
  },
  fact: (draft, event, name) => write(draft, event, name),
  recalculate(_, event, name) {
    only(event, name, ["at", "type", "force"]); // nothing is stored that a recalculation would change
  },
};

/** The ticket without a message: the articles are events of their own. */
function created(draft: Draft, event: Vector, name: string, at: number): void {
  if (draft.events.length > 0) throw new BadVector(`\`${name}\` is a second \`created\``);
  const { at: _, type, state = "new", [FIRST_ROW]: row = state, ...attributes } = event;
  const status = text(state, `${name}.state`);
  enter(draft, status, at);
  push(draft, {
    type: "created",
    at,
    by: "system",
    visibility: "internal",
    set: {
      status: row === state ? status : rowOf(draft, String(row)),
      ...fieldsOf({ ...attributes, state: status }, name),
    },
  });
}

function message(draft: Draft, event: Vector, name: string, at: number): void {
  const given = only(event, name, ["at", "type", "from", "channel", "internal", "subject"]);
  const { from, internal = false, subject } = given;
  const by = typeof from === "string" && Object.hasOwn(PARTIES, from) ? PARTIES[from] : undefined;
  if (!by) throw new BadVector(`\`${name}.from\` is none of ${Object.keys(PARTIES).join(", ")}`);
  if (typeof internal !== "boolean") throw new BadVector(`\`${name}.internal\` is neither true nor false`);
  const { responding, silent } = draft.setting;
  const channel = text(given.channel, `${name}.channel`);
  if (!responding.includes(channel) && !silent.includes(channel)) {
    throw new BadVector(`\`${name}.channel\` is no article type that is known: ${channel}`);
  }
  if (subject !== undefined) draft.subjects.push(text(subject, `${name}.subject`));
  push(draft, {
    type: "message",
    at,
    by,
    visibility: internal ? "internal" : "public",
    channel,
    ...(subject !== undefined && { set: fieldsOf({ subject: draft.subjects.join("\n") }, name) }),
  });
}

function attribute(draft: Draft, event: Vector, name: string, at: number): void {
  const { type, to } = only(event, name, ["at", "type", "to", "from"]);
  change(draft, at, fieldsOf({ [String(type)]: to ?? null }, name));
}

function enter(draft: Draft, state: string, at: number): void {
  if (!draft.setting.pausing.includes(state)) draft.pausingSince = null;
  else draft.pausingSince ??= at;
  draft.isClosed = CLOSED.includes(state);
  if (!draft.isClosed) draft.applied = draft.waiting;
}

function replace(draft: Draft, edit: Partial<Desk>): void {
  draft.waiting = { ...draft.waiting, ...edit };
  if (!draft.isClosed) draft.applied = draft.waiting;
}

/**
 * A column that the vector writes directly is what happened then: a control event at the instant written. A later write
 * of it takes its place; but a contact after one of the other side is another contact.
 */
function write(draft: Draft, event: Vector, name: string): void {
  const { set } = only(event, name, ["at", "type", "set"]);
  for (const [column, value] of Object.entries(only(set, `${name}.set`, Object.keys(WRITES)))) {
    const written = column as WrittenColumn;
    const before = draft.events.findLastIndex(({ column: other, type }) =>
      WRITES[written].isContact
        ? type === "message" || (other && WRITES[other].isContact)
        : other === written,
    );
    if (draft.events[before]?.column === written) draft.events.splice(before, 1);
    if (value === null) continue;
    const at = instant(value, `${name}.set.${column}`);
    draft.last = Math.max(draft.last, at);
    push(draft, { type: "control", at, name: WRITES[written].control, column: written });
  }
}

/** The status of a ticket while only a row of history names a state that pauses. */
function rowOf({ setting }: Draft, state: string): string {
  return setting.pausing.includes(state) ? rowOnly(state) : state;
}

/** A state that only a row of history names: it pauses, and the ticket is not in it. */
export function rowOnly(state: string): string {
  return `${state}, a row only`;
}

function change(draft: Draft, at: number, set: FieldPatch): void {
  push(draft, { type: "changed", at, set });
}

/** An event without its id, one type at a time. */
type Unnumbered<E> = E extends unknown ? Omit<E, "id"> : never;

function push(draft: Draft, event: Unnumbered<HistoryEvent> & { readonly column?: WrittenColumn }): void {
  draft.events.push({ id: `e${++draft.told}`, ...event });
}
