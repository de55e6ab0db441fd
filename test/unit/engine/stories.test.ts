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
  changes,
  control,
  type Draft,
  happens,
  hour,
  message,
  opened,
  priority,
  reply,
  request,
  status,
  ticket,
  verdict,
} from "./desk.ts";

const day = [["09:00", "17:00"]] as const;
/** Monday to Friday from 09:00 to 17:00 in UTC: hours 0 to 8, 24 to 32, and so on. */
const office = { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: day } };
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
      for (const { clock } of actions) expect(ids.has(clock ?? "")).toBe(true);
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
