/*
 * Definitions and histories for the laws of the engine. Small pools of readable values, so that a shrunk case
 * reads like a ticket; instants fall where engines go wrong: window edges, due times, marks, and a millisecond
 * either side of them.
 */

import type {
  ActionDefinition,
  Amount,
  CalendarDefinition,
  Condition,
  Definition,
  FieldPatch,
  Goal,
  HistoryEvent,
  MetricDefinition,
  Options,
  PolicyDefinition,
  ReopenAs,
  Target,
  TicketHistory,
} from "dueclock";
import { businessPeriods, calendarOf, compileSla, type Evaluation, evaluateTicket, type Sla } from "dueclock";
import fc from "fast-check";

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** Friday before Europe changes its clocks, 08:30 in Berlin, half an hour before its office opens. */
export const MORNING = Date.UTC(2026, 2, 27, 7, 30);

const OFFICE = [["09:00", "12:30"], ["13:00", "17:00"]] as const; // biome-ignore format: one day
const NIGHT = [["22:00", "06:00"]] as const;

export const CALENDARS: Readonly<Record<string, CalendarDefinition>> = {
  office: {
    timeZone: "Europe/Berlin",
    weeklyHours: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
    holidays: ["2026-04-01"],
  },
  night: {
    timeZone: "Europe/Berlin",
    weeklyHours: { sun: NIGHT, mon: NIGHT, tue: NIGHT, wed: NIGHT, thu: NIGHT, fri: NIGHT, sat: NIGHT },
  },
  /** Runs out of business time: what does not fit into it is never due. */
  event: { timeZone: "UTC", specialHours: { "2026-03-27": [["10:00", "12:00"]] } },
};

export interface Scenario {
  readonly definition: PlainDefinition;
  readonly history: TicketHistory;
  /** Instants to ask about, in order. */
  readonly asOfs: readonly number[];
}

/** A definition with one list of policies. */
export type PlainDefinition = Definition<string> & { readonly policies: readonly PolicyDefinition[] };

/** What the generated definitions may contain; everything, if left out. */
export interface Shape {
  /** Promise amounts of time only, neither wall-clock days nor due times. */
  readonly durationsOnly?: boolean;
  readonly breach?: Options["breach"];
  readonly policies?: number;
  readonly calendars?: readonly string[];
  /** Whether policies may have conditions and targets several goals. */
  readonly retargets?: boolean;
  /** Let every target count business time. */
  readonly businessOnly?: boolean;
  readonly endOfBudget?: Options["endOfBudget"];
  /** What the reopening metric does. */
  readonly reopenAs?: readonly ReopenAs[];
}

/** A definition, a history under it and instants to read it at. */
export function scenario(shape: Shape = {}): fc.Arbitrary<Scenario> {
  return fc
    .record({
      definition: definition(shape),
      opening: fc.constantFrom<Opening>({}, { by: "agent" }, { set: { priority: "high" } }),
      moves: fc.array(move, { maxLength: 9 }),
      asks: fc.array(moment, { minLength: 3, maxLength: 8 }),
    })
    .map(({ definition, opening, moves, asks }) => {
      const sla = slaOf(definition);
      const history = play(sla, opening, moves);
      return { definition, history, asOfs: instants(sla, history, asks) };
    });
}

const compiled = new WeakMap<object, Sla>();

/** The definition compiled, once: it takes longer than all the rest of a case. */
export function slaOf(definition: Definition<string>): Sla {
  const known = compiled.get(definition);
  if (known) return known;
  const sla: Sla = compileSla<string>(definition);
  compiled.set(definition, sla);
  return sla;
}

// Histories

type Opening = { readonly by?: "agent"; readonly set?: FieldPatch };
type Body =
  | { readonly type: "message"; readonly by: "requester" | "agent" | "bot"; readonly visibility?: "internal"; readonly set?: FieldPatch }
  | { readonly type: "changed"; readonly set: FieldPatch }
  | { readonly type: "control"; readonly name: string }
  /** Sets the field `promise` to an instant so far from the event. */
  | { readonly type: "promise"; readonly inMs: number }; // biome-ignore format: one body a line

const BODIES: readonly Body[] = [
  { type: "message", by: "requester" },
  { type: "message", by: "agent" },
  { type: "message", by: "agent", visibility: "internal" },
  { type: "message", by: "bot" },
  { type: "message", by: "agent", set: { status: "solved" } },
  { type: "message", by: "agent", set: { status: "pending" } },
  { type: "message", by: "requester", set: { status: "open" } },
  { type: "changed", set: { status: "pending" } },
  { type: "changed", set: { status: "open" } },
  { type: "changed", set: { status: "solved" } },
  { type: "changed", set: { status: "closed" } },
  { type: "changed", set: { status: "onHold" } },
  { type: "changed", set: { priority: "high" } },
  { type: "changed", set: { priority: "low" } },
  { type: "changed", set: { priority: null } },
  { type: "changed", set: { plan: "gold" } },
  { type: "changed", set: { plan: null } },
  { type: "changed", set: { assignee: "ann" } },
  { type: "changed", set: { assignee: null } },
  { type: "changed", set: { promise: "90m" } },
  { type: "changed", set: { promise: null } },
  { type: "promise", inMs: 2 * HOUR },
  { type: "promise", inMs: -HOUR },
  { type: "control", name: "ring" },
  { type: "control", name: "answer" },
];

/** A moment after another one: so long after it, or by the next instants at which something is due or opens. */
type Moment =
  | { readonly afterMs: number }
  | { readonly mark: number; readonly offsetMs: number }
  | { readonly edge: number; readonly offsetMs: number };

const offsetMs = fc.constantFrom(0, 0, 0, -1, 1);
const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({
    afterMs: fc.constantFrom(0, 1, SECOND, MINUTE, HOUR / 2, HOUR, 2 * HOUR, 5 * HOUR, DAY, 3 * DAY),
  }),
  fc.record({ afterMs: fc.nat({ max: 2 * DAY }) }),
  fc.record({ mark: fc.nat({ max: 3 }), offsetMs }),
  fc.record({ edge: fc.nat({ max: 3 }), offsetMs }),
);
const move = fc.record({ when: moment, what: fc.constantFrom(...BODIES) });
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

function play(sla: Sla, opening: Opening, moves: readonly Move[]): TicketHistory {
  const events: HistoryEvent[] = [{ id: "e1", at: MORNING, type: "created", ...opening }];
  for (const { when, what } of moves) {
    const at = resolve(sla, { ticket: "t", events }, when, events[events.length - 1].at);
    const id = `e${events.length + 1}`;
    if (what.type === "promise") events.push({ id, at, type: "changed", set: { promise: at + what.inMs } });
    else events.push({ id, at, ...what });
  }
  return { ticket: "t", events };
}

function instants(sla: Sla, history: TicketHistory, asks: readonly Moment[]): number[] {
  const found: number[] = [];
  const { events } = history;
  for (const [i, ask] of asks.entries()) {
    const from = i % 2 === 0 ? events[i % events.length].at : (found.at(-1) ?? MORNING);
    found.push(resolve(sla, history, ask, from));
  }
  return [...new Set(found)].sort((a, b) => a - b);
}

function resolve(sla: Sla, history: TicketHistory, when: Moment, from: number): number {
  if ("afterMs" in when) return from + when.afterMs;
  const known = "mark" in when ? marksOf(evaluateTicket(sla, history, { asOf: from })) : edges(sla, from);
  const later = [...new Set(known)].filter((at) => at >= from).sort((a, b) => a - b);
  const at = later[("mark" in when ? when.mark : when.edge) % (later.length || 1)] ?? from;
  return Math.max(from, at + when.offsetMs);
}

/** Every instant that a verdict names, but for the past. */
export function marksOf({ clocks, actions, nextChangeAt }: Evaluation): number[] {
  return [
    ...clocks.flatMap((clock) => [clock.dueAt, clock.dueAtIfResumedNow, clock.atRiskAt, clock.breachedAt, clock.endedAt]),
    ...actions.map(({ fireAt }) => fireAt),
    nextChangeAt,
  ].filter((at) => at !== null); // biome-ignore format: a list of marks
}

function edges(sla: Sla, from: number): number[] {
  const calendar = calendarOf(sla, "office") ?? calendarOf(sla, "night");
  return calendar
    ? [...businessPeriods(calendar, from, from + 4 * DAY)].flatMap((period) => Object.values(period))
    : [];
}

// Definitions

/** The desk's own metrics: one that repeats and pauses, one that reopens as told, one with a state for a stop, one by name. */
export function ownMetrics(reopenAs: ReopenAs): MetricDefinition<string>[] {
  const done: Condition = { fact: "done", is: true };
  const waiting: Condition = { fact: "statusCategory", in: ["pending", "onHold"] };
  return [
    {
      id: "update",
      start: [{ on: "reply", if: { not: done } }],
      stop: [{ on: "reply" }],
      cancel: [{ on: "becomes", condition: done }],
      pause: { while: waiting },
      repeats: "always",
    },
    {
      id: "handling",
      start: [{ on: "created" }],
      stop: [{ on: "becomes", condition: done }],
      pause: { while: waiting },
      repeats: "once",
      reopen: { on: [{ on: "ceases", condition: done }], as: reopenAs },
    },
    {
      id: "assignment",
      start: [{ on: "created" }],
      stop: [{ on: "becomes", condition: { field: "assignee", exists: true } }],
      cancel: [{ on: "becomes", condition: done }],
      repeats: "once",
    },
    {
      id: "call",
      start: [{ on: "control", name: "ring" }],
      stop: [{ on: "control", name: "answer" }],
      repeats: "always",
    },
  ];
}

const METRICS = [
  "firstResponse",
  "nextResponse",
  "resolution",
  "update",
  "handling",
  "assignment",
  "call",
] as const;

/** Tests over the fields and facts that the histories change. */
export const test: fc.Arbitrary<Condition> = fc.constantFrom<Condition>(
  { field: "priority", is: "high" },
  { field: "priority", isNot: "low" },
  { field: "priority", in: ["high", "low"] },
  { field: "priority", notIn: ["high"] },
  { field: "plan", exists: true },
  { field: "plan", startsWith: "go" },
  { field: "assignee", exists: false },
  { field: "promise", glob: "9*" },
  { field: "promise", greater: "2026-03-27T12:00:00Z" },
  { field: "constructor", exists: true },
  { fact: "openedBy", is: "requester" },
  { fact: "reopenedCount", greater: 0 },
  { fact: "done", is: false },
  { fact: "awaitingReplySince", exists: true },
);

export const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    test,
    fc.record({ all: fc.array(tie("tree"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("tree"), { maxLength: 3 }) }),
    fc.record({ not: tie("tree") }),
  ),
})).tree;

const duration = fc.constantFrom<number | string>("1h", "2h", "30m", "3h30m", "PT8H", 1, "24h");
const options = (shape: Shape): fc.Arbitrary<Options> =>
  fc
    .record(
      {
        endOfBudget: fc.constantFrom("closing" as const, "nextOpening" as const),
        calendarSwitch: fc.constantFrom("perInstant" as const, "lastWins" as const, "frozen" as const),
        breach: fc.constantFrom("sticky" as const, "current" as const),
      },
      { requiredKeys: [] },
    )
    .map((chosen) => ({
      ...chosen,
      ...(shape.breach && { breach: shape.breach }),
      ...(shape.endOfBudget && { endOfBudget: shape.endOfBudget }),
    }));

function goal(shape: Shape, calendar: string | undefined): fc.Arbitrary<Goal> {
  const fromField = fc.record(
    { field: fc.constant("promise"), outside: fc.constantFrom("asIs" as const, "nextOpening" as const), otherwise: duration },
    { requiredKeys: ["field"] },
  ); // biome-ignore format: one record
  const amount: fc.Arbitrary<Amount> = shape.durationsOnly
    ? duration
    : fc.oneof(duration, duration, fromField);
  const terms = {
    atRisk: fc.constantFrom<string | number>("25%", "30m", "100%"),
    options: options(shape),
    ...(calendar && {
      basis: shape.businessOnly
        ? fc.constant("business" as const)
        : fc.constantFrom("business" as const, "aroundTheClock" as const),
      calendar: fc.constantFrom(...(shape.calendars ?? Object.keys(CALENDARS))),
    }),
    ...(shape.retargets !== false && { if: condition }),
  };
  const timed = fc.record({ amount, ...terms }, { requiredKeys: ["amount"] });
  if (shape.durationsOnly || !calendar) return timed;
  const days = fc.record(
    { ...terms, amount: fc.constantFrom<Amount>("1d", "2d", "1d2h"), basis: fc.constant("aroundTheClock" as const) },
    { requiredKeys: ["amount", "basis"] },
  ); // biome-ignore format: one record
  return fc.oneof({ weight: 3, arbitrary: timed }, { weight: 1, arbitrary: days });
}

function target(shape: Shape, calendar: string | undefined): fc.Arbitrary<Target> {
  const one = goal(shape, calendar);
  if (shape.retargets === false) return fc.oneof(duration, one);
  const byPriority = fc.record(
    {
      byPriority: fc.dictionary(fc.constantFrom("high", "low"), duration, {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      otherwise: duration,
    },
    { requiredKeys: ["byPriority"] },
  );
  const goals = fc.record({ goals: fc.array(one, { maxLength: 3 }) });
  return fc.oneof<fc.Arbitrary<Target>[]>(duration, one, byPriority, goals);
}

type Rule = Omit<ActionDefinition, "id">;
const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({
    kind: fc.constant("reminder" as const),
    metric: fc.constantFrom(...METRICS),
    fire: fc.oneof(
      fc.record({ before: fc.constantFrom<string | number>("30m", "1h", 0, "9h") }),
      fc.record({ at: fc.constantFrom("0%", "50%", "75%", "100%") }),
    ),
  }),
  fc.record({
    kind: fc.constant("escalation" as const),
    metric: fc.constantFrom(...METRICS),
    fire: fc.oneof(
      fc.record({ after: fc.constantFrom<string | number>(0, 1, "30m", "2h") }),
      fc.record({ at: fc.constantFrom("100%", "150%") }),
    ),
    set: fc.constant({ priority: "high" }),
  }),
);

function policy(shape: Shape): fc.Arbitrary<Omit<PolicyDefinition, "id">> {
  const calendars =
    shape.calendars?.length === 0 ? [undefined] : (shape.calendars ?? [...Object.keys(CALENDARS), undefined]);
  return fc.constantFrom(...calendars).chain((calendar) =>
    fc
      .record({
        condition: shape.retargets === false ? fc.constant(null) : fc.option(condition),
        targets: fc.dictionary(fc.constantFrom(...METRICS), target(shape, calendar), { minKeys: 1, maxKeys: 4 }),
        actions: fc.array(rule, { maxLength: 4 }),
        options: options(shape),
      })
      .map(({ condition, actions, ...rest }) => ({
        ...rest,
        ...(condition && { if: condition }),
        ...(calendar && { calendar }),
        actions: actions as ActionDefinition[],
      })),
  ); // biome-ignore format: one chain
}

/** Definitions in which every policy, metric and action has its own id, and which compile. */
export function definition(shape: Shape = {}): fc.Arbitrary<PlainDefinition> {
  return fc
    .record({
      policies: fc.array(policy(shape), { minLength: 1, maxLength: shape.policies ?? 3 }),
      reopenAs: fc.constantFrom<ReopenAs>(...(shape.reopenAs ?? ["resume", "count", "restart", "ignore"])),
      measure: fc.subarray([...METRICS], { maxLength: 2 }),
      options: options(shape),
    })
    .map(plain)
    .map(({ policies, reopenAs, measure, options }) => ({
      calendars: calendarsIn(policies),
      metrics: ownMetrics(reopenAs),
      policies: policies.map((policy, p) => ({
        ...policy,
        id: `p${p + 1}`,
        actions: (policy.actions ?? []).map((action, a) => ({ ...action, id: `p${p + 1}.a${a + 1}` })),
      })),
      measure,
      options,
    }));
}

/** Without the null prototypes that fast-check tries. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** The office, and what policies name: compiling a calendar is what takes time. */
function calendarsIn(policies: unknown): Record<string, CalendarDefinition> {
  const text = JSON.stringify(policies);
  const named = Object.entries(CALENDARS).filter(
    ([id]) => id === "office" || text.includes(`"calendar":"${id}"`),
  );
  return Object.fromEntries(named);
}
