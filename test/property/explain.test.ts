import type { TicketHistory } from "dueclock";
import { explain, sentences } from "dueclock/explain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "../../src/testing/arbitraries/cases.ts";
import { soundly } from "../explain/sound.ts";
import { answers, answerWith, asOfs, histories, slaWithHost } from "./anything.ts";
import { scenario, slaOf } from "./histories.ts";

const RUNS = Number(process.env.DUECLOCK_RUNS ?? 60);

describe("explanations (semantics R1)", () => {
  it("add up to the verdict, cover each clock's life once, and are plain JSON with a sentence for each statement", () => {
    const holds = fc.property(scenario(), fc.constantFrom(400, 2, 0), (given, maxDays) => {
      for (const asOf of given.asOfs) soundly(slaOf(given.definition), given.history, asOf, maxDays);
    });
    fc.assert(holds, { numRuns: RUNS });
  });

  it("do so under sets, selections, levels, versions in every mode, metrics of the desk's own and due times set by hand", () => {
    const holds = fc.property(cases, fc.constantFrom(400, 1), (one, maxDays) => {
      soundly(slaOf(one.definition), one.history, one.asOf, maxDays);
    });
    fc.assert(holds, { numRuns: 5 * RUNS });
  });

  it("are given for histories of anything, whatever the host's functions answer", () => {
    const sla = slaWithHost();
    const holds = fc.property(histories, answers, asOfs, (history, says, asOf) => {
      answerWith(says);
      const told = explain(sla, history as TicketHistory, { asOf, maxDays: 5 });
      expect(sentences(told).filter((text) => typeof text !== "string" || /[\n\r]/.test(text))).toEqual([]);
      JSON.stringify(told);
    });
    fc.assert(holds, { numRuns: 10 * RUNS });
  });
});
