/**
 * `npm run simulate -- --seeds N --seed S`: N tickets, from seed S on, through the delivery simulator. Prints what was due, and
 * what was lost, doubled and retracted; of failing seeds the numbers, and of the first its story as JSON. `--seeds 1 --seed S`
 * tells it again. Exits 1 when anything was lost or doubled.
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { createSimulator } from "../testing.ts";

/** What a run of seeds came to. */
interface Tally {
  actions: number;
  lost: number;
  doubled: number;
  retracted: number;
  /** Seeds of which something was lost or doubled. */
  readonly failing: number[];
}

interface Share {
  readonly from: number;
  readonly count: number;
}

/** Fewer seeds than this are not worth a thread. */
const SHARE = 2_000;

if (isMainThread) process.exitCode = await main();
else parentPort?.postMessage(tallyOf(workerData as Share));

async function main(): Promise<number> {
  const options = {
    seeds: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
  } as const;
  const { values } = parseArgs({ options });
  const [count, from] = [Number(values.seeds), Number(values.seed)];
  if (!(Number.isSafeInteger(count) && count >= 1 && Number.isSafeInteger(from))) {
    console.error("simulate: `--seeds` is a whole number from 1, `--seed` a whole number");
    return 2;
  }
  const shares = sharesOf({ from, count });
  const tallies = shares.length === 1 ? shares.map(tallyOf) : await Promise.all(shares.map(inThread));
  const sum = (member: "actions" | "lost" | "doubled" | "retracted") =>
    tallies.reduce((total, tally) => total + tally[member], 0);
  console.log(
    `actions ${sum("actions")}, lost ${sum("lost")}, doubled ${sum("doubled")}, retracted ${sum("retracted")}`,
  );
  const failing = tallies.flatMap((tally) => tally.failing);
  if (failing.length === 0) return 0;
  console.log(`failing seeds: ${failing.slice(0, 100).join(" ")}${failing.length > 100 ? " …" : ""}`);
  console.log(JSON.stringify(createSimulator().tell(failing[0]), null, 2));
  return 1;
}

function sharesOf({ from, count }: Share): Share[] {
  const threads = Math.min(availableParallelism(), Math.ceil(count / SHARE));
  const size = Math.ceil(count / threads);
  return Array.from({ length: threads }, (_, i) => ({
    from: from + i * size,
    count: Math.min(size, count - i * size),
  }));
}

function tallyOf({ from, count }: Share): Tally {
  const simulator = createSimulator();
  const tally: Tally = { actions: 0, lost: 0, doubled: 0, retracted: 0, failing: [] };
  for (let seed = from; seed < from + count; seed++) {
    const { actions, lost, doubled, retracted } = simulator.run(seed);
    tally.actions += actions.length;
    tally.lost += lost.length;
    tally.doubled += doubled.length;
    tally.retracted += retracted.length;
    if (lost.length > 0 || doubled.length > 0) tally.failing.push(seed);
  }
  return tally;
}

function inThread(share: Share): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: share });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
