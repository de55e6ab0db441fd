import {
  type Calendar,
  compileCalendar,
  type Definition,
  type HistoryEvent,
  type TicketHistory,
} from "../../index.ts";
import type { Plan } from "./life.ts";
import { liveTicket } from "./liveTicket.ts";
import { createRandom, type Random } from "./random.ts";
import { CALENDARS, HOLIDAYS } from "./sampleCalendars.ts";
import { SAMPLE_AS_OF, SAMPLE_DEFINITION } from "./sampleDefinition.ts";

/** The seed of the committed sample. */
export const SAMPLE_SEED = 20260560;

const HOUR = 3_600_000;

/** Tickets opened on each date, Saturday to Friday; Thursday is a holiday in Berlin. */
const ARRIVALS: readonly (readonly [date: string, tickets: number])[] = [
  ["2026-05-09", 6],
  ["2026-05-10", 5],
  ["2026-05-11", 60],
  ["2026-05-12", 54],
  ["2026-05-13", 52],
  ["2026-05-14", 38],
  ["2026-05-15", 34],
];

/** A helpdesk's definition, and the week of its tickets as exported at `SAMPLE_AS_OF`. Pure: the same seed, the same week. */
export function generateWeek(seed: number): { definition: Definition; tickets: TicketHistory[] } {
  const random = createRandom(seed);
  const calendars = {
    europe: compileCalendar(CALENDARS.berlin, { holidayLists: HOLIDAYS }),
    americas: compileCalendar(CALENDARS["new-york"], { holidayLists: HOLIDAYS }),
  };
  const arrivals = ARRIVALS.flatMap(([date, count]) =>
    Array.from({ length: count }, () => arrival(date, random)),
  ).sort((a, b) => a.at - b.at);
  const tickets = arrivals.map((one, i) => {
    const plan = planFor(one, i, calendars, random);
    return { ticket: `T-${1001 + i}`, events: exported(liveTicket(plan, random), i) };
  });
  return { definition: SAMPLE_DEFINITION, tickets };
}

/** One ticket history per line, as the committed sample has them. */
export function toJsonLines(tickets: readonly TicketHistory[]): string {
  return tickets.map((ticket) => `${JSON.stringify(ticket)}\n`).join("");
}

type Region = "europe" | "americas";
type Arrival = { at: number; region: Region };

/** When a ticket comes in: mostly in the region's day, sometimes at night; on a holiday fewer from Europe. */
function arrival(date: string, random: Random): Arrival {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const region = random.weighted(
    date === "2026-05-14" ? { europe: 2, americas: 5 } : { europe: 6, americas: 4 },
  );
  const hour = random.chance(0.12) ? random.between(0, 24) : workingHour(random);
  const utcOffset = region === "europe" ? 2 : -4; // both keep summer time all week
  const at = midnight + Math.round((hour - utcOffset) * 3600) * 1000;
  // Friday is still going on: whatever would come after the export comes that much earlier
  return { at: at < SAMPLE_AS_OF ? at : at - random.between(5, 8) * HOUR, region };
}

/** Local hour of an arrival by day, with a peak in the morning and one after lunch. */
function workingHour(random: Random): number {
  return random.chance(0.6) ? random.between(8.2, 12.2) : random.between(12.8, 18);
}

function planFor(
  { at, region }: Arrival,
  number: number,
  calendars: Record<Region, Calendar>,
  random: Random,
): Plan {
  const kind = number % 41 === 17 ? (number % 2 ? "partner" : "newsletter") : "question";
  const isGold = random.chance(0.18) && kind === "question";
  return {
    openedAt: Math.min(Math.round(at / 1000) * 1000, SAMPLE_AS_OF - 120_000),
    endsAt: SAMPLE_AS_OF,
    region: kind === "partner" ? "elsewhere" : region,
    kind,
    plan: isGold ? "gold" : "basic",
    priority: random.weighted({ urgent: 8, high: 24, normal: 56, low: 12 }),
    calendar: isGold || kind === "partner" ? calendars.europe : calendars[region],
    desk: isGold || region === "europe" ? "berlin" : "new-york",
    openedBy: number % 23 === 9 ? "agent" : "requester",
  };
}

/** What the export holds: nothing after it, a few messages that came in late, a few events listed twice. */
function exported(events: readonly HistoryEvent[], number: number): HistoryEvent[] {
  const known = events.filter(({ at }) => at <= SAMPLE_AS_OF);
  const last = known[known.length - 1];
  if (number % 67 === 11) return [...known, last];
  const late = known.findIndex(({ type }, i) => i > 0 && i < known.length - 1 && type === "message");
  if (number % 53 === 20 && late > 0) {
    const next = known[late + 1];
    const delayed = { ...known[late], recordedAt: next.at + 300_000 };
    return known.toSpliced(late, 2, next, delayed);
  }
  return known;
}
