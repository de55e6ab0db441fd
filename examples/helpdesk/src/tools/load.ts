/**
 * `npm run load`: what one machine carries, on a PostgreSQL of its own: events a second with all that is decided about each in
 * one transaction, how late wake-ups come meanwhile, and the report over all clocks. Prints the figures of the README.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compileSla, type HistoryEvent, parseDefinition } from "dueclock";
import { readConfig } from "../config.ts";
import { handle } from "../desk/handle.ts";
import { openDesk } from "../process.ts";
import { freePort, startPostgres } from "./postgres.ts";
import { processTime } from "./processTime.ts";
import { startProgress } from "./progress.ts";
import { createRandom } from "./random.ts";
import { weekDefinition } from "./week.ts";

const { values } = parseArgs({
  options: {
    tickets: { type: "string", default: "100000" },
    seconds: { type: "string", default: "60" },
    speed: { type: "string", default: "60" },
    workers: { type: "string", default: "2" },
    senders: { type: "string", default: "8" },
    report: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const TICKETS = Number(values.tickets);
const SECONDS = Number(values.seconds);
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const TURNS: readonly Readonly<Record<string, unknown>>[] = [
  { type: "message", by: "requester" },
  { type: "message", by: "agent" },
  { type: "message", by: "agent", visibility: "internal" },
  { type: "changed", set: { status: "Pending" } },
  { type: "changed", set: { status: "Open" } },
  { type: "changed", set: { priority: "high" } },
];
const MONDAY = Date.UTC(2026, 4, 11, 6);

const postgres = await startPostgres();
if (postgres === null) {
  console.error("helpdesk: there is no PostgreSQL on this machine, so there is nothing to load");
  process.exit(0);
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
  CLOCK_SPEED: values.speed,
  CLOCK_START: String(MONDAY),
  CLOCK_ORIGIN: String(Date.now()),
};
const desk = await openDesk(readConfig(settings));
const { pool } = desk.database;
const definition = parseDefinition(weekDefinition());
await pool.query(
  "insert into definition (tenant, version, body, fingerprint, released_at) values ('acme', 1, $1, $2, $3)",
  [JSON.stringify(definition), compileSla(definition).fingerprint, MONDAY],
);
const figures: Record<string, string | number> = {
  "processors; load of the machine before": `${cpus().length} × ${cpus()[0].model.trim()}; ${loadavg()[0].toFixed(1)}`,
  "open tickets": TICKETS,
};

// A desk that has been open for a while: tickets opened during the last hours, each with a promise that runs
const random = createRandom(1);
const progress = startProgress("open tickets", TICKETS);
const filledAt = Date.now();
let filled = 0;
await inLanes(Number(values.senders), TICKETS, async (i) => {
  const at = desk.clock.now() - random.whole(0, 20) * 3_600_000 - random.whole(0, 3_600_000);
  await handle(desk, "acme", `T-${i}`, [opening(i, at)]);
  progress.at(++filled);
  return true;
});
progress.end(filled);
figures["tickets opened a second, without HTTP"] = Math.round(TICKETS / ((Date.now() - filledAt) / 1_000));

const fleet: ChildProcess[] = [];
const launch = (role: string) => {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, "--role", role], {
    env: { ...process.env, ...settings },
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr?.resume();
  fleet.push(child);
  return child;
};
const api = launch("api");
const workers = Array.from({ length: Number(values.workers) }, () => launch("worker"));
await until(async () => (await fetch(`http://127.0.0.1:${port}/ready`).catch(() => null))?.ok === true);
await settle();

const latencies: number[] = [];
const memory = { api: [] as number[], worker: [] as number[] };
const watching = setInterval(() => {
  memory.api.push(residentOf(api));
  memory.worker.push(residentOf(workers[0]));
}, 1_000);
const late = latenessFrom(workers);
const used = () => [api, ...workers].reduce((sum, { pid }) => sum + processTime(pid as number), 0);
const usedBefore = {
  api: processTime(api.pid as number),
  all: used(),
  database: processTime(postgres.pid()),
};
const startedAt = Date.now();
let sent = 0;
await inLanes(Number(values.senders), Number.POSITIVE_INFINITY, async (i) => {
  if (Date.now() - startedAt > SECONDS * 1_000) return false;
  const ticket = random.whole(0, TICKETS - 1);
  const event = { id: `load-${i}`, at: desk.clock.now(), ...random.pick(TURNS) } as HistoryEvent;
  const before = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/v1/tickets/T-${ticket}/events`, {
    method: "POST",
    headers: { authorization: "Bearer acme-token", "content-type": "application/json" },
    body: JSON.stringify({ events: [event] }),
  });
  if (!answer.ok) throw new Error(`refused: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
  latencies.push(performance.now() - before);
  sent++;
  return true;
});
const seconds = (Date.now() - startedAt) / 1_000;
clearInterval(watching);
const per = (ms: number) => (ms / sent).toFixed(2);
figures["processor time an event, ms: API / workers / PostgreSQL"] = [
  per(processTime(api.pid as number) - usedBefore.api),
  per(used() - usedBefore.all - (processTime(api.pid as number) - usedBefore.api)),
  per(processTime(postgres.pid()) - usedBefore.database),
].join(" / ");
figures["events a second through the API"] = Math.round(sent / seconds);
figures["answer p50 / p99, ms"] =
  `${quantile(latencies, 0.5).toFixed(1)} / ${quantile(latencies, 0.99).toFixed(1)}`;
figures["wake-ups performed meanwhile"] = late.length;
figures["wake-up lateness p50 / p99, ms of the machine's time"] =
  `${Math.round(quantile(late, 0.5))} / ${Math.round(quantile(late, 0.99))}`;
for (const [name, sizes] of Object.entries(memory))
  figures[`memory of the ${name}, MB at a quarter / at the end`] =
    `${Math.round(sizes[Math.floor(sizes.length / 4)] ?? 0)} / ${Math.round(sizes.at(-1) ?? 0)}`;

if (values.report) {
  const answeredAt = Date.now();
  let [lines, peak] = [0, 0];
  const answer = await fetch(`http://127.0.0.1:${port}/v1/reports/log?format=csv`, {
    headers: { authorization: "Bearer acme-token" },
  });
  const sampling = setInterval(() => {
    peak = Math.max(peak, residentOf(api));
  }, 200);
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>)
    for (const byte of part) if (byte === 10) lines++;
  clearInterval(sampling);
  figures["log report: clocks streamed"] = lines - 1;
  figures["log report: clocks a second"] = Math.round((lines - 1) / ((Date.now() - answeredAt) / 1_000));
  figures["log report: most memory of the API, MB"] = Math.round(peak);
}
for (const child of fleet) child.kill("SIGKILL");
await desk.database.close();
await postgres.stop();
for (const [name, value] of Object.entries(figures)) console.log(`| ${name} | ${value} |`);

/** The opening of a ticket, of the plans and regions that the week's definition promises something to. */
function opening(i: number, at: number): HistoryEvent {
  const [plan, region] = [
    random.pick(["gold", "basic", "basic", "basic"]),
    random.pick(["europe", "americas"]),
  ];
  const priority = random.pick(["urgent", "high", "normal", "normal", "low"]);
  return {
    id: "e1",
    at,
    type: "created",
    by: "requester",
    set: { plan, region, priority, status: "Open", subject: `Ticket ${i}` },
  };
}

/** Of each wake-up that is performed from now on: how much later than planned, as the workers say it. */
function latenessFrom(processes: readonly ChildProcess[]) {
  const late: number[] = [];
  let rest = "";
  const hear = (part: Buffer) => {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { what, late: told } = JSON.parse(line) as { what: string; late?: string };
      if (what === "wake-ups" && told) late.push(...told.split(" ").map(Number));
    }
  };
  for (const { stderr } of processes) stderr?.on("data", hear);
  return late;
}

async function settle(): Promise<void> {
  await until(async () => {
    const { rows: left } = await pool.query<{ count: number }>(
      "select count(*) as count from graphile_worker.jobs where run_at < now() - interval '5 seconds'",
    );
    return left[0].count < 50;
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 250));
}

/** Calls `work` with 0, 1, 2 …, several at once, until it gives false or all are done. */
async function inLanes(lanes: number, count: number, work: (i: number) => Promise<boolean>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) if ((await work(next++)) === false) return;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function residentOf({ pid }: ChildProcess): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;
  } catch {
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1_024;
  }
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
