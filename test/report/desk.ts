import { compileSla, type Evaluation, evaluateTicket, type HistoryEvent } from "dueclock";
import {
  addToReport,
  type Report,
  type ReportLayout,
  type ReportRow,
  reportRows,
  startReport,
} from "dueclock/report";
import { type Draft, hour, opened, reply, status, ticket } from "../unit/engine/desk.ts";

/** Four hours to answer, ten to solve, around the clock; pauses while pending. */
export const SLA = compileSla({
  policies: [
    { id: "gold", if: { field: "plan", is: "gold" }, targets: { firstResponse: "1h", resolution: "5h" } },
    { id: "all", targets: { firstResponse: "4h", resolution: { amount: "10h", atRisk: "20%" } } },
  ],
  report: { fields: ["requester", "priority", "plan", "csat", "__proto__"] },
});

/** The verdict of a ticket by its name, so many hours after Monday 2 March 2026, 09:00 in UTC. */
export function told(name: string, asOf: number, ...drafts: readonly Draft[]): Evaluation {
  const { events } = ticket(...drafts);
  return evaluateTicket(SLA, { ticket: name, events: events as HistoryEvent[] }, { asOf: hour(asOf) });
}

export function reportOf(
  layout: ReportLayout,
  verdicts: readonly Evaluation[],
  report: Report = startReport(layout),
): Report {
  for (const verdict of verdicts) addToReport(report, verdict);
  return report;
}

export function rowsOf(layout: ReportLayout, verdicts: readonly Evaluation[]): ReportRow[] {
  return reportRows(reportOf(layout, verdicts));
}

/** Some of a row's cells. */
export function only(row: ReportRow | undefined, ...names: readonly string[]): unknown[] {
  return names.map((name) => row?.[name]);
}

/** Answered and solved so many hours after the opening, which is so many hours after the start. */
export function solved(
  at: number,
  answeredIn: number,
  solvedIn: number,
  set: Readonly<Record<string, string | number | null>> = {},
): Draft[] {
  return [opened(hour(at), set), reply(hour(at + answeredIn)), status(hour(at + solvedIn), "solved")];
}
