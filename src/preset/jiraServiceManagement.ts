import type { MetricDefinition, Trigger } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { asMoment } from "./moments.ts";
import type { Preset } from "./preset.ts";

/** An SLA as a Jira project has it: moments that start and stop a cycle, and states that pause it. Its goals are a policy's. */
export interface JiraSla<M extends string> {
  /** The name under which policies give it goals. */
  readonly id: M;
  readonly start: readonly Trigger[];
  /** Any of these pauses it while it holds. */
  readonly pause?: readonly Condition[];
  readonly stop: readonly Trigger[];
}

/** The SLAs of a Jira project, each with its own start, stop and pause; docs/presets/jira-service-management.md. */
export interface JiraOptions<M extends string> {
  readonly slas: readonly JiraSla<M>[];
}

/**
 * Jira Service Management: any number of SLAs, each with its own moments. A stop beats a start in the same step, and after
 * a stop the next start opens a new cycle; an edit, or another goal, recalculates the cycle that runs. See
 * docs/presets/jira-service-management.md.
 */
export function jiraServiceManagement<M extends string>({ slas }: JiraOptions<M>): Preset<M> {
  return {
    preset: "jiraServiceManagement",
    metrics: slas.map(metricOf),
    options: { selection: "firstMatch", versionMode: "live", breach: "current" },
  };
}

function metricOf<M extends string>({ id, start, pause, stop }: JiraSla<M>): MetricDefinition<M> {
  return {
    id,
    start,
    stop: stop.map(asMoment),
    cancel: stop, // nothing is left to cancel after a stop: it only makes a start in the same step void
    ...(pause && pause.length > 0 && { pause: { while: { any: pause } } }),
    repeats: "always",
  };
}
