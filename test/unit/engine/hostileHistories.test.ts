import { compileSla, currentClock, type Evaluation, evaluateTicket, type TicketHistory } from "dueclock";
import { describe, expect, it } from "vitest";
import { type Draft, hour, opened, priority, reply, status, ticket, verdict } from "./desk.ts";

const sla = compileSla<string>({
  policies: [
    {
      id: "p",
      targets: { firstResponse: "4h", resolution: { byPriority: { urgent: "2h" }, otherwise: "10h" } },
    },
  ],
});
const plain = [opened(hour(0)), status(hour(1), "pending"), status(hour(2), "open"), reply(hour(3))];
/** The verdict without what an odd history may change. */
const answer = (events: readonly Draft[], hours = 5) => ({
  ...verdict(sla, hour(hours), events),
  warnings: [],
});
const codes = ({ warnings }: Evaluation) => warnings.map(({ code }) => code);

describe("a history of any kind", () => {
  const total = (history: unknown, asOf = hour(5)): Evaluation => {
    const seen = evaluateTicket(sla, history as TicketHistory, { asOf });
    expect(JSON.parse(JSON.stringify(seen))).toEqual(seen);
    return seen;
  };
  const withEvent = (event: unknown) => total({ ticket: "T-1", events: [...ticket(...plain).events, event] });

  it.each<[string, unknown]>([
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ["a fraction", hour(4) + 0.5],
    ["a text", "2026-03-02T13:00:00Z"],
    ["a date", new Date(hour(4))],
    ["null", null],
    ["more than a date holds", 8.64e15 + 1],
    ["a bigint", 5n],
  ])("leaves an event at %s out, with a warning", (_, instant) => {
    const seen = withEvent({ id: "odd", at: instant, type: "changed", set: { status: "solved" } });
    expect({ ...seen, warnings: [] }).toEqual(answer(plain));
    expect(seen.warnings.length).toBe(1);
  });

  it.each([-62_135_596_800_000, -1_000_000_000_000, -1, 0, 253_402_300_799_999])(
    "counts around the clock at %d, in whatever year (decision 2)",
    (start) => {
      const events = [opened(start), priority(start + 3_600_000, "urgent")];
      const seen = evaluateTicket(sla, ticket(...events), { asOf: start + 9_000_000 });
      expect(currentClock(seen, "resolution")).toMatchObject({
        startedAt: start,
        dueAt: start + 7_200_000,
        breachedAt: start + 7_200_000,
        elapsedMs: 9_000_000,
      });
    },
  );

  it.each([-62_135_596_800_000, -1, 4_200_000_000_000, 253_402_300_799_999])(
    "is answered in business time at %d too, with a warning outside the supported years (decision 2)",
    (start) => {
      const hours = [["09:00", "17:00"]] as const;
      const business = compileSla<string>({
        calendars: {
          office: { timeZone: "Europe/Warsaw", weeklyHours: { mon: hours, tue: hours, thu: hours } },
        },
        policies: [
          {
            id: "p",
            calendar: "office",
            targets: {
              resolution: "10h",
              firstResponse: { businessDays: 3, at: "close" },
              assignment: { amount: "2d", basis: "aroundTheClock" },
            },
          },
        ],
      });
      const events = [opened(start), status(start + 1_000, "pending"), status(start + 9_000, "open")];
      const seen = evaluateTicket(business, ticket(...events), { asOf: start + 86_400_000 });
      expect(JSON.parse(JSON.stringify(seen))).toEqual(seen);
      expect(seen.clocks.length).toBe(3);
      expect(codes(seen)).toContain("calendar.out_of_range");
    },
  );

  it("takes any value for a field that exists, and changes by it once", () => {
    let deep: unknown = "x";
    for (let i = 0; i < 100_000; i++) deep = [deep];
    const ring: Record<string, unknown> = {};
    ring.ring = ring;
    const odd = [
      deep,
      ring,
      () => 1,
      Symbol("x"),
      5n,
      new Date(0),
      new Map(),
      Number.NaN,
      { toString: null },
      Object.create(null),
    ];
    for (const value of odd) {
      const seen = withEvent({
        id: "odd",
        at: hour(4),
        type: "changed",
        set: { x: value, priority: value, status: value },
      });
      expect(seen.clocks.length).toBeGreaterThan(0);
    }
    for (const set of [
      null,
      5,
      "status",
      [],
      [["status", "solved"]],
      new Map([["status", "solved"]]),
      () => 1,
    ])
      expect({ ...withEvent({ id: "odd", at: hour(4), type: "changed", set }), warnings: [] }).toEqual({
        ...withEvent({ id: "odd", at: hour(4), type: "changed" }),
        warnings: [],
      });
  });

  it("takes a status of another kind for unmapped: open, with a warning", () => {
    for (const value of [5, true, ["solved"], "__proto__", "constructor", "SOLVED", " solved", ""]) {
      const seen = withEvent({ id: "odd", at: hour(4), type: "changed", set: { status: value } });
      expect(seen.category).toBe("open");
      expect(seen.warnings).toMatchObject([{ event: "odd" }]);
    }
  });

  const isNothing = (type: string, more: object) => {
    const seen = withEvent({ id: "odd", at: hour(4), type, ...more });
    const figures = ({ clocks }: Pick<Evaluation, "clocks">) =>
      clocks.map(({ dueAt, exempted, state }) => [dueAt, exempted, state]);
    expect(figures(seen)).toEqual(figures(answer(plain)));
    expect(seen.warnings.length).toBeGreaterThan(0);
    for (const warning of seen.warnings) expect(warning).toMatchObject({ event: "odd" });
  };

  it.each<[string, object]>([
    ["policy.assigned", {}],
    ["policy.assigned", { policy: 5 }],
    ["policy.assigned", { policy: "nope" }],
    ["clock.reset", { metric: 5 }],
    ["clock.reset", { metric: "nope" }],
    ["due.overridden", { metric: "nope", dueAt: hour(9) }],
    ["due.cleared", { metric: "nope" }],
    ["exempted", { metric: "nope", reason: "x" }],
    ["control", {}],
    ["control", { name: 5 }],
    ["message", {}],
    ["message", { by: "nobody" }],
    ["message", { by: 5, visibility: {} }],
    ["action.delivered", {}],
  ])("`%s` with %j does nothing and is a warning", isNothing);

  it.each<[string, object]>([
    ["exempted", {}],
    ["exempted", { reason: 5 }],
    ["due.overridden", { dueAt: hour(9) }],
  ])("`%s` with %j does nothing and is a warning", isNothing);

  it.each<[string, object]>([
    ["policy.released", { policy: "nope" }],
    ["policy.released", { policy: {} }],
    ["due.overridden", { metric: "resolution", level: "nope", dueAt: hour(9) }],
  ])("`%s` with %j does nothing and is a warning", isNothing);

  it.each([{}, { policy: 5 }])("an assignment of %j is one warning", (more) => {
    expect(withEvent({ id: "odd", at: hour(4), type: "policy.assigned", ...more }).warnings.length).toBe(1);
  });
});
