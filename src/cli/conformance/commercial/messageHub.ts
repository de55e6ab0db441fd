import { compileSla, type TicketHistory } from "../../../index.ts";
import { messageHub } from "../../../presets.ts";
import { BadVector, only, type Translator } from "../vector.ts";
import { outcomeOf } from "./answers.ts";
import { metricAnswers } from "./clock.ts";
import {
  calendarFor,
  calendarsOf,
  duration,
  type EventReader,
  historyOf,
  oneOf,
  verdictAt,
} from "./common.ts";

const METRICS = { firstReply: "firstResponse", nextReply: "nextResponse", resolution: "resolution" } as const;
const NAMES = Object.keys(METRICS) as (keyof typeof METRICS)[];

const run: Translator = (vector, file) => {
  const policy = only(vector.policy, "policy", ["metric", "targetSeconds", "hours"]);
  const metric = METRICS[oneOf(policy.metric, "policy.metric", NAMES)];
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const target = duration(policy.targetSeconds, "policy.targetSeconds");
  const sla = compileSla({
    ...messageHub(),
    calendars,
    policies: [{ id: "policy", ...(calendar !== null && { calendar }), targets: { [metric]: target } }],
  });
  return outcomeOf(
    vector,
    metricAnswers(
      verdictAt(sla, vector, withPolicy(historyOf(vector, { "policy.applied": applied }))),
      metric,
    ),
  );
};

export const MESSAGE_HUB: Readonly<Record<string, Translator>> = { "MessageHub (Chatwoot family)": run };

const applied: EventReader = (event, name) => {
  only(event, name, []);
  return { type: "policy.assigned", policy: "policy" };
};

/** The history with the automation that adds the policy, right after the opening where the vector does not say when. */
function withPolicy({ ticket, events }: TicketHistory): TicketHistory {
  if (events.some(({ type }) => type === "policy.assigned")) return { ticket, events };
  const opening = events.find(({ type }) => type === "created") ?? events[0];
  if (!opening) throw new BadVector("`events` is empty");
  const rule = { id: "rule", at: opening.at, type: "policy.assigned", policy: "policy" } as const;
  return { ticket, events: [...events, rule] };
}
