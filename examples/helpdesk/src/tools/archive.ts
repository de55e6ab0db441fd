import type { HistoryEvent } from "dueclock";
import { decide } from "../desk/decide.ts";
import type { Edition } from "../desk/definitions.ts";
import { derivedOf } from "../desk/derived.ts";
import type { Desk } from "../desk/desk.ts";
import type { Random } from "./random.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Tickets that are written with one statement. */
const BATCH = 500;

/** Each is answered, asked about again, answered again and solved: a first response, a next response and a resolution. */
export const CLOCKS_EACH = 3;

/**
 * Years of tickets that are done, written as the desk would have left them: their histories with what was performed, and their
 * verdicts; only faster, many with one statement. Gives how many clocks there are.
 */
export async function fillArchive(
  desk: Desk,
  count: number,
  random: Random,
  tell: (done: number) => void,
): Promise<number> {
  const { pool } = desk.database;
  const edition = (await desk.definitions.get(pool, "acme", 1)) as Edition;
  let clocks = 0;
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => {
      const ticket = `T-${from + i}`;
      const known = { ticket, events: lifeOf(from + i, random, desk.clock.now()), snapshot: null, before: 0 };
      const decision = decide(edition.sla, known, desk.clock.now());
      if (decision === null) throw new Error("there is no snapshot that could be refused");
      clocks += decision.verdict.clocks.length;
      const events = [...known.events, ...decision.events];
      return { ticket, events, derived: derivedOf(edition, known, decision) };
    });
    await pool.query(
      `insert into event (tenant, ticket, id, at, body)
        select 'acme', one ->> 'ticket', event ->> 'id', (event ->> 'at')::bigint, event
        from jsonb_array_elements($1::jsonb) as one, jsonb_array_elements(one -> 'events') as event`,
      [JSON.stringify(rows.map(({ ticket, events }) => ({ ticket, events })))],
    );
    await pool.query(
      `insert into ticket_sla (tenant, ticket, version, events, as_of, verdict, is_open, rank, due_at, next_change_at)
        select 'acme', one ->> 'ticket', (one -> 'row' ->> 0)::int, (one -> 'row' ->> 1)::int, (one -> 'row' ->> 2)::bigint,
          (one -> 'row' ->> 3)::jsonb, (one -> 'row' ->> 5)::boolean, (one -> 'row' ->> 6)::smallint,
          (one -> 'row' ->> 7)::bigint, (one -> 'row' ->> 8)::bigint
        from jsonb_array_elements($1::jsonb) as one`,
      [JSON.stringify(rows.map(({ ticket, derived }) => ({ ticket, row: derived })))],
    );
    tell(from + rows.length);
  }
  await pool.query("vacuum analyze event, ticket_sla");
  return clocks;
}

function lifeOf(i: number, random: Random, now: number): HistoryEvent[] {
  const at = now - random.whole(7, 700) * DAY - random.whole(0, 24 * 60) * MINUTE;
  const answeredAt = at + random.whole(5, 240) * MINUTE;
  const askedAt = answeredAt + random.whole(5, 600) * MINUTE;
  const solvedAt = askedAt + random.whole(5, 900) * MINUTE;
  const set = {
    plan: random.pick(["gold", "basic", "basic", "basic"]),
    region: random.pick(["europe", "americas"]),
    priority: random.pick(["urgent", "high", "normal", "normal", "low"]),
    assignee: random.pick(["ada", "ben", "cem", "dora"]),
    status: "Open",
    subject: `Ticket ${i}`,
  };
  return [
    { id: "e1", at, type: "created", by: "requester", set },
    { id: "e2", at: answeredAt, type: "message", by: "agent" },
    { id: "e3", at: askedAt, type: "message", by: "requester" },
    { id: "e4", at: solvedAt, type: "message", by: "agent", set: { status: "Solved" } },
  ];
}
