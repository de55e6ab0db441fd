/*
 * What engine and definition both say of a clock, for comparing them member by member.
 */
import { type Definition, evaluateTicket, type Reading } from "dueclock";
import { slaOf } from "../property/histories.ts";
import { define } from "./definition.ts";
import type { Case } from "./generate.ts";
import type { DefinedReading } from "./reading.ts";

/** Without ids, and what only one of them tells. */
export type Shared = Omit<DefinedReading, "lanePolicy" | "everPromised">;

export function ofEngine({ definition, history, asOf }: Case): Shared[] {
  const { clocks } = evaluateTicket(slaOf(definition as Definition<string>), history, { asOf });
  return asJson(clocks.map(shared));
}

export function ofDefinition({ definition, history, asOf }: Case): Shared[] {
  return asJson(define(definition, history, asOf).map(shared));
}

/** As a host would store it: no -0. */
const asJson = (readings: readonly Shared[]) => JSON.parse(JSON.stringify(readings)) as Shared[];

function shared(reading: Reading | DefinedReading): Shared {
  const {
    metric, policySet, policy, policyVersion, level, per, instance, state, startedAt, endedAt, dueAt, dueAtIfResumedNow,
    dueAtWithoutOverride, overridden, exempted, breachedAt, met, targetMs, elapsedMs, remainingMs, pausedMs, pausedSince,
    never, attribution, breachedBy,
  } = reading; // biome-ignore format: a list of names
  return {
    metric, policySet, policy, policyVersion, level, per, instance, state, startedAt, endedAt, dueAt, dueAtIfResumedNow,
    dueAtWithoutOverride, overridden, exempted, breachedAt, met, targetMs, elapsedMs, remainingMs, pausedMs, pausedSince,
    never, attribution, breachedBy,
  }; // biome-ignore format: a list of names
}
