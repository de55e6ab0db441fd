import type { MetricDefinition } from "../clock/metric.ts";
import type { Preset } from "./preset.ts";

/** What a Redmine project has set up; docs/presets/redmine.md. */
export interface RedmineOptions {
  /** The statuses whose time is the response's; `New`, if left out. */
  readonly responseStatuses?: readonly string[];
  /** The statuses whose time is the resolution's; `New`, `Assigned`, `In Progress` and `Feedback`, if left out. */
  readonly resolutionStatuses?: readonly string[];
}

/**
 * The Redmine plugin redmine_sla: each clock adds up the time that an issue spent in its statuses, until it was closed.
 * What it reproduces, and what not: docs/presets/redmine.md.
 */
export function redmine({
  responseStatuses = ["New"],
  resolutionStatuses = ["New", "Assigned", "In Progress", "Feedback"],
}: RedmineOptions = {}): Preset<"response" | "resolution"> {
  return {
    preset: "redmine",
    statuses: {
      New: "new",
      Assigned: "open",
      "In Progress": "open",
      Feedback: "open",
      Resolved: "solved",
      Closed: "closed",
      Rejected: "closed",
    },
    metrics: [spentIn("response", responseStatuses), spentIn("resolution", resolutionStatuses)],
    options: { calendarSwitch: "lastWins", breach: "current" },
  };
}

function spentIn<M extends string>(id: M, statuses: readonly string[]): MetricDefinition<M> {
  const closed = { fact: "statusCategory", is: "closed" } as const;
  return {
    id,
    start: [{ on: "created" }],
    stop: [{ on: "becomes", condition: closed }],
    pause: {
      while: {
        all: [
          { field: "status", exists: true },
          { field: "status", notIn: statuses },
        ],
      },
    },
    repeats: "once",
    reopen: { on: [{ on: "ceases", condition: closed }], as: "resume" },
  };
}
