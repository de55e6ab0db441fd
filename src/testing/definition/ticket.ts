/*
 * A ticket by its definition (semantics H, P2, C7; metrics.md): events in order, the state after each of them folded from
 * scratch, conditions and triggers read off the tree. Only types come from src.
 */
import type {
  CalendarDefinition,
  Condition,
  Definition,
  Facts,
  HistoryEvent,
  MessageFilter,
  Party,
  StatusCategory,
  Subject,
  Test,
  TicketHistory,
  Trigger,
  Visibility,
} from "../../core.ts";
import { durationOf, instantOf, nextOpen } from "./hours.ts";

type Since = Record<"assigneeSince" | "groupSince" | "supplierSince", number | null>;
/** A ticket after a step; before its opening there is none (H2). */
export interface Ticket {
  readonly at: number;
  readonly event: HistoryEvent;
  readonly fields: ReadonlyMap<string, unknown>;
  readonly facts: Facts & Since;
}
/** An event, or (event null) a version coming into force, with the ticket before and after it. */
export interface Step {
  readonly at: number;
  readonly event: HistoryEvent | null;
  readonly version: number;
  readonly before: Ticket | null;
  readonly ticket: Ticket | null;
}

/** H2: by `at`, `seq`, position (sort is stable); the same id counts once; later than `asOf` counts not at all. */
export function inOrder({ events }: TicketHistory, asOf: number): HistoryEvent[] {
  const known = events.filter(({ at }) => at <= asOf);
  known.sort((a, b) => a.at - b.at || (a.seq ?? 0) - (b.seq ?? 0));
  return known.filter(({ id }, i) => known.findIndex((other) => other.id === id) === i);
}

/** The ticket after the event number `last`. H2: opened by `created`, else by the first; a `set` before is kept. */
export function ticketAfter(
  d: Definition<string>,
  events: readonly HistoryEvent[],
  last: number,
): Ticket | null {
  const opening = Math.max(
    0,
    events.findIndex(({ type }) => type === "created"),
  );
  if (last < opening) return null;
  const fields = new Map<string, unknown>();
  for (const { set } of events.slice(0, opening)) patch(fields, set);
  const facts: Facts & Since = {
    statusCategory: "new", statusSince: null, createdAt: null, openedBy: null, firstRequestAt: null, lastRequestAt: null,
    firstReplyAt: null, lastReplyAt: null, replyCount: 0, awaitingReplySince: null, lastPublicMessageBy: null,
    reopenedCount: 0, priorityAtCreation: null, updatedAt: null, done: false, assigneeSince: null, groupSince: null, supplierSince: null,
  }; // biome-ignore format: a list of facts
  for (let i = opening; i <= last; i++) take(d, facts, fields, events[i], i === opening);
  return { at: events[last].at, event: events[last], fields, facts };
}

function patch(fields: Map<string, unknown>, set: HistoryEvent["set"]): void {
  for (const [name, value] of Object.entries(set ?? {})) {
    if (value === null) fields.delete(name);
    else fields.set(name, value);
  }
}

type Message = { readonly by: Party; readonly visibility: Visibility; readonly channel: string | undefined };

/** H1: the message of an event; whatever opens a ticket carries one, by the requester where nobody is known. */
function messageOf(event: HistoryEvent, isOpening: boolean): Message | null {
  if (event.type === "message" || (event.type === "created" && isOpening))
    return { by: event.by ?? "requester", visibility: event.visibility ?? "public", channel: event.channel };
  return isOpening ? { by: "requester", visibility: "public", channel: undefined } : null;
}

/** The facts of metrics.md after one more step. */
function take(
  d: Definition<string>,
  facts: Facts & Since,
  fields: Map<string, unknown>,
  event: HistoryEvent,
  isOpening: boolean,
) {
  const { at } = event;
  const held = HOLDERS.map((name) => (isOpening ? undefined : fields.get(name)));
  const wasDone = facts.done;
  patch(fields, event.set);
  const message = messageOf(event, isOpening);
  if (isOpening) {
    Object.assign(facts, {
      createdAt: at,
      openedBy: message?.by,
      priorityAtCreation: fields.get("priority") ?? null,
    });
  }
  if (message && isRequest(d, message)) {
    facts.firstRequestAt ??= at;
    facts.lastRequestAt = at;
    facts.awaitingReplySince ??= at;
  } else if (message && isReply(d, message, event) && facts.firstRequestAt !== null) {
    facts.firstReplyAt ??= at; // H2: replies after the first request only
    facts.lastReplyAt = at;
    facts.awaitingReplySince = null;
  }
  if (message && !isOpening && !isRequest(d, message) && isReply(d, message, event)) facts.replyCount++;
  if (message?.visibility === "public") facts.lastPublicMessageBy = message.by;
  const category = categoryOf(d, fields.get("status"));
  if (isOpening || category !== facts.statusCategory) facts.statusSince = at;
  facts.statusCategory = category;
  facts.done = category === "solved" || category === "closed";
  if (facts.done && !wasDone) facts.awaitingReplySince = null;
  if (!facts.done && wasDone) facts.reopenedCount++;
  for (const [i, name] of HOLDERS.entries()) {
    const now = fields.get(name);
    if (!isSame(now, held[i])) facts[`${name}Since`] = now === undefined ? null : at;
  }
  if (event.type !== "action.delivered") facts.updatedAt = at;
}

export const HOLDERS = ["assignee", "group", "supplier"] as const;
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const has = (list: string | readonly string[] | undefined, value: string | null | undefined) =>
  list === undefined || [list].flat().some((one) => one === value);
const admits = (f: MessageFilter, m: Message) =>
  has(f.by, m.by) && has(f.visibility, m.visibility) && has(f.channel, m.channel);
const isRequest = (d: Definition<string>, m: Message) =>
  admits(d.request ?? { by: "requester", visibility: "public" }, m);
/** H1: what the host wrote for an action is no reply. */
const isReply = (d: Definition<string>, m: Message, { cause }: HistoryEvent) =>
  cause === undefined && admits(d.reply ?? { by: "agent", visibility: "public" }, m);

/** H4: `new` until an event says otherwise; unmapped is `open`. */
function categoryOf({ statuses }: Definition<string>, status: unknown): StatusCategory {
  if (status === undefined) return "new";
  const own = ["new", "open", "pending", "onHold", "solved", "closed"] as const;
  if (!statuses) return own.find((name) => name === status) ?? "open";
  return Object.entries(statuses).find(([name]) => name === status)?.[1] ?? "open";
}

type Change = { readonly from?: unknown; readonly to?: unknown };

/** P2; before the opening every condition is false (H2). */
export function holds(
  c: Condition,
  ticket: Ticket | null,
  d: Definition<string>,
  change: Change = {},
): boolean {
  if (!ticket) return false;
  if ("all" in c) return c.all.every((part) => holds(part, ticket, d, change));
  if ("any" in c) return c.any.some((part) => holds(part, ticket, d, change));
  if ("not" in c) return !holds(c.not, ticket, d, change);
  return passes(c, subjectOf(c, ticket, change), ticket, d);
}

function subjectOf(subject: Subject, { at, event, fields, facts }: Ticket, change: Change): unknown {
  if ("field" in subject) return fields.get(subject.field);
  if ("fact" in subject) return facts[subject.fact];
  const isOpening = facts.createdAt === at && event.type === "created";
  const automated = event.automated ?? event.cause !== undefined;
  return { ...messageOf(event, isOpening), ...event, ...change, at, automated }[subject.event as "at"];
}

/** A missing value passes only `isNot`, `notIn` and `exists: false`. */
function passes(test: Test, value: unknown, ticket: Ticket, d: Definition<string>): boolean {
  const isThere = value !== undefined && value !== null;
  if ("exists" in test) return test.exists === isThere;
  if ("isNot" in test) return value !== test.isNot;
  if ("notIn" in test) return !test.notIn.some((one) => one === value);
  if (!isThere) return false;
  if ("is" in test) return value === test.is;
  if ("in" in test) return test.in.some((one) => one === value);
  if ("contains" in test) {
    return Array.isArray(value)
      ? value.includes(test.contains)
      : typeof value === "string" && value.includes(`${test.contains}`);
  }
  if ("startsWith" in test) return typeof value === "string" && value.startsWith(test.startsWith);
  if ("endsWith" in test) return typeof value === "string" && value.endsWith(test.endsWith);
  if ("greater" in test) return compare(value, test.greater, (a, b) => a > b);
  if ("less" in test) return compare(value, test.less, (a, b) => a < b);
  if ("between" in test)
    return (
      compare(value, test.between[0], (a, b) => a >= b) && compare(value, test.between[1], (a, b) => a <= b)
    );
  if ("isField" in test) return isSame(value, ticket.fields.get(test.isField));
  if ("isFact" in test) return isSame(value, ticket.facts[test.isFact]);
  const instant = instantOf(value);
  if ("withinLast" in test)
    return instant !== null && instant <= ticket.at && ticket.at - instant <= durationOf(test.withinLast)!;
  if ("during" in test) return instant !== null && nextOpen(calendarOf(d, test.during), instant) === instant;
  throw new Error(`not supported: ${JSON.stringify(test)}`);
}

function compare(value: unknown, operand: number | string, is: (a: number, b: number) => boolean): boolean {
  const [a, b] = typeof operand === "string" ? [instantOf(value), instantOf(operand)] : [value, operand];
  return typeof a === "number" && typeof b === "number" && is(a, b);
}

/** The triggers of metrics.md. `isApplied`: whether another policy governs than before. */
export function fires(trigger: Trigger, step: Step, d: Definition<string>, isApplied = () => false): boolean {
  const { event, ticket, before } = step;
  if (!event || !ticket) return false;
  const values =
    trigger.on === "changed"
      ? { from: before?.fields.get(trigger.field), to: ticket.fields.get(trigger.field) }
      : {};
  return isMoment(trigger, step, d, isApplied) && (!trigger.if || holds(trigger.if, ticket, d, values));
}

function isMoment(
  trigger: Trigger,
  { event, ticket, before }: Step,
  d: Definition<string>,
  isApplied: () => boolean,
): boolean {
  const message = event?.type === "message" && before ? messageOf(event, false) : null; // H2: not the opening one
  switch (trigger.on) {
    case "created": return !before && has(trigger.by, ticket?.facts.openedBy);
    case "message": return message !== null && admits(trigger, message);
    case "reply": return message !== null && isReply(d, message, event!);
    case "request": return message !== null && isRequest(d, message);
    case "changed": return !isSame(before?.fields.get(trigger.field), ticket?.fields.get(trigger.field));
    case "becomes": return !holds(trigger.condition, before, d) && holds(trigger.condition, ticket, d);
    case "ceases": return holds(trigger.condition, before, d) && !holds(trigger.condition, ticket, d);
    case "policyApplied": return isApplied();
    case "control": return event?.type === "control" && event.name === trigger.name;
  } // biome-ignore format: a table
}

export function calendarOf({ calendars }: Definition<string>, id: string): CalendarDefinition {
  const calendar = calendars?.[id];
  if (!calendar || !("timeZone" in calendar)) throw new Error(`not supported: calendar ${id}`);
  return calendar as CalendarDefinition;
}
