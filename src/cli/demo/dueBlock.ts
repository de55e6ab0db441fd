import { number, right, text } from "./cells.ts";
import type { Desk } from "./desk.ts";
import { type DueClock, isAtRisk, isLate, type Summary } from "./summary.ts";
import { type Cell, type Paint, paragraph, table } from "./table.ts";
import { amountWords, localTime, metricWords, zoneWords } from "./words.ts";

/** The next promises to run out, and those that have. */
export function dueBlock(summary: Summary, desk: Desk, paint: Paint): string[] {
  const { overdue, next } = summary;
  const late = overdue.items.map((due) => dueRow(due, summary.asOf, desk));
  const columns = (due: string, left: string) => [
    { title: "Ticket" },
    { title: "What" },
    { title: due },
    right(left),
    { title: "Clock" },
    { title: "Priority" },
    { title: "Assignee" },
  ];
  const more = overdue.count() - overdue.items.length;
  return [
    ...table(
      columns("Due (local time)", "Time left"),
      next.items.map((due) => dueRow(due, summary.asOf, desk)),
      paint,
    ),
    ...paragraph(
      "Time left counts working hours, or all hours where so promised; paused: if it resumed now.",
    ),
    "",
    ...(late.length === 0
      ? ["  Nothing is overdue."]
      : table(columns("Overdue since", "Overdue by"), late, paint)),
    ...(more > 0 ? [`  and ${number(more)} more that are overdue`] : []),
  ];
}

function dueRow({ ticket, fields, reading, dueAt }: DueClock, asOf: number, desk: Desk): Cell[] {
  const zone = desk.zoneOf(reading.policy);
  const isOverdue = dueAt <= asOf;
  const style = isOverdue ? "late" : isAtRisk(reading, asOf) ? "warn" : null;
  const left = amountWords(reading.remainingMs ?? 0);
  return [
    ticket,
    metricWords(reading.metric),
    `${localTime(dueAt, zone, asOf)} ${zoneWords(zone)}`,
    style ? { text: left, style } : left,
    clockWords(reading, asOf),
    text(fields.priority),
    text(fields.assignee),
  ];
}

function clockWords(reading: DueClock["reading"], asOf: number): string {
  if (reading.state === "paused") return isLate(reading) ? "paused, late" : "paused";
  if (isAtRisk(reading, asOf)) return "at risk";
  return reading.outsideBusinessHours ? "desk closed" : "running";
}
