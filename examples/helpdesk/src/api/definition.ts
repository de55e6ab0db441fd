import { checkSla, type Definition, evaluateTicket, type HistoryEvent, type Issue, type Sla } from "dueclock";
import { backtestAsync } from "dueclock/backtest";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { inTransaction } from "../db/database.ts";
import { currentVersion, type Edition } from "../desk/definitions.ts";
import type { Desk } from "../desk/desk.ts";
import { NoDefinition } from "../desk/handle.ts";
import { historiesOf } from "../desk/histories.ts";
import { addReconsider } from "../desk/jobs.ts";
import { Refusal } from "./problem.ts";
import { backtestBody, draftBody, releaseBody } from "./schemas.ts";

export function definitionRoutes(plain: FastifyInstance, desk: Desk): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  const { pool } = desk.database;
  app.get("/definitions", { schema: { summary: "All versions, the latest first" } }, async ({ tenant }) => {
    const { rows } = await pool.query(
      `select version, fingerprint, released_at as "releasedAt" from definition where tenant = $1 order by version desc limit 1000`,
      [tenant],
    );
    return { definitions: rows };
  });
  app.get(
    "/definitions/:version",
    {
      schema: {
        summary: "One version; `current` is the latest",
        params: z.object({
          version: z.union([z.literal("current"), z.coerce.number().int().min(1).max(2_000_000_000)]),
        }),
      },
    },
    async ({ tenant, params }) => {
      const version = params.version === "current" ? await currentVersion(pool, tenant) : params.version;
      const edition = await desk.definitions.get(pool, tenant, version);
      if (!edition) throw new Refusal(404, "no_definition", "there is no such version");
      return { version, definition: edition.body };
    },
  );
  app.post(
    "/definitions/check",
    {
      schema: {
        summary: "All issues of a draft, and what it would change for open tickets",
        body: draftBody,
      },
    },
    async ({ tenant, body }) => {
      const { issues, sla } = checkSla(body.definition);
      const edition = await desk.definitions.get(pool, tenant, await currentVersion(pool, tenant));
      return {
        issues: issues.map(issueOf),
        preview: sla === null ? null : await preview(desk, tenant, edition, sla, body.tickets),
      };
    },
  );
  app.post(
    "/definitions/backtest",
    { schema: { summary: "What a draft would have changed of all that is stored", body: backtestBody } },
    async ({ tenant, body }) => {
      const edition = await desk.definitions.get(pool, tenant, await currentVersion(pool, tenant));
      if (!edition) throw new NoDefinition();
      const draft = checkSla(body.definition);
      if (draft.sla === null)
        throw new Refusal(422, "invalid", "the definition makes no sense", draft.issues.map(issueOf));
      const current = checkSla(edition.body);
      return backtestAsync(historiesOf(desk, tenant), {
        current,
        draft,
        asOf: desk.clock.now(),
        limit: body.limit,
      });
    },
  );
  app.post(
    "/definitions",
    { schema: { summary: "Release a definition", body: releaseBody } },
    async (request, reply) => {
      const { tenant, body } = request;
      const { issues, sla } = checkSla(body.definition);
      const errors = issues.filter(({ severity }) => severity === "error");
      if (sla === null || errors.length > 0)
        throw new Refusal(422, "invalid", "the definition makes no sense", errors.map(issueOf));
      const version = await release(desk, tenant, body.definition as Definition<string>, sla, body.over);
      return reply.code(201).send({ version, fingerprint: sla.fingerprint, issues: issues.map(issueOf) });
    },
  );
}

function issueOf(issue: Issue) {
  return { path: issue.path.join("."), message: issue.message, code: issue.code, severity: issue.severity };
}

/** Open tickets are evaluated again by the queue; those that something happens to meanwhile, at once. */
async function release(
  desk: Desk,
  tenant: string,
  body: Definition<string>,
  sla: Sla,
  over: number | undefined,
): Promise<number> {
  return inTransaction(desk.database.pool, async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtextextended('definition/' || $1, 0))", [tenant]);
    const current = await currentVersion(client, tenant);
    if (over !== undefined && over !== current)
      throw new Refusal(409, "conflict", `version ${current} is in force: somebody released it meanwhile`);
    await client.query(
      "insert into definition (tenant, version, body, fingerprint, released_at) values ($1, $2, $3, $4, $5)",
      [tenant, current + 1, JSON.stringify(body), sla.fingerprint, desk.clock.now()],
    );
    await addReconsider(client, tenant);
    return current + 1;
  });
}

/** What a draft would say of the most urgent open tickets, beside what is said now. */
async function preview(desk: Desk, tenant: string, edition: Edition | null, draft: Sla, most: number) {
  const { rows } = await desk.database.pool.query<{ ticket: string; events: HistoryEvent[] }>(
    `select s.ticket, (select jsonb_agg(body order by at, position) from event as e where e.tenant = s.tenant and e.ticket = s.ticket) as events
      from ticket_sla as s where tenant = $1 and is_open order by rank, due_at nulls last, ticket limit $2`,
    [tenant, most],
  );
  const now = desk.clock.now();
  const changed = rows.flatMap(({ ticket, events }) => {
    const asOf = events.reduce((latest, { at }) => Math.max(latest, at), now);
    const read = (sla: Sla | undefined) => (sla ? evaluateTicket(sla, { ticket, events }, { asOf }) : null);
    const [before, after] = [read(edition?.sla), read(draft)];
    const said = (verdict: typeof before) => ({
      policy: verdict?.policy?.name ?? null,
      metric: verdict?.urgency?.metric ?? null,
      dueAt: verdict?.urgency?.dueAt ?? null,
      breached: verdict?.clocks.filter(({ breachedAt }) => breachedAt !== null).length ?? 0,
      actions: verdict?.actions.filter(({ status }) => status === "due").length ?? 0,
    });
    const [was, is] = [said(before), said(after)];
    return JSON.stringify(was) === JSON.stringify(is)
      ? []
      : [{ ticket, fields: after?.fields ?? {}, before: was, after: is }];
  });
  return { tickets: rows.length, changed };
}
