import { compileSla, evaluateTicket, type HistoryEvent } from "dueclock";
import { type PauseAuditOptions, pauseAudit } from "dueclock/report";
import { describe, expect, it } from "vitest";
import {
  changes,
  type Draft,
  HOUR,
  hour,
  inHours,
  opened,
  reply,
  request,
  status,
  ticket,
} from "../unit/engine/desk.ts";

const SLA = compileSla({
  policies: [{ id: "all", targets: { firstResponse: "4h", nextResponse: "4h", resolution: "10h" } }],
});
const audited = (name: string, asOf: number, ...drafts: Draft[]) => {
  const history = { ticket: name, events: ticket(...drafts).events as HistoryEvent[] };
  return { history, evaluation: evaluateTicket(SLA, history, { asOf: hour(asOf) }) };
};
const audit = (given: readonly ReturnType<typeof audited>[], options?: PauseAuditOptions) =>
  pauseAudit(given, options);

/** Answered and put to pending at 1 h; the requester wrote at 3 h; taken up again at 8 h. */
const GAMED = [
  opened(hour(0), { assignee: "ann", status: "open" }),
  reply(hour(1), { status: "pending" }),
  request(hour(3)),
  changes(hour(5), { assignee: "bob" }),
  status(hour(8), "open"),
];

describe("the pause audit (R5)", () => {
  it("finds pauses that overlap an unanswered request, with who held the ticket", () => {
    const { overlaps, overlapCount, untold } = audit([audited("T-1", 20, ...GAMED)]);
    expect([overlapCount, untold]).toEqual([1, 0]);
    expect(inHours(overlaps[0])).toEqual({
      ticket: "T-1", clock: "resolution#1", metric: "resolution", policy: "all", event: "e2",
      agent: "ann", status: "pending", pausedFrom: 1, waitingSince: 3, from: 3, to: 8,
    }); // biome-ignore format: one finding
  });

  it("shares the time paused by agent and status", () => {
    const { shares } = audit([audited("T-1", 20, ...GAMED)]); // the metrics that never pause are left out
    expect(
      shares.map(({ agent, status, liveMs, pausedMs, overlapMs, share }) => [
        agent,
        status,
        liveMs / HOUR,
        pausedMs / HOUR,
        overlapMs / HOUR,
        share,
      ]),
    ).toEqual([
      ["bob", "pending", 3, 3, 3, 1],
      ["ann", "pending", 4, 4, 2, 1],
      ["ann", "open", 1, 0, 0, 0],
      ["bob", "open", 12, 0, 0, 0],
    ]);
  });

  it("finds none where nobody waits, or nothing pauses", () => {
    const quiet = [
      opened(hour(0)),
      reply(hour(1), { status: "pending" }),
      request(hour(3), { status: "open" }),
    ];
    expect(audit([audited("T-1", 20, ...quiet)]).overlaps).toEqual([]);
    expect(audit([audited("T-1", 20, opened(hour(0)), request(hour(3)))]).overlaps).toEqual([]);
    expect(audit([])).toEqual({ tickets: 0, untold: 0, overlapCount: 0, overlaps: [], shares: [] });
  });

  it("counts a pause once that another promise cuts in two, and goes on to asOf while it lasts", () => {
    const sla = compileSla({
      policies: [
        {
          id: "all",
          targets: {
            firstResponse: "4h",
            nextResponse: "4h",
            resolution: { byPriority: { high: "5h" }, otherwise: "10h" },
          },
        },
      ],
    });
    const { history } = audited("T-1", 20, ...GAMED.slice(0, 4), changes(hour(6), { priority: "high" }));
    const evaluation = evaluateTicket(sla, history, { asOf: hour(7) });
    expect(inHours(pauseAudit([{ history, evaluation }]).overlaps)).toMatchObject([
      { pausedFrom: 1, from: 3, to: 7 },
    ]);
  });

  it("looks at a clock once that two policy sets promise", () => {
    const policies = [{ id: "p", targets: { resolution: "10h", nextResponse: "4h" } }] as const;
    const sla = compileSla({
      policySets: [
        { id: "sla", policies },
        { id: "ola", policies: [{ ...policies[0], id: "q" }] },
      ],
    });
    const { history } = audited("T-1", 20, ...GAMED);
    const evaluation = evaluateTicket(sla, history, { asOf: hour(20) });
    expect(evaluation.clocks.length).toBe(4);
    expect(pauseAudit([{ history, evaluation }]).overlapCount).toBe(1);
  });

  it("says of how many tickets it cannot tell, since no clock says that a request waits", () => {
    const { untold, overlaps } = audit([audited("T-1", 20, ...GAMED)], { waiting: ["call"] });
    expect([untold, overlaps]).toEqual([1, []]);
  });

  it("lists no more than asked for, and counts all", () => {
    const all = Array.from({ length: 5 }, (_, i) => audited(`T-${i}`, 20, ...GAMED));
    const { overlaps, overlapCount, tickets } = audit(all, { limit: 2 });
    expect([overlaps.map(({ ticket }) => ticket), overlapCount, tickets]).toEqual([["T-0", "T-1"], 5, 5]);
  });

  it("counts doubled and unordered events as the verdict does", () => {
    const { history, evaluation } = audited("T-1", 20, ...GAMED);
    const odd = { ...history, events: [...history.events, ...history.events].reverse() };
    expect(audit([{ history: odd, evaluation }])).toEqual(audit([{ history, evaluation }]));
  });
});
