import type { Condition } from "../policy/condition.ts";
import { AWAITING, DONE, NOT_DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

const SNOOZED: Condition = { fact: "statusCategory", is: "onHold" };

/**
 * Front's time goals: `reply`, from the oldest inbound message without an outbound one, and `resolution`, until the
 * conversation is archived. When a rule came to apply makes no difference. See docs/presets/front.md.
 */
export function front(): Preset<"reply" | "resolution"> {
  return {
    preset: "front",
    statuses: { open: "open", snoozed: "onHold", archived: "solved" },
    metrics: [
      {
        id: "reply",
        start: [
          { on: "created", by: "requester" },
          { on: "request", if: NOT_DONE },
          { on: "ceases", condition: DONE, if: AWAITING },
        ],
        stop: [{ on: "reply" }],
        cancel: [{ on: "becomes", condition: DONE }],
        pause: { while: SNOOZED },
        repeats: "always",
      },
      {
        id: "resolution",
        start: [{ on: "created" }, { on: "ceases", condition: DONE }],
        stop: [{ on: "becomes", condition: DONE }],
        pause: { while: SNOOZED },
        repeats: "always",
      },
    ],
    options: { selection: "firstMatch" },
  };
}
