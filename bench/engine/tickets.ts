import type { HistoryEvent, TicketHistory } from "../../src/history/event.ts";
import { DAY, HOUR, MINUTE } from "../lib/desk.ts";
import { random } from "../lib/random.ts";

/** Events of each ticket. */
export const EVENTS = 20;

/** A ticket and the instant it is asked about. */
export interface Case {
  readonly history: TicketHistory;
  readonly asOf: number;
}

const FIRST_DAY = Date.UTC(2024, 0, 1);

/**
 * Tickets of twenty events, each object made anew as a parser would: opened by the requester, a conversation with a
 * pause now and then, solved in half of them; read some hours after the last event.
 */
export function tickets(count: number, seed: number): Case[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => {
    let at = FIRST_DAY + Math.floor(next() * 365 * DAY);
    const priority = next() < 0.3 ? "urgent" : "normal";
    const plan = next() < 0.5 ? "gold" : "silver";
    const events: HistoryEvent[] = [
      { id: "e0", at, type: "created", by: "requester", set: { status: "new", priority, plan } },
    ];
    let isPending = false;
    while (events.length < EVENTS) {
      at += 5 * MINUTE + Math.floor(next() * 6 * HOUR);
      const id = `e${events.length}`;
      const isLast = events.length === EVENTS - 1;
      const what = next();
      if (isLast && what < 0.5) events.push({ id, at, type: "changed", set: { status: "solved" } });
      else if (what < 0.35) events.push({ id, at, type: "message", by: "requester" });
      else if (what < 0.7) events.push({ id, at, type: "message", by: "agent" });
      else if (what < 0.85) events.push({ id, at, type: "message", by: "agent", visibility: "internal" });
      else {
        isPending = !isPending;
        events.push({ id, at, type: "changed", set: { status: isPending ? "pending" : "open" } });
      }
    }
    return { history: { ticket: `T-${i}`, events }, asOf: at + Math.floor(next() * 8 * HOUR) };
  });
}
