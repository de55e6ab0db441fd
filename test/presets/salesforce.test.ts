import { type Condition, compileSla, type Definition } from "dueclock";
import { type SalesforceMilestone, salesforce } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { all, at, changes, control, type Draft, hour, opened } from "../unit/engine/desk.ts";

const OPEN: Condition = { field: "status", in: ["New", "Working"] };
const completed = [{ on: "control", name: "update.sent" }] as const;
const process = (
  own: Partial<SalesforceMilestone<"update">>,
  rest: Partial<Definition<"update">> = {},
  field?: string,
) =>
  compileSla<"update">({
    ...salesforce({
      milestones: [{ id: "update", criteria: OPEN, completed, ...own }],
      ...(field !== undefined && { processStart: field }),
    }),
    policies: [{ id: "process", targets: { update: "1h" } }],
    ...rest,
  });
const milestones = (of: ReturnType<typeof process>, hours: number, events: readonly Draft[]) =>
  all(of, hours, events, "update").map(({ state, startedAt, dueAt, endedAt }: Record<string, unknown>) => [
    state,
    startedAt,
    dueAt,
    endedAt,
  ]);
const filed = opened(hour(0), { status: "New" });
const sent = (hours: number) => control(hour(hours), "update.sent");

describe("salesforce", () => {
  it("completes a milestone only when it is written, however late", () => {
    expect(milestones(process({}), 3, [filed])).toEqual([["running", 0, 1, null]]);
    expect(at(process({}), 3, [filed, sent(2)], "update")).toMatchObject({
      state: "fulfilled",
      breachedAt: 1,
      met: false,
    });
  });

  it("occurs once without recurrence, though the criteria are met again", () => {
    const events = [
      filed,
      sent(0.5),
      changes(hour(1), { status: "On Hold" }),
      changes(hour(2), { status: "Working" }),
    ];
    expect(milestones(process({}), 3, events)).toEqual([["fulfilled", 0, 1, 0.5]]);
  });

  it("occurs again at once with independent recurrence, where the criteria still are met", () => {
    expect(milestones(process({ recurrence: "independent" }), 1, [filed, sent(0.5)])).toEqual([
      ["fulfilled", 0, 1, 0.5],
      ["running", 0.5, 1.5, null],
    ]);
  });

  it("occurs again when the criteria are met again, where they were not in between", () => {
    const events = [
      filed,
      changes(hour(0.25), { status: "On Hold" }),
      sent(0.5),
      changes(hour(2), { status: "Working" }),
    ];
    expect(milestones(process({ recurrence: "independent" }), 2.5, events)).toEqual([
      ["fulfilled", 0, 1, 0.5],
      ["running", 2, 3, null],
    ]);
  });

  it("keeps its cadence with sequential recurrence: not before the target date of the one before", () => {
    const sequential = process({ recurrence: "sequential" });
    expect(milestones(sequential, 0.75, [filed, sent(0.5)])).toEqual([
      ["fulfilled", 0, 1, 0.5],
      ["scheduled", 1, 2, null],
    ]);
    expect(milestones(sequential, 1.5, [filed, sent(1.25)])).toEqual([
      ["fulfilled", 0, 1, 1.25],
      ["running", 1.25, 2.25, null],
    ]);
  });

  it("may be completed by a state, and occurs again while that state lasts", () => {
    const told = process({
      recurrence: "independent",
      completed: [{ on: "becomes", condition: { field: "told", is: true } }],
    });
    const events = [filed, changes(hour(0.5), { told: true })];
    expect(milestones(told, 1, events)).toEqual([
      ["fulfilled", 0, 1, 0.5],
      ["running", 0.5, 1.5, null],
    ]);
  });

  it("counts from the criteria, or from the start of the process, which is the case's creation or a field", () => {
    const late = [
      opened(hour(0), { status: "Draft", slaStart: "2026-03-02T09:30:00Z" }),
      changes(hour(0.75), { status: "New" }),
    ];
    expect(milestones(process({}), 0.75, late)).toEqual([["running", 0.75, 1.75, null]]);
    const fromProcess = { startsFrom: "entitlementProcess" } as const;
    expect(milestones(process(fromProcess), 0.75, late)).toEqual([["running", 0, 1, null]]);
    expect(milestones(process(fromProcess, {}, "slaStart"), 0.75, late)).toEqual([
      ["running", 0.5, 1.5, null],
    ]);
  });

  it("pauses while the case is stopped", () => {
    const events = [filed, changes(hour(0.5), { isStopped: true }), changes(hour(2), { isStopped: false })];
    expect(at(process({}), 1, events, "update")).toMatchObject({ state: "paused", remainingMs: 0.5 });
    expect(at(process({}), 2, events, "update").dueAt).toBe(2.5);
  });

  it("keeps a case on the version of the process under which it was created", () => {
    const versions = [{ id: "v2", from: hour(1), policies: [{ id: "process", targets: { update: "30m" } }] }];
    const independent = process({ recurrence: "independent" }, { version: "v1", versions });
    const last = (events: readonly Draft[]) => all(independent, 3, events, "update").at(-1);
    expect(last([filed, sent(2)])).toMatchObject({ policyVersion: "v1", startedAt: 2, targetMs: 1 });
    expect(last([opened(hour(2), { status: "New" })])).toMatchObject({ policyVersion: "v2", targetMs: 0.5 });
  });
});
