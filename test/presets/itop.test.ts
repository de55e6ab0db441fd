import { compileSla, type Target } from "dueclock";
import { itop } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { all, at, changes, hour, inHours, opened, priority, status, verdict } from "../unit/engine/desk.ts";

const byPriority = (shares: Record<string, number>): Target => ({
  levels: Object.fromEntries(
    Object.entries(shares).map(([level, share]) => [
      level,
      { byPriority: { high: 4 * share * 3_600_000 }, otherwise: 8 * share * 3_600_000 },
    ]),
  ),
});
const sla = compileSla({
  ...itop(),
  policies: [
    { id: "slt", targets: { timeToOwn: "1h", timeToResolve: byPriority({ warning: 0.75, critical: 1 }) } },
  ],
});
const born = opened(hour(0), { status: "new" });
const thresholds = (hours: number, ...events: Parameters<typeof all>[2]) =>
  all(sla, hours, [born, ...events], "timeToResolve");

describe("iTop's time to own", () => {
  it("ends when the ticket is assigned, and goes on when it comes back to a running state", () => {
    const events = [
      born,
      status(hour(0.5), "assigned"),
      status(hour(2), "pending"),
      status(hour(3), "assigned"),
    ];
    expect(at(sla, 4, events, "timeToOwn")).toMatchObject({ state: "fulfilled", elapsedMs: 0.5, met: true });
    expect(at(sla, 5, [...events, status(hour(4.75), "new")], "timeToOwn")).toMatchObject({
      state: "running",
      elapsedMs: 0.75,
      dueAt: 5.25,
    });
  });

  it("runs in the state that its own timeout brings, and in no status at all", () => {
    expect(at(sla, 2, [born, status(hour(1), "escalated_tto")], "timeToOwn")).toMatchObject({
      state: "running",
    });
    expect(at(sla, 2, [opened(hour(0))], "timeToOwn")).toMatchObject({ state: "running", breachedAt: 1 });
  });

  it("waits, and does not end, in a state that waits", () => {
    const events = [opened(hour(0), { status: "waiting_for_approval" }), status(hour(3), "approved")];
    expect(at(sla, 2, events, "timeToOwn")).toMatchObject({ state: "paused", elapsedMs: 0 });
    expect(at(sla, 3, events, "timeToOwn")).toMatchObject({ state: "running", dueAt: 4 });
  });

  it("runs in the states that the desk names", () => {
    const own = compileSla({
      ...itop({ ownStates: ["triage"] }),
      policies: [{ id: "p", targets: { timeToOwn: "1h" } }],
    });
    expect(at(own, 0.5, [opened(hour(0), { status: "triage" })], "timeToOwn")).toMatchObject({
      state: "running",
    });
  });
});

describe("iTop's time to resolve", () => {
  it("adds up the spells in its running states and shows no deadline that lies ahead while it stands", () => {
    const paused = [status(hour(1), "assigned"), status(hour(2), "pending")];
    expect(thresholds(3, ...paused)).toMatchObject([
      { level: "warning", state: "paused", dueAt: null, elapsedMs: 2 },
      { level: "critical", state: "paused", dueAt: null, elapsedMs: 2 },
    ]);
    expect(thresholds(4, ...paused, status(hour(4), "assigned"))).toMatchObject([
      { dueAt: 8 },
      { dueAt: 10 },
    ]);
  });

  it("keeps a deadline that has passed, and its overrun grows only while it runs", () => {
    const events = [status(hour(7), "pending"), status(hour(9), "assigned"), status(hour(11), "pending")];
    expect(thresholds(8, ...events)).toMatchObject([{ dueAt: 6, remainingMs: -1 }, { dueAt: null }]);
    expect(thresholds(12, ...events)).toMatchObject([
      { dueAt: 6, remainingMs: -3 },
      { dueAt: 10, remainingMs: -1 },
    ]);
  });

  it("keeps the time spent under another target, and arms a threshold again that then lies ahead", () => {
    const events = [priority(hour(0), "high"), priority(hour(3.5), "low")];
    expect(thresholds(3.5, events[0])).toMatchObject([{ dueAt: 3, breachedAt: 3 }, { dueAt: 4 }]);
    expect(thresholds(3.5, ...events)).toMatchObject([
      { dueAt: 6, breachedAt: null, elapsedMs: 3.5 },
      { dueAt: 8, breachedAt: null },
    ]);
  });

  it("is late on resuming where the target was cut below the time spent while it stood", () => {
    const events = [status(hour(5), "pending"), priority(hour(6), "high"), status(hour(7), "assigned")];
    expect(thresholds(7, ...events)).toMatchObject([{ dueAt: 3 }, { dueAt: 4, breachedAt: 6 }]);
  });

  it("ends with the solution and goes on with a reopening", () => {
    const events = [status(hour(2), "resolved"), status(hour(3), "closed"), status(hour(5), "assigned")];
    expect(thresholds(4, ...events)[1]).toMatchObject({ state: "fulfilled", endedAt: 2, met: true });
    expect(thresholds(5, ...events)[1]).toMatchObject({ state: "running", elapsedMs: 2, dueAt: 11 });
  });

  it("is judged by the strictest of several targets, and by the strictest of several windows", () => {
    const day = [["10:00", "18:00"]] as const;
    const strictest = compileSla({
      ...itop(),
      calendars: { window: { timeZone: "UTC", weeklyHours: { mon: day, tue: day } } },
      policies: [
        { id: "gold", targets: { timeToResolve: "5h" } },
        { id: "window", calendar: "window", targets: { timeToResolve: "3h" } },
        { id: "vip", if: { field: "vip", is: true }, targets: { timeToResolve: "2h" } },
      ],
    });
    const events = [born, changes(hour(1), { vip: true })];
    expect(at(strictest, 0.5, events, "timeToResolve")).toMatchObject({ policy: "window", dueAt: 4 });
    expect(at(strictest, 1, events, "timeToResolve")).toMatchObject({ policy: "vip", dueAt: 2 });
  });

  it("fires at a share of the target by an action, once", () => {
    const action = compileSla({
      ...itop(),
      policies: [
        {
          id: "p",
          targets: { timeToResolve: "8h" },
          actions: [
            {
              kind: "escalation",
              id: "ttr",
              metric: "timeToResolve",
              fire: { at: "100%" },
              set: { status: "escalated_ttr" },
            },
          ],
        },
      ],
    });
    const fired = verdict(action, hour(9), [born, status(hour(8), "escalated_ttr")]).actions;
    expect(fired.map(({ rule, fireAt, status: of }) => [rule, inHours(fireAt), of])).toEqual([
      ["ttr", 8, "due"],
    ]);
  });
});
