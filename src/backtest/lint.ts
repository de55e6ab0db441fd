import type { Issue } from "../diagnostics.ts";

/** Advice about the two definitions (semantics R4). */
export interface LintDifference {
  /** About the draft only, each with its path there. */
  readonly added: readonly Issue[];
  /** About the current definition only. */
  readonly gone: readonly Issue[];
  /** About both. */
  readonly kept: number;
}

/**
 * Advice by code and sentence, as often as it is given: a policy put in before others moves their paths, and is no news about
 * them. Of several that read alike those of one path go together.
 */
export function lintDifference(current: readonly Issue[], draft: readonly Issue[]): LintDifference {
  const ofPath = ({ code, message, path }: Issue) => JSON.stringify([code, message, path]);
  const ofSentence = ({ code, message }: Issue) => JSON.stringify([code, message]);
  const first = without(current, draft, ofPath);
  const added = without(without(draft, current, ofPath), first, ofSentence);
  const gone = without(first, without(draft, current, ofPath), ofSentence);
  return { added, gone, kept: draft.length - added.length };
}

/** Those of a list that are left when each of another has taken out one of the same name. */
function without(
  issues: readonly Issue[],
  others: readonly Issue[],
  nameOf: (issue: Issue) => string,
): Issue[] {
  const taken = new Map<string, number>();
  for (const one of others) taken.set(nameOf(one), (taken.get(nameOf(one)) ?? 0) + 1);
  return issues.filter((one) => {
    const left = taken.get(nameOf(one)) ?? 0;
    if (left > 0) taken.set(nameOf(one), left - 1);
    return left === 0;
  });
}
