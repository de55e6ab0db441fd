import type { ValueRun } from "../clock/run.ts";
import type { CompiledSla } from "../compile.ts";
import { MAX_WARNINGS, type Oddities, type Told } from "../history/order.ts";
import type { TicketState } from "../history/state.ts";
import { type Reigns, stepAfter } from "../policy/versions.ts";
import type { Past, Progress } from "../progress.ts";
import type { Kept } from "./kept.ts";
import type { Made, Reach } from "./made.ts";
import { type Over, overIn, totalsOf } from "./over.ts";
import { settleNoted } from "./settleNoted.ts";

/**
 * What of a replay the next one needs: all else is dropped, from its own lists. Nobody may go on with that replay, and
 * nothing may be read off it any more.
 */
export function settle(sla: CompiledSla, ticket: string, asOf: number, made: Made): Kept {
  const { story, progress } = made;
  const { step, governances, runs, followed, now } = progress;
  const { state } = step;
  const { reigns } = story;
  const over = overIn(sla, story, made.actions);
  const reach = reachOf(progress, over);
  const { noted, said } = settleNoted(sla, made, over, reach);
  const { handSet, exemptions, deliveries, acknowledgements } = noted;
  const { strangers, answers, doneLast } = said;
  const past = {
    count: (story.past?.count ?? 0) + reigns.steps.length,
    lastAt: state.event.at,
    updatedAt: state.facts.updatedAt ?? state.event.at,
    createdAt: reigns.createdAt,
    takeovers: takeovers(reigns, state.event.at),
    ended: totalsOf(sla, story, asOf, over),
    answers,
    doneLast,
    strangers,
  };
  state.step = past.count - 1;
  state.warnings = made.warnings && new Map([...made.warnings].map(([key, one]) => [key, { ...one }]));
  settleState(sla, state, reach);
  settleRuns(sla, runs, over);
  for (const governance of governances)
    for (const spans of governance?.promises ?? []) dropUpTo(spans, ({ step }) => step, reach.step);
  for (const spans of followed) dropUpTo(spans, ({ step }) => step, reach.step);
  return {
    ticket,
    asOf,
    progress: {
      step,
      governances,
      runs,
      followed,
      now,
      handSet,
      exemptions,
      deliveries,
      acknowledgements,
    },
    past,
    oddities: settleOddities(made.oddities),
  };
}

/** Drops all entries before the last one at or before an instant (or step). */
function dropUpTo<T>(list: T[], of: (entry: T) => number, from: number): void {
  let first = list.length - 1;
  while (first > 0 && of(list[first]) > from) first--;
  if (first > 0) list.splice(0, first);
}

function reachOf({ runs, step: { state } }: Progress, over: Over): Reach {
  const reach = { step: Number.POSITIVE_INFINITY, at: state.event.at, startedBy: state.event.at };
  for (const { values } of runs) {
    for (const value of values) {
      for (let i = over.get(value) ?? 0; i < value.clocks.length; i++) {
        const { startedIn, startedAt, startedBy } = value.clocks[i];
        reach.step = Math.min(reach.step, startedIn);
        reach.at = Math.min(reach.at, startedAt, startedBy.at);
        reach.startedBy = Math.min(reach.startedBy, startedBy.at);
      }
    }
  }
  return reach;
}

function settleState(sla: CompiledSla, { holders, reported }: TicketState, reach: Reach): void {
  if (sla.metrics.some(({ metric }) => metric.from !== null)) return; // a start may lie anywhere in the past
  // Who held it before its end, and what its fields held (R2)
  dropUpTo(holders, ({ from }) => from, reach.at - 1);
  dropUpTo(reported, ({ from }) => from, reach.at - 1);
}

/** Drops the clocks that are over, and pauses further back than they matter. */
function settleRuns({ tracks }: CompiledSla, runs: Progress["runs"], over: Over): void {
  for (const [value, number] of over) {
    value.clocks.splice(0, number);
    value.before += number;
  }
  for (let t = 0; t < runs.length; t++) {
    const { values, pause } = runs[t];
    if (pause.changes && tracks[t].metric.from === null)
      dropUpTo(pause.changes, ({ at }) => at, firstEnd(values));
  }
}

/** The first end that a reopening may come after. */
function firstEnd(values: readonly ValueRun[]): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { clocks } of values)
    for (const { endedAt } of clocks) if (endedAt !== null && endedAt < first) first = endedAt;
  return first;
}

function takeovers(reigns: Reigns, lastAt: number): Past["takeovers"] {
  return reigns.versions.map(({ from }, version) =>
    version > 0 && from < lastAt ? stepAfter(reigns, version) : null,
  );
}

function settleOddities({ sorted, read, twice, opening }: Oddities): Oddities {
  return { sorted, read: settleTold(read), twice: settleTold(twice), opening: settleTold(opening) };
}

const NOTHING: Told = { warnings: [], count: 0 };

/** The host has the verdict, with the same warnings in it: these are others. */
function settleTold({ warnings, count }: Told): Told {
  return count === 0
    ? NOTHING
    : { count, warnings: warnings.slice(0, MAX_WARNINGS).map((one) => ({ ...one })) };
}
