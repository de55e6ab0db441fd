import { compileSla, type Definition, type HistoryEvent, type TicketHistory } from "dueclock";
import { explain, sentences } from "dueclock/explain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "../../src/testing/arbitraries/cases.ts";
import { scenario, slaOf } from "../property/histories.ts";
import {
  type Asked,
  ask,
  breachesAreFacts,
  datesAreDates,
  readsAloud,
  reasonsHold,
  statementsSayTheReading,
  stepsTellTheLife,
  timesAddUp,
} from "./explained.ts";
import { MIDNIGHTS } from "./wall.ts";

const RUNS = Number(process.env.DUECLOCK_RUNS ?? 100);
const SEED = process.env.DUECLOCK_RUNS ? {} : { seed: 20_261_125 };

const anyCase: fc.Arbitrary<Asked> = fc.oneof(
  cases.map((one) => ({ ...one, sla: slaOf(one.definition) })),
  scenario().map(({ definition, history, asOfs }) => ({
    ...{ definition, history, sla: slaOf(definition), asOf: asOfs[asOfs.length - 1] },
  })),
);

function law(check: (asked: Asked) => void, given = anyCase): void {
  fc.assert(fc.property(given, check), { numRuns: 4 * RUNS, ...SEED });
}

describe("an auditor of explanations (laws E1 to E6)", () => {
  it("E1: is told of a breach the same at every later instant, and of its figures what the verdict had then", () => {
    law(breachesAreFacts);
  });

  it("E2: finds the sums of what counted and what was paused in the verdict, stretch by stretch", () => {
    law(timesAddUp);
  });

  it("E3: finds each date once, in order, with nothing of another date", () => {
    law(datesAreDates);
  });

  it("E4: finds business time where it says so, and none elsewhere", () => {
    const plain = scenario({ policies: 1, retargets: false, businessOnly: true, calendars: ["office"] });
    const given = plain.map(({ definition, history, asOfs }) => ({
      ...{ definition, history, sla: slaOf(definition), asOf: asOfs[asOfs.length - 1] },
    }));
    law((asked) => reasonsHold(asked, "Europe/Berlin", ["2026-04-01"]), given);
  });

  it("E5: reads the steps of each clock's life in order, by the events of the history", () => {
    law(stepsTellTheLife);
  });

  it("E6: reads in the statements what the reading has, at moments that the wall had", () => {
    law(statementsSayTheReading);
  });

  it("E7: reads English whose sums come out", () => {
    law((asked) => void readsAloud(ask(asked).told));
  });
});

describe("a desk whose clocks change at midnight", () => {
  const all = [["00:00", "24:00"]] as const;
  const edges = [["00:00", "00:45"], ["22:30", "24:00"]] as const; // biome-ignore format: one day
  const night = [["23:30", "00:30"]] as const;
  const HOUR = 3_600_000;

  for (const { zone, what, before } of MIDNIGHTS)
    for (const [name, hours] of Object.entries({ all, edges, night }))
      it(`in ${zone} (${what}), with hours of ${name}`, () => {
        const weeklyHours = Object.fromEntries(
          ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, hours]),
        );
        const definition = {
          calendars: { desk: { timeZone: zone, weeklyHours } },
          policies: [{ id: "p", calendar: "desk", targets: { resolution: "3h" } }],
        } as Definition<string>;
        const sla = compileSla<string>(definition);
        for (const [from, pause, length] of [
          [0, 11, 1],
          [9, 12, 3],
          [11.25, 13.5, 24],
          [12, 16, 1.25],
          [15.75, 15.99, 0.5],
        ]) {
          const event = (id: string, hour: number, more: object) =>
            ({ id, at: before + hour * HOUR, ...more }) as HistoryEvent;
          const events = [
            event("e1", from, { type: "created", by: "requester" }),
            event("e2", pause, { type: "changed", set: { status: "pending" } }),
            event("e3", pause + length, { type: "changed", set: { status: "open" } }),
          ];
          for (const asOf of [13, 17, 40, 100]) {
            const asked = {
              ...{ sla, definition, history: { ticket: "T", events }, asOf: before + asOf * HOUR },
            };
            timesAddUp(asked);
            datesAreDates(asked);
            reasonsHold(asked, zone);
            statementsSayTheReading(asked);
            for (const text of readsAloud(ask(asked).told)) expect(text).not.toMatch(/from (\d\d:\d\d) to \1/);
          }
        }
      });
});

describe("ten thousand events", () => {
  it("are explained in a size that grows with them and no faster", () => {
    const sla = compileSla({ policies: [{ id: "p", targets: { nextResponse: "1h", resolution: "8h" } }] });
    const size = (count: number) => {
      const events = Array.from({ length: count }, (_, i) => ({
        id: `e${i}`,
        at: Date.UTC(2026, 2, 2) + i * 60_000,
        ...(i === 0 ? { type: "created", by: "requester" } : { type: "message", by: i % 2 ? "agent" : "requester" }),
      })) as HistoryEvent[];
      const history: TicketHistory = { ticket: "T", events };
      return JSON.stringify(explain(sla, history, { asOf: Date.UTC(2026, 2, 20) })).length;
    };
    expect(size(10_000) / size(1_000)).toBeLessThan(11);
  });
});

describe("an explanation's arguments", () => {
  const sla = compileSla({ policies: [{ id: "p", targets: { resolution: "8h" } }] });
  const history: TicketHistory = { ticket: "T", events: [{ id: "1", at: 0, type: "created" }] };

  it("are refused with a TypeError where they are wrong, and nothing else is thrown", () => {
    const odd: unknown[] = [undefined, null, Number.NaN, 1.5, "5", -1, {}, Number.POSITIVE_INFINITY];
    for (const maxDays of odd.slice(1))
      expect(() => explain(sla, history, { asOf: 0, maxDays: maxDays as number })).toThrow(TypeError);
    for (const asOf of odd.filter((one) => one !== -1))
      expect(() => explain(sla, history, { asOf: asOf as number })).toThrow(TypeError);
    for (const one of odd) expect(() => explain(one as never, history, { asOf: 0 })).toThrow(TypeError);
  });

  it("may be any history that evaluateTicket takes", () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(json, json, (ticket, events) => {
        for (const given of [ticket, { ticket, events }, { ticket: "T", events: [events, ...history.events] }])
          for (const text of sentences(explain(sla, given as never, { asOf: 10 }))) expect(typeof text).toBe("string");
      }),
      { numRuns: 5 * RUNS, ...SEED },
    );
  });
});
