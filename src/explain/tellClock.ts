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
export function tellClock(clock: ToldClock, policyName: (id: string) => string): Statement[] {
  const { reading, steps, zone, explained } = clock;
  const { metric, policySet, level, per, instance } = reading;
  return [
    state("clock.is", { metric, set: policySet, level, per, instance }),
    ...steps.flatMap((step, i) => tellStep(clock, step, i, policyName)),
    ...tellDays(zone, explained.days),
    ...tellRest(clock),
    ...tellOutcome(clock),
    ...tellBreach(clock),
    ...(reading.exempted === null ? [] : [state("clock.exempted", { reason: reading.exempted })]),
  ];
}

function tellStep(
  { zone, reading }: ToldClock,
  { kind, at: instant, by, policy, calendar, targetMs, previousMs, lastedMs, overriddenTo }: ToldStep,
  number: number,
  policyName: (id: string) => string,
): Statement[] {
  const at = momentAt(zone, instant);
  if (kind === "calendarChanged" || by === null)
    return [state("clock.calendarChanged", { at, calendar: calendar ?? "" })];
  const event = eventRef(zone, by);
  const name = policy === null ? null : policyName(policy);
  switch (kind) {
    case "started": {
      const first = reading.state === "scheduled" && number === 0 ? "clock.startsLater" : "clock.started";
      const basis = reading.basis;
      const promised = { policy: name ?? "", targetMs, calendar: basis === "business" ? calendar : null };
      return [
        state(first, { at, event }),
        name === null
          ? state("clock.untargeted", { at })
          : state("clock.promised", { ...promised, basis, at }),
      ];
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
          ...{ at, event, calendar, policy: name ?? "" },
          ...{ fromMs: previousMs, toMs: targetMs },
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
  const { elapsedMs, targetMs, remainingMs, basis, endedAt, met } = reading;
  const isOver = endedAt !== null;
  const told = [state("clock.total", { elapsedMs, targetMs, remainingMs, basis, isOver })];
  if (met === true && endedAt !== null)
    told.push(state("clock.met", { at: momentAt(zone, endedAt), targetMs }));
  if (isOver) return told;
  told.push(...tellAtRisk(reading, zone, asOf));
  if (reading.dueAt !== null)
    told.push(state("clock.due", { dueAt: momentAt(zone, reading.dueAt), isPast: (remainingMs ?? 0) < 0 }));
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
