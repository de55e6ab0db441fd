import type { Condition } from "./condition.ts";

/**
 * An amount of time promised: milliseconds, a duration (`"1h30m"`, `"PT4H"`, `"2d"`), business days, or an instant
 * or duration that a field holds. In business time `"2d"` is twice 24 hours of it (or `dayLength`); around the clock
 * it is the same wall time two dates later (semantics C8, P4).
 */
export type Amount = number | string | BusinessDayAmount | FieldAmount | FunctionAmount;

/**
 * So many local dates that have business time, whatever their hours: 1 is the next one (semantics C8). A start on a
 * closed date counts as the next business day before its opening.
 */
export interface BusinessDayAmount {
  readonly businessDays: number;
  /** The start's wall time (default, moved into the last date's hours), the last closing, or a time such as `"17:00"`. */
  readonly at?: "sameTime" | "close" | string;
  /** A start later in the day than this, such as `"10:00"`, counts from the next business day. */
  readonly cutoff?: string;
}

/**
 * The instant (epoch milliseconds or ISO 8601 with an offset) that a field holds is the due time itself;
 * `outside` says what an instant outside business hours means. An absent field: `otherwise`, else the next goal.
 */
export interface FieldAmount {
  readonly field: string;
  readonly outside?: "asIs" | "nextOpening";
  readonly otherwise?: number | string | BusinessDayAmount;
}

/**
 * The amount that a function of the host's answers, registered by this name with `compileSla` (semantics P4). It is
 * given the fields listed and the facts; a throw, or what is no amount, is a warning and no target.
 */
export interface FunctionAmount {
  readonly function: string;
  /** Fields that it may read. */
  readonly fields?: readonly string[];
}

/**
 * A calendar's id, or a choice by a field of the ticket (semantics P5): `values` maps what the field holds to
 * calendars; without it the field holds a calendar's id.
 */
export type CalendarChoice =
  | string
  | {
      readonly field: string;
      readonly values?: Readonly<Record<string, string>>;
      /** Where the field is absent, or holds something else. */
      readonly otherwise: string;
    };

/** Whether a target counts the calendar's business time, or every instant (the calendar then gives only the zone). */
export type Basis = "business" | "aroundTheClock";

/** What a goal may say beside its amount. */
export interface GoalTerms {
  /** `business` where a calendar governs, else `aroundTheClock`. */
  readonly basis?: Basis;
  /** The calendar, instead of the policy's. */
  readonly calendar?: CalendarChoice;
  /** At risk once less than this remains: an amount (`"30m"`) or a share of the target (`"25%"`) (semantics K12). */
  readonly atRisk?: string | number;
  readonly options?: Options;
}

/** One conditional amount among a metric's targets. */
export interface Goal extends GoalTerms {
  readonly if?: Condition;
  readonly amount: Amount;
}

/** A metric's target: one, or several *levels* of it side by side, such as `{ levels: { first: "4h", full: "2d" } }` (semantics P4). */
export type Target = LevelTarget | { readonly levels: Readonly<Record<string, LevelTarget>> };

/** One level's target: an amount, one by priority, or ordered goals of which the first that holds applies (semantics P4). */
export type LevelTarget =
  | Amount
  | Goal
  | ({ readonly byPriority: Readonly<Record<string, Amount>>; readonly otherwise?: Amount } & GoalTerms)
  | { readonly goals: readonly Goal[] };

/**
 * Which of a set's policies govern (semantics P1): the first or the last that matches (a match with `stop` ends the
 * search for the last), each on its own clocks (`allMatching`), all of which the strictest is reported
 * (`strictest`), or the one that an event assigned (`assigned`: the latest; `firstAssigned`).
 */
export type Selection =
  | "firstMatch"
  | "lastMatch"
  | "allMatching"
  | "strictest"
  | "assigned"
  | "firstAssigned";

/** How the engine decides what systems disagree about; the nearest of target, policy and definition wins. */
export interface Options {
  /** Where a budget that ends with a business period is due: its `closing` (default) or the `nextOpening` (semantics C7). */
  readonly endOfBudget?: "closing" | "nextOpening";
  /**
   * A calendar that changes under a running clock: split at the change (`perInstant`, default), the last one
   * for all of it (`lastWins`), or the one at the start, as known then (`frozen`). Semantics K8.
   */
  readonly calendarSwitch?: "perInstant" | "lastWins" | "frozen";
  /**
   * Whether a pause begun before a fixed due time moves it on by its length: `extend` (default for days) or `ignored`
   * (default for instants from a field). Semantics K9.
   */
  readonly pauses?: "extend" | "ignored";
  /** How much business time a plain day such as `"2d"` means, for example `"8h"`; 24 hours if left out. Semantics C8. */
  readonly dayLength?: number | string;
  /**
   * What becomes of a running clock when another promise governs it: the new amount applies to the time already used
   * (`keepStart`, default), the clock starts anew and only its breach stays (`restart`, as the new promise says), or
   * the first promise ever made to it stands (`freeze`, as that promise says). Semantics K7.
   */
  readonly retarget?: "keepStart" | "restart" | "freeze";
  /**
   * What becomes of a running clock that is left without any policy: it runs on without a target (`runOn`, default),
   * ends (`cancel`), or keeps the last promise (`keep`). Semantics K7.
   */
  readonly released?: "runOn" | "cancel" | "keep";
  /** Whether a due time set by hand stays until cleared (`sticky`, default) or until the next retarget. Semantics K14. */
  readonly override?: "sticky" | "untilRetarget";
  /** Whether a breach that happened stays (`sticky`, default) or only the last target judges (`current`). Semantics K10. */
  readonly breach?: "sticky" | "current";
}
