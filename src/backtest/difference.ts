import type { Action } from "../action/settle.ts";
import type { Reading } from "../deadline/reading.ts";
import type { Evaluation, GoverningPolicy } from "../evaluation.ts";
import { type Outcome, outcomeOf } from "../outcome.ts";
import { type Pair, pairActions, pairClocks } from "./pair.ts";

/** What a clock is under one definition. Instants in epoch milliseconds, `targetMs` in the target's own basis. */
export interface ClockSide {
  /** Id of its reading. */
  readonly id: string;
  readonly policySet: string | null;
  readonly policy: string | null;
  readonly policyVersion: string | null;
  readonly state: Reading["state"];
  /** What it counts as in a report (semantics R2). */
  readonly outcome: Outcome;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly targetMs: number | null;
  /** When it is due; of a paused one, if it resumed at `asOf`. */
  readonly dueAt: number | null;
  readonly breachedAt: number | null;
}

/** A clock that is another one under the draft; `current` or `draft` is null where there is no such clock. */
export interface ClockDifference {
  readonly metric: string;
  readonly level: string | null;
  readonly per: string | null;
  readonly current: ClockSide | null;
  readonly draft: ClockSide | null;
  /** How much later it is due under the draft, by the wall clock; negative: earlier. Null where either is never due. */
  readonly dueMovedMs: number | null;
  /** A breach that only the draft has, that only the current definition has, or that both have at other instants. */
  readonly breach: "added" | "gone" | "moved" | null;
}

/** An action as one definition would have had it sent. */
export interface ActionSide {
  readonly id: string;
  readonly policySet: string | null;
  readonly policy: string;
  /** Id of the reading it belongs to. */
  readonly clock: string | null;
  readonly kind: Action["kind"];
  readonly fireAt: number;
  readonly notify: readonly string[];
  readonly set: Action["set"];
}

/** An action that would have been sent under one definition only, at another instant, or with other effects. */
export interface ActionDifference {
  readonly rule: string;
  readonly metric: string;
  readonly step: number | null;
  readonly repetition: number;
  readonly current: ActionSide | null;
  readonly draft: ActionSide | null;
  /** How much later under the draft; null where only one of them has it. */
  readonly movedMs: number | null;
}

/** A policy that governs. */
export type PolicyName = Pick<GoverningPolicy, "id" | "policySet" | "version">;

/** What a draft changes for one ticket (semantics R4). Plain JSON. */
export interface TicketDifference {
  readonly ticket: string;
  /** The policies that govern at `asOf`; null where they are the same ones, by id and set. */
  readonly policies: {
    readonly current: readonly PolicyName[];
    readonly draft: readonly PolicyName[];
  } | null;
  /** By the draft's readings, then those that it does not have. */
  readonly clocks: readonly ClockDifference[];
  readonly actions: readonly ActionDifference[];
}

/** Two verdicts on one ticket at one `asOf`, put side by side. */
export interface Compared {
  readonly difference: TicketDifference;
  readonly isChanged: boolean;
  /** All clocks, and all actions sent, those that are the same too. */
  readonly clocks: readonly Pair<Reading>[];
  readonly actions: readonly Pair<Action>[];
}

export function compare(current: Evaluation, draft: Evaluation): Compared {
  const clocks = pairClocks(current.clocks, draft.clocks);
  const actions = pairActions(sentBy(current), sentBy(draft), clocks);
  const sets = new Map([...current.clocks, ...draft.clocks].map(({ id, policySet }) => [id, policySet]));
  const setOf = (clock: string | null) => (clock === null ? null : (sets.get(clock) ?? null));
  const difference = {
    ticket: draft.ticket,
    policies: policyDifference(current, draft),
    clocks: clocks.flatMap(clockDifference),
    actions: actions.flatMap((pair) => actionDifference(pair, setOf)),
  };
  const isChanged =
    difference.policies !== null || difference.clocks.length > 0 || difference.actions.length > 0;
  return { difference, isChanged, clocks, actions };
}

/**
 * The actions that a host which is always on time would have performed by `asOf`: those that have fired, whether or not this
 * one performed them, and none that was performed and should not have been (decision 0081).
 */
function sentBy({ actions }: Evaluation): Action[] {
  return actions.filter(({ status }) => status === "due" || status === "delivered" || status === "lapsed");
}

function policyDifference(current: Evaluation, draft: Evaluation): TicketDifference["policies"] {
  const nameOf = ({ id, policySet, version }: GoverningPolicy): PolicyName => ({ id, policySet, version });
  const of = ({ policies }: Evaluation) =>
    JSON.stringify(policies.map(({ id, policySet }) => [policySet, id]));
  if (of(current) === of(draft)) return null;
  return { current: current.policies.map(nameOf), draft: draft.policies.map(nameOf) };
}

function clockDifference(pair: Pair<Reading>): ClockDifference[] {
  const { metric, level, per } = (pair.draft ?? pair.current) as Reading;
  const current = pair.current && sideOf(pair.current);
  const draft = pair.draft && sideOf(pair.draft);
  if (current && draft && isSame(current, draft)) return [];
  const dueMovedMs = current && draft ? apart(current.dueAt, draft.dueAt) : null;
  return [{ metric, level, per, current, draft, dueMovedMs, breach: breachOf(current, draft) }];
}

function sideOf(reading: Reading): ClockSide {
  const { id, policySet, policy, policyVersion, state, startedAt, endedAt, targetMs, breachedAt } = reading;
  const outcome = outcomeOf(reading);
  const dueAt = reading.dueAt ?? reading.dueAtIfResumedNow;
  const promised = { policySet, policy, policyVersion };
  return { id, ...promised, state, outcome, startedAt, endedAt, targetMs, dueAt, breachedAt };
}

/** Whether nothing differs but the name of a version and the number of an instance. */
function isSame(a: ClockSide, b: ClockSide): boolean {
  const of = ({ id: _, policyVersion: __, ...rest }: ClockSide) => JSON.stringify(rest);
  return of(a) === of(b);
}

function breachOf(current: ClockSide | null, draft: ClockSide | null): ClockDifference["breach"] {
  const [was, is] = [current?.breachedAt ?? null, draft?.breachedAt ?? null];
  if (was === is) return null;
  return was === null ? "added" : is === null ? "gone" : "moved";
}

function actionDifference(pair: Pair<Action>, setOf: SetOf): ActionDifference[] {
  const { rule, metric, step, repetition } = (pair.draft ?? pair.current) as Action;
  const current = pair.current && actionSide(pair.current, setOf);
  const draft = pair.draft && actionSide(pair.draft, setOf);
  const effect = (side: ActionSide) => JSON.stringify([side.fireAt, side.kind, side.notify, side.set]);
  if (current && draft && effect(current) === effect(draft)) return [];
  const movedMs = current && draft ? draft.fireAt - current.fireAt : null;
  return [{ rule, metric, step, repetition, current, draft, movedMs }];
}

/** The policy set of a reading, which its id begins with. */
type SetOf = (clock: string | null) => string | null;

function actionSide({ id, policy, clock, kind, fireAt, notify, set }: Action, setOf: SetOf): ActionSide {
  return { id, policySet: setOf(clock), policy, clock, kind, fireAt: fireAt as number, notify, set };
}

function apart(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : to - from;
}
