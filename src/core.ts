/**
 * The engine without a package: zones are given, and definitions must be typed or parsed already.
 * @module
 */
export type { ActionDefinition, ActionEffect, ActionStep, DayOffset, Fire } from "./action/definition.ts";
export type { Action, ActionStatus } from "./action/settle.ts";
export type { BudgetOptions, BusinessDayOptions, KnownAt } from "./calendar/arithmetic.ts";
export {
  addBusinessDays,
  addBusinessTime,
  businessPeriods,
  businessTimeBetween,
  isBusinessTime,
  localDay,
  nextBusinessTime,
  subtractBusinessTime,
} from "./calendar/arithmetic.ts";
export { addBusinessTimes, businessTimesBetween } from "./calendar/batch.ts";
export {
  type Calendar,
  type CompileCalendarOptions,
  calendarFingerprint,
  compileCalendar,
} from "./calendar/compile.ts";
export type { Composition } from "./calendar/compose.ts";
export { composeCalendars } from "./calendar/composed.ts";
export type {
  CalendarDefinition,
  CalendarHours,
  CalendarVersion,
  Closure,
  ComposedCalendar,
  HolidayEntry,
  HolidayLists,
  Window,
} from "./calendar/definition.ts";
export type { EndOfBudget } from "./calendar/lookup.ts";
export type { BuiltInMetric } from "./clock/builtIn.ts";
export type { MetricDefinition, Origin, ReopenAs, Trigger } from "./clock/metric.ts";
export { type CompileOptions, calendarOf, checkSla, compileSla, type Sla } from "./compile.ts";
export type { Attribution, Holder } from "./deadline/attribution.ts";
export type { Figures } from "./deadline/figures.ts";
export type { Urgency } from "./deadline/nextChange.ts";
export type { ClockState, LeanReading, Reading, Stretch } from "./deadline/reading.ts";
export type {
  Definition,
  DefinitionVersion,
  Matching,
  MatchOptions,
  PolicyDefinition,
  PolicySetDefinition,
} from "./definition.ts";
export { type Issue, SlaError, sentence, type Warning } from "./diagnostics.ts";
export {
  type ActionChanges,
  type ClockChanges,
  diffEvaluations,
  type EditedInputs,
  type EvaluationDiff,
  type WakeUpChange,
} from "./diff.ts";
export { type EvaluateOptions, evaluateTicket } from "./evaluate.ts";
export { currentClock, type Evaluation, type GoverningPolicy, type LeanEvaluation } from "./evaluation.ts";
export type {
  AcknowledgedEvent,
  ActionDeliveredEvent,
  ChangedEvent,
  ClockResetEvent,
  ControlEvent,
  CreatedEvent,
  DeletedEvent,
  DueClearedEvent,
  DueOverriddenEvent,
  ExemptedEvent,
  FieldPatch,
  FieldValue,
  HeldEvent,
  HistoryEvent,
  MergedEvent,
  MessageEvent,
  Party,
  PolicyAssignedEvent,
  PolicyReleasedEvent,
  ResumedEvent,
  TicketHistory,
  Visibility,
} from "./history/event.ts";
export type { FactName, Facts, StatusCategory } from "./history/facts.ts";
export type { MessageFilter } from "./history/state.ts";
export type { Condition, EventMember, Scalar, Subject, Test } from "./policy/condition.ts";
export type {
  Amount,
  Basis,
  BusinessDayAmount,
  CalendarChoice,
  FieldAmount,
  FunctionAmount,
  Goal,
  GoalTerms,
  LevelTarget,
  Options,
  Selection,
  Target,
} from "./policy/definition.ts";
export type { PolicyCheck } from "./policy/match.ts";
export type { AmountFunction, FunctionInput, Matcher } from "./policy/names.ts";
export type { VersionMode } from "./policy/versions.ts";
export type { Totals } from "./progress.ts";
export type { EndedTotals } from "./read.ts";
export { type Reduced, withoutEnded } from "./state/reduce.ts";
export { type Refused, type Resumed, resume } from "./state/resume.ts";
export { takeSnapshot } from "./state/snapshot.ts";
export type { Snapshot } from "./state/written.ts";
export type { Weekday } from "./time/civil.ts";
export type { ZoneSupplier, ZoneTable } from "./time/zone.ts";
