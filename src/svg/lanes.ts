import type { Reading } from "../deadline/reading.ts";
import type { Evaluation } from "../evaluation.ts";
import { hostText, metricName, type Words } from "./words.ts";

/** Clocks that share a row: those of one metric in one lane, none at the same time as another. */
export interface Row {
  readonly label: string;
  /** What tells it from other rows of the metric; empty where nothing need. */
  readonly detail: string;
  readonly clocks: readonly Reading[];
}

/** Rows that a picture shows at most; the rest is counted. */
export const MAX_ROWS = 60;

/** A verdict's clocks in rows, by the order of the verdict. */
export function rowsOf({ clocks, asOf }: Evaluation<string>, words: Words): Row[] {
  const groups = new Map<string, Reading[]>();
  for (const clock of clocks) {
    const key = JSON.stringify([clock.metric, clock.policySet, clock.level, clock.per]);
    const group = groups.get(key);
    if (group) group.push(clock);
    else groups.set(key, [clock]);
  }
  const packed = [...groups.values()].flatMap((group) => pack(group, asOf));
  return packed.map((row) => ({
    label: metricName(words, row[0].metric),
    detail: detailOf(row, packed),
    clocks: row,
  }));
}

/** When a clock's bar is over: its end, or for a live one its due time if that is ahead. */
export function endOfBar({ endedAt, dueAt, startedAt }: Reading, asOf: number): number {
  return endedAt ?? Math.max(asOf, dueAt ?? asOf, startedAt);
}

/** Each clock in the first row that is free by its start. */
function pack(clocks: readonly Reading[], asOf: number): Reading[][] {
  const rows: { until: number; clocks: Reading[] }[] = [];
  for (const clock of [...clocks].sort((a, b) => a.startedAt - b.startedAt || a.instance - b.instance)) {
    const until = endOfBar(clock, asOf);
    const row = rows.find((one) => one.until <= clock.startedAt);
    if (row) {
      row.clocks.push(clock);
      row.until = Math.max(row.until, until);
    } else rows.push({ until, clocks: [clock] });
  }
  return rows.map((row) => row.clocks);
}

/** Of set, policy, level and value, those in which rows of the metric differ. */
function detailOf(row: readonly Reading[], rows: readonly (readonly Reading[])[]): string {
  const alike = rows.filter(([{ metric }]) => metric === row[0].metric);
  const members = ["policySet", "policy", "level", "per"] as const;
  const telling = members.filter((member) => new Set(alike.map(([clock]) => clock[member])).size > 1);
  return telling
    .map((member) => row[0][member])
    .filter((value) => value !== null)
    .map((value) => hostText(value))
    .join(" · ");
}
