import { DAY } from "../time/units.ts";
import type { Course, PromiseInForce } from "./course.ts";
import { type Due, dueOf, duesByLeg, pausesExtend, shifted, targetMs, whenUsed } from "./due.ts";

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
  const due = dueOf(course, promise);
  const move = (at: number | null) => {
    if (at === null) return null;
    return countsDays ? ruler.wallDays(at, -remaining.days, -remaining.ms) : shifted(promise, at, -ms);
  };
  return { at: move(due.at), ifResumedNow: move(due.ifResumedNow) };
}

/**
 * So many business days and milliseconds after the due time, never before the start; around the clock every date is one.
 * What was passed stays passed: a pause or another promise moves the due time on, and not a mark that came before it.
 */
function daysFromDue(course: Course, promise: PromiseInForce, days: number, ms: number): Due {
  const { ruler } = promise;
  const move = (at: number | null) => {
    if (at === null) return null;
    const moved = ruler.isBusiness
      ? ruler.businessDays(at, { days, at: "sameTime", cutoff: null })
      : ruler.wallDays(at, days, 0);
    const reached = moved === null || ms === 0 ? moved : shifted(promise, moved, ms);
    return reached === null ? null : Math.max(reached, course.clock.startedAt);
  };
  for (const [i, known] of duesByLeg(course, promise).entries()) {
    const mark = move(known);
    const { from, to } = course.legs[i];
    if (mark !== null && mark < to) return { at: Math.max(mark, from), ifResumedNow: null };
  }
  const due = dueOf(course, promise);
  return { at: move(due.at), ifResumedNow: move(due.ifResumedNow) };
}
