import {
  compileSla,
  type HistoryEvent,
  type MetricDefinition,
  type Options,
  type TicketHistory,
} from "../../../index.ts";
import { dynamics365 } from "../../../presets.ts";
import { BadVector, only, record, type Translator, text, type Vector } from "../vector.ts";
import { clockAnswers, outcomeOf, printInstant, seconds } from "./answers.ts";
import {
  calendarFor,
  calendarsOf,
  duration,
  type EventReader,
  historyOf,
  oneOf,
  readings,
  texts,
  verdictAt,
} from "./common.ts";
import { flag, statusesOf } from "./words.ts";

const KNOWN = [
  "metric",
  "failureSeconds",
  "warningSeconds",
  "hours",
  "pauseOnHold",
  "pauseStatuses",
  "onReopen",
  "closedTimeCounts",
  "calendarVersion",
];

/** Dynamics 365: one SLA item of one KPI. */
const run: Translator = (vector, file) => {
  const policy = only(record(vector.policy, "policy"), "policy", KNOWN);
  const kpi = oneOf(policy.metric, "policy.metric", ["firstResponseBy", "resolveBy"]);
  const { failureSeconds, warningSeconds, hours, calendarVersion } = policy;
  oneOf(calendarVersion ?? "as-of-instance-creation", "policy.calendarVersion", ["as-of-instance-creation"]);
  const failure = duration(failureSeconds, "policy.failureSeconds");
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(hours, calendars);
  const preset = presetOf(policy);
  const history = answering(vector, {
    "calendar.changed": (event, name) => {
      const id = text(only(event, name, ["to"]).to, `${name}.to`);
      if (!Object.hasOwn(calendars, id)) throw new BadVector(`the vector has no calendar \`${id}\``);
      return { type: "changed", set: { calendar: id } };
    },
  });
  const lastReading = (options: Options) => {
    const sla = compileSla({
      ...preset,
      statuses: statusesOf(vector, preset.statuses),
      calendars,
      options: { ...preset.options, ...options },
      policies: [
        {
          id: "item",
          ...(calendar !== null && { calendar: { field: "calendar", otherwise: calendar } }),
          targets: {
            [kpi]: {
              amount: failure,
              ...(warningSeconds !== undefined && {
                atRisk: failure - duration(warningSeconds, "policy.warningSeconds"),
              }),
            },
          },
        },
      ],
    });
    const reading = readings(verdictAt(sla, vector, history), kpi).at(-1);
    if (!reading) throw new BadVector("the history has no timer");
    return reading;
  };
  const reading = lastReading({});
  return outcomeOf(vector, {
    ...clockAnswers(reading),
    failureTime: () => printInstant(reading.dueAt ?? reading.dueAtIfResumedNow),
    warningTime: () => printInstant(reading.atRiskAt),
    holdBusinessSeconds: () => seconds(reading.pausedMs),
    ifRecomputedWithV2FromStart: () => printInstant(lastReading({ calendarSwitch: "lastWins" }).dueAt),
  });
};

/** The history, in which an agent's public message says that the first response was sent. */
function answering(vector: Vector, more: Readonly<Record<string, EventReader>>): TicketHistory {
  const { ticket, events } = historyOf(vector, more);
  const isAnswer = (event: HistoryEvent) =>
    event.type === "message" && event.by === "agent" && event.visibility !== "internal";
  return {
    ticket,
    events: events.map((event) =>
      isAnswer(event) ? { ...event, set: { ...event.set, firstResponseSent: true } } : event,
    ),
  };
}

/** The preset with what the vector switches on or off. */
function presetOf({ pauseOnHold, pauseStatuses, onReopen, closedTimeCounts }: Vector) {
  const restarts = oneOf(onReopen ?? "continue", "policy.onReopen", ["continue", "restart"]) === "restart";
  if (pauseOnHold !== undefined && pauseStatuses !== undefined) {
    throw new BadVector("it has both `policy.pauseOnHold` and `policy.pauseStatuses`");
  }
  const pauses = flag(pauseOnHold, "policy.pauseOnHold", false);
  const listed = texts(pauseStatuses ?? [], "policy.pauseStatuses");
  const counts = flag(closedTimeCounts, "policy.closedTimeCounts", false);
  const preset = dynamics365({ recalculateOnTerminalStatus: restarts });
  const metrics = preset.metrics.map((metric): MetricDefinition<"firstResponseBy" | "resolveBy"> => {
    const { pause, reopen, ...rest } = metric;
    return {
      ...rest,
      ...(pauses && pause && { pause }),
      ...(listed.length > 0 && { pause: { while: { field: "status", in: listed } } }),
      ...(reopen && { reopen: counts && !restarts ? { ...reopen, as: "count" as const } : reopen }),
    };
  });
  return { ...preset, metrics };
}

export const DYNAMICS: Readonly<Record<string, Translator>> = { "Dynamics 365": run };
