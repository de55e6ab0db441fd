import { type Action, compileSla, evaluateTicket } from "dueclock";
import { describe, expect, it } from "vitest";
import {
  acknowledged,
  delivered,
  desk,
  does,
  lines,
  next,
  officeDesk,
  type Rule,
  rule,
} from "./actionDesk.ts";
import {
  changes,
  type Draft,
  happens,
  hour,
  opened,
  priority,
  reply,
  request,
  status,
  ticket,
  verdict,
} from "./desk.ts";

const plain = [opened(hour(0))];
type Asked = Parameters<typeof verdict>[0];
const idsOf = (sla: Asked, hours: number, events: readonly Draft[] = plain) =>
  verdict(sla, hour(hours), events).actions.map(({ id }) => id);
/** The events, those of another order last: they keep the numbers they have. */
const codes = (sla: Asked, hours: number, events: readonly Draft[]) =>
  verdict(sla, hour(hours), events).warnings.map(({ code }) => code);

describe("an acknowledgement (A1)", () => {
  const chain: Rule = {
    fire: { after: 0 },
    steps: [{ after: "1h" }, { after: "2h" }],
    until: "acknowledged",
  };
  const sla = desk(chain);
  const [first, second] = idsOf(sla, 0);

  it("of one step ends the chain: what it lets come no more is not there", () => {
    expect(does(sla, 9, [...plain, acknowledged(hour(4.5), first)])).toEqual(["1.1 due 4"]);
    expect(next(sla, 4.5, [...plain, acknowledged(hour(4.5), first)])).toBeNull();
    expect(does(sla, 4.25, [...plain, acknowledged(hour(4.5), first)])).toEqual([
      "1.1 due 4",
      "1.2 scheduled 5",
      "1.3 scheduled 6",
    ]);
  });

  it("of all does so too", () => {
    expect(does(sla, 9, [...plain, acknowledged(hour(5.5))])).toEqual(["1.1 due 4", "1.2 due 5"]);
  });

  it("before the first step leaves nothing", () => {
    expect(does(sla, 9, [...plain, acknowledged(hour(1))])).toEqual([]);
    expect(does(sla, 9, [...plain, acknowledged(hour(1), first)])).toEqual([]);
  });

  it("in the millisecond of a step finds it fired: one may acknowledge what has just come", () => {
    expect(does(sla, 9, [...plain, acknowledged(hour(4), first)])).toEqual(["1.1 due 4"]);
    expect(does(sla, 9, [...plain, acknowledged(hour(5))])).toEqual(["1.1 due 4", "1.2 due 5"]);
    expect(does(sla, 9, [...plain, acknowledged(hour(5) - 1)])).toEqual(["1.1 due 4"]);
  });

  it("after the last step changes nothing", () => {
    expect(does(sla, 9, [...plain, acknowledged(hour(7), second)])).toEqual([
      "1.1 due 4",
      "1.2 due 5",
      "1.3 due 6",
    ]);
  });

  it("keeps what was delivered before", () => {
    const events = [...plain, delivered(hour(4), first), acknowledged(hour(4.5), first)];
    expect(does(sla, 9, events)).toEqual(["1.1 delivered 4"]);
  });

  it("ends a repetition and leaves rules alone that do not listen", () => {
    const two = desk([
      { fire: { after: 0 }, repeat: { every: "1h", times: 3 }, until: "acknowledged" },
      { id: "deaf", fire: { after: "90m" } },
    ]);
    expect(does(two, 9, [...plain, acknowledged(hour(5.5))])).toEqual(["due 4", "×2 due 5", "due 5.5"]);
  });

  it("of an action of another rule leaves this one alone", () => {
    const two = desk([chain, { id: "other", fire: { after: 0 }, until: "acknowledged" }]);
    const other = verdict(two, hour(9), plain).actions.find((one) => one.rule === "other")!.id;
    expect(does(two, 9, [...plain, acknowledged(hour(4.5), other)])).toHaveLength(4);
  });

  it("of another clock, or of one before this clock began, leaves this clock alone", () => {
    const next = desk({ ...chain, metric: "nextResponse" }, { targets: { nextResponse: "4h" } });
    const talk = [opened(hour(0)), reply(hour(1)), request(hour(2))];
    const [one] = idsOf(next, 3, talk);
    const again = [...talk, acknowledged(hour(6.5), one), reply(hour(7)), request(hour(8))];
    expect(does(next, 20, again)).toEqual(["1.1 due 6", "1.1 due 12", "1.2 due 13", "1.3 due 14"]);
    const all = [...talk, acknowledged(hour(6.5)), reply(hour(7)), request(hour(8))];
    expect(does(next, 20, all)).toEqual(["1.1 due 6", "1.1 due 12", "1.2 due 13", "1.3 due 14"]);
    const lateOne = [...talk, reply(hour(7)), request(hour(8)), acknowledged(hour(9), one)];
    expect(does(next, 20, lateOne)).toEqual(["1.1 due 6", "1.1 due 12", "1.2 due 13", "1.3 due 14"]);
  });

  it("that arrives late takes back what had fallen due since", () => {
    expect(does(sla, 9, [...plain, delivered(hour(5), second), acknowledged(hour(4.5), first)])).toEqual([
      "1.1 due 4",
      "1.2 retracted open",
    ]);
    expect(
      verdict(sla, hour(9), [...plain, delivered(hour(5), second), acknowledged(hour(4.5), first)])
        .actions[1],
    ).toMatchObject({ id: second, clock: "resolution#1", deliveredAt: hour(5) });
  });

  it("in the millisecond in which the clock starts, or that puts off by quiet hours, counts", () => {
    expect(does(sla, 9, [...plain, acknowledged(hour(0))])).toEqual([]);
    const quiet = officeDesk(
      { fire: { after: 0 }, quiet: true, until: "acknowledged" },
      { targets: { resolution: "8h" } },
    );
    expect(does(quiet, 30, [...plain, acknowledged(hour(20))])).toEqual([]);
    expect(next(quiet, 20, [...plain, acknowledged(hour(20))])).toBeNull();
  });

  it("of what nobody knows is a warning and changes nothing", () => {
    const odd = [
      undefined,
      null,
      5,
      "",
      "nonsense",
      first.replace("T-1", "T-2"),
      first.replace("/rule/", "/other/"),
      `${first}/1`,
    ];
    for (const action of odd.slice(1)) {
      const given = verdict(sla, hour(9), [...plain, happens("acknowledged", hour(4.5), { action })]);
      expect(lines(given), String(action)).toHaveLength(3);
      const code = typeof action === "string" ? "history.unknown_action" : "history.odd_member";
      expect(given.warnings, String(action)).toMatchObject([{ code, event: "e2" }]);
    }
  });

  it("by a clock that is reopened afterwards stays", () => {
    const events = [...plain, acknowledged(hour(4.5)), status(hour(4.75), "solved"), status(hour(8), "open")];
    expect(does(sla, 20, events)).toEqual(["1.1 due 4"]);
  });
});

describe("a delivery (A4, A5)", () => {
  const sla = desk([{ fire: { before: "30m" } }, { id: "late", fire: { after: "1h" } }]);
  const [soon, late] = idsOf(sla, 0);

  it("settles its action, for good", () => {
    const events = [...plain, delivered(hour(3.6), soon)];
    expect(does(sla, 3.55, events)).toEqual(["due 3.5", "scheduled 5"]);
    for (const hours of [3.6, 4, 5, 99]) expect(does(sla, hours, events)[0]).toBe("delivered 3.5");
    const [action] = verdict(sla, hour(9), events).actions;
    expect(action).toMatchObject({ id: soon, deliveredAt: hour(3.6), clock: "resolution#1" });
  });

  it("told twice is told once, and by the first", () => {
    const events = [...plain, delivered(hour(3.6), soon), delivered(hour(3.7), soon)];
    expect(does(sla, 9, events)).toEqual(["delivered 3.5", "due 5"]);
    expect(verdict(sla, hour(9), events).actions[0].deliveredAt).toBe(hour(3.6));
  });

  it("outlives the end of the clock: what is delivered never lapses", () => {
    expect(does(sla, 9, [...plain, delivered(hour(3.6), soon), status(hour(3.75), "solved")])).toEqual([
      "delivered 3.5",
    ]);
    expect(does(sla, 9, [...plain, delivered(hour(3.8), soon), status(hour(3.75), "solved")])).toEqual([
      "delivered 3.5",
    ]);
  });

  it("is not due again when a pause, an end or another target comes after it", () => {
    for (const later of [
      [status(hour(3.75), "pending"), status(hour(9), "open")],
      [status(hour(3.75), "solved"), status(hour(9), "open")],
      [priority(hour(3.75), "low")],
      [priority(hour(3.75), "urgent")],
    ])
      for (const hours of [4, 9, 20])
        expect(does(sla, hours, [...plain, delivered(hour(3.6), soon), ...later])[0]).toBe("delivered 3.5");
  });

  it("of a moment that a pause, known later, has put off is retracted until its time comes", () => {
    const events = [
      ...plain,
      delivered(hour(3.6), soon),
      status(hour(3), "pending"),
      status(hour(5), "open"),
    ];
    expect(does(sla, 5.25, events)).toEqual(["retracted 5.5", "scheduled 7"]);
    expect(does(sla, 5.5, events)).toEqual(["delivered 5.5", "scheduled 7"]);
    expect(does(sla, 4, events)).toEqual(["retracted open", "scheduled open"]);
  });

  it("of an action that, as is now known, never should have fired is retracted", () => {
    const events = [...plain, delivered(hour(3.6), soon), status(hour(3), "solved")];
    const { actions } = verdict(sla, hour(9), events);
    expect(actions).toMatchObject([
      {
        id: soon,
        status: "retracted",
        rule: "rule",
        metric: "resolution",
        policy: "p",
        deliveredAt: hour(3.6),
      },
    ]);
    expect(codes(sla, 9, events)).toEqual(["history.out_of_order"]);
  });

  it("of an action whose condition, as is now known, did not hold is retracted", () => {
    const vip = desk({ fire: { after: "1h" }, if: { field: "vip", is: true } });
    const [id] = idsOf(vip, 0);
    const events = [opened(hour(0), { vip: true }), delivered(hour(5), id), changes(hour(4), { vip: false })];
    expect(does(vip, 9, events)).toEqual(["retracted 5"]);
  });

  it("for a clock that another event turns out to have started settles that clock's", () => {
    const first = desk(
      { metric: "firstResponse", fire: { before: "30m" } },
      { targets: { firstResponse: "4h" } },
    );
    const opening = [opened(hour(0), {}, { by: "agent" }), request(hour(2))];
    const [id] = idsOf(first, 3, opening);
    expect(does(first, 5.5, opening)).toEqual(["due 5.5"]);
    const told = [...opening, delivered(hour(5.5), id), request(hour(1))];
    expect(does(first, 5.75, told)).toEqual(["delivered 4.5"]);
    const { actions } = verdict(first, hour(5.75), told);
    expect(actions).toHaveLength(1);
  });

  it("for such a clock settles each step of its chain by its own", () => {
    const chain = desk(
      { metric: "firstResponse", fire: { after: 0 }, steps: [{ after: "1h" }, { after: "2h" }] },
      { targets: { firstResponse: "4h" } },
    );
    const opening = [opened(hour(0), {}, { by: "agent" }), request(hour(2))];
    const [one, two] = idsOf(chain, 3, opening);
    const told = [...opening, delivered(hour(6), one), delivered(hour(7), two), request(hour(1))];
    expect(does(chain, 7.25, told)).toEqual(["1.1 delivered 5", "1.2 delivered 6", "1.3 due 7"]);
  });

  it("for a clock that is no more is retracted, and a later clock of the metric has its own", () => {
    const again = desk(
      { metric: "nextResponse", fire: { before: "30m" } },
      { targets: { nextResponse: "4h" } },
    );
    const talk = [opened(hour(0)), reply(hour(1)), request(hour(2))];
    const [id] = idsOf(again, 3, talk);
    const told = [...talk, delivered(hour(5.5), id), reply(hour(3)), request(hour(8))];
    expect(does(again, 12, told)).toEqual(["due 11.5", "retracted open"]);
    expect(verdict(again, hour(12), told).actions[1]).toMatchObject({
      id,
      clock: "nextResponse#1",
      deliveredAt: hour(5.5),
    });
    const solved = [...talk, delivered(hour(5.5), id), status(hour(1.5), "solved")];
    const gone = verdict(again, hour(12), solved).actions;
    expect(gone).toMatchObject([{ id, status: "retracted", clock: null, fireAt: null }]);
  });

  it("long after its clock had ended settles it, though another event turns out to have started the clock", () => {
    const first = desk({ metric: "nextResponse", fire: { at: "100%" } }, { targets: { nextResponse: "4h" } });
    const talk = [opened(hour(0)), reply(hour(1)), request(hour(2)), reply(hour(7))];
    const [id] = idsOf(first, 8, talk);
    const told = [...talk, delivered(hour(9), id), request(hour(1.5))];
    expect(does(first, 10, told)).toEqual(["delivered 5.5"]);
    // a clock that began in between is another one
    const again = [...talk, request(hour(8)), delivered(hour(13), id), request(hour(1.5))];
    expect(does(first, 14, again)).toEqual(["delivered 5.5", "due 12"]);
  });

  it("for a clock that ended earlier than was known does not settle what comes for the next one", () => {
    const again = desk(
      { metric: "nextResponse", fire: { before: "30m" } },
      { targets: { nextResponse: "4h" } },
    );
    const talk = [opened(hour(0)), reply(hour(1)), request(hour(2))];
    const [id] = idsOf(again, 3, talk);
    const told = [...talk, delivered(hour(5.5), id), reply(hour(3)), request(hour(4))];
    expect(does(again, 8, told)).toEqual(["due 7.5", "retracted open"]);
  });

  it("in one life of a clock that a retarget starts anew is none in the other", () => {
    const restarting = desk({ fire: { before: "30m" } }, { options: { retarget: "restart" } });
    const raised = [...plain, priority(hour(3.75), "urgent")];
    const [id] = idsOf(restarting, 3);
    expect(does(restarting, 9, [...raised, delivered(hour(3.6), id)])).toEqual(["delivered 3.5", "due 5.25"]);
    const [, second] = idsOf(restarting, 9, raised);
    // an earlier retarget comes to be known: the second life has another beginning
    const other = [...raised, delivered(hour(5.3), second), priority(hour(3.7), "urgent")];
    expect(does(restarting, 9, other)).toEqual(["lapsed 3.5", "delivered 5.2"]);
  });

  it("of what no rule of the definition is named like is a warning", () => {
    const foreign = [
      happens("action.delivered", hour(5), { action: 5 }),
      happens("action.delivered", hour(5)),
      delivered(hour(5), "nonsense"),
      delivered(hour(5), late.replace("T-1", "T-2")),
      delivered(hour(5), late.replace("/late/", "/unknown/")),
      delivered(hour(5), ""),
      delivered(hour(5), `${late}/1`),
      delivered(hour(5), late.replace(/1$/, "7")),
    ];
    for (const event of foreign) {
      const given = verdict(sla, hour(9), [...plain, event]);
      expect(lines(given).slice(-1), JSON.stringify(event)).toEqual(["due 5"]);
      expect(given.warnings, JSON.stringify(event)).toHaveLength(1);
      expect(given.warnings[0]).toMatchObject({
        code: typeof event.action === "string" ? "history.unknown_action" : "history.odd_member",
        event: "e2",
      });
    }
  });

  it("before the moment at which its action fires is retracted until then, delivered from then on", () => {
    const events = [...plain, delivered(hour(1), soon)];
    expect(does(sla, 2, events)).toEqual(["retracted 3.5", "scheduled 5"]);
    expect(does(sla, 3.5, events)).toEqual(["delivered 3.5", "scheduled 5"]);
    expect(next(sla, 2, events)).toBe(3.5);
  });

  it("of a step that another version of its rule has no more is known, and retracted where it is not planned", () => {
    const versions = compileSla<string>({
      policies: [
        {
          id: "p",
          targets: { resolution: "4h" },
          actions: [rule({ fire: { after: 0 }, steps: [{ after: "1h" }] })],
        },
      ],
      versions: [
        {
          id: "v2",
          from: hour(-1),
          policies: [{ id: "p", targets: { resolution: "4h" }, actions: [rule({ fire: { after: 0 } })] }],
        },
      ],
    });
    const old = desk({ fire: { after: 0 }, steps: [{ after: "1h" }] });
    const told = [...plain, delivered(hour(5), idsOf(old, 0)[1])];
    expect(does(versions, 9, told)).toEqual(["due 4", "1.2 retracted open"]);
    expect(codes(versions, 9, told)).toEqual([]);
  });

  it("under a policy that gives way to another settles its own rule, and the other's is another", () => {
    const two = compileSla<string>({
      policies: [
        {
          id: "gold",
          if: { field: "plan", is: "gold" },
          targets: { resolution: "4h" },
          actions: [rule({ id: "a", fire: { before: "30m" } })],
        },
        { id: "rest", targets: { resolution: "8h" }, actions: [rule({ id: "b", fire: { before: "30m" } })] },
      ],
    });
    const gold = [opened(hour(0), { plan: "gold" })];
    const [id] = idsOf(two, 0, gold);
    const moved = [...gold, delivered(hour(3.5), id), changes(hour(3.75), { plan: "tin" })];
    expect(verdict(two, hour(9), moved).actions.map((one: Action) => [one.rule, one.status])).toEqual([
      ["a", "delivered"],
      ["b", "due"],
    ]);
  });

  it("is kept for a ticket that is merged, deleted or exempted", () => {
    for (const end of [happens("merged", hour(3.75)), happens("deleted", hour(3.75))]) {
      expect(does(sla, 9, [...plain, delivered(hour(3.6), soon), end])).toEqual(["delivered 3.5"]);
      expect(does(sla, 9, [...plain, end])).toEqual(["lapsed 3.5"]);
    }
    const exempted = happens("exempted", hour(3.75), { reason: "storm" });
    expect(does(sla, 9, [...plain, delivered(hour(3.6), soon), exempted])[0]).toBe("delivered 3.5");
  });

  it("never changes what conditions see: it is no update of the ticket", () => {
    const idle = desk({ fire: { after: "1h" }, if: { not: { fact: "updatedAt", withinLast: "2h" } } });
    const [id] = idsOf(idle, 9);
    expect(does(idle, 9, [...plain, delivered(hour(4), id)])).toEqual(["delivered 5"]);
    expect(does(idle, 9, [...plain, acknowledged(hour(4))])).toEqual(["unmet 5"]);
  });
});

describe("the id of an action (A3)", () => {
  it("is the same at every asOf, whatever moves it, and its own for each clock, rule, repetition and step", () => {
    const sla = desk([
      { fire: { after: 0 }, steps: [{ after: "1h" }], repeat: { every: "3h", times: 2 } },
      { id: "b", fire: { after: 0 } },
    ]);
    const ids = new Set(idsOf(sla, 0));
    expect(ids.size).toBe(7);
    for (const more of [status(hour(1), "pending"), priority(hour(1), "urgent"), priority(hour(1), "low")])
      for (const hours of [1, 5, 99]) expect(new Set(idsOf(sla, hours, [...plain, more]))).toEqual(ids);
  });

  it("holds names with slashes and percents apart, and delivers them", () => {
    const names = ["a/b", "a%2Fb", "a%252Fb", "%", "/", "%2", "a b", "ü"];
    const sla = compileSla<string>({
      metrics: [
        {
          id: "m/1",
          start: [{ on: "changed", field: "team%/" }],
          stop: [],
          repeats: "always",
          per: "team%/",
        },
      ],
      policies: [
        {
          id: "p/%",
          targets: { "m/1": "4h" },
          actions: names.map((id) => rule({ id, metric: "m/1", fire: { after: 0 } })),
        },
      ],
    });
    const events = [opened(hour(0)), changes(hour(1), { "team%/": names })];
    const history = { ...ticket(...events), ticket: "T/1%2F" };
    const ids = evaluateTicket(sla, history, { asOf: hour(9) }).actions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(64);
    const told = ids.map(
      (action, i) => ({ id: `d${i}`, at: hour(10), type: "action.delivered", action }) as const,
    );
    const after = evaluateTicket(
      sla,
      { ...history, events: [...history.events, ...told] },
      { asOf: hour(10) },
    );
    expect(new Set(after.actions.map(({ status }) => status))).toEqual(new Set(["delivered"]));
    expect(after.actions.map(({ id }) => id)).toEqual(ids);
    expect(after.warnings).toEqual([]);
  });
});
