import { Readable } from "node:stream";
import { type Evaluation, evaluateTicket, luxonZones } from "dueclock";
import {
  addToReport,
  type Dimension,
  type ReportLayout,
  type ReportRow,
  reportRows,
  startReport,
  toCsv,
} from "dueclock/report";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { currentVersion } from "../desk/definitions.ts";
import type { Desk } from "../desk/desk.ts";
import { NoDefinition } from "../desk/handle.ts";
import { historiesOf } from "../desk/histories.ts";
import { complianceQuery, logQuery } from "./schemas.ts";

export function reportRoutes(plain: FastifyInstance, desk: Desk): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.get(
    "/reports/compliance",
    { schema: { summary: "Kept and missed promises by group and period", querystring: complianceQuery } },
    async ({ tenant, query }, reply) => {
      const { format, groupBy, period = null, timeZone, from = null, to = null } = query;
      const dimensions =
        groupBy
          ?.split(",")
          .map((one) => (one.startsWith("field.") ? { field: one.slice(6) } : one) as Dimension) ?? [];
      const report = startReport({ groupBy: dimensions, period, timeZone, from, to }, luxonZones());
      for await (const verdict of verdictsOf(desk, tenant)) addToReport(report, verdict);
      const rows = reportRows(report);
      if (format === "json") return { asOf: report.asOf, tickets: report.tickets, rows };
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="compliance.csv"')
        .send(toCsv(rows));
    },
  );
  app.get(
    "/reports/log",
    { schema: { summary: "A row for each clock, ticket by ticket, streamed", querystring: logQuery } },
    async ({ tenant, query }, reply) => {
      const { format, timeZone, from = null, to = null } = query;
      const layout: ReportLayout = { kind: "log", timeZone, from, to, limit: 1_000_000 };
      startReport(layout, luxonZones()); // what is wrong with it is said before the first line
      if ((await currentVersion(desk.database.pool, tenant)) === 0) throw new NoDefinition();
      const parts = logParts(verdictsOf(desk, tenant), layout);
      reply.type(format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8");
      if (format === "csv") reply.header("content-disposition", 'attachment; filename="log.csv"');
      return reply.send(Readable.from(format === "csv" ? csvOf(parts) : jsonOf(parts)));
    },
  );
}

/** The rows of each ticket by themselves: a log in the order of the tickets, which never holds more than one. */
async function* logParts(
  verdicts: AsyncIterable<Evaluation>,
  layout: ReportLayout,
): AsyncGenerator<readonly ReportRow[]> {
  for await (const verdict of verdicts)
    yield reportRows(addToReport(startReport(layout, luxonZones()), verdict));
}

async function* csvOf(parts: AsyncIterable<readonly ReportRow[]>): AsyncGenerator<string> {
  let columns: string[] | null = null;
  for await (const rows of parts) {
    if (rows.length === 0) continue;
    const header = columns === null;
    columns ??= Object.keys(rows[0]);
    yield toCsv(rows, { columns, header });
  }
}

async function* jsonOf(parts: AsyncIterable<readonly ReportRow[]>): AsyncGenerator<string> {
  let before = '{"rows":[\n';
  for await (const rows of parts)
    for (const row of rows) {
      yield `${before}${JSON.stringify(row)}`;
      before = ",\n";
    }
  yield before === ",\n" ? "\n]}\n" : '{"rows":[]}\n';
}

/** The verdicts of all tickets by the definition in force, as of one instant. */
async function* verdictsOf(desk: Desk, tenant: string): AsyncGenerator<Evaluation> {
  const { pool } = desk.database;
  const edition = await desk.definitions.get(pool, tenant, await currentVersion(pool, tenant));
  if (!edition) throw new NoDefinition();
  const asOf = desk.clock.now();
  for await (const history of historiesOf(desk, tenant)) yield evaluateTicket(edition.sla, history, { asOf });
}
