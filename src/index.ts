/**
 * An SLA engine as a pure function: `parseDefinition` and `compileSla` once, `evaluateTicket` for each ticket.
 * Definitions are checked with zod; zones come from luxon, that is from the runtime's zone data.
 * @module
 */
import { type Calendar, compileCalendar as compileCalendarIn } from "./calendar/compile.ts";
import type { CalendarDefinition, HolidayLists } from "./calendar/definition.ts";
import type { BuiltInMetric } from "./clock/builtIn.ts";
import { type CompileOptions, checkSla as checkSlaIn, type Sla } from "./compile.ts";
import type { Definition } from "./definition.ts";
import { type Issue, throwErrors } from "./diagnostics.ts";
import { luxonZones } from "./luxon/zones.ts";
import type { Limits } from "./schema/limits.ts";
import { checkCalendarShape, definitionIssues, type ParsedDefinition } from "./schema/parse.ts";
import { soundPart } from "./schema/sound.ts";
import type { ZoneSupplier } from "./time/zone.ts";

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
export { type Calendar, calendarFingerprint } from "./calendar/compile.ts";
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
export { calendarOf, type Sla } from "./compile.ts";
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
export type { Limits } from "./schema/limits.ts";
export { type ParsedDefinition, parseDefinition } from "./schema/parse.ts";
export { type Reduced, withoutEnded } from "./state/reduce.ts";
export { type Refused, type Resumed, resume } from "./state/resume.ts";
export { takeSnapshot } from "./state/snapshot.ts";
export type { Snapshot } from "./state/written.ts";
export type { Weekday } from "./time/civil.ts";
export type { ZoneSupplier, ZoneTable } from "./time/zone.ts";
export { luxonZones };

/** Where zone tables come from: luxon, if left out. */
export interface ZoneOptions {
  readonly zones?: ZoneSupplier;
}

/** Where zones come from, and what the names in a definition stand for. */
export type SlaOptions = Partial<CompileOptions>;

/** What a draft is checked against beside that. */
export interface CheckOptions extends SlaOptions {
  /** How large it may be. */
  readonly limits?: Limits;
}

/**
 * Compiles a definition: a literal one (its metric names are checked by the compiler) or one from
 * `parseDefinition`. Do it once for each change of the definition.
 * @throws SlaError with all issues: wrong shapes, unknown zones and references, duplicate ids, targets of 0, calendars never open.
 */
export function compileSla(definition: ParsedDefinition, options?: SlaOptions): Sla;
export function compileSla<const M extends string = never>(
  definition: Definition<M>,
  options?: SlaOptions,
): Sla<M | BuiltInMetric>;
export function compileSla(definition: Definition<string>, options?: SlaOptions): Sla {
  const { issues, sla } = check(definition, options, null);
  throwErrors(issues);
  return sla as Sla;
}

/**
 * Checks a draft, of any origin, without throwing: all errors and all advice (`severity` tells), and the compiled
 * `Sla` where there are no errors, so that a settings screen can preview with it.
 */
export function checkSla(draft: unknown, options?: CheckOptions): { issues: Issue[]; sla: Sla | null } {
  const { limits, ...rest } = options ?? {};
  return check(draft, rest, limits);
}

function check(
  draft: unknown,
  options: SlaOptions | undefined,
  limits: Limits | null | undefined,
): { issues: Issue[]; sla: Sla | null } {
  const given = { ...options, zones: options?.zones ?? luxonZones() };
  const shape = definitionIssues(draft, limits);
  if (shape.length === 0) return checkSlaIn(draft as Definition<string>, given);
  const sound = soundPart(draft, shape);
  const meaning = sound ? checkSlaIn(sound, given).issues : [];
  return { issues: [...shape, ...meaning.filter(({ severity }) => severity === "error")], sla: null };
}

/**
 * Compiles a calendar for business-time arithmetic on its own (semantics C1 to C5).
 * @throws SlaError with all issues: unknown zone, no business time at all, a date or time that does not exist.
 */
export function compileCalendar(
  definition: CalendarDefinition,
  options?: ZoneOptions & { readonly holidayLists?: HolidayLists },
): Calendar {
  checkCalendarShape(definition);
  return compileCalendarIn(definition, { ...options, zones: options?.zones ?? luxonZones() });
}
