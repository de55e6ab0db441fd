import {
  type Action,
  type ActionDefinition,
  compileSla,
  type Definition,
  type Evaluation,
  evaluateTicket,
  type FieldPatch,
  type Fire,
  type HistoryEvent,
  type Party,
  type Sla,
  type Target,
  type TicketHistory,
} from "dueclock";
import { describe, expect, it } from "vitest";

/** An event without its id; `ticket` numbers them `e1`, `e2`, … in the order given. */
type Draft = { readonly at: number } & Readonly<Record<string, unknown>>;
const ticket = (...drafts: readonly Draft[]): TicketHistory => ({
  ticket: "T-1",
  events: drafts.map((draft, i) => ({ id: `e${i + 1}`, ...draft }) as unknown as HistoryEvent),
});
const opened = (at: number, set: FieldPatch = {}): Draft => ({ type: "created", at, by: "requester", set });
const message = (by: Party, at: number, set: FieldPatch = {}): Draft => ({ type: "message", at, by, set });
const request = (at: number, set?: FieldPatch) => message("requester", at, set);
const reply = (at: number, set?: FieldPatch) => message("agent", at, set);
const changes = (at: number, set: FieldPatch): Draft => ({ type: "changed", at, set });
const status = (at: number, to: string) => changes(at, { status: to });
const priority = (at: number, to: string) => changes(at, { priority: to });

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 2, 2, 9);
/** The instant so many hours after `T0`, a Monday at 09:00 in UTC. */
const hour = (hours: number) => T0 + hours * HOUR;

/** One rule on a resolution of 4 hours around the clock; 2 hours when urgent, 8 when low. */
function desk(fire: Fire, rest: Partial<Definition<string>> = {}): Sla {
  const rule: ActionDefinition<string> = { kind: "reminder", id: "rule", metric: "resolution", fire };
  return compileSla<string>({
    policies: [
      {
        id: "p",
        if: { field: "plan", isNot: "none" },
        targets: { resolution: { byPriority: { urgent: "2h", low: "8h" }, otherwise: "4h" } },
        actions: [rule],
      },
    ],
    ...rest,
  });
}

const verdict = (sla: Sla, asOf: number, events: readonly Draft[]): Evaluation =>
  evaluateTicket(sla, ticket(...events), { asOf });

/** What the rules fire: `[status, hours after T0]`. */
function fired(sla: Sla, asOf: number, events: readonly Draft[]): [Action["status"], number | null][] {
  return verdict(sla, asOf, events).actions.map(({ status, fireAt }) => [
    status,
    fireAt === null ? null : (fireAt - T0) / HOUR,
  ]);
}

const plain = [opened(hour(0))];

describe("when an action fires (A2)", () => {
  it.each<[Fire, number]>([
    [{ before: "30m" }, 3.5],
    [{ before: "4h" }, 0],
    [{ before: "10h" }, 0],
    [{ after: "1h" }, 5],
    [{ after: 1 }, 4 + 1 / HOUR],
    [{ at: "25%" }, 1],
    [{ at: "75%" }, 3],
    [{ at: "100%" }, 4],
    [{ at: "150%" }, 6],
    [{ at: "12.5%" }, 0.5],
  ])("%j of a target of 4 hours", (fire, hours) => {
    const at = hour(hours);
    expect(fired(desk(fire), at, plain)).toEqual([["due", hours]]);
    if (hours > 0) expect(fired(desk(fire), at - 1, plain)).toEqual([["scheduled", hours]]);
  });

  it("is when remaining first reaches the amount: at closing, not at the next opening", () => {
    const day = [["09:00", "17:00"]] as const;
    const office = (fire: Fire, target: string) =>
      desk(fire, {
        calendars: { utc: { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day } } },
        policies: [
          {
            id: "p",
            calendar: "utc",
            targets: { resolution: target },
            actions: [{ kind: "reminder", id: "rule", metric: "resolution", fire }],
          },
        ],
      });
    expect(fired(office({ before: "30m" }, "8h15m"), hour(1), plain)).toEqual([["scheduled", 7.75]]);
    expect(fired(office({ before: "15m" }, "8h15m"), hour(1), plain)).toEqual([["scheduled", 8]]);
    expect(fired(office({ before: "14m" }, "8h15m"), hour(1), plain)).toEqual([["scheduled", 24 + 1 / 60]]);
    expect(fired(office({ after: "30m" }, "7h30m"), hour(1), plain)).toEqual([["scheduled", 8]]);
    expect(fired(office({ after: "1h" }, "7h30m"), hour(1), plain)).toEqual([["scheduled", 24.5]]);
    expect(fired(office({ at: "50%" }, "16h"), hour(1), plain)).toEqual([["scheduled", 8]]);
  });

  it("is the due time itself for what fires at it, where that is the next opening (C7)", () => {
    const day = [["09:00", "17:00"]] as const;
    const rolling = (fire: Fire) =>
      desk(fire, {
        calendars: { utc: { timeZone: "UTC", weeklyHours: { mon: day, tue: day } } },
        options: { endOfBudget: "nextOpening" },
        policies: [
          {
            id: "p",
            calendar: "utc",
            targets: { resolution: "8h" },
            actions: [{ kind: "reminder", id: "rule", metric: "resolution", fire }],
          },
        ],
      });
    expect(fired(rolling({ after: 0 }), hour(9), plain)).toEqual([["scheduled", 24]]);
    expect(fired(rolling({ before: "30m" }), hour(9), plain)).toEqual([["due", 7.5]]);
  });

  const withDays = (fire: Fire, resolution: Target, more: Partial<Definition<string>> = {}) =>
    desk(fire, {
      calendars: {
        utc: {
          timeZone: "UTC",
          weeklyHours: { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]], thu: [["10:00", "12:00"]] },
        },
      },
      policies: [
        {
          id: "p",
          calendar: "utc",
          targets: { resolution },
          actions: [{ kind: "reminder", id: "rule", metric: "resolution", fire }],
        },
      ],
      ...more,
    });

  it.each<[string, Fire, Target, number]>([
    ["after: the next one, the wall time moved into its hours", { after: { businessDays: 1 } }, "12h", 75],
    [
      "before: the one before, at the same wall time",
      { before: { businessDays: 1 } },
      { businessDays: 2 },
      25,
    ],
    [
      "before more days than there are: at the start",
      { before: { businessDays: 3 } },
      { businessDays: 2 },
      0,
    ],
    [
      "around the clock: so many dates",
      { after: { businessDays: 2 } },
      { amount: "6h", basis: "aroundTheClock" },
      54,
    ],
  ])("business days %s (C8)", (_, fire, target, hours) => {
    expect(fired(withDays(fire, target), hour(hours), plain)).toEqual([["due", hours]]);
    if (hours > 0)
      expect(fired(withDays(fire, target), hour(hours) - 1, plain)).toEqual([["scheduled", hours]]);
  });

  it("business days follow the due time that a pause has moved, and are open while it lasts", () => {
    const sla = withDays({ after: { businessDays: 1 } }, "4h");
    const paused = [...plain, status(hour(1), "pending")];
    expect(fired(sla, hour(2), paused)).toEqual([["scheduled", null]]);
    expect(fired(sla, hour(4), [...paused, status(hour(3), "open")])).toEqual([["scheduled", 24 + 6]]);
  });

  it.each<[string, Target]>([
    ["an amount of time", "20h"],
    ["days", { businessDays: 4 }],
  ])(
    "business days before a due time of %s: a pause moves what it has not passed, and never what it has (A2)",
    (_, target) => {
      const sla = desk(
        { before: { businessDays: 1 } },
        {
          calendars: { utc: { timeZone: "UTC", always: true } },
          policies: [
            {
              id: "p",
              calendar: "utc",
              targets: { resolution: target },
              actions: [
                { kind: "reminder", id: "rule", metric: "resolution", fire: { before: { businessDays: 1 } } },
              ],
            },
          ],
        },
      );
      const mark = target === "20h" ? 0 : 72;
      const early = [...plain, status(hour(mark - 5), "pending"), status(hour(mark - 2), "open")];
      const late = [...plain, status(hour(mark + 1), "pending"), status(hour(mark + 6), "open")];
      if (mark > 0) {
        expect(fired(sla, hour(mark - 3), early)).toEqual([["scheduled", null]]);
        expect(fired(sla, hour(mark), early)).toEqual([["scheduled", mark + 3]]);
      }
      for (const later of [0.5, 2, 7]) expect(fired(sla, hour(mark + later), late)).toEqual([["due", mark]]);
    },
  );

  it("business days before: what another promise moved on was passed all the same", () => {
    const sla = withDays({ before: { businessDays: 1 } }, { byPriority: { low: "20h" }, otherwise: "10h" });
    const events = [...plain, priority(hour(2.5), "low")]; // due on Tuesday at 11:00, then on a Monday
    expect(fired(sla, hour(2), events)).toEqual([["due", 2]]);
    expect(fired(sla, hour(3), events)).toEqual([["due", 2]]);
  });

  it("business days after a due time that was used up are not moved by a pause since", () => {
    const sla = withDays({ after: { businessDays: 1 } }, "4h");
    const events = [...plain, status(hour(5), "pending"), status(hour(30), "open")];
    for (const hours of [6, 20, 31])
      expect(fired(sla, hour(hours), events)).toEqual([[hours < 28 ? "scheduled" : "due", 28]]);
  });

  it("business days are a whole number from 1 on", () => {
    for (const businessDays of [0, -1, 1.5, 10_001])
      expect(() => withDays({ after: { businessDays } }, "4h")).toThrow(
        "write a whole number of days, from 1 to 10000",
      );
  });

  it("is before and after an instant by business time, whatever pauses there are (K9)", () => {
    const fixed = (fire: Fire) =>
      compileSla<string>({
        policies: [
          {
            id: "p",
            targets: { resolution: { field: "promised" } },
            actions: [{ kind: "reminder", id: "rule", metric: "resolution", fire }],
          },
        ],
      });
    const events = [
      opened(hour(0), { promised: hour(5) }),
      status(hour(1), "pending"),
      status(hour(7), "open"),
    ];
    for (const asOf of [2, 4.5, 8]) {
      expect(fired(fixed({ before: "30m" }), hour(asOf), events)[0][1]).toBe(4.5);
      expect(fired(fixed({ after: "1h" }), hour(asOf), events)[0][1]).toBe(6);
      expect(fired(fixed({ before: "9h" }), hour(asOf), events)).toEqual([["due", 0]]);
    }
  });

  it("has come when a pause begins at that very moment: remaining has reached the amount", () => {
    const events = [...plain, status(hour(3.5), "pending"), status(hour(9), "open")];
    for (const asOf of [3.5, 5, 10])
      expect(fired(desk({ before: "30m" }), hour(asOf), events)).toEqual([["due", 3.5]]);
  });

  it("moves with a pause that began before it fired", () => {
    const events = [...plain, status(hour(1), "pending"), status(hour(2), "open")];
    for (const [fire, hours] of [
      [{ before: "30m" }, 4.5],
      [{ after: "1h" }, 6],
      [{ at: "75%" }, 4],
    ] as const) {
      expect(fired(desk(fire), hour(1.5), events)).toEqual([["scheduled", null]]);
      expect(fired(desk(fire), hour(3), events)).toEqual([["scheduled", hours]]);
    }
  });

  it("never moves once it has fired", () => {
    const events = [...plain, status(hour(3.75), "pending"), status(hour(9), "open")];
    for (const asOf of [3.5, 3.75, 5, 9, 10])
      expect(fired(desk({ before: "30m" }), hour(asOf), events)).toEqual([["due", 3.5]]);
    const overdue = [...plain, status(hour(5.5), "pending"), status(hour(9), "open")];
    expect(fired(desk({ after: "1h" }), hour(7), overdue)).toEqual([["due", 5]]);
  });

  it("stays open while a pause holds the clock past its due time", () => {
    const events = [...plain, status(hour(4.5), "pending"), status(hour(9), "open")];
    expect(fired(desk({ after: "1h" }), hour(8), events)).toEqual([["scheduled", null]]);
    expect(fired(desk({ after: "1h" }), hour(9), events)).toEqual([["scheduled", 9.5]]);
  });

  it("follows another target", () => {
    const raised = [...plain, priority(hour(1), "urgent")];
    expect(fired(desk({ before: "30m" }), hour(1), raised)).toEqual([["scheduled", 1.5]]);
    const lowered = [...plain, priority(hour(1), "low")];
    expect(fired(desk({ before: "30m" }), hour(1), lowered)).toEqual([["scheduled", 7.5]]);
    expect(fired(desk({ at: "75%" }), hour(1), lowered)).toEqual([["scheduled", 6]]);
  });

  it("stays when it had fired under the target before", () => {
    const lowered = [...plain, priority(hour(3.75), "low")];
    for (const asOf of [3.6, 3.75, 5, 7.6]) {
      expect(fired(desk({ before: "30m" }), hour(asOf), lowered)).toEqual([["due", 3.5]]);
    }
  });

  it("is never before the event that implied it", () => {
    const late = [opened(hour(0), { plan: "none" }), changes(hour(6), { plan: "gold" })];
    for (const fire of [
      { before: "30m" },
      { after: "1h" },
      { at: "75%" },
      { at: "100%" },
      { after: "10m" },
    ] as Fire[]) {
      expect(verdict(desk(fire), hour(6) - 1, late).actions).toEqual([]);
      for (const { fireAt } of verdict(desk(fire), hour(7), late).actions)
        expect(fireAt).toBeGreaterThanOrEqual(hour(6));
    }
  });

  it("is never without a target, nor when the target is never due", () => {
    expect(verdict(desk({ before: "30m" }), hour(1), [opened(hour(0), { plan: "none" })]).actions).toEqual(
      [],
    );
    const fair = desk(
      { before: "30m" },
      {
        calendars: { fair: { timeZone: "UTC", specialHours: { "2026-03-02": [["09:00", "10:00"]] } } },
        policies: [
          {
            id: "p",
            calendar: "fair",
            targets: { resolution: "2h" },
            actions: [
              { kind: "reminder", id: "early", metric: "resolution", fire: { at: "25%" } },
              { kind: "reminder", id: "never", metric: "resolution", fire: { before: "30m" } },
            ],
          },
        ],
      },
    );
    const { actions, nextChangeAt } = verdict(fair, hour(0), plain);
    expect(actions.filter(({ fireAt }) => fireAt !== null)).toMatchObject([
      { rule: "early", fireAt: hour(0.5) },
    ]);
    expect(nextChangeAt).toBe(hour(0.5));
  });
});

describe("how an action stands (A4)", () => {
  it("`lapsed`: a reminder before the target whose clock ended before anybody performed it", () => {
    const events = [...plain, status(hour(3.75), "solved")];
    expect(fired(desk({ before: "30m" }), hour(3.75) - 1, events)).toEqual([["due", 3.5]]);
    expect(fired(desk({ before: "30m" }), hour(3.75), events)).toEqual([["lapsed", 3.5]]);
    expect(fired(desk({ before: "30m" }), hour(30), events)).toEqual([["lapsed", 3.5]]);
    expect(fired(desk({ at: "75%" }), hour(30), events)).toEqual([["lapsed", 3]]);
  });

  it("still `due` after the end for one at or after the target that had fired", () => {
    const events = [...plain, status(hour(6), "solved")];
    expect(fired(desk({ after: "1h" }), hour(30), events)).toEqual([["due", 5]]);
    expect(fired(desk({ at: "100%" }), hour(30), events)).toEqual([["due", 4]]);
    expect(fired(desk({ at: "125%" }), hour(30), events)).toEqual([["due", 5]]);
  });

  it("never due when its clock ended first, not even at its own millisecond", () => {
    for (const [fire, end] of [
      [{ before: "30m" }, 2],
      [{ before: "30m" }, 3.5],
      [{ after: "1h" }, 4.5],
      [{ after: "1h" }, 5],
    ] as const) {
      const events = [...plain, status(hour(end), "solved")];
      for (const asOf of [end, end + 1, 100])
        expect(
          fired(desk(fire), hour(asOf), events).filter(
            ([status]) => status === "due" || status === "scheduled",
          ),
        ).toEqual([]);
    }
  });

  it("`skipped`: before the target and already past when its target came into force", () => {
    const late = [opened(hour(0), { plan: "none" }), changes(hour(3.75), { plan: "gold" })];
    for (const fire of [{ before: "30m" }, { at: "75%" }] as Fire[]) {
      expect(fired(desk(fire), hour(3.75), late).map(([status]) => status)).toEqual(["skipped"]);
      expect(fired(desk(fire), hour(10), late).map(([status]) => status)).toEqual(["skipped"]);
    }
    const cut = [...plain, priority(hour(1.75), "urgent")];
    expect(fired(desk({ before: "30m" }), hour(1.75), cut).map(([status]) => status)).toEqual(["skipped"]);
  });

  it("not skipped when its moment is the very one at which its target came into force", () => {
    const late = [opened(hour(0), { plan: "none" }), changes(hour(3.5), { plan: "gold" })];
    expect(fired(desk({ before: "30m" }), hour(3.5), late)).toEqual([["due", 3.5]]);
    expect(fired(desk({ before: "10h" }), hour(0), plain)).toEqual([["due", 0]]);
  });

  it("due at that moment for one at or after the target that is already past", () => {
    const late = [opened(hour(0), { plan: "none" }), changes(hour(6), { plan: "gold" })];
    for (const fire of [{ after: "1h" }, { at: "100%" }, { at: "125%" }] as Fire[]) {
      expect(fired(desk(fire), hour(6), late)).toEqual([["due", 6]]);
      expect(fired(desk(fire), hour(9), late)).toEqual([["due", 6]]);
    }
    expect(fired(desk({ after: "3h" }), hour(6), late)).toEqual([["scheduled", 7]]);
  });

  it("skipped at or after the target too, where the rule says so of late ones", () => {
    const skipping = (fire: Fire) =>
      compileSla<string>({
        policies: [
          {
            id: "gold",
            if: { field: "plan", is: "gold" },
            targets: { resolution: "4h" },
            actions: [{ kind: "escalation", id: "rule", metric: "resolution", fire, late: "skip" }],
          },
        ],
      });
    const late = [opened(hour(0), { plan: "none" }), changes(hour(6), { plan: "gold" })];
    for (const fire of [{ after: "1h" }, { at: "100%" }, { at: "125%" }] as Fire[]) {
      expect(fired(skipping(fire), hour(6), late)).toEqual([["skipped", 6]]);
      expect(fired(skipping(fire), hour(9), late)).toEqual([["skipped", 6]]);
    }
    expect(fired(skipping({ after: "3h" }), hour(6), late)).toEqual([["scheduled", 7]]);
    const inTime = [opened(hour(0), { plan: "gold" })];
    expect(fired(skipping({ at: "100%" }), hour(5), inTime)).toEqual([["due", 4]]);
  });

  it("of a clock that starts in the past: not before the event that started it", () => {
    const backdated = (fire: Fire) =>
      compileSla<string>({
        metrics: [
          {
            id: "outage",
            start: [{ on: "becomes", condition: { field: "kind", is: "outage" } }],
            from: { fact: "createdAt" },
            stop: [{ on: "becomes", condition: { fact: "done", is: true } }],
            repeats: "once",
          },
        ],
        policies: [
          {
            id: "all",
            targets: { outage: { amount: "4h", atRisk: "2h" } },
            actions: [{ kind: "reminder", id: "rule", metric: "outage", fire }],
          },
        ],
      });
    const events = [opened(hour(0)), changes(hour(3), { kind: "outage" })];
    expect(fired(backdated({ before: "3h" }), hour(5), events)).toEqual([["skipped", 3]]);
    expect(fired(backdated({ before: "1h" }), hour(5), events)).toEqual([["due", 3]]);
    expect(fired(backdated({ before: "30m" }), hour(5), events)).toEqual([["due", 3.5]]);
    const late = [opened(hour(0)), changes(hour(6), { kind: "outage" })];
    expect(fired(backdated({ after: "1h" }), hour(7), late)).toEqual([["due", 6]]);
    const atRisk = (asOf: number) =>
      evaluateTicket(backdated({ after: "1h" }), ticket(...events), { asOf: hour(asOf) }).clocks[0].atRiskAt;
    expect(atRisk(3)).toBe(hour(3));
  });

  it("due at the reopening where it came while the ticket was done, or skipped if before the target", () => {
    const counting = (fire: Fire) =>
      compileSla<string>({
        metrics: [
          {
            id: "resolution",
            start: [{ on: "created" }],
            stop: [{ on: "becomes", condition: { fact: "done", is: true } }],
            repeats: "once",
            reopen: { on: [{ on: "ceases", condition: { fact: "done", is: true } }], as: "count" },
          },
        ],
        policies: [
          {
            id: "p",
            targets: { resolution: "4h" },
            actions: [{ kind: "reminder", id: "rule", metric: "resolution", fire }],
          },
        ],
      });
    const late = [...plain, status(hour(2), "solved"), status(hour(12), "open")];
    for (const fire of [{ after: 0 }, { at: "100%" }, { after: "1h" }] as Fire[]) {
      expect(fired(counting(fire), hour(11), late).filter(([status]) => status === "due")).toEqual([]);
      expect(fired(counting(fire), hour(12), late)).toEqual([["due", 12]]);
      expect(fired(counting(fire), hour(20), late)).toEqual([["due", 12]]);
    }
    expect(fired(counting({ after: "30h" }), hour(12), late)).toEqual([["scheduled", 34]]);
    for (const fire of [{ before: "30m" }, { at: "75%" }] as Fire[])
      expect(fired(counting(fire), hour(12), late).map(([status]) => status)).toEqual(["skipped"]);
  });

  it("due at the reopening where the target was used up to the millisecond when the ticket became done", () => {
    const events = [...plain, status(hour(4), "solved"), status(hour(12), "open")];
    expect(fired(desk({ at: "100%" }), hour(11), events).filter(([status]) => status === "due")).toEqual([]);
    expect(fired(desk({ at: "100%" }), hour(12), events)).toEqual([["due", 12]]);
    expect(fired(desk({ after: "1h" }), hour(12), events)).toEqual([["scheduled", 13]]);
  });

  it("scheduled anew when a reopening resumes the clock before it had fired", () => {
    const events = [...plain, status(hour(3), "solved"), status(hour(8), "open")];
    expect(fired(desk({ before: "30m" }), hour(8), events)).toEqual([["scheduled", 8.5]]);
    expect(fired(desk({ before: "30m" }), hour(9), events)).toEqual([["due", 8.5]]);
  });
});

describe("what an action carries (A1, A3)", () => {
  const rules: ActionDefinition<string>[] = [
    { kind: "reminder", id: "soon", metric: "nextResponse", fire: { before: "30m" }, notify: ["assignee"] },
    {
      kind: "escalation",
      id: "to/lead",
      metric: "nextResponse",
      fire: { after: "1h" },
      notify: ["group:leads", "location.owners"],
      set: { assignee: "user:lead", priority: "urgent" },
    },
  ];
  const sla = compileSla<string>({
    policies: [
      { id: "gold", if: { field: "plan", is: "gold" }, targets: { nextResponse: "4h" }, actions: rules },
      {
        id: "rest",
        targets: { nextResponse: "8h" },
        actions: rules.map((rule) => ({ ...rule, id: `rest-${rule.id}` })),
      },
    ],
  });
  const events = [
    opened(hour(0), { plan: "gold" }),
    reply(hour(1)),
    request(hour(2)),
    reply(hour(3)),
    request(hour(4)),
  ];

  it("its rule's content, as data", () => {
    expect(verdict(sla, hour(5), events).actions).toMatchObject([
      {
        kind: "reminder",
        rule: "soon",
        policy: "gold",
        metric: "nextResponse",
        clock: "nextResponse#2",
        fireAt: hour(7.5),
        status: "scheduled",
        notify: ["assignee"],
        set: null,
      },
      {
        kind: "escalation",
        rule: "to/lead",
        fireAt: hour(9),
        notify: ["group:leads", "location.owners"],
        set: { assignee: "user:lead", priority: "urgent" },
      },
    ]);
  });

  it("an id that is the same at every asOf, whenever it fires", () => {
    const moved = [...events, status(hour(4.5), "solved"), status(hour(6), "open")];
    const ids = [4, 5, 7.5, 8, 9, 30].map((asOf) =>
      verdict(sla, hour(asOf), events).actions.map(({ id }) => id),
    );
    expect(new Set(ids.map((list) => list.join())).size).toBe(1);
    expect(verdict(sla, hour(4.25), moved).actions.map(({ id }) => id)).toEqual(ids[0]);
  });

  it("an id of its own for each clock, rule and policy", () => {
    const seen = new Set<string>();
    const long = [...events, reply(hour(20)), request(hour(21)), changes(hour(21.5), { plan: "tin" })];
    const { actions } = verdict(sla, hour(40), long);
    for (const { id } of actions) seen.add(id);
    expect(actions).toHaveLength(4);
    expect(seen.size).toBe(actions.length);
  });

  it("an id that a slash in a name cannot forge", () => {
    const named = (policy: string, rule: string) =>
      verdict(
        compileSla<string>({
          policies: [
            {
              id: policy,
              targets: { resolution: "4h" },
              actions: [{ kind: "reminder", id: rule, metric: "resolution", fire: { before: "1h" } }],
            },
          ],
        }),
        hour(1),
        plain,
      ).actions[0].id;
    expect(
      new Set([named("a/b", "c"), named("a", "b/c"), named("a%2Fb", "c"), named("a", "b%2Fc")]).size,
    ).toBe(4);
    expect(named("\ud83d", "lone")).toContain("lone");
  });
});

describe("nextChangeAt (A6)", () => {
  const sla = desk({ before: "30m" });

  it("is the next action, then the due time, then never", () => {
    expect(verdict(sla, hour(0), plain).nextChangeAt).toBe(hour(3.5));
    expect(verdict(sla, hour(3.5) - 1, plain).nextChangeAt).toBe(hour(3.5));
    expect(verdict(sla, hour(3.5), plain).nextChangeAt).toBe(hour(4));
    expect(verdict(sla, hour(4), plain).nextChangeAt).toBeNull();
  });

  it("is an action after the due time too", () => {
    const late = desk({ after: "1h" });
    expect(verdict(late, hour(0), plain).nextChangeAt).toBe(hour(4));
    expect(verdict(late, hour(4), plain).nextChangeAt).toBe(hour(5));
    expect(verdict(late, hour(5), plain).nextChangeAt).toBeNull();
  });

  it("is never while paused, and once the ticket is done", () => {
    expect(verdict(sla, hour(2), [...plain, status(hour(1), "pending")]).nextChangeAt).toBeNull();
    expect(verdict(sla, hour(2), [...plain, status(hour(1), "solved")]).nextChangeAt).toBeNull();
  });

  it("passes over an opening at which a clock is due that paused with nothing left (K9), not over an instant that pauses do not move", () => {
    const day = [["09:00", "17:00"]] as const;
    const office = compileSla<string>({
      calendars: { utc: { timeZone: "UTC", weeklyHours: { mon: day, tue: day } } },
      policies: [{ id: "p", calendar: "utc", targets: { resolution: "8h" } }],
      options: { endOfBudget: "nextOpening" },
    });
    const paused = [...plain, status(hour(8), "pending")];
    const resting = verdict(office, hour(9), paused);
    expect(resting.clocks).toMatchObject([{ state: "paused", remainingMs: 0, dueAt: hour(24) }]);
    expect(verdict(office, hour(24), paused).clocks).toMatchObject([{ state: "paused", breachedAt: null }]);
    expect(resting.nextChangeAt).toBeNull();
    const agreed = { type: "due.overridden", at: hour(8), metric: "resolution", dueAt: hour(12) };
    const waiting = verdict(office, hour(9), [...paused, agreed]);
    expect(waiting.clocks).toMatchObject([
      { state: "paused", remainingMs: 0, dueAt: hour(12), breachedAt: null },
    ]);
    expect(verdict(office, hour(12), [...paused, agreed]).clocks[0].breachedAt).toBe(hour(12));
    expect(waiting.nextChangeAt).toBe(hour(12));
  });

  it("passes over the due time of a clock that was breached before, if the breach stays (K10)", () => {
    const events = [opened(hour(0), { priority: "urgent" }), priority(hour(3), "low")];
    expect(verdict(desk({ at: "1%" }), hour(3), events).nextChangeAt).toBeNull();
    const judged = desk({ at: "1%" }, { options: { breach: "current" } });
    expect(verdict(judged, hour(3), events).nextChangeAt).toBe(hour(8));
  });

  it("knows nothing of events later than asOf", () => {
    const events = [...plain, status(hour(1), "solved")];
    expect(verdict(sla, hour(0.5), events).nextChangeAt).toBe(hour(3.5));
  });

  it("leaves out the opening and closing of business hours", () => {
    const day = [["09:00", "17:00"]] as const;
    const office = compileSla<string>({
      calendars: { utc: { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day } } },
      policies: [{ id: "p", calendar: "utc", targets: { resolution: "20h" } }],
    });
    expect(verdict(office, hour(1), plain).nextChangeAt).toBe(hour(52));
    expect(verdict(office, hour(9), plain).nextChangeAt).toBe(hour(52));
  });

  it("is the due time of an instant while the clock is paused: pauses do not move it (K9)", () => {
    const fixed = compileSla<string>({
      policies: [{ id: "p", targets: { resolution: { field: "promised" } } }],
    });
    const events = [opened(hour(0), { promised: hour(5) }), status(hour(1), "pending")];
    expect(verdict(fixed, hour(2), events).nextChangeAt).toBe(hour(5));
  });
});

describe("urgency", () => {
  const sla = compileSla<string>({
    policies: [
      {
        id: "p",
        if: { field: "plan", isNot: "none" },
        targets: { firstResponse: "4h", resolution: "3h", nextResponse: "1h" },
      },
    ],
    measure: ["resolution"],
  });

  it("is the running clock that is due first", () => {
    expect(verdict(sla, hour(1), plain).urgency).toEqual({
      metric: "resolution",
      clock: "resolution#1",
      dueAt: hour(3),
    });
  });

  it("stays with a clock that is overdue", () => {
    expect(verdict(sla, hour(3.5), plain).urgency).toMatchObject({ metric: "resolution", dueAt: hour(3) });
  });

  it("puts paused clocks after running ones", () => {
    const pending = [...plain, status(hour(1), "pending")];
    expect(verdict(sla, hour(2), pending).urgency).toEqual({
      metric: "firstResponse",
      clock: "firstResponse#1",
      dueAt: hour(4),
    });
    const answered = [...pending, reply(hour(1.5))];
    expect(verdict(sla, hour(2), answered).urgency).toEqual({
      metric: "resolution",
      clock: "resolution#1",
      dueAt: null,
    });
  });

  it("is none when nothing runs, or nothing has a target", () => {
    expect(verdict(sla, hour(2), [...plain, status(hour(1), "solved")]).urgency).toBeNull();
    expect(verdict(sla, hour(2), [opened(hour(0), { plan: "none" })]).urgency).toBeNull();
  });
});
