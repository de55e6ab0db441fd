import { type Course, type PromiseInForce, stretchAt } from "./course.ts";
import { dueOf, pausesExtend } from "./due.ts";

/**
 * When the clock breached: the earliest `asOf` whose verdict says so; null where none does (semantics K9, K10).
 * Under `sticky` each promise is judged over the part of the clock's life in which it was in force; under
 * `current` the last one over all of it.
 */
export function breachedAt(course: Course): number | null {
  const { promises } = course;
  const last = promises[promises.length - 1];
  if (lastGoal(promises)?.breach === "current")
    return breachUnder(course, { ...last, from: course.clock.startedAt }, last.from);
  for (const life of course.earlier) {
    const at = breachedAt(life);
    if (at !== null) return at;
  }
  for (const promise of promises) {
    const at = breachUnder(course, promise, promise.from);
    if (at !== null) return at;
  }
  return null;
}

/** The goal of the last promise, even if nothing is promised any more. */
function lastGoal(promises: readonly PromiseInForce[]): PromiseInForce["goal"] {
  for (let i = promises.length - 1; i >= 0; i--) if (promises[i].goal) return promises[i].goal;
  return null;
}

function breachUnder(course: Course, promise: PromiseInForce, since: number): number | null {
  const due = dueOf(course, promise).at;
  if (due === null) return null;
  // A start in the past is known from its event on
  const at = liveInstant(course, promise, due, Math.max(due, since, course.clock.startedBy.at));
  if (at === null || at >= promise.to || at > course.asOf) return null;
  if (course.isLive || at < course.until) return at;
  // Ended in the millisecond it started, or was promised this, with the due time already past
  return at === course.until && due < at && course.clock.startedBy.at === course.until ? at : null;
}

/**
 * The first instant from `at` on at which the clock is unfinished and not paused with nothing left: a pause or
 * a stop at exactly the due time comes first, and a spell between an end and a reopening cannot breach.
 */
function liveInstant({ clock }: Course, promise: PromiseInForce, due: number, at: number): number | null {
  const { stretches } = clock;
  let instant = at;
  for (let i = stretchAt(clock, at); i < stretches.length; i++) {
    const { kind, from, to } = stretches[i];
    const nothingLeft = kind === "paused" && from === due && pausesExtend(promise);
    if (kind !== "fulfilled" && !nothingLeft) return instant;
    if (to === null) return null;
    instant = to;
  }
  return instant;
}
