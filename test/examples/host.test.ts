import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Action, compileSla, evaluateTicket, type HistoryEvent } from "dueclock";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  alarm,
  fileJournal,
  type Host,
  type Journal,
  type Line,
  startHost,
  type Timers,
} from "../../examples/host-in-memory/host.ts";
import { madeUpTimers } from "../../examples/host-in-memory/timers.ts";

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 2, 2, 9);
const END = T0 + 100 * 24 * 60 * MINUTE;

const sla = compileSla({
  policies: [
    {
      id: "p",
      targets: {
        firstResponse: "1h",
        nextResponse: "1h",
        resolution: { byPriority: { urgent: "4h" }, otherwise: "720h" },
      },
      actions: [
        { kind: "reminder", id: "answer", metric: "firstResponse", fire: { before: "15m" } },
        {
          kind: "reminder",
          id: "again",
          metric: "nextResponse",
          fire: { after: "5m" },
          repeat: { every: "30m", times: 2 },
        },
        {
          kind: "escalation",
          id: "late",
          metric: "resolution",
          fire: { after: 0 },
          steps: [{ after: "30m" }, { after: "24h" }],
        },
      ],
    },
  ],
});

/** What happens, and how much later the host hears of it. */
const happenings = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 60 }),
    delay: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }) },
    ),
    what: fc.constantFrom<Readonly<Record<string, unknown>>>(
      { type: "message", by: "requester" },
      { type: "message", by: "agent" },
      { type: "changed", set: { status: "pending" } },
      { type: "changed", set: { status: "open" } },
      { type: "changed", set: { status: "solved" } },
      { type: "changed", set: { priority: "urgent" } },
      { type: "changed", set: { priority: "normal" } },
    ),
  }),
  { maxLength: 8 },
);

/** What it gives, or null where it was killed. */
function attempt<T>(what: () => T): T | null {
  try {
    return what();
  } catch (error) {
    if ((error as Error).message !== "killed") throw error;
    return null;
  }
}

/** Plays a story to a host that dies whenever the number of writes and calls since its start reaches the next of `deaths`. */
function play(story: readonly { at: number; event: HistoryEvent }[], deaths: readonly number[]) {
  const lines: Line[] = [];
  const timers = madeUpTimers(T0);
  const performed: Action[] = [];
  const left = [...deaths];
  let countdown = left.shift() ?? Number.POSITIVE_INFINITY;
  const step = () => {
    if (--countdown >= 0) return;
    countdown = left.shift() ?? Number.POSITIVE_INFINITY;
    throw new Error("killed");
  };
  // It may die before a line is written, or just after
  const journal: Journal = {
    read: () => [...lines],
    append(line) {
      step();
      lines.push(line);
      step();
    },
  };
  const perform = (_: string, action: Action) => {
    step();
    if (performed.every(({ id }) => id !== action.id)) performed.push(action);
    step();
  };
  /** Starts it, as often as it dies while starting. */
  const start = (): Host => {
    for (;;) {
      const host = attempt(() => startHost({ sla, journal, timers, perform }));
      if (host) return host;
    }
  };
  let host = start();
  const insist = (what: () => void) => {
    while (attempt(() => [what()]) === null) {
      host.stop();
      host = start();
    }
  };
  for (const { at, event } of story) {
    insist(() => timers.passTo(at));
    insist(() => host.hear("T-1", event)); // sent again until it is taken
  }
  insist(() => timers.passTo(END));
  return { lines, performed, verdict: host.verdict("T-1") };
}

describe("the host in one file", () => {
  const storyOf = (
    drawn: readonly { gap: number; delay: number; what: Readonly<Record<string, unknown>> }[],
  ) => {
    let at = T0;
    const first = { at, event: { id: "opened", at, type: "created", by: "requester" } as HistoryEvent };
    const rest = drawn.map(({ gap, delay, what }, i) => {
      at += gap * 5 * MINUTE + 1_000; // never in the millisecond of an action, which the host may hear of first
      return { at: at + delay * MINUTE, event: { id: `e${i}`, at, ...what } as HistoryEvent };
    });
    return [first, ...rest].sort((a, b) => a.at - b.at);
  };

  it("performs what the final history makes due, once, wherever it is killed", () => {
    fc.assert(
      fc.property(happenings, fc.array(fc.nat(25), { maxLength: 6 }), (drawn, deaths) => {
        const story = storyOf(drawn);
        const { lines, performed, verdict } = play(story, deaths);
        const events = story.map(({ event }) => event);
        const truth = evaluateTicket(sla, { ticket: "T-1", events }, { asOf: END });
        const due = truth.actions.filter(({ status }) => status === "due").map(({ id }) => id);
        const ids = performed.map(({ id }) => id);
        if (drawn.every(({ delay }) => delay === 0)) {
          // Reminders that lapsed by the end had been performed before it
          const lapsed = truth.actions.filter(({ status }) => status === "lapsed").map(({ id }) => id);
          expect(ids.filter((id) => !lapsed.includes(id)).sort()).toEqual([...due].sort());
        }
        expect(verdict?.actions.filter(({ status }) => status === "due")).toEqual([]);
        expect(new Set(ids).size).toBe(ids.length);
        const delivered = verdict?.actions.filter(({ deliveredAt }) => deliveredAt !== null) ?? [];
        expect(delivered).toHaveLength(ids.length);
        const marked = lines.flatMap((line) => ("performed" in line ? [line.performed] : []));
        expect([...new Set(marked)].sort()).toEqual([...ids].sort());
      }),
      { numRuns: 80, seed: 20_261_125 },
    );
  });

  it("does what it would have done without dying", () => {
    fc.assert(
      fc.property(happenings, fc.array(fc.nat(25), { minLength: 1, maxLength: 6 }), (drawn, deaths) => {
        const story = storyOf(drawn);
        const [calm, killed] = [play(story, []), play(story, deaths)];
        expect(killed.performed.map(({ id }) => id)).toEqual(calm.performed.map(({ id }) => id));
        expect(killed.verdict?.nextChangeAt).toBe(calm.verdict?.nextChangeAt);
      }),
      { numRuns: 50, seed: 20_261_125 },
    );
  });

  it("waits for longer than a timer can", () => {
    const timers = madeUpTimers(0);
    const rung: number[] = [];
    const delays: number[] = [];
    const watched: Timers = {
      ...timers,
      set(run, ms) {
        delays.push(ms);
        return timers.set(run, ms);
      },
    };
    const days = 24 * 60 * MINUTE;
    alarm(watched, 60 * days, () => rung.push(timers.now()));
    const cancel = alarm(watched, 70 * days, () => rung.push(timers.now()));
    timers.passTo(30 * days);
    cancel();
    timers.passTo(90 * days);
    expect(rung).toEqual([60 * days]);
    expect(Math.max(...delays)).toBeLessThan(2 ** 31);
  });

  it("starts again from a file whose last line was cut short", () => {
    const folder = mkdtempSync(join(tmpdir(), "host-"));
    try {
      const path = join(folder, "journal.jsonl");
      const event: HistoryEvent = { id: "opened", at: T0, type: "created", by: "requester" };
      const line: Line = { ticket: "T-1", event };
      fileJournal(path).append(line);
      writeFileSync(path, `${readFileSync(path, "utf8")}{"ticket":"T-1","dec`);
      const told: string[] = [];
      const timers = madeUpTimers(T0 + 50 * MINUTE);
      const journal = fileJournal(path);
      const host = startHost({ sla, journal, timers, perform: (_, { id }) => void told.push(id) });
      host.stop();
      expect(told).toEqual(["T-1/p/firstResponse/opened/answer/1"]);
      const kept = fileJournal(path).read();
      expect(kept[0]).toEqual(line);
      expect(kept.slice(1).map((one) => Object.keys(one)[1])).toEqual(["decided", "performed"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
