import { type ActionDefinition, compileSla, type FieldPatch } from "dueclock";
import { describe, expect, it } from "vitest";
import { changes, type Draft, happens, hour, inHours, opened, verdict } from "./desk.ts";

const raises = (id: string, before: string, from: number, to: number): ActionDefinition<"resolution"> => ({
  kind: "escalation",
  id,
  metric: "resolution",
  fire: { before },
  if: { field: "priority", is: from },
  set: { priority: to },
});
const sla = compileSla<string>({
  policies: [
    {
      id: "p",
      targets: { resolution: "4h" },
      actions: [raises("first", "2h", 3, 4), raises("second", "1h", 4, 5), raises("beside", "2h", 4, 1)],
    },
  ],
});
const story = (...more: readonly Draft[]) => [opened(hour(0), { priority: 3 }), ...more];
const standing = (hours: number, ...more: readonly Draft[]) =>
  verdict(sla, hour(hours), story(...more)).actions.map(({ rule, status, fireAt }) => [
    rule,
    status,
    inHours(fireAt),
  ]);
const id = (rule: string) => `T-1/p/resolution/e1/${rule}/1`;
const did = (rule: string, hours: number, set: FieldPatch): readonly Draft[] => [
  changes(hour(hours), set, { cause: id(rule) }),
  happens("action.delivered", hour(hours), { action: id(rule) }),
];

describe("the condition of an action (A1)", () => {
  it("is read over the ticket as it stands when the action fires", () => {
    expect(standing(1)).toEqual([
      ["first", "scheduled", 2],
      ["second", "scheduled", 3],
      ["beside", "scheduled", 2],
    ]);
    expect(standing(3, changes(hour(1), { priority: 4 }))).toEqual([
      ["first", "unmet", 2],
      ["second", "due", 3],
      ["beside", "due", 2],
    ]);
  });

  it("counts what happened at that very instant", () => {
    expect(standing(2, changes(hour(2), { priority: 4 }))[0]).toEqual(["first", "unmet", 2]);
  });

  it("is not undone by what the action itself changed, however exact the host's timer (decision 50)", () => {
    const exact = did("first", 2, { priority: 4 });
    expect(standing(3, ...exact)).toEqual([
      ["first", "delivered", 2],
      ["second", "due", 3],
      ["beside", "due", 2],
    ]);
    // The delivery may carry the change itself
    const inOne = happens("action.delivered", hour(2), { action: id("first"), set: { priority: 4 } });
    expect(standing(2, inOne)[0]).toEqual(["first", "delivered", 2]);
    const late = did("first", 2.5, { priority: 4 });
    expect(standing(3, ...late).slice(0, 2)).toEqual([
      ["first", "delivered", 2],
      ["second", "due", 3],
    ]);
  });

  it("counts what was done for another clock, or at another instant", () => {
    const early = did("first", 1, { priority: 4 }); // performed too early, as is now known
    expect(standing(2, ...early)[0]).toEqual(["first", "retracted", 2]);
  });
});
