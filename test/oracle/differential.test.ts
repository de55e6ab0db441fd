import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "../../src/testing/arbitraries/cases.ts";
import { ofDefinition, ofEngine } from "./compare.ts";

/** Cases in the test run, always the same ones; `npm run soak:histories` tries a hundred thousand, other ones each time. */
const SAME = { numRuns: 1_000, seed: 20_261_125 };
const RUNS = Number(process.env.DUECLOCK_HISTORIES ?? SAME.numRuns);

describe("the engine and its definition", () => {
  it(`agree on ${RUNS} histories, member by member`, () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(ofEngine(one)).toEqual(ofDefinition(one));
      }),
      process.env.DUECLOCK_HISTORIES ? { numRuns: RUNS } : SAME,
    );
  });
});
