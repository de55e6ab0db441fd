/*
 * The JSON Schemas that the package ships: up to date with the zod shapes they are made from, accepting what
 * `parseDefinition` accepts, and describing every verdict whole.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import { compileSla, evaluateTicket } from "dueclock";
import * as presets from "dueclock/presets";
import { definitionSchema, evaluationSchema, historySchema, parseDefinition } from "dueclock/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describedTypes } from "../../src/cli/schema/describe.ts";
import { jsonSchema, SCHEMA_NAMES } from "../../src/cli/schema/jsonSchema.ts";
import { cases } from "../../src/testing/arbitraries/cases.ts";
import { VERSION } from "../../src/version.ts";
import { ROOT } from "../house/sources.ts";
import { cases as actionCases } from "../property/actionCases.ts";

const shipped = (name: string) => JSON.parse(readFileSync(join(ROOT, `docs/schema/${name}.json`), "utf8"));
const json = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const validator = (schema: object) => new Ajv2020({ allowUnionTypes: true }).compile(schema);
const isDefinition = validator(shipped("definition"));

function parses(draft: unknown): boolean {
  try {
    parseDefinition(draft);
    return true;
  } catch {
    return false;
  }
}

/** A definition that says everything the language can. */
const EVERYTHING = {
  preset: "own",
  calendars: {
    a: {
      timeZone: "Europe/Warsaw",
      weeklyHours: { mon: [["09:00", "17:00"]] },
      holidays: ["12-25", { from: "2026-01-01", to: "2026-01-03", name: "new year" }],
      holidayLists: ["pl"],
      specialHours: { "2026-12-24": [["09:00", "12:00"]] },
      closures: [{ date: "2026-05-05", from: "10:00", to: "11:00" }],
      versions: [{ from: "2027-01-01", knownFrom: 5, always: true }],
    },
    b: { union: ["a"] },
    c: { difference: ["a", "b"], timeZone: "UTC" },
    d: { intersection: ["a", "b"] },
  },
  holidayLists: { pl: ["2026-05-01"] },
  statuses: { Open: "open" },
  reply: { by: ["agent", "bot"], visibility: "public", channel: ["email"] },
  request: { by: "requester" },
  metrics: [
    {
      id: "m",
      start: [{ on: "created", by: "agent" }, { on: "reply", if: { field: "x", is: 1 } }],
      stop: [{ on: "message", visibility: ["internal"] }, { on: "control", name: "go" }],
      cancel: [{ on: "becomes", condition: { all: [{ fact: "done", is: true }] } }, { on: "policyApplied" }],
      from: [{ fact: "createdAt" }, { field: "since" }],
      backfill: "none",
      reset: { on: [{ on: "changed", field: "x" }], as: "judged" },
      pause: { on: [{ on: "request" }], until: [{ on: "ceases", condition: { event: "by", in: ["agent"] } }] },
      per: "team",
      repeats: "always",
      reopen: { on: [], as: "count" },
    },
    { id: "n", start: [], stop: [], from: "previousDue", pause: { while: { not: { field: "x", exists: true } } }, repeats: "once" },
  ],
  version: "first",
  policySets: [
    {
      id: "sla",
      options: { selection: "strictest", matching: { on: [{ on: "request" }] }, dayLength: "8h" },
      policies: [
        {
          id: "p",
          name: "P",
          description: "all",
          kind: "ola",
          if: {
            any: [
              { field: "x", between: [1, "2026-01-01"] },
              { fact: "createdAt", withinLast: 5 },
              { field: "x", isField: "y" },
              { field: "x", isFact: "openedBy" },
              { field: "x", during: "a" },
              { field: "x", matches: "host" },
              { event: "at", greater: 1 },
              { field: "x", glob: "a*" },
            ],
          },
          calendar: { field: "site", values: { s: "a" }, otherwise: "b" },
          targets: {
            m: "1h",
            n: { byPriority: { high: 1 }, otherwise: { businessDays: 1, at: "close", cutoff: "15:00" }, atRisk: "75%" },
            o: { goals: [{ if: { field: "x", less: 1 }, amount: { field: "due", outside: "asIs", otherwise: "1h" }, basis: "aroundTheClock" }] },
            q: { levels: { one: { function: "f", fields: ["x"] }, two: { amount: "2h", calendar: "a", options: { breach: "current" } } } },
          },
          actions: [
            { kind: "reminder", id: "r", metric: "m", level: "one", fire: { before: { businessDays: 1 } }, notify: ["x"], quiet: true },
            { kind: "escalation", id: "e", metric: "m", fire: { at: "50%" }, basis: "wall", steps: [{ after: "1h", set: { a: null, b: [1, true] } }], late: "all", until: "acknowledged", quiet: { calendar: "a" } },
            { kind: "escalation", id: "f", metric: "m", fire: { afterStart: 1 }, repeat: { every: "1h", times: 3 }, if: { field: "x", contains: "a" } },
          ],
          stop: true,
          options: { retarget: "freeze", matching: "atCreation" },
        },
      ],
    },
  ],
  versions: [{ id: "v", from: 1, policies: [] }, { id: "w", from: "2026-01-01T00:00:00Z", policySets: [] }],
  measure: ["m"],
  options: { endOfBudget: "closing", calendarSwitch: "frozen", versionMode: "live" },
  report: { fields: ["x"] },
}; // biome-ignore format: one of each form

const JUNK = [
  null,
  true,
  -1,
  0.5,
  "",
  "x".repeat(201),
  "open",
  [],
  [[]],
  {},
  { if: 1 },
  { field: "x", is: 1 },
  { id: "x", field: "y" },
  "1h",
];

/** Everything in a document that can be changed: its members, with the object or list that holds each. */
function places(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    [value as Record<string, unknown>, key],
    ...places((value as Record<string, unknown>)[key]),
  ]) as [Record<string, unknown>, string][];
}

/** The document with one thing changed: a member gone, another value, a member too many, or a value from elsewhere in it. */
function changed(document: unknown, [where, how, what]: readonly [number, number, number]): unknown {
  const copy = json(document);
  const all = places(copy);
  const [holder, key] = all[where % all.length];
  if (how === 0) Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key];
  else if (how === 1) holder[key] = JUNK[what % JUNK.length];
  else if (how === 2)
    holder[Array.isArray(holder) ? holder.length : `m${what % 3}`] = JUNK[what % JUNK.length];
  else {
    const [from, name] = all[what % all.length];
    holder[key] = json(from[name]);
  }
  return copy;
}

const change = fc.tuple(fc.nat(10_000), fc.nat(3), fc.nat(10_000));

describe("the JSON Schemas", () => {
  it.each(SCHEMA_NAMES)("of the %s is what the zod shapes give today (npm run schema)", (name) => {
    expect(shipped(name)).toEqual(json(jsonSchema(name, describedTypes(ROOT))));
  });

  it("carry the major version in their names", () => {
    const major = VERSION.split(".")[0];
    expect(SCHEMA_NAMES.map((name) => shipped(name).$id)).toEqual(
      SCHEMA_NAMES.map((name) => `https://unpkg.com/dueclock@${major}/dist/schema/${name}.json`),
    );
  });

  it("accept a definition that says everything, and every preset", () => {
    expect(parses(EVERYTHING)).toBe(true);
    expect(isDefinition(EVERYTHING), JSON.stringify(isDefinition.errors)).toBe(true);
    for (const [name, preset] of Object.entries(presets)) {
      if (typeof preset !== "function" || preset.length > 0) continue; // those that need options
      const made = json((preset as () => object)());
      expect([name, parses(made), isDefinition(made)]).toEqual([name, true, true]);
    }
  });

  it("accept what parseDefinition accepts, and refuse what it refuses, however a definition is changed", () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const draft = changes.reduce<unknown>(changed, EVERYTHING);
        const accepted = parses(draft);
        if (!accepted) refused++;
        if (accepted !== isDefinition(draft))
          throw new Error(`parseDefinition: ${accepted}; ${JSON.stringify(draft)}`);
      }),
      { numRuns: 1_500 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  it("accept the definitions, histories and verdicts of the oracle's cases, and leave no member undescribed", () => {
    const isHistory = validator(shipped("history"));
    const isWhole = validator(closed(shipped("evaluation")) as object);
    const timed = actionCases(false).map(({ definition, told }) => {
      const events = told.map(({ event }) => event);
      return { definition, history: { ticket: "t", events }, asOf: Math.max(...events.map(({ at }) => at)) };
    });
    const both = fc.oneof(cases, timed);
    fc.assert(
      fc.property(both, ({ definition, history, asOf }) => {
        const verdict = json(evaluateTicket(compileSla(definition), history, { asOf }));
        expect(isDefinition(json(definition)), JSON.stringify(isDefinition.errors)).toBe(true);
        expect(isHistory(json(history)), JSON.stringify(isHistory.errors)).toBe(true);
        expect(isWhole(verdict), JSON.stringify(isWhole.errors)).toBe(true);
        expect(evaluationSchema.safeParse(verdict).success).toBe(true);
        expect(historySchema.safeParse(json(history)).success).toBe(true);
        expect(definitionSchema.safeParse(json(definition)).success).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

/** The schema with no member allowed beyond those it describes. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => [key, closed(value)]);
  const isLoose =
    "properties" in schema &&
    JSON.stringify((schema as { additionalProperties?: unknown }).additionalProperties) === "{}";
  return { ...Object.fromEntries(entries), ...(isLoose && { additionalProperties: false }) };
}
