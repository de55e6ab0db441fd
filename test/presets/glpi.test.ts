import { compileSla, type FieldPatch } from "dueclock";
import { glpi } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import {
  all,
  assigned,
  at,
  changes,
  control,
  type Draft,
  hour,
  inHours,
  message,
  opened,
  released,
  reply,
  status,
  verdict,
} from "../unit/engine/desk.ts";

const day = [["09:00", "17:00"]] as const;
const office = { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: day } };
const sla = compileSla({
  ...glpi({ olaGroups: ["net", "desk"] }),
  calendars: { office },
  policySets: [
    {
      id: "sla",
      policies: [
        {
          id: "vip",
          if: { field: "vip", is: true },
          calendar: "office",
          targets: { timeToOwn: "2h", timeToResolve: "4h" },
        },
        { id: "all", calendar: "office", targets: { timeToOwn: "4h", timeToResolve: "8h" } },
      ],
    },
    {
      id: "ola",
      options: { selection: "allMatching", matching: "byAssignment" },
      policies: [
        {
          id: "net",
          kind: "ola",
          calendar: "office",
          targets: { "net.timeToOwn": "2h", "net.timeToResolve": { businessDays: 2 } },
        },
        { id: "desk", kind: "ola", targets: { "desk.timeToOwn": "1h" } },
      ],
    },
  ],
});
const by = (actor: string, actorGroup: string) => ({ actor, actorGroup });
const groups = (when: number, ...assignedGroups: string[]) => changes(when, { assignedGroups });

describe("GLPI's SLA", () => {
  it("is due at the next opening where the hours end with the target", () => {
    expect(at(sla, 1, [opened(hour(0))], "timeToResolve")).toMatchObject({ dueAt: 24 });
  });

  it("lets the time to own run on while the ticket waits, and the time to resolve stand", () => {
    const events = [opened(hour(0)), status(hour(1), "waiting"), status(hour(3), "assigned")];
    expect(at(sla, 3, events, "timeToOwn")).toMatchObject({ state: "running", pausedMs: 0, dueAt: 4 });
    expect(at(sla, 3, events, "timeToResolve")).toMatchObject({ state: "running", pausedMs: 2, dueAt: 26 });
  });

  it.each<[string, Draft, boolean]>([
    ["an assignee", changes(hour(1), { assignee: "bob" }, by("ann", "desk")), true],
    ["a follow-up", reply(hour(1)), true],
    ["a private follow-up", message("agent", hour(1), {}, { visibility: "internal" }), true],
    ["a task", control(hour(1), "task.added"), true],
    ["a follow-up that a template wrote", reply(hour(1), {}, { automated: true }), false],
    ["the requester's message", message("requester", hour(1)), false],
    ["a group", groups(hour(1), "net"), false],
    ["a status", status(hour(1), "assigned"), false],
  ])("is owned through %s, or not", (_, event, isOwned) => {
    expect(at(sla, 2, [opened(hour(0)), event], "timeToOwn").state).toBe(isOwned ? "fulfilled" : "running");
  });

  it("counts the time between a solution and a reopening as waiting", () => {
    const events = [
      opened(hour(0)),
      status(hour(1), "solved"),
      status(hour(3), "closed"),
      status(hour(4), "assigned"),
    ];
    expect(at(sla, 4, events, "timeToResolve")).toMatchObject({
      state: "running",
      pausedMs: 3,
      elapsedMs: 1,
      dueAt: 27,
    });
  });

  it("is replaced from its start on, with the waiting so far, and without a record of what was late before", () => {
    const vip = (when: number, to: boolean): Draft => changes(when, { vip: to });
    const events = [
      opened(hour(0), { vip: true }),
      status(hour(1), "waiting"),
      status(hour(2), "assigned"),
      vip(hour(6), false),
    ];
    expect(at(sla, 5, events, "timeToResolve")).toMatchObject({ dueAt: 5, breachedAt: 5 });
    expect(at(sla, 6, events, "timeToResolve")).toMatchObject({ dueAt: 25, breachedAt: null });
  });
});

describe("GLPI's OLA", () => {
  const attached = [opened(hour(0)), assigned(hour(1), "net")];

  it("starts when it is attached, and each group has its own", () => {
    const events = [...attached, assigned(hour(2), "desk")];
    expect(at(sla, 2, events, "net.timeToOwn")).toMatchObject({ startedAt: 1, dueAt: 3, policy: "net" });
    expect(at(sla, 2, events, "net.timeToResolve")).toMatchObject({ startedAt: 1, dueAt: 49 });
    expect(at(sla, 2, events, "desk.timeToOwn")).toMatchObject({ startedAt: 2, dueAt: 3, policy: "desk" });
    expect(all(sla, 0, events, "net.timeToOwn")).toEqual([]);
  });

  const set = (patch: FieldPatch, who: object) => changes(hour(2), patch, { ...who });
  it.each<[string, Draft, boolean]>([
    ["a member who takes it", set({ assignee: "bob" }, by("bob", "net")), true],
    ["a member named by a colleague", set({ assignee: "bob" }, by("eve", "net")), false],
    ["somebody else who takes it", set({ assignee: "ann" }, by("ann", "desk")), false],
    ["a member's follow-up", reply(hour(2), {}, by("bob", "net")), true],
    ["somebody else's follow-up", reply(hour(2), {}, by("ann", "desk")), false],
    ["a member's task", { ...control(hour(2), "task.added"), ...by("bob", "net") }, true],
    ["the group taken off", groups(hour(2), "desk"), true],
    ["another group put on", groups(hour(2), "net", "desk"), false],
  ])("is owned through %s, or not", (_, event, isOwned) => {
    const events = [...attached, groups(hour(1), "net"), event];
    expect(at(sla, 2.5, events, "net.timeToOwn").state).toBe(isOwned ? "fulfilled" : "running");
  });

  it("stands while the ticket waits without the group, and only then", () => {
    const waiting = [...attached, status(hour(2), "waiting")];
    expect(at(sla, 2.5, waiting, "net.timeToOwn")).toMatchObject({ state: "paused" });
    expect(at(sla, 3, [...waiting, groups(hour(2.5), "net")], "net.timeToOwn")).toMatchObject({
      state: "running",
      pausedMs: 0.5,
      dueAt: 3.5,
    });
    expect(at(sla, 2.5, waiting, "net.timeToResolve")).toMatchObject({ state: "paused" });
  });

  it("has its time to resolve end with the solution or with the group, and go on when reopened", () => {
    const solved = [...attached, status(hour(2), "solved")];
    expect(at(sla, 3, solved, "net.timeToResolve")).toMatchObject({
      state: "fulfilled",
      endedAt: 2,
      met: true,
    });
    expect(at(sla, 4, [...solved, status(hour(3), "assigned")], "net.timeToResolve")).toMatchObject({
      state: "running",
      pausedMs: 1,
      dueAt: 50,
    });
    const taken = [...attached, groups(hour(1), "net"), groups(hour(2))];
    expect(at(sla, 3, taken, "net.timeToResolve")).toMatchObject({ state: "fulfilled", endedAt: 2 });
  });

  it("may be attached once more when it is over", () => {
    const again = [
      ...attached,
      reply(hour(2), {}, by("bob", "net")),
      released(hour(3), "net"),
      assigned(hour(4), "net"),
    ];
    expect(all(sla, 5, again, "net.timeToOwn")).toMatchObject([
      { state: "fulfilled", endedAt: 2 },
      { state: "running", startedAt: 4, dueAt: 6 },
    ]);
  });
});

describe("GLPI's levels", () => {
  it("are counted in working days from the due time, or in working time", () => {
    const days = compileSla({
      ...glpi(),
      calendars: { office },
      policies: [
        {
          id: "all",
          calendar: "office",
          targets: { timeToResolve: { businessDays: 5, at: "close" } },
          actions: [
            {
              kind: "escalation",
              id: "two-before",
              metric: "timeToResolve",
              fire: { before: { businessDays: 2 } },
            },
            { kind: "escalation", id: "hour-before", metric: "timeToResolve", fire: { before: "1h" } },
            {
              kind: "escalation",
              id: "next-day",
              metric: "timeToResolve",
              fire: { after: { businessDays: 1 } },
            },
          ],
        },
      ],
    });
    const events = [opened(hour(0)), status(hour(1), "waiting"), status(hour(3), "assigned")];
    // Monday the 9th at 17:00, and two hours more
    expect(at(days, 4, events, "timeToResolve").dueAt).toBe(8 * 24 + 2);
    const fireAt = verdict(days, hour(4), events).actions.map((action) => inHours(action.fireAt));
    expect(fireAt).toEqual([4 * 24 + 2, 8 * 24 + 1, 9 * 24 + 2]);
  });
});

describe("the OLAs of GLPI's groups", () => {
  it("have two metrics for each group", () => {
    const { metrics } = glpi({ olaGroups: ["net", "desk"] });
    expect(metrics.map(({ id }) => id).slice(2)).toEqual([
      "net.timeToOwn",
      "net.timeToResolve",
      "desk.timeToOwn",
      "desk.timeToResolve",
    ]);
  });
});
