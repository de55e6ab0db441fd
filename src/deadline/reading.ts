import type { RunStretch } from "../clock/stretch.ts";
import type { HistoryEvent } from "../history/event.ts";
import type { HolderSpan } from "../history/state.ts";
import { isInstant } from "../time/units.ts";
import { type Attribution, attribute, type Holder, holderAt, holderOfClock } from "./attribution.ts";
import { breachedAt } from "./breach.ts";
import type { Course, PromiseInForce } from "./course.ts";
import { type Due, dueOf, targetMs } from "./due.ts";
import { fieldsOfClock, type ReportedFields } from "./fieldsAt.ts";
import { basisFigures, type Figures, remaining, wallFigures } from "./figures.ts";
import { markAt } from "./mark.ts";

/** `scheduled`: starts later than `asOf`. `fulfilled`: stopped by what it waits for. `cancelled`: ended by anything else. A breach stands beside it (semantics K11). */
export type ClockState = "scheduled" | "running" | "paused" | "fulfilled" | "cancelled";

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
  /** Unique in the verdict, the same at every evaluation: metric, lane, level, value and number, such as `ola:ownership(network)#2`. */
  readonly id: string;
  readonly metric: M;
  /** Id of the policy set that it is promised by; null where the definition has only `policies`. */
  readonly policySet: string | null;
  /** The policy that lends the target, and its version; null without one. */
  readonly policy: string | null;
  readonly policyVersion: string | null;
  /** Id of the calendar whose hours, or whose zone, count; null without one. */
  readonly calendar: string | null;
  /** Level of the target, such as `repair`; null where it has none (semantics P4). */
  readonly level: string | null;
  /** Value of the field by which the metric has clocks of their own; null without `per`. */
  readonly per: string | null;
  /** 1 for the metric's first clock on the ticket. */
  readonly instance: number;
  readonly state: ClockState;
  /** Whether a live clock counts business time and `asOf` is none: it runs, but nothing is used up. */
  readonly outsideBusinessHours: boolean;
  /** Whether `targetMs`, `elapsedMs`, `remainingMs` and `pausedMs` count business time. */
  readonly basis: "business" | "aroundTheClock";
  /** From which it counts, inclusive; later than `asOf` of a scheduled clock. */
  readonly startedAt: number;
  /** When the target is used up if nothing else happens. Null without a target, when never, and while paused with time remaining. */
  readonly dueAt: number | null;
  /** While paused with time remaining: what `dueAt` would be if the clock resumed at `asOf`. */
  readonly dueAtIfResumedNow: number | null;
  /** What `dueAt` would be without an override; null where none is in force. */
  readonly dueAtWithoutOverride: number | null;
  /** When it was fulfilled or cancelled, exclusive of what it measures; null while open. */
  readonly endedAt: number | null;
  /** The first instant at which the target was missed; null where it was not. */
  readonly breachedAt: number | null;
  /** When the desk could first know of the breach: later than `breachedAt` where an event arrived late. */
  readonly recordedAt: number | null;
  /** When little of the target is left, by its `atRisk`; null without one, while a pause leaves it open, and where the clock ended before. */
  readonly atRiskAt: number | null;
  /** True once fulfilled in time, false once breached, null while open, untargeted or cancelled unbreached. */
  readonly met: boolean | null;
  /** When the pause began that lasts; null unless it is paused. */
  readonly pausedSince: number | null;
  /** The same figures by the wall clock. */
  readonly wall: Figures;
  /** The target never runs out: no business time is left, or not before the end of the supported years. Not said of a paused clock, which nobody knows when to resume. */
  readonly never: boolean;
  /** Whether its due time was set by hand (semantics K14). */
  readonly overridden: boolean;
  /** Why it does not count for compliance; null where it does (semantics K15). */
  readonly exempted: string | null;
  /** Its life in order and without gaps, from its start to its end or `asOf`. */
  readonly stretches: readonly Stretch[];
  /** Elapsed time by who held the ticket, and who held it at the breach (semantics K13). */
  readonly attribution: readonly Attribution[];
  /** Who held the ticket in the last millisecond before the breach; null where it was not breached. */
  readonly breachedBy: Holder | null;
  /** Who held the ticket at the clock's end; at `asOf` while it is open (semantics R2). */
  readonly heldBy: Holder;
  /** The fields listed in `report.fields` as at the clock's end; at `asOf` while it is open. Null where absent (semantics R2). */
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
}

/** Names that the reading carries but the course does not know. */
export interface Labels<M extends string> {
  readonly id: string;
  readonly metric: M;
  readonly policySet: string | null;
  readonly level: string | null;
  /** Reason of the exemption, if any. */
  readonly exempted: string | null;
  readonly holders: readonly HolderSpan[];
  readonly fields: ReportedFields;
  /** By number. */
  readonly policies: readonly { readonly id: string; readonly version: string | null }[];
}

/** What of a clock a queue view needs. Reports need full readings. */
export interface LeanReading<M extends string = string>
  extends Pick<
    Reading<M>,
    | "id"
    | "metric"
    | "policySet"
    | "policy"
    | "level"
    | "per"
    | "instance"
    | "state"
    | "startedAt"
    | "dueAt"
    | "dueAtIfResumedNow"
    | "endedAt"
    | "breachedAt"
    | "atRiskAt"
    | "met"
    | "targetMs"
    | "remainingMs"
    | "never"
    | "exempted"
  > {}

/** Reads a clock off its course. */
export function readClock<M extends string>(course: Course, labels: Labels<M>): Reading<M> {
  const { clock, isLive, asOf, promises } = course;
  const promise = promises[promises.length - 1];
  const { isOverridden, ruler, goal, span } = promise;
  const due = dueOf(course, promise);
  const breach = breachedAt(course);
  const figures = basisFigures(course, promise, due);
  const policy = goal ? labels.policies[span.policy] : undefined;
  const state = stateOf(course);
  return {
    id: labels.id,
    metric: labels.metric,
    policySet: labels.policySet,
    policy: policy?.id ?? null,
    policyVersion: policy?.version ?? null,
    calendar: span.calendar,
    level: labels.level,
    per: clock.per,
    instance: clock.instance,
    state,
    outsideBusinessHours: isLive && ruler.isBusiness && !ruler.counts(asOf),
    basis: ruler.isBusiness ? "business" : "aroundTheClock",
    startedAt: clock.startedAt,
    dueAt: due.at,
    dueAtIfResumedNow: due.ifResumedNow,
    dueAtWithoutOverride: isOverridden ? withoutOverride(course, promise).at : null,
    endedAt: clock.endedAt,
    breachedAt: breach,
    recordedAt: breach === null ? null : recordedAt(course, breach),
    atRiskAt: atRiskAt(course, promise, due),
    met: metOf(course, promise, breach),
    targetMs: figures.targetMs,
    elapsedMs: figures.elapsedMs,
    remainingMs: figures.remainingMs,
    pausedMs: figures.pausedMs,
    pausedSince: state === "paused" ? pausedSince(course) : null,
    wall: wallFigures(course, promise, due),
    never: isNever(course, promise, due),
    overridden: isOverridden,
    exempted: labels.exempted,
    stretches: stretchesOf(course, labels),
    attribution: attribute(course, promise, labels.holders),
    breachedBy: breach === null ? null : holderAt(labels.holders, breach - 1),
    heldBy: holderOfClock(labels.holders, clock.endedAt, course.asOf),
    fields: fieldsOfClock(labels.fields, clock.endedAt),
  };
}

/** Reads of a clock what a queue view needs; each member as `readClock` gives it. */
export function readLean<M extends string>(course: Course, labels: Labels<M>): LeanReading<M> {
  const { clock, promises } = course;
  const promise = promises[promises.length - 1];
  const due = dueOf(course, promise);
  const breach = breachedAt(course);
  const target = targetMs(course, promise);
  return {
    id: labels.id,
    metric: labels.metric,
    policySet: labels.policySet,
    policy: promise.goal ? labels.policies[promise.span.policy].id : null,
    level: labels.level,
    per: clock.per,
    instance: clock.instance,
    state: stateOf(course),
    startedAt: clock.startedAt,
    dueAt: due.at,
    dueAtIfResumedNow: due.ifResumedNow,
    endedAt: clock.endedAt,
    breachedAt: breach,
    atRiskAt: atRiskAt(course, promise, due),
    met: metOf(course, promise, breach),
    targetMs: target,
    remainingMs: remaining(course, promise, due, target),
    never: isNever(course, promise, due),
    exempted: labels.exempted,
  };
}

function stateOf(course: Course): ClockState {
  const { clock, asOf } = course;
  if (clock.outcome) return clock.outcome;
  if (clock.startedAt > asOf) return "scheduled";
  return isPaused(course) ? "paused" : "running";
}

function isPaused({ clock }: Course): boolean {
  const { stretches } = clock;
  return clock.outcome === null && stretches.length > 0 && stretches[stretches.length - 1].kind === "paused";
}

/** Since when it has not run; a time between an end and a reopening that was paused belongs to it where the metric counts it. */
function pausedSince({ clock: { stretches } }: Course): number {
  let first = stretches.length - 1;
  while (first > 0 && !stretches[first - 1].counts && !stretches[first - 1].isAsleep) first--;
  return stretches[first].from;
}

function isNever(course: Course, { promised }: PromiseInForce, due: Due): boolean {
  return promised !== null && !isPaused(course) && due.at === null;
}

function metOf({ clock }: Course, { promised }: PromiseInForce, breach: number | null): boolean | null {
  if (breach !== null) return false;
  return clock.outcome === "fulfilled" && promised ? true : null;
}

/** When the target itself runs out, whatever was set by hand (semantics K14). */
function withoutOverride(course: Course, promise: PromiseInForce): Due {
  return dueOf(course, { ...promise, promised: promise.span.promised, isOverridden: false });
}

function atRiskAt(course: Course, promise: PromiseInForce, due: Due): number | null {
  const atRisk = promise.goal?.atRisk;
  const target = targetMs(course, promise);
  if (!atRisk || target === null || (due.at === null && due.ifResumedNow === null)) return null;
  const { at } = markAt(course, promise, {
    days: 0,
    ms: "share" in atRisk ? Math.round(target * atRisk.share) : atRisk.ms,
  });
  if (at === null) return null;
  const from = Math.max(at, promise.from, course.clock.startedBy.at); // a start in the past is known from its event on
  return course.isLive || from < course.until ? from : null;
}

/** Arrival of the last event that the breach rests on. */
function recordedAt({ clock, promises, earlier }: Course, breach: number): number {
  let known = breach;
  const consider = (event: HistoryEvent) => {
    if (event.at <= breach && isInstant(event.recordedAt)) known = Math.max(known, event.recordedAt);
  };
  consider(clock.startedBy);
  for (const { by } of clock.stretches) consider(by);
  for (const { by } of promises) consider(by);
  return earlier.reduce((latest, life) => Math.max(latest, recordedAt(life, breach)), known);
}

function stretchesOf(course: Course, { policies }: Pick<Labels<string>, "policies">): Stretch[] {
  const stretches: { -readonly [K in keyof Stretch]: Stretch[K] }[] = [];
  for (const [i, leg] of course.legs.entries()) {
    const promise = course.promises[leg.promise];
    const { span, goal, by } = promise;
    const to = leg.to === Number.POSITIVE_INFINITY ? null : leg.to;
    const last = stretches.at(-1);
    const before = i > 0 ? course.legs[i - 1] : null;
    if (last && before?.stretch === leg.stretch && course.promises[before.promise].by === by) {
      last.to = to; // only what is known of the calendar has changed
      last.targetMs = targetMs(course, promise);
    } else {
      stretches.push({
        kind: leg.stretch.kind,
        from: leg.from,
        to,
        event: leg.from === leg.stretch.from ? leg.stretch.by.id : by.id,
        policy: goal ? policies[span.policy].id : null,
        targetMs: targetMs(course, promise),
      });
    }
  }
  return stretches;
}
