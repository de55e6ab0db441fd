/** `npm run rebuild`: makes all that is derived again, from the events and the definition in force. Workers may go on meanwhile. */
import { readConfig } from "../config.ts";
import { handle } from "../desk/handle.ts";
import { openDesk } from "../process.ts";
import { startProgress } from "./progress.ts";

const BATCH = 500;

const desk = await openDesk(readConfig());
const { pool } = desk.database;
const { rows: counted } = await pool.query<{ count: number }>(
  "select count(*) as count from (select distinct tenant, ticket from event) as t",
);
const progress = startProgress("tickets", counted[0].count);
let done = 0;
for (let after = ["", ""]; ; ) {
  const { rows } = await pool.query<{ tenant: string; ticket: string }>(
    `select distinct e.tenant, e.ticket from event as e
      where (e.tenant, e.ticket) > ($1, $2) and exists (select from definition as d where d.tenant = e.tenant)
      order by e.tenant, e.ticket limit $3`,
    [...after, BATCH],
  );
  if (rows.length === 0) break;
  for (const { tenant, ticket } of rows) {
    // Without the row a snapshot that is no longer right cannot be gone on from
    await pool.query("delete from ticket_sla where tenant = $1 and ticket = $2", [tenant, ticket]);
    await handle(desk, tenant, ticket, []);
    progress.at(++done);
  }
  const last = rows[rows.length - 1];
  after = [last.tenant, last.ticket];
}
progress.end(done);
await desk.database.close();
