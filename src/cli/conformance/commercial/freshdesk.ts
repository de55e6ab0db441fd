import { type ActionDefinition, compileSla, type Evaluation, type Goal } from "../../../index.ts";
import { freshdesk } from "../../../presets.ts";
import { BadVector, instant, list, only, record, type Translator, type Vector } from "../vector.ts";
import { verdictAnswers } from "./actions.ts";
import { type Answers, outcomeOf, printInstant } from "./answers.ts";
import { metricAnswers, nested } from "./clock.ts";
import {
  calendarFor,
  calendarsOf,
  historyOf,
  milliseconds,
  oneOf,
  oneReading,
  targetOf,
  texts,
  verdictAt,
} from "./common.ts";

const METRICS = { firstReply: "firstResponse", nextReply: "nextResponse", resolution: "resolution" } as const;
const NAMES = Object.keys(METRICS) as (keyof typeof METRICS)[];
const POLICY = [
  ...["metric", "metrics", "targetSeconds", "targetsByPriority", "hours", "variants"],
  ...["timerOffStatuses", "escalations", "reminderBeforeSeconds"],
];

const run: Translator = (vector, file) => {
  const policy = only(vector.policy, "policy", POLICY);
  const names = texts(policy.metrics ?? policy.metric, "policy.metric").map((name) =>
    oneOf(name, "policy.metric", NAMES),
  );
  const calendars = calendarsOf(vector, file);
  const actions = [...reminders(policy, METRICS[names[0]]), ...escalations(policy, METRICS[names[0]])];
  const history = historyOf(vector, {
    "due.override": (event, name) => {
      const { metric, to } = only(event, name, ["metric", "to", "by"]);
      const own = METRICS[oneOf(metric, `${name}.metric`, NAMES)];
      return { type: "due.overridden", metric: own, dueAt: instant(to, `${name}.to`) };
    },
  });
  const timers = timersOf(policy);
  const under = (hours: unknown): Evaluation => {
    const calendar = calendarFor(isByPriority(hours) ? "business" : hours, calendars);
    const sla = compileSla({
      ...freshdesk({ timers }),
      calendars,
      policies: [
        {
          id: "policy",
          ...(calendar !== null && { calendar }),
          targets: Object.fromEntries(
            names.map((name) => [
              METRICS[name],
              isByPriority(hours) ? targetByHours(policy, hours, name) : targetOf(policy, name),
            ]),
          ),
          actions: actions.map(({ action }) => action),
        },
      ],
    });
    return verdictAt(sla, vector, history);
  };
  const levels = Object.fromEntries(
    actions.map(({ action, level }) => [action.id, level]).filter(([, level]) => level),
  );
  return outcomeOf(vector, answers(policy, names, under, levels));
};

export const FRESHDESK: Readonly<Record<string, Translator>> = { Freshdesk: run };

/** Whether the operational hours are given for each priority. */
function isByPriority(hours: unknown): hours is Vector {
  return typeof hours === "object" && hours !== null && !Array.isArray(hours);
}

/** A goal for each priority, in its own hours. */
function targetByHours(policy: Vector, hours: Vector, name: string): { readonly goals: readonly Goal[] } {
  const { targetsByPriority } = policy;
  const amounts =
    targetsByPriority === undefined ? null : record(targetsByPriority, "policy.targetsByPriority");
  const without = Object.keys(amounts ?? {}).find((priority) => !Object.hasOwn(hours, priority));
  if (without !== undefined) throw new BadVector(`\`policy.hours.${without}\` is missing`);
  const goals = Object.entries(hours).map(([priority, own]): Goal => {
    const basis = oneOf(own, `policy.hours.${priority}`, ["business", "calendar"]);
    const amount = targetOf({ targetSeconds: amounts ? amounts[priority] : policy.targetSeconds }, name);
    return {
      if: { field: "priority", is: priority },
      amount: amount as number,
      basis: basis === "business" ? "business" : "aroundTheClock",
    };
  });
  return { goals };
}

/** The switches of the statuses: `timerOffStatuses` is all of those that are off, and a default that it lacks is on. */
function timersOf({ timerOffStatuses }: Vector): Record<string, "on" | "off"> {
  if (timerOffStatuses === undefined) return {};
  const done = ["solved", "closed"];
  const { statuses = {} } = freshdesk();
  const timed = Object.keys(statuses).filter((status) => !done.includes(statuses[status]));
  const off = texts(timerOffStatuses, "policy.timerOffStatuses");
  return {
    ...Object.fromEntries(timed.map((status) => [status, "on"] as const)),
    ...Object.fromEntries(off.map((status) => [status, "off"] as const)),
  };
}

type Rule = {
  readonly level: number | null;
  readonly action: ActionDefinition<(typeof METRICS)[keyof typeof METRICS]>;
};

/** Reminders before the due time, one for each offset listed. */
function reminders({ reminderBeforeSeconds }: Vector, metric: Rule["action"]["metric"]): Rule[] {
  if (reminderBeforeSeconds === undefined) return [];
  return list(reminderBeforeSeconds, "policy.reminderBeforeSeconds").map((offset, i) => {
    const before = milliseconds(offset, `policy.reminderBeforeSeconds.${i}`);
    return { level: null, action: { kind: "reminder", id: `reminder-${i}`, metric, fire: { before } } };
  });
}

/** Escalation levels, each so long after the due time. */
function escalations({ escalations }: Vector, metric: Rule["action"]["metric"]): Rule[] {
  if (escalations === undefined) return [];
  return list(escalations, "policy.escalations").map((entry, i) => {
    const name = `policy.escalations.${i}`;
    const { level, afterSeconds } = only(entry, name, ["level", "afterSeconds"]);
    if (typeof level !== "number") throw new BadVector(`\`${name}.level\` is no number`);
    const after = milliseconds(afterSeconds, `${name}.afterSeconds`);
    return { level, action: { kind: "escalation", id: `level-${level}`, metric, fire: { after } } };
  });
}

/** `variants` lists the bases that the vector compares, and asks each by its own name; else `hours` says the one. */
function answers(
  { hours, variants }: Vector,
  names: readonly (keyof typeof METRICS)[],
  under: (hours: unknown) => Evaluation,
  levels: Readonly<Record<string, number>>,
): Answers {
  const [name] = names;
  if (variants !== undefined) {
    const bases = texts(variants, "policy.variants");
    return Object.fromEntries(
      bases.map((basis) => [
        `${basis}DueAt`,
        () => printInstant(oneReading(under(basis), METRICS[name]).dueAt),
      ]),
    );
  }
  const verdict = under(hours);
  return {
    ...(names.length === 1 && metricAnswers(verdict, METRICS[name])),
    ...verdictAnswers(verdict, levels),
    ...Object.fromEntries(names.map((key) => [key, nested(verdict, METRICS[key])])),
  };
}
