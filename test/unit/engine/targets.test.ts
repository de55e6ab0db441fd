import {
  type AmountFunction,
  type CalendarChoice,
  checkSla,
  compileSla,
  type Definition,
  type FieldPatch,
  type FunctionInput,
  type PolicyDefinition,
  type Sla,
} from "dueclock";
import { describe, expect, it } from "vitest";
import { all, at, changes, HOUR, hour, opened, priority, readings, reply, status, verdict } from "./desk.ts";

type Target = NonNullable<PolicyDefinition["targets"][string]>;
const day = [["09:00", "17:00"]] as const;
/** Open on weekdays from 09:00 to 17:00, in UTC: for eight hours from hour 0, then from hour 24 on. */
const office = { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: day } };
const lunch = {
  timeZone: "UTC",
  weeklyHours: { mon: [["12:00", "13:00"]], tue: [["12:00", "13:00"]] },
} as const;

function promising(target: Target, rest: Partial<Definition<string>> = {}, calendar?: string): Sla {
  return compileSla<string>({
    calendars: { office, lunch },
    policies: [{ id: "p", targets: { resolution: target }, ...(calendar ? { calendar } : {}) }],
    ...rest,
  });
}
const codesAt = (draft: unknown) =>
  checkSla(draft)
    .issues.filter(({ severity }) => severity === "error")
    .map(({ code, path }) => `${code} at ${path.join(".")}`);

describe("levels of one metric (P4)", () => {
  const sla = promising({
    levels: {
      first: "4h",
      full: { byPriority: { urgent: "2h" }, otherwise: "10h" },
      rare: { goals: [{ if: { field: "vip", is: true }, amount: "1h" }] },
    },
  });

  it("are read side by side, each with its own target and verdict and id", () => {
    const events = [opened(hour(0)), status(hour(6), "solved")];
    const seen = readings(verdict(sla, hour(7), events));
    expect(all(sla, 7, events)).toMatchObject([
      { level: "first", dueAt: 4, breachedAt: 4, met: false, endedAt: 6, instance: 1 },
      { level: "full", dueAt: 10, breachedAt: null, met: true, endedAt: 6, instance: 1 },
    ]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(2);
  });

  it("are retargeted each for itself; one without a target is read once it had one", () => {
    const events = [opened(hour(0)), changes(hour(3), { priority: "urgent", vip: true })];
    expect(all(sla, 3.5, events)).toMatchObject([
      { level: "first", dueAt: 4, breachedAt: null },
      { level: "full", dueAt: 2, breachedAt: 3 },
      { level: "rare", dueAt: 1, breachedAt: 3 },
    ]);
  });

  it("may be named like a built-in property of an object, or `resolution`", () => {
    const named = promising({ levels: { constructor: "1h", resolution: "2h", "a/b": "3h" } });
    const seen = readings(verdict(named, hour(0), [opened(hour(0))]));
    expect(seen.map(({ level, targetMs }) => [level, targetMs])).toEqual([
      ["constructor", HOUR],
      ["resolution", 2 * HOUR],
      ["a/b", 3 * HOUR],
    ]);
  });

  it("at one priority are what the goals say that it stands for", () => {
    const sugar = promising({ byPriority: { urgent: "1h", low: "9h" }, otherwise: "4h" });
    const goals = promising({
      goals: [
        { if: { field: "priority", is: "urgent" }, amount: "1h" },
        { if: { field: "priority", is: "low" }, amount: "9h" },
        { amount: "4h" },
      ],
    });
    for (const name of ["urgent", "low", "odd", null, "__proto__", "URGENT"]) {
      const events = [opened(hour(0), { priority: name }), changes(hour(2), { priority: "low" })];
      for (const hours of [0, 1, 2, 5]) expect(at(sugar, hours, events)).toEqual(at(goals, hours, events));
    }
  });
});

describe("goals (P4)", () => {
  it("are read at every step, over facts too: the first that holds applies to the time used", () => {
    const sla = promising({
      goals: [
        { if: { fact: "reopenedCount", greater: 0 }, amount: "2h" },
        { if: { fact: "firstReplyAt", exists: true }, amount: "20h" },
        { amount: "10h" },
      ],
    });
    const events = [opened(hour(0)), reply(hour(1)), status(hour(3), "solved"), status(hour(5), "open")];
    expect([0, 1, 4, 5].map((hours) => at(sla, hours, events).dueAt)).toEqual([10, 20, 20, 2]);
    expect(at(sla, 5, events)).toMatchObject({ breachedAt: 5, elapsedMs: 3 });
  });

  it("may leave a clock without a target and give it one again", () => {
    const sla = promising({ goals: [{ if: { field: "priority", isNot: "none" }, amount: "4h" }] });
    const events = [opened(hour(0)), priority(hour(1), "none"), priority(hour(6), "low")];
    expect(at(sla, 5, events)).toMatchObject({ dueAt: null, targetMs: null, policy: null, breachedAt: null });
    expect(at(sla, 6, events)).toMatchObject({ dueAt: 4, breachedAt: 6, policy: "p" });
  });
});

describe("an amount by a function of the host's (P4)", () => {
  const asking = (answer: AmountFunction, fields?: string[], rest: Target[] = []) =>
    compileSla<string>(
      {
        calendars: { office },
        policies: [
          {
            id: "p",
            calendar: "office",
            targets: {
              resolution: rest.length
                ? { goals: [{ amount: { function: "f" } }, ...(rest as { amount: string }[])] }
                : { amount: { function: "f", ...(fields ? { fields } : {}) } },
            },
          },
        ],
      },
      { functions: { f: answer } },
    );
  const answered = (answer: unknown) =>
    verdict(
      asking(() => answer),
      hour(1),
      [opened(hour(0))],
    );

  it.each<[string, unknown, number]>([
    ["milliseconds", 2 * HOUR, 2],
    ["a duration", "2h", 2],
    ["business days", { businessDays: 1, at: "10:00" }, 25],
    ["an instant", { at: hour(30) }, 30],
  ])("may be %s", (_, answer, due) => {
    const seen = answered(answer);
    expect(seen.clocks).toMatchObject([{ dueAt: hour(due) }]);
    expect(seen.warnings).toEqual([]);
  });

  it("null is no target, and nothing odd", () => {
    const seen = answered(null);
    expect(seen).toMatchObject({ policy: { id: "p" }, clocks: [], warnings: [] });
  });

  it.each<[string, unknown]>([
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["a negative number", -HOUR],
    ["an empty object", {}],
    ["a list", [HOUR]],
    ["a text that is no duration", "soon"],
    ["a promise", Promise.resolve(HOUR)],
    ["a function", () => HOUR],
    ["true", true],
    ["a bigint", 5n],
    ["a symbol", Symbol("2h")],
    ["an instant that is none", { at: Number.NaN }],
    ["an instant as a date", { at: new Date(hour(3)) }],
    ["days that are no number", { businessDays: "two" }],
    ["an object whose members throw", Object.defineProperty({}, "at", { enumerable: true, get: explode })],
  ])("%s is a warning and no target", (_, answer) => {
    const seen = answered(answer);
    expect(seen.clocks).toEqual([]);
    expect(seen.warnings.length).toBe(1);
    expect(seen.warnings[0]).toMatchObject({ event: "e1", message: expect.stringContaining("f") });
    expect(JSON.parse(JSON.stringify(seen))).toEqual(seen);
  });

  it("undefined is a warning and no target: only null says that there is none", () => {
    const seen = answered(undefined);
    expect(seen.clocks).toEqual([]);
    expect(seen.warnings).toMatchObject([{ event: "e1" }]);
  });

  it.each<[string, unknown]>([
    ["an error", new Error("no")],
    ["a text", "no"],
    ["undefined", undefined],
    ["null", null],
    ["an object without a prototype", Object.create(null)],
  ])("one that throws %s is a warning and no target", (_, thrown) => {
    const seen = verdict(
      asking(() => {
        throw thrown;
      }),
      hour(1),
      [opened(hour(0))],
    );
    expect(seen).toMatchObject({ clocks: [], warnings: [{ event: "e1" }] });
  });

  it.each<[string, AmountFunction]>([
    ["throws", explode],
    ["answers what is no amount", () => Number.NaN],
    ["answers null", () => null],
  ])("one that %s is no target, whatever the next goal promises (P4)", (_, answer) => {
    expect(verdict(asking(answer, [], [{ amount: "2h" }]), hour(1), [opened(hour(0))]).clocks).toEqual([]);
  });

  it("is told plain data: the fields that it lists, null where absent, the facts and the instant of the step", () => {
    const told: FunctionInput[] = [];
    const sla = asking(
      (input) => {
        told.push(structuredClone(input));
        return "4h";
      },
      ["sku", "toString", "list"],
    );
    verdict(sla, hour(1), [opened(hour(0), { sku: "a", other: "secret", list: [1, 2], priority: "low" })]);
    expect(told[0]).toMatchObject({
      ticket: "T-1",
      at: hour(0),
      facts: { createdAt: hour(0), priorityAtCreation: "low", done: false, firstReplyAt: null },
    });
    expect(Object.entries(told[0].fields)).toEqual([
      ["sku", "a"],
      ["toString", null],
      ["list", [1, 2]],
    ]);
    expect(JSON.parse(JSON.stringify(told[0]))).toEqual(told[0]);
  });

  it("cannot change the ticket through what it is told", () => {
    const vandal: AmountFunction = ({ fields, facts }) => {
      const spoil = (target: object, key: string, value: unknown) => {
        try {
          (target as Record<string, unknown>)[key] = value;
        } catch {}
      };
      spoil(facts, "createdAt", 0);
      spoil(facts, "done", true);
      spoil(fields, "list", null);
      if (Array.isArray(fields.list)) spoil(fields.list, "length", 0);
      return "4h";
    };
    const events = [
      opened(hour(0), { list: [1, 2] }),
      changes(hour(1), { list: [1, 2] }),
      status(hour(2), "pending"),
    ];
    const seen = (answer: AmountFunction) => {
      const { definition: _, ...rest } = verdict(asking(answer, ["list"]), hour(3), events);
      return rest;
    };
    expect(seen(vandal)).toEqual(seen(() => "4h"));
    expect(events[0].set).toEqual({ list: [1, 2] });
  });

  it("retargets when its answer changes with the ticket", () => {
    const sla = asking(({ fields }) => (fields.size === "big" ? 6 * HOUR : 2 * HOUR), ["size"]);
    const events = [opened(hour(0)), changes(hour(1), { size: "big" })];
    expect([0.5, 1].map((hours) => at(sla, hours, events).dueAt)).toEqual([2, 6]);
  });

  it("that is not registered is an error, though objects have one by that name", () => {
    for (const name of ["f", "toString", "constructor", "__proto__"]) {
      const draft = { policies: [{ id: "p", targets: { resolution: { function: name } } }] };
      expect(checkSla(draft).sla).toBeNull();
      expect(codesAt(draft)).toEqual([expect.stringMatching(/ at policies\.0\.targets\.resolution/)]);
    }
  });
});

describe("an amount from a field (P4)", () => {
  const due = (target: Target, set: FieldPatch, calendar?: string) =>
    all(promising(target, {}, calendar), 0, [opened(hour(0), set)])[0]?.dueAt;

  it.each<[string, FieldPatch, number | undefined]>([
    ["absent", {}, 5],
    ["null", { promised: null }, 5],
    ["an empty text", { promised: "" }, 5],
    ["a duration of 0 as a text", { promised: "0h" }, 5],
    ["an instant", { promised: "2026-03-02T12:00:00Z" }, 3],
    ["a duration", { promised: "90m" }, 1.5],
    ["an instant equal to the start", { promised: hour(0) }, 0],
  ])("%s: `otherwise` where it is empty", (_, set, expected) => {
    expect(due({ amount: { field: "promised", otherwise: "5h" } }, set)).toBe(expected);
    expect(due({ goals: [{ amount: { field: "promised" } }, { amount: "5h" }] }, set)).toBe(expected);
  });

  it("goes to the next goal only where it has no `otherwise`", () => {
    const target = { goals: [{ amount: { field: "promised", otherwise: "7h" } }, { amount: "5h" }] } as const;
    expect(due(target, {})).toBe(7);
  });

  it("`otherwise` counts in the goal's own hours", () => {
    // ten hours of office time from hour 0: eight today, two from hour 24 on
    expect(due({ amount: { field: "promised", otherwise: "10h" } }, {}, "office")).toBe(26);
    expect(
      due({ amount: { field: "promised", otherwise: { businessDays: 1, at: "close" } } }, {}, "office"),
    ).toBe(32);
  });

  it("is an own field only", () => {
    for (const field of ["constructor", "__proto__", "valueOf"])
      expect(due({ amount: { field, otherwise: "5h" } }, {})).toBe(5);
  });
});

describe("the calendar by a field (P5)", () => {
  const choosing = (calendar: CalendarChoice) =>
    compileSla<string>({
      calendars: { office, lunch, constructor: lunch },
      policies: [{ id: "p", calendar, targets: { resolution: "30m" } }],
    });
  // office time starts at hour 0, lunch at hour 3
  const chosen = (sla: Sla, site: string | number | null | string[]) =>
    at(sla, 0, [opened(hour(0), { site })]);

  it("is what `values` says, else `otherwise`", () => {
    const sla = choosing({ field: "site", values: { Berlin: "office", "7": "office" }, otherwise: "lunch" });
    expect(chosen(sla, "Berlin")).toMatchObject({ calendar: "office", dueAt: 0.5 });
    for (const site of ["berlin", "office", "constructor", "toString", null, ["Berlin"]])
      expect(chosen(sla, site)).toMatchObject({ calendar: "lunch", dueAt: 3.5 });
  });

  it("is the id that the field holds where there are no `values`", () => {
    const sla = choosing({ field: "site", otherwise: "lunch" });
    expect(chosen(sla, "office")).toMatchObject({ calendar: "office", dueAt: 0.5 });
    expect(chosen(sla, "nowhere")).toMatchObject({ calendar: "lunch" });
    expect(chosen(sla, "toString")).toMatchObject({ calendar: "lunch" });
    expect(chosen(sla, "constructor")).toMatchObject({ calendar: "constructor", dueAt: 3.5 });
  });

  it("switches under the running clock at the step that changes the field (K8)", () => {
    const sla = compileSla<string>({
      calendars: { office, lunch },
      policies: [
        { id: "p", calendar: { field: "site", otherwise: "office" }, targets: { resolution: "2h" } },
      ],
    });
    const events = [opened(hour(0)), changes(hour(1), { site: "lunch" })];
    // one hour of office time used, then one of lunch, from hour 3 to 4
    expect(at(sla, 2, events)).toMatchObject({ calendar: "lunch", elapsedMs: 1, remainingMs: 1, dueAt: 4 });
  });

  it("may be chosen by a goal too, and one that does not exist is an error", () => {
    const goal = (otherwise: string, values = {}) => ({
      calendars: { office },
      policies: [
        {
          id: "p",
          targets: { resolution: { amount: "30m", calendar: { field: "site", values, otherwise } } },
        },
      ],
    });
    expect(at(compileSla<string>(goal("office")), 0, [opened(hour(0))])).toMatchObject({
      calendar: "office",
    });
    expect(codesAt(goal("ofice"))).toEqual([expect.stringContaining("unknown_calendar")]);
    expect(codesAt(goal("office", { a: "ofice" }))).toEqual([expect.stringContaining("unknown_calendar")]);
  });
});

function explode(): never {
  throw new Error("no");
}
