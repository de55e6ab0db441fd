import { compileSla, type Definition, diffEvaluations, type Evaluation, type Sla } from "dueclock";
import * as core from "dueclock/core";
import { describe, expect, it } from "vitest";
import {
  changes,
  type Draft,
  happens,
  hour,
  MINUTE,
  minute,
  opened,
  reply,
  request,
  status,
  T0,
  verdict,
} from "./desk.ts";

const definition = (resolution: string): Definition => ({
  policies: [
    {
      id: "p",
      targets: { firstResponse: "1h", resolution: { amount: resolution, atRisk: "30m" } },
      actions: [
        {
          kind: "reminder",
          id: "soon",
          metric: "firstResponse",
          fire: { before: "15m" },
          notify: ["assignee"],
        },
        {
          kind: "escalation",
          id: "late",
          metric: "resolution",
          fire: { after: "1h" },
          set: { assignee: "lead" },
        },
      ],
    },
  ],
});
const sla = compileSla(definition("4h"));
const plain = [opened(hour(0))];
const ids = (actions: readonly { readonly id: string }[]) => actions.map(({ id }) => id);
const soon = "T-1/p/firstResponse/e1/soon/1";
const late = "T-1/p/resolution/e1/late/1";

/** The difference between verdicts of two histories, or of one at two instants. */
const between = (
  [before, then]: readonly [readonly Draft[], number],
  [after, now]: readonly [readonly Draft[], number],
  by: Sla = sla,
) => diffEvaluations(verdict(sla, then, before), verdict(by, now, after));

describe("the difference between two verdicts", () => {
  it("is everything where there was none before", () => {
    const diff = diffEvaluations(null, verdict(sla, minute(50), plain));
    expect(diff).toEqual({
      ticket: "T-1",
      previousAsOf: null,
      asOf: minute(50),
      edited: { definition: false, zones: false, semantics: false },
      actions: {
        send: [expect.objectContaining({ id: soon, status: "due", notify: ["assignee"] })],
        schedule: [{ action: expect.objectContaining({ id: late, fireAt: hour(5) }), from: null }],
        cancel: [],
        retract: [],
      },
      clocks: {
        started: ["firstResponse#1", "resolution#1"],
        ended: [],
        reopened: [],
        breached: [],
        unbreached: [],
        atRisk: [],
        moved: [],
        gone: [],
      },
      wakeUp: { change: "set", at: hour(1) },
    });
  });

  it("is nothing between a verdict and itself, whose wake-up is kept", () => {
    const same = verdict(sla, minute(50), plain);
    const diff = diffEvaluations(same, same);
    expect(Object.values(diff.actions).flat()).toEqual([]);
    expect(Object.values(diff.clocks).flat()).toEqual([]);
    expect(diff.wakeUp).toEqual({ change: "keep", at: hour(1) });
  });

  it("is plain JSON in one order of members, and the same in the core", () => {
    const [before, after] = [verdict(sla, hour(0), plain), verdict(sla, hour(6), plain)];
    const diff = diffEvaluations(before, after);
    expect(JSON.parse(JSON.stringify(diff))).toEqual(diff);
    expect(Object.keys(diff)).toEqual([
      "ticket",
      "previousAsOf",
      "asOf",
      "edited",
      "actions",
      "clocks",
      "wakeUp",
    ]);
    expect(JSON.stringify(core.diffEvaluations(before, after))).toBe(JSON.stringify(diff));
  });

  it("sends what has fallen due once, however often the verdict says so", () => {
    expect(ids(between([plain, minute(44)], [plain, minute(45)]).actions.send)).toEqual([soon]);
    expect(between([plain, minute(45)], [plain, minute(46)]).actions.send).toEqual([]);
  });

  it("schedules what a pause has moved, with the instant it had", () => {
    const pending = [...plain, status(hour(2), "pending")];
    const resumed = [...pending, status(hour(3), "open")];
    const paused = between([plain, hour(1)], [pending, hour(2)]);
    expect(paused.actions.schedule).toEqual([]);
    expect(paused.actions.cancel).toEqual([
      { action: expect.objectContaining({ id: late }), now: "scheduled" },
    ]);
    expect(paused.clocks.moved).toEqual([{ clock: "resolution#1", from: hour(4), to: null }]);
    const on = between([pending, hour(2)], [resumed, hour(3)]);
    expect(on.actions.schedule.map(({ action, from }) => [action.fireAt, from])).toEqual([[hour(6), null]]);
    const moved = between([plain, hour(1)], [resumed, hour(3)]);
    expect(moved.actions.schedule.map(({ action, from }) => [action.fireAt, from])).toEqual([
      [hour(6), hour(5)],
    ]);
    expect(moved.clocks.moved).toEqual([{ clock: "resolution#1", from: hour(4), to: hour(5) }]);
  });

  it("cancels what the end of its clock made needless, scheduled or already told", () => {
    const answered = [...plain, reply(minute(30))];
    expect(between([plain, minute(20)], [answered, minute(30)]).actions.cancel).toEqual([
      { action: expect.objectContaining({ id: soon }), now: null },
    ]);
    const justLate = [...plain, reply(minute(50))];
    expect(between([plain, minute(46)], [justLate, minute(50)]).actions.cancel).toEqual([
      { action: expect.objectContaining({ id: soon, status: "due" }), now: "lapsed" },
    ]);
  });

  it("cancels what was told too early as is now known, and schedules it anew", () => {
    const later = [opened(hour(0)), status(hour(1), "pending"), status(hour(3), "open")];
    const diff = between([plain, hour(5)], [later, hour(6)]);
    expect(diff.actions.cancel.map(({ action, now }) => [action.id, now])).toEqual([[late, "scheduled"]]);
    expect(diff.actions.schedule.map(({ action, from }) => [action.fireAt, from])).toEqual([[hour(7), null]]);
    expect(diff.clocks.unbreached).toEqual([]);
  });

  it("retracts what was performed and should not have been; a delivery cancels nothing", () => {
    const delivered = happens("action.delivered", minute(46), { action: soon });
    const told = between([plain, minute(45)], [[...plain, delivered], minute(46)]);
    expect([told.actions.cancel, told.actions.retract]).toEqual([[], []]);
    const early = [...plain, delivered, { ...reply(minute(10)), recordedAt: minute(47) }];
    const diff = between([[...plain, delivered], minute(46)], [early, minute(47)]);
    expect(ids(diff.actions.retract)).toEqual([soon]);
    expect(diff.actions.cancel).toEqual([]);
    expect(between([early, minute(47)], [early, minute(48)]).actions.retract).toEqual([]);
  });

  it("tells which clocks started, came at risk, breached, ended, reopened and are gone", () => {
    const asked = [...plain, reply(minute(10)), request(minute(20))];
    const desk = compileSla({
      policies: [{ id: "p", targets: { nextResponse: "1h", resolution: { amount: "4h", atRisk: "30m" } } }],
    });
    const clocks = (before: readonly Draft[], then: number, after: readonly Draft[], now: number) => {
      const diff = diffEvaluations(verdict(desk, then, before), verdict(desk, now, after));
      return Object.fromEntries(Object.entries(diff.clocks).filter(([, list]) => list.length > 0));
    };
    const solved = [...asked, status(hour(5), "solved")];
    expect(clocks(asked, minute(19), asked, minute(20))).toEqual({ started: ["nextResponse#1"] });
    expect(clocks(asked, minute(209), asked, minute(210))).toEqual({ atRisk: ["resolution#1"] });
    expect(clocks(asked, minute(239), asked, minute(240))).toEqual({ breached: ["resolution#1"] });
    expect(clocks(asked, minute(299), solved, hour(5))).toEqual({
      ended: ["nextResponse#1", "resolution#1"],
    });
    const again = [...solved, status(hour(6), "open")];
    expect(clocks(solved, hour(5), again, hour(6))).toEqual({ reopened: ["resolution#1"] }); // breached, no longer at risk
    const quick = [...plain, { ...status(minute(5), "solved"), recordedAt: hour(5) }];
    expect(clocks(asked, hour(4), quick, hour(5))).toMatchObject({
      gone: ["nextResponse#1"],
      unbreached: ["resolution#1"],
      ended: ["resolution#1"],
    });
  });

  it("says that an edited definition is why, or other zone data", () => {
    const edited = between([plain, hour(1)], [plain, hour(1)], compileSla(definition("8h")));
    expect(edited.edited).toEqual({ definition: true, zones: false, semantics: false });
    expect(edited.clocks.moved).toEqual([{ clock: "resolution#1", from: hour(4), to: hour(8) }]);
    expect(edited.actions.schedule.map(({ action, from }) => [action.id, from])).toEqual([[late, hour(5)]]);
    const one = verdict(sla, hour(1), plain);
    expect(diffEvaluations(one, { ...one, tzVersion: "another" }).edited.zones).toBe(true);
    const semantics = one.engine.semantics + 1;
    expect(diffEvaluations(one, { ...one, engine: { ...one.engine, semantics } }).edited.semantics).toBe(
      true,
    );
  });

  it("sets, keeps and cancels the wake-up", () => {
    const done = [...plain, reply(minute(1), { status: "solved" })];
    expect(between([plain, hour(0)], [done, minute(1)]).wakeUp).toEqual({ change: "cancel", at: null });
    expect(between([plain, hour(0)], [plain, minute(45)]).wakeUp).toEqual({ change: "set", at: hour(1) });
    expect(between([done, minute(1)], [done, minute(2)]).wakeUp).toEqual({ change: "keep", at: null });
  });

  it("is refused for verdicts of two tickets, a mistake of the calling code", () => {
    const one = verdict(sla, hour(0), plain);
    expect(() => diffEvaluations(one, { ...one, ticket: "T-2" })).toThrow(TypeError);
  });

  it("followed from verdict to verdict, keeps a host's list of timers and its outbox right", () => {
    const story: Draft[] = [
      opened(hour(0)),
      reply(minute(50)),
      status(minute(90), "pending"),
      changes(minute(100), { assignee: "u1" }),
      status(minute(120), "open"),
      status(minute(400), "solved"),
    ];
    const timers = new Map<string, number>();
    const told: string[] = [];
    let previous: Evaluation | null = null;
    for (let now = T0; now <= minute(480); now += 5 * MINUTE) {
      const next = verdict(
        sla,
        now,
        story.filter(({ at }) => at <= now),
      );
      const { actions } = diffEvaluations(previous, next);
      for (const { action } of actions.cancel) timers.delete(action.id);
      for (const { action } of actions.schedule) timers.set(action.id, action.fireAt as number);
      for (const { id } of actions.send) {
        timers.delete(id);
        told.push(id);
      }
      const scheduled = next.actions.filter((one) => one.status === "scheduled" && one.fireAt !== null);
      expect([...timers]).toEqual(scheduled.map(({ id, fireAt }) => [id, fireAt]));
      previous = next;
    }
    expect(told).toEqual([soon, late]);
  });
});
