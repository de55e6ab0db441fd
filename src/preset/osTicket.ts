import { DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/**
 * osTicket: one due date, counted from the creation or the last reopening, whatever is written and whatever the status is
 * in between. Whom it differs from, and where: docs/presets/osticket.md.
 */
export function osTicket(): Preset<"resolution"> {
  return {
    preset: "osTicket",
    statuses: { Open: "open", Resolved: "solved", Closed: "closed" },
    metrics: [
      {
        id: "resolution",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: DONE }],
        repeats: "once",
        reopen: { on: [{ on: "ceases", condition: DONE }], as: "restart" },
      },
    ],
    options: {
      endOfBudget: "nextOpening",
      breach: "current",
      calendarSwitch: "lastWins",
      versionMode: "nextUpdate",
    },
  };
}
