/** `npm run on-postgres -- COMMAND …`: runs a command with `DATABASE_URL` set to a PostgreSQL that it starts and stops. */
import { spawnSync } from "node:child_process";
import { startPostgres } from "./postgres.ts";

const [command, ...rest] = process.argv.slice(2);
const postgres = await startPostgres();
if (postgres === null) {
  console.error("helpdesk: there is no PostgreSQL on this machine, so what needs one is not run");
  process.exit(0);
}
const { status } = spawnSync(command, rest, {
  stdio: "inherit",
  env: { ...process.env, DATABASE_URL: postgres.url },
});
await postgres.stop();
process.exit(status ?? 1);
