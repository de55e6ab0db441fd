/*
 * One clock read by definition (semantics K6 to K15, decisions 0001, 0005, 0007): the parts of its life are listed, and each
 * figure is summed over them. Whether it was breached is asked elsewhere: that takes readings of earlier instants.
 */
import type { Attribution, Holder, MetricDefinition, Reading } from "../../core.ts";
import { type Clock, clocksOf, type Entry, endOf, entriesOf, isPausedAt } from "./clock.ts";
import { type Hours, measure, nextOpen, usedUp } from "./hours.ts";
import type { Lane, Promised, World } from "./promise.ts";
import { HOLDERS, type Ticket } from "./ticket.ts";

/** What engine and definition both say of one clock in one lane (K11), in this order. */
export const MEMBERS = [
  "metric", "policySet", "policy", "policyVersion", "level", "per", "instance", "state", "startedAt", "endedAt", "dueAt",
  "dueAtIfResumedNow", "dueAtWithoutOverride", "overridden", "exempted", "breachedAt", "met", "targetMs", "elapsedMs",
  "remainingMs", "pausedMs", "pausedSince", "never", "attribution", "breachedBy", "heldBy", "fields",
] as const satisfies readonly (keyof Reading)[]; // biome-ignore format: a list of names
/** What the definition says of a clock: the members of a reading that the rules define. */
export type DefinedReading = Pick<Reading, (typeof MEMBERS)[number]>;

/** A reading before it is judged, with what judging needs. */
export interface Bare extends Omit<DefinedReading, "breachedAt" | "met" | "breachedBy"> {
  /** Whether this lane ever promised this very clock something. */
  readonly everPromised: boolean;
  readonly startStep: number;
  readonly startEvent: string;
  /** Whether it promises something at the end of what is known. */
  readonly promised: Promised | null;
  /** The promise in force, or what was set by hand (K14: no retarget moves it): `current` judges by nothing else. */
  readonly inForce: string | undefined;
  readonly judges: "sticky" | "current";
  readonly isOverdue: boolean;
}

/** A stretch of a clock's life, `[from, to)`, in which nothing about it changes. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly runs: boolean;
  readonly hours: Hours;
}
const INFINITY = Number.POSITIVE_INFINITY;

export const readLane = (w: World, lane: Lane, metric: MetricDefinition): Bare[] =>
  clocksOf(w, lane, metric, (clock) => readClock(w, lane, metric, clock).dueAt).map((clock) =>
    readClock(w, lane, metric, clock),
  );

/** The life of a clock up to its end, or to the instant of asking. */
interface Life {
  /** Since the last restart (K7): earlier time is gone. */
  readonly entries: readonly Entry[];
  readonly last: Promised | null;
  readonly parts: readonly Part[];
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly until: number;
  readonly isPaused: boolean;
  hoursAt(at: number): Hours;
}

function lifeOf(w: World, metric: MetricDefinition, clock: Clock, all: readonly Entry[]): Life {
  const restart = all.findLastIndex(({ isRestart }) => isRestart);
  const entries = all.slice(Math.max(0, restart));
  const startedAt = restart === -1 ? clock.startedAt : Math.max(clock.startedAt, all[restart].from);
  const endedAt = endOf(w, clock);
  const until = endedAt ?? w.asOf;
  const last = entries.findLast(({ promised }) => promised)?.promised ?? null;
  const hoursAt = (at: number) => hoursInForce(entries, last, at);
  const runsAt = (at: number) => isInSpan(w, clock, at) && !isPausedAt(w, metric, clock, at);
  const changes = w.steps.map(({ at }) => at).filter((at) => at > startedAt && at < until);
  const cuts = startedAt < until ? [startedAt, ...new Set(changes), until] : [];
  const parts = cuts
    .slice(1)
    .map((to, i) => ({ from: cuts[i], to, runs: runsAt(cuts[i]), hours: hoursAt(cuts[i]) }));
  const isPaused = endedAt === null && isPausedAt(w, metric, clock, w.asOf);
  return { entries, last, parts, startedAt, endedAt, until, isPaused, hoursAt };
}

const sum = (parts: readonly Part[]) =>
  parts.reduce((ms, { from, to, hours }) => ms + measure(hours, from, to), 0);

function readClock(w: World, lane: Lane, metric: MetricDefinition, clock: Clock): Bare {
  const all = entriesOf(w, lane, clock);
  const life = lifeOf(w, metric, clock, all);
  const { entries, last, parts, startedAt, endedAt, until, isPaused, hoursAt } = life;
  const made = entries.at(-1)!.promised;
  // C8: the same wall time so many dates later, and K9: pauses move it on unless told otherwise
  const days = made?.isDays && { isInstant: true, amount: startedAt + made.amount };
  const promised =
    made && days ? { ...made, ...days, options: { pauses: "extend" as const, ...made.options } } : made;
  const between = (from: number, to: number) => measureAcross(entries, hoursAt, from, to);
  const elapsedMs = sum(parts.filter(({ runs }) => runs));
  const due = promised ? dueOf(promised, life) : { at: null, ifResumedNow: null };
  const override = overrideOf(w, lane, clock, all);
  const dueAt = override ?? due.at;
  const isFixed = override !== null || (promised?.isInstant === true && promised.options.pauses !== "extend");
  const fixedAt = override ?? (promised?.isInstant ? instantDue(promised) : null);
  const targetMs =
    fixedAt !== null ? between(startedAt, fixedAt) : promised && !promised.isInstant ? promised.amount : null;
  const remainingMs =
    targetMs === null ? null : isFixed ? between(Math.max(until, startedAt), fixedAt!) : targetMs - elapsedMs;
  // decision 0001: nothing left but nothing overrun, and paused
  const isExcused =
    !isFixed && remainingMs === 0 && (endedAt === null ? isPaused : parts.at(-1)?.runs === false);
  const isScheduled = endedAt === null && w.asOf < startedAt;
  const state = clock.outcome ?? (isScheduled ? "scheduled" : isPaused ? "paused" : "running");
  return {
    metric: metric.id,
    policySet: lane.set ?? null,
    policy: promised?.policy ?? null,
    policyVersion: promised ? w.versions[promised.version].id : null,
    level: lane.level,
    per: clock.per,
    instance: clock.instance,
    state,
    startedAt,
    endedAt,
    dueAt,
    dueAtIfResumedNow: override === null && endedAt === null ? due.ifResumedNow : null,
    dueAtWithoutOverride: override === null ? null : due.at,
    overridden: override !== null,
    exempted: exemptedBy(w, metric.id),
    targetMs,
    elapsedMs,
    remainingMs,
    pausedMs: sum(parts.filter(({ runs }) => !runs)),
    pausedSince: state === "paused" ? pausedSince(w, clock, life) : null,
    never: promised !== null && !isPaused && dueAt === null,
    attribution: attributionOf(w, parts),
    heldBy: heldBy(w, endedAt),
    fields: fieldsOf(w, endedAt),
    everPromised: override !== null || all.some((entry) => entry.promised !== null),
    startStep: clock.start,
    startEvent: w.steps[clock.start].event!.id,
    promised,
    inForce: JSON.stringify(override ?? promised?.key),
    judges: last?.options.breach ?? "sticky",
    isOverdue: dueAt !== null && (endedAt === null ? w.asOf >= dueAt : endedAt > dueAt) && !isExcused,
  };
}

/** K8: the hours that count at an instant; where nothing is promised, those of the next promise, else of the last one. */
function hoursInForce(entries: readonly Entry[], last: Promised | null, at: number): Hours {
  const from = Math.max(
    0,
    entries.findLastIndex((entry) => entry.from <= at),
  );
  const next = (i: number) => entries.slice(i).find(({ promised }) => promised)?.promised ?? last;
  const by = { lastWins: last, frozen: next(0), perInstant: next(from) }[
    last?.options.calendarSwitch ?? "perInstant"
  ];
  return by?.hours ?? null;
}

/** Time that counts between two instants, each part of it by the hours in force; negative backwards. */
function measureAcross(
  entries: readonly Entry[],
  hoursAt: (at: number) => Hours,
  from: number,
  to: number,
): number {
  if (to < from) return -measureAcross(entries, hoursAt, to, from);
  const cuts = [from, ...entries.map((entry) => entry.from).filter((at) => at > from && at < to), to];
  return cuts.slice(1).reduce((ms, end, i) => ms + measure(hoursAt(cuts[i]), cuts[i], end), 0);
}

/** K5 `resume`: the spell between an end and a reopening is a pause. */
const isInSpan = ({ steps }: World, { spans }: Clock, at: number) =>
  spans.some(({ from, to }, i) => (i === 0 || steps[from].at <= at) && (to === null || at < steps[to].at));

/** K9, K11: when the target is used up if nothing else happens; after the end as if resumed there. */
function dueOf(promised: Promised, life: Life): { at: number | null; ifResumedNow: number | null } {
  const { parts, startedAt, until, isPaused, hoursAt } = life;
  if (promised.isInstant) {
    const { at, isWaiting } = movedDue(promised, life);
    return isWaiting ? { at: null, ifResumedNow: at } : { at, ifResumedNow: null };
  }
  if (promised.amount === 0) return { at: startedAt, ifResumedNow: null }; // C7
  const running = parts.filter(({ runs }) => runs);
  const from = Math.max(until, startedAt);
  const past = usedUp(running, promised.amount);
  const end = past ?? usedUp([...running, { from, to: INFINITY, hours: hoursAt(from) }], promised.amount);
  const at =
    end !== null && promised.options.endOfBudget === "nextOpening" ? nextOpen(hoursAt(end), end) : end;
  return past === null && isPaused ? { at: null, ifResumedNow: at } : { at, ifResumedNow: null };
}

/** P4: the instant itself, or the opening after it. */
const instantDue = ({ amount, toOpening, hours }: Promised) => (toOpening ? nextOpen(hours, amount) : amount);

/** K9 `extend`: each pause begun before the due time moves it on by the time in it that counts. */
function movedDue(promised: Promised, life: Life): { at: number | null; isWaiting: boolean } {
  let at = instantDue(promised);
  if (promised.options.pauses !== "extend") return { at, isWaiting: false };
  let began = life.until;
  const pauses: Part[][] = [];
  for (const [i, part] of life.parts.entries()) {
    if (part.runs) continue;
    if (i > 0 && !life.parts[i - 1].runs) pauses.at(-1)!.push(part);
    else pauses.push([part]);
  }
  for (const pause of pauses) {
    const ms = sum(pause);
    if (at !== null && pause[0].from < at && ms > 0)
      at = usedUp([{ from: at, to: INFINITY, hours: life.hoursAt(at) }], ms);
    if (pause.at(-1)!.to === life.until) began = pause[0].from;
  }
  const before = instantDue(promised);
  return { at, isWaiting: life.isPaused && before !== null && at !== null && began < at };
}

/** K14, decision 0007: what was set by hand for a clock started by then and not ended by then, unless cleared. */
function overrideOf(w: World, lane: Lane, clock: Clock, entries: readonly Entry[]): number | null {
  let override: { dueAt: number; step: number } | null = null;
  for (const [step, { at, event, ticket }] of w.steps.entries()) {
    if (!ticket || (event?.type !== "due.overridden" && event?.type !== "due.cleared")) continue;
    if ((event.metric ?? lane.metric) !== lane.metric || (event.level ?? lane.level) !== lane.level) continue;
    const isUnfinished = clock.spans.some(
      ({ from, to }) => w.steps[from].at <= at && (to === null || w.steps[to].at > at),
    );
    if (isUnfinished) override = event.type === "due.overridden" ? { dueAt: event.dueAt, step } : null;
  }
  if (!override) return null;
  const { dueAt, step } = override;
  const held = (entries.findLast((entry) => entry.step <= step) ?? entries[0]).promised;
  const isRetargeted = entries.some(
    (entry) => entry.step > step && entry.promised && entry.promised.key !== held?.key,
  );
  return held?.options.override === "untilRetarget" && isRetargeted ? null : dueAt;
}

/** K15: the reason of the first event that exempts the metric. */
function exemptedBy({ steps }: World, metric: string): string | null {
  for (const { event, ticket } of steps) {
    if (ticket && event?.type === "exempted" && (event.metric ?? metric) === metric) return event.reason;
  }
  return null;
}

/** Since when an unbroken pause lasts: not before the clock started, or was reopened. */
function pausedSince({ steps, asOf }: World, { spans }: Clock, { parts, startedAt }: Life): number {
  const lastRun = parts.findLast(({ runs }) => runs)?.to ?? startedAt;
  const reopened = spans.map(({ from }, i) => [steps[from].at, steps[spans[i - 1]?.to ?? from].at]);
  const began = reopened.findLast(([at, endedAt]) => at > endedAt)?.[0] ?? startedAt;
  return Math.min(asOf, Math.max(lastRun, began));
}

/** Who held the ticket after the last step up to an instant. */
export function holderAt({ steps }: World, at: number): Holder {
  const ticket: Ticket | null = steps.findLast((step) => step.at <= at)?.ticket ?? null;
  const [assignee, group, supplier] = HOLDERS.map(
    (name) => (ticket?.fields.get(name) as string | undefined) ?? null,
  );
  return { assignee, group, supplier };
}

/** R2: who holds it while open; who held it just before the end, and for want of anybody, from the end on. */
function heldBy(w: World, endedAt: number | null): Holder {
  const since = holderAt(w, endedAt ?? w.asOf);
  const before = endedAt === null ? since : holderAt(w, endedAt - 1);
  const [assignee, group, supplier] = HOLDERS.map((name) => before[name] ?? since[name]);
  return { assignee, group, supplier };
}

/** R2: the fields of the report, by the same rule. */
function fieldsOf({ d, steps, asOf }: World, endedAt: number | null): DefinedReading["fields"] {
  const valueAt = (name: string, at: number) => {
    const value = steps.findLast((step) => step.at <= at)?.ticket?.fields.get(name);
    return ["string", "number", "boolean"].includes(typeof value)
      ? (value as string | number | boolean)
      : null;
  };
  return Object.fromEntries(
    (d.report?.fields ?? []).map((name) => {
      const since = valueAt(name, endedAt ?? asOf);
      return [name, endedAt === null ? since : (valueAt(name, endedAt - 1) ?? since)];
    }),
  );
}

/** K13: the time that counts, by holder; whoever held no such time is left out. */
function attributionOf(w: World, parts: readonly Part[]): Attribution[] {
  const shares: { holder: Holder; elapsedMs: number }[] = [];
  for (const { from, to, runs, hours } of parts) {
    const ms = runs ? measure(hours, from, to) : 0;
    const holder = holderAt(w, from);
    const share = shares.find((one) => JSON.stringify(one.holder) === JSON.stringify(holder));
    if (share) share.elapsedMs += ms;
    else shares.push({ holder, elapsedMs: ms });
  }
  return shares
    .filter(({ elapsedMs }) => elapsedMs > 0)
    .map(({ holder, elapsedMs }) => ({ ...holder, elapsedMs }));
}
