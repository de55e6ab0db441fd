import { compileSla } from "dueclock";
import { erpNext } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { all, at, happens, hour, opened, reply, request, status } from "../unit/engine/desk.ts";

const issues = compileSla({
  ...erpNext(),
  policies: [{ id: "standard", targets: { firstResponse: "4h", resolution: "6h" } }],
});
const start = [opened(hour(0), { status: "Open" })];

describe("erpNext()", () => {
  it("holds an issue that was replied to, until the customer writes", () => {
    const events = [...start, reply(hour(1), { status: "Replied" }), request(hour(3), { status: "Open" })];
    expect(at(issues, 2, events)).toMatchObject({ state: "paused", dueAt: null });
    expect(at(issues, 3, events)).toMatchObject({ state: "running", pausedMs: 2, dueAt: 8 });
  });

  it("takes closing without any reply for both, in time", () => {
    const events = [...start, status(hour(1), "Closed")];
    expect(at(issues, 9, events, "firstResponse")).toMatchObject({ state: "fulfilled", met: true });
    expect(at(issues, 9, events)).toMatchObject({ state: "fulfilled", met: true });
  });

  it("counts the time closed before a reopening as hold", () => {
    const events = [...start, status(hour(2), "Closed"), status(hour(12), "Open")];
    expect(at(issues, 13, events)).toMatchObject({ state: "running", elapsedMs: 3, pausedMs: 10, dueAt: 16 });
  });

  it("pauses the response of an issue created on hold, which nobody has answered", () => {
    const events = [opened(hour(0), { status: "Replied" }), status(hour(2), "Open")];
    expect(at(issues, 3, events, "firstResponse")).toMatchObject({ state: "running", pausedMs: 2, dueAt: 6 });
  });

  it("starts both clocks anew where somebody reset the agreement", () => {
    const events = [...start, happens("clock.reset", hour(3))];
    expect(all(issues, 4, events)).toMatchObject([{ state: "cancelled" }, { state: "running", dueAt: 9 }]);
    expect(all(issues, 4, events, "firstResponse")).toMatchObject([{ state: "cancelled" }, { dueAt: 7 }]);
  });

  it("takes the lists of statuses of another document", () => {
    const leads = compileSla({
      ...erpNext({ pauseOn: ["Interested"], fulfilledOn: ["Converted"] }),
      policies: [{ id: "leads", targets: { resolution: "6h" } }],
    });
    const events = [
      ...start,
      status(hour(1), "Interested"),
      status(hour(2), "Replied"),
      status(hour(4), "Converted"),
    ];
    expect(at(leads, 3, events)).toMatchObject({ state: "running", elapsedMs: 2, pausedMs: 1 });
    expect(at(leads, 5, events)).toMatchObject({ state: "fulfilled", elapsedMs: 3, met: true });
  });
});
