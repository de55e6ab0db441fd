/**
 * Reports, service credits and the pause audit: verdicts in, plain rows out. `startReport` once, `addToReport` for each
 * verdict, `mergeReports` for what was counted elsewhere, `reportRows` and `toCsv` at the end.
 * @module
 */

export type { Outcome } from "./outcome.ts";
export type { Cell, CellFormat, ReportRow } from "./report/cell.ts";
export type { CreditLine, CreditLineCode } from "./report/creditLines.ts";
export {
  type CreditClaim,
  type CreditExclusion,
  type CreditSize,
  type CreditStatement,
  type CreditTerms,
  serviceCredits,
} from "./report/credits.ts";
export { type CsvOptions, toCsv } from "./report/csv.ts";
export {
  type Column,
  type Dimension,
  type Filter,
  type FullLayout,
  LIVE_AGENT_COMPLIANCE,
  LIVE_AGENT_LOG,
  type ReportLayout,
  WORKLOAD,
} from "./report/layout.ts";
export type { LogEntry } from "./report/log.ts";
export {
  type AuditedTicket,
  type PauseAudit,
  type PauseAuditOptions,
  type PauseOverlap,
  type PauseShare,
  pauseAudit,
} from "./report/pauseAudit.ts";
export type { ReportPeriod } from "./report/period.ts";
export { addToReport, mergeReports, type Report, startReport } from "./report/report.ts";
export { type RowOptions, reportRows } from "./report/rows.ts";
export type { Counts, Tally } from "./report/tally.ts";
export type { Spread } from "./time/spread.ts";
export type { Sum } from "./time/sum.ts";
