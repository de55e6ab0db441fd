import type { Reading } from "../deadline/reading.ts";
import { parseDate } from "../time/civil.ts";
import { startOfDay, type ZoneTable } from "../time/zone.ts";
import type { ToldClock } from "./clock.ts";
import type { ExplainedDay, Slice } from "./days.ts";
import { momentAt, spanOf } from "./moment.ts";
import { eventRef, holderRef } from "./refs.ts";
import { type NotCounted, type Statement, state } from "./statement.ts";
import type { ToldStep } from "./steps.ts";

/** What is said of one clock, in order: what happened to it, what each day gave, and what came of it. */
export function tellClock(clock: ToldClock, nameOf: (policy: number) => string): Statement[] {
  const { reading, steps, zone, explained } = clock;
  const { metric, policySet, level, per, instance } = reading;
  return [
    state("clock.is", { metric, set: policySet, level, per, instance }),
    ...steps.flatMap((step, i) => tellStep(clock, step, i, nameOf)),
    ...tellDays(zone, explained.days),
    ...tellRest(clock),
    ...tellOutcome(clock),
    ...tellBreach(clock),
    ...(reading.exempted === null ? [] : [state("clock.exempted", { reason: reading.exempted })]),
  ];
}

function tellStep(
  { zone, reading }: ToldClock,
  step: ToldStep,
  number: number,
  nameOf: (policy: number) => string,
): Statement[] {
  const { kind, at: instant, by, lender, calendar, hours, targetMs, lastedMs, overriddenTo } = step;
  const at = momentAt(zone, instant);
  if (kind === "calendarChanged" || by === null)
    return [state("clock.calendarChanged", { at, calendar: calendar ?? "" })];
  const event = eventRef(zone, by);
  const policy = lender === null ? null : nameOf(lender);
  const dueAt = step.fixedDueAt === null ? null : momentAt(zone, step.fixedDueAt);
  switch (kind) {
    case "started": {
      const isOver = reading.endedAt !== null && reading.endedAt < reading.startedAt;
      const isLater = number === 0 && (reading.state === "scheduled" || isOver);
      const first = isLater
        ? state("clock.startsLater", { at, event, isOver })
        : state("clock.started", { at, event });
      const basis = hours === null ? "aroundTheClock" : "business";
      const promised = () => {
        if (overriddenTo !== null)
          return state("clock.overridden", { at, event, dueAt: momentAt(zone, overriddenTo) });
        if (policy === null) return state("clock.untargeted", { at });
        return state("clock.promised", { policy, targetMs, dueAt, calendar: hours, basis, at });
      };
      return [first, promised()];
    }
    case "paused":
      return [state("clock.paused", { at, event })];
    case "resumed":
      return [state("clock.resumed", { at, event, pausedMs: lastedMs })];
    case "reopened":
      return [state("clock.reopened", { at, event, doneMs: lastedMs })];
    case "retargeted":
      return [
        state("clock.retargeted", {
          ...{ at, event, policy: policy ?? "", fromMs: step.previousMs, toMs: targetMs, dueAt },
          ...{ fromCalendar: step.previousHours, calendar: hours, isByHand: overriddenTo !== null },
        }),
      ];
    case "released":
      return [state("clock.released", { at, event })];
    case "restarted":
      return [state("clock.restarted", { at, event, targetMs })];
    case "overridden":
      return [state("clock.overridden", { at, event, dueAt: momentAt(zone, overriddenTo ?? instant) })];
    case "overrideCleared":
      return [state("clock.overrideCleared", { at, event })];
    case "fulfilled":
      return [state("clock.fulfilled", { at, event })];
    case "cancelled":
      return [state("clock.cancelled", { at, event })];
  }
}

/** Days as they are told: those of which nothing counted for one and the same reason, together. */
function tellDays(zone: ZoneTable, days: readonly ExplainedDay[]): Statement[] {
  const told: Statement[] = [];
  for (const day of days) {
    const why = onlyReason(day);
    const last = told.at(-1);
    if (why === null) {
      told.push(countedDay(zone, day));
    } else if (last?.code === "day.skipped" && isSameReason(last.params, why, day)) {
      const { params } = last;
      told[told.length - 1] = state("day.skipped", {
        ...params,
        to: day.date,
        toWeekday: day.weekday,
      });
    } else {
      const { date, weekday, holidays: names } = day;
      told.push(
        state("day.skipped", {
          ...{ from: date, fromWeekday: weekday, to: date, toWeekday: weekday },
          ...{ why, names: why === "holiday" ? names : [] },
        }),
      );
    }
  }
  return told;
}

function isSameReason(
  params: { readonly why: NotCounted; readonly names: readonly string[] },
  why: NotCounted,
  { holidays }: ExplainedDay,
): boolean {
  const names = why === "holiday" ? holidays : [];
  return params.why === why && JSON.stringify(params.names) === JSON.stringify(names);
}

/** The one reason for which nothing of a day counted; null where something did, or where there were several. */
function onlyReason({ slices }: ExplainedDay): NotCounted | null {
  const whys = new Set(slices.map(({ why }) => why));
  if (whys.size > 1) whys.delete("outsideHours"); // paused all day: what lies outside hours needs no word
  const [why] = whys;
  return whys.size === 1 ? (why ?? null) : null;
}

/** Reasons that need a word on a day of which some counted; the rest is what anybody expects. */
const TOLD: readonly NotCounted[] = ["paused", "done", "closure", "specialHours", "holiday", "outOfRange"];

function countedDay(zone: ZoneTable, { date, weekday, usedMs, slices, holidays }: ExplainedDay): Statement {
  const end = startOfDay(zone, (parseDate(date) ?? 0) + 1);
  const spansOf = (wanted: (slice: Slice) => boolean) =>
    slices.filter(wanted).map(({ from, to }) => spanOf(zone, from, to, end));
  const not = TOLD.map((why) => ({
    why,
    names: why === "holiday" ? holidays : [],
    spans: spansOf((slice) => slice.why === why),
  })).filter(({ spans }) => spans.length > 0);
  const windows = spansOf(({ kind }) => kind === "counted");
  return state("day.counted", { date, weekday, windows, usedMs, not });
}

function tellRest({ explained: { rest }, zone }: ToldClock): Statement[] {
  if (!rest) return [];
  const { usedMs, pausedMs, skippedMs } = rest;
  const [from, to] = [momentAt(zone, rest.from), momentAt(zone, rest.to)];
  return [state("days.rest", { from, to, usedMs, pausedMs, skippedMs })];
}

function tellOutcome({ reading, zone, asOf }: ToldClock): Statement[] {
  const { elapsedMs, targetMs, remainingMs, basis, endedAt, met, overridden } = reading;
  const isOver = endedAt !== null;
  const addsUp = targetMs === null || remainingMs === null || elapsedMs + remainingMs === targetMs;
  const isFixed = overridden || (targetMs ?? 1) <= 0 || !addsUp;
  const figures = { elapsedMs, targetMs, remainingMs, basis };
  const told = [state("clock.total", { ...figures, isOver, isMet: met === true, isFixed })];
  if (met === true && endedAt !== null)
    told.push(state("clock.met", { at: momentAt(zone, endedAt), targetMs }));
  if (isOver) return told;
  told.push(...tellAtRisk(reading, zone, asOf));
  if (reading.dueAt !== null) {
    const [dueAt, isPast, isMissed] = [momentAt(zone, reading.dueAt), reading.dueAt <= asOf, met === false];
    told.push(state("clock.due", { dueAt, isPast, isMissed }));
  }
  if (reading.dueAtIfResumedNow !== null)
    told.push(state("clock.dueOnceResumed", { dueAt: momentAt(zone, reading.dueAtIfResumedNow) }));
  if (reading.never) told.push(state("clock.neverDue", { basis: reading.basis }));
  return told;
}

/** Since when it is at risk, or from when on it will be; nothing once it is missed, nor for one that is not told of. */
function tellAtRisk({ atRiskAt, breachedAt }: Reading, zone: ZoneTable, asOf: number): Statement[] {
  if (atRiskAt === null || breachedAt !== null) return [];
  return [state("clock.atRisk", { at: momentAt(zone, atRiskAt), isPast: atRiskAt <= asOf })];
}

function tellBreach({ explained: { breach }, breachBy, reading, zone }: ToldClock): Statement[] {
  if (!breach) return [];
  const { targetMs, usedMs, dueBy } = breach;
  const holder = holderRef(reading.breachedBy);
  const [at, dueAt] = [momentAt(zone, breach.at), momentAt(zone, breach.dueAt)];
  const told =
    breach.because === "calendar"
      ? state("breach.byCalendar", { at, dueAt, calendar: breach.calendar ?? "", holder })
      : breachBy
        ? state("breach.byEvent", {
            ...{ at, dueAt, targetMs, usedMs, dueBy, holder },
            event: eventRef(zone, breachBy),
          })
        : state("breach.ranOut", { at, targetMs, dueBy, holder });
  const isLate = reading.recordedAt !== null && reading.recordedAt > breach.at;
  return isLate ? [told, state("breach.known", { at: momentAt(zone, reading.recordedAt) })] : [told];
}
