import type { HistoryEvent } from "../history/event.ts";
import type { TicketState } from "../history/state.ts";
import { type Promised, samePromised } from "./amount.ts";
import type { Selection } from "./definition.ts";
import type { Matchable, PolicyIndex } from "./match.ts";
import { isTouched, type Reads } from "./names.ts";
import { initialSelection, type SelectionState, select } from "./select.ts";
import { type CompiledGoal, chooseGoal } from "./target.ts";
import type { Watched } from "./watch.ts";

/** What governing needs of a policy: its condition, its number among all, and its goals by lane. */
export interface Governing extends Matchable {
  readonly number: number;
  readonly goals: ReadonlyMap<number, readonly CompiledGoal[]>;
}

/** A policy set, ready to govern. */
export interface GoverningSet {
  readonly id: string | null;
  readonly selection: Selection;
  readonly policies: readonly Governing[];
  readonly index: PolicyIndex | null;
  /** Whether each policy lends its targets by itself, or one for all. */
  readonly sideBySide: boolean;
  /** What its conditions, goals and choices of a calendar read. */
  readonly reads: Reads;
  /** Whether some policy attaches at moments of its own. */
  readonly hasMoments: boolean;
  /** Its lanes, each with the index of the policy that lends it targets, or `SELECTED`, or `NOBODY`. */
  readonly lanes: { readonly lane: number; readonly policy: number }[];
}

/** Whichever policy of the set is selected. */
export const SELECTED = -1;
/** No policy of this version. */
export const NOBODY = -2;

/**
 * What a lane is promised from an instant on, inclusive, until the next span (semantics K7): `goal`, `calendar` and
 * `promised` are null where no target applies, `policy` is -1 where none governs.
 */
export interface PromiseSpan {
  readonly from: number;
  readonly policy: number;
  readonly goal: CompiledGoal | null;
  readonly calendar: string | null;
  readonly promised: Promised | null;
  readonly by: HistoryEvent;
  /** Number of that event's step; of a version that takes over after an instant's events, more than theirs. */
  readonly step: number;
}

/** A policy that governs, by its index in its set, since when, and the event that made it so. */
export interface Reign {
  readonly policy: number;
  readonly from: number;
  readonly by: HistoryEvent;
}

/** Who governs a ticket, and what each lane was promised so far, by one version of the policies. */
export interface Governance {
  readonly selections: readonly SelectionState[];
  /** By set: the policies that govern now, in order. */
  readonly reigns: (readonly Reign[])[];
  /** By lane number. */
  readonly promises: PromiseSpan[][];
}

export function noGovernance(sets: readonly GoverningSet[], lanes: number): Governance {
  const promises: PromiseSpan[][] = [];
  for (let lane = 0; lane < lanes; lane++) promises.push([]);
  return { selections: sets.map(initialSelection), reigns: sets.map(() => NOBODY_REIGNS), promises };
}

/** Reads the conditions after the step just applied, and notes what changed (semantics P1 to P5). */
export function governStep(
  sets: readonly GoverningSet[],
  governance: Governance,
  state: TicketState,
  watched: Watched,
): void {
  for (let s = 0; s < sets.length; s++) {
    const set = sets[s];
    if (!set.hasMoments && !isAssignment(state) && !isTouched(set.reads, state)) continue;
    const selected = select(set, governance.selections[s], state, watched);
    governance.reigns[s] = reignsAfter(governance.reigns[s], selected, state.event);
    for (const { lane, policy } of set.lanes) {
      const index = policy === SELECTED ? (selected[0] ?? -1) : selected.includes(policy) ? policy : -1;
      promise(governance.promises[lane], lane, set.policies[index], state);
    }
  }
}

function isAssignment({ isSpecial, type }: TicketState): boolean {
  return isSpecial && (type === "policy.assigned" || type === "policy.released");
}

const NOBODY_REIGNS: readonly Reign[] = [];

function reignsAfter(
  reigns: readonly Reign[],
  selected: readonly number[],
  event: HistoryEvent,
): readonly Reign[] {
  const isSame =
    reigns.length === selected.length && selected.every((policy, i) => reigns[i].policy === policy);
  if (isSame) return reigns;
  const since = new Map(reigns.map((reign) => [reign.policy, reign]));
  return selected.map((policy) => since.get(policy) ?? { policy, from: event.at, by: event });
}

/** Notes what a lane is promised from this step on, where that is something else than before. */
function promise(
  spans: PromiseSpan[],
  lane: number,
  policy: Governing | undefined,
  state: TicketState,
): void {
  const goals = policy?.goals.get(lane);
  const choice = goals ? chooseGoal(goals, state) : null;
  const goal = goals && choice ? goals[choice.index] : null;
  const promised = choice?.promised ?? null;
  const calendar = goal && (typeof goal.calendar === "function" ? goal.calendar(state) : goal.calendar);
  const number = policy?.number ?? -1;
  const { event, step } = state;
  const next = { from: event.at, policy: number, goal, calendar, promised, by: event, step };
  const last = spans.at(-1);
  if (!last || !isSamePromise(last, next)) spans.push(next);
}

/** Whether a clock notices no difference between them. */
export function isSamePromise(a: PromiseSpan, b: PromiseSpan): boolean {
  if (a.goal !== b.goal || a.calendar !== b.calendar) return false;
  return a.goal === null ? a.policy === b.policy : samePromised(a.promised, b.promised);
}
