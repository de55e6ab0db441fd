/**
 * The engine without a package: zones are given, and definitions must be typed or parsed already.
 * @module
 */
export type { ActionDefinition, Fire } from "./action/definition.ts";
export type { Action, ActionStatus } from "./action/plan.ts";
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
export { type Calendar, type CompileCalendarOptions, compileCalendar } from "./calendar/compile.ts";
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
export type { BuiltInMetric, MetricDefinition, ReopenAs, Trigger } from "./clock/metric.ts";
export { type CompileOptions, calendarOf, checkSla, compileSla, type Sla } from "./compile.ts";
export type { Urgency } from "./deadline/nextChange.ts";
export type { Attribution, ClockState, Figures, Holder, Reading, Stretch } from "./deadline/reading.ts";
export type { Definition, PolicyDefinition } from "./definition.ts";
export { type Issue, SlaError, sentence, type Warning } from "./diagnostics.ts";
export { type EvaluateOptions, evaluateTicket } from "./evaluate.ts";
export { currentClock, type Evaluation, type GoverningPolicy } from "./evaluation.ts";
export type {
  ChangedEvent,
  ControlEvent,
  CreatedEvent,
  FieldPatch,
  FieldValue,
  HistoryEvent,
  MessageEvent,
  Party,
  TicketHistory,
  Visibility,
} from "./history/event.ts";
export type { FactName, Facts, MessageFilter, StatusCategory } from "./history/state.ts";
export type { Condition, EventMember, Scalar, Subject, Test } from "./policy/condition.ts";
export type {
  Amount,
  Basis,
  BusinessDayAmount,
  FieldAmount,
  Goal,
  GoalTerms,
  Options,
  Target,
} from "./policy/definition.ts";
export type { PolicyCheck } from "./policy/match.ts";
export type { Weekday } from "./time/civil.ts";
export type { ZoneSupplier, ZoneTable } from "./time/zone.ts";
