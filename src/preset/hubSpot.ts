import type { MetricDefinition } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { DONE } from "./conditions.ts";
import { FIRST_REQUEST, NEXT_REQUEST } from "./inbox.ts";
import type { Preset } from "./preset.ts";

/** What a HubSpot account has set up; docs/presets/hubspot.md. */
export interface HubSpotOptions {
  /** Statuses that pause the SLA, each of one pipeline (the field `pipeline`), or of any. None, if left out. */
  readonly pauses?: readonly { readonly pipeline?: string; readonly status: string }[];
  /** To which tickets an edit of the goals applies: `newTickets` (default), or also to those that are open. */
  readonly edits?: "newTickets" | "newAndOpenTickets";
}

/**
 * HubSpot's help desk: first reply, next reply, time to close; all of them paused in the statuses that the desk lists. See
 * docs/presets/hubspot.md.
 */
export function hubSpot({
  pauses = [],
  edits = "newTickets",
}: HubSpotOptions = {}): Preset<"firstReply" | "nextReply" | "timeToClose"> {
  const paused: Pick<MetricDefinition, "pause"> =
    pauses.length === 0 ? {} : { pause: { while: { any: pauses.map(conditionOf) } } };
  const reply = {
    stop: [{ on: "reply" }],
    cancel: [{ on: "becomes", condition: DONE }],
    ...paused,
  } as const satisfies Partial<MetricDefinition>;
  return {
    preset: "hubSpot",
    statuses: {
      New: "new",
      "Waiting on contact": "pending",
      "Waiting on us": "open",
      Closed: "closed",
    },
    metrics: [
      { id: "firstReply", start: FIRST_REQUEST, ...reply, repeats: "once" },
      { id: "nextReply", start: NEXT_REQUEST, ...reply, repeats: "always" },
      {
        id: "timeToClose",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: DONE }],
        ...paused,
        repeats: "once",
      },
    ],
    options: { selection: "firstMatch", versionMode: edits === "newTickets" ? "atCreation" : "live" },
  };
}

function conditionOf({ pipeline, status }: { pipeline?: string; status: string }): Condition {
  const isStatus: Condition = { field: "status", is: status };
  return pipeline === undefined ? isStatus : { all: [{ field: "pipeline", is: pipeline }, isStatus] };
}
