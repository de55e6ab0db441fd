import { type Course, liveFrom, type PromiseInForce } from "../deadline/course.ts";
import { type Due, dueOf, targetMs } from "../deadline/due.ts";
import { markAt, type Remaining } from "../deadline/mark.ts";
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

/** Everything that a clock implies, in the order of its policies' rules; each step of a rule fires once for a clock. */
export function planActions(course: Course, context: PlanContext): Planned[] {
  const planned = course.earlier.flatMap((life) => planActions(life, context));
  const own = new Map<string, Planned>();
  const policies = new Set<number>();
  for (const { promised, span } of course.promises)
    if (promised && span.policy >= 0) policies.add(span.policy);
  for (const policy of policies) {
    for (const rule of context.rules(policy)) {
      for (const one of planRule(course, policy, rule, context)) {
        const key = JSON.stringify([rule.id, one.shot.name]);
        const known = own.get(key);
        // The same rule in another version of the policies: what was skipped by the one may fire by the other
        if (!known || (known.status === "skipped" && one.status !== "skipped")) own.set(key, one);
      }
    }
  }
  planned.push(...own.values());
  return planned;
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
    const isStorm = rule.late === "last" && isMoved && next?.isMoved && next.fireAt === fireAt;
    return { rule, shot, policy, course, context, fireAt, status: isStorm ? "skipped" : status };
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
  for (const promise of course.promises) {
    if (promise.span.policy !== policy || !promise.promised) continue;
    const fired = firedUnder(course, promise, rule, shot, context);
    if (fired?.status === "skipped") skipped ??= fired;
    else if (fired) return fired;
  }
  return skipped;
}

function firedUnder(
  course: Course,
  promise: PromiseInForce,
  rule: CompiledAction,
  shot: Shot,
  context: PlanContext,
): Fired | null {
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
  const implied = liveFrom(course, Math.max(mark.at, promise.from, course.clock.startedBy.at));
  const fireAt = rule.quiet
    ? context.opening(rule.quiet.calendar ?? promise.span.calendar, implied)
    : implied;
  if (fireAt === null || fireAt >= promise.to || (!course.isLive && fireAt >= course.until)) return null;
  const isBefore = (remaining.businessDays ?? 0) + remaining.days + remaining.ms > 0;
  const isLate = mark.at < implied;
  const isMoved = mark.at < fireAt;
  if (isLate && (isBefore || rule.late === "skip")) return { fireAt, status: "skipped", isMoved };
  if (fireAt > course.asOf) return { fireAt, status: "scheduled", isMoved };
  return { fireAt, status: isBefore && !course.isLive ? "lapsed" : "due", isMoved };
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
  const move = (at: number | null) =>
    at === null ? null : Math.max(startedAt, promise.ruler.wallDays(at, -mark.days, plus - mark.ms));
  const due = dueOf(course, promise);
  return { at: move(due.at), ifResumedNow: move(due.ifResumedNow) };
}
