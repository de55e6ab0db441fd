import type { Desk } from "../desk/desk.ts";
import { addDelivery, addReconsider, addWake } from "../desk/jobs.ts";

/** Of each kind, how many one sweep takes up; the rest is the next one's. */
const MOST = 1_000;

/** What a sweep found and gave to the queue again. */
export interface Swept {
  readonly workers: number;
  readonly wakeUps: number;
  readonly deliveries: number;
  readonly tenants: number;
}

/**
 * Looks for what workers that died left behind: their jobs, wake-ups that are overdue and in no queue, rows of the outbox
 * likewise, and tickets by an earlier edition. Finds nothing on a good day. Any process may sweep, any number at once.
 */
export async function sweep(desk: Desk): Promise<Swept> {
  const { pool } = desk.database;
  const { HEARTBEAT_MS, SWEEP_MS } = desk.config;
  const { rows: dead } = await pool.query<{ id: string }>(
    "delete from worker where seen_at < now() - $1 * interval '1 millisecond' returning id",
    [HEARTBEAT_MS * 4],
  );
  // Also those that died before they first said so
  const { rows: unknown } = await pool.query<{ id: string }>(
    `select distinct locked_by as id from graphile_worker.jobs
      where locked_at < now() - $1 * interval '1 millisecond' and locked_by not in (select id from worker)`,
    [HEARTBEAT_MS * 4],
  );
  const workers = [...dead, ...unknown].map(({ id }) => id);
  if (workers.length > 0) await pool.query("select graphile_worker.force_unlock_workers($1)", [workers]);

  const { rows: overdue } = await pool.query<{ tenant: string; ticket: string; at: number }>(
    `select s.tenant, s.ticket, s.next_change_at as at from ticket_sla as s
      where s.next_change_at <= $1
        and not exists (select from graphile_worker.jobs as j where j.key = 'wake:' || s.tenant || '/' || s.ticket
          and j.run_at <= now() and j.attempts < j.max_attempts)
      order by s.next_change_at limit $2`,
    [desk.clock.now() - SWEEP_MS * desk.clock.speed, MOST],
  );
  for (const job of overdue) await addWake(desk, pool, job);

  const { rows: left } = await pool.query<{ tenant: string; id: string; channel: string }>(
    `select o.tenant, o.id, o.channel from outbox as o
      where o.state = 'pending' and o.created_at < now() - $1 * interval '1 millisecond'
        and not exists (select from graphile_worker.jobs as j where j.key = o.channel || ':' || o.tenant || '/' || o.id)
      order by o.created_at limit $2`,
    [SWEEP_MS, MOST],
  );
  for (const job of left) await addDelivery(desk, pool, job);

  const { rows: old } = await pool.query<{ tenant: string }>(
    `select t.id as tenant from tenant as t, lateral (select max(version) as version from definition where tenant = t.id) as d
      where exists (select from ticket_sla as s where s.tenant = t.id and s.is_open and s.version < d.version)
        and not exists (select from graphile_worker.jobs as j where j.key = 'reconsider:' || t.id)`,
  );
  for (const { tenant } of old) await addReconsider(pool, tenant);
  return { workers: workers.length, wakeUps: overdue.length, deliveries: left.length, tenants: old.length };
}
