/*
 * What engine and definition once told apart, each as its smallest example. Both must give the figures.
 */
import { describe, expect, it } from "vitest";
import type { MetricDefinition } from "../../src/clock/metric.ts";
import type { Definition } from "../../src/definition.ts";
import type { HistoryEvent } from "../../src/history/event.ts";
import type { Told as Body } from "../../src/testing/arbitraries/cases.ts";
import type { DefinedReading } from "../../src/testing/definition/reading.ts";
import { ofDefinition, ofEngine } from "./compare.ts";
import { asks, at, calendars, change, HOUR, opened, promise, replies, status, type Told } from "./story.ts";

/** What both say, which is the same. */
function both(definition: Definition<string>, told: readonly Told[], asOf: string): DefinedReading[] {
  const events = told.map(([when, event], i) => ({ ...event, id: `e${i}`, at: at(when) }) as HistoryEvent);
  const one = { definition, history: { ticket: "t", events }, asOf: at(asOf) };
  const engine = ofEngine(one);
  expect(engine).toEqual(ofDefinition(one));
  return engine;
}
const only = (...args: Parameters<typeof both>) => {
  const readings = both(...args);
  expect(readings).toHaveLength(1);
  return readings[0];
};

/** Policies around the clock, the first that matches. */
const policies = (list: Definition<string>["policies"], more: Partial<Definition<string>> = {}) =>
  ({ calendars, policies: list, ...more }) as Definition<string>;
const gold = { field: "plan", is: "gold" } as const;
const go: Body = { type: "control", name: "go" };
const stop: Body = { type: "control", name: "stop" };
const visit = (more: object) => ({
  metrics: [
    {
      id: "visit",
      start: [{ on: "control", name: "go" }],
      stop: [{ on: "control", name: "stop" }],
      repeats: "always",
      ...more,
    },
  ] as unknown as MetricDefinition<string>[],
});

describe("promises", () => {
  it("leaves a frozen clock without any policy its freedom to be cancelled (K7)", () => {
    const one = policies([
      {
        id: "p",
        if: gold,
        targets: { resolution: "2h" },
        options: { retarget: "freeze", released: "cancel" },
      },
    ]);
    const told: Told[] = [
      ["9:00", opened({ plan: "gold" })],
      ["10:00", change({ plan: null })],
    ];
    expect(only(one, told, "12:00")).toMatchObject({
      state: "cancelled",
      endedAt: at("10:00"),
      breachedAt: null,
      targetMs: 2 * HOUR,
    });
  });

  it("takes a promise that is in force for no time for none", () => {
    const one = policies([
      { id: "p", if: gold, targets: { resolution: "30m" }, options: { retarget: "freeze" } },
      { id: "q", targets: { resolution: "4h" } },
    ]);
    const told: Told[] = [
      ["9:00", opened({ plan: "gold" })],
      ["9:00", change({ plan: null })],
    ];
    expect(only(one, told, "10:00")).toMatchObject({ policy: "q", targetMs: 4 * HOUR, breachedAt: null });
  });

  it("sees what changed while the ticket was done at the reopening only (K5)", () => {
    const one = policies([
      { id: "p", if: gold, targets: { resolution: "1h" } },
      { id: "q", targets: { resolution: "4h" } },
    ]);
    const told: Told[] = [
      ["9:00", opened()],
      ["11:00", status("solved")],
      ["12:00", change({ plan: "gold" })],
      ["14:00", status("open")],
    ];
    expect(only(one, told, "13:00")).toMatchObject({ state: "fulfilled", policy: "q", met: true });
    expect(only(one, told, "15:00")).toMatchObject({
      policy: "p",
      dueAt: at("10:00"),
      breachedAt: at("14:00"),
      elapsedMs: 3 * HOUR,
    });
  });

  it("does not see what came and went while the ticket was done, though it was reopened for no time in between", () => {
    const one = policies([
      {
        id: "p",
        targets: { firstResponse: "1h" },
        options: { matching: { on: [{ on: "ceases", condition: { fact: "done", is: true } }] } },
      },
      { id: "q", if: gold, targets: { resolution: "2h" } },
    ]);
    const told: Told[] = [
      ["8:00", opened()],
      ["8:00", change({ status: "solved", plan: "gold" })],
      ["16:00", status("open")],
      ["16:00", status("solved")],
      ["tue 2:00", status("open")],
    ];
    expect(both(one, told, "tue 5:00").filter(({ metric }) => metric === "resolution")).toEqual([]);
  });

  it("applies an override to a clock that is scheduled to start, and takes its passing for a breach (K9, K14)", () => {
    const one = policies([{ id: "p", targets: { visit: "1h" } }], visit({ from: { field: "begin" } }));
    const told: Told[] = [
      ["9:00", { ...go, set: { begin: at("15:00") } } as Body],
      ["10:00", { type: "due.overridden", metric: "visit", dueAt: at("12:00") }],
    ];
    expect(only(one, told, "11:00")).toMatchObject({
      state: "scheduled",
      startedAt: at("15:00"),
      dueAt: at("12:00"),
      breachedAt: null,
    });
    expect(only(one, told, "13:00")).toMatchObject({
      state: "scheduled",
      breachedAt: at("12:00"),
      met: false,
    });
    expect(only(one, [...told, ["13:00", stop]], "16:00")).toMatchObject({
      state: "fulfilled",
      breachedAt: at("12:00"),
      met: false,
    });
  });

  it("keeps the reading of a clock that was promised something before a start to come", () => {
    const one = policies(
      [{ id: "p", if: gold, targets: { visit: "1h" } }],
      visit({ from: { field: "begin" } }),
    );
    const told: Told[] = [
      ["9:00", { ...go, set: { begin: at("15:00"), plan: "gold" } } as Body],
      ["10:00", change({ plan: null })],
    ];
    expect(only(one, told, "16:00")).toMatchObject({ state: "running", targetMs: null, elapsedMs: HOUR });
  });

  it("judges by the option in force at the end, whatever earlier lives of a restarted clock were judged by (K7, K10)", () => {
    const one = policies([
      { id: "p", if: gold, targets: { resolution: "2h" }, options: { retarget: "restart" } },
      {
        id: "q",
        targets: {
          resolution: { goals: [{ if: { field: "priority", is: "high" }, amount: "30m" }, { amount: "4h" }] },
        },
        options: { breach: "current" },
      },
    ]);
    const told: Told[] = [
      ["9:00", opened({ priority: "high" })],
      ["10:00", change({ priority: "low" })],
      ["11:00", change({ plan: "gold" })],
    ];
    expect(only(one, told, "10:30")).toMatchObject({ policy: "q", breachedAt: null });
    expect(only(one, told, "12:00")).toMatchObject({
      policy: "p",
      startedAt: at("11:00"),
      breachedAt: at("9:30"),
    });
  });

  it("judges a due time set by hand under `current` whatever is retargeted beneath it (K10, K14)", () => {
    const one = policies(
      [
        { id: "p", if: gold, targets: { resolution: "1h" } },
        { id: "q", targets: { resolution: "6h" } },
      ],
      { options: { breach: "current" } },
    );
    const told: Told[] = [
      ["9:00", opened()],
      ["9:30", { type: "due.overridden", metric: "resolution", dueAt: at("11:00") }],
      ["12:00", change({ plan: "gold" })],
    ];
    expect(only(one, told, "13:00")).toMatchObject({
      policy: "p",
      dueAt: at("11:00"),
      breachedAt: at("11:00"),
    });
  });

  it("keeps a due time set by hand until another promise, and being promised nothing is none (K14)", () => {
    const one = policies(
      [
        { id: "p", if: gold, targets: { firstResponse: "1h" } },
        { id: "q", if: { field: "plan", exists: false }, targets: { resolution: "6h" } },
        { id: "r", targets: { resolution: "8h" } },
      ],
      { options: { override: "untilRetarget" } },
    );
    const told: Told[] = [
      ["9:00", opened()],
      ["9:30", { type: "due.overridden", metric: "resolution", dueAt: at("13:00") }],
      ["10:00", change({ plan: "gold" })],
      ["11:00", change({ plan: null })],
      ["12:00", change({ plan: "free" })],
    ];
    const resolution = (asOf: string) => both(one, told, asOf).find(({ metric }) => metric === "resolution");
    expect(resolution("10:30")).toMatchObject({ policy: null, dueAt: at("13:00"), overridden: true });
    expect(resolution("11:30")).toMatchObject({ policy: "q", dueAt: at("13:00"), overridden: true });
    expect(resolution("12:30")).toMatchObject({ policy: "r", dueAt: at("17:00"), overridden: false });
  });

  it("takes whole days around the clock for a fixed due time, even after time by the office's hours (C8)", () => {
    const one = promise({
      resolution: {
        goals: [
          { if: { field: "priority", is: "high" }, amount: "1d", basis: "aroundTheClock" },
          { amount: "2h" },
        ],
      },
    });
    const told: Told[] = [
      ["wed 17:00", opened()],
      ["thu 18:00", change({ priority: "high" })],
    ];
    expect(only(one, told, "fri 3:00")).toMatchObject({
      dueAt: at("thu 17:00"),
      breachedAt: at("thu 18:00"),
    });
  });

  it("takes an instant spelt another way for the same promise", () => {
    const one = policies([
      { id: "p", targets: { resolution: { field: "due" } }, options: { retarget: "restart" } },
    ]);
    const told: Told[] = [
      ["9:00", opened({ due: new Date(at("17:00")).toISOString() })],
      ["12:00", change({ due: at("17:00") })],
    ];
    expect(only(one, told, "13:00")).toMatchObject({ startedAt: at("9:00"), targetMs: 8 * HOUR });
  });
});

describe("versions", () => {
  const versions = (versionMode: "live" | "inForceAtEachInstant", later: Definition<string>["policies"]) =>
    policies([{ id: "p", targets: { resolution: "4h" } }], {
      versions: [{ id: "v2", from: at("11:00"), policies: later }],
      options: { versionMode },
    } as Partial<Definition<string>>);

  it("reads the whole life by the latest version, which breaks nothing before it came (`live`, P6, K9)", () => {
    const one = versions("live", [{ id: "p", targets: { resolution: "1h" } }]);
    expect(only(one, [["9:00", opened()]], "12:00")).toMatchObject({
      policyVersion: "v2",
      dueAt: at("10:00"),
    });
  });

  it("reads conditions on time again at the step of a version (P6)", () => {
    const fresh = { fact: "createdAt", withinLast: "1h" } as const;
    const one = versions("inForceAtEachInstant", [
      { id: "p", if: fresh, targets: { resolution: "1h" } },
      { id: "q", targets: { resolution: "6h" } },
    ]);
    expect(only(one, [["9:00", opened()]], "12:00")).toMatchObject({
      policy: "q",
      policyVersion: "v2",
      dueAt: at("15:00"),
      breachedAt: null,
    });
  });
});

describe("breaches", () => {
  const past = visit({
    from: { fact: "createdAt" },
    pause: { while: { fact: "statusCategory", is: "pending" } },
  });

  it("never lie before the event that started a clock in the past (K9)", () => {
    const one = policies([{ id: "p", targets: { visit: "1h" } }], past);
    const told: Told[] = [
      ["9:00", opened()],
      ["12:00", go],
    ];
    expect(only(one, told, "13:00")).toMatchObject({
      startedAt: at("9:00"),
      dueAt: at("10:00"),
      breachedAt: at("12:00"),
    });
  });

  it("concern a clock that ends in the millisecond of its start, overdue by then (K9)", () => {
    const one = policies([{ id: "p", targets: { visit: "1h" } }], past);
    const told: Told[] = [
      ["9:00", opened()],
      ["12:00", go],
      ["12:00", stop],
    ];
    expect(only(one, told, "13:00")).toMatchObject({
      state: "fulfilled",
      endedAt: at("12:00"),
      breachedAt: at("12:00"),
      met: false,
    });
  });

  it("do not concern one that was paused with nothing left when it started and ended (decision 0001)", () => {
    const one = policies([{ id: "p", targets: { visit: "1h" } }], past);
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", status("pending")],
      ["12:00", { ...go, set: { status: "open" } } as Body],
      ["12:00", stop],
    ];
    expect(only(one, told, "13:00")).toMatchObject({
      state: "fulfilled",
      dueAt: at("10:00"),
      breachedAt: null,
      met: true,
    });
  });

  it("concern a clock reopened and ended in one millisecond, where its due time lay in the spell (K9)", () => {
    const one = policies([{ id: "p", targets: { resolution: { field: "due" } } }]);
    const told: Told[] = [
      ["9:00", opened({ due: at("11:00") })],
      ["10:00", status("solved")],
      ["12:00", status("open")],
      ["12:00", { type: "merged" }],
    ];
    expect(only(one, told, "13:00")).toMatchObject({
      state: "cancelled",
      dueAt: at("11:00"),
      breachedAt: at("12:00"),
    });
  });

  it("do not concern one reopened for no time with nothing left (decision 0001)", () => {
    const one = policies([{ id: "p", targets: { resolution: "1h" } }]);
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", status("solved")],
      ["12:00", status("open")],
      ["12:00", status("solved")],
    ];
    expect(only(one, told, "13:00")).toMatchObject({
      state: "fulfilled",
      endedAt: at("12:00"),
      breachedAt: null,
      met: true,
    });
  });

  it("happen at a reopening into a pause only with less than nothing left (decision 0001)", () => {
    const one = policies([{ id: "p", targets: { resolution: "1h" } }]);
    const told = (solved: string): Told[] => [
      ["9:00", opened()],
      [solved, status("solved")],
      ["12:00", status("pending")],
    ];
    expect(only(one, told("10:00"), "13:00")).toMatchObject({
      state: "paused",
      remainingMs: 0,
      breachedAt: null,
    });
    expect(only(one, told("10:30"), "13:00")).toMatchObject({ state: "paused", breachedAt: at("10:00") });
  });

  it("do not happen in a pause with nothing left, where the budget ends at the next opening (C7, decision 0001)", () => {
    const one = promise({ resolution: "1h" }, { endOfBudget: "nextOpening" });
    const told: Told[] = [
      ["16:00", opened()],
      ["17:00", status("pending")],
    ];
    expect(only(one, told, "tue 10:00")).toMatchObject({
      state: "paused",
      dueAt: at("tue 9:00"),
      remainingMs: 0,
      breachedAt: null,
    });
  });
});

describe("clocks and facts", () => {
  it("opens a ticket by a request, whatever event comes first (H1, H2)", () => {
    const one = policies([{ id: "p", targets: { nextResponse: "1h" } }]);
    const told: Told[] = [
      ["9:00", status("open")],
      ["10:00", replies()],
      ["11:00", asks()],
    ];
    expect(only(one, told, "11:30")).toMatchObject({ metric: "nextResponse", startedAt: at("11:00") });
  });

  it("takes a field that is set before the creation and cleared by it for unchanged (H2)", () => {
    const start = [{ on: "changed", field: "group" }];
    const one = policies([{ id: "p", targets: { visit: "1h" } }], visit({ start }));
    const told: Told[] = [
      ["8:00", change({ group: "a" })],
      ["9:00", opened({ group: null })],
    ];
    expect(both(one, told, "10:00")).toEqual([]);
  });

  it("resets each value's clock for itself, with no next one where its value is gone (`per`)", () => {
    const perGroup = { start: [{ on: "created" }], per: "group", repeats: "once" };
    const one = policies([{ id: "p", targets: { visit: "2h" } }], visit(perGroup));
    const told: Told[] = [
      ["9:00", opened({ group: "b" })],
      ["10:00", change({ group: "a" })],
      ["11:00", { type: "clock.reset" }],
    ];
    expect(only(one, told, "12:00")).toMatchObject({ per: "b", state: "cancelled", endedAt: at("11:00") });
  });

  it("reopens the last clock only, and not one that another followed", () => {
    const reopening = {
      reopen: { on: [{ on: "reply" }], as: "resume" },
      reset: { on: [{ on: "changed", field: "site" }], as: "judged" },
      cancel: [{ on: "becomes", condition: gold }],
    };
    const one = policies([{ id: "p", targets: { visit: "4h" } }], visit(reopening));
    const told: Told[] = [
      ["9:00", go],
      ["10:00", change({ site: "x" })],
      ["11:00", change({ plan: "gold" })],
      ["12:00", replies()],
    ];
    expect(both(one, told, "13:00").map(({ state }) => state)).toEqual(["fulfilled", "cancelled"]);
  });

  it("starts a metric with `once` no more after a fulfilled clock, though a reset one was cancelled", () => {
    const once = {
      repeats: "once",
      reset: { on: [{ on: "changed", field: "site" }], as: "judged" },
      cancel: [{ on: "becomes", condition: gold }],
    };
    const one = policies([{ id: "p", targets: { visit: "4h" } }], visit(once));
    const told: Told[] = [
      ["9:00", go],
      ["10:00", change({ site: "x" })],
      ["11:00", change({ plan: "gold" })],
      ["12:00", go],
    ];
    expect(both(one, told, "13:00").map(({ state }) => state)).toEqual(["fulfilled", "cancelled"]);
  });

  it("attributes time before the creation to nobody (K13)", () => {
    const one = policies([{ id: "p", targets: { visit: "9h" } }], visit({ from: { field: "begin" } }));
    const told: Told[] = [
      ["10:00", opened({ begin: at("9:00"), group: "a" })],
      ["10:00", go],
    ];
    expect(only(one, told, "12:00").attribution).toEqual([
      { assignee: null, group: null, supplier: null, elapsedMs: HOUR },
      { assignee: null, group: "a", supplier: null, elapsedMs: 2 * HOUR },
    ]);
  });
});
