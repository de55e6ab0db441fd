import type { Condition } from "../policy/condition.ts";
import type { MetricDefinition, Trigger } from "./metric.ts";

/** Names of the metrics that need no definition; docs/concepts.md says what each measures. */
export type BuiltInMetric =
  | "firstResponse"
  | "nextResponse"
  | "resolution"
  | "periodicUpdate"
  | "pausableUpdate"
  | "requesterWait"
  | "agentWork"
  | "ownership"
  | "assignment"
  | "chatReply"
  | "callAnswer";

const DONE: Condition = { fact: "done", is: true };
const NOT_DONE: Condition = { fact: "done", is: false };
const AWAITING: Condition = { fact: "awaitingReplySince", exists: true };
const REPLIED: Condition = { fact: "firstReplyAt", exists: true };
const PENDING: Condition = { fact: "statusCategory", is: "pending" };
const BECOMES_DONE: Trigger = { on: "becomes", condition: DONE };
const CEASES_DONE: Trigger = { on: "ceases", condition: DONE };

/** Runs from creation until done, but for the spells between a solving and a reopening. */
const untilDone = {
  start: [{ on: "created" }],
  stop: [BECOMES_DONE],
  repeats: "once",
  reopen: { on: [CEASES_DONE], as: "resume" },
} as const satisfies Partial<MetricDefinition>;

/** From one reply to the next. */
const update = {
  start: [{ on: "reply", if: NOT_DONE }],
  stop: [{ on: "reply" }],
  cancel: [BECOMES_DONE],
  repeats: "always",
} as const satisfies Partial<MetricDefinition>;

/** The built-in metrics, written in the same language as everybody's own. */
export const BUILT_IN_METRICS: readonly MetricDefinition<BuiltInMetric>[] = [
  {
    id: "firstResponse",
    start: [
      { on: "created", by: "requester" },
      { on: "request", if: { all: [{ not: REPLIED }, NOT_DONE] } },
      { ...CEASES_DONE, if: { all: [AWAITING, { not: REPLIED }] } },
    ],
    stop: [{ on: "reply" }],
    cancel: [BECOMES_DONE],
    repeats: "once",
  },
  {
    id: "nextResponse",
    start: [
      { on: "request", if: { all: [REPLIED, NOT_DONE] } },
      { ...CEASES_DONE, if: { all: [AWAITING, REPLIED] } },
    ],
    stop: [{ on: "reply" }],
    cancel: [BECOMES_DONE],
    repeats: "always",
  },
  { id: "resolution", ...untilDone, pause: { while: PENDING } },
  { id: "periodicUpdate", ...update },
  { id: "pausableUpdate", ...update, pause: { while: PENDING } },
  {
    id: "requesterWait",
    ...untilDone,
    pause: { while: { fact: "statusCategory", notIn: ["new", "open", "onHold"] } },
  },
  { id: "agentWork", ...untilDone, pause: { while: { fact: "statusCategory", notIn: ["new", "open"] } } },
  {
    id: "ownership",
    start: [
      { on: "changed", field: "group", if: { all: [{ field: "group", exists: true }, NOT_DONE] } },
      CEASES_DONE,
    ],
    stop: [{ on: "changed", field: "group" }, BECOMES_DONE],
    repeats: "always",
    per: "group",
  },
  {
    id: "assignment",
    start: [{ on: "created" }],
    stop: [{ on: "becomes", condition: { field: "assignee", exists: true } }],
    cancel: [BECOMES_DONE],
    repeats: "once",
  },
  {
    id: "chatReply",
    start: [{ on: "message", by: "requester", channel: "chat" }],
    stop: [{ on: "message", by: "agent", channel: "chat" }],
    cancel: [{ on: "control", name: "abandoned" }],
    repeats: "always",
  },
  {
    id: "callAnswer",
    start: [{ on: "control", name: "call.ringing" }],
    stop: [{ on: "control", name: "call.answered" }],
    cancel: [{ on: "control", name: "abandoned" }],
    repeats: "always",
  },
];
