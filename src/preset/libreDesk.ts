import { DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/**
 * LibreDesk: a first response and a resolution from the creation of the conversation, and a next response from every request
 * that waits, before the first reply too. Nothing pauses, and only a reply ends a wait. Whom it differs from, and where:
 * docs/presets/libredesk.md.
 */
export function libreDesk(): Preset<"firstResponse" | "nextResponse" | "resolution"> {
  return {
    preset: "libreDesk",
    statuses: { Open: "open", Snoozed: "onHold", Resolved: "solved", Closed: "closed" },
    metrics: [
      {
        id: "firstResponse",
        start: [{ on: "created" }],
        stop: [{ on: "reply" }],
        repeats: "once",
      },
      {
        id: "nextResponse",
        start: [{ on: "request" }],
        stop: [{ on: "reply" }],
        repeats: "always",
      },
      {
        id: "resolution",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: DONE }],
        repeats: "once",
      },
    ],
    options: { selection: "assigned", calendarSwitch: "lastWins" },
  };
}
