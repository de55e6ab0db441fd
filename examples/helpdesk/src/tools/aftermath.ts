import { compileSla, type Definition, type HistoryEvent, type Sla } from "dueclock";
import type pg from "pg";
import type { Story, Told } from "./feed.ts";
import { type Judgement, judge, type Performed } from "./judge.ts";
import type { Received } from "./receiver.ts";

/** What became of the actions of all tickets. Lists are of ids, with their tenant. */
export interface Verdicts {
  readonly due: number;
  readonly inTime: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly retracted: readonly string[];
  /** Events that were acknowledged and are not in the history. */
  readonly lostEvents: readonly string[];
  /** Rows of the outbox that say performed and were never received, or the other way round. */
  readonly unmatched: readonly string[];
  /** Tickets that were last evaluated by an edition that had been replaced before, though open, or heard of since. */
  readonly stale: readonly string[];
  /** How many actions were decided by each version, and how many tickets were last evaluated by it. */
  readonly byVersion: Readonly<Record<string, { readonly decided: number; readonly tickets: number }>>;
}

interface Ticket {
  readonly ticket: string;
  readonly version: number;
  readonly isOpen: boolean;
  readonly events: readonly HistoryEvent[];
}

/**
 * Judges every ticket by the whole of its history and the edition by which it was last evaluated: the last one, but for tickets
 * that were done before it was released and of which nothing was heard since.
 */
export async function judgeAll(
  pool: pg.Pool,
  definitions: readonly Definition[],
  stories: readonly Story[],
  told: readonly Told[],
  received: ReadonlyMap<string, Received>,
  end: number,
): Promise<Verdicts> {
  const slas = definitions.map((one) => compileSla(one));
  const slaOf = (version: number) => slas[version - 1];
  const { rows: outbox } = await pool.query<{ key: string; state: string; version: number }>(
    "select tenant || '/' || id as key, state, version from outbox",
  );
  const decidedBy = new Map(outbox.map(({ key, version }) => [key, version]));
  const all: { tenant: string; judgement: Judgement }[] = [];
  const [lostEvents, stale]: [string[], string[]] = [[], []];
  const byVersion: Record<string, { decided: number; tickets: number }> = {};
  for (const [i] of slas.entries()) byVersion[i + 1] = { decided: 0, tickets: 0 };
  for (const { version } of outbox) byVersion[version].decided++;
  for (const { tenant, happenings } of stories) {
    const tickets = await ticketsOf(pool, tenant);
    const known = new Set(tickets.flatMap(({ ticket, events }) => events.map(({ id }) => `${ticket}/${id}`)));
    for (const { ticket, event } of happenings)
      if (!known.has(`${ticket}/${event.id}`)) lostEvents.push(`${tenant}/${ticket}/${event.id}`);
    const mine = told.find((one) => one.tenant === tenant) as Told;
    for (const one of tickets) {
      byVersion[one.version].tickets++;
      if (one.version < versionFor(one, mine)) stale.push(`${tenant}/${one.ticket}`);
      const performed = performedOf(tenant, one.ticket, received, (key) => slaOf(decidedBy.get(key) ?? 1));
      const judgement = judge(slaOf(one.version), one.ticket, one.events, performed, end);
      all.push({ tenant, judgement });
    }
  }
  const idsOf = (kind: "lost" | "doubled" | "retracted") =>
    all.flatMap(({ tenant, judgement }) => judgement[kind].map((id) => `${tenant}/${id}`));
  const performed = new Set(outbox.filter(({ state }) => state === "performed").map(({ key }) => key));
  return {
    due: all.reduce((sum, { judgement }) => sum + judgement.due.length, 0),
    inTime: all.reduce((sum, { judgement }) => sum + judgement.inTime.length, 0),
    lost: idsOf("lost"),
    doubled: idsOf("doubled"),
    retracted: idsOf("retracted"),
    lostEvents,
    unmatched: [
      ...[...performed].filter((key) => !received.has(key)),
      ...[...received.keys()].filter((key) => !performed.has(key)),
    ],
    stale,
    byVersion,
  };
}

async function ticketsOf(pool: pg.Pool, tenant: string): Promise<Ticket[]> {
  const { rows } = await pool.query<Ticket>(
    `select ticket, s.version, s.is_open as "isOpen",
        (select jsonb_agg(body order by position) from event as e where e.tenant = s.tenant and e.ticket = s.ticket) as events
      from ticket_sla as s where tenant = $1`,
    [tenant],
  );
  return rows;
}

/** The least version by which a ticket must have been evaluated last. */
function versionFor({ ticket, isOpen }: Ticket, { releasedAt, heardAt }: Told): number {
  const heard = isOpen ? Number.POSITIVE_INFINITY : (heardAt.get(ticket) ?? 0);
  return Math.max(1, ...[...releasedAt].filter(([, at]) => at < heard).map(([version]) => version));
}

function performedOf(
  tenant: string,
  ticket: string,
  received: ReadonlyMap<string, Received>,
  slaOf: (key: string) => Sla,
): Performed[] {
  return [...received]
    .filter(([, one]) => one.tenant === tenant && one.ticket === ticket)
    .map(([key, { action, decidedAt }]) => ({ id: action.id, action, decidedAt, sla: slaOf(key) }));
}
