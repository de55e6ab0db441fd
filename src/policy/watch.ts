import type { Issue } from "../diagnostics.ts";
import type { TicketState } from "../history/state.ts";
import { type CompiledCondition, compileCondition } from "./compileCondition.ts";
import type { Condition } from "./condition.ts";
import { isTouched, type Names } from "./names.ts";

/** Whether each watched condition holds after this step, and after the one before. */
export interface Watched {
  readonly now: boolean[];
  readonly before: boolean[];
  /** Whether any of them turned in this step. */
  turned: boolean;
}

/** Conditions whose turning true or false some trigger waits for, each once. */
export interface WatchList {
  readonly conditions: CompiledCondition[];
  readonly numbers: Map<string, number>;
  number(condition: Condition, path: Issue["path"]): number;
}

/** A list that begins with the conditions of another one, under the same numbers. */
export function createWatchList(names: Names, first?: WatchList): WatchList {
  const conditions = [...(first?.conditions ?? [])];
  const numbers = new Map(first?.numbers);
  return {
    conditions,
    numbers,
    number(condition, path) {
      const before = names.issues.length;
      const compiled = compileCondition(condition, names, path);
      const key = names.issues.length > before ? path.join() : JSON.stringify(condition);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, conditions.length);
      conditions.push(compiled);
      return conditions.length - 1;
    },
  };
}

/** Nothing holds before a ticket opens. */
export function watchNothing(conditions: readonly CompiledCondition[]): Watched {
  return { now: conditions.map(() => false), before: conditions.map(() => false), turned: false };
}

/** Reads the watched conditions after the step just applied. */
export function watchStep(
  conditions: readonly CompiledCondition[],
  watched: Watched,
  state: TicketState,
): void {
  const { now, before } = watched;
  watched.turned = false;
  for (let c = 0; c < conditions.length; c++) {
    before[c] = now[c];
    if (!isTouched(conditions[c].reads, state)) continue;
    now[c] = conditions[c].holds(state);
    if (now[c] !== before[c]) watched.turned = true;
  }
}
