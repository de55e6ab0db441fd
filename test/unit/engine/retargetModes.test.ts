import { compileSla, type MetricDefinition, type Options, type PolicyDefinition, type Sla } from "dueclock";
import { describe, expect, it } from "vitest";
import {
  all,
  at,
  changes,
  HOUR,
  happens,
  hour,
  inHours,
  opened,
  priority,
  reading,
  reply,
  status,
  verdict,
} from "./desk.ts";

const MS = 1 / HOUR;
const by = (amount: string, plan: string, options: Options = {}): PolicyDefinition => ({
  id: plan,
  if: { field: "plan", is: plan },
  targets: { resolution: amount },
  options,
});
/** Plan `a` promises a resolution in 10 hours, `b` in 4; another none; each as its options say. */
const desk = (options: Options, ofA: Options = {}, ofB: Options = {}): Sla =>
  compileSla<string>({ options, policies: [by("10h", "a", ofA), by("4h", "b", ofB)] });
const plan = (hours: number, to: string | null) => changes(hour(hours), { plan: to });
const open = (to: string) => opened(hour(0), { plan: to });

describe("another promise under a running clock (K7)", () => {
  const change = [open("a"), plan(6, "b")];

  it("`keepStart`: the new amount applies to the time used", () => {
    expect(at(desk({ retarget: "keepStart" }), 7, change)).toMatchObject({
      startedAt: 0,
      dueAt: 4,
      breachedAt: 6,
      elapsedMs: 7,
    });
    expect(at(desk({}), 7, change)).toEqual(at(desk({ retarget: "keepStart" }), 7, change));
  });

  it("`restart`: the start is the change, and the time before is gone", () => {
    const sla = desk({ retarget: "restart" });
    expect(at(sla, 6 - MS, change)).toMatchObject({ startedAt: 0, dueAt: 10 });
    expect(at(sla, 7, change)).toMatchObject({
      startedAt: 6,
      dueAt: 10,
      elapsedMs: 1,
      remainingMs: 3,
      pausedMs: 0,
      breachedAt: null,
      instance: 1,
      targetMs: 4,
    });
    expect(at(sla, 11, change)).toMatchObject({ breachedAt: 10, dueAt: 10 });
  });

  it("`restart` keeps the breach that happened (K10), unless only the last promise judges", () => {
    const late = [open("b"), plan(6, "a")];
    expect(at(desk({ retarget: "restart" }), 7, late)).toMatchObject({
      startedAt: 6,
      dueAt: 16,
      breachedAt: 4,
      met: false,
    });
    expect(at(desk({ retarget: "restart", breach: "current" }), 7, late)).toMatchObject({
      dueAt: 16,
      breachedAt: null,
    });
  });

  it("`restart` leaves earlier pauses behind, and goes on with a pause that lasts", () => {
    const paused = [open("a"), status(hour(1), "pending"), status(hour(3), "open"), plan(6, "b")];
    expect(at(desk({ retarget: "restart" }), 7, paused)).toMatchObject({
      startedAt: 6,
      pausedMs: 0,
      elapsedMs: 1,
      dueAt: 10,
    });
    const lasting = [open("a"), status(hour(5), "pending"), plan(6, "b"), status(hour(8), "open")];
    expect(at(desk({ retarget: "restart" }), 7, lasting)).toMatchObject({
      state: "paused",
      elapsedMs: 0,
      dueAtIfResumedNow: 11,
    });
    expect(at(desk({ retarget: "restart" }), 9, lasting)).toMatchObject({
      elapsedMs: 1,
      dueAt: 12,
      pausedMs: 2,
    });
  });

  it("`restart` is read from the new goal", () => {
    expect(at(desk({}, {}, { retarget: "restart" }), 7, change)).toMatchObject({ startedAt: 6, dueAt: 10 });
    expect(at(desk({}, { retarget: "restart" }), 7, change)).toMatchObject({ startedAt: 0, dueAt: 4 });
  });

  it("`restart` keeps the start where a target comes from none", () => {
    const comes = [open("none"), plan(3, "b")];
    expect(at(desk({ retarget: "restart" }), 3.5, comes)).toMatchObject({
      startedAt: 0,
      elapsedMs: 3.5,
      dueAt: 4,
    });
  });

  it("`restart` in the millisecond of the stop judges nothing", () => {
    const sla = desk({ retarget: "restart" });
    const both = [open("a"), { ...plan(6, "b"), set: { plan: "b", status: "solved" } }];
    expect(at(sla, 7, both)).toMatchObject({ policy: "a", startedAt: 0, dueAt: 10, met: true, elapsedMs: 6 });
  });

  it("`freeze`: the first promise that ever applied stands", () => {
    const sla = desk({ retarget: "freeze" });
    expect(at(sla, 7, change)).toMatchObject({ policy: "a", targetMs: 10, dueAt: 10, breachedAt: null });
    const late = [open("none"), plan(1, "b"), plan(2, "a")];
    expect(at(sla, 3, late)).toMatchObject({ policy: "b", dueAt: 4, startedAt: 0 });
  });

  it("`freeze` is read from the first goal that promised something", () => {
    expect(at(desk({}, { retarget: "freeze" }), 7, change)).toMatchObject({ policy: "a", dueAt: 10 });
    expect(at(desk({}, {}, { retarget: "freeze" }), 7, change)).toMatchObject({ policy: "b", dueAt: 4 });
  });

  it("`freeze` holds for one clock; the next is promised anew", () => {
    const own: MetricDefinition<string> = {
      id: "own",
      start: [{ on: "request" }],
      stop: [{ on: "reply" }],
      repeats: "always",
    };
    const sla = compileSla<string>({
      metrics: [own],
      options: { retarget: "freeze" },
      policies: [{ id: "p", targets: { own: { byPriority: { urgent: "1h" }, otherwise: "4h" } } }],
    });
    const events = [
      opened(hour(0)),
      { ...happens("message", hour(1)), by: "requester" },
      priority(hour(2), "urgent"),
      reply(hour(3)),
      { ...happens("message", hour(4)), by: "requester" },
    ];
    expect(all(sla, 4.5, events, "own")).toMatchObject([
      { targetMs: 4, met: true },
      { targetMs: 1, dueAt: 5 },
    ]);
  });
});

describe("left without any policy (K7)", () => {
  const left = [open("a"), plan(3, null), plan(6, "b")];

  it.each(["keepStart", "restart"] as const)(
    "`runOn` under `%s`: untargeted, and its time counts when a target comes",
    (retarget) => {
      const sla = desk({ retarget, released: "runOn" });
      expect(at(sla, 5, left)).toMatchObject({
        state: "running",
        dueAt: null,
        targetMs: null,
        remainingMs: null,
        elapsedMs: 5,
        policy: null,
      });
      expect(at(sla, 7, left)).toMatchObject({
        startedAt: 0,
        dueAt: 4,
        breachedAt: 6,
        elapsedMs: 7,
        policy: "b",
      });
    },
  );

  it("`runOn` is not breached in between, and keeps what was breached before", () => {
    expect(at(desk({}), 50, left.slice(0, 2))).toMatchObject({ breachedAt: null, met: null });
    expect(at(desk({}), 50, [open("b"), plan(6, null)])).toMatchObject({
      breachedAt: 4,
      met: false,
      dueAt: null,
    });
  });

  it("`cancel`: ends there, unjudged, at its step", () => {
    const sla = desk({ released: "cancel" });
    expect(at(sla, 5, left)).toMatchObject({
      state: "cancelled",
      endedAt: 3,
      met: null,
      policy: "a",
      dueAt: 10,
      elapsedMs: 3,
    });
    expect(at(sla, 20, left)).toMatchObject({ state: "cancelled", endedAt: 3, met: null });
    expect(verdict(sla, hour(20), left).nextChangeAt).toBeNull();
  });

  it("`cancel` leaves a breach that happened", () => {
    expect(at(desk({ released: "cancel" }), 20, [open("b"), plan(6, null)])).toMatchObject({
      state: "cancelled",
      endedAt: 6,
      breachedAt: 4,
      met: false,
    });
  });

  it("`cancel` at the due time comes first", () => {
    expect(at(desk({ released: "cancel" }), 20, [open("b"), plan(4, null)])).toMatchObject({
      state: "cancelled",
      endedAt: 4,
      breachedAt: null,
    });
  });

  it("`cancel` lets a later start start another", () => {
    const sla = compileSla<string>({
      options: { released: "cancel" },
      policies: [{ id: "a", if: { field: "plan", is: "a" }, targets: { nextResponse: "4h" } }],
    });
    const said = (hours: number, set = {}) => ({ type: "message", at: hour(hours), by: "requester", set });
    const events = [open("a"), reply(hour(1)), said(2), plan(3, null), plan(4, "a"), said(5)];
    expect(all(sla, 6, events, "nextResponse")).toMatchObject([
      { state: "cancelled", startedAt: 2, endedAt: 3 },
      { state: "running", startedAt: 5, dueAt: 9 },
    ]);
  });

  it.each(["keepStart", "restart", "freeze"] as const)(
    "`keep` under `%s`: the last promise stands until another comes",
    (retarget) => {
      const sla = desk({ retarget, released: "keep" });
      expect(at(sla, 5, left)).toMatchObject({ policy: "a", dueAt: 10, targetMs: 10, remainingMs: 5 });
      expect(at(sla, 12, left.slice(0, 2))).toMatchObject({ policy: "a", breachedAt: 10 });
      expect(at(sla, 7, left)).toMatchObject(
        {
          keepStart: { policy: "b", startedAt: 0, dueAt: 4, breachedAt: 6 },
          restart: { policy: "b", startedAt: 6, dueAt: 10, breachedAt: null },
          freeze: { policy: "a", startedAt: 0, dueAt: 10 },
        }[retarget],
      );
    },
  );

  it("`freeze` with `runOn`: the first promise comes back only with a policy", () => {
    const sla = desk({ retarget: "freeze", released: "cancel" });
    expect(at(sla, 5, left)).toMatchObject({ state: "cancelled", endedAt: 3 });
  });

  it("is read from the goal that was in force", () => {
    expect(at(desk({}, { released: "cancel" }), 5, left)).toMatchObject({ state: "cancelled" });
    expect(at(desk({}, {}, { released: "cancel" }), 5, left)).toMatchObject({
      state: "running",
      dueAt: null,
    });
  });

  it("is not the same as a policy that promises this metric nothing", () => {
    const sla = compileSla<string>({
      options: { released: "cancel" },
      policies: [by("10h", "a"), { id: "b", targets: { firstResponse: "1h" } }],
    });
    expect(at(sla, 7, [open("a"), plan(3, "b")])).toMatchObject({
      state: "running",
      dueAt: null,
      policy: null,
    });
  });
});

describe("a due time set by hand (K14)", () => {
  const overridden = (hours: number, dueAt: number, more = {}) =>
    happens("due.overridden", hour(hours), { metric: "resolution", dueAt: hour(dueAt), ...more });
  const sla = desk({});

  it("replaces the target's from its instant on; the reading keeps what would be", () => {
    const events = [open("a"), overridden(2, 15)];
    expect(at(sla, 2 - MS, events)).toMatchObject({
      dueAt: 10,
      overridden: false,
      dueAtWithoutOverride: null,
    });
    expect(at(sla, 2, events)).toMatchObject({ dueAt: 15, overridden: true, dueAtWithoutOverride: 10 });
    expect(at(sla, 12, events)).toMatchObject({ breachedAt: null });
    expect(at(sla, 16, events)).toMatchObject({ breachedAt: 15, met: false });
  });

  it("is not moved by pauses or retargets", () => {
    const events = [
      open("a"),
      overridden(1, 8),
      status(hour(2), "pending"),
      status(hour(5), "open"),
      plan(6, "b"),
    ];
    for (const hours of [3, 5, 7])
      expect(at(sla, hours, events)).toMatchObject({ dueAt: 8, overridden: true });
    expect(at(sla, 3, events)).toMatchObject({ state: "paused", dueAt: 8 });
    // four hours of `b`, three of them after a pause of three: due at hour 7
    expect(at(sla, 7, events).dueAtWithoutOverride).toBe(7);
    expect(at(sla, 9, events)).toMatchObject({ breachedAt: 8 });
  });

  it("breaches a paused clock at its instant", () => {
    const events = [open("a"), overridden(1, 8), status(hour(2), "pending")];
    expect(at(sla, 8 - MS, events)).toMatchObject({ breachedAt: null });
    expect(at(sla, 9, events)).toMatchObject({ breachedAt: 8, state: "paused" });
    expect(verdict(sla, hour(3), events).nextChangeAt).toBe(hour(8));
  });

  it("in the past breaches when it was set, and dueAt says when it was", () => {
    expect(at(sla, 7, [open("a"), overridden(6, 1)])).toMatchObject({ dueAt: 1, breachedAt: 6 });
  });

  it("before the clock began breaches too", () => {
    expect(at(sla, 7, [open("a"), overridden(6, -5)])).toMatchObject({ dueAt: -5, breachedAt: 6 });
  });

  it("is given back by `due.cleared`, of its metric or of all", () => {
    for (const more of [{ metric: "resolution" }, {}]) {
      const events = [open("a"), overridden(1, 3), happens("due.cleared", hour(2), more)];
      expect(at(sla, 9, events)).toMatchObject({ dueAt: 10, overridden: false, breachedAt: null });
    }
    const other = [open("a"), overridden(1, 3), happens("due.cleared", hour(2), { metric: "firstResponse" })];
    expect(at(sla, 9, other)).toMatchObject({ dueAt: 3, overridden: true, breachedAt: 3 });
  });

  it("the last one counts", () => {
    expect(at(sla, 9, [open("a"), overridden(1, 3), overridden(2, 20)])).toMatchObject({
      dueAt: 20,
      breachedAt: null,
    });
  });

  it("gives a due time to an untargeted clock too", () => {
    const measured = compileSla<string>({ policies: [], measure: ["resolution"] });
    expect(at(measured, 2, [opened(hour(0)), overridden(1, 3)])).toMatchObject({
      dueAt: 3,
      overridden: true,
    });
    expect(at(measured, 4, [opened(hour(0)), overridden(1, 3)])).toMatchObject({ breachedAt: 3, met: false });
  });

  it("concerns clocks started at or before it and not ended, of its metric", () => {
    const next = compileSla<string>({
      policies: [{ id: "p", targets: { nextResponse: "4h", firstResponse: "4h" } }],
    });
    const set = (hours: number) =>
      happens("due.overridden", hour(hours), { metric: "nextResponse", dueAt: hour(30) });
    const said = (hours: number) => ({ type: "message", at: hour(hours), by: "requester" });
    const events = [opened(hour(0)), reply(hour(1)), said(2), reply(hour(3)), said(4)];
    const due = (hours: number) =>
      all(
        next,
        9,
        [...events, set(hours)].sort((a, b) => a.at - b.at),
        "nextResponse",
      ).map(({ dueAt }: { dueAt: number }) => dueAt);
    expect(due(1.5)).toEqual([6, 8]);
    expect(due(2)).toEqual([30, 8]);
    expect(due(3.5)).toEqual([6, 8]);
    expect(due(4)).toEqual([6, 30]);
    expect(at(next, 9, [...events, set(4)], "firstResponse").dueAt).toBe(4);
  });

  it("concerns one level where it names one", () => {
    const two = compileSla<string>({
      policies: [{ id: "p", targets: { resolution: { levels: { first: "4h", full: "10h" } } } }],
    });
    const events = [opened(hour(0)), overridden(1, 20, { level: "first" })];
    expect(all(two, 2, events)).toMatchObject([
      { level: "first", dueAt: 20, overridden: true },
      { level: "full", dueAt: 10, overridden: false },
    ]);
  });

  it("`untilRetarget`: the next promise that differs ends it, and no other change does", () => {
    const yielding = desk({ override: "untilRetarget" });
    const events = [open("a"), overridden(1, 15), changes(hour(2), { note: "x" }), plan(3, "b")];
    expect(at(yielding, 2.5, events)).toMatchObject({ dueAt: 15, overridden: true });
    expect(at(yielding, 3.5, events)).toMatchObject({ dueAt: 4, overridden: false, policy: "b" });
  });

  it("that is no instant changes nothing, with a warning", () => {
    for (const dueAt of [Number.NaN, Number.POSITIVE_INFINITY, 1.5, "tomorrow", null, undefined, 1e300]) {
      const odd = happens("due.overridden", hour(1), { metric: "resolution", dueAt });
      const seen = verdict(sla, hour(2), [open("a"), odd]);
      expect(inHours(reading(seen))).toMatchObject({ dueAt: 10, overridden: false });
      expect(seen.warnings).toMatchObject([{ event: "e2" }]);
    }
  });
});

describe("another calendar under a running clock (K8)", () => {
  const day = [["09:00", "17:00"]] as const;
  const noon = [["12:00", "13:00"]] as const;
  const switching = (calendarSwitch: Options["calendarSwitch"]) =>
    compileSla<string>({
      calendars: {
        office: { timeZone: "UTC", weeklyHours: { mon: day, tue: day } },
        lunch: { timeZone: "UTC", weeklyHours: { mon: noon, tue: noon } },
      },
      ...(calendarSwitch ? { options: { calendarSwitch } } : {}),
      policies: [
        { id: "p", calendar: { field: "site", otherwise: "office" }, targets: { resolution: "2h" } },
      ],
    });
  // Office time from hour 0 to 8, lunch from hour 3 to 4 and 27 to 28; the switch comes at 13:30, at hour 1.5
  const events = [opened(hour(0)), changes(hour(1.5), { site: "lunch" })];

  it.each([
    // half an hour of the lunch of today is left to use: due at 3.5
    ["perInstant", 3.5, 1.5],
    // nothing was lunch before hour 3: the second hour is tomorrow's, used up at its closing
    ["lastWins", 28, 0],
    ["frozen", 2, 2],
  ] as const)("`%s`", (mode, dueAt, elapsedMs) => {
    const found = at(switching(mode), 2, events);
    expect(found).toMatchObject({ dueAt, elapsedMs });
    expect(found.elapsedMs + found.remainingMs).toBe(2);
  });

  it("`perInstant` is what is done if nothing is said", () => {
    expect(at(switching(undefined), 2, events)).toEqual(at(switching("perInstant"), 2, events));
  });
});
