import type { Condition } from "../policy/condition.ts";
import { DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

const WORKED_ON: Condition = { fact: "statusCategory", in: ["new", "open"] };

/**
 * Frappe Helpdesk: a first response that a reply gives, and so does any status by which the ticket leaves the agents' hands; a
 * resolution that pauses with the status, and while the ticket is resolved before a reopening. Every save computes it
 * all again, so the last policy, priority and calendar judge all of it. Whom it differs from, and where:
 * docs/presets/frappe.md.
 */
export function frappe(): Preset<"firstResponse" | "resolution"> {
  return {
    preset: "frappe",
    statuses: { Open: "open", Replied: "pending", Resolved: "solved", Closed: "closed" },
    metrics: [
      {
        id: "firstResponse",
        start: [{ on: "created" }],
        stop: [{ on: "reply" }, { on: "ceases", condition: WORKED_ON }],
        repeats: "once",
      },
      {
        id: "resolution",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: DONE }],
        pause: { while: { fact: "statusCategory", is: "pending" } },
        repeats: "once",
        reopen: { on: [{ on: "ceases", condition: DONE }], as: "resume" },
      },
    ],
    options: { breach: "current", calendarSwitch: "lastWins", versionMode: "live" },
  };
}
