import { text as fieldText, number } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { isAtRisk, isLate } from "../summary.ts";
import { amountWords, capital, localTime, metricWords, plural, zoneWords } from "../words.ts";
import type { PageData, QueuedTicket } from "./gather.ts";
import { host, text } from "./html.ts";
import { bad, listOr, paragraph, type Row, type Section, table } from "./parts.ts";

/** Open tickets by urgency, the first of them. */
export function queueSection({ queue }: PageData, desk: Desk, asOf: number): Section {
  const more = queue.count() - queue.items.length;
  const rows = queue.items.map((one) => queueRow(one, desk, asOf));
  return {
    id: "queue",
    title: "What is most urgent",
    content: [
      paragraph(
        "Open tickets by what runs out first. Time left counts working hours, or all hours where so promised; paused clocks come last.",
      ),
      listOr("No promise is open.", rows, () =>
        table(
          "queue",
          `${rows.length < queue.count() ? `The first ${rows.length} of ` : ""}${plural(queue.count(), "ticket")} with an open promise`,
          [
            { title: "Ticket" },
            { title: "Time left", as: "number" },
            { title: "What", as: "line" },
            { title: "Due (local time)", as: "line" },
            { title: "Clock", as: "line" },
            { title: "Subject", as: "words" },
            { title: "Priority" },
            { title: "Assignee" },
          ],
          rows,
        ),
      ),
      ...(more > 0 ? [paragraph(`And ${number(more)} more.`, "muted")] : []),
    ],
  };
}

function queueRow({ ticket, fields, reading }: QueuedTicket, desk: Desk, asOf: number): Row {
  const { remainingMs, dueAt, metric, policy } = reading;
  const zone = desk.zoneOf(policy);
  const left = remainingMs ?? 0;
  return {
    cells: [
      host(ticket),
      bad(left < 0 ? `${amountWords(left)} over` : amountWords(left), left < 0),
      host(capital(metricWords(metric))),
      text(dueAt === null ? "not while paused" : `${localTime(dueAt, zone, asOf)} ${zoneWords(zone)}`),
      bad(clockWords(reading, asOf), isLate(reading)),
      host(fieldText(fields.subject)),
      host(fieldText(fields.priority)),
      host(fieldText(fields.assignee)),
    ],
  };
}

function clockWords(reading: QueuedTicket["reading"], asOf: number): string {
  if (isLate(reading)) return reading.state === "paused" ? "late, paused" : "late";
  if (reading.state === "paused") return "paused";
  if (isAtRisk(reading, asOf)) return "at risk";
  return reading.outsideBusinessHours ? "desk closed" : "running";
}
