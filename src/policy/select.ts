import type { HistoryEvent } from "../history/event.ts";
import type { TicketState } from "../history/state.ts";
import type { Selection } from "./definition.ts";
import { firstMatch, holds, type Matchable, type PolicyCheck, type PolicyIndex } from "./match.ts";
import type { Watched } from "./watch.ts";

/** What selecting needs of a policy set. */
export interface Selectable {
  readonly id: string | null;
  readonly selection: Selection;
  readonly policies: readonly Matchable[];
  readonly index: PolicyIndex | null;
}

/** Which policies have attached to a ticket and stay. */
export interface SelectionState {
  readonly attached: boolean[];
  /** Those that events assigned and that stay, in the order of assignment. */
  readonly assigned: number[];
}

export function initialSelection({ policies }: Selectable): SelectionState {
  if (policies.every(({ matching }) => matching.kind === "onChange")) return NOTHING_STAYS;
  return { attached: policies.map(() => false), assigned: [] };
}

/** Of a set whose policies all come and go with their conditions; never written to. */
const NOTHING_STAYS: SelectionState = { attached: [], assigned: [] };

/** The policies of a set that govern after the step just applied, by their index in it (semantics P1, P3). */
export function select(
  set: Selectable,
  selection: SelectionState,
  state: TicketState,
  watched: Watched,
): readonly number[] {
  const { policies } = set;
  if (set.index) {
    const first = firstMatch(policies, set.index, state);
    return first < 0 ? NONE : [first];
  }
  attach(set, selection, state, watched);
  const matches = (i: number) =>
    policies[i].matching.kind === "onChange" ? holds(policies[i], state) : selection.attached[i];
  switch (set.selection) {
    case "firstMatch": {
      for (let i = 0; i < policies.length; i++) if (matches(i)) return [i];
      return NONE;
    }
    case "lastMatch":
      return lastOf(policies, matches);
    case "allMatching":
    case "strictest":
      return policies.map((_, i) => i).filter(matches);
    case "assigned":
      return selection.assigned.slice(-1);
    case "firstAssigned":
      return selection.assigned.slice(0, 1);
  }
}

const NONE: readonly number[] = [];

function lastOf(policies: readonly Matchable[], matches: (i: number) => boolean): number[] {
  const found: number[] = [];
  for (let i = 0; i < policies.length; i++) {
    if (!matches(i)) continue;
    found[0] = i;
    if (policies[i].stop) break;
  }
  return found;
}

/** Attaches and releases the policies that stay (semantics P3). */
function attach(
  { policies, selection }: Selectable,
  { attached, assigned }: SelectionState,
  state: TicketState,
  watched: Watched,
): void {
  for (let i = 0; i < policies.length; i++) {
    const { matching } = policies[i];
    if (matching.kind === "onChange") continue;
    if (isReleased(policies[i], state.event)) {
      attached[i] = false;
      remove(assigned, i);
    }
    if (!isMoment(policies[i], attached[i], state, watched) || !holds(policies[i], state)) continue;
    attached[i] = true;
    if (matching.kind !== "byAssignment") continue;
    if (selection !== "firstAssigned") remove(assigned, i); // assigned again: the latest
    if (!assigned.includes(i)) assigned.push(i);
  }
}

/** Whether this step is one at which the policy attaches if its condition holds. */
function isMoment(policy: Matchable, isAttached: boolean, state: TicketState, watched: Watched): boolean {
  const { matching } = policy;
  switch (matching.kind) {
    case "onChange":
      return false;
    case "atCreation":
      return state.isOpening;
    case "byAssignment":
      return isAssigned(policy, state.event);
    case "on":
      return !isAttached && matching.fires(state, watched);
  }
}

function isAssigned({ id }: Matchable, event: HistoryEvent): boolean {
  return event.type === "policy.assigned" && event.policy === id;
}

function isReleased({ id }: Matchable, event: HistoryEvent): boolean {
  return event.type === "policy.released" && (event.policy === undefined || event.policy === id);
}

function remove(list: number[], entry: number): void {
  const at = list.indexOf(entry);
  if (at >= 0) list.splice(at, 1);
}

/** The policies of a set that were asked, and why each does or does not match now. */
export function explainSelection(
  set: Selectable,
  { attached }: SelectionState,
  state: TicketState,
): PolicyCheck[] {
  const checks: PolicyCheck[] = [];
  for (const [i, { id, condition, matching, stop }] of set.policies.entries()) {
    const failed = condition?.failing(state) ?? null;
    const matches = matching.kind === "onChange" ? failed === null : attached[i];
    checks.push({ policy: id, policySet: set.id, matches, failed });
    const isLast = set.selection === "firstMatch" || (set.selection === "lastMatch" && stop);
    if (matches && isLast) break;
  }
  return checks;
}
