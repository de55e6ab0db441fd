import type { HistoryEvent } from "../history/event.ts";
import type { TicketState } from "../history/state.ts";
import { type Promised, samePromised } from "./amount.ts";
import { firstMatch, type Matchable } from "./match.ts";
import { type CompiledGoal, chooseGoal } from "./target.ts";

/** What governing needs of a policy: its condition, and its goals by metric number. */
export interface Governing extends Matchable {
  readonly goals: readonly (readonly CompiledGoal[])[];
}

/** Which policy governs from an instant on, until the next one; -1 for none. */
export interface PolicySpan {
  readonly from: number;
  readonly policy: number;
  readonly by: HistoryEvent;
}

/**
 * What a metric is promised from an instant on, inclusive, until the next one (semantics K7): `goal` and
 * `promised` are null where no target applies.
 */
export interface PromiseSpan {
  readonly from: number;
  readonly policy: number;
  readonly goal: CompiledGoal | null;
  readonly promised: Promised | null;
  readonly by: HistoryEvent;
}

/** Who governed a ticket and what each metric was promised, so far. */
export interface Governance {
  readonly policies: PolicySpan[];
  /** By metric number. */
  readonly promises: PromiseSpan[][];
}

/** Reads the conditions after the step just applied, and notes what changed (semantics P3, `onChange`). */
export function governStep(policies: readonly Governing[], governance: Governance, state: TicketState): void {
  const { event } = state;
  const policy = firstMatch(policies, state);
  if (governance.policies.at(-1)?.policy !== policy)
    governance.policies.push({ from: event.at, policy, by: event });
  for (let metric = 0; metric < governance.promises.length; metric++) {
    const spans = governance.promises[metric];
    const goals = policy < 0 ? [] : policies[policy].goals[metric];
    const choice = chooseGoal(goals, state);
    const goal = choice ? goals[choice.index] : null;
    const promised = choice?.promised ?? null;
    const last = spans.at(-1);
    if (
      last &&
      last.goal === goal &&
      samePromised(last.promised, promised) &&
      (goal || last.policy === policy)
    )
      continue;
    spans.push({ from: event.at, policy, goal, promised, by: event });
  }
}
