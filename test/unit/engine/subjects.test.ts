import {
  checkSla,
  compileSla,
  type FieldPatch,
  type Matcher,
  type PolicyDefinition,
  type Sla,
  type Trigger,
} from "dueclock";
import { describe, expect, it } from "vitest";
import { all, at, changes, type Draft, hour, opened, priority, verdict } from "./desk.ts";

type Target = NonNullable<PolicyDefinition["targets"][string]>;
const day = [["09:00", "17:00"]] as const;
/** Open on weekdays from 09:00 to 17:00, in UTC: for eight hours from hour 0, then from hour 24 on. */
const office = { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: day } };

function promising(target: Target): Sla {
  return compileSla<string>({
    calendars: { office },
    policies: [{ id: "p", targets: { resolution: target } }],
  });
}
const codesAt = (draft: unknown) =>
  checkSla(draft)
    .issues.filter(({ severity }) => severity === "error")
    .map(({ code, path }) => `${code} at ${path.join(".")}`);

describe("`during` (P2)", () => {
  const prime = promising({
    goals: [
      { if: { fact: "createdAt", during: "office" }, amount: "1h" },
      { if: { not: { fact: "createdAt", during: "office" } }, amount: "4h" },
    ],
  });
  const minutes = 1 / 60;

  it.each([
    ["at opening", 0, 1],
    ["a minute before opening", -minutes, 4],
    ["a minute before closing", 8 - minutes, 1],
    ["at closing", 8, 4],
    ["on Sunday", -24, 4],
  ])("promises by when the ticket came: %s", (_, hours, target) => {
    expect(at(prime, hours, [opened(hour(hours))]).targetMs).toBe(target);
  });

  it("stays what it was when the desk closes: conditions are read at steps", () => {
    const events = [opened(hour(7.5)), changes(hour(12), { note: "x" })];
    for (const hours of [8, 9, 12, 13]) expect(at(prime, hours, events).targetMs).toBe(1);
  });

  it("reads the instant of the step as `event: at`, or one that a field holds", () => {
    const now = compileSla<string>({
      calendars: { office },
      policies: [
        { id: "open", if: { event: "at", during: "office" }, targets: {} },
        { id: "asked", if: { field: "visit", during: "office" }, targets: {} },
      ],
    });
    const governs = (hours: number, set: FieldPatch) =>
      verdict(now, hour(hours), [opened(hour(hours), set)]).policy?.id;
    expect(governs(1, {})).toBe("open");
    expect(governs(9, {})).toBeUndefined();
    expect(governs(9, { visit: hour(1) })).toBe("asked");
    expect(governs(9, { visit: "2026-03-02T17:30:00+01:00" })).toBe("asked");
    expect(governs(9, { visit: "2026-03-02T17:30:00Z" })).toBeUndefined();
    for (const visit of ["soon", "", Number.NaN, true, 1e300]) expect(governs(9, { visit })).toBeUndefined();
  });

  it("of a calendar that does not exist is an error", () => {
    const draft = { policies: [{ id: "p", if: { fact: "createdAt", during: "toString" }, targets: {} }] };
    expect(codesAt(draft)).toEqual([expect.stringMatching(/calendar at policies\.0\.if/)]);
  });
});

describe("matchers of the host's (P2)", () => {
  const asking = (matcher: Matcher) =>
    compileSla<string>(
      { policies: [{ id: "p", if: { field: "sku", matches: "isSpare" }, targets: { resolution: "1h" } }] },
      { matchers: { isSpare: matcher } },
    );
  const seen = (matcher: Matcher, set: FieldPatch) =>
    verdict(asking(matcher), hour(0), [opened(hour(0), set)]);

  it("decide by the value", () => {
    const spare: Matcher = (value) => typeof value === "string" && value.startsWith("S-");
    expect(seen(spare, { sku: "S-1" }).policy).toMatchObject({ id: "p" });
    expect(seen(spare, { sku: "T-1" }).policy).toBeNull();
  });

  it("do not match a missing value, whatever they would say", () => {
    expect(seen(() => true, {}).policy).toBeNull();
    expect(seen(() => true, { sku: null }).policy).toBeNull();
  });

  it("that throw are a warning, and no match", () => {
    const failing = seen(explode, { sku: "S-1" });
    expect(failing).toMatchObject({ policy: null, clocks: [], warnings: [{ event: "e1" }] });
  });

  it("that are not registered are an error, though objects have one by that name", () => {
    for (const name of ["isSpare", "toString", "__proto__"])
      expect(codesAt({ policies: [{ id: "p", if: { field: "sku", matches: name }, targets: {} }] })).toEqual([
        expect.stringMatching(/ at policies\.0\.if/),
      ]);
  });
});

describe("a field beside a fact (P2)", () => {
  it("`isFact` is equality, both present", () => {
    const sla = compileSla<string>({
      policies: [{ id: "same", if: { field: "priority", isFact: "priorityAtCreation" }, targets: {} }],
    });
    const events = [
      opened(hour(0), { priority: "low" }),
      priority(hour(1), "high"),
      priority(hour(2), "low"),
    ];
    expect([0, 1, 2].map((hours) => verdict(sla, hour(hours), events).policy?.id)).toEqual([
      "same",
      undefined,
      "same",
    ]);
    expect(verdict(sla, hour(0), [opened(hour(0))]).policy).toBeNull();
    expect(verdict(sla, hour(0), [opened(hour(0), { priority: null })]).policy).toBeNull();
  });
});

describe("what an event is asked (P2)", () => {
  const startsOn = (start: Trigger, events: Draft[]) => {
    const sla = compileSla<string>({
      metrics: [{ id: "own", start: [start], stop: [{ on: "control", name: "stop" }], repeats: "always" }],
      policies: [{ id: "p", targets: { own: "1h" } }],
    });
    return all(sla, 9, events, "own").map(({ startedAt }: { startedAt: number }) => startedAt);
  };

  it("`from` and `to` are what the field held before and holds after", () => {
    const raised: Trigger = {
      on: "changed",
      field: "priority",
      if: {
        all: [
          { event: "from", is: "low" },
          { event: "to", in: ["high", "urgent"] },
        ],
      },
    };
    const events = [
      opened(hour(0), { priority: "low" }),
      priority(hour(1), "normal"),
      priority(hour(2), "high"),
    ];
    expect(startsOn(raised, events)).toEqual([]);
    expect(startsOn(raised, [...events, priority(hour(3), "low"), priority(hour(4), "urgent")])).toEqual([4]);
    const first: Trigger = { on: "changed", field: "priority", if: { event: "from", exists: false } };
    expect(startsOn(first, events)).toEqual([0]);
    const cleared: Trigger = { on: "changed", field: "priority", if: { event: "to", exists: false } };
    expect(startsOn(cleared, [...events, changes(hour(5), { priority: null })])).toEqual([5]);
  });

  it("`automated` is true of an event with a cause, unless it says otherwise", () => {
    const byHand: Trigger = { on: "changed", field: "x", if: { event: "automated", isNot: true } };
    expect(startsOn(byHand, [opened(hour(0)), changes(hour(1), { x: 1 })])).toEqual([1]);
    expect(startsOn(byHand, [opened(hour(0)), changes(hour(1), { x: 1 }, { cause: "a" })])).toEqual([]);
    expect(startsOn(byHand, [opened(hour(0)), changes(hour(1), { x: 1 }, { automated: true })])).toEqual([]);
    expect(
      startsOn(byHand, [opened(hour(0)), changes(hour(1), { x: 1 }, { cause: "a", automated: false })]),
    ).toEqual([1]);
  });

  it("`at` is the instant of the step", () => {
    const late: Trigger = { on: "changed", field: "x", if: { event: "at", greater: "2026-03-02T11:00:00Z" } };
    expect(
      startsOn(late, [opened(hour(0)), changes(hour(2), { x: 1 }), changes(hour(2.5), { x: 2 })]),
    ).toEqual([2.5]);
  });
});

function explode(): never {
  throw new Error("no");
}
