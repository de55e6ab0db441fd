import {
  type ActionDefinition,
  type CalendarDefinition,
  compileSla,
  type Evaluation,
  type Reading,
  type Sla,
} from "../../../index.ts";
import { serviceNow } from "../../../presets.ts";
import { BadVector, list, only, record, type Translator, type Vector } from "../vector.ts";
import { type Answers, answeredRows, clockAnswers, outcomeOf, printInstant, seconds } from "./answers.ts";
import {
  calendarFor,
  calendarsOf,
  type EventReader,
  historyOf,
  oneOf,
  patch,
  verdictAt,
  withoutMeasured,
} from "./common.ts";
import { type Definition, definitionsOf } from "./serviceNowPolicy.ts";
import { statusesOf } from "./words.ts";

const FIELDS = ["status", "priority", "state", "location", "group", "assignee", "dueField", "active"];
const STAGES = {
  running: "in_progress",
  scheduled: "in_progress",
  paused: "paused",
  fulfilled: "completed",
  cancelled: "cancelled",
} as const;

/** ServiceNow: one or several SLA definitions over a task. */
const run: Translator = (vector, file) => {
  const definitions = definitionsOf(vector.policy);
  const { breakdownBy } = record(vector.policy, "policy");
  const calendars = calendarsOf(vector, file);
  const history = historyOf(vector, EVENTS, FIELDS);
  const sla = slaOf(vector, definitions, calendars, true);
  const verdict = withoutMeasured(verdictAt(sla, vector, history));
  const rows = inOrder(verdict, definitions);
  const last = rows.at(-1);
  return outcomeOf(vector, {
    ...(last && taskSlaAnswers(last)),
    ...actionAnswers(verdict),
    slas: (expected, name) =>
      rows.length === 0
        ? list(expected, name).slice(0, 0)
        : answeredRows(expected, rows.map(taskSlaAnswers), name),
    breakdown: (expected, name) => answeredRows(expected, breakdown(last, breakdownBy), name),
    dueAtWithoutSchedule: () => {
      const clocks = inOrder(
        verdictAt(slaOf(vector, definitions, calendars, false), vector, history),
        definitions,
      );
      return printInstant(clocks.at(-1)?.dueAt ?? null);
    },
  });
};

function slaOf(
  vector: Vector,
  definitions: readonly Definition[],
  calendars: Readonly<Record<string, CalendarDefinition>>,
  isScheduled: boolean,
): Sla<string> {
  const calendarOf = ({ target, hours }: Definition) => {
    // Relative durations are business days: they need a calendar, and count by it without being told to
    const counts = typeof target === "object" && hours === undefined ? "business" : hours;
    const calendar = isScheduled ? calendarFor(counts, calendars) : null;
    return calendar === null ? {} : { calendar };
  };
  return compileSla<string>({
    ...serviceNow({ definitions: definitions.map(({ sla }) => sla) }),
    statuses: statusesOf(vector),
    calendars,
    policies: definitions.map((definition) => ({
      id: definition.sla.id,
      ...calendarOf(definition),
      targets: { [definition.sla.id]: definition.target },
      actions: definition.percents.map(
        (percent): ActionDefinition<string> => ({
          kind: "reminder",
          id: `${definition.sla.id} ${percent}`,
          metric: definition.sla.id,
          fire: { at: `${percent}%` },
          ...(!definition.runsBreached && { late: "skip" }),
        }),
      ),
    })),
  });
}

/** The SLAs of a task in the order in which they attached. */
function inOrder({ clocks }: Evaluation, definitions: readonly Definition[]): Reading[] {
  const order = definitions.map(({ sla }) => sla.id);
  return [...clocks].sort(
    (a, b) =>
      (a.stretches[0]?.from ?? a.startedAt) - (b.stretches[0]?.from ?? b.startedAt) ||
      order.indexOf(a.metric) - order.indexOf(b.metric) ||
      a.instance - b.instance,
  );
}

function taskSlaAnswers(reading: Reading): Answers {
  const { targetMs, elapsedMs, wall } = reading;
  const clock = clockAnswers(reading);
  return {
    ...clock,
    name: () => reading.metric,
    stage: () => STAGES[reading.state],
    startTime: clock.startedAt,
    endTime: clock.endedAt,
    hasBreached: clock.breached,
    dueAt: () => printInstant(reading.dueAt ?? reading.dueAtIfResumedNow),
    pauseSeconds: clock.pausedSeconds,
    businessElapsedSeconds: clock.elapsedBusinessSeconds,
    actualElapsedSeconds: () => seconds(wall.elapsedMs),
    businessPercent: () => percentOf(elapsedMs, targetMs),
    actualPercent: () => percentOf(wall.elapsedMs, targetMs),
    elapsedPercentExact: () => percentOf(elapsedMs, targetMs),
  };
}

function percentOf(part: number, whole: number | null): number | null {
  return whole === null ? null : (part / whole) * 100;
}

/** When each percentage of the flow fires (`at50`), and which are due or were skipped. */
function actionAnswers({ actions }: Evaluation): Answers {
  const percentIn = (rule: string) => Number(rule.slice(rule.lastIndexOf(" ") + 1));
  const inStatus = (status: string) => () =>
    actions.filter((action) => action.status === status).map(({ rule }) => percentIn(rule));
  return {
    actionsDue: inStatus("due"),
    actionsSkipped: inStatus("skipped"),
    ...Object.fromEntries(
      actions.map(({ rule, fireAt }) => [`at${percentIn(rule)}`, () => printInstant(fireAt)]),
    ),
  };
}

/** The time of an SLA by who held the task, in order of the first time. */
function breakdown(reading: Reading | undefined, by: unknown): Answers[] {
  if (!reading) throw new BadVector("the history has no SLA");
  const [field, more] = list(by, "policy.breakdownBy");
  const holder = oneOf(field, "policy.breakdownBy", ["group", "assignee"]);
  if (more !== undefined) throw new BadVector("`policy.breakdownBy` names more than one field");
  const names = [...new Set(reading.attribution.map((part) => part[holder]))];
  return names.map((name) => {
    const parts = reading.attribution.filter((part) => part[holder] === name);
    const elapsedMs = parts.reduce((sum, part) => sum + part.elapsedMs, 0);
    return {
      [holder]: () => name,
      businessSeconds: () => seconds(elapsedMs),
      percentOfTarget: () => percentOf(elapsedMs, reading.targetMs),
      breachedDuring: () => reading.breachedBy?.[holder] === name && reading.breachedAt !== null,
    };
  });
}

const attached: EventReader = (event, name) => {
  only(event, name, FIELDS);
  return { type: "created", set: patch(event, name, FIELDS) };
};
const EVENTS: Readonly<Record<string, EventReader>> = {
  "sla.attached": attached,
  from: attached,
  to: (event, name) => {
    only(event, name, []);
    return { type: "changed" };
  },
  state: (event, name) => {
    only(event, name, ["to"]);
    return { type: "changed", set: { state: patch(event, name, ["to"]).to } };
  },
  field: (event, name) => {
    const { name: field } = only(event, name, ["name", "to"]);
    const known = oneOf(field, `${name}.name`, FIELDS);
    return { type: "changed", set: { [known]: patch(event, name, ["to"]).to ?? null } };
  },
};

export const SERVICE_NOW: Readonly<Record<string, Translator>> = { ServiceNow: run };
