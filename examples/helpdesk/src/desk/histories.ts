import type { HistoryEvent, TicketHistory } from "dueclock";
import type { Desk } from "./desk.ts";

/** Tickets read at a time: what a report needs in memory, whatever it counts. */
const BATCH = 500;

/** The histories of all tickets of a tenant by their ids, read some at a time: any number of them in little memory. */
export async function* historiesOf({ database }: Desk, tenant: string): AsyncGenerator<TicketHistory> {
  for (let after = ""; ; ) {
    const { rows } = await database.pool.query<{ ticket: string; events: HistoryEvent[] }>(
      // Ticket by ticket by the index, however many events there are
      `select s.ticket, e.events
        from (select ticket from ticket_sla where tenant = $1 and ticket > $2 order by ticket limit $3) as s,
          lateral (select jsonb_agg(body order by at, position) as events from event
            where tenant = $1 and ticket = s.ticket) as e
        order by s.ticket`,
      [tenant, after, BATCH],
    );
    if (rows.length === 0) return;
    yield* rows;
    after = rows[rows.length - 1].ticket;
  }
}
