import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { compileSla, type HistoryEvent } from "dueclock";
import pg from "pg";
import { readConfig } from "../config.ts";
import { openDesk } from "../process.ts";
import { type Judgement, judge, type Performed } from "./judge.ts";
import { freePort, type Postgres } from "./postgres.ts";
import { createRandom, type Random } from "./random.ts";
import { type Received, startReceiver } from "./receiver.ts";
import { CHAOS_DEFINITION, type Happening, storyOf } from "./story.ts";

export interface ChaosOptions {
  readonly postgres: Postgres;
  readonly seed: number;
  /** Of each of two tenants. */
  readonly tickets: number;
  readonly kills: number;
  readonly restarts: number;
  /** Between two kills, in milliseconds. */
  readonly pace: number;
  readonly say: (line: string) => void;
}

export interface Aftermath {
  readonly tickets: number;
  readonly events: number;
  /** Requests that were sent again, since nobody answered that they were done. */
  readonly resent: number;
  readonly kills: { worker: number; api: number };
  readonly cuts: number;
  readonly restarts: number;
  /** What the receiver was sent in all, and what was left when it had dropped keys it knew. */
  readonly raw: number;
  readonly received: number;
  readonly due: number;
  readonly inTime: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly retracted: readonly string[];
  /** Events that were acknowledged and are not in the history. */
  readonly lostEvents: readonly string[];
  /** Rows of the outbox that say performed and were never received, or the other way round. */
  readonly unmatched: readonly string[];
}

const TENANTS = ["acme", "globex"];
const WORKERS = 4;
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
/** The desk's time goes on by ten minutes a second. */
const SPEED = 600;
const START = Date.UTC(2026, 2, 2, 6);
/** How far the clocks of the processes are off, by the desk's time: minutes. */
const SKEWS = [0, 180_000, -240_000, 95_000, -60_000];

/** Lets stories happen to a desk of one API and four workers while everything is killed at random, and judges what is left. */
export async function runChaos(options: ChaosOptions): Promise<Aftermath> {
  const { postgres, seed, say } = options;
  const random = createRandom(seed);
  const receiver = await startReceiver(random);
  const port = await freePort();
  const settings = {
    DATABASE_URL: postgres.url,
    TENANTS: TENANTS.map((one) => `${one}:${one}-token`).join(","),
    PORT: String(port),
    WEBHOOK_URL: receiver.url,
    DELIVERY_ATTEMPTS: "100",
    CONCURRENCY: "3",
    POLL_MS: "100",
    SWEEP_MS: "1500",
    HEARTBEAT_MS: "700",
    RATE_LIMIT: "1000000",
    CLOCK_SPEED: String(SPEED),
    CLOCK_START: String(START),
    CLOCK_ORIGIN: String(Date.now() + 4_000),
  };
  const desk = await openDesk(readConfig(settings));
  const sla = compileSla(CHAOS_DEFINITION);
  for (const tenant of TENANTS)
    await desk.database.pool.query(
      "insert into definition (tenant, version, body, fingerprint, released_at) values ($1, 1, $2, $3, $4)",
      [tenant, JSON.stringify(CHAOS_DEFINITION), sla.fingerprint, START],
    );
  const fleet = startFleet(settings, random);
  const length = (options.kills * options.pace + 10_000) * SPEED;
  const stories = TENANTS.map((tenant) => ({
    tenant,
    happenings: Array.from({ length: options.tickets }, (_, i) =>
      storyOf(random, `T-${i}`, START, START + length),
    ).flat(),
  }));
  const chaos = makeTrouble(options, fleet, random);
  const feeds = await Promise.all(
    stories.map((story) => feed(story, `http://127.0.0.1:${port}`, desk.clock.real)),
  );
  const trouble = await chaos;
  say("all is told, and nothing is killed any more; waiting until nothing is left to do");
  await settled(desk.database.pool, say);
  await fleet.stop();
  const end = desk.clock.now();
  const judged = await judgeAll(desk.database.pool, sla, stories, receiver.received, end);
  await desk.database.close();
  await receiver.close();
  return {
    tickets: options.tickets * TENANTS.length,
    events: stories.reduce((sum, { happenings }) => sum + happenings.length, 0),
    resent: feeds.reduce((sum, one) => sum + one, 0),
    ...trouble,
    raw: receiver.raw(),
    received: receiver.received.size,
    ...judged,
  };
}

/** Keeps every process alive: whoever dies is started again. */
function startFleet(settings: Readonly<Record<string, string>>, random: Random) {
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
    /** Kills one of them at random; gives which. */
    kill(): "api" | "worker" {
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

async function makeTrouble(options: ChaosOptions, fleet: { kill(): "api" | "worker" }, random: Random) {
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

/** Tells the API of each event at its time, again and again until it says that it has it. Gives how many had to be sent again. */
async function feed(
  { tenant, happenings }: { tenant: string; happenings: readonly Happening[] },
  url: string,
  real: (at: number) => number,
): Promise<number> {
  let resent = 0;
  const tell = async (ticket: string, event: HistoryEvent, at: number) => {
    await sleep(real(at) - Date.now());
    for (;;) {
      const answer = await fetch(`${url}/v1/tickets/${ticket}/events`, {
        method: "POST",
        headers: { authorization: `Bearer ${tenant}-token`, "content-type": "application/json" },
        body: JSON.stringify({ events: [event] }),
        signal: AbortSignal.timeout(15_000),
      }).catch(() => null);
      if (answer?.ok) return;
      if (answer && answer.status < 500) throw new Error(`the API refuses an event: ${await answer.text()}`);
      resent++;
      await sleep(200);
    }
  };
  await Promise.all(
    happenings.flatMap(({ ticket, event, arrivals }) => arrivals.map((at) => tell(ticket, event, at))),
  );
  return resent;
}

/** Until no ticket waits for anything, and nothing is left to deliver. */
async function settled(pool: pg.Pool, say: (line: string) => void): Promise<void> {
  for (let i = 0; i < 240; i++) {
    const { rows } = await pool
      .query<{ waiting: number; left: number }>(
        `select (select count(*) from ticket_sla where next_change_at is not null)::int as waiting,
          (select count(*) from outbox where state = 'pending')::int as left`,
      )
      .catch(() => ({ rows: [{ waiting: 1, left: 1 }] }));
    if (rows[0].waiting === 0 && rows[0].left === 0) return;
    if (i % 20 === 0)
      say(`${rows[0].waiting} tickets have a wake-up, ${rows[0].left} actions are to be delivered`);
    await sleep(1_000);
  }
  say("it did not come to rest");
}

type Verdicts = Pick<
  Aftermath,
  "due" | "inTime" | "lost" | "doubled" | "retracted" | "lostEvents" | "unmatched"
>;

async function judgeAll(
  pool: pg.Pool,
  sla: ReturnType<typeof compileSla>,
  stories: readonly { tenant: string; happenings: readonly Happening[] }[],
  received: ReadonlyMap<string, Received>,
  end: number,
): Promise<Verdicts> {
  const all: { tenant: string; judgement: Judgement }[] = [];
  const lostEvents: string[] = [];
  for (const { tenant, happenings } of stories) {
    const { rows } = await pool.query<{ ticket: string; events: HistoryEvent[] }>(
      "select ticket, jsonb_agg(body order by position) as events from event where tenant = $1 group by ticket",
      [tenant],
    );
    const known = new Set(rows.flatMap(({ ticket, events }) => events.map(({ id }) => `${ticket}/${id}`)));
    for (const { ticket, event } of happenings)
      if (!known.has(`${ticket}/${event.id}`)) lostEvents.push(`${tenant}/${ticket}/${event.id}`);
    for (const { ticket, events } of rows) {
      const performed: Performed[] = [...received.values()]
        .filter((one) => one.tenant === tenant && one.ticket === ticket)
        .map(({ action, decidedAt }) => ({ id: action.id, action, decidedAt }));
      all.push({ tenant, judgement: judge(sla, ticket, events, performed, end + 60 * 24 * 3_600_000) });
    }
  }
  const idsOf = (kind: "lost" | "doubled" | "retracted") =>
    all.flatMap(({ tenant, judgement }) => judgement[kind].map((id) => `${tenant}/${id}`));
  const { rows: outbox } = await pool.query<{ key: string; state: string }>(
    "select tenant || '/' || id as key, state from outbox",
  );
  const performed = new Set(outbox.filter(({ state }) => state === "performed").map(({ key }) => key));
  const unmatched = [
    ...[...performed].filter((key) => !received.has(key)),
    ...[...received.keys()].filter((key) => !performed.has(key)),
  ];
  return {
    due: all.reduce((sum, { judgement }) => sum + judgement.due.length, 0),
    inTime: all.reduce((sum, { judgement }) => sum + judgement.inTime.length, 0),
    lost: idsOf("lost"),
    doubled: idsOf("doubled"),
    retracted: idsOf("retracted"),
    lostEvents,
    unmatched,
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
