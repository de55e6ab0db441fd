import type { ActionDefinition, Fire } from "../action/definition.ts";
import type { PolicyDefinition } from "../definition.ts";
import type { Amount, CalendarChoice, GoalTerms, LevelTarget } from "../policy/definition.ts";
import { levelsOf } from "../policy/target.ts";
import { parseDuration } from "../time/duration.ts";
import { valueIn } from "./refs.ts";
import {
  type AmountRef,
  type AtRiskRef,
  type CalendarRef,
  type FireRef,
  type ForWhom,
  type Statement,
  state,
} from "./statement.ts";

/** What a policy promises of one metric: each level, each goal, in order. */
export function describeTarget(
  policy: PolicyDefinition,
  metric: string,
  target: NonNullable<PolicyDefinition["targets"][string]>,
): Statement[] {
  return levelsOf(target).flatMap(({ level, target: one }) =>
    goalsOf(one).map(({ amount, whom, terms }) => {
      const choice = terms.calendar ?? policy.calendar;
      return state("target.promises", {
        ...{ metric, level, amount: amountRef(amount), whom },
        basis: terms.basis ?? (choice === undefined ? "aroundTheClock" : "business"),
        calendar: choice === undefined ? null : calendarRef(choice),
        atRisk: terms.atRisk === undefined ? null : atRiskRef(terms.atRisk),
      });
    }),
  );
}

interface GoalRef {
  readonly amount: Amount;
  readonly whom: ForWhom;
  readonly terms: GoalTerms;
}

const ALL: ForWhom = { kind: "all" };

function goalsOf(target: LevelTarget): GoalRef[] {
  if (typeof target !== "object") return [{ amount: target, whom: ALL, terms: {} }];
  if ("goals" in target) {
    return target.goals.map((goal, i) => {
      const whom: ForWhom = goal.if
        ? { kind: "condition", condition: goal.if }
        : i === 0
          ? ALL
          : { kind: "otherwise" };
      return { amount: goal.amount, whom, terms: goal };
    });
  }
  if ("byPriority" in target) {
    const { byPriority, otherwise } = target;
    const goals = Object.entries(byPriority).map(
      ([priority, amount]): GoalRef => ({ amount, whom: { kind: "priority", priority }, terms: target }),
    );
    return otherwise === undefined
      ? goals
      : [...goals, { amount: otherwise, whom: { kind: "otherwise" }, terms: target }];
  }
  if (!("amount" in target)) return [{ amount: target, whom: ALL, terms: {} }];
  const whom: ForWhom = target.if ? { kind: "condition", condition: target.if } : ALL;
  return [{ amount: target.amount, whom, terms: target }];
}

export function amountRef(amount: Amount): AmountRef {
  if (typeof amount !== "object") {
    const { days, ms } = parseDuration(amount) ?? { days: 0, ms: 0 };
    return { kind: "duration", days, ms };
  }
  if ("businessDays" in amount) {
    const { businessDays: days, at = "sameTime", cutoff = null } = amount;
    return { kind: "businessDays", days, at, cutoff };
  }
  if ("field" in amount) {
    const { field, outside = "asIs", otherwise } = amount;
    return {
      ...{ kind: "field", field, outside },
      otherwise: otherwise === undefined ? null : amountRef(otherwise),
    };
  }
  return { kind: "function", name: amount.function, fields: amount.fields ?? [] };
}

function atRiskRef(given: string | number): AtRiskRef {
  if (typeof given === "string" && given.trim().endsWith("%")) return { kind: "share", share: given.trim() };
  return { kind: "amount", amount: amountRef(given) };
}

function calendarRef(choice: CalendarChoice): CalendarRef {
  if (typeof choice === "string") return { kind: "one", id: choice };
  const { field, values, otherwise } = choice;
  const listed = values && Object.entries(values).map(([value, calendar]) => ({ value, calendar }));
  return { kind: "byField", field, values: listed ?? null, otherwise };
}

/** When an action fires, whom it tells and what it changes; and what of it there is beside its first step. */
export function describeAction(action: ActionDefinition): Statement[] {
  const {
    kind,
    metric,
    level = null,
    fire,
    notify = [],
    set = {},
    steps = [],
    repeat,
    until,
    quiet,
  } = action;
  const changes = Object.entries(set).map(([field, value]) => ({ field, value: valueIn(value) }));
  const told = state("action.fires", {
    ...{ kind, metric, level, notify, set: changes },
    fire: fireRef(fire),
    condition: action.if ?? null,
  });
  const untilAcknowledged = until === "acknowledged";
  const isQuiet = quiet !== undefined && quiet !== false;
  if (steps.length === 0 && !repeat && !untilAcknowledged && !isQuiet) return [told];
  const repeats = repeat ? { every: amountRef(repeat.every), times: repeat.times } : null;
  return [
    told,
    state("action.further", { steps: steps.length, repeat: repeats, untilAcknowledged, quiet: isQuiet }),
  ];
}

function fireRef(fire: Fire): FireRef {
  if ("at" in fire) return { kind: "share", share: fire.at };
  if ("afterStart" in fire) return { kind: "afterStart", amount: amountRef(fire.afterStart) };
  return "before" in fire
    ? { kind: "before", amount: amountRef(fire.before) }
    : { kind: "after", amount: amountRef(fire.after) };
}
