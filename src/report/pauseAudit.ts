import type { Evaluation } from "../evaluation.ts";
import type { TicketHistory } from "../history/event.ts";
import type { ReportedClock } from "../outcome.ts";
import { type HandSpan, handsOf } from "./hands.ts";

/** A ticket to audit: what happened to it, and the full verdict of that. */
export interface AuditedTicket {
  readonly history: TicketHistory;
  readonly evaluation: Evaluation;
}

/** What is looked for. */
export interface PauseAuditOptions {
  /** Clocks whose pauses are looked at: those of every metric, if left out. */
  readonly metrics?: readonly string[];
  /** Metrics whose clocks say that a request waits: `firstResponse` and `nextResponse`, if left out. Promise or `measure` them. */
  readonly waiting?: readonly string[];
  /** Overlaps listed, the first in the order of the tickets: 10,000 if left out. All are counted. */
  readonly limit?: number;
}

/** A clock paused while a request waited for an answer, `[from, to)`; `to` is `asOf` while it lasts. */
export interface PauseOverlap {
  readonly ticket: string;
  readonly clock: string;
  readonly metric: string;
  readonly policy: string | null;
  /** Id of the event that began the pause. */
  readonly event: string;
  /** Who held the ticket, and its status, when the overlap began. */
  readonly agent: string | null;
  readonly status: string | null;
  readonly pausedFrom: number;
  readonly waitingSince: number;
  readonly from: number;
  readonly to: number;
}

/** How long a metric's clocks were live while one agent had tickets in one status, by the wall clock, and how much of it paused. */
export interface PauseShare {
  readonly metric: string;
  readonly agent: string | null;
  readonly status: string | null;
  readonly liveMs: number;
  readonly pausedMs: number;
  /** Of this, while a request waited. */
  readonly overlapMs: number;
  /** pausedMs / liveMs; null where nothing was live. */
  readonly share: number | null;
}

/** How much time was paused, by whom and when; docs/guides/reports.md. */
export interface PauseAudit {
  readonly tickets: number;
  /** Of these, tickets without a clock of a waiting metric: whether a request waited cannot be told. */
  readonly untold: number;
  readonly overlaps: readonly PauseOverlap[];
  /** How many there are in all, listed or not. */
  readonly overlapCount: number;
  /** Most overlap first; without metrics that never paused. */
  readonly shares: readonly PauseShare[];
}

type Span = { readonly from: number; readonly to: number };
type Sums = { -readonly [K in keyof Omit<PauseShare, "share">]: PauseShare[K] };

/**
 * Where pausing hides waiting (semantics R5): pauses that overlap an unanswered request, and the share of time paused by
 * agent and status. Clocks that several policy sets promise are looked at once.
 * @throws TypeError where a verdict is lean, or a history has not its shape: mistakes of the calling code.
 */
export function pauseAudit(tickets: Iterable<AuditedTicket>, options: PauseAuditOptions = {}): PauseAudit {
  const { limit = 10_000 } = options;
  const overlaps: PauseOverlap[] = [];
  const sums = new Map<string, Sums>();
  const counts = { tickets: 0, untold: 0, overlapCount: 0 };
  for (const ticket of tickets) {
    counts.tickets++;
    const waits = waitsOf(ticket.evaluation, options.waiting ?? ["firstResponse", "nextResponse"]);
    if (waits === null) counts.untold++;
    const hands = handsOf(ticket.history, ticket.evaluation.asOf);
    for (const clock of audited(ticket.evaluation, options.metrics)) {
      addLife(sums, clock, hands, waits ?? [], ticket.evaluation.asOf);
      for (const found of overlapsOf(ticket, clock, hands, waits ?? [])) {
        counts.overlapCount++;
        if (overlaps.length < limit) overlaps.push(found);
      }
    }
  }
  const paused = new Set(
    [...sums.values()].filter(({ pausedMs }) => pausedMs > 0).map(({ metric }) => metric),
  );
  const shares = [...sums.values()]
    .filter(({ metric }) => paused.has(metric))
    .map((one) => ({ ...one, share: one.liveMs === 0 ? null : one.pausedMs / one.liveMs }))
    .sort((a, b) => b.overlapMs - a.overlapMs || b.pausedMs - a.pausedMs || compareNames(a, b));
  return { ...counts, overlaps, shares };
}

/** When a request waited, without overlaps, in order; null where no clock tells. */
function waitsOf({ clocks, asOf }: Evaluation, waiting: readonly string[]): Span[] | null {
  const telling = clocks.filter(({ metric }) => waiting.includes(metric));
  if (telling.length === 0) return null;
  const spans = telling
    .map(({ startedAt, endedAt }) => ({ from: startedAt, to: endedAt ?? asOf }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  const waits: { from: number; to: number }[] = [];
  for (const span of spans) {
    const last = waits.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else waits.push({ ...span });
  }
  return waits;
}

function audited({ clocks }: Evaluation, metrics: readonly string[] | undefined): ReportedClock[] {
  const seen = new Set<string>();
  return clocks.filter(({ metric, per, instance, startedAt }) => {
    const key = JSON.stringify([metric, per, instance, startedAt]);
    if (seen.has(key) || (metrics && !metrics.includes(metric))) return false;
    seen.add(key);
    return true;
  });
}

function addLife(
  sums: Map<string, Sums>,
  { metric, stretches }: ReportedClock,
  hands: readonly HandSpan[],
  waits: readonly Span[],
  asOf: number,
): void {
  for (const { kind, from, to } of stretches) {
    if (kind === "fulfilled") continue;
    for (const hand of hands) {
      const part = cut({ from, to: to ?? asOf }, hand);
      if (part === null) continue;
      const { agent, status } = hand;
      const key = JSON.stringify([metric, agent, status]);
      const sum = sums.get(key) ?? { metric, agent, status, liveMs: 0, pausedMs: 0, overlapMs: 0 };
      sums.set(key, sum);
      sum.liveMs += part.to - part.from;
      if (kind !== "paused") continue;
      sum.pausedMs += part.to - part.from;
      for (const wait of waits) sum.overlapMs += lengthOf(cut(part, wait));
    }
  }
}

function overlapsOf(
  { evaluation: { ticket, asOf } }: AuditedTicket,
  clock: ReportedClock,
  hands: readonly HandSpan[],
  waits: readonly Span[],
): PauseOverlap[] {
  return pausesOf(clock, asOf).flatMap((pause) =>
    waits.flatMap((wait) => {
      const both = cut(pause, wait);
      if (both === null) return [];
      const hand = hands.findLast(({ from }) => from <= both.from);
      return [
        {
          ticket,
          clock: clock.id,
          metric: clock.metric,
          policy: clock.policy,
          event: pause.event,
          agent: hand?.agent ?? null,
          status: hand?.status ?? null,
          pausedFrom: pause.from,
          waitingSince: wait.from,
          ...both,
        },
      ];
    }),
  );
}

/** Pauses as one each, though another promise came into force in between. */
function pausesOf({ stretches }: ReportedClock, asOf: number): (Span & { readonly event: string })[] {
  const pauses: { from: number; to: number; event: string }[] = [];
  for (const { kind, from, to, event } of stretches) {
    if (kind !== "paused") continue;
    const last = pauses.at(-1);
    if (last?.to === from) last.to = to ?? asOf;
    else pauses.push({ from, to: to ?? asOf, event });
  }
  return pauses;
}

function cut(a: Span, b: Span): Span | null {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from < to ? { from, to } : null;
}

function lengthOf(span: Span | null): number {
  return span === null ? 0 : span.to - span.from;
}

function compareNames(a: Sums, b: Sums): number {
  const [keyA, keyB] = [a, b].map(({ metric, agent, status }) => JSON.stringify([metric, agent, status]));
  return keyA < keyB ? -1 : 1;
}
