import {
  type Condition,
  checkSla,
  compileSla,
  type FieldPatch,
  type MetricDefinition,
  type ReopenAs,
  type Trigger,
} from "dueclock";
import { describe, expect, it } from "vitest";
import {
  all,
  at,
  changes,
  control,
  type Draft,
  happens,
  hour,
  opened,
  reply,
  request,
  status,
  verdict,
} from "./desk.ts";

/** A desk that measures one metric of its own, promised in 10 hours. */
const measuring = (metric: Omit<MetricDefinition<string>, "id">) =>
  compileSla<string>({
    metrics: [{ id: "own", ...metric }],
    policies: [{ id: "p", targets: { own: "10h" } }],
  });
const DONE: Condition = { fact: "done", is: true };
const on = (name: string): Trigger => ({ on: "control", name });
const go = (hours: number, name: string, set = {}) => control(hour(hours), name, set);

describe("the order of effects in one step (K2)", () => {
  const x: Condition = { field: "x", is: 1 };
  const set = (hours: number) => changes(hour(hours), { x: 1 });
  const becomes: Trigger = { on: "becomes", condition: x };
  const base = { start: [on("start")], stop: [on("stop")], repeats: "always" } as const;

  it("stop before reset: the clock is fulfilled, and nothing is left to reset", () => {
    const sla = measuring({ ...base, stop: [becomes], reset: { on: [becomes], as: "cancelled" } });
    expect(all(sla, 9, [opened(hour(0)), go(1, "start"), set(3)], "own")).toMatchObject([
      { state: "fulfilled", endedAt: 3, met: true },
    ]);
  });

  it("reset before cancel: judged by the reset, and the next does not start", () => {
    const sla = measuring({ ...base, reset: { on: [becomes], as: "judged" }, cancel: [becomes] });
    expect(all(sla, 9, [opened(hour(0)), go(1, "start"), set(3)], "own")).toMatchObject([
      { state: "fulfilled", endedAt: 3, met: true },
    ]);
  });

  it("cancel before start: a start in the step of a cancel is void, whichever is listed first", () => {
    const sla = measuring({ ...base, start: [becomes, on("start")], cancel: [becomes] });
    expect(all(sla, 9, [opened(hour(0)), set(1)], "own")).toEqual([]);
    expect(all(sla, 9, [opened(hour(0)), go(1, "start"), set(3)], "own")).toMatchObject([
      { state: "cancelled", endedAt: 3, met: null },
    ]);
  });

  it("stop before start: what starts where another stops is not stopped by the same event", () => {
    const sla = measuring({ ...base, start: [on("start")], stop: [on("start")] });
    expect(all(sla, 9, [opened(hour(0)), go(1, "start"), go(3, "start")], "own")).toMatchObject([
      { startedAt: 1, endedAt: 3 },
      { startedAt: 3, endedAt: null },
    ]);
  });

  it("a `becomes` stop that held before the start fulfils it at once, and at each start again", () => {
    const sla = measuring({ ...base, stop: [becomes] });
    const events = [opened(hour(0), { x: 1 }), go(1, "start"), go(2, "start")];
    expect(all(sla, 9, events, "own")).toMatchObject([
      { state: "fulfilled", startedAt: 1, endedAt: 1, elapsedMs: 0, met: true },
      { state: "fulfilled", startedAt: 2, endedAt: 2, elapsedMs: 0, met: true },
    ]);
  });

  it("a pause that begins in the step of the start holds it from the first instant", () => {
    const sla = measuring({ ...base, pause: { while: x } });
    expect(at(sla, 9, [opened(hour(0)), go(1, "start", { x: 1 })], "own")).toMatchObject({
      state: "paused",
      elapsedMs: 0,
      pausedSince: 1,
      dueAtIfResumedNow: 19,
    });
  });
});

describe("a reset", () => {
  const reset = (as: "cancelled" | "judged", start: Trigger[] = [on("start")]) =>
    measuring({ start, stop: [on("stop")], reset: { on: [on("again")], as }, repeats: "once" });

  it("`cancelled` leaves the clock unjudged and starts the next, even where it `once` repeats", () => {
    expect(
      all(reset("cancelled"), 9, [opened(hour(0)), go(1, "start"), go(4, "again")], "own"),
    ).toMatchObject([
      { instance: 1, state: "cancelled", endedAt: 4, met: null },
      { instance: 2, state: "running", startedAt: 4, elapsedMs: 5, dueAt: 14 },
    ]);
  });

  it("`judged` is met at or before the due time, and late after it", () => {
    const judged = (hours: number) =>
      all(reset("judged"), 30, [opened(hour(0)), go(1, "start"), go(hours, "again")], "own")[0];
    expect(judged(4)).toMatchObject({ state: "fulfilled", met: true, breachedAt: null });
    expect(judged(11)).toMatchObject({ state: "fulfilled", met: true, breachedAt: null, remainingMs: 0 });
    expect(judged(12)).toMatchObject({ state: "fulfilled", met: false, breachedAt: 11 });
  });

  it("starts the next only if a start's `if` holds, whatever its moment", () => {
    const sla = reset("cancelled", [{ ...on("start"), if: { field: "vip", is: true } }]);
    const events = (vip: boolean) => [
      opened(hour(0), { vip: true }),
      go(1, "start"),
      changes(hour(2), { vip }),
      go(4, "again"),
    ];
    expect(all(sla, 9, events(true), "own").length).toBe(2);
    expect(all(sla, 9, events(false), "own")).toMatchObject([{ state: "cancelled", endedAt: 4 }]);
  });

  it("does nothing where no clock runs", () => {
    const events = [opened(hour(0)), go(1, "again"), go(2, "start"), go(3, "stop"), go(4, "again")];
    expect(all(reset("judged"), 9, events, "own")).toMatchObject([{ startedAt: 2, endedAt: 3 }]);
  });

  it("by `clock.reset` is as the metric says, and `cancelled` where it says nothing", () => {
    const events = [opened(hour(0)), go(1, "start"), happens("clock.reset", hour(4), { metric: "own" })];
    expect(all(reset("judged"), 9, events, "own")).toMatchObject([
      { state: "fulfilled", met: true, endedAt: 4 },
      { startedAt: 4 },
    ]);
    const plain = measuring({ start: [on("start")], stop: [on("stop")], repeats: "once" });
    expect(all(plain, 9, events, "own")).toMatchObject([{ state: "cancelled" }, { startedAt: 4 }]);
  });
});

describe("a latching pause (K2)", () => {
  const latched = measuring({
    start: [on("start")],
    stop: [on("stop")],
    pause: {
      on: [on("hold"), { on: "changed", field: "x" }],
      until: [on("go"), { on: "changed", field: "x" }],
    },
    repeats: "always",
  });

  it("holds from one moment to another, and twice is once", () => {
    const events = [opened(hour(0)), go(1, "start"), go(2, "hold"), go(3, "hold"), go(5, "go"), go(6, "go")];
    expect(at(latched, 4, events, "own")).toMatchObject({
      state: "paused",
      pausedSince: 2,
      dueAtIfResumedNow: 13,
    });
    expect(at(latched, 9, events, "own")).toMatchObject({ elapsedMs: 5, pausedMs: 3, dueAt: 14 });
  });

  it("is kept while no clock runs, and holds the next from its start", () => {
    const events = [
      opened(hour(0)),
      go(1, "hold"),
      go(2, "start"),
      go(3, "stop"),
      go(4, "start"),
      go(6, "go"),
    ];
    expect(all(latched, 9, events, "own")).toMatchObject([
      { startedAt: 2, endedAt: 3, elapsedMs: 0, pausedMs: 1 },
      { startedAt: 4, elapsedMs: 3, pausedMs: 2 },
    ]);
  });

  it("ends where both moments come in one step", () => {
    const events = [opened(hour(0)), go(1, "start"), changes(hour(2), { x: 1 })];
    expect(at(latched, 4, events, "own")).toMatchObject({ state: "running", pausedMs: 0 });
    const held = [opened(hour(0)), go(1, "start"), go(2, "hold"), changes(hour(3), { x: 1 })];
    expect(at(latched, 4, held, "own")).toMatchObject({ state: "running", pausedMs: 1 });
  });
});

describe("where a clock starts", () => {
  const cadence = measuring({
    start: [{ on: "reply" }],
    stop: [{ on: "reply" }],
    from: "previousDue",
    repeats: "always",
  });

  it("`previousDue`: the later of the event and the due time before, scheduled until then", () => {
    const events = [opened(hour(0)), reply(hour(1)), reply(hour(3))];
    expect(all(cadence, 4, events, "own")).toMatchObject([
      { startedAt: 1, endedAt: 3, dueAt: 11, met: true },
      { startedAt: 11, state: "scheduled", dueAt: 21, elapsedMs: 0, met: null },
    ]);
    expect(verdict(cadence, hour(4), events).nextChangeAt).toBe(hour(11));
    expect(all(cadence, 11, events, "own")[1]).toMatchObject({ state: "running", elapsedMs: 0 });
    expect(all(cadence, 21, events, "own")[1]).toMatchObject({ state: "running", breachedAt: 21 });
  });

  it("`previousDue`: the event's where the due time has passed", () => {
    expect(all(cadence, 20, [opened(hour(0)), reply(hour(1)), reply(hour(15))], "own")).toMatchObject([
      { met: false, breachedAt: 11 },
      { startedAt: 15, dueAt: 25 },
    ]);
  });

  it("`previousDue`: one that ends while scheduled has used nothing, and the cadence goes on", () => {
    const events = [opened(hour(0)), reply(hour(1)), reply(hour(3)), reply(hour(5))];
    expect(all(cadence, 6, events, "own").slice(1)).toMatchObject([
      { startedAt: 11, endedAt: 5, state: "fulfilled", elapsedMs: 0, met: true, dueAt: 21 },
      { startedAt: 21, state: "scheduled", dueAt: 31 },
    ]);
  });

  const shifted = (
    from: NonNullable<MetricDefinition["from"]>,
    rest: Partial<MetricDefinition<string>> = {},
  ) => measuring({ start: [{ on: "request" }], stop: [{ on: "reply" }], repeats: "always", from, ...rest });
  const waited = [opened(hour(0)), status(hour(1), "pending"), status(hour(2), "open"), request(hour(4))];
  const pending: MetricDefinition["pause"] = { while: { fact: "statusCategory", is: "pending" } };

  it("a fact: earlier than the event, with the pauses in between or without them", () => {
    const read = (backfill: "pauses" | "none") =>
      at(shifted({ fact: "createdAt" }, { pause: pending, backfill }), 5, waited, "own");
    expect(read("pauses")).toMatchObject({ startedAt: 0, elapsedMs: 4, pausedMs: 1, dueAt: 11 });
    expect(read("none")).toMatchObject({ startedAt: 0, elapsedMs: 5, pausedMs: 0, dueAt: 10 });
    expect(at(shifted({ fact: "createdAt" }, { pause: pending }), 5, waited, "own")).toEqual(read("pauses"));
  });

  it("`backfill` of a pause that lasts at the event goes on from the event", () => {
    const events = [opened(hour(0)), status(hour(1), "pending"), request(hour(4)), status(hour(6), "open")];
    const read = (backfill: "pauses" | "none") =>
      at(shifted({ fact: "createdAt" }, { pause: pending, backfill }), 7, events, "own");
    expect(read("pauses")).toMatchObject({ elapsedMs: 2, pausedMs: 5 });
    expect(read("none")).toMatchObject({ elapsedMs: 5, pausedMs: 2 });
  });

  it("in the past may be breached at its event, not before: nobody could know (K9)", () => {
    const late = [opened(hour(0)), request(hour(15))];
    expect(all(shifted({ fact: "createdAt" }), 14, late, "own")).toEqual([]);
    expect(at(shifted({ fact: "createdAt" }), 15, late, "own")).toMatchObject({
      startedAt: 0,
      dueAt: 10,
      breachedAt: 15,
      elapsedMs: 15,
    });
  });

  it("a list: the first fact or field that holds an instant, and the event's where none does", () => {
    const read = (...events: Parameters<typeof reply>[]) =>
      at(
        measuring({
          start: [{ on: "ceases", condition: { fact: "statusCategory", is: "pending" } }],
          stop: [{ on: "becomes", condition: { fact: "done", is: true } }],
          repeats: "once",
          from: [{ fact: "awaitingReplySince" }, { field: "visit" }, { fact: "lastReplyAt" }],
        }),
        9,
        [
          opened(hour(0)),
          ...events.map((one) => reply(...one)),
          status(hour(6), "pending"),
          status(hour(8), "open"),
        ],
        "own",
      );
    expect(read()).toMatchObject({ startedAt: 0, elapsedMs: 9 });
    expect(read([hour(3)])).toMatchObject({ startedAt: 3 });
    expect(read([hour(3), { visit: hour(2) }])).toMatchObject({ startedAt: 2 });
    expect(
      at(shifted([{ field: "visit" }, { field: "other" }]), 5, [opened(hour(0)), request(hour(4))], "own"),
    ).toMatchObject({ startedAt: 4 });
  });

  it("a list with a fact that nobody knows is an error at its place", () => {
    const metric = {
      start: [{ on: "created" }],
      stop: [],
      repeats: "once",
      from: [{ fact: "createdAt" }, { fact: "x" }],
    };
    const { issues } = checkSla({ metrics: [{ id: "own", ...metric }], policies: [] });
    expect(issues).toMatchObject([{ code: "metric.unknown_fact", path: ["metrics", 0, "from", 1, "fact"] }]);
  });

  it("a fact that changes moves no clock that has started", () => {
    const events = [opened(hour(0)), request(hour(1)), request(hour(3))];
    expect(at(shifted({ fact: "lastRequestAt" }), 5, events, "own")).toMatchObject({ startedAt: 1 });
  });

  it("a field: in the past, in the future as `scheduled`, and the event's where it holds no instant", () => {
    const read = (visit: unknown, hours = 5) =>
      at(
        shifted({ field: "visit" }),
        hours,
        [opened(hour(0)), request(hour(4), { visit } as FieldPatch)],
        "own",
      );
    expect(read(hour(2))).toMatchObject({ startedAt: 2, dueAt: 12 });
    expect(read("2026-03-02T11:00:00Z")).toMatchObject({ startedAt: 2 });
    expect(read(hour(8))).toMatchObject({ startedAt: 8, state: "scheduled", elapsedMs: 0, dueAt: 18 });
    expect(read(hour(8), 9)).toMatchObject({ startedAt: 8, state: "running", elapsedMs: 1 });
    for (const none of [
      null,
      "soon",
      "",
      true,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      ["2026-03-02T11:00:00Z"],
    ])
      expect(read(none)).toMatchObject({ startedAt: 4, dueAt: 14 });
  });

  it("scheduled and stopped, cancelled or merged before it began has used nothing", () => {
    const events = [opened(hour(0)), request(hour(4), { visit: hour(8) })];
    const sla = shifted({ field: "visit" }, { cancel: [on("cancel")] });
    expect(at(sla, 20, [...events, reply(hour(6))], "own")).toMatchObject({
      state: "fulfilled",
      endedAt: 6,
      elapsedMs: 0,
    });
    expect(at(sla, 20, [...events, go(6, "cancel")], "own")).toMatchObject({
      state: "cancelled",
      elapsedMs: 0,
    });
    expect(at(sla, 20, [...events, happens("merged", hour(6))], "own")).toMatchObject({ state: "cancelled" });
  });
});

describe("one clock for each value (`per`)", () => {
  const teams = measuring({
    start: [{ on: "changed", field: "teams" }],
    stop: [
      { on: "changed", field: "teams" },
      { on: "becomes", condition: DONE },
    ],
    per: "teams",
    repeats: "always",
  });
  const lives = (...events: Draft[]) =>
    all(teams, 20, events, "own").map(
      (c: Record<string, unknown>) => `${c.per} ${c.startedAt}..${c.endedAt ?? ""}`,
    );

  it("opens those not yet running and ends those whose value is gone", () => {
    const events = [
      opened(hour(0), { teams: ["a", "b"] }),
      changes(hour(2), { teams: ["b", "c"] }),
      changes(hour(4), { teams: ["c", "a"] }),
      changes(hour(6), { teams: "c" }),
    ];
    expect(lives(...events).sort()).toEqual(["a 0..2", "a 4..6", "b 0..4", "c 2.."].sort());
  });

  it("ends all at a stop that is not about the field", () => {
    expect(lives(opened(hour(0), { teams: ["a", "b"] }), status(hour(3), "solved")).sort()).toEqual([
      "a 0..3",
      "b 0..3",
    ]);
  });

  it("counts a value that is listed twice once, and none for null, nothing or an empty list", () => {
    expect(lives(opened(hour(0), { teams: ["a", "a"] }))).toEqual(["a 0.."]);
    expect(lives(opened(hour(0), { teams: [] }))).toEqual([]);
    expect(lives(opened(hour(0), { teams: null }))).toEqual([]);
    expect(lives(opened(hour(0), { teams: "a" }), changes(hour(1), { teams: [] }))).toEqual(["a 0..1"]);
  });

  it("tells values apart by their text, built-in names among them", () => {
    expect(lives(opened(hour(0), { teams: ["__proto__", "constructor", "1"] })).sort()).toEqual(
      ["1 0..", "__proto__ 0..", "constructor 0.."].sort(),
    );
    expect(lives(opened(hour(0), { teams: ["1"] }), changes(hour(1), { teams: [1] }))).toEqual(["1 0.."]);
  });

  it("has an id of its own for each, whatever is in the values", () => {
    const names = ["a", "b", "a#1", "a/1", "", " ", "a,b", "#", "own#1", "\ud83d\ude00"];
    const { clocks } = verdict(teams, hour(1), [opened(hour(0), { teams: names })]);
    expect(new Set(clocks.map(({ per }) => per))).toEqual(new Set(names));
    expect(new Set(clocks.map(({ id }) => id)).size).toBe(names.length);
  });

  it("reopens the clocks of the values that the field has after the step", () => {
    const sla = measuring({
      start: [{ on: "created" }],
      stop: [{ on: "becomes", condition: DONE }],
      reopen: { on: [{ on: "ceases", condition: DONE }], as: "resume" },
      per: "teams",
      repeats: "once",
    });
    const events = [
      opened(hour(0), { teams: ["a", "b"] }),
      status(hour(2), "solved"),
      changes(hour(5), { status: "open", teams: ["b"] }),
    ];
    expect(all(sla, 6, events, "own")).toMatchObject([
      { per: "a", state: "fulfilled", endedAt: 2 },
      { per: "b", state: "running", elapsedMs: 3, endedAt: null },
    ]);
  });
});

describe("reopening a metric of one's own (K5)", () => {
  const reopening = (as: ReopenAs, repeats: "once" | "always" = "once") =>
    measuring({
      start: [on("start")],
      stop: [on("stop")],
      cancel: [on("cancel")],
      reopen: { on: [on("reopen")], as },
      repeats,
    });
  const story = [
    opened(hour(0)),
    go(1, "start"),
    go(4, "stop"),
    go(6, "reopen"),
    go(7, "stop"),
    go(9, "reopen"),
  ];

  it.each<[ReopenAs, object[]]>([
    // three hours, then one, then one up to hour 10
    ["resume", [{ instance: 1, startedAt: 1, elapsedMs: 5, pausedMs: 4, state: "running", dueAt: 15 }]],
    ["count", [{ instance: 1, startedAt: 1, elapsedMs: 9, pausedMs: 0, state: "running", dueAt: 11 }]],
    [
      "restart",
      [
        { instance: 1, startedAt: 1, endedAt: 4, met: true },
        { instance: 2, startedAt: 6, endedAt: 7, met: true },
        { instance: 3, startedAt: 9, dueAt: 19, state: "running" },
      ],
    ],
    ["ignore", [{ instance: 1, startedAt: 1, endedAt: 4, state: "fulfilled", met: true }]],
  ])("`%s`, twice over", (as, expected) => {
    const found = all(reopening(as), 10, story, "own");
    expect(found).toMatchObject(expected);
    expect(found.length).toBe(expected.length);
  });

  it.each<ReopenAs>(["resume", "restart", "count", "ignore"])(
    "`%s` concerns no cancelled clock and no running one",
    (as) => {
      const cancelled = [opened(hour(0)), go(1, "start"), go(2, "cancel"), go(3, "reopen")];
      expect(all(reopening(as), 10, cancelled, "own")).toMatchObject([{ state: "cancelled", endedAt: 2 }]);
      const running = [opened(hour(0)), go(1, "start"), go(3, "reopen")];
      expect(all(reopening(as), 10, running, "own")).toMatchObject([
        { startedAt: 1, elapsedMs: 9, state: "running" },
      ]);
      expect(all(reopening(as), 10, [opened(hour(0)), go(3, "reopen")], "own")).toEqual([]);
    },
  );

  it("`count` breaches at the reopening where the closed time used the target up (K9)", () => {
    const events = [opened(hour(0)), go(1, "start"), go(4, "stop"), go(14, "reopen")];
    expect(at(reopening("count"), 13, events, "own")).toMatchObject({ met: true, breachedAt: null });
    expect(at(reopening("count"), 14, events, "own")).toMatchObject({
      dueAt: 11,
      breachedAt: 14,
      met: false,
    });
  });
});

describe("`policyApplied`", () => {
  const attached: MetricDefinition<string> = {
    id: "own",
    start: [{ on: "policyApplied" }],
    reset: { on: [{ on: "policyApplied" }], as: "cancelled" },
    stop: [on("stop")],
    repeats: "always",
  };
  const plan = (id: string) => ({ id, if: { field: "plan", is: id }, targets: { own: "10h" } }) as const;

  it("fires where another policy governs than before, and not where the same one still does", () => {
    const sla = compileSla<string>({ metrics: [attached], policies: [plan("a"), plan("b")] });
    const events = [
      opened(hour(0)),
      changes(hour(1), { plan: "a" }),
      changes(hour(2), { note: "x" }),
      changes(hour(3), { plan: "b" }),
    ];
    expect(all(sla, 5, events, "own")).toMatchObject([
      { startedAt: 1, endedAt: 3, policy: "a" },
      { startedAt: 3, policy: "b", dueAt: 13 },
    ]);
  });

  it("fires at the opening for the policy that governs from then on", () => {
    const sla = compileSla<string>({ metrics: [attached], policies: [plan("a")] });
    expect(at(sla, 1, [opened(hour(0), { plan: "a" })], "own")).toMatchObject({ startedAt: 0, instance: 1 });
  });

  it("has clocks of its own for each set", () => {
    const other = { ...plan("b"), id: "c" };
    const sla = compileSla<string>({
      metrics: [attached],
      policySets: [
        { id: "one", policies: [plan("a"), plan("b")] },
        { id: "two", policies: [other] },
      ],
    });
    const events = [opened(hour(0), { plan: "a" }), changes(hour(3), { plan: "b" })];
    expect(all(sla, 5, events, "own")).toMatchObject([
      { policySet: "one", startedAt: 0, endedAt: 3 },
      { policySet: "one", startedAt: 3 },
      { policySet: "two", startedAt: 3, policy: "c" },
    ]);
  });
});
