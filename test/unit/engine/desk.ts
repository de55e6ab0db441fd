import {
  type Evaluation,
  evaluateTicket,
  type FieldPatch,
  type HistoryEvent,
  type Party,
  type Reading,
  type Sla,
  type TicketHistory,
} from "dueclock";

/** An event without its id; `ticket` numbers them `e1`, `e2`, … in the order given. */
export type Draft = { readonly at: number } & Readonly<Record<string, unknown>>;

export const ticket = (...drafts: readonly Draft[]): TicketHistory => ({
  ticket: "T-1",
  events: drafts.map((draft, i) => ({ id: `e${i + 1}`, ...draft }) as unknown as HistoryEvent),
});

export const HOUR = 3_600_000;
export const MINUTE = 60_000;
/** Monday 2 March 2026 at 09:00 in UTC. */
export const T0 = Date.UTC(2026, 2, 2, 9);
/** The instant so many hours after `T0`. */
export const hour = (hours: number) => T0 + hours * HOUR;
/** The instant so many minutes after `T0`. */
export const minute = (minutes: number) => T0 + minutes * MINUTE;

type More = Readonly<Record<string, unknown>>;
export const opened = (at: number, set: FieldPatch = {}, more: More = {}): Draft => ({
  type: "created",
  at,
  by: "requester",
  set,
  ...more,
});
export const message = (by: Party, at: number, set: FieldPatch = {}, more: More = {}): Draft => ({
  type: "message",
  at,
  by,
  set,
  ...more,
});
export const request = (at: number, set?: FieldPatch, more?: More) => message("requester", at, set, more);
export const reply = (at: number, set?: FieldPatch, more?: More) => message("agent", at, set, more);
export const changes = (at: number, set: FieldPatch, more: More = {}): Draft => ({
  type: "changed",
  at,
  set,
  ...more,
});
export const status = (at: number, to: string) => changes(at, { status: to });
export const priority = (at: number, to: string) => changes(at, { priority: to });
export const control = (at: number, name: string, set: FieldPatch = {}): Draft => ({
  type: "control",
  at,
  name,
  set,
});
export const assigned = (at: number, policy: string): Draft => ({ type: "policy.assigned", at, policy });
export const released = (at: number, policy?: string): Draft => ({
  type: "policy.released",
  at,
  ...(policy === undefined ? {} : { policy }),
});
/** Any other event by its type. */
export const happens = (type: string, at: number, more: More = {}): Draft => ({ type, at, ...more });

export const verdict = (sla: Sla, asOf: number, events: readonly Draft[]): Evaluation =>
  evaluateTicket(sla, ticket(...events), { asOf });

export const readings = ({ clocks }: Evaluation, metric = "resolution"): Reading[] =>
  clocks.filter((reading) => reading.metric === metric);

/** The one reading of a metric; more than one, or none, is a mistake of the test. */
export function reading(evaluation: Evaluation, metric = "resolution"): Reading {
  const found = readings(evaluation, metric);
  if (found.length !== 1) throw new Error(`${found.length} readings of ${metric}`);
  return found[0];
}

/** Readings to read and to compare: instants in hours after `T0`, amounts in hours. */
// biome-ignore lint/suspicious/noExplicitAny: members of whatever is given
export function inHours(given: unknown, key = ""): any {
  if (Array.isArray(given)) return given.map((member) => inHours(member));
  if (typeof given === "object" && given !== null)
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, inHours(value, name)]));
  if (typeof given !== "number" || key === "instance") return given;
  return key.endsWith("Ms") ? given / HOUR : (given - T0) / HOUR;
}

/** The one reading of a metric so many hours after `T0`, in hours. */
export const at = (sla: Sla, hours: number, events: readonly Draft[], metric?: string) =>
  inHours(reading(verdict(sla, hour(hours), events), metric));

/** All readings of a metric so many hours after `T0`, in hours. */
export const all = (sla: Sla, hours: number, events: readonly Draft[], metric?: string) =>
  inHours(readings(verdict(sla, hour(hours), events), metric));

/** Of each of those: its state, when it started and how much time it used. */
export const lines = (sla: Sla, hours: number, events: readonly Draft[], metric: string) =>
  all(sla, hours, events, metric).map(({ state, startedAt, elapsedMs }: Reading) => [
    state,
    startedAt,
    elapsedMs,
  ]);
