import type { Definition } from "../../../index.ts";
import { instant, only, record, text, type Vector, type VectorFile } from "../vector.ts";
import { type Desk, definitionOf, hoursOf, oneOf, withLent } from "./desk.ts";
import type { Draft } from "./history.ts";
import { instantOrNull } from "./read.ts";
import { type Metric, systemOf } from "./systems.ts";

/** The field that holds since when a request waits, where a snapshot says so and no message does. */
const WAITING = "waitingSince";

/**
 * The desk of a vector that shows a stored record instead of what happened: when it was created, first answered, and since
 * when a request waits. Records may contradict any history (a request that waits since before the first reply), so the next
 * response starts by the record's field and not by a message.
 */
export function deskOfSnapshot(vector: Vector, file: VectorFile): Desk {
  const policy = record(vector.policy, "policy");
  only(policy, "policy", ["clock", "firstResponseSeconds", "nextResponseSeconds", "resolutionSeconds"]);
  const isBusiness = oneOf(policy.clock, ["business", "always-open"], "policy.clock") !== "always-open";
  const semantics = systemOf(vector).semantics({ paused: undefined, resolved: undefined });
  const metrics = (semantics.metrics ?? []).map((metric) =>
    metric.id === "nextResponse" ? { ...metric, ...startsByRecord } : metric,
  );
  const definition: Definition<Metric> = definitionOf(
    vector,
    { ...semantics, metrics },
    isBusiness ? hoursOf(vector, file) : null,
  );
  return { definition, events: eventsOfSnapshot(vector), isHoldWall: false };
}

const startsByRecord = {
  start: [
    {
      on: "becomes",
      condition: { field: WAITING, exists: true },
      if: { fact: "replyCount", greater: 0 },
    },
  ],
  from: { field: WAITING },
} as const;

function eventsOfSnapshot(vector: Vector): Draft[] {
  const snapshot = record(vector.snapshot, "snapshot");
  only(snapshot, "snapshot", ["createdAt", "firstReplyAt", "waitingSince", "status"]);
  const createdAt = instant(snapshot.createdAt, "snapshot.createdAt");
  const firstReplyAt = instantOrNull(snapshot.firstReplyAt, "snapshot.firstReplyAt");
  const waitingSince = instantOrNull(snapshot.waitingSince, "snapshot.waitingSince");
  const status = text(snapshot.status, "snapshot.status");
  const asOf = instant(vector.evaluateAt, "evaluateAt");
  const events: Draft[] = [{ type: "created", at: createdAt, by: "requester", set: { status: "open" } }];
  if (firstReplyAt !== null) events.push({ type: "message", at: firstReplyAt, by: "agent" });
  if (waitingSince !== null)
    events.push({
      type: "changed",
      at: Math.max(waitingSince, firstReplyAt ?? waitingSince),
      set: { [WAITING]: waitingSince },
    });
  if (status !== "open") events.push({ type: "changed", at: asOf, set: { status } });
  return withLent(events);
}
