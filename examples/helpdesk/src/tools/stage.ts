import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { compileSla, parseDefinition } from "dueclock";
import { readConfig } from "../config.ts";
import type { Desk } from "../desk/desk.ts";
import { openDesk } from "../process.ts";
import { freePort, type Postgres, startPostgres } from "./postgres.ts";
import { sleep } from "./sleep.ts";
import { weekDefinition } from "./week.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** A desk with a PostgreSQL of its own, one tenant and the week's definition, to be measured. */
export interface Stage {
  readonly postgres: Postgres;
  readonly desk: Desk;
  /** Starts the API and so many workers. Their memory and time can be asked for by the ids of their processes. */
  launch(workers: number): Promise<{ readonly api: ChildProcess; readonly workers: readonly ChildProcess[] }>;
  /** Asks the API. */
  call(path: string, body?: unknown): Promise<Response>;
  close(): Promise<void>;
}

/** Null, which it says, where there is no PostgreSQL. `start`: the desk's time now; it goes on at `speed`. */
export async function setStage(options: {
  readonly start: number;
  readonly speed: number;
}): Promise<Stage | null> {
  const postgres = await startPostgres();
  if (postgres === null) {
    console.error("helpdesk: there is no PostgreSQL on this machine, so there is nothing to measure");
    return null;
  }
  const port = await freePort();
  const settings: Record<string, string> = {
    DATABASE_URL: postgres.url,
    TENANTS: "acme:acme-token",
    PORT: String(port),
    INBOX: "1",
    SAY_LATENESS: "1",
    POLL_MS: "500",
    CONCURRENCY: "4",
    RATE_LIMIT: "100000000",
    CLOCK_SPEED: String(options.speed),
    CLOCK_START: String(options.start),
    CLOCK_ORIGIN: String(Date.now()),
  };
  const desk = await openDesk(readConfig(settings));
  const definition = parseDefinition(weekDefinition());
  await desk.database.pool.query(
    "insert into definition (tenant, version, body, fingerprint, released_at) values ('acme', 1, $1, $2, $3)",
    [JSON.stringify(definition), compileSla(definition).fingerprint, options.start],
  );
  const fleet: ChildProcess[] = [];
  process.once("exit", () => {
    for (const child of fleet) child.kill("SIGKILL");
  });
  const start = (role: string) => {
    const child = spawn(process.execPath, ["--import", "tsx", MAIN, "--role", role], {
      env: { ...process.env, ...settings },
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr?.resume();
    fleet.push(child);
    return child;
  };
  const url = `http://127.0.0.1:${port}`;
  return {
    postgres,
    desk,
    async launch(count) {
      const api = start("api");
      const workers = Array.from({ length: count }, () => start("worker"));
      while ((await fetch(`${url}/ready`).catch(() => null))?.ok !== true) await sleep(250);
      return { api, workers };
    },
    call: (path, body) =>
      fetch(`${url}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization: "Bearer acme-token", "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async close() {
      const gone = fleet.map((child) => new Promise((resolve) => child.once("exit", resolve)));
      for (const child of fleet) child.kill("SIGKILL");
      await Promise.all(gone);
      await desk.database.close();
      await postgres.stop();
    },
  };
}

/** Calls `work` with 0, 1, 2 …, several at once, until it gives false or all are done. */
export async function inLanes(
  lanes: number,
  count: number,
  work: (i: number) => Promise<boolean>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) if ((await work(next++)) === false) return;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
