import type { Trigger } from "../clock/metric.ts";

/**
 * The same moment, without the rule that a state which holds already stops a clock as it starts (semantics K2): for systems
 * that stop a clock when something happens, not because of what is so.
 */
export function asMoment(trigger: Trigger): Trigger {
  return trigger.on === "becomes"
    ? { ...trigger, on: "ceases", condition: { not: trigger.condition } }
    : trigger;
}
