/** A sentence of `dueclock/explain`, and what it is about. */
export interface Sentence {
  readonly sentence: string;
  readonly code: string;
  readonly clock: string | null;
}

/** Splits a list before each entry that opens a group. */
export function groupsOf<T>(all: readonly T[], opens: (one: T) => boolean): T[][] {
  const groups: T[][] = [];
  for (const one of all) {
    const last = groups.at(-1);
    if (last && !opens(one)) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** The first so many, and how many there are beyond them. */
export function cutTo<T>(
  all: readonly T[],
  limit: number,
): { readonly kept: readonly T[]; readonly more: number } {
  return { kept: all.slice(0, limit), more: Math.max(0, all.length - limit) };
}
