import type { ClockRun } from "../clock/stretch.ts";
import type { HistoryEvent } from "../history/event.ts";
import type { Promised } from "../policy/amount.ts";
import { isSamePromise, type PromiseSpan } from "../policy/govern.ts";
import type { CompiledGoal } from "../policy/target.ts";
import { firstIndex } from "../time/bisect.ts";

/** A due time set by hand from an instant on, inclusive; null: given back to the target (semantics K14). */
export interface Override {
  readonly from: number;
  readonly dueAt: number | null;
  readonly by: HistoryEvent;
}

/** What a lane promised, and what was set by hand. */
export interface LaneTerms {
  readonly spans: readonly PromiseSpan[];
  readonly overrides: readonly Override[];
}

/** What was promised over one part of a clock's life, `[from, to)`; the last one goes on to the end, or for good. */
export interface InForce {
  readonly span: PromiseSpan;
  readonly goal: CompiledGoal | null;
  /** The span by whose calendar its time counts, where it has none of its own. */
  readonly counting: PromiseSpan | null;
  readonly promised: Promised | null;
  readonly isOverridden: boolean;
  readonly from: number;
  /** Infinity for the last. */
  readonly to: number;
  /** The event that brought it. */
  readonly by: HistoryEvent;
}

/**
 * The promises during a clock's life, in order; at least one. The first is the one in force at its start, of a start to
 * come the one at its event; what changed in the millisecond of its end judges nothing (semantics K7).
 */
export function promisesOf(
  clock: ClockRun,
  { spans, overrides }: LaneTerms,
  until: number,
  isLive: boolean,
): InForce[] {
  if (spans.length === 1 && overrides.length === 0) return [whole(clock, spans[0])];
  const seen = awake(clock, spansWithin(clock, spans, until, isLive));
  const during = spansDuring(clock, seen, isLive ? Number.POSITIVE_INFINITY : until);
  const counting = spansThatCount(during);
  const promises = during.map((span, i) => ({
    span,
    goal: span.goal,
    counting: counting[i],
    promised: span.promised,
    isOverridden: false,
    from: i === 0 ? Math.min(clock.startedAt, clock.startedBy.at) : span.from,
    to: i + 1 < during.length ? during[i + 1].from : Number.POSITIVE_INFINITY,
    by: span.by,
  }));
  if (overrides.length === 0) return promises;
  const first = firstIndex(overrides.length, (i) => overrides[i].from >= clock.startedBy.at);
  const end = isLive ? overrides.length : firstIndex(overrides.length, (i) => overrides[i].from >= until);
  return first >= end
    ? promises
    : promises.flatMap(overriding(outsideSpells(clock, overrides.slice(first, end))));
}

/** One promise from start to end. */
function whole({ startedAt }: ClockRun, span: PromiseSpan): InForce {
  return {
    span,
    goal: span.goal,
    counting: span.goal ? span : null,
    promised: span.promised,
    isOverridden: false,
    from: startedAt,
    to: Number.POSITIVE_INFINITY,
    by: span.by,
  };
}

/**
 * The spans as a clock sees them: what changed between an end and a reopening, or in the millisecond of the end, it
 * sees at the reopening (semantics K5, K7).
 */
function awake(clock: ClockRun, spans: readonly PromiseSpan[]): readonly PromiseSpan[] {
  if (!clock.stretches.some(({ isAsleep }) => isAsleep)) return spans;
  const spells = clock.stretches.filter(({ isAsleep }) => isAsleep);
  return spans.map((span) => {
    if (span.step <= clock.startedIn) return span;
    let { from } = span;
    // One reopening may be the next end, in the same millisecond
    for (let i = firstIndex(spells.length, (n) => (spells[n].to ?? 0) > span.from); i < spells.length; i++) {
      if (from < spells[i].from) break;
      from = spells[i].to ?? from;
    }
    return from === span.from ? span : { ...span, from };
  });
}

/** Due times set by hand while a clock was unfinished. */
function outsideSpells({ stretches }: ClockRun, overrides: readonly Override[]): readonly Override[] {
  const spells = stretches.filter(({ isAsleep }) => isAsleep);
  if (spells.length === 0) return overrides;
  return overrides.filter(({ from }) => {
    const spell = spells[firstIndex(spells.length, (i) => (spells[i].to ?? 0) > from)];
    return !spell || from < spell.from;
  });
}

/**
 * The spans from the one in force at a clock's start to the last before its end. A start in the past is promised what
 * holds at its event, and one in the millisecond of its end what held by its step.
 */
function spansWithin(
  { startedIn }: ClockRun,
  spans: readonly PromiseSpan[],
  until: number,
  isLive: boolean,
): readonly PromiseSpan[] {
  const first = Math.max(0, firstIndex(spans.length, (i) => spans[i].step > startedIn) - 1);
  const end = isLive ? spans.length : firstIndex(spans.length, (i) => spans[i].from >= until);
  return spans.slice(first, Math.max(end, first + 1));
}

/** What of them the clock notices before its end, in order; at least one. */
function spansDuring(
  { startedAt, startedBy }: ClockRun,
  spans: readonly PromiseSpan[],
  end: number,
): PromiseSpan[] {
  if (spans.length === 0) return [untargeted(startedAt, startedBy)];
  const during: PromiseSpan[] = [spans[0]];
  let judging: PromiseSpan | null = null; // the first promise that the clock ever had
  for (let i = 1; i < spans.length && spans[i].from < end; i++) {
    const { policy, from, by, step } = spans[i];
    if (i + 1 < spans.length && from === spans[i + 1].from) continue; // in force for no time at all
    if (from <= startedBy.at) {
      during[0] = spans[i];
      continue;
    }
    const last = during[during.length - 1];
    if (policy < 0 && last.goal?.released === "keep") continue;
    judging ??= last.goal ? last : null;
    const isFrozen = policy >= 0 && judging?.goal?.retarget === "freeze";
    const next = judging && isFrozen ? { ...judging, from, by, step } : spans[i];
    if (!isSamePromise(last, next)) during.push(next);
  }
  return during;
}

function untargeted(from: number, by: HistoryEvent): PromiseSpan {
  return { from, policy: -1, goal: null, calendar: null, promised: null, by, step: 0 };
}

/** Time without a target counts by the goal of the next one, or else of the one before. */
function spansThatCount(spans: readonly PromiseSpan[]): (PromiseSpan | null)[] {
  const counting = spans.map((span) => (span.goal ? span : null));
  for (let i = counting.length - 2; i >= 0; i--) counting[i] ??= counting[i + 1];
  for (let i = 1; i < counting.length; i++) counting[i] ??= counting[i - 1];
  return counting;
}

/** Cuts each promise in turn where a due time was set by hand or given back (semantics K14). */
function overriding(overrides: readonly Override[]): (promise: InForce) => InForce[] {
  let current: Override | null = null;
  let until: PromiseSpan | null = null; // lasts until another promise than this; null: for good
  return (promise) => {
    if (until && promise.promised && !isSamePromise(until, promise.span)) {
      current = null;
      until = null;
    }
    const cuts = overrides.slice(
      firstIndex(overrides.length, (i) => overrides[i].from >= promise.from),
      firstIndex(overrides.length, (i) => overrides[i].from >= promise.to),
    );
    const parts: InForce[] = [];
    const push = (from: number, to: number, by: HistoryEvent) => {
      if (from >= to) return;
      const at = current?.dueAt ?? null;
      const promised: Promised | null =
        at === null ? promise.promised : { kind: "instant", at, outside: "asIs" };
      parts.push({ ...promise, promised, isOverridden: at !== null, from, to, by });
    };
    let from = promise.from;
    let by = promise.by;
    for (const cut of cuts) {
      if (cut.dueAt === null && current === null) continue; // nothing to give back
      push(from, cut.from, by);
      current = cut.dueAt === null ? null : cut;
      until = current && promise.goal?.override === "untilRetarget" ? promise.span : null;
      from = cut.from;
      by = cut.by;
    }
    push(from, promise.to, by);
    return parts;
  };
}
