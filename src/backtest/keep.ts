import { firstIndex } from "../time/bisect.ts";
import type { TicketDifference } from "./difference.ts";

/** Puts a difference in its place among those kept, and drops what then is beyond the limit. */
export function keep(kept: TicketDifference[], difference: TicketDifference, limit: number): void {
  const place = firstIndex(kept.length, (i) => byWeight(kept[i], difference) > 0);
  if (place >= limit) return;
  kept.splice(place, 0, difference);
  if (kept.length > limit) kept.pop();
}

/**
 * The most telling first: by breaches that come or go, then by how far a due time moves; then by ticket, and by what is said
 * of it, so that the order is the same however tickets were dealt out.
 */
function byWeight(a: TicketDifference, b: TicketDifference): number {
  if (breachesOf(a) !== breachesOf(b)) return breachesOf(b) - breachesOf(a);
  if (farthestOf(a) !== farthestOf(b)) return farthestOf(b) - farthestOf(a);
  if (a.ticket !== b.ticket) return a.ticket < b.ticket ? -1 : 1;
  const [said, other] = [JSON.stringify(a), JSON.stringify(b)];
  return said === other ? 0 : said < other ? -1 : 1;
}

function breachesOf({ clocks }: TicketDifference): number {
  return clocks.filter(({ breach }) => breach === "added" || breach === "gone").length;
}

function farthestOf({ clocks }: TicketDifference): number {
  return clocks.reduce((most, { dueMovedMs }) => Math.max(most, Math.abs(dueMovedMs ?? 0)), 0);
}
