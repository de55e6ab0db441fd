import {
  compileSla,
  type Evaluation,
  evaluateTicket,
  luxonZones,
  type Sla,
  type TicketHistory,
} from "../../index.ts";
import { addToReport, type Report, type ReportRow, reportRows, startReport } from "../../report.ts";
import * as boston from "./boston.ts";
import {
  count,
  type DataSet,
  instantOf,
  readCsv,
  readJson,
  readJsonLines,
  type Score,
  score,
} from "./dataSet.ts";
import * as uci from "./uci.ts";

/*
 * Compliance reports over whole sets of real tickets, and whether their totals are those that the data give without the
 * engine: how many tickets of which verdict of the desk's own fell due, or were closed, in which month.
 */

/** A report's totals, and how many of its groups equal the data's own. */
export interface ReportTotals {
  readonly tickets: number;
  readonly met: number;
  readonly missed: number;
  readonly pending: number;
  readonly groups: Score;
  /** Tickets on whose verdict report and desk agree. */
  readonly verdicts: Score;
}

/** The last instant at which the city's verdicts of open requests can have been taken. */
const SNAPSHOT = "2016-01-13T08:02:23";

export const BOSTON_REPORT: DataSet = {
  name: "boston report",
  files: [boston.RULES, boston.REQUESTS],
  report: (folder) => lines("boston report", "requests", reportBoston(folder)),
};

export const UCI_REPORT: DataSet = {
  name: "uci report",
  files: [uci.UCI_FILE],
  report: (folder) => lines("uci report", "incidents", reportUci(folder)),
};

/** Requests by the month of their due time and the city's verdict. */
export function reportBoston(folder: string): ReportTotals {
  const { calendar } = readJson<boston.CityRules>(folder, boston.RULES);
  const instant = boston.wallClockOf(calendar.time_zone);
  const asOf = instant(SNAPSHOT);
  const sla = compileSla(boston.CITY_DUE);
  const report = startReport(
    { period: "month", timeZone: calendar.time_zone, groupBy: [{ field: "on_time" }] },
    luxonZones(),
  );
  const own = new Map<string, number>();
  for (const row of readCsv(folder, boston.REQUESTS)) {
    addToReport(report, verdictOf(sla, boston.historyOf(row, instant), asOf));
    add(own, row.target.slice(0, 7), row.on_time === "" ? null : row.on_time === "ONTIME");
  }
  return totals(report, own, (row) =>
    row["field.on_time"] === null ? null : row["field.on_time"] === "ONTIME",
  );
}

/** Closed incidents by the month of their closing and the desk's verdict. */
export function reportUci(folder: string): ReportTotals {
  const sla = compileSla(uci.FITTED);
  const report = startReport({ period: "month", countBy: "endedAt", groupBy: [{ field: "made_sla" }] });
  const own = new Map<string, number>();
  let asOf = 0;
  for (const { closed_at, events } of readJsonLines<uci.Incident>(folder, uci.UCI_FILE))
    asOf = Math.max(
      asOf,
      closed_at === null ? 0 : instantOf(closed_at),
      ...events.map(({ t }) => instantOf(t)),
    );
  for (const incident of readJsonLines<uci.Incident>(folder, uci.UCI_FILE)) {
    addToReport(report, verdictOf(sla, uci.historyOf(incident), asOf));
    add(own, incident.closed_at?.slice(0, 7) ?? null, incident.made_sla);
  }
  return totals(report, own, (row) => row["field.made_sla"] === true);
}

function verdictOf(sla: Sla, history: TicketHistory, asOf: number): Evaluation {
  return evaluateTicket(sla, history, { asOf });
}

function add(own: Map<string, number>, month: string | null, verdict: boolean | null): void {
  const key = JSON.stringify([month, verdict]);
  own.set(key, (own.get(key) ?? 0) + 1);
}

/** Compares each group with what the data say of it; open tickets on time are pending. */
function totals(
  report: Report,
  own: ReadonlyMap<string, number>,
  verdictIn: (row: ReportRow) => boolean | null,
): ReportTotals {
  const rows = reportRows(report);
  const groups = score();
  const verdicts = score();
  for (const row of rows) {
    const verdict = verdictIn(row);
    count(groups, row.clocks === own.get(JSON.stringify([row.period, verdict])));
    if (verdict === null) continue;
    verdicts.of += Number(row.clocks);
    verdicts.equal += verdict ? Number(row.met) + Number(row.pending) : Number(row.missed);
  }
  for (let missing = own.size - rows.length; missing > 0; missing--) count(groups, false);
  const sum = (name: string) => rows.reduce((all, row) => all + Number(row[name]), 0);
  return {
    tickets: report.tickets,
    met: sum("met"),
    missed: sum("missed"),
    pending: sum("pending"),
    groups,
    verdicts,
  };
}

function lines(
  name: string,
  what: string,
  { tickets, met, missed, pending, groups, verdicts }: ReportTotals,
): string[] {
  return [
    `${name}: ${tickets} ${what}, ${met} met, ${missed} missed, ${pending} pending`,
    `${name}: ${groups.equal} of ${groups.of} months by verdict have the data's own totals; ${verdicts.equal} of ${verdicts.of} verdicts agree`,
  ];
}
