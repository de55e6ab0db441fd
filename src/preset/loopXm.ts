import type { Trigger } from "../clock/metric.ts";
import { DONE, NOT_DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

const BECOMES_DONE: Trigger = { on: "becomes", condition: DONE };
const CEASES_DONE: Trigger = { on: "ceases", condition: DONE };
/** Whatever the desk does with a conversation, or the guest writes, ends its idleness. */
const ACTIVITY: readonly Trigger[] = [
  { on: "message", by: ["requester", "agent", "thirdParty"], if: NOT_DONE },
  { on: "changed", field: "assignee", if: NOT_DONE },
  { on: "changed", field: "status", if: NOT_DONE },
  { on: "changed", field: "priority", if: NOT_DONE },
];

/**
 * Loop XM: response and resolution of a ticket from its creation, which nothing pauses, and the two clocks of conversation
 * escalations: idle for so long (`noAction`), and not archived after so long (`notClosed`).
 */
export function loopXm(): Preset<"firstResponse" | "resolution" | "noAction" | "notClosed"> {
  const untilDone = {
    start: [{ on: "created" }],
    stop: [BECOMES_DONE],
    repeats: "once",
    reopen: { on: [CEASES_DONE], as: "resume" },
  } as const;
  return {
    preset: "loopXm",
    statuses: { new: "new", open: "open", closed: "closed", archived: "closed" },
    metrics: [
      {
        id: "firstResponse",
        start: [{ on: "created" }, { ...CEASES_DONE, if: { fact: "replyCount", is: 0 } }],
        stop: [{ on: "reply" }],
        cancel: [BECOMES_DONE],
        repeats: "once",
      },
      { id: "resolution", ...untilDone },
      {
        id: "noAction",
        start: [{ on: "created" }, CEASES_DONE, ...ACTIVITY],
        stop: [],
        reset: { on: ACTIVITY, as: "cancelled" },
        cancel: [BECOMES_DONE],
        repeats: "always",
      },
      { id: "notClosed", ...untilDone },
    ],
  };
}
