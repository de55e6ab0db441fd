import type { ClockRun, RunStretch } from "../clock/stretch.ts";
import type { InForce } from "./promises.ts";
import type { Ruler } from "./ruler.ts";
import type { Rulers } from "./rulers.ts";

/** A part of a clock's life in which everything about it is constant. */
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

/** Ruler and track of each promise, by its goal's `calendarSwitch`; equal tracks are measured once (semantics K8). */
export function measurer(
  clock: ClockRun,
  promises: readonly InForce[],
  legs: readonly Leg[],
  until: number,
  rulers: Rulers,
): (promise: number) => { ruler: Ruler; track: Track } {
  const first = promises[0].counting;
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
    const mode = counting?.goal?.calendarSwitch;
    if (mode === "frozen") return wholeTrack(rulers.of(first, clock.startedAt));
    const ruler = rulers.of(counting, from);
    if (mode === "lastWins" || promises.length === 1) return wholeTrack(ruler);
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
  for (let i = 0; i < legs.length; i++) {
    const { stretch, from, to } = legs[i];
    used.push(used[i] + (stretch.counts ? rulers[i].measure(from, Math.min(to, until)) : 0));
  }
  return { rulers, used };
}
