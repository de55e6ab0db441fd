import { compileSla, type Evaluation, evaluateTicket, type HistoryEvent, luxonZones } from "dueclock";
import {
  addToReport,
  mergeReports,
  type Report,
  type ReportLayout,
  reportRows,
  startReport,
} from "dueclock/report";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const RUNS = Number(process.env.DUECLOCK_RUNS ?? 200);
const START = Date.UTC(2026, 2, 27); // two days before Warsaw's clocks change
const MINUTE = 60_000;
const AS_OF = START + 12 * 86_400_000;

const SLA = compileSla({
  calendars: {
    office: {
      timeZone: "Europe/Warsaw",
      weeklyHours: { mon: [["09:00", "17:00"]], fri: [["09:00", "17:00"]] },
    },
  },
  policies: [
    {
      id: "high",
      if: { field: "priority", is: "high" },
      calendar: "office",
      targets: { firstResponse: "1h", resolution: "8h" },
    },
    {
      id: "all",
      targets: { firstResponse: "4h", nextResponse: "24h", resolution: { amount: "72h", atRisk: "25%" } },
    },
  ],
  report: { fields: ["priority", "csat"] },
});

const name = fc.constantFrom("ann", "bob", "__proto__", "=1+1", "\u202eann", null);
const event = fc.record({
  afterMs: fc.oneof(fc.constantFrom(0, 1, 60 * MINUTE, 1_440 * MINUTE), fc.nat({ max: 3_000 * MINUTE })),
  type: fc.constantFrom("reply", "request", "solve", "open", "wait", "take", "merge", "exempt"),
  name,
});
const ticket = fc.record({
  at: fc.nat({ max: 10 * 1_440 }),
  priority: fc.constantFrom("high", "low", null),
  csat: fc.constantFrom(1, 2.5, 4.3, 5, null, "good"),
  events: fc.array(event, { maxLength: 6 }),
});

function verdictOf(given: typeof ticket extends fc.Arbitrary<infer T> ? T : never, i: number): Evaluation {
  let at = START + given.at * MINUTE;
  const { priority, csat } = given;
  const events: HistoryEvent[] = [
    { id: "e0", at, type: "created", by: "requester", set: { priority, csat } },
  ];
  for (const [n, { type, afterMs, name }] of given.events.entries()) {
    at += afterMs;
    const base = { id: `e${n + 1}`, at };
    const moves: Record<typeof type, () => HistoryEvent> = {
      reply: () => ({ ...base, type: "message", by: "agent" }),
      request: () => ({ ...base, type: "message", by: "requester" }),
      solve: () => ({ ...base, type: "changed", set: { status: "solved" } }),
      open: () => ({ ...base, type: "changed", set: { status: "open" } }),
      wait: () => ({ ...base, type: "changed", set: { status: "pending" } }),
      take: () => ({ ...base, type: "changed", set: { assignee: name, group: "desk" } }),
      merge: () => ({ ...base, type: "merged" }),
      exempt: () => ({ ...base, type: "exempted", reason: "storm", metric: "resolution" }),
    };
    events.push(moves[type]());
  }
  return evaluateTicket(SLA, { ticket: `T-${i}`, events }, { asOf: AS_OF });
}

const verdicts = fc.array(ticket, { maxLength: 25 }).map((all) => all.map(verdictOf));
const layout: fc.Arbitrary<ReportLayout> = fc.record(
  {
    kind: fc.constantFrom("compliance" as const, "log" as const),
    countBy: fc.constantFrom("dueAt" as const, "endedAt" as const, "startedAt" as const),
    period: fc.constantFrom("day" as const, "week" as const, "month" as const, null),
    timeZone: fc.constantFrom("UTC", "Europe/Warsaw", "America/New_York"),
    groupBy: fc.subarray(["agent", "metric", "priority", "weekday"] as const),
    count: fc.constantFrom("clocks" as const, "tickets" as const),
    basis: fc.constantFrom("target" as const, "wall" as const),
    blame: fc.constantFrom("breach" as const, "end" as const, "longest" as const),
    fieldsAt: fc.constantFrom("asOf" as const, "end" as const),
    satisfaction: fc.constant({ field: "csat", good: 4 }),
    limit: fc.constantFrom(1, 3, 10_000),
  },
  { requiredKeys: [] },
);

const count = (layout: ReportLayout, verdicts: readonly Evaluation[]): Report =>
  verdicts.reduce(addToReport, startReport(layout, luxonZones()));

function assertLaw<T>(arbitrary: fc.Arbitrary<T>, check: (given: T) => void): void {
  fc.assert(fc.property(arbitrary, check), { numRuns: RUNS });
}

describe("reports", () => {
  const split = fc.record({ layout, verdicts, seed: fc.infiniteStream(fc.nat({ max: 3 })) });

  it("merged from shards of any split, in any order, equal the whole, histograms and bytes of rows included", () => {
    assertLaw(split, ({ layout, verdicts, seed }) => {
      const whole = count(layout, verdicts);
      const shards: Evaluation[][] = [[], [], [], []];
      for (const verdict of [...verdicts].reverse()) shards[seed.next().value as number].push(verdict);
      const [a, b, c, d] = shards
        .map((shard) => count(layout, shard))
        .map((shard) => JSON.parse(JSON.stringify(shard)) as Report); // sent from elsewhere
      const before = JSON.stringify([a, b]);
      const left = mergeReports(mergeReports(a, b), mergeReports(c, d));
      const right = mergeReports(d, mergeReports(mergeReports(c, b), a));
      expect(JSON.stringify([a, b])).toBe(before);
      expect(left).toEqual(whole);
      expect(right).toEqual(whole);
      expect(JSON.stringify(reportRows(left))).toBe(JSON.stringify(reportRows(whole)));
      expect(JSON.stringify(reportRows(right))).toBe(JSON.stringify(reportRows(whole)));
    });
  });

  it("count every clock once, in one group and with one outcome, and have no figure that is not finite", () => {
    assertLaw(fc.record({ layout, verdicts }), ({ layout, verdicts }) => {
      const report = count({ ...layout, kind: "compliance", count: "clocks" }, verdicts);
      const rows = reportRows(report);
      const sum = (name: string) => rows.reduce((all, row) => all + Number(row[name]), 0);
      const clocks = verdicts.flatMap((verdict) => verdict.clocks);
      expect(sum("clocks")).toBe(clocks.length);
      expect(
        ["met", "missed", "pending", "cancelled", "exempted", "untargeted"].reduce(
          (all, one) => all + sum(one),
          0,
        ),
      ).toBe(clocks.length);
      const counted = clocks.filter(({ exempted }) => exempted === null);
      expect(sum("met")).toBe(counted.filter(({ met }) => met === true).length);
      expect(sum("missed")).toBe(counted.filter(({ met }) => met === false).length);
      expect(sum("open")).toBe(clocks.filter(({ endedAt }) => endedAt === null).length);
      for (const cell of rows.flatMap((row) => Object.values(row)))
        expect(typeof cell !== "number" || Number.isFinite(cell)).toBe(true);
    });
  });

  it("grow with their groups, not with their verdicts", () => {
    const some = fc.sample(verdicts, { numRuns: 20, seed: 7 }).flat();
    const layout: ReportLayout = { period: "day", groupBy: ["agent", "metric"] };
    const size = (report: Report) => JSON.stringify(report).length;
    const report = count(layout, some);
    const once = size(report);
    for (let round = 0; round < 200; round++) for (const verdict of some) addToReport(report, verdict);
    expect(report.tickets).toBe(201 * some.length);
    expect(size(report)).toBeLessThan(once * 1.5); // longer numbers, nothing else
    const log = count({ kind: "log", limit: 50 }, some);
    for (let round = 0; round < 20; round++) for (const verdict of some) addToReport(log, verdict);
    expect([log.entries.length, log.clocks]).toEqual([50, 21 * some.flatMap(({ clocks }) => clocks).length]);
  });

  it("are plain JSON at any time, and leave verdicts as they were", () => {
    assertLaw(fc.record({ layout, verdicts }), ({ layout, verdicts }) => {
      const before = JSON.stringify(verdicts);
      const report = count(layout, verdicts);
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      expect(JSON.stringify(verdicts)).toBe(before);
    });
  });
});
