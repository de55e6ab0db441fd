import type { MetricDefinition, Trigger } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/** A KPI. Its items (applicable when, failure and warning time, business hours) are policies, under the same name. */
export interface DynamicsKpi<M extends string> {
  readonly id: M;
  /** "Applicable from": a field that holds an instant; the creation of the record, if left out. */
  readonly applicableFrom?: string;
  /** Success criteria. */
  readonly success: Condition;
  /** Pause settings; while the case is on hold, if left out. */
  readonly pause?: Condition;
}

/** Switches of a Dynamics 365 administrator; docs/presets/dynamics365.md. */
export interface DynamicsOptions<M extends string> {
  /** `firstResponseBy` (the field `firstResponseSent` becomes true) and `resolveBy` (done), if left out. */
  readonly kpis?: readonly DynamicsKpi<M>[];
  /** "Recalculate SLA on terminal status": a reopened case gets a timer that starts anew, instead of the one that goes on. */
  readonly recalculateOnTerminalStatus?: boolean;
}

const STANDARD_KPIS: readonly DynamicsKpi<"firstResponseBy" | "resolveBy">[] = [
  { id: "firstResponseBy", success: { field: "firstResponseSent", is: true } },
  { id: "resolveBy", success: DONE },
];

/**
 * Dynamics 365 Customer Service: a timer for each KPI, made when an item applies, measured from the record's creation, and
 * cancelled when none does any more. It keeps the calendar that it started with. See docs/presets/dynamics365.md.
 */
export function dynamics365(options?: {
  readonly recalculateOnTerminalStatus?: boolean;
}): Preset<"firstResponseBy" | "resolveBy">;
export function dynamics365<M extends string>(
  options: DynamicsOptions<M> & { readonly kpis: readonly DynamicsKpi<M>[] },
): Preset<M>;
export function dynamics365({
  kpis = STANDARD_KPIS,
  recalculateOnTerminalStatus = false,
}: DynamicsOptions<string> = {}): Preset<string> {
  return {
    preset: "dynamics365",
    statuses: {
      "In Progress": "open",
      "On Hold": "onHold",
      "Waiting for Details": "open",
      Researching: "open",
      "Problem Solved": "solved",
      "Information Provided": "solved",
      Canceled: "closed",
      Merged: "closed",
    },
    metrics: kpis.map((kpi) => metricOf(kpi, recalculateOnTerminalStatus)),
    options: { selection: "firstMatch", released: "cancel", calendarSwitch: "frozen" },
  };
}

function metricOf(
  {
    id,
    applicableFrom: field,
    success,
    pause = { fact: "statusCategory", is: "onHold" },
  }: DynamicsKpi<string>,
  restarts: boolean,
): MetricDefinition {
  const begins: Trigger =
    field === undefined ? { on: "created" } : { on: "becomes", condition: { field, exists: true } };
  const applies: Trigger =
    field === undefined ? { on: "policyApplied" } : { on: "policyApplied", if: { field, exists: true } };
  return {
    id,
    start: [begins, applies],
    // An item that comes to apply measures from where the others do; a timer that starts anew cannot
    ...(restarts ? {} : { from: field === undefined ? { fact: "createdAt" } : { field } }),
    stop: [{ on: "becomes", condition: success }],
    pause: { while: pause },
    repeats: "once",
    reopen: { on: [{ on: "ceases", condition: success }], as: restarts ? "restart" : "resume" },
  };
}
