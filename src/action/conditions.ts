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
 * Whether conditions held, each over the ticket as it stood at its instant, that instant's events included, as if something
 * had been read then: what looks back (`withinLast`) looks back from it (semantics P2, A1). One pass, however many.
 */
export function conditionsHeld(questions: readonly Question[], told: Told): boolean[] {
  const { rules, ticket, steps, opening } = told;
  const held = questions.map(() => false);
  const order = questions.map((_, i) => i).sort((a, b) => questions[a].at - questions[b].at);
  const state = initialState(rules, ticket, steps[0]);
  let next = 0;
  for (const i of order) {
    const { condition, at } = questions[i];
    for (; next < steps.length && steps[next].at <= at; next++) {
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
