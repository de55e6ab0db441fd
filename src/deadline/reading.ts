import type { RunStretch } from "../clock/run.ts";
import { breachedAt } from "./breach.ts";
import type { Course, PromiseInForce } from "./course.ts";
import { type Due, dueOf, pausesExtend, shifted, targetMs, whenUsed } from "./due.ts";

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
  /** The target can never run out: no business time is left. Not said of a paused clock, which nobody knows when to resume. */
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
    ...figures,
    pausedSince: state === "paused" ? (clock.stretches.at(-1)?.from ?? null) : null,
    wall: wallFigures(course, due),
    never: promise.promised !== null && state !== "paused" && due.at === null,
    overridden: false,
    exempted: null,
    stretches: stretchesOf(course, policyId),
    attribution: [],
    breachedBy: null,
  };
}

/** The instant at which so much of the target remains, or is overrun where negative (semantics A2). */
export function markAt(course: Course, promise: PromiseInForce, remainingMs: number): Due {
  const target = targetMs(course, promise);
  if (promise.promised === null || target === null) return { at: null, ifResumedNow: null };
  if (promise.promised.kind === "duration") return whenUsed(course, promise, target - remainingMs);
  if (remainingMs >= target) return { at: course.clock.startedAt, ifResumedNow: null };
  const due = dueOf(course, promise);
  const move = (at: number | null) => (at === null ? null : shifted(promise, at, -remainingMs));
  return { at: move(due.at), ifResumedNow: move(due.ifResumedNow) };
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

function wallFigures(course: Course, due: Due): Figures {
  const pausedMs = pausedBy(course, (_, from, to) => to - from);
  const elapsedMs = course.until - course.clock.startedAt - pausedMs;
  const at = due.at ?? due.ifResumedNow;
  const remainingMs = at === null ? null : at - course.until;
  return {
    targetMs: remainingMs === null ? null : elapsedMs + remainingMs,
    elapsedMs,
    remainingMs,
    pausedMs,
  };
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
  const { at } = markAt(course, promise, "share" in atRisk ? Math.round(target * atRisk.share) : atRisk.ms);
  return at !== null && (course.isLive || at < course.until) ? Math.max(at, promise.from) : null;
}

/** Arrival of the last event that the breach rests on. */
function recordedAt({ clock, promises }: Course, breach: number): number {
  let known = breach;
  const events = [
    clock.startedBy,
    ...clock.stretches.map(({ by }) => by),
    ...promises.map(({ span }) => span.by),
  ];
  for (const event of events) {
    if (event.at <= breach && Number.isFinite(event.recordedAt))
      known = Math.max(known, event.recordedAt as number);
  }
  return known;
}

function stretchesOf(course: Course, policyId: (policy: number) => string | null): Stretch[] {
  const stretches: Stretch[] = [];
  for (const [i, leg] of course.legs.entries()) {
    const promise = course.promises[leg.promise];
    const { span, goal } = promise;
    const before = i > 0 ? course.legs[i - 1] : null;
    const sameSpan = before !== null && course.promises[before.promise].span === span;
    if (before?.stretch === leg.stretch && sameSpan) stretches.pop(); // only what is known has changed
    const from = before?.stretch === leg.stretch && sameSpan ? startOf(course, i) : leg.from;
    stretches.push({
      kind: leg.stretch.kind,
      from,
      to: leg.to === Number.POSITIVE_INFINITY ? null : leg.to,
      event: from === leg.stretch.from ? leg.stretch.by.id : span.by.id,
      policy: goal ? policyId(span.policy) : null,
      targetMs: targetMs(course, promise),
    });
  }
  return stretches;
}

/** Where the leg's stretch and promise began, knowledge left aside. */
function startOf({ legs, promises }: Course, leg: number): number {
  let first = leg;
  while (
    first > 0 &&
    legs[first - 1].stretch === legs[leg].stretch &&
    promises[legs[first - 1].promise].span === promises[legs[leg].promise].span
  ) {
    first--;
  }
  return legs[first].from;
}
