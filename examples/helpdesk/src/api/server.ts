import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import fastify, { type FastifyInstance } from "fastify";
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { hashOf } from "../db/migrate.ts";
import type { Desk } from "../desk/desk.ts";
import { definitionRoutes } from "./definition.ts";
import { outboxRoutes } from "./outbox.ts";
import { pageRoutes } from "./page.ts";
import { answerProblems, Refusal } from "./problem.ts";
import { queueRoutes } from "./queue.ts";
import { reportRoutes } from "./report.ts";
import { ticketRoutes } from "./ticket.ts";
import { whyRoutes } from "./why.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Whose data the request may read and write, by its token. */
    tenant: string;
  }
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** The letter that no text of PostgreSQL may have, in JSON. */
const ZERO = /(?:^|[^\\])(?:\\\\)*\\u0000/;

/** The API, its description, and the page. */
export async function createServer(desk: Desk): Promise<FastifyInstance> {
  const { config } = desk;
  const app = fastify({
    logger: false,
    bodyLimit: config.MAX_BODY,
    forceCloseConnections: true,
    trustProxy: false,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-content-type-options", "nosniff");
    reply.header("referrer-policy", "no-referrer");
    reply.header("cross-origin-opener-policy", "same-origin");
    reply.header("cross-origin-resource-policy", "same-origin");
    if (!request.url.startsWith("/docs")) reply.header("content-security-policy", POLICY);
    if (request.url.startsWith("/v1")) reply.header("cache-control", "no-store");
  });
  await app.register(rateLimit, { max: config.RATE_LIMIT, timeWindow: "1 minute" });
  await app.register(swagger, {
    openapi: {
      info: { title: "helpdesk on dueclock", version: "0.1.0" },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: "/docs", staticCSP: true });
  healthRoutes(app, desk);
  pageRoutes(app);
  await app.register(
    async (tenants) => {
      tenants.decorateRequest("tenant", "");
      tenants.addHook("onRequest", async (request) => {
        request.tenant = await tenantOf(desk, request.headers.authorization);
      });
      tenants.addHook("preValidation", async ({ body }) => {
        if (body !== undefined && ZERO.test(JSON.stringify(body)))
          throw new Refusal(422, "invalid", "the body is not as it should be", [
            { path: "", message: "no text may have the letter U+0000" },
          ]);
      });
      ticketRoutes(tenants, desk);
      whyRoutes(tenants, desk);
      queueRoutes(tenants, desk);
      definitionRoutes(tenants, desk);
      reportRoutes(tenants, desk);
      outboxRoutes(tenants, desk);
    },
    { prefix: "/v1" },
  );
  return app;
}

async function tenantOf({ database }: Desk, header: string | undefined): Promise<string> {
  const token = /^Bearer (\S+)$/.exec(header ?? "")?.[1];
  if (token === undefined)
    throw new Refusal(401, "no_token", "send Authorization: Bearer and a tenant's token");
  const { rows } = await database.pool.query<{ id: string }>("select id from tenant where token_hash = $1", [
    hashOf(token),
  ]);
  if (rows.length === 0) throw new Refusal(401, "unknown_token", "no tenant has this token");
  return rows[0].id;
}

function healthRoutes(app: FastifyInstance, { database, clock }: Desk): void {
  app.get("/health", { schema: { summary: "Whether the process lives", security: [] } }, async () => ({
    status: "ok",
  }));
  app.get(
    "/ready",
    { schema: { summary: "Whether it reaches its database", security: [] } },
    async (_, reply) => {
      try {
        await database.pool.query("select 1");
        return { status: "ok", now: clock.now(), speed: clock.speed };
      } catch {
        return reply.code(503).send({ status: "no database" });
      }
    },
  );
}
