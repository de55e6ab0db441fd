import { compileSla, type Definition } from "dueclock";
import { hubSpot } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { at, hour, lines, opened, reply, request, status } from "../unit/engine/desk.ts";

describe("hubSpot", () => {
  const goals = (
    preset = hubSpot(),
    rest: Partial<Definition<"firstReply" | "nextReply" | "timeToClose">> = {},
  ) =>
    compileSla({
      ...preset,
      policies: [
        {
          id: "goals",
          targets: { firstReply: "1h", nextReply: "2h", timeToClose: { amount: "8h", atRisk: "1h" } },
        },
      ],
      ...rest,
    });
  const begins = opened(hour(0), { status: "New", pipeline: "support" });
  const waits = [begins, status(hour(0.5), "Waiting on contact"), status(hour(3), "Waiting on us")];

  it("pauses in no status unless the desk lists it", () => {
    expect(lines(goals(), 2, waits, "timeToClose")).toEqual([["running", 0, 2]]);
  });

  it("pauses all three in the statuses listed, of one pipeline or of any", () => {
    const any = goals(hubSpot({ pauses: [{ status: "Waiting on contact" }] }));
    expect(lines(any, 2, waits, "timeToClose")).toEqual([["paused", 0, 0.5]]);
    expect(lines(any, 2, waits, "firstReply")).toEqual([["paused", 0, 0.5]]);
    expect(at(any, 3, waits, "timeToClose")).toMatchObject({ dueAt: 10.5, atRiskAt: 9.5 });
    const sales = goals(hubSpot({ pauses: [{ pipeline: "sales", status: "Waiting on contact" }] }));
    expect(lines(sales, 2, waits, "timeToClose")).toEqual([["running", 0, 2]]);
    const support = goals(hubSpot({ pauses: [{ pipeline: "support", status: "Waiting on contact" }] }));
    expect(lines(support, 2, waits, "timeToClose")).toEqual([["paused", 0, 0.5]]);
  });

  it("applies an edit to new tickets, or also to those that are open", () => {
    const versions = [
      { id: "edit", from: hour(1), policies: [{ id: "goals", targets: { timeToClose: "2h" } }] },
    ];
    expect(at(goals(hubSpot(), { versions }), 3, [begins], "timeToClose").dueAt).toBe(8);
    expect(
      at(goals(hubSpot({ edits: "newAndOpenTickets" }), { versions }), 3, [begins], "timeToClose").dueAt,
    ).toBe(2);
  });

  it("answers a first and then each next message; closing ends what waits", () => {
    const events = [
      begins,
      reply(hour(0.5)),
      request(hour(1)),
      reply(hour(2)),
      request(hour(3)),
      status(hour(4), "Closed"),
    ];
    expect(lines(goals(), 5, events, "firstReply")).toEqual([["fulfilled", 0, 0.5]]);
    expect(lines(goals(), 5, events, "nextReply")).toEqual([
      ["fulfilled", 1, 1],
      ["cancelled", 3, 1],
    ]);
    expect(lines(goals(), 5, events, "timeToClose")).toEqual([["fulfilled", 0, 4]]);
  });
});
