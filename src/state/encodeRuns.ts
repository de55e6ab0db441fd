import type { MetricRun, ValueRun } from "../clock/run.ts";
import type { ClockRun } from "../clock/stretch.ts";
import type { EventTable } from "./events.ts";
import type { Over } from "./over.ts";

/** The entries from the last one at or before an instant (or step) on. */
export function kept<T>(list: readonly T[], of: (entry: T) => number, from: number): readonly T[] {
  let first = list.length - 1;
  while (first > 0 && of(list[first]) > from) first--;
  return list.slice(Math.max(0, first));
}

/** The clocks of a metric that are kept, and its pauses as far back as they matter. */
export function encodeRun(
  { values, pause }: MetricRun,
  isBackdated: boolean,
  over: Over,
  table: EventTable,
): unknown {
  const { isPaused, isLatched, changes } = pause;
  const rows = values.map((value) => encodeValueRun(value, over.get(value) ?? 0, table));
  let from = Number.POSITIVE_INFINITY; // the first end that a reopening may come after
  for (const value of values)
    for (const { endedAt } of value.clocks.slice(over.get(value) ?? 0))
      from = Math.min(from, endedAt ?? from);
  const listed = changes && (isBackdated ? changes : kept(changes, ({ at }) => at, from));
  const log = listed?.map(({ at, isPaused, by }) => [at, isPaused ? 1 : 0, table.number(by)]) ?? null;
  return [isPaused ? 1 : 0, isLatched ? 1 : 0, log, rows];
}

function encodeValueRun(
  { per, before, clocks, fulfilled }: ValueRun,
  over: number,
  table: EventTable,
): unknown {
  return [per, before + over, fulfilled, clocks.slice(over).map((clock) => encodeClock(clock, table))];
}

const OUTCOMES = { fulfilled: 1, cancelled: 2 };
const KINDS = { running: 0, paused: 1, fulfilled: 2 };

function encodeClock(clock: ClockRun, table: EventTable): unknown {
  const { startedAt, startedBy, startedIn, stretches, endedAt, endedBy, outcome } = clock;
  return [
    startedAt,
    table.number(startedBy),
    startedIn,
    stretches.map(({ kind, counts, isAsleep, from, to, by }) => [
      KINDS[kind] + (counts ? 4 : 0) + (isAsleep ? 8 : 0), from, to, table.number(by),
    ]), // biome-ignore format: a row
    ...(outcome && endedBy ? [endedAt, table.number(endedBy), OUTCOMES[outcome]] : []),
  ];
}
