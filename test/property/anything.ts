/* Whatever a host may call a history, and whatever its own functions may answer, under a definition that reads all of it. */
import { compileSla, type Definition, type Sla } from "dueclock";
import fc from "fast-check";
import { CALENDARS } from "./histories.ts";

const { constantFrom: pick, oneof, record } = fc;
const MONDAY = Date.UTC(2026, 2, 30, 8);
const HOUR = 3_600_000;

/** What the host registered: a function and a matcher that throw, or answer anything. */
let answer: () => unknown = () => null;

/** Sets what they do from here on. */
export function answerWith(next: () => unknown): void {
  answer = next;
}

/** Every kind of amount, trigger and option in few lines, so that any member of an event is read by something. */
const definition: Definition<string> = {
  calendars: CALENDARS,
  statuses: { Open: "open", Waiting: "pending", Done: "solved" },
  report: { fields: ["status", "plan", "due"] },
  metrics: [
    {
      id: "visit",
      start: [{ on: "control", name: "go" }, { on: "message", channel: ["phone"] }, { on: "policyApplied" }],
      stop: [
        { on: "control", name: "stop" },
        { on: "changed", field: "team", if: { event: "to", exists: true } },
      ],
      cancel: [{ on: "becomes", condition: { field: "plan", matches: "host" } }],
      reset: { on: [{ on: "ceases", condition: { field: "due", greater: 7 } }], as: "judged" },
      pause: { on: [{ on: "reply", if: { event: "actor", is: "u" } }], until: [{ on: "request" }] },
      reopen: { on: [{ on: "changed", field: "plan" }], as: "count" },
      per: "team",
      from: { field: "due" },
      repeats: "always",
    },
    {
      id: "update",
      start: [{ on: "reply" }],
      stop: [{ on: "reply" }],
      from: "previousDue",
      repeats: "always",
    },
  ],
  policySets: [
    {
      id: "sla",
      policies: [
        {
          id: "p",
          if: {
            any: [
              { field: "plan", is: "gold" },
              { field: "due", withinLast: "1d" },
              { fact: "createdAt", during: "office" },
            ],
          },
          calendar: { field: "site", otherwise: "office" },
          targets: {
            resolution: {
              levels: {
                first: { byPriority: { high: "1h" }, otherwise: "2d" },
                full: { businessDays: 2, at: "close" },
              },
            },
            firstResponse: { function: "host", fields: ["plan", "due"] },
            visit: {
              goals: [
                { if: { field: "due", less: "2026-01-01T00:00:00Z" }, amount: { field: "due" } },
                { amount: "30m" },
              ],
            },
          },
          actions: [
            {
              kind: "reminder",
              id: "soon",
              metric: "resolution",
              fire: { at: "75%" },
            },
            {
              kind: "escalation",
              id: "late",
              metric: "visit",
              fire: { after: "1h" },
            },
          ],
        },
        {
          id: "q",
          targets: { visit: "1d", update: { field: "due", outside: "nextOpening", otherwise: "PT1H" } },
          calendar: "night",
        },
      ],
      options: { selection: "strictest" },
    },
    {
      id: "ola",
      policies: [
        {
          id: "r",
          targets: { ownership: "1h", assignment: "30m" },
          options: { released: "cancel", override: "untilRetarget" },
        },
        {
          id: "s",
          targets: { ownership: "2h" },
          options: { retarget: "restart", breach: "current", pauses: "ignored" },
        },
      ],
      options: { selection: "assigned" },
    },
  ],
  versions: [
    {
      id: "v2",
      from: MONDAY + 2 * HOUR,
      policySets: [{ id: "sla", policies: [{ id: "t", targets: { visit: "1h" } }] }],
    },
  ],
  options: { versionMode: "inForceAtEachInstant", retarget: "freeze" },
} as Definition<string>;

const circle: Record<string, unknown> = { id: "c", at: MONDAY, type: "changed" };
circle.set = circle;
circle.self = [circle];
const INSTANTS = [
  MONDAY, MONDAY + 1, MONDAY + HOUR, MONDAY + 2 * HOUR, -1, -0, 0, -62_135_596_800_000, 253_402_300_799_999,
  8_640_000_000_000_000, Number.MAX_SAFE_INTEGER, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY,
]; // biome-ignore format: a list
const at = pick(...INSTANTS);
const odd = oneof(
  {
    weight: 4,
    arbitrary: fc.anything({
      maxDepth: 2,
      maxKeys: 3,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
    }),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 2, arbitrary: at as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: pick<unknown>(circle, "__proto__", "", Symbol.iterator, () => 1) },
);
const sane = (...values: unknown[]) =>
  oneof({ weight: 6, arbitrary: pick(...values) }, { weight: 1, arbitrary: odd });
const FIELDS = [
  "status",
  "priority",
  "assignee",
  "group",
  "supplier",
  "plan",
  "team",
  "due",
  "site",
  "__proto__",
  "constructor",
];
const set = oneof(
  {
    weight: 6,
    arbitrary: fc.dictionary(
      pick(...FIELDS),
      sane("Open", "Waiting", "Done", "gold", "high", "a", null, MONDAY + HOUR, "30m", "office"),
      { maxKeys: 4 },
    ) as fc.Arbitrary<unknown>,
  },
  { weight: 1, arbitrary: odd },
);
const TYPES = [
  "created", "message", "message", "changed", "changed", "control", "control", "policy.assigned", "policy.released",
  "clock.reset", "due.overridden", "due.cleared", "held", "resumed", "exempted", "merged", "deleted", "acknowledged",
  "action.delivered",
]; // biome-ignore format: a list
/** An event of a known type most of the time, with members that fit, are left out, or are anything. */
const halfEvent = record(
  {
    id: sane("a", "b", "c", "d", "e", "f", "g"),
    at: oneof(
      { weight: 8, arbitrary: pick(...INSTANTS.slice(0, 4)) as fc.Arbitrary<unknown> },
      { weight: 1, arbitrary: odd },
    ),
    type: sane(...TYPES),
    by: sane("requester", "agent", "bot"),
    visibility: sane("public", "internal"),
    channel: sane("phone"),
    seq: odd,
    recordedAt: odd,
    actor: sane("u"),
    cause: odd,
    automated: odd,
    name: sane("go", "stop"),
    policy: sane("p", "r", "s"),
    metric: sane("resolution", "visit", "ownership"),
    level: sane("first"),
    dueAt: oneof(at as fc.Arbitrary<unknown>, odd),
    reason: sane("storm"),
    action: odd,
    into: odd,
    set,
  },
  { requiredKeys: ["id", "at", "type"] },
);
const events = fc.array(
  oneof({ weight: 8, arbitrary: halfEvent as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd }),
  { maxLength: 10 },
);
export const histories = oneof(
  {
    weight: 12,
    arbitrary: record({
      ticket: sane("t"),
      events: oneof(
        { weight: 12, arbitrary: events as fc.Arbitrary<unknown> },
        { weight: 1, arbitrary: odd },
      ),
    }) as fc.Arbitrary<unknown>,
  },
  { weight: 1, arbitrary: odd },
);
export const answers = oneof(
  pick<() => unknown>(
    () => {
      throw new Error("the host");
    },
    () => {
      throw circle;
    },
    () => Promise.resolve(1),
    () => true,
    () => ({ at: Number.NaN }),
    () => ({ businessDays: Number.POSITIVE_INFINITY }),
    () => ({ businessDays: 3, at: circle }),
    () => "1h",
  ),
  odd.map((value) => () => value),
);

export const asOfs = pick(...INSTANTS.filter(Number.isSafeInteger), MONDAY + 30 * HOUR).filter(
  (one) => Math.abs(one) <= 8.64e15,
);

export function slaWithHost(): Sla {
  const host = () => answer();
  return compileSla(definition, {
    functions: { host: host as () => null },
    matchers: { host: host as () => boolean },
  });
}
