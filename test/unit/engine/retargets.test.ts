import {
  compileSla,
  currentClock,
  type Definition,
  evaluateTicket,
  type Options,
  type Reading,
  type Sla,
} from "dueclock";
import { describe, expect, it } from "vitest";
import { changes, type Draft, HOUR, hour, opened, priority, status, T0, ticket } from "./desk.ts";

function clock(sla: Sla, asOf: number, events: readonly Draft[]): Reading | undefined {
  return currentClock(evaluateTicket(sla, ticket(...events), { asOf }), "resolution");
}

/** The reading with its instants in hours after `T0` and its amounts in hours, to read and to compare. */
function inHours(sla: Sla, asOf: number, events: readonly Draft[]): Record<string, unknown> {
  const convert = ([key, value]: [string, unknown]): [string, unknown] => {
    if (typeof value !== "number" || key === "instance") return [key, value];
    return [key, key.endsWith("Ms") ? value / HOUR : (value - T0) / HOUR];
  };
  return Object.fromEntries(Object.entries(clock(sla, asOf, events) ?? {}).map(convert));
}

/** Around the clock: a resolution in 2 hours when urgent, in 10 otherwise. */
const desk: Definition<string> = {
  policies: [{ id: "p", targets: { resolution: { byPriority: { urgent: "2h" }, otherwise: "10h" } } }],
};
const sticky = compileSla(desk);
const current = compileSla({ ...desk, options: { breach: "current" } });

describe("another target under a running clock (K7)", () => {
  it("applies to the time already used", () => {
    const events = [opened(hour(0)), priority(hour(1), "urgent")];
    expect(inHours(sticky, hour(1) - 1, events)).toMatchObject({
      targetMs: 10,
      dueAt: 10,
      remainingMs: 9 + 1 / HOUR,
    });
    expect(inHours(sticky, hour(1), events)).toMatchObject({
      targetMs: 2,
      dueAt: 2,
      remainingMs: 1,
      breachedAt: null,
    });
    expect(inHours(sticky, hour(3), events)).toMatchObject({
      startedAt: 0,
      dueAt: 2,
      breachedAt: 2,
      elapsedMs: 3,
    });
  });

  it("below the time used breaches at the change, while dueAt says when the promise ran out (K9)", () => {
    const events = [opened(hour(0)), priority(hour(3), "urgent")];
    expect(inHours(sticky, hour(3) - 1, events)).toMatchObject({ breachedAt: null, dueAt: 10 });
    expect(inHours(sticky, hour(3), events)).toMatchObject({
      breachedAt: 3,
      recordedAt: 3,
      dueAt: 2,
      elapsedMs: 3,
      remainingMs: -1,
      met: false,
    });
    expect(inHours(sticky, hour(9), events)).toMatchObject({ breachedAt: 3, dueAt: 2 });
  });

  it("below the time used breaches at the change even while the clock is paused (K9)", () => {
    const events = [opened(hour(0)), status(hour(3), "pending"), priority(hour(5), "urgent")];
    expect(inHours(sticky, hour(5) - 1, events)).toMatchObject({
      state: "paused",
      breachedAt: null,
      dueAt: null,
    });
    expect(inHours(sticky, hour(5), events)).toMatchObject({
      state: "paused",
      breachedAt: 5,
      dueAt: 2,
      dueAtIfResumedNow: null,
      remainingMs: -1,
    });
  });

  it("of exactly the time used breaches a running clock at the change, at its due time", () => {
    const events = [opened(hour(0)), priority(hour(2), "urgent")];
    expect(inHours(sticky, hour(2), events)).toMatchObject({ breachedAt: 2, dueAt: 2, remainingMs: 0 });
  });

  it("of exactly the time used leaves a paused clock unbreached until it resumes (K9)", () => {
    const events = [
      opened(hour(0)),
      status(hour(2), "pending"),
      priority(hour(5), "urgent"),
      status(hour(6), "open"),
    ];
    expect(inHours(sticky, hour(6) - 1, events)).toMatchObject({
      state: "paused",
      breachedAt: null,
      dueAt: 2,
      remainingMs: 0,
    });
    expect(inHours(sticky, hour(6), events)).toMatchObject({ state: "running", breachedAt: 6, dueAt: 2 });
  });

  it("replaced in its own millisecond was never in force", () => {
    const events = [opened(hour(0)), priority(hour(3), "urgent"), priority(hour(3), "low")];
    expect(inHours(sticky, hour(4), events)).toMatchObject({ breachedAt: null, dueAt: 10, targetMs: 10 });
    const atStart = [opened(hour(0)), priority(hour(0), "urgent")];
    expect(inHours(sticky, hour(1), atStart)).toMatchObject({ dueAt: 2, breachedAt: null });
  });

  it.each([
    ["in the step of the stop", [changes(hour(3), { status: "solved", priority: "urgent" })]],
    ["before the stop in its millisecond", [priority(hour(3), "urgent"), status(hour(3), "solved")]],
    ["after the stop in its millisecond", [status(hour(3), "solved"), priority(hour(3), "urgent")]],
    ["after the stop", [status(hour(3), "solved"), priority(hour(4), "urgent")]],
  ])("%s judges nothing", (_, end) => {
    for (const sla of [sticky, current]) {
      expect(inHours(sla, hour(9), [opened(hour(0)), ...end])).toMatchObject({
        state: "fulfilled",
        endedAt: 3,
        met: true,
        breachedAt: null,
        dueAt: 10,
        targetMs: 10,
        remainingMs: 7,
      });
    }
  });

  it("of a millisecond before the stop judges", () => {
    const events = [opened(hour(0)), priority(hour(3) - 1, "urgent"), status(hour(3), "solved")];
    expect(clock(sticky, hour(9), events)).toMatchObject({
      met: false,
      breachedAt: hour(3) - 1,
      dueAt: hour(2),
    });
  });

  it("set while the ticket was done is in force from the reopening", () => {
    const events = [
      opened(hour(0)),
      status(hour(3), "solved"),
      priority(hour(4), "urgent"),
      status(hour(5), "open"),
    ];
    expect(inHours(sticky, hour(5) - 1, events)).toMatchObject({ met: true, breachedAt: null, dueAt: 10 });
    expect(inHours(sticky, hour(5), events)).toMatchObject({
      breachedAt: 5,
      dueAt: 2,
      elapsedMs: 3,
      met: false,
    });
  });
});

describe("a breach and a softer target (K10)", () => {
  const events = [
    opened(hour(0), { priority: "urgent" }),
    priority(hour(3), "low"),
    status(hour(9), "solved"),
  ];

  it("stays on record", () => {
    expect(inHours(sticky, hour(3) - 1, events)).toMatchObject({ breachedAt: 2, dueAt: 2 });
    expect(inHours(sticky, hour(4), events)).toMatchObject({
      breachedAt: 2,
      dueAt: 10,
      remainingMs: 6,
      met: false,
    });
    expect(inHours(sticky, hour(9), events)).toMatchObject({
      breachedAt: 2,
      met: false,
      endedAt: 9,
      dueAt: 10,
    });
  });

  it("is judged by the last target alone where the desk says `current`", () => {
    expect(inHours(current, hour(3) - 1, events)).toMatchObject({ breachedAt: 2, met: false });
    expect(inHours(current, hour(4), events)).toMatchObject({ breachedAt: null, dueAt: 10, met: null });
    expect(inHours(current, hour(9), events)).toMatchObject({ breachedAt: null, met: true, endedAt: 9 });
    expect(inHours(current, hour(11), events.slice(0, 2))).toMatchObject({ breachedAt: 10, dueAt: 10 });
  });

  it("as `current` says breaches at the change that cuts the target, and no earlier", () => {
    const back = [...events.slice(0, 2), priority(hour(5), "urgent")];
    expect(inHours(current, hour(6), back)).toMatchObject({ breachedAt: 5, dueAt: 2 });
    expect(inHours(sticky, hour(6), back)).toMatchObject({ breachedAt: 2, dueAt: 2 });
  });
});

describe("a clock without a policy (K7)", () => {
  const sla = compileSla<string>({
    policies: [
      { id: "gold", if: { field: "plan", is: "gold" }, targets: { resolution: "4h" } },
      { id: "silver", if: { field: "plan", is: "silver" }, targets: { resolution: "2h" } },
    ],
  });
  const plan = (at: number, to: string | null) => changes(at, { plan: to });

  it("runs on untargeted, and its time counts when a target comes", () => {
    const events = [opened(hour(0), { plan: "gold" }), plan(hour(1), null), plan(hour(3), "gold")];
    expect(inHours(sla, hour(2), events)).toMatchObject({
      state: "running",
      policy: null,
      targetMs: null,
      remainingMs: null,
      dueAt: null,
      dueAtIfResumedNow: null,
      elapsedMs: 2,
      met: null,
    });
    expect(inHours(sla, hour(3), events)).toMatchObject({
      policy: "gold",
      elapsedMs: 3,
      remainingMs: 1,
      dueAt: 4,
    });
    expect(inHours(sla, hour(5), events)).toMatchObject({ breachedAt: 4, dueAt: 4 });
  });

  it("is not breached while untargeted, however long it has run", () => {
    const events = [opened(hour(0), { plan: "gold" }), plan(hour(1), null), plan(hour(9), "gold")];
    expect(inHours(sla, hour(9) - 1, events)).toMatchObject({ breachedAt: null, dueAt: null });
    expect(inHours(sla, hour(9), events)).toMatchObject({ breachedAt: 9, dueAt: 4, remainingMs: -5 });
    const solved = [...events.slice(0, 2), status(hour(8), "solved")];
    expect(inHours(sla, hour(10), solved)).toMatchObject({ state: "fulfilled", met: null, breachedAt: null });
  });

  it("starts so and is not read until a target comes", () => {
    const events = [opened(hour(0)), plan(hour(1), "gold")];
    expect(clock(sla, hour(1) - 1, events)).toBeUndefined();
    expect(inHours(sla, hour(1), events)).toMatchObject({
      startedAt: 0,
      elapsedMs: 1,
      dueAt: 4,
      policy: "gold",
    });
  });

  it("keeps the breach it had under the policy before (K10)", () => {
    const events = [opened(hour(0), { plan: "silver" }), plan(hour(3), null)];
    expect(inHours(sla, hour(9), events)).toMatchObject({
      breachedAt: 2,
      dueAt: null,
      met: false,
      policy: null,
    });
  });

  it("belongs to the policy that lent its target when it ended", () => {
    const events = [
      opened(hour(0), { plan: "gold" }),
      changes(hour(3), { plan: "silver", status: "solved" }),
    ];
    expect(inHours(sla, hour(5), events)).toMatchObject({
      policy: "gold",
      met: true,
      targetMs: 4,
      breachedAt: null,
    });
    expect(evaluateTicket(sla, ticket(...events), { asOf: hour(5) }).policy).toMatchObject({
      id: "silver",
      since: hour(3),
    });
  });

  it("goes from one policy to the next with the time it has used", () => {
    const events = [opened(hour(0), { plan: "gold" }), plan(hour(1), "silver")];
    expect(inHours(sla, hour(1), events)).toMatchObject({ policy: "silver", elapsedMs: 1, dueAt: 2 });
    const down = [opened(hour(0), { plan: "silver" }), plan(hour(1), "gold")];
    expect(inHours(sla, hour(3), down)).toMatchObject({ policy: "gold", breachedAt: null, dueAt: 4 });
  });
});

describe("another calendar under a running clock (K8)", () => {
  const day = [["09:00", "17:00"]] as const;
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day };
  /** Monday 2 March 2026: Warsaw opens at 08:00 UTC, New York at 14:00; `hour(0)` is 09:00 UTC. */
  const desks = (options: Options, target: string) =>
    compileSla<string>({
      calendars: {
        warsaw: { timeZone: "Europe/Warsaw", weeklyHours: week },
        newYork: { timeZone: "America/New_York", weeklyHours: week },
      },
      options,
      policies: [
        { id: "us", if: { field: "region", is: "us" }, calendar: "newYork", targets: { resolution: target } },
        { id: "eu", calendar: "warsaw", targets: { resolution: target } },
      ],
    });
  const utc = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
  const events = [opened(utc("08:00")), changes(utc("12:00"), { region: "us" })];

  it("splits at the switch", () => {
    const sla = desks({}, "8h");
    expect(clock(sla, utc("11:00"), events)).toMatchObject({ dueAt: utc("16:00"), elapsedMs: 3 * HOUR });
    expect(clock(sla, utc("13:00"), events)).toMatchObject({
      elapsedMs: 4 * HOUR,
      remainingMs: 4 * HOUR,
      dueAt: utc("18:00"),
      outsideBusinessHours: true,
    });
    expect(clock(sla, utc("15:00"), events)).toMatchObject({
      elapsedMs: 5 * HOUR,
      outsideBusinessHours: false,
    });
    expect(desks({ calendarSwitch: "perInstant" }, "8h").fingerprint).not.toBe(sla.fingerprint);
    expect(clock(desks({ calendarSwitch: "perInstant" }, "8h"), utc("15:00"), events)).toEqual(
      clock(sla, utc("15:00"), events),
    );
  });

  it("as `lastWins` measures the whole by the last one", () => {
    const sla = desks({ calendarSwitch: "lastWins" }, "8h");
    expect(clock(sla, utc("11:00"), events)).toMatchObject({ dueAt: utc("16:00"), elapsedMs: 3 * HOUR });
    expect(clock(sla, utc("13:00"), events)).toMatchObject({
      elapsedMs: 0,
      remainingMs: 8 * HOUR,
      dueAt: utc("22:00"),
    });
    expect(clock(sla, utc("15:00"), events)).toMatchObject({ elapsedMs: HOUR, dueAt: utc("22:00") });
  });

  it("as `frozen` keeps the one at the start", () => {
    const sla = desks({ calendarSwitch: "frozen" }, "8h");
    expect(clock(sla, utc("13:00"), events)).toMatchObject({
      elapsedMs: 5 * HOUR,
      remainingMs: 3 * HOUR,
      dueAt: utc("16:00"),
      outsideBusinessHours: false,
      policy: "us",
    });
    expect(clock(sla, utc("17:00"), events)).toMatchObject({
      breachedAt: utc("16:00"),
      outsideBusinessHours: true,
    });
  });

  it.each<[Options, string, number | null]>([
    [{ calendarSwitch: "perInstant" }, "11:00", utc("11:00")],
    [{ calendarSwitch: "lastWins" }, "17:00", utc("11:00")],
    [{ calendarSwitch: "lastWins", breach: "current" }, "17:00", null],
    [{ calendarSwitch: "frozen" }, "11:00", utc("11:00")],
  ])("under %j keeps a breach that happened, or not", (options, due, breachedAt) => {
    const sla = desks(options, "3h");
    expect(clock(sla, utc("11:30"), events)).toMatchObject({ breachedAt: utc("11:00"), dueAt: utc("11:00") });
    expect(clock(sla, utc("13:00"), events)).toMatchObject({ dueAt: utc(due), breachedAt });
  });

  it("as `lastWins` breaches at the switch where the last one had used the target up before (K9)", () => {
    const always = [["00:00", "24:00"]] as const;
    const sla = compileSla<string>({
      calendars: {
        office: { timeZone: "UTC", weeklyHours: week },
        always: { timeZone: "UTC", weeklyHours: { mon: always, tue: always, wed: always } },
      },
      options: { calendarSwitch: "lastWins" },
      policies: [
        { id: "vip", if: { field: "vip", is: true }, calendar: "always", targets: { resolution: "10h" } },
        { id: "rest", calendar: "office", targets: { resolution: "10h" } },
      ],
    });
    const night = [opened(hour(0)), changes(hour(20), { vip: true })];
    expect(inHours(sla, hour(20) - 1, night)).toMatchObject({ elapsedMs: 8, dueAt: 26, breachedAt: null });
    expect(inHours(sla, hour(20), night)).toMatchObject({ elapsedMs: 20, dueAt: 10, breachedAt: 20 });
  });

  it("keeps the pauses, each counted in the calendar of its time", () => {
    const paused = [
      opened(utc("08:00")),
      status(utc("10:00"), "pending"),
      changes(utc("12:00"), { region: "us" }),
      status(utc("15:00"), "open"),
    ];
    expect(clock(desks({}, "8h"), utc("16:00"), paused)).toMatchObject({
      pausedMs: 3 * HOUR,
      elapsedMs: 3 * HOUR,
      dueAt: utc("21:00"),
    });
    expect(clock(desks({ calendarSwitch: "lastWins" }, "8h"), utc("16:00"), paused)).toMatchObject({
      pausedMs: HOUR,
      elapsedMs: HOUR,
      dueAt: Date.parse("2026-03-02T22:00:00Z") + 17 * HOUR,
    });
    expect(clock(desks({ calendarSwitch: "frozen" }, "8h"), utc("15:30"), paused)).toMatchObject({
      pausedMs: 5 * HOUR,
      elapsedMs: 2.5 * HOUR,
      dueAt: Date.parse("2026-03-03T13:00:00Z"),
    });
  });

  it("in the millisecond of the stop changes nothing", () => {
    for (const calendarSwitch of ["perInstant", "lastWins", "frozen"] as const) {
      const sla = desks({ calendarSwitch }, "8h");
      const both = [opened(utc("08:00")), changes(utc("12:00"), { region: "us", status: "solved" })];
      expect(clock(sla, utc("20:00"), both)).toMatchObject({
        elapsedMs: 4 * HOUR,
        dueAt: utc("16:00"),
        met: true,
      });
    }
  });

  it("at the very start is the calendar of the start", () => {
    const sla = desks({ calendarSwitch: "frozen" }, "8h");
    const atOnce = [opened(utc("08:00")), changes(utc("08:00"), { region: "us" })];
    expect(clock(sla, utc("12:00"), atOnce)).toMatchObject({ dueAt: utc("22:00"), elapsedMs: 0 });
  });
});
