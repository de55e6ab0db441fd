import { compileSla } from "dueclock";
import { osTicket } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { all, at, changes, happens, hour, opened, reply, request, status } from "../unit/engine/desk.ts";

const day = [["09:00", "17:00"]] as const;
const calendars = { office: { timeZone: "UTC", weeklyHours: { mon: day, tue: day } } };
const sla = compileSla({
  ...osTicket(),
  calendars,
  policies: [
    { id: "hurry", if: { field: "topic", is: "outage" }, calendar: "office", targets: { resolution: "2h" } },
    { id: "default", calendar: "office", targets: { resolution: "8h" } },
  ],
});
const start = [opened(hour(0), { status: "Open" })];

describe("osTicket()", () => {
  it("is due at the next opening where the hours end with the grace period", () => {
    expect(at(sla, 1, start)).toMatchObject({ dueAt: 24 });
  });

  it("heeds no message and no status but a closed one", () => {
    const events = [...start, reply(hour(1)), request(hour(2)), status(hour(3), "Waiting")];
    expect(at(sla, 4, events)).toMatchObject({ state: "running", elapsedMs: 4, pausedMs: 0, dueAt: 24 });
  });

  it("counts anew from a reopening", () => {
    const events = [...start, status(hour(1), "Closed"), status(hour(2), "Open")];
    expect(all(sla, 3, events)).toMatchObject([
      { instance: 1, state: "fulfilled", met: true },
      { instance: 2, state: "running", startedAt: 2, dueAt: 26 },
    ]);
  });

  it("computes the due date anew from the same start when another plan matches", () => {
    const events = [...start, changes(hour(1), { topic: "outage" })];
    expect(at(sla, 1, events)).toMatchObject({ policy: "hurry", startedAt: 0, dueAt: 2 });
  });

  it("forgets that a due date had passed which has been replaced", () => {
    const outage = [opened(hour(0), { status: "Open", topic: "outage" })];
    expect(at(sla, 3, outage)).toMatchObject({ met: false });
    expect(at(sla, 3, [...outage, changes(hour(3), { topic: "question" })])).toMatchObject({
      met: null,
      dueAt: 24,
    });
  });

  it("keeps a plan that is not transient", () => {
    const kept = compileSla({
      ...osTicket(),
      policies: [
        {
          id: "hurry",
          if: { field: "topic", is: "outage" },
          targets: { resolution: "2h" },
          options: { matching: "atCreation" },
        },
        { id: "default", targets: { resolution: "8h" } },
      ],
    });
    const events = [opened(hour(0), { topic: "outage" }), changes(hour(1), { topic: "question" })];
    expect(at(kept, 1, events)).toMatchObject({ policy: "hurry", dueAt: 2 });
  });

  it("lets a due date set by hand win until it is cleared", () => {
    const byHand = happens("due.overridden", hour(1), { metric: "resolution", dueAt: hour(5) });
    const events = [...start, byHand, changes(hour(2), { topic: "outage" })];
    expect(at(sla, 2, events)).toMatchObject({ overridden: true, dueAt: 5, dueAtWithoutOverride: 2 });
    expect(at(sla, 3, [...events, happens("due.cleared", hour(3))])).toMatchObject({ dueAt: 2 });
  });

  it("reads an edited plan with the ticket's next event", () => {
    const edited = compileSla({
      ...osTicket(),
      policies: [{ id: "default", targets: { resolution: "8h" } }],
      versions: [{ id: "2", from: hour(1), policies: [{ id: "default", targets: { resolution: "3h" } }] }],
    });
    expect(at(edited, 2, start)).toMatchObject({ dueAt: 8 });
    expect(at(edited, 2, [...start, changes(hour(2), { topic: "x" })])).toMatchObject({ dueAt: 3 });
  });
});
