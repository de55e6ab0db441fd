import type pg from "pg";
import type { Decision } from "./decide.ts";
import type { Desk } from "./desk.ts";

/** What the queue calls for. */
export interface Jobs {
  /** A ticket's one wake-up; `at`: the instant for which it was set, 0 to look at once. */
  readonly wake: { readonly tenant: string; readonly ticket: string; readonly at: number };
  readonly deliver: { readonly tenant: string; readonly id: string; readonly channel: string };
  /** Evaluates again what an earlier edition decided. */
  readonly reconsider: { readonly tenant: string };
}

/** Moves the ticket's one wake-up, and asks for what is due to be delivered; part of the transaction that decided it. */
export async function setJobs(
  desk: Desk,
  client: pg.PoolClient,
  tenant: string,
  ticket: string,
  { verdict, due }: Decision,
): Promise<void> {
  const key = `wake:${tenant}/${ticket}`;
  const { nextChangeAt } = verdict;
  if (nextChangeAt === null) await client.query("select graphile_worker.remove_job($1)", [key]);
  else await addWake(desk, client, { tenant, ticket, at: nextChangeAt });
  for (const { action } of due)
    for (const channel of desk.channels) await addDelivery(desk, client, { tenant, id: action.id, channel });
}

/** Replaces the wake-up of a ticket by one at another instant. */
export async function addWake(desk: Desk, client: pg.PoolClient | pg.Pool, job: Jobs["wake"]): Promise<void> {
  // A time beyond what the database can say is no time to wait for
  const runAt = new Date(Math.min(desk.clock.real(job.at), 8_000_000_000_000_000));
  await client.query(
    "select graphile_worker.add_job('wake', $1, run_at := $2, job_key := $3, job_key_mode := 'replace')",
    [JSON.stringify(job), runAt, `wake:${job.tenant}/${job.ticket}`],
  );
}

export async function addDelivery(
  desk: Desk,
  client: pg.PoolClient | pg.Pool,
  job: Jobs["deliver"],
): Promise<void> {
  await client.query("select graphile_worker.add_job('deliver', $1, job_key := $2, max_attempts := $3)", [
    JSON.stringify(job),
    deliveryKey(job),
    desk.config.DELIVERY_ATTEMPTS,
  ]);
}

export function deliveryKey({ tenant, id, channel }: Jobs["deliver"]): string {
  return `${channel}:${tenant}/${id}`;
}

export async function addReconsider(client: pg.PoolClient | pg.Pool, tenant: string): Promise<void> {
  await client.query("select graphile_worker.add_job('reconsider', $1, job_key := $2)", [
    JSON.stringify({ tenant }),
    `reconsider:${tenant}`,
  ]);
}
