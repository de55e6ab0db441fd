import { compileSla, type Matching, type PolicyDefinition, type Selection, type Sla } from "dueclock";
import { describe, expect, it } from "vitest";
import {
  all,
  assigned,
  at,
  changes,
  type Draft,
  hour,
  inHours,
  opened,
  readings,
  released,
  reply,
  request,
  status,
  verdict,
} from "./desk.ts";

const promise = (id: string, amount: string, rest: Partial<PolicyDefinition> = {}): PolicyDefinition => ({
  id,
  targets: { resolution: amount },
  ...rest,
});
const gold = { field: "plan", is: "gold" } as const;

function selecting(selection: Selection, ...policies: PolicyDefinition[]): Sla {
  return compileSla<string>({ options: { selection }, policies });
}
const governing = (sla: Sla, hours: number, events: readonly Draft[]) =>
  verdict(sla, hour(hours), events).policies.map(({ id }) => id);

describe("an SLA beside an OLA (P1)", () => {
  const sla = compileSla<string>({
    policySets: [
      { id: "sla", policies: [promise("gold", "2h", { if: gold }), promise("standard", "10h")] },
      {
        id: "ola",
        policies: [promise("inside", "1h", { if: { field: "team", exists: true }, kind: "ola" })],
      },
    ],
  });

  it("has clocks of its own in each set, with different ids", () => {
    const seen = verdict(sla, hour(0.5), [opened(hour(0), { plan: "gold", team: "t" })]);
    expect(inHours(readings(seen))).toMatchObject([
      { policySet: "sla", policy: "gold", dueAt: 2, startedAt: 0 },
      { policySet: "ola", policy: "inside", dueAt: 1, startedAt: 0 },
    ]);
    expect(new Set(seen.clocks.map(({ id }) => id)).size).toBe(2);
  });

  it("names the policy of each set; `policy` is the first of them", () => {
    const both = verdict(sla, hour(1), [opened(hour(0), { team: "t" })]);
    expect(both.policies).toMatchObject([
      { id: "standard", policySet: "sla", kind: "sla", since: hour(0), event: "e1", version: null },
      { id: "inside", policySet: "ola", kind: "ola", since: hour(0), event: "e1" },
    ]);
    expect(both.policy).toEqual(both.policies[0]);
    expect(both.why).toEqual([
      { policy: "gold", policySet: "sla", matches: false, failed: [] },
      { policy: "standard", policySet: "sla", matches: true, failed: null },
      { policy: "inside", policySet: "ola", matches: true, failed: null },
    ]);
  });

  it("is read for the set that promises something alone where the other matches nothing", () => {
    expect(governing(sla, 1, [opened(hour(0))])).toEqual(["standard"]);
    expect(all(sla, 1, [opened(hour(0))])).toMatchObject([{ policySet: "sla" }]);
  });

  it("is retargeted in one set without touching the other", () => {
    const events = [opened(hour(0), { team: "t" }), changes(hour(3), { plan: "gold" })];
    // the SLA's cut from 10 to 2 hours breaches at the change; the OLA's hour ran out by itself
    expect(all(sla, 4, events)).toMatchObject([
      { policySet: "sla", policy: "gold", dueAt: 2, breachedAt: 3 },
      { policySet: "ola", policy: "inside", dueAt: 1, breachedAt: 1 },
    ]);
  });

  it("chooses in each set by the set's own selection", () => {
    const mixed = compileSla<string>({
      options: { selection: "allMatching" },
      policySets: [
        {
          id: "last",
          policies: [promise("a", "1h"), promise("b", "2h")],
          options: { selection: "lastMatch" },
        },
        { id: "every", policies: [promise("c", "3h"), promise("d", "4h")] },
      ],
    });
    expect(governing(mixed, 0, [opened(hour(0))])).toEqual(["b", "c", "d"]);
  });
});

describe("the selection `lastMatch` (P1)", () => {
  const policies = [promise("a", "1h"), promise("b", "2h", { if: gold, stop: true }), promise("c", "3h")];

  it("is the last that matches, unless one with `stop` ends the search", () => {
    const sla = selecting("lastMatch", ...policies);
    expect(governing(sla, 0, [opened(hour(0), { plan: "gold" })])).toEqual(["b"]);
    expect(governing(sla, 0, [opened(hour(0))])).toEqual(["c"]);
    const events = [opened(hour(0)), changes(hour(1), { plan: "gold" }), changes(hour(2), { plan: null })];
    expect([0, 1, 2].map((hours) => governing(sla, hours, events)[0])).toEqual(["c", "b", "c"]);
  });

  it("falls back on an earlier one where no later one matches", () => {
    const sla = selecting("lastMatch", promise("a", "1h"), promise("b", "2h", { if: gold }));
    expect(governing(sla, 0, [opened(hour(0))])).toEqual(["a"]);
    expect(governing(sla, 0, [opened(hour(0), { plan: "gold" })])).toEqual(["b"]);
  });

  it("takes no notice of `stop` under another selection", () => {
    expect(governing(selecting("allMatching", ...policies), 0, [opened(hour(0), { plan: "gold" })])).toEqual([
      "a",
      "b",
      "c",
    ]);
  });
});

describe("the selection `allMatching` (P1)", () => {
  const sla = selecting(
    "allMatching",
    promise("a", "4h", { if: gold }),
    promise("b", "2h"),
    promise("c", "6h", { if: { field: "vip", is: true } }),
  );

  it("reads one clock for every policy that matches, each by its own promise", () => {
    const seen = verdict(sla, hour(3), [opened(hour(0), { plan: "gold" })]);
    expect(inHours(seen.clocks)).toMatchObject([
      { policy: "a", dueAt: 4, breachedAt: null, instance: 1 },
      { policy: "b", dueAt: 2, breachedAt: 2, met: false, instance: 1 },
    ]);
    expect(new Set(seen.clocks.map(({ id }) => id)).size).toBe(2);
    expect(seen.why).toMatchObject([{ matches: true }, { matches: true }, { matches: false, failed: [] }]);
  });

  it("counts the time from the start for a policy that matches later, and leaves one that no longer does untargeted", () => {
    const events = [opened(hour(0), { plan: "gold" }), changes(hour(1), { plan: null, vip: true })];
    expect(all(sla, 3, events)).toMatchObject([
      { policy: null, dueAt: null, targetMs: null, elapsedMs: 3, met: null },
      { policy: "b", dueAt: 2 },
      { policy: "c", dueAt: 6, startedAt: 0, elapsedMs: 3 },
    ]);
  });

  it("keeps the breach of a policy that matches no longer (K10)", () => {
    const events = [opened(hour(0), { plan: "gold" }), changes(hour(5), { plan: null })];
    expect(all(sla, 7, events)).toMatchObject([{ breachedAt: 4, met: false }, { breachedAt: 2 }]);
  });

  it("ends in every lane at once, and judges each", () => {
    const events = [opened(hour(0), { plan: "gold" }), status(hour(3), "solved")];
    expect(all(sla, 9, events)).toMatchObject([
      { policy: "a", met: true, endedAt: 3, remainingMs: 1 },
      { policy: "b", met: false, endedAt: 3, remainingMs: -1 },
    ]);
  });
});

describe("the selection `strictest` (P1)", () => {
  const sla = selecting(
    "strictest",
    promise("a", "6h"),
    promise("b", "4h", { if: gold }),
    promise("c", "4h"),
  );

  it("reads one clock: of the policy due first, ties by order", () => {
    expect(at(sla, 1, [opened(hour(0))])).toMatchObject({ policy: "c", dueAt: 4 });
    expect(at(sla, 1, [opened(hour(0), { plan: "gold" })])).toMatchObject({ policy: "b", dueAt: 4 });
    expect(governing(sla, 1, [opened(hour(0), { plan: "gold" })])).toEqual(["a", "b", "c"]);
  });

  it("goes by what would be due if resumed now while the clock is paused", () => {
    const events = [opened(hour(0)), status(hour(1), "pending")];
    expect(at(sla, 9, events)).toMatchObject({
      policy: "c",
      dueAt: null,
      dueAtIfResumedNow: 12,
      state: "paused",
    });
  });

  it("keeps the breach of a lane that no longer matches, beside the promise that stands (K10)", () => {
    const two = selecting("strictest", promise("slow", "10h"), promise("fast", "2h", { if: gold }));
    const events = [opened(hour(0), { plan: "gold" }), changes(hour(3), { plan: null })];
    expect(at(two, 2.5, events)).toMatchObject({ policy: "fast", dueAt: 2, breachedAt: 2, met: false });
    expect(at(two, 4, events)).toMatchObject({ policy: "slow", dueAt: 10, breachedAt: 2, met: false });
    const solved = [...events, status(hour(5), "solved")];
    expect(at(two, 6, solved)).toMatchObject({ policy: "slow", endedAt: 5, breachedAt: 2, met: false });
  });

  it("forgets a lane that stopped matching before it was breached", () => {
    const two = selecting("strictest", promise("slow", "10h"), promise("fast", "2h", { if: gold }));
    const events = [opened(hour(0), { plan: "gold" }), changes(hour(1), { plan: null })];
    expect(at(two, 9, events)).toMatchObject({ policy: "slow", dueAt: 10, breachedAt: null });
    expect(at(two, 10, events)).toMatchObject({ policy: "slow", breachedAt: 10 });
  });

  const leaving = compileSla<string>({
    options: { selection: "strictest", released: "cancel" },
    policies: [promise("fast", "5h", { if: gold }), promise("slow", "7h")],
  });
  const left = [opened(hour(0), { plan: "gold" }), changes(hour(3), { plan: null })];

  it("leaves a lane that was cancelled for one that runs on (K7)", () => {
    expect(at(leaving, 4, left)).toMatchObject({ policy: "slow", state: "running", dueAt: 7, endedAt: null });
  });

  it("changes nothing before nextChangeAt where a lane was cancelled (A6)", () => {
    const next = verdict(leaving, hour(4), left).nextChangeAt;
    expect(at(leaving, 8, left).breachedAt === null || next === hour(7)).toBe(true);
  });

  it("is the earliest of the breaches of its lanes", () => {
    expect(at(sla, 9, [opened(hour(0))])).toMatchObject({ policy: "c", dueAt: 4, breachedAt: 4 });
  });

  it("reads the first that ever promised where none does any more", () => {
    const two = selecting("strictest", promise("x", "4h", { if: gold }), promise("y", "2h", { if: gold }));
    const events = [opened(hour(0), { plan: "gold" }), changes(hour(1), { plan: null })];
    expect(at(two, 3, events)).toMatchObject({ policy: null, dueAt: null, state: "running", elapsedMs: 3 });
  });
});

describe("assigned policies (P1, P3)", () => {
  const policies = [promise("a", "2h"), promise("b", "4h", { if: gold }), promise("c", "6h")];
  const latest = selecting("assigned", ...policies);
  const first = selecting("firstAssigned", ...policies);

  it("are none until an event assigns one", () => {
    const seen = verdict(latest, hour(1), [opened(hour(0), { plan: "gold" })]);
    expect(seen).toMatchObject({ policy: null, policies: [], clocks: [], nextChangeAt: null });
    expect(seen.why.every(({ matches }) => !matches)).toBe(true);
  });

  it("are the one assigned last, or first, as the selection says", () => {
    const events = [opened(hour(0)), assigned(hour(1), "a"), assigned(hour(2), "c"), assigned(hour(3), "a")];
    expect([0, 1, 2, 3].map((hours) => governing(latest, hours, events))).toEqual([[], ["a"], ["c"], ["a"]]);
    expect([0, 1, 2, 3].map((hours) => governing(first, hours, events))).toEqual([[], ["a"], ["a"], ["a"]]);
  });

  it("count only where their condition holds after the step that assigns them", () => {
    const late = [opened(hour(0)), assigned(hour(1), "b"), changes(hour(2), { plan: "gold" })];
    expect(governing(latest, 3, late)).toEqual([]);
    const inTime = [opened(hour(0)), { ...assigned(hour(1), "b"), set: { plan: "gold" } }];
    expect(governing(latest, 3, inTime)).toEqual(["b"]);
  });

  it("stay although their condition no longer holds", () => {
    const events = [
      opened(hour(0), { plan: "gold" }),
      assigned(hour(1), "b"),
      changes(hour(2), { plan: null }),
    ];
    expect(governing(latest, 3, events)).toEqual(["b"]);
  });

  it("give way to the one before them when released by name", () => {
    const events = [opened(hour(0)), assigned(hour(1), "a"), assigned(hour(2), "c"), released(hour(3), "c")];
    expect(governing(latest, 3, events)).toEqual(["a"]);
    const other = [...events.slice(0, 3), released(hour(3), "a")];
    expect(governing(latest, 3, other)).toEqual(["c"]);
    expect(governing(first, 3, other)).toEqual(["c"]);
    expect(governing(latest, 3, [...events.slice(0, 3), released(hour(3), "b")])).toEqual(["c"]);
  });

  it("all go with a release that names none, and may come again", () => {
    const events = [
      opened(hour(0)),
      assigned(hour(1), "a"),
      assigned(hour(2), "c"),
      released(hour(3)),
      assigned(hour(4), "a"),
    ];
    expect([2, 3, 4].map((hours) => governing(latest, hours, events))).toEqual([["c"], [], ["a"]]);
  });

  it("lend their target to the clock that already runs", () => {
    const events = [opened(hour(0)), assigned(hour(3), "a")];
    expect(at(latest, 4, events)).toMatchObject({ policy: "a", startedAt: 0, dueAt: 2, breachedAt: 3 });
  });

  it("that no policy is called are odd, not fatal", () => {
    for (const name of ["nope", "constructor", "__proto__"]) {
      const seen = verdict(latest, hour(2), [opened(hour(0)), assigned(hour(1), name)]);
      expect(seen.policies).toEqual([]);
      expect(seen.warnings).toMatchObject([{ event: "e2" }]);
    }
  });
});

describe("when a policy is matched (P3)", () => {
  const matching = (rule: Matching, ...policies: PolicyDefinition[]) =>
    compileSla<string>({ options: { matching: rule }, policies });

  it("`onChange`: from the step on in which its condition turns true, until it turns false", () => {
    const sla = matching("onChange", promise("a", "2h", { if: gold }));
    const events = [opened(hour(0)), changes(hour(1), { plan: "gold" }), changes(hour(2), { plan: "tin" })];
    expect([0, 1, 2].map((hours) => governing(sla, hours, events))).toEqual([[], ["a"], []]);
  });

  it("`atCreation`: as it stood after the opening step, and then stays", () => {
    const sla = matching("atCreation", promise("a", "2h", { if: gold }), promise("b", "4h"));
    const leaves = [opened(hour(0), { plan: "gold" }), changes(hour(1), { plan: null })];
    expect(governing(sla, 2, leaves)).toEqual(["a"]);
    const comes = [opened(hour(0)), changes(hour(0), { plan: "gold" })];
    expect(governing(sla, 2, comes)).toEqual(["b"]);
    expect(governing(sla, 2, [changes(hour(-1), { plan: "gold" }), opened(hour(0))])).toEqual(["a"]);
  });

  it("`atCreation` until it is released", () => {
    const sla = matching("atCreation", promise("a", "2h", { if: gold }), promise("b", "4h"));
    const events = [opened(hour(0), { plan: "gold" }), released(hour(1), "a")];
    expect([0, 1].map((hours) => governing(sla, hours, events))).toEqual([["a"], ["b"]]);
    expect(governing(sla, 2, [opened(hour(0)), released(hour(1))])).toEqual([]);
  });

  it("`byAssignment`: of the assigned ones the selection chooses", () => {
    const sla = matching("byAssignment", promise("a", "2h"), promise("b", "4h"));
    const events = [opened(hour(0)), assigned(hour(1), "b"), assigned(hour(2), "a"), released(hour(3), "a")];
    expect([0, 1, 2, 3].map((hours) => governing(sla, hours, events))).toEqual([[], ["b"], ["a"], ["b"]]);
  });

  it("`on`: at the first such moment at which its condition holds, and then stays", () => {
    const sla = matching({ on: [{ on: "reply" }] }, promise("a", "2h", { if: gold }));
    const events = [
      opened(hour(0), { plan: "gold" }),
      changes(hour(1), { plan: null }),
      reply(hour(2)),
      changes(hour(3), { plan: "gold" }),
      request(hour(4)),
      reply(hour(5)),
      changes(hour(6), { plan: null }),
    ];
    expect([0, 2, 3, 4, 5, 6].map((hours) => governing(sla, hours, events))).toEqual([
      [],
      [],
      [],
      [],
      ["a"],
      ["a"],
    ]);
  });

  it("`on` with an `if` asks for both, and the opening is a moment too", () => {
    const sla = matching(
      {
        on: [
          { on: "created", if: { field: "vip", is: true } },
          { on: "control", name: "attach" },
        ],
      },
      promise("a", "2h"),
    );
    expect(governing(sla, 1, [opened(hour(0), { vip: true })])).toEqual(["a"]);
    const events = [
      opened(hour(0)),
      { type: "control", at: hour(1), name: "attach" },
      released(hour(2), "a"),
    ];
    expect([0, 1, 2].map((hours) => governing(sla, hours, events))).toEqual([[], ["a"], []]);
  });

  it("is the nearest rule: of the policy, the set, the definition", () => {
    const sla = compileSla<string>({
      options: { matching: "atCreation" },
      policySets: [
        {
          id: "s",
          options: { selection: "allMatching", matching: "byAssignment" },
          policies: [promise("a", "1h", { if: gold, options: { matching: "onChange" } }), promise("b", "2h")],
        },
        { id: "t", policies: [promise("c", "3h", { if: gold })] },
      ],
    });
    const events = [opened(hour(0)), changes(hour(1), { plan: "gold" }), assigned(hour(2), "b")];
    expect([0, 1, 2].map((hours) => governing(sla, hours, events))).toEqual([[], ["a"], ["a", "b"]]);
    expect(governing(sla, 0, [opened(hour(0), { plan: "gold" })])).toEqual(["a", "c"]);
  });
});
