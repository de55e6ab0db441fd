import {
  type Action,
  type ActionStatus,
  type BuiltInMetric,
  type ClockState,
  compileSla,
  currentClock,
  type Definition,
  type Evaluation,
  evaluateTicket,
  type ParsedDefinition,
  parseDefinition,
  type Reading,
  type TicketHistory,
} from "dueclock";
import { describe, expect, expectTypeOf, it } from "vitest";

/*
 * What 0.1.0 promises to keep: `Evaluation` only gains members; `Definition` and `TicketHistory` only gain
 * optional ones. A member removed or renamed fails to compile here.
 */

const reading = [
  "id", "metric", "policySet", "policy", "policyVersion", "calendar", "level", "per", "instance", "state", "outsideBusinessHours", "basis",
  "startedAt", "dueAt", "dueAtIfResumedNow", "dueAtWithoutOverride", "endedAt", "breachedAt", "recordedAt", "atRiskAt",
  "met", "targetMs", "elapsedMs", "remainingMs", "pausedMs", "pausedSince", "wall", "never", "overridden", "exempted",
  "stretches", "attribution", "breachedBy", "heldBy", "fields",
] as const; // biome-ignore format: a list of names

const evaluation = [
  "ticket", "asOf", "category", "fields", "policy", "policies", "why", "clocks", "actions", "urgency", "nextChangeAt", "warnings",
  "engine", "definition", "tzVersion", "tzLabel",
] as const; // biome-ignore format: a list of names

const action = [
  "id",
  "kind",
  "rule",
  "policy",
  "metric",
  "clock",
  "step",
  "repetition",
  "fireAt",
  "status",
  "deliveredAt",
  "notify",
  "set",
] as const;

const history = {
  ticket: "T-1",
  events: [{ id: "e1", at: Date.UTC(2026, 2, 2), type: "created", by: "requester" }],
} as const satisfies TicketHistory;

const definition = {
  policies: [
    {
      id: "all",
      targets: { firstResponse: "4h" },
      actions: [{ kind: "reminder", id: "soon", metric: "firstResponse", fire: { before: "1h" } }],
    },
  ],
} as const satisfies Definition;

describe("the contract of 0.1.0", () => {
  it("gives a reading every member of K11, an action every one of A1 to A4", () => {
    expectTypeOf<Exclude<(typeof reading)[number], keyof Reading>>().toEqualTypeOf<never>();
    expectTypeOf<Exclude<(typeof evaluation)[number], keyof Evaluation>>().toEqualTypeOf<never>();
    expectTypeOf<Exclude<(typeof action)[number], keyof Action>>().toEqualTypeOf<never>();
    expectTypeOf<
      Exclude<"scheduled" | "due" | "lapsed" | "delivered" | "retracted" | "unmet" | "skipped", ActionStatus>
    >().toEqualTypeOf<never>();
    expectTypeOf<
      Exclude<"scheduled" | "running" | "paused" | "fulfilled" | "cancelled", ClockState>
    >().toEqualTypeOf<never>();
    const verdict = evaluateTicket(compileSla(definition), history, { asOf: history.events[0].at });
    expect(Object.keys(verdict)).toEqual(evaluation);
    expect(Object.keys(verdict.clocks[0])).toEqual(reading);
    expect(Object.keys(verdict.actions[0])).toEqual(action);
  });

  it("accepts the smallest definition and history of 0.1.0", () => {
    const smallest: Definition = { policies: [] };
    const empty: TicketHistory = { ticket: "T-1", events: [] };
    expect(evaluateTicket(compileSla(smallest), empty, { asOf: 0 }).clocks).toEqual([]);
  });

  it("knows the metrics of a literal definition, built-in and own, and refuses a misspelt one", () => {
    const sla = compileSla({
      metrics: [
        {
          id: "triage",
          start: [{ on: "created" }],
          stop: [{ on: "becomes", condition: { field: "assignee", exists: true } }],
          repeats: "once",
        },
      ],
      policies: [{ id: "all", targets: { triage: "1h", resolution: "8h" } }],
    });
    const verdict = evaluateTicket(sla, history, { asOf: history.events[0].at });
    expect(currentClock(verdict, "triage")?.targetMs).toBe(3_600_000);
    expectTypeOf(verdict.clocks[0].metric).toEqualTypeOf<"triage" | BuiltInMetric>();
    // @ts-expect-error no such metric
    currentClock(verdict, "trige");
    const misspeltTarget = { id: "all", targets: { firstRespons: "1h" } } as const;
    // @ts-expect-error no such metric in a target
    expect(() => compileSla({ policies: [misspeltTarget] })).toThrow(/firstRespons/);
    const misspeltAction = { kind: "reminder", id: "r", metric: "x", fire: { before: "1h" } } as const;
    // @ts-expect-error no such metric in an action
    expect(() => compileSla({ policies: [{ id: "a", targets: {}, actions: [misspeltAction] }] })).toThrow(
      /`x`/,
    );
  });

  it("takes a parsed definition with any metric, and an unchecked one not at all", () => {
    const parsed = parseDefinition(JSON.parse(JSON.stringify(definition)));
    expectTypeOf(parsed).toExtend<ParsedDefinition>();
    const verdict = evaluateTicket(compileSla(parsed), history, { asOf: history.events[0].at });
    expect(currentClock(verdict, "firstResponse")?.targetMs).toBe(14_400_000);
    const unchecked: unknown = definition;
    // @ts-expect-error unchecked JSON must go through parseDefinition
    compileSla(unchecked);
  });
});
