import type { Definition, MetricDefinition, PolicyDefinition, Target } from "../../../index.ts";
import { calendarOf } from "../calendar.ts";
import { BadVector, type Vector, type VectorFile } from "../vector.ts";
import { DETACHED, type PolicyInForce } from "./events.ts";
import { metricsOf, type System } from "./systems.ts";
import { type Terms, termsOf } from "./terms.ts";

/** The level whose target is the policy's own; the others are its thresholds. */
export const WHOLE = "whole";

/** The vector's definition: the system's preset, and a policy for each that comes into force. */
export function definitionOf(
  system: System,
  policies: readonly PolicyInForce[],
  file: VectorFile,
): Definition<string> {
  const [terms] = policies.map(({ policy }) => termsOf(policy));
  const preset = system.preset(terms);
  const metrics = metricsOf(system, terms);
  return {
    ...preset,
    metrics: preset.metrics.map((metric) =>
      metrics.includes(metric.id) ? detachable(pausing(metric, terms)) : metric,
    ),
    // What it says pauses the clock does not end it
    statuses: {
      ...preset.statuses,
      ...Object.fromEntries((terms.pauseOnStatus ?? []).map((status) => [status, "pending" as const])),
    },
    calendars: Object.fromEntries(
      policies.map(({ id, calendar }) => [id, calendarOf(usable(system, calendar), file)]),
    ),
    policies: policies.map((one) => policyOf(one, metrics)),
    report: { fields: ["priority"] },
  };
}

function usable({ ignoresEmptyCalendar }: System, calendar: unknown): unknown {
  const hours = (calendar as Vector | null)?.hours;
  const isEmpty = typeof hours === "object" && hours !== null && Object.values(hours).flat().length === 0;
  return ignoresEmptyCalendar && isEmpty ? null : calendar;
}

/** A vector may say of its clock what pauses it, whatever the system's own does. */
function pausing(metric: MetricDefinition<string>, terms: Terms): MetricDefinition<string> {
  const { pauseOnStatus, pauseOnlyWhenNotAssigned, ownerGroup } = terms;
  if (pauseOnStatus === null) return metric;
  if (pauseOnStatus.length === 0) {
    const { pause, ...unpaused } = metric;
    return unpaused;
  }
  const waits = { field: "status", in: pauseOnStatus } as const;
  if (!pauseOnlyWhenNotAssigned) return { ...metric, pause: { while: waits } };
  const isAssigned = { field: "assignedGroups", contains: ownerGroup ?? "" } as const;
  return { ...metric, pause: { while: { all: [waits, { not: isAssigned }] } } };
}

/** A clock ends without a verdict when its agreement is taken off. */
function detachable(metric: MetricDefinition<string>): MetricDefinition<string> {
  return { ...metric, cancel: [...(metric.cancel ?? []), { on: "control", name: DETACHED }] };
}

function policyOf({ id, policy }: PolicyInForce, metrics: readonly string[]): PolicyDefinition {
  const terms = termsOf(policy);
  const [main, loop] = metrics;
  if (terms.keepInLoopMs !== null && loop === undefined) {
    throw new BadVector(`\`keepInLoopSeconds\` belongs to no clock \`${terms.clock}\``);
  }
  const rules = [
    ...(terms.escalation ? [{ id: `${id}.escalation`, fire: terms.escalation }] : []),
    ...terms.levels.map((level, i) => ({ id: `${id}.level${i + 1}`, ...level })),
  ];
  return {
    id,
    if: { field: "agreement", is: id },
    calendar: id,
    targets: {
      [main]: targetOf(terms),
      ...(terms.keepInLoopMs !== null && { [loop]: { levels: { [WHOLE]: terms.keepInLoopMs } } }),
    },
    actions: rules.map((rule) => ({ ...rule, kind: "escalation", metric: main, level: WHOLE })),
  };
}

/** Each threshold is a level with its share of the target, to the second. */
function targetOf({ amount, notifyAtPercent, thresholds }: Terms): Target {
  // OTOBO warns from this share on, and no longer once the target is used up
  const warns = notifyAtPercent !== null && notifyAtPercent < 100;
  const whole = { amount, ...(warns && { atRisk: `${100 - notifyAtPercent}%` }) };
  if (thresholds.length > 0 && typeof amount !== "number") {
    throw new BadVector("thresholds are shares of an amount of time, not of days");
  }
  const shares = thresholds.map((percent) => [
    String(percent),
    Math.round((Number(amount) * percent) / 100_000) * 1000,
  ]);
  return { levels: { [WHOLE]: whole, ...Object.fromEntries(shares) } };
}
