import type { Course, PromiseInForce } from "./course.ts";

/**
 * Time that counts between two instants, whether or not the clock ran: each part of its life up to the end of a promise by
 * the ruler in force then, what lies outside of it by the nearest. Negative backwards.
 */
export function measureAlong(
  course: Course,
  { ruler, track, legsEnd }: PromiseInForce,
  from: number,
  to: number,
): number {
  const { legs, clock } = course;
  const upTo = (at: number) => {
    if (legsEnd === 0 || at <= clock.startedAt)
      return (track.rulers[0] ?? ruler).measure(clock.startedAt, at);
    let total = 0;
    let i = 0;
    for (; i < legsEnd && legs[i].from < at; i++)
      total += track.rulers[i].measure(legs[i].from, Math.min(legs[i].to, at));
    const end = legs[i - 1].to;
    return end < at ? total + ruler.measure(end, at) : total;
  };
  return upTo(to) - upTo(from);
}
