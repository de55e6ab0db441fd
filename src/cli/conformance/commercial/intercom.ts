import { compileSla, type Reading, type TicketHistory } from "../../../index.ts";
import { intercom } from "../../../presets.ts";
import { HOUR } from "../../../time/units.ts";
import { BadVector, instant, only, record, type Translator, text, type Vector } from "../vector.ts";
import { clockAnswers, outcomeOf, seconds } from "./answers.ts";
import { calendarFor, calendarsOf, duration, historyOf, oneOf, oneReading, verdictAt } from "./common.ts";
import { statusesOf } from "./words.ts";

const METRICS = {
  firstReply: "firstResponse",
  nextReply: "nextResponse",
  timeToClose: "timeToClose",
  timeToResolve: "timeToResolve",
} as const;

/** Intercom: one target of an SLA that a workflow applies as the conversation begins. */
const run: Translator = (vector, file) => {
  const known = ["metric", "target", "targetSeconds", "hours"];
  const policy = only(record(vector.policy, "policy"), "policy", known);
  const names = Object.keys(METRICS) as (keyof typeof METRICS)[];
  const metric = METRICS[oneOf(policy.metric, "policy.metric", names)];
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const preset = intercom();
  const sla = compileSla({
    ...preset,
    statuses: statusesOf(vector, preset.statuses),
    calendars,
    policies: [
      { id: "sla", ...(calendar !== null && { calendar }), targets: { [metric]: targetOf(policy) } },
    ],
  });
  const history = applied(historyOf(vector));
  const readingAt = (asOf: number) => oneReading(verdictAt(sla, vector, history, asOf), metric);
  const asOf = instant(vector.evaluateAt, "evaluateAt");
  const reading = readingAt(asOf);
  return outcomeOf(vector, {
    ...clockAnswers(reading),
    calendarSecondsRemaining: () => seconds(reading.wall.remainingMs),
    intercomSlaStatusAtEvaluate: () => statusOf(reading),
    intercomSlaStatusAfterReply: () => {
      const reply = history.events.find(({ at, type, ...event }) => {
        return at > asOf && type === "message" && "by" in event && event.by === "agent";
      });
      if (!reply) throw new BadVector("no reply comes after `evaluateAt`");
      return statusOf(readingAt(reply.at));
    },
  });
};

/** `targetSeconds`, or days of which the vector says how many office hours they are. */
function targetOf({ target, targetSeconds }: Vector): number {
  if (target === undefined) return duration(targetSeconds, "policy.targetSeconds");
  const words = text(target, "policy.target");
  const hours = /^\d+ days? \(=(\d+) office hours\)$/.exec(words)?.[1];
  if (hours === undefined)
    throw new BadVector(`\`policy.target\` is nothing that the translator knows: ${words}`);
  return Number(hours) * HOUR;
}

/** The history with the SLA applied at its first event. */
function applied({ ticket, events }: TicketHistory): TicketHistory {
  const [first, ...rest] = events;
  if (!first) throw new BadVector("the vector has no event");
  return {
    ticket,
    events: [first, { id: "sla", at: first.at, type: "policy.assigned", policy: "sla" }, ...rest],
  };
}

/** Intercom's own status, which says `missed` only once a teammate has replied. */
function statusOf({ state, met }: Reading): string {
  if (state === "cancelled") return "cancelled";
  if (state !== "fulfilled") return "active";
  return met === false ? "missed" : "hit";
}

export const INTERCOM: Readonly<Record<string, Translator>> = { Intercom: run };
