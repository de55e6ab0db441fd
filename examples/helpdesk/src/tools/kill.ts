/** `npm run kill -- --kills 200`: the desk on a PostgreSQL of its own, killed at random; exits 1 when anything was lost or doubled. */
import { parseArgs } from "node:util";
import { runChaos } from "./chaos.ts";
import { startPostgres } from "./postgres.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    tickets: { type: "string", default: "150" },
    restarts: { type: "string", default: "2" },
    pace: { type: "string", default: "900" },
    seed: { type: "string", default: "1" },
    list: { type: "boolean", default: false },
  },
});
const postgres = await startPostgres();
if (postgres === null) {
  console.error("helpdesk: there is no PostgreSQL on this machine, so nothing can be killed");
  process.exit(0);
}
const { lost, doubled, retracted, lostEvents, unmatched, stale, ...rest } = await runChaos({
  postgres,
  seed: Number(values.seed),
  tickets: Number(values.tickets),
  kills: Number(values.kills),
  restarts: Number(values.restarts),
  pace: Number(values.pace),
  say: (line) => console.error(`kill: ${line}`),
});
await postgres.stop();
const wrong = { lost, doubled, lostEvents, unmatched, stale };
const counts = Object.entries({ retracted, ...wrong }).map(([name, ids]) => [name, ids.length]);
console.log(JSON.stringify({ ...rest, ...Object.fromEntries(counts) }, null, 1));
if (values.list) console.log(JSON.stringify({ retracted, ...wrong }, null, 1));
process.exit(Object.values(wrong).every((ids) => ids.length === 0) ? 0 : 1);
