import type { Trigger } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { ANSWERED_EVER, DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

const NEVER_RESOLVED: Condition = { fact: "reopenedCount", is: 0 };
const BECOMES_DONE: Trigger = { on: "becomes", condition: DONE };

/**
 * Chatwoot: three clocks around a conversation, none of which ever pauses, and which the first resolution ends for good;
 * the policy is lent by an automation and never replaced; an edit of a policy rewrites what runs. Whom it differs from,
 * and where: docs/presets/chatwoot.md.
 */
export function chatwoot(): Preset<"firstResponse" | "nextResponse" | "resolution"> {
  return {
    preset: "chatwoot",
    statuses: { open: "open", pending: "pending", snoozed: "onHold", resolved: "solved" },
    metrics: [
      {
        id: "firstResponse",
        start: [{ on: "created" }],
        stop: [{ on: "message", by: "agent", visibility: "public" }],
        cancel: [BECOMES_DONE],
        repeats: "once",
      },
      {
        id: "nextResponse",
        start: [{ on: "request", if: { all: [ANSWERED_EVER, { not: DONE }, NEVER_RESOLVED] } }],
        // A bot ends a wait, but only a person's reply begins the waits that count
        stop: [{ on: "reply" }, { on: "message", by: "bot", visibility: "public" }],
        cancel: [BECOMES_DONE],
        repeats: "always",
      },
      {
        id: "resolution",
        start: [{ on: "created" }],
        stop: [BECOMES_DONE],
        repeats: "once",
      },
    ],
    options: { selection: "firstAssigned", versionMode: "live" },
  };
}
