import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { Postgres } from "./postgres.ts";
import type { Random } from "./random.ts";
import { sleep } from "./sleep.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const WORKERS = 4;
/** How far the clocks of the processes are off, by the desk's time: minutes. */
const SKEWS = [0, 180_000, -240_000, 95_000, -60_000];

export interface Fleet {
  /** Kills one of them at random; gives which. */
  kill(): "api" | "worker";
  stop(): Promise<void>;
}

/** One API and four workers, kept alive: whoever dies is started again. */
export function startFleet(settings: Readonly<Record<string, string>>, random: Random): Fleet {
  const members: { role: "api" | "worker"; child: ChildProcess }[] = [];
  let isOver = false;
  const launch = (place: number, role: "api" | "worker") => {
    const env = { ...process.env, ...settings, CLOCK_SKEW_MS: String(SKEWS[place]) };
    const child = spawn(process.execPath, ["--import", "tsx", MAIN, "--role", role], {
      env,
      stdio: "ignore",
    });
    members[place] = { role, child };
    child.once("exit", () => {
      if (!isOver) launch(place, role);
    });
  };
  launch(0, "api");
  for (let i = 1; i <= WORKERS; i++) launch(i, "worker");
  return {
    kill() {
      const { role, child } = random.chance(0.12) ? members[0] : members[random.whole(1, WORKERS)];
      child.kill("SIGKILL");
      return role;
    },
    async stop() {
      isOver = true;
      const gone = members.map(({ child }) => new Promise((resolve) => child.once("exit", resolve)));
      for (const { child } of members) child.kill("SIGKILL");
      await Promise.all(gone);
    },
  };
}

export interface TroubleOptions {
  readonly postgres: Postgres;
  readonly kills: number;
  readonly restarts: number;
  /** Between two kills, in milliseconds. */
  readonly pace: number;
  readonly say: (line: string) => void;
}

/** Kills processes, cuts connections, and stops PostgreSQL at once, as often as wanted. */
export async function makeTrouble(options: TroubleOptions, fleet: Fleet, random: Random) {
  const { kills: wanted, restarts, pace, postgres, say } = options;
  const kills = { worker: 0, api: 0 };
  let cuts = 0;
  await sleep(6_000); // until they have first started
  for (let i = 1; i <= wanted; i++) {
    await sleep(pace * (0.5 + random.share()));
    kills[fleet.kill()]++;
    if (i % 5 === 0) cuts += await cutConnections(postgres.url);
    if (restarts > 0 && i % Math.ceil(wanted / (restarts + 1)) === 0 && i < wanted) {
      say(`PostgreSQL is stopped at once, and started again`);
      await postgres.restart();
    }
    if (i % 20 === 0) say(`${i} of ${wanted} kills`);
  }
  return { kills, cuts, restarts };
}

/** Cuts up to two connections that are not one's own. */
async function cutConnections(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where pid <> pg_backend_pid() and backend_type = 'client backend' order by random() limit 2`,
    );
    return rowCount ?? 0;
  } catch {
    return 0;
  } finally {
    await client.end().catch(() => {});
  }
}
