import { compileSla, resume, takeSnapshot, withoutEnded } from "dueclock";
import { describe, expect, it } from "vitest";
import {
  at,
  changes,
  type Draft,
  happens,
  hour,
  opened,
  priority,
  reading,
  reply,
  status,
  ticket,
  verdict,
} from "./desk.ts";

const day = [["09:00", "17:00"]] as const;
/** Monday to Friday from 09:00 to 17:00 in UTC: hours 0 to 8, 24 to 32, and so on. */
const office = { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: day } };
const plain = compileSla<string>({ policies: [{ id: "p", targets: { resolution: "10h" } }] });
const inOffice = (target: object | string = "10h") =>
  compileSla<string>({
    calendars: { office },
    policies: [{ id: "p", calendar: "office", targets: { resolution: target as string } }],
  });
const hands = (hours: number, set: Record<string, string | null>) => changes(hour(hours), set);

describe("who held the ticket (K13)", () => {
  it("divides the elapsed time in the order in which they first held the clock, equal ones once", () => {
    const events = [
      opened(hour(0), { assignee: "ann", group: "a" }),
      hands(2, { assignee: "bob" }),
      hands(3, { assignee: "ann" }),
      hands(5, { assignee: null, group: "b", supplier: "s" }),
    ];
    expect(at(plain, 9, events).attribution).toEqual([
      { assignee: "ann", group: "a", supplier: null, elapsedMs: 4 },
      { assignee: "bob", group: "a", supplier: null, elapsedMs: 1 },
      { assignee: null, group: "b", supplier: "s", elapsedMs: 4 },
    ]);
  });

  it("gives nobody the pauses and the closed hours", () => {
    const events = [
      opened(hour(4), { assignee: "ann" }),
      status(hour(5), "pending"),
      hands(6, { assignee: "bob" }),
      status(hour(7), "open"),
      hands(20, { assignee: "cid" }), // at night
      hands(23, { assignee: "dan" }),
    ];
    expect(at(inOffice(), 26, events).attribution).toEqual([
      { assignee: "ann", group: null, supplier: null, elapsedMs: 1 },
      { assignee: "bob", group: null, supplier: null, elapsedMs: 1 },
      { assignee: "dan", group: null, supplier: null, elapsedMs: 2 },
    ]);
  });

  it("gives a breach to whoever held it in the last millisecond before", () => {
    const handed = (atMs: number) =>
      reading(
        verdict(plain, hour(12), [opened(hour(0), { assignee: "ann" }), changes(atMs, { assignee: "bob" })]),
      );
    expect(handed(hour(10) - 1).breachedBy).toEqual({ assignee: "bob", group: null, supplier: null });
    expect(handed(hour(10)).breachedBy).toMatchObject({ assignee: "ann" });
    expect(handed(hour(11)).breachedBy).toMatchObject({ assignee: "ann" });
  });

  it("gives a breach at the change to whoever held it before the change", () => {
    const sla = compileSla<string>({
      policies: [{ id: "p", targets: { resolution: { byPriority: { urgent: "2h" }, otherwise: "10h" } } }],
    });
    const events = [
      opened(hour(0), { assignee: "ann" }),
      changes(hour(5), { priority: "urgent", assignee: "bob" }),
    ];
    expect(at(sla, 6, events)).toMatchObject({ breachedAt: 5, breachedBy: { assignee: "ann" } });
  });

  it("is nobody where nobody holds it, and none where there is no breach", () => {
    expect(at(plain, 12, [opened(hour(0))]).breachedBy).toEqual({
      assignee: null,
      group: null,
      supplier: null,
    });
    expect(at(plain, 9, [opened(hour(0))]).breachedBy).toBeNull();
  });
});

describe("who held a clock at its end (R2)", () => {
  const heldBy = (hours: number, ...drafts: Draft[]) =>
    reading(verdict(plain, hour(hours), [opened(hour(0), { group: "front" }), ...drafts])).heldBy;
  const takes = (at: number, assignee: string) => changes(at, { assignee });

  it("is whoever has the ticket now while the clock is open", () => {
    expect(heldBy(3, takes(hour(1), "ann"), takes(hour(2), "bob")).assignee).toBe("bob");
  });

  it("is whoever had it before a step that ends the clock and hands the ticket on", () => {
    const handsOn = changes(hour(2), { status: "solved", assignee: "bob", group: "back" });
    const later = takes(hour(3), "cid");
    expect(heldBy(4, takes(hour(1), "ann"), handsOn, later)).toEqual({
      assignee: "ann",
      group: "front",
      supplier: null,
    });
  });

  it("is whoever took it in that step where nobody had it", () => {
    const takesAndSolves = changes(hour(2), { status: "solved", assignee: "bob", group: "back" });
    expect(heldBy(4, takesAndSolves, takes(hour(3), "cid"))).toMatchObject({
      assignee: "bob",
      group: "front",
    });
  });
});

describe("the fields of a report as at a clock's end (R2)", () => {
  const sla = compileSla<string>({
    policies: [{ id: "p", targets: { firstResponse: "1h", resolution: "10h" } }],
    report: { fields: ["region", "csat", "tags", "__proto__"] },
  });
  const events = [
    opened(hour(0), { region: "north", tags: ["a"] }),
    reply(hour(1)),
    changes(hour(2), { region: "south" }),
    changes(hour(3), { region: "west", csat: 4, status: "solved" }),
    changes(hour(5), { region: "east", csat: 5 }),
  ];
  const fieldsAt = (hours: number, metric: string) => ({
    ...reading(verdict(sla, hour(hours), events), metric).fields,
  });

  it("are those before its end, and what was absent then from its end on", () => {
    expect(fieldsAt(6, "firstResponse")).toMatchObject({ region: "north", csat: null });
    expect(fieldsAt(6, "resolution")).toMatchObject({ region: "south", csat: 4 });
    expect(verdict(sla, hour(6), events).fields).toMatchObject({ region: "east", csat: 5 });
  });

  it("are those at asOf while the clock is open", () => {
    expect(fieldsAt(2.5, "resolution")).toMatchObject({ region: "south", csat: null });
  });

  it("have each field listed, whatever its name; a list is no value", () => {
    expect(Object.entries(fieldsAt(6, "resolution"))).toEqual([
      ["region", "south"],
      ["csat", 4],
      ["tags", null],
      ["__proto__", null],
    ]);
    expect(reading(at0()).fields).toEqual({});
  });

  it("are the same from a snapshot", () => {
    const history = ticket(...events);
    for (const cut of [1, 2, 3, 4]) {
      const upTo = { ...history, events: history.events.slice(0, cut) };
      const snapshot = takeSnapshot(sla, upTo, { asOf: history.events[cut - 1].at });
      const resumed = resume(sla, snapshot, history.events.slice(cut), { asOf: hour(6) });
      const whole = withoutEnded(sla, verdict(sla, hour(6), events), snapshot);
      expect("evaluation" in resumed && resumed.evaluation.clocks).toEqual(whole.evaluation.clocks);
    }
  });
});

const at0 = () => verdict(plain, hour(0), [opened(hour(0))]);

describe("when the desk could first know of a breach (K9)", () => {
  const late = (draft: Draft, hours: number): Draft => ({ ...draft, recordedAt: hour(hours) });

  it("is the breach where all was known by then", () => {
    expect(at(plain, 20, [late(opened(hour(0)), 3)])).toMatchObject({ breachedAt: 10, recordedAt: 10 });
    expect(at(plain, 20, [late(opened(hour(0)), 10)])).toMatchObject({ recordedAt: 10 });
  });

  it("is the arrival of the last event it rests on: an opening, a resumption, a retarget", () => {
    expect(at(plain, 20, [late(opened(hour(0)), 13)])).toMatchObject({ breachedAt: 10, recordedAt: 13 });
    const resumed = [opened(hour(0)), status(hour(1), "pending"), late(status(hour(2), "open"), 15)];
    expect(at(plain, 20, resumed)).toMatchObject({ breachedAt: 11, recordedAt: 15 });
    const sla = compileSla<string>({
      policies: [{ id: "p", targets: { resolution: { byPriority: { urgent: "2h" }, otherwise: "10h" } } }],
    });
    const raised = [opened(hour(0)), late(priority(hour(5), "urgent"), 8)];
    expect(at(sla, 20, raised)).toMatchObject({ breachedAt: 5, recordedAt: 8 });
  });

  it("does not wait for what came after it, or for what does not touch the clock", () => {
    const after = [
      opened(hour(0)),
      late(status(hour(11), "pending"), 18),
      late(status(hour(12), "solved"), 19),
    ];
    expect(at(plain, 20, after)).toMatchObject({ breachedAt: 10, recordedAt: 10 });
    const aside = [opened(hour(0)), late(changes(hour(1), { note: "x" }), 18)];
    expect(at(plain, 20, aside)).toMatchObject({ breachedAt: 10, recordedAt: 10 });
  });

  it("is never before the breach, even where an event claims to be known before it happened", () => {
    expect(at(plain, 20, [late(opened(hour(0)), -5)])).toMatchObject({ breachedAt: 10, recordedAt: 10 });
  });

  it("is null without a breach", () => {
    expect(at(plain, 9, [late(opened(hour(0)), 13)]).recordedAt).toBeNull();
  });
});

describe("at risk (K12)", () => {
  const risky = (atRisk: string | number) => inOffice({ amount: "10h", atRisk });

  it.each<[string | number, number]>([
    ["25%", 7.5],
    ["30%", 7],
    ["3h", 7],
    ["2h", 8],
    // an hour and a half left is half an hour into the next day
    ["90m", 24.5],
    ["100%", 0],
    ["20h", 0],
    [1_800_000, 25.5],
  ])("with %s of ten hours left, in the target's own basis", (atRisk, hours) => {
    expect(at(risky(atRisk), 1, [opened(hour(0))]).atRiskAt).toBe(hours);
  });

  it("moves with a pause before it and not with one after it", () => {
    const before = [opened(hour(0)), status(hour(1), "pending"), status(hour(2), "open")];
    expect(at(risky("4h"), 3, before).atRiskAt).toBe(7);
    const after = [opened(hour(0)), status(hour(7), "pending"), status(hour(8), "open")];
    expect(at(risky("4h"), 30, after).atRiskAt).toBe(6);
  });

  it("is open while a pause that began before it lasts", () => {
    expect(at(risky("4h"), 3, [opened(hour(0)), status(hour(1), "pending")]).atRiskAt).toBeNull();
  });

  it("is null once the clock ended before it, and where the policy says nothing", () => {
    expect(at(risky("4h"), 9, [opened(hour(0)), status(hour(5), "solved")]).atRiskAt).toBeNull();
    expect(at(inOffice(), 1, [opened(hour(0))]).atRiskAt).toBeNull();
  });

  it("is one of the moments that nextChangeAt waits for", () => {
    expect(verdict(risky("4h"), hour(1), [opened(hour(0))]).nextChangeAt).toBe(hour(6));
  });
});

describe("stretches (K11)", () => {
  it("follow each other without a gap, each with the event that began it", () => {
    const sla = compileSla<string>({
      policies: [{ id: "p", targets: { resolution: { byPriority: { urgent: "4h" }, otherwise: "10h" } } }],
    });
    const events = [
      opened(hour(0)),
      happens("held", hour(1)),
      status(hour(2), "pending"), // e3: still paused
      happens("resumed", hour(3)), // e4: still pending
      status(hour(4), "open"), // e5
      priority(hour(5), "urgent"), // e6
      status(hour(6), "solved"), // e7
      status(hour(8), "open"), // e8
    ];
    expect(at(sla, 9, events).stretches).toEqual([
      { kind: "running", from: 0, to: 1, event: "e1", policy: "p", targetMs: 10 },
      { kind: "paused", from: 1, to: 4, event: "e2", policy: "p", targetMs: 10 },
      { kind: "running", from: 4, to: 5, event: "e5", policy: "p", targetMs: 10 },
      { kind: "running", from: 5, to: 6, event: "e6", policy: "p", targetMs: 4 },
      { kind: "fulfilled", from: 6, to: 8, event: "e7", policy: "p", targetMs: 4 },
      { kind: "running", from: 8, to: null, event: "e8", policy: "p", targetMs: 4 },
    ]);
  });
});

describe("wall figures (K11)", () => {
  it("are the same amounts by the wall clock", () => {
    const paused = [opened(hour(0)), status(hour(1), "pending"), status(hour(3), "open")];
    // ten hours of office time: one, then five from hour 3 to 8, then four from hour 24
    expect(at(inOffice(), 25, paused)).toMatchObject({
      targetMs: 10,
      elapsedMs: 7,
      remainingMs: 3,
      pausedMs: 2,
      dueAt: 28,
      wall: { targetMs: 26, elapsedMs: 23, remainingMs: 3, pausedMs: 2 },
    });
  });

  it("count a pause at night, which is none of the office's", () => {
    const paused = [opened(hour(0)), status(hour(10), "pending"), status(hour(12), "open")];
    expect(at(inOffice(), 25, paused)).toMatchObject({
      pausedMs: 0,
      elapsedMs: 9,
      dueAt: 26,
      wall: { pausedMs: 2, elapsedMs: 23, targetMs: 24, remainingMs: 1 },
    });
  });

  it("have no target where there is none", () => {
    const measured = compileSla<string>({ policies: [], measure: ["resolution"] });
    expect(at(measured, 4, [opened(hour(0))]).wall).toEqual({
      targetMs: null,
      elapsedMs: 4,
      remainingMs: null,
      pausedMs: 0,
    });
  });
});
