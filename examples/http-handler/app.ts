import {
  compileSla,
  evaluateTicket,
  parseDefinition,
  type Sla,
  SlaError,
  sentence,
  type TicketHistory,
} from "dueclock";
import { historySchema } from "dueclock/schema";
import fastify, { type FastifyInstance } from "fastify";

/** A service with one definition in memory: put it, and ask for verdicts. The clock comes in, so that a test can set it. */
export function createApp(now: () => number): FastifyInstance {
  const app = fastify({ bodyLimit: 2 * 1_024 * 1_024 });
  let sla: Sla | null = null;

  app.put("/definition", (request, reply) => {
    try {
      sla = compileSla(parseDefinition(request.body));
      return reply.code(200).send({ fingerprint: sla.fingerprint });
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      const issues = error.issues.map((issue) => ({
        code: issue.code,
        path: issue.path,
        message: sentence(issue),
      }));
      return reply.code(422).send({ issues });
    }
  });

  app.post("/verdicts", (request, reply) => {
    if (!sla) return reply.code(409).send({ message: "no definition yet" });
    // Evaluation takes any history and warns; at the door a host may be stricter
    if (!historySchema.safeParse(request.body).success)
      return reply.code(422).send({ message: "no history" });
    return reply.send(evaluateTicket(sla, request.body as TicketHistory, { asOf: now() }));
  });

  return app;
}
