import { compileSla } from "dueclock";
import type pg from "pg";
import { readConfig } from "../config.ts";
import { openDesk } from "../process.ts";
import { judgeAll, type Verdicts } from "./aftermath.ts";
import { feed, type Story } from "./feed.ts";
import { makeTrouble, startFleet, type TroubleOptions } from "./fleet.ts";
import { freePort } from "./postgres.ts";
import { createRandom } from "./random.ts";
import { startReceiver } from "./receiver.ts";
import { sleep } from "./sleep.ts";
import { EDITIONS, storyOf } from "./story.ts";

export interface ChaosOptions extends TroubleOptions {
  readonly seed: number;
  /** Of each of two tenants. */
  readonly tickets: number;
}

export interface Aftermath extends Verdicts {
  readonly tickets: number;
  readonly events: number;
  /** Requests that were sent again, since nobody answered that they were done. */
  readonly resent: number;
  readonly kills: { readonly worker: number; readonly api: number };
  readonly cuts: number;
  readonly restarts: number;
  /** Of the definition, while all this went on, by both tenants together. */
  readonly edits: number;
  /** What the receiver was sent in all, and what was left when it had dropped keys it knew. */
  readonly raw: number;
  readonly received: number;
}

const TENANTS = ["acme", "globex"];
/** The desk's time goes on by ten minutes a second. */
const SPEED = 600;
const START = Date.UTC(2026, 2, 2, 6);
const DAY = 24 * 3_600_000;

/**
 * Lets stories happen to a desk of one API and four workers while everything is killed at random and the definition is edited,
 * and judges what is left.
 */
export async function runChaos(options: ChaosOptions): Promise<Aftermath> {
  const { postgres, seed, say } = options;
  const random = createRandom(seed);
  const receiver = await startReceiver(random);
  const port = await freePort();
  const settings = settingsOf(postgres.url, port, receiver.url);
  const desk = await openDesk(readConfig(settings));
  await releaseFirst(desk.database.pool);
  const fleet = startFleet(settings, random);
  const length = (options.kills * options.pace + 10_000) * SPEED;
  const stories = TENANTS.map((tenant, i): Story => {
    const lives = Array.from({ length: options.tickets }, (_, n) =>
      storyOf(random, `T-${n}`, START, START + length),
    );
    // Not of both tenants at once, and while most tickets live
    const edits = EDITIONS.slice(1).map((definition, n) => ({
      at: START + length * ((n + 1) / (EDITIONS.length + 0.5) + i * 0.05),
      definition,
    }));
    return { tenant, happenings: lives.flat(), edits };
  });
  const chaos = makeTrouble(options, fleet, random);
  const told = await Promise.all(
    stories.map((story) => feed(story, `http://127.0.0.1:${port}`, desk.clock.real)),
  );
  const trouble = await chaos;
  say("all is told, and nothing is killed any more; waiting until nothing is left to do");
  await settled(desk.database.pool, say);
  await fleet.stop();
  const end = desk.clock.now() + 60 * DAY;
  const judged = await judgeAll(desk.database.pool, EDITIONS, stories, told, receiver.received, end);
  await desk.database.close();
  await receiver.close();
  return {
    tickets: options.tickets * TENANTS.length,
    events: stories.reduce((sum, { happenings }) => sum + happenings.length, 0),
    resent: told.reduce((sum, one) => sum + one.resent, 0),
    ...trouble,
    edits: told.reduce((sum, { releasedAt }) => sum + releasedAt.size, 0),
    raw: receiver.raw(),
    received: receiver.received.size,
    ...judged,
  };
}

function settingsOf(database: string, port: number, receiver: string): Record<string, string> {
  return {
    DATABASE_URL: database,
    TENANTS: TENANTS.map((one) => `${one}:${one}-token`).join(","),
    PORT: String(port),
    WEBHOOK_URL: receiver,
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
}

/** Before the API is there to be asked. */
async function releaseFirst(pool: pg.Pool): Promise<void> {
  const [first] = EDITIONS;
  for (const tenant of TENANTS)
    await pool.query(
      "insert into definition (tenant, version, body, fingerprint, released_at) values ($1, 1, $2, $3, $4)",
      [tenant, JSON.stringify(first), compileSla(first).fingerprint, START],
    );
}

/** Until no ticket waits for anything, or for the edition in force, and nothing is left to deliver. */
async function settled(pool: pg.Pool, say: (line: string) => void): Promise<void> {
  for (let i = 0; i < 240; i++) {
    const { rows } = await pool
      .query<{ waiting: number; old: number; left: number }>(
        `select (select count(*) from ticket_sla where next_change_at is not null)::int as waiting,
          (select count(*) from ticket_sla as s where is_open
            and version < (select max(version) from definition as d where d.tenant = s.tenant))::int as old,
          (select count(*) from outbox where state = 'pending')::int as left`,
      )
      .catch(() => ({ rows: [{ waiting: 1, old: 1, left: 1 }] }));
    const [{ waiting, old, left }] = rows;
    if (waiting === 0 && old === 0 && left === 0) return;
    if (i % 20 === 0)
      say(
        `${waiting} tickets have a wake-up, ${old} an earlier edition, ${left} actions are to be delivered`,
      );
    await sleep(1_000);
  }
  say("it did not come to rest");
}
