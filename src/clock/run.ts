import type { HistoryEvent } from "../history/event.ts";
import { asText } from "../history/state.ts";
import type { CompiledMetric } from "./compile.ts";
import { type PauseLog, pausedBetween, pauseStep } from "./pause.ts";
import type { ClockRun, RunStretch } from "./stretch.ts";
import { anyFires, CONTROLS, type CompiledTrigger, type Step, type TriggerList } from "./trigger.ts";

/** The clocks of one value, or of the metric where it has one clock. */
export interface ValueRun {
  readonly per: string | null;
  readonly clocks: ClockRun[];
}

/** The clocks of one metric on one ticket, in the order in which their values first started. */
export interface MetricRun {
  readonly values: ValueRun[];
  readonly pause: PauseLog;
}

export function noRun({ per, keepsPauses }: CompiledMetric): MetricRun {
  return {
    values: per < 0 ? [{ per: null, clocks: [] }] : [],
    pause: { isPaused: false, isLatched: false, changes: keepsPauses ? [] : null },
  };
}

/** Takes one metric through the step just applied. */
export function runStep(metric: CompiledMetric, run: MetricRun, step: Step): void {
  const hasPaused = pauseStep(metric, run.pause, step);
  if (((metric.kinds | CONTROLS) & step.kinds) === 0 && step.released === null) {
    if (hasPaused) for (const { clocks } of run.values) follow(clocks, run.pause.isPaused, step.state.event);
    return;
  }
  if (metric.per < 0) {
    runClocks(metric, run, run.values[0], step, null);
    return;
  }
  const present = valuesOf(step.state.fields[metric.per]);
  for (const value of run.values) runClocks(metric, run, value, step, present);
  if (!mayStartNew(metric, step)) return;
  for (const per of present) {
    if (run.values.some((value) => value.per === per)) continue;
    const value: ValueRun = { per, clocks: [] };
    run.values.push(value);
    start(metric, run, value, step);
  }
}

/** Values that a `per` field has, as texts, each once. */
function valuesOf(value: unknown): string[] {
  const texts = (Array.isArray(value) ? value : [value]).map(asText);
  return [...new Set(texts.filter((text) => text !== null))];
}

function mayStartNew(metric: CompiledMetric, step: Step): boolean {
  return !step.state.isGone && !anyFires(metric.cancel, step) && anyFires(metric.start, step);
}

/** Stop, reset, cancel, then reopen or start (semantics K2). A pause is no effect: it is a state of the ticket. */
function runClocks(
  metric: CompiledMetric,
  run: MetricRun,
  value: ValueRun,
  step: Step,
  present: readonly string[] | null,
): void {
  const { event, isGone } = step.state;
  const last = value.clocks.at(-1) ?? null;
  const wasLive = last !== null && last.outcome === null;
  const isThere = present === null || (value.per !== null && present.includes(value.per));
  if (wasLive && ends(metric, metric.stop, step, isThere)) end(last, "fulfilled", event);
  const isReset = wasLive && last.outcome === null && resets(metric, step);
  if (isReset) end(last, metric.resetsAs, event);
  const isLive = last !== null && last.outcome === null;
  const isCancelled =
    isGone || ends(metric, metric.cancel, step, isThere) || (isLive && (step.released?.(last) ?? false));
  if (isLive && isCancelled) end(last, "cancelled", event);
  if (last && last.outcome === null) {
    proceed(last, run.pause.isPaused ? "paused" : "running", event);
    return;
  }
  if (isGone || isCancelled || !isThere) return;
  if (last && !wasLive && last.outcome === "fulfilled" && anyFires(metric.reopen, step)) {
    if (metric.reopensAs === "restart") start(metric, run, value, step);
    else reopen(metric, last, run.pause, event);
    return;
  }
  const mayStart = isReset || metric.repeats === "always" || !value.clocks.some(isFulfilled);
  const starts = isReset ? anyGuardHolds(metric.start.triggers, step) : anyFires(metric.start, step);
  if (mayStart && starts) start(metric, run, value, step);
}

function isFulfilled({ outcome }: ClockRun): boolean {
  return outcome === "fulfilled";
}

/** Whether any fires for a value: one about the `per` field ends only the clocks whose value is gone. */
function ends(metric: CompiledMetric, list: TriggerList, step: Step, isThere: boolean): boolean {
  if (!isThere || metric.per < 0) return anyFires(list, step);
  if ((list.kinds & step.kinds) === 0) return false;
  return list.triggers.some((trigger) => trigger.changes !== metric.per && trigger.fires(step));
}

function resets(metric: CompiledMetric, step: Step): boolean {
  return isResetEvent(metric, step.state.event) || anyFires(metric.reset, step);
}

function isResetEvent({ id }: CompiledMetric, event: HistoryEvent): boolean {
  return event.type === "clock.reset" && (event.metric === undefined || event.metric === id);
}

function anyGuardHolds(triggers: readonly CompiledTrigger[], { state }: Step): boolean {
  return triggers.some(({ guard }) => !guard || guard.holds(state));
}

function start(metric: CompiledMetric, run: MetricRun, value: ValueRun, step: Step): void {
  const { event } = step.state;
  const startedAt = metric.from?.(step.state) ?? event.at;
  const clock: ClockRun = {
    instance: value.clocks.length + 1,
    per: value.per,
    startedAt,
    startedBy: event,
    startedIn: step.state.step,
    stretches: startedAt < event.at ? before(metric, run.pause, startedAt, event) : [],
    endedAt: null,
    endedBy: null,
    outcome: null,
  };
  value.clocks.push(clock);
  proceed(clock, run.pause.isPaused ? "paused" : "running", event);
  // A `becomes` that holds already fulfils the clock here: assigned at creation (semantics K2)
  if (metric.stop.triggers.some(({ becomes }) => becomes >= 0 && step.watched.now[becomes]))
    end(clock, "fulfilled", event);
}

/** The stretches from a start in the past to its event. */
function before(metric: CompiledMetric, pause: PauseLog, from: number, event: HistoryEvent): RunStretch[] {
  if (metric.backfills) return pausedBetween(pause, from, event);
  return [{ kind: "running", counts: true, isAsleep: false, from, to: event.at, by: event }];
}

function end(clock: ClockRun, outcome: "fulfilled" | "cancelled", event: HistoryEvent): void {
  clock.outcome = outcome;
  clock.endedAt = event.at;
  clock.endedBy = event;
  close(clock, event.at);
}

function reopen(metric: CompiledMetric, clock: ClockRun, pause: PauseLog, event: HistoryEvent): void {
  const { endedAt, endedBy, stretches } = clock;
  if (endedAt !== null && endedBy && endedAt < event.at) {
    const spell = { kind: "fulfilled", counts: false, from: endedAt, to: event.at, by: endedBy } as const;
    if (metric.reopensAs === "resume") stretches.push({ ...spell, isAsleep: true });
    else stretches.push(...pausedBetween(pause, endedAt, event).map(asSpell));
  }
  clock.outcome = null;
  clock.endedAt = null;
  clock.endedBy = null;
  proceed(clock, pause.isPaused ? "paused" : "running", event);
}

/** A stretch as one of a time between an end and a reopening. */
function asSpell(stretch: RunStretch): RunStretch {
  return { ...stretch, kind: "fulfilled" };
}

/** Lets the live clock among these, which can only be the last, run or pause as the ticket now has it. */
function follow(clocks: readonly ClockRun[], isPaused: boolean, event: HistoryEvent): void {
  const last = clocks[clocks.length - 1];
  if (last && last.outcome === null) proceed(last, isPaused ? "paused" : "running", event);
}

/** Lets the clock go on as `kind`, from this event; nothing changes where it does so already. */
function proceed(clock: ClockRun, kind: "running" | "paused", event: HistoryEvent): void {
  const last = clock.stretches.at(-1);
  if (last && last.to === null && last.kind === kind) return;
  close(clock, event.at);
  const previous = clock.stretches.at(-1);
  if (previous && previous.kind === kind && previous.to === event.at) previous.to = null;
  else
    clock.stretches.push({
      kind,
      counts: kind === "running",
      isAsleep: false,
      from: event.at,
      to: null,
      by: event,
    });
}

/** Ends the open stretch; one without length is dropped. */
function close(clock: ClockRun, at: number): void {
  const last = clock.stretches.at(-1);
  if (!last || last.to !== null) return;
  if (last.from === at) clock.stretches.pop();
  else last.to = at;
}
