import { DAY } from "../time/units.ts";
import type { Course, PromiseInForce } from "./course.ts";
import { type Due, dueAlong, dueOf, pausesExtend, shifted, targetMs, whenUsed } from "./due.ts";

/** How much of a target remains at a mark: so many days and milliseconds; negative when it is overrun by as much. */
export interface Remaining {
  readonly days: number;
  readonly ms: number;
  /** Before these, and instead of days: so many business days before the due time (semantics C8), negative for after it. */
  readonly businessDays?: number;
}

/**
 * When a clock passes a mark (semantics A2). Marks lie on the clock: they count the time it has used, so a pause moves
 * what has not been passed. Three kinds are counted from the due time instead: those of a due time that pauses do not
 * move, whole days around the clock, which end at the same wall time, and business days (C8).
 */
export function markAt(course: Course, promise: PromiseInForce, remaining: Remaining): Due {
  const target = targetMs(course, promise);
  if (target === null) return { at: null, ifResumedNow: null };
  const { ruler } = promise;
  if (remaining.businessDays !== undefined)
    return daysFromDue(course, promise, -remaining.businessDays, -remaining.ms);
  const ms = remaining.days * DAY + remaining.ms;
  if (ms >= target) return { at: course.clock.startedAt, ifResumedNow: null };
  if (ms === 0) return dueOf(course, promise);
  const countsDays = remaining.days !== 0 && !ruler.isBusiness;
  if (pausesExtend(promise) && !countsDays) return whenUsed(course, promise, target - ms);
  return reachedFromDue(course, promise, (due) =>
    countsDays ? ruler.wallDays(due, -remaining.days, -remaining.ms) : shifted(promise, due, -ms),
  );
}

/**
 * When a mark is reached that counts from the due time. A pause moves the due time and with it what has not been reached;
 * what was reached by the due time as it stood then stays (semantics A2). Where a pause carries the due time on and the
 * mark lies in the pause, it is reached as the pause ends.
 */
export function reachedFromDue(
  course: Course,
  promise: PromiseInForce,
  move: (due: number) => number | null,
): Due {
  const { legs, promises, isLive } = course;
  const own = promises.indexOf(promise);
  let isFirst = true;
  for (const [i, due] of dueAlong(course, promise).entries()) {
    const leg = legs[i];
    if (leg.promise !== own) continue;
    const at = due === null ? null : move(due);
    if (at !== null && at <= leg.to) return { at: isFirst ? at : Math.max(at, leg.from), ifResumedNow: null };
    isFirst = false;
  }
  const { ifResumedNow } =
    isLive && promise.to === Number.POSITIVE_INFINITY ? dueOf(course, promise) : NOT_YET;
  return { at: null, ifResumedNow: ifResumedNow === null ? null : move(ifResumedNow) };
}

const NOT_YET: Due = { at: null, ifResumedNow: null };

/** So many business days and milliseconds after the due time, never before the start; around the clock every date is one. */
function daysFromDue(course: Course, promise: PromiseInForce, days: number, ms: number): Due {
  const { ruler } = promise;
  return reachedFromDue(course, promise, (due) => {
    const moved = ruler.isBusiness
      ? ruler.businessDays(due, { days, at: "sameTime", cutoff: null })
      : ruler.wallDays(due, days, 0);
    const reached = moved === null || ms === 0 ? moved : shifted(promise, moved, ms);
    return reached === null ? null : Math.max(reached, course.clock.startedAt);
  });
}
