import { breachedAt, breachOf } from "../deadline/breach.ts";
import type { Course, PromiseInForce } from "../deadline/course.ts";
import { dueOf, targetMs } from "../deadline/due.ts";
import type { HistoryEvent } from "../history/event.ts";
import { isVersionStep, versionStep } from "../policy/versions.ts";
import type { DueBy } from "./statement.ts";

/** Where a breach fell. Instants in epoch milliseconds, lengths in the target's basis. */
export interface BreachExplained {
  readonly at: number;
  /**
   * Whether the promise ran out at that instant, or something made the clock late then: an event, by a shorter target, an end of
   * a pause or a reopening; a version of the policies; or a change to the calendar's hours, entered then.
   */
  readonly because: "ranOut" | "event" | "version" | "calendar";
  /** The due time that was missed: `at` itself, or earlier where something made it so. */
  readonly dueAt: number;
  /** Whether the due time followed a target, was an instant that a field held, or was set by hand. */
  readonly dueBy: DueBy;
  /** Id of the event or the version's step; null where it ran out, and for a calendar. */
  readonly event: string | null;
  readonly targetMs: number | null;
  /** Used at that instant. */
  readonly usedMs: number;
  /** Of a calendar that made it late, its id. */
  readonly calendar: string | null;
}

/** The breach of a clock, off the lane that has it; the step beside it. */
export function explainBreach(
  courses: readonly Course[],
  at: number | null,
  versionOf: (policy: number) => string | null,
): { breach: BreachExplained; by: HistoryEvent | null } | null {
  const course = courses.find((one) => breachedAt(one) === at);
  const found = course ? breachOf(course) : null;
  if (at === null || !found) return null;
  const { life, promise, since } = found;
  const dueAt = dueOf(life, promise).at ?? at;
  const cause = dueAt === at ? RAN_OUT : causeOf(life, promise, at, since, versionOf);
  const breach: BreachExplained = {
    at,
    because: cause.because,
    dueAt,
    dueBy: dueByOf(promise),
    event: cause.by?.id ?? null,
    targetMs: targetMs(life, promise),
    usedMs: usedBy(life, promise.track, at),
    calendar: cause.because === "calendar" ? (promise.counting?.calendar ?? null) : null,
  };
  return { breach, by: cause.by };
}

interface Cause {
  readonly because: BreachExplained["because"];
  readonly by: HistoryEvent | null;
}

const RAN_OUT: Cause = { because: "ranOut", by: null };

/** What made a clock late at an instant, after its due time. */
function causeOf(
  { clock, promises }: Course,
  promise: PromiseInForce,
  at: number,
  since: number,
  versionOf: (policy: number) => string | null,
): Cause {
  const stretch = clock.stretches.find(({ from }) => from === at);
  if (promise.from === at) {
    const before = promises[promises.indexOf(promise) - 1];
    if (before && before.by === promise.by) return { because: "calendar", by: null };
    return causedBy(promise.by);
  }
  if (stretch) return causedBy(stretch.by);
  if (since === at) return causedBy(versionStep(versionOf(promise.span.policy), at));
  return causedBy(clock.startedBy);
}

function causedBy(by: HistoryEvent): Cause {
  return { because: isVersionStep(by) ? "version" : "event", by };
}

function dueByOf({ isOverridden, promised }: PromiseInForce): DueBy {
  if (isOverridden) return "hand";
  return promised?.kind === "instant" ? "field" : "target";
}

function usedBy(
  { legs, until }: Course,
  { rulers }: Course["promises"][number]["track"],
  at: number,
): number {
  let used = 0;
  for (const [i, leg] of legs.entries()) {
    const to = Math.min(leg.to, until, at);
    if (leg.stretch.counts && leg.from < to) used += rulers[i].measure(leg.from, to);
  }
  return used;
}
