import type { Condition, Evaluation, HistoryEvent, Reading, Sla, TicketHistory } from "dueclock";
import { businessPeriods, calendarOf, compileSla, evaluateTicket, parseDefinition } from "dueclock";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  CALENDARS,
  condition,
  MORNING,
  marksOf,
  type Scenario,
  type Shape,
  scenario,
  slaOf,
} from "./histories.ts";

/** `DUECLOCK_RUNS=100000 npx vitest …` for a long run; the default keeps this file under twenty seconds. */
const RUNS = Number(process.env.DUECLOCK_RUNS ?? 100);
const DAY = 86_400_000;

interface Case extends Scenario {
  readonly sla: Sla;
  /** The verdict at an instant, on this history or another. */
  at(asOf: number, history?: TicketHistory): Evaluation;
}

function law(title: string, check: (one: Case) => void, shape: Shape = {}): void {
  it(title, () => {
    const holds = fc.property(scenario(shape), (given) => check(caseOf(given)));
    fc.assert(holds, { numRuns: RUNS });
  });
}

function caseOf(given: Scenario): Case {
  const sla = slaOf(given.definition);
  return { ...given, sla, at: (asOf, history = given.history) => evaluateTicket(sla, history, { asOf }) };
}

function withoutWarnings(verdict: Evaluation): Omit<Evaluation, "warnings"> {
  const { warnings: _, ...rest } = verdict;
  return rest;
}

function expectSame(one: Evaluation, other: Evaluation): void {
  expect(withoutWarnings(other)).toStrictEqual(withoutWarnings(one));
}

function upTo({ ticket, events }: TicketHistory, asOf: number): TicketHistory {
  return { ticket, events: events.filter(({ at }) => at <= asOf) };
}

function clockIn(verdict: Evaluation, id: string): Reading | undefined {
  return verdict.clocks.find((clock) => clock.id === id);
}

/** Where things may change: the instants asked about, of the events, and named by the verdict at the last of them. */
function instantsOf({ history, asOfs, at }: Case): number[] {
  const end = Math.max(...asOfs, ...history.events.map((event) => event.at));
  const all = [...asOfs, ...history.events.map((event) => event.at), ...marksOf(at(end)), end + 30 * DAY];
  return [...new Set(all)].sort((a, b) => a - b);
}

describe("histories", () => {
  law("H1: events after asOf change nothing (semantics H2)", ({ asOfs, history, at }) => {
    for (const asOf of asOfs) expectSame(at(asOf, upTo(history, asOf)), at(asOf));
  });

  it("H2: the order in which events of different instants are listed changes nothing (semantics H2)", () => {
    const shuffled = scenario().chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray([...given.history.events.keys()], { minLength: given.history.events.length }),
      ),
    );
    const holds = fc.property(shuffled, ([given, order]) => {
      const { asOfs, history, at } = caseOf(given);
      const events = tiesInOrder(history.events, order);
      for (const asOf of asOfs) expectSame(at(asOf), at(asOf, { ...history, events }));
    });
    fc.assert(holds, { numRuns: RUNS });
  });

  it("H3: with seq, the order of listing changes nothing at all (semantics H2)", () => {
    const shuffled = scenario().chain((given) => {
      const events = given.history.events.map((event, seq) => ({ ...event, seq }));
      return fc.tuple(
        fc.constant({ ...given, history: { ticket: "t", events } }),
        fc.shuffledSubarray(events, { minLength: events.length }),
      );
    });
    const holds = fc.property(shuffled, ([given, events]) => {
      const { asOfs, at } = caseOf(given);
      for (const asOf of asOfs) expectSame(at(asOf), at(asOf, { ticket: "t", events }));
    });
    fc.assert(holds, { numRuns: RUNS });
  });

  law(
    "H4: an event listed again, even with other content, counts once (semantics H2)",
    ({ asOfs, history, at }) => {
      const again = history.events.map((event) => ({ ...event }));
      const conflicting = history.events.map(
        ({ id, at }) => ({ id, at, type: "changed", set: { status: "closed" } }) as const,
      );
      for (const asOf of asOfs) {
        expectSame(at(asOf), at(asOf, { ...history, events: [...history.events, ...again] }));
        expectSame(at(asOf), at(asOf, { ...history, events: [...history.events, ...conflicting] }));
      }
    },
  );

  law(
    "H5: unknown types, fields and members that nobody reads change nothing (semantics H2)",
    ({ asOfs, history, at }) => {
      const events = history.events.flatMap((event, i) => [
        { ...event, colour: "red", set: { ...event.set, subject: `s${i}`, "priority.was": "x" } },
        { id: `x${i}`, at: event.at, type: "rated", stars: 5 },
        { id: `y${i}`, at: event.at, type: "changed", set: { subject: "other" } },
      ]) as HistoryEvent[];
      for (const asOf of asOfs) expectSame(at(asOf), at(asOf, { ...history, events }));
    },
  );
});

describe("clocks", () => {
  law(
    "C1: elapsed and remaining make up the target, for amounts of duration (semantics K9)",
    ({ asOfs, at }) => {
      for (const asOf of asOfs)
        for (const { targetMs, elapsedMs, remainingMs } of at(asOf).clocks) {
          expect(remainingMs === null).toBe(targetMs === null);
          if (targetMs !== null) expect(elapsedMs + remainingMs!).toBe(targetMs);
        }
    },
    { durationsOnly: true },
  );

  law(
    "C2: by the wall clock too; where pauses move no due time, the target is the time up to it",
    ({ asOfs, at }) => {
      for (const asOf of asOfs)
        for (const { wall, startedAt, endedAt, dueAt } of at(asOf).clocks) {
          const until = endedAt ?? asOf;
          expect(wall.elapsedMs + wall.pausedMs).toBe(until - startedAt);
          if (wall.targetMs === null || wall.remainingMs === null) continue;
          const isMoved = wall.elapsedMs + wall.remainingMs === wall.targetMs;
          const isFixed =
            dueAt !== null && wall.targetMs === dueAt - startedAt && wall.remainingMs === dueAt - until;
          expect(isMoved || isFixed).toBe(true);
        }
    },
  );

  law("C3: no time is negative", ({ asOfs, at }) => {
    for (const asOf of asOfs)
      for (const { elapsedMs, pausedMs, wall } of at(asOf).clocks) {
        expect(Math.min(elapsedMs, pausedMs, wall.elapsedMs, wall.pausedMs)).toBeGreaterThanOrEqual(0);
      }
  });

  law("C4: with no new event elapsed grows, and no faster than time", ({ asOfs, history, at }) => {
    for (const [i, later] of asOfs.entries()) {
      if (i === 0) continue;
      const earlier = asOfs[i - 1];
      const known = upTo(history, earlier);
      const before = at(earlier, known);
      for (const clock of at(later, known).clocks) {
        const grown = clock.elapsedMs - clockIn(before, clock.id)!.elapsedMs;
        expect(grown).toBeGreaterThanOrEqual(0);
        expect(grown).toBeLessThanOrEqual(later - earlier);
      }
    }
  });

  law("C5: a metric has one live clock at most, and its clocks follow one another", ({ asOfs, at }) => {
    for (const asOf of asOfs) {
      const last = new Map<string, Reading>();
      for (const clock of at(asOf).clocks) {
        const before = last.get(clock.metric);
        expect(clock.instance).toBe((before?.instance ?? 0) + 1);
        if (before) expect(before.endedAt).not.toBeNull();
        if (before) expect(clock.startedAt).toBeGreaterThanOrEqual(before.endedAt!);
        last.set(clock.metric, clock);
      }
    }
  });

  law("C6: its stretches make up a clock's life without gaps (semantics K11)", ({ asOfs, at }) => {
    for (const asOf of asOfs)
      for (const { stretches, startedAt, endedAt } of at(asOf).clocks) {
        let from = startedAt;
        for (const [i, stretch] of stretches.entries()) {
          expect(stretch.from).toBe(from);
          if (stretch.to === null) expect([i, endedAt]).toEqual([stretches.length - 1, null]);
          else expect(stretch.to).toBeGreaterThan(from);
          from = stretch.to ?? from;
        }
        if (endedAt !== null) expect(from).toBe(endedAt);
      }
  });

  law("C7: nothing built in runs on a ticket that is done (metrics.md)", ({ asOfs, at }) => {
    for (const asOf of asOfs) {
      const { category, clocks } = at(asOf);
      if (category !== "solved" && category !== "closed") continue;
      for (const clock of clocks)
        if (["firstResponse", "nextResponse", "resolution"].includes(clock.metric))
          expect(clock.endedAt).not.toBeNull();
    }
  });

  law(
    "C8: a pause without length changes nothing (semantics K6)",
    (one) => {
      const { history, at } = one;
      for (const instant of instantsOf(one)) {
        const events = pausedAt(history, instant, instant);
        if (!events) continue;
        for (const asOf of instantsOf(one).filter((asOf) => asOf >= instant)) {
          const read = ({ clocks }: Evaluation) =>
            clocks.map(({ stretches: _, recordedAt: __, ...rest }) => rest);
          expect(read(at(asOf, { ...history, events }))).toStrictEqual(read(at(asOf)));
        }
      }
    },
    { policies: 2 },
  );

  law(
    "C9: a pause outside business hours moves no due time once it has ended (semantics K6)",
    (one) => {
      const { history, at, sla } = one;
      const open = businessPeriods(calendarOf(sla, "office")!, MORNING - DAY, MORNING + 6 * DAY);
      for (const [i, { to: closing }] of open.slice(0, -1).entries()) {
        const opening = open[i + 1].from;
        const events = pausedAt(history, closing, opening);
        if (!events) continue;
        const due = (asOf: number, events: readonly HistoryEvent[]) =>
          at(asOf, { ticket: "t", events }).clocks.map(({ id, dueAt, dueAtIfResumedNow }) => ({
            id,
            dueAt,
            dueAtIfResumedNow,
          }));
        for (const asOf of [opening, opening + 1, ...one.asOfs.filter((asOf) => asOf > opening)])
          expect(due(asOf, events)).toStrictEqual(due(asOf, history.events));
      }
    },
    { calendars: ["office"], durationsOnly: true, policies: 2, businessOnly: true },
  );
});

describe("breaches", () => {
  const sticky = { breach: "sticky" } as const;

  law(
    "B1: a breach stays, at the same instant, at every later asOf (semantics K10)",
    (one) => {
      const verdicts = instantsOf(one).map((asOf) => one.at(asOf));
      for (const [i, verdict] of verdicts.entries())
        for (const { id, breachedAt } of verdict.clocks)
          if (breachedAt !== null)
            for (const later of verdicts.slice(i)) expect(clockIn(later, id)?.breachedAt).toBe(breachedAt);
    },
    sticky,
  );

  law(
    "B2: breachedAt is the earliest asOf whose verdict says breached (semantics K9)",
    (one) => {
      for (const asOf of instantsOf(one))
        for (const { id, breachedAt } of one.at(asOf).clocks) {
          if (breachedAt === null) continue;
          expect(breachedAt).toBeLessThanOrEqual(asOf);
          expect(clockIn(one.at(breachedAt), id)?.breachedAt).toBe(breachedAt);
          expect(clockIn(one.at(breachedAt - 1), id)?.breachedAt ?? null).toBeNull();
        }
    },
    sticky,
  );

  law(
    "B3: a clock is met or breached or neither, never both; a breach is never before the start",
    ({ asOfs, at }) => {
      for (const asOf of asOfs)
        for (const { breachedAt, met, state, policy, startedAt, recordedAt } of at(asOf).clocks) {
          expect(met === false).toBe(breachedAt !== null);
          expect(recordedAt === null).toBe(breachedAt === null);
          if (breachedAt !== null) expect(breachedAt).toBeGreaterThanOrEqual(startedAt);
          if (breachedAt !== null) expect(recordedAt!).toBeGreaterThanOrEqual(breachedAt);
          if (met === true) expect([state, policy === null]).toEqual(["fulfilled", false]);
        }
    },
  );

  law(
    "B4: met means that no more than the target was used, breached at the last that more was, or all of it (semantics K9)",
    ({ asOfs, at }) => {
      for (const asOf of asOfs)
        for (const { met, state, remainingMs } of at(asOf).clocks) {
          if (met === true && remainingMs !== null) expect(remainingMs).toBeGreaterThanOrEqual(0);
          if (met === null && remainingMs !== null && state !== "paused" && state !== "cancelled")
            expect(remainingMs).toBeGreaterThanOrEqual(0);
          if (met === false) expect(remainingMs!).toBeLessThanOrEqual(0);
        }
    },
    { durationsOnly: true, retargets: false, policies: 1, endOfBudget: "closing" },
  );
});

describe("what happens next", () => {
  law(
    "N1: nothing discrete changes before nextChangeAt (semantics A6: sound)",
    ({ asOfs, history, at }) => {
      for (const asOf of asOfs) {
        const known = upTo(history, asOf);
        const verdict = at(asOf, known);
        const next = verdict.nextChangeAt ?? asOf + 4_000 * DAY;
        const between = [asOf + 1, ...marksOf(verdict), asOf + DAY, Math.floor((asOf + next) / 2), next - 1];
        for (const instant of between)
          if (instant > asOf && instant < next)
            expect(discrete(at(instant, known))).toEqual(discrete(verdict));
      }
    },
    { calendars: ["office", "night"] },
  );

  law("N2: something discrete changes at nextChangeAt (semantics A6: tight)", ({ asOfs, history, at }) => {
    for (const asOf of asOfs) {
      const known = upTo(history, asOf);
      const verdict = at(asOf, known);
      const next = verdict.nextChangeAt;
      if (next === null) continue;
      expect(next).toBeGreaterThan(asOf);
      expect(discrete(at(next, known))).not.toEqual(discrete(verdict));
    }
  });
});

describe("actions", () => {
  law("A1: an id names one action (semantics A3)", ({ asOfs, at }) => {
    for (const asOf of asOfs) {
      const ids = at(asOf).actions.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  law("A2: what has fired keeps its id and its instant, whatever comes (semantics A2, A3)", (one) => {
    const verdicts = instantsOf(one).map((asOf) => one.at(asOf));
    for (const [i, verdict] of verdicts.entries())
      for (const { id, fireAt } of verdict.actions.filter(hasFired))
        for (const later of verdicts.slice(i)) {
          const same = later.actions.find((action) => action.id === id);
          expect(same && { fireAt: same.fireAt, hasFired: hasFired(same) }).toEqual({
            fireAt,
            hasFired: true,
          });
        }
  });

  law(
    "A3: on a clock never reopened, an action fires at its fireAt and no verdict before says so (semantics A2)",
    (one) => {
      for (const asOf of one.asOfs) {
        const verdict = one.at(asOf);
        for (const { id, fireAt, clock } of verdict.actions.filter(hasFired)) {
          if (clockIn(verdict, clock ?? "")!.stretches.some(({ kind }) => kind === "fulfilled")) continue;
          expect(fireAt).not.toBeNull();
          expect(fireAt!).toBeLessThanOrEqual(asOf);
          const fired = (at: number) =>
            one.at(at).actions.some((action) => action.id === id && hasFired(action));
          expect({ before: fired(fireAt! - 1), at: fired(fireAt!) }).toEqual({ before: false, at: true });
        }
      }
    },
  );

  law(
    "A4: only what is to come is scheduled, and never before its clock starts (semantics A4)",
    ({ asOfs, at }) => {
      for (const asOf of asOfs) {
        const verdict = at(asOf);
        for (const { status, fireAt, clock } of verdict.actions) {
          const { startedAt, state } = clockIn(verdict, clock ?? "")!;
          if (fireAt === null) expect([status, state]).toEqual(["scheduled", "paused"]);
          else {
            expect(fireAt).toBeGreaterThanOrEqual(startedAt);
            expect(status === "scheduled").toBe(fireAt > asOf);
          }
        }
      }
    },
  );
});

describe("policies and conditions", () => {
  it("P1: a policy that never matches changes nothing but `why` and the fingerprint (semantics P1)", () => {
    const holds = fc.property(scenario(), fc.nat(), condition, (given, where, some) => {
      const never: Condition = { all: [some, { not: some }] };
      const policies = given.definition.policies.toSpliced(
        where % (given.definition.policies.length + 1),
        0,
        {
          id: "never",
          if: never,
          targets: { resolution: "1ms", firstResponse: "1ms" },
          actions: [{ kind: "reminder", id: "never.a1", metric: "resolution", fire: { after: 0 } }],
        },
      );
      expectAlike(given, { ...given.definition, policies });
    });
    fc.assert(holds, { numRuns: RUNS });
  });

  it("P2: a policy after one that takes every ticket changes nothing (semantics P1)", () => {
    const holds = fc.property(scenario(), scenario(), (given, other) => {
      const last = { id: "last", targets: { resolution: "8h" } };
      const more = other.definition.policies.map((policy, i) => ({ ...policy, id: `more${i}`, actions: [] }));
      const calendars = { ...given.definition.calendars, ...other.definition.calendars };
      const one = { ...given.definition, calendars, policies: [...given.definition.policies, last] };
      expectAlike({ ...given, definition: one }, { ...one, policies: [...one.policies, ...more] });
    });
    fc.assert(holds, { numRuns: RUNS });
  });

  it("P3: De Morgan, double negation, and the empty `all` and `any` (semantics P2)", () => {
    const holds = fc.property(scenario(), fc.array(condition, { maxLength: 3 }), (given, parts) => {
      const denied = parts.map((part) => ({ not: part }));
      const alike: [Condition, Condition][] = [
        [{ not: { all: parts } }, { any: denied }],
        [{ not: { any: parts } }, { all: denied }],
        [{ not: { not: { all: parts } } }, { all: parts }],
        [{ all: [{ all: parts }, { any: [] }] }, { any: [] }],
        [{ any: [{ any: parts }, { all: [] }] }, { all: [] }],
      ];
      for (const [left, right] of alike) expectAlike(guarded(given, left), guarded(given, right).definition);
    });
    fc.assert(holds, { numRuns: RUNS });
  });

  law("P4: `all: []` holds and `any: []` does not (semantics P2)", (given) => {
    expectAlike(guarded(given, { all: [] }), { ...given.definition, policies: [guard] });
    for (const asOf of given.asOfs)
      expect(
        caseOf(guarded({ ...given, definition: { ...given.definition, policies: [] } }, { any: [] })).at(asOf)
          .policy,
      ).toBeNull();
  });

  law(
    "P5: the policy that governs is the one check that matches, the last (semantics P1)",
    ({ asOfs, at }) => {
      for (const asOf of asOfs) {
        const { policy, why } = at(asOf);
        expect(why.filter(({ matches }) => matches).map(({ policy }) => policy)).toEqual(
          policy ? [policy.id] : [],
        );
        for (const { matches, failed } of why) expect(failed === null).toBe(matches);
        if (policy) expect(why.at(-1)?.policy).toBe(policy.id);
      }
    },
  );
});

describe("a pure function", () => {
  law(
    "F1: the same input gives the same bytes, and stays as it was",
    ({ definition, history, asOfs, at }) => {
      const frozen = deepFrozen(structuredClone({ definition, history }));
      const sla = slaOf(frozen.definition);
      for (const asOf of asOfs) {
        const first = JSON.stringify(evaluateTicket(sla, frozen.history, { asOf }));
        expect(JSON.stringify(at(asOf))).toBe(first);
        expect(JSON.stringify(evaluateTicket(sla, frozen.history, { asOf }))).toBe(first);
      }
      expect(frozen).toStrictEqual({ definition, history });
    },
  );

  law("F2: neither the clock nor chance is asked", ({ definition, history, asOfs, at }) => {
    const verdicts = asOfs.map((asOf) => at(asOf));
    const asked = () => expect.unreachable("the engine asked for the time, or for chance");
    const stubs = [
      vi.spyOn(Date, "now").mockImplementation(asked),
      vi.spyOn(Math, "random").mockImplementation(asked),
    ];
    try {
      const sla = slaOf(definition);
      expect(asOfs.map((asOf) => evaluateTicket(sla, history, { asOf }))).toStrictEqual(verdicts);
    } finally {
      for (const stub of stubs) stub.mockRestore();
    }
  });

  law("F3: a verdict is plain JSON", ({ asOfs, at }) => {
    for (const asOf of asOfs) expectPlain(at(asOf));
  });

  law(
    "F4: a definition that has been through JSON and `parseDefinition` gives the same",
    ({ definition, history, asOfs, at }) => {
      const sla = compileSla(parseDefinition(JSON.parse(JSON.stringify(definition))));
      for (const asOf of asOfs) expect(evaluateTicket(sla, history, { asOf })).toStrictEqual(at(asOf));
    },
  );

  it("F5: around the clock, a history moved in time has its verdict moved with it", () => {
    const given = scenario({ calendars: [], durationsOnly: true });
    const holds = fc.property(given, fc.integer({ min: -DAY, max: 4_000 * DAY }), (one, by) => {
      const { asOfs, history, at } = caseOf(one);
      const events = history.events.map((event) => moved(event, by));
      for (const asOf of asOfs) expectSame(moved(at(asOf), by), at(asOf + by, { ticket: "t", events }));
    });
    fc.assert(holds, { numRuns: RUNS });
  });
});

describe("input of any kind", () => {
  const sla = slaOf({
    calendars: CALENDARS,
    policies: [
      {
        id: "p",
        calendar: "office",
        targets: {
          firstResponse: "1h",
          nextResponse: { amount: "1d", basis: "aroundTheClock" },
          resolution: { field: "promise", otherwise: "4h" },
        },
        actions: [{ kind: "reminder", id: "a", metric: "resolution", fire: { before: "30m" } }],
      },
    ],
    report: { fields: ["priority", "promise", "__proto__"] },
  });
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(MORNING, -1, 0.5, 1e300, null, "", "__proto__", "created"),
  );
  const half = fc.record(
    {
      id: fc.oneof(fc.constantFrom("a", "b", "c"), odd),
      at: fc.oneof(fc.nat({ max: DAY }).map((ms) => MORNING + ms), odd),
      type: fc.oneof(fc.constantFrom("created", "message", "changed", "control"), odd),
      by: fc.oneof(fc.constantFrom("requester", "agent"), odd),
      visibility: odd,
      channel: odd,
      seq: odd,
      recordedAt: fc.oneof(fc.constant(MORNING + DAY), odd),
      cause: odd,
      name: odd,
      set: fc.oneof(
        fc.dictionary(fc.constantFrom("status", "priority", "promise", "__proto__", "constructor"), fc.oneof(odd, fc.constantFrom("solved", "pending"))),
        odd,
      ),
    },
    { requiredKeys: [] },
  ); // biome-ignore format: one record
  const events = fc.oneof(
    fc.array(fc.oneof({ weight: 6, arbitrary: half }, { weight: 1, arbitrary: odd }), { maxLength: 12 }),
    odd,
  );
  const history = fc.oneof(
    { weight: 8, arbitrary: fc.record({ ticket: odd, events }, { requiredKeys: [] }) },
    { weight: 1, arbitrary: odd },
  );

  it("I1: evaluation is total, and its verdict plain JSON, on histories of any JSON (semantics H2)", () => {
    const holds = fc.property(
      history,
      fc.integer({ min: MORNING - 1, max: MORNING + 3 * DAY }),
      (any, asOf) => {
        const given = JSON.parse(JSON.stringify(any));
        const before = JSON.stringify(given);
        expectPlain(evaluateTicket(sla, given, { asOf }));
        expect(JSON.stringify(given)).toBe(before);
        expect(Object.keys(Object.prototype)).toEqual([]);
      },
    );
    fc.assert(holds, { numRuns: RUNS * 10 });
  });

  it("I2: each entry that is left out is reported", () => {
    const holds = fc.property(fc.array(odd, { maxLength: 5 }), (entries) => {
      const { warnings } = evaluateTicket(sla, { ticket: "t", events: entries as never }, { asOf: MORNING });
      expect(warnings.length).toBe(entries.length);
      for (const { message } of warnings) expect(message).toMatch(/^[^A-Z].*[^.]$/s);
    });
    fc.assert(holds, { numRuns: RUNS });
  });

  it("I3: an asOf that is no instant is the caller's mistake", () => {
    for (const asOf of [Number.NaN, 0.5, Number.POSITIVE_INFINITY, 8.64e15 + 1, "0", null, undefined])
      expect(() => evaluateTicket(sla, { ticket: "t", events: [] }, { asOf: asOf as number })).toThrow(
        TypeError,
      );
  });
});

/** What a host acts on; passing in and out of business hours is left out (semantics A6). */
function discrete({ asOf, category, policy, clocks, actions, urgency }: Evaluation) {
  return {
    category,
    policy: policy?.id ?? null,
    clocks: clocks.map(({ id, state, breachedAt, met, never, atRiskAt }) => ({
      id,
      state,
      isBreached: breachedAt !== null,
      met,
      never,
      isAtRisk: atRiskAt !== null && atRiskAt <= asOf,
    })),
    actions: actions.map(({ id, status }) => ({ id, status })),
    // Among paused clocks the order is by what would be due if resumed now
    urgency: urgency?.dueAt != null ? urgency.clock : null,
  };
}

function hasFired({ status }: { readonly status: string }): boolean {
  return status === "due" || status === "lapsed";
}

/** Events in the order of `order`, those of one instant as they were. */
function tiesInOrder(events: readonly HistoryEvent[], order: readonly number[]): HistoryEvent[] {
  const inOrder = (at: number) => events.filter((event) => event.at === at);
  return order.map((i, place) => {
    const before = order.slice(0, place).filter((other) => events[other].at === events[i].at).length;
    return inOrder(events[i].at)[before];
  });
}

/** The history with a pause put into it; null where that would end a pause or reopen the ticket, or something else happens in it. */
function pausedAt({ events }: TicketHistory, from: number, to: number): HistoryEvent[] | null {
  const before = events.filter(({ at }) => at <= from);
  const status = before.findLast(({ set }) => set && "status" in set)?.set?.status ?? null;
  if (before.length === 0 || (status !== null && status !== "open")) return null;
  if (events.some(({ at }) => at > from && at <= to)) return null;
  return [
    ...before,
    { id: "pause", at: from, type: "changed", set: { status: "pending" } },
    { id: "resume", at: to, type: "changed", set: { status } },
    ...events.filter(({ at }) => at > to),
  ];
}

/** The case with one more policy in front, governed by the condition. */
function guarded<S extends Scenario>(given: S, guarding: Condition): S {
  const policies = [{ ...guard, if: guarding }, ...given.definition.policies];
  return { ...given, definition: { ...given.definition, policies } };
}

const guard = { id: "guard", calendar: "office", targets: { firstResponse: "2h", resolution: "1h" } };

/** That another definition gives the same verdicts but for the reasons and its own fingerprint. */
function expectAlike(given: Scenario, other: Scenario["definition"]): void {
  const read = ({ why: _, definition: __, ...rest }: Evaluation) => rest;
  const [one, two] = [caseOf(given), caseOf({ ...given, definition: other })];
  for (const asOf of given.asOfs) expect(read(two.at(asOf))).toStrictEqual(read(one.at(asOf)));
}

const INSTANTS = new Set(["asOf", "at", "from", "to", "since", "pausedSince"]);

/** The value with every instant in it moved. */
function moved<T>(value: T, by: number): T {
  if (Array.isArray(value)) return value.map((item) => moved(item, by)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => {
    const isInstant =
      typeof member === "number" && (INSTANTS.has(key) || key.endsWith("At") || key.endsWith("Now"));
    return [key, isInstant ? member + by : moved(member, by)];
  });
  return Object.fromEntries(entries) as T;
}

/** That a value is what JSON makes of it: no undefined, NaN, -0, class or cycle. */
function expectPlain(value: unknown): void {
  expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
}

function deepFrozen<T>(value: T): T {
  if (typeof value === "object" && value !== null)
    for (const member of Object.values(Object.freeze(value))) deepFrozen(member);
  return value;
}
