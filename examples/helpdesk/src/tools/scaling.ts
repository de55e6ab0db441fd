import type { Figures } from "./figures.ts";

/** What was measured of one machine that says what more would need. Times are of a processor, in milliseconds. */
export interface Measured {
  readonly apiMs: number;
  readonly workerMs: number;
  readonly databaseMs: number;
  readonly walBytes: number;
  readonly ticketBytes: number;
  readonly eventBytes: number;
}

const TICKETS = 10_000_000;
/** A ticket's life: how long it is open, how often it wakes up, and how much happens to it. */
const LIFE = { seconds: 3 * 86_400, wakeUps: 4, events: 6 };
/** A Monday morning, against the mean. */
const PEAK = 3;
/** How busy processors may be, that nothing waits for long. */
const BUSY = 0.6;
const GIGA = 2 ** 30;

/** Ten million open tickets by the figures of one machine, at the worst hour of the week. */
export function onPaper(measured: Measured): Figures {
  const { apiMs, workerMs, databaseMs, walBytes, ticketBytes, eventBytes } = measured;
  const perSecond = (count: number) => ((TICKETS * count) / LIFE.seconds) * PEAK;
  const [events, wakeUps] = [perSecond(LIFE.events), perSecond(LIFE.wakeUps)];
  const processors = (perSecondMs: number) => Math.ceil(perSecondMs / 1_000 / BUSY);
  const decisions = events + wakeUps;
  return [
    ["events; wake-ups a second", `${Math.round(events)}; ${Math.round(wakeUps)}`],
    [
      "processors of the APIs; of workers",
      `${processors(events * apiMs)}; ${processors(wakeUps * workerMs)}`,
    ],
    ["processors of PostgreSQL", processors(decisions * databaseMs)],
    ["its log a second", `${((decisions * walBytes) / 2 ** 20).toFixed(1)} MB`],
    ["commits a second", Math.round(decisions)],
    [
      "verdicts; events of the open tickets",
      `${Math.round((TICKETS * ticketBytes) / GIGA)}; ${Math.round((TICKETS * LIFE.events * eventBytes) / GIGA)} GB`,
    ],
  ];
}
