import type { MetricDefinition, Trigger } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { allOf } from "./conditions.ts";
import { asMoment } from "./moments.ts";
import type { Preset } from "./preset.ts";

/** A milestone of an entitlement. Its time trigger and its business hours are a policy's, under the same name. */
export interface SalesforceMilestone<M extends string> {
  readonly id: M;
  /** The case meets the milestone while this holds. */
  readonly criteria: Condition;
  /** Writes its completion date: the desk's own automation, for nothing completes by itself. */
  readonly completed: readonly Trigger[];
  /**
   * Whether it occurs once (`none`, default), again whenever the criteria are met (`independent`), or again but not before
   * the target date of the one before (`sequential`).
   */
  readonly recurrence?: "none" | "independent" | "sequential";
  /** Whether its time counts from when the criteria are met (`milestoneCriteria`, default) or from when the entitlement took effect. */
  readonly startsFrom?: "milestoneCriteria" | "entitlementProcess";
}

/** What a Salesforce entitlement process has set up; docs/presets/salesforce.md. */
export interface SalesforceOptions<M extends string> {
  readonly milestones: readonly SalesforceMilestone<M>[];
  /** Field that holds when the entitlement took effect; the case's creation, if left out. */
  readonly processStart?: string;
  /** When the case is stopped, and every milestone with it: while the field `isStopped` is true, if left out. */
  readonly stopped?: Condition;
}

/**
 * Salesforce: the milestones of an entitlement, completed by a write and never by themselves. A case keeps the
 * version of the entitlement that it was created under. See docs/presets/salesforce.md.
 */
export function salesforce<M extends string>({
  milestones,
  processStart,
  stopped = { field: "isStopped", is: true },
}: SalesforceOptions<M>): Preset<M> {
  const metricOf = (milestone: SalesforceMilestone<M>): MetricDefinition<M> => {
    const { id, criteria, completed, recurrence = "none" } = milestone;
    return {
      id,
      start: [
        { on: "becomes", condition: criteria },
        // Criteria that are still met at the completion are met again
        ...completed.map((trigger) => ({ ...trigger, if: allOf(trigger.if, criteria) as Condition })),
      ],
      ...fromOf(milestone, processStart),
      stop: completed.map(asMoment),
      pause: { while: stopped },
      repeats: recurrence === "none" ? "once" : "always",
    };
  };
  return {
    preset: "salesforce",
    metrics: milestones.map(metricOf),
    options: { versionMode: "atCreation" },
  };
}

function fromOf(
  { recurrence, startsFrom }: SalesforceMilestone<string>,
  processStart: string | undefined,
): Pick<MetricDefinition, "from"> {
  if (recurrence === "sequential") return { from: "previousDue" };
  if (startsFrom !== "entitlementProcess") return {};
  return { from: processStart === undefined ? { fact: "createdAt" } : { field: processStart } };
}
