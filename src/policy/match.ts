import type { FieldSlots } from "../history/slots.ts";
import type { TicketState } from "../history/state.ts";
import type { CompiledCondition } from "./compileCondition.ts";
import type { Condition } from "./condition.ts";
import type { Watched } from "./watch.ts";

/** When a policy's condition is read (semantics P3). */
export type CompiledMatching =
  | { readonly kind: "onChange" }
  | { readonly kind: "atCreation" }
  | { readonly kind: "byAssignment" }
  | { readonly kind: "on"; fires(state: TicketState, watched: Watched): boolean };

/** What matching needs of a policy. */
export interface Matchable {
  readonly id: string;
  /** Null: governs every ticket. */
  readonly condition: CompiledCondition | null;
  readonly matching: CompiledMatching;
  /** Under `lastMatch`: where it matches, no later policy is asked. */
  readonly stop: boolean;
}

/** Why a policy governs or not, read over the ticket as at `asOf`. */
export interface PolicyCheck {
  readonly policy: string;
  /** Id of its policy set; null where the definition has only `policies`. */
  readonly policySet: string | null;
  readonly matches: boolean;
  /** Path, within the policy's condition, of the test that failed; null where it holds. */
  readonly failed: readonly (string | number)[] | null;
}

/**
 * Policies by a test of equality that their conditions need: of three hundred customers' policies only those of
 * this customer are asked. Numbers of policies, ascending.
 */
export interface PolicyIndex {
  readonly keys: readonly {
    readonly slot: number;
    readonly numbers: ReadonlyMap<unknown, readonly number[]>;
  }[];
  /** Those without such a test. */
  readonly rest: readonly number[];
}

/** Policies below this many are asked one by one. */
const MIN_INDEXED = 8;

/** Null where an index would not pay. */
export function indexPolicies(
  conditions: readonly (Condition | undefined)[],
  slots: FieldSlots,
): PolicyIndex | null {
  if (conditions.length < MIN_INDEXED) return null;
  const keys = new Map<number, Map<unknown, number[]>>();
  const rest: number[] = [];
  for (const [number, condition] of conditions.entries()) {
    const equality = condition && equalityOf(condition);
    if (!equality) {
      rest.push(number);
      continue;
    }
    const slot = slots.slot(equality.field);
    const numbers = keys.get(slot) ?? new Map<unknown, number[]>();
    keys.set(slot, numbers);
    for (const value of new Set(equality.values)) {
      const listed = numbers.get(value);
      if (listed) listed.push(number);
      else numbers.set(value, [number]);
    }
  }
  return { keys: [...keys].map(([slot, numbers]) => ({ slot, numbers })), rest };
}

/** A field and the values of which it must hold one, for the condition to hold; null where there is no such test. */
function equalityOf(condition: Condition): { field: string; values: readonly unknown[] } | null {
  if ("all" in condition) {
    for (const part of condition.all) {
      const equality = "all" in part ? null : equalityOf(part);
      if (equality) return equality;
    }
    return null;
  }
  if (!("field" in condition)) return null;
  if ("is" in condition) return { field: condition.field, values: [condition.is] };
  return "in" in condition ? { field: condition.field, values: condition.in } : null;
}

/** Index of the first policy whose condition holds (semantics P1, `firstMatch`); -1 for no policy. */
export function firstMatch(policies: readonly Matchable[], index: PolicyIndex, state: TicketState): number {
  let first = firstAmong(policies, index.rest, policies.length, state);
  for (const { slot, numbers } of index.keys) {
    const listed = numbers.get(state.fields[slot]);
    if (listed) first = firstAmong(policies, listed, first, state);
  }
  return first < policies.length ? first : -1;
}

/** The first of `numbers` below `bound` that matches, or else `bound`. */
function firstAmong(
  policies: readonly Matchable[],
  numbers: readonly number[],
  bound: number,
  state: TicketState,
): number {
  for (const number of numbers) {
    if (number >= bound) return bound;
    if (holds(policies[number], state)) return number;
  }
  return bound;
}

export function holds({ condition }: Matchable, state: TicketState): boolean {
  return !condition || condition.holds(state);
}
