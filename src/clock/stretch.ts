import type { HistoryEvent } from "../history/event.ts";

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
