import { compileSla } from "dueclock";
import { frappe } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { at, changes, hour, opened, priority, reply, request, status } from "../unit/engine/desk.ts";

const week = [["09:00", "17:00"]] as const;
const calendars = {
  desk: {
    timeZone: "UTC",
    weeklyHours: { mon: week, tue: week, wed: week, thu: week, fri: week },
  },
};
const sla = compileSla({
  ...frappe(),
  calendars,
  policies: [
    {
      id: "standard",
      calendar: "desk",
      targets: {
        firstResponse: { byPriority: { Urgent: "30m" }, otherwise: "1h" },
        resolution: { byPriority: { Urgent: "2h" }, otherwise: "4h" },
      },
    },
  ],
});
const start = [opened(hour(0), { status: "Open" })];

describe("frappe()", () => {
  it("takes a reply for the first response", () => {
    expect(at(sla, 1, [...start, reply(hour(0.5))], "firstResponse")).toMatchObject({
      endedAt: 0.5,
      met: true,
    });
  });

  it("takes a paused or a resolved status for a first response though nobody wrote", () => {
    for (const to of ["Replied", "Resolved"])
      expect(at(sla, 3, [...start, status(hour(2), to)], "firstResponse")).toMatchObject({
        state: "fulfilled",
        endedAt: 2,
        met: false,
      });
  });

  it("has no due time of the resolution while paused, and hold in business time after", () => {
    // From an hour before Monday's closing to an hour after Tuesday's opening: 2 h of hold, 18 h of the wall clock
    const events = [...start, status(hour(7), "Replied"), request(hour(25), { status: "Open" })];
    const late = compileSla({
      ...frappe(),
      calendars,
      policies: [{ id: "slow", calendar: "desk", targets: { resolution: "12h" } }],
    });
    expect(at(late, 8, events)).toMatchObject({ state: "paused", dueAt: null });
    expect(at(late, 25, events)).toMatchObject({
      state: "running",
      pausedMs: 2,
      elapsedMs: 7,
      dueAt: 30,
      wall: { pausedMs: 18 },
    });
  });

  it("ends the hold of a ticket that goes straight from paused to resolved", () => {
    const events = [...start, status(hour(1), "Replied"), status(hour(6), "Resolved")];
    expect(at(sla, 7, events)).toMatchObject({ state: "fulfilled", elapsedMs: 1, pausedMs: 5, met: true });
  });

  it("moves nothing from Resolved to Closed, and counts the time before a reopening as hold", () => {
    const closed = [...start, status(hour(1), "Resolved"), status(hour(5), "Closed")];
    expect(at(sla, 6, closed)).toMatchObject({ endedAt: 1, elapsedMs: 1 });
    expect(at(sla, 6, [...closed, status(hour(6), "Open")])).toMatchObject({
      state: "running",
      elapsedMs: 1,
      pausedMs: 5,
      dueAt: 25,
    });
  });

  it("judges by the last priority alone", () => {
    const urgent = [opened(hour(0), { status: "Open", priority: "Urgent" })];
    expect(at(sla, 3, urgent)).toMatchObject({ met: false, dueAt: 2 });
    expect(at(sla, 3, [...urgent, priority(hour(3), "Low")])).toMatchObject({ met: null, dueAt: 4 });
  });

  it("takes statuses of the desk's own", () => {
    const own = compileSla({
      ...frappe(),
      statuses: { ...frappe().statuses, "On Hold": "pending", Completed: "solved" },
      policies: [{ id: "standard", targets: { resolution: "4h" } }],
    });
    const events = [...start, changes(hour(1), { status: "On Hold" }), status(hour(3), "Completed")];
    expect(at(own, 2, events)).toMatchObject({ state: "paused" });
    expect(at(own, 4, events)).toMatchObject({ state: "fulfilled", elapsedMs: 1, pausedMs: 2 });
  });
});
