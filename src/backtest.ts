/**
 * What a draft would have changed: two definitions over the same histories, ticket by ticket and in total.
 * @module
 */
export type {
  ActionDifference,
  ActionSide,
  ClockDifference,
  ClockSide,
  PolicyName,
  TicketDifference,
} from "./backtest/difference.ts";
export type { LintDifference } from "./backtest/lint.ts";
export {
  type Backtest,
  type BacktestDefinition,
  type ChangedTickets,
  type FailedTickets,
  mergeBacktests,
  type WarningCount,
} from "./backtest/report.ts";
export {
  type BacktestOptions,
  type BacktestSide,
  backtest,
  backtestAsync,
  type CheckedDefinition,
} from "./backtest/run.ts";
export type { GroupTotals, Moves, SideTotals, Totals } from "./backtest/totals.ts";
export type { FailedTicket } from "./backtest/verdicts.ts";
export { asVersion, sinceEver } from "./backtest/versions.ts";
export type { Outcome } from "./outcome.ts";
export type { Spread } from "./time/spread.ts";
export type { Sum } from "./time/sum.ts";
