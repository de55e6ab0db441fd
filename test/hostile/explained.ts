/*
 * What an auditor checks of an explanation, from the rules alone: every sum, instant and reason is asked once more of the
 * verdict, the history and the calendars.
 */
import {
  businessTimeBetween,
  type Calendar,
  calendarOf,
  type Definition,
  type Evaluation,
  evaluateTicket,
  type HistoryEvent,
  type Reading,
  type Sla,
  type TicketHistory,
} from "dueclock";
import {
  type ClockExplained,
  type Explanation,
  explain,
  type Moment,
  type Slice,
  sentences,
} from "dueclock/explain";
import { expect } from "vitest";
import { wall } from "./wall.ts";

export interface Asked {
  readonly sla: Sla;
  readonly definition: Definition<string>;
  readonly history: TicketHistory;
  readonly asOf: number;
}

type Pairs = readonly { readonly clock: ClockExplained; readonly reading: Reading }[];

export function ask({ sla, history, asOf }: Asked): { told: Explanation; pairs: Pairs } {
  const told = explain(sla, history, { asOf, maxDays: 1_000 });
  const pairs = told.clocks.map((clock, i) => ({ clock, reading: told.evaluation.clocks[i] }));
  return { told, pairs };
}

const sum = (slices: readonly Slice[]) => slices.reduce((ms, { from, to }) => ms + to - from, 0);
const slicesOf = ({ days }: ClockExplained) => days.flatMap(({ slices }) => slices);

/** Every instant at which something may be said to have happened. */
function instantsOf({ definition, history }: Asked): ReadonlySet<number> {
  const versions = (definition.versions ?? []).map(({ from }) =>
    typeof from === "number" ? from : Date.parse(from),
  );
  return new Set([...history.events.map(({ at }) => at), ...versions, ...knownFroms(definition)]);
}

function knownFroms({ calendars = {} }: Definition<string>): number[] {
  const found: number[] = [];
  JSON.stringify(calendars, (key, value) => {
    if (key === "knownFrom") found.push(typeof value === "number" ? value : Date.parse(value));
    return value;
  });
  return found;
}

/** A breach is a fact: whoever asks later is told of it what was told at its instant, and nobody was told before. */
export function breachesAreFacts(asked: Asked): void {
  const { sla, history, asOf } = asked;
  for (const { clock, reading } of ask(asked).pairs) {
    const { breach } = clock;
    expect(breach?.at ?? null).toBe(reading.breachedAt);
    if (!breach) continue;
    const known = (events: readonly HistoryEvent[]) => new Set(events.map(({ id }) => id));
    expect(
      breach.event === null || breach.because === "version" || known(history.events).has(breach.event),
    ).toBe(true);
    if (breach.because !== "ranOut") expect([...instantsOf(asked)]).toContain(breach.at);
    const then = ask({ ...asked, asOf: breach.at }).pairs.find((one) => one.clock.clock === clock.clock);
    // Under `current` the last promise judges, and at the breach another one may have been the last
    if (then?.clock.breach?.at !== breach.at) {
      expect(JSON.stringify(asked.definition)).toContain(`"breach":"current"`);
      continue;
    }
    expect(then.clock.breach).toEqual(breach);
    if (reading.startedAt !== then.reading.startedAt) continue; // started anew since, with what it was late by on record
    expect({ usedMs: breach.usedMs, targetMs: breach.targetMs }).toEqual({
      usedMs: then.reading.elapsedMs,
      targetMs: then.reading.targetMs,
    });
    expect(then.reading.dueAt).toBe(breach.dueAt);
    if (JSON.stringify(asked.definition).includes(`"breach":"current"`)) continue;
    const before = evaluateTicket(sla, history, { asOf: breach.at - 1 });
    expect(before.clocks.find(({ id }) => id === clock.clock)?.breachedAt ?? null).toBe(null);
    expect(breach.at).toBeLessThanOrEqual(asOf);
  }
}

/** What is said of time adds up to what the verdict has, and no moment of a clock's life is left out or told twice. */
export function timesAddUp(asked: Asked): void {
  const { asOf } = asked;
  for (const { clock, reading } of ask(asked).pairs) {
    const slices = slicesOf(clock);
    const counted = slices.filter(({ kind }) => kind === "counted");
    const stopped = slices.filter(({ why }) => why === "paused" || why === "done");
    expect(sum(counted)).toBe(reading.elapsedMs);
    expect(sum(stopped)).toBe(reading.pausedMs);
    expect(clock.rest).toBe(null);
    const end = Math.max(reading.endedAt ?? asOf, reading.startedAt);
    expect(sum(slices)).toBe(end - reading.startedAt);
    expect(slices[0]?.from ?? reading.startedAt).toBe(reading.startedAt);
    const plain = clock.stretches.map(({ usedMs, ...stretch }) => stretch);
    expect(plain).toEqual(reading.stretches);
    for (const { from, to, kind, usedMs } of clock.stretches) {
      const until = to ?? asOf;
      const within = counted.filter((slice) => slice.from < until && slice.to > from);
      expect(
        sum(within.map((s) => ({ ...s, from: Math.max(s.from, from), to: Math.min(s.to, until) }))),
      ).toBe(usedMs);
      if (kind === "paused") expect(usedMs).toBe(0);
    }
  }
}

/** Each date once and in order, with its weekday, and every slice on its own date, or on one that shows again. */
export function datesAreDates(asked: Asked, again?: string): void {
  for (const { clock } of ask(asked).pairs) {
    const dates = clock.days.map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
    for (const { date, weekday, usedMs, slices } of clock.days) {
      expect(sum(slices.filter(({ kind }) => kind === "counted"))).toBe(usedMs);
      expect(new Date(date).getUTCDay()).toBe(weekday);
      for (const { from, to } of slices)
        for (const at of [from, (from + to) / 2, to - 1])
          expect([date, again]).toContain(wall(clock.timeZone, Math.floor(at)).date);
    }
  }
}

/** Under one calendar that nobody edits: what counted is business time, what did not is none or was stopped, and holidays are such. */
export function reasonsHold(asked: Asked, timeZone: string, holidays: readonly string[] = []): void {
  const { sla, asOf } = asked;
  for (const { clock, reading } of ask(asked).pairs) {
    if (reading.calendar === null || reading.basis !== "business") continue;
    const calendar = calendarOf(sla, reading.calendar) as Calendar;
    expect(clock.timeZone).toBe(timeZone);
    const stretchAt = (at: number) => clock.stretches.find(({ from, to }) => from <= at && at < (to ?? asOf));
    for (const { date, slices } of clock.days)
      for (const { why, from, to } of slices) {
        const isFull = why === null || why === "paused" || why === "done";
        expect([why, date, businessTimeBetween(calendar, from, to)]).toEqual([
          why,
          date,
          isFull ? to - from : 0,
        ]);
        const kind = stretchAt(from)?.kind;
        // A time between an end and a reopening counts where the metric reopens as `count`
        if (why === null) expect(kind).not.toBe("paused");
        if (why === "paused") expect(kind).toBe("paused");
        if (why === "done") expect(kind).toBe("fulfilled");
        expect(why === "holiday").toBe(!isFull && holidays.includes(date));
      }
    for (const { from, to, kind, usedMs } of clock.stretches)
      if (kind === "running" || usedMs > 0)
        expect(usedMs).toBe(businessTimeBetween(calendar, from, to ?? asOf));
  }
}

/** Steps tell the clock's life in order, by events there are, and end as the reading does. */
export function stepsTellTheLife(asked: Asked): void {
  const byId = new Map<string, HistoryEvent>();
  for (const event of asked.history.events) if (!byId.has(event.id)) byId.set(event.id, event);
  for (const { clock, reading } of ask(asked).pairs) {
    const { steps } = clock;
    expect(steps[0]?.kind).toBe("started");
    const instants = steps.map(({ at }) => at);
    // A clock may end before a start that lay ahead (docs/decisions/0007)
    const isBefore = reading.endedAt !== null && reading.endedAt < reading.startedAt;
    if (isBefore) expect(instants).toEqual([reading.startedAt, reading.endedAt]);
    else expect(instants).toEqual([...instants].sort((a, b) => a - b));
    const known = new Set([...instantsOf(asked), reading.startedAt]);
    for (const [i, { kind, at, event }] of steps.entries()) {
      const by = event === null ? undefined : byId.get(event);
      if (kind === "calendarChanged") expect(event).toBe(null);
      if (i > 0 && reading.startedAt <= at) expect([kind, known.has(at)]).toEqual([kind, true]);
      if (i === 0 || !by || ["started", "paused"].includes(kind)) continue;
      // A promise that changes while the clock is done waits for its reopening (K11)
      const reopened = steps.findIndex((step) => step.kind === "reopened" && step.at === at);
      const doneFrom = steps.findLast((step, j) => j < reopened && step.kind === "fulfilled")?.at ?? at;
      if (at === reading.startedAt && steps[0].at === at && by.at < at) continue; // it waited for a start to come
      if (["retargeted", "released", "restarted"].includes(kind) && reopened >= 0)
        expect([kind, by.at >= doneFrom && by.at <= at]).toEqual([kind, true]);
      else expect([kind, at]).toEqual([kind, by.at]);
    }
    // A retarget that starts the clock anew at its reopening is both
    const ends = steps.filter(({ kind }) =>
      ["fulfilled", "cancelled", "reopened", "restarted"].includes(kind),
    );
    const last = ends.at(-1);
    const isOver = last !== undefined && last.kind !== "reopened" && last.kind !== "restarted";
    expect(isOver ? last.kind : "open").toBe(reading.endedAt === null ? "open" : reading.state);
    if (isOver) expect(last.at).toBe(reading.endedAt);
    const halts = steps.filter(({ kind }) => kind === "paused" || kind === "resumed");
    for (let i = 1; i < halts.length; i++)
      if (halts[i].kind === "resumed") expect(halts[i - 1].kind).toBe("paused");
    expect(reading.state !== "paused" || halts.at(-1)?.kind === "paused").toBe(true);
  }
}

/** The statements say what the reading has, no more and no less. */
export function statementsSayTheReading(asked: Asked): void {
  const { told, pairs } = ask(asked);
  moments(told);
  for (const { clock, reading } of pairs) {
    const about = told.statements.filter((one) => one.clock === clock.clock);
    const of = (code: string) => {
      const found = about.filter((one) => one.code === code);
      expect([code, found.length <= 1]).toEqual([code, true]);
      // biome-ignore lint/suspicious/noExplicitAny: members by code
      return (found[0]?.params ?? null) as any;
    };
    expect(of("clock.total")).toMatchObject({
      elapsedMs: reading.elapsedMs,
      targetMs: reading.targetMs,
      remainingMs: reading.remainingMs,
    });
    const due = of("clock.due");
    if (due) expect([due.dueAt.at, due.isPast]).toEqual([reading.dueAt, (reading.dueAt ?? 0) <= asked.asOf]);
    const once = of("clock.dueOnceResumed");
    if (once) expect(once.dueAt.at).toBe(reading.dueAtIfResumedNow);
    if (reading.endedAt === null) {
      expect(due !== null).toBe(reading.dueAt !== null);
      expect(once !== null).toBe(reading.dueAtIfResumedNow !== null);
    }
    expect(of("clock.neverDue") !== null).toBe(reading.never && reading.endedAt === null);
    expect(of("clock.met") !== null).toBe(reading.met === true);
    const breaches = about.filter(({ code }) => code.startsWith("breach.by") || code === "breach.ranOut");
    expect(breaches.length).toBe(reading.breachedAt === null ? 0 : 1);
    for (const { params } of breaches) {
      const { at, holder } = params as unknown as { at: Moment; holder: unknown };
      expect([at.at, holder]).toEqual([reading.breachedAt, reading.breachedBy]);
    }
    const exempted = of("clock.exempted");
    expect(exempted?.reason ?? null).toBe(reading.exempted);
    const isLate = reading.recordedAt !== null && reading.recordedAt > (reading.breachedAt ?? 0);
    expect(of("breach.known")?.at.at ?? null).toBe(isLate ? reading.recordedAt : null);
  }
}

function moments({ statements }: Explanation): void {
  JSON.stringify(statements, (_, value) => {
    if (typeof value?.at === "number" && typeof value.zone === "string" && Math.abs(value.at) < 4.1e12) {
      const { at, date, time, weekday, zone } = value as Moment;
      const shown = wall(zone, at);
      expect([date, time.slice(0, 8).padEnd(8, ":00"), weekday]).toEqual([
        shown.date,
        shown.time,
        shown.weekday,
      ]);
    }
    return value;
  });
}

const UNITS: Readonly<Record<string, number>> = {
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1_000,
  millisecond: 1,
};

/** `1 hour and 30 minutes` in milliseconds. */
function lengthOf(text: string): number {
  if (/^nothing$/i.test(text)) return 0;
  return [...text.matchAll(/([\d.,]+) (day|hour|minute|second|millisecond)s?/g)].reduce(
    (ms, [, n, unit]) => ms + Number(n.replaceAll(",", "")) * UNITS[unit],
    0,
  );
}

/** What nobody would say aloud, and sums that do not come out. */
export function readsAloud(told: Explanation): string[] {
  const texts = sentences(told);
  for (const text of texts) {
    const plain = text.replace(/“[^”]*”/g, "“X”");
    const odd = plain.match(
      /\b1 (?:hours|minutes|seconds|milliseconds|days)\b|In all, 1 \w+ have\b|\b0 (?:hours|minutes)\b| {2}| [.,;:]|,,|\.\.|\(\)|\bundefined\b|\bnull\b|it is not so that|\bpeople(?:'s)? is\b/,
    );
    expect([text, odd?.[0] ?? null]).toEqual([text, null]);
    expect(text).toMatch(/^[A-Z“\d].*[.:]$/);
    const total = text.match(
      /^(?:In all, )?(.*?)(?: have| has)? counted(?: so far)?, of (.*) promised: (.*)\.$/,
    );
    if (total && !/\d{4}: /.test(text)) {
      const [, used, target, rest] = total;
      const [left, over] = [/ (?:left|to spare)$/.test(rest), / too much$/.test(rest)];
      const remaining = over ? -lengthOf(rest) : left ? lengthOf(rest) : 0;
      expect([text, lengthOf(used) + remaining]).toEqual([text, lengthOf(target)]);
    }
  }
  return texts;
}

export const verdictOf = ({ sla, history, asOf }: Asked): Evaluation =>
  evaluateTicket(sla, history, { asOf });
