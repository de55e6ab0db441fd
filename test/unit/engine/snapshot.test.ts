import {
  compileSla,
  type Evaluation,
  evaluateTicket,
  type HistoryEvent,
  type Resumed,
  resume,
  type Sla,
  type Snapshot,
  takeSnapshot,
  withoutEnded,
} from "dueclock";
import { describe, expect, it } from "vitest";
import { tickets } from "../../../bench/engine/tickets.ts";
import { checkOf } from "../../../src/state/written.ts";
import {
  assigned,
  changes,
  control,
  type Draft,
  HOUR,
  happens,
  hour,
  message,
  minute,
  opened,
  reply,
  request,
  status,
  T0,
  ticket,
} from "./desk.ts";

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const calendars = { always: { timeZone: "UTC", always: true } } as const;
const desk = compileSla({
  calendars,
  policies: [
    { id: "p", calendar: "always", targets: { firstResponse: "1h", nextResponse: "2h", resolution: "8h" } },
  ],
});

/** The events of a ticket, cut after so many. */
function cut(
  sla: Sla,
  number: number,
  drafts: readonly Draft[],
): { snapshot: Snapshot; rest: HistoryEvent[] } {
  const { ticket: name, events } = ticket(...drafts);
  const asOf = events[number - 1].at;
  const snapshot = takeSnapshot(sla, { ticket: name, events: events.slice(0, number) }, { asOf });
  return { snapshot: json(snapshot), rest: events.slice(number) };
}

function resumed(
  sla: Sla,
  snapshot: Snapshot,
  rest: readonly HistoryEvent[],
  asOf: number,
): Resumed<Evaluation> {
  const told = resume(sla, snapshot, rest, { asOf });
  if (told.refused) throw new Error(`refused: ${told.refused.code}`);
  return told;
}

const refusal = (sla: Sla, snapshot: Snapshot, rest: readonly HistoryEvent[], asOf: number) =>
  resume(sla, snapshot, rest, { asOf }).refused?.code ?? null;

/** Whether the whole history and each cut of it say the same. */
function expectSameEverywhere(sla: Sla, asOf: number, drafts: readonly Draft[]): void {
  const whole = evaluateTicket(sla, ticket(...drafts), { asOf });
  for (let number = 1; number <= drafts.length; number++) {
    const { snapshot, rest } = cut(sla, number, drafts);
    const { evaluation, ended } = resumed(sla, snapshot, rest, asOf);
    expect({ evaluation, ended }).toEqual(withoutEnded(sla, whole, snapshot));
  }
}

const day = [
  opened(T0, { status: "open", assignee: "ann" }),
  reply(minute(30)),
  request(hour(1)),
  status(hour(2), "pending"),
  request(hour(3), { status: "open" }),
  reply(hour(4), { assignee: "bob" }),
  status(hour(5), "solved"),
];

describe("a snapshot and the events after it (S1)", () => {
  it("say what the whole history says, wherever it is cut", () => {
    expectSameEverywhere(desk, hour(6), day);
  });

  it("count a pause that began before the snapshot from its beginning", () => {
    const { snapshot, rest } = cut(desk, 4, day);
    const { evaluation } = resumed(desk, snapshot, rest, hour(3));
    const resolution = evaluation.clocks.find(({ metric }) => metric === "resolution");
    expect([resolution?.elapsedMs, resolution?.pausedMs]).toEqual([2 * HOUR, HOUR]);
  });

  it("list a clock that a reopening may still take up, and go on with it", () => {
    const { snapshot } = cut(desk, 7, day);
    const events = ticket(...day, status(hour(9), "open")).events.slice(7);
    const { evaluation } = resumed(desk, snapshot, events, hour(10));
    expect(evaluation.clocks.find(({ metric }) => metric === "resolution")).toMatchObject({
      id: "resolution#1",
      state: "running",
      elapsedMs: 5 * HOUR,
    });
  });

  it("keep of the clocks that have ended for good how many there were, how they ended, and their time", () => {
    const { snapshot, rest } = cut(desk, 6, day);
    const { evaluation, ended } = resumed(desk, snapshot, rest, hour(6));
    expect(evaluation.clocks.map(({ id }) => id)).toEqual(["resolution#1"]);
    const totals = {
      policySet: null,
      level: null,
      per: null,
      exempted: null,
      missed: 0,
      cancelled: 0,
      untargeted: 0,
    };
    expect(ended).toEqual([
      { name: "firstResponse", metric: "firstResponse", ...totals, count: 1, met: 1, elapsedMs: HOUR / 2 },
      {
        name: "nextResponse",
        metric: "nextResponse",
        ...totals,
        count: 1,
        met: 0,
        missed: 1,
        elapsedMs: 3 * HOUR,
      },
    ]);
  });

  it("exempt the ended clocks of a metric that is exempted later", () => {
    const { snapshot } = cut(desk, 6, day);
    const events = ticket(
      ...day.slice(0, 6),
      happens("exempted", hour(5), { metric: "nextResponse", reason: "storm" }),
    ).events.slice(6);
    const { ended } = resumed(desk, snapshot, events, hour(6));
    expect(ended.map(({ name, exempted }) => [name, exempted])).toEqual([
      ["firstResponse", null],
      ["nextResponse", "storm"],
    ]);
  });

  it("number further clocks after those that have ended", () => {
    const { snapshot } = cut(desk, 6, day);
    const events = ticket(...day.slice(0, 6), request(hour(5))).events.slice(6);
    const { evaluation } = resumed(desk, snapshot, events, hour(6));
    expect(evaluation.clocks.map(({ id }) => id)).toContain("nextResponse#2");
  });

  it("are cheap where nothing happened but that time passed: no events give the verdict of a later instant", () => {
    const { snapshot } = cut(desk, 1, day);
    const { evaluation } = resumed(desk, snapshot, [], hour(2));
    expect(evaluation.clocks[0]).toMatchObject({ metric: "firstResponse", breachedAt: hour(1), met: false });
  });

  it("give a lean verdict where one is asked for", () => {
    const { snapshot, rest } = cut(desk, 4, day);
    const told = resume(desk, snapshot, rest, { asOf: hour(6), detail: "lean" });
    const whole = evaluateTicket(desk, ticket(...day), { asOf: hour(6), detail: "lean" });
    expect(told.refused === null && told.evaluation.clocks).toEqual(
      whole.clocks.filter(({ metric }) => metric !== "firstResponse"),
    );
  });

  it("hold with a cadence, with values, with levels, with a due time set by hand and with an assigned policy", () => {
    const sla = compileSla({
      calendars,
      metrics: [
        { id: "cadence", start: [{ on: "created" }, { on: "reply" }], stop: [{ on: "reply" }], from: "previousDue", repeats: "always" },
        { id: "byTeam", start: [{ on: "created" }, { on: "changed", field: "team" }], stop: [{ on: "changed", field: "team" }], repeats: "always", per: "team" },
      ], // biome-ignore format: two metrics
      policySets: [
        {
          id: "sla",
          policies: [
            {
              id: "p",
              calendar: "always",
              targets: { cadence: "1h", byTeam: "2h", resolution: { levels: { first: "4h", second: "8h" } } },
            },
          ],
        },
        {
          id: "contract",
          options: { selection: "assigned" },
          policies: [{ id: "c", targets: { resolution: "3h" } }],
        },
      ],
    });
    expectSameEverywhere(sla, hour(9), [
      opened(T0, { team: "a" }),
      reply(minute(30)),
      changes(minute(40), { team: "b" }),
      assigned(minute(50), "c"),
      reply(hour(1)),
      happens("due.overridden", hour(2), { metric: "resolution", level: "first", dueAt: hour(7) }),
      changes(hour(3), { team: "a" }),
      reply(hour(4)),
      happens("held", hour(5)),
      happens("resumed", hour(6)),
      control(hour(7), "nothing"),
    ]);
  });

  it("hold for a ticket that nothing has created yet, which is kept as its events", () => {
    const drafts = [changes(T0, { priority: "high" }), opened(hour(1)), reply(hour(2))];
    expectSameEverywhere(desk, hour(3), drafts);
    expect(Object.keys(cut(desk, 1, drafts).snapshot.kept)).toEqual(["events"]);
  });

  it("warn once of what was warned of before", () => {
    const odd = [
      opened(T0, { status: "odd" }),
      changes(hour(1), { status: "odd2" }),
      opened(hour(2)),
      message("bot", hour(3)),
    ];
    expectSameEverywhere(desk, hour(4), odd);
    expect(evaluateTicket(desk, ticket(...odd), { asOf: hour(4) }).warnings).toHaveLength(3);
  });

  it("take back what JSON can say of a field: lists, objects, and numbers such as -0", () => {
    const values = [["a", "b"], { deep: [1, null] }, -0, Number.POSITIVE_INFINITY, [[null]], true];
    const sla = compileSla({
      policies: values.map((_, i) => ({
        id: `p${i}`,
        if: {
          all: [
            { field: "x", exists: true },
            { field: `n${i}`, exists: true },
          ],
        },
        targets: { resolution: `${i + 1}h` },
      })),
    });
    for (const [i, x] of values.entries())
      expectSameEverywhere(sla, hour(3), [
        opened(T0, { x, [`n${i}`]: 1 } as never),
        changes(hour(1), { x } as never),
      ]);
  });
});

describe("actions after a snapshot", () => {
  const sla = compileSla({
    policies: [
      {
        id: "p",
        targets: { nextResponse: "2h", resolution: "8h" },
        actions: [
          { kind: "reminder", id: "soon", metric: "nextResponse", fire: { before: "1h" }, notify: ["assignee"] },
          { kind: "escalation", id: "overdue", metric: "nextResponse", fire: { after: "30m" }, notify: ["group:x"] },
          { kind: "escalation", id: "late", metric: "resolution", fire: { after: "1h" }, if: { field: "vip", is: true }, notify: ["group:x"] },
        ], // biome-ignore format: three rules
      },
    ],
  });
  const talk = [opened(T0, { vip: true }), reply(minute(10)), request(minute(20))];

  it("keep a clock whose escalation the host is still to perform", () => {
    const drafts = [...talk, status(hour(10), "solved"), changes(hour(11), { vip: false })];
    expectSameEverywhere(sla, hour(12), drafts);
    const { snapshot } = cut(sla, 5, drafts);
    expect(
      resumed(sla, snapshot, [], hour(12)).evaluation.actions.map(({ rule, status: is }) => [rule, is]),
    ).toEqual([
      ["soon", "lapsed"],
      ["overdue", "due"],
      ["late", "due"],
    ]);
  });

  it("remember whether a condition held at an instant that has passed", () => {
    const drafts = [
      ...talk,
      changes(hour(10), { vip: false }),
      changes(hour(11), { vip: true }),
      changes(hour(12), {}),
    ];
    expectSameEverywhere(sla, hour(13), drafts);
  });

  it("are refused where one of a clock that has ended is performed: it may not be taken for another's", () => {
    const drafts = [...talk, reply(hour(2)), request(hour(2) + 1)];
    const { actions } = evaluateTicket(sla, ticket(...drafts), { asOf: hour(3) });
    const done = { id: "d", at: hour(3), type: "action.delivered", action: actions[0].id } as const;
    expect([actions[0].rule, actions[0].status]).toEqual(["soon", "lapsed"]);
    expect(refusal(sla, cut(sla, 5, drafts).snapshot, [done], hour(3))).toBe("snapshot.ended_clock");
    expect(refusal(sla, cut(sla, 3, drafts).snapshot, ticket(...drafts).events.slice(3), hour(3))).toBeNull();
  });
});

describe("what is said of actions after a snapshot", () => {
  const sla = compileSla({
    policies: [
      {
        id: "p",
        targets: { firstResponse: "1h" },
        actions: [
          { kind: "escalation", id: "late", metric: "firstResponse", fire: { after: 0 }, repeat: { every: "1h", times: 3 }, until: "acknowledged" },
        ], // biome-ignore format: one rule
      },
    ],
  });
  const { ticket: name, events } = ticket(opened(T0), request(hour(0.5)), changes(hour(3), {}));
  const action = (startedBy: string, shot: number) => `T-1/p/firstResponse/${startedBy}/late/${shot}`;
  const done = (id: string, at: number) =>
    ({ id: `d${at}`, at, type: "action.delivered", action: id }) as const;
  const noted = (at: number) =>
    ({ id: "n", at, type: "acknowledged", action: action(events[1].id, 1) }) as const;

  it("is remembered where it named the clock by another event than the one that started it", () => {
    for (const said of [done(action(events[1].id, 1), hour(2)), noted(hour(1.5))]) {
      const all = [...events.slice(0, 2), said, { id: "z", at: hour(3), type: "changed" }] as HistoryEvent[];
      const whole = evaluateTicket(sla, { ticket: name, events: all }, { asOf: hour(6) });
      const snapshot = json(takeSnapshot(sla, { ticket: name, events: all.slice(0, 3) }, { asOf: hour(3) }));
      const { evaluation } = resumed(sla, snapshot, all.slice(3), hour(6));
      expect(evaluation.actions).toEqual(whole.actions);
      expect(whole.actions.map(({ status }) => status)).not.toEqual(["due", "due", "due"]);
    }
  });

  it("is remembered with when the event named happened, where it was said after the clock's end", () => {
    const { events: told } = ticket(opened(T0), request(hour(0.5)), reply(hour(2.5)), changes(hour(4), {}));
    const said = done(action(told[1].id, 1), hour(3));
    const all = [...told.slice(0, 3), said, told[3]];
    const whole = evaluateTicket(sla, { ticket: name, events: all }, { asOf: hour(6) });
    expect(whole.actions.map(({ id, status }) => [id, status])).toEqual([
      [action(told[0].id, 1), "delivered"],
      [action(told[0].id, 2), "due"],
    ]);
    const snapshot = json(takeSnapshot(sla, { ticket: name, events: all.slice(0, 4) }, { asOf: hour(3) }));
    expect(resumed(sla, snapshot, all.slice(4), hour(6)).evaluation.actions).toEqual(whole.actions);
  });

  it("is refused where it names a clock so that was not named before", () => {
    const snapshot = json(takeSnapshot(sla, { ticket: name, events }, { asOf: hour(3) }));
    expect(refusal(sla, snapshot, [done(action(events[1].id, 1), hour(4))], hour(6))).toBe(
      "snapshot.ended_clock",
    );
    expect(refusal(sla, snapshot, [noted(hour(3))], hour(6))).toBe("snapshot.ended_clock");
    expect(refusal(sla, snapshot, [done(action(events[0].id, 1), hour(4))], hour(6))).toBeNull();
  });

  it("is no update that brings a version of the policies into force", () => {
    const versioned = compileSla({
      policies: [{ id: "p", targets: { resolution: "1h" }, actions: [{ kind: "escalation", id: "late", metric: "resolution", fire: { after: 0 } }] }],
      versions: [{ id: "v2", from: hour(2), policies: [{ id: "p", targets: { resolution: "9h" } }] }],
      options: { versionMode: "nextUpdate" },
    }); // biome-ignore format: two versions
    const said = done(`T-1/p/resolution/${events[0].id}/late/1`, hour(3));
    const last = { id: "z", at: hour(4), type: "changed" } as const;
    const all = [events[0], said, last];
    for (const [number, asOf] of [[2, hour(3)], [2, hour(5)], [3, hour(5)]] as const) {
      const whole = evaluateTicket(versioned, { ticket: name, events: all.slice(0, number) }, { asOf });
      expect(whole.policy?.version ?? null).toBe(number === 2 ? null : "v2");
      for (const cutAt of [1, 2]) {
        const snapshot = takeSnapshot(versioned, { ticket: name, events: all.slice(0, cutAt) }, { asOf: all[cutAt - 1].at });
        expect(json(resumed(versioned, json(snapshot), all.slice(cutAt, number), asOf).evaluation)).toEqual(json(whole));
      }
    } // biome-ignore format: a table
  });
});

describe("a snapshot is refused", () => {
  const { snapshot, rest } = cut(desk, 4, day);

  it("under another definition, other rules and other zone data", () => {
    const other = compileSla({ policies: [{ id: "p", targets: { resolution: "9h" } }] });
    expect(refusal(other, snapshot, rest, hour(6))).toBe("snapshot.other_definition");
    expect(refusal(desk, sealed({ ...snapshot, semantics: 2 }), rest, hour(6))).toBe(
      "snapshot.other_semantics",
    );
    expect(refusal(desk, sealed({ ...snapshot, tzVersion: "x" }), rest, hour(6))).toBe(
      "snapshot.other_zones",
    );
  });

  it("with an event older than its last one, by `at` and then by `seq`", () => {
    const late = { id: "x", at: hour(2) - 1, type: "changed" } as const;
    expect(refusal(desk, snapshot, [late, ...rest], hour(6))).toBe("snapshot.older_event");
    expect(refusal(desk, snapshot, [{ ...late, at: hour(2), seq: -1 }], hour(6))).toBe(
      "snapshot.older_event",
    );
    expect(refusal(desk, snapshot, [{ ...late, at: hour(2) }, ...rest], hour(6))).toBeNull();
  });

  it("with its last event again, and with one that began a clock which it keeps", () => {
    const { events } = ticket(...day);
    expect(refusal(desk, snapshot, [events[3]], hour(6))).toBe("snapshot.known_event");
    expect(refusal(desk, snapshot, [{ ...events[0], at: hour(3) }], hour(6))).toBe("snapshot.known_event");
  });

  it("where a condition is to be read before what the action itself did, and was not then", () => {
    const late = { kind: "escalation", id: "late", metric: "resolution", fire: { after: "1h" } } as const;
    const sla = compileSla({
      policies: [
        {
          id: "p",
          targets: { resolution: { byPriority: { high: "1h" }, otherwise: "9h" } },
          actions: [{ ...late, if: { field: "vip", is: true }, notify: ["group:x"] }],
        },
      ],
    });
    const done = { type: "changed", at: hour(4), cause: "T-1/p/resolution/e1/late/1", set: { vip: false } };
    const { events } = ticket(
      opened(T0, { vip: true }),
      done as never,
      changes(hour(4), { priority: "high" }),
    );
    const id = done.cause.replace("/e1/", `/${events[0].id}/`);
    const all = [events[0], { ...events[1], cause: id }, events[2]];
    const { actions } = evaluateTicket(sla, { ticket: "T-1", events: all }, { asOf: hour(5) });
    expect(actions.map((one) => [one.id, one.status, one.fireAt])).toEqual([[id, "due", hour(4)]]);
    const snapshot = takeSnapshot(sla, { ticket: "T-1", events: all.slice(0, 2) }, { asOf: hour(4) });
    expect(refusal(sla, snapshot, all.slice(2), hour(5))).toBe("snapshot.past_condition");
    const later = takeSnapshot(sla, { ticket: "T-1", events: all }, { asOf: hour(4) });
    expect(resumed(sla, json(later), [], hour(5)).evaluation.actions).toEqual(actions);
  });

  it("where a version to come warns of a new event; one that warns already leaves the events in the snapshot", () => {
    const policy = (hours: string) => ({ id: "p", targets: { resolution: hours } });
    const sla = compileSla(
      {
        policies: [policy("9h")],
        versions: [
          {
            id: "v2",
            from: hour(5),
            policies: [{ id: "p", targets: { resolution: { function: "f", fields: ["x"] } } }],
          },
        ],
        options: { versionMode: "inForceAtEachInstant" },
      },
      { functions: { f: ({ fields }) => (fields.x === 1 ? {} : "2h") } },
    );
    const drafts = [opened(T0), changes(hour(1), { x: 1 }), changes(hour(2), { x: 2 })];
    const { snapshot, rest } = cut(sla, 1, drafts);
    expect(refusal(sla, snapshot, rest, hour(3))).toBe("snapshot.version_to_come");
    const { snapshot: asEvents } = cut(sla, 2, drafts);
    expect(Object.keys(asEvents.kept)).toEqual(["events"]);
    for (const asOf of [hour(3), hour(6)]) {
      const { evaluation } = resumed(sla, asEvents, rest.slice(1), asOf);
      expect(evaluation).toEqual(evaluateTicket(sla, ticket(...drafts), { asOf }));
    }
    // Once the version is in force its warning is everybody's
    expect(resumed(sla, snapshot, rest, hour(6)).evaluation).toEqual(
      evaluateTicket(sla, ticket(...drafts), { asOf: hour(6) }),
    );
  });

  it("never where a later version ends clocks in the past: such a ticket is kept as its events", () => {
    const sla = compileSla({
      policies: [{ id: "p", targets: { resolution: "9h" }, options: { released: "cancel" } }],
      options: { versionMode: "live" },
      versions: [
        { id: "v2", from: hour(5), policies: [{ id: "p", if: { field: "x", exists: true }, targets: { resolution: "1h" }, options: { released: "cancel" } }] },
      ], // biome-ignore format: one version
    });
    expectSameEverywhere(sla, hour(6), [opened(T0, { x: 1 }), changes(hour(2), { x: null }), reply(hour(3))]);
  });

  it("at an `asOf` before its own", () => {
    expect(refusal(desk, snapshot, [], hour(2) - 1)).toBe("snapshot.later");
  });

  it("where a store gives anything else", () => {
    const { kept } = snapshot;
    const odd: unknown[] = [
      null, undefined, 0, "", "x", [], {}, true, snapshot.kept, [snapshot], { ...snapshot, check: "" },
      { ...snapshot, asOf: snapshot.asOf - 1 }, { ...snapshot, ticket: "T-2" }, { ...snapshot, form: 3 },
      { ...snapshot, kept: {} }, { ...snapshot, kept: null }, { ...snapshot, kept: { ...kept, runs: [] } },
      { ...snapshot, kept: { ...kept, events: [] } }, { ...snapshot, kept: { ...kept, fields: [["__proto__", 1]] } },
    ]; // biome-ignore format: a list of oddities
    let circle: unknown = {};
    for (let i = 0; i < 20_000; i++) circle = { circle };
    for (const one of [...odd, circle]) {
      expect(refusal(desk, one as Snapshot, rest, hour(6))).toBe("snapshot.unreadable");
    }
  });

  it("where any part of it is something else than was written", () => {
    for (const path of paths(snapshot)) {
      for (const value of [null, -1, "x", [], {}, 1e9]) {
        const changed = replaced(snapshot, path, value);
        if (JSON.stringify(changed) === JSON.stringify(snapshot)) continue;
        expect(refusal(desk, changed as Snapshot, rest, hour(6))).toBe("snapshot.unreadable");
      }
    }
  });

  it("but not where a store gives its members in another order", () => {
    expect(refusal(desk, reversed(snapshot) as Snapshot, rest, hour(6))).toBeNull();
  });
});

describe("what goes in", () => {
  it("stays as it was, even frozen, and two questions have one answer", () => {
    const { snapshot, rest } = cut(desk, 4, day);
    frozen(snapshot);
    frozen(rest);
    const first = resume(desk, snapshot, rest, { asOf: hour(6) });
    expect(JSON.stringify(resume(desk, snapshot, rest, { asOf: hour(6) }))).toBe(JSON.stringify(first));
    const history = frozen(ticket(...day));
    const [one, other] = [1, 2].map(() => JSON.stringify(takeSnapshot(desk, history, { asOf: hour(6) })));
    expect(one).toBe(other);
  });

  it("may be any list of events", () => {
    const { snapshot } = cut(desk, 4, day);
    for (const events of [null, 0, {}, [null, 1, {}], [{ id: "x" }]])
      expect(refusal(desk, snapshot, events as never, hour(6))).toBeNull();
    expect(() => resume(desk, snapshot, [], { asOf: Number.NaN })).toThrow(TypeError);
    expect(() => takeSnapshot(desk, ticket(), {} as never)).toThrow(TypeError);
  });
});

describe("the size of a snapshot (S2)", () => {
  it("is at most 2 KiB for a usual ticket of three metrics", () => {
    const priorities = (urgent: string, otherwise: string) => ({ byPriority: { urgent }, otherwise });
    const targets = (first: string, next: string, resolution: string) => ({
      firstResponse: priorities(first, "8h"),
      nextResponse: next,
      resolution: priorities(resolution, "40h"),
    });
    const office = ["09:00", "17:00"] as const;
    const sla = compileSla({
      calendars: {
        desk: { timeZone: "Europe/Berlin", weeklyHours: { mon: [office], tue: [office], thu: [office] } },
      },
      policies: [
        {
          id: "gold",
          if: { field: "plan", is: "gold" },
          calendar: "desk",
          targets: targets("1h", "4h", "8h"),
        },
        { id: "silver", calendar: "desk", targets: targets("2h", "8h", "16h") },
      ],
    });
    const sizes = tickets(200, 7).map(
      ({ history, asOf }) => JSON.stringify(takeSnapshot(sla, history, { asOf })).length,
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_048);
  });

  it("looks at a new event as often after 2,000 events as after 20", () => {
    const looks = (count: number) => {
      const events = Array.from({ length: count }, (_, i) =>
        i % 2 === 0 ? reply(T0 + (i + 1) * 1_000) : request(T0 + (i + 1) * 1_000),
      );
      const history = ticket(opened(T0), ...events);
      const asOf = T0 + count * 1_000;
      const snapshot = takeSnapshot(desk, history, { asOf });
      let reads = 0;
      const next: HistoryEvent = { id: "next", at: asOf + 1, type: "message", by: "agent" };
      const counted = new Proxy(next, {
        get(target, name) {
          reads++;
          return Reflect.get(target, name);
        },
      });
      const told = resume(desk, snapshot, [counted], { asOf: asOf + 1 });
      expect(told.refused).toBeNull();
      return reads;
    };
    expect(looks(20)).toBeGreaterThan(0);
    expect(looks(2_000)).toBe(looks(20));
  });

  it("is written once, when it is read, and is plain JSON like any other", () => {
    const history = ticket(opened(T0), reply(T0 + 1_000));
    const before = takeSnapshot(desk, history, { asOf: T0 + 500 });
    const told = resume(desk, before, history.events.slice(1), { asOf: T0 + 2_000 });
    if (told.refused) throw new Error(told.refused.code);
    expect(told.snapshot).toBe(told.snapshot);
    expect(structuredClone(told).snapshot).toEqual(takeSnapshot(desk, history, { asOf: T0 + 2_000 }));
    expect(JSON.parse(JSON.stringify({ ...told })).snapshot).toEqual(told.snapshot);
  });

  it("does not grow with the number of events where clocks end: as many clocks, promises and stretches", () => {
    const talk = (turns: number) => [
      opened(T0, { status: "open" }),
      ...Array.from({ length: turns }, (_, i) =>
        i % 2 === 0 ? reply(T0 + (i + 1) * 1_000) : request(T0 + (i + 1) * 1_000),
      ),
    ];
    const shape = (turns: number) => {
      const { kept } = takeSnapshot(desk, ticket(...talk(turns)), { asOf: hour(9) });
      const { runs, governances, events, holders } = kept as Record<string, unknown[]>;
      return {
        runs: countOf(runs),
        governances: countOf(governances),
        events: events.length,
        holders: holders.length,
      };
    };
    expect(shape(2_000)).toEqual(shape(20));
  });
});

describe("a snapshot that is still the object it was made as", () => {
  it("is frozen to its last member: what was made of a ticket's past cannot be made another", () => {
    const snapshot = takeSnapshot(desk, ticket(...day), { asOf: hour(6) });
    const all = paths(snapshot);
    expect(all.length).toBeGreaterThan(100);
    for (const path of all) {
      const holder = path.slice(0, -1).reduce<unknown>((at, key) => (at as never)[key], snapshot);
      expect(Reflect.set(holder as object, path.at(-1) as string, "other")).toBe(false);
    }
    const other = { ...snapshot, asOf: snapshot.asOf + 1 };
    expect(refusal(desk, other, [], hour(9))).toBe("snapshot.unreadable");
  });

  it("goes on as it was made where the host changes its events and its verdict afterwards", () => {
    const sla = compileSla({
      calendars,
      policies: [
        { id: "a", if: { field: "teams", contains: "x" }, targets: { resolution: "1h" } },
        { id: "p", calendar: "always", targets: { nextResponse: "2h", resolution: "8h" } },
      ],
    });
    const events = () =>
      json([opened(T0), request(hour(1), { status: "odd", teams: ["x"] } as never), reply(hour(2))]);
    const { ticket: name } = ticket();
    const [first, second, third] = ticket(...events()).events;
    const before = takeSnapshot(sla, { ticket: name, events: [first] }, { asOf: T0 });
    const one = json(second);
    const { evaluation, snapshot } = resumed(sla, before, [one], hour(1));
    Object.assign(one, { id: "other", at: 0, by: "agent" });
    const { teams } = one.set as unknown as { teams: string[] };
    teams.splice(0, 1);
    Object.assign(evaluation.warnings[0], { code: "other" });
    const next = resumed(sla, snapshot, [third], hour(2));
    const whole = evaluateTicket(sla, { ticket: name, events: [first, second, third] }, { asOf: hour(2) });
    expect(whole.policy?.id).toBe("a");
    expect(whole.warnings).toHaveLength(1);
    expect(next.evaluation).toEqual(withoutEnded(sla, whole, snapshot).evaluation);
  });

  it("is written at once of events that are no plain objects, and goes on from that", () => {
    class Told {
      readonly id = "told";
      get at() {
        return hour(1);
      }
      get type() {
        return "message";
      }
      get by() {
        return "agent";
      }
    }
    const unreadable = Object.defineProperty({ ...ticket(reply(hour(1))).events[0], id: "told" }, "body", {
      enumerable: true,
      get() {
        throw new Error("nobody asks for it");
      },
    });
    for (const event of [new Told() as unknown as HistoryEvent, unreadable]) {
      const before = takeSnapshot(desk, ticket(opened(T0)), { asOf: T0 });
      const { snapshot } = resumed(desk, before, [event], hour(1));
      expect(Object.getOwnPropertyDescriptor(snapshot, "kept")?.get).toBeUndefined();
      const clocks = resumed(desk, snapshot, [], hour(1)).ended.map(({ metric, met }) => [metric, met]);
      expect(clocks).toEqual([["firstResponse", 1]]);
    }
  });

  it("is read where it was made under the same definition, compiled another time", () => {
    const [a, b] = [1, 2].map(() => compileSla({ policies: [{ id: "p", targets: { resolution: "8h" } }] }));
    const snapshot = takeSnapshot(a, ticket(opened(T0)), { asOf: T0 });
    expect(resumed(b, snapshot, [], hour(9)).evaluation).toEqual(
      resumed(a, snapshot, [], hour(9)).evaluation,
    );
    expect(refusal(desk, snapshot, [], hour(9))).toBe("snapshot.other_definition");
  });
});

/** How many lists and values there are. */
function countOf(value: unknown): number {
  return Array.isArray(value) ? value.reduce((sum: number, one) => sum + countOf(one), 1) : 1;
}

/** A snapshot that says something else, as if the engine had written it. */
function sealed({ check: _, ...open }: Snapshot): Snapshot {
  return { ...open, check: checkOf(open) };
}

function paths(value: unknown, at: readonly string[] = []): string[][] {
  const own = at.length > 0 ? [[...at]] : [];
  if (typeof value !== "object" || value === null) return own;
  return [...own, ...Object.entries(value).flatMap(([key, member]) => paths(member, [...at, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((one, i) => (String(i) === key ? replaced(one, rest, by) : one));
  const members = value as Record<string, unknown>;
  return { ...members, [key]: replaced(members[key], rest, by) };
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, reversed(member)])
      .reverse(),
  );
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) frozen(member);
    Object.freeze(value);
  }
  return value;
}
