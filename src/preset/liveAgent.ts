import type { MetricDefinition } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

type LevelTime = "firstResponse" | "nextResponse" | "assignment" | "chatReply" | "callAnswer";

const NEW = ["New", "N"];
const OPEN = ["Open", "C"];
const BECOMES_DONE = { on: "becomes", condition: DONE } as const;
/** Answered, by a message or by the button alike. */
const BECOMES_ANSWERED = { on: "becomes", condition: { fact: "statusCategory", is: "pending" } } as const;
const ON_CHAT: Condition = { event: "channel", is: "chat" };
const REOPENED: Condition = {
  all: [
    { event: "to", in: OPEN },
    { event: "from", exists: true },
    { event: "from", notIn: NEW },
  ],
};

const LEVEL_TIMES: readonly MetricDefinition<LevelTime>[] = [
  {
    id: "firstResponse",
    start: [{ on: "created" }],
    stop: [BECOMES_ANSWERED],
    cancel: [BECOMES_DONE],
    repeats: "once",
  },
  {
    id: "nextResponse",
    start: [{ on: "changed", field: "status", if: REOPENED }],
    stop: [BECOMES_ANSWERED],
    cancel: [BECOMES_DONE],
    repeats: "always",
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
    start: [
      { on: "created", by: "requester", if: ON_CHAT },
      { on: "control", name: "chat.started" },
    ],
    stop: [
      { on: "control", name: "chat.answered" },
      { on: "message", by: "agent", channel: "chat" },
    ],
    cancel: [{ on: "control", name: "abandoned" }, BECOMES_DONE],
    repeats: "always",
  },
  {
    id: "callAnswer",
    start: [{ on: "control", name: "call.ringing" }],
    stop: [{ on: "control", name: "call.answered" }],
    cancel: [{ on: "control", name: "abandoned" }, BECOMES_DONE],
    repeats: "always",
  },
];

/**
 * LiveAgent: the five times of an SLA level, told by the ticket's status, its assignee, chats and calls. Its rules are the
 * policies: read at the creation, the last that matches counts, and `stop` ends the search.
 */
export function liveAgent(): Preset<LevelTime> {
  return {
    preset: "liveAgent",
    statuses: {
      ...{ New: "new", Chatting: "open", Calling: "open", Open: "open", Answered: "pending" },
      ...{ Postponed: "onHold", Resolved: "solved" },
      ...{ N: "new", T: "open", P: "open", C: "open", A: "pending", W: "onHold", R: "solved" },
    },
    metrics: LEVEL_TIMES,
    options: { selection: "lastMatch", matching: "atCreation" },
  };
}
