import { compileSla } from "dueclock";
import { requestTracker } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import {
  all,
  at,
  changes,
  type Draft,
  hour,
  inHours,
  opened,
  reply,
  request,
  status,
  verdict,
} from "../unit/engine/desk.ts";

const desk = (options?: Parameters<typeof requestTracker>[0]) =>
  compileSla({
    ...requestTracker(options),
    policies: [{ id: "gold", targets: { starts: "1h", response: "2h", keepInLoop: "4h", resolve: "9h" } }],
  });
const sla = desk();
/** The ticket's one due time, and the metric that it is of. */
const due = (hours: number, events: readonly Draft[], of = sla) => {
  const { urgency } = verdict(of, hour(hours), events);
  return urgency && [urgency.metric, inHours(urgency.dueAt)];
};

describe("RT's due time", () => {
  const talk = [
    opened(hour(0), { status: "open" }),
    reply(hour(1)),
    reply(hour(2)),
    request(hour(3)),
    request(hour(4)),
  ];

  it("is the response's from the oldest message that waits, and the loop's from the last answer", () => {
    expect(due(0, talk)).toEqual(["response", 2]);
    expect(due(1, talk)).toEqual(["keepInLoop", 5]);
    expect(due(2, talk)).toEqual(["keepInLoop", 6]);
    expect(due(3, talk)).toEqual(["response", 5]);
    expect(due(4, talk)).toEqual(["response", 5]);
  });

  it("is the resolve's where that is earliest, which no message moves", () => {
    expect(due(8, [...talk, reply(hour(6))])).toEqual(["resolve", 9]);
  });

  it("is no response's on a ticket that an agent opened", () => {
    const byAgent = opened(hour(0), { status: "open" }, { by: "agent" });
    expect(all(sla, 1, [byAgent], "response")).toEqual([]);
    expect(due(1, [byAgent])).toEqual(["resolve", 9]);
    expect(due(1, [byAgent, request(hour(1))])).toEqual(["response", 3]);
  });

  it("is nobody's once the ticket is resolved; reopened, the resolve counts on from the creation", () => {
    const events = [...talk, status(hour(5), "resolved"), status(hour(7), "open")];
    expect(due(6, events)).toBeNull();
    expect(at(sla, 7, events, "resolve")).toMatchObject({
      state: "running",
      startedAt: 0,
      elapsedMs: 7,
      dueAt: 9,
    });
  });
});

describe("RT's ignored statuses", () => {
  const stalled = [opened(hour(0), { status: "open" }), status(hour(1), "stalled")];
  const back = [...stalled, status(hour(1.5), "open")];

  it("hide every due time, and their time counts", () => {
    const hiding = desk({ ignoreOnStatuses: ["stalled"] });
    expect(due(1, stalled, hiding)).toBeNull();
    expect(due(1.5, back, hiding)).toEqual(["response", 2]);
    expect(all(hiding, 1.5, back, "resolve").at(-1)).toMatchObject({
      state: "running",
      startedAt: 0,
      dueAt: 9,
    });
    const answered = [opened(hour(0)), reply(hour(0.5)), status(hour(1), "stalled"), status(hour(2), "open")];
    expect(due(2, answered, hiding)).toEqual(["keepInLoop", 4.5]);
  });

  it("hide a message that comes meanwhile, and its response is due from then", () => {
    const hiding = desk({ ignoreOnStatuses: ["stalled"] });
    const events = [
      opened(hour(0)),
      reply(hour(0.5)),
      status(hour(1), "stalled"),
      request(hour(2)),
      status(hour(3), "open"),
    ];
    expect(due(2, events, hiding)).toBeNull();
    expect(due(3, events, hiding)).toEqual(["response", 4]);
  });

  it("move the due time on where their time is excluded", () => {
    const excluding = desk({ ignoreOnStatuses: ["stalled"], excludeTimeOnIgnoredStatuses: true });
    expect(at(excluding, 1.5, back, "response")).toMatchObject({ pausedMs: 0.5, dueAt: 2.5 });
    expect(at(excluding, 1.5, back, "resolve")).toMatchObject({ dueAt: 9.5 });
  });

  it("are none by default", () => {
    expect(due(1, stalled)).toEqual(["response", 2]);
  });
});

describe("RT's clocks", () => {
  it("are due at the next opening where the hours end with the target", () => {
    const office = {
      timeZone: "UTC",
      weeklyHours: { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]] },
    } as const;
    const inHoursOnly = compileSla({
      ...requestTracker(),
      calendars: { office },
      policies: [{ id: "p", calendar: "office", targets: { resolve: "8h" } }],
    });
    expect(at(inHoursOnly, 1, [opened(hour(0))], "resolve").dueAt).toBe(24);
  });

  it("start with the ticket and end, for `starts`, when somebody opens it", () => {
    const events = [opened(hour(0), { status: "new" }), status(hour(0.5), "open")];
    expect(at(sla, 2, events, "starts")).toMatchObject({ state: "fulfilled", endedAt: 0.5, met: true });
  });

  it("follow another level of service from the creation on, by its calendar", () => {
    const levels = compileSla({
      ...requestTracker(),
      calendars: {
        late: { timeZone: "UTC", weeklyHours: { mon: [["12:00", "20:00"]], tue: [["12:00", "20:00"]] } },
      },
      policies: [
        { id: "late", if: { field: "level", is: "late" }, calendar: "late", targets: { resolve: "2h" } },
        { id: "plain", targets: { resolve: "4h" } },
      ],
    });
    const events = [opened(hour(0)), changes(hour(2), { level: "late" })];
    expect(at(levels, 1, events, "resolve").dueAt).toBe(4);
    expect(at(levels, 2, events, "resolve")).toMatchObject({ dueAt: 5, elapsedMs: 0 });
  });

  it("have minutes on top for a ticket opened outside the hours, by a goal that asks for it", () => {
    const office = { timeZone: "UTC", weeklyHours: { mon: [["09:00", "17:00"]] } } as const;
    const outOfHours = compileSla({
      ...requestTracker(),
      calendars: { office },
      policies: [
        {
          id: "p",
          calendar: "office",
          targets: {
            response: {
              goals: [
                { if: { not: { fact: "createdAt", during: "office" } }, amount: "3h" },
                { amount: "2h" },
              ],
            },
          },
        },
      ],
    });
    expect(at(outOfHours, 0, [opened(hour(-1))], "response").dueAt).toBe(3);
    expect(at(outOfHours, 0, [opened(hour(0))], "response").dueAt).toBe(2);
  });
});
