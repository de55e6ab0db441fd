/**
 * `npm run report`: the reports over a million closed clocks, on a PostgreSQL of its own, streamed by the API: how many rows,
 * how long, and what the API has in memory meanwhile. Exits 1 where its memory grows with the rows. `--readme` puts the figures
 * into the README.
 */
import { parseArgs } from "node:util";
import { CLOCKS_EACH, fillArchive } from "./archive.ts";
import { type Figures, machine, publish } from "./figures.ts";
import { watchMemory } from "./memory.ts";
import { startProgress } from "./progress.ts";
import { createRandom } from "./random.ts";
import { type Stage, setStage } from "./stage.ts";

const { values } = parseArgs({
  options: {
    clocks: { type: "string", default: "1000000" },
    /** What the API may have at most while it streams, in MB. */
    most: { type: "string", default: "400" },
    readme: { type: "boolean", default: false },
  },
});
const MOST = Number(values.most);

const where = machine();
const stage = await setStage({ start: Date.UTC(2026, 4, 15, 14), speed: 1 });
if (stage === null) process.exit(0);
const tickets = Math.ceil(Number(values.clocks) / CLOCKS_EACH);
const progress = startProgress("closed tickets", tickets);
const clocks = await fillArchive(stage.desk, tickets, createRandom(1), progress.at);
progress.end(tickets);
const { api } = await stage.launch(0);
const pid = api.pid as number;

const figures: (readonly [string, string | number])[] = [
  where,
  ["closed tickets; their clocks", `${tickets.toLocaleString("en-US")}; ${clocks.toLocaleString("en-US")}`],
];
let peak = 0;
for (const [name, path] of [
  ["log as CSV", "/v1/reports/log?format=csv"],
  ["log as JSON", "/v1/reports/log"],
  [
    "compliance by policy, promise and month",
    "/v1/reports/compliance?format=csv&groupBy=policy,metric&period=month",
  ],
] as const) {
  const told = await read(stage, path, pid);
  peak = Math.max(peak, ...told.memory);
  figures.push([
    name,
    `${told.rows.toLocaleString("en-US")} rows, ${Math.round(told.bytes / 2 ** 20)} MB in ${Math.round(told.seconds)} s`,
  ]);
  figures.push([`its memory in the API: first tenth; half; end; most`, `${memoryOf(told.memory)} MB`]);
}
await stage.close();
publish("report", figures satisfies Figures, values.readme);
if (peak > MOST) {
  console.error(`helpdesk: the API had ${Math.round(peak)} MB, more than ${MOST}`);
  process.exit(1);
}

async function read({ call }: Stage, path: string, process: number) {
  const memory = watchMemory({ api: process }, 100);
  const startedAt = Date.now();
  const answer = await call(path);
  if (!answer.ok || answer.body === null) throw new Error(`refused: ${answer.status} ${await answer.text()}`);
  let [lines, bytes] = [0, 0];
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    for (const byte of part) if (byte === 10) lines++;
  }
  memory.stop();
  const isCsv = path.includes("format=csv");
  // A CSV has a line of titles, the JSON one before and one after its rows
  return {
    rows: lines - (isCsv ? 1 : 2),
    bytes,
    seconds: (Date.now() - startedAt) / 1_000,
    memory: memory.sizes.api,
  };
}

/** The most of the first tenth, of the tenth before the half, of the last tenth, and of all. */
function memoryOf(sizes: readonly number[]): string {
  const most = (from: number, to: number) =>
    Math.round(
      Math.max(...sizes.slice(Math.floor(sizes.length * from), Math.max(1, Math.ceil(sizes.length * to)))),
    );
  return [most(0, 0.1), most(0.4, 0.5), most(0.9, 1), most(0, 1)].join("; ");
}
