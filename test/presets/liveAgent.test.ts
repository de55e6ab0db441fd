import { compileSla, parseDefinition } from "dueclock";
import { liveAgent } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import {
  all,
  assigned,
  at,
  changes,
  control,
  type Draft,
  hour,
  message,
  opened,
  released,
  reply,
  request,
  status,
  verdict,
} from "../unit/engine/desk.ts";

const LEVEL = {
  firstResponse: "4h",
  nextResponse: "2h",
  assignment: "1h",
  chatReply: "1h",
  callAnswer: "1h",
};
const sla = compileSla({ ...liveAgent(), policies: [{ id: "level", targets: LEVEL }] });
const clocks = (metric: string, events: readonly Draft[]) =>
  all(sla, 20, events, metric).map(({ startedAt, endedAt, state }: Record<string, unknown>) => [
    startedAt,
    endedAt,
    state,
  ]);
const created = opened(hour(0), { status: "New" });

describe("LiveAgent's preset", () => {
  it("is a definition that may come from a file", () => {
    const definition = { ...liveAgent(), policies: [{ id: "p", targets: LEVEL }] };
    expect(parseDefinition(JSON.parse(JSON.stringify(definition)))).toMatchObject({ preset: "liveAgent" });
  });

  it("takes a ticket marked as answered for answered, and a message that leaves it New for no answer", () => {
    expect(clocks("firstResponse", [created, reply(hour(1)), status(hour(2), "Answered")])).toEqual([
      [0, 2, "fulfilled"],
    ]);
  });

  it("logs nothing for a ticket resolved while New, nor for one resolved while Open", () => {
    const story = [
      created,
      status(hour(1), "Answered"),
      request(hour(2), { status: "Open" }),
      status(hour(3), "Resolved"),
    ];
    expect(clocks("firstResponse", [created, status(hour(1), "Resolved")])).toEqual([[0, 1, "cancelled"]]);
    expect(clocks("nextResponse", story)).toEqual([[2, 3, "cancelled"]]);
  });

  it("starts a next answer at every reopening, by a message, by an agent or by the system, and at nothing else", () => {
    const story = [
      created,
      status(hour(1), "Open"), // from New: the first answer still waits
      status(hour(2), "Answered"),
      request(hour(3), { status: "Open" }),
      request(hour(4)),
      reply(hour(5), { status: "Answered" }),
      status(hour(6), "Resolved"),
      status(hour(7), "Open"),
      status(hour(8), "A"),
      status(hour(9), "C"),
    ];
    expect(clocks("firstResponse", story)).toEqual([[0, 2, "fulfilled"]]);
    expect(clocks("nextResponse", story)).toEqual([
      [3, 5, "fulfilled"],
      [7, 8, "fulfilled"],
      [9, null, "running"],
    ]);
  });

  it("measures the first assignment only", () => {
    const story = [
      created,
      changes(hour(1), { assignee: "sam" }),
      changes(hour(2), { assignee: null }),
      changes(hour(3), { assignee: "kim" }),
    ];
    expect(clocks("assignment", story)).toEqual([[0, 1, "fulfilled"]]);
  });

  it("measures chats and calls, and drops those that were given up", () => {
    const chat = opened(hour(0), { status: "Chatting" }, { channel: "chat" });
    expect(clocks("chatReply", [chat, message("agent", hour(1), {}, { channel: "chat" })])).toEqual([
      [0, 1, "fulfilled"],
    ]);
    expect(
      clocks("chatReply", [created, control(hour(1), "chat.started"), control(hour(2), "abandoned")]),
    ).toEqual([[1, 2, "cancelled"]]);
    expect(
      clocks("callAnswer", [created, control(hour(1), "call.ringing"), control(hour(2), "call.answered")]),
    ).toEqual([[1, 2, "fulfilled"]]);
  });

  describe("with rules", () => {
    const ruled = compileSla({
      ...liveAgent(),
      policies: [
        { id: "none", targets: { firstResponse: "168h" } },
        { id: "vip", if: { field: "tags", contains: "vip" }, targets: { firstResponse: "1h" }, stop: true },
        { id: "mail", if: { field: "source", is: "email" }, targets: { firstResponse: "8h" } },
        { id: "hurry", targets: { firstResponse: "30m" }, options: { matching: "byAssignment" } },
      ],
    });
    const level = (...events: readonly Draft[]) => verdict(ruled, hour(5), events).policy?.id;

    it("gives the level of the last that matches, unless one before it stops the others", () => {
      expect(level(opened(hour(0), {}))).toBe("none");
      expect(level(opened(hour(0), { source: "email" }))).toBe("mail");
      expect(level(opened(hour(0), { source: "email", tags: ["vip"] }))).toBe("vip");
    });

    it("asks the rules of new tickets only", () => {
      expect(level(opened(hour(0), {}), changes(hour(1), { tags: ["vip"] }))).toBe("none");
    });

    it("changes the level where another rule of the desk says so, with the time used so far", () => {
      const story = [opened(hour(0), { tags: ["vip"] }), released(hour(0.25)), assigned(hour(0.25), "hurry")];
      expect(level(...story)).toBe("hurry");
      expect(at(ruled, 0.25, story, "firstResponse")).toMatchObject({ elapsedMs: 0.25, dueAt: 0.5 });
    });
  });
});
