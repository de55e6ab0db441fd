/**
 * `npm run soak`: half an hour of a desk whose time goes on by an hour a second: some ten weeks of tickets, wake-ups, deliveries
 * and reports, and what each process has in memory meanwhile. Exits 1 where it keeps growing. `--readme` puts the figures into
 * the README.
 */
import { parseArgs } from "node:util";
import type { HistoryEvent } from "dueclock";
import { machine, publish, quantile } from "./figures.ts";
import { watchMemory } from "./memory.ts";
import { startProgress } from "./progress.ts";
import { sleep } from "./sleep.ts";
import { type Stage, setStage } from "./stage.ts";
import { tellWeek } from "./week.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    /** Of tickets, that end within the desk's week. */
    tickets: { type: "string", default: "1000" },
    workers: { type: "string", default: "2" },
    readme: { type: "boolean", default: false },
  },
});
const SPEED = 3_600;
const WEEK = 7 * 24 * 3_600_000;
const MONDAY = Date.UTC(2026, 4, 11);
const MINUTES = Number(values.minutes);
/** What may come on top between the second quarter and the last, in MB: a heap is never quite still. */
const GROWTH = 25;

const where = machine();
const stage = await setStage({ start: MONDAY, speed: SPEED });
if (stage === null) process.exit(0);
const { api, workers } = await stage.launch(Number(values.workers));
const pids = Object.fromEntries([
  ["API", api.pid as number],
  ...workers.map(({ pid }, i) => [`worker ${i + 1}`, pid as number]),
]);
const startedAt = Date.now();
const endsAt = startedAt + MINUTES * 60_000;
const memory = watchMemory(pids, 1_000);
const progress = startProgress("seconds", MINUTES * 60);
const showing = setInterval(() => progress.at(Math.round((Date.now() - startedAt) / 1_000)), 1_000);
const [sent] = await Promise.all([live(stage), readReports(stage)]);
clearInterval(showing);
progress.end(MINUTES * 60);
memory.stop();
const { rows } = await stage.desk.database.pool.query<{ tickets: number; done: number; left: number }>(
  `select (select count(*) from ticket_sla) as tickets, (select count(*) from outbox where state = 'performed') as done,
    (select count(*) from graphile_worker.jobs where run_at < now() - interval '30 seconds') as left`,
);
const weeks = ((stage.desk.clock.now() - MONDAY) / WEEK).toFixed(1);
await stage.close();

const [{ tickets, done, left }] = rows;
const quarters = Object.entries(memory.sizes).map(([name, sizes]) => [name, quartersOf(sizes)] as const);
const count = (one: number) => one.toLocaleString("en-US");
publish(
  "soak",
  [
    where,
    ["ran; that is, by the desk's clock", `${MINUTES} minutes; ${weeks} weeks`],
    ["tickets; events; actions performed", `${count(tickets)}; ${count(sent)}; ${count(done)}`],
    ["jobs that were half a minute late at the end", left],
    ...quarters.map(
      ([name, medians]) =>
        [
          `memory of ${name}: median of each quarter of the time`,
          `${medians.map(Math.round).join("; ")} MB`,
        ] as const,
    ),
  ],
  values.readme,
);
const growing = quarters.filter(([, [, second, , last]]) => last > second + GROWTH);
for (const [name, [, second, , last]] of growing)
  console.error(`helpdesk: ${name} grew from ${Math.round(second)} to ${Math.round(last)} MB`);
process.exit(growing.length === 0 ? 0 : 1);

/** Week after week of tickets, each event at its time, while the time lasts. Gives how many there were. */
async function live({ desk, call }: Stage): Promise<number> {
  let told = 0;
  let failed: unknown = null;
  const under = new Set<Promise<void>>();
  const tell = async (ticket: string, event: HistoryEvent) => {
    const answer = await call(`/v1/tickets/${encodeURIComponent(ticket)}/events`, { events: [event] });
    if (!answer.ok) throw new Error(`refused: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
    told++;
  };
  for (let week = 0; ; week++) {
    // A week's tickets end by its Friday afternoon
    const friday = MONDAY + week * WEEK + 4.6 * 24 * 3_600_000;
    for (const { ticket, event, arrivesAt } of tellWeek(Number(values.tickets), week + 1, friday)) {
      await sleep(desk.clock.real(arrivesAt) - Date.now());
      if (Date.now() > endsAt) {
        await Promise.all(under);
        return told;
      }
      const one = tell(`${week}-${ticket}`, event)
        .catch((problem: unknown) => {
          failed ??= problem;
        })
        .finally(() => under.delete(one));
      under.add(one);
      // The desk is asked as fast as it answers, no faster
      if (under.size >= 16) await Promise.race(under);
      if (failed !== null) throw failed;
    }
  }
}

/** Somebody looks at the queue, and now and then at a report: what a page asks for. */
async function readReports({ call }: Stage): Promise<void> {
  for (let i = 0; Date.now() < endsAt; i++) {
    const path = i % 20 === 19 ? "/v1/reports/compliance?groupBy=policy,metric" : "/v1/queue?limit=100";
    const answer = await call(path);
    await answer.arrayBuffer();
    await sleep(Math.min(3_000, endsAt - Date.now()));
  }
}

function quartersOf(sizes: readonly number[]): number[] {
  const quarter = Math.max(1, Math.floor(sizes.length / 4));
  return [0, 1, 2, 3].map((i) => quantile(sizes.slice(i * quarter, (i + 1) * quarter), 0.5));
}
