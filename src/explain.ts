/**
 * Answers about answers: why a verdict is as it is, and what a definition promises, as data and as sentences. `explain`
 * or `describe`, then `sentences`, in English or by a table of the host's own.
 * @module
 */
export type { BreachExplained } from "./explain/breach.ts";
export type { ClockExplained, ExplainedStretch } from "./explain/clock.ts";
export type { ExplainedDay, RestOfDays, Slice } from "./explain/days.ts";
export { type Description, describe } from "./explain/describe.ts";
export { ENGLISH } from "./explain/english.ts";
export { type ExplainOptions, type Explanation, explain } from "./explain/explain.ts";
export type { Moment, Repeat, Span } from "./explain/moment.ts";
export type { PolicyExplained } from "./explain/policies.ts";
export { sentences } from "./explain/sentences.ts";
export type {
  AmountRef,
  AtRiskRef,
  CalendarRef,
  Codes,
  DatesRef,
  DescribeCodes,
  DueBy,
  EventRef,
  ExplainCodes,
  FailedTest,
  FireRef,
  ForWhom,
  HolderRef,
  NotCounted,
  Stated,
  Statement,
  StatementCode,
  TriggerRef,
  Value,
  WeekRef,
} from "./explain/statement.ts";
export type { ClockStep, ClockStepKind } from "./explain/steps.ts";
export type { Phrases, Sentences, SentenceTable } from "./explain/table.ts";
