import {
  compileSla,
  currentClock,
  type Definition,
  evaluateTicket,
  type FieldPatch,
  type HistoryEvent,
  type Party,
  type Reading,
  type Sla,
  type TicketHistory,
} from "dueclock";
import { describe, expect, it } from "vitest";

/** An event without its id; `ticket` numbers them `e1`, `e2`, … in the order given. */
type Draft = { readonly at: number } & Readonly<Record<string, unknown>>;
const numbered = (drafts: readonly Draft[]): TicketHistory => ({
  ticket: "T-1",
  events: drafts.map((draft, i) => ({ id: `e${i + 1}`, ...draft }) as unknown as HistoryEvent),
});
const ticket = (...drafts: readonly Draft[]) => numbered(drafts);
const opened = (at: number, more = {}): Draft => ({ type: "created", at, by: "requester", ...more });
const message = (by: Party, at: number, more = {}): Draft => ({
  type: "message",
  at,
  by,
  visibility: "public",
  ...more,
});
const request = (at: number, more = {}) => message("requester", at, more);
const reply = (at: number, more = {}) => message("agent", at, more);
const changes = (at: number, set: FieldPatch, more = {}): Draft => ({ type: "changed", at, set, ...more });
const status = (at: number, to: string, more = {}) => changes(at, { status: to }, more);
const priority = (at: number, to: string, more = {}) => changes(at, { priority: to }, more);

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 2, 2, 9);
/** The instant so many hours after `T0`. */
const hour = (hours: number) => T0 + hours * HOUR;

function clockAt(sla: Sla, history: TicketHistory, asOf: number, metric = "resolution"): Reading | undefined {
  return currentClock(evaluateTicket(sla, history, { asOf }), metric);
}

/** A reading with its instants in hours after `T0` and its amounts in hours, to read and to compare. */
function inHours(reading: Reading | undefined): Record<string, unknown> | undefined {
  if (!reading) return undefined;
  return Object.fromEntries(
    Object.entries(reading).map(([key, value]) => {
      if (typeof value !== "number" || key === "instance") return [key, value];
      return [key, key.endsWith("Ms") ? value / HOUR : (value - T0) / HOUR];
    }),
  );
}

/** Around the clock: a first response in 4 hours, the next ones in 8, a resolution in 10; all in 2 for urgent tickets. */
const desk: Definition<string> = {
  policies: [
    {
      id: "standard",
      targets: {
        firstResponse: { byPriority: { urgent: "2h" }, otherwise: "4h" },
        nextResponse: "8h",
        resolution: { byPriority: { urgent: "2h" }, otherwise: "10h" },
      },
    },
  ],
  report: { fields: ["priority", "note"] },
};
const sla = compileSla(desk);

const verdict = (history: TicketHistory, asOf: number) => evaluateTicket(sla, history, { asOf });
const firstResponse = (asOf: number, ...events: Draft[]) =>
  inHours(clockAt(sla, ticket(...events), asOf, "firstResponse"));
const resolution = (asOf: number, ...events: Draft[]) => inHours(clockAt(sla, ticket(...events), asOf));
const codes = (history: TicketHistory, asOf: number) =>
  verdict(history, asOf).warnings.map(({ code, event }) => [code, event]);
/** The verdict without what an odd history may change. */
const answer = (history: TicketHistory, asOf: number) => ({ ...verdict(history, asOf), warnings: [] });
const events = (...list: unknown[]): TicketHistory => ({ ticket: "T-1", events: list as HistoryEvent[] });

const plain = ticket(
  opened(hour(0)),
  priority(hour(1), "urgent"),
  reply(hour(1.5), { set: { status: "pending" } }),
  request(hour(3), { set: { status: "open" } }),
);

describe("order (H2)", () => {
  it("is by instant: a shuffled history gives the same verdict, with a warning", () => {
    const [a, b, c, d] = plain.events;
    const shuffled = events(d, b, a, c);
    expect(answer(shuffled, hour(4))).toEqual(answer(plain, hour(4)));
    expect(verdict(plain, hour(4)).warnings).toEqual([]);
    expect(codes(shuffled, hour(4)).map(([code]) => code)).toContain("history.out_of_order");
  });

  it("is by position within a millisecond", () => {
    const start = [opened(hour(0)), reply(hour(1))];
    const answered = ticket(...start, request(hour(2)), reply(hour(2)));
    expect(clockAt(sla, answered, hour(3), "nextResponse")).toMatchObject({
      state: "fulfilled",
      elapsedMs: 0,
      startedAt: hour(2),
      endedAt: hour(2),
    });
    const waiting = ticket(...start, reply(hour(2)), request(hour(2)));
    expect(clockAt(sla, waiting, hour(3), "nextResponse")).toMatchObject({
      state: "running",
      startedAt: hour(2),
    });
  });

  it("is by `seq` before position within a millisecond", () => {
    const start = [opened(hour(0)), reply(hour(1))];
    const history = ticket(...start, reply(hour(2), { seq: 2 }), request(hour(2), { seq: 1 }));
    expect(clockAt(sla, history, hour(3), "nextResponse")).toMatchObject({
      state: "fulfilled",
      elapsedMs: 0,
    });
  });

  it("never puts `seq` before the instant", () => {
    const history = ticket(
      opened(hour(0), { seq: 9 }),
      reply(hour(1), { seq: 8 }),
      request(hour(2), { seq: 1 }),
    );
    expect(clockAt(sla, history, hour(3), "nextResponse")).toMatchObject({
      state: "running",
      startedAt: hour(2),
    });
  });
});

describe("the same id (H2)", () => {
  const twice = ticket(opened(hour(0)), priority(hour(1), "urgent"), priority(hour(2), "low"));

  it("counts once", () => {
    const [a, b, c] = twice.events;
    expect(answer(events(a, b, c, b, a), hour(3))).toEqual(answer(twice, hour(3)));
  });

  it("counts as the first says where the content differs, with a warning", () => {
    const other = { ...twice.events[1], set: { priority: "low" } };
    const history = events(twice.events[0], twice.events[1], other);
    expect(verdict(history, hour(1.5)).fields).toEqual({ priority: "urgent", note: null });
    expect(codes(history, hour(1.5))).toEqual([["history.conflict", "e2"]]);
  });

  it("counts as the earlier one says where the instants differ, in whatever order they are listed", () => {
    const late = { ...twice.events[1], at: hour(5), set: { priority: "low" } };
    for (const history of [
      events(twice.events[0], twice.events[1], late),
      events(late, twice.events[0], twice.events[1]),
    ]) {
      expect(verdict(history, hour(4)).fields.priority).toBe("urgent");
      expect(verdict(history, hour(6)).fields.priority).toBe("urgent");
      expect(codes(history, hour(6)).map(([code]) => code)).toContain("history.conflict");
    }
  });
});

describe("events that cannot count (H2)", () => {
  it("change nothing yet when they are later than asOf", () => {
    const known = ticket(opened(hour(0)));
    const history = ticket(opened(hour(0)), priority(hour(2), "urgent"), status(hour(3), "solved"));
    expect(answer(history, hour(2) - 1)).toEqual(answer(known, hour(2) - 1));
    expect(codes(history, hour(2) - 1)[0]).toEqual(["history.after_as_of", "e2"]);
    expect(new Set(codes(history, hour(2) - 1).map(([code]) => code))).toEqual(
      new Set(["history.after_as_of"]),
    );
  });

  it("count from asOf itself on", () => {
    expect(resolution(hour(3), opened(hour(0)), status(hour(3), "solved"))).toMatchObject({
      state: "fulfilled",
    });
  });

  it("change nothing when their type is unknown, not even by `set`, with a warning", () => {
    const odd = { id: "x", at: hour(1), type: "teleported", set: { priority: "urgent", status: "solved" } };
    const history = events(plain.events[0], odd);
    expect(answer(history, hour(4))).toEqual(answer(events(plain.events[0]), hour(4)));
    expect(codes(history, hour(4))).toEqual([["history.unknown_type", "x"]]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, 8.64e15 + 1, "2026-03-02T09:00:00Z", null, undefined])(
    "change nothing when `at` is %s, with a warning",
    (at) => {
      const odd = { id: "x", at, type: "changed", set: { priority: "urgent" } };
      const history = events(odd, plain.events[0], { ...odd, id: "y" });
      expect(answer(history, hour(1))).toEqual(answer(events(plain.events[0]), hour(1)));
      expect(codes(history, hour(1))).toEqual([
        ["history.not_an_instant", "x"],
        ["history.not_an_instant", "y"],
      ]);
    },
  );
});

describe("the opening (H2)", () => {
  it("shows what was set before it", () => {
    const history = [priority(hour(0), "urgent"), opened(hour(5))];
    expect(resolution(hour(6), ...history)).toMatchObject({ startedAt: 5, targetMs: 2, dueAt: 7 });
    expect(codes(ticket(...history), hour(6))).toEqual([["history.before_created", "e1"]]);
  });

  it("is the step in which that turns true: before it nothing held", () => {
    const own = compileSla<string>({
      metrics: [
        { id: "changed", start: [{ on: "changed", field: "priority" }], stop: [], repeats: "once" },
        {
          id: "became",
          start: [{ on: "becomes", condition: { field: "priority", is: "urgent" } }],
          stop: [],
          repeats: "once",
        },
      ],
      policies: [{ id: "p", targets: { changed: "1h", became: "1h" } }],
    });
    const history = ticket(priority(hour(0), "urgent"), opened(hour(5)));
    for (const metric of ["changed", "became"])
      expect(clockAt(own, history, hour(6), metric)).toMatchObject({ startedAt: hour(5), instance: 1 });
  });

  it("overrules what was set before it by what it sets itself", () => {
    const history = [priority(hour(0), "urgent"), opened(hour(5), { set: { priority: "low" } })];
    expect(resolution(hour(6), ...history)).toMatchObject({ dueAt: 15 });
  });

  it("starts no response and is resolved at once where the ticket is born solved", () => {
    for (const history of [
      [opened(hour(0), { set: { status: "solved" } })],
      [status(hour(-1), "solved"), opened(hour(0))],
    ]) {
      expect(firstResponse(hour(1), ...history)).toBeUndefined();
      expect(resolution(hour(1), ...history)).toMatchObject({
        state: "fulfilled",
        startedAt: 0,
        endedAt: 0,
        met: true,
      });
    }
  });

  it("is the first event where there is no other, with a warning", () => {
    const history = [request(hour(1)), priority(hour(2), "urgent")];
    expect(resolution(hour(2), ...history)).toMatchObject({ startedAt: 1, dueAt: 3 });
    expect(firstResponse(hour(2), ...history)).toMatchObject({ startedAt: 1, dueAt: 3, instance: 1 });
    expect(codes(ticket(...history), hour(2))).toEqual([["history.no_created", "e1"]]);
  });

  it("is by the requester where a change opens the ticket: nobody known did", () => {
    expect(firstResponse(hour(2), priority(hour(1), "low"))).toMatchObject({ startedAt: 1, dueAt: 5 });
  });

  it("is by the agent whose message opens the ticket: no response is due until the requester writes", () => {
    expect(firstResponse(hour(2), reply(hour(1)))).toBeUndefined();
    expect(firstResponse(hour(3), reply(hour(1)), request(hour(2)))).toMatchObject({
      startedAt: 2,
      dueAt: 6,
    });
  });

  it("counts as by the requester where nobody says who", () => {
    const [{ by, ...anonymous }] = ticket(opened(hour(0))).events as unknown as { by?: string }[];
    expect(by).toBe("requester");
    expect(clockAt(sla, events(anonymous), hour(1), "firstResponse")).toMatchObject({ startedAt: hour(0) });
  });

  it.each(["system", "bot", "thirdParty"] as const)("starts no response when by the %s", (by) => {
    expect(firstResponse(hour(1), opened(hour(0), { by }))).toBeUndefined();
  });

  it("leaves the verdict empty before it", () => {
    expect(verdict(plain, hour(0) - 1)).toMatchObject({
      category: null,
      policy: null,
      clocks: [],
      actions: [],
      urgency: null,
      nextChangeAt: null,
    });
  });
});

describe("who answers (H1)", () => {
  it.each(["bot", "system", "thirdParty", "requester"] as const)("is not the %s", (by) => {
    expect(firstResponse(hour(2), opened(hour(0)), message(by, hour(1)))).toMatchObject({ state: "running" });
  });

  it("is an agent in public, not in a note", () => {
    expect(
      firstResponse(hour(2), opened(hour(0)), message("agent", hour(1), { visibility: "internal" })),
    ).toMatchObject({ state: "running" });
    expect(firstResponse(hour(2), opened(hour(0)), reply(hour(1)))).toMatchObject({ state: "fulfilled" });
  });

  it("is an agent in public where nothing is said of visibility", () => {
    const message = { id: "e2", at: hour(1), type: "message", by: "agent" };
    expect(clockAt(sla, events(plain.events[0], message), hour(2), "firstResponse")).toMatchObject({
      state: "fulfilled",
    });
  });

  it("is never a message that an action of ours caused", () => {
    const caused = reply(hour(1), { cause: "T-1/standard/firstResponse/e1/rule/1" });
    expect(firstResponse(hour(2), opened(hour(0)), caused)).toMatchObject({ state: "running" });
  });

  it("is whom the definition names", () => {
    const withBots = compileSla({
      ...desk,
      reply: { by: ["agent", "bot"], visibility: ["public", "internal"] },
    });
    const answered = ticket(opened(hour(0)), message("bot", hour(1), { visibility: "internal" }));
    expect(clockAt(withBots, answered, hour(2), "firstResponse")).toMatchObject({ state: "fulfilled" });
  });

  it("waits for requests as the definition names them", () => {
    const chats = compileSla({ ...desk, request: { by: "thirdParty", channel: "chat" } });
    const start = [opened(hour(0), { by: "agent" }), request(hour(1)), message("thirdParty", hour(2))];
    expect(clockAt(chats, ticket(...start), hour(5), "firstResponse")).toBeUndefined();
    const chat = message("thirdParty", hour(3), { channel: "chat" });
    expect(clockAt(chats, ticket(...start, chat), hour(5), "firstResponse")).toMatchObject({
      startedAt: hour(3),
    });
  });
});

describe("fields (H3, H4, H5)", () => {
  it("takes an unmapped status for open, with a warning", () => {
    const seen = verdict(ticket(opened(hour(0), { set: { status: "Waiting for parts" } })), hour(1));
    expect(seen.category).toBe("open");
    expect(seen.warnings).toMatchObject([{ code: "history.unmapped_status" }]);
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "takes the status `%s` for a name",
    (name) => {
      const seen = verdict(ticket(opened(hour(0), { set: { status: name } })), hour(1));
      expect(seen.category).toBe("open");
    },
  );

  it.each(["constructor", "toString", "hasOwnProperty"])(
    "maps the status `%s` where the definition does",
    (name) => {
      const mapped = compileSla({ ...desk, statuses: { [name]: "pending" } });
      const history = ticket(opened(hour(0)), status(hour(1), name));
      expect(clockAt(mapped, history, hour(2))).toMatchObject({ state: "paused", pausedSince: hour(1) });
    },
  );

  it("reads a field by its whole name: dots do not descend", () => {
    const dotted = compileSla({
      policies: [{ id: "p", if: { field: "requester.plan", is: "gold" }, targets: { resolution: "1h" } }],
    });
    const nested = { ...plain.events[0], set: { requester: { plan: "gold" } } };
    expect(evaluateTicket(dotted, events(nested), { asOf: hour(0) }).policy).toBeNull();
    const own = ticket(opened(hour(0), { set: { "requester.plan": "gold" } }));
    expect(evaluateTicket(dotted, own, { asOf: hour(0) }).policy?.id).toBe("p");
  });

  it("clears a field by null, which is another change", () => {
    const history = ticket(
      opened(hour(0), { set: { priority: "urgent" } }),
      changes(hour(1), { priority: null }),
    );
    expect(verdict(history, hour(1))).toMatchObject({ fields: { priority: null } });
    expect(clockAt(sla, history, hour(1))).toMatchObject({ dueAt: hour(10) });
  });
});

describe("what is known late (K9)", () => {
  it("is dated by its arrival where the breach rests on it", () => {
    const history = [opened(hour(0)), priority(hour(3), "urgent", { recordedAt: hour(6) })];
    expect(resolution(hour(7), ...history)).toMatchObject({ breachedAt: 3, dueAt: 2, recordedAt: 6 });
  });

  it("does not touch a breach that rests on nothing late", () => {
    const history = [
      opened(hour(0)),
      message("agent", hour(1), { visibility: "internal", recordedAt: hour(20) }),
    ];
    expect(resolution(hour(21), ...history)).toMatchObject({ breachedAt: 10, recordedAt: 10 });
  });

  it("counts although it is recorded after asOf", () => {
    const history = [opened(hour(0)), status(hour(1), "solved", { recordedAt: hour(50) })];
    expect(resolution(hour(2), ...history)).toMatchObject({
      state: "fulfilled",
      endedAt: 1,
      recordedAt: null,
    });
  });
});

describe("the verdict", () => {
  it.each([null, undefined, {}, [], "T-1", { events: null }, { ticket: 5, events: {} }])(
    "is total: %j",
    (history) => {
      const seen = verdict(history as unknown as TicketHistory, hour(1));
      expect(seen).toMatchObject({ ticket: "", category: null, policy: null, clocks: [], actions: [] });
      expect(seen.warnings).toMatchObject([{ code: "history.no_events", event: null }]);
    },
  );

  it("is total: what is no event is left out, with a warning", () => {
    const junk = [null, 1, "e9", [], {}, { at: hour(0), type: "changed" }];
    expect(answer(events(...junk, ...plain.events), hour(4))).toEqual(answer(plain, hour(4)));
    expect(codes(events(...junk, ...plain.events), hour(4))).toEqual(
      junk.map(() => ["history.not_an_event", null]),
    );
  });

  it("carries the engine's version and semantics (S3)", () => {
    expect(verdict(plain, hour(1)).engine).toEqual({ version: "0.1.0", semantics: 1 });
  });

  it("refuses an asOf that is no whole number of milliseconds: a mistake of the calling code", () => {
    for (const asOf of [Number.NaN, 1.5, Number.POSITIVE_INFINITY])
      expect(() => verdict(plain, asOf)).toThrow(TypeError);
  });
});
