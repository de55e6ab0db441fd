import { compileSla } from "dueclock";
import { front } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { at, changes, hour, lines, opened, reply, request, status } from "../unit/engine/desk.ts";

describe("front", () => {
  const sla = compileSla({
    ...front(),
    policies: [
      { id: "rush", if: { field: "tags", contains: "rush" }, targets: { reply: "4h", resolution: "24h" } },
    ],
  });
  const begins = opened(hour(0), { status: "open" });
  const tagged = (hours: number) => changes(hour(hours), { tags: ["rush"] });

  it("counts from the oldest inbound message without a reply, whenever the tag came", () => {
    const events = [begins, request(hour(1)), tagged(3)];
    expect(at(sla, 3, events, "reply")).toMatchObject({ startedAt: 0, dueAt: 4 });
    const again = [...events, reply(hour(3.5)), request(hour(5)), request(hour(6))];
    expect(lines(sla, 7, again, "reply")).toEqual([
      ["fulfilled", 0, 3.5],
      ["running", 5, 2],
    ]);
  });

  it("takes the goal back with its tag, and gives it again from the same message", () => {
    const events = [begins, tagged(0), changes(hour(1), { tags: [] }), tagged(5)];
    expect(at(sla, 2, events, "reply")).toMatchObject({ dueAt: null, targetMs: null });
    expect(at(sla, 5, events, "reply")).toMatchObject({ startedAt: 0, dueAt: 4, breachedAt: 5 });
  });

  it("ends a wait when the conversation is archived, and begins one with the message that brings it back", () => {
    const events = [begins, tagged(0), status(hour(1), "archived"), request(hour(3), { status: "open" })];
    expect(lines(sla, 4, events, "reply")).toEqual([
      ["cancelled", 0, 1],
      ["running", 3, 1],
    ]);
    expect(lines(sla, 4, events, "resolution")).toEqual([
      ["fulfilled", 0, 1],
      ["running", 3, 1],
    ]);
  });

  it("pauses while the conversation is snoozed", () => {
    const events = [begins, tagged(0), status(hour(1), "snoozed"), status(hour(3), "open")];
    expect(at(sla, 3, events, "reply").dueAt).toBe(6);
  });
});
