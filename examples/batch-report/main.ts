/**
 * A monthly report over a file: one history a line, read as a stream, each evaluated once and counted. What is kept in memory is
 * the report, not the tickets.
 */
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { compileSla, evaluateTicket, parseDefinition, type TicketHistory } from "dueclock";
import { addToReport, reportRows, startReport, toCsv } from "dueclock/report";

const week = new URL("../helpdesk-week/", import.meta.url);
const sla = compileSla(parseDefinition(JSON.parse(readFileSync(new URL("definition.json", week), "utf8"))));
const asOf = Date.parse("2026-05-15T16:00:00+02:00");

const report = startReport({ groupBy: ["metric", "policy"] });
let tickets = 0;
for await (const line of createInterface({ input: createReadStream(new URL("tickets.jsonl", week)) })) {
  if (line.trim() === "") continue;
  addToReport(report, evaluateTicket(sla, JSON.parse(line) as TicketHistory, { asOf }));
  tickets++;
}

const columns = ["metric", "policy", "met", "missed", "pending", "compliance"];
const rows = reportRows(report).map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])));
console.log(`${tickets} tickets, as CSV:\n`);
console.log(toCsv(rows).trimEnd());
