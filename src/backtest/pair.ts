import type { Action } from "../action/settle.ts";
import type { Reading } from "../deadline/reading.ts";

/** One thing under the current definition and under the draft; null where that has none. */
export interface Pair<T> {
  readonly current: T | null;
  readonly draft: T | null;
}

/**
 * The clocks of two verdicts on one ticket, each with its like: of the same lane (`set:policy/metric@level`), started by the
 * same event, in order. What is left over then goes with one that the same policy promises, in another lane of its set, or
 * in another set.
 */
export function pairClocks(current: readonly Reading[], draft: readonly Reading[]): Pair<Reading>[] {
  const start = ({ stretches, startedAt }: Reading) => stretches[0]?.event ?? startedAt;
  const like = (one: Reading) => [one.metric, one.level, one.per, one.policy, start(one)];
  return pairsInTurn(current, draft, [
    (one) => JSON.stringify([one.id.slice(0, one.id.lastIndexOf("#")), start(one)]),
    (one) => JSON.stringify([one.policySet, ...like(one)]),
    (one) => JSON.stringify(like(one)),
  ]);
}

/**
 * The actions sent, each with its like: of the same id, or else of the same step and repetition of a rule of that id, on the
 * same metric and for the same clock or its like.
 */
export function pairActions(
  current: readonly Action[],
  draft: readonly Action[],
  clocks: readonly Pair<Reading>[],
): Pair<Action>[] {
  const names = new Map<Action, string>();
  const likes = { current: new Map<string, number>(), draft: new Map<string, number>() };
  for (const [i, pair] of clocks.entries()) {
    if (pair.current) likes.current.set(pair.current.id, i);
    if (pair.draft) likes.draft.set(pair.draft.id, i);
  }
  for (const side of ["current", "draft"] as const)
    for (const action of side === "current" ? current : draft) {
      const { rule, step, repetition, metric, clock } = action;
      const like = clock === null ? null : (likes[side].get(clock) ?? null);
      names.set(action, JSON.stringify([metric, like, rule, step, repetition]));
    }
  return pairsInTurn(current, draft, [({ id }) => id, (action) => names.get(action) as string]);
}

/** By the first of the names, then what is left over by the next; those without their like last. */
function pairsInTurn<T>(
  current: readonly T[],
  draft: readonly T[],
  names: readonly ((one: T) => string)[],
): Pair<T>[] {
  const [nameOf, ...others] = names;
  const pairs = pairsOf(current, draft, nameOf);
  const alone = pairs.filter((pair) => !pair.current || !pair.draft);
  if (others.length === 0 || alone.length < 2) return pairs;
  const left = {
    current: alone.flatMap((pair) => (pair.current ? [pair.current] : [])),
    draft: alone.flatMap((pair) => (pair.draft ? [pair.draft] : [])),
  };
  return [
    ...pairs.filter((pair) => pair.current && pair.draft),
    ...pairsInTurn(left.current, left.draft, others),
  ];
}

/** Each with the next of the other list that has the same name. */
function pairsOf<T>(current: readonly T[], draft: readonly T[], nameOf: (one: T) => string): Pair<T>[] {
  const waiting = new Map<string, T[]>();
  for (const one of current) {
    const name = nameOf(one);
    const same = waiting.get(name);
    if (same) same.push(one);
    else waiting.set(name, [one]);
  }
  const pairs: Pair<T>[] = draft.map((one) => ({
    current: waiting.get(nameOf(one))?.shift() ?? null,
    draft: one,
  }));
  const left = new Set([...waiting.values()].flat());
  return [...pairs, ...current.filter((one) => left.has(one)).map((one) => ({ current: one, draft: null }))];
}
