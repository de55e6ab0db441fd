import { measureAlong } from "./along.ts";
import type { Course, PromiseInForce } from "./course.ts";
import { type Due, pausesExtend, targetMs } from "./due.ts";

/** Figures of a clock in one measure of time, in milliseconds; null where there is no target, or it is never due. */
export interface Figures {
  /** The target in force; null without one, and where it is an instant that is never reached. */
  readonly targetMs: number | null;
  /** Time used, pauses left out. */
  readonly elapsedMs: number;
  /** What is left of the target; negative when overdue. */
  readonly remainingMs: number | null;
  /** Time paused. */
  readonly pausedMs: number;
}

/** In the target's own basis. */
export function basisFigures(course: Course, promise: PromiseInForce, due: Due): Figures {
  const { track } = promise;
  const target = targetMs(course, promise);
  return {
    targetMs: target,
    elapsedMs: track.used[track.used.length - 1],
    remainingMs: remaining(course, promise, due, target),
    pausedMs: pausedBy(course, (i, from, to) => track.rulers[i].measure(from, to)),
  };
}

/** What is left of a target; of a due time that pauses do not move, the time to it. */
export function remaining(
  course: Course,
  promise: PromiseInForce,
  due: Due,
  target: number | null,
): number | null {
  if (target === null) return null;
  if (!pausesExtend(promise) && due.at !== null) return measureAlong(course, promise, course.until, due.at);
  const { used } = promise.track;
  return target - used[used.length - 1];
}

/**
 * By the wall clock, the target is the time from the start to the due time without the pauses that moved it; where
 * pauses move nothing, all of it, and what remains is the time to the due time.
 */
export function wallFigures(course: Course, promise: PromiseInForce, due: Due): Figures {
  const { startedAt } = course.clock;
  const paused = (to: number) => pausedBy(course, (_, from, end) => Math.max(0, Math.min(end, to) - from));
  const pausedMs = paused(course.until);
  const elapsedMs = course.until - startedAt - pausedMs;
  const at = due.at ?? due.ifResumedNow;
  if (at === null) return { targetMs: null, elapsedMs, remainingMs: null, pausedMs };
  if (!pausesExtend(promise))
    return { targetMs: at - startedAt, elapsedMs, remainingMs: at - course.until, pausedMs };
  const targetMs = at - startedAt - paused(at);
  return { targetMs, elapsedMs, remainingMs: targetMs - elapsedMs, pausedMs };
}

function pausedBy(course: Course, measure: (leg: number, from: number, to: number) => number): number {
  let total = 0;
  for (const [i, leg] of course.legs.entries()) {
    if (!leg.stretch.counts) total += measure(i, leg.from, Math.min(leg.to, course.until));
  }
  return total;
}
