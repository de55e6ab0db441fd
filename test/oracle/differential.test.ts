import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ofDefinition, ofEngine } from "./compare.ts";
import { cases } from "./generate.ts";

/** Cases in the test run; `npm run soak:histories` tries a hundred thousand. */
const RUNS = Number(process.env.DUECLOCK_HISTORIES ?? 1_000);

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
