import {
  type Condition,
  checkSla,
  compileSla,
  type Issue,
  parseDefinition,
  SlaError,
  type Trigger,
} from "dueclock";
import { checkSla as checkTyped, type Definition } from "dueclock/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { luxonZones } from "../../src/luxon/zones.ts";

/** `DUECLOCK_RUNS=100000 npx vitest …` for a long run. */
const RUNS = Number(process.env.DUECLOCK_RUNS ?? 1_000);

const hours = [["09:00", "17:00"]];
const calendars = { office: { timeZone: "Europe/Berlin", weeklyHours: { mon: hours, fri: hours } } };
const reminder = { kind: "reminder", id: "a", metric: "resolution", fire: { before: "30m" } };

/** A desk with one policy that promises a resolution in four hours, but for what is said otherwise. */
function desk(policy: object, rest: object = {}): object {
  return { calendars, policies: [{ id: "p", targets: { resolution: "4h" }, ...policy }], ...rest };
}

function promising(target: unknown, policy: object = {}): object {
  return desk({ targets: { resolution: target }, ...policy });
}

function when(condition: unknown): object {
  return {
    calendars,
    policies: [
      { id: "p", if: condition, targets: { resolution: "4h" } },
      { id: "q", targets: {} },
    ],
  };
}

function acting(...actions: object[]): object {
  return desk({ actions: actions.map((action) => ({ ...reminder, ...action })) });
}

function measuring(metric: object): object {
  const own = { id: "m", start: [{ on: "created" }], stop: [{ on: "reply" }], repeats: "once", ...metric };
  return desk({}, { metrics: [own] });
}

/** `code at the.path` of each issue of a draft. */
function issuesOf(draft: unknown): string[] {
  return checkSla(draft).issues.map(named);
}

function named({ code, path }: Issue): string {
  return `${code} at ${path.join(".")}`;
}

/** All that is wrong with a draft by the one error that `compileSla` throws. */
function errorsOf(draft: unknown): Issue[] {
  try {
    compileSla(draft as Definition);
  } catch (thrown) {
    if (thrown instanceof SlaError) return [...thrown.issues];
    throw thrown;
  }
  return [];
}

function nested(depth: number): unknown {
  let condition: unknown = { field: "x", is: 1 };
  for (let level = 1; level < depth; level++) condition = { all: [condition] };
  return condition;
}

const wide = (parts: number) => ({ any: new Array(parts).fill({ field: "x", is: 1 }) });
const NOTHING = { on: "becomes", condition: { field: "x", greater: "nine" } };

/** Each code with the smallest draft that has it; the path says where. */
const ERRORS: readonly [issue: string, draft: unknown][] = [
  ["definition.too_deep at ", { policies: nested(200) }],
  ["definition.unknown_member at polices", { policies: [], polices: [] }],
  ["definition.unknown_member at policies.0.sla", desk({ sla: true })],
  ["definition.unknown_member at policies.0.targets.resolution.calender", promising({ amount: "4h", calender: "office" })],
  ["definition.unknown_member at options.retargets", desk({}, { options: { retargets: "restart" } })],
  ["definition.wrong_type at ", null],
  ["definition.wrong_type at ", "policies"],
  ["definition.policies at ", {}],
  ["definition.policies at ", { policies: [], policySets: [] }],
  ["definition.wrong_type at policies", { policies: {} }],
  ["definition.wrong_type at policies.0", { policies: [null] }],
  ["definition.wrong_type at policies.0.name", desk({ name: null })],
  ["definition.wrong_type at policies.0.targets", desk({ targets: [] })],
  ["definition.wrong_type at calendars.office.timeZone", desk({}, { calendars: { office: { weeklyHours: {} } } })],
  ["definition.wrong_value at policies.0.kind", desk({ kind: "SLA" })],
  ["definition.wrong_value at statuses.Waiting", desk({}, { statuses: { Waiting: "waiting" } })],
  ["definition.wrong_value at options.breach", desk({}, { options: { breach: "never" } })],
  ["definition.wrong_value at policies.0.if.fact", when({ fact: "mood", is: "good" })],
  ["definition.wrong_length at policies.0.id", desk({ id: "" })],
  ["definition.wrong_length at policies.0.id", desk({ id: "p".repeat(201) })],
  ["definition.wrong_form at policies.0.targets.resolution", promising(true)],
  ["definition.wrong_form at policies.0.if", when({ field: "x" })],
  ["definition.wrong_form at policies.0.if", when({ field: "x", is: 1, isNot: 2 })],
  ["definition.wrong_form at policies.0.if", when({ is: 1 })],
  ["definition.unknown_member at policies.0.if.regex", when({ field: "x", is: 1, regex: "(a+)+$" })],
  ["condition.unknown_matcher at policies.0.if.matches", when({ field: "x", matches: "(a+)+$" })],
  ["condition.unknown_calendar at policies.0.if.during", when({ event: "at", during: "ofice" })],
  ["condition.no_change at policies.0.if", when({ event: "from", is: "x" })],
  ["target.unknown_function at policies.0.targets.resolution.function", promising({ function: "hours" })],
  ["target.unknown_calendar at policies.0.targets.resolution.calendar.otherwise", promising({ amount: "4h", calendar: { field: "x", otherwise: "ofice" } })],
  ["policy.unknown_calendar at policies.0.calendar.values.a", desk({ calendar: { field: "x", values: { a: "ofice" }, otherwise: "office" } })],
  ["policy.duplicate_set at policySets.1.id", { policySets: [{ id: "s", policies: [] }, { id: "s", policies: [] }] }],
  ["version.not_an_instant at versions.0.from", desk({}, { versions: [{ id: "v", from: "2026-03-02", policies: [] }] })],
  ["version.released_cadence at options.versionMode", desk({}, {
    metrics: [{ id: "review", start: [{ on: "reply" }], stop: [{ on: "reply" }], from: "previousDue", repeats: "always" }],
    policies: [{ id: "p", targets: { review: "1h" }, options: { released: "cancel" } }],
    versions: [{ id: "v", from: 2, policies: [] }],
  })],
  ["version.not_later at versions.1.from", desk({}, { versions: [{ id: "v", from: 2, policies: [] }, { id: "w", from: 2, policies: [] }] })],
  ["version.duplicate_id at versions.1.id", desk({}, { versions: [{ id: "v", from: 1, policies: [] }, { id: "v", from: 2, policies: [] }] })],
  ["definition.policies at versions.0", desk({}, { versions: [{ id: "v", from: 1 }] })],
  ["metric.unknown_fact at metrics.0.from.fact", measuring({ from: { fact: "mood" } })],
  ["condition.too_large at policies.0.if", when(nested(33))],
  ["condition.too_large at policies.0.if", when(wide(1_001))],
  ["condition.too_large at policies.0.targets.resolution.if", promising({ amount: "4h", if: nested(33) })],
  ["condition.too_large at metrics.0.start.0.if", measuring({ start: [{ on: "created", if: nested(33) }] })],
  ["condition.too_large at metrics.0.pause.while", measuring({ pause: { while: nested(33) } })],
  ["condition.not_a_duration at policies.0.if.withinLast", when({ fact: "createdAt", withinLast: "soon" })],
  ["condition.not_a_duration at policies.0.if.all.1.not.withinLast", when({ all: [{ any: [] }, { not: { fact: "createdAt", withinLast: "-1h" } }] })],
  ["condition.not_comparable at policies.0.if.greater", when({ field: "x", greater: "9" })],
  ["condition.not_comparable at policies.0.if.less", when({ field: "x", less: "2026-03-02T09:00:00" })],
  ["condition.not_comparable at policies.0.if.between", when({ field: "x", between: [1, "ten"] })],
  ["condition.not_comparable at metrics.0.stop.0.condition.greater", measuring({ stop: [NOTHING] })],
  ["condition.not_comparable at metrics.0.cancel.0.condition.greater", measuring({ cancel: [NOTHING] })],
  ["metric.duplicate_id at metrics.1.id", desk({}, { metrics: [1, 2].map(() => ({ id: "m", start: [], stop: [], repeats: "once" })) })],
  ["metric.unknown at policies.0.targets.resolutoin", desk({ targets: { resolutoin: "4h" } })],
  ["metric.unknown at policies.0.targets.constructor", desk({ targets: { constructor: "4h" } })],
  ["metric.unknown at policies.0.actions.0.metric", acting({ metric: "reply" })],
  ["metric.unknown at measure.reply", desk({}, { measure: ["reply"] })],
  ["policy.duplicate_id at policies.1.id", { policies: [{ id: "p", if: { any: [] }, targets: {} }, { id: "p", targets: {} }] }],
  ["policy.unknown_calendar at policies.0.calendar", desk({ calendar: "ofice" })],
  ["policy.unknown_calendar at policies.0.calendar", desk({ calendar: "constructor" })],
  ["policy.unknown_calendar at policies.0.calendar", desk({ calendar: "__proto__" })],
  ["target.unknown_calendar at policies.0.targets.resolution.calendar", promising({ amount: "4h", calendar: "ofice" })],
  ["target.unknown_calendar at policies.0.targets.resolution.goals.1.calendar", promising({ goals: [{ amount: 1 }, { amount: 1, calendar: "toString" }] })],
  ["target.no_calendar at policies.0.targets.resolution", promising({ amount: "4h", basis: "business" })],
  ["target.no_zone at policies.0.targets.resolution", promising("2d")],
  ["target.no_zone at policies.0.targets.resolution.amount", promising({ amount: "P2D", basis: "aroundTheClock" })],
  ["target.not_a_duration at policies.0.targets.resolution", promising("four hours")],
  ["target.negative at policies.0.targets.resolution", promising(-1)],
  ["target.not_a_duration at policies.0.targets.resolution", promising(Number.NaN)],
  ["target.not_a_duration at policies.0.targets.resolution", promising(Number.POSITIVE_INFINITY)],
  ["target.not_a_duration at policies.0.targets.resolution", promising(2 ** 53)],
  ["target.not_a_duration at policies.0.targets.resolution.otherwise", promising({ field: "x", otherwise: "P1M" })],
  ["target.not_a_duration at policies.0.targets.resolution.byPriority.high", promising({ byPriority: { high: "1h30" } })],
  ["target.not_a_duration at policies.0.targets.resolution.otherwise", promising({ byPriority: {}, otherwise: "PT" })],
  ["target.zero at policies.0.targets.resolution", promising(0)],
  ["target.zero at policies.0.targets.resolution", promising("PT0S")],
  ["target.zero at policies.0.targets.resolution.byPriority.high", promising({ byPriority: { high: "0m" } })],
  ["target.not_a_share at policies.0.targets.resolution.atRisk", promising({ amount: "4h", atRisk: "a quarter" })],
  ["target.not_a_share at policies.0.targets.resolution.goals.0.atRisk", promising({ goals: [{ amount: "4h", atRisk: "-5%" }] })],
  ["action.duplicate_id at policies.0.actions.1.id", acting({}, {})],
  ["action.not_a_duration at policies.0.actions.0.fire.before", acting({ fire: { before: "soon" } })],
  ["action.not_a_duration at policies.0.actions.0.fire.after", acting({ fire: { after: Number.NaN } })],
  ["action.not_a_share at policies.0.actions.0.fire.at", acting({ fire: { at: "half" } })],
  ["action.not_a_share at policies.0.actions.0.fire.at", acting({ fire: { at: "-10%" } })],
  ["action.reminder_sets at policies.0.actions.0.set", acting({ set: { priority: "high" } })],
]; // biome-ignore format: a table

/** Two policies of which the first takes the tickets of the second, and one for the rest. */
function shadowed(first: Condition, second: Condition): object {
  const policy = (id: string, condition?: Condition) => ({
    id,
    targets: {},
    ...(condition && { if: condition }),
  });
  return { policies: [policy("p", first), policy("q", second), policy("rest")] };
}

/** A metric that pauses while a condition holds, and starts and stops at moments. */
function pausing(condition: Condition, start: Trigger, stop: Trigger): object {
  const metric = { id: "own", start: [start], stop: [stop], pause: { while: condition }, repeats: "once" };
  return { metrics: [metric], policies: [{ id: "p", targets: { own: "1h" } }] };
}

const LINTS: readonly [issue: string, draft: unknown][] = [
  ["policy.no_default at policies", { policies: [{ id: "p", if: { any: [] }, targets: {} }] }],
  ["policy.unreachable at policies.1", { policies: [{ id: "p", targets: {} }, { id: "q", targets: {} }] }],
  ["policy.unreachable at policies.1", shadowed({ field: "plan", in: ["gold", "silver"] }, { all: [{ field: "plan", is: "gold" }, { field: "vip", is: true }] })],
  ["policy.unreachable at policies.1", shadowed({ field: "plan", isNot: "none" }, { field: "plan", is: "gold" })],
  ["policy.unreachable at policies.1", shadowed({ fact: "done", is: false }, { fact: "statusCategory", in: ["new", "open"] })],
  ["policy.stop_without_last_match at policies.0.stop", { policies: [{ id: "p", stop: true, targets: {} }] }],
  ["policy.never_matches at policies.0.options.matching.on", { policies: [{ id: "p", targets: {}, options: { matching: { on: [] } } }] }],
  ["target.no_goals at policies.0.targets.resolution.goals", promising({ goals: [] })],
  ["target.no_levels at policies.0.targets.resolution.levels", promising({ levels: {} })],
  ["metric.pause_never_counts at metrics.0.pause.while", pausing({ fact: "statusCategory", is: "solved" }, { on: "created" }, { on: "becomes", condition: { fact: "done", is: true } })],
  ["metric.pause_never_counts at metrics.0.pause.while", pausing({ field: "state", is: "waiting" }, { on: "becomes", condition: { field: "state", is: "active" } }, { on: "ceases", condition: { field: "state", in: ["new", "active"] } })],
  ["action.no_target at policies.0.actions.0.metric", acting({ metric: "firstResponse" })],
]; // biome-ignore format: a table

describe("each issue", () => {
  it.each(ERRORS)("%s", (issue, draft) => {
    const { issues, sla } = checkSla(draft);
    const errors = issues.filter(({ severity }) => severity === "error");
    expect([...new Set(errors.map(named))]).toEqual([issue]);
    expect(errorsOf(draft)).toEqual(errors);
    expect(sla).toBeNull();
  });

  it.each(LINTS)("%s, as advice", (issue, draft) => {
    const { issues, sla } = checkSla(draft);
    expect(issues.map(named)).toEqual([issue]);
    expect(issues[0].severity).toBe("lint");
    expect(sla).not.toBeNull();
    expect(errorsOf(draft)).toEqual([]);
  });

  it("of holidays that run out is found where an instant is given (semantics R4)", () => {
    const office = {
      timeZone: "Europe/Warsaw",
      weeklyHours: { mon: hours },
      holidays: ["2026-12-25", "2025-12-25"],
    };
    const draft = {
      calendars: { office },
      policies: [{ id: "p", calendar: "office", targets: { resolution: "1h" } }],
    };
    const seen = (iso: string) => checkSla(draft, { asOf: Date.parse(iso) }).issues;
    expect(seen("2026-09-01T00:00:00Z")).toEqual([]);
    expect(seen("2026-11-01T00:00:00Z")).toEqual([
      {
        code: "calendar.holidays_run_out",
        severity: "lint",
        path: ["calendars", "office"],
        message: "holidays are listed up to 2026-12-31 only; enter those of the next year",
      },
    ]);
    expect(checkSla(draft).issues).toEqual([]);
  });

  it("says nothing of a pause into which a clock may be born", () => {
    const held = { fact: "statusCategory", is: "pending" } as const;
    const open = { fact: "statusCategory", in: ["new", "open"] } as const;
    expect(checkSla(pausing(held, { on: "created" }, { on: "ceases", condition: open })).issues).toEqual([]);
  });

  it("says nothing of policies that only look alike", () => {
    for (const [first, second] of [
      [
        { field: "plan", is: "gold" },
        { field: "plan", isNot: "none" },
      ],
      [{ any: [{ field: "plan", is: "gold" }] }, { field: "plan", is: "gold" }],
      [
        { field: "plan", greater: 3 },
        { field: "plan", greater: 4 },
      ],
      [
        { field: "plan", is: "1" },
        { field: "plan", is: 1 },
      ],
    ] as const)
      expect(checkSla(shadowed(first, second)).issues).toEqual([]);
  });

  it("is told by the core where no zones are given", () => {
    const definition = { policies: [] } as Definition;
    for (const options of [undefined, {}, { zones: "UTC" }])
      expect(() => checkTyped(definition, options as never)).toThrow("`zones` is missing; pass a supplier");
  });

  it("of a fact unknown to the compiler of types is found by the core too", () => {
    const draft = when({ fact: "mood", is: "good" }) as Definition;
    expect(checkTyped(draft, { zones: luxonZones() }).issues.map(named)).toEqual([
      "condition.unknown_fact at policies.0.if",
    ]);
  });

  it.each([...ERRORS, ...LINTS])("%s: the message starts in lower case and has no final stop", (_, draft) => {
    for (const { message } of checkSla(draft).issues) {
      expect(message).toMatch(/^[a-z`]/);
      expect(message).not.toMatch(/[.!\s]$/);
    }
  });
});

describe("one error", () => {
  const draft = {
    calendars: {
      nowhere: { timeZone: "Europe/Nowhere", weeklyHours: { mon: hours } },
      shut: { timeZone: "UTC" },
      office: calendars.office,
    },
    policies: [
      { id: "p", if: { any: [] }, calendar: "nope", targets: { resolution: 0, firstResponse: Number.NaN } },
      {
        id: "p",
        calendar: "office",
        targets: { nextResponse: "1h" },
        actions: [reminder, { ...reminder, fire: { at: "half" } }],
      },
    ],
  };
  const expected = [
    "calendar.unknown_time_zone at calendars.nowhere.timeZone",
    "calendar.never_open at calendars.shut",
    "policy.unknown_calendar at policies.0.calendar",
    "target.zero at policies.0.targets.resolution",
    "target.not_a_duration at policies.0.targets.firstResponse",
    "policy.duplicate_id at policies.1.id",
    "action.duplicate_id at policies.1.actions.1.id",
    "action.not_a_share at policies.1.actions.1.fire.at",
  ].sort();

  it("lists everything that is wrong with a definition", () => {
    expect(errorsOf(draft).map(named).sort()).toEqual(expected);
  });

  it("lists what is wrong with its shape and with its meaning together", () => {
    const misshapen = { ...draft, polices: [], measure: ["reply"], report: { fields: "all" } };
    const all = [
      ...expected,
      "definition.unknown_member at polices",
      "definition.wrong_type at report.fields",
      "metric.unknown at measure.reply",
    ];
    expect(errorsOf(misshapen).map(named).sort()).toEqual(all.sort());
  });

  it("says where before it says what", () => {
    const compile = () => compileSla(desk({ calendar: "nope" }) as Definition);
    expect(compile).toThrow(SlaError);
    expect(compile).toThrow("at `policies.0.calendar`: no calendar has the id `nope`");
  });
});

describe("hostile conditions", () => {
  it("may be 32 levels deep and no deeper (semantics P2)", () => {
    expect(issuesOf(when(nested(32)))).toEqual([]);
    expect(issuesOf(when(nested(33)))).toEqual(["condition.too_large at policies.0.if"]);
  });

  it("that are 100,000 levels deep are refused at once", () => {
    expect(errorsOf(when(nested(100_000))).map(named)).toEqual(["definition.too_deep at "]);
    expect(() => parseDefinition(when(nested(100_000)))).toThrow(SlaError);
  });

  it("that are 10,000 side by side are refused at once", () => {
    expect(issuesOf(when(wide(10_000)))).toEqual(["condition.too_large at policies.0.if"]);
  });

  it("that hold themselves are refused", () => {
    const ring: Record<string, unknown> = {};
    ring.not = ring;
    expect(issuesOf(when(ring))).toEqual(["definition.too_deep at "]);
    expect(() => parseDefinition(when(ring))).toThrow(SlaError);
    const list: unknown[] = [];
    list.push({ any: list });
    expect(issuesOf(when({ all: list }))).toEqual(["definition.too_deep at "]);
  });
});

describe("names that objects have by themselves", () => {
  const own = (text: string) => JSON.parse(text);

  it("are no members of a definition", () => {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      const draft = own(
        `{ "policies": [{ "id": "p", "targets": {}, "${name}": { "x": 1 } }], "${name}": {} }`,
      );
      expect(issuesOf(draft).sort()).toEqual(
        [`definition.unknown_member at ${name}`, `definition.unknown_member at policies.0.${name}`].sort(),
      );
    }
  });

  it("are ids like all others", () => {
    for (const name of ["__proto__", "constructor", "toString"]) {
      const draft = own(`{
        "calendars": { "${name}": { "timeZone": "UTC", "weeklyHours": { "mon": [["09:00", "17:00"]] } } },
        "metrics": [{ "id": "${name}", "start": [{ "on": "created" }], "stop": [], "repeats": "once" }],
        "policies": [{ "id": "${name}", "calendar": "${name}", "targets": { "${name}": "4h" } }]
      }`);
      expect(issuesOf(draft)).toEqual([]);
    }
  });

  it("leave the prototype of objects alone", () => {
    parseDefinition(own(`{ "policies": [], "statuses": { "__proto__": "open", "constructor": "open" } }`));
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("drafts of any kind", () => {
  it("null where a member may be left out is an error", () => {
    const metric = { id: "m", start: [], stop: [], repeats: "once" };
    for (const name of [
      "calendars",
      "holidayLists",
      "statuses",
      "reply",
      "request",
      "metrics",
      "measure",
      "options",
      "report",
    ])
      expect(issuesOf(desk({}, { [name]: null }))).toContain(`definition.wrong_type at ${name}`);
    for (const name of ["name", "description", "actions", "options"])
      expect(issuesOf(desk({ [name]: null }))).toContain(`definition.wrong_type at policies.0.${name}`);
    for (const name of ["cancel", "reopen"])
      expect(issuesOf(desk({}, { metrics: [{ ...metric, [name]: null }] }))).toContain(
        `definition.wrong_type at metrics.0.${name}`,
      );
    for (const name of ["if", "kind", "calendar"])
      expect(issuesOf(desk({ [name]: null }))[0]).toMatch(` at policies.0.${name}`);
  });

  const refused = (draft: unknown) => {
    for (const read of [parseDefinition, (json: unknown) => compileSla(json as Definition)]) {
      try {
        read(draft);
      } catch (thrown) {
        if (!(thrown instanceof SlaError)) throw thrown;
        expect(thrown.issues.length).toBeGreaterThan(0);
        for (const { severity, path, message } of thrown.issues) {
          expect(severity).toBe("error");
          expect(message).toMatch(/^[^A-Z]/);
          for (const key of path) expect(["string", "number"]).toContain(typeof key);
        }
      }
    }
  };

  it("are read, or refused with an SlaError", () => {
    fc.assert(fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }), (draft) => refused(draft)), { numRuns: RUNS }); // biome-ignore format: one property
  });

  const part = fc.jsonValue({ maxDepth: 2 });
  const name = fc.constantFrom("a", "office", "resolution", "constructor");
  const likely = (value: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: part });
  const test = fc.record({ field: likely(name), fact: likely(fc.constant("done")), is: likely(name), greater: likely(fc.constant(3)), all: part, not: part }, { requiredKeys: [] }); // biome-ignore format: one record
  const target = fc.record({ amount: likely(fc.constantFrom("4h", 0, "2d")), field: likely(name), byPriority: fc.dictionary(name, part), goals: fc.array(part), basis: likely(fc.constant("business")), calendar: likely(name), if: likely(test) }, { requiredKeys: [] }); // biome-ignore format: one record
  const action = fc.record({ kind: likely(fc.constant("reminder")), id: likely(name), metric: likely(name), fire: likely(fc.record({ before: part, at: part }, { requiredKeys: [] })), set: part }, { requiredKeys: [] }); // biome-ignore format: one record
  const policy = fc.record({ id: likely(name), if: likely(test), calendar: likely(name), targets: likely(fc.dictionary(name, likely(target))), actions: likely(fc.array(likely(action), { maxLength: 2 })) }, { requiredKeys: ["id", "targets"] }); // biome-ignore format: one record
  const half = fc.record({ calendars: fc.dictionary(name, likely(fc.constant(calendars.office))), policies: likely(fc.array(likely(policy), { maxLength: 3 })), metrics: part, statuses: part, measure: likely(fc.array(name)), options: part, report: part, holidayLists: part }, { requiredKeys: ["policies"] }); // biome-ignore format: one record

  it("that are half right too", () => {
    fc.assert(
      fc.property(half, (draft) => refused(draft)),
      { numRuns: RUNS },
    );
  });

  it("are checked without a throw, and compile where no error is found", () => {
    const draft = fc.oneof(half, fc.anything());
    const holds = fc.property(draft, (given) => {
      const { issues, sla } = checkSla(given);
      expect(sla === null).toBe(issues.some(({ severity }) => severity === "error"));
    });
    fc.assert(holds, { numRuns: RUNS });
  });
});
