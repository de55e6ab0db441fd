import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Desk } from "../desk/desk.ts";
import { addDelivery } from "../desk/jobs.ts";
import { Refusal } from "./problem.ts";
import { outboxQuery, retryBody } from "./schemas.ts";

export function outboxRoutes(plain: FastifyInstance, desk: Desk): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  const { pool } = desk.database;
  app.get(
    "/outbox",
    {
      schema: { summary: "What is to be delivered, was, or could not be (`dead`)", querystring: outboxQuery },
    },
    async ({ tenant, query }) => {
      const { rows } = await pool.query(
        `select id, channel, ticket, state, decided_at as "decidedAt", performed_at as "performedAt", last_error as "lastError",
          is_retracted as "isRetracted" from outbox where tenant = $1 and state = $2 order by created_at desc limit $3`,
        [tenant, query.state, query.limit],
      );
      return { outbox: rows };
    },
  );
  app.post(
    "/outbox/retry",
    { schema: { summary: "Deliver a dead letter after all", body: retryBody } },
    async ({ tenant, body }) => {
      const { id, channel } = body;
      const { rowCount } = await pool.query(
        "update outbox set state = 'pending' where tenant = $1 and id = $2 and channel = $3 and state = 'dead'",
        [tenant, id, channel],
      );
      if (rowCount === 0) throw new Refusal(404, "no_dead_letter", "there is no such dead letter");
      await addDelivery(desk, pool, { tenant, id, channel });
      return { id, channel, state: "pending" };
    },
  );
  app.get("/inbox", { schema: { summary: "The latest notices of the inbox" } }, async ({ tenant }) => {
    const { rows } = await pool.query(
      "select id, ticket, action, at from inbox where tenant = $1 order by at desc limit 200",
      [tenant],
    );
    return { notices: rows };
  });
}
