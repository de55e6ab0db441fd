/**
 * `npm run load`: what one machine carries, on a PostgreSQL of its own: events a second with all that is decided about each in
 * one transaction, how late wake-ups come meanwhile, and what ten million open tickets would need by that. `--readme` puts the
 * figures into the README.
 */
import type { ChildProcess } from "node:child_process";
import { parseArgs } from "node:util";
import type { HistoryEvent } from "dueclock";
import type pg from "pg";
import { handle } from "../desk/handle.ts";
import { machine, publish, quantile } from "./figures.ts";
import { watchMemory } from "./memory.ts";
import { processTime } from "./processTime.ts";
import { startProgress } from "./progress.ts";
import { createRandom, type Random } from "./random.ts";
import { type Measured, onPaper } from "./scaling.ts";
import { sleep } from "./sleep.ts";
import { inLanes, type Stage, setStage } from "./stage.ts";

const { values } = parseArgs({
  options: {
    tickets: { type: "string", default: "100000" },
    seconds: { type: "string", default: "120" },
    speed: { type: "string", default: "60" },
    workers: { type: "string", default: "2" },
    senders: { type: "string", default: "8" },
    readme: { type: "boolean", default: false },
  },
});
const TICKETS = Number(values.tickets);
const SECONDS = Number(values.seconds);
const SENDERS = Number(values.senders);
const HOUR = 3_600_000;
const PATIENCE = 20 * 60_000;
const MONDAY = Date.UTC(2026, 4, 11, 6);
const TURNS: readonly Readonly<Record<string, unknown>>[] = [
  { type: "message", by: "requester" },
  { type: "message", by: "agent" },
  { type: "message", by: "agent", visibility: "internal" },
  { type: "changed", set: { status: "Pending" } },
  { type: "changed", set: { status: "Open" } },
  { type: "changed", set: { priority: "high" } },
];

const where = machine();
const stage = await setStage({ start: MONDAY, speed: Number(values.speed) });
if (stage === null) process.exit(0);
const random = createRandom(1);
const opened = await fill(stage, random);
const { api, workers } = await stage.launch(Number(values.workers));
await caughtUp(stage.desk.database.pool);
const load = await measure(stage, random, api, workers);
const sizes = await sizesOf(stage.desk.database.pool);
await stage.close();

const ms = (one: number) => one.toFixed(2);
publish(
  "load",
  [
    where,
    ["open tickets; workers beside the API", `${TICKETS.toLocaleString("en-US")}; ${workers.length}`],
    ["tickets opened a second, without HTTP", Math.round(opened)],
    ["**events a second through the API**", Math.round(load.perSecond)],
    [
      "answer p50 / p99",
      `${quantile(load.answers, 0.5).toFixed(1)} / ${quantile(load.answers, 0.99).toFixed(1)} ms`,
    ],
    ["wake-ups meanwhile, a second", (load.late.length / load.seconds).toFixed(1)],
    [
      "**wake-up lateness p50 / p99**",
      `${Math.round(quantile(load.late, 0.5))} / ${Math.round(quantile(load.late, 0.99))} ms`,
    ],
    [
      "processor time a decision: API; worker; PostgreSQL",
      `${ms(load.apiMs)}; ${ms(load.workerMs)}; ${ms(load.databaseMs)} ms`,
    ],
    ["log of the database a decision", `${(load.walBytes / 1_024).toFixed(1)} KB`],
    [
      "stored: a ticket's verdict; an event; each with its indexes",
      `${kb(sizes.ticketBytes)}; ${kb(sizes.eventBytes)}`,
    ],
    ...Object.entries(load.memory).map(
      ([name, mb]) =>
        [
          `memory of ${name}, a quarter into the load; at its end`,
          `${Math.round(quantile(mb.slice(0, Math.ceil(mb.length / 4)), 1))}; ${Math.round(mb.at(-1) ?? 0)} MB`,
        ] as const,
    ),
  ],
  values.readme,
);
publish("scaling", onPaper({ ...load, ...sizes } satisfies Measured), values.readme);

function kb(bytes: number): string {
  return `${(bytes / 1_024).toFixed(1)} KB`;
}

/** A desk that has been open for a while: tickets opened during the last hours, each with a promise that runs. Gives how many a second. */
async function fill({ desk }: Stage, chance: Random): Promise<number> {
  const progress = startProgress("open tickets", TICKETS);
  const startedAt = Date.now();
  let filled = 0;
  await inLanes(SENDERS, TICKETS, async (i) => {
    const at = desk.clock.now() - chance.whole(0, 20) * HOUR - chance.whole(0, HOUR);
    const set = {
      plan: chance.pick(["gold", "basic", "basic", "basic"]),
      region: chance.pick(["europe", "americas"]),
      priority: chance.pick(["urgent", "high", "normal", "normal", "low"]),
      status: "Open",
      subject: `Ticket ${i}`,
    };
    await handle(desk, "acme", `T-${i}`, [{ id: "e1", at, type: "created", by: "requester", set }]);
    progress.at(++filled);
    return true;
  });
  progress.end(filled);
  return filled / ((Date.now() - startedAt) / 1_000);
}

/** Sends events as fast as they are answered, and looks at everything meanwhile. */
async function measure(
  { desk, call, postgres }: Stage,
  chance: Random,
  api: ChildProcess,
  workers: readonly ChildProcess[],
) {
  const answers: number[] = [];
  const [apiPid, workerPid] = [api.pid as number, workers[0].pid as number];
  const memory = watchMemory({ "the API": apiPid, "a worker": workerPid }, 1_000);
  const late = latenessFrom(workers);
  const times = () => ({
    api: processTime(apiPid),
    workers: workers.reduce((sum, { pid }) => sum + processTime(pid as number), 0),
    database: processTime(postgres.pid()),
  });
  const [before, logBefore] = [times(), await logOf(desk.database.pool)];
  const startedAt = Date.now();
  await inLanes(SENDERS, Number.POSITIVE_INFINITY, async (i) => {
    if (Date.now() - startedAt > SECONDS * 1_000) return false;
    const event = { id: `load-${i}`, at: desk.clock.now(), ...chance.pick(TURNS) } as HistoryEvent;
    const sentAt = performance.now();
    const answer = await call(`/v1/tickets/T-${chance.whole(0, TICKETS - 1)}/events`, { events: [event] });
    if (!answer.ok) throw new Error(`refused: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
    answers.push(performance.now() - sentAt);
    return true;
  });
  const seconds = (Date.now() - startedAt) / 1_000;
  const [after, logAfter] = [times(), await logOf(desk.database.pool)];
  memory.stop();
  await sleep(2_500); // the workers' last word
  const decisions = answers.length + late.length;
  return {
    answers,
    late,
    seconds,
    perSecond: answers.length / seconds,
    memory: memory.sizes,
    apiMs: (after.api - before.api) / answers.length,
    workerMs: (after.workers - before.workers) / Math.max(1, late.length),
    databaseMs: (after.database - before.database) / decisions,
    walBytes: (logAfter - logBefore) / decisions,
  };
}

/** Of each wake-up that is performed from now on: how much later than planned, as the workers say it. */
function latenessFrom(processes: readonly ChildProcess[]): readonly number[] {
  const late: number[] = [];
  for (const { stderr } of processes) {
    let rest = "";
    stderr?.on("data", (part: Buffer) => {
      const lines = (rest + part).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const { what, late: told } = JSON.parse(line) as { what: string; late?: string };
        if (what === "wake-ups" && told) late.push(...told.split(" ").map(Number));
      }
    });
  }
  return late;
}

/** Until the wake-ups that came while the desk was filled are done, or it is clear that they never will be. */
async function caughtUp(pool: pg.Pool): Promise<void> {
  console.error("load: the workers catch up");
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(1_000)) {
    const { rows } = await pool.query<{ count: number }>(
      "select count(*) as count from graphile_worker.jobs where run_at < now() - interval '2 seconds'",
    );
    if (rows[0].count < 5) return;
  }
  console.error("load: they do not: wake-ups come faster than they are done");
}

/** How far the database's log has come, in bytes. */
async function logOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    "select (pg_current_wal_insert_lsn() - '0/0')::bigint as bytes",
  );
  return rows[0].bytes;
}

async function sizesOf(pool: pg.Pool): Promise<{ ticketBytes: number; eventBytes: number }> {
  const { rows } = await pool.query<{ tickets: number; sla: number; events: number; event: number }>(
    `select (select count(*) from ticket_sla) as tickets, pg_total_relation_size('ticket_sla') as sla,
      (select count(*) from event) as events, pg_total_relation_size('event') as event`,
  );
  const [{ tickets, sla, events, event }] = rows;
  return { ticketBytes: sla / tickets, eventBytes: event / events };
}
