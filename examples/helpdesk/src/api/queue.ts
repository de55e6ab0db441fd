import { businessPeriods, calendarOf, type Evaluation } from "dueclock";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { currentVersion } from "../desk/definitions.ts";
import type { Desk } from "../desk/desk.ts";
import { Refusal } from "./problem.ts";
import { queueQuery } from "./schemas.ts";

/** How far back and ahead a page knows the business hours that it counts by. */
const AHEAD = 14 * 24 * 3_600_000;
/** Stands for no due time, after all others; as in the index. */
const NEVER = 9_007_199_254_740_991;

interface Row {
  readonly ticket: string;
  readonly rank: number;
  readonly due: number;
  readonly verdict: Evaluation;
}

export function queueRoutes(plain: FastifyInstance, desk: Desk): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.get(
    "/queue",
    {
      schema: {
        summary: "Open tickets, the most urgent first, with what a page needs to count down",
        querystring: queueQuery,
      },
    },
    async ({ tenant, query }) => {
      const { limit, after } = query;
      const [rank, due, ticket] = after === undefined ? [-1, 0, ""] : readCursor(after);
      const { rows } = await desk.database.pool.query<Row>(
        `select ticket, rank, coalesce(due_at, ${NEVER}) as due, verdict from ticket_sla
          where tenant = $1 and is_open and (rank, coalesce(due_at, ${NEVER}), ticket) > ($2, $3, $4)
          order by rank, coalesce(due_at, ${NEVER}), ticket limit $5`,
        [tenant, rank, due, ticket, limit],
      );
      const now = desk.clock.now();
      const last = rows.at(-1);
      return {
        now,
        speed: desk.clock.speed,
        tickets: rows.map((row) => rowOf(row, now)),
        hours: await hoursOf(desk, tenant, rows, now),
        next:
          rows.length < limit || !last
            ? null
            : Buffer.from(JSON.stringify([last.rank, last.due, last.ticket])).toString("base64url"),
      };
    },
  );
}

function rowOf({ ticket, verdict }: Row, now: number) {
  const { urgency, clocks, fields, policy, category } = verdict;
  const reading = clocks.find(({ id }) => id === urgency?.clock);
  const late = clocks.filter(
    ({ endedAt, dueAt, breachedAt }) =>
      endedAt === null && (breachedAt !== null || (dueAt !== null && dueAt < now)),
  );
  return {
    ticket,
    fields,
    category,
    policy: policy?.name ?? null,
    metric: urgency?.metric ?? null,
    dueAt: urgency?.dueAt ?? null,
    state: reading?.state ?? null,
    basis: reading?.basis ?? null,
    calendar: reading?.calendar ?? null,
    remainingMs: reading?.remainingMs ?? null,
    atRiskAt: reading?.atRiskAt ?? null,
    late: late.map(({ metric }) => metric),
  };
}

/** Business hours from now on, of the calendars that count for these tickets. */
async function hoursOf(desk: Desk, tenant: string, rows: readonly Row[], now: number) {
  const { pool } = desk.database;
  const edition = await desk.definitions.get(pool, tenant, await currentVersion(pool, tenant));
  const names = new Set(
    rows.flatMap(({ verdict }) =>
      verdict.clocks.flatMap(({ calendar }) => (calendar === null ? [] : [calendar])),
    ),
  );
  const hours: Record<string, { from: number; to: number }[]> = {};
  for (const name of names) {
    const calendar = edition && calendarOf(edition.sla, name);
    if (calendar)
      hours[name] = [...businessPeriods(calendar, now - AHEAD, now + AHEAD)].map(({ from, to }) => ({
        from,
        to,
      }));
  }
  return hours;
}

function readCursor(text: string): [rank: number, due: number, ticket: string] {
  try {
    const [rank, due, ticket] = JSON.parse(Buffer.from(text, "base64url").toString());
    if (Number.isInteger(rank) && Number.isInteger(due) && typeof ticket === "string")
      return [rank, due, ticket];
  } catch {}
  throw new Refusal(422, "invalid", "the query is not as it should be", [
    { path: "after", message: "is no `next` of a page" },
  ]);
}
