/*
 * Desks whose rules use everything an action may say, and short histories of them: durations from a small pool, so that
 * marks, pauses, ends and openings meet; some events are known to the desk only later.
 */
import {
  type Action,
  type ActionDefinition,
  type Condition,
  compileSla,
  type Definition,
  type Evaluation,
  evaluateTicket,
  type Fire,
  type HistoryEvent,
  type PolicyDefinition,
  type Sla,
  type Target,
} from "dueclock";
import fc from "fast-check";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Friday 6 March 2026 at 14:00 in UTC. */
export const FRIDAY = Date.UTC(2026, 2, 6, 14);

const { constantFrom: pick, oneof, record, array, tuple } = fc;

/** An event, and how much later than it happened the desk came to know of it. */
export interface Told {
  readonly event: HistoryEvent;
  readonly knownAt: number;
}

export interface Case {
  readonly definition: Definition<string>;
  /** In the order in which the desk came to know of them. */
  readonly told: readonly Told[];
  /** Gaps between polls, in milliseconds. */
  readonly polls: readonly number[];
}

const day = [["09:00", "17:00"]] as const;
const weeklyHours = { mon: day, tue: day, wed: day, thu: day, fri: day };
const CALENDARS: NonNullable<Definition["calendars"]> = {
  office: { timeZone: "UTC", weeklyHours, holidays: ["2026-03-10"] },
  /** On Saturday the desk comes to know that it is closed on Monday. */
  learning: {
    timeZone: "UTC",
    versions: [
      { from: "2020-01-01", weeklyHours },
      { from: "2020-01-01", knownFrom: FRIDAY + 20 * HOUR, weeklyHours, holidays: ["2026-03-09"] },
    ],
  },
};

const short = pick("30m", "1h", "2h");
const some = pick<string | number>("30m", "1h", "2h", "3h", "5h", 1);
const fire = (hasDays: boolean): fc.Arbitrary<Fire> =>
  oneof(
    record({ before: pick<string | number>("30m", "1h", "3h", "20h") }),
    record({ after: pick<string | number>(0, 1, "30m", "1h", "16h") }),
    record({ afterStart: pick<string | number>(0, "30m", "2h", "20h") }),
    record({ at: pick("0%", "50%", "100%", "150%") }),
    ...(hasDays
      ? [
          record({ before: record({ businessDays: pick(1, 2) }) }),
          record({ after: record({ businessDays: pick(1, 2) }) }),
        ]
      : []),
  );
const condition = pick<Condition>(
  { field: "priority", is: "high" },
  { field: "priority", isNot: "high" },
  { fact: "awaitingReplySince", exists: true },
  { fact: "updatedAt", withinLast: "1h" },
  { fact: "statusCategory", isNot: "pending" },
);

type Rule = Omit<ActionDefinition<string>, "id" | "metric">;
const rule = (calendar: string | null): fc.Arbitrary<Rule> =>
  record(
    {
      kind: pick("escalation" as const),
      fire: fire(true),
      basis: pick("clock" as const, "wall" as const),
      if: condition,
      steps: array(record({ after: some }), { minLength: 1, maxLength: 2 }),
      repeat: record({ every: some, times: pick(1, 2) }),
      until: pick("acknowledged" as const),
      quiet: calendar === null ? pick({ calendar: "office" }, { calendar: "learning" }) : pick(true, { calendar: "learning" }),
      late: pick("last" as const, "all" as const, "skip" as const),
    },
    { requiredKeys: ["kind", "fire"] },
  ).map((one) => {
    const { basis, ...rest } = JSON.parse(JSON.stringify(one)) as Rule;
    return basis === undefined || "at" in rest.fire ? rest : { ...rest, basis };
  }); // biome-ignore format: one record

const target = (calendar: string | null): fc.Arbitrary<Target> =>
  oneof(
    { weight: 3, arbitrary: short },
    { weight: 2, arbitrary: record({ byPriority: record({ high: short }), otherwise: pick("2h", "9h") }) as fc.Arbitrary<Target> },
    { weight: 1, arbitrary: pick<Target>({ levels: { a: "1h", b: "2h" } }, { field: "promise", otherwise: "2h" }) },
    ...(calendar === null ? [] : [{ weight: 1, arbitrary: pick<Target>({ businessDays: 1 }, { amount: "1d", basis: "aroundTheClock" }) }]),
  ); // biome-ignore format: one table

const METRICS = ["resolution", "nextResponse", "firstResponse"] as const;
const policy = (id: string): fc.Arbitrary<PolicyDefinition> =>
  pick<string | null>("office", "learning", null).chain((calendar) =>
    record({
      metric: pick(...METRICS),
      target: target(calendar),
      rules: array(rule(calendar), { minLength: 1, maxLength: 2 }),
      options: record(
        {
          retarget: pick("restart" as const, "freeze" as const),
          released: pick("cancel" as const, "keep" as const),
          endOfBudget: pick("nextOpening" as const),
        },
        { requiredKeys: [] },
      ),
    }).map(({ metric, target, rules, options }) => ({
      id,
      ...(calendar && { calendar }),
      targets: { [metric]: target },
      actions: rules.map((one, i) => ({ ...one, id: `${id}.${i}`, metric })),
      options: { ...options },
    })),
  );

export const definitions: fc.Arbitrary<Definition<string>> = record({
  gold: policy("gold"),
  rest: policy("rest"),
  then: policy("rest"),
  selection: pick("firstMatch" as const, "firstMatch" as const, "strictest" as const, "allMatching" as const),
  versionMode: pick(null, null, "live" as const, "inForceAtEachInstant" as const, "nextUpdate" as const),
  from: pick(FRIDAY + 1, FRIDAY + HOUR, FRIDAY + 2 * HOUR, FRIDAY + 20 * HOUR),
}).map(({ gold, rest, then, selection, versionMode, from }) => {
  const policies = (last: PolicyDefinition) => [{ ...gold, if: { field: "plan", is: "gold" } }, last];
  return {
    calendars: CALENDARS,
    policies: policies(rest),
    ...(versionMode && { versions: [{ id: "v2", from, policies: policies(then) }] }),
    options: { selection, ...(versionMode && { versionMode }) },
  };
});

const body = pick<Readonly<Record<string, unknown>>>(
  { type: "message", by: "requester" },
  { type: "message", by: "requester" },
  { type: "message", by: "agent" },
  { type: "changed", set: { status: "pending" } },
  { type: "changed", set: { status: "pending" } },
  { type: "changed", set: { status: "open" } },
  { type: "changed", set: { status: "open" } },
  { type: "changed", set: { status: "solved" } },
  { type: "changed", set: { priority: "high" } },
  { type: "changed", set: { priority: "low" } },
  { type: "changed", set: { plan: "gold" } },
  { type: "changed", set: { plan: null } },
  { type: "changed", set: { promise: new Date(FRIDAY + 3 * HOUR).toISOString() } },
  { type: "acknowledged" },
  { type: "due.overridden", metric: "resolution", dueAt: FRIDAY + 4 * HOUR },
  { type: "held" },
  { type: "resumed" },
);
const gap = oneof(
  { weight: 4, arbitrary: pick(0, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR) },
  { weight: 1, arbitrary: pick(1, 30 * MINUTE - 1, HOUR + 1, 16 * HOUR, 67 * HOUR) },
);
const lateness = (isLate: boolean) =>
  isLate ? pick(0, 0, 1, 30 * MINUTE, HOUR, 4 * HOUR, 70 * HOUR) : fc.constant(0);

/** `isLate`: whether the desk comes to know of some events only later. */
export function cases(isLate: boolean): fc.Arbitrary<Case> {
  return record({
    definition: definitions,
    opening: pick({}, { by: "agent" }, { set: { plan: "gold" } }, { set: { status: "pending" } }),
    moves: array(tuple(gap, body, lateness(isLate)), { maxLength: 6 }),
    polls: array(gap, { minLength: 4, maxLength: 12 }),
  }).map(({ definition, opening, moves, polls }) => {
    let at = FRIDAY;
    const told: Told[] = [
      { event: { id: "e0", at, type: "created", ...opening } as HistoryEvent, knownAt: at },
    ];
    for (const [i, [wait, what, lateBy]] of moves.entries()) {
      at += wait;
      told.push({ event: { id: `e${i + 1}`, at, ...what } as HistoryEvent, knownAt: at + lateBy });
    }
    return { definition, told: told.sort((a, b) => a.knownAt - b.knownAt), polls };
  });
}

/**
 * Cases in which an agent opens the ticket, a request starts the clock of the first response, and the desk comes to know
 * of earlier requests: the clock is the same one, started by another event.
 */
export const renamings: fc.Arbitrary<Case> = record({
  policy: policy("rest"),
  requests: array(
    tuple(pick(0, 30 * MINUTE, HOUR, 2 * HOUR, 16 * HOUR), pick(0, 30 * MINUTE, 5 * HOUR, 70 * HOUR)),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  repliedAfter: pick(30 * MINUTE, 3 * HOUR, 40 * HOUR, 190 * HOUR),
  polls: array(gap, { minLength: 4, maxLength: 12 }),
}).map(({ policy, requests, repliedAfter, polls }) => {
  const [targets] = Object.values(policy.targets);
  const actions = (policy.actions ?? []).map((rule) => ({ ...rule, metric: "firstResponse" }));
  const opened: HistoryEvent = { id: "e0", at: FRIDAY, type: "created", by: "agent" };
  const told: Told[] = [{ event: opened, knownAt: FRIDAY }];
  let at = FRIDAY + 20 * HOUR;
  for (const [i, [earlierBy, lateBy]] of requests.entries()) {
    const knownAt = Math.max(FRIDAY + 20 * HOUR, told[i].knownAt) + lateBy;
    at = Math.max(FRIDAY, at - earlierBy);
    told.push({ event: { id: `e${i + 1}`, at, type: "message", by: "requester" }, knownAt });
  }
  const repliedAt = FRIDAY + 20 * HOUR + repliedAfter;
  told.push({ event: { id: "reply", at: repliedAt, type: "message", by: "agent" }, knownAt: repliedAt });
  told.sort((a, b) => a.knownAt - b.knownAt);
  const definition = {
    calendars: CALENDARS,
    policies: [{ ...policy, targets: { firstResponse: targets }, actions }],
  };
  return { definition: definition as Definition<string>, told, polls: [20 * HOUR, ...polls] };
});

const compiled = new Map<string, Sla>();
/** Laws with the same seed ask about the same definitions, and compiling them is what takes time. */
export function slaOf(definition: Definition<string>): Sla {
  const key = JSON.stringify(definition);
  const known = compiled.get(key) ?? compileSla<string>(definition);
  if (compiled.size < 1_000) compiled.set(key, known);
  return known;
}

/** A host: what it knows, and what it has performed. */
export class Host {
  readonly sla: Sla;
  readonly events: HistoryEvent[] = [];
  /** When each id was performed, each time. */
  readonly performed = new Map<string, number[]>();
  readonly #told: readonly Told[];
  #known = 0;

  constructor({ definition, told }: Case) {
    this.sla = slaOf(definition);
    this.#told = told;
  }

  /** Takes in what is told by then, performs what is due, and says what it sees after that. */
  wake(asOf: number): Evaluation {
    for (; this.#known < this.#told.length && this.#told[this.#known].knownAt <= asOf; this.#known++)
      this.events.push(this.#told[this.#known].event);
    const verdict = this.ask(asOf);
    const due = verdict.actions.filter(({ status }) => status === "due");
    for (const { id } of due) {
      this.performed.set(id, [...(this.performed.get(id) ?? []), asOf]);
      this.events.push({ id: `d${this.events.length}`, at: asOf, type: "action.delivered", action: id });
    }
    return due.length === 0 ? verdict : this.ask(asOf);
  }

  ask(asOf: number): Evaluation {
    return evaluateTicket(this.sla, { ticket: "T/1", events: this.events }, { asOf });
  }

  /** When the desk learns of something next after an instant; null for nothing more. */
  toldAfter(asOf: number): number | null {
    return this.#told.find(({ knownAt }) => knownAt > asOf)?.knownAt ?? null;
  }
}

/** What a host acts on. */
export const discrete = ({ clocks, actions, policies }: Evaluation) => ({
  policies: policies.map(({ id, version }) => [id, version]),
  clocks: clocks.map((one) => [one.id, one.state, one.dueAt, one.breachedAt, one.atRiskAt]),
  actions: actions.map(({ id, status, fireAt }: Action) => [id, status, fireAt]),
});
