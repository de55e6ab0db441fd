import { compileSla, type Definition, type Sla } from "dueclock";
import { explain, type Statement, sentences } from "dueclock/explain";
import { describe, expect, it } from "vitest";
import { changes, happens, hour, opened, priority, request, status, ticket } from "../unit/engine/desk.ts";
import { soundly } from "./sound.ts";

const OFFICE = [["09:00", "17:00"]] as const;
const WEEK = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE };
const HOUR = 3_600_000;
const slaOf = (definition: Definition<string>): Sla => compileSla<string>(definition);
const codes = (statements: readonly Statement[], prefix: string) =>
  statements.map(({ code }) => code).filter((code) => code.startsWith(prefix));

describe("a breach is explained by what was broken (semantics K10, R1)", () => {
  const resolution = (amount: string) => [{ id: "all", targets: { resolution: amount } }];

  it("under `live` versions, by the version that was live then", () => {
    const sla = slaOf({
      policies: resolution("2h"),
      versions: [{ id: "later", from: hour(4), policies: resolution("8h") }],
      options: { versionMode: "live" },
    });
    const { clocks } = soundly(sla, ticket(opened(hour(0))), hour(5));
    expect(clocks[0].breach).toMatchObject({ at: hour(2), because: "ranOut", targetMs: 2 * HOUR });
  });

  it("by the version itself, where its target had been over when it came", () => {
    const sla = slaOf({
      policies: resolution("8h"),
      versions: [{ id: "tight", from: hour(4), policies: resolution("2h") }],
      options: { versionMode: "live" },
    });
    const told = soundly(sla, ticket(opened(hour(0))), hour(5));
    expect(told.clocks[0].breach).toMatchObject({
      ...{ at: hour(4), because: "version", dueAt: hour(2), event: "version:tight" },
      ...{ targetMs: 2 * HOUR, usedMs: 4 * HOUR },
    });
    expect(sentences(told).at(-1)).toMatch(
      /13:00, when a new version of the policies took over: by then 4 hours/,
    );
  });

  it("by a change of hours that the desk entered after the due time by them", () => {
    const late = { from: "2026-03-02", knownFrom: hour(5), weeklyHours: WEEK };
    const sla = slaOf({
      calendars: { desk: { timeZone: "UTC", weeklyHours: { fri: OFFICE }, versions: [late] } },
      policies: [{ id: "all", calendar: "desk", targets: { resolution: "2h" } }],
    });
    const told = soundly(sla, ticket(opened(hour(0))), hour(6));
    const [clock] = told.clocks;
    expect(clock.breach).toMatchObject({
      at: hour(5),
      because: "calendar",
      dueAt: hour(2),
      event: null,
      calendar: "desk",
    });
    expect(sentences(told).at(-1)).toContain(
      "entered a change to the hours of “desk”: by these it had been due on",
    );
    expect(clock.steps.map(({ kind, event }) => [kind, event])).toEqual([
      ["started", "e1"],
      ["calendarChanged", null],
    ]);
  });

  it("by hand, where the due time was set by hand, and by a field where it held it", () => {
    const sla = slaOf({
      policies: [{ id: "all", targets: { resolution: { field: "due", otherwise: "8h" } } }],
    });
    const byHand = happens("due.overridden", hour(1), { metric: "resolution", dueAt: hour(3) });
    const told = soundly(sla, ticket(opened(hour(0)), byHand), hour(5));
    expect(told.clocks[0].breach).toMatchObject({ at: hour(3), dueBy: "hand", because: "ranOut" });
    expect(sentences(told).at(-1)).toContain("when the due time set by hand came");
    const field = soundly(sla, ticket(opened(hour(0), { due: hour(2) })), hour(5));
    expect(field.clocks[0].breach).toMatchObject({ at: hour(2), dueBy: "field" });
    const past = soundly(sla, ticket(opened(hour(0)), { ...byHand, at: hour(4) }), hour(5));
    expect(past.clocks[0].breach).toMatchObject({
      at: hour(4),
      because: "event",
      event: "e2",
      dueAt: hour(3),
    });
    expect(sentences(past).at(-1)).toContain("the due time was Monday 2 March 2026 at 12:00");
  });

  it("in the lane that broke it, where the strictest of several is told", () => {
    const sla = slaOf({
      policies: [
        { id: "a", if: { field: "priority", is: "high" }, targets: { resolution: "1h" } },
        { id: "b", targets: { resolution: "9h" } },
      ],
      options: { selection: "strictest" },
    });
    const history = ticket(opened(hour(0), { priority: "high" }), priority(hour(2), "low"));
    const { clocks, evaluation } = soundly(sla, history, hour(3));
    expect(evaluation.clocks[0].policy).toBe("b");
    expect(clocks[0].breach).toMatchObject({ at: hour(1), targetMs: HOUR });
  });

  it("and no event of a host's is a version, whatever it is called", () => {
    const sla = slaOf({ policies: resolution("8h") });
    const history = {
      ticket: "T-1",
      events: [{ id: "version:2", at: hour(0), type: "created", by: "agent" }],
    } as const;
    const paused = { id: "version:x", at: hour(1), type: "changed" } as const;
    for (const events of [history.events, [...history.events, paused]])
      expect(sentences(explain(sla, { ticket: "T-1", events }, { asOf: hour(2) })).join()).not.toContain(
        "took over",
      );
  });
});

describe("an explanation adds up", () => {
  const base = { timeZone: "Europe/Berlin", weeklyHours: WEEK } as const;
  const sla = slaOf({
    calendars: {
      base: {
        ...base,
        holidays: [{ from: "2026-03-05", to: "2026-03-05", name: "Founder's day" }],
        specialHours: { "2026-03-12": [["12:00", "13:00"]] },
        closures: [{ date: "daily", from: "12:00", to: "12:15" }],
        versions: [{ from: "2026-03-10", weeklyHours: { tue: [["22:00", "06:00"]] } }],
      },
      east: { timeZone: "Asia/Kathmandu", weeklyHours: WEEK, holidays: ["03-05"] },
      both: { union: ["base", "east"] },
      shared: { intersection: ["base", "east"] },
      rest: { difference: ["both", "shared"] },
    },
    policies: ["both", "shared", "rest", "base"].map((calendar) => ({
      ...{ id: calendar, if: { field: "priority", is: calendar }, calendar },
      targets: { resolution: "20h", firstResponse: { amount: "20h", options: { retarget: "restart" } } },
    })),
  });
  const asOf = Date.UTC(2026, 2, 20);

  it("in calendars that are put together, with versions, from one to the next", () => {
    const turns = ["shared", "rest", "base"].map((to, i) => priority(hour(24 * (i + 1) + 1), to));
    const { clocks } = soundly(sla, ticket(opened(hour(0), { priority: "both" }), ...turns), asOf);
    const whys = new Set(
      clocks.flatMap(({ days }) => days.flatMap(({ slices }) => slices.map(({ why }) => why))),
    );
    for (const why of ["holiday", "closedDay", "specialHours", "closure", "outsideHours", null] as const)
      expect([why, whys.has(why)]).toEqual([why, true]);
    const steps = clocks.map((clock) => clock.steps.map(({ kind }) => kind));
    expect(steps).toContainEqual(["started", "restarted", "restarted", "restarted"]);
    expect(steps).toContainEqual(["started", "retargeted", "retargeted", "retargeted"]);
    expect(clocks[0].days.flatMap(({ holidays }) => holidays)).toContain("Founder's day");
    expect(clocks[0].days.map(({ calendarVersion }) => calendarVersion)).toContain("2026-03-10");
  });

  it("over ten years, of which no more dates are listed than `maxDays`", () => {
    const events = [
      opened(hour(0), { priority: "base" }),
      status(hour(2), "pending"),
      status(hour(30), "open"),
    ];
    const tenYears = Date.UTC(2036, 2, 2);
    const { clocks } = soundly(sla, ticket(...events), tenYears);
    for (const { days, rest } of clocks) {
      expect(days).toHaveLength(400);
      expect(rest?.to).toBe(tenYears);
    }
    const none = soundly(sla, ticket(...events), tenYears, 0);
    expect(none.clocks.map(({ days }) => days)).toEqual([[], []]);
    expect(codes(none.statements, "day")).toEqual(["days.rest", "days.rest"]);
  });

  it("the same each time, and leaves what it was given as it was", () => {
    const history = ticket(
      opened(hour(0), { priority: "both" }),
      request(hour(3)),
      changes(hour(4), { priority: "rest" }),
    );
    const before = structuredClone(history);
    const first = explain(sla, history, { asOf });
    expect(explain(sla, history, { asOf })).toStrictEqual(first);
    expect(sentences(explain(sla, history, { asOf }))).toEqual(sentences(first));
    expect(history).toStrictEqual(before);
  });

  it("before a ticket is there, and refuses what is no question", () => {
    expect(codes(soundly(sla, ticket(opened(hour(0))), hour(-1)).statements, "")).toEqual([
      "ticket.notOpened",
    ]);
    expect(soundly(sla, ticket(), hour(1)).statements).toHaveLength(1);
    for (const maxDays of [-1, 1.5, Number.NaN])
      expect(() => explain(sla, ticket(), { asOf, maxDays })).toThrow(TypeError);
    expect(() => explain(sla, ticket(), { asOf: 1.5 })).toThrow(TypeError);
    expect(() => explain({} as Sla, ticket(), { asOf })).toThrow(TypeError);
  });
});
