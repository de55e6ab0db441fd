import type { Definition } from "../../src/definition.ts";
import { desk } from "../lib/ours.ts";

/** Three metrics, two policies, one calendar. */
export const definition: Definition = {
  calendars: { desk },
  policies: [
    {
      id: "gold",
      if: { field: "plan", is: "gold" },
      calendar: "desk",
      targets: {
        firstResponse: { byPriority: { urgent: "1h" }, otherwise: "2h" },
        nextResponse: "4h",
        resolution: { byPriority: { urgent: "8h" }, otherwise: "24h" },
      },
    },
    {
      id: "silver",
      calendar: "desk",
      targets: {
        firstResponse: { byPriority: { urgent: "2h" }, otherwise: "8h" },
        nextResponse: "8h",
        resolution: { byPriority: { urgent: "16h" }, otherwise: "40h" },
      },
    },
  ],
};
