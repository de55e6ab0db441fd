import { type Calendar, viewIndex } from "../calendar/compile.ts";
import type { PromiseSpan } from "../policy/govern.ts";
import { aroundTheClock, businessTime, type Ruler } from "./ruler.ts";

/** A calendar and the rulers that read it: one for each view, and one around the clock in its zone. */
export interface CompiledCalendar {
  readonly calendar: Calendar;
  readonly business: readonly Ruler[];
  readonly aroundTheClock: Ruler;
}

const compiled = new WeakMap<Calendar, CompiledCalendar>();

/** A calendar with its rulers: one object for all definitions that use the calendar. */
export function withRulers(calendar: Calendar): CompiledCalendar {
  const known = compiled.get(calendar);
  if (known) return known;
  const business = calendar.views.map((view) => businessTime(calendar, view));
  const made = { calendar, business, aroundTheClock: aroundTheClock(calendar) };
  compiled.set(calendar, made);
  return made;
}

/** Where rulers come from. */
export interface Rulers {
  /** Whether any calendar was known otherwise at some time. */
  readonly hasKnowledge: boolean;
  /** The ruler of a promise, as its calendar was known at an instant (semantics C5, K8). */
  of(counting: PromiseSpan | null, knownAt: number): Ruler;
  /** Instants, ascending, at which what is known of the promises' calendars changes. */
  moments(counting: readonly (PromiseSpan | null)[]): readonly number[];
}

/** The rulers of a definition's calendars. */
export function rulersOf(calendars: ReadonlyMap<string, CompiledCalendar>): Rulers {
  const everyInstant = aroundTheClock(null);
  const hasKnowledge = [...calendars.values()].some(({ business }) => business.length > 1);
  const compiledOf = (span: PromiseSpan | null) =>
    span === null || span.calendar === null ? undefined : calendars.get(span.calendar);
  return {
    hasKnowledge,
    of(span, knownAt) {
      const compiled = compiledOf(span);
      if (!compiled) return everyInstant;
      if (span?.goal?.basis !== "business") return compiled.aroundTheClock;
      const { business, calendar } = compiled;
      return business.length === 1 ? business[0] : business[viewIndex(calendar, knownAt)];
    },
    moments(spans) {
      if (!hasKnowledge) return NO_MOMENTS;
      const views = spans.flatMap((span) => compiledOf(span)?.calendar.views.slice(1) ?? []);
      return [...new Set(views.map(({ knownFrom }) => knownFrom))].sort((a, b) => a - b);
    },
  };
}

const NO_MOMENTS: readonly number[] = [];

/**
 * The first business instant from `at` on, as known while it was waited for: what the desk came to know before it moves
 * it, what it came to know after, up to `asOf`, does not (semantics C5). Null for never.
 */
export function openingAsKnown(
  { calendar, business }: CompiledCalendar,
  at: number,
  asOf: number,
): number | null {
  const { views } = calendar;
  for (let view = viewIndex(calendar, Math.min(at, asOf)); ; view++) {
    const knownTo = views[view + 1]?.knownFrom ?? Number.POSITIVE_INFINITY;
    const opening = business[view].next(Math.max(at, views[view].knownFrom));
    if (knownTo > asOf || (opening !== null && opening < knownTo)) return opening;
  }
}
