import { evaluateTicket } from "dueclock";
import { ENGLISH, explain, sentences } from "dueclock/explain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scenario, slaOf } from "./histories.ts";

const RUNS = Number(process.env.DUECLOCK_RUNS ?? 60);

describe("explanations (semantics R1)", () => {
  it("add up to the verdict, cover each clock's life once, and are plain JSON with a sentence for each statement", () => {
    const holds = fc.property(scenario(), fc.constantFrom(400, 2, 0), (given, maxDays) => {
      const sla = slaOf(given.definition);
      for (const asOf of given.asOfs) {
        const told = explain(sla, given.history, { asOf, maxDays });
        expect(told.evaluation).toStrictEqual(evaluateTicket(sla, given.history, { asOf }));
        expect(JSON.parse(JSON.stringify(told))).toStrictEqual(told);
        expect(told.statements.filter(({ code }) => !(code in ENGLISH))).toEqual([]);
        expect(sentences(told).filter((text) => /[\n\r]|undefined|NaN/.test(text))).toEqual([]);
        expect(told.clocks.map(({ clock }) => clock)).toEqual(told.evaluation.clocks.map(({ id }) => id));
        for (const [i, { stretches, days, rest }] of told.clocks.entries()) {
          const reading = told.evaluation.clocks[i];
          const slices = days.flatMap((day) => day.slices);
          const length = (wanted: typeof slices) => wanted.reduce((sum, { from, to }) => sum + to - from, 0);
          expect(stretches.reduce((sum, { usedMs }) => sum + usedMs, 0)).toBe(reading.elapsedMs);
          expect(length(slices.filter(({ kind }) => kind === "counted")) + (rest?.usedMs ?? 0)).toBe(
            reading.elapsedMs,
          );
          expect(days.length).toBeLessThanOrEqual(maxDays);
          for (const [s, { from }] of slices.entries()) if (s > 0) expect(from).toBe(slices[s - 1].to);
          const end = Math.max(reading.endedAt ?? asOf, reading.startedAt);
          const covered = length(slices) + (rest ? rest.usedMs + rest.pausedMs + rest.skippedMs : 0);
          if (reading.startedAt < end) expect(covered).toBe(end - reading.startedAt);
        }
      }
    });
    fc.assert(holds, { numRuns: RUNS });
  });
});
