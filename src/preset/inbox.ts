import type { Trigger } from "../clock/metric.ts";
import { AWAITING, DONE, NOT_DONE, NOT_REPLIED, REPLIED } from "./conditions.ts";

/** What the first response of a shared inbox waits for: a conversation opened by the requester, or their first message. */
export const FIRST_REQUEST: readonly Trigger[] = [
  { on: "created", by: "requester" },
  { on: "request", if: { all: [NOT_REPLIED, NOT_DONE] } },
  { on: "ceases", condition: DONE, if: { all: [AWAITING, NOT_REPLIED] } },
];

/** What the next response waits for: the oldest request without an answer, after a first one. */
export const NEXT_REQUEST: readonly Trigger[] = [
  { on: "request", if: { all: [REPLIED, NOT_DONE] } },
  { on: "ceases", condition: DONE, if: { all: [AWAITING, REPLIED] } },
];
