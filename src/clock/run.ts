import type { HistoryEvent } from "../history/event.ts";
import { asText, warnOnce } from "../history/state.ts";
import type { CompiledMetric } from "./compile.ts";
import { type PauseLog, pausedBetween, pauseStep } from "./pause.ts";
import type { ClockRun, RunStretch } from "./stretch.ts";
import { anyFires, CONTROLS, type CompiledTrigger, type Step, type TriggerList } from "./trigger.ts";

/** The clocks of one value, or of the metric where it has one clock. */
export interface ValueRun {
  readonly per: string | null;
  readonly clocks: ClockRun[];
  /** How many of them were fulfilled, and not reopened. */
  fulfilled: number;
}

/** The clocks of one metric on one ticket, by value in the order in which they first started. */
export interface MetricRun {
  readonly values: Map<string | null, ValueRun>;
  /** Those with a clock that has not ended: a ticket may go through as many values as it has events. */
  readonly live: Set<ValueRun>;
  readonly pause: PauseLog;
}

/** Values of one field with a live clock at the same time; further ones start none, and a warning says so. */
const MAX_LIVE = 100;

export function noRun({ per, keepsPauses }: CompiledMetric): MetricRun {
  const values = new Map<string | null, ValueRun>();
  if (per < 0) values.set(null, { per: null, clocks: [], fulfilled: 0 });
  return {
    values,
    live: new Set(),
    pause: { isPaused: false, isLatched: false, changes: keepsPauses ? [] : null },
  };
}

/** Takes one metric through the step just applied. */
export function runStep(metric: CompiledMetric, run: MetricRun, step: Step): void {
  const hasPaused = pauseStep(metric, run.pause, step);
  if (((metric.kinds | CONTROLS) & step.kinds) === 0 && step.released === null) {
    if (hasPaused) for (const value of run.live) follow(value, run.pause.isPaused, step.state.event);
    return;
  }
  if (metric.per < 0) {
    for (const value of run.values.values()) runClocks(metric, run, value, step, true);
    return;
  }
  const present = new Set(valuesOf(step.state.fields[metric.per]));
  for (const value of [...run.live]) runClocks(metric, run, value, step, present.has(value.per as string));
  for (const per of present) enter(metric, run, per, step);
}

/** A value that the ticket has and that had no live clock before this step may start or reopen one. */
function enter(metric: CompiledMetric, run: MetricRun, per: string, step: Step): void {
  const known = run.values.get(per);
  if (known?.clocks.at(-1)?.outcome === null || known?.clocks.at(-1)?.endedBy === step.state.event) return;
  if (run.live.size >= MAX_LIVE) {
    const message = `\`${metric.id}\` runs for ${MAX_LIVE} values at once; further ones are not measured`;
    if (anyFires(metric.start, step))
      warnOnce(step.state, `values ${metric.id}`, "metric.too_many_values", message);
    return;
  }
  if (known) runClocks(metric, run, known, step, true);
  else if (mayStartNew(metric, step)) {
    const value: ValueRun = { per, clocks: [], fulfilled: 0 };
    run.values.set(per, value);
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
  isThere: boolean,
): void {
  const { event, isGone } = step.state;
  const last = value.clocks.at(-1) ?? null;
  const wasLive = last !== null && last.outcome === null;
  if (wasLive && ends(metric, metric.stop, step, isThere)) end(run, value, last, "fulfilled", event);
  const isReset = wasLive && last.outcome === null && resets(metric, step);
  if (isReset) end(run, value, last, metric.resetsAs, event);
  const isLive = last !== null && last.outcome === null;
  const isCancelled =
    isGone || ends(metric, metric.cancel, step, isThere) || (isLive && (step.released?.(last) ?? false));
  if (isLive && isCancelled) end(run, value, last, "cancelled", event);
  if (last && last.outcome === null) {
    proceed(last, run.pause.isPaused ? "paused" : "running", event);
    return;
  }
  if (isGone || isCancelled || !isThere) return;
  if (last && !wasLive && last.outcome === "fulfilled" && anyFires(metric.reopen, step)) {
    if (metric.reopensAs === "restart") start(metric, run, value, step);
    else reopen(metric, run, value, last, event);
    return;
  }
  const mayStart = isReset || metric.repeats === "always" || value.fulfilled === 0;
  const starts = isReset ? anyGuardHolds(metric.start.triggers, step) : anyFires(metric.start, step);
  if (mayStart && starts) start(metric, run, value, step);
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
  run.live.add(value);
  proceed(clock, run.pause.isPaused ? "paused" : "running", event);
  // A `becomes` that holds already fulfils the clock here: assigned at creation (semantics K2)
  if (metric.stop.triggers.some((trigger) => alreadyHolds(trigger, step)))
    end(run, value, clock, "fulfilled", event);
}

function alreadyHolds({ becomes, guard }: CompiledTrigger, { watched, state }: Step): boolean {
  return becomes >= 0 && watched.now[becomes] && (!guard || guard.holds(state));
}

/** The stretches from a start in the past to its event. */
function before(metric: CompiledMetric, pause: PauseLog, from: number, event: HistoryEvent): RunStretch[] {
  if (metric.backfills) return pausedBetween(pause, from, event);
  return [{ kind: "running", counts: true, isAsleep: false, from, to: event.at, by: event }];
}

function end(
  run: MetricRun,
  value: ValueRun,
  clock: ClockRun,
  outcome: "fulfilled" | "cancelled",
  event: HistoryEvent,
): void {
  clock.outcome = outcome;
  clock.endedAt = event.at;
  clock.endedBy = event;
  close(clock, event.at);
  run.live.delete(value);
  if (outcome === "fulfilled") value.fulfilled++;
}

function reopen(
  metric: CompiledMetric,
  run: MetricRun,
  value: ValueRun,
  clock: ClockRun,
  event: HistoryEvent,
): void {
  const { endedAt, endedBy, stretches } = clock;
  if (endedAt !== null && endedBy && endedAt < event.at) {
    const spell = { kind: "fulfilled", counts: false, from: endedAt, to: event.at, by: endedBy } as const;
    if (metric.reopensAs === "resume") stretches.push({ ...spell, isAsleep: true });
    else stretches.push(...pausedBetween(run.pause, endedAt, event).map(asSpell));
  }
  clock.outcome = null;
  clock.endedAt = null;
  clock.endedBy = null;
  run.live.add(value);
  value.fulfilled--;
  proceed(clock, run.pause.isPaused ? "paused" : "running", event);
}

/** A stretch as one of a time between an end and a reopening. */
function asSpell(stretch: RunStretch): RunStretch {
  return { ...stretch, kind: "fulfilled" };
}

/** Lets the live clock of a value run or pause as the ticket now has it. */
function follow({ clocks }: ValueRun, isPaused: boolean, event: HistoryEvent): void {
  proceed(clocks[clocks.length - 1], isPaused ? "paused" : "running", event);
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
