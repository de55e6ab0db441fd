import type { Evaluation, HistoryEvent, Reading } from "dueclock";
import { evaluateTicket } from "dueclock";
import { describe, expect, it, vi } from "vitest";
import { negativeLength } from "../../src/cli/realdata/replay.ts";
import { marksOf } from "../property/histories.ts";
import { hasData, SKIPPED } from "./data.ts";
import { type Case, cases, inAnyOrder, shuffled } from "./hostile.ts";

/** `DUECLOCK_RUNS=2000 npx vitest …` for a long run. */
const RUNS = Number(process.env.DUECLOCK_RUNS ?? 40);
const SEED = Number(process.env.DUECLOCK_SEED ?? 311);
const DAY = 86_400_000;

const all: readonly Case[] = hasData ? [...cases(SEED, RUNS)] : [];

/** The law holds in every case; a failure names the case. */
function law(title: string, check: (one: Case) => void, applies: (one: Case) => boolean = () => true): void {
  it(title, () => {
    const some = all.filter(applies);
    expect(some.length).toBeGreaterThan(0);
    for (const one of some) {
      try {
        check(one);
      } catch (problem) {
        if (problem instanceof Error) problem.message = `${one.name}: ${problem.message}`;
        throw problem;
      }
    }
  });
}

function expectSame(other: Evaluation, one: Evaluation): void {
  const { warnings: _, ...rest } = one;
  const { warnings: __, ...otherRest } = other;
  expect(otherRest).toStrictEqual(rest);
}

function clockIn(verdict: Evaluation, id: string): Reading | undefined {
  return verdict.clocks.find((clock) => clock.id === id);
}

/** What a host acts on. */
function discrete({ asOf, category, policies, clocks, actions, urgency }: Evaluation) {
  return {
    category,
    policies: policies.map(({ id }) => id),
    clocks: clocks.map(({ id, state, breachedAt, met, never, atRiskAt }) => ({
      id,
      state,
      isBreached: breachedAt !== null,
      met,
      never,
      isAtRisk: atRiskAt !== null && atRiskAt <= asOf,
    })),
    actions: actions.map(({ id, status }) => ({ id, status })),
    urgency: urgency?.dueAt != null ? urgency.clock : null,
  };
}

/**
 * Where a breach stays: under `strictest` the policy reported may be another one, and before a late opening the ticket
 * was taken to be opened by its first event (semantics H2).
 */
const keepsBreaches = ({ options, history: { events } }: Case) =>
  options.breach === "sticky" &&
  options.selection !== "strictest" &&
  events.every(({ at }) => at >= events[0].at);

describe.skipIf(!hasData)(`real histories with events lost, late and moved (${SKIPPED})`, () => {
  law("are evaluated without a throw, a negative duration, or a clock or chance read", (one) => {
    const clock = vi.spyOn(Date, "now").mockImplementation(() => { throw new Error("a clock was read"); }); // biome-ignore format: one line
    const chance = vi.spyOn(Math, "random").mockImplementation(() => { throw new Error("chance was read"); }); // biome-ignore format: one line
    try {
      for (const asOf of one.asOfs) expect(negativeLength(one.at(asOf))).toBeNull();
    } finally {
      clock.mockRestore();
      chance.mockRestore();
    }
  });

  law(
    "have the same verdict in whatever order events of different instants are listed (semantics H2)",
    (one) => {
      const { asOfs, history, at } = one;
      const random = one.random();
      const mixed = shuffled(history, random);
      for (const asOf of asOfs) expectSame(at(asOf, mixed), at(asOf));
      const numbered = { ...history, events: history.events.map((event, seq) => ({ ...event, seq })) };
      const anyhow = { ...history, events: inAnyOrder(numbered.events, random) };
      for (const asOf of asOfs) expectSame(at(asOf, anyhow), at(asOf));
    },
  );

  law(
    "have the same verdict with events listed again, anywhere or with other content (semantics H2)",
    (one) => {
      const { asOfs, history, at } = one;
      const random = one.random();
      const events: HistoryEvent[] = [];
      for (const event of history.events) {
        events.push(event);
        if (random.chance(0.5)) events.push(random.pick(events));
      }
      for (let i = 0; i < 3; i++)
        events.push({ ...random.pick(history.events), set: { status: "Closed", priority: 1 } });
      for (const asOf of asOfs) {
        const verdict = at(asOf, { ...history, events });
        expectSame(verdict, at(asOf));
        if (asOf === asOfs.at(-1))
          expect(verdict.warnings.map(({ code }) => code)).toContain("history.conflict");
      }
    },
  );

  law("have at an instant the verdict of the history up to it (semantics H2)", ({ asOfs, history, at }) => {
    for (const asOf of asOfs)
      expectSame(
        at(asOf, { ...history, events: history.events.filter((event) => event.at <= asOf) }),
        at(asOf),
      );
  });

  law(
    "have the same verdict whenever their events arrived, but for when the breach was known (semantics K9)",
    (one) => {
      const { asOfs, history, at } = one;
      const random = one.random();
      const events = history.events.map((event) =>
        random.chance(0.5)
          ? { ...event, recordedAt: event.at + Math.floor(random.between(0, 3 * DAY)) }
          : event,
      );
      const unknown = (verdict: Evaluation) => ({
        ...verdict,
        clocks: verdict.clocks.map((clock) => ({ ...clock, recordedAt: clock.breachedAt })),
      });
      for (const asOf of asOfs) {
        const late = at(asOf, { ...history, events });
        expectSame(unknown(late), unknown(at(asOf)));
        for (const { breachedAt, recordedAt } of late.clocks)
          if (breachedAt !== null) expect(recordedAt).toBeGreaterThanOrEqual(breachedAt);
      }
    },
  );

  law("are lean as they are in full", ({ asOfs, sla, history, at }) => {
    for (const asOf of asOfs) {
      const { urgency, nextChangeAt, clocks } = at(asOf);
      const lean = evaluateTicket(sla, history, { asOf, detail: "lean" });
      expect({ urgency: lean.urgency, nextChangeAt: lean.nextChangeAt }).toEqual({ urgency, nextChangeAt });
      expect(clocks).toMatchObject(lean.clocks);
      expect(lean.clocks).toHaveLength(clocks.length);
    }
  });
});

describe.skipIf(!hasData)(`verdicts on them (${SKIPPED})`, () => {
  law(
    "divide the elapsed time among the holders, and end stretches where the next begins (semantics K13)",
    (one) => {
      for (const asOf of one.asOfs)
        for (const { id, elapsedMs, attribution, stretches } of one.at(asOf).clocks) {
          expect(
            attribution.reduce((sum, part) => sum + part.elapsedMs, 0),
            id,
          ).toBe(elapsedMs);
          for (const [i, { to }] of stretches.entries())
            expect(to, id).toBe(i + 1 < stretches.length ? stretches[i + 1].from : to);
        }
    },
  );

  law("say that a breach was first seen when it happened (semantics K9)", (one) => {
    for (const asOf of one.asOfs)
      for (const { id, breachedAt } of one.at(asOf).clocks) {
        if (breachedAt === null) continue;
        expect(breachedAt).toBeLessThanOrEqual(asOf);
        expect(clockIn(one.at(breachedAt), id)?.breachedAt).toBe(breachedAt);
        expect(clockIn(one.at(breachedAt - 1), id)?.breachedAt ?? null).toBeNull();
      }
  }, keepsBreaches); // biome-ignore format: a law a paragraph

  law("keep a breach (semantics K10)", (one) => {
    const verdicts = one.asOfs.toSorted((a, b) => a - b).map((asOf) => one.at(asOf));
    for (const [i, verdict] of verdicts.entries())
      for (const { id, breachedAt } of verdict.clocks)
        if (breachedAt !== null)
          for (const later of verdicts.slice(i)) expect(clockIn(later, id)?.breachedAt, id).toBe(breachedAt);
  }, keepsBreaches); // biome-ignore format: a law a paragraph

  law(
    "rank as most urgent the running clock that is due first, or of none running another (semantics: urgency)",
    (one) => {
      for (const asOf of one.asOfs) {
        const { urgency, clocks } = one.at(asOf);
        const open = clocks.filter(
          ({ endedAt, targetMs, never }) => endedAt === null && targetMs !== null && !never,
        );
        const chosen = open.find(({ id }) => id === urgency?.clock);
        expect(urgency === null).toBe(open.length === 0);
        if (!urgency) continue;
        expect(urgency).toEqual({ metric: chosen?.metric, clock: chosen?.id, dueAt: chosen?.dueAt });
        const running = open.filter(({ state }) => state === "running");
        if (running.length === 0) continue;
        expect(chosen?.state).toBe("running");
        expect(urgency.dueAt).toBe(
          Math.min(...running.map(({ dueAt }) => dueAt ?? Number.POSITIVE_INFINITY)),
        );
      }
    },
  );

  law("change in nothing discrete before nextChangeAt, and in something at it (semantics A6)", (one) => {
    for (const asOf of one.asOfs) {
      const known = { ...one.history, events: one.history.events.filter((event) => event.at <= asOf) };
      const verdict = one.at(asOf, known);
      const next = verdict.nextChangeAt ?? asOf + 4_000 * DAY;
      const between = [asOf + 1, ...marksOf(verdict), asOf + DAY, Math.floor((asOf + next) / 2), next - 1];
      for (const instant of new Set(between))
        if (instant > asOf && instant < next)
          expect(discrete(one.at(instant, known)), `as of ${asOf}, at ${instant}`).toEqual(discrete(verdict));
      if (verdict.nextChangeAt === null) continue;
      expect(next).toBeGreaterThan(asOf);
      expect(discrete(one.at(next, known)), `as of ${asOf}, at ${next}`).not.toEqual(discrete(verdict));
    }
  });
});
