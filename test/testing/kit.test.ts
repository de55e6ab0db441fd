import { addBusinessTime, compileCalendar, compileSla, type Definition, evaluateTicket } from "dueclock";
import { differencesFromDefinition, evaluateByDefinition, zonesOf, zoneWith } from "dueclock/testing";
import { type Asked, cases, histories } from "dueclock/testing/arbitraries";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const at = (text: string) => Date.parse(`${text}:00Z`);
const definition: Definition = {
  calendars: { office: { timeZone: "UTC", weeklyHours: { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]] } } },
  policies: [{ id: "all", calendar: "office", targets: { firstResponse: "1h", resolution: { byPriority: { high: "4h" }, otherwise: "8h" } } }],
}; // biome-ignore format: one policy a line
const sla = compileSla(definition);
const fields = { priority: ["low", "high", null] };
const RUNS = { numRuns: 200, seed: 20_261_125 };

describe("the evaluator by definition", () => {
  it("says of any history what the engine says", () => {
    fc.assert(
      fc.property(histories(sla, { fields }), ({ history, asOf }) => {
        expect(differencesFromDefinition(sla, definition, history, { asOf })).toEqual([]);
      }),
      RUNS,
    );
  });

  it("tells an engine under another definition, clock by clock and member by member", () => {
    const slow = compileSla({ policies: [{ id: "all", targets: { firstResponse: "2h" } }] });
    const fast: Definition = { policies: [{ id: "all", targets: { firstResponse: "1h" } }] };
    const events = [{ id: "e1", at: 0, type: "created", by: "requester" }] as const;
    const found = differencesFromDefinition(slow, fast, { ticket: "T", events }, { asOf: 0 });
    expect(found.map(({ clock, member }) => `${clock} ${member}`)).toEqual([
      "0 dueAt",
      "0 targetMs",
      "0 remainingMs",
    ]);
    expect(found[0]).toMatchObject({ engine: 7_200_000, definition: 3_600_000 });
  });

  it("tells a reading that only one of them has", () => {
    const none = compileSla({
      policies: [{ id: "all", if: { field: "plan", is: "x" }, targets: { resolution: "2h" } }],
    });
    const all: Definition = { policies: [{ id: "all", targets: { resolution: "2h" } }] };
    const events = [{ id: "e1", at: 0, type: "created", by: "requester" }] as const;
    const found = differencesFromDefinition(none, all, { ticket: "T", events }, { asOf: 0 });
    expect(found.find(({ member }) => member === "state")).toEqual({
      clock: 0,
      member: "state",
      engine: undefined,
      definition: "running",
    });
  });

  it.each<[string, Definition]>([
    ["zone", { calendars: { c: { timeZone: "Europe/Oslo", always: true } }, policies: [{ id: "a", calendar: "c", targets: { resolution: "1h" } }] }],
    ["businessDays", { policies: [{ id: "a", targets: { resolution: { businessDays: 1 } } }] }],
    ["specialHours", { calendars: { c: { timeZone: "UTC", always: true, specialHours: {} } }, policies: [] }],
    ["closures", { calendars: { c: { timeZone: "UTC", always: true, closures: [] } }, policies: [] }],
    ["union", { calendars: { c: { timeZone: "UTC", always: true }, d: { union: ["c"] } }, policies: [] }],
    ["versions", { calendars: { c: { timeZone: "UTC", always: true, versions: [] } }, policies: [] }],
    ["matches", { policies: [{ id: "a", if: { field: "x", matches: "m" }, targets: { resolution: "1h" } }] }],
  ])("refuses what it does not know: %s", (name, unknown) => {
    const history = { ticket: "T", events: [{ id: "e1", at: 0, type: "created" }] } as const;
    expect(() => evaluateByDefinition(unknown, history, { asOf: 1 })).toThrow(new RegExp(`not supported: .*${name}`));
  }); // biome-ignore format: one definition a line
});

describe("generated histories", () => {
  it("open first, are never after the instant asked about, and evaluate", () => {
    fc.assert(
      fc.property(histories(sla, { fields }), ({ history, asOf }) => {
        expect(Math.max(...history.events.map((event) => event.at))).toBeLessThanOrEqual(asOf);
        expect(evaluateTicket(sla, history, { asOf }).clocks.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  it("fall on due times, a millisecond either side of them, and together", () => {
    const seen = new Set<string>();
    for (const { history, asOf } of fc.sample(histories(sla, { fields }), { numRuns: 500, seed: 1 })) {
      const due = new Set(evaluateTicket(sla, history, { asOf }).clocks.map(({ dueAt }) => dueAt));
      for (const by of [-1, 0, 1]) if (due.has(asOf - by)) seen.add(`due ${by}`);
      const ids = history.events.map(({ id }) => id);
      if (new Set(ids).size < ids.length) seen.add("twice");
      if (history.events.some((event, i) => event.at === history.events[i + 1]?.at)) seen.add("together");
      if (history.events.some((event, i) => event.at > history.events[i + 1]?.at)) seen.add("out of order");
      if (history.events.some((event) => event.at % 86_400_000 === 0)) seen.add("midnight");
    }
    expect([...seen].sort()).toEqual([
      "due -1",
      "due 0",
      "due 1",
      "midnight",
      "out of order",
      "together",
      "twice",
    ]);
  });

  it("shrink to a ticket that reads in one line", () => {
    const solvedIs = ({ history }: Asked) =>
      history.events.every(({ set }) => !set || !("status" in set) || set.status !== "solved");
    const { counterexample } = fc.check(fc.property(histories(sla, { fields }), solvedIs), RUNS);
    const events = counterexample?.[0].history.events ?? [];
    expect(events.length).toBeLessThanOrEqual(2);
    expect(events.every((event) => event.at === at("2026-03-02T09:00"))).toBe(true);
  });

  it("of any definition compile", () => {
    fc.assert(
      fc.property(cases, ({ definition: any, history, asOf }) => {
        const { engine } = evaluateTicket(compileSla<string>(any), history, { asOf });
        expect(engine.semantics).toBeGreaterThan(0);
      }),
      { numRuns: 50, seed: 7 },
    );
  });
});

describe("a zone with one transition", () => {
  const spring = zoneWith({ at: at("2026-03-29T01:00"), before: "+01:00", after: "+02:00" });
  const nights = { timeZone: spring.id, weeklyHours: { sun: [["00:00", "06:00"]] } } as const;

  it("skips the hour that its clocks skip", () => {
    const calendar = compileCalendar(nights, { zones: zonesOf(spring) });
    expect(addBusinessTime(calendar, at("2026-03-28T23:00"), 5 * 3_600_000)).toBe(at("2026-03-29T04:00"));
    expect(addBusinessTime(calendar, at("2026-03-28T23:00"), 5 * 3_600_000 + 1)).toBe(
      at("2026-04-04T22:00") + 1,
    );
  });

  it("has a name of the test's own, west of Greenwich too", () => {
    const west = zoneWith({ id: "Test/West", at: 0, before: "-03:30", after: "+00:00" });
    expect(west).toEqual({ id: "Test/West", transitions: [0], offsets: [-12_600_000, 0] });
    expect(zonesOf(spring, west).zone("Test/West")).toBe(west);
    expect(zonesOf(spring).zone("Test/West")).toBeNull();
  });

  it("refuses what is no instant and no offset", () => {
    expect(() => zoneWith({ at: 0.5, before: "+01:00", after: "+02:00" })).toThrow(RangeError);
    expect(() => zoneWith({ at: 0, before: "CET", after: "+02:00" })).toThrow("`CET` is no offset");
  });
});
