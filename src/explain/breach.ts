import { breachedAt } from "../deadline/breach.ts";
import type { Course } from "../deadline/course.ts";
import { dueOf, targetMs } from "../deadline/due.ts";
import type { HistoryEvent } from "../history/event.ts";

/** Where a breach fell. Instants in epoch milliseconds, lengths in the target's basis. */
export interface BreachExplained {
  readonly at: number;
  /** Whether the target ran out at that instant, or an event made the clock late: by a shorter target, or a reopening. */
  readonly because: "ranOut" | "event";
  /** The due time that was missed: `at` itself, or earlier where an event made it so. */
  readonly dueAt: number;
  /** Id of the event; null where the target ran out. */
  readonly event: string | null;
  readonly targetMs: number | null;
  /** Used at that instant. */
  readonly usedMs: number;
}

/** The breach of a clock, off the lane that has it; the event beside it. */
export function explainBreach(
  courses: readonly Course[],
  at: number | null,
): { breach: BreachExplained; by: HistoryEvent | null } | null {
  if (at === null) return null;
  const course = courses.find((one) => breachedAt(one) === at);
  if (!course) return null;
  for (const life of livesOf(course)) {
    for (const promise of life.promises) {
      if (at < promise.from || at >= promise.to) continue;
      const { at: dueAt } = dueOf(life, promise);
      if (dueAt === null || dueAt > at) continue;
      const usedMs = usedBy(life, promise.track, at);
      const target = targetMs(life, promise);
      if (dueAt === at)
        return { breach: { at, because: "ranOut", dueAt, event: null, targetMs: target, usedMs }, by: null };
      const stretch = life.clock.stretches.find(({ from }) => from === at);
      const by = promise.from === at ? promise.by : (stretch?.by ?? life.clock.startedBy);
      return { breach: { at, because: "event", dueAt, event: by.id, targetMs: target, usedMs }, by };
    }
  }
  return {
    breach: { at, because: "ranOut", dueAt: at, event: null, targetMs: null, usedMs: 0 },
    by: null,
  };
}

function livesOf(course: Course): Course[] {
  return [...course.superseded.flatMap(({ under }) => [...under.earlier, under]), ...course.earlier, course];
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
