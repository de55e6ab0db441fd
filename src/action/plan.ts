import { type Course, liveFrom, type PromiseInForce } from "../deadline/course.ts";
import { type Due, dueOf, targetMs } from "../deadline/due.ts";
import { markAt, type Remaining, reachedFromDue } from "../deadline/mark.ts";
import { DAY } from "../time/units.ts";
import type { CompiledAction, Mark, Shot } from "./rule.ts";

/** A step of a rule on one clock, and when it fires by the clock alone: conditions and deliveries are still to be read. */
export interface Planned {
  readonly rule: CompiledAction;
  readonly shot: Shot;
  /** Number of the policy whose rule it is. */
  readonly policy: number;
  readonly course: Course;
  readonly context: PlanContext;
  readonly fireAt: number | null;
  readonly status: "scheduled" | "due" | "lapsed" | "skipped";
  /** Skipped in favour of a later step that fires at the same moment. */
  readonly isSpared: boolean;
}

/** What the plan needs of the lane that a clock is read in. */
export interface PlanContext {
  readonly metric: string;
  /** The metric, its level and value, as ids have them. */
  readonly measure: string;
  /** Id of the reading. */
  readonly clockId: string;
  /** The rules of a policy for this metric. */
  rules(policy: number): readonly CompiledAction[];
  /** The next business instant by a calendar; null for never. */
  opening(calendar: string | null, at: number): number | null;
}

interface Fired extends Pick<Planned, "fireAt" | "status"> {
  /** Whether it fires later than its mark: it came late, or waits for an opening. */
  readonly isMoved: boolean;
}

/** Everything that a clock implies, in the order of its lives and its policies' rules; each step of a rule fires once for a life. */
export function planActions(course: Course, context: PlanContext): Planned[] {
  if (course.superseded.length === 0 && course.earlier.length === 0)
    return firsts(planCourse(course, context));
  return firsts([
    // What fired under a version while it was live has fired (semantics A2)
    ...course.superseded.flatMap(({ under, from, to }) =>
      planLives(under, from, context).filter(({ fireAt }) => fireAt !== null && fireAt < to),
    ),
    ...planLives(course, course.judgedFrom, context),
  ]);
}

function planLives(course: Course, judgedFrom: number, context: PlanContext): Planned[] {
  return [...course.earlier, course].flatMap((life) => planCourse({ ...life, judgedFrom }, context));
}

/** Of several plans of one step the first; what came too late for a rule may fire by the same one in another version. */
function firsts(planned: readonly Planned[]): Planned[] {
  const own = new Map<string, Planned>();
  for (const one of planned) {
    const key = JSON.stringify([one.course.clock.startedBy.id, one.rule.id, one.shot.name]);
    const known = own.get(key);
    if (!known || (isTooLate(known) && one.status !== "skipped")) own.set(key, one);
  }
  return [...own.values()];
}

function isTooLate({ status, isSpared }: Planned): boolean {
  return status === "skipped" && !isSpared;
}

function planCourse(course: Course, context: PlanContext): Planned[] {
  const policies = new Set<number>();
  for (const { promised, span } of course.promises)
    if (promised && span.policy >= 0) policies.add(span.policy);
  return [...policies].flatMap((policy) =>
    context.rules(policy).flatMap((rule) => planRule(course, policy, rule, context)),
  );
}

function planRule(course: Course, policy: number, rule: CompiledAction, context: PlanContext): Planned[] {
  const fired: (Fired & { shot: Shot })[] = [];
  for (const shot of rule.shots) {
    const one = whenFired(course, policy, rule, shot, context);
    if (one) fired.push({ ...one, shot });
  }
  return fired.map(({ shot, fireAt, status, isMoved }, i) => {
    // Of several that would fire at once because they came late or had to wait, the last
    const next = fired[i + 1];
    const isStorm = isMoved && next?.fireAt === fireAt && next.status !== "skipped";
    const isSpared = isStorm && status !== "skipped" && rule.late !== "all";
    return { rule, shot, policy, course, context, fireAt, status: isSpared ? "skipped" : status, isSpared };
  });
}

/** The first promise of the policy under which the step's mark is reached decides; null where none reaches it. */
function whenFired(
  course: Course,
  policy: number,
  rule: CompiledAction,
  shot: Shot,
  context: PlanContext,
): Fired | null {
  let skipped: Fired | null = null;
  let isWaiting = false;
  for (const promise of course.promises) {
    const fired: Fired | "waiting" | null =
      promise.span.policy === policy && promise.promised
        ? firedUnder(course, promise, rule, shot, context, isWaiting)
        : null;
    isWaiting = fired === "waiting";
    if (fired === null || fired === "waiting") continue;
    if (fired.status !== "skipped") return fired;
    skipped ??= fired;
  }
  return skipped;
}

/** `waiting`: reached under this promise, and waiting for an opening when the next one came. `isWaiting`: so by the promise before. */
function firedUnder(
  course: Course,
  promise: PromiseInForce,
  rule: CompiledAction,
  shot: Shot,
  context: PlanContext,
  isWaiting: boolean,
): Fired | "waiting" | null {
  const target = targetMs(course, promise);
  if (target === null) return null;
  const remaining = remainingAt(rule.mark, target, shot.plus);
  const mark = rule.isWall
    ? wallMark(course, promise, rule.mark, shot.plus)
    : markAt(course, promise, remaining);
  const isLast = promise.to === Number.POSITIVE_INFINITY;
  if (mark.at === null)
    return isLast && course.isLive && mark.ifResumedNow !== null
      ? { fireAt: null, status: "scheduled", isMoved: false }
      : null;
  // Never before the event that implied it: of a start in the past, the one that started the clock
  const cameIntoForce = Math.max(promise.from, course.clock.startedBy.at, course.judgedFrom);
  const implied = liveFrom(course, Math.max(mark.at, cameIntoForce));
  const end = course.isLive ? promise.to : Math.min(promise.to, course.until);
  if (implied >= end) return null;
  const isBefore = isBeforeTarget(course, promise, rule, remaining, mark.at);
  if (mark.at < implied && !isWaiting && (isBefore || rule.late === "skip"))
    return { fireAt: implied, status: "skipped", isMoved: true };
  const { quiet } = rule;
  const fireAt = quiet
    ? openAndLive(course, implied, (at) => context.opening(quiet.calendar ?? promise.span.calendar, at))
    : implied;
  if (fireAt === null || fireAt >= end) return "waiting";
  const isMoved = mark.at < fireAt;
  if (fireAt > course.asOf) return { fireAt, status: "scheduled", isMoved };
  return { fireAt, status: isBefore && !course.isLive ? "lapsed" : "due", isMoved };
}

/** The first opening at which the clock has not ended: one between an end and a reopening is waited for in vain. */
function openAndLive(course: Course, at: number, opening: (at: number) => number | null): number | null {
  let open = opening(at);
  while (open !== null) {
    const live = liveFrom(course, open);
    if (live === open) return open;
    open = opening(live); // later than the spell, of which there are finitely many
  }
  return null;
}

/** Whether a mark lies before the target, by the time used or, where the wall clock or dates count, by the due time. */
function isBeforeTarget(
  course: Course,
  promise: PromiseInForce,
  { mark, isWall }: CompiledAction,
  remaining: Remaining,
  at: number,
): boolean {
  if (remaining.businessDays === undefined && !(isWall && "used" in mark))
    return remaining.days * DAY + remaining.ms > 0;
  const due = dueOf(course, promise).at;
  return due === null || at < due;
}

/** What remains of a target at a mark, and so much after it. */
function remainingAt(mark: Mark, target: number, plus: number): Remaining {
  if ("share" in mark) return { days: 0, ms: target - Math.round(target * mark.share) - plus };
  if ("used" in mark) return { days: 0, ms: target - mark.used - plus };
  return plus === 0 ? mark : { ...mark, ms: mark.ms - plus };
}

/** The mark counted by the wall clock from the due time, or from the start. */
function wallMark(course: Course, promise: PromiseInForce, mark: Mark, plus: number): Due {
  const { startedAt } = course.clock;
  if ("used" in mark) return { at: startedAt + mark.used + plus, ifResumedNow: null };
  if ("share" in mark) return { at: null, ifResumedNow: null }; // refused when compiled
  if (mark.businessDays !== undefined) return markAt(course, promise, { ...mark, ms: mark.ms - plus });
  return reachedFromDue(course, promise, (due) =>
    Math.max(startedAt, promise.ruler.wallDays(due, -mark.days, plus - mark.ms)),
  );
}
