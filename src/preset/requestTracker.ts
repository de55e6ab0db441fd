import type { MetricDefinition } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { AWAITING, DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/** What a Request Tracker installation has set up; docs/presets/request-tracker.md. */
export interface RequestTrackerOptions {
  /** The statuses in which a ticket has no due time (`IgnoreOnStatuses`); none, if left out. */
  readonly ignoreOnStatuses?: readonly string[];
  /** Whether the time in them is taken out (`ExcludeTimeOnIgnoredStatuses`); it counts, if left out. */
  readonly excludeTimeOnIgnoredStatuses?: boolean;
}

type RtMetric = "starts" | "response" | "keepInLoop" | "resolve";

const ANSWERED: Condition = { all: [{ not: AWAITING }, { fact: "lastPublicMessageBy", is: "agent" }] };

/**
 * Request Tracker: response, keep in loop and resolve, of which the earliest is the ticket's due time, and starts.
 * What it reproduces, and what not: docs/presets/request-tracker.md.
 */
export function requestTracker({
  ignoreOnStatuses = [],
  excludeTimeOnIgnoredStatuses = false,
}: RequestTrackerOptions = {}): Preset<RtMetric> {
  const ignored: Condition = { field: "status", in: ignoreOnStatuses };
  const isHidden = !excludeTimeOnIgnoredStatuses;
  const pause = excludeTimeOnIgnoredStatuses ? ({ pause: { while: ignored } } as const) : {};
  const off: Condition = isHidden ? { any: [DONE, ignored] } : DONE;
  return {
    preset: "requestTracker",
    statuses: {
      new: "new",
      open: "open",
      stalled: "pending",
      resolved: "solved",
      rejected: "closed",
      deleted: "closed",
    },
    metrics: [
      STARTS,
      { ...response(off), ...pause },
      { ...keepInLoop(off), ...pause },
      { ...(isHidden ? hiddenWhile(ignored, RESOLVE) : RESOLVE), ...pause },
    ],
    options: { endOfBudget: "nextOpening", calendarSwitch: "lastWins", breach: "current" },
  };
}

const STARTS: MetricDefinition<RtMetric> = {
  id: "starts",
  start: [{ on: "created" }],
  stop: [{ on: "becomes", condition: { fact: "statusCategory", isNot: "new" } }],
  repeats: "once",
};

/** From the oldest request since the last reply; found again there once it is no longer off. */
function response(off: Condition): MetricDefinition<RtMetric> {
  return {
    id: "response",
    start: [
      { on: "created", by: "requester" },
      { on: "request", if: { not: off } },
      { on: "ceases", condition: off, if: AWAITING },
    ],
    from: { fact: "awaitingReplySince" },
    stop: [{ on: "reply" }],
    cancel: [{ on: "becomes", condition: off }],
    repeats: "always",
  };
}

/** From the last reply, while nobody waits for one. */
function keepInLoop(off: Condition): MetricDefinition<RtMetric> {
  return {
    id: "keepInLoop",
    start: [
      { on: "reply", if: { not: off } },
      { on: "ceases", condition: off, if: ANSWERED },
    ],
    from: { fact: "lastReplyAt" },
    stop: [{ on: "reply" }],
    cancel: [{ on: "request" }, { on: "becomes", condition: off }],
    repeats: "always",
  };
}

const RESOLVE: MetricDefinition<RtMetric> = {
  id: "resolve",
  start: [{ on: "created" }],
  from: { fact: "createdAt" },
  stop: [{ on: "becomes", condition: DONE }],
  repeats: "once",
  reopen: { on: [{ on: "ceases", condition: DONE }], as: "count" },
};

/** The same without a due time in some statuses, whose time counts all the same. */
function hiddenWhile(condition: Condition, metric: MetricDefinition<RtMetric>): MetricDefinition<RtMetric> {
  return {
    ...metric,
    start: [...metric.start, { on: "ceases", condition }],
    cancel: [{ on: "becomes", condition }],
  };
}
