import type { HistoryEvent } from "../history/event.ts";

/**
 * A stretch of one clock's life, half-open. `fulfilled` is the time between an end and a reopening: it counts
 * where the metric reopens as `count` (but for what was paused), and is a pause where it resumes (semantics K5).
 */
export interface RunStretch {
  kind: "running" | "paused" | "fulfilled";
  counts: boolean;
  /** Whether the clock sees what changes in it only once it is reopened: a spell that a reopening takes for a pause. */
  readonly isAsleep: boolean;
  readonly from: number;
  /** Null while it lasts. */
  to: number | null;
  readonly by: HistoryEvent;
}

/** One clock: when it ran. How much of that counts, and what it promised, is for `deadline` to say. */
export interface ClockRun {
  readonly instance: number;
  /** Value of the metric's `per` field; null for a metric without one. */
  readonly per: string | null;
  /** May lie before or after the event that started it. */
  readonly startedAt: number;
  readonly startedBy: HistoryEvent;
  /** Number of that event's step. */
  readonly startedIn: number;
  readonly stretches: RunStretch[];
  endedAt: number | null;
  endedBy: HistoryEvent | null;
  outcome: "fulfilled" | "cancelled" | null;
}
