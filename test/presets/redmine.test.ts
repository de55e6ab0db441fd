import { compileSla } from "dueclock";
import { redmine } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { at, hour, opened, status } from "../unit/engine/desk.ts";

const sla = compileSla({
  ...redmine(),
  policies: [{ id: "support", targets: { response: "2h", resolution: "6h" } }],
});
const issue = [
  opened(hour(0), { status: "New" }),
  status(hour(1), "Assigned"),
  status(hour(4), "Resolved"),
  status(hour(8), "Closed"),
];

describe("redmine_sla", () => {
  it("adds up the time in the statuses of each clock until the issue is closed", () => {
    expect(at(sla, 9, issue, "response")).toMatchObject({
      state: "fulfilled",
      endedAt: 8,
      elapsedMs: 1,
      met: true,
    });
    expect(at(sla, 9, issue, "resolution")).toMatchObject({
      state: "fulfilled",
      endedAt: 8,
      elapsedMs: 4,
      met: true,
    });
  });

  it("stands in other statuses, and counts on when the issue comes back", () => {
    const back = [...issue.slice(0, 3), status(hour(5), "New"), status(hour(7), "Closed")];
    expect(at(sla, 4.5, back, "response")).toMatchObject({ state: "paused", elapsedMs: 1 });
    expect(at(sla, 6, back, "response")).toMatchObject({ state: "running", elapsedMs: 2, breachedAt: 6 });
    expect(at(sla, 7, back, "response")).toMatchObject({ state: "fulfilled", elapsedMs: 3, met: false });
  });

  it("counts an issue without a status as a new one", () => {
    expect(at(sla, 1, [opened(hour(0))], "response")).toMatchObject({ state: "running", elapsedMs: 1 });
  });

  it("adds a second spell to an issue that is closed again", () => {
    const events = [...issue, status(hour(10), "Assigned"), status(hour(13), "Rejected")];
    expect(at(sla, 14, events, "resolution")).toMatchObject({ endedAt: 13, elapsedMs: 7, met: false });
  });

  it("counts in the statuses that the desk names", () => {
    const own = compileSla({
      ...redmine({ responseStatuses: ["Assigned"], resolutionStatuses: ["Resolved"] }),
      policies: [{ id: "support", targets: { response: "2h", resolution: "6h" } }],
    });
    expect(at(own, 9, issue, "response")).toMatchObject({ elapsedMs: 3, met: false });
    expect(at(own, 9, issue, "resolution")).toMatchObject({ elapsedMs: 4, met: true });
  });

  it("may promise another time, around the clock, to what arrives within the hours", () => {
    const byArrival = compileSla({
      ...redmine(),
      calendars: {
        office: { timeZone: "UTC", weeklyHours: { mon: [["09:00", "10:00"]], tue: [["09:00", "17:00"]] } },
      },
      policies: [
        {
          id: "support",
          calendar: "office",
          targets: {
            response: {
              goals: [
                { if: { fact: "createdAt", during: "office" }, amount: "2h", basis: "aroundTheClock" },
                { amount: "2h" },
              ],
            },
          },
        },
      ],
    });
    expect(at(byArrival, 2, [opened(hour(0))], "response").dueAt).toBe(2);
    expect(at(byArrival, 2, [opened(hour(1))], "response").dueAt).toBe(26);
  });
});
