import { compileSla, type Definition } from "dueclock";
import { dynamics365 } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { all, at, changes, type Draft, hour, opened, readings, verdict } from "../unit/engine/desk.ts";

type Kpi = "firstResponseBy" | "resolveBy";
const item = (preset = dynamics365(), rest: Partial<Definition<Kpi>> = {}) =>
  compileSla<Kpi>({
    ...preset,
    policies: [
      { id: "vip", if: { field: "tier", is: "vip" }, targets: { resolveBy: "2h" } },
      {
        id: "paying",
        if: { field: "tier", exists: true },
        targets: { firstResponseBy: "1h", resolveBy: "4h" },
      },
    ],
    ...rest,
  });
const opens = opened(hour(0), { tier: "basic" });
const goes = (hours: number, status: string) => changes(hour(hours), { status });
const timers = (of: ReturnType<typeof item>, hours: number, events: readonly Draft[]) =>
  all(of, hours, events, "resolveBy").map(({ state, startedAt, dueAt, endedAt }: Record<string, unknown>) => [
    state,
    startedAt,
    dueAt,
    endedAt,
  ]);

describe("dynamics365", () => {
  it("has a timer for each KPI: first response by a field, resolution by the status", () => {
    const events = [opens, changes(hour(0.5), { firstResponseSent: true }), goes(3, "Problem Solved")];
    expect(at(item(), 4, events, "firstResponseBy")).toMatchObject({
      state: "fulfilled",
      endedAt: 0.5,
      met: true,
    });
    expect(at(item(), 4, events, "resolveBy")).toMatchObject({ state: "fulfilled", endedAt: 3, met: true });
  });

  it("extends the failure time by what of a hold is business time", () => {
    const weekly = { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]] } as const;
    const office = item(dynamics365(), {
      calendars: { office: { timeZone: "UTC", weeklyHours: weekly } },
      policies: [{ id: "all", calendar: "office", targets: { resolveBy: "8h" } }],
    });
    const events = [opens, goes(7, "On Hold"), goes(25, "In Progress")];
    expect(at(office, 8, events, "resolveBy")).toMatchObject({ state: "paused", remainingMs: 1 });
    expect(at(office, 25, events, "resolveBy")).toMatchObject({ dueAt: 26, pausedMs: 2 });
  });

  it("measures an item that comes to apply late from the creation, without the holds in between", () => {
    const events = [
      opened(hour(0)),
      goes(1, "On Hold"),
      goes(2, "In Progress"),
      changes(hour(3), { tier: "vip" }),
    ];
    expect(timers(item(), 3, events)).toEqual([["running", 0, 3, null]]);
  });

  it("cancels the timer when no item applies any more, and makes another when one does again", () => {
    const events = [opens, changes(hour(1), { tier: null }), changes(hour(2), { tier: "basic" })];
    expect(timers(item(), 1.5, events)).toEqual([["cancelled", 0, 4, 1]]);
    expect(timers(item(), 2.5, events)).toEqual([
      ["cancelled", 0, 4, 1],
      ["running", 0, 4, null],
    ]);
  });

  it("goes over to another item with the time used", () => {
    expect(timers(item(), 1, [opens, changes(hour(1), { tier: "vip" })])).toEqual([["running", 0, 2, null]]);
  });

  it("lets the timer of a reopened case go on, the time closed apart", () => {
    const events = [opens, goes(3, "Problem Solved"), goes(5, "In Progress")];
    expect(timers(item(), 5, events)).toEqual([["running", 0, 6, null]]);
  });

  it("starts it anew where terminal statuses are recalculated", () => {
    const events = [opens, goes(3, "Problem Solved"), goes(5, "In Progress")];
    expect(timers(item(dynamics365({ recalculateOnTerminalStatus: true })), 5, events)).toEqual([
      ["fulfilled", 0, 4, 3],
      ["running", 5, 9, null],
    ]);
  });

  it("keeps the calendar that a timer started with, though its hours or the case's calendar change", () => {
    const day = (from: string, to: string) =>
      ({ timeZone: "UTC", weeklyHours: { mon: [[from, to]], tue: [[from, to]] } }) as const;
    const chosen = item(dynamics365(), {
      calendars: { long: day("09:00", "17:00"), short: day("10:00", "12:00") },
      policies: [
        { id: "all", calendar: { field: "hours", otherwise: "long" }, targets: { resolveBy: "4h" } },
      ],
    });
    expect(at(chosen, 2, [opens, changes(hour(1), { hours: "short" })], "resolveBy").dueAt).toBe(4);
  });

  it("takes KPIs of the desk's own, applicable from a field", () => {
    const own = compileSla({
      ...dynamics365({
        kpis: [
          {
            id: "visit",
            applicableFrom: "promisedAt",
            success: { field: "visited", is: true },
            pause: { field: "sick", is: true },
          },
        ],
      }),
      policies: [{ id: "all", targets: { visit: "2h" } }],
    });
    const visits = (hours: number, events: readonly Draft[]) =>
      readings(verdict(own, hour(hours), events), "visit");
    expect(visits(1, [opens])).toEqual([]);
    const promised = [opens, changes(hour(1), { promisedAt: "2026-03-02T09:30:00Z" })];
    expect(visits(1, promised).map(({ startedAt, dueAt }) => [startedAt, dueAt])).toEqual([
      [hour(0.5), hour(2.5)],
    ]);
    expect(visits(2, [...promised, changes(hour(2), { sick: true })])[0].state).toBe("paused");
  });
});
