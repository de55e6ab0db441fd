import type { Condition } from "../policy/condition.ts";
import type { Preset } from "./preset.ts";

const DONE: Condition = { fact: "done", is: true };
const REPLIED: Condition = { fact: "firstReplyAt", exists: true };

/**
 * Chatwoot: three clocks around a conversation, none of which ever pauses; the policy is lent by an automation and never
 * replaced; an edit of a policy rewrites what runs. Whom it differs from, and where: docs/presets/chatwoot.md.
 */
export function chatwoot(): Preset<"firstResponse" | "nextResponse" | "resolution"> {
  return {
    preset: "chatwoot",
    statuses: { open: "open", pending: "pending", snoozed: "onHold", resolved: "solved" },
    reply: { by: ["agent", "bot"], visibility: "public" },
    metrics: [
      {
        id: "firstResponse",
        start: [{ on: "created" }],
        stop: [{ on: "message", by: "agent", visibility: "public" }],
        cancel: [{ on: "becomes", condition: DONE }],
        repeats: "once",
      },
      {
        id: "nextResponse",
        start: [{ on: "request", if: { all: [REPLIED, { not: DONE }] } }],
        stop: [{ on: "reply" }],
        cancel: [{ on: "becomes", condition: DONE }],
        repeats: "always",
      },
      {
        id: "resolution",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: DONE }],
        repeats: "once",
      },
    ],
    options: { selection: "firstAssigned", versionMode: "live" },
  };
}
