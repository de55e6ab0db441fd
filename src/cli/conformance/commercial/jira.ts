import { compileSla, type Reading, type Target } from "../../../index.ts";
import { jiraServiceManagement } from "../../../presets.ts";
import {
  BadVector,
  instant,
  type Outcome,
  only,
  record,
  type Translator,
  text,
  type Vector,
  type VectorFile,
} from "../vector.ts";
import {
  type Answers,
  answered,
  answeredRows,
  clockAnswers,
  outcomeOf,
  printInstant,
  seconds,
} from "./answers.ts";
import {
  calendarFor,
  calendarsOf,
  type EventReader,
  historyOf,
  milliseconds,
  oneOf,
  oneReading,
  readings,
  targetOf,
  texts,
  verdictAt,
} from "./common.ts";
import { conditionOf, momentsOf, statusesOf } from "./words.ts";

/** The calendar that every Jira project begins with. */
const NINE_TO_FIVE = {
  timeZone: "UTC",
  weeklyHours: Object.fromEntries(
    (["mon", "tue", "wed", "thu", "fri"] as const).map((day) => [day, [["09:00", "17:00"]] as const]),
  ),
};

const GOALS = ["goalSeconds", "goalSecondsByPriority", "goalsByPriority", "targetsByPriority"] as const;

/** Jira Service Management: one SLA with one goal. */
const run: Translator = (vector, file) => {
  const policy = record(vector.policy, "policy");
  if (policy.kind !== undefined) return runInvariant(vector, file);
  const known = ["metric", "start", "stop", "pause", ...GOALS, "calendar", "hours"];
  const { metric, start, stop, pause } = only(policy, "policy", known);
  oneOf(metric ?? "custom", "policy.metric", ["custom"]);
  const calendars = calendarsOf(vector, file);
  const calendar = calendarOf(policy, calendars);
  const sla = compileSla({
    ...jiraServiceManagement({
      slas: [
        {
          id: "custom",
          start: texts(start, "policy.start").flatMap((words) => momentsOf(words, "policy.start")),
          stop: texts(stop, "policy.stop").flatMap((words) => momentsOf(words, "policy.stop")),
          pause: texts(pause ?? [], "policy.pause").map((words) => conditionOf(words, "policy.pause")),
        },
      ],
    }),
    statuses: statusesOf(vector),
    calendars,
    policies: [
      {
        id: "goal",
        ...(calendar !== null && { calendar }),
        targets: { custom: goalOf(policy) },
      },
    ],
  });
  return outcomeOf(vector, cyclesAnswers(readings(verdictAt(sla, vector, historyOf(vector)), "custom")));
};

/** One goal, or one for each priority. */
function goalOf({ goalSeconds, goalSecondsByPriority, goalsByPriority, targetsByPriority }: Vector): Target {
  const given = [goalSecondsByPriority, goalsByPriority, targetsByPriority].filter(
    (one) => one !== undefined,
  );
  if (given.length + (goalSeconds === undefined ? 0 : 1) !== 1) {
    throw new BadVector(`the policy has not one of ${GOALS.map((goal) => `\`${goal}\``).join(", ")}`);
  }
  const [byPriority] = given;
  return targetOf(byPriority ? { targetsByPriority: byPriority } : { targetSeconds: goalSeconds }, "goal");
}

function calendarOf({ calendar, hours }: Vector, calendars: ReturnType<typeof calendarsOf>): string | null {
  if (calendar === undefined) return calendarFor(hours, calendars);
  const id = text(calendar, "policy.calendar");
  if (!Object.hasOwn(calendars, id)) throw new BadVector(`the vector has no calendar \`${id}\``);
  return id;
}

/** The cycles of an SLA: those that have stopped, the one that goes on, and beside them the figures of the last. */
function cyclesAnswers(cycles: readonly Reading[]): Answers {
  const last = cycles.at(-1);
  if (!last) throw new BadVector("the history has no cycle");
  const completed = cycles.filter(({ state }) => state === "fulfilled");
  const ongoing = cycles.find(({ endedAt }) => endedAt === null);
  return {
    ...cycleAnswers(last),
    completedCycles: (expected, name) => answeredRows(expected, completed.map(cycleAnswers), name),
    ongoingCycle: (expected, name) =>
      ongoing && expected !== null ? answered(expected, cycleAnswers(ongoing), name) : (ongoing ?? null),
  };
}

function cycleAnswers(cycle: Reading): Answers {
  return {
    ...clockAnswers(cycle),
    startTime: () => printInstant(cycle.startedAt),
    stopTime: () => printInstant(cycle.endedAt),
    // Jira's does not look ahead to what may still pause
    breachTime: () => printInstant(cycle.dueAt ?? cycle.dueAtIfResumedNow),
    goalSeconds: () => seconds(cycle.targetMs),
    goalMillis: () => cycle.targetMs,
  };
}

/**
 * What Jira's own figures of one cycle say, each answered from the other: the goal is what is used up by the breach, and the
 * breach is where the goal is used up. Without a calendar of the vector's the standard one counts.
 */
function runInvariant(vector: Vector, file: VectorFile): Outcome {
  oneOf(only(vector.policy, "policy", ["kind"]).kind, "policy.kind", ["invariant"]);
  const { goalMillis, breachedAt } = record(vector.expected, "expected");
  const start: EventReader = (event, name) => {
    only(event, name, []);
    return { type: "created" };
  };
  const own = calendarsOf(vector, file);
  const calendars = Object.keys(own).length > 0 ? own : { standard: NINE_TO_FIVE };
  const [calendar, more] = Object.keys(calendars);
  if (more !== undefined) throw new BadVector("it has several `calendars`, and names none");
  const goal = milliseconds(goalMillis, "expected.goalMillis", 1);
  const sla = compileSla({
    ...jiraServiceManagement({ slas: [{ id: "custom", start: [{ on: "created" }], stop: [] }] }),
    calendars,
    policies: [{ id: "goal", calendar, targets: { custom: goal } }],
  });
  const history = historyOf(vector, { "sla.start": start });
  const at = instant(breachedAt, "expected.breachedAt");
  return outcomeOf(vector, {
    ...cyclesAnswers(readings(verdictAt(sla, vector, history), "custom")),
    goalMillis: () => oneReading(verdictAt(sla, vector, history, at), "custom").elapsedMs,
  });
}

export const JIRA: Readonly<Record<string, Translator>> = { "Jira Service Management": run };
