import type { HistoryEvent } from "../history/event.ts";
import { isTouched } from "../policy/names.ts";
import type { CompiledMetric } from "./compile.ts";
import type { RunStretch } from "./stretch.ts";
import { anyFires, type Step } from "./trigger.ts";

/** The pauses of a metric, kept from the ticket's creation on, whether or not a clock runs (semantics K2). */
export interface PauseLog {
  isPaused: boolean;
  /** Of a pause from one moment to another: whether it is on. */
  isLatched: boolean;
  /** Each change, in order; null for metrics whose clocks never run in the past. */
  readonly changes: { readonly at: number; readonly isPaused: boolean; readonly by: HistoryEvent }[] | null;
}

/** Takes the pause through the step just applied; whether it changed. */
export function pauseStep(metric: CompiledMetric, log: PauseLog, step: Step): boolean {
  const { pause } = metric;
  const { state } = step;
  if (pause && "while" in pause) {
    if (isTouched(pause.while.reads, state)) log.isLatched = pause.while.holds(state);
  } else if (pause) {
    if (anyFires(pause.on, step)) log.isLatched = true;
    if (anyFires(pause.until, step)) log.isLatched = false;
  }
  const isPaused = log.isLatched || state.isHeld;
  if (isPaused === log.isPaused) return false;
  log.isPaused = isPaused;
  log.changes?.push({ at: state.event.at, isPaused, by: state.event });
  return true;
}

/** The stretches from an instant in the past to an event; nothing paused before the ticket. */
export function pausedBetween({ changes }: PauseLog, from: number, event: HistoryEvent): RunStretch[] {
  const stretches: RunStretch[] = [];
  let since = from;
  let isPaused = false;
  let by = event;
  const push = (to: number) => {
    const kind = isPaused ? "paused" : "running";
    if (since < to) stretches.push({ kind, counts: !isPaused, isAsleep: false, from: since, to, by });
  };
  for (const change of changes ?? []) {
    const at = Math.max(change.at, from);
    if (at >= event.at) break;
    push(at);
    since = at;
    isPaused = change.isPaused;
    if (change.at > from) by = change.by;
  }
  push(event.at);
  return stretches;
}
