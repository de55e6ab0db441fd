import type { HistoryEvent } from "../history/event.ts";
import { isInstant } from "../time/units.ts";
import { numberOf, textOf, tuple, unreadable } from "./shape.ts";

/** Events that clocks and promises refer to, each once: id, instant, and arrival where it was told. */
export interface EventTable {
  readonly rows: unknown[];
  /** Number of an event in it. */
  number(event: HistoryEvent): number;
}

export function createTable(): EventTable {
  const rows: unknown[] = [];
  const numbers = new Map<HistoryEvent, number>();
  return {
    rows,
    number(event) {
      const known = numbers.get(event);
      if (known !== undefined) return known;
      const { id, at, recordedAt } = event;
      rows.push(isInstant(recordedAt) ? [id, at, recordedAt] : [id, at]);
      numbers.set(event, rows.length - 1);
      return rows.length - 1;
    },
  };
}

/** An event of which only that is known; no reading asks what it was. */
export function readEvent(row: unknown): HistoryEvent {
  const members = tuple(row, Array.isArray(row) && row.length === 3 ? 3 : 2);
  const event = { id: textOf(members[0]), at: numberOf(members[1]), type: "changed" } as const;
  if (members.length === 2) return event;
  if (!isInstant(members[2])) throw unreadable();
  return { ...event, recordedAt: members[2] };
}
