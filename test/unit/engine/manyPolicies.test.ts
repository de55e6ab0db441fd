import { type Condition, compileSla, type PolicyDefinition, type Selection } from "dueclock";
import { describe, expect, it } from "vitest";
import { changes, hour, opened, verdict } from "./desk.ts";

const promise = (id: string, amount: string, rest: Partial<PolicyDefinition> = {}): PolicyDefinition => ({
  id,
  targets: { resolution: amount },
  ...rest,
});

describe("three hundred policies", () => {
  const numbers = Array.from({ length: 300 }, (_, i) => i);
  const condition = (i: number, same: (field: string, value: string) => object) => {
    const mine = same("customer", `c${i % 280}`);
    if (i % 7 === 3) return { all: [mine, { field: "priority", is: "urgent" }] };
    if (i % 50 === 20) return { field: "vip", is: true };
    return i % 11 === 5 ? { any: [mine, same("brand", `c${i}`)] } : mine;
  };
  const desk = (selection: Selection, same: (field: string, value: string) => object) =>
    compileSla<string>({
      options: { selection },
      policies: numbers.map((i) =>
        promise(`p${i}`, `${(i % 9) + 1}h`, { if: condition(i, same) as Condition }),
      ),
    });
  const direct = (field: string, value: string) => ({ field, is: value });
  const roundabout = (field: string, value: string) => ({ not: { field, isNot: value } });

  it.each<Selection>(["firstMatch", "lastMatch", "allMatching", "strictest"])(
    "give under `%s` what they give when asked one by one",
    (selection) => {
      const [indexed, plain] = [desk(selection, direct), desk(selection, roundabout)];
      let governed = 0;
      for (let n = 0; n < 60; n++) {
        const events = [
          opened(hour(0), { customer: `c${n * 5}`, priority: n % 2 ? "urgent" : "low", vip: n % 13 === 0 }),
          changes(hour(1), { customer: n % 3 ? `c${(n * 71) % 310}` : null }),
          changes(hour(2), { brand: `c${(n * 37) % 300}`, priority: "urgent" }),
          changes(hour(3), { customer: n % 4 ? "constructor" : `c${n}`, vip: n % 5 === 0 }),
        ];
        for (const hours of [0, 1, 2, 3, 9]) {
          const [quick, slow] = [indexed, plain].map((sla) => verdict(sla, hour(hours), events));
          governed += quick.policies.length;
          expect({ ...quick, why: null, definition: null }).toEqual({ ...slow, why: null, definition: null });
          const matching = ({ why }: typeof quick) =>
            why.filter(({ matches }) => matches).map(({ policy }) => policy);
          expect(matching(quick)).toEqual(matching(slow));
        }
      }
      expect(governed).toBeGreaterThan(60);
    },
  );
});
