import type { HistoryEvent, TicketHistory } from "../history/event.ts";
import { isInstant } from "../time/units.ts";

/** Who had a ticket in which status, `[from, to)`. */
export interface HandSpan {
  readonly from: number;
  readonly to: number;
  readonly agent: string | null;
  readonly status: string | null;
}

/** Who had a ticket in which status, from its first event to `asOf`; each event's id counts once (semantics H2). */
export function handsOf({ events }: TicketHistory, asOf: number): HandSpan[] {
  const seen = new Set<string>();
  const known = events
    .filter((event) => typeof event?.id === "string" && isInstant(event.at) && event.at <= asOf)
    .sort(byTime)
    .filter(({ id }) => !seen.has(id) && seen.add(id) !== undefined);
  const spans: { from: number; to: number; agent: string | null; status: string | null }[] = [];
  let hand: { agent: string | null; status: string | null } = { agent: null, status: null };
  for (const { at, set } of known) {
    const agent = named(set, "assignee", hand.agent);
    const status = named(set, "status", hand.status);
    const last = spans.at(-1);
    if (last && agent === hand.agent && status === hand.status) continue;
    hand = { agent, status };
    if (last) last.to = at;
    spans.push({ from: at, to: asOf, agent, status });
  }
  return spans;
}

function byTime(a: HistoryEvent, b: HistoryEvent): number {
  if (a.at !== b.at) return a.at - b.at;
  return seqOf(a) - seqOf(b);
}

function seqOf({ seq }: HistoryEvent): number {
  return Number.isFinite(seq) ? (seq as number) : 0;
}

function named(set: HistoryEvent["set"], field: string, before: string | null): string | null {
  if (typeof set !== "object" || set === null || !Object.hasOwn(set, field)) return before;
  const value = set[field];
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
