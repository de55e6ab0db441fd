import { type Evaluation, evaluateTicket, type HistoryEvent } from "dueclock";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Case, cases, discrete, FRIDAY, HOUR, Host, MINUTE, renamings } from "./actionCases.ts";

/** Always the same cases; `DUECLOCK_ACTIONS=2500` tries so many others. */
const SAME = { numRuns: 70, seed: 20_261_125 };
const RUNS = process.env.DUECLOCK_ACTIONS ? { numRuns: Number(process.env.DUECLOCK_ACTIONS) } : SAME;
const END = FRIDAY + 200 * HOUR;

function law(title: string, isLate: boolean, check: (one: Case) => void): void {
  it(title, () => fc.assert(fc.property(cases(isLate), check), RUNS));
}

/** The instants of the polls, and one long after. */
const pollsOf = ({ polls }: Case): number[] => {
  let at = FRIDAY;
  const instants = polls.map((gap) => (at += gap));
  return [...instants, Math.max(at, END)];
};

const statuses = ({ actions }: Evaluation) => actions.map(({ id, status }) => `${id} ${status}`);

/** Wakes at every event and at every nextChangeAt, and at nothing else. */
function driven(one: Case, seen: (verdict: Evaluation) => void = () => {}): Host {
  const host = new Host(one);
  for (let asOf: number | null = FRIDAY, wakes = 0; asOf !== null && asOf <= END; wakes++) {
    if (wakes > 1_000) throw new Error("it never ends");
    const verdict = host.wake(asOf);
    seen(verdict);
    const { nextChangeAt } = verdict;
    const told = host.toldAfter(asOf);
    asOf = nextChangeAt === null || (told !== null && told < nextChangeAt) ? told : nextChangeAt;
  }
  return host;
}

describe("actions (semantics A2 to A6)", () => {
  law("A1: ids are unique, with everything delivered or nothing", true, (one) => {
    const host = new Host(one);
    for (const asOf of pollsOf(one)) {
      const before = host.ask(asOf).actions.map(({ id }) => id);
      const after = host.wake(asOf).actions.map(({ id }) => id);
      expect(new Set(before).size).toBe(before.length);
      expect(new Set(after).size).toBe(after.length);
    }
  });

  law("A2: what has fired never moves, whatever comes after it", false, (one) => {
    const events = one.told.map(({ event }) => event);
    const { sla } = new Host(one);
    const fired = new Map<string, number | null>();
    for (const asOf of [...new Set([...events.map(({ at }) => at), ...pollsOf(one)])].sort((a, b) => a - b)) {
      const { actions } = evaluateTicket(sla, { ticket: "t", events }, { asOf });
      for (const { id, fireAt, status } of actions) {
        if (fired.has(id))
          expect([id, status === "due" || status === "lapsed", fireAt]).toEqual([id, true, fired.get(id)]);
        else if (status === "due") fired.set(id, fireAt);
        if (status === "due" || status === "lapsed" || status === "unmet")
          expect(fireAt).toBeLessThanOrEqual(asOf);
        if (status === "scheduled" && fireAt !== null) expect(fireAt).toBeGreaterThan(asOf);
      }
      for (const [id] of fired) expect(actions.map((action) => action.id)).toContain(id);
    }
  });

  law(
    "A3: polling in any windows performs each action once, and leaves none due or retracted",
    false,
    (one) => {
      const host = new Host(one);
      for (const asOf of pollsOf(one)) {
        const verdict = host.wake(asOf);
        expect(verdict.actions.filter(({ status }) => status === "due" || status === "retracted")).toEqual(
          [],
        );
        expect(verdict.warnings.filter(({ code }) => code === "history.unknown_action")).toEqual([]);
      }
      for (const [id, times] of host.performed) expect([id, times.length]).toEqual([id, 1]);
      const delivered = host
        .ask(Math.max(...pollsOf(one)))
        .actions.filter(({ status }) => status === "delivered");
      expect(new Set(delivered.map(({ id }) => id))).toEqual(new Set(host.performed.keys()));
      for (const { id, deliveredAt } of delivered) expect([deliveredAt]).toEqual(host.performed.get(id));
    },
  );

  law("A4: what was performed is never due again, though events arrive late", true, (one) => {
    const host = new Host(one);
    for (const asOf of pollsOf(one)) {
      const verdict = host.wake(asOf);
      for (const id of host.performed.keys()) {
        const action = verdict.actions.find((candidate) => candidate.id === id);
        // of another name for its clock there may be no such id any more
        if (action) expect([id, action.status]).not.toEqual([id, "due"]);
      }
      expect(verdict.actions.filter(({ status }) => status === "due")).toEqual([]);
      const known = verdict.actions.filter(({ deliveredAt }) => deliveredAt !== null);
      expect(known).toHaveLength(host.performed.size);
    }
    for (const [id, times] of host.performed) expect([id, times.length]).toEqual([id, 1]);
  });

  law(
    "A5: woken only at events and at nextChangeAt, each action is performed at its very instant",
    false,
    (one) => {
      const host = driven(one);
      for (const { id, status, fireAt } of host.ask(END).actions) {
        expect([id, status]).not.toEqual([id, "lapsed"]);
        if (status === "delivered") expect([id, host.performed.get(id)]).toEqual([id, [fireAt]]);
      }
      // Who wakes every ten minutes misses but what lapsed within them
      const poller = new Host(one);
      for (let at = FRIDAY; at <= FRIDAY + 30 * HOUR; at += 10 * MINUTE) poller.wake(at);
      for (let at = FRIDAY + 31 * HOUR; at <= END; at += 5 * HOUR) poller.wake(at);
      const seen = new Map(poller.ask(END).actions.map(({ id, status }) => [id, status]));
      for (const { id, status } of host.ask(END).actions)
        expect([id, seen.get(id) === "lapsed" ? "delivered" : seen.get(id)]).toEqual([id, status]);
    },
  );

  law("A6: before nextChangeAt nothing discrete changes, at it something does", false, (one) => {
    driven(one, (verdict) => {
      const { asOf, nextChangeAt } = verdict;
      const told = one.told.map(({ event }) => event.at).find((at) => at > asOf) ?? END;
      const events = one.told.map(({ event }) => event).filter(({ at }) => at <= asOf);
      const { sla } = new Host(one);
      const at = (when: number) => discrete(evaluateTicket(sla, { ticket: "T/1", events }, { asOf: when }));
      const now = at(asOf);
      const until = nextChangeAt ?? END;
      const plain = evaluateTicket(sla, { ticket: "T/1", events }, { asOf }).nextChangeAt;
      expect(evaluateTicket(sla, { ticket: "T/1", events }, { asOf, detail: "lean" }).nextChangeAt).toBe(
        plain,
      );
      for (const when of [asOf + 1, until - 1, Math.floor((asOf + until) / 2), told])
        if (when > asOf && (plain === null || when < plain)) expect(at(when)).toEqual(now);
      if (plain !== null) expect(at(plain)).not.toEqual(now);
    });
  });

  law("A7: with deliveries and late events, nextChangeAt is sound too", true, (one) => {
    const host = new Host(one);
    for (const asOf of pollsOf(one)) {
      const verdict = host.wake(asOf);
      const next = verdict.nextChangeAt ?? asOf + 100 * HOUR;
      for (const when of [asOf + 1, next - 1, Math.floor((asOf + next) / 2)])
        if (when > asOf && when < next) expect(discrete(host.ask(when))).toEqual(discrete(verdict));
    }
  });

  law("A8: events after asOf, deliveries among them, change nothing", true, (one) => {
    const host = new Host(one);
    for (const asOf of pollsOf(one)) host.wake(asOf);
    const { events, sla } = host;
    for (const asOf of pollsOf(one)) {
      const upTo = events.filter(({ at }: HistoryEvent) => at <= asOf);
      const known = evaluateTicket(sla, { ticket: "T/1", events: upTo }, { asOf });
      expect(statuses(host.ask(asOf))).toEqual(statuses(known));
      expect(host.ask(asOf).nextChangeAt).toBe(known.nextChangeAt);
    }
  });

  law(
    "A9: the order in which the history lists events of different instants changes nothing",
    true,
    (one) => {
      const host = new Host(one);
      for (const asOf of pollsOf(one)) host.wake(asOf);
      const sorted = host.events
        .map((event, i) => ({ event, i }))
        .sort((a, b) => a.event.at - b.event.at || a.i - b.i)
        .map(({ event }) => event);
      for (const asOf of pollsOf(one))
        expect(evaluateTicket(host.sla, { ticket: "T/1", events: sorted }, { asOf }).actions).toEqual(
          host.ask(asOf).actions,
        );
    },
  );

  it("A10: a clock that earlier requests, known later, turn out to have started has each step performed once", () => {
    const holds = fc.property(renamings, (one) => {
      const host = new Host(one);
      for (const asOf of pollsOf(one)) {
        host.wake(asOf);
        const steps = [...host.performed].flatMap(([id, times]) =>
          times.map(() => id.replace(/\/e\d\//, "/")),
        );
        expect(steps).toEqual([...new Set(steps)]);
      }
    });
    fc.assert(holds, RUNS);
  });
});
