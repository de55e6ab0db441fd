import { conditionsHeld, endsOf } from "./action/conditions.ts";
import { type Clocks, clockName, clocksOf } from "./action/record.ts";
import type { Question } from "./action/settle.ts";
import type { CompiledSla } from "./compile.ts";
import { applyStep, type TicketState } from "./history/state.ts";
import type { Past } from "./progress.ts";
import type { Story } from "./replay.ts";

/** What was asked of a history for an action, and answered. */
export interface Held {
  readonly question: Question;
  readonly holds: boolean;
  /** Whether the answer may have been odd enough for a warning. */
  readonly isOdd: boolean;
}

/** Whether conditions of actions held, each at its instant; what was asked and answered goes to `told` too. */
export function heldIn(
  sla: CompiledSla,
  story: Story,
  state: TicketState,
  questions: readonly Question[],
  told: Held[],
): readonly boolean[] {
  const { reigns, opening, past } = story;
  const warnings = state.warnings?.size ?? 0;
  const held = past
    ? heldSince(sla, story, state, questions, past)
    : conditionsHeld(questions, {
        rules: sla.history,
        ticket: state.ticket,
        steps: reigns.steps,
        opening,
        state,
      });
  const isOdd = (state.warnings?.size ?? 0) > warnings;
  for (let i = 0; i < questions.length; i++) told.push({ question: questions[i], holds: held[i], isOdd });
  return held;
}

/** The same where only the steps after a snapshot are there: what was before it must have been asked then. */
function heldSince(
  sla: CompiledSla,
  { reigns: { steps } }: Story,
  ticket: TicketState,
  questions: readonly Question[],
  past: Past,
): boolean[] {
  const numbers = conditionNumbers(sla);
  const held = questions.map(() => false);
  const ends = endsOf(questions, steps);
  const order = questions.map((_, i) => i).sort((a, b) => ends[a] - ends[b]);
  const state = past.fresh();
  let next = 0;
  let { id } = state.event;
  for (const i of order) {
    const { condition, at, action } = questions[i];
    if (at < past.lastAt || (at === past.lastAt && past.doneLast.has(action))) {
      const number = numbers.get(condition);
      const answer = past.answers.find(
        (one) => one.condition === number && one.at === at && one.action === action,
      );
      if (answer) held[i] = answer.holds;
      else past.doubt.isAsked = true;
      continue;
    }
    for (; next < ends[i]; next++) {
      state.step = past.count + next;
      applyStep(sla.history, state, steps[next], false);
      ({ id } = steps[next]);
    }
    state.event = { id, at, type: "changed" };
    state.warnings = ticket.warnings;
    held[i] = condition.holds(state);
    ticket.warnings = state.warnings;
  }
  return held;
}

/**
 * The clocks as what was said of actions names them. After a snapshot, who names a clock that is not there, and whose event
 * is none of those since, may mean one that has ended: only the whole history tells.
 */
export function clocksSaid(story: Story, clockIds: ReadonlyMap<string, string>): Clocks {
  const { past, deliveries, acknowledgements, reigns } = story;
  const clocks = clocksOf(clockIds, reigns.steps);
  if (!past || deliveries.length + acknowledgements.length === 0) return clocks;
  for (const { name } of [...deliveries, ...acknowledgements]) {
    if (!name || clocks.idOf(name) !== null) continue;
    const isKnown =
      past.strangers.has(clockName(name.measure, name.startedBy)) || clocks.whenOf(name.startedBy) !== null;
    if (!isKnown) past.doubt.isOfClock = true;
  }
  const instants = new Map([...past.strangers.values()].map(({ event, at }) => [event, at]));
  return { ...clocks, whenOf: (event) => clocks.whenOf(event) ?? instants.get(event) ?? null };
}

/** The conditions of all actions of a definition, numbered. */
export function conditionNumbers({ policies }: CompiledSla): ReadonlyMap<Question["condition"], number> {
  const numbers = new Map<Question["condition"], number>();
  for (const { rules } of policies) {
    for (const { condition } of [...rules.values()].flat())
      if (condition && !numbers.has(condition)) numbers.set(condition, numbers.size);
  }
  return numbers;
}
