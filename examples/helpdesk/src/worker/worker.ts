import { type JobHelpers, type Runner, run } from "graphile-worker";
import type { Channel, Desk } from "../desk/desk.ts";
import { handle } from "../desk/handle.ts";
import { addReconsider, type Jobs } from "../desk/jobs.ts";
import { problemOf, say, silent } from "../log.ts";
import { createChannels, type Row, type Send } from "./channels.ts";
import { sweep } from "./sweep.ts";

export interface Worker {
  /** Lets what it does come to its end. */
  stop(): Promise<void>;
}

/** Tickets of an earlier edition that are evaluated again between two looks at the queue. */
const RECONSIDERED = 200;

/** Works on what the queue has: wake-ups, deliveries, and what an edit of the definition left behind. Any number may run. */
export async function startWorker(desk: Desk): Promise<Worker> {
  const { config, database } = desk;
  const channels = createChannels(desk);
  const lateness = watchLateness(desk);
  const runner = await run({
    pgPool: database.pool,
    concurrency: config.CONCURRENCY,
    pollInterval: config.POLL_MS,
    noHandleSignals: true,
    noPreparedStatements: database.isEmbedded,
    parsedCronItems: [],
    logger: silent,
    taskList: {
      wake: async (payload, { job }) => {
        const { tenant, ticket, at } = payload as Jobs["wake"];
        lateness.note(job.run_at);
        await handle(desk, tenant, ticket, [], at);
      },
      deliver: (payload, helpers) => deliver(desk, channels, payload as Jobs["deliver"], helpers),
      reconsider: (payload) => reconsider(desk, payload as Jobs["reconsider"]),
    },
  });
  runner.events.on("job:error", ({ job, error }) =>
    say("a job failed", { job: job.id, attempt: job.attempts, problem: problemOf(error) }),
  );
  const stopHeartbeat = heartbeat(desk, runner);
  const stopSweeper = regularly(config.SWEEP_MS, () => sweep(desk));
  return {
    async stop() {
      stopHeartbeat();
      stopSweeper();
      lateness.stop();
      await runner.stop().catch(() => {});
    },
  };
}

/** Performs a row at least once: it may die after it has, and before it could write so. The receiver drops the second. */
async function deliver(
  { database: { pool }, clock }: Desk,
  channels: Readonly<Record<Channel, Send>>,
  { tenant, id, channel }: Jobs["deliver"],
  { job }: JobHelpers,
): Promise<void> {
  const key = [tenant, id, channel];
  const { rows } = await pool.query<Row>(
    `select tenant, id, ticket, action, decided_at as "decidedAt" from outbox
      where tenant = $1 and id = $2 and channel = $3 and state <> 'performed'`,
    key,
  );
  if (rows.length === 0) return;
  try {
    await channels[channel as Channel](rows[0]);
  } catch (problem) {
    const state = job.attempts >= job.max_attempts ? "dead" : "pending";
    await pool.query(
      `update outbox set last_error = $4, state = $5 where tenant = $1 and id = $2 and channel = $3 and state <> 'performed'`,
      [...key, problemOf(problem), state],
    );
    throw problem;
  }
  await pool.query(
    `update outbox set state = 'performed', performed_at = $4, last_error = null
      where tenant = $1 and id = $2 and channel = $3`,
    [...key, clock.now()],
  );
}

/** A ticket that cannot be evaluated keeps no other one waiting; the sweeper comes back to it. */
async function reconsider(desk: Desk, { tenant, after = "" }: Jobs["reconsider"]): Promise<void> {
  const { pool } = desk.database;
  const { rows } = await pool.query<{ ticket: string }>(
    `select ticket from ticket_sla where tenant = $1 and is_open and ticket > $2
      and version < (select max(version) from definition where tenant = $1) order by ticket limit $3`,
    [tenant, after, RECONSIDERED],
  );
  for (const { ticket } of rows)
    await handle(desk, tenant, ticket, []).catch((problem: unknown) =>
      say("a ticket could not be evaluated again", { problem: problemOf(problem) }),
    );
  if (rows.length === RECONSIDERED) await addReconsider(pool, tenant, rows[rows.length - 1].ticket);
}

/** How late wake-ups came, by the machine's clock: for who wants to know what the machine carries. */
function watchLateness({ config }: Desk) {
  let late: number[] = [];
  const tell = async () => {
    if (late.length > 0) say("wake-ups", { late: late.join(" ") });
    late = [];
  };
  const isWanted = config.SAY_LATENESS === "1";
  return {
    note: (runAt: Date) => void (isWanted && late.push(Date.now() - runAt.getTime())),
    stop: isWanted ? regularly(2_000, tell) : () => {},
  };
}

/** Says that the workers of this process live; the jobs of those that do not say so are given to others. */
function heartbeat({ config, database: { pool } }: Desk, runner: Runner): () => void {
  const ids = new Set<string>();
  const beat = () =>
    pool.query(
      "insert into worker (id) select unnest($1::text[]) on conflict (id) do update set seen_at = now()",
      [[...ids]],
    );
  runner.events.on("worker:create", ({ worker }) => {
    ids.add(worker.workerId);
  });
  runner.events.on("job:start", ({ worker }) => {
    if (ids.has(worker.workerId)) return;
    ids.add(worker.workerId);
    void beat().catch(() => {});
  });
  return regularly(config.HEARTBEAT_MS, beat);
}

/** Runs at intervals, never twice at once; what fails is said, and tried again. Gives what ends it. */
function regularly(ms: number, work: () => Promise<unknown>): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = async () => {
    await work().catch((problem: unknown) =>
      say("failed, and is tried again", { problem: problemOf(problem) }),
    );
    if (!isStopped) timer = setTimeout(turn, ms);
  };
  timer = setTimeout(turn, 0);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
