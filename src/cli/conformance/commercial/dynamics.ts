import { compileSla, type MetricDefinition, type Options } from "../../../index.ts";
import { dynamics365 } from "../../../presets.ts";
import { BadVector, record, type Translator, text, type Vector } from "../vector.ts";
import { clockAnswers, outcomeOf, printInstant, seconds } from "./answers.ts";
import {
  calendarFor,
  calendarsOf,
  historyOf,
  milliseconds,
  oneOf,
  only,
  readings,
  verdictAt,
} from "./common.ts";
import { flag, statusesOf } from "./words.ts";

const KNOWN = [
  "metric",
  "failureSeconds",
  "warningSeconds",
  "hours",
  "pauseOnHold",
  "onReopen",
  "closedTimeCounts",
  "calendarVersion",
];

/** Dynamics 365: one SLA item of the KPI that asks for the resolution. */
const run: Translator = (vector, file) => {
  const policy = only(record(vector.policy, "policy"), "policy", KNOWN);
  oneOf(policy.metric, "policy.metric", ["resolveBy"]);
  const { failureSeconds, warningSeconds, hours, calendarVersion } = policy;
  oneOf(calendarVersion ?? "as-of-instance-creation", "policy.calendarVersion", ["as-of-instance-creation"]);
  const failure = milliseconds(failureSeconds, "policy.failureSeconds");
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(hours, calendars);
  const preset = presetOf(policy);
  const history = historyOf(vector, {
    "calendar.changed": (event, name) => {
      const id = text(only(event, name, ["to"]).to, `${name}.to`);
      if (!Object.hasOwn(calendars, id)) throw new BadVector(`the vector has no calendar \`${id}\``);
      return { type: "changed", set: { calendar: id } };
    },
  });
  const lastReading = (options: Options) => {
    const sla = compileSla({
      ...preset,
      statuses: { ...preset.statuses, ...statusesOf(vector) },
      calendars,
      options: { ...preset.options, ...options },
      policies: [
        {
          id: "item",
          ...(calendar !== null && { calendar: { field: "calendar", otherwise: calendar } }),
          targets: {
            resolveBy: {
              amount: failure,
              ...(warningSeconds !== undefined && {
                atRisk: failure - milliseconds(warningSeconds, "policy.warningSeconds"),
              }),
            },
          },
        },
      ],
    });
    const reading = readings(verdictAt(sla, vector, history), "resolveBy").at(-1);
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

/** The preset with what the vector switches on or off. */
function presetOf({ pauseOnHold, onReopen, closedTimeCounts }: Vector) {
  const restarts = oneOf(onReopen ?? "continue", "policy.onReopen", ["continue", "restart"]) === "restart";
  const pauses = flag(pauseOnHold, "policy.pauseOnHold", false);
  const counts = flag(closedTimeCounts, "policy.closedTimeCounts", false);
  const preset = dynamics365({ recalculateOnTerminalStatus: restarts });
  const metrics = preset.metrics.map((metric): MetricDefinition<"firstResponseBy" | "resolveBy"> => {
    const { pause, reopen, ...rest } = metric;
    return {
      ...rest,
      ...(pauses && pause && { pause }),
      ...(reopen && { reopen: counts && !restarts ? { ...reopen, as: "count" as const } : reopen }),
    };
  });
  return { ...preset, metrics };
}

export const DYNAMICS: Readonly<Record<string, Translator>> = { "Dynamics 365": run };
