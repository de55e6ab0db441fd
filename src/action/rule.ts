import type { Remaining } from "../deadline/mark.ts";
import type { FieldPatch } from "../history/event.ts";
import type { CompiledCondition } from "../policy/compileCondition.ts";

/** Where on a clock an action fires: what remains of the target then, what share of it is used, or how much is. */
export type Mark = Remaining | { readonly share: number } | { readonly used: number };

/** A rule ready to be planned. */
export interface CompiledAction {
  readonly kind: "reminder" | "escalation";
  readonly id: string;
  readonly metric: string;
  /** Of its first step. */
  readonly mark: Mark;
  /** Whether its offsets count time on the wall. */
  readonly isWall: boolean;
  readonly condition: CompiledCondition | null;
  /** Its steps and their repetitions in order; most have one. */
  readonly shots: readonly Shot[];
  readonly stopsOnAcknowledgement: boolean;
  /** Whose hours it waits for: the calendar named, or (null) that of the target. */
  readonly quiet: { readonly calendar: string | null } | null;
  readonly late: "last" | "all" | "skip";
}

/** One step of one repetition. */
export interface Shot {
  /** As ids have it: `repetition`, or `repetition.step` of a chain. */
  readonly name: string;
  /** From 1; null where the rule is no chain. */
  readonly step: number | null;
  /** From 1. */
  readonly repetition: number;
  /** How much after the rule's mark, in milliseconds of its basis. */
  readonly plus: number;
  readonly notify: readonly string[];
  readonly set: FieldPatch | null;
}
