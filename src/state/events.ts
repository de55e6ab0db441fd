import type { ClockRun } from "../clock/stretch.ts";
import type { HistoryEvent } from "../history/event.ts";
import { isInstant } from "../time/units.ts";
import type { Kept } from "./kept.ts";
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

/** Whether a snapshot knows an event of this id: the last one, and those that its clocks and promises refer to. */
export function refersTo({ progress, past }: Kept, id: string): boolean {
  const { step, governances, runs, followed, handSet } = progress;
  const is = ({ by }: { readonly by: HistoryEvent }) => by.id === id;
  const hasClock = ({ startedBy, endedBy, stretches }: ClockRun) =>
    startedBy.id === id || endedBy?.id === id || stretches.some(is);
  return (
    step.state.event.id === id ||
    past.takeovers.some((one) => one !== null && is(one)) ||
    governances.some(
      (one) => one?.reigns.some((list) => list.some(is)) || one?.promises.some((list) => list.some(is)),
    ) ||
    followed.some((list) => list.some(is)) ||
    runs.some(
      ({ values, pause }) => pause.changes?.some(is) || values.some(({ clocks }) => clocks.some(hasClock)),
    ) ||
    handSet.some(is)
  );
}

/** An event of which only that is known; no reading asks what it was. */
export function readEvent(row: unknown): HistoryEvent {
  const members = tuple(row, Array.isArray(row) && row.length === 3 ? 3 : 2);
  const event = { id: textOf(members[0]), at: numberOf(members[1]), type: "changed" } as const;
  if (members.length === 2) return event;
  if (!isInstant(members[2])) throw unreadable();
  return { ...event, recordedAt: members[2] };
}
