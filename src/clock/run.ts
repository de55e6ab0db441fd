import type { HistoryEvent } from "../history/event.ts";
import type { TicketState } from "../history/state.ts";
import { anyFires, type CompiledMetric, type Watched } from "./trigger.ts";

/**
 * A stretch of one clock's life, half-open. `fulfilled` is the time between an end and a reopening: it counts
 * where the metric reopens as `count`, and is a pause where it resumes (semantics K5).
 */
export interface RunStretch {
  kind: "running" | "paused" | "fulfilled";
  counts: boolean;
  readonly from: number;
  /** Null while it lasts. */
  to: number | null;
  readonly by: HistoryEvent;
}

/** One clock: when it ran. How much of that counts, and what it promised, is for `deadline` to say. */
export interface ClockRun {
  readonly metric: number;
  readonly instance: number;
  readonly startedAt: number;
  readonly startedBy: HistoryEvent;
  readonly stretches: RunStretch[];
  endedAt: number | null;
  endedBy: HistoryEvent | null;
  outcome: "fulfilled" | "cancelled" | null;
}

/** The clocks of one metric on one ticket. */
export interface MetricRun {
  readonly clocks: ClockRun[];
  paused: boolean;
}

/**
 * Takes one metric through the step just applied, in the order stop, cancel, reopen, start (semantics K2).
 * A pause is no effect: it is the state of the ticket after the step, for whatever runs.
 */
export function runStep(
  metric: CompiledMetric,
  number: number,
  run: MetricRun,
  state: TicketState,
  watched: Watched,
): void {
  run.paused = metric.pause?.holds(state) ?? false;
  const last = run.clocks.at(-1) ?? null;
  const isLive = last !== null && last.outcome === null;
  if (isLive && anyFires(metric.stop, state, watched)) end(last, "fulfilled", state.event);
  const isCancelled = anyFires(metric.cancel, state, watched);
  if (last && last.outcome === null && isCancelled) end(last, "cancelled", state.event);
  if (last && last.outcome === null) {
    resume(last, run.paused ? "paused" : "running", state.event);
    return;
  }
  if (!isLive && last && !isCancelled && reopens(metric, last, state, watched)) {
    if (metric.reopen?.as === "restart") start(metric, number, run, state, watched);
    else reopen(last, metric.reopen?.as === "count", run.paused, state.event);
    return;
  }
  const mayStart = metric.repeats === "always" || last?.outcome !== "fulfilled";
  if (mayStart && !isCancelled && anyFires(metric.start, state, watched))
    start(metric, number, run, state, watched);
}

function start(
  metric: CompiledMetric,
  number: number,
  run: MetricRun,
  state: TicketState,
  watched: Watched,
): void {
  const { event } = state;
  const clock: ClockRun = {
    metric: number,
    instance: run.clocks.length + 1,
    startedAt: event.at,
    startedBy: event,
    stretches: [],
    endedAt: null,
    endedBy: null,
    outcome: null,
  };
  run.clocks.push(clock);
  resume(clock, run.paused ? "paused" : "running", event);
  // A `becomes` that holds already fulfils the clock here: assigned at creation (semantics K2)
  if (metric.stop.some(({ becomes }) => becomes >= 0 && watched.now[becomes])) end(clock, "fulfilled", event);
}

function end(clock: ClockRun, outcome: "fulfilled" | "cancelled", event: HistoryEvent): void {
  clock.outcome = outcome;
  clock.endedAt = event.at;
  clock.endedBy = event;
  close(clock, event.at);
}

function reopens({ reopen }: CompiledMetric, last: ClockRun, state: TicketState, watched: Watched): boolean {
  return (
    reopen !== null &&
    reopen.as !== "ignore" &&
    last.outcome === "fulfilled" &&
    anyFires(reopen.on, state, watched)
  );
}

function reopen(clock: ClockRun, counts: boolean, paused: boolean, event: HistoryEvent): void {
  if (clock.endedAt !== null && clock.endedBy && clock.endedAt < event.at) {
    clock.stretches.push({ kind: "fulfilled", counts, from: clock.endedAt, to: event.at, by: clock.endedBy });
  }
  clock.outcome = null;
  clock.endedAt = null;
  clock.endedBy = null;
  resume(clock, paused ? "paused" : "running", event);
}

/** Lets the clock go on as `kind`, from this event; nothing changes where it does so already. */
function resume(clock: ClockRun, kind: "running" | "paused", event: HistoryEvent): void {
  const last = clock.stretches.at(-1);
  if (last && last.to === null && last.kind === kind) return;
  close(clock, event.at);
  const before = clock.stretches.at(-1);
  if (before && before.kind === kind && before.to === event.at) before.to = null;
  else clock.stretches.push({ kind, counts: kind === "running", from: event.at, to: null, by: event });
}

/** Ends the open stretch; one without length is dropped. */
function close(clock: ClockRun, at: number): void {
  const last = clock.stretches.at(-1);
  if (!last || last.to !== null) return;
  if (last.from === at) clock.stretches.pop();
  else last.to = at;
}
