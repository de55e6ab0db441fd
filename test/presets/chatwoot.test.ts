import { compileSla, type PolicyDefinition } from "dueclock";
import { chatwoot } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { all, assigned, at, hour, message, opened, reply, request, status } from "../unit/engine/desk.ts";

type Targets = PolicyDefinition<"firstResponse" | "nextResponse" | "resolution">["targets"];
const desk = (targets: Targets) => compileSla({ ...chatwoot(), policies: [{ id: "gold", targets }] });
const gold = desk({ firstResponse: "1h", nextResponse: "1h", resolution: "4h" });
const start = [opened(hour(0), { status: "open" }), assigned(hour(0), "gold")];

describe("chatwoot()", () => {
  it("takes a person's first public message for the first response, and no bot's and no note", () => {
    const events = [
      ...start,
      message("bot", hour(0.2)),
      reply(hour(0.4), {}, { visibility: "internal" }),
      reply(hour(0.5)),
    ];
    expect(at(gold, 0.45, events, "firstResponse")).toMatchObject({ state: "running", dueAt: 1 });
    expect(at(gold, 1, events, "firstResponse")).toMatchObject({
      state: "fulfilled",
      endedAt: 0.5,
      met: true,
    });
  });

  it("counts the next response from the oldest request that waits, however many follow", () => {
    const events = [...start, reply(hour(0.5)), request(hour(1)), request(hour(1.5)), reply(hour(3))];
    expect(all(gold, 4, events, "nextResponse")).toMatchObject([
      { startedAt: 1, dueAt: 2, endedAt: 3, met: false },
    ]);
  });

  it("starts no next response before a person has replied, whatever bots have written", () => {
    const events = [...start, message("bot", hour(0.1)), request(hour(0.2))];
    expect(all(gold, 0.5, events, "nextResponse")).toEqual([]);
    expect(all(gold, 3, [...events, reply(hour(1)), request(hour(2))], "nextResponse")).toMatchObject([
      { startedAt: 2, state: "running" },
    ]);
  });

  it("takes the next message of an agent who opened the conversation for the first response", () => {
    const outbound = [
      opened(hour(0), { status: "open" }, { by: "agent" }),
      assigned(hour(0), "gold"),
      reply(hour(0.5)),
      request(hour(1)),
    ];
    expect(at(gold, 1.5, outbound, "firstResponse")).toMatchObject({ startedAt: 0, endedAt: 0.5, met: true });
    expect(all(gold, 1.5, outbound, "nextResponse")).toMatchObject([{ startedAt: 1, dueAt: 2 }]);
  });

  it("ends a wait by a bot's public message too", () => {
    const events = [...start, reply(hour(0.5)), request(hour(1)), message("bot", hour(1.25))];
    expect(all(gold, 4, events, "nextResponse")).toMatchObject([{ endedAt: 1.25, met: true }]);
  });

  it("pauses in no status", () => {
    const events = [...start, status(hour(0.1), "snoozed"), status(hour(0.2), "pending")];
    expect(at(gold, 1, events)).toMatchObject({ state: "running", elapsedMs: 1, dueAt: 4 });
  });

  it("ends everything with the first resolution, for good", () => {
    const events = [
      ...start,
      reply(hour(0.5)),
      request(hour(1)),
      status(hour(1.5), "resolved"),
      status(hour(2), "open"),
      request(hour(2.5)),
    ];
    expect(at(gold, 9, events)).toMatchObject({ state: "fulfilled", endedAt: 1.5, met: true });
    expect(all(gold, 9, events, "nextResponse")).toMatchObject([{ state: "cancelled", met: null }]);
  });

  it("judges no first response of a conversation resolved without one, unless it was late by then", () => {
    const resolved = (hours: number) => [...start, status(hour(hours), "resolved")];
    expect(at(gold, 9, resolved(0.5), "firstResponse")).toMatchObject({ state: "cancelled", met: null });
    expect(at(gold, 9, resolved(2), "firstResponse")).toMatchObject({ state: "cancelled", met: false });
  });

  it("keeps the policy that was assigned first", () => {
    const sla = compileSla({
      ...chatwoot(),
      policies: [
        { id: "gold", targets: { resolution: "4h" } },
        { id: "silver", targets: { resolution: "8h" } },
      ],
    });
    expect(at(sla, 2, [...start, assigned(hour(1), "silver")])).toMatchObject({ policy: "gold", dueAt: 4 });
  });

  it("rewrites what runs when a policy is edited", () => {
    const sla = compileSla({
      ...chatwoot(),
      policies: [{ id: "gold", targets: { resolution: "4h" } }],
      versions: [{ id: "edited", from: hour(2), policies: [{ id: "gold", targets: { resolution: "8h" } }] }],
    });
    expect(at(sla, 1, start)).toMatchObject({ dueAt: 4 });
    expect(at(sla, 2, start)).toMatchObject({ dueAt: 8 });
  });
});
