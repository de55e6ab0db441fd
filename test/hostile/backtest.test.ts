import {
  compileSla,
  type Definition,
  type Evaluation,
  evaluateTicket,
  type HistoryEvent,
  type Reading,
  type Sla,
  SlaError,
  type TicketHistory,
} from "dueclock";
import {
  asVersion,
  backtest,
  backtestAsync,
  mergeBacktests,
  sinceEver,
  type TicketDifference,
} from "dueclock/backtest";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "../../src/testing/arbitraries/cases.ts";
import { definitions as slaDefinitions } from "../../src/testing/arbitraries/definitions.ts";
import {
  cases as actionCases,
  definitions as actionDefinitions,
  FRIDAY,
  slaOf as slaOfActions,
} from "../property/actionCases.ts";
import { slaOf } from "../property/histories.ts";

const RUNS = Number(process.env.DUECLOCK_HOSTILE ?? 40);
const SEED = process.env.DUECLOCK_HOSTILE ? {} : { seed: 20_261_125 };
const HOUR = 3_600_000;
const MONDAY = Date.UTC(2026, 2, 2, 9);
const check = <T>(given: fc.Arbitrary<T>, law: (one: T) => void, runs = RUNS) =>
  fc.assert(fc.property(given, law), { numRuns: runs, ...SEED });

interface Given {
  readonly current: Sla;
  readonly draft: Sla;
  readonly histories: readonly TicketHistory[];
  readonly asOf: number;
}

/** Desks of every kind, several tickets of which some have one name. */
const given: fc.Arbitrary<Given> = fc.oneof(
  fc
    .record({
      some: fc.array(cases, { minLength: 1, maxLength: 5 }),
      draft: slaDefinitions,
      names: fc.array(fc.constantFrom("T", "U", "__proto__", "toString", "V"), {
        minLength: 5,
        maxLength: 5,
      }),
    })
    .map(({ some, draft, names }) => ({
      current: slaOf(some[0].definition),
      draft: slaOf(draft),
      histories: some.map(({ history }, i) => ({ ...history, ticket: names[i] })),
      asOf: Math.max(...some.map(({ asOf }) => asOf)),
    })),
  fc
    .record({
      some: fc.array(actionCases(false), { minLength: 1, maxLength: 4 }),
      draft: actionDefinitions,
      after: fc.constantFrom(0, HOUR, 70 * HOUR),
    })
    .map(({ some, draft, after }) => ({
      current: slaOfActions(some[0].definition),
      draft: slaOfActions(draft),
      histories: some.map(({ told }, i) => ({
        ticket: i === 0 ? "T" : `T${i - 1}`,
        events: told.map(({ event }) => event),
      })),
      asOf: FRIDAY + after,
    })),
);

const run = ({ histories, ...options }: Given & { limit?: number }, sink: TicketDifference[] = []) =>
  backtest(histories, { ...options, onTicket: (one) => sink.push(one) });

const isOpened = ({ category }: Evaluation) => category !== null;

describe("a backtest beside one made by hand (law B1)", () => {
  it("counts the readings, verdicts and outcomes of both definitions", () => {
    check(given, (one) => {
      const told = run(one);
      const opened = one.histories.filter((history) =>
        isOpened(evaluateTicket(one.current, history, { asOf: one.asOf })),
      );
      expect([told.tickets + told.notOpened, told.failed.tickets]).toEqual([one.histories.length, 0]);
      expect(told.notOpened).toBe(one.histories.length - opened.length);
      for (const side of ["current", "draft"] as const) {
        const verdicts = one.histories.map((history) =>
          evaluateTicket(one[side], history, { asOf: one.asOf }),
        );
        const clocks = verdicts.flatMap((verdict) => verdict.clocks);
        const counted = (test: (clock: Reading) => boolean) => clocks.filter(test).length;
        const free = (clock: Reading) => clock.exempted === null;
        expect(told.total[side]).toMatchObject({
          clocks: clocks.length,
          tickets: verdicts.filter((verdict) => verdict.clocks.length > 0).length,
          met: counted((clock) => free(clock) && clock.met === true),
          missed: counted((clock) => free(clock) && clock.met === false),
          exempted: counted((clock) => !free(clock)),
          cancelled: counted((clock) => free(clock) && clock.met === null && clock.state === "cancelled"),
          sent: verdicts
            .flatMap(({ actions }) => actions)
            .filter(({ status }) => ["due", "delivered", "lapsed"].includes(status)).length,
        });
        const { met, missed } = told.total[side];
        expect(told.total[side].compliance).toBe(met + missed === 0 ? null : met / (met + missed));
      }
    });
  });

  it("finds the tickets that differ, where one definition only tightens the targets of the other", () => {
    const desk = (hours: number) =>
      compileSla({
        policies: [
          {
            id: "p",
            targets: {
              firstResponse: `${hours}h`,
              nextResponse: `${2 * hours}h`,
              resolution: `${4 * hours}h`,
            },
          },
        ],
      });
    const moves = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom<object>(
          { type: "message", by: "agent" },
          { type: "message", by: "requester" },
          { type: "changed", set: { status: "pending" } },
          { type: "changed", set: { status: "open" } },
          { type: "changed", set: { status: "solved" } },
          { type: "exempted", reason: "storm" },
        ),
      ),
      { maxLength: 7 },
    );
    check(fc.array(moves, { maxLength: 6 }), (tickets) => {
      const histories = tickets.map((list, n): TicketHistory => {
        let at = MONDAY;
        const rest = list.map(([hours, what], i) => {
          at += hours * HOUR;
          return { id: `e${i + 1}`, at, ...what };
        });
        return {
          ticket: `T-${n}`,
          events: [{ id: "e0", at: MONDAY, type: "created", by: "requester" }, ...rest] as HistoryEvent[],
        };
      });
      const [current, draft, asOf] = [desk(3), desk(2), MONDAY + 12 * HOUR];
      const told = backtest(histories, { current, draft, asOf });
      const hand = { due: 0, breaches: 0, states: 0, tickets: 0, added: 0, gone: 0, moved: 0 };
      for (const history of histories) {
        const [a, b] = [current, draft].map(
          (sla) => evaluateTicket(sla, history, { asOf }).clocks as readonly Reading[],
        );
        expect(a.map(({ id }) => id)).toEqual(b.map(({ id }) => id));
        const dueAt = (clock: Reading) => clock.dueAt ?? clock.dueAtIfResumedNow;
        const pairs = a.map((clock, i) => [clock, b[i]] as const);
        const isDue = pairs.some(([x, y]) => dueAt(x) !== dueAt(y));
        const isBreached = pairs.some(([x, y]) => x.breachedAt !== y.breachedAt);
        const isState = pairs.some(([x, y]) => x.state !== y.state);
        hand.due += Number(isDue);
        hand.breaches += Number(isBreached);
        hand.states += Number(isState);
        hand.tickets += Number(
          isDue || isBreached || isState || pairs.some(([x, y]) => x.targetMs !== y.targetMs),
        );
        for (const [x, y] of pairs) {
          if (x.breachedAt === null && y.breachedAt !== null) hand.added++;
          if (x.breachedAt !== null && y.breachedAt === null) hand.gone++;
          if (x.breachedAt !== null && y.breachedAt !== null && x.breachedAt !== y.breachedAt) hand.moved++;
        }
      }
      const { added, gone, moved, ...changed } = hand;
      expect(told.changed).toMatchObject({ ...changed, policies: 0, clocks: 0, actions: 0 });
      expect(told.total.breaches).toEqual({ added, gone, moved });
      expect(gone).toBe(0);
    });
  });
});

describe("the order of tickets (law B2)", () => {
  it("changes nothing of a backtest, though several tickets have one name, nor does cutting it into shards", () => {
    const shuffled = given.chain((one) =>
      fc.record({
        one: fc.constant(one),
        order: fc.shuffledSubarray([...one.histories], { minLength: one.histories.length }),
        limit: fc.constantFrom(0, 1, 2, 100),
      }),
    );
    check(shuffled, ({ one, order, limit }) => {
      const whole = JSON.stringify(run({ ...one, limit }));
      expect(JSON.stringify(run({ ...one, histories: order, limit }))).toBe(whole);
      const shards = order.map((history) => run({ ...one, histories: [history], limit }));
      const none = run({ ...one, histories: [], limit });
      expect(JSON.stringify(shards.reduce((a, b) => mergeBacktests(b, a), none))).toBe(whole);
      expect(JSON.stringify(shards.reduceRight((a, b) => mergeBacktests(a, b), none))).toBe(whole);
    });
  });

  it("is that of the histories for whoever is told of each", () => {
    check(given, (one) => {
      const told: TicketDifference[] = [];
      run(one, told);
      const alone = one.histories.flatMap((history) => {
        const found: TicketDifference[] = [];
        run({ ...one, histories: [history] }, found);
        return found;
      });
      expect(told).toEqual(alone);
    });
  });
});

describe("streams", () => {
  const sla = compileSla({ policies: [{ id: "p", targets: { resolution: "8h" } }] });
  const other = compileSla({ policies: [{ id: "p", targets: { resolution: "4h" } }] });
  const options = { current: sla, draft: other, asOf: MONDAY + 10 * HOUR };
  const history = (ticket: string): TicketHistory => ({
    ticket,
    events: [{ id: "1", at: MONDAY, type: "created" }],
  });

  it("of nothing give an empty backtest", async () => {
    const empty = backtest([], options);
    expect(empty).toMatchObject({
      tickets: 0,
      notOpened: 0,
      failed: { tickets: 0, codes: [], first: [] },
      groups: [],
      differences: [],
      leftOut: 0,
    });
    expect(empty.total.current.compliance).toBe(null);
    expect(await backtestAsync([], options)).toEqual(empty);
    expect(await backtestAsync((async function* () {})(), options)).toEqual(empty);
    expect(mergeBacktests(empty, empty)).toEqual(empty);
  });

  it("that break off throw what broke them, and are closed where the caller's own function throws", async () => {
    const broken = new Error("the disk");
    let closed = 0;
    function* sync(isBroken: boolean) {
      try {
        yield history("a");
        if (isBroken) throw broken;
        yield history("b");
      } finally {
        closed++;
      }
    }
    async function* async(isBroken: boolean) {
      yield* sync(isBroken);
    }
    expect(() => backtest(sync(true), options)).toThrow(broken);
    await expect(backtestAsync(async(true), options)).rejects.toThrow(broken);
    expect(closed).toBe(2);
    const onTicket = () => {
      throw broken;
    };
    expect(() => backtest(sync(false), { ...options, onTicket })).toThrow(broken);
    await expect(backtestAsync(async(false), { ...options, onTicket })).rejects.toThrow(broken);
    expect(closed).toBe(4);
  });

  it("are not read where the options are wrong", async () => {
    let read = 0;
    const histories = {
      [Symbol.iterator]: () => {
        read++;
        return [][Symbol.iterator]();
      },
    };
    for (const asOf of [Number.NaN, 1.5, "1", null, undefined, Number.POSITIVE_INFINITY])
      expect(() => backtest(histories, { ...options, asOf: asOf as number })).toThrow(TypeError);
    for (const limit of [-1, 0.5, Number.NaN, "1", null, Number.POSITIVE_INFINITY])
      expect(() => backtest(histories, { ...options, limit: limit as number })).toThrow(TypeError);
    for (const side of [null, undefined, {}, { sla: null }, "x", [], { sla: {}, issues: [] }])
      expect(() => backtest(histories, { ...options, draft: side as Sla })).toThrow(TypeError);
    await expect(backtestAsync(histories, { ...options, asOf: 1.5 })).rejects.toThrow(TypeError);
    expect(read).toBe(0);
  });

  it("tell what is no stream of histories by a TypeError", async () => {
    for (const histories of [null, undefined, 7, {}])
      expect(() => backtest(histories as never, options)).toThrow(TypeError);
    await expect(backtestAsync(null as never, options)).rejects.toThrow(TypeError);
  });
});

describe("histories of anything", () => {
  it("are counted once each, as evaluated, not opened or failed, and say the same from shards", () => {
    const sla = compileSla({ policies: [{ id: "__proto__", targets: { resolution: "8h" } }] });
    const draft = compileSla({ policies: [{ id: "constructor", targets: { resolution: "4h" } }] });
    const options = { current: sla, draft, asOf: MONDAY, limit: 3 };
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>;
    const event = fc.oneof(
      json,
      fc.record(
        {
          id: json,
          at: fc.oneof(json, fc.constant(MONDAY)),
          type: fc.oneof(json, fc.constantFrom("created", "message", "changed")),
          set: json,
        },
        { requiredKeys: ["at"] },
      ),
    );
    const odd = fc.oneof(json, fc.record({ ticket: json, events: fc.array(event, { maxLength: 4 }) }));
    const revoked = () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    };
    const thrower = () => ({
      get events() {
        throw new Error("no");
      },
    });
    const worse = fc.oneof(
      { weight: 9, arbitrary: odd.map((value) => () => value) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<() => unknown>(
          () => undefined,
          () => 1n,
          () => () => 1,
          () => Symbol.iterator,
          revoked,
          thrower,
        ),
      },
    );
    check(
      fc.array(worse, { maxLength: 8 }),
      (made) => {
        const list = made.map((make) => make());
        const told = backtest(list as never, options);
        expect(told.tickets + told.notOpened + told.failed.tickets).toBe(list.length);
        expect(JSON.parse(JSON.stringify(told))).toEqual(told);
        const reversed = backtest([...list].reverse() as never, options);
        expect(JSON.stringify(reversed)).toBe(JSON.stringify(told));
        const shards = list.map((one) => backtest([one] as never, options));
        expect(JSON.stringify(shards.reduce(mergeBacktests, backtest([], options)))).toBe(
          JSON.stringify(told),
        );
      },
      4 * RUNS,
    );
  });
});

describe("groups and codes of names that objects have of themselves", () => {
  it("are counted as any other", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const desk = (hours: number) =>
      compileSla<string>({
        metrics: names.map((id) => ({
          id,
          start: [{ on: "created" }],
          stop: [{ on: "control", name: id }],
          repeats: "once",
        })),
        policySets: names.map((id) => ({
          id,
          policies: [
            {
              id: `${id}.p`,
              name: id,
              targets: Object.fromEntries(names.map((metric) => [metric, `${hours}h`])),
            },
          ],
        })),
      } as unknown as Definition<string>);
    const one: TicketHistory = { ticket: "__proto__", events: [{ id: "1", at: MONDAY, type: "created" }] };
    const told = backtest([one, one], { current: desk(2), draft: desk(1), asOf: MONDAY + 1.5 * HOUR });
    expect(told.groups.length).toBe(16);
    expect(told.groups.every(({ current, draft }) => current.pending === 2 && draft.missed === 2)).toBe(true);
  });
});

describe("a draft as a version", () => {
  const at = (hours: number) => MONDAY + hours * HOUR;
  const desk = (resolution: string, more: Partial<Definition> = {}): Definition => ({
    policies: [{ id: "p", targets: { resolution } }],
    ...more,
  });
  const opened = (ticket: string, hours: number): TicketHistory => ({
    ticket,
    events: [{ id: "1", at: at(hours), type: "created" }],
  });
  const histories = [opened("before", 0), opened("at", 5), opened("after", 6)];
  const asOf = at(7);
  const due = (definition: Definition<string>) =>
    histories.map(
      (history) =>
        ((evaluateTicket(compileSla<string>(definition), history, { asOf }).clocks[0].dueAt as number) -
          MONDAY) /
        HOUR,
    );

  it("governs the clocks that the mode says, and a backtest of it counts those", () => {
    for (const [versionMode, wanted] of [
      ["atClockStart", [8, 13, 10]],
      ["atCreation", [8, 13, 10]],
      ["inForceAtEachInstant", [4, 9, 10]],
      ["live", [4, 9, 10]],
      ["nextUpdate", [8, 13, 10]],
    ] as const) {
      const current = desk("8h", { options: { versionMode } });
      const version = asVersion(current, desk("4h", { options: { versionMode } }), { id: "v", from: at(5) });
      expect([versionMode, due(version)]).toEqual([versionMode, wanted]);
      const told = backtest(histories, { current: compileSla(current), draft: compileSla(version), asOf });
      expect([versionMode, told.changed.due]).toEqual([
        versionMode,
        wanted.filter((dueAt, i) => dueAt !== [8, 13, 14][i]).length,
      ]);
      expect(due(sinceEver(version, asOf))).toEqual([4, 9, 10]);
      expect(due(sinceEver(version, at(5) - 1))).toEqual([8, 13, 14]);
      expect(due(sinceEver(version, at(5)))).toEqual([4, 9, 10]);
    }
  });

  it("leaves both definitions as they were, and is refused with all that is wrong", () => {
    const [current, draft] = [
      desk("8h"),
      desk("4h", {
        statuses: { A: "open" },
        options: { breach: "current" },
        versions: [{ id: "x", from: 0, policies: [] }],
      }),
    ];
    const before = JSON.stringify([current, draft]);
    try {
      asVersion(current, draft, { id: "v", from: at(5) });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SlaError);
      const paths = (error as SlaError).issues.map(({ path }) => path[0]);
      expect(paths).toEqual(expect.arrayContaining(["statuses", "options", "versions"]));
    }
    expect(JSON.stringify([current, draft])).toBe(before);
  });
});

describe("what counts as sent (law B3)", () => {
  it("is every mark that a clock passes before its end, asked of the verdicts of each instant", () => {
    const desk = (before: string, target: string) =>
      compileSla({
        policies: [
          {
            id: "p",
            targets: { resolution: target },
            actions: [
              { kind: "reminder", id: "soon", metric: "resolution", fire: { before } },
              {
                kind: "escalation",
                id: "late",
                metric: "resolution",
                fire: { after: 0 },
                repeat: { every: "2h", times: 2 },
              },
            ],
          },
        ],
      });
    const histories = [1, 2, 3, 4, 5, 6, 9, 20].map(
      (hours): TicketHistory => ({
        ticket: `T${hours}`,
        events: [
          { id: "1", at: MONDAY, type: "created" },
          { id: "2", at: MONDAY + hours * HOUR, type: "changed", set: { status: "solved" } },
        ],
      }),
    );
    // Of a target in hours: a reminder an hour before it, and up to three escalations, each where the clock still runs
    const byHand = (target: number, warning: number) =>
      [1, 2, 3, 4, 5, 6, 9, 20].reduce(
        (sum, ends) =>
          sum + [target - warning, target, target + 2, target + 4].filter((at) => at < ends).length,
        0,
      );
    const told = backtest(histories, {
      current: desk("1h", "4h"),
      draft: desk("1h", "3h"),
      asOf: MONDAY + 30 * HOUR,
    });
    expect([told.total.current.sent, told.total.draft.sent]).toEqual([byHand(4, 1), byHand(3, 1)]);
    const { added, gone } = told.total.actions;
    expect(added - gone).toBe(byHand(3, 1) - byHand(4, 1));
  });
});
