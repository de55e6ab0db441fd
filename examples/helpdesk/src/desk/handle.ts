import {
  diffEvaluations,
  type Evaluation,
  type EvaluationDiff,
  type HistoryEvent,
  type Snapshot,
} from "dueclock";
import type pg from "pg";
import { inTransaction } from "../db/database.ts";
import { type Decision, decide, type Known } from "./decide.ts";
import type { Edition } from "./definitions.ts";
import { derivedOf } from "./derived.ts";
import type { Desk } from "./desk.ts";
import { addDelivery, wakeKey, wakeOf } from "./jobs.ts";

/** What became of the events that arrived. */
export interface Handled {
  /** Ids of those that are new. */
  readonly appended: readonly string[];
  /** Of those that were known, and say now what they said then. */
  readonly known: readonly string[];
  /** Of those that were known and said something else: what they said first stands. */
  readonly differing: readonly string[];
  readonly verdict: Evaluation;
  readonly changes: EvaluationDiff;
}

const ADD_WAKE =
  "select graphile_worker.add_job('wake', $12, run_at := $13, job_key := $14, job_key_mode := 'replace')";

const REMOVE_WAKE = "select graphile_worker.remove_job($12)";

/** Nothing is promised to a tenant that has released no definition. */
export class NoDefinition extends Error {}

/**
 * All that happens when an event arrives, a wake-up calls, or the sweeper finds something, in one transaction: lock, append,
 * decide, put what is due in the outbox, feed it back, store the verdict, set the wake-up. The same events again change nothing.
 * `woken`: the instant of the wake-up that calls, 0 without one.
 */
export function handle(
  desk: Desk,
  tenant: string,
  ticket: string,
  events: readonly HistoryEvent[],
  woken = 0,
): Promise<Handled> {
  return inTransaction(desk.database.pool, async (client) => {
    const appended = await arrive(client, tenant, ticket, events);
    const arrived = await compare(client, tenant, ticket, events, appended);
    const { version, previous, known } = await load(client, tenant, ticket);
    const edition = version === null ? null : await desk.definitions.get(client, tenant, version);
    if (!edition) throw new NoDefinition("no definition has been released");
    const now = Math.max(desk.clock.now(), woken);
    let base = known;
    let decision = decide(edition.sla, base, now);
    if (decision === null) {
      base = await loadWhole(client, tenant, ticket);
      decision = decide(edition.sla, base, now) as Decision;
    }
    await store(desk, client, tenant, ticket, edition, base, decision, previous);
    return { ...arrived, verdict: decision.verdict, changes: diffEvaluations(previous, decision.verdict) };
  });
}

/** Locks the ticket until the transaction ends, and then appends what is new. Named statements are planned once a connection. */
async function arrive(
  client: pg.PoolClient,
  tenant: string,
  ticket: string,
  events: readonly HistoryEvent[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ appended: string[] }>({
    name: "arrive",
    text: `with locked as materialized (select pg_advisory_xact_lock(hashtextextended($1 || '/' || $2, 0)) is null as it),
      new as (insert into event (tenant, ticket, id, at, body)
        select $1, $2, one ->> 'id', (one ->> 'at')::bigint, one
        from locked, jsonb_array_elements($3::jsonb) with ordinality as t (one, i) order by i
        on conflict do nothing returning id)
      select array(select id from new) as appended from locked`,
    values: [tenant, ticket, JSON.stringify(events)],
  });
  return rows[0].appended;
}

/** What became of each event: those that were known are compared with what they said first. */
async function compare(
  client: pg.PoolClient,
  tenant: string,
  ticket: string,
  events: readonly HistoryEvent[],
  appended: readonly string[],
) {
  if (appended.length === events.length) return { appended, known: [], differing: [] };
  const { rows } = await client.query<{ id: string }>(
    `select id from event, jsonb_array_elements($3::jsonb) as one
      where tenant = $1 and ticket = $2 and id = one ->> 'id' and body = one`,
    [tenant, ticket, JSON.stringify(events)],
  );
  const same = new Set(rows.map(({ id }) => id));
  const rest = [...new Set(events.map(({ id }) => id))].filter((id) => !appended.includes(id));
  return {
    appended,
    known: rest.filter((id) => same.has(id)),
    differing: rest.filter((id) => !same.has(id)),
  };
}

/**
 * The version in force, the verdict before, and the history: after the snapshot, where there is one of that very version.
 * Asked when the ticket is locked: a statement that waits for the lock reads what was so before it waited.
 */
async function load(client: pg.PoolClient, tenant: string, ticket: string) {
  const { rows } = await client.query<{
    version: number | null;
    verdict: Evaluation | null;
    snapshot: Snapshot | null;
    before: number | null;
    events: HistoryEvent[] | null;
  }>({
    name: "load",
    text: `with force as (select max(version) as version from definition where tenant = $1),
      kept as (
        select verdict, events as before, case when s.version = force.version then snapshot end as snapshot,
          case when s.version = force.version and snapshot is not null then snapshot_position else 0 end as since
        from ticket_sla as s, force where tenant = $1 and ticket = $2)
    select force.version, verdict, snapshot, before, (
      select jsonb_agg(body order by at, position) from event
      where tenant = $1 and ticket = $2 and position > coalesce((select since from kept), 0)) as events
    from force left join kept on true`,
    values: [tenant, ticket],
  });
  const [{ version, verdict, snapshot, before, events }] = rows;
  const known: Known = {
    ticket,
    snapshot,
    before: snapshot === null ? 0 : (before ?? 0),
    events: events ?? [],
  };
  return { version, previous: verdict, known };
}

async function loadWhole(client: pg.PoolClient, tenant: string, ticket: string): Promise<Known> {
  const { rows } = await client.query<{ body: HistoryEvent }>(
    "select body from event where tenant = $1 and ticket = $2 order by at, position",
    [tenant, ticket],
  );
  return { ticket, snapshot: null, before: 0, events: rows.map(({ body }) => body) };
}

async function store(
  desk: Desk,
  client: pg.PoolClient,
  tenant: string,
  ticket: string,
  edition: Edition,
  known: Known,
  decision: Decision,
  previous: Evaluation | null,
): Promise<void> {
  const { verdict, due } = decision;
  if (due.length > 0) {
    await arrive(client, tenant, ticket, decision.events);
    await client.query(
      `insert into outbox (tenant, id, channel, ticket, action, decided_at, version)
        select $1, one -> 'action' ->> 'id', channel, $2, one -> 'action', (one ->> 'decidedAt')::bigint, $5
        from jsonb_array_elements($3::jsonb) as one, unnest($4::text[]) as channel on conflict do nothing`,
      [tenant, ticket, JSON.stringify(due), desk.channels, edition.version],
    );
  }
  if (isRetracting(previous) || isRetracting(verdict))
    await client.query(
      `update outbox set is_retracted = one ->> 'status' = 'retracted' from jsonb_array_elements($3::jsonb) as one
        where tenant = $1 and ticket = $2 and outbox.id = one ->> 'id' and is_retracted <> (one ->> 'status' = 'retracted')`,
      [tenant, ticket, JSON.stringify(verdict.actions.map(({ id, status }) => ({ id, status })))],
    );
  const row = derivedOf(edition, known, decision);
  const { name, wakeStatement, values } = movedWake(desk, tenant, ticket, previous, verdict);
  await client.query({
    name: `store${name}`,
    text: `with stored as (insert into ticket_sla (tenant, ticket, version, events, as_of, verdict, snapshot, snapshot_position, is_open, rank,
        due_at, next_change_at)
      values ($1, $2, $3, $4, $5, $6, $7, case when $7::jsonb is null then null else
        (select max(position) from event where tenant = $1 and ticket = $2) end, $8, $9, $10, $11)
      on conflict (tenant, ticket) do update set version = excluded.version, events = excluded.events, as_of = excluded.as_of,
        verdict = excluded.verdict, snapshot = excluded.snapshot, snapshot_position = excluded.snapshot_position,
        is_open = excluded.is_open, rank = excluded.rank, due_at = excluded.due_at, next_change_at = excluded.next_change_at)
      ${wakeStatement}`,
    values: [tenant, ticket, ...row, ...values],
  });
  for (const { action } of due)
    for (const channel of desk.channels) await addDelivery(desk, client, { tenant, id: action.id, channel });
}

/**
 * What has to be done about the ticket's one wake-up, as the end of a statement. Nothing where it stays as it was: it is in the
 * queue, or about to be handled by whoever took it from there, or lost, which the sweeper sees.
 */
function movedWake(
  desk: Desk,
  tenant: string,
  ticket: string,
  previous: Evaluation | null,
  verdict: Evaluation,
) {
  if (previous?.nextChangeAt === verdict.nextChangeAt)
    return { name: "", wakeStatement: "select", values: [] };
  const wake = wakeOf(desk, tenant, ticket, verdict.nextChangeAt);
  return wake === null
    ? { name: " and sleep", wakeStatement: REMOVE_WAKE, values: [wakeKey(tenant, ticket)] }
    : { name: " and wake", wakeStatement: ADD_WAKE, values: wake };
}

function isRetracting(verdict: Evaluation | null): boolean {
  return verdict?.actions.some(({ status }) => status === "retracted") ?? false;
}
