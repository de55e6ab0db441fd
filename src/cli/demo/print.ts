import type { FieldPatch } from "../../index.ts";
import type { Desk } from "./desk.ts";
import { storyOf } from "./story.ts";
import { type Category, type DueClock, isAtRisk, isLate, type Outcomes, type Summary } from "./summary.ts";
import { type Cell, type Paint, paragraph, table } from "./table.ts";
import { amountWords, capital, durationWords, fullTime, localTime, metricWords, plural, zoneWords } from "./words.ts";

/** What the demo prints, beside the summary: where the tickets came from. */
export interface Source {
  readonly name: string;
  readonly badLines: number;
}

/** The five blocks, a first line that says what they are about and a last one on how the reading went. */
export function printSummary(summary: Summary, desk: Desk, source: Source, paint: Paint): string {
  const zone = desk.zoneOf(null);
  const about = `${source.name}, as of ${fullTime(summary.asOf, zone)} in ${zoneWords(zone)}`;
  const heading = (text: string) => paint("heading", text);
  const lines = [
    ...paragraph(about, "").map(heading),
    "",
    heading("1. Tickets by state"),
    ...byState(summary, paint),
    "",
    heading("2. Promises kept"),
    ...compliance(summary, desk, paint),
    "",
    heading("3. Due next"),
    ...dueNext(summary, desk, paint),
    "",
    heading("4. Actions to perform now"),
    ...actionsNow(summary, desk, paint),
    "",
    heading("5. The story of one missed promise"),
    ...storyOf(summary, desk, paint),
    "",
    ...closing(summary, source),
  ];
  return `${lines.join("\n")}\n`;
}

const CATEGORIES: readonly (readonly [Category, string])[] = [
  ["new", "New"],
  ["open", "Open"],
  ["pending", "Pending (waiting for the customer)"],
  ["onHold", "On hold (waiting for somebody else)"],
  ["solved", "Solved"],
  ["closed", "Closed"],
];

function byState(summary: Summary, paint: Paint): string[] {
  const rows = CATEGORIES.map(([category, name]) => {
    const count = summary.categories.get(category) ?? 0;
    return [name, number(count), percent(count, summary.tickets)];
  });
  const clocks = byMetric(summary.openClocks).map(([metric, { running, paused, atRisk, late }]): Cell[] => [
    capital(metricWords(metric)),
    number(running),
    number(paused),
    number(atRisk),
    { text: number(late), style: late > 0 ? "late" : "faint" },
  ]);
  const right = (title: string) => ({ title, align: "right" }) as const;
  return [
    ...table(
      [{ title: "State" }, right("Tickets"), right("Share")],
      [...rows, ["All", number(summary.tickets), percent(summary.tickets, summary.tickets)]],
      paint,
    ),
    "",
    ...table(
      [{ title: "Clocks not ended" }, right("Running"), right("Paused"), right("At risk"), right("Late")],
      clocks,
      paint,
    ),
    ...paragraph("Those at risk and those late are among the running and the paused ones."),
  ];
}

function compliance({ outcomes }: Summary, desk: Desk, paint: Paint): string[] {
  const order = [...desk.policies.keys(), null];
  const rows: Cell[][] = [];
  for (const [metric, byPolicy] of byMetric(outcomes)) {
    const all: Outcomes = { met: 0, missed: 0, open: 0, cancelled: 0 };
    let name = capital(metricWords(metric));
    for (const policy of order) {
      const counts = byPolicy.get(policy);
      if (!counts) continue;
      rows.push([name, desk.policyName(policy), ...outcomeCells(counts)]);
      name = "";
      for (const key of ["met", "missed", "open", "cancelled"] as const) all[key] += counts[key];
    }
    rows.push(["", "All", ...outcomeCells(all)]);
  }
  const right = (title: string) => ({ title, align: "right" }) as const;
  return [
    ...table(
      [
        { title: "Promise" },
        { title: "Policy" },
        right("Met"),
        right("Missed"),
        right("Open"),
        right("Cancelled"),
        right("Share met"),
      ],
      rows,
      paint,
    ),
    ...paragraph(
      "Share met = met / (met + missed). Missed counts those still open that are late already; open and cancelled ones are in neither.",
    ),
  ];
}

function outcomeCells({ met, missed, open, cancelled }: Outcomes): string[] {
  return [...[met, missed, open, cancelled].map(number), percent(met, met + missed)];
}

function dueNext(summary: Summary, desk: Desk, paint: Paint): string[] {
  const { overdue, next } = summary;
  const late = overdue.items.map((due) => dueRow(due, summary.asOf, desk));
  const columns = (due: string, left: string) => [
    { title: "Ticket" },
    { title: "What" },
    { title: due },
    { title: left, align: "right" } as const,
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
      "Time left is working time of the calendar in question. A paused clock is shown as if it resumed now.",
    ),
    "",
    ...(late.length === 0 ? ["  Nothing is overdue."] : table(columns("Overdue since", "Overdue by"), late, paint)),
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

function actionsNow(summary: Summary, desk: Desk, paint: Paint): string[] {
  const { actions, actionCounts } = summary;
  if (actions.count() === 0) return ["  Nothing to do."];
  const rows = actions.items.map(({ ticket, fields, action, fireAt }): Cell[] => {
    const zone = desk.zoneOf(action.policy);
    return [
      ticket,
      whatHappened(action.metric, action.rule, desk),
      action.notify.map((who) => recipient(who, text(fields.assignee))).join(", "),
      changes(action.set),
      `${localTime(fireAt, zone, summary.asOf)} ${zoneWords(zone)}`,
    ];
  });
  const more = actions.count() - rows.length;
  const kinds = `${plural(actionCounts.reminder, "reminder")} and ${plural(actionCounts.escalation, "escalation")}`;
  return [
    ...table(["Ticket", "Because", "Tell", "Change", "Since"].map((title) => ({ title })), rows, paint),
    ...(more > 0 ? [`  and ${number(more)} more`] : []),
    ...paragraph(
      `In all ${kinds}. Those whose clock still runs come first; for ${number(actionCounts.ended)} it has ended since.`,
    ),
  ];
}
