import { type ActionDefinition, compileSla, type Sla } from "dueclock";
import { glpi, itop, libreDesk, otobo, plain, salesforce, serviceNow, zammad } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import {
  assigned,
  changes,
  control,
  type Draft,
  happens,
  hour,
  inHours,
  opened,
  priority,
  reply,
  request,
  status,
  verdict,
} from "../unit/engine/desk.ts";

const day = [["09:00", "17:00"]] as const;
const calendars = {
  office: { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: day } },
};
/** Each action: rule, status, and when it fires in hours after Monday 09:00. */
const standing = (sla: Sla, asOf: number, ...events: readonly Draft[]) =>
  verdict(sla, hour(asOf), events).actions.map(({ rule, status, fireAt }) => [rule, status, inHours(fireAt)]);
const reminds = <M extends string>(
  id: string,
  metric: M,
  fire: ActionDefinition["fire"],
  more: Partial<ActionDefinition<M>> = {},
): ActionDefinition<M> => ({ kind: "reminder", id, metric, fire, notify: ["assignee"], ...more });

describe("LibreDesk's notifications", () => {
  const sla = compileSla({
    ...libreDesk(),
    calendars,
    policies: [
      {
        id: "standard",
        calendar: "office",
        targets: { firstResponse: "8h30m" },
        actions: [
          reminds("warning", "firstResponse", { before: "2h" }, { basis: "wall" }),
          reminds("breach", "firstResponse", { after: "30m" }, { basis: "wall", late: "skip" }),
        ],
      },
    ],
  });
  const start = [opened(hour(0), { status: "Open" }), assigned(hour(0), "standard")];

  it("lie before and after the due time by the wall clock, office hours or not", () => {
    expect(standing(sla, 1, ...start)).toEqual([
      ["warning", "scheduled", 22.5], // Tuesday 07:30, for 09:30
      ["breach", "scheduled", 25],
    ]);
  });

  it("are not sent once the reply is there, nor of a breach long past when the policy comes", () => {
    expect(standing(sla, 26, ...start, reply(hour(24.25)))).toEqual([["warning", "lapsed", 22.5]]);
    const late = [opened(hour(0), { status: "Open" }), assigned(hour(30), "standard")];
    expect(standing(sla, 31, ...late).map(([rule, state]) => [rule, state])).toEqual([
      ["warning", "skipped"],
      ["breach", "skipped"],
    ]);
  });
});

describe("GLPI's levels", () => {
  const level = (
    id: string,
    before: string,
    from: number,
    to: number,
  ): ActionDefinition<"timeToResolve"> => ({
    kind: "escalation",
    id,
    metric: "timeToResolve",
    fire: { before },
    if: { field: "priority", is: from },
    set: { priority: to },
  });
  const sla = compileSla({
    ...glpi(),
    policies: [
      {
        id: "p",
        targets: { timeToResolve: "4h" },
        actions: [level("1", "2h", 3, 4), level("2", "1h", 4, 5)],
      },
    ],
  });

  it("read their criteria when they fire, so that one may wait for what the one before it changed", () => {
    const start = opened(hour(0), { priority: 3 });
    const done = happens("action.delivered", hour(2), {
      action: verdict(sla, hour(2), [start]).actions[0].id,
      set: { priority: 4 },
    });
    expect(standing(sla, 3, start)).toEqual([
      ["1", "due", 2],
      ["2", "unmet", 3],
    ]);
    expect(standing(sla, 3, start, done)).toEqual([
      ["1", "delivered", 2],
      ["2", "due", 3],
    ]);
  });
});

describe("OTOBO's notifications", () => {
  it("are muted outside the hours, and come again until the answer", () => {
    const sla = compileSla({
      ...otobo(),
      calendars,
      policies: [
        {
          id: "queue",
          calendar: "office",
          targets: { firstResponse: "1h" },
          actions: [
            reminds("soon", "firstResponse", { at: "80%" }, { quiet: true }),
            reminds(
              "late",
              "firstResponse",
              { after: "0s" },
              {
                basis: "wall",
                repeat: { every: "6h", times: 4 },
                quiet: true,
              },
            ),
          ],
        },
      ],
    });
    const start = opened(hour(7), { status: "new" }); // Monday 16:00, due 17:00
    expect(standing(sla, 26, start)).toEqual([
      ["soon", "due", 7.8],
      ["late", "skipped", 24],
      ["late", "skipped", 24], // the closing at 17:00, 23:00 and 05:00
      ["late", "due", 24], // come to one at Tuesday 09:00
      ["late", "due", 26],
      ["late", "scheduled", 48],
    ]);
    expect(standing(sla, 26, start, reply(hour(25))).filter(([, state]) => state === "due")).toEqual([
      ["late", "due", 24],
    ]);
  });
});

describe("iTop's thresholds", () => {
  const slt = (id: string, level: number, amount: string) => ({
    id,
    if: { field: "priority", is: level } as const,
    targets: { timeToResolve: amount },
    actions: [reminds(`${id} 75`, "timeToResolve", { at: "75%" })],
  });

  it("are armed again by a raised target that is another policy's", () => {
    const sla = compileSla({ ...itop(), policies: [slt("p1", 1, "8h"), slt("p2", 2, "4h")] });
    const events = [opened(hour(0), { status: "new", priority: 2 }), changes(hour(3.5), { priority: 1 })];
    expect(standing(sla, 3.5, ...events)).toEqual([
      ["p1 75", "scheduled", 6],
      ["p2 75", "due", 3],
    ]);
  });

  it("are passed once where one policy has the amounts of all priorities", () => {
    const goals = [{ if: { field: "priority", is: 1 } as const, amount: "8h" }, { amount: "4h" }];
    const sla = compileSla({
      ...itop(),
      policies: [
        {
          id: "p",
          targets: { timeToResolve: { goals } },
          actions: [reminds("75", "timeToResolve", { at: "75%" })],
        },
      ],
    });
    const events = [opened(hour(0), { status: "new", priority: 2 }), changes(hour(3.5), { priority: 1 })];
    expect(standing(sla, 7, ...events)).toEqual([["75", "due", 3]]);
  });
});

describe("ServiceNow's percentage timers", () => {
  it("move with pauses, and none that is past when the SLA attaches is run", () => {
    const sla = compileSla({
      ...serviceNow({
        definitions: [
          {
            id: "p1",
            start: { field: "priority", is: 1 },
            pause: { field: "state", is: "Awaiting" },
            retroactive: { start: { fact: "createdAt" } },
          },
        ],
      }),
      policies: [
        {
          id: "p1",
          targets: { p1: "4h" },
          actions: [50, 100].map((percent) =>
            reminds(`${percent}`, "p1", { at: `${percent}%` }, { late: "skip" }),
          ),
        },
      ],
    });
    const raised = (when: number) => [opened(hour(0), { priority: 3 }), changes(hour(when), { priority: 1 })];
    expect(standing(sla, 5, ...raised(5))).toEqual([
      ["50", "skipped", 5],
      ["100", "skipped", 5],
    ]);
    const paused = [
      ...raised(1),
      changes(hour(1.5), { state: "Awaiting" }),
      changes(hour(3), { state: "Active" }),
    ];
    expect(standing(sla, 4, ...paused)).toEqual([
      ["50", "due", 3.5],
      ["100", "scheduled", 5.5],
    ]);
  });
});

describe("Zammad's notifications of an escalation", () => {
  it("warn shortly before, and come again every day until somebody answers", () => {
    const sla = compileSla({
      ...zammad(),
      calendars,
      policies: [
        {
          id: "1",
          calendar: "office",
          targets: { firstResponse: "4h" },
          actions: [
            reminds("warning", "firstResponse", { before: "15m" }, { basis: "wall" }),
            reminds(
              "escalation",
              "firstResponse",
              { after: "0s" },
              {
                basis: "wall",
                repeat: { every: "1d", times: 14 },
              },
            ),
          ],
        },
      ],
    });
    const start = opened(hour(0), { status: "new" }, { channel: "email" });
    const answered = [start, reply(hour(30), {}, { channel: "email" })];
    expect(standing(sla, 60, ...answered)).toEqual([
      ["warning", "lapsed", 3.75],
      ["escalation", "due", 4],
      ["escalation", "due", 28],
    ]);
  });
});

describe("Plain's warnings", () => {
  it("belong to the wait that the last message began", () => {
    const sla = compileSla({
      ...plain(),
      policies: [
        {
          id: "tier",
          targets: { nextResponse: "1h" },
          actions: [reminds("soon", "nextResponse", { before: "15m" })],
        },
      ],
    });
    const events = [
      opened(hour(0), { status: "TODO" }),
      reply(hour(0.5)),
      request(hour(1)),
      request(hour(1.5)), // starts the wait anew before its warning
    ];
    expect(standing(sla, 2, ...events)).toEqual([["soon", "scheduled", 2.25]]);
  });
});

describe("Salesforce's milestone actions", () => {
  it("warn and tell of a violation for each occurrence", () => {
    const sla = compileSla({
      ...salesforce({
        milestones: [
          {
            id: "update",
            criteria: { field: "priority", is: "high" },
            completed: [{ on: "control", name: "done" }],
            recurrence: "independent",
          },
        ],
      }),
      policies: [
        {
          id: "gold",
          targets: { update: "1h" },
          actions: [
            reminds("warning", "update", { before: "15m" }),
            reminds("violation", "update", { after: "0s" }),
          ],
        },
      ],
    });
    const events = [opened(hour(0)), priority(hour(1), "high"), control(hour(2.5), "done")];
    expect(standing(sla, 2.5, ...events)).toEqual([
      ["warning", "lapsed", 1.75],
      ["violation", "due", 2],
      ["warning", "scheduled", 3.25],
      ["violation", "scheduled", 3.5],
    ]);
    const stopped = [
      ...events.slice(0, 2),
      changes(hour(1.5), { isStopped: true }),
      status(hour(1.6), "Working"),
    ];
    expect(standing(sla, 2, ...stopped)).toEqual([
      ["warning", "scheduled", null],
      ["violation", "scheduled", null],
    ]);
  });
});
