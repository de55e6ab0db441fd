import { type AuditedTicket, type PauseOverlap, type PauseShare, pauseAudit } from "../../../report.ts";
import type { Top } from "../top.ts";

/**
 * How long clocks paused, and how much of it a request waited. The audit of one ticket says nothing of metrics that did not pause
 * in it, so the time that clocks were live cannot be added here.
 */
export type Paused = Pick<PauseShare, "metric" | "agent" | "status" | "pausedMs" | "overlapMs">;

/** By metric, agent and status. */
export type PauseSums = Map<string, Paused>;

/** Audits one ticket: its overlaps go to the list, its pauses are added. */
export function addPauses(sums: PauseSums, overlaps: Top<PauseOverlap>, ticket: AuditedTicket): void {
  const audit = pauseAudit([ticket]);
  for (const overlap of audit.overlaps) overlaps.add(overlap);
  for (const { metric, agent, status, pausedMs, overlapMs } of audit.shares) {
    const key = JSON.stringify([metric, agent, status]);
    const known = sums.get(key) ?? { pausedMs: 0, overlapMs: 0 };
    sums.set(key, {
      ...{ metric, agent, status },
      pausedMs: pausedMs + known.pausedMs,
      overlapMs: overlapMs + known.overlapMs,
    });
  }
}

/** Most overlap first, then most pause. */
export function longestPauses(sums: PauseSums): Paused[] {
  return [...sums.values()]
    .filter(({ pausedMs }) => pausedMs > 0)
    .sort((a, b) => b.overlapMs - a.overlapMs || b.pausedMs - a.pausedMs);
}
