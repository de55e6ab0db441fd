import type {
  Action,
  Definition,
  Evaluation,
  HistoryEvent,
  PolicyDefinition,
  Sla,
  Snapshot,
  TicketHistory,
} from "dueclock";
import { compileSla, evaluateTicket, resume, takeSnapshot, withoutEnded } from "dueclock";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "../../src/testing/arbitraries/cases.ts";
import { cases as actionCases, type Case, FRIDAY, HOUR, Host, renamings } from "./actionCases.ts";
import { scenario, slaOf } from "./histories.ts";

/** Cases in the test run, always the same ones; `DUECLOCK_SNAPSHOTS` sets another number, of other ones each time. */
const SEED = 20_261_126;
const RUNS = Number(process.env.DUECLOCK_SNAPSHOTS ?? 50);

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value));

interface Tally {
  asked: number;
  readonly refused: Map<string, number>;
  ended: number;
}

const tally = (): Tally => ({ asked: 0, refused: new Map(), ended: 0 });

/** What a whole evaluation says, and a snapshot with the events after it: the same, or that it cannot be told. */
function expectSame(sla: Sla, snapshot: Snapshot, rest: HistoryEvent[], whole: Evaluation, tally: Tally) {
  const { asOf } = whole;
  const kept = json(snapshot);
  const resumed = resume(sla, kept, rest, { asOf });
  expect(kept).toEqual(snapshot);
  // The object itself says the same, whatever it was gone on from with before, and so does the snapshot after it
  resume(sla, snapshot, others(asOf), { asOf });
  const remembered = resume(sla, snapshot, rest, { asOf });
  expect(JSON.stringify(remembered)).toBe(JSON.stringify(resumed));
  expect(snapshot).toEqual(kept);
  tally.asked++;
  if (resumed.refused) {
    const { code } = resumed.refused;
    tally.refused.set(code, (tally.refused.get(code) ?? 0) + 1);
    return null;
  }
  const reduced = withoutEnded(sla, whole, snapshot);
  expect(json(resumed.evaluation)).toEqual(json(reduced.evaluation));
  expect(json(resumed.ended)).toEqual(json(reduced.ended));
  tally.ended += resumed.ended.reduce((sum, { count }) => sum + count, 0);
  return remembered.refused ? null : remembered.snapshot;
}

/** Events that change whatever may change. */
const others = (at: number): HistoryEvent[] => [
  {
    id: "other1",
    at,
    type: "message",
    by: "agent",
    set: { status: "solved", priority: "low", teams: ["z"] },
  },
  {
    id: "other2",
    at,
    type: "message",
    by: "requester",
    set: { status: "open", assignee: "z", plan: "gold" },
  },
  { id: "other3", at, type: "due.overridden", metric: "resolution", dueAt: at + HOUR },
  { id: "other4", at, type: "policy.assigned", policy: "p1" },
  { id: "other5", at, type: "exempted", reason: "other" },
  { id: "other6", at, type: "held" },
  { id: "other7", at, type: "acknowledged" },
  { id: "other8", at, type: "deleted", set: { status: "nobody knows it" } },
];

/** Each cut of a history, and all of its events one by one. */
function cutEverywhere(sla: Sla, { ticket, events }: TicketHistory, asOf: number, tally: Tally): void {
  // An id that comes again is the host's to keep out (docs/guides/snapshots.md)
  const ids = new Set<string>();
  const known = events.filter(({ id, at }) => at <= asOf && ids.size < ids.add(id).size);
  const verdict = (list: readonly HistoryEvent[], at: number) =>
    evaluateTicket(sla, { ticket, events: list }, { asOf: at });
  const whole = verdict(known, asOf);
  const ats = known.map(({ at }) => at);
  for (let cut = 0; cut <= known.length; cut++) {
    const last = Math.max(...ats.slice(0, cut), ...(cut === 0 ? [Math.min(asOf, ...ats)] : []));
    const late = Math.min(asOf, ...ats.slice(cut));
    for (const at of new Set([last, Math.max(last, late)])) {
      const snapshot = takeSnapshot(sla, { ticket, events: known.slice(0, cut) }, { asOf: at });
      expectSame(sla, snapshot, known.slice(cut), whole, tally);
    }
  }
  let snapshot: Snapshot | null = takeSnapshot(sla, { ticket, events: [] }, { asOf: Math.min(asOf, ...ats) });
  for (const [i, event] of known.entries()) {
    if (!snapshot) break;
    const upTo = verdict(known.slice(0, i + 1), Math.max(snapshot.asOf, event.at));
    snapshot = expectSame(sla, snapshot, [event], upTo, tally);
  }
  if (snapshot) expectSame(sla, snapshot, [], whole, tally);
}

/** How many of those asked may be refused, of each code. */
function expectFew({ asked, refused, ended }: Tally, codes: Readonly<Record<string, number>>): void {
  const shares = [...refused].map(([code, count]) => [code, count / asked] as const);
  for (const [code, share] of shares) expect([code, share <= (codes[code] ?? 0)]).toEqual([code, true]);
  expect(ended).toBeGreaterThan(0);
}

/** The definition with hours of the office that the desk came to know late, and a rule or two under conditions. */
function enriched(definition: Definition<string>, origin: number, kind: number): Definition<string> {
  const calendars =
    kind % 2 === 0 ? definition.calendars : knownLate(definition.calendars ?? {}, origin + kind * 3_600_000);
  let rules = 0;
  const withRules = <P extends PolicyDefinition>(policies: readonly P[]): P[] =>
    policies.map((policy) => {
      const metric = Object.keys(policy.targets)[0];
      const more = kind % 3 === 0 ? { if: { field: "priority", is: "high" } as const } : {};
      const fire = kind % 5 === 0 ? { before: "30m" } : { after: "30m" };
      const action = {
        kind: "reminder",
        id: `rule${rules++}`,
        metric,
        fire,
        notify: ["assignee"],
        ...more,
      } as const;
      return metric === undefined ? policy : { ...policy, actions: [action] };
    });
  const holding = <H extends Pick<Definition<string>, "policies" | "policySets">>(holder: H): H => ({
    ...holder,
    ...(holder.policies && { policies: withRules(holder.policies) }),
    ...(holder.policySets && {
      policySets: holder.policySets.map((set) => ({ ...set, policies: withRules(set.policies) })),
    }),
  });
  const { versions } = definition;
  return {
    ...holding(definition),
    ...(calendars && { calendars }),
    ...(versions && { versions: versions.map(holding) }),
  };
}

function knownLate(
  calendars: NonNullable<Definition<string>["calendars"]>,
  knownFrom: number,
): NonNullable<Definition<string>["calendars"]> {
  const { office } = calendars;
  if (!office || !("weeklyHours" in office)) return calendars;
  const day = [["10:00", "15:00"]] as const;
  const weeklyHours = { mon: day, tue: day, wed: day, thu: day };
  return { ...calendars, office: { ...office, versions: [{ from: "2026-03-02", knownFrom, weeklyHours }] } };
}

const given = process.env.DUECLOCK_SNAPSHOTS ? { numRuns: RUNS } : { numRuns: RUNS, seed: SEED };

describe("snapshots", () => {
  it(`S1: say of ${RUNS} tickets what their whole histories say, wherever they are cut`, () => {
    const told = tally();
    const holds = fc.property(cases, ({ definition, history, asOf }) =>
      cutEverywhere(compileSla(definition), history, asOf, told),
    );
    fc.assert(holds, given);
    expectFew(told, { "snapshot.older_event": 0.02 });
  });

  it(`S1: say so with rules of their own and calendars known late, of ${RUNS} tickets`, () => {
    const told = tally();
    const holds = fc.property(cases, fc.nat(29), ({ definition, history, asOf }, kind) => {
      const sla = compileSla(enriched(definition, history.events[0].at, kind));
      cutEverywhere(sla, performed(sla, history, asOf), asOf, told);
    });
    fc.assert(holds, given);
    expectFew(told, {
      "snapshot.older_event": 0.02,
      "snapshot.ended_clock": 0.02,
      "snapshot.past_condition": 0.02,
    });
  });

  it(`S1: say so where actions are performed, of ${RUNS} tickets`, () => {
    const told = tally();
    const holds = fc.property(scenario({}), ({ definition, history, asOfs }) => {
      const sla = slaOf(definition);
      for (const asOf of asOfs.slice(-2)) cutEverywhere(sla, performed(sla, history, asOf), asOf, told);
    });
    fc.assert(holds, given);
    expectFew(told, { "snapshot.ended_clock": 0.01, "snapshot.past_condition": 0.01 });
  });

  it(`S1: say so of ${RUNS} tickets whose actions a host performs, acknowledges and brings changes about by`, () => {
    const told = tally();
    const all = fc.oneof(actionCases(false), actionCases(true), renamings);
    const holds = fc.property(all, fc.array(fc.nat(999), { maxLength: 4 }), (one, said) => {
      const { sla, events, asOf } = hosted(one, said);
      cutEverywhere(sla, { ticket: "T/1", events }, asOf, told);
    });
    fc.assert(holds, given);
    expectFew(told, { "snapshot.ended_clock": 0.1, "snapshot.past_condition": 0.02 });
  });
});

/** What a host that polls has come to know and performed, in order of time, and what else was said of its actions. */
function hosted(one: Case, said: readonly number[]): { sla: Sla; events: HistoryEvent[]; asOf: number } {
  const host = new Host(one);
  let asOf = FRIDAY;
  for (const gap of one.polls) {
    asOf += gap;
    host.wake(asOf);
  }
  asOf += 20 * HOUR;
  const events = [...host.events];
  const { actions } = host.wake(asOf);
  for (const [i, number] of said.entries()) {
    const action = actions[number % Math.max(1, actions.length)];
    if (!action) break;
    const clock = `e${number % 8}`; // or one that there is not
    const id = number % 3 === 0 ? action.id.replace(/\/e\d+\//, `/${clock}/`) : action.id;
    const at = Math.min(asOf, (action.fireAt ?? FRIDAY + HOUR) + (number % 5 === 0 ? HOUR : 0));
    const body = [
      { type: "acknowledged", action: id },
      { type: "action.delivered", action: id },
      { type: "changed", cause: id, set: { priority: number % 2 === 0 ? "high" : "low" } },
    ][(number % 7) % 3];
    events.push({ id: `s${i}`, at, ...body } as HistoryEvent);
  }
  return { sla: host.sla, events: events.sort((a, b) => a.at - b.at), asOf };
}

/** The history with the first of its due actions performed as they fall due. */
function performed(sla: Sla, { ticket, events }: TicketHistory, asOf: number): TicketHistory {
  const list = [...events].sort((a, b) => a.at - b.at);
  for (let i = 0; i < 3; i++) {
    const { actions } = evaluateTicket(sla, { ticket, events: list }, { asOf });
    const due = actions.find(({ status }: Action) => status === "due" || status === "lapsed");
    if (!due) break;
    const at = Math.max(due.fireAt ?? asOf, ...(i % 2 === 0 ? [] : list.map((event) => event.at)));
    if (at > asOf) break;
    list.push({ id: `done${i}`, at, type: "action.delivered", action: due.id });
    list.sort((a, b) => a.at - b.at);
  }
  return { ticket, events: list };
}
