import type { Course } from "./course.ts";
import type { LeanReading } from "./reading.ts";

/**
 * Of the readings of one clock in several lanes the strictest (semantics P1): of those still promised something the one
 * due first, or due first if resumed now. A breach in any of them stays on record, for a promise that was broken stays
 * broken when its policy no longer matches (K10).
 */
export function strictestOf<R extends LeanReading>(courses: readonly Course[], readings: readonly R[]): R {
  const strictest = readings[strictestIn(courses, readings)];
  const first = readings.reduce((best, one) => (breachOf(one) < breachOf(best) ? one : best), strictest);
  if (first === strictest) return strictest;
  const { breachedAt, met } = first;
  // Members of a full reading alone are taken over where there are any
  const facts = ["recordedAt", "breachedBy"].filter((name) => name in first);
  const taken = Object.fromEntries(facts.map((name) => [name, first[name as keyof R]]));
  return { ...strictest, ...taken, breachedAt, met };
}

/** Number of the lane whose reading it is, but for a breach in another. */
export function strictestIn(courses: readonly Course[], readings: readonly LeanReading[]): number {
  const isPromised = (i: number) => {
    const { promises } = courses[i];
    return promises[promises.length - 1].span.promised !== null;
  };
  const goesOn = (i: number) => courses[i].clock.outcome !== "cancelled"; // a lane may end its clock alone
  const due = (i: number) => readings[i].dueAt ?? readings[i].dueAtIfResumedNow ?? Number.POSITIVE_INFINITY;
  const numbers = readings.map((_, i) => i);
  const alive = numbers.filter((i) => isPromised(i) && goesOn(i));
  const promised = alive.length > 0 ? alive : numbers.filter(isPromised);
  const wasPromised = numbers.find((i) => courses[i].promises.some((one) => one.promised !== null));
  const candidates = promised.length > 0 ? promised : [wasPromised ?? 0];
  return candidates.reduce((best, i) => (due(i) < due(best) ? i : best));
}

function breachOf({ breachedAt }: LeanReading): number {
  return breachedAt ?? Number.POSITIVE_INFINITY;
}
