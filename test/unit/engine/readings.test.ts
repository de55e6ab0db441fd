import {
  type ActionDefinition,
  compileSla,
  type Definition,
  type Evaluation,
  evaluateTicket,
  type MatchOptions,
  type Options,
  type Reading,
  type Sla,
  type VersionMode,
} from "dueclock";
import { describe, expect, it } from "vitest";
import {
  at,
  changes,
  control,
  type Draft,
  happens,
  hour,
  message,
  opened,
  priority,
  reading,
  reply,
  request,
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

/** A desk with everything in it: two sets, levels, lists, functions, versions, actions, days, overrides. */
const rule = (id: string, metric: string, fire: ActionDefinition["fire"]): ActionDefinition<string> => ({
  kind: "reminder",
  id,
  metric,
  fire,
});
const everything: Definition<string> = {
  calendars: { office },
  metrics: [
    {
      id: "teams",
      start: [{ on: "changed", field: "teams" }],
      stop: [
        { on: "changed", field: "teams" },
        { on: "becomes", condition: { fact: "done", is: true } },
      ],
      per: "teams",
      repeats: "always",
    },
    {
      id: "cadence",
      start: [{ on: "reply" }],
      stop: [{ on: "reply" }],
      from: "previousDue",
      repeats: "always",
    },
  ],
  version: "first",
  policySets: [
    {
      id: "sla",
      policies: [
        {
          id: "p",
          calendar: { field: "site", values: { x: "office" }, otherwise: "office" },
          targets: {
            firstResponse: { amount: "2h", atRisk: "25%" },
            nextResponse: "3h",
            resolution: {
              levels: {
                quick: { byPriority: { urgent: "3h" }, otherwise: { businessDays: 1, at: "close" } },
                full: { amount: { field: "promised", otherwise: "9h" }, atRisk: "1h" },
              },
            },
            teams: { amount: "90m", basis: "aroundTheClock" },
            cadence: "4h",
          },
          actions: [
            rule("a/1", "resolution", { before: "1h" }),
            rule("a", "resolution", { after: "1h" }),
            rule("1", "teams", { at: "50%" }),
            rule("c", "cadence", { before: "1h" }),
            rule("n", "nextResponse", { at: "100%" }),
          ],
        },
      ],
    },
    {
      id: "ola",
      options: { selection: "allMatching", retarget: "restart", released: "keep" },
      policies: [
        {
          id: "o",
          if: { field: "priority", isNot: "low" },
          targets: { resolution: "5h", ownership: "2h" },
          actions: [rule("o", "resolution", { before: "30m" })],
        },
        { id: "o2", if: { field: "group", exists: true }, targets: { resolution: "7h" } },
      ],
    },
  ],
  versions: [
    {
      id: "second",
      from: hour(6),
      policySets: [{ id: "sla", policies: [{ id: "p", targets: { resolution: "4h" } }] }],
    },
  ],
  options: { versionMode: "inForceAtEachInstant" },
};
/** The same desk under other options; each story is told to one of them. */
const with_ = (
  options: Options & MatchOptions & { versionMode?: VersionMode },
  ola: Options & MatchOptions,
) => ({
  ...everything,
  options,
  policySets: everything.policySets?.map((set) => (set.id === "ola" ? { ...set, options: ola } : set)) ?? [],
});
const DESKS: readonly Definition<string>[] = [
  everything,
  with_(
    { versionMode: "nextUpdate", override: "untilRetarget" },
    { selection: "strictest", released: "cancel" },
  ),
  with_(
    { versionMode: "atClockStart", endOfBudget: "nextOpening", calendarSwitch: "lastWins" },
    { selection: "strictest", retarget: "freeze" },
  ),
  with_(
    { versionMode: "inForceAtEachInstant", pauses: "ignored", calendarSwitch: "frozen", retarget: "restart" },
    { selection: "allMatching", retarget: "freeze", released: "keep" },
  ),
  with_(
    { versionMode: "atCreation", pauses: "extend", dayLength: "8h" },
    { selection: "strictest", retarget: "restart" },
  ),
];

/** Stories by a small generator, so that each run has the same. */
function story(seed: number): Draft[] {
  let state = seed * 2_654_435_761 + 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state % 65_536) % below;
  };
  const pick = <T>(list: readonly T[]): T => list[next(list.length)];
  const events = [opened(hour(0), { priority: pick(["low", "urgent", null]), teams: ["a", "b"] })];
  for (let t = 0, i = 0; i < 14; i++) {
    t += pick([0, 0.25, 0.5, 1, 2]);
    const when = hour(t);
    events.push(
      pick<Draft>([
        request(when),
        reply(when, next(3) ? {} : { status: "solved" }),
        message("bot", when),
        status(when, pick(["open", "pending", "onHold", "solved", "closed"])),
        priority(when, pick(["low", "urgent", "high"])),
        changes(when, { group: pick(["a", "b", null]), assignee: pick(["ann", "bob", null]) }),
        changes(when, { teams: pick([["a"], ["b", "c"], [], ["c", "a"]]) }),
        changes(when, { promised: pick([null, "2h", hour(5)]) }),
        control(when, "call.ringing"),
        happens(pick(["held", "resumed"]), when),
        happens("due.overridden", when, { metric: "resolution", dueAt: hour(t + next(4)) }),
        happens("due.cleared", when),
        happens("clock.reset", when, { metric: pick(["resolution", "teams", "cadence"]) }),
      ]),
    );
  }
  return events;
}
const STORIES = Array.from({ length: 150 }, (_, seed) => story(seed));
const INSTANTS = [0, 1, 2.5, 4, 6, 9, 30];

const SLAS = DESKS.map((definition) => [
  compileSla(definition),
  compileSla(deepFreeze(structuredClone(definition))),
]);

function every(check: (seen: Evaluation, events: Draft[], asOf: number, sla: Sla, again: Sla) => void): void {
  for (const [seed, events] of STORIES.entries()) {
    const [sla, again] = SLAS[seed % SLAS.length];
    for (const hours of INSTANTS) {
      try {
        check(verdict(sla, hour(hours), events), events, hour(hours), sla, again);
      } catch (thrown) {
        throw new Error(`story ${seed} at hour ${hours}`, { cause: thrown });
      }
    }
  }
}

describe("any reading of any ticket", () => {
  it("adds up: attribution to elapsed, elapsed and remaining to the target of a duration (K9, K13)", () => {
    let seenMany = 0;
    every(({ clocks }) => {
      for (const clock of clocks) {
        seenMany++;
        expect(clock.attribution.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)).toBe(clock.elapsedMs);
        const isDuration = clock.level === null && !clock.overridden;
        if (isDuration && clock.targetMs !== null)
          expect(clock.elapsedMs + (clock.remainingMs ?? Number.NaN)).toBe(clock.targetMs);
        const { wall } = clock;
        if (clock.state !== "scheduled" && (clock.endedAt ?? Infinity) >= clock.startedAt)
          expect(wall.elapsedMs).toBeGreaterThanOrEqual(clock.elapsedMs);
      }
    });
    expect(seenMany).toBeGreaterThan(5_000);
  });

  it("has stretches that follow each other from its start, begun by events of the history", () => {
    every(({ clocks }, events) => {
      const known = new Set([...events.map((_, i) => `e${i + 1}`), "version:second"]);
      for (const { stretches, endedAt, state } of clocks) {
        for (const [i, { from, to, event }] of stretches.entries()) {
          expect(known.has(event)).toBe(true);
          if (i + 1 < stretches.length) expect(to).toBe(stretches[i + 1].from);
          if (to !== null) expect(to).toBeGreaterThanOrEqual(from);
        }
        if (endedAt === null && state !== "scheduled") expect(stretches.at(-1)?.to).toBeNull();
      }
    });
  });

  it("says breached since the earliest asOf that says so, and never takes it back (K9, K10)", () => {
    every(({ clocks }, events, _, sla) => {
      for (const { id, breachedAt, recordedAt, breachedBy } of clocks) {
        expect(recordedAt === null).toBe(breachedAt === null);
        expect(breachedBy === null).toBe(breachedAt === null);
        if (breachedAt === null) continue;
        const told = (asOf: number) =>
          verdict(sla, asOf, events).clocks.find((other) => other.id === id)?.breachedAt;
        expect(told(breachedAt)).toBe(breachedAt);
        expect(told(breachedAt - 1) ?? null).toBeNull();
        expect(told(hour(60))).toBe(breachedAt);
      }
    });
  });

  it("has an id that no other clock has, and no action another's", () => {
    every(({ clocks, actions }) => {
      expect(new Set(clocks.map(({ id }) => id)).size).toBe(clocks.length);
      expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
      const ids = new Set(clocks.map(({ id }) => id));
      for (const { clock } of actions) expect(ids.has(clock)).toBe(true);
    });
  });

  it("is the same in lean detail, member by member", () => {
    every((full, events, asOf, sla) => {
      const lean = evaluateTicket(sla, ticket(...events), { asOf, detail: "lean" });
      for (const [key, value] of Object.entries(lean)) {
        if (key === "clocks" || key === "warnings") continue;
        expect(full[key as keyof Evaluation]).toEqual(value);
      }
      expect(lean.clocks.length).toBe(full.clocks.length);
      for (const [i, clock] of lean.clocks.entries())
        for (const [key, value] of Object.entries(clock))
          expect(full.clocks[i][key as keyof Reading]).toEqual(value);
    });
  });

  it("is plain JSON, the same bytes for the same frozen input, with every member", () => {
    let members: string | null = null;
    every((seen, events, asOf, _, again) => {
      const text = JSON.stringify(seen);
      expect(JSON.parse(text)).toEqual(seen);
      const history = deepFreeze(ticket(...structuredClone(events)));
      expect(JSON.stringify(evaluateTicket(again, history, { asOf }))).toBe(text);
      for (const clock of seen.clocks) {
        members ??= Object.keys(clock).join();
        expect(Object.keys(clock).join()).toBe(members);
      }
    });
  });

  it("knows nothing of what comes after asOf", () => {
    every((seen, events, asOf, sla) => {
      const past = verdict(
        sla,
        asOf,
        events.filter((event) => event.at <= asOf),
      );
      expect({ ...past, warnings: [] }).toEqual({ ...seen, warnings: [] });
    });
  });

  it("changes nothing discrete before nextChangeAt (A6)", () => {
    const discrete = ({ clocks, policies, why, actions }: Evaluation) =>
      JSON.stringify([
        policies,
        why,
        actions.map(({ id, status: is }) => [id, is]),
        clocks.map((c) => [c.id, c.state, c.policy, c.breachedAt, c.met, c.overridden, c.never]),
      ]);
    every((seen, events, asOf, sla) => {
      const known = events.filter((event) => event.at <= asOf);
      const { nextChangeAt } = verdict(sla, asOf, known);
      const last = nextChangeAt === null ? asOf + 900 * 3_600_000 : nextChangeAt - 1;
      expect(discrete(verdict(sla, last, known))).toBe(discrete(seen));
    });
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
