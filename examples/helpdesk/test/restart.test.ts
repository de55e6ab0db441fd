import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { rebuild } from "../src/desk/rebuild.ts";
import { freePort } from "../src/tools/postgres.ts";
import { DEFINITION, MINUTE, startDesk, until } from "./desk.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

describe("the embedded desk", () => {
  it("is killed, and starts again with all that it had said it has; its folder is nobody else's", {
    timeout: 240_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "helpdesk-restart-"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const headers = { authorization: "Bearer demo", "content-type": "application/json" };
    const start = async () => {
      const { DATABASE_URL: _, ...env } = process.env;
      const settings = { DATA: join(folder, "data"), PORT: String(port), SWEEP_MS: "500", POLL_MS: "100" };
      const child = spawn(process.execPath, ["--import", "tsx", MAIN], {
        env: { ...env, ...settings },
        stdio: "ignore",
      });
      await until(
        "it is ready",
        async () => (await fetch(`${url}/ready`).catch(() => null))?.ok === true,
        60_000,
      );
      return child;
    };
    const exit = (child: ChildProcess) => new Promise((resolve) => child.once("exit", resolve));
    const post = async (path: string, body: unknown) => {
      const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      assert.ok(answer.ok, await answer.text());
    };
    try {
      let child = await start();
      await post("/v1/definitions", { definition: DEFINITION });
      for (let round = 0; round < 3; round++) {
        for (let i = 0; i < 5; i++) {
          const event = { id: "e1", at: Date.now() - 50 * MINUTE, type: "created", set: { plan: "gold" } };
          await post(`/v1/tickets/T-${round}-${i}/events`, { events: [event] });
        }
        const other = spawn(process.execPath, ["--import", "tsx", MAIN], {
          env: { ...process.env, DATA: join(folder, "data"), PORT: "0" },
          stdio: "ignore",
        });
        if (round === 0 && process.env.DATABASE_URL === undefined) assert.equal(await exit(other), 1);
        else other.kill("SIGKILL");
        child.kill("SIGKILL");
        await exit(child);
        child = await start();
      }
      const answer = await fetch(`${url}/v1/queue?limit=200`, { headers });
      const { tickets } = (await answer.json()) as { tickets: unknown[] };
      assert.equal(tickets.length, 15);
      await until("what was due is in the inbox, once", async () => {
        const inbox = (await (await fetch(`${url}/v1/inbox`, { headers })).json()) as { notices: unknown[] };
        return inbox.notices.length === 15;
      });
      child.kill("SIGTERM");
      await exit(child);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("what is derived", () => {
  it("is made again from the events as it was, long tickets with their snapshot too", async () => {
    const desk = await startDesk({}, "api");
    try {
      await desk.call("POST", "/v1/definitions", { definition: DEFINITION });
      const at = desk.desk.clock.now() - 300 * MINUTE;
      await desk.call("POST", "/v1/tickets/short/events", {
        events: [{ id: "e1", at, type: "created", set: { plan: "gold" } }],
      });
      for (let i = 0; i < 90; i++) {
        const by = i % 2 === 0 ? "requester" : "agent";
        const event = {
          id: `e${i}`,
          at: at + i * MINUTE,
          type: i === 0 ? "created" : "message",
          by,
          set: { plan: "gold" },
        };
        const { status } = await desk.call("POST", "/v1/tickets/long/events", { events: [event] });
        assert.equal(status, 200);
      }
      const late = { id: "late", at: at + 30_000, type: "message", by: "agent", set: {} };
      assert.equal((await desk.call("POST", "/v1/tickets/long/events", { events: [late] })).status, 200);
      const rows = async () => {
        const { rows: all } = await desk.desk.database.pool.query<{ snapshot: unknown }>(
          "select ticket, events, is_open, rank, due_at, next_change_at, snapshot from ticket_sla order by ticket",
        );
        return all;
      };
      const before = await rows();
      assert.ok(before[0].snapshot !== null && before[1].snapshot === null);
      assert.equal(await rebuild(desk.desk, () => {}), 2);
      const shape = (all: readonly { snapshot: unknown }[]) =>
        all.map(({ snapshot, ...rest }) => ({ ...rest, isLong: snapshot !== null }));
      assert.deepEqual(shape(await rows()), shape(before));
    } finally {
      await desk.close();
    }
  });
});
