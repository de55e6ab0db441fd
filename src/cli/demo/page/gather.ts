import { type Evaluation, luxonZones, type Reading, type TicketHistory } from "../../../index.ts";
import { addToReport, type PauseOverlap, type Report, startReport } from "../../../report.ts";
import type { Desk } from "../desk.ts";
import { createTop, type Top } from "../top.ts";
import { addHeat, type Heat } from "./heat.ts";
import { addPauses, type PauseSums } from "./pauses.ts";

/** An open ticket, and the clock that makes it urgent. */
export interface QueuedTicket {
  readonly ticket: string;
  readonly fields: Evaluation["fields"];
  readonly reading: Reading;
}

/** A ticket that missed a promise, by the clock that did so by most. */
export interface WorstBreach {
  readonly history: TicketHistory;
  readonly clock: string;
  readonly lateMs: number;
}

/** What the page shows beside the summary: counts and short lists, however many tickets there are. */
export interface PageData {
  readonly timeZone: string;
  definition: string | null;
  semantics: number | null;
  /** Compliance by day, and by month for a chart of many days. */
  readonly days: Report;
  readonly months: Report;
  readonly heat: Heat;
  readonly queue: Top<QueuedTicket>;
  readonly worst: Top<WorstBreach>;
  readonly overlaps: Top<PauseOverlap>;
  readonly pauses: PauseSums;
}

const QUEUE_LENGTH = 20;
const WORST_LENGTH = 6;
const OVERLAPS_LENGTH = 8;

export function startPage(desk: Desk): PageData {
  const timeZone = desk.zoneOf(null);
  return {
    timeZone,
    definition: null,
    semantics: null,
    days: startReport({ period: "day", timeZone }, luxonZones()),
    months: startReport({ period: "month", timeZone }, luxonZones()),
    heat: new Map(),
    queue: createTop(QUEUE_LENGTH, byUrgency),
    worst: createTop(WORST_LENGTH, (a, b) => b.lateMs - a.lateMs),
    overlaps: createTop(OVERLAPS_LENGTH, (a, b) => b.to - b.from - (a.to - a.from)),
    pauses: new Map(),
  };
}

/** Adds an opened ticket and its verdict, of which no more is kept than the page shows. */
export function addToPage(page: PageData, history: TicketHistory, evaluation: Evaluation): void {
  const { ticket, fields, clocks, urgency, definition, engine } = evaluation;
  page.definition = definition;
  page.semantics = engine.semantics;
  addToReport(page.days, evaluation);
  addToReport(page.months, evaluation);
  for (const { breachedAt, exempted } of clocks)
    if (breachedAt !== null && exempted === null) addHeat(page.heat, breachedAt, page.timeZone);
  const urgent = clocks.find(({ id }) => id === urgency?.clock);
  if (urgent) page.queue.add({ ticket, fields, reading: urgent });
  const worst = clocks.reduce<WorstBreach | null>((best, { id, breachedAt, exempted, remainingMs }) => {
    const lateMs = -(remainingMs ?? 0);
    if (breachedAt === null || exempted !== null || lateMs <= (best?.lateMs ?? 0)) return best;
    return { history, clock: id, lateMs };
  }, null);
  if (worst) page.worst.add(worst);
  addPauses(page.pauses, page.overlaps, { history, evaluation });
}

/** Running clocks by their due time; then those paused, by what is left. */
function byUrgency({ reading: a }: QueuedTicket, { reading: b }: QueuedTicket): number {
  if (a.dueAt !== null && b.dueAt !== null) return a.dueAt - b.dueAt;
  if (a.dueAt === null && b.dueAt === null) return (a.remainingMs ?? 0) - (b.remainingMs ?? 0);
  return a.dueAt === null ? 1 : -1;
}
