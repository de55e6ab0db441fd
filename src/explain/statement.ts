import type { Condition } from "../policy/condition.ts";
import type { Moment, Span } from "./moment.ts";

/** A value of a ticket's field, or of a test; null where there is none. What is neither text nor number is said as text. */
export type Value = string | number | boolean | null;

/** What happened, for a sentence to name. */
export interface EventRef {
  readonly id: string;
  readonly at: Moment;
  /** As in the history; `version` for a version of the policies that took over. */
  readonly type: string;
  readonly by: string | null;
  readonly actor: string | null;
  /** What a control event signals; null of any other. */
  readonly name: string | null;
  /** The status, priority, assignee and group that it set; null where it set none, or cleared it. */
  readonly status: string | null;
  readonly priority: Value;
  readonly assignee: string | null;
  readonly group: string | null;
  /** Names of the other fields that it changed, and of those that it cleared; of what opened the ticket none. */
  readonly others: readonly string[];
}

/** Who had the ticket. */
export interface HolderRef {
  readonly assignee: string | null;
  readonly group: string | null;
  readonly supplier: string | null;
}

/** A test that failed: the part of the condition, and what the ticket had instead. */
export interface FailedTest {
  readonly condition: Condition;
  /** What it read, where it is one test; null where several parts failed together. */
  readonly actual: { readonly value: Value } | null;
}

/** Why time did not count. */
export type NotCounted = "outsideHours" | "closedDay" | "holiday" | "specialHours" | "closure" | "paused" | "done" | "outOfRange"; // biome-ignore format: a list of names

/** What a due time is by: a target, an instant that a field held, or somebody's hand. */
export type DueBy = "target" | "field" | "hand";

/**
 * Members of an explanation's statements, by code. Lengths in milliseconds. `dueAt` beside a target: the promise is one of an
 * instant, by days or by what a field holds. `calendar` is the one whose hours count, null where every instant does.
 * `isByHand`: the due time that somebody set stays. `isFixed`: what is left is left to an instant, so that it need not
 * make the target with what was used. `isMissed`: of a due time that is past; one that is not missed waits, paused.
 */
export interface ExplainCodes {
  "ticket.notOpened": { readonly asOf: Moment };
  "policy.none": { readonly set: string | null };
  "policy.governs": { readonly policy: string; readonly set: string | null; readonly since: Moment; readonly event: EventRef; readonly condition: Condition | null };
  "policy.failed": { readonly policy: string; readonly set: string | null; readonly test: FailedTest };
  "policy.later": { readonly policy: string; readonly set: string | null; readonly chosen: string };
  "policy.overruled": { readonly policy: string; readonly set: string | null; readonly chosen: string | null };
  "policy.notAttached": { readonly policy: string; readonly set: string | null; readonly matching: string };
  "clock.is": { readonly metric: string; readonly set: string | null; readonly level: string | null; readonly per: string | null; readonly instance: number };
  "clock.started": { readonly at: Moment; readonly event: EventRef };
  "clock.startsLater": { readonly at: Moment; readonly event: EventRef; readonly isOver: boolean };
  "clock.promised": { readonly policy: string; readonly targetMs: number | null; readonly dueAt: Moment | null; readonly calendar: string | null; readonly basis: string; readonly at: Moment };
  "clock.untargeted": { readonly at: Moment };
  "clock.paused": { readonly at: Moment; readonly event: EventRef };
  "clock.resumed": { readonly at: Moment; readonly event: EventRef; readonly pausedMs: number };
  "clock.retargeted": { readonly at: Moment; readonly event: EventRef; readonly policy: string; readonly fromMs: number | null; readonly toMs: number | null; readonly dueAt: Moment | null; readonly fromCalendar: string | null; readonly calendar: string | null; readonly isByHand: boolean };
  "clock.released": { readonly at: Moment; readonly event: EventRef };
  "clock.restarted": { readonly at: Moment; readonly event: EventRef; readonly targetMs: number | null };
  "clock.overridden": { readonly at: Moment; readonly event: EventRef; readonly dueAt: Moment };
  "clock.overrideCleared": { readonly at: Moment; readonly event: EventRef };
  "clock.calendarChanged": { readonly at: Moment; readonly calendar: string };
  "clock.reopened": { readonly at: Moment; readonly event: EventRef; readonly doneMs: number };
  "clock.fulfilled": { readonly at: Moment; readonly event: EventRef };
  "clock.cancelled": { readonly at: Moment; readonly event: EventRef };
  "day.counted": { readonly date: string; readonly weekday: number; readonly windows: readonly Span[]; readonly usedMs: number; readonly not: readonly { readonly why: NotCounted; readonly names: readonly string[]; readonly spans: readonly Span[] }[] };
  "day.skipped": { readonly from: string; readonly fromWeekday: number; readonly to: string; readonly toWeekday: number; readonly why: NotCounted; readonly names: readonly string[] };
  "days.rest": { readonly from: Moment; readonly to: Moment; readonly usedMs: number; readonly pausedMs: number; readonly skippedMs: number };
  "clock.total": { readonly elapsedMs: number; readonly targetMs: number | null; readonly remainingMs: number | null; readonly basis: string; readonly isOver: boolean; readonly isMet: boolean; readonly isFixed: boolean };
  "clock.atRisk": { readonly at: Moment; readonly isPast: boolean };
  "clock.due": { readonly dueAt: Moment; readonly isPast: boolean; readonly isMissed: boolean };
  "clock.dueOnceResumed": { readonly dueAt: Moment };
  "clock.neverDue": { readonly basis: string };
  "clock.met": { readonly at: Moment; readonly targetMs: number | null };
  "breach.ranOut": { readonly at: Moment; readonly targetMs: number | null; readonly dueBy: DueBy; readonly holder: HolderRef };
  "breach.byEvent": { readonly at: Moment; readonly dueAt: Moment; readonly event: EventRef; readonly targetMs: number | null; readonly usedMs: number; readonly dueBy: DueBy; readonly holder: HolderRef };
  "breach.byCalendar": { readonly at: Moment; readonly dueAt: Moment; readonly calendar: string; readonly holder: HolderRef };
  "breach.known": { readonly at: Moment };
  "clock.exempted": { readonly reason: string };
} // biome-ignore format: one code a line

/** An amount promised, as the definition has it. */
export type AmountRef =
  | { readonly kind: "duration"; readonly days: number; readonly ms: number }
  | { readonly kind: "businessDays"; readonly days: number; readonly at: string; readonly cutoff: string | null }
  | { readonly kind: "field"; readonly field: string; readonly outside: string; readonly otherwise: AmountRef | null }
  | { readonly kind: "function"; readonly name: string; readonly fields: readonly string[] }; // biome-ignore format: one kind a line

/** How little is left once a clock is at risk: a share of its target, such as `25%`, or an amount. */
export type AtRiskRef =
  | { readonly kind: "share"; readonly share: string }
  | { readonly kind: "amount"; readonly amount: AmountRef };

/** For which tickets an amount is promised. */
export type ForWhom =
  | { readonly kind: "all" }
  | { readonly kind: "priority"; readonly priority: string }
  | { readonly kind: "otherwise" }
  | { readonly kind: "condition"; readonly condition: Condition };

/** Which calendar counts: by its id, or by what a field holds. */
export type CalendarRef =
  | { readonly kind: "one"; readonly id: string }
  | {
      readonly kind: "byField";
      readonly field: string;
      readonly values: readonly { readonly value: string; readonly calendar: string }[] | null;
      readonly otherwise: string;
    };

/** A moment of a history that a metric listens for. */
export interface TriggerRef {
  readonly on: string;
  readonly by: readonly string[];
  readonly name: string | null;
  readonly condition: Condition | null;
  readonly if: Condition | null;
}

/** Weekdays (0 for Sunday) that have the same windows. */
export interface WeekRef {
  readonly days: readonly number[];
  readonly windows: readonly Span[];
}

/** A date that differs, or a range of dates, both included; `MM-DD` for every year. */
export interface DatesRef {
  readonly from: string;
  readonly to: string;
  readonly name: string | null;
}

/** When an action fires: a mark on its clock. */
export type FireRef =
  | { readonly kind: "before" | "after"; readonly amount: AmountRef }
  | { readonly kind: "afterStart"; readonly amount: AmountRef }
  | { readonly kind: "share"; readonly share: string };

/** Members of a description's statements, by code. */
export interface DescribeCodes {
  "version.from": { readonly version: string | null; readonly from: Moment };
  "set.selects": { readonly set: string | null; readonly selection: string; readonly policies: number };
  "policy.promises": { readonly policy: string; readonly kind: string; readonly condition: Condition | null; readonly description: string | null; readonly matching: string; readonly endsSearch: boolean };
  "target.promises": { readonly metric: string; readonly level: string | null; readonly amount: AmountRef; readonly whom: ForWhom; readonly basis: string; readonly calendar: CalendarRef | null; readonly atRisk: AtRiskRef | null };
  "target.pauses": { readonly metric: string; readonly condition: Condition };
  "target.pausesBetween": { readonly metric: string; readonly on: readonly TriggerRef[]; readonly until: readonly TriggerRef[] };
  "metric.runs": { readonly metric: string; readonly per: string | null; readonly start: readonly TriggerRef[]; readonly stop: readonly TriggerRef[] };
  "action.fires": { readonly kind: string; readonly metric: string; readonly level: string | null; readonly fire: FireRef; readonly notify: readonly string[]; readonly set: readonly { readonly field: string; readonly value: Value }[]; readonly condition: Condition | null };
  "action.further": { readonly steps: number; readonly repeat: { readonly every: AmountRef; readonly times: number } | null; readonly untilAcknowledged: boolean; readonly quiet: boolean };
  "calendar.hours": { readonly calendar: string; readonly zone: string; readonly week: readonly WeekRef[]; readonly always: boolean; readonly from: string | null };
  "calendar.holidays": { readonly calendar: string; readonly dates: readonly DatesRef[]; readonly more: number; readonly from: string | null };
  "calendar.special": { readonly calendar: string; readonly date: string; readonly weekday: number; readonly windows: readonly Span[] };
  "calendar.closure": { readonly calendar: string; readonly date: string | null; readonly span: Span };
  "calendar.composed": { readonly calendar: string; readonly how: string; readonly members: readonly string[]; readonly zone: string | null };
} // biome-ignore format: one code a line

/** All codes, each with its members. */
export type Codes = ExplainCodes & DescribeCodes;
/** The code of a statement: which thing is said. */
export type StatementCode = keyof Codes;

/** One thing that is said, as data: what a table makes a sentence of. */
export type Statement = {
  [C in StatementCode]: { readonly code: C; readonly params: Codes[C] };
}[StatementCode];

/** A statement, and the reading that it is about; null for the ticket or the definition. */
export type Stated = Statement & { readonly clock: string | null };

export function state<C extends StatementCode>(code: C, params: Codes[C]): Statement {
  return { code, params } as Statement;
}
