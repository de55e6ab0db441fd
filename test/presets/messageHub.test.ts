import { compileSla, parseDefinition } from "dueclock";
import { chatwoot, messageHub } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import {
  all,
  assigned,
  at,
  type Draft,
  hour,
  message,
  opened,
  reply,
  request,
  status,
  verdict,
} from "../unit/engine/desk.ts";

const targets = { firstResponse: "2h", nextResponse: "1h", resolution: "8h" };
const sla = compileSla({
  ...messageHub(),
  policies: [
    { id: "gold", targets },
    { id: "silver", targets: { firstResponse: "9h" } },
  ],
});
const conversation = (...more: readonly Draft[]) => [
  opened(hour(0), { status: "open" }),
  assigned(hour(0), "gold"),
  ...more,
];

describe("MessageHub's preset", () => {
  it("is Chatwoot's under another name, and may come from a file", () => {
    expect({ ...messageHub(), preset: "chatwoot" }).toEqual(chatwoot());
    const definition = { ...messageHub(), policies: [{ id: "p", targets }] };
    expect(parseDefinition(JSON.parse(JSON.stringify(definition)))).toMatchObject({ preset: "messageHub" });
  });

  it("promises nothing until a rule has added a policy, and keeps the one added first", () => {
    expect(verdict(sla, hour(1), [opened(hour(0))]).policy).toBeNull();
    expect(verdict(sla, hour(1), conversation(assigned(hour(0.5), "silver"))).policy?.id).toBe("gold");
  });

  it("never pauses, and judges a resolution once", () => {
    const story = conversation(
      status(hour(1), "snoozed"),
      status(hour(3), "pending"),
      status(hour(7), "resolved"),
      status(hour(9), "open"),
    );
    expect(at(sla, 10, story, "resolution")).toMatchObject({
      state: "fulfilled",
      met: true,
      elapsedMs: 7,
      pausedMs: 0,
    });
  });

  it("counts the next response from the oldest waiting message until a reply that is public", () => {
    const story = conversation(
      reply(hour(1)),
      request(hour(2)),
      request(hour(2.5)),
      message("agent", hour(2.6), {}, { visibility: "internal" }),
      message("bot", hour(2.75)),
    );
    expect(all(sla, 4, story, "nextResponse")).toMatchObject([{ startedAt: 2, endedAt: 2.75, met: true }]);
  });
});
