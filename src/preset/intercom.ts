import type { MetricDefinition } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { DONE, NOT_REPLIED, REPLIED } from "./conditions.ts";
import type { Preset } from "./preset.ts";

const AWAY: Condition = { fact: "statusCategory", in: ["onHold", "solved"] };
const RESOLVED: Condition = { field: "ticketState", is: "resolved" };
const PAUSED_TICKET: Condition = {
  any: [
    { fact: "statusCategory", is: "onHold" },
    { field: "ticketState", is: "waiting_on_customer" },
  ],
};

/** To a teammate's reply; neither a snoozed nor a closed conversation uses time. */
const untilReply = {
  stop: [{ on: "reply" }],
  pause: { while: AWAY },
} as const satisfies Partial<MetricDefinition>;

/**
 * Intercom: replies are teammates', a snooze pauses, and a workflow applies the SLA: the last one to do so governs. The
 * field `ticketState` holds a ticket's state. See docs/presets/intercom.md.
 */
export function intercom(): Preset<"firstResponse" | "nextResponse" | "timeToClose" | "timeToResolve"> {
  return {
    preset: "intercom",
    statuses: { open: "open", snoozed: "onHold", closed: "solved" },
    metrics: [
      {
        id: "firstResponse",
        start: [
          { on: "created", by: "requester" },
          { on: "request", if: NOT_REPLIED },
        ],
        ...untilReply,
        repeats: "once",
      },
      { id: "nextResponse", start: [{ on: "request", if: REPLIED }], ...untilReply, repeats: "always" },
      {
        id: "timeToClose",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: DONE }],
        pause: { while: { fact: "statusCategory", is: "onHold" } },
        repeats: "once",
      },
      {
        id: "timeToResolve",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: RESOLVED }],
        pause: { while: PAUSED_TICKET },
        repeats: "once",
      },
    ],
    options: { selection: "assigned", released: "cancel" },
  };
}
