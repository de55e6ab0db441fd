import { compileSla } from "../../../index.ts";
import { chatwoot } from "../../../presets.ts";
import type { Translator } from "../vector.ts";
import { record } from "../vector.ts";
import { clockAnswers, outcomeOf } from "./answers.ts";
import {
  calendarFor,
  calendarsOf,
  historyOf,
  milliseconds,
  oneOf,
  oneReading,
  only,
  verdictAt,
} from "./common.ts";

const METRICS = { firstReply: "firstResponse", nextReply: "nextResponse", resolution: "resolution" } as const;

/** MessageHub: one metric of a policy that is lent as the conversation begins. */
const run: Translator = (vector, file) => {
  const policy = only(record(vector.policy, "policy"), "policy", ["metric", "targetSeconds", "hours"]);
  const metric =
    METRICS[oneOf(policy.metric, "policy.metric", Object.keys(METRICS) as (keyof typeof METRICS)[])];
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const sla = compileSla({
    ...chatwoot(),
    calendars,
    options: { selection: "firstMatch" },
    policies: [
      {
        id: "policy",
        ...(calendar !== null && { calendar }),
        targets: { [metric]: milliseconds(policy.targetSeconds, "policy.targetSeconds") },
      },
    ],
  });
  const verdict = verdictAt(sla, vector, historyOf(vector));
  return outcomeOf(vector, clockAnswers(oneReading(verdict, metric)));
};

export const MESSAGE_HUB: Readonly<Record<string, Translator>> = { "MessageHub (Chatwoot family)": run };
