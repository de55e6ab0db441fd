import type { HistoryEvent } from "../history/event.ts";
import { asText } from "../history/slots.ts";
import { warnOnce } from "../history/state.ts";
import type { CompiledMetric } from "./compile.ts";
import { type PauseLog, pausedBetween, pauseStep } from "./pause.ts";
import type { ClockRun, RunStretch } from "./stretch.ts";
import { anyFires, type CompiledTrigger, type Step, type TriggerList } from "./trigger.ts";

/** The clocks of one value, or of the metric where it has one clock. */
export interface ValueRun {
  readonly per: string | null;
  /** How many clocks it had before these, ended for good. */
  before: number;
  readonly clocks: ClockRun[];
  /** The last of them, while it has not ended. */
  live: ClockRun | null;
  /** How many of them were fulfilled, and not reopened. */
  fulfilled: number;
}

/** The clocks of one metric on one ticket. */
export interface MetricRun {
  /** By value in the order in which they first started; one from the beginning where the metric has one clock. */
  readonly values: ValueRun[];
  /** Null where the metric has one clock. */
  readonly byValue: ByValue | null;
  readonly pause: PauseLog;
}

interface ByValue {
  readonly known: Map<string, ValueRun>;
  /** Those with a clock that has not ended: a ticket may go through as many values as it has events. */
  readonly live: Set<ValueRun>;
}

/** Values of one field with a live clock at the same time; further ones start none, and a warning says so. */
const MAX_LIVE = 100;

export function noRun({ per, keepsPauses }: CompiledMetric): MetricRun {
  const isOne = per < 0;
  return {
    values: isOne ? [noClocks(null)] : [],
    byValue: isOne ? null : { known: new Map(), live: new Set() },
    pause: { isPaused: false, isLatched: false, changes: keepsPauses ? [] : null },
  };
}

function noClocks(per: string | null): ValueRun {
  return { per, before: 0, clocks: [], live: null, fulfilled: 0 };
}

/** Takes one metric through the step just applied. */
export function runStep(metric: CompiledMetric, run: MetricRun, step: Step): void {
  const hasPaused = pauseStep(metric, run.pause, step);
  const { byValue, values } = run;
  if (!byValue) {
    const [value] = values;
    if ((listensTo(metric, value) & step.kinds) !== 0 || step.released)
      runClocks(metric, run, value, step, true);
    else if (hasPaused) follow(value, run.pause.isPaused, step.state.event);
    return;
  }
  if ((metric.kinds & step.kinds) === 0 && step.released === null) {
    if (hasPaused) for (const value of byValue.live) follow(value, run.pause.isPaused, step.state.event);
    return;
  }
  const present = new Set(valuesOf(step.state.fields[metric.per]));
  for (const value of [...byValue.live])
    runClocks(metric, run, value, step, present.has(value.per as string));
  for (const per of present) enter(metric, run, byValue, per, step);
}

/** Kinds of step in which something may happen to the clocks of a value as they stand, pauses aside. */
function listensTo({ ends, starts, reopen, repeats }: CompiledMetric, value: ValueRun): number {
  if (value.live) return ends;
  return value.fulfilled > 0 && repeats === "once" ? reopen.kinds : starts;
}

/** A value that the ticket has and that had no live clock before this step may start or reopen one. */
function enter(
  metric: CompiledMetric,
  run: MetricRun,
  { known, live }: ByValue,
  per: string,
  step: Step,
): void {
  const before = known.get(per);
  if (before && (before.live || before.clocks.at(-1)?.endedBy === step.state.event)) return;
  if (live.size >= MAX_LIVE) {
    const message = `\`${metric.id}\` runs for ${MAX_LIVE} values at once; further ones are not measured`;
    if (anyFires(metric.start, step))
      warnOnce(step.state, `values ${metric.id}`, "metric.too_many_values", message);
    return;
  }
  if (before) runClocks(metric, run, before, step, true);
  else if (mayStartNew(metric, step)) {
    const value = noClocks(per);
    known.set(per, value);
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
  isThere: boolean,
): void {
  const { event, isGone } = step.state;
  const was = value.live;
  if (was && ends(metric, metric.stop, step, isThere)) end(run, value, was, "fulfilled", event);
  const isReset = value.live !== null && resets(metric, step);
  if (value.live && isReset) end(run, value, value.live, metric.resetsAs, event);
  const { live } = value;
  const isCancelled =
    isGone ||
    ends(metric, metric.cancel, step, isThere) ||
    (live !== null && (step.released?.(live) ?? false));
  if (live && !isCancelled) {
    proceed(live, run.pause.isPaused ? "paused" : "running", event);
    return;
  }
  if (live) end(run, value, live, "cancelled", event);
  if (isCancelled || !isThere) return;
  const last = was || value.clocks.length === 0 ? null : value.clocks[value.clocks.length - 1];
  if (last?.outcome === "fulfilled" && anyFires(metric.reopen, step)) {
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
    instance: value.before + value.clocks.length + 1,
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
  value.live = clock;
  run.byValue?.live.add(value);
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
  value.live = null;
  run.byValue?.live.delete(value);
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
    else
      stretches.push(...pausedBetween(run.pause, endedAt, event).map((one, i) => asSpell(one, i, endedBy)));
  }
  clock.outcome = null;
  clock.endedAt = null;
  clock.endedBy = null;
  value.live = clock;
  run.byValue?.live.add(value);
  value.fulfilled--;
  proceed(clock, run.pause.isPaused ? "paused" : "running", event);
}

/** A stretch as one of a time between an end and a reopening: what ended the clock began the first. */
function asSpell(stretch: RunStretch, number: number, endedBy: HistoryEvent): RunStretch {
  return { ...stretch, kind: "fulfilled", by: number === 0 ? endedBy : stretch.by };
}

/** Lets the live clock of a value run or pause as the ticket now has it. */
function follow({ live }: ValueRun, isPaused: boolean, event: HistoryEvent): void {
  if (live) proceed(live, isPaused ? "paused" : "running", event);
}

/** Lets the clock go on as `kind`, from this event; nothing changes where it does so already. */
function proceed(clock: ClockRun, kind: "running" | "paused", event: HistoryEvent): void {
  const last = lastOf(clock);
  if (last && last.to === null && last.kind === kind) return;
  close(clock, event.at);
  const previous = lastOf(clock);
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

function lastOf({ stretches }: ClockRun): RunStretch | undefined {
  return stretches.length > 0 ? stretches[stretches.length - 1] : undefined;
}

/** Ends the open stretch; one without length is dropped. */
function close(clock: ClockRun, at: number): void {
  const last = lastOf(clock);
  if (!last || last.to !== null) return;
  if (last.from === at) clock.stretches.pop();
  else last.to = at;
}
