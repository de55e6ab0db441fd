import type { HolderSpan } from "../history/state.ts";
import { firstIndex } from "../time/bisect.ts";
import type { Course, PromiseInForce } from "./course.ts";

/** Who holds a ticket; null where nobody does. */
export interface Holder {
  readonly assignee: string | null;
  readonly group: string | null;
  readonly supplier: string | null;
}

/** Elapsed time of a clock while one holder had the ticket, in the target's basis (semantics K13). */
export interface Attribution extends Holder {
  readonly elapsedMs: number;
}

/** Who held the ticket at an instant; nobody before its creation. */
export function holderAt(holders: readonly HolderSpan[], at: number): Holder {
  const number = spanAt(holders, at);
  return number < 0 ? NOBODY : named(holders[number]);
}

/**
 * Who holds an open clock's ticket at `asOf`, or held it at the end of one that ended: in the last millisecond before,
 * and what nobody held then, whoever has it from the end on (a reply that takes the ticket; decision 0060).
 */
export function holderOfClock(holders: readonly HolderSpan[], endedAt: number | null, asOf: number): Holder {
  if (endedAt === null) return holderAt(holders, asOf);
  const before = holderAt(holders, endedAt - 1);
  const after = holderAt(holders, endedAt);
  return {
    assignee: before.assignee ?? after.assignee,
    group: before.group ?? after.group,
    supplier: before.supplier ?? after.supplier,
  };
}

const NOBODY: Holder = { assignee: null, group: null, supplier: null };

/**
 * The clock's elapsed time by who held the ticket, in the order in which they first did; the parts add up to it. Time
 * that does not count is nobody's.
 */
export function attribute(
  { legs, until }: Course,
  { track }: PromiseInForce,
  holders: readonly HolderSpan[],
): Attribution[] {
  const parts = new Map<string, { holder: Holder; elapsedMs: number }>();
  for (let i = 0; i < legs.length; i++) {
    const end = Math.min(legs[i].to, until);
    let at = legs[i].from;
    for (let h = spanAt(holders, at); at < end && h < holders.length; h++) {
      const to = h + 1 < holders.length ? Math.min(end, holders[h + 1].from) : end;
      if (to <= at) continue;
      const holder = h < 0 ? NOBODY : named(holders[h]);
      const key = JSON.stringify(holder);
      const part = parts.get(key) ?? { holder, elapsedMs: 0 };
      parts.set(key, part);
      if (legs[i].stretch.counts) part.elapsedMs += track.rulers[i].measure(at, to);
      at = to;
    }
  }
  return [...parts.values()]
    .filter(({ elapsedMs }) => elapsedMs > 0)
    .map(({ holder, elapsedMs }) => ({ ...holder, elapsedMs }));
}

/** Number of the span in force at an instant; -1 before the first. */
function spanAt(holders: readonly HolderSpan[], at: number): number {
  return firstIndex(holders.length, (i) => holders[i].from > at) - 1;
}

function named({ assignee, group, supplier }: HolderSpan): Holder {
  return { assignee, group, supplier };
}
