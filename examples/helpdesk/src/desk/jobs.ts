import type pg from "pg";
import type { Desk } from "./desk.ts";

/** What the queue calls for. */
export interface Jobs {
  /** A ticket's one wake-up; `at`: the instant for which it was set, 0 to look at once. */
  readonly wake: { readonly tenant: string; readonly ticket: string; readonly at: number };
  readonly deliver: { readonly tenant: string; readonly id: string; readonly channel: string };
  /** Evaluates again what an earlier edition decided. */
  readonly reconsider: { readonly tenant: string; readonly after?: string };
}

/** The key of a ticket's one wake-up: who adds another with it moves it. */
export function wakeKey(tenant: string, ticket: string): string {
  return `wake:${tenant}/${ticket}`;
}

/** Payload, instant and key of a ticket's wake-up; null for none. */
export function wakeOf(desk: Desk, tenant: string, ticket: string, at: number | null) {
  if (at === null) return null;
  const payload = JSON.stringify({ tenant, ticket, at } satisfies Jobs["wake"]);
  // What lies beyond the times that a date can have is no time to wait for
  return [payload, new Date(Math.min(desk.clock.real(at), LATEST)), wakeKey(tenant, ticket)] as const;
}

const LATEST = 8_000_000_000_000_000;

/** Moves a ticket's wake-up, outside the transaction that decides. */
export async function addWake(
  desk: Desk,
  client: pg.Pool,
  { tenant, ticket, at }: Jobs["wake"],
): Promise<void> {
  await client.query(
    "select graphile_worker.add_job('wake', $1, run_at := $2, job_key := $3, job_key_mode := 'replace')",
    [...(wakeOf(desk, tenant, ticket, at) ?? [])],
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

export async function addReconsider(
  client: pg.PoolClient | pg.Pool,
  tenant: string,
  after = "",
): Promise<void> {
  await client.query("select graphile_worker.add_job('reconsider', $1, job_key := $2)", [
    JSON.stringify({ tenant, after } satisfies Jobs["reconsider"]),
    `reconsider:${tenant}`,
  ]);
}
