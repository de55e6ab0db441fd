import { type Definition, evaluateTicket, type Reading } from "dueclock";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slaOf } from "../property/histories.ts";
import { define } from "./definition.ts";
import { type Case, cases } from "./generate.ts";
import type { DefinedReading } from "./reading.ts";

/** Cases in the test run; `npm run soak` tries a hundred thousand. */
const RUNS = Number(process.env.DUECLOCK_HISTORIES ?? 1_000);

/** What engine and definition both say of a clock; `lane`: the policy whose clock it is, where policies stand side by side. */
type Shared = Omit<DefinedReading, "lanePolicy" | "everPromised">;

describe("the engine and its definition", () => {
  it(`agree on ${RUNS} histories, member by member`, () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(ofEngine(one)).toEqual(ofDefinition(one));
      }),
      { numRuns: RUNS },
    );
  });
});

function ofEngine({ definition, history, asOf }: Case): Shared[] {
  const { clocks } = evaluateTicket(slaOf(definition as Definition<string>), history, { asOf });
  return clocks.map(shared);
}

function ofDefinition({ definition, history, asOf }: Case): Shared[] {
  return define(definition, history, asOf).map(shared);
}

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
