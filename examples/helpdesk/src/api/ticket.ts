import { evaluateTicket, type HistoryEvent, type TicketHistory } from "dueclock";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { currentVersion } from "../desk/definitions.ts";
import type { Desk } from "../desk/desk.ts";
import { handle, NoDefinition } from "../desk/handle.ts";
import { Refusal } from "./problem.ts";
import { eventsBody, ticketParams } from "./schemas.ts";

/** How far ahead of the desk's clock an event may say it happened, by the machine's time: a sender's clock is never quite right. */
const AHEAD = 5 * 60_000;

export function ticketRoutes(plain: FastifyInstance, desk: Desk): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.post(
    "/tickets/:ticket/events",
    {
      schema: {
        summary: "Append events to a ticket; the same id again changes nothing",
        params: ticketParams,
        body: eventsBody,
      },
    },
    async (request) => {
      const { events } = request.body;
      const latest = desk.clock.now() + AHEAD * desk.clock.speed;
      const ahead = events.flatMap(({ at }, i) =>
        at > latest ? [{ path: `events.${i}.at`, message: "lies in the future" }] : [],
      );
      if (ahead.length > 0) throw new Refusal(422, "invalid", "the body is not as it should be", ahead);
      const { tenant, params } = request;
      const { verdict, changes, ...told } = await handle(
        desk,
        tenant,
        params.ticket,
        events as HistoryEvent[],
      );
      return {
        ...told,
        urgency: verdict.urgency,
        nextChangeAt: verdict.nextChangeAt,
        warnings: verdict.warnings,
        changes: { clocks: changes.clocks, retracted: changes.actions.retract.map(({ id }) => id) },
      };
    },
  );
  app.get(
    "/tickets/:ticket",
    { schema: { summary: "A ticket's verdict as of now, whole", params: ticketParams } },
    async ({ tenant, params }) => {
      const { edition, history, asOf } = await readTicket(desk, tenant, params.ticket);
      return { verdict: evaluateTicket(edition.sla, history, { asOf }), events: history.events.length };
    },
  );
  app.get(
    "/tickets/:ticket/events",
    { schema: { summary: "A ticket's history, in the order in which it happened", params: ticketParams } },
    async ({ tenant, params }) => ({ events: await historyOf(desk, tenant, params.ticket) }),
  );
}

/** A ticket's history, the edition in force, and the instant that is asked about. @throws Refusal where this tenant has no such ticket. */
export async function readTicket(desk: Desk, tenant: string, ticket: string, asked?: number) {
  const { pool } = desk.database;
  const edition = await desk.definitions.get(pool, tenant, await currentVersion(pool, tenant));
  if (!edition) throw new NoDefinition();
  const history: TicketHistory = { ticket, events: await historyOf(desk, tenant, ticket) };
  const asOf = asked ?? history.events.reduce((latest, { at }) => Math.max(latest, at), desk.clock.now());
  return { edition, history, asOf };
}

export async function historyOf({ database }: Desk, tenant: string, ticket: string): Promise<HistoryEvent[]> {
  const { rows } = await database.pool.query<{ body: HistoryEvent }>(
    "select body from event where tenant = $1 and ticket = $2 order by at, position",
    [tenant, ticket],
  );
  if (rows.length === 0) throw new Refusal(404, "no_ticket", "there is no such ticket");
  return rows.map(({ body }) => body);
}
