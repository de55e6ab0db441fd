import {
  compileSla,
  type Definition,
  evaluateTicket,
  type MetricDefinition,
  type Reading,
  type ReopenAs,
  type Sla,
} from "dueclock";
import { describe, expect, it } from "vitest";
import {
  changes,
  type Draft,
  HOUR,
  hour,
  message,
  opened,
  priority,
  reply,
  request,
  status,
  T0,
  ticket,
} from "./desk.ts";

/** The readings of a metric in instants and milliseconds. */
function clocks(sla: Sla, asOf: number, events: readonly Draft[], metric = "resolution"): Reading[] {
  return evaluateTicket(sla, ticket(...events), { asOf }).clocks.filter(
    (reading) => reading.metric === metric,
  );
}

/** The same with instants in hours after `T0` and amounts in hours, to read and to compare. */
function inHours(
  sla: Sla,
  asOf: number,
  events: readonly Draft[],
  metric?: string,
): Record<string, unknown>[] {
  const convert = ([key, value]: [string, unknown]): [string, unknown] => {
    if (key === "wall") return [key, Object.fromEntries(Object.entries(value as object).map(convert))];
    if (typeof value !== "number" || key === "instance") return [key, value];
    return [key, key.endsWith("Ms") ? value / HOUR : (value - T0) / HOUR];
  };
  return clocks(sla, asOf, events, metric).map((reading) =>
    Object.fromEntries(Object.entries(reading).map(convert)),
  );
}

/** Around the clock: a resolution in 10 hours. */
const desk: Definition<string> = { policies: [{ id: "p", targets: { resolution: "10h" } }] };
const sla = compileSla(desk);
const due = hour(10);

/** A desk that measures one metric of its own, promised in 10 hours. */
function measuring(metric: Omit<MetricDefinition<string>, "id">): Sla {
  return compileSla<string>({
    metrics: [{ id: "own", ...metric }],
    policies: [{ id: "p", targets: { own: "10h" } }],
  });
}

describe("at the due time (K9)", () => {
  it.each([
    ["a millisecond before it is met", due - 1, true, null, 1],
    ["at it is met", due, true, null, 0],
    ["a millisecond after it is late", due + 1, false, due, -1],
  ])("a stop %s", (_, end, met, breachedAt, remainingMs) => {
    expect(clocks(sla, hour(20), [opened(hour(0)), status(end, "solved")])).toMatchObject([
      {
        state: "fulfilled",
        endedAt: end,
        dueAt: due,
        met,
        breachedAt,
        remainingMs,
        elapsedMs: end - hour(0),
      },
    ]);
  });

  it("a running clock is breached at it and not a millisecond before", () => {
    expect(clocks(sla, due - 1, [opened(hour(0))])).toMatchObject([
      { state: "running", met: null, breachedAt: null, recordedAt: null, remainingMs: 1, dueAt: due },
    ]);
    expect(clocks(sla, due, [opened(hour(0))])).toMatchObject([
      { state: "running", met: false, breachedAt: due, recordedAt: due, remainingMs: 0, dueAt: due },
    ]);
  });

  it("a pause that begins at it comes first: not breached while paused, and dueAt stays", () => {
    const events = [opened(hour(0)), status(due, "pending")];
    for (const asOf of [due, due + 1, hour(100)]) {
      expect(clocks(sla, asOf, events)).toMatchObject([
        { state: "paused", met: null, breachedAt: null, remainingMs: 0, dueAt: due, dueAtIfResumedNow: null },
      ]);
      expect(evaluateTicket(sla, ticket(...events), { asOf }).nextChangeAt).toBeNull();
    }
  });

  it("a clock paused at it breaches when it resumes unfinished", () => {
    const events = [opened(hour(0)), status(due, "pending"), status(hour(12), "open")];
    expect(inHours(sla, hour(12) - 1, events)).toMatchObject([{ state: "paused", breachedAt: null }]);
    expect(inHours(sla, hour(12), events)).toMatchObject([
      { state: "running", breachedAt: 12, dueAt: 10, remainingMs: 0, met: false, recordedAt: 12 },
    ]);
    expect(inHours(sla, hour(13), events)).toMatchObject([{ breachedAt: 12, dueAt: 10, remainingMs: -1 }]);
  });

  it("a stop from a pause that began at it is met", () => {
    const events = [opened(hour(0)), status(due, "pending"), status(hour(12), "solved")];
    expect(inHours(sla, hour(13), events)).toMatchObject([
      { state: "fulfilled", met: true, breachedAt: null, endedAt: 12, dueAt: 10, elapsedMs: 10, pausedMs: 2 },
    ]);
  });

  it("a pause of no length at it does not help", () => {
    const events = [opened(hour(0)), status(due, "pending"), status(due, "open")];
    expect(clocks(sla, due, events)).toMatchObject([{ state: "running", breachedAt: due, dueAt: due }]);
  });

  it("a pause a millisecond before it keeps that millisecond", () => {
    const events = [opened(hour(0)), status(due - 1, "pending"), status(hour(12), "open")];
    expect(clocks(sla, hour(11), events)).toMatchObject([
      { state: "paused", remainingMs: 1, dueAt: null, dueAtIfResumedNow: hour(11) + 1 },
    ]);
    expect(clocks(sla, hour(13), events)).toMatchObject([{ dueAt: hour(12) + 1, breachedAt: hour(12) + 1 }]);
  });

  it("a pause after the breach stops the clock but not the breach", () => {
    const events = [opened(hour(0)), status(hour(11), "pending")];
    expect(inHours(sla, hour(15), events)).toMatchObject([
      {
        state: "paused",
        breachedAt: 10,
        dueAt: 10,
        dueAtIfResumedNow: null,
        remainingMs: -1,
        elapsedMs: 11,
        met: false,
      },
    ]);
  });

  it("a cancelled clock is unjudged before it and breached after it", () => {
    const first = compileSla<string>({ policies: [{ id: "p", targets: { firstResponse: "10h" } }] });
    const cancelledAt = (at: number) =>
      clocks(first, hour(20), [opened(hour(0)), status(at, "solved")], "firstResponse");
    expect(cancelledAt(due)).toMatchObject([
      { state: "cancelled", met: null, breachedAt: null, endedAt: due },
    ]);
    expect(cancelledAt(due + 1)).toMatchObject([
      { state: "cancelled", met: false, breachedAt: due, dueAt: due },
    ]);
  });
});

describe("effects within a step (K2)", () => {
  it("stop before start: a trigger in both ends the running clock and starts the next, not its own", () => {
    const cadence = measuring({ start: [{ on: "reply" }], stop: [{ on: "reply" }], repeats: "always" });
    const events = [opened(hour(0)), reply(hour(1)), reply(hour(3))];
    expect(inHours(cadence, hour(2), events, "own")).toMatchObject([
      { instance: 1, state: "running", startedAt: 1 },
    ]);
    expect(inHours(cadence, hour(4), events, "own")).toMatchObject([
      { instance: 1, state: "fulfilled", startedAt: 1, endedAt: 3, elapsedMs: 2 },
      { instance: 2, state: "running", startedAt: 3, elapsedMs: 1 },
    ]);
  });

  it("stop before cancel: a reply that also solves fulfils", () => {
    const own = measuring({
      start: [{ on: "created" }],
      stop: [{ on: "reply" }],
      cancel: [{ on: "becomes", condition: { fact: "done", is: true } }],
      repeats: "once",
    });
    const events = [opened(hour(0)), reply(hour(1), { status: "solved" })];
    expect(inHours(own, hour(2), events, "own")).toMatchObject([
      { state: "fulfilled", endedAt: 1, met: true },
    ]);
  });

  it("a start is void where cancel fires in the same step", () => {
    const own = measuring({
      start: [{ on: "request" }],
      stop: [{ on: "reply" }],
      cancel: [{ on: "changed", field: "spam" }],
      repeats: "always",
    });
    const events = [opened(hour(0)), request(hour(1), { spam: true }), request(hour(2))];
    expect(inHours(own, hour(3), events, "own")).toMatchObject([
      { instance: 1, state: "running", startedAt: 2 },
    ]);
  });

  it("a `becomes` stop that already holds at the start fulfils there, in no time", () => {
    const assignment = measuring({
      start: [{ on: "request" }],
      stop: [{ on: "becomes", condition: { field: "assignee", exists: true } }],
      repeats: "once",
    });
    const atOnce = [{ state: "fulfilled", startedAt: 1, endedAt: 1, elapsedMs: 0, met: true, dueAt: 11 }];
    const events = [opened(hour(0)), request(hour(1), { assignee: "ann" })];
    expect(inHours(assignment, hour(2), events, "own")).toMatchObject(atOnce);
    const before = [opened(hour(0), { assignee: "ann" }), request(hour(1))];
    expect(inHours(assignment, hour(2), before, "own")).toMatchObject(atOnce);
  });

  it("a `becomes` stop that already holds at the start asks its `if` there as anywhere", () => {
    const assignment = measuring({
      start: [{ on: "request" }],
      stop: [
        {
          on: "becomes",
          condition: { field: "assignee", exists: true },
          if: { field: "group", is: "support" },
        },
      ],
      repeats: "once",
    });
    const requested = (group: string) => [opened(hour(0)), request(hour(1), { assignee: "ann", group })];
    expect(inHours(assignment, hour(2), requested("sales"), "own")).toMatchObject([{ state: "running" }]);
    expect(inHours(assignment, hour(2), requested("support"), "own")).toMatchObject([{ state: "fulfilled" }]);
  });

  it("a second start leaves a running clock alone", () => {
    const own = measuring({ start: [{ on: "request" }], stop: [{ on: "reply" }], repeats: "always" });
    const events = [opened(hour(0)), request(hour(1)), request(hour(2)), reply(hour(3)), request(hour(4))];
    expect(inHours(own, hour(5), events, "own")).toMatchObject([
      { instance: 1, startedAt: 1, endedAt: 3 },
      { instance: 2, startedAt: 4, endedAt: null },
    ]);
  });

  it("`once`: none after a fulfilled clock, another after a cancelled one", () => {
    const own = measuring({
      start: [{ on: "request" }],
      stop: [{ on: "reply" }],
      cancel: [{ on: "control", name: "abandoned" }],
      repeats: "once",
    });
    const events = [
      opened(hour(0)),
      request(hour(1)),
      { type: "control", at: hour(2), name: "abandoned" },
      request(hour(3)),
      reply(hour(4)),
      request(hour(5)),
    ];
    expect(inHours(own, hour(6), events, "own")).toMatchObject([
      { instance: 1, state: "cancelled", endedAt: 2 },
      { instance: 2, state: "fulfilled", startedAt: 3, endedAt: 4 },
    ]);
  });
});

describe("triggers", () => {
  const startedBy = (start: MetricDefinition["start"], ...events: Draft[]) =>
    inHours(measuring({ start, stop: [], repeats: "once" }), hour(9), events, "own").map(
      ({ startedAt }) => startedAt,
    );

  it("`message` and `request` do not fire for the opening message (H2)", () => {
    for (const start of [
      [{ on: "message" }],
      [{ on: "request" }],
      [{ on: "message", by: "requester" }],
    ] as const) {
      expect(startedBy(start, opened(hour(0)))).toEqual([]);
      expect(startedBy(start, opened(hour(0)), request(hour(1)))).toEqual([1]);
    }
  });

  it("`message` asks for the sender, the visibility and the channel", () => {
    const start = [{ on: "message", by: ["agent", "bot"], visibility: "internal", channel: "chat" }] as const;
    const odd = { ...reply(hour(1)), visibility: "internal", channel: "email" };
    const fit = { ...message("bot", hour(2)), visibility: "internal", channel: "chat" };
    expect(startedBy(start, opened(hour(0)), odd, fit)).toEqual([2]);
  });

  it("`changed` fires for a field set at the opening, and not for the value it has (H2)", () => {
    const start = [{ on: "changed", field: "group" }] as const;
    expect(startedBy(start, opened(hour(0), { group: "a" }))).toEqual([0]);
    expect(startedBy(start, opened(hour(0), { group: null }))).toEqual([]);
    const later = [{ ...start[0], if: { fact: "updatedAt", greater: hour(0) } }] as const;
    const events = [
      opened(hour(0), { group: "a" }),
      changes(hour(1), { group: "a" }),
      changes(hour(2), { group: null }),
    ];
    expect(startedBy(later, ...events)).toEqual([2]);
  });

  it("`changed` does not fire for a list of the same members", () => {
    const start = [{ on: "changed", field: "tags", if: { fact: "updatedAt", greater: hour(0) } }] as const;
    const events = [
      opened(hour(0), { tags: ["a"] }),
      changes(hour(1), { tags: ["a"] }),
      changes(hour(2), { tags: [] }),
    ];
    expect(startedBy(start, ...events)).toEqual([2]);
  });

  it("`becomes` fires when its condition turns true, at the opening too, and not while it stays true", () => {
    const condition = { field: "priority", in: ["high", "urgent"] } as const;
    expect(startedBy([{ on: "becomes", condition }], opened(hour(0), { priority: "high" }))).toEqual([0]);
    const later = [{ on: "becomes", condition, if: { field: "priority", is: "urgent" } }] as const;
    const events = [
      opened(hour(0), { priority: "high" }),
      priority(hour(1), "urgent"),
      priority(hour(2), "low"),
    ];
    expect(startedBy(later, ...events)).toEqual([]);
    expect(startedBy(later, ...events, priority(hour(3), "urgent"))).toEqual([3]);
  });

  it("`ceases` fires when its condition turns false, and never at the opening: nothing held before", () => {
    const start = [{ on: "ceases", condition: { field: "vip", is: true } }] as const;
    expect(startedBy(start, opened(hour(0), { vip: false }))).toEqual([]);
    expect(startedBy(start, opened(hour(0), { vip: true }), changes(hour(2), { vip: null }))).toEqual([2]);
  });

  it("`control` fires by name, own names only", () => {
    const start = [{ on: "control", name: "constructor" }] as const;
    const named = (name: string) => ({ type: "control", at: hour(1), name });
    expect(startedBy(start, opened(hour(0)), named("call.ringing"))).toEqual([]);
    expect(startedBy(start, opened(hour(0)), named("constructor"))).toEqual([1]);
  });

  it("`if` reads the ticket after the step, and the event", () => {
    const state = [{ on: "reply", if: { field: "vip", is: true } }] as const;
    expect(startedBy(state, opened(hour(0)), reply(hour(1)), reply(hour(2), { vip: true }))).toEqual([2]);
    const event = [{ on: "reply", if: { event: "actor", is: "ann" } }] as const;
    const by = (actor: string, at: number) => ({ ...reply(at), actor });
    expect(startedBy(event, opened(hour(0)), by("bob", hour(1)), by("ann", hour(2)))).toEqual([2]);
  });
});

describe("pauses (K6)", () => {
  it("stop the clock while they last: the due time is open and moves with asOf", () => {
    const events = [opened(hour(0)), status(hour(2), "pending"), status(hour(5), "open")];
    expect(inHours(sla, hour(4), events)).toMatchObject([
      {
        state: "paused",
        pausedSince: 2,
        elapsedMs: 2,
        pausedMs: 2,
        remainingMs: 8,
        dueAt: null,
        dueAtIfResumedNow: 12,
      },
    ]);
    expect(inHours(sla, hour(6), events)).toMatchObject([
      {
        state: "running",
        pausedSince: null,
        elapsedMs: 3,
        pausedMs: 3,
        remainingMs: 7,
        dueAt: 13,
        dueAtIfResumedNow: null,
      },
    ]);
  });

  it("hold from the first instant for a ticket born pending", () => {
    const events = [opened(hour(0), { status: "pending" }), status(hour(3), "open")];
    expect(inHours(sla, hour(0), events)).toMatchObject([
      { state: "paused", startedAt: 0, pausedSince: 0, elapsedMs: 0, dueAt: null, dueAtIfResumedNow: 10 },
    ]);
    expect(inHours(sla, hour(4), events)).toMatchObject([
      { state: "running", elapsedMs: 1, pausedMs: 3, dueAt: 13 },
    ]);
  });

  it("that began before the clock hold it from its start", () => {
    const own = measuring({
      start: [{ on: "request" }],
      stop: [{ on: "reply" }],
      pause: { while: { field: "waiting", is: true } },
      repeats: "once",
    });
    const events = [
      opened(hour(0)),
      changes(hour(1), { waiting: true }),
      request(hour(2)),
      changes(hour(4), { waiting: false }),
    ];
    expect(inHours(own, hour(3), events, "own")).toMatchObject([
      { state: "paused", startedAt: 2, pausedSince: 2, elapsedMs: 0, pausedMs: 1, dueAtIfResumedNow: 13 },
    ]);
    expect(inHours(own, hour(5), events, "own")).toMatchObject([{ elapsedMs: 1, pausedMs: 2, dueAt: 14 }]);
  });

  it("of no length change nothing", () => {
    const events = [opened(hour(0)), status(hour(2), "pending"), status(hour(2), "open")];
    expect(inHours(sla, hour(3), events)).toMatchObject([
      { state: "running", elapsedMs: 3, pausedMs: 0, dueAt: 10, pausedSince: null },
    ]);
  });

  it("begun twice are one pause", () => {
    const own = compileSla({ ...desk, statuses: { A: "pending", B: "pending", C: "open" } });
    const events = [opened(hour(0)), status(hour(2), "A"), status(hour(3), "B"), status(hour(4), "C")];
    expect(inHours(own, hour(3.5), events)).toMatchObject([
      { state: "paused", pausedSince: 2, pausedMs: 1.5 },
    ]);
    expect(inHours(own, hour(5), events)).toMatchObject([{ pausedMs: 2, elapsedMs: 3, dueAt: 12 }]);
  });

  it("survive a change of priority and of policy", () => {
    const tiers = compileSla<string>({
      policies: [
        { id: "gold", if: { field: "plan", is: "gold" }, targets: { resolution: "6h" } },
        { id: "rest", targets: { resolution: { byPriority: { urgent: "8h" }, otherwise: "10h" } } },
      ],
    });
    const events = [
      opened(hour(0)),
      status(hour(1), "pending"),
      priority(hour(2), "urgent"),
      changes(hour(3), { plan: "gold" }),
      status(hour(4), "open"),
    ];
    expect(inHours(tiers, hour(2.5), events)).toMatchObject([
      { state: "paused", pausedSince: 1, remainingMs: 7 },
    ]);
    expect(inHours(tiers, hour(3.5), events)).toMatchObject([
      { state: "paused", policy: "gold", dueAtIfResumedNow: 8.5 },
    ]);
    expect(inHours(tiers, hour(5), events)).toMatchObject([{ elapsedMs: 2, pausedMs: 3, dueAt: 9 }]);
  });
});

describe("business hours", () => {
  const day = [["09:00", "17:00"]] as const;
  const office = compileSla<string>({
    calendars: { utc: { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day } } },
    policies: [
      {
        id: "p",
        calendar: "utc",
        targets: { resolution: "10h", firstResponse: { amount: "10h", basis: "aroundTheClock" } },
      },
    ],
  });

  it("a pause outside them changes nothing (K6)", () => {
    const quiet = [opened(hour(0)), status(hour(9), "pending"), status(hour(20), "open")];
    const [{ stretches, wall, ...paused }] = inHours(office, hour(25), quiet);
    const [{ stretches: _, wall: __, ...plain }] = inHours(office, hour(25), quiet.slice(0, 1));
    expect(paused).toEqual(plain);
    expect(paused).toMatchObject({ pausedMs: 0, elapsedMs: 9, dueAt: 26 });
    expect(wall).toMatchObject({ pausedMs: 11, elapsedMs: 14, targetMs: 15, remainingMs: 1 });
  });

  it("a pause across closing counts by what it covers of them, for each target in its own basis (K6)", () => {
    const events = [opened(hour(0)), status(hour(7), "pending"), status(hour(25), "open")];
    expect(inHours(office, hour(26), events)).toMatchObject([
      { pausedMs: 2, elapsedMs: 8, remainingMs: 2, dueAt: 28 },
    ]);
    const [first] = inHours(office, hour(26), events, "firstResponse");
    expect(first).toMatchObject({
      basis: "aroundTheClock",
      pausedMs: 0,
      elapsedMs: 26,
      dueAt: 10,
      breachedAt: 10,
    });
  });

  it("a budget used up at closing is due at closing: a stop overnight is late, one at closing is not (C7, K9)", () => {
    const eight = compileSla<string>({
      calendars: { utc: { timeZone: "UTC", weeklyHours: { mon: day, tue: day } } },
      policies: [{ id: "p", calendar: "utc", targets: { resolution: "8h" } }],
    });
    const end = (at: number) => inHours(eight, hour(30), [opened(hour(0)), status(at, "solved")])[0];
    expect(end(hour(8))).toMatchObject({ met: true, breachedAt: null, dueAt: 8 });
    expect(end(hour(8) + 1)).toMatchObject({ met: false, breachedAt: 8, dueAt: 8, remainingMs: 0 });
  });

  it("the next opening, where the desk says so, is when a budget used up at closing is due (C7, K9)", () => {
    const rolling = compileSla<string>({
      calendars: { utc: { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day } } },
      options: { endOfBudget: "nextOpening" },
      policies: [{ id: "p", calendar: "utc", targets: { resolution: "8h" } }],
    });
    const start = opened(hour(0));
    expect(inHours(rolling, hour(24) - 1, [start])).toMatchObject([
      { state: "running", dueAt: 24, breachedAt: null, remainingMs: 0, elapsedMs: 8 },
    ]);
    expect(inHours(rolling, hour(24), [start])).toMatchObject([{ dueAt: 24, breachedAt: 24 }]);
    expect(inHours(rolling, hour(30), [start, status(hour(24), "solved")])).toMatchObject([
      { met: true, dueAt: 24 },
    ]);
    const quiet = [start, status(hour(9), "pending"), status(hour(20), "open")];
    expect(inHours(rolling, hour(21), quiet)).toMatchObject([{ dueAt: 24, breachedAt: null }]);
    expect(inHours(rolling, hour(25), quiet)).toMatchObject([{ dueAt: 24, breachedAt: 24 }]);
  });

  it("a reading says whether asOf lies outside them; the clock runs all the same (K11)", () => {
    const outside = [hour(0), hour(8) - 1, hour(8), hour(24) - 1, hour(24)].map(
      (asOf) => clocks(office, asOf, [opened(hour(0))])[0],
    );
    expect(outside.map(({ outsideBusinessHours }) => outsideBusinessHours)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(new Set(outside.map(({ state }) => state))).toEqual(new Set(["running"]));
  });

  it("a clock that starts outside them has used nothing until they begin", () => {
    expect(inHours(office, hour(24), [opened(hour(8))])).toMatchObject([
      { startedAt: 8, elapsedMs: 0, dueAt: 50 },
    ]);
  });
});

describe("reopening (K5)", () => {
  const reopening = (as: ReopenAs) =>
    measuring({
      start: [{ on: "created" }],
      stop: [{ on: "becomes", condition: { fact: "done", is: true } }],
      pause: { while: { fact: "statusCategory", is: "pending" } },
      repeats: "once",
      reopen: { on: [{ on: "ceases", condition: { fact: "done", is: true } }], as },
    });
  const events = [opened(hour(0)), status(hour(2), "solved"), status(hour(5), "open")];
  const read = (as: ReopenAs, asOf: number, list = events) => inHours(reopening(as), asOf, list, "own");

  it("is all the same before it happens", () => {
    for (const as of ["resume", "restart", "count", "ignore"] as const)
      expect(read(as, hour(5) - 1)).toMatchObject([
        { state: "fulfilled", endedAt: 2, elapsedMs: 2, dueAt: 10, met: true },
      ]);
  });

  it("as `resume` takes the done spell for a pause", () => {
    expect(read("resume", hour(6))).toMatchObject([
      { instance: 1, state: "running", endedAt: null, elapsedMs: 3, pausedMs: 3, dueAt: 13, met: null },
    ]);
    expect(read("resume", hour(13))).toMatchObject([{ breachedAt: 13, dueAt: 13 }]);
  });

  it("as `count` takes it for time used", () => {
    expect(read("count", hour(6))).toMatchObject([
      {
        instance: 1,
        state: "running",
        startedAt: 0,
        endedAt: null,
        elapsedMs: 6,
        pausedMs: 0,
        dueAt: 10,
        met: null,
      },
    ]);
  });

  it("as `count` breaches at the reopening where the target ran out while the ticket was done (K9)", () => {
    const late = [opened(hour(0)), status(hour(2), "solved"), status(hour(12), "open")];
    expect(read("count", hour(12) - 1, late)).toMatchObject([{ breachedAt: null, met: true }]);
    expect(read("count", hour(12), late)).toMatchObject([
      { breachedAt: 12, dueAt: 10, elapsedMs: 12, remainingMs: -2 },
    ]);
    const onTime = [opened(hour(0)), status(hour(2), "solved"), status(hour(10), "open")];
    expect(read("count", hour(11), onTime)).toMatchObject([{ breachedAt: 10, dueAt: 10 }]);
  });

  it("as `restart` starts another clock and leaves the first as it was", () => {
    expect(read("restart", hour(6))).toMatchObject([
      { instance: 1, state: "fulfilled", startedAt: 0, endedAt: 2, met: true, dueAt: 10 },
      { instance: 2, state: "running", startedAt: 5, endedAt: null, elapsedMs: 1, dueAt: 15 },
    ]);
    const again = [...events, status(hour(7), "solved"), status(hour(8), "open")];
    expect(read("restart", hour(9), again).map(({ instance, startedAt }) => [instance, startedAt])).toEqual([
      [1, 0],
      [2, 5],
      [3, 8],
    ]);
  });

  it("as `ignore` changes nothing", () => {
    expect(read("ignore", hour(20))).toEqual(read("ignore", hour(5) - 1));
    const again = [...events, status(hour(7), "solved")];
    expect(read("ignore", hour(20), again)).toMatchObject([{ endedAt: 2, instance: 1 }]);
  });

  it("as `resume` at no time left breaches at the reopening, and dueAt says when it ran out (K9)", () => {
    const list = [opened(hour(0)), status(hour(10), "solved"), status(hour(15), "open")];
    expect(read("resume", hour(14), list)).toMatchObject([
      { state: "fulfilled", met: true, breachedAt: null },
    ]);
    expect(read("resume", hour(16), list)).toMatchObject([
      { state: "running", breachedAt: 15, dueAt: 10, elapsedMs: 11, remainingMs: -1, pausedMs: 5 },
    ]);
  });

  it("keeps a breach that happened before the end", () => {
    const list = [opened(hour(0)), status(hour(12), "solved"), status(hour(15), "open")];
    expect(read("resume", hour(16), list)).toMatchObject([
      { breachedAt: 10, dueAt: 10, elapsedMs: 13, remainingMs: -3 },
    ]);
    expect(read("count", hour(16), list)).toMatchObject([{ breachedAt: 10, dueAt: 10, elapsedMs: 16 }]);
  });

  it("into pending pauses at once", () => {
    const list = [
      opened(hour(0)),
      status(hour(2), "solved"),
      status(hour(5), "pending"),
      status(hour(6), "open"),
    ];
    expect(read("resume", hour(5.5), list)).toMatchObject([
      { state: "paused", elapsedMs: 2, dueAt: null, dueAtIfResumedNow: 13.5 },
    ]);
    expect(read("resume", hour(7), list)).toMatchObject([
      { state: "running", elapsedMs: 3, pausedMs: 4, dueAt: 14 },
    ]);
    expect(read("count", hour(7), list)).toMatchObject([
      { state: "running", elapsedMs: 6, pausedMs: 1, dueAt: 11 },
    ]);
  });

  it("reopens the last fulfilled clock only: not while another runs, and not after a cancelled one", () => {
    const again = measuring({
      start: [{ on: "request" }],
      stop: [{ on: "reply" }],
      cancel: [{ on: "control", name: "abandoned" }],
      repeats: "always",
      reopen: { on: [{ on: "control", name: "reopened" }], as: "resume" },
    });
    const says = (at: number, name: string) => ({ type: "control", at, name });
    const twice = [
      opened(hour(0)),
      request(hour(1)),
      reply(hour(2)),
      request(hour(3)),
      says(hour(4), "reopened"),
    ];
    expect(inHours(again, hour(5), twice, "own")).toMatchObject([
      { instance: 1, state: "fulfilled", endedAt: 2 },
      { instance: 2, state: "running", startedAt: 3, elapsedMs: 2 },
    ]);
    expect(
      inHours(again, hour(9), [...twice, reply(hour(5)), says(hour(7), "reopened")], "own"),
    ).toMatchObject([
      { instance: 1, state: "fulfilled", endedAt: 2 },
      { instance: 2, state: "running", startedAt: 3, elapsedMs: 4, pausedMs: 2, dueAt: 15 },
    ]);
    const cancelled = [...twice.slice(0, 4), says(hour(5), "abandoned"), says(hour(7), "reopened")];
    expect(inHours(again, hour(9), cancelled, "own")).toMatchObject([
      { instance: 1, state: "fulfilled", endedAt: 2 },
      { instance: 2, state: "cancelled", endedAt: 5 },
    ]);
  });

  it("in the millisecond of the end is as if nothing had happened", () => {
    const at = (end: number) => [opened(hour(0)), status(end, "solved"), status(end, "open")];
    for (const as of ["resume", "count"] as const) {
      expect(read(as, hour(3), at(hour(2)))).toMatchObject([
        { elapsedMs: 3, pausedMs: 0, dueAt: 10, breachedAt: null },
      ]);
      expect(read(as, hour(11), at(hour(10)))).toMatchObject([{ breachedAt: 10, dueAt: 10 }]);
    }
  });

  it("ends again at the next end", () => {
    const again = [...events, status(hour(7), "closed")];
    expect(read("resume", hour(9), again)).toMatchObject([
      { state: "fulfilled", endedAt: 7, elapsedMs: 4, dueAt: 13 },
    ]);
    expect(read("count", hour(9), again)).toMatchObject([
      { state: "fulfilled", endedAt: 7, elapsedMs: 7, dueAt: 10 },
    ]);
  });
});

describe("a reading (K11)", () => {
  it("lists its stretches, each with the event that began it and the promise in force", () => {
    const prioritised = compileSla<string>({
      policies: [{ id: "p", targets: { resolution: { byPriority: { urgent: "8h" }, otherwise: "10h" } } }],
    });
    const events = [
      opened(hour(0)),
      status(hour(1), "pending"),
      status(hour(2), "open"),
      priority(hour(3), "urgent"),
      status(hour(4), "solved"),
      status(hour(5), "open"),
    ];
    const [{ stretches }] = clocks(prioritised, hour(6), events);
    const target = (hours: number) => ({ policy: "p", targetMs: hours * HOUR });
    expect(stretches).toEqual([
      { kind: "running", from: hour(0), to: hour(1), event: "e1", ...target(10) },
      { kind: "paused", from: hour(1), to: hour(2), event: "e2", ...target(10) },
      { kind: "running", from: hour(2), to: hour(3), event: "e3", ...target(10) },
      { kind: "running", from: hour(3), to: hour(4), event: "e4", ...target(8) },
      { kind: "fulfilled", from: hour(4), to: hour(5), event: "e5", ...target(8) },
      { kind: "running", from: hour(5), to: null, event: "e6", ...target(8) },
    ]);
  });

  it("stays as it was once the clock has ended", () => {
    const events = [opened(hour(0)), status(hour(2), "solved")];
    expect(clocks(sla, hour(500), events)).toEqual(clocks(sla, hour(2), events));
  });

  it("says after the end what would be due had a paused clock resumed there", () => {
    const events = [opened(hour(0)), status(hour(2), "pending"), status(hour(6), "solved")];
    expect(inHours(sla, hour(50), events)).toMatchObject([
      {
        state: "fulfilled",
        endedAt: 6,
        dueAt: 14,
        dueAtIfResumedNow: null,
        remainingMs: 8,
        pausedMs: 4,
        pausedSince: null,
      },
    ]);
  });

  it("is at risk once less remains than the policy says (K12)", () => {
    const risky = (atRisk: string) =>
      compileSla<string>({ policies: [{ id: "p", targets: { resolution: { amount: "10h", atRisk } } }] });
    expect(inHours(risky("25%"), hour(1), [opened(hour(0))])).toMatchObject([{ atRiskAt: 7.5 }]);
    expect(inHours(risky("30m"), hour(1), [opened(hour(0))])).toMatchObject([{ atRiskAt: 9.5 }]);
    expect(inHours(risky("30m"), hour(9), [opened(hour(0)), status(hour(9), "solved")])).toMatchObject([
      { atRiskAt: null },
    ]);
  });
});
