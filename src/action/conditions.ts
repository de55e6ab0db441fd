import type { HistoryEvent } from "../history/event.ts";
import {
  applyEarly,
  applyStep,
  type HistoryRules,
  initialState,
  type TicketState,
} from "../history/state.ts";
import type { Question } from "./settle.ts";

/** A history as one more pass over it needs it. */
export interface Told {
  readonly rules: HistoryRules;
  readonly ticket: string;
  readonly steps: readonly HistoryEvent[];
  readonly opening: number;
  /** The ticket as the verdict has it: what is odd about a condition is noted there. */
  readonly state: TicketState;
}

/**
 * Whether conditions held, each over the ticket as it stood at its instant, as if something had been read then: what looks
 * back (`withinLast`) looks back from it (semantics P2, A1). One pass, however many.
 */
export function conditionsHeld(questions: readonly Question[], told: Told): boolean[] {
  const { rules, ticket, steps, opening } = told;
  const held = questions.map(() => false);
  const ends = endsOf(questions, steps);
  const order = questions.map((_, i) => i).sort((a, b) => ends[a] - ends[b]);
  const state = initialState(rules, ticket, steps[0]);
  let next = 0;
  for (const i of order) {
    const { condition, at } = questions[i];
    for (; next < ends[i]; next++) {
      if (next < opening) applyEarly(rules, state, steps[next]);
      else {
        state.step = next;
        applyStep(rules, state, steps[next], next === opening);
      }
    }
    state.warnings = told.state.warnings;
    state.event = { id: steps[Math.max(0, next - 1)].id, at, type: "changed" };
    held[i] = condition.holds(state);
    told.state.warnings = state.warnings;
  }
  return held;
}

/**
 * Before which step each question is asked: the first after its instant, or the first at that instant which the action
 * itself brought about, so that what it changed does not decide whether it should have (decision 50).
 */
export function endsOf(questions: readonly Question[], steps: readonly HistoryEvent[]): number[] {
  const firstBy = new Map<string, number>();
  for (const [i, step] of steps.entries()) {
    const action = doneBy(step);
    if (action === undefined) continue;
    const key = JSON.stringify([action, step.at]);
    if (!firstBy.has(key)) firstBy.set(key, i);
  }
  const ends = questions.map(() => steps.length);
  const order = questions.map((_, i) => i).sort((a, b) => questions[a].at - questions[b].at);
  let next = 0;
  for (const i of order) {
    const { action, at } = questions[i];
    while (next < steps.length && steps[next].at <= at) next++;
    ends[i] = firstBy.get(JSON.stringify([action, at])) ?? next;
  }
  return ends;
}

/** The action that brought a step about, or was performed by it. */
export function doneBy(step: HistoryEvent): string | undefined {
  return step.type === "action.delivered" ? step.action : step.cause;
}
