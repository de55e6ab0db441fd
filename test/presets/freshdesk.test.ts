import { compileSla, parseDefinition } from "dueclock";
import { freshdesk } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import {
  all,
  at,
  changes,
  type Draft,
  happens,
  hour,
  inHours,
  message,
  opened,
  priority,
  reply,
  request,
  status,
  verdict,
} from "../unit/engine/desk.ts";

const desk = (
  targets: Readonly<Record<string, string>>,
  timers: Readonly<Record<string, "on" | "off">> = {},
) => compileSla<string>({ ...freshdesk({ timers }), policies: [{ id: "all", targets }] });

describe("Freshdesk's preset", () => {
  it("is a definition that may come from a file", () => {
    const definition = { ...freshdesk(), policies: [{ id: "p", targets: { nextResponse: "1h" } }] };
    expect(parseDefinition(JSON.parse(JSON.stringify(definition)))).toMatchObject({ preset: "freshdesk" });
  });

  it.each(["pending", "waiting on customer", "waiting on third party", 3, 6, 7])(
    "pauses every clock while the ticket is %s, whose timer is off",
    (off) => {
      const sla = desk({ firstResponse: "8h", resolution: "8h" });
      const story = [
        opened(hour(0), { status: 2 }),
        changes(hour(1), { status: off }),
        changes(hour(3), { status: "open" }),
      ];
      for (const metric of ["firstResponse", "resolution"]) {
        expect(at(sla, 4, story, metric)).toMatchObject({ elapsedMs: 2, pausedMs: 2, dueAt: 10 });
      }
    },
  );

  it("takes a switch under the API's number, which then counts for the number alone", () => {
    const sla = desk({ resolution: "8h" }, { "3": "on", "6": "off" });
    const story = [
      opened(hour(0), { status: 2 }),
      changes(hour(1), { status: 3 }),
      changes(hour(3), { status: 6 }),
    ];
    expect(at(sla, 4, story, "resolution")).toMatchObject({ elapsedMs: 3, pausedMs: 1 });
    expect(at(sla, 4, [opened(hour(0), { status: "pending" })], "resolution")).toMatchObject({
      elapsedMs: 0,
    });
  });

  it("takes each status's switch: one more that is off, and one of its own that is on", () => {
    const sla = desk({ resolution: "8h" }, { pending: "on", "with the courier": "off" });
    const story = [
      opened(hour(0)),
      status(hour(1), "pending"),
      status(hour(2), "with the courier"),
      status(hour(5), "open"),
    ];
    expect(at(sla, 6, story)).toMatchObject({ elapsedMs: 3, pausedMs: 3 });
  });

  it("does not let a switch undo a resolution", () => {
    const sla = desk({ resolution: "8h" }, { resolved: "on" });
    expect(at(sla, 3, [opened(hour(0)), status(hour(1), "resolved")])).toMatchObject({
      state: "fulfilled",
      endedAt: 1,
    });
  });

  it("wants every further response after the first, also where an agent opened the ticket", () => {
    const sla = desk({ firstResponse: "8h", nextResponse: "8h" });
    const story = [
      opened(hour(0), {}, { by: "agent" }),
      reply(hour(1)),
      request(hour(2)),
      request(hour(3)),
      message("agent", hour(4), {}, { visibility: "internal" }),
      reply(hour(5)),
      request(hour(6)),
    ];
    expect(at(sla, 7, story, "firstResponse")).toMatchObject({ startedAt: 0, endedAt: 1, met: true });
    expect(all(sla, 7, story, "nextResponse")).toMatchObject([
      { startedAt: 2, endedAt: 5 },
      { startedAt: 6, endedAt: null },
    ]);
  });

  it("waits for the first response anew where a ticket resolved without one is reopened", () => {
    const sla = desk({ firstResponse: "8h", nextResponse: "8h" });
    const story = [
      opened(hour(0)),
      status(hour(1), "resolved"),
      request(hour(2), { status: "open" }),
      reply(hour(3)),
    ];
    expect(all(sla, 4, story, "firstResponse")).toMatchObject([
      { endedAt: 1, state: "cancelled" },
      { startedAt: 2, endedAt: 3, state: "fulfilled" },
    ]);
    expect(all(sla, 4, story, "nextResponse")).toEqual([]);
  });

  it("goes on after a reopening without the time between, numbers for statuses or names", () => {
    const story = [opened(hour(0)), changes(hour(2), { status: 4 }), changes(hour(5), { status: 2 })];
    expect(at(desk({ resolution: "4h" }), 6, story)).toMatchObject({
      state: "running",
      elapsedMs: 3,
      dueAt: 7,
    });
  });

  it("keeps a due time set by hand whatever becomes of the priority, and the start where none was", () => {
    const sla = compileSla({
      ...freshdesk(),
      policies: [{ id: "all", targets: { resolution: { byPriority: { "1": "24h", "4": "2h" } } } }],
    });
    const raised = [opened(hour(0), { priority: 1 }), changes(hour(1), { priority: 4 })];
    expect(at(sla, 1, raised)).toMatchObject({ startedAt: 0, dueAt: 2, overridden: false });
    const byHand = [
      opened(hour(0), { priority: 1 }),
      happens("due.overridden", hour(0.5), { metric: "resolution", dueAt: hour(50) }),
      priority(hour(1), "4"),
    ];
    expect(at(sla, 1, byHand)).toMatchObject({ dueAt: 50, overridden: true, dueAtWithoutOverride: 2 });
  });

  it("escalates in levels where the priority has that switched on when each fires", () => {
    const sla = compileSla({
      ...freshdesk(),
      policies: [
        {
          id: "all",
          targets: { resolution: { byPriority: { low: "8h", urgent: "2h" } } },
          actions: [
            {
              kind: "escalation",
              id: "levels",
              metric: "resolution",
              fire: { after: "0s" },
              if: { field: "priority", is: "urgent" },
              notify: ["assignee"],
              steps: [
                { after: "30m", notify: ["user:kim"] },
                { after: "1h", notify: ["group:leads"] },
              ],
            },
          ],
        },
      ],
    });
    const standing = (asOf: number, ...more: readonly Draft[]) =>
      verdict(sla, hour(asOf), [opened(hour(0), { priority: "urgent" }), ...more]).actions.map(
        ({ step, status, fireAt, notify }) => [step, status, inHours(fireAt), notify[0]],
      );
    expect(standing(2.5)).toEqual([
      [1, "due", 2, "assignee"],
      [2, "due", 2.5, "user:kim"],
      [3, "scheduled", 3, "group:leads"],
    ]);
    // Pauses move them, a resolution cuts them off, another priority switches them off
    expect(
      standing(3.5, status(hour(1), "pending"), status(hour(2), "open"), status(hour(3.2), "resolved")),
    ).toEqual([[1, "due", 3, "assignee"]]);
    expect(standing(9, priority(hour(1), "low")).map(([step, state]) => [step, state])).toEqual([
      [1, "unmet"],
      [2, "unmet"],
      [3, "unmet"],
    ]);
    // Raised when all levels would be past: the last one, at that moment
    const raised = [opened(hour(0), { priority: "low" }), priority(hour(6), "urgent")];
    const late = verdict(sla, hour(6), raised).actions.map(({ step, status, fireAt }) => [
      step,
      status,
      inHours(fireAt),
    ]);
    expect(late).toEqual([
      [1, "skipped", 6],
      [2, "skipped", 6],
      [3, "due", 6],
    ]);
  });
});
