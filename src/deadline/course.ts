import type { ClockRun } from "../clock/stretch.ts";
import type { HistoryEvent } from "../history/event.ts";
import { firstIndex } from "../time/bisect.ts";
import { type InForce, type LaneTerms, promisesOf } from "./promises.ts";
import type { Ruler } from "./ruler.ts";
import type { Rulers } from "./rulers.ts";
import { type Leg, measurer, type Track } from "./track.ts";

/**
 * The course of one clock: its life cut wherever it paused, resumed or was promised something else, so that
 * within a leg everything is constant. All figures of a reading are read off it.
 */
export interface Course {
  readonly clock: ClockRun;
  readonly asOf: number;
  /** The end of what is known: the clock's end, or `asOf`; its start where that lies ahead. */
  readonly until: number;
  readonly isLive: boolean;
  /** Promises in force during the clock's life, in order; at least one. */
  readonly promises: readonly PromiseInForce[];
  readonly legs: readonly Leg[];
  /** The lives before this one, where a retarget started the clock anew (semantics K7). */
  readonly earlier: readonly Course[];
  /** From when on it judges: what was promised applies to the whole life of a clock, but breaks nothing before it was. */
  readonly judgedFrom: number;
  /** The course under versions of the policies that were live before (semantics P6), each from and to when. */
  readonly superseded: readonly { readonly under: Course; readonly from: number; readonly to: number }[];
}

/** A promise, and how time is measured under it. */
export interface PromiseInForce extends InForce {
  /** Index just after its last leg. */
  readonly legsEnd: number;
  /** How time is measured under it, and over the whole course as it stands under it. */
  readonly ruler: Ruler;
  readonly track: Track;
}

/** Lays a clock over what it was promised. `notBefore`: when it starts at the earliest, whatever its event (a cadence). */
export function chart(
  run: ClockRun,
  terms: LaneTerms,
  asOf: number,
  rulers: Rulers,
  notBefore = Number.NEGATIVE_INFINITY,
): Course {
  const startsAt = Math.max(run.startedAt, notBefore);
  const clock = startsAt > run.startedBy.at || startsAt > run.startedAt ? clip(run, startsAt) : run;
  const isLive = clock.outcome === null;
  const until = Math.max(clock.endedAt ?? asOf, clock.startedAt);
  const promises = promisesOf(clock, terms, clock.endedAt ?? until, isLive);
  const restart = promises.length === 1 ? 0 : promises.findLastIndex(isRestart(promises));
  if (restart <= 0) return lay(clock, promises, { asOf, until, isLive, rulers, earlier: NO_LIVES });
  const earlier = livesBefore(clock, promises.slice(0, restart), promises[restart].from, asOf, rulers);
  const { from, by } = promises[restart];
  return lay(clip(clock, Math.max(from, clock.startedAt), by), promises.slice(restart), {
    asOf,
    until,
    isLive,
    rulers,
    earlier,
  });
}

const NO_LIVES: readonly Course[] = [];
const NONE: Course["superseded"] = [];

interface Frame extends Pick<Course, "asOf" | "until" | "isLive" | "earlier"> {
  readonly rulers: Rulers;
}

function lay(clock: ClockRun, promises: readonly InForce[], frame: Frame): Course {
  const { asOf, until, isLive, rulers, earlier } = frame;
  if (promises.length === 1 && !rulers.hasKnowledge) return layPlain(clock, promises[0], frame);
  const inForce = byKnowledge(promises, frame);
  const legs = legsOf(clock, inForce);
  const measured = measurer(clock, inForce, legs, until, rulers);
  const legsEnds = inForce.map(() => 0);
  for (let i = 0; i < legs.length; i++) legsEnds[legs[i].promise] = i + 1;
  let legsEnd = 0;
  const charted = inForce.map((promise, i) => {
    legsEnd = Math.max(legsEnd, legsEnds[i]);
    const { span, goal, counting, promised, isOverridden, from, to, by } = promise; // named: spreading took a quarter of a verdict
    const { ruler, track } = measured(i);
    return { span, goal, counting, promised, isOverridden, from, to, by, legsEnd, ruler, track };
  });
  return {
    clock,
    asOf,
    until,
    isLive,
    promises: charted,
    legs,
    earlier,
    judgedFrom: Number.NEGATIVE_INFINITY,
    superseded: NONE,
  };
}

/** The course of a clock that was promised one thing all its life, as most are: what `lay` gives, without the detours. */
function layPlain(clock: ClockRun, promise: InForce, frame: Frame): Course {
  const { asOf, until, isLive, rulers, earlier } = frame;
  const { span, goal, counting, promised, isOverridden, from, to, by } = promise;
  const ruler = rulers.of(counting, from);
  const legs: Leg[] = [];
  const along: Ruler[] = [];
  const used = [0];
  let total = 0;
  for (const stretch of clock.stretches) {
    const end = stretch.to ?? Number.POSITIVE_INFINITY;
    legs.push({ stretch, promise: 0, from: stretch.from, to: end });
    along.push(ruler);
    if (stretch.counts) total += ruler.measure(stretch.from, Math.min(end, until));
    used.push(total);
  }
  const track = { rulers: along, used };
  const legsEnd = legs.length;
  const only = { span, goal, counting, promised, isOverridden, from, to, by, legsEnd, ruler, track };
  return {
    clock,
    asOf,
    until,
    isLive,
    promises: [only],
    legs,
    earlier,
    judgedFrom: Number.NEGATIVE_INFINITY,
    superseded: NONE,
  };
}

/** Whether a promise follows another one directly and starts the clock anew (semantics K7, `restart`). */
function isRestart(promises: readonly InForce[]): (promise: InForce, i: number) => boolean {
  return ({ span, goal }, i) => {
    const before = i > 0 ? promises[i - 1].span : span;
    return before !== span && before.promised !== null && goal?.retarget === "restart";
  };
}

/** The lives of a clock up to the instant at which its present one began. */
function livesBefore(
  clock: ClockRun,
  promises: readonly InForce[],
  until: number,
  asOf: number,
  rulers: Rulers,
): Course[] {
  const firsts = promises.map((_, i) => i).filter((i) => i === 0 || isRestart(promises)(promises[i], i));
  return firsts.map((first, life) => {
    const next = firsts[life + 1] ?? promises.length;
    const to = promises[next]?.from ?? until;
    const part = promises.slice(first, next).map((one) => (one.to > to ? { ...one, to } : one));
    const own = clip(
      clock,
      Math.max(part[0].from, clock.startedAt),
      life === 0 ? clock.startedBy : part[0].by,
      to,
    );
    return lay(own, part, { asOf, until: to, isLive: false, rulers, earlier: [] });
  });
}

/** A clock as if it had started at `from`, and had ended at `to` where that is given. */
function clip(
  clock: ClockRun,
  from: number,
  startedBy?: HistoryEvent,
  to = Number.POSITIVE_INFINITY,
): ClockRun {
  const end = firstIndex(clock.stretches.length, (i) => clock.stretches[i].from >= to);
  const stretches = clock.stretches.slice(stretchAt(clock, from), end).map((stretch) => ({
    ...stretch,
    from: Math.max(stretch.from, from),
    to: stretch.to !== null && stretch.to < to ? stretch.to : Number.isFinite(to) ? to : stretch.to,
  }));
  return { ...clock, startedAt: from, startedBy: startedBy ?? clock.startedBy, stretches };
}

/**
 * Each promise cut where the desk came to know its calendar otherwise: to the clock that is a retarget, so that
 * a breach which knowledge brings happens then, and one that it takes away stays (docs/decisions/0005). A frozen
 * calendar is as known at the start, and knowledge after the end changes nothing.
 */
function byKnowledge(
  promises: readonly InForce[],
  { asOf, until, isLive, rulers }: Frame,
): readonly InForce[] {
  const moments = rulers.moments(promises.map(({ counting }) => counting));
  if (moments.length === 0) return promises;
  return promises.flatMap((promise) => {
    if (promise.counting?.goal?.calendarSwitch === "frozen") return [promise];
    const cuts = moments.filter(
      (at) => at > promise.from && at < promise.to && at <= asOf && (isLive || at < until),
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

/** `at`, or the reopening where it lies between an end and a reopening: nothing falls due in between. */
export function liveFrom({ clock }: Course, at: number): number {
  const spell = clock.stretches[stretchAt(clock, at)];
  return spell?.kind === "fulfilled" && spell.from <= at ? (spell.to ?? at) : at;
}

/** Number of the stretch that holds `at`; of the first for an earlier instant, one too many for one after the end. */
export function stretchAt({ stretches }: ClockRun, at: number): number {
  return firstIndex(stretches.length, (i) => at < (stretches[i].to ?? Number.POSITIVE_INFINITY));
}
