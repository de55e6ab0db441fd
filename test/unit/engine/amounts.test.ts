import {
  compileSla,
  currentClock,
  evaluateTicket,
  type Options,
  type PolicyDefinition,
  type Reading,
  type Sla,
} from "dueclock";
import { describe, expect, it } from "vitest";
import { changes, type Draft, HOUR, hour, opened, status, T0, ticket } from "./desk.ts";

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

const day = [["09:00", "17:00"]] as const;
const office = {
  timeZone: "Europe/Warsaw",
  weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: day },
};
const atMs = (iso: string) => Date.parse(iso);

/** A resolution with one target, in Warsaw's office hours. */
function promising(target: PolicyDefinition["targets"][string], options: Options = {}): Sla {
  return compileSla<string>({
    calendars: { office },
    options,
    policies: [{ id: "p", calendar: "office", targets: { resolution: target } }],
  });
}

describe("days around the clock (C8)", () => {
  const days = (amount: string) => promising({ amount, basis: "aroundTheClock" });

  it.each([
    ["into summer time", "1d", "2026-03-28T10:00:00+01:00", "2026-03-29T10:00:00+02:00", 23],
    ["past a wall time that is skipped", "1d", "2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00", 24],
    ["into winter time", "1d", "2026-10-24T10:00:00+02:00", "2026-10-25T10:00:00+01:00", 25],
    [
      "to the earlier of a repeated wall time",
      "1d",
      "2026-10-24T02:30:00+02:00",
      "2026-10-25T02:30:00+02:00",
      24,
    ],
    [
      "across both of a year's changes",
      "365d",
      "2026-03-28T10:00:00+01:00",
      "2027-03-28T10:00:00+02:00",
      8759,
    ],
    ["by weeks in ISO 8601", "P1W", "2026-03-25T10:00:00+01:00", "2026-04-01T10:00:00+02:00", 167],
  ])("are the same wall time so many dates later: %s", (_, amount, start, due, hours) => {
    const from = atMs(start);
    expect(clock(days(amount), from, [opened(from)])).toMatchObject({
      dueAt: atMs(due),
      targetMs: hours * HOUR,
      remainingMs: hours * HOUR,
      elapsedMs: 0,
    });
  });

  it("differ from hours, which are elapsed time", () => {
    const from = atMs("2026-03-28T10:00:00+01:00");
    expect(clock(days("24h"), from, [opened(from)])?.dueAt).toBe(atMs("2026-03-29T11:00:00+02:00"));
  });

  it("breach at that wall time", () => {
    const from = atMs("2026-03-28T10:00:00+01:00");
    const due = atMs("2026-03-29T10:00:00+02:00");
    expect(clock(days("1d"), due - 1, [opened(from)])).toMatchObject({ breachedAt: null, remainingMs: 1 });
    expect(clock(days("1d"), due, [opened(from)])).toMatchObject({ breachedAt: due, remainingMs: 0 });
  });

  it("are moved by the length of a pause (K9)", () => {
    const events = [
      opened(atMs("2026-03-28T10:00:00+01:00")),
      status(atMs("2026-03-29T01:00:00+01:00"), "pending"),
      status(atMs("2026-03-29T04:00:00+02:00"), "open"),
    ];
    expect(clock(days("1d"), atMs("2026-03-29T01:30:00+01:00"), events)).toMatchObject({
      state: "paused",
      dueAt: null,
      dueAtIfResumedNow: atMs("2026-03-29T10:30:00+02:00"),
      elapsedMs: 15 * HOUR,
      remainingMs: 8 * HOUR,
    });
    expect(clock(days("1d"), atMs("2026-03-29T05:00:00+02:00"), events)).toMatchObject({
      dueAt: atMs("2026-03-29T12:00:00+02:00"),
      elapsedMs: 16 * HOUR,
      remainingMs: 7 * HOUR,
      pausedMs: 2 * HOUR,
    });
  });

  it("are not breached while a pause that began at the due time lasts (K9)", () => {
    const due = atMs("2026-03-29T10:00:00+02:00");
    const events = [
      opened(atMs("2026-03-28T10:00:00+01:00")),
      status(due, "pending"),
      status(due + HOUR, "open"),
    ];
    expect(clock(days("1d"), due + HOUR - 1, events)).toMatchObject({
      dueAt: due,
      remainingMs: 0,
      breachedAt: null,
    });
    expect(clock(days("1d"), due + HOUR, events)).toMatchObject({ dueAt: due, breachedAt: due + HOUR });
  });

  it("are 24 hours of business time in office hours", () => {
    expect(inHours(promising("2d"), hour(0), [opened(hour(-1))])).toMatchObject({
      targetMs: 48,
      dueAt: 7 * 24 + 7,
    });
  });
});

describe("an amount from a field (P4)", () => {
  const fieldDue = { field: "promised" };
  const tuesdayNoon = "2026-03-03T12:00:00+01:00";

  it("may be an instant, as ISO 8601 with an offset or epoch milliseconds: the due time itself", () => {
    for (const promised of [tuesdayNoon, atMs(tuesdayNoon)]) {
      expect(clock(promising(fieldDue), hour(1), [opened(hour(0), { promised })])).toMatchObject({
        dueAt: atMs(tuesdayNoon),
        remainingMs: (6 + 3) * HOUR,
        targetMs: 10 * HOUR,
        elapsedMs: HOUR,
        breachedAt: null,
      });
    }
  });

  it("breaches at that instant and not before, whether or not it is in office hours", () => {
    const evening = atMs("2026-03-02T20:00:00+01:00");
    const events = [opened(hour(0), { promised: evening })];
    expect(clock(promising(fieldDue), evening - 1, events)).toMatchObject({
      dueAt: evening,
      breachedAt: null,
    });
    expect(clock(promising(fieldDue), evening, events)).toMatchObject({
      dueAt: evening,
      breachedAt: evening,
    });
  });

  it("moves to the next opening where the goal says so, and stays where it is in office hours", () => {
    const sla = promising({ ...fieldDue, outside: "nextOpening" });
    const due = (promised: string) => clock(sla, hour(0), [opened(hour(0), { promised })])?.dueAt;
    expect(due("2026-03-02T20:00:00+01:00")).toBe(atMs("2026-03-03T09:00:00+01:00"));
    expect(due("2026-03-06T17:00:00+01:00")).toBe(atMs("2026-03-09T09:00:00+01:00"));
    expect(due("2026-03-06T16:59:59+01:00")).toBe(atMs("2026-03-06T16:59:59+01:00"));
    expect(due(tuesdayNoon)).toBe(atMs(tuesdayNoon));
  });

  it("equal to the start is a target, and due at once", () => {
    expect(inHours(promising(fieldDue), hour(0), [opened(hour(0), { promised: hour(0) })])).toMatchObject({
      state: "running",
      dueAt: 0,
      breachedAt: 0,
      targetMs: 0,
      remainingMs: 0,
      met: false,
    });
  });

  it("before the start breaches at the start, and dueAt says so", () => {
    expect(inHours(promising(fieldDue), hour(1), [opened(hour(0), { promised: hour(-0.5) })])).toMatchObject({
      dueAt: -0.5,
      breachedAt: 0,
      remainingMs: -1.5,
      met: false,
    });
  });

  it("moves with the field", () => {
    const events = [opened(hour(0), { promised: hour(5) }), changes(hour(1), { promised: hour(3) })];
    expect(inHours(promising(fieldDue), hour(1) - 1, events)).toMatchObject({ dueAt: 5 });
    expect(inHours(promising(fieldDue), hour(1), events)).toMatchObject({ dueAt: 3, breachedAt: null });
    const late = [opened(hour(0), { promised: hour(5) }), changes(hour(4), { promised: hour(3) })];
    expect(inHours(promising(fieldDue), hour(6), late)).toMatchObject({ dueAt: 3, breachedAt: 4 });
  });

  it("may be a duration", () => {
    expect(inHours(promising(fieldDue), hour(0), [opened(hour(0), { promised: "2h" })])).toMatchObject({
      dueAt: 2,
      targetMs: 2,
    });
  });

  it.each([null, "0h", "0m", "PT0S"])("gives way to `otherwise` where it holds %s", (promised) => {
    const sla = promising({ ...fieldDue, otherwise: "3h" });
    expect(inHours(sla, hour(0), [opened(hour(0), { promised })])).toMatchObject({ dueAt: 3, targetMs: 3 });
  });

  it("gives way to the next goal without `otherwise`, and is no target without one", () => {
    const goals = promising({ goals: [{ amount: fieldDue }, { amount: "4h" }] });
    expect(inHours(goals, hour(0), [opened(hour(0))])).toMatchObject({ dueAt: 4 });
    expect(inHours(goals, hour(0), [opened(hour(0), { promised: "2h" })])).toMatchObject({ dueAt: 2 });
    expect(clock(promising(fieldDue), hour(0), [opened(hour(0))])).toBeUndefined();
  });

  it("as an instant is not moved by a pause (K9)", () => {
    const events = [
      opened(hour(0), { promised: hour(5) }),
      status(hour(1), "pending"),
      status(hour(3), "open"),
    ];
    expect(inHours(promising(fieldDue), hour(4), events)).toMatchObject({
      dueAt: 5,
      remainingMs: 1,
      pausedMs: 2,
    });
    const still = [opened(hour(0), { promised: hour(5) }), status(hour(1), "pending")];
    expect(inHours(promising(fieldDue), hour(4), still)).toMatchObject({
      state: "paused",
      dueAt: 5,
      breachedAt: null,
    });
    expect(inHours(promising(fieldDue), hour(6), still)).toMatchObject({
      state: "paused",
      dueAt: 5,
      breachedAt: 5,
    });
  });

  it("as a duration is moved by a pause", () => {
    const events = [opened(hour(0), { promised: "4h" }), status(hour(1), "pending"), status(hour(3), "open")];
    expect(inHours(promising(fieldDue), hour(4), events)).toMatchObject({ dueAt: 6, remainingMs: 2 });
  });

  it("counts to the instant around the clock where the goal does", () => {
    const sla = promising({ amount: fieldDue, basis: "aroundTheClock" });
    expect(inHours(sla, hour(1), [opened(hour(0), { promised: hour(24) })])).toMatchObject({
      dueAt: 24,
      targetMs: 24,
      remainingMs: 23,
      elapsedMs: 1,
    });
  });
});

describe("never due (C9)", () => {
  const runningOut = (target: string, options: Options = {}) =>
    compileSla<string>({
      calendars: {
        fair: { timeZone: "UTC", specialHours: { "2026-03-02": day, "2026-03-03": [["09:00", "10:00"]] } },
      },
      options,
      policies: [{ id: "p", calendar: "fair", targets: { resolution: target } }],
    });

  it("is a target for which the calendar has no time left", () => {
    const sla = runningOut("10h");
    const never = { never: true, dueAt: null, dueAtIfResumedNow: null, breachedAt: null, met: null };
    expect(inHours(sla, hour(1), [opened(hour(0))])).toMatchObject({
      ...never,
      elapsedMs: 1,
      state: "running",
    });
    expect(inHours(sla, hour(9000), [opened(hour(0))])).toMatchObject({
      ...never,
      elapsedMs: 9,
      outsideBusinessHours: true,
    });
    const verdict = evaluateTicket(sla, ticket(opened(hour(0))), { asOf: hour(1) });
    expect(verdict).toMatchObject({ nextChangeAt: null });
  });

  it("is met by a stop whenever it comes", () => {
    const events = [opened(hour(0)), status(hour(500), "solved")];
    expect(inHours(runningOut("10h"), hour(501), events)).toMatchObject({
      state: "fulfilled",
      met: true,
      never: true,
    });
  });

  it("is not a budget that the last opening just holds", () => {
    expect(inHours(runningOut("9h"), hour(1), [opened(hour(0))])).toMatchObject({ never: false, dueAt: 25 });
    const rolling = runningOut("9h", { endOfBudget: "nextOpening" });
    expect(inHours(rolling, hour(1), [opened(hour(0))])).toMatchObject({ never: true, dueAt: null });
  });

  it("comes and goes with pauses and targets", () => {
    const events = [opened(hour(0)), status(hour(1), "pending"), status(hour(3), "open")];
    expect(inHours(runningOut("8h"), hour(1) - 1, events)).toMatchObject({ never: false, dueAt: 8 });
    expect(inHours(runningOut("8h"), hour(4), events)).toMatchObject({
      never: true,
      dueAt: null,
      elapsedMs: 2,
    });
  });
});
