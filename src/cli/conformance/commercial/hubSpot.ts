import { compileSla, type Reading } from "../../../index.ts";
import { hubSpot } from "../../../presets.ts";
import { instant, only, record, type Translator } from "../vector.ts";
import { clockAnswers, outcomeOf, printInstant } from "./answers.ts";
import {
  calendarFor,
  calendarsOf,
  duration,
  historyOf,
  milliseconds,
  oneOf,
  oneReading,
  texts,
  verdictAt,
} from "./common.ts";
import { statusesOf } from "./words.ts";

const METRICS = { firstReply: "firstReply", nextReply: "nextReply", timeToClose: "timeToClose" } as const;
const KNOWN = ["metric", "targetSeconds", "hours", "dueSoonBeforeSeconds", "pauseStatuses"];

/** HubSpot: one goal of the help desk. */
const run: Translator = (vector, file) => {
  const policy = only(record(vector.policy, "policy"), "policy", KNOWN);
  const { dueSoonBeforeSeconds: dueSoon } = policy;
  const metric = oneOf(policy.metric, "policy.metric", Object.values(METRICS));
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const paused = texts(policy.pauseStatuses ?? [], "policy.pauseStatuses");
  const preset = hubSpot({ pauses: paused.map((status) => ({ status })) });
  const sla = compileSla({
    ...preset,
    statuses: statusesOf(vector, preset.statuses),
    calendars,
    policies: [
      {
        id: "goals",
        ...(calendar !== null && { calendar }),
        targets: {
          [metric]: {
            amount: duration(policy.targetSeconds, "policy.targetSeconds"),
            ...(dueSoon !== undefined && { atRisk: milliseconds(dueSoon, "policy.dueSoonBeforeSeconds") }),
          },
        },
      },
    ],
  });
  const asOf = instant(vector.evaluateAt, "evaluateAt");
  const reading = oneReading(verdictAt(sla, vector, historyOf(vector), asOf), metric);
  return outcomeOf(vector, {
    ...clockAnswers(reading),
    dueSoonAt: () => printInstant(reading.atRiskAt),
    state: () => stateOf(reading, asOf),
  });
};

/** HubSpot's one word for where a goal stands. */
function stateOf({ state, breachedAt, atRiskAt }: Reading, asOf: number): string {
  if (state === "cancelled") return "cancelled";
  if (state === "fulfilled") return breachedAt === null ? "completed_on_time" : "completed_late";
  if (breachedAt !== null) return "overdue";
  if (state === "paused") return "paused";
  return atRiskAt !== null && atRiskAt <= asOf ? "due_soon" : "active";
}

export const HUBSPOT: Readonly<Record<string, Translator>> = { HubSpot: run };
