import { compileSla } from "dueclock";
import { plain } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { at, changes, hour, lines, opened, reply, request, status } from "../unit/engine/desk.ts";

describe("plain", () => {
  const targets = {
    firstResponse: "2h",
    nextResponse: "1h",
    firstResolution: "4h",
    totalResolution: "4h",
  } as const;
  const tier = (preset = plain()) => compileSla({ ...preset, policies: [{ id: "tier", targets }] });
  const begins = opened(hour(0), { status: "TODO" });

  it("asks a first response of threads that the customer began, and of no thread of the staff's", () => {
    expect(lines(tier(), 1, [begins, reply(hour(0.5))], "firstResponse")).toEqual([["fulfilled", 0, 0.5]]);
    const staff = [opened(hour(0), {}, { by: "agent" }), request(hour(1))];
    expect(lines(tier(), 2, staff, "firstResponse")).toEqual([]);
    const system = [opened(hour(0), {}, { by: "system" }), request(hour(1))];
    expect(lines(tier(), 2, system, "firstResponse")).toEqual([["running", 1, 1]]);
  });

  it("starts the next response anew with each message of the customer", () => {
    const events = [begins, reply(hour(1)), request(hour(2)), request(hour(2.5)), reply(hour(3))];
    expect(lines(tier(), 4, events, "nextResponse")).toEqual([
      ["cancelled", 2, 0.5],
      ["fulfilled", 2.5, 0.5],
    ]);
  });

  it("ends the first resolution for good, and lets the total one count the time that the thread was done", () => {
    const events = [begins, status(hour(1), "DONE"), status(hour(6), "TODO")];
    expect(at(tier(), 6, events, "firstResolution")).toMatchObject({ state: "fulfilled", met: true });
    expect(at(tier(), 5, events, "totalResolution")).toMatchObject({ state: "fulfilled", met: true });
    expect(at(tier(), 6, events, "totalResolution")).toMatchObject({
      state: "running",
      dueAt: 4,
      breachedAt: 6,
    });
  });

  it("pauses each resolution on the status details that it lists: waiting for the customer, if it lists none", () => {
    const events = [
      begins,
      changes(hour(1), { status: "SNOOZED", statusDetail: "WAITING_FOR_CUSTOMER" }),
      changes(hour(3), { statusDetail: "WAITING_FOR_DURATION" }),
    ];
    expect(lines(tier(), 4, events, "firstResolution")).toEqual([["running", 0, 2]]);
    const own = tier(
      plain({ firstResolutionPausesOn: ["WAITING_FOR_DURATION"], totalResolutionPausesOn: [] }),
    );
    expect(lines(own, 4, events, "firstResolution")).toEqual([["paused", 0, 3]]);
    expect(lines(own, 4, events, "totalResolution")).toEqual([["running", 0, 4]]);
  });
});
