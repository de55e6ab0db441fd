import type { FieldPatch } from "../history/event.ts";

/** When an action fires (semantics A2): by the time its clock has used, so a pause moves what has not fired. */
export type Fire =
  /** When so much is left, or so many business days before the due time; at the start where it is more than the target. */
  | { readonly before: string | number | DayOffset }
  /** When overdue by so much, or so many business days after the due time. */
  | { readonly after: string | number | DayOffset }
  /** When this share of the target is used, such as `"75%"`. */
  | { readonly at: string };

/**
 * From 1 to 10,000 business days, counted from the due time and ending at its wall time, moved into the last date's
 * hours; around the clock every date counts (semantics A2, C8).
 */
export interface DayOffset {
  readonly businessDays: number;
}

/** What should happen at an offset from a clock's due time. The host performs it. */
export interface ActionDefinition<M extends string = string> {
  /** A reminder notifies; an escalation also changes the ticket. */
  readonly kind: "reminder" | "escalation";
  /** Unique in the definition. */
  readonly id: string;
  readonly metric: M;
  /** One level of the metric's target; every one, if left out. */
  readonly level?: string;
  readonly fire: Fire;
  /**
   * What becomes of an action at or after the target whose moment is already past when its clock or its target comes into
   * force: it falls due then, if left out, or is skipped, as one before the target always is (semantics A4).
   */
  readonly late?: "skip";
  /** Whom to tell, for the host to resolve: `user:ID`, `group:ID`, a role such as `assignee`, or `FIELD.role`. */
  readonly notify?: readonly string[];
  /** For an escalation: the fields that the host should change. */
  readonly set?: FieldPatch;
}
