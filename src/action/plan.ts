import { type Course, liveFrom, type PromiseInForce } from "../deadline/course.ts";
import { targetMs } from "../deadline/due.ts";
import { markAt, type Remaining } from "../deadline/mark.ts";
import type { FieldPatch } from "../history/event.ts";
import { actionId } from "./identity.ts";

/**
 * `scheduled`: to come. `due`: to be performed now. `lapsed`: an action before the target whose
 * clock ended before anybody performed it. `skipped`: one that was already past when its target came into force.
 * `delivered`, `retracted`, `unmet`: once deliveries and conditions are read (semantics A4).
 */
export type ActionStatus = "scheduled" | "due" | "lapsed" | "delivered" | "retracted" | "unmet" | "skipped";

/** A reminder or escalation as the ticket stands (semantics A1 to A4). The host performs what is `due`, once for each id. */
export interface Action<M extends string = string> {
  /** The same at every evaluation; an idempotency key. */
  readonly id: string;
  readonly kind: "reminder" | "escalation";
  /** The id of its rule in the definition. */
  readonly rule: string;
  readonly policy: string;
  readonly metric: M;
  /** Id of the reading it belongs to. */
  readonly clock: string;
  /** Epoch milliseconds; null while a pause leaves it open. */
  readonly fireAt: number | null;
  readonly status: ActionStatus;
  readonly notify: readonly string[];
  readonly set: FieldPatch | null;
}

/** A rule ready to be planned: where its mark lies on the clock. */
export interface CompiledAction {
  readonly kind: "reminder" | "escalation";
  readonly id: string;
  /** What remains of the target at the mark: an amount (negative when after it), or a share of it. */
  readonly mark: Remaining | { readonly share: number };
  /** Whether it fires before the target runs out: it then lapses with its clock. */
  readonly isBefore: boolean;
  /** Whether it is skipped when its moment was past as its target came into force. */
  readonly skipsLate: boolean;
  readonly notify: readonly string[];
  readonly set: FieldPatch | null;
}

/** What the plan needs to name an action. */
export interface PlanContext<M extends string> {
  readonly ticket: string;
  readonly metric: M;
  /** The metric, its level and value, as ids have them. */
  readonly measure: string;
  readonly clockId: string;
  policyId(policy: number): string;
  /** The rules of a policy for this metric. */
  rules(policy: number): readonly CompiledAction[];
}

type Fired = { readonly fireAt: number | null; readonly status: ActionStatus };

/** Every action that a clock implies, in the order of its policies' rules; each rule fires once for a clock. */
export function planActions<M extends string>(course: Course, context: PlanContext<M>): Action<M>[] {
  const actions = course.earlier.flatMap((life) => planActions(life, context));
  const promising = course.promises.filter(({ promised, span }) => promised && span.policy >= 0);
  const policies = new Set(promising.map(({ span }) => span.policy));
  for (const policy of policies) {
    for (const rule of context.rules(policy)) {
      const fired = whenFired(course, policy, rule);
      if (fired) actions.push(describe(rule, policy, fired, course, context));
    }
  }
  return actions;
}

/** The first promise of the policy under which the rule's mark is reached decides; null where none reaches it. */
function whenFired(course: Course, policy: number, rule: CompiledAction): Fired | null {
  let skipped: Fired | null = null;
  for (const promise of course.promises) {
    if (promise.span.policy !== policy || !promise.promised) continue;
    const fired = firedUnder(course, promise, rule);
    if (fired?.status === "skipped") skipped ??= fired;
    else if (fired) return fired;
  }
  return skipped;
}

function firedUnder(course: Course, promise: PromiseInForce, rule: CompiledAction): Fired | null {
  const target = targetMs(course, promise);
  if (target === null) return null;
  const mark = markAt(
    course,
    promise,
    "share" in rule.mark ? { days: 0, ms: target - Math.round(target * rule.mark.share) } : rule.mark,
  );
  const isLast = promise.to === Number.POSITIVE_INFINITY;
  if (mark.at === null)
    return isLast && course.isLive && mark.ifResumedNow !== null
      ? { fireAt: null, status: "scheduled" }
      : null;
  // Never before the event that implied it: of a start in the past, the one that started the clock
  const fireAt = liveFrom(course, Math.max(mark.at, promise.from, course.clock.startedBy.at));
  const isLate = mark.at < fireAt;
  if (fireAt >= promise.to || (!course.isLive && fireAt >= course.until)) return null;
  if (fireAt > course.asOf) return { fireAt, status: "scheduled" };
  if (rule.skipsLate && isLate) return { fireAt, status: "skipped" };
  return { fireAt, status: rule.isBefore && !course.isLive ? "lapsed" : "due" };
}

function describe<M extends string>(
  rule: CompiledAction,
  policy: number,
  fired: Fired,
  course: Course,
  context: PlanContext<M>,
): Action<M> {
  const policyId = context.policyId(policy);
  return {
    id: actionId(context.ticket, policyId, context.measure, course.clock.startedBy.id, rule.id),
    kind: rule.kind,
    rule: rule.id,
    policy: policyId,
    metric: context.metric,
    clock: context.clockId,
    fireAt: fired.fireAt,
    status: fired.status,
    notify: rule.notify,
    set: rule.set,
  };
}
