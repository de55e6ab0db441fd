import type { TicketState } from "../history/state.ts";
import type { CompiledCondition } from "./condition.ts";

/** What matching needs of a policy. */
export interface Matchable {
  readonly id: string;
  /** Null: governs every ticket. */
  readonly condition: CompiledCondition | null;
}

/** Why a policy governs or not, read over the ticket as at `asOf`. */
export interface PolicyCheck {
  readonly policy: string;
  readonly matches: boolean;
  /** Path, within the policy's condition, of the test that failed; null where it matches. */
  readonly failed: readonly (string | number)[] | null;
}

/** Index of the first policy whose condition holds (semantics P1, `firstMatch`); -1 for no policy. */
export function firstMatch(policies: readonly Matchable[], state: TicketState): number {
  for (let i = 0; i < policies.length; i++) {
    const { condition } = policies[i];
    if (!condition || condition.holds(state)) return i;
  }
  return -1;
}

/** The policies in order, up to the one that governs, each with its reason. */
export function explainMatch(policies: readonly Matchable[], state: TicketState): PolicyCheck[] {
  const checks: PolicyCheck[] = [];
  for (const { id, condition } of policies) {
    const failed = condition?.failing(state) ?? null;
    checks.push({ policy: id, matches: failed === null, failed });
    if (failed === null) break;
  }
  return checks;
}
