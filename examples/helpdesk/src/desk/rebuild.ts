import type { Desk } from "./desk.ts";
import { handle } from "./handle.ts";

const BATCH = 500;

/** How many tickets of tenants that have a definition there are. */
export async function countTickets({ database }: Desk): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*) as count from (select distinct tenant, ticket from event as e
      where exists (select from definition as d where d.tenant = e.tenant)) as t`,
  );
  return rows[0].count;
}

/** Makes all that is derived again, from the events and the definition in force. Tells how many tickets are done. */
export async function rebuild(desk: Desk, tell: (done: number) => void): Promise<number> {
  const { pool } = desk.database;
  let done = 0;
  for (let after = ["", ""]; ; ) {
    const { rows } = await pool.query<{ tenant: string; ticket: string }>(
      `select distinct e.tenant, e.ticket from event as e
        where (e.tenant, e.ticket) > ($1, $2) and exists (select from definition as d where d.tenant = e.tenant)
        order by e.tenant, e.ticket limit $3`,
      [...after, BATCH],
    );
    if (rows.length === 0) return done;
    for (const { tenant, ticket } of rows) {
      // Without the row there is no snapshot to go on from
      await pool.query("delete from ticket_sla where tenant = $1 and ticket = $2", [tenant, ticket]);
      await handle(desk, tenant, ticket, []);
      tell(++done);
    }
    const last = rows[rows.length - 1];
    after = [last.tenant, last.ticket];
  }
}
