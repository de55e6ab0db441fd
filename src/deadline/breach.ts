import { samePromised } from "../policy/amount.ts";
import { firstIndex } from "../time/bisect.ts";
import { type Course, type PromiseInForce, stretchAt } from "./course.ts";
import { dueOf, pausesExtend, targetMs } from "./due.ts";

/**
 * When the clock breached: the earliest `asOf` whose verdict says so; null where none does (semantics K9, K10).
 * Under `sticky` each promise is judged over the part of the clock's life in which it was in force; under
 * `current` the last one alone.
 */
export function breachedAt(course: Course): number | null {
  return breachOf(course)?.at ?? null;
}

/** A breach, and what was broken: a promise of one of the clock's lives, which judged from `since` on. */
export interface Breach {
  readonly at: number;
  readonly life: Course;
  readonly promise: PromiseInForce;
  readonly since: number;
}

/** The breach that `breachedAt` tells the instant of. */
export function breachOf(course: Course): Breach | null {
  if (lastGoal(course.promises)?.breach === "current") return breachOfLast(course);
  for (const { under, from, to } of course.superseded) {
    const breach = breachWithin(under, from, to);
    if (breach !== null) return breach;
  }
  return breachWithin(course, course.judgedFrom, Number.POSITIVE_INFINITY);
}

/** The breach of the last promise, since it is in force without a break; a due time set by hand may be older than the live version. */
function breachOfLast(course: Course): Breach | null {
  const last = course.promises[course.promises.length - 1];
  const live = { under: course, from: course.judgedFrom, to: Number.POSITIVE_INFINITY };
  let breach: Breach | null = null;
  for (const { under, from, to } of [...course.superseded, live]) {
    for (const life of [...under.earlier, under]) {
      for (const promise of life.promises) {
        if (promise.from >= to || promise.to <= from) continue;
        if (!isSameTarget(promise, last)) breach = null;
        else breach ??= breachUnder(life, promise, Math.max(promise.from, from), to);
      }
    }
  }
  return breach;
}

/** The first breach of any of a clock's lives, by promises that judge from one instant up to another. */
function breachWithin(course: Course, from: number, to: number): Breach | null {
  for (let i = 0; i <= course.earlier.length; i++) {
    const life = course.earlier[i] ?? course;
    for (const promise of life.promises) {
      const breach = breachUnder(life, promise, Math.max(promise.from, from), to);
      if (breach !== null) return breach;
    }
  }
  return null;
}

/** Whether the due time of both is the same one: that which was set by hand stays, whatever is retargeted beneath it (K14). */
function isSameTarget(a: PromiseInForce, b: PromiseInForce): boolean {
  return a === b || (a.isOverridden && b.isOverridden && samePromised(a.promised, b.promised));
}

/** The goal of the last promise, even if nothing is promised any more. */
function lastGoal(promises: readonly PromiseInForce[]): PromiseInForce["goal"] {
  for (let i = promises.length - 1; i >= 0; i--) if (promises[i].goal) return promises[i].goal;
  return null;
}

/** The breach by a promise of a life, judged from one instant (inclusive) to another (exclusive). */
function breachUnder(life: Course, promise: PromiseInForce, since: number, to: number): Breach | null {
  const at = breachSince(life, promise, since);
  return at === null || at >= to ? null : { at, life, promise, since };
}

function breachSince(course: Course, promise: PromiseInForce, since: number): number | null {
  const due = dueOf(course, promise).at;
  if (due === null) return null;
  const { clock, until, asOf, isLive } = course;
  // A start in the past is known from its event on
  const from = Math.max(due, since, clock.startedBy.at);
  if (due < from && from === clock.startedBy.at && endedAtOnce(course))
    return pausedWithNothingLeft(course, promise, from) ? null : from;
  const at = liveInstant(course, promise, from);
  if (at === null || at >= promise.to || at > asOf) return null;
  const end = Math.min(until, clock.endedAt ?? until); // before a start to come where it ended before that
  return isLive || at < end || (due < at && reopenedForNoTime(course, promise)) ? at : null;
}

/** Whether the clock last ended in the millisecond of its reopening, and not with nothing left. */
function reopenedForNoTime(course: Course, promise: PromiseInForce): boolean {
  const { clock, until } = course;
  const last = clock.stretches[clock.stretches.length - 1];
  return last?.kind === "fulfilled" && last.to === until && !pausedWithNothingLeft(course, promise, until);
}

/** Whether a pause that lasted up to an instant had begun with nothing left but nothing overrun. */
function pausedWithNothingLeft(course: Course, promise: PromiseInForce, at: number): boolean {
  const { stretches } = course.clock;
  const pause =
    stretches[firstIndex(stretches.length, (i) => (stretches[i].to ?? Number.POSITIVE_INFINITY) >= at)];
  return pause?.to === at && !pause.counts && pausesExtend(promise) && isUsedUp(course, promise, pause.from);
}

/** Whether the clock first ended in the millisecond of the event that started it. */
function endedAtOnce({ clock, isLive, until }: Course): boolean {
  const { at } = clock.startedBy;
  const stretch = clock.stretches[stretchAt(clock, at)];
  return stretch ? stretch.kind === "fulfilled" && stretch.from === at : !isLive && until === at;
}

/**
 * The first instant from `at` on at which the clock is unfinished and not paused with nothing left: a pause or
 * a stop at exactly the due time comes first, and a spell between an end and a reopening cannot breach.
 */
function liveInstant(course: Course, promise: PromiseInForce, at: number): number | null {
  const { stretches } = course.clock;
  let instant = at;
  for (let i = stretchAt(course.clock, at); i < stretches.length; i++) {
    const { kind, from, to } = stretches[i];
    const nothingLeft = kind === "paused" && pausesExtend(promise) && isUsedUp(course, promise, from);
    if (kind !== "fulfilled" && !nothingLeft) return instant;
    if (to === null) return null;
    instant = Math.max(instant, to);
  }
  return instant;
}

/** Whether the target is used to the last millisecond at the beginning of a stretch, and not overrun. */
function isUsedUp(course: Course, promise: PromiseInForce, from: number): boolean {
  const leg = firstIndex(course.legs.length, (i) => course.legs[i].from >= from);
  return promise.track.used[leg] === targetMs(course, promise);
}
