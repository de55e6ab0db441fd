import { readFileSync } from "node:fs";
import type { HistoryEvent } from "dueclock";
import { createRandom } from "./random.ts";

const FOLDER = new URL("../../../helpdesk-week/", import.meta.url);
/** The Friday afternoon at which the sample was "exported". */
const EXPORTED = Date.parse("2026-05-15T14:00:00Z");
const DAY = 24 * 3_600_000;

export interface Told {
  readonly ticket: string;
  readonly event: HistoryEvent;
  /** When the desk hears of it. */
  readonly arrivesAt: number;
}

/** The definition of the made-up helpdesk's week, which the library's demo generates from a seed. */
export function weekDefinition(): unknown {
  return JSON.parse(readFileSync(new URL("definition.json", FOLDER), "utf8"));
}

/**
 * As many tickets as wanted, made of the week's 249: each again with another number and another hour, in the order in which
 * the desk hears of them. Their week is put so that its Friday afternoon is at `friday`; the same seed tells the same.
 */
export function tellWeek(count: number, seed: number, friday: number): Told[] {
  const random = createRandom(seed);
  const lines = readFileSync(new URL("tickets.jsonl", FOLDER), "utf8").trim().split("\n");
  const week = lines.map((line) => JSON.parse(line) as { ticket: string; events: HistoryEvent[] });
  const told: Told[] = [];
  for (let i = 0; i < count; i++) {
    const round = Math.floor(i / week.length);
    const { ticket, events } = week[i % week.length];
    const shift =
      friday - EXPORTED - (round === 0 ? 0 : random.whole(0, 3) * DAY + random.whole(0, 3_600_000));
    for (const event of events) {
      const at = event.at + shift;
      const recorded = event.recordedAt === undefined ? {} : { recordedAt: event.recordedAt + shift };
      told.push({
        ticket: round === 0 ? ticket : `${ticket}-${round + 1}`,
        event: { ...event, at, ...recorded },
        arrivesAt: (event.recordedAt ?? event.at) + shift,
      });
    }
  }
  return told.sort((a, b) => a.arrivesAt - b.arrivesAt);
}
