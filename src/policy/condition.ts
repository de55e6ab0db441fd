import type { FactName } from "../history/facts.ts";

/** What a test compares with. */
export type Scalar = string | number | boolean;

/** What a test reads: a field of the ticket, a fact, or a member of the event of the step (`actor`, `by`, …). */
export type Subject =
  | { readonly field: string }
  | { readonly fact: FactName }
  | { readonly event: EventMember };

/** What a step's event may be asked. */
export type EventMember =
  | "actor"
  | "actorGroup"
  | "author"
  | "by"
  | "channel"
  | "visibility"
  | "cause"
  | "name"
  | "type"
  /** The instant of the step. */
  | "at"
  | "automated"
  /** What the field of the trigger held before and after; within a `changed` trigger's `if` only. */
  | "from"
  | "to";

/** One test; exactly one operator. A missing value passes only `isNot`, `notIn` and `exists: false`, whatever a matcher would say of it. */
export type Test =
  | { readonly is: Scalar }
  | { readonly isNot: Scalar }
  | { readonly in: readonly Scalar[] }
  | { readonly notIn: readonly Scalar[] }
  /** A part of a text, or a member of a list. */
  | { readonly contains: Scalar }
  | { readonly startsWith: string }
  | { readonly endsWith: string }
  /** `*` stands for any run of characters, `?` for one. */
  | { readonly glob: string }
  /** Numbers, or instants where the operand is ISO 8601 with an offset. */
  | { readonly greater: number | string }
  | { readonly less: number | string }
  /** Both ends included. */
  | { readonly between: readonly [number | string, number | string] }
  | { readonly exists: boolean }
  /** Equal to another field's value, both present. */
  | { readonly isField: string }
  /** Equal to a fact, both present. */
  | { readonly isFact: FactName }
  /** An instant at most this long before the step. */
  | { readonly withinLast: string | number }
  /** An instant within the hours of the calendar of this id. */
  | { readonly during: string }
  /** Whatever the host's matcher of this name answers, registered with `compileSla`; it is given the value. */
  | { readonly matches: string };

/** A condition over a ticket after a step (semantics P2). `all: []` holds, `any: []` does not. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | (Subject & Test);
