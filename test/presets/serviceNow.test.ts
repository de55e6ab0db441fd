import { type Condition, compileSla, type Definition } from "dueclock";
import { type ServiceNowSla, serviceNow } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { all, at, changes, type Draft, hour, opened, verdict } from "../unit/engine/desk.ts";

const state = (name: string): Condition => ({ field: "state", is: name });
const P1: Condition = { field: "priority", is: "1" };
const sla = (own: Partial<ServiceNowSla<string>>, rest: Partial<Definition<string>> = {}) =>
  compileSla<string>({
    ...serviceNow({ definitions: [{ id: "sla", start: P1, stop: state("Resolved"), ...own }] }),
    policies: [{ id: "sla", targets: { sla: "8h" } }],
    ...rest,
  });
const stages = (of: ReturnType<typeof sla>, hours: number, events: readonly Draft[], metric = "sla") =>
  all(of, hours, events, metric).map(({ state, startedAt, endedAt, elapsedMs }: Record<string, unknown>) => [
    state,
    startedAt,
    endedAt,
    elapsedMs,
  ]);
const task = opened(hour(0), { priority: "1", state: "New" });
const goes = (hours: number, to: string) => changes(hour(hours), { state: to });

describe("serviceNow", () => {
  it("attaches every definition that matches, each with its own duration and schedule", () => {
    const both = compileSla({
      ...serviceNow({
        definitions: [
          { id: "response", start: P1, stop: { field: "assignee", exists: true } },
          { id: "resolution", start: P1, stop: state("Resolved") },
          { id: "p2", start: { field: "priority", is: "2" } },
        ],
      }),
      calendars: {
        office: { timeZone: "UTC", weeklyHours: { mon: [["08:00", "17:00"]], tue: [["08:00", "17:00"]] } },
      },
      policies: [
        { id: "response", targets: { response: "1h" } },
        { id: "resolution", calendar: "office", targets: { resolution: "10h" } },
        { id: "p2", targets: { p2: "16h" } },
      ],
    });
    expect(verdict(both, hour(0), [task]).clocks.map(({ metric }) => metric)).toEqual([
      "response",
      "resolution",
    ]);
    expect(at(both, 0, [task], "response").dueAt).toBe(1);
    expect(at(both, 0, [task], "resolution").dueAt).toBe(25);
  });

  it("never attaches where the stop condition holds too, and completes by it before it cancels", () => {
    expect(stages(sla({}), 1, [opened(hour(0), { priority: "1", state: "Resolved" })])).toEqual([]);
    const events = [task, changes(hour(2), { priority: "3", state: "Resolved" })];
    expect(stages(sla({}), 3, events)).toEqual([["fulfilled", 0, 2, 2]]);
  });

  it("attaches another one when a resolved task no longer is", () => {
    expect(stages(sla({}), 5, [task, goes(1, "Resolved"), goes(4, "Active")])).toEqual([
      ["fulfilled", 0, 1, 1],
      ["running", 4, null, 1],
    ]);
  });

  describe("cancels", () => {
    const leaves = [task, changes(hour(2), { priority: "3" }), changes(hour(5), { priority: "1" })];
    it("when its start conditions are not met", () => {
      expect(stages(sla({}), 6, leaves)).toEqual([
        ["cancelled", 0, 2, 2],
        ["running", 5, null, 1],
      ]);
    });
    it("when its cancel conditions are met, whatever becomes of the start's; and does not attach meanwhile", () => {
      const when = sla({ cancel: state("Cancelled") });
      expect(stages(when, 6, leaves)).toEqual([["running", 0, null, 6]]);
      const events = [...leaves, goes(7, "Cancelled"), changes(hour(8), { priority: "1" }), goes(9, "New")];
      expect(stages(when, 10, events)).toEqual([
        ["cancelled", 0, 7, 7],
        ["running", 9, null, 1],
      ]);
    });
    it("never", () => {
      expect(stages(sla({ cancel: "never" }), 6, leaves)).toEqual([["running", 0, null, 6]]);
    });
    it("before it can pause, where start and pause exclude each other", () => {
      const exclusive = sla({ start: { field: "state", in: ["New", "Active"] }, pause: state("On Hold") });
      expect(stages(exclusive, 2, [task, goes(1, "On Hold")])).toEqual([["cancelled", 0, 1, 1]]);
    });
  });

  describe("pauses", () => {
    const UPDATED: Condition = { field: "commented", is: true };
    it("while its pause conditions are met", () => {
      const events = [task, goes(1, "On Hold"), goes(4, "Active")];
      expect(stages(sla({ pause: state("On Hold") }), 2, events)).toEqual([["paused", 0, null, 1]]);
      expect(stages(sla({ pause: state("On Hold") }), 5, events)).toEqual([["running", 0, null, 2]]);
    });
    it("until its resume conditions are met, whatever becomes of the pause's", () => {
      const latched = sla({ pause: state("On Hold"), resume: UPDATED });
      const events = [task, goes(1, "On Hold"), goes(2, "Active"), changes(hour(4), { commented: true })];
      expect(stages(latched, 3, events)).toEqual([["paused", 0, null, 1]]);
      expect(stages(latched, 5, events)).toEqual([["running", 0, null, 2]]);
    });
    it("again when they no longer are and the pause conditions still hold", () => {
      const latched = sla({ pause: state("On Hold"), resume: UPDATED });
      const events = [
        task,
        goes(1, "On Hold"),
        changes(hour(2), { commented: true }),
        changes(hour(3), { commented: false }),
      ];
      expect(stages(latched, 2.5, events)).toEqual([["running", 0, null, 1.5]]);
      expect(stages(latched, 4, events)).toEqual([["paused", 0, null, 2]]);
    });
    it("not for a pause that was over, without having been resumed, before it attached", () => {
      const latched = sla({ pause: state("On Hold"), resume: UPDATED });
      const before = [opened(hour(0), { priority: "3", state: "On Hold" }), goes(1, "Active")];
      expect(stages(latched, 4, [...before, changes(hour(2), { priority: "1" })])).toEqual([
        ["running", 2, null, 2],
      ]);
      const still = [
        opened(hour(0), { priority: "3", state: "On Hold" }),
        changes(hour(2), { priority: "1" }),
      ];
      expect(stages(latched, 4, still)).toEqual([["paused", 2, null, 0]]);
    });
  });

  describe("resets", () => {
    const moves = [task, changes(hour(2), { location: "Seattle" }), goes(5, "Resolved")];
    const reset = [{ on: "changed", field: "location", if: { event: "from", exists: true } }] as const;
    const moved = [changes(hour(0), { location: "Oslo" }), ...moves];
    it("as completed: one is judged, the next attaches in the same write", () => {
      const verdicts = all(sla({ reset }), 6, moved, "sla").map(
        ({ state, startedAt, met }: Record<string, unknown>) => [state, startedAt, met],
      );
      expect(verdicts).toEqual([
        ["fulfilled", 0, true],
        ["fulfilled", 2, true],
      ]);
    });
    it("as cancelled", () => {
      expect(stages(sla({ reset, resetAction: "cancel" }), 3, moved)).toEqual([
        ["cancelled", 0, 2, 2],
        ["running", 2, null, 1],
      ]);
    });
    it("not where its start conditions are not met, nor where it stops", () => {
      const lost = [
        changes(hour(0), { location: "Oslo" }),
        task,
        changes(hour(2), { location: "Seattle", priority: "3" }),
      ];
      expect(stages(sla({ reset }), 3, lost)).toEqual([["cancelled", 0, 2, 2]]);
      expect(stages(sla({ reset, cancel: "never" }), 3, lost)).toEqual([["running", 0, null, 3]]);
      const done = [
        changes(hour(0), { location: "Oslo" }),
        task,
        changes(hour(2), { location: "Seattle", state: "Resolved" }),
      ];
      expect(stages(sla({ reset }), 3, done)).toEqual([["fulfilled", 0, 2, 2]]);
    });
  });

  describe("starts in the past", () => {
    const raised = [
      opened(hour(0), { priority: "3", state: "New" }),
      goes(1, "On Hold"),
      goes(2, "Active"),
      changes(hour(3), { priority: "1" }),
    ];
    const start = { fact: "createdAt" } as const;
    const pause = state("On Hold");
    it("not unless it is told to", () => {
      expect(stages(sla({ pause }), 3, raised)).toEqual([["running", 3, null, 0]]);
    });
    it("at the instant of a field, the pauses since then apart or not", () => {
      expect(stages(sla({ pause, retroactive: { start } }), 3, raised)).toEqual([["running", 0, null, 3]]);
      expect(stages(sla({ pause, retroactive: { start, pause: true } }), 3, raised)).toEqual([
        ["running", 0, null, 2],
      ]);
    });
  });

  it("does not move a relative duration by a pause", () => {
    const relative = (pauses: Partial<ServiceNowSla<string>>) =>
      sla(pauses, {
        calendars: {
          office: { timeZone: "UTC", weeklyHours: { mon: [["08:00", "17:00"]], tue: [["08:00", "17:00"]] } },
        },
        policies: [{ id: "sla", calendar: "office", targets: { sla: { businessDays: 1, at: "16:00" } } }],
      });
    const events = [task, goes(1, "On Hold"), goes(4, "Active")];
    expect(at(relative({ pause: state("On Hold") }), 5, events, "sla").dueAt).toBe(31);
  });
});
