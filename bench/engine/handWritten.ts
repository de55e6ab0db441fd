import type { HistoryEvent } from "../../src/history/event.ts";
import { HOUR } from "../lib/desk.ts";
import type { Answers } from "../lib/peer.ts";
import type { Case } from "./tickets.ts";

/*
 * The yardstick: what somebody writes who needs just these three metrics, these two policies and this calendar, and
 * nothing that could change under a running clock. It reads the same histories and uses the same calendar.
 */

/** Business time as the evaluator gets it: ours, or a walk's. */
export type Arithmetic = Pick<Answers, "add" | "between">;

/** What it says of a clock. */
export interface HandReading {
  readonly metric: string;
  readonly instance: number;
  readonly state: "running" | "paused" | "fulfilled" | "cancelled";
  readonly startedAt: number;
  readonly dueAt: number | null;
  readonly endedAt: number | null;
  readonly breachedAt: number | null;
}

interface Targets {
  readonly firstResponse: number;
  readonly nextResponse: number;
  readonly resolution: number;
}

function targetsOf(set: HistoryEvent["set"]): Targets {
  const isUrgent = set?.priority === "urgent";
  return set?.plan === "gold"
    ? {
        firstResponse: (isUrgent ? 1 : 2) * HOUR,
        nextResponse: 4 * HOUR,
        resolution: (isUrgent ? 8 : 24) * HOUR,
      }
    : {
        firstResponse: (isUrgent ? 2 : 8) * HOUR,
        nextResponse: 8 * HOUR,
        resolution: (isUrgent ? 16 : 40) * HOUR,
      };
}

export function handWritten(time: Arithmetic, { history: { events }, asOf }: Case): HandReading[] {
  const targets = targetsOf(events[0].set);
  const createdAt = events[0].at;
  const readings: HandReading[] = [];
  let firstReplyAt: number | null = null;
  let firstEndedAt: number | null = null;
  let waitingSince: number | null = null; // of the next response
  let instance = 0;
  let isPaused = false;
  let used = 0;
  let runsFrom = createdAt;
  let overdueAt: number | null = null;
  let doneAt: number | null = null;
  for (let i = 1; i < events.length && events[i].at <= asOf; i++) {
    const event = events[i];
    if (event.type === "message" && event.visibility !== "internal" && doneAt === null) {
      if (event.by === "requester") {
        if (firstReplyAt !== null) waitingSince ??= event.at;
      } else if (event.by === "agent") {
        if (firstReplyAt === null) firstEndedAt = event.at;
        firstReplyAt ??= event.at;
        if (waitingSince !== null)
          readings.push(
            next(time, ++instance, waitingSince, targets.nextResponse, event.at, "fulfilled", asOf),
          );
        waitingSince = null;
      }
    }
    const status = event.set?.status;
    if (status === "pending" || status === "solved") {
      if (!isPaused) {
        const more = time.between(runsFrom, event.at);
        if (overdueAt === null && used + more >= targets.resolution)
          overdueAt = time.add(runsFrom, targets.resolution - used);
        used += more;
      }
      isPaused = true;
      if (status === "solved") {
        doneAt = event.at;
        if (waitingSince !== null)
          readings.push(
            next(time, ++instance, waitingSince, targets.nextResponse, event.at, "cancelled", asOf),
          );
        waitingSince = null;
      }
    } else if (status === "open") {
      isPaused = false;
      runsFrom = event.at;
    }
  }
  if (waitingSince !== null)
    readings.push(next(time, ++instance, waitingSince, targets.nextResponse, null, "running", asOf));
  const firstState = firstEndedAt !== null ? "fulfilled" : doneAt !== null ? "cancelled" : "running";
  const first = response(
    time,
    "firstResponse",
    1,
    createdAt,
    targets.firstResponse,
    firstEndedAt ?? doneAt,
    firstState,
    asOf,
  );
  const left = targets.resolution - used;
  const dueAt =
    overdueAt ?? (doneAt !== null ? time.add(doneAt, left) : isPaused ? null : time.add(runsFrom, left));
  const until = doneAt ?? asOf;
  const isBreached = dueAt !== null && (doneAt !== null ? dueAt < until : dueAt <= until);
  return [
    first,
    ...readings,
    {
      metric: "resolution",
      instance: 1,
      state: doneAt !== null ? "fulfilled" : isPaused ? "paused" : "running",
      startedAt: createdAt,
      dueAt,
      endedAt: doneAt,
      breachedAt: isBreached ? dueAt : null,
    },
  ];
}

function next(
  time: Arithmetic,
  instance: number,
  startedAt: number,
  target: number,
  endedAt: number | null,
  state: HandReading["state"],
  asOf: number,
): HandReading {
  return response(time, "nextResponse", instance, startedAt, target, endedAt, state, asOf);
}

function response(
  time: Arithmetic,
  metric: string,
  instance: number,
  startedAt: number,
  target: number,
  endedAt: number | null,
  state: HandReading["state"],
  asOf: number,
): HandReading {
  const dueAt = time.add(startedAt, target);
  const isBreached = dueAt !== null && (endedAt !== null ? dueAt < endedAt : dueAt <= asOf);
  return { metric, instance, state, startedAt, dueAt, endedAt, breachedAt: isBreached ? dueAt : null };
}
