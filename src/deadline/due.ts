import type { EndOfBudget } from "../calendar/lookup.ts";
import { measureAlong } from "./along.ts";
import type { Course, PromiseInForce } from "./course.ts";

/** When a promise runs out. Both null: never. */
export interface Due {
  /** Null too while it depends on when a pause will end. */
  readonly at: number | null;
  /** While paused with time remaining: when it would run out if resumed at `asOf`. */
  readonly ifResumedNow: number | null;
}

const NEVER: Due = { at: null, ifResumedNow: null };

/** The time promised, in its own basis; null without a target, or where it never runs out. */
export function targetMs(course: Course, promise: PromiseInForce): number | null {
  const { promised } = promise;
  if (!promised) return null;
  if (promised.kind === "duration") return promised.ms;
  const at = fixedInstant(course, promise);
  return at === null ? null : measureAlong(course, promise, course.clock.startedAt, at);
}

/** When the promise runs out, as the history up to its end has it (semantics K9, K11). */
export function dueOf(course: Course, promise: PromiseInForce): Due {
  const { promised } = promise;
  if (!promised) return NEVER;
  if (promised.kind === "duration") return whenUsed(course, promise, promised.ms);
  const at = fixedInstant(course, promise);
  if (at === null) return NEVER;
  return pausesExtend(promise) ? extended(course, promise, at) : { at, ifResumedNow: null };
}

/** The due time as it stood in each of the course's legs, up to the promise's last; null where a pause left it open. */
export function dueAlong(course: Course, promise: PromiseInForce): (number | null)[] {
  const { promised, legsEnd, track, ruler } = promise;
  const legs = course.legs.slice(0, legsEnd);
  if (!promised) return legs.map(() => null);
  if (promised.kind === "duration") {
    const end = promise.goal?.endOfBudget ?? "closing";
    const usedUp = usedWithin(course, promise, promised.ms, end) ?? null;
    return legs.map(({ stretch, from }, i) => {
      if (track.used[i] >= promised.ms) return usedUp;
      return stretch.counts ? ruler.advance(from, promised.ms - track.used[i], end) : null;
    });
  }
  const fixed = fixedInstant(course, promise);
  if (fixed === null || !pausesExtend(promise)) return legs.map(() => fixed);
  let at: number | null = fixed;
  return legs.map((leg, i) => {
    if (at === null || leg.stretch.counts || leg.from >= at) return at;
    const paused = track.rulers[i].measure(leg.from, Math.min(leg.to, course.until));
    at = track.rulers[i].advance(at, paused, "closing");
    return null;
  });
}

/** When the clock will have used `ms` of its target, counted from its start; a mark before or after the due time. */
export function whenUsed(course: Course, promise: PromiseInForce, ms: number): Due {
  const { legs, clock, isLive, until } = course;
  const { track, legsEnd } = promise;
  if (ms <= 0) return { at: clock.startedAt, ifResumedNow: null };
  const end = promise.goal?.endOfBudget ?? "closing";
  const found = usedWithin(course, promise, ms, end);
  if (found !== undefined) return { at: found, ifResumedNow: null };
  if (promise.to !== Number.POSITIVE_INFINITY) return NEVER; // replaced before it ran out
  const remaining = Math.max(0, ms - track.used[legsEnd]);
  const { ruler } = promise;
  if (!isLive) return { at: ruler.advance(until, remaining, end), ifResumedNow: null };
  const last = legs[legs.length - 1];
  if (last.stretch.kind === "running")
    return { at: ruler.advance(last.from, ms - track.used[legsEnd - 1], end), ifResumedNow: null };
  return { at: null, ifResumedNow: ruler.advance(until, remaining, end) };
}

/** Whether a pause moves what is promised on: always for durations, as the options say for fixed due times (semantics K9). */
export function pausesExtend({ promised, goal, isOverridden }: PromiseInForce): boolean {
  if (isOverridden) return false;
  if (promised?.kind === "duration") return true;
  return (goal?.pauses ?? (promised?.kind === "instant" ? "ignored" : "extend")) === "extend";
}

/** Before or after the due time by time that counts: how reminders of a fixed due time find theirs. */
export function shifted({ ruler }: PromiseInForce, due: number, ms: number): number | null {
  return ms < 0 ? ruler.retreat(due, -ms) : ruler.advance(due, ms, "closing");
}

/** The instant in a leg that has ended at which `ms` is reached; undefined where none does. */
function usedWithin(
  { legs }: Course,
  { track, legsEnd }: PromiseInForce,
  ms: number,
  end: EndOfBudget,
): number | null | undefined {
  const ended = legsEnd > 0 && legs[legsEnd - 1].to === Number.POSITIVE_INFINITY ? legsEnd - 1 : legsEnd;
  // `used` never falls, so the leg is found by bisection: a clock may have as many legs as its ticket has events
  let low = 0;
  let high = ended;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (track.used[middle + 1] >= ms) high = middle;
    else low = middle + 1;
  }
  if (low >= ended) return undefined;
  const at = track.rulers[low].advance(legs[low].from, ms - track.used[low], "closing");
  if (at === null || end === "closing") return at;
  // The opening after it, by whichever hours are then in force; a pause does not close them
  const then = at >= legs[low].to && low + 1 < legs.length ? low + 1 : low;
  return track.rulers[then].next(at);
}

/** The instant promised: by days, or what a field held; null for a duration. Pauses may yet move it on. */
export function fixedInstant(course: Course, promise: PromiseInForce): number | null {
  const { promised, ruler } = promise;
  if (promised?.kind === "wallDays")
    return ruler.wallDays(course.clock.startedAt, promised.days, promised.ms);
  if (promised?.kind === "businessDays") return ruler.businessDays(course.clock.startedAt, promised);
  if (promised?.kind !== "instant") return null;
  return promised.outside === "nextOpening" ? ruler.next(promised.at) : promised.at;
}

/** A due time that every pause begun before it moves on by its length (semantics K9, `extend`). */
function extended(course: Course, promise: PromiseInForce, fixed: number): Due {
  let at: number = fixed;
  for (let i = 0; i < promise.legsEnd; i++) {
    const leg = course.legs[i];
    if (leg.stretch.counts || leg.from >= at) continue;
    const to = Math.min(leg.to, course.until);
    const moved = promise.track.rulers[i].advance(
      at,
      promise.track.rulers[i].measure(leg.from, to),
      "closing",
    );
    if (moved === null) return NEVER;
    if (leg.to === Number.POSITIVE_INFINITY) return { at: null, ifResumedNow: moved };
    at = moved;
  }
  return { at, ifResumedNow: null };
}
