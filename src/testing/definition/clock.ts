/*
 * The clocks of one metric in one lane by definition (semantics K1, K2, K5, K7, K15; metrics.md; decision 0007): all
 * steps are walked from the first, and nothing is remembered but which clocks there are.
 */
import type { Definition, FactName, HistoryEvent, MetricDefinition, Trigger } from "../../core.ts";
import { instantOf } from "./hours.ts";
import { governing, type Lane, type Promised, promisedAt, versionsOf, type World } from "./promise.ts";
import { fires, holds, inOrder, type Step, ticketAfter } from "./ticket.ts";

/** One measurement. `spans`: from the step that started (reopened) it to the step that ended it. */
export interface Clock {
  readonly per: string | null;
  readonly instance: number;
  readonly start: number;
  readonly startedAt: number;
  readonly spans: { from: number; to: number | null }[];
  outcome: "fulfilled" | "cancelled" | null;
}
/** A promise from an instant on; null: none. */
export interface Entry {
  readonly from: number;
  readonly step: number;
  readonly promised: Promised | null;
  readonly isRestart: boolean;
}
/** When an earlier clock of the cadence is due (`previousDue`). */
type DueOf = (clock: Clock) => number | null;

/** The steps up to `asOf`. P6: a version is a step after its instant's events, where it is in force at each instant. */
export function worldAt(d: Definition<string>, history: Parameters<typeof inOrder>[0], asOf: number): World {
  const versions = versionsOf(d);
  const events = inOrder(history, asOf);
  const mode = d.options?.versionMode;
  const updatedBy = (i: number) =>
    events.slice(0, i + 1).findLast(({ type }) => type !== "action.delivered") ?? events[0];
  const steps: Step[] = events.map((event, i) => ({
    at: event.at,
    event,
    version: versions.findLastIndex(({ from }) => from < (mode === "nextUpdate" ? updatedBy(i) : event).at),
    before: ticketAfter(d, events, i - 1),
    ticket: ticketAfter(d, events, i),
  }));
  for (const [version, { from }] of versions.entries()) {
    if (mode !== "inForceAtEachInstant" || from > asOf || version === 0) continue;
    const place = steps.filter(({ at }) => at <= from).length;
    const ticket = steps[place - 1]?.ticket ?? null;
    steps.splice(place, 0, {
      at: from,
      event: null,
      version,
      before: ticket,
      ticket: ticket && { ...ticket, at: from },
    });
  }
  return { d, versions, steps, asOf };
}

export const isLive = ({ spans }: Clock) => spans.at(-1)!.to === null;
export const endOf = ({ steps }: World, { spans }: Clock) => {
  const { to } = spans.at(-1)!;
  return to === null ? null : steps[to].at;
};

export function clocksOf(w: World, lane: Lane, metric: MetricDefinition, dueOf: DueOf): Clock[] {
  const clocks: Clock[] = [];
  const last = w.steps.findIndex(({ event }) => isEndOfTicket(event)); // K15: nothing starts after it
  for (let k = 0; k < w.steps.length && (last === -1 || k <= last); k++)
    takeStep(w, lane, metric, dueOf, clocks, k);
  return clocks;
}

const isEndOfTicket = (event: HistoryEvent | null) => event?.type === "merged" || event?.type === "deleted";

/** K2: stop > reset > cancel > start. */
function takeStep(
  w: World,
  lane: Lane,
  metric: MetricDefinition,
  dueOf: DueOf,
  clocks: Clock[],
  k: number,
): void {
  const step = w.steps[k];
  const { ticket, event } = step;
  if (!ticket) return;
  const applied = () => isPolicyApplied(w, lane, k);
  const fired = (on: readonly Trigger[] | undefined) =>
    (on ?? []).filter((one) => fires(one, step, w.d, applied));
  const values: readonly (string | null)[] =
    metric.per === undefined ? [null] : textsOf(ticket.fields.get(metric.per));
  const live = () => clocks.filter(isLive);
  const end = (which: readonly Clock[], outcome: "fulfilled" | "cancelled") => {
    for (const clock of which) {
      clock.spans.at(-1)!.to = k;
      clock.outcome = outcome;
    }
  };
  /** One that listens to the `per` field ends the clocks whose value is gone, any other all of them. */
  const endBy = (triggers: readonly Trigger[], outcome: "fulfilled" | "cancelled") => {
    const isAll = triggers.some((one) => one.on !== "changed" || one.field !== metric.per);
    if (triggers.length > 0)
      end(
        live().filter(({ per }) => isAll || !values.includes(per)),
        outcome,
      );
  };
  endBy(fired(metric.stop), "fulfilled");
  const isNamed = event?.type === "clock.reset" && (event.metric ?? metric.id) === metric.id;
  const ended = isNamed || fired(metric.reset?.on).length > 0 ? live() : [];
  end(ended, metric.reset?.as === "judged" ? "fulfilled" : "cancelled");
  const mayBegin = metric.start.some((one) => holds(one.if ?? { all: [] }, ticket, w.d));
  const cancels = fired(metric.cancel);
  endBy(cancels, "cancelled");
  if (isEndOfTicket(event)) end(live(), "cancelled");
  const released = live().filter((clock) => isReleased(w, lane, clock, k));
  end(released, "cancelled"); // K7 `cancel`, "as a cancel trigger would"
  if (cancels.length > 0 || isEndOfTicket(event) || released.length > 0) return; // a start is void
  const isReopening = fired(metric.reopen?.on).length > 0;
  const isStart = fired(metric.start).length > 0;
  for (const per of values) {
    const isReset = mayBegin && ended.some((clock) => clock.per === per);
    reopenOrStart(w, metric, dueOf, clocks, { k, per, isStart, isReset, isReopening });
  }
}

interface Moment {
  readonly k: number;
  readonly per: string | null;
  readonly isStart: boolean;
  readonly isReset: boolean;
  readonly isReopening: boolean;
}

/** K5: what happens to the last clock of a value where it was fulfilled, or else a new one. */
function reopenOrStart(
  w: World,
  metric: MetricDefinition,
  dueOf: DueOf,
  clocks: Clock[],
  moment: Moment,
): void {
  const { k, per, isStart, isReset, isReopening } = moment;
  const own = clocks.filter((clock) => clock.per === per);
  if (own.some(isLive)) return;
  const done = own.filter(({ outcome }) => outcome === "fulfilled");
  const last = own.at(-1) === done.at(-1) ? done.at(-1) : undefined; // one followed by another is over
  const as = isReopening && last && last.spans.at(-1)!.to! < k ? metric.reopen!.as : "ignore";
  if (last && (as === "resume" || as === "count")) {
    if (as === "resume") last.spans.push({ from: k, to: null });
    else last.spans.at(-1)!.to = null;
    last.outcome = null;
    return;
  }
  const mayStart = isStart && (metric.repeats === "always" || done.length === 0);
  if (as !== "restart" && !isReset && !mayStart) return;
  const previous = own.at(-1);
  const cadence = metric.from === "previousDue" && previous ? dueOf(previous) : null;
  const { ticket } = w.steps[k];
  const isFulfilled = metric.stop.some(
    (one) => one.on === "becomes" && holds({ all: [one.condition, one.if ?? { all: [] }] }, ticket, w.d),
  ); // K2: already fulfilled
  clocks.push({
    per,
    instance: own.length + 1,
    start: k,
    startedAt: startOf(metric, w.steps[k], cadence),
    spans: [{ from: k, to: isFulfilled ? k : null }],
    outcome: isFulfilled ? "fulfilled" : null,
  });
}

const textsOf = (value: unknown) =>
  value === undefined ? [] : [...new Set([value].flat().map((one) => `${one}`))];

/** `from`: the event; the later of it and the previous due time; or the first instant that a fact or a field holds, from 1970 on. */
function startOf({ from }: MetricDefinition, { at, ticket }: Step, cadence: number | null): number {
  if (from === undefined || from === "event") return at;
  if (from === "previousDue") return Math.max(at, cadence ?? at);
  const held = [from]
    .flat()
    .map((one) =>
      instantOf("fact" in one ? ticket!.facts[one.fact as FactName] : ticket!.fields.get(one.field)),
    );
  return Math.max(0, held.find((instant) => instant !== null) ?? at);
}

/** Another policy than before governs the set. */
function isPolicyApplied(w: World, lane: Lane, k: number): boolean {
  const ids = (i: number) =>
    i < 0 ? [] : w.versions[w.steps[i].version].sets
      .filter(({ id }) => id === lane.set)
      .flatMap((set) => governing(w, set, i).map(({ id }) => id)); // biome-ignore format: one chain
  const before = ids(k - 1);
  return ids(k).some((id) => !before.includes(id));
}

/** K7 `cancel`, read from the goal that was in force. */
function isReleased(w: World, lane: Lane, clock: Clock, k: number): boolean {
  const inForce = entriesOf(w, lane, clock, k - 1).at(-1)?.promised;
  return (
    inForce?.options.released === "cancel" && !promisedAt(w, lane, versionFor(w, clock, k), k).isGoverned
  );
}

/** P6: the version that governs a clock at step `k`. */
function versionFor(w: World, clock: Clock, k: number): number {
  const before = (at: number) => w.versions.findLastIndex(({ from }) => from < at);
  switch (w.d.options?.versionMode ?? "atClockStart") {
    case "atClockStart":
      return w.versions.findLastIndex(
        ({ from }) => from < clock.startedAt || (from === clock.startedAt && from < w.steps[clock.start].at),
      );
    case "atCreation":
      return before(w.steps.find(({ ticket }) => ticket)!.at);
    case "live":
      return isLive(clock)
        ? w.versions.findLastIndex(({ from }) => from <= w.asOf)
        : Math.max(before(w.steps.find(({ ticket }) => ticket)!.at), before(endOf(w, clock)!));
    default:
      return w.steps[k].version; // nextUpdate, and inForceAtEachInstant with steps of its own
  }
}

/** K7: the promises made to a clock up to a step, while it runs; what changes in the millisecond of its stop is none. */
export function entriesOf(w: World, lane: Lane, clock: Clock, upTo = w.steps.length - 1): Entry[] {
  const entries: Entry[] = [];
  let first = null as Promised | null;
  const isSeen = (step: number) =>
    step <= upTo &&
    clock.spans.some(
      ({ from, to }) =>
        step >= from &&
        (to === null || step === clock.start || (step < to && w.steps[step].at < w.steps[to].at)),
    );
  for (let step = clock.start; step <= upTo; step++) {
    const { at } = w.steps[step];
    // What is in force for no time at all, `[at, at)`, is not in force
    const isReplaced = w.steps.some((later, k) => k > step && later.at === at && isSeen(k));
    if (!isSeen(step) || isReplaced) continue;
    const { isGoverned, promised } = promisedAt(w, lane, versionFor(w, clock, step), step);
    const before: Promised | null = entries.at(-1)?.promised ?? null;
    const next: Promised | null =
      isGoverned && first?.options.retarget === "freeze"
        ? first
        : !isGoverned && before?.options.released === "keep"
          ? before
          : promised;
    first ??= next;
    if (entries.length > 0 && before?.key === next?.key) continue;
    const isRestart = before !== null && next?.options.retarget === "restart";
    entries.push({ from: at, step, promised: next, isRestart });
  }
  return entries;
}

/** K6: the state after the last step up to the instant pauses; `held` pauses all (K15); the latch is kept from creation on. */
export function isPausedAt(
  w: World,
  { pause, backfill }: MetricDefinition,
  clock: Clock,
  at: number,
): boolean {
  if (backfill === "none" && at < w.steps[clock.start].at) return false;
  const steps = w.steps.filter((step) => step.at <= at && step.ticket);
  let isHeld = false;
  let isLatched = false;
  for (const step of steps) {
    if (step.event?.type === "held") isHeld = true;
    if (step.event?.type === "resumed") isHeld = false;
    if (!pause || "while" in pause) continue;
    if (pause.until.some((trigger) => fires(trigger, step, w.d))) isLatched = false;
    else if (pause.on.some((trigger) => fires(trigger, step, w.d))) isLatched = true;
  }
  const ticket = steps.at(-1)?.ticket ?? null;
  return isHeld || isLatched || (pause !== undefined && "while" in pause && holds(pause.while, ticket, w.d));
}
