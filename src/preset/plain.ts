import type { MetricDefinition } from "../clock/metric.ts";
import { DONE, NOT_DONE, NOT_REPLIED, REPLIED } from "./conditions.ts";
import { NEXT_REQUEST } from "./inbox.ts";
import type { Preset } from "./preset.ts";

/** What a Plain workspace has set up; docs/presets/plain.md. */
export interface PlainOptions {
  /** Status details, as the field `statusDetail` holds them, that pause the first resolution; `WAITING_FOR_CUSTOMER`, if left out. */
  readonly firstResolutionPausesOn?: readonly string[];
  /** The same for the total resolution. */
  readonly totalResolutionPausesOn?: readonly string[];
}

const DEFAULT_PAUSES = ["WAITING_FOR_CUSTOMER"];

/**
 * Plain: a first response to threads that the customer began, a next response that each message of theirs restarts, and two
 * resolutions: to the first Done, and to the last, the time in between included. See docs/presets/plain.md.
 */
export function plain({
  firstResolutionPausesOn = DEFAULT_PAUSES,
  totalResolutionPausesOn = DEFAULT_PAUSES,
}: PlainOptions = {}): Preset<"firstResponse" | "nextResponse" | "firstResolution" | "totalResolution"> {
  return {
    preset: "plain",
    statuses: { TODO: "open", SNOOZED: "pending", DONE: "solved" },
    metrics: [
      {
        id: "firstResponse",
        start: [
          { on: "created", by: "requester" },
          {
            on: "request",
            if: { all: [NOT_REPLIED, NOT_DONE, { fact: "openedBy", isNot: "agent" }] },
          },
        ],
        stop: [{ on: "reply" }],
        cancel: [{ on: "becomes", condition: DONE }],
        repeats: "once",
      },
      {
        id: "nextResponse",
        start: NEXT_REQUEST,
        reset: { on: [{ on: "request", if: REPLIED }], as: "cancelled" },
        stop: [{ on: "reply" }],
        cancel: [{ on: "becomes", condition: DONE }],
        repeats: "always",
      },
      { id: "firstResolution", ...untilDone(firstResolutionPausesOn) },
      {
        id: "totalResolution",
        ...untilDone(totalResolutionPausesOn),
        reopen: { on: [{ on: "ceases", condition: DONE }], as: "count" },
      },
    ],
  };
}

function untilDone(pausesOn: readonly string[]): Omit<MetricDefinition, "id"> {
  return {
    start: [{ on: "created" }],
    stop: [{ on: "becomes", condition: DONE }],
    ...(pausesOn.length > 0 && { pause: { while: { field: "statusDetail", in: pausesOn } } }),
    repeats: "once",
  };
}
