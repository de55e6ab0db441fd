import type { Action, Evaluation } from "../../../index.ts";
import { BadVector } from "../vector.ts";
import { type Answers, answeredRows, printInstant } from "./answers.ts";

/** What a vector may ask of one action. `levels` are escalation levels by rule. */
function actionAnswers(action: Action, levels: Readonly<Record<string, number>>): Answers {
  return {
    kind: () => action.kind,
    at: () => printInstant(action.fireAt),
    level: () => (Object.hasOwn(levels, action.rule) ? levels[action.rule] : null),
    assignTo: () => action.set?.assignee ?? null,
    recipients: () => action.notify,
  };
}

/** Answers about the actions of a verdict and the next instant to wake at. */
export function verdictAnswers(verdict: Evaluation, levels: Readonly<Record<string, number>> = {}): Answers {
  const due = verdict.actions.filter(({ status }) => status === "due");
  due.sort((a, b) => instantOf(a) - instantOf(b));
  return {
    actionsDue: (expected, name) =>
      answeredRows(
        expected,
        due.map((action) => actionAnswers(action, levels)),
        name,
      ),
    nextWakeAt: () => printInstant(verdict.nextChangeAt),
  };
}

function instantOf({ fireAt, rule }: Action): number {
  if (fireAt === null) throw new BadVector(`the action ${rule} is due without an instant`);
  return fireAt;
}
