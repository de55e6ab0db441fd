import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileSla, evaluateTicket, type HistoryEvent } from "dueclock";
import { runChaos } from "../src/tools/chaos.ts";
import { judge } from "../src/tools/judge.ts";
import { findPostgres, startPostgres } from "../src/tools/postgres.ts";
import { DEFINITION, MINUTE } from "./desk.ts";

const KILLS = Number(process.env.KILLS ?? 15);
const skip = findPostgres() === null ? "there is no PostgreSQL on this machine" : false;

describe("a desk that is killed at random", () => {
  it("loses nothing and doubles nothing, whatever dies", { skip, timeout: 1_800_000 }, async () => {
    const postgres = await startPostgres();
    assert.ok(postgres, "PostgreSQL does not start");
    try {
      const options = { postgres, seed: 7, tickets: 25, kills: KILLS, restarts: 1, pace: 900, say: () => {} };
      const { lost, doubled, lostEvents, unmatched, stale, due, kills, edits, byVersion } =
        await runChaos(options);
      assert.deepEqual(
        { lost, doubled, lostEvents, unmatched, stale },
        { lost: [], doubled: [], lostEvents: [], unmatched: [], stale: [] },
      );
      assert.equal(edits, 4);
      for (const [version, { decided }] of Object.entries(byVersion))
        assert.ok(decided > 0, `nothing was decided by version ${version}`);
      assert.ok(due > 50, `only ${due} actions were due`);
      assert.equal(kills.worker + kills.api, KILLS);
    } finally {
      await postgres.stop();
    }
  });

  it("would be found out, if it lost or doubled", () => {
    const sla = compileSla(DEFINITION as never);
    const at = Date.UTC(2026, 2, 2, 9);
    const events: HistoryEvent[] = [{ id: "e1", at, type: "created", set: { plan: "gold" } }];
    const asOf = at + 80 * MINUTE;
    const { actions } = evaluateTicket(sla, { ticket: "T-1", events }, { asOf });
    const due = actions.filter(({ status }) => status === "due");
    const performed = due.map((action) => ({ id: action.id, action, decidedAt: asOf, sla }));
    for (const { id } of due)
      events.push({ id: `delivered:${id}`, at: asOf, type: "action.delivered", action: id });
    const end = at + 24 * 60 * MINUTE;
    assert.deepEqual(judge(sla, "T-1", events, performed, end).lost, []);
    assert.deepEqual(judge(sla, "T-1", events, performed.slice(1), end).lost, [due[0].id]);
    const again = [...performed, { ...performed[0], decidedAt: asOf + MINUTE }];
    assert.deepEqual(judge(sla, "T-1", events, again, end).doubled, [due[0].id]);
  });
});
