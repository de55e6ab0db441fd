import type { ClockRun, RunStretch } from "../clock/run.ts";
import type { Promised } from "../policy/amount.ts";
import type { PromiseSpan } from "../policy/govern.ts";
import type { CompiledGoal } from "../policy/target.ts";
import type { Ruler } from "./ruler.ts";

/**
 * The course of one clock: its life cut wherever it paused, resumed or was promised something else, so that
 * within a leg everything is constant. All figures of a reading are read off it.
 */
export interface Course {
  readonly clock: ClockRun;
  readonly asOf: number;
  /** The end of what is known: the clock's end, or `asOf`. */
  readonly until: number;
  readonly isLive: boolean;
  /** Promises in force during the clock's life, in order; at least one. */
  readonly promises: readonly PromiseInForce[];
  readonly legs: readonly Leg[];
}

/** What was promised over one part of a clock's life, `[from, to)`; the last one goes on to the end, or for good. */
export interface PromiseInForce {
  readonly span: PromiseSpan;
  readonly goal: CompiledGoal | null;
  readonly promised: Promised | null;
  readonly from: number;
  /** Infinity for the last. */
  readonly to: number;
  /** Index just after its last leg. */
  readonly legsEnd: number;
  /** How time is measured under it, and over the whole course as it stands under it. */
  readonly ruler: Ruler;
  readonly track: Track;
}

export interface Leg {
  readonly stretch: RunStretch;
  readonly promise: number;
  readonly from: number;
  /** Infinity for the last one of a live clock. */
  readonly to: number;
}

/** A measure of the whole course: the ruler of each leg, and the time used before it. */
export interface Track {
  readonly rulers: readonly Ruler[];
  /** One more than legs: the last is all that is used, up to `until`. */
  readonly used: readonly number[];
}

/** Finds the ruler of a goal: `frozen` ones as known at an instant (semantics K8). */
export type RulerOf = (goal: CompiledGoal | null, knownAt?: number) => Ruler;

export function chart(
  clock: ClockRun,
  spans: readonly PromiseSpan[],
  asOf: number,
  rulerOf: RulerOf,
): Course {
  const isLive = clock.outcome === null;
  const until = clock.endedAt ?? asOf;
  const inForce = promisesOf(clock, spans, until, isLive);
  const legs = legsOf(clock, inForce);
  const measured = measurer(clock, inForce, legs, until, rulerOf);
  const promises = inForce.map((promise, i) => ({
    ...promise,
    legsEnd: legs.findLastIndex((leg) => leg.promise <= i) + 1,
    ...measured(i),
  }));
  return { clock, asOf, until, isLive, promises, legs };
}

type InForce = Omit<PromiseInForce, "legsEnd" | "ruler" | "track">;

/** The one in force at the start, then each that came before the end; what changed in the end's own millisecond judges nothing (K7). */
function promisesOf(
  clock: ClockRun,
  spans: readonly PromiseSpan[],
  until: number,
  isLive: boolean,
): InForce[] {
  let first = 0;
  while (first + 1 < spans.length && spans[first + 1].from <= clock.startedAt) first++;
  const during: PromiseSpan[] = [spans[first]];
  for (let i = first + 1; i < spans.length && (isLive || spans[i].from < until); i++) {
    if (spans[i].from === spans[i + 1]?.from) continue; // replaced in the same millisecond
    during.push(spans[i]);
  }
  return during.map((span, i) => ({
    span,
    goal: span.goal,
    promised: span.promised,
    from: i === 0 ? clock.startedAt : span.from,
    to: during[i + 1]?.from ?? Number.POSITIVE_INFINITY,
  }));
}

function legsOf(clock: ClockRun, promises: readonly InForce[]): Leg[] {
  const legs: Leg[] = [];
  let promise = 0;
  for (const stretch of clock.stretches) {
    const end = stretch.to ?? Number.POSITIVE_INFINITY;
    let from = stretch.from;
    while (from < end) {
      while (promises[promise].to <= from) promise++;
      const to = Math.min(end, promises[promise].to);
      legs.push({ stretch, promise, from, to });
      from = to;
    }
  }
  return legs;
}

/** Ruler and track of each promise, by its goal's `calendarSwitch`; equal tracks are measured once (semantics K8). */
function measurer(
  clock: ClockRun,
  promises: readonly InForce[],
  legs: readonly Leg[],
  until: number,
  rulerOf: RulerOf,
): (promise: number) => { ruler: Ruler; track: Track } {
  const firstGoal = promises.find(({ goal }) => goal)?.goal ?? null;
  const goals = promises.map((_, i) => goalThatCounts(promises, i));
  const whole = new Map<Ruler, Track>();
  const wholeTrack = (ruler: Ruler) => {
    const track = whole.get(ruler) ?? measureTrack(legs, () => ruler, until);
    whole.set(ruler, track);
    return { ruler, track };
  };
  let split: Track | null = null;
  return (promise) => {
    const mode = goals[promise]?.calendarSwitch ?? "perInstant";
    if (mode === "frozen") return wholeTrack(rulerOf(firstGoal, clock.startedAt));
    if (mode === "lastWins" || promises.length === 1) return wholeTrack(rulerOf(goals[promise]));
    split ??= measureTrack(legs, (leg) => rulerOf(goals[leg.promise]), until);
    return { ruler: rulerOf(goals[promise]), track: split };
  };
}

/** Time without a target counts by the calendar of the next one, or else of the one before. */
function goalThatCounts(promises: readonly InForce[], at: number): CompiledGoal | null {
  return (
    promises.slice(at).find(({ goal }) => goal)?.goal ??
    promises.slice(0, at).findLast(({ goal }) => goal)?.goal ??
    null
  );
}

function measureTrack(legs: readonly Leg[], rulerOfLeg: (leg: Leg) => Ruler, until: number): Track {
  const rulers = legs.map(rulerOfLeg);
  const used = [0];
  for (const [i, leg] of legs.entries()) {
    used.push(used[i] + (leg.stretch.counts ? rulers[i].measure(leg.from, Math.min(leg.to, until)) : 0));
  }
  return { rulers, used };
}
