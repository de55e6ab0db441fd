import { compileSla } from "dueclock";
import { otobo } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { all, at, type Draft, hour, message, opened, reply, request, status } from "../unit/engine/desk.ts";

const desk = (options?: Parameters<typeof otobo>[0]) =>
  compileSla({
    ...otobo(options),
    policies: [
      {
        id: "sla",
        targets: { firstResponse: "2h", update: "3h", solution: { amount: "10h", atRisk: "20%" } },
      },
    ],
  });
const sla = desk();
const note = (when: number): Draft => message("agent", when, {}, { visibility: "internal" });

describe("OTOBO's first response", () => {
  it("runs from the creation, whoever opened the ticket, until a public answer", () => {
    const events = [opened(hour(0), {}, { by: "agent" }), note(hour(1)), reply(hour(3))];
    expect(at(sla, 2, events, "firstResponse")).toMatchObject({
      state: "running",
      startedAt: 0,
      breachedAt: 2,
    });
    expect(at(sla, 3, events, "firstResponse")).toMatchObject({ state: "fulfilled", endedAt: 3, met: false });
  });

  it("is off while the ticket is closed, and found again from the creation after it", () => {
    const events = [opened(hour(0)), status(hour(1), "closed successful"), status(hour(5), "open")];
    expect(at(sla, 4, events, "firstResponse")).toMatchObject({ state: "cancelled", met: null });
    expect(all(sla, 5, events, "firstResponse")[1]).toMatchObject({
      state: "running",
      startedAt: 0,
      breachedAt: 5,
    });
  });

  it("does not come back where somebody has answered meanwhile", () => {
    const events = [opened(hour(0)), status(hour(1), "closed"), reply(hour(2)), status(hour(3), "open")];
    expect(at(sla, 4, events, "firstResponse")).toMatchObject({ state: "cancelled", endedAt: 1 });
  });
});

describe("OTOBO's update", () => {
  it("runs from the oldest request that waits, and an answer starts it anew", () => {
    const events = [opened(hour(0)), request(hour(1)), reply(hour(2)), reply(hour(4))];
    expect(all(sla, 4, events, "update")).toMatchObject([
      { startedAt: 0, endedAt: 2, met: true },
      { startedAt: 2, endedAt: 4, met: true },
      { startedAt: 4, state: "running", dueAt: 7 },
    ]);
  });

  it("starts at the first request after an answer, not at those after it, and an internal note is none", () => {
    const events = [opened(hour(0)), reply(hour(1)), request(hour(2)), request(hour(3)), note(hour(4))];
    expect(all(sla, 4, events, "update").slice(1)).toMatchObject([
      { startedAt: 1, state: "cancelled", endedAt: 2, met: null },
      { startedAt: 2, state: "running", dueAt: 5 },
    ]);
  });

  it("is off in a pending state, and afterwards where it would have been without it but for the suspension", () => {
    const events = [opened(hour(0)), status(hour(1), "pending reminder"), status(hour(2), "open")];
    expect(at(sla, 1, events, "update")).toMatchObject({ state: "cancelled" });
    expect(all(sla, 2, events, "update")[1]).toMatchObject({ startedAt: 0, pausedMs: 1, dueAt: 4 });
    const plain = desk({ suspendStates: [] });
    expect(all(plain, 2, events, "update")[1]).toMatchObject({ startedAt: 0, pausedMs: 0, dueAt: 3 });
  });

  it("after a close runs from the request that reopened the ticket, or from the last answer", () => {
    const closed = [opened(hour(0)), reply(hour(1)), status(hour(2), "closed")];
    expect(all(sla, 5, [...closed, request(hour(4), { status: "open" })], "update").at(-1)).toMatchObject({
      startedAt: 4,
    });
    expect(all(sla, 5, [...closed, status(hour(4), "open")], "update").at(-1)).toMatchObject({
      startedAt: 1,
    });
  });
});

describe("OTOBO's solution", () => {
  it("ends with the first close, and a reopened ticket has none", () => {
    const events = [
      opened(hour(0)),
      status(hour(4), "closed unsuccessful"),
      status(hour(5), "open"),
      status(hour(20), "closed"),
    ];
    expect(at(sla, 30, events, "solution")).toMatchObject({ state: "fulfilled", endedAt: 4, met: true });
  });

  it("is off when the ticket is merged or removed, which is no close", () => {
    const events = [opened(hour(0)), status(hour(4), "removed"), status(hour(5), "open")];
    expect(at(sla, 4, events, "solution")).toMatchObject({ state: "cancelled", met: null });
    expect(all(sla, 5, events, "solution")[1]).toMatchObject({ state: "running", startedAt: 0, dueAt: 10 });
    expect(at(sla, 4, [opened(hour(0)), status(hour(4), "merged")], "solution")).toMatchObject({
      state: "cancelled",
    });
    const renamed = desk({ goneStates: ["zusammengefasst"] });
    expect(at(renamed, 4, [opened(hour(0)), status(hour(4), "zusammengefasst")], "solution")).toMatchObject({
      state: "cancelled",
    });
  });

  it("stands still in the suspending states, and would then be due at now and what remains", () => {
    const events = [opened(hour(0)), status(hour(1), "pending auto close+"), status(hour(3), "open")];
    expect(at(sla, 2, events, "solution")).toMatchObject({
      state: "paused",
      dueAt: null,
      dueAtIfResumedNow: 11,
    });
    expect(at(sla, 3, events, "solution")).toMatchObject({ state: "running", dueAt: 12 });
    expect(at(desk({ suspendStates: [] }), 2, events, "solution")).toMatchObject({
      state: "running",
      dueAt: 10,
    });
  });

  it('warns at 80 % with `atRisk: "20%"`', () => {
    expect(at(sla, 1, [opened(hour(0))], "solution")).toMatchObject({ atRiskAt: 8 });
  });
});
