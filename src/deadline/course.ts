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
  /** The goal by whose calendar its time counts, where it has none of its own. */
  readonly counting: CompiledGoal | null;
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

/** Where rulers come from. */
export interface Rulers {
  /** The ruler of a goal, as its calendar was known at an instant (semantics C5, K8). */
  of(goal: CompiledGoal | null, knownAt: number): Ruler;
  /** Instants, ascending, at which what is known of the goals' calendars changes. */
  moments(goals: readonly (CompiledGoal | null)[]): readonly number[];
}

export function chart(clock: ClockRun, spans: readonly PromiseSpan[], asOf: number, rulers: Rulers): Course {
  const isLive = clock.outcome === null;
  const until = clock.endedAt ?? asOf;
  const inForce = byKnowledge(promisesOf(clock, spans, until, isLive), asOf, until, rulers);
  const legs = legsOf(clock, inForce);
  const measured = measurer(clock, inForce, legs, until, rulers);
  const legsEnds = inForce.map(() => 0);
  for (const [i, leg] of legs.entries()) legsEnds[leg.promise] = i + 1;
  let legsEnd = 0;
  const promises = inForce.map((promise, i) => {
    legsEnd = Math.max(legsEnd, legsEnds[i]);
    const { span, goal, counting, promised, from, to } = promise; // named: spreading them took a quarter of a verdict
    const { ruler, track } = measured(i);
    return { span, goal, counting, promised, from, to, legsEnd, ruler, track };
  });
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
  const first = Math.max(0, firstIndex(spans.length, (i) => spans[i].from > clock.startedAt) - 1);
  const during: PromiseSpan[] = [spans[first]];
  for (let i = first + 1; i < spans.length && (isLive || spans[i].from < until); i++) {
    if (spans[i].from === spans[i + 1]?.from) continue; // replaced in the same millisecond
    during.push(spans[i]);
  }
  const counting = goalsThatCount(during);
  return during.map((span, i) => ({
    span,
    goal: span.goal,
    counting: counting[i],
    promised: span.promised,
    from: i === 0 ? clock.startedAt : span.from,
    to: during[i + 1]?.from ?? Number.POSITIVE_INFINITY,
  }));
}

/** Time without a target counts by the goal of the next one, or else of the one before. */
function goalsThatCount(spans: readonly PromiseSpan[]): (CompiledGoal | null)[] {
  const goals = spans.map(({ goal }) => goal);
  for (let i = goals.length - 2; i >= 0; i--) goals[i] ??= goals[i + 1];
  for (let i = 1; i < goals.length; i++) goals[i] ??= goals[i - 1];
  return goals;
}

/**
 * Each promise cut where the desk came to know its calendar otherwise: to the clock that is a retarget, so that
 * a breach which knowledge brings happens then, and one that it takes away stays (docs/decisions/0005). A frozen
 * calendar is as known at the start, and knowledge after the end changes nothing.
 */
function byKnowledge(promises: readonly InForce[], asOf: number, until: number, rulers: Rulers): InForce[] {
  const moments = rulers.moments(promises.map(({ counting }) => counting));
  if (moments.length === 0) return [...promises];
  return promises.flatMap((promise) => {
    if (promise.counting?.calendarSwitch === "frozen") return [promise];
    const cuts = moments.filter(
      (at) => at > promise.from && at < promise.to && at <= asOf && (until === asOf || at < until),
    );
    return [promise.from, ...cuts].map((from, i) => ({ ...promise, from, to: cuts[i] ?? promise.to }));
  });
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
  rulers: Rulers,
): (promise: number) => { ruler: Ruler; track: Track } {
  const firstGoal = promises[0].counting;
  const whole = new Map<Ruler, Track>();
  const wholeTrack = (ruler: Ruler) => {
    const track = whole.get(ruler) ?? measureTrack(legs, () => ruler, until);
    whole.set(ruler, track);
    return { ruler, track };
  };
  const moments = rulers.moments(promises.map(({ counting }) => counting));
  const split = new Map<number, Track>();
  return (promise) => {
    const { counting, from } = promises[promise];
    if (counting?.calendarSwitch === "frozen") return wholeTrack(rulers.of(firstGoal, clock.startedAt));
    const ruler = rulers.of(counting, from);
    if (counting?.calendarSwitch === "lastWins" || promises.length === 1) return wholeTrack(ruler);
    const key = moments.filter((at) => at <= from).length; // what is known then
    const track =
      split.get(key) ?? measureTrack(legs, (leg) => rulers.of(promises[leg.promise].counting, from), until);
    split.set(key, track);
    return { ruler, track };
  };
}

function measureTrack(legs: readonly Leg[], rulerOfLeg: (leg: Leg) => Ruler, until: number): Track {
  const rulers = legs.map(rulerOfLeg);
  const used = [0];
  for (const [i, leg] of legs.entries()) {
    used.push(used[i] + (leg.stretch.counts ? rulers[i].measure(leg.from, Math.min(leg.to, until)) : 0));
  }
  return { rulers, used };
}

/** `at`, or the reopening where it lies between an end and a reopening: nothing falls due in between. */
export function liveFrom({ clock }: Course, at: number): number {
  const spell = clock.stretches[stretchAt(clock, at)];
  return spell?.kind === "fulfilled" && spell.from <= at ? (spell.to ?? at) : at;
}

/** Number of the stretch that holds `at`; of the first for an earlier instant, one too many for one after the end. */
export function stretchAt({ stretches }: ClockRun, at: number): number {
  return firstIndex(stretches.length, (i) => at < (stretches[i].to ?? Number.POSITIVE_INFINITY));
}

/** The first number below `length` for which `holds`, given that it holds for all after one; `length` where for none. */
function firstIndex(length: number, holds: (i: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
