import { existsSync } from "node:fs";
import { join } from "node:path";
import { compileSla, evaluateTicket, type HistoryEvent, type Sla } from "../../index.ts";
import { parseCsv } from "./csv.ts";
import { type DataSet, findFiles, instantOf, readText } from "./dataSet.ts";

/*
 * A published puzzle: status rows of tickets, and how many business days each department is promised. Its answer is
 * how many of the closed tickets kept the promise.
 */

type Row = Readonly<Record<string, string>>;

const INPUT = "prepbench-059/input_*.csv";
const ANSWER = "prepbench-059/output_02.csv";

/** Closed tickets by verdict. */
export interface Closed {
  readonly met: number;
  readonly missed: number;
}

export const PREPBENCH: DataSet = {
  name: "prepbench-059",
  files: [INPUT],
  report: (folder) => {
    const { met, missed, unpromised } = evaluatePrepbench(folder);
    const answer = publishedAnswer(folder);
    return [
      `prepbench-059 closed tickets: ${met} met, ${missed} missed${answer ? ` (published: ${answer.met} and ${answer.missed})` : ""}`,
      ...(unpromised === 0
        ? []
        : [`prepbench-059 closed tickets of a department without a promise: ${unpromised}`]),
    ];
  },
};

/** Verdicts on the tickets that are closed after their last row. */
export function evaluatePrepbench(folder: string): Closed & { readonly unpromised: number } {
  const rows = findFiles(folder, INPUT).flatMap((path) => [...parseCsv(readText(path))]);
  const sla = definition(rows.filter((row) => "SLA Agreement" in row));
  const tickets = new Map<string, Row[]>();
  for (const row of rows.filter((row) => "Status Name" in row)) {
    const own = tickets.get(row.Ticket);
    if (own) own.push(row);
    else tickets.set(row.Ticket, [row]);
  }
  const closed = { met: 0, missed: 0, unpromised: 0 };
  for (const [ticket, own] of tickets) {
    const events = eventsOf(ticket, own);
    const asOf = Math.max(...events.map(({ at }) => at));
    const { category, clocks } = evaluateTicket(sla, { ticket, events }, { asOf });
    if (category !== "closed") continue;
    if (clocks[0]?.met === true) closed.met++;
    else if (clocks[0]?.met === false) closed.missed++;
    else closed.unpromised++;
  }
  return closed;
}

/** What the puzzle's makers say; null where the answer is not there. */
export function publishedAnswer(folder: string): Closed | null {
  if (!existsSync(join(folder, ANSWER))) return null;
  const totals = new Map([...parseCsv(readText(join(folder, ANSWER)))].map((row) => [row.Metric, row.Total]));
  return { met: Number(totals.get("On Track to Meet SLA")), missed: Number(totals.get("Missed SLA")) };
}

/** Days from Monday to Friday last 24 hours, and no status pauses the clock. */
function definition(agreements: readonly Row[]): Sla {
  const day = [["00:00", "24:00"]] as const;
  return compileSla({
    calendars: {
      weekdays: { timeZone: "UTC", weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: day } },
    },
    statuses: {
      Logged: "new",
      Assigned: "open",
      "Customer Response": "pending",
      UAT: "onHold",
      Closed: "closed",
    },
    metrics: [
      {
        id: "resolution",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: { fact: "done", is: true } }],
        repeats: "once",
        reopen: { on: [{ on: "ceases", condition: { fact: "done", is: true } }], as: "count" },
      },
    ],
    policies: [
      {
        id: "agreements",
        calendar: "weekdays",
        targets: {
          resolution: {
            goals: agreements.map((row) => ({
              if: { field: "department", is: row.Department },
              amount: `${row["SLA Agreement"]}d`,
            })),
          },
        },
      },
    ],
    options: { dayLength: "24h" },
  });
}

/** A ticket is named `NUMBER / DEPARTMENT / PERSON`; its first row opens it. */
function eventsOf(ticket: string, rows: readonly Row[]): HistoryEvent[] {
  const department = ticket.split(" / ")[1] ?? "";
  return rows
    .map((row) => ({ row, at: instantOf(row.Timestamp), seq: Number(row["Status No."]) }))
    .sort((a, b) => a.at - b.at || a.seq - b.seq)
    .map(({ row, at, seq }, i): HistoryEvent => {
      const set = { status: row["Status Name"], severity: row.Severity, assignee: row["Assigned To"] };
      const id = `status ${seq}`;
      return i === 0
        ? { id, at, seq, type: "created", by: "requester", set: { ...set, department } }
        : { id, at, seq, type: "changed", set };
    });
}
