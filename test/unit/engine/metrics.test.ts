import { type BuiltInMetric, compileSla } from "dueclock";
import { describe, expect, it } from "vitest";
import {
  at,
  changes,
  control,
  type Draft,
  hour,
  inHours,
  message,
  opened,
  reply,
  request,
  status,
  verdict,
} from "./desk.ts";

const METRICS: readonly BuiltInMetric[] = [
  "firstResponse",
  "nextResponse",
  "resolution",
  "periodicUpdate",
  "pausableUpdate",
  "requesterWait",
  "agentWork",
  "ownership",
  "assignment",
  "chatReply",
  "callAnswer",
];
const sla = compileSla<string>({ policies: [], measure: METRICS });

/** Each metric's clocks at hour 20, such as `running 6..` or `fulfilled 0..5 2`: states, instants, and the time used in hours. */
function lives(...events: Draft[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  const inTime = verdict(sla, hour(20), events).clocks.toSorted((a, b) => a.startedAt - b.startedAt);
  for (const clock of inHours(inTime)) {
    const per = clock.per === null ? "" : `${clock.per} `;
    const end = clock.endedAt ?? "";
    found[clock.metric] ??= [];
    found[clock.metric].push(`${per}${clock.state} ${clock.startedAt}..${end} ${clock.elapsedMs}`);
  }
  return found;
}
/** The same for the metrics that run from the opening until the ticket is done, and count alike. */
const untilDone = (life: string) => ({ resolution: [life], requesterWait: [life], agentWork: [life] });
const updates = (...list: string[]) => ({ periodicUpdate: list, pausableUpdate: list });

describe("the twelve everyday situations, by every built-in metric", () => {
  it("1. solved, then closed: closing after solving moves nothing", () => {
    expect(
      lives(opened(hour(0)), reply(hour(1)), status(hour(2), "solved"), status(hour(4), "closed")),
    ).toEqual({
      firstResponse: ["fulfilled 0..1 1"],
      ...untilDone("fulfilled 0..2 2"),
      ...updates("cancelled 1..2 1"),
      assignment: ["cancelled 0..2 2"],
    });
  });

  it("2. closed without any reply", () => {
    expect(lives(opened(hour(0)), status(hour(3), "closed"))).toEqual({
      firstResponse: ["cancelled 0..3 3"],
      ...untilDone("fulfilled 0..3 3"),
      assignment: ["cancelled 0..3 3"],
    });
  });

  it("3. straight from open to closed, with an assignee and a group from the opening on", () => {
    const set = { status: "open", assignee: "ann", group: "a" };
    expect(lives(opened(hour(0), set), reply(hour(1)), request(hour(2)), status(hour(5), "closed"))).toEqual({
      firstResponse: ["fulfilled 0..1 1"],
      nextResponse: ["cancelled 2..5 3"],
      ...untilDone("fulfilled 0..5 5"),
      ...updates("cancelled 1..5 4"),
      ownership: ["a fulfilled 0..5 5"],
      assignment: ["fulfilled 0..0 0"],
    });
  });

  it("4. reply and solve in one step: fulfils, and starts nothing", () => {
    const events = [opened(hour(0)), reply(hour(1)), request(hour(2)), reply(hour(3), { status: "solved" })];
    expect(lives(...events)).toEqual({
      firstResponse: ["fulfilled 0..1 1"],
      nextResponse: ["fulfilled 2..3 1"],
      ...untilDone("fulfilled 0..3 3"),
      ...updates("fulfilled 1..3 2"),
      assignment: ["cancelled 0..3 3"],
    });
  });

  it("5. a courtesy reply on a solved ticket", () => {
    expect(lives(opened(hour(0)), reply(hour(1)), status(hour(2), "solved"), reply(hour(4)))).toEqual({
      firstResponse: ["fulfilled 0..1 1"],
      ...untilDone("fulfilled 0..2 2"),
      ...updates("cancelled 1..2 1"),
      assignment: ["cancelled 0..2 2"],
    });
  });

  it("6. reopened by the requester: the done spell is left out, and ownership starts anew", () => {
    const events = [
      opened(hour(0), { status: "open", group: "a" }),
      reply(hour(1)),
      status(hour(3), "solved"),
      request(hour(5), { status: "open" }),
    ];
    expect(lives(...events)).toEqual({
      firstResponse: ["fulfilled 0..1 1"],
      nextResponse: ["running 5.. 15"],
      ...untilDone("running 0.. 18"),
      ...updates("cancelled 1..3 2"),
      ownership: ["a fulfilled 0..3 3", "a running 5.. 15"],
      assignment: ["cancelled 0..3 3"],
    });
  });

  it("7. reopened by an agent: no response is awaited", () => {
    const events = [opened(hour(0)), reply(hour(1)), status(hour(3), "solved"), status(hour(5), "open")];
    expect(lives(...events)).toEqual({
      firstResponse: ["fulfilled 0..1 1"],
      ...untilDone("running 0.. 18"),
      ...updates("cancelled 1..3 2"),
      assignment: ["cancelled 0..3 3"],
    });
  });

  it("8. “thanks” after solving starts nothing, until the ticket ceases to be done", () => {
    const thanks = [opened(hour(0)), reply(hour(1)), status(hour(3), "solved"), request(hour(4))];
    const still = {
      firstResponse: ["fulfilled 0..1 1"],
      ...updates("cancelled 1..3 2"),
      assignment: ["cancelled 0..3 3"],
    };
    expect(lives(...thanks)).toEqual({ ...still, ...untilDone("fulfilled 0..3 3") });
    expect(lives(...thanks, status(hour(6), "open"))).toEqual({
      ...still,
      ...untilDone("running 0.. 17"),
      nextResponse: ["running 6.. 14"],
    });
  });

  it("9. a status never sent counts as new", () => {
    expect(lives(opened(hour(0)), reply(hour(2)), request(hour(3)))).toEqual({
      firstResponse: ["fulfilled 0..2 2"],
      nextResponse: ["running 3.. 17"],
      ...untilDone("running 0.. 20"),
      ...updates("running 2.. 18"),
      assignment: ["running 0.. 20"],
    });
  });

  it("10. opened by an agent: no response until the requester writes", () => {
    const events = [opened(hour(0), {}, { by: "agent" }), reply(hour(1)), request(hour(4)), reply(hour(6))];
    expect(lives(...events)).toEqual({
      firstResponse: ["fulfilled 4..6 2"],
      ...untilDone("running 0.. 20"),
      ...updates("fulfilled 1..6 5", "running 6.. 14"),
      assignment: ["running 0.. 20"],
    });
  });

  it("11. pending straight to solved: a pause ends with the solving", () => {
    const events = [opened(hour(0)), reply(hour(1)), status(hour(2), "pending"), status(hour(5), "solved")];
    expect(lives(...events)).toEqual({
      firstResponse: ["fulfilled 0..1 1"],
      ...untilDone("fulfilled 0..5 2"),
      periodicUpdate: ["cancelled 1..5 4"],
      pausableUpdate: ["cancelled 1..5 1"],
      assignment: ["cancelled 0..5 5"],
    });
  });

  it("12. the group changed while done: its clock starts when the ticket ceases to be done", () => {
    const events = [
      opened(hour(0), { status: "open", group: "a" }),
      status(hour(2), "solved"),
      changes(hour(4), { group: "b" }),
      status(hour(6), "open"),
      changes(hour(9), { group: "c" }),
    ];
    expect(lives(...events)).toEqual({
      firstResponse: ["cancelled 0..2 2"],
      ...untilDone("running 0.. 16"),
      ownership: ["a fulfilled 0..2 2", "b fulfilled 6..9 3", "c running 9.. 11"],
      assignment: ["cancelled 0..2 2"],
    });
  });
});

describe("waits by status", () => {
  it("on hold is the requester's wait but no agent's work; pending is neither", () => {
    const events = [
      opened(hour(0), { status: "open" }),
      status(hour(1), "onHold"),
      status(hour(3), "pending"),
      status(hour(6), "new"),
      status(hour(10), "solved"),
    ];
    expect(lives(...events)).toMatchObject({
      resolution: ["fulfilled 0..10 7"],
      requesterWait: ["fulfilled 0..10 7"],
      agentWork: ["fulfilled 0..10 5"],
    });
  });

  it("born pending has used nothing", () => {
    expect(lives(opened(hour(0), { status: "pending" }))).toMatchObject({
      resolution: ["paused 0.. 0"],
      requesterWait: ["paused 0.. 0"],
      agentWork: ["paused 0.. 0"],
      firstResponse: ["running 0.. 20"],
    });
  });
});

describe("ownership", () => {
  it("is one clock for each group, and one more for each return", () => {
    const events = [
      opened(hour(0)),
      changes(hour(1), { group: "a" }),
      changes(hour(2), { group: "b" }),
      changes(hour(4), { group: "b" }),
      changes(hour(5), { group: "a" }),
      changes(hour(6), { group: null }),
      changes(hour(8), { group: "a" }),
    ];
    expect(lives(...events).ownership).toEqual([
      "a fulfilled 1..2 1",
      "b fulfilled 2..5 3",
      "a fulfilled 5..6 1",
      "a running 8.. 12",
    ]);
  });

  it("ends with a solving that hands the ticket on, and starts for nobody then", () => {
    const events = [opened(hour(0), { group: "a" }), changes(hour(3), { group: "b", status: "solved" })];
    expect(lives(...events).ownership).toEqual(["a fulfilled 0..3 3"]);
  });

  it("starts for the new group where the reopening hands the ticket on", () => {
    const events = [
      opened(hour(0), { group: "a" }),
      status(hour(3), "solved"),
      changes(hour(5), { group: "b", status: "open" }),
    ];
    expect(lives(...events).ownership).toEqual(["a fulfilled 0..3 3", "b running 5.. 15"]);
  });

  it("of a ticket reopened without a group starts nothing", () => {
    expect(
      lives(opened(hour(0)), status(hour(3), "solved"), status(hour(5), "open")).ownership,
    ).toBeUndefined();
  });

  it("is judged for each group by itself", () => {
    const promised = compileSla<string>({ policies: [{ id: "p", targets: { ownership: "2h" } }] });
    const events = [
      opened(hour(0), { group: "a" }),
      changes(hour(3), { group: "b" }),
      changes(hour(4), { group: "a" }),
    ];
    const seen = verdict(promised, hour(5), events);
    const inTime = seen.clocks.toSorted((a, b) => a.startedAt - b.startedAt);
    expect(inHours(inTime)).toMatchObject([
      { per: "a", dueAt: 2, breachedAt: 2, met: false },
      { per: "b", dueAt: 5, met: true },
      { per: "a", dueAt: 6, met: null },
    ]);
    expect(new Set(seen.clocks.map(({ id }) => id)).size).toBe(3);
  });
});

describe("the order of readings", () => {
  it("is by value and then in time, as `Evaluation` says", () => {
    const events = [
      opened(hour(0), { group: "a" }),
      changes(hour(3), { group: "b" }),
      changes(hour(4), { group: "a" }),
    ];
    const owned = verdict(sla, hour(5), events).clocks.filter(({ metric }) => metric === "ownership");
    expect(inHours(owned)).toMatchObject([{ startedAt: 0 }, { startedAt: 4 }, { startedAt: 3 }]);
  });
});

describe("responses", () => {
  it("the first is no note, no bot's message and no automated reply; it may be a second agent's", () => {
    const events = [
      opened(hour(0)),
      reply(hour(1), {}, { visibility: "internal" }),
      message("bot", hour(2)),
      reply(hour(3), {}, { cause: "some-action" }),
      message("system", hour(4)),
      message("thirdParty", hour(5)),
    ];
    expect(lives(...events).firstResponse).toEqual(["running 0.. 20"]);
    expect(lives(...events, reply(hour(6))).firstResponse).toEqual(["fulfilled 0..6 6"]);
  });

  it("the next counts from the oldest unanswered message", () => {
    const events = [
      opened(hour(0)),
      request(hour(1)),
      reply(hour(2)),
      request(hour(3)),
      request(hour(4)),
      reply(hour(7)),
    ];
    expect(lives(...events)).toMatchObject({
      firstResponse: ["fulfilled 0..2 2"],
      nextResponse: ["fulfilled 3..7 4"],
    });
  });

  it("another first response starts where none came before the solving and the requester asks again", () => {
    const events = [
      opened(hour(0)),
      status(hour(2), "solved"),
      request(hour(3)),
      status(hour(5), "open"),
      reply(hour(6)),
      request(hour(7)),
    ];
    expect(lives(...events)).toMatchObject({
      firstResponse: ["cancelled 0..2 2", "fulfilled 5..6 1"],
      nextResponse: ["running 7.. 13"],
    });
  });

  it("an internal note of the requester asks nothing", () => {
    const events = [opened(hour(0)), reply(hour(1)), request(hour(2), {}, { visibility: "internal" })];
    expect(lives(...events).nextResponse).toBeUndefined();
  });
});

describe("updates", () => {
  it("run from each reply to the next; the pausable one leaves pending out", () => {
    const events = [
      opened(hour(0)),
      reply(hour(1)),
      status(hour(2), "pending"),
      reply(hour(5)),
      status(hour(6), "open"),
      reply(hour(8)),
    ];
    expect(lives(...events)).toMatchObject({
      periodicUpdate: ["fulfilled 1..5 4", "fulfilled 5..8 3", "running 8.. 12"],
      pausableUpdate: ["fulfilled 1..5 1", "fulfilled 5..8 2", "running 8.. 12"],
    });
  });
});

describe("assignment", () => {
  it("is fulfilled by the first assignee, and by that one alone", () => {
    const events = [
      opened(hour(0)),
      changes(hour(2), { assignee: "ann" }),
      changes(hour(3), { assignee: null }),
      changes(hour(4), { assignee: "bob" }),
    ];
    expect(lives(...events).assignment).toEqual(["fulfilled 0..2 2"]);
  });

  it("is fulfilled by an assignee who comes with the solving: stop before cancel", () => {
    const events = [opened(hour(0)), changes(hour(2), { assignee: "ann", status: "solved" })];
    expect(lives(...events).assignment).toEqual(["fulfilled 0..2 2"]);
  });
});

describe("chats and calls", () => {
  const chat = { channel: "chat" };
  it("a chat is answered on its channel by an agent, and the opening message is none of it", () => {
    const events = [
      opened(hour(0), {}, chat),
      request(hour(1), {}, chat),
      reply(hour(2), {}, { channel: "email" }),
      message("bot", hour(2.5), {}, chat),
      reply(hour(3), {}, chat),
      request(hour(4), {}, chat),
      control(hour(5), "abandoned"),
    ];
    expect(lives(...events).chatReply).toEqual(["fulfilled 1..3 2", "cancelled 4..5 1"]);
  });

  it("a call is answered, or abandoned, or rings", () => {
    const events = [
      opened(hour(0)),
      control(hour(1), "call.answered"),
      control(hour(2), "call.ringing"),
      control(hour(3), "call.answered"),
      control(hour(4), "call.ringing"),
      control(hour(5), "abandoned"),
      control(hour(6), "call.ringing"),
    ];
    expect(lives(...events).callAnswer).toEqual(["fulfilled 2..3 1", "cancelled 4..5 1", "running 6.. 14"]);
  });

  it("are read once, whatever the target", () => {
    const promised = compileSla<string>({ policies: [{ id: "p", targets: { callAnswer: "20s" } }] });
    const events = [
      opened(hour(0)),
      control(hour(1), "call.ringing"),
      control(hour(1) + 20_000, "call.answered"),
    ];
    expect(at(promised, 2, events, "callAnswer")).toMatchObject({ met: true, breachedAt: null });
  });
});
