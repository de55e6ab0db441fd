import { evaluateTicket, type Reading, type Sla, type TicketHistory } from "dueclock";
import {
  type ClockExplained,
  ENGLISH,
  type Explanation,
  explain,
  type Slice,
  sentences,
} from "dueclock/explain";
import { expect } from "vitest";

/** Asks for an explanation, and holds it to everything that is so for every explanation (docs/laws.md). */
export function soundly(
  sla: Sla,
  history: TicketHistory,
  asOf: number,
  maxDays = 400,
  evaluation = evaluateTicket(sla, history, { asOf }),
): Explanation {
  const told = explain(sla, history, { asOf, maxDays });
  expect(told.evaluation).toStrictEqual(evaluation);
  expect(JSON.parse(JSON.stringify(told))).toStrictEqual(told);
  expect(told.statements.filter(({ code }) => !Object.hasOwn(ENGLISH, code))).toEqual([]);
  expect(sentences(told).filter((text) => /[\n\r]|undefined|NaN|\[object|“”/.test(text))).toEqual([]);
  expect(told.clocks.map(({ clock }) => clock)).toEqual(told.evaluation.clocks.map(({ id }) => id));
  for (const [i, clock] of told.clocks.entries()) addsUp(clock, told.evaluation.clocks[i], asOf, maxDays);
  return told;
}

function addsUp(
  { stretches, days, rest, breach }: ClockExplained,
  reading: Reading,
  asOf: number,
  maxDays: number,
): void {
  const slices = days.flatMap((day) => day.slices);
  const length = (wanted: readonly Slice[]) => wanted.reduce((sum, { from, to }) => sum + to - from, 0);
  const counted = length(slices.filter(({ kind }) => kind === "counted"));
  expect(stretches.reduce((sum, { usedMs }) => sum + usedMs, 0)).toBe(reading.elapsedMs);
  expect(counted + (rest?.usedMs ?? 0)).toBe(reading.elapsedMs);
  expect(days.length).toBeLessThanOrEqual(maxDays);
  expect(slices.filter(({ from }, s) => s > 0 && from !== slices[s - 1].to)).toEqual([]);
  const end = Math.max(reading.endedAt ?? asOf, reading.startedAt);
  const covered = length(slices) + (rest ? rest.usedMs + rest.pausedMs + rest.skippedMs : 0);
  if (reading.startedAt < end) expect(covered).toBe(end - reading.startedAt);
  expect(breach?.at ?? null).toBe(reading.breachedAt);
  if (!breach) return;
  expect(breach.dueAt).toBeLessThanOrEqual(breach.at);
  expect(breach.because === "ranOut").toBe(breach.dueAt === breach.at);
  expect(breach.event === null).toBe(breach.because === "ranOut" || breach.because === "calendar");
  expect(breach.targetMs).not.toBe(null);
}
