import { compileSla, type Definition, type VersionMode } from "dueclock";
import { describe, expect, it } from "vitest";
import {
  all,
  at,
  changes,
  type Draft,
  HOUR,
  hour,
  inHours,
  opened,
  priority,
  reading,
  reply,
  request,
  status,
  verdict,
} from "./desk.ts";

const MODES = ["atClockStart", "inForceAtEachInstant", "atCreation", "nextUpdate", "live"] as const;
const MS = 1 / HOUR;

/** A resolution in 10 hours; from hour 5 on in 20; from hour 8 on in 7. */
const desk = (versionMode?: VersionMode, rest: Partial<Definition<string>> = {}) =>
  compileSla<string>({
    version: "first",
    policies: [{ id: "p", targets: { resolution: "10h" } }],
    versions: [
      { id: "second", from: hour(5), policies: [{ id: "p", targets: { resolution: "20h" } }] },
      { id: "third", from: "2026-03-02T17:00:00Z", policies: [{ id: "q", targets: { resolution: "7h" } }] },
    ],
    ...(versionMode ? { options: { versionMode } } : {}),
    ...rest,
  });
/** The version and the due time that the clock is read by, at each of these hours. */
const seen = (mode: VersionMode | undefined, events: readonly Draft[], ...hours: number[]) =>
  hours.map((asOf) => {
    const { policyVersion, dueAt } = at(desk(mode), asOf, events);
    return `${policyVersion} ${dueAt}`;
  });

describe("the version in force at the clock's start (P6)", () => {
  it("is the default, and governs the clock to its end", () => {
    const events = [opened(hour(0)), priority(hour(6), "low")];
    for (const mode of [undefined, "atClockStart"] as const)
      expect(seen(mode, events, 4, 5, 6, 8, 9)).toEqual(new Array(5).fill("first 10"));
  });

  it.each([
    ["a millisecond before it takes over", 5 - MS, "first", 10],
    ["at it, for that instant's events come first", 5, "first", 10],
    ["a millisecond after it", 5 + MS, "second", 20],
    ["at the next one", 8, "second", 20],
    ["after the next one", 8 + MS, "third", 7],
  ])("a clock started %s", (_, start, policyVersion, targetMs) => {
    const read = at(desk(), 12, [opened(hour(0) + Math.round(start * HOUR))]);
    expect(read).toMatchObject({ policyVersion, targetMs });
    expect(read.dueAt).toBeCloseTo(start + targetMs, 9);
  });

  it("is chosen for each clock of a metric by its own start", () => {
    const own = {
      id: "own",
      start: [{ on: "request" }],
      stop: [{ on: "reply" }],
      repeats: "always",
    } as const;
    const sla = desk(undefined, {
      metrics: [own],
      policies: [{ id: "p", targets: { own: "1h" } }],
      versions: [{ id: "second", from: hour(5), policies: [{ id: "p", targets: { own: "2h" } }] }],
    });
    const events = [opened(hour(0)), request(hour(4)), reply(hour(5)), request(hour(5.5))];
    expect(all(sla, 6, events, "own")).toMatchObject([
      { policyVersion: "first", targetMs: 1, endedAt: 5, met: true },
      { policyVersion: "second", targetMs: 2 },
    ]);
  });

  it("is that of the reopened clock's own start too", () => {
    const events = [opened(hour(0)), status(hour(1), "solved"), status(hour(6), "open")];
    // one hour used before the solving; ten from there, less that hour, from the reopening on
    expect(seen("atClockStart", events, 7)).toEqual(["first 15"]);
  });

  it("goes by `startedAt` where that is not the event's instant", () => {
    const own = {
      id: "own",
      start: [{ on: "request" }],
      from: { field: "asked" },
      stop: [{ on: "reply" }],
      repeats: "once",
    } as const;
    const sla = desk(undefined, {
      metrics: [own],
      policies: [{ id: "p", targets: { own: "1h" } }],
      versions: [{ id: "second", from: hour(5), policies: [{ id: "p", targets: { own: "2h" } }] }],
    });
    const asked = (event: number, instant: number) =>
      at(sla, 9, [opened(hour(0)), request(hour(event), { asked: hour(instant) })], "own").policyVersion;
    expect(asked(6, 4)).toBe("first");
    expect(asked(6, 5.5)).toBe("second");
    expect(asked(4, 6)).toBe("second");
  });
});

describe("the version in force at each instant (P6)", () => {
  const events = [opened(hour(0))];

  it("takes over as a step at its `from`, and retargets what runs", () => {
    expect(seen("inForceAtEachInstant", events, 5 - MS, 5, 7.9, 8)).toEqual([
      "first 10",
      "second 20",
      "second 20",
      "third 7",
    ]);
    const read = reading(verdict(desk("inForceAtEachInstant"), hour(9), events));
    // cut from twenty hours to seven with eight used: breached at the change
    expect(inHours(read)).toMatchObject({ breachedAt: 8, dueAt: 7, startedAt: 0, policy: "q" });
    expect(inHours(read.stretches)).toMatchObject([
      { from: 0, to: 5, event: "e1", policy: "p", targetMs: 10 },
      { from: 5, to: 8, event: "version:second", policy: "p", targetMs: 20 },
      { from: 8, to: null, event: "version:third", policy: "q", targetMs: 7 },
    ]);
  });

  it("comes after the events of its instant: a stop at `from` is judged by the version before", () => {
    const stopped = (hours: number) =>
      at(desk("inForceAtEachInstant"), 12, [
        opened(hour(0)),
        status(hour(0) + Math.round(hours * HOUR), "solved"),
      ]);
    expect(stopped(8)).toMatchObject({ policyVersion: "second", met: true, breachedAt: null, dueAt: 20 });
    expect(stopped(8 + MS)).toMatchObject({ policyVersion: "third", met: false, breachedAt: 8, dueAt: 7 });
    expect(stopped(5)).toMatchObject({ policyVersion: "first", dueAt: 10, met: true });
  });

  it("governs what starts at `from` only from its own step on, in the same millisecond", () => {
    expect(seen("inForceAtEachInstant", [opened(hour(5))], 5)).toEqual(["second 25"]);
  });

  it("is named by the policy that governs", () => {
    const governs = (hours: number) => verdict(desk("inForceAtEachInstant"), hour(hours), events).policy;
    expect(governs(4)).toMatchObject({ id: "p", version: "first", since: hour(0), event: "e1" });
    expect(governs(5)).toMatchObject({ id: "p", version: "second" });
    expect(governs(8)).toMatchObject({ id: "q", version: "third" });
  });

  it("names the step that made its policy govern", () => {
    const { policy } = verdict(desk("inForceAtEachInstant"), hour(9), events);
    expect(policy).toMatchObject({ id: "q", since: hour(8), event: "version:third" });
  });

  it("holds a new promise against the time used while nothing was promised", () => {
    const sla = compileSla<string>({
      version: "none",
      policies: [],
      versions: [{ id: "some", from: hour(5), policies: [{ id: "p", targets: { resolution: "4h" } }] }],
      options: { versionMode: "inForceAtEachInstant" },
    });
    expect(verdict(sla, hour(5) - 1, [opened(hour(0))])).toMatchObject({ clocks: [], policy: null });
    expect(at(sla, 5, [opened(hour(0))])).toMatchObject({ dueAt: 4, breachedAt: 5, policyVersion: "some" });
  });
});

describe("the version at the ticket's creation (P6)", () => {
  it("governs every clock of the ticket", () => {
    expect(seen("atCreation", [opened(hour(0))], 4, 5, 9)).toEqual(["first 10", "first 10", "first 10"]);
    expect(seen("atCreation", [opened(hour(5))], 9)).toEqual(["first 15"]);
    expect(seen("atCreation", [opened(hour(5) + 1), priority(hour(9), "low")], 9)).toEqual([
      `second ${25 + MS}`,
    ]);
    const sla = compileSla<string>({
      version: "first",
      policies: [{ id: "p", targets: { nextResponse: "1h" } }],
      versions: [{ id: "second", from: hour(5), policies: [{ id: "p", targets: { nextResponse: "2h" } }] }],
      options: { versionMode: "atCreation" },
    });
    const events = [opened(hour(0)), reply(hour(1)), request(hour(6))];
    expect(at(sla, 6, events, "nextResponse")).toMatchObject({ policyVersion: "first", dueAt: 7 });
  });
});

describe("the version from the ticket's next event on (P6)", () => {
  it("waits for the first event later than its `from`", () => {
    const events = [opened(hour(0)), priority(hour(5), "low"), priority(hour(6), "high")];
    expect(seen("nextUpdate", events, 5, 5.9, 6, 7.9, 9)).toEqual([
      "first 10",
      "first 10",
      "second 20",
      "second 20",
      "second 20",
    ]);
    expect(seen("nextUpdate", [...events, priority(hour(8) + 1, "low")], 8, 9)).toEqual([
      "second 20",
      "third 7",
    ]);
  });

  it("judges the stop by the version before where the stop is that event", () => {
    const events = [opened(hour(0)), status(hour(9), "solved")];
    expect(at(desk("nextUpdate"), 12, events)).toMatchObject({
      policyVersion: "first",
      met: true,
      dueAt: 10,
    });
  });

  it("skips a version that no event saw", () => {
    const events = [opened(hour(0)), priority(hour(9), "low")];
    const read = at(desk("nextUpdate"), 9, events);
    expect(read).toMatchObject({ policyVersion: "third", dueAt: 7, breachedAt: 9 });
    expect(read.stretches).toMatchObject([
      { to: 9, targetMs: 10 },
      { from: 9, event: "e2", targetMs: 7 },
    ]);
  });
});

describe("the live version (P6)", () => {
  it("is the latest in force at asOf, for a clock that runs", () => {
    expect(seen("live", [opened(hour(0))], 4, 5 - MS, 5, 8)).toEqual([
      "first 10",
      "first 10",
      "second 20",
      "third 7",
    ]);
  });
});

describe("any version mode", () => {
  const endings: [string, Draft[]][] = [
    ["runs", []],
    [
      "is updated now and then",
      [priority(hour(4), "low"), priority(hour(5), "high"), priority(hour(7.5), "low")],
    ],
    ["pauses across a version", [status(hour(4.5), "pending"), status(hour(6), "open")]],
    ["ends", [status(hour(7), "solved")]],
    ["is reopened", [status(hour(2), "solved"), status(hour(6), "open")]],
  ];
  const discrete = (mode: VersionMode, events: readonly Draft[], asOf: number) => {
    const { clocks, policies, why, actions } = verdict(desk(mode), asOf, events);
    return JSON.stringify([
      clocks.map(({ state, policy, policyVersion, breachedAt, met, targetMs }) => [
        state,
        policy,
        policyVersion,
        breachedAt,
        met,
        targetMs,
      ]),
      policies,
      why,
      actions,
    ]);
  };

  it.each(MODES.flatMap((mode) => endings.map(([name, rest]) => [mode, name, rest] as const)))(
    "`%s`: nothing changes before nextChangeAt where the ticket %s (A6)",
    (mode, _, rest) => {
      const events = [opened(hour(0)), ...rest];
      for (let hours = 0; hours < 12; hours += 0.5) {
        const asOf = hour(hours);
        const known = events.filter((event) => event.at <= asOf);
        const next = verdict(desk(mode), asOf, known).nextChangeAt;
        const now = discrete(mode, known, asOf);
        const last = next === null ? hour(50) : next - 1;
        expect(last).toBeGreaterThanOrEqual(asOf);
        for (const later of [hour(5) - 1, hour(5), hour(8), hour(10), last])
          if (later > asOf && later <= last) expect(discrete(mode, known, later)).toBe(now);
        if (next !== null) expect(discrete(mode, known, next)).not.toBe(now);
      }
    },
  );

  const earliestBreach = (mode: VersionMode) => {
    for (const [, rest] of endings) {
      const events = [opened(hour(0)), ...rest];
      const { breachedAt } = reading(verdict(desk(mode), hour(40), events));
      if (breachedAt === null) continue;
      expect(reading(verdict(desk(mode), breachedAt, events)).breachedAt).toBe(breachedAt);
      expect(reading(verdict(desk(mode), breachedAt - 1, events)).breachedAt).toBeNull();
    }
  };
  it.each(MODES.filter((mode) => mode !== "live"))(
    "`%s`: breachedAt is the earliest asOf whose verdict says breached (K9)",
    earliestBreach,
  );

  it("`live`: breachedAt is the earliest asOf whose verdict says breached (K9)", () =>
    earliestBreach("live"));

  const edited = (before: string, after: string) =>
    compileSla<string>({
      policies: [{ id: "p", targets: { resolution: before } }],
      versions: [{ id: "second", from: hour(5), policies: [{ id: "p", targets: { resolution: after } }] }],
      options: { versionMode: "live" },
    });

  it("`live`: a breach stays on record when a version softens the target (K10)", () => {
    const events = [opened(hour(0))];
    expect(at(edited("4h", "20h"), 4.5, events)).toMatchObject({ breachedAt: 4 });
    expect(at(edited("4h", "20h"), 6, events)).toMatchObject({ dueAt: 20, breachedAt: 4, met: false });
  });

  it("`live`: a due time set by hand is missed when it passes, whatever version is live later (K10, K14)", () => {
    const sla = compileSla<string>({
      policies: [{ id: "p", targets: { resolution: "20h" } }],
      versions: [
        {
          id: "second",
          from: hour(5),
          policies: [{ id: "p", targets: { resolution: "9h" }, options: { breach: "current" } }],
        },
      ],
      options: { versionMode: "live" },
    });
    const byHand = { type: "due.overridden", at: hour(1), metric: "resolution", dueAt: hour(3) };
    const events = [opened(hour(0)), byHand];
    expect(at(sla, 4, events)).toMatchObject({ dueAt: 3, breachedAt: 3 });
    expect(at(sla, 6, events)).toMatchObject({ dueAt: 3, breachedAt: 3, policyVersion: "second" });
    const given = [...events, { type: "due.cleared", at: hour(6), metric: "resolution" }];
    expect(at(sla, 7, given)).toMatchObject({ dueAt: 9, breachedAt: null });
  });

  it("`live`: a clock that ended before the version came stays as it was (K11)", () => {
    const events = [opened(hour(0)), status(hour(3), "solved")];
    expect(at(edited("4h", "2h"), 6, events)).toMatchObject({ dueAt: 4, met: true, breachedAt: null });
  });

  it("leaves a ticket alone that ended before the version came", () => {
    const events = [opened(hour(0)), status(hour(3), "solved")];
    for (const mode of MODES.filter((name) => name !== "live"))
      expect(at(desk(mode), 9, events)).toMatchObject({ policyVersion: "first", dueAt: 10, met: true });
  });

  it("needs no name for the first", () => {
    const sla = compileSla<string>({
      policies: [{ id: "p", targets: { resolution: "10h" } }],
      versions: [{ id: "second", from: hour(5), policies: [] }],
      options: { versionMode: "inForceAtEachInstant" },
    });
    expect(at(sla, 1, [opened(hour(0))])).toMatchObject({ policyVersion: null, policy: "p" });
    const without = verdict(sla, hour(6), [opened(hour(0))]);
    expect(without).toMatchObject({ policy: null, policies: [] });
    expect(inHours(reading(without))).toMatchObject({ policy: null, policyVersion: null, dueAt: null });
  });

  it("is not chosen by a version, nor by a policy: that would be circular", () => {
    const options = { versionMode: "live" } as object;
    const policy = { id: "p", targets: { resolution: "1h" }, options };
    expect(() => compileSla({ policies: [policy] })).toThrow("versionMode");
  });

  it("replaces sets as a whole, and moves a clock to the set of the same id", () => {
    const sla = compileSla<string>({
      version: "first",
      policySets: [
        { id: "sla", policies: [{ id: "p", targets: { resolution: "10h" } }] },
        { id: "ola", policies: [{ id: "o", targets: { resolution: "8h" } }] },
      ],
      versions: [
        {
          id: "second",
          from: hour(5),
          policySets: [{ id: "sla", policies: [{ id: "p", targets: { resolution: "6h" } }] }],
        },
      ],
      options: { versionMode: "inForceAtEachInstant" },
    });
    const events = [opened(hour(0)), changes(hour(1), { x: 1 })];
    expect(all(sla, 5.5, events)).toMatchObject([
      { policySet: "sla", policyVersion: "second", dueAt: 6, startedAt: 0 },
      { policySet: "ola", policy: null, dueAt: null, state: "running" },
    ]);
    expect(verdict(sla, hour(5.5), events).policies).toMatchObject([{ id: "p", policySet: "sla" }]);
  });

  const renewed = (before: object, after: object, rest: object = {}) =>
    ({
      policies: [{ id: "p", targets: before }],
      versions: [{ id: "second", from: hour(5), policies: [{ id: "p", targets: after }] }],
      options: { versionMode: "inForceAtEachInstant" },
      ...rest,
    }) as Definition<string>;

  it("lends the same policy, where its id is the same: nothing is applied anew", () => {
    const metrics = [
      { id: "visit", start: [{ on: "policyApplied" }], stop: [{ on: "reply" }], repeats: "always" },
    ];
    const options = { versionMode: "nextUpdate" };
    const sla = compileSla(renewed({ visit: "10h" }, { visit: "6h" }, { metrics, options }));
    const events = [opened(hour(0)), reply(hour(1)), changes(hour(6), { x: 1 })];
    expect(verdict(sla, hour(7), events).clocks).toMatchObject([{ instance: 1, state: "fulfilled" }]);
  });

  it("warns of a function that fails at its step", () => {
    const functions = {
      late: ({ at: when }: { at: number }) => {
        if (when === hour(5)) throw new Error("too late");
        return "10h";
      },
    };
    const definition = renewed({ resolution: "4h" }, { resolution: { function: "late" } });
    const { warnings } = verdict(compileSla(definition, { functions }), hour(6), [opened(hour(0))]);
    expect(warnings).toMatchObject([{ code: "target.function_failed", event: "version:second" }]);
  });
});
