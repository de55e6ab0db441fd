import type { CompiledSla } from "../compile.ts";
import type { Course } from "../deadline/course.ts";
import type { Reading, Stretch } from "../deadline/reading.ts";
import type { Ruler } from "../deadline/ruler.ts";
import type { HistoryEvent } from "../history/event.ts";
import type { Reported } from "../read.ts";
import type { ZoneTable } from "../time/zone.ts";
import { type BreachExplained, explainBreach } from "./breach.ts";
import { type DateReader, dateReader } from "./dates.ts";
import { type DayContext, daysOf, type ExplainedDay, type RestOfDays } from "./days.ts";
import { type ClockStep, plainStep, stepsOf, type ToldStep } from "./steps.ts";

/** A stretch of a reading, and how much of it was used: together the reading's `elapsedMs`. */
export interface ExplainedStretch extends Stretch {
  /** 0 for a pause. In the target's basis, up to `asOf`. */
  readonly usedMs: number;
}

/** How a reading came about. Instants in epoch milliseconds, lengths in milliseconds of the target's basis. */
export interface ClockExplained {
  /** Id of the reading, which stands in the evaluation. */
  readonly clock: string;
  /** In whose local dates its days are told: its calendar's zone, or that of the definition's first calendar; else UTC. */
  readonly timeZone: string;
  readonly steps: readonly ClockStep[];
  readonly stretches: readonly ExplainedStretch[];
  /** Each local date of its life, up to `maxDays` of them, and what it gave. Counted slices and the rest make `elapsedMs`. */
  readonly days: readonly ExplainedDay[];
  readonly rest: RestOfDays | null;
  readonly breach: BreachExplained | null;
}

/** An explanation of a clock, with what its sentences need beside it. */
export interface ToldClock {
  readonly explained: ClockExplained;
  readonly reading: Reading;
  readonly zone: ZoneTable;
  readonly steps: readonly ToldStep[];
  readonly breachBy: HistoryEvent | null;
  readonly asOf: number;
}

/** What all clocks of a definition are explained with. */
export interface ClockContext {
  readonly sla: CompiledSla;
  /** Where a clock has no calendar. */
  readonly zone: ZoneTable;
  readonly maxDays: number;
  readonly calendars: CalendarsByRuler;
}

/** The calendar that a ruler reads, and what it says of its dates; undefined for every instant. */
export type CalendarsByRuler = (ruler: Ruler) => { zone: ZoneTable; read: DateReader } | undefined;

/** Which calendar each ruler of a definition reads; dates are read off the definition when they are first asked for. */
export function calendarsByRuler({ calendars, definition }: CompiledSla): CalendarsByRuler {
  const ids = new Map<Ruler, string>();
  for (const [id, { business }] of calendars) for (const ruler of business) ids.set(ruler, id);
  const known = new Map<Ruler, { zone: ZoneTable; read: DateReader }>();
  return (ruler) => {
    const id = ids.get(ruler);
    const calendar = id === undefined ? undefined : calendars.get(id)?.calendar;
    if (id === undefined || !calendar || ruler.knownFrom === null) return undefined;
    const found = known.get(ruler) ?? {
      zone: calendar.zone,
      read: dateReader(definition, id, ruler.knownFrom),
    };
    known.set(ruler, found);
    return found;
  };
}

/** Explains one reading, off the course that it was read from. */
export function explainClock({ reading, number, same }: Reported, context: ClockContext): ToldClock {
  const { sla } = context;
  const { course } = same[number];
  const promise = course.promises[course.promises.length - 1];
  const zone = zoneOf(course, context);
  const { rulers } = promise.track;
  const dayContext: DayContext = {
    zone,
    maxDays: context.maxDays,
    datesOf: (leg) => context.calendars(rulers[leg]) ?? null,
  };
  const steps = stepsOf(course, (policy) => sla.policies[policy].id);
  const lanes = [course, ...same.map((one) => one.course)];
  const found = explainBreach(lanes, reading.breachedAt, (policy) => sla.policies[policy]?.version ?? null);
  const explained: ClockExplained = {
    clock: reading.id,
    timeZone: zone.id,
    steps: steps.map(plainStep),
    stretches: stretchesOf(course, reading),
    ...daysOf(course, promise, dayContext),
    breach: found?.breach ?? null,
  };
  return { explained, reading, zone, steps, breachBy: found?.by ?? null, asOf: course.asOf };
}

function zoneOf({ promises }: Course, { sla, zone }: ClockContext): ZoneTable {
  const { span, counting } = promises[promises.length - 1];
  const id = span.calendar ?? counting?.calendar ?? null;
  return (id === null ? undefined : sla.calendars.get(id)?.calendar.zone) ?? zone;
}

function stretchesOf({ legs, until, promises }: Course, { stretches }: Reading): ExplainedStretch[] {
  const { rulers } = promises[promises.length - 1].track;
  let i = 0;
  return stretches.map((stretch) => {
    let usedMs = 0;
    for (; i < legs.length && legs[i].from < (stretch.to ?? Number.POSITIVE_INFINITY); i++) {
      const { stretch: of, from, to } = legs[i];
      if (of.counts) usedMs += rulers[i].measure(from, Math.min(to, until));
    }
    return { ...stretch, usedMs };
  });
}
