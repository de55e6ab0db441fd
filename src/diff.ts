import type { Evaluation } from "./evaluation.ts";

type Verdict<M extends string> = Evaluation<M>;
type ActionOf<M extends string> = Verdict<M>["actions"][number];
type ReadingOf<M extends string> = Verdict<M>["clocks"][number];

/** What differs between two verdicts of one ticket. Plain JSON, in this order of members. Instants in epoch milliseconds. */
export interface EvaluationDiff<M extends string = string> {
  readonly ticket: string;
  /** Of the earlier verdict; null without one. */
  readonly previousAsOf: number | null;
  readonly asOf: number;
  /** What changed beside the history: where all are false, events and time alone are why. */
  readonly edited: EditedInputs;
  /** What the host has to do; `cancel` before `schedule`. */
  readonly actions: ActionChanges<M>;
  /** By ids of readings, in the order of the verdict. */
  readonly clocks: ClockChanges;
  readonly wakeUp: WakeUpChange;
}

/** Which inputs beside the history are other ones, by their fingerprints. All false without an earlier verdict. */
export interface EditedInputs {
  readonly definition: boolean;
  /** The zone data that the definition uses. */
  readonly zones: boolean;
  /** What the engine's answers mean. */
  readonly semantics: boolean;
}

/** What to do about actions: those of `next` that `previous` did not have so. */
export interface ActionChanges<M extends string = string> {
  /** `due`, and not so before. */
  readonly send: readonly ActionOf<M>[];
  /** `scheduled` at an instant, and not at this one before; `from`: at which one before, null for none. */
  readonly schedule: readonly { readonly action: ActionOf<M>; readonly from: number | null }[];
  /** As it was: scheduled at an instant, or due, and now neither, nor performed; `now`: its status, null for none. */
  readonly cancel: readonly { readonly action: ActionOf<M>; readonly now: ActionOf<M>["status"] | null }[];
  /** `retracted`, and not so before. */
  readonly retract: readonly ActionOf<M>[];
}

/** What became of clocks between the two verdicts, by the ids of their readings. */
export interface ClockChanges {
  readonly started: readonly string[];
  readonly ended: readonly string[];
  /** Live again. */
  readonly reopened: readonly string[];
  readonly breached: readonly string[];
  /** Missed as it was known before, and as it is known now not. */
  readonly unbreached: readonly string[];
  /** At risk now, and live; not so before. */
  readonly atRisk: readonly string[];
  /** Another due time than before; null for none. */
  readonly moved: readonly {
    readonly clock: string;
    readonly from: number | null;
    readonly to: number | null;
  }[];
  /** In the earlier verdict only. */
  readonly gone: readonly string[];
}

/** What becomes of the ticket's one timer: `set` to `at`, `cancel`, or `keep` (at `at`, or none). */
export interface WakeUpChange {
  readonly change: "set" | "cancel" | "keep";
  readonly at: number | null;
}

/**
 * What to do and what to report after a new verdict: the difference to the one that the host stored before, or everything
 * where there is none (null). To tell an edit of the definition from events, compare verdicts of one history and one `asOf`.
 * @throws TypeError when the verdicts are of two tickets.
 */
export function diffEvaluations<M extends string>(
  previous: Evaluation<M> | null,
  next: Evaluation<M>,
): EvaluationDiff<M> {
  if (previous !== null && previous.ticket !== next.ticket)
    throw new TypeError(`the verdicts are of two tickets, \`${previous.ticket}\` and \`${next.ticket}\``);
  return {
    ticket: next.ticket,
    previousAsOf: previous?.asOf ?? null,
    asOf: next.asOf,
    edited: {
      definition: previous !== null && previous.definition !== next.definition,
      zones: previous !== null && previous.tzVersion !== next.tzVersion,
      semantics: previous !== null && previous.engine.semantics !== next.engine.semantics,
    },
    actions: actionChanges(previous, next),
    clocks: clockChanges(previous, next),
    wakeUp: wakeUpChange(previous?.nextChangeAt ?? null, next.nextChangeAt),
  };
}

function actionChanges<M extends string>(previous: Verdict<M> | null, next: Verdict<M>): ActionChanges<M> {
  const before = new Map(previous?.actions.map((action) => [action.id, action]));
  const after = new Map(next.actions.map((action) => [action.id, action]));
  const isNewly = ({ id, status }: ActionOf<M>, wanted: ActionOf<M>["status"]) =>
    status === wanted && before.get(id)?.status !== wanted;
  return {
    send: next.actions.filter((action) => isNewly(action, "due")),
    schedule: next.actions.flatMap((action) => {
      const from = plannedAt(before.get(action.id));
      const to = plannedAt(action);
      return to !== null && to !== from ? [{ action, from }] : [];
    }),
    cancel: [...before.values()].flatMap((action) => {
      const now = after.get(action.id);
      return isCancelled(action, now) ? [{ action, now: now?.status ?? null }] : [];
    }),
    retract: next.actions.filter((action) => isNewly(action, "retracted")),
  };
}

/** When a scheduled action will fire; null for none, or where a pause leaves it open. */
function plannedAt(action: Pick<ActionOf<string>, "status" | "fireAt"> | undefined): number | null {
  return action?.status === "scheduled" ? action.fireAt : null;
}

function isCancelled(was: ActionOf<string>, now: ActionOf<string> | undefined): boolean {
  if (was.status !== "due" && plannedAt(was) === null) return false;
  if (now?.status === "due" || now?.status === "delivered" || now?.status === "retracted") return false;
  // A due one that is scheduled again was told to be sent: not yet
  return was.status === "due" || plannedAt(now) === null;
}

function clockChanges<M extends string>(previous: Verdict<M> | null, next: Verdict<M>): ClockChanges {
  const before = new Map(previous?.clocks.map((reading) => [reading.id, reading]));
  const after = new Set(next.clocks.map(({ id }) => id));
  const idsOf = (holds: (now: ReadingOf<M>, was: ReadingOf<M> | undefined) => boolean) =>
    next.clocks.filter((now) => holds(now, before.get(now.id))).map(({ id }) => id);
  return {
    started: idsOf((_, was) => was === undefined),
    ended: idsOf((now, was) => now.endedAt !== null && (was?.endedAt ?? null) === null),
    reopened: idsOf((now, was) => now.endedAt === null && (was?.endedAt ?? null) !== null),
    breached: idsOf((now, was) => now.breachedAt !== null && (was?.breachedAt ?? null) === null),
    unbreached: idsOf((now, was) => now.breachedAt === null && (was?.breachedAt ?? null) !== null),
    atRisk: idsOf(
      (now, was) => isAtRisk(now, next.asOf) && !(was && previous !== null && isAtRisk(was, previous.asOf)),
    ),
    moved: next.clocks.flatMap(({ id, dueAt }) => {
      const was = before.get(id);
      return was && was.dueAt !== dueAt ? [{ clock: id, from: was.dueAt, to: dueAt }] : [];
    }),
    gone: [...before.keys()].filter((id) => !after.has(id)),
  };
}

/** A clock that has breached is no longer at risk of it. */
function isAtRisk({ endedAt, breachedAt, atRiskAt }: ReadingOf<string>, asOf: number): boolean {
  return endedAt === null && breachedAt === null && atRiskAt !== null && atRiskAt <= asOf;
}

function wakeUpChange(from: number | null, to: number | null): WakeUpChange {
  if (from === to) return { change: "keep", at: to };
  return { change: to === null ? "cancel" : "set", at: to };
}
