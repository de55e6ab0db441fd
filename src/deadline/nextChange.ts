import type { LeanReading } from "./reading.ts";

/**
 * The earliest instant after `asOf` at which a discrete part of the verdict changes with no new event; null
 * when none can (semantics A6): a due time, an at-risk mark, an action. Passing in and out of business hours
 * alone is left out.
 */
export function nextChange(
  readings: readonly LeanReading[],
  actions: readonly { readonly fireAt: number | null; readonly status: string }[],
  asOf: number,
): number | null {
  let next = Number.POSITIVE_INFINITY;
  const consider = (at: number | null) => {
    if (at !== null && at > asOf && at < next) next = at;
  };
  for (const { endedAt, breachedAt, dueAt, atRiskAt, startedAt } of readings) {
    if (endedAt !== null) continue;
    if (breachedAt === null) consider(dueAt);
    consider(atRiskAt);
    consider(startedAt); // scheduled
  }
  for (const { fireAt, status } of actions) if (status !== "skipped") consider(fireAt);
  return Number.isFinite(next) ? next : null;
}

/**
 * Whether the change at an instant is but the due time of clocks paused with nothing left. Such a clock breaches at it
 * where pauses do not move it, and else waits for its resumption (decision 0001): a reading does not tell which.
 */
export function isDueOfPaused(readings: readonly LeanReading[], at: number): boolean {
  const isPaused = ({ state, remainingMs, dueAt }: LeanReading) =>
    state === "paused" && remainingMs === 0 && dueAt === at;
  return readings.some(isPaused) && readings.every(({ atRiskAt }) => atRiskAt !== at);
}

/** Which running clock is due first; paused ones come after, untargeted ones not at all. Null when none is open. */
export interface Urgency<M extends string = string> {
  readonly metric: M;
  /** Id of the reading. */
  readonly clock: string;
  /** Null while paused with time remaining. */
  readonly dueAt: number | null;
}

export function urgencyOf<M extends string>(readings: readonly LeanReading<M>[]): Urgency<M> | null {
  const open = readings.filter(
    ({ endedAt, targetMs, never }) => endedAt === null && targetMs !== null && !never,
  );
  const running = open.filter(({ state }) => state === "running");
  const due = (running.length > 0 ? running : open).filter(({ dueAt }) => dueAt !== null);
  // Without a due time a paused clock is ranked by what its pause keeps, so that time alone changes no urgency
  const first =
    least(due, ({ dueAt }) => dueAt as number) ??
    least(open, ({ remainingMs }) => remainingMs ?? Number.POSITIVE_INFINITY);
  return first && { metric: first.metric, clock: first.id, dueAt: first.dueAt };
}

/** The first entry with the smallest rank; null of none. */
function least<T>(entries: readonly T[], rank: (entry: T) => number): T | null {
  return entries.reduce<T | null>(
    (best, entry) => (best !== null && rank(best) <= rank(entry) ? best : entry),
    null,
  );
}
