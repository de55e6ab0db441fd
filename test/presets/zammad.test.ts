import { type Condition, checkSla, compileSla } from "dueclock";
import { type ZammadOptions, zammad, zammadOrder } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import {
  all,
  at,
  changes,
  type Draft,
  hour,
  inHours,
  opened,
  priority,
  reading,
  reply,
  request,
  message as someMessage,
  status,
  verdict,
} from "../unit/engine/desk.ts";

const email = { channel: "email" };
const targets = { firstResponse: "1h", nextResponse: "2h", resolution: "4h" } as const;
const deskOf = (options?: ZammadOptions) =>
  compileSla({ ...zammad(options), policies: [{ id: "all", targets }] });
const desk = deskOf();
const customerOpens = opened(hour(0), { status: "new" }, email);
const answers = (hours: number, set = {}, more = {}) => reply(hour(hours), set, { ...email, ...more });
const writes = (hours: number, set = {}, more = {}) => request(hour(hours), set, { ...email, ...more });
const moves = (hours: number, to: string) => status(hour(hours), to);
const states = (hours: number, events: readonly Draft[], metric: string, sla = desk) =>
  all(sla, hours, events, metric).map(({ state, elapsedMs, dueAt }: Record<string, unknown>) => [
    state,
    elapsedMs,
    dueAt,
  ]);

describe("Zammad's first response", () => {
  it("counts from the creation until a public message of an agent", () => {
    expect(at(desk, 1, [customerOpens, answers(0.5)], "firstResponse")).toMatchObject({
      state: "fulfilled",
      elapsedMs: 0.5,
      met: true,
    });
  });

  it.each([
    ["a note", reply(hour(0.5), {}, { channel: "note" })],
    ["an internal message", reply(hour(0.5), {}, { ...email, visibility: "internal" })],
    ["an automatic answer", someMessage("system", hour(0.5), {}, email)],
    ["the customer's own", writes(0.5)],
  ])("is not given by %s", (_, event) => {
    expect(at(desk, 1, [customerOpens, event], "firstResponse").state).toBe("running");
  });

  it("is given by whoever opened the ticket to write to the customer, at once", () => {
    const byAgent = opened(hour(0), { status: "open" }, { ...email, by: "agent" });
    expect(at(desk, 1, [byAgent], "firstResponse")).toMatchObject({ state: "fulfilled", elapsedMs: 0 });
    expect(at(desk, 1, [byAgent], "resolution").state).toBe("running");
    expect(states(1, [byAgent], "nextResponse")).toEqual([]);
    const withNote = opened(hour(0), { status: "open" }, { channel: "note", by: "agent" });
    expect(at(desk, 1, [withNote], "firstResponse").state).toBe("running");
  });

  it("counts from the creation even where nobody has written", () => {
    expect(at(desk, 0.5, [opened(hour(0), {}, { by: "system" })], "firstResponse").dueAt).toBe(1);
  });

  it("may be given while the ticket is pending", () => {
    const events = [customerOpens, moves(0.25, "pending reminder"), answers(0.75), moves(1, "open")];
    expect(at(desk, 2, events, "firstResponse")).toMatchObject({ state: "fulfilled", elapsedMs: 0.25 });
  });
});

describe("Zammad's time to respond", () => {
  it("runs from the first message that waits, before the first response too, however many follow", () => {
    expect(states(0.5, [customerOpens, writes(0.25)], "nextResponse")).toEqual([["running", 0.5, 2]]);
    const answered = [customerOpens, answers(1), answers(1.5), writes(2), writes(3)];
    expect(states(3, answered, "nextResponse")).toEqual([
      ["fulfilled", 1, 2],
      ["running", 1, 4],
    ]);
  });

  it("runs from the last message where the setting says so", () => {
    const sla = deskOf({ lastContactBehaviour: "based_on_customer_reaction" });
    const events = [customerOpens, writes(0.5), answers(1), writes(2), writes(3)];
    expect(
      states(3, events, "nextResponse", sla).filter(([state]: string[]) => state !== "cancelled"),
    ).toEqual([
      ["fulfilled", 0.5, 2.5],
      ["running", 0, 5],
    ]);
  });

  it("does not run for a note of the customer's", () => {
    expect(states(1, [opened(hour(0), {}, { channel: "note" })], "nextResponse")).toEqual([]);
  });

  it("waits for a ticket that is closed to be opened again", () => {
    const events = [customerOpens, answers(0.5), moves(1, "closed"), writes(2), moves(2.25, "open")];
    expect(states(2, events, "nextResponse").at(-1)).toEqual(["paused", 0, null]);
    expect(states(3, events, "nextResponse").at(-1)).toEqual(["running", 0.75, 4.25]);
  });
});

describe("Zammad's time between agent updates", () => {
  const sla = compileSla({ ...zammad(), policies: [{ id: "projects", targets: { periodicUpdate: "2h" } }] });

  it("counts from the creation, and from each message of an agent", () => {
    const events = [customerOpens, answers(0.5), writes(1), answers(1.75)];
    expect(states(2, events, "periodicUpdate", sla)).toEqual([
      ["fulfilled", 0.5, 2],
      ["fulfilled", 1.25, 2.5],
      ["running", 0.25, 3.75],
    ]);
  });
});

describe("Zammad's solution", () => {
  it("is given by the first closing, and never comes back", () => {
    const events = [customerOpens, moves(1, "closed"), moves(2, "open"), moves(8, "closed")];
    expect(states(9, events, "resolution")).toEqual([["fulfilled", 1, 4]]);
  });

  it("has taken no time where the ticket was born pending, and closed from there", () => {
    const events = [opened(hour(0), { status: "pending close" }, email), moves(3, "closed")];
    expect(states(3, events, "resolution")).toEqual([["fulfilled", 0, 7]]);
  });

  it("is not given by a merge", () => {
    expect(at(desk, 5, [customerOpens, moves(1, "merged")], "resolution")).toMatchObject({
      state: "paused",
      elapsedMs: 1,
    });
  });
});

describe("Zammad's pauses", () => {
  it.each(["pending reminder", "pending close", "closed", "merged", "removed"])(
    "are those of the state %s",
    (state) => {
      const events = [customerOpens, moves(0.5, state), moves(2.5, "open")];
      expect(at(desk, 1, events, "firstResponse")).toMatchObject({ state: "paused", dueAt: null });
      expect(at(desk, 3, events, "firstResponse")).toMatchObject({ state: "running", dueAt: 3, pausedMs: 2 });
    },
  );

  it("are those of the states that ignore escalation, by option", () => {
    const sla = compileSla({
      ...zammad({ ignoreEscalation: ["waiting for parts", "closed"] }),
      statuses: { ...zammad().statuses, "waiting for parts": "pending" },
      policies: [{ id: "all", targets }],
    });
    const events = [customerOpens, moves(0.25, "pending close"), moves(0.5, "waiting for parts")];
    expect(at(sla, 2, events, "firstResponse")).toMatchObject({ state: "paused", elapsedMs: 0.5 });
    expect(verdict(sla, hour(2), events).warnings).toEqual([]);
  });

  it("last from instant to instant", () => {
    const events = [customerOpens, status(hour(0.5) + 1, "pending close"), status(hour(0.5) + 2_001, "open")];
    expect(reading(verdict(desk, hour(0.75), events), "firstResponse").dueAt).toBe(hour(1) + 2_000);
  });

  it("do not hide that a target was used up before", () => {
    const events = [customerOpens, moves(1.25, "pending close"), moves(2, "open")];
    expect(at(desk, 2, events, "firstResponse")).toMatchObject({ dueAt: 1, breachedAt: 1 });
  });
});

describe("Zammad's policies", () => {
  const vip: Condition = { field: "vip", is: true };

  it("are asked by name, and the last by name without a condition is the fallback", () => {
    const named = (id: string, name: string | null, condition: Condition | null = null) => ({
      id,
      ...(name && { name }),
      ...(condition && { if: condition }),
      targets,
    });
    const order = (...policies: ReturnType<typeof named>[]) => zammadOrder(policies).map(({ id }) => id);
    const given = [
      named("1", "B"),
      named("2", "Z", vip),
      named("3", "C"),
      named("4", "A"),
      named("5", "Y", vip),
    ];
    expect(order(...given)).toEqual(["5", "2", "3", "1", "4"]);
    expect(given.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5"]);
    expect(order(named("b", null), named("a", null, vip), named("0", null, vip))).toEqual(["0", "a", "b"]);
    expect(order(named("1", "A"), named("2", "A"))).toEqual(["2", "1"]);
  });

  it("stay checked by the compiler when they are put in order", () => {
    const policies = zammadOrder([{ id: "1", targets: { firstRespons: "1h", resolution: "4h" } }]);
    // @ts-expect-error `firstRespons` is no metric
    expect(() => compileSla({ ...zammad(), policies })).toThrow("firstRespons");
  });

  it("count from the creation when they come to govern: late at once, or no longer late", () => {
    const sla = compileSla({
      ...zammad(),
      policies: [
        { id: "high", if: { field: "priority", is: "3 high" }, targets: { firstResponse: "1h" } },
        { id: "normal", targets: { firstResponse: "4h" } },
      ],
    });
    const low = opened(hour(0), { status: "new", priority: "2 normal" }, email);
    expect(at(sla, 2, [low, priority(hour(1.5), "3 high")], "firstResponse")).toMatchObject({
      dueAt: 1,
      breachedAt: 1.5,
    });
    const high = opened(hour(0), { status: "new", priority: "3 high" }, email);
    expect(at(sla, 1.25, [high], "firstResponse").breachedAt).toBe(1);
    expect(at(sla, 2, [high, priority(hour(1.5), "2 normal")], "firstResponse")).toMatchObject({
      dueAt: 4,
      breachedAt: null,
    });
  });

  it("promise nothing where none matches, and what was judged stays", () => {
    const sla = compileSla({ ...zammad(), policies: [{ id: "vip", if: vip, targets }] });
    const events = [
      opened(hour(0), { status: "new", vip: true }, email),
      answers(0.5),
      changes(hour(0.75), { vip: null }),
    ];
    expect(at(sla, 1, events, "resolution")).toMatchObject({ state: "running", dueAt: null });
    expect(at(sla, 1, events, "firstResponse")).toMatchObject({ met: true, targetMs: 1 });
  });

  it("reach what runs when they are edited, as a version", () => {
    const sla = compileSla({
      ...zammad(),
      policies: [{ id: "all", targets: { firstResponse: "1h", resolution: "4h" } }],
      versions: [
        {
          id: "edit",
          from: hour(2),
          policies: [{ id: "all", targets: { firstResponse: "3h", resolution: "8h" } }],
        },
      ],
    });
    const events = [customerOpens, answers(0.5)];
    expect(inHours(verdict(sla, hour(3), events).clocks.map(({ metric, dueAt }) => [metric, dueAt]))).toEqual(
      [
        ["firstResponse", 1],
        ["resolution", 8],
      ],
    );
  });

  it("show the most urgent due time of the clocks that run", () => {
    expect(verdict(desk, hour(0), [customerOpens]).urgency).toMatchObject({
      metric: "firstResponse",
      dueAt: hour(1),
    });
    expect(verdict(desk, hour(1), [customerOpens, answers(0.5)]).urgency).toMatchObject({
      metric: "resolution",
    });
  });
});

it("is a definition that a settings screen accepts", () => {
  const { issues } = checkSla(
    JSON.parse(JSON.stringify({ ...zammad(), policies: [{ id: "all", targets }] })),
  );
  expect(issues).toEqual([]);
});
