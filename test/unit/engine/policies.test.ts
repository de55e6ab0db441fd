import {
  type Condition,
  compileSla,
  currentClock,
  evaluateTicket,
  type FactName,
  type FieldPatch,
  type PolicyDefinition,
  type Sla,
  type TicketHistory,
} from "dueclock";
import { describe, expect, it } from "vitest";
import { changes, HOUR, hour, opened, priority, reply, request, status, ticket } from "./desk.ts";

const verdict = (sla: Sla, history: TicketHistory, asOf: number) => evaluateTicket(sla, history, { asOf });
const dueAt = (sla: Sla, history: TicketHistory, asOf = hour(0)) =>
  currentClock(verdict(sla, history, asOf), "resolution")?.dueAt;

describe("the policy that governs (P1, P3)", () => {
  const sla = compileSla<string>({
    policies: [
      {
        id: "gold",
        name: "Gold",
        kind: "contract",
        if: {
          all: [
            { field: "plan", is: "gold" },
            { field: "region", isNot: "north" },
          ],
        },
        targets: { resolution: "2h" },
      },
      { id: "paying", if: { field: "plan", in: ["gold", "silver"] }, targets: { resolution: "4h" } },
    ],
  });

  it("is the first in order whose condition holds, and `why` ends with it", () => {
    const seen = verdict(sla, ticket(opened(hour(0), { plan: "gold" })), hour(1));
    expect(seen.policy).toMatchObject({
      id: "gold",
      name: "Gold",
      kind: "contract",
      since: hour(0),
      event: "e1",
    });
    expect(seen.why).toEqual([{ policy: "gold", policySet: null, matches: true, failed: null }]);
  });

  it("has `why` name the test that failed in each policy before it", () => {
    const seen = verdict(sla, ticket(opened(hour(0), { plan: "gold", region: "north" })), hour(1));
    expect(seen.policy).toMatchObject({ id: "paying", kind: "sla" });
    expect(seen.why).toEqual([
      { policy: "gold", policySet: null, matches: false, failed: ["all", 1] },
      { policy: "paying", policySet: null, matches: true, failed: null },
    ]);
  });

  it("may be none, which is an answer: no clocks, nothing to do, nothing to wait for, and why", () => {
    const seen = verdict(sla, ticket(opened(hour(0), { plan: "free" })), hour(1));
    expect(seen).toMatchObject({ policy: null, clocks: [], actions: [], urgency: null, nextChangeAt: null });
    expect(seen.why.map(({ policy, matches }) => [policy, matches])).toEqual([
      ["gold", false],
      ["paying", false],
    ]);
  });

  it("changes with a field that a condition reads, from that step on", () => {
    const history = ticket(opened(hour(0), { plan: "gold" }), changes(hour(1), { plan: "silver" }));
    expect(verdict(sla, history, hour(1) - 1).policy).toMatchObject({
      id: "gold",
      since: hour(0),
      event: "e1",
    });
    expect(verdict(sla, history, hour(1)).policy).toMatchObject({
      id: "paying",
      since: hour(1),
      event: "e2",
    });
    expect(dueAt(sla, history, hour(1))).toBe(hour(4));
  });

  it("stays the same, and since when, through changes that leave its condition true", () => {
    const history = ticket(
      opened(hour(0), { plan: "gold" }),
      changes(hour(1), { region: "south", colour: "red" }),
      reply(hour(1.5)),
    );
    expect(verdict(sla, history, hour(2)).policy).toMatchObject({ id: "gold", since: hour(0), event: "e1" });
  });

  it("may be left and found again", () => {
    const history = ticket(
      opened(hour(0), { plan: "gold" }),
      changes(hour(1), { plan: null }),
      changes(hour(2), { plan: "gold" }),
    );
    expect(verdict(sla, history, hour(1)).policy).toBeNull();
    expect(verdict(sla, history, hour(2)).policy).toMatchObject({ id: "gold", since: hour(2), event: "e3" });
  });

  it("does not change by time alone: conditions are read at steps (P2)", () => {
    const fresh = compileSla<string>({
      policies: [
        { id: "fresh", if: { fact: "createdAt", withinLast: "1h" }, targets: { resolution: "9h" } },
        { id: "stale", targets: { resolution: "99h" } },
      ],
    });
    const seen = verdict(fresh, ticket(opened(hour(0))), hour(5));
    expect(seen.policy).toMatchObject({ id: "fresh" });
    expect(seen.nextChangeAt).toBe(hour(9));
  });

  it("may be named like a built-in property of an object (H3)", () => {
    for (const id of ["__proto__", "constructor", "toString"]) {
      const calendar = id === "__proto__" ? "valueOf" : id;
      const named = compileSla<string>({
        calendars: { [calendar]: { timeZone: "UTC", weeklyHours: { mon: [["09:00", "10:00"]] } } },
        policies: [{ id, calendar, targets: { resolution: "1h" } }],
      });
      expect(verdict(named, ticket(opened(hour(0))), hour(0)).policy?.id).toBe(id);
      expect(dueAt(named, ticket(opened(hour(0))))).toBe(hour(1));
    }
  });
});

/** Whether a condition holds for a ticket opened with such fields. */
function holds(condition: Condition, set: Record<string, unknown>): boolean {
  const sla = compileSla<string>({ policies: [{ id: "p", if: condition, targets: {} }] });
  return verdict(sla, ticket(opened(hour(0), set as FieldPatch)), hour(0)).policy !== null;
}

describe("conditions (P2)", () => {
  const x = { field: "x" } as const;
  it.each<[Condition, unknown, boolean]>([
    [{ ...x, is: "a" }, "a", true],
    [{ ...x, is: "a" }, "A", false],
    [{ ...x, is: 9 }, "9", false],
    [{ ...x, is: true }, "true", false],
    [{ ...x, is: 0 }, false, false],
    [{ ...x, is: "" }, "", true],
    [{ ...x, is: "" }, null, false],
    [{ ...x, is: "a" }, ["a"], false],
    [{ ...x, is: "\u00e9" }, "e\u0301", false],
    [{ ...x, is: "\ud83d" }, "\ud83d", true],
    [{ ...x, isNot: "a" }, "b", true],
    [{ ...x, isNot: "a" }, "a", false],
    [{ ...x, isNot: "a" }, null, true],
    [{ ...x, in: ["a", 1] }, 1, true],
    [{ ...x, in: ["a", 1] }, "1", false],
    [{ ...x, in: [] }, "a", false],
    [{ ...x, in: ["a"] }, null, false],
    [{ ...x, notIn: ["a"] }, "b", true],
    [{ ...x, notIn: ["a"] }, "a", false],
    [{ ...x, notIn: ["a"] }, null, true],
    [{ ...x, contains: "b" }, "abc", true],
    [{ ...x, contains: "B" }, "abc", false],
    [{ ...x, contains: "a" }, ["b", "a"], true],
    [{ ...x, contains: "a" }, ["ab"], false],
    [{ ...x, contains: 1 }, ["1"], false],
    [{ ...x, contains: 1 }, [2, 1], true],
    [{ ...x, contains: "a" }, null, false],
    [{ ...x, startsWith: "ab" }, "abc", true],
    [{ ...x, startsWith: "1" }, 12, false],
    [{ ...x, endsWith: "bc" }, "abc", true],
    [{ ...x, endsWith: "ab" }, "abc", false],
    [{ ...x, glob: "*@acme.com" }, "ann@acme.com", true],
    [{ ...x, glob: "*@acme.com" }, "ann@acme.com.pl", false],
    [{ ...x, glob: "a?c" }, "abc", true],
    [{ ...x, glob: "a?c" }, "ac", false],
    [{ ...x, glob: "a.c" }, "abc", false],
    [{ ...x, glob: "[a]*" }, "abc", false],
    [{ ...x, glob: "*" }, "", true],
    [{ ...x, glob: "*a*b*" }, "xxaxxb", true],
    [{ ...x, glob: "*" }, null, false],
    [{ ...x, greater: 9 }, 10, true],
    [{ ...x, greater: 10 }, 10, false],
    [{ ...x, greater: 9 }, "10", false],
    [{ ...x, greater: 9 }, Number.NaN, false],
    [{ ...x, greater: 9 }, null, false],
    [{ ...x, less: 9 }, 8, true],
    [{ ...x, less: 9 }, 9, false],
    [{ ...x, less: 9 }, Number.NaN, false],
    [{ ...x, less: 9 }, "", false],
    [{ ...x, less: 9 }, null, false],
    [{ ...x, greater: "2026-03-02T09:00:00Z" }, hour(0) + 1, true],
    [{ ...x, greater: "2026-03-02T09:00:00Z" }, hour(0), false],
    [{ ...x, greater: "2026-03-02T10:00:00+01:00" }, "2026-03-02T09:00:00.001Z", true],
    [{ ...x, less: "2026-03-02T09:00:00Z" }, "2026-03-02T09:59:00+01:00", true],
    [{ ...x, less: "2026-03-02T09:00:00Z" }, "2026-03-02T08:00:00", false],
    [{ ...x, between: [1, 3] }, 1, true],
    [{ ...x, between: [1, 3] }, 3, true],
    [{ ...x, between: [1, 3] }, 3.5, false],
    [{ ...x, between: [1, 3] }, Number.NaN, false],
    [{ ...x, between: [1, 3] }, null, false],
    [{ ...x, exists: true }, "", true],
    [{ ...x, exists: true }, 0, true],
    [{ ...x, exists: true }, false, true],
    [{ ...x, exists: true }, [], true],
    [{ ...x, exists: true }, null, false],
    [{ ...x, exists: false }, null, true],
    [{ ...x, exists: false }, "", false],
    [{ ...x, withinLast: "1h" }, hour(-1) - 1, false],
    [{ ...x, withinLast: "1h" }, hour(-1) + 1, true],
    [{ ...x, withinLast: "1h" }, hour(0), true],
    [{ ...x, withinLast: "1h" }, hour(0) + 1, false],
    [{ ...x, withinLast: "1h" }, null, false],
    [{ all: [] }, "a", true],
    [{ any: [] }, "a", false],
    [{ not: { ...x, is: "a" } }, null, true],
    [
      {
        not: {
          any: [
            { ...x, is: "a" },
            { ...x, is: "b" },
          ],
        },
      },
      "b",
      false,
    ],
  ])("%j of %j: %s", (condition, value, expected) => {
    expect(holds(condition, { x: value })).toBe(expected);
    expect(holds({ not: condition }, { x: value })).toBe(!expected);
  });

  it("compare two fields as they are, both present", () => {
    const same: Condition = { field: "owner", isField: "backup" };
    expect(holds(same, { owner: "ann", backup: "ann" })).toBe(true);
    expect(holds(same, { owner: "1", backup: 1 })).toBe(false);
    expect(holds(same, { owner: null, backup: null })).toBe(false);
    expect(holds(same, {})).toBe(false);
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "take `%s` for a field's name (H3)",
    (name) => {
      expect(holds({ field: name, exists: true }, {})).toBe(false);
      expect(holds({ field: name, isNot: "x" }, {})).toBe(true);
      expect(holds({ field: name, isField: name }, {})).toBe(false);
      const set = JSON.parse(`{ "${name}": "x" }`);
      expect(holds({ field: name, is: "x" }, set)).toBe(true);
      expect(holds({ field: "x", exists: true }, JSON.parse(`{ "${name}": { "x": 1 } }`))).toBe(false);
      expect(({} as { x?: unknown }).x).toBeUndefined();
    },
  );

  const story = ticket(
    opened(hour(0), { priority: "low", status: "new" }),
    { ...reply(hour(1)), visibility: "internal" },
    reply(hour(2), { status: "solved" }),
    request(hour(3)),
    status(hour(4), "open"),
    request(hour(5)),
    priority(hour(6), "urgent"),
  );
  it.each<[FactName, string | number | boolean]>([
    ["statusCategory", "open"],
    ["statusSince", hour(4)],
    ["createdAt", hour(0)],
    ["openedBy", "requester"],
    ["firstRequestAt", hour(0)],
    ["lastRequestAt", hour(5)],
    ["firstReplyAt", hour(2)],
    ["lastReplyAt", hour(2)],
    ["replyCount", 1],
    ["awaitingReplySince", hour(3)],
    ["lastPublicMessageBy", "requester"],
    ["reopenedCount", 1],
    ["priorityAtCreation", "low"],
    ["updatedAt", hour(6)],
    ["done", false],
  ])("read the fact %s as %s", (fact, value) => {
    const sla = compileSla<string>({ policies: [{ id: "p", if: { fact, is: value }, targets: {} }] });
    expect(verdict(sla, story, hour(7)).policy).toMatchObject({ id: "p" });
  });

  it("read the fact replyCount, which an agent's opening does not add to and a reply before any request does", () => {
    const answered: Condition = { fact: "replyCount", greater: 0 };
    const sla = compileSla<string>({ policies: [{ id: "p", if: answered, targets: {} }] });
    const history = ticket({ ...opened(hour(0)), by: "agent" }, reply(hour(1)), request(hour(2)));
    expect([0, 1, 2].map((at) => verdict(sla, history, hour(at)).policy?.id)).toEqual([undefined, "p", "p"]);
  });

  it("read the fact awaitingReplySince as absent once the ticket is done", () => {
    const idle: Condition = { fact: "awaitingReplySince", exists: false };
    const sla = compileSla<string>({ policies: [{ id: "p", if: idle, targets: {} }] });
    const history = ticket(opened(hour(0)), status(hour(1), "solved"), status(hour(2), "open"));
    expect([0, 1, 2].map((at) => verdict(sla, history, hour(at)).policy?.id)).toEqual([undefined, "p", "p"]);
  });
});

describe("targets (P4)", () => {
  const withTarget = (target: PolicyDefinition["targets"][string], rest = {}) =>
    compileSla<string>({ policies: [{ id: "p", targets: { resolution: target } }], ...rest });

  it.each([
    ["90m", 1.5],
    ["1h30m", 1.5],
    ["1d", 24],
    ["PT1.5H", 1.5],
    ["P1W", 168],
    [HOUR, 1],
    [1, 1 / HOUR],
  ])("are an amount such as %s", (amount, hours) => {
    const zoned = compileSla<string>({
      calendars: { always: { timeZone: "UTC", weeklyHours: { mon: [["09:00", "10:00"]] } } },
      policies: [
        { id: "p", calendar: "always", targets: { resolution: { amount, basis: "aroundTheClock" } } },
      ],
    });
    expect(dueAt(zoned, ticket(opened(hour(0))))).toBe(hour(0) + hours * HOUR);
  });

  it("are the first goal that holds", () => {
    const sla = withTarget({
      goals: [
        { if: { field: "vip", is: true }, amount: "1h" },
        { if: { field: "priority", is: "urgent" }, amount: "2h" },
        { amount: "9h" },
      ],
    });
    expect(dueAt(sla, ticket(opened(hour(0), { vip: true, priority: "urgent" })))).toBe(hour(1));
    expect(dueAt(sla, ticket(opened(hour(0), { priority: "urgent" })))).toBe(hour(2));
    expect(dueAt(sla, ticket(opened(hour(0))))).toBe(hour(9));
  });

  it("are none where no goal holds, and a metric that never had one is not read", () => {
    const sla = withTarget({ goals: [{ if: { field: "vip", is: true }, amount: "1h" }] });
    expect(verdict(sla, ticket(opened(hour(0))), hour(1))).toMatchObject({ policy: { id: "p" }, clocks: [] });
    const lost = ticket(opened(hour(0), { vip: true }), changes(hour(0.5), { vip: false }));
    expect(verdict(sla, lost, hour(2)).clocks).toMatchObject([
      {
        metric: "resolution",
        state: "running",
        targetMs: null,
        remainingMs: null,
        dueAt: null,
        policy: null,
        breachedAt: null,
      },
    ]);
  });

  it("go by priority, and by `otherwise` for one not listed or none", () => {
    const sla = withTarget({ byPriority: { urgent: "1h", low: "8h" }, otherwise: "4h" });
    expect(dueAt(sla, ticket(opened(hour(0), { priority: "urgent" })))).toBe(hour(1));
    expect(dueAt(sla, ticket(opened(hour(0), { priority: "low" })))).toBe(hour(8));
    expect(dueAt(sla, ticket(opened(hour(0), { priority: "odd" })))).toBe(hour(4));
    expect(dueAt(sla, ticket(opened(hour(0))))).toBe(hour(4));
    const bare = withTarget({ byPriority: { urgent: "1h" } });
    expect(dueAt(bare, ticket(opened(hour(0))))).toBeUndefined();
  });

  it.each(["__proto__", "constructor", "toString"])("take the priority `%s` for a name (H3)", (name) => {
    const history = ticket(opened(hour(0), { priority: name }));
    expect(dueAt(withTarget({ byPriority: { urgent: "1h" }, otherwise: "4h" }), history)).toBe(hour(4));
    if (name === "__proto__") return; // no name for a member of a definition
    const own = withTarget({ byPriority: { [name]: "1h" }, otherwise: "4h" });
    expect(dueAt(own, history)).toBe(hour(1));
  });

  it("are read for metrics named in `measure` even where there is none", () => {
    const sla = compileSla<string>({ policies: [], measure: ["resolution"] });
    expect(verdict(sla, ticket(opened(hour(0))), hour(2)).clocks).toMatchObject([
      { metric: "resolution", state: "running", elapsedMs: 2 * HOUR, targetMs: null, dueAt: null, met: null },
    ]);
  });

  const week = { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]] } as const;
  const calendars = {
    utc: { timeZone: "UTC", weeklyHours: week },
    lunch: { timeZone: "UTC", weeklyHours: { mon: [["12:00", "13:00"]], tue: [["12:00", "13:00"]] } },
  } as const;

  it("count in the policy's calendar unless they name their own, or run around the clock", () => {
    const due = (target: PolicyDefinition["targets"][string]) =>
      dueAt(
        compileSla<string>({
          calendars,
          policies: [{ id: "p", calendar: "utc", targets: { resolution: target } }],
        }),
        ticket(opened(hour(0))),
      );
    expect(due("10h")).toBe(hour(26));
    expect(due({ amount: "10h", basis: "aroundTheClock" })).toBe(hour(10));
    expect(due({ amount: "30m", calendar: "lunch" })).toBe(hour(3.5));
  });

  it("obey the nearest option: of the goal, the policy, the definition (C7)", () => {
    const [closing, opening] = [{ endOfBudget: "closing" }, { endOfBudget: "nextOpening" }] as const;
    const due = (definition: object, policy: object, goal: object) =>
      dueAt(
        compileSla<string>({
          calendars,
          options: definition,
          policies: [
            {
              id: "p",
              calendar: "utc",
              options: policy,
              targets: { resolution: { amount: "8h", options: goal } },
            },
          ],
        }),
        ticket(opened(hour(0))),
      );
    expect(due({}, {}, {})).toBe(hour(8));
    expect(due(opening, {}, {})).toBe(hour(24));
    expect(due(opening, closing, {})).toBe(hour(8));
    expect(due(opening, closing, opening)).toBe(hour(24));
    expect(due(closing, opening, {})).toBe(hour(24));
  });
});

describe("report.fields", () => {
  it("are copied as they are at asOf, null where absent, inherited names among them (H3)", () => {
    const sla = compileSla<string>({ policies: [], report: { fields: ["group", "toString", "__proto__"] } });
    const history = ticket(opened(hour(0), { group: "a" }), changes(hour(1), { group: "b" }));
    const { fields } = verdict(sla, history, hour(1));
    expect(Object.keys(fields)).toEqual(["group", "toString", "__proto__"]);
    expect(JSON.stringify(fields)).toBe('{"group":"b","toString":null,"__proto__":null}');
    expect(verdict(sla, history, hour(0)).fields.group).toBe("a");
  });
});
