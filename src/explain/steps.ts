import type { Course, PromiseInForce } from "../deadline/course.ts";
import { fixedInstant, targetMs } from "../deadline/due.ts";
import type { Leg } from "../deadline/track.ts";
import type { HistoryEvent } from "../history/event.ts";

/** What happened to a clock. */
export type ClockStepKind =
  | "started"
  | "paused"
  | "resumed"
  | "retargeted"
  | "released"
  | "restarted"
  | "overridden"
  | "overrideCleared"
  | "calendarChanged"
  | "reopened"
  | "fulfilled"
  | "cancelled";

/** Something that happened to a clock, at an instant in epoch milliseconds, and the event that brought it. */
export interface ClockStep {
  readonly kind: ClockStepKind;
  readonly at: number;
  /** Id of the event; null for what the desk came to know of its calendar. */
  readonly event: string | null;
  /** The promise from here on: the policy that lends it, the calendar, and the target in its own basis. */
  readonly policy: string | null;
  readonly calendar: string | null;
  readonly targetMs: number | null;
  /** When it is due by hand; null where nobody set it. */
  readonly overriddenTo: number | null;
}

/** A step, with what the sentences need beside it. */
export interface ToldStep extends ClockStep {
  readonly by: HistoryEvent | null;
  /** Number of the policy that lends the promise; null for none. */
  readonly lender: number | null;
  /** The calendar whose hours count; null where every instant does. */
  readonly hours: string | null;
  /** When it is due, where the promise is one of an instant; null while somebody set the due time by hand. */
  readonly fixedDueAt: number | null;
  readonly previousMs: number | null;
  readonly previousHours: string | null;
  /** How long what ended here had lasted by the wall clock. */
  readonly lastedMs: number;
}

/** A step as an explanation has it. */
export function plainStep({
  kind,
  at,
  event,
  policy,
  calendar,
  targetMs,
  overriddenTo,
}: ToldStep): ClockStep {
  return { kind, at, event, policy, calendar, targetMs, overriddenTo };
}

type PolicyIds = (policy: number) => string;

/** What came before a step. */
type Before = Pick<ToldStep, "previousMs" | "previousHours" | "lastedMs">;
const NOTHING: Before = { lastedMs: 0, previousMs: null, previousHours: null };

/** What started, paused, resumed, retargeted and stopped a clock, in order. */
export function stepsOf(course: Course, idOf: PolicyIds): ToldStep[] {
  const lives = [...course.earlier, course];
  const steps = lives.flatMap((life, i) => [
    ...(i === 0 ? [] : reopeningBetween(lives[i - 1], life, idOf)),
    ...stepsOfLife(life, i === 0 ? "started" : "restarted", idOf),
  ]);
  const { endedAt, endedBy, outcome } = course.clock;
  const last = course.promises[course.promises.length - 1];
  if (outcome !== null && endedAt !== null)
    steps.push(step(course, outcome, endedAt, endedBy, last, idOf, NOTHING));
  return steps;
}

/** The reopening of a clock that was done, where what had been promised since then starts it anew at once (K7, K11). */
function reopeningBetween(before: Course, life: Course, idOf: PolicyIds): ToldStep[] {
  const done = before.legs[before.legs.length - 1]?.stretch;
  const [leg] = life.legs;
  if (done?.kind !== "fulfilled" || !leg || leg.stretch.kind === "fulfilled") return [];
  const about = { ...NOTHING, lastedMs: leg.from - done.from };
  return [step(life, "reopened", leg.from, leg.stretch.by, life.promises[leg.promise], idOf, about)];
}

function stepsOfLife(life: Course, first: ClockStepKind, idOf: PolicyIds): ToldStep[] {
  const { clock, legs, promises } = life;
  const start = promises[legs[0]?.promise ?? 0];
  const steps = [step(life, first, clock.startedAt, clock.startedBy, start, idOf, NOTHING)];
  const [leg] = legs;
  if (leg && leg.stretch.kind !== "running")
    steps.push(step(life, leg.stretch.kind, leg.from, leg.stretch.by, start, idOf, NOTHING));
  let since = legs[0]?.from ?? clock.startedAt;
  for (let i = 1; i < legs.length; i++) {
    const [before, leg] = [legs[i - 1], legs[i]];
    const [was, now] = [promises[before.promise], promises[leg.promise]];
    const about = {
      lastedMs: leg.from - since,
      previousMs: targetMs(life, was),
      previousHours: hoursOf(was),
    };
    if (leg.stretch !== before.stretch) {
      since = leg.from;
      for (const kind of turnsOf(before, leg))
        steps.push(step(life, kind, leg.from, leg.stretch.by, now, idOf, about));
    }
    if (leg.promise === before.promise) continue;
    const by = now.by === was.by ? null : now.by;
    steps.push(step(life, changeOf(was, now), leg.from, by, now, idOf, about));
  }
  return steps;
}

/** How one stretch becomes the next. */
function turnsOf({ stretch: was }: Leg, { stretch: now }: Leg): ClockStepKind[] {
  if (now.kind === "fulfilled") return was.kind === "fulfilled" ? [] : ["fulfilled"];
  if (was.kind === "fulfilled") return now.kind === "paused" ? ["reopened", "paused"] : ["reopened"];
  return was.kind === now.kind ? [] : [now.kind === "paused" ? "paused" : "resumed"];
}

function changeOf(was: PromiseInForce, now: PromiseInForce): ClockStepKind {
  if (now.by === was.by) return "calendarChanged";
  if (now.isOverridden && (!was.isOverridden || now.span === was.span)) return "overridden";
  if (was.isOverridden && now.span === was.span) return "overrideCleared";
  return now.goal === null ? "released" : "retargeted";
}

function step(
  course: Course,
  kind: ClockStepKind,
  at: number,
  by: HistoryEvent | null,
  promise: PromiseInForce,
  idOf: PolicyIds,
  before: Before,
): ToldStep {
  const { goal, span, isOverridden, promised } = promise;
  return {
    ...before,
    kind,
    at,
    event: by?.id ?? null,
    policy: goal ? idOf(span.policy) : null,
    calendar: span.calendar,
    targetMs: targetMs(course, promise),
    overriddenTo: isOverridden && promised?.kind === "instant" ? promised.at : null,
    by,
    lender: goal ? span.policy : null,
    hours: hoursOf(promise),
    fixedDueAt: isOverridden ? null : fixedInstant(course, promise),
  };
}

function hoursOf({ ruler, span }: PromiseInForce): string | null {
  return ruler.isBusiness ? span.calendar : null;
}
