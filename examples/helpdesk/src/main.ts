/**
 * `npm start`: the API, the page and a worker in one process. `--role api` or `--role worker` is one of them, on a database
 * that others share.
 */
import { parseArgs } from "node:util";
import { readConfig } from "./config.ts";
import { problemOf, say } from "./log.ts";
import { startProcess } from "./process.ts";

const { values } = parseArgs({ options: { role: { type: "string", default: "all" } } });
const role = values.role;
if (role !== "all" && role !== "api" && role !== "worker") {
  console.error("--role is all, api or worker");
  process.exit(2);
}
try {
  const config = readConfig();
  const running = await startProcess(config, role);
  say("started", {
    role,
    url: running.url ?? "none",
    database: config.DATABASE_URL === undefined ? "embedded" : "postgresql",
  });
  if (running.url && config.TENANTS === undefined && config.DATABASE_URL === undefined)
    console.log(`open ${running.url}/#token=demo`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void running.stop().finally(() => process.exit(0)));
} catch (problem) {
  say("could not start", { problem: problemOf(problem) });
  process.exit(1);
}
