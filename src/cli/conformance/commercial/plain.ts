import { compileSla, type Reading } from "../../../index.ts";
import { plain } from "../../../presets.ts";
import { only, record, type Translator } from "../vector.ts";
import { clockAnswers, outcomeOf } from "./answers.ts";
import { calendarFor, calendarsOf, duration, historyOf, oneOf, oneReading, verdictAt } from "./common.ts";
import { statusesOf } from "./words.ts";

const METRICS = ["firstResponse", "nextResponse", "firstResolution", "totalResolution"] as const;

/** Plain: one SLA of a tier. */
const run: Translator = (vector, file) => {
  const policy = only(record(vector.policy, "policy"), "policy", ["metric", "targetSeconds", "hours"]);
  const metric = oneOf(policy.metric, "policy.metric", METRICS);
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const preset = plain();
  const sla = compileSla({
    ...preset,
    statuses: statusesOf(vector, preset.statuses),
    calendars,
    policies: [
      {
        id: "tier",
        ...(calendar !== null && { calendar }),
        targets: { [metric]: duration(policy.targetSeconds, "policy.targetSeconds") },
      },
    ],
  });
  const reading = oneReading(verdictAt(sla, vector, historyOf(vector)), metric);
  return outcomeOf(vector, { ...clockAnswers(reading), state: () => stateOf(reading) });
};

/** One word for the state and the breach. */
function stateOf({ state, breachedAt }: Reading): string {
  if (breachedAt !== null) return "breached";
  return state === "fulfilled" ? "met" : state;
}

export const PLAIN: Readonly<Record<string, Translator>> = { Plain: run };
