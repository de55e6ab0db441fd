import { compileSla } from "dueclock";
import { libreDesk } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { all, assigned, at, hour, message, opened, reply, request, status } from "../unit/engine/desk.ts";

const sla = compileSla({
  ...libreDesk(),
  policies: [
    { id: "standard", targets: { firstResponse: "2h", nextResponse: "1h", resolution: "8h" } },
    { id: "vip", targets: { firstResponse: "1h", nextResponse: "30m", resolution: "4h" } },
  ],
});
const start = [opened(hour(0), { status: "Open" }), assigned(hour(0), "standard")];

describe("libreDesk()", () => {
  it("runs a next response beside the first one", () => {
    const events = [...start, request(hour(0.5))];
    expect(at(sla, 1, events, "firstResponse")).toMatchObject({ state: "running", dueAt: 2 });
    expect(at(sla, 1, events, "nextResponse")).toMatchObject({ state: "running", dueAt: 1.5 });
    expect(at(sla, 2, [...events, reply(hour(1))], "nextResponse")).toMatchObject({ endedAt: 1, met: true });
  });

  it("counts from the oldest request that waits", () => {
    const events = [...start, reply(hour(0.5)), request(hour(1)), request(hour(1.75)), reply(hour(3))];
    expect(all(sla, 4, events, "nextResponse")).toMatchObject([{ startedAt: 1, dueAt: 2, met: false }]);
  });

  it("takes notes and messages of the system for no answer", () => {
    const events = [...start, reply(hour(0.5), {}, { visibility: "internal" }), message("system", hour(0.6))];
    expect(at(sla, 1, events, "firstResponse")).toMatchObject({ state: "running" });
  });

  it("ends no wait by resolving", () => {
    const events = [...start, request(hour(0.5)), status(hour(1), "Resolved")];
    expect(at(sla, 3, events, "firstResponse")).toMatchObject({
      state: "running",
      met: false,
      breachedAt: 2,
    });
    expect(at(sla, 3, events, "nextResponse")).toMatchObject({
      state: "running",
      met: false,
      breachedAt: 1.5,
    });
  });

  it("takes the first resolution for the last, and pauses for nothing before it", () => {
    const events = [
      ...start,
      status(hour(1), "Snoozed"),
      status(hour(6), "Resolved"),
      status(hour(7), "Open"),
    ];
    expect(at(sla, 9, events)).toMatchObject({
      state: "fulfilled",
      endedAt: 6,
      elapsedMs: 6,
      pausedMs: 0,
      met: true,
    });
  });

  it("counts a new policy from the creation, and keeps what the one before had missed", () => {
    const events = [...start, assigned(hour(1.5), "vip")];
    expect(at(sla, 2, events)).toMatchObject({ policy: "vip", startedAt: 0, dueAt: 4 });
    const late = [...start.slice(0, 1), assigned(hour(0), "vip"), assigned(hour(1.5), "standard")];
    expect(at(sla, 1.75, late, "firstResponse")).toMatchObject({
      policy: "standard",
      dueAt: 2,
      breachedAt: 1,
    });
  });

  it("leaves due times alone when a policy is edited", () => {
    const edited = compileSla({
      ...libreDesk(),
      policies: [{ id: "standard", targets: { resolution: "8h" } }],
      versions: [{ id: "2", from: hour(1), policies: [{ id: "standard", targets: { resolution: "2h" } }] }],
    });
    expect(at(edited, 3, [...start, request(hour(2))])).toMatchObject({ dueAt: 8, met: null });
  });
});
