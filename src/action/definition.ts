import type { FieldPatch } from "../history/event.ts";
import type { Condition } from "../policy/condition.ts";

/** When an action fires (semantics A2): by the time its clock has used, so a pause moves what has not fired. */
export type Fire =
  /** When so much is left, or so many business days before the due time; at the start where it is more than the target. */
  | { readonly before: string | number | DayOffset }
  /** When overdue by so much, or so many business days after the due time. */
  | { readonly after: string | number | DayOffset }
  /** When so much is used, whatever the target. */
  | { readonly afterStart: string | number }
  /** When this share of the target is used, such as `"75%"`. */
  | { readonly at: string };

/**
 * From 1 to 10,000 business days, counted from the due time and ending at its wall time, moved into the last date's
 * hours; around the clock every date counts (semantics A2, C8).
 */
export interface DayOffset {
  readonly businessDays: number;
}

/** What happens: whom to tell, and for an escalation what to change. */
export interface ActionEffect {
  /** Whom to tell, for the host to resolve: `user:ID`, `group:ID`, a role such as `assignee`, or `FIELD.role`. */
  readonly notify?: readonly string[];
  /** For an escalation: the fields that the host should change. */
  readonly set?: FieldPatch;
}

/** A further step of a chain: so much after its first, in the same basis. */
export interface ActionStep extends ActionEffect {
  readonly after: string | number;
}

/** What should happen at an offset from a clock's due time or start. The host performs it (semantics A1). */
export interface ActionDefinition<M extends string = string> extends ActionEffect {
  /** A reminder notifies; an escalation also changes the ticket. */
  readonly kind: "reminder" | "escalation";
  /** Unique in the definition. */
  readonly id: string;
  readonly metric: M;
  /** One level of the metric's target; every one, if left out. */
  readonly level?: string;
  readonly fire: Fire;
  /** Whether offsets count the clock's own time (default), or time on the wall: `"2h"` before a due time is then two hours before it. */
  readonly basis?: "clock" | "wall";
  /** Read over the ticket as it stands when the action fires; where it does not hold the action is `unmet`, for good. */
  readonly if?: Condition;
  /** Further steps: a chain, of which this action itself is the first step. */
  readonly steps?: readonly ActionStep[];
  /** All of it again, so many times more, each so much after the one before: with its steps at most 100 in all. */
  readonly repeat?: { readonly every: string | number; readonly times: number };
  /**
   * What ends the chain and its repetition before its clock does: an `acknowledged` event, of an action of this rule on
   * this clock or of all. A step whose moment is that very instant has come.
   */
  readonly until?: "acknowledged";
  /**
   * Outside business hours, a closing instant included, it waits for the next opening: of the target's calendar (`true`),
   * or of the one named. Where its clock ends before, or the target moves on, it does not come.
   */
  readonly quiet?: boolean | { readonly calendar: string };
  /**
   * What becomes of an action at or after the target whose moment is already past when its clock or its target comes into
   * force (semantics A4): it falls due then, and of a chain the last step only (`last`, default), or every one (`all`); or it
   * is skipped (`skip`), as one before the target always is. Of steps that wait for one opening, too, the last fires.
   */
  readonly late?: "last" | "all" | "skip";
}
