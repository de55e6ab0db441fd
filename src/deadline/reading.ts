import type { ClockRun, RunStretch } from "../clock/run.ts";
import { isInstant } from "../time/units.ts";
import { breachedAt } from "./breach.ts";
import type { Course, PromiseInForce } from "./course.ts";
import { type Due, dueOf, pausesExtend, targetMs } from "./due.ts";
import { markAt } from "./mark.ts";

export type ClockState = "scheduled" | "running" | "paused" | "fulfilled" | "cancelled";

/** Figures of a clock in one measure of time, in milliseconds; null where there is no target, or it is never due. */
export interface Figures {
  readonly targetMs: number | null;
  readonly elapsedMs: number;
  /** What is left of the target; negative when overdue. */
  readonly remainingMs: number | null;
  readonly pausedMs: number;
}

/** A part of a clock's life in which nothing about it changed, `[from, to)`; `to` is null while it lasts. */
export interface Stretch {
  /** `fulfilled`: between an end and a reopening. */
  readonly kind: RunStretch["kind"];
  readonly from: number;
  readonly to: number | null;
  /** Id of the event that began it. */
  readonly event: string;
  /** The promise in force: its policy, and its target in its own basis. */
  readonly policy: string | null;
  readonly targetMs: number | null;
}

/**
 * What a verdict says of one clock (semantics K11). Instants in epoch milliseconds. `targetMs`, `elapsedMs`,
 * `remainingMs` and `pausedMs` are in the target's own basis; `wall` has the same by the wall clock.
 */
export interface Reading<M extends string = string> extends Figures {
  readonly id: string;
  readonly metric: M;
  /** The policy that lends the target, and its version; null without one. */
  readonly policy: string | null;
  readonly policyVersion: string | null;
  /** Id of the calendar whose hours, or whose zone, count; null without one. */
  readonly calendar: string | null;
  readonly level: string | null;
  readonly per: string | null;
  /** 1 for the metric's first clock on the ticket. */
  readonly instance: number;
  readonly state: ClockState;
  /** Whether a live clock counts business time and `asOf` is none: it runs, but nothing is used up. */
  readonly outsideBusinessHours: boolean;
  readonly basis: "business" | "aroundTheClock";
  readonly startedAt: number;
  /** When the target is used up if nothing else happens. Null without a target, when never, and while paused with time remaining. */
  readonly dueAt: number | null;
  /** While paused with time remaining: what `dueAt` would be if the clock resumed at `asOf`. */
  readonly dueAtIfResumedNow: number | null;
  /** What `dueAt` would be without an override; null where none is in force. */
  readonly dueAtWithoutOverride: number | null;
  readonly endedAt: number | null;
  /** The first instant at which the target was missed; null where it was not. */
  readonly breachedAt: number | null;
  /** When the desk could first know of the breach: later than `breachedAt` where an event arrived late. */
  readonly recordedAt: number | null;
  readonly atRiskAt: number | null;
  /** True once fulfilled in time, false once breached, null while open, untargeted or cancelled unbreached. */
  readonly met: boolean | null;
  readonly pausedSince: number | null;
  readonly wall: Figures;
  /** The target never runs out: no business time is left, or not before the end of the supported years. Not said of a paused clock, which nobody knows when to resume. */
  readonly never: boolean;
  readonly overridden: boolean;
  readonly exempted: string | null;
  readonly stretches: readonly Stretch[];
  /** Elapsed time by who held the ticket, and who held it at the breach (semantics K13). */
  readonly attribution: readonly Attribution[];
  readonly breachedBy: Holder | null;
}

export interface Holder {
  readonly assignee: string | null;
  readonly group: string | null;
  readonly supplier: string | null;
}

export interface Attribution extends Holder {
  readonly elapsedMs: number;
}

/** Names that the reading carries but the course does not know. */
export interface Labels<M extends string> {
  readonly metric: M;
  policyId(policy: number): string | null;
}

/** Reads a clock off its course. */
export function readClock<M extends string>(course: Course, { metric, policyId }: Labels<M>): Reading<M> {
  const { clock, isLive, asOf, promises } = course;
  const promise = promises[promises.length - 1];
  const due = dueOf(course, promise);
  const breach = breachedAt(course);
  const figures = basisFigures(course, promise, due);
  const state = clock.outcome ?? (isPaused(course) ? "paused" : "running");
  return {
    id: `${metric}#${clock.instance}`,
    metric,
    policy: promise.goal ? policyId(promise.span.policy) : null,
    policyVersion: null,
    calendar: promise.goal?.calendar ?? null,
    level: null,
    per: null,
    instance: clock.instance,
    state,
    outsideBusinessHours: isLive && promise.ruler.isBusiness && !promise.ruler.counts(asOf),
    basis: promise.ruler.isBusiness ? "business" : "aroundTheClock",
    startedAt: clock.startedAt,
    dueAt: due.at,
    dueAtIfResumedNow: due.ifResumedNow,
    dueAtWithoutOverride: null,
    endedAt: clock.endedAt,
    breachedAt: breach,
    recordedAt: breach === null ? null : recordedAt(course, breach),
    atRiskAt: atRiskAt(course, promise, due),
    met: breach !== null ? false : clock.outcome === "fulfilled" && promise.promised ? true : null,
    targetMs: figures.targetMs,
    elapsedMs: figures.elapsedMs,
    remainingMs: figures.remainingMs,
    pausedMs: figures.pausedMs,
    pausedSince: state === "paused" ? (clock.stretches.at(-1)?.from ?? null) : null,
    wall: wallFigures(course, promise, due),
    never: promise.promised !== null && state !== "paused" && due.at === null,
    overridden: false,
    exempted: null,
    stretches: stretchesOf(course, policyId),
    attribution: [],
    breachedBy: null,
  };
}

function isPaused({ clock }: Course): boolean {
  return clock.stretches.at(-1)?.kind === "paused";
}

function basisFigures(course: Course, promise: PromiseInForce, due: Due): Figures {
  const { track, ruler } = promise;
  const target = targetMs(course, promise);
  const elapsedMs = track.used[track.used.length - 1];
  const isFixed = !pausesExtend(promise);
  return {
    targetMs: target,
    elapsedMs,
    remainingMs:
      target === null
        ? null
        : isFixed && due.at !== null
          ? ruler.measure(course.until, due.at)
          : target - elapsedMs,
    pausedMs: pausedBy(course, (i, from, to) => track.rulers[i].measure(from, to)),
  };
}

/**
 * By the wall clock, the target is the time from the start to the due time without the pauses that moved it; where
 * pauses move nothing, all of it, and what remains is the time to the due time.
 */
function wallFigures(course: Course, promise: PromiseInForce, due: Due): Figures {
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

function atRiskAt(course: Course, promise: PromiseInForce, due: Due): number | null {
  const atRisk = promise.goal?.atRisk;
  const target = targetMs(course, promise);
  if (!atRisk || target === null || (due.at === null && due.ifResumedNow === null)) return null;
  const { at } = markAt(course, promise, {
    days: 0,
    ms: "share" in atRisk ? Math.round(target * atRisk.share) : atRisk.ms,
  });
  return at !== null && (course.isLive || at < course.until) ? Math.max(at, promise.from) : null;
}

/** Arrival of the last event that the breach rests on. */
function recordedAt({ clock, promises }: Course, breach: number): number {
  let known = breach;
  const consider = (event: ClockRun["startedBy"]) => {
    if (event.at <= breach && isInstant(event.recordedAt)) known = Math.max(known, event.recordedAt);
  };
  consider(clock.startedBy);
  for (const { by } of clock.stretches) consider(by);
  for (const { span } of promises) consider(span.by);
  return known;
}

function stretchesOf(course: Course, policyId: (policy: number) => string | null): Stretch[] {
  const stretches: { -readonly [K in keyof Stretch]: Stretch[K] }[] = [];
  for (const [i, leg] of course.legs.entries()) {
    const promise = course.promises[leg.promise];
    const { span, goal } = promise;
    const to = leg.to === Number.POSITIVE_INFINITY ? null : leg.to;
    const last = stretches.at(-1);
    const before = i > 0 ? course.legs[i - 1] : null;
    if (last && before?.stretch === leg.stretch && course.promises[before.promise].span === span) {
      last.to = to; // only what is known of the calendar has changed
      last.targetMs = targetMs(course, promise);
    } else {
      stretches.push({
        kind: leg.stretch.kind,
        from: leg.from,
        to,
        event: leg.from === leg.stretch.from ? leg.stretch.by.id : span.by.id,
        policy: goal ? policyId(span.policy) : null,
        targetMs: targetMs(course, promise),
      });
    }
  }
  return stretches;
}
