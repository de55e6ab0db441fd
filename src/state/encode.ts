import type { CompiledSla } from "../compile.ts";
import { FACT_NAMES } from "../history/facts.ts";
import { MAX_WARNINGS, type Oddities, type Told } from "../history/order.ts";
import type { TicketState } from "../history/state.ts";
import type { Governance, PromiseSpan } from "../policy/govern.ts";
import { type Reigns, stepAfter } from "../policy/versions.ts";
import type { Progress } from "../progress.ts";
import { encodeNoted } from "./encodeNoted.ts";
import { encodeRun, kept } from "./encodeRuns.ts";
import { createTable, type EventTable } from "./events.ts";
import type { Made, Reach } from "./made.ts";
import { type Over, overIn, totalsOf } from "./over.ts";
import { encodeValue } from "./value.ts";

/** Members of an event that conditions may ask of the last one (docs/concepts.md). */
const MEMBERS = [
  "actor",
  "actorGroup",
  "author",
  "by",
  "channel",
  "visibility",
  "cause",
  "name",
  "automated",
];

/** Everything that a replay needs to go on, as JSON. */
export function encode(sla: CompiledSla, asOf: number, made: Made): Record<string, unknown> {
  const { story, progress } = made;
  const { state } = progress.step;
  const over = overIn(sla, story, made.actions);
  const reach = reachOf(progress, over);
  const table = createTable();
  const spans = (list: readonly PromiseSpan[], lane: number) =>
    encodeSpans(
      sla,
      kept(list, ({ step }) => step, reach.step),
      lane,
      table,
    );
  const state_ = encodeState(sla, state, made.warnings, reach);
  return {
    ...state_,
    createdAt: story.reigns.createdAt,
    steps: (story.past?.count ?? 0) + story.reigns.steps.length,
    odd: encodeOddities(made.oddities),
    holds: progress.step.watched.now.flatMap((holds, i) => (holds ? [i] : [])),
    version: progress.now,
    takeovers: takeovers(story.reigns, state.event.at, table),
    governances: progress.governances
      .map((one) => one && encodeGovernance(one, spans, table))
      .map((one) => one ?? null),
    followed: progress.followed.flatMap((list, t) => {
      const { lane } = sla.tracks[t];
      return list.length > 0 && lane !== null ? [[t, spans(list, lane)]] : [];
    }),
    runs: progress.runs.map((run, t) => encodeRun(run, sla.tracks[t].metric.from !== null, over, table)),
    ...encodeNoted(sla, made, over, reach, table),
    ended: totalsOf(sla, story, asOf, over).map(
      ({ metric, group, per, isPromised, dues, count, met, missed, cancelled, untargeted, elapsedMs }) => [
        metric, group, per, isPromised ? 1 : 0, dues, [count, met, missed, cancelled, untargeted, elapsedMs],
      ], // biome-ignore format: a row
    ),
    events: table.rows,
  };
}

function reachOf({ runs, step: { state } }: Progress, over: Over): Reach {
  let reach: Reach = { step: Number.POSITIVE_INFINITY, at: state.event.at, startedBy: state.event.at };
  for (const { values } of runs) {
    for (const value of values) {
      for (const { startedIn, startedAt, startedBy } of value.clocks.slice(over.get(value) ?? 0)) {
        reach = {
          step: Math.min(reach.step, startedIn),
          at: Math.min(reach.at, startedAt, startedBy.at),
          startedBy: Math.min(reach.startedBy, startedBy.at),
        };
      }
    }
  }
  return reach;
}

function encodeState(
  sla: CompiledSla,
  state: TicketState,
  warnings: Made["warnings"],
  reach: Reach,
): Record<string, unknown> {
  const { event, fields, facts, isHeld, isGone, holders, reported } = state;
  const isBackdated = sla.metrics.some(({ metric }) => metric.from !== null);
  // Who held it before its end, and what its fields held (R2)
  const before = <T extends { readonly from: number }>(list: readonly T[]) =>
    isBackdated ? list : kept(list, ({ from }) => from, reach.at - 1);
  const names = [...sla.history.slots.numbers.keys()];
  const told = event as unknown as Record<string, unknown>;
  return {
    last: {
      id: event.id,
      at: event.at,
      seq: typeof event.seq === "number" && Number.isFinite(event.seq) ? event.seq + 0 : 0,
      type: event.type,
      said: MEMBERS.flatMap((name) => {
        if (!Object.hasOwn(told, name) || told[name] === undefined) return [];
        return [[name, told[name] === null ? { v: null } : encodeValue(told[name])]];
      }),
    },
    fields: fields.flatMap((value, slot) => (value === undefined ? [] : [[names[slot], encodeValue(value)]])),
    facts: FACT_NAMES.map((name) => encodeValue(facts[name])),
    flags: [isHeld ? 1 : 0, isGone ? 1 : 0],
    holders: before(holders).map(({ from, assignee, group, supplier }) => [from, assignee, group, supplier]),
    reported: before(reported).map(({ from, values }) => [from, values]),
    warnings: [...(warnings ?? [])].map(([key, { code, event: id, message }]) => [key, code, id, message]),
  };
}

function encodeOddities({ sorted, read, twice, opening }: Oddities): unknown {
  const told = ({ warnings, count }: Told) =>
    count === 0
      ? 0
      : [count, warnings.slice(0, MAX_WARNINGS).map(({ code, event, message }) => [code, event, message])];
  return [sorted ? 1 : 0, told(read), told(twice), told(opening)];
}

function takeovers(reigns: Reigns, lastAt: number, table: EventTable): unknown {
  return reigns.versions.flatMap(({ from }, version) => {
    const next = version > 0 && from < lastAt ? stepAfter(reigns, version) : null;
    return next ? [[version, next.step, table.number(next.by)]] : [];
  });
}

function encodeGovernance(
  { selections, reigns, promises }: Governance,
  spans: (list: readonly PromiseSpan[], lane: number) => unknown,
  table: EventTable,
): unknown {
  return [
    selections.map(({ attached, assigned }) => [attached.flatMap((is, i) => (is ? [i] : [])), assigned]),
    reigns.map((list) => list.map(({ policy, from, by }) => [policy, from, table.number(by)])),
    promises.map((list, lane) => spans(list, lane)),
  ];
}

/** A goal as its number among those of its policy for the lane; a duration as its milliseconds. */
function encodeSpans(
  { policies }: CompiledSla,
  spans: readonly PromiseSpan[],
  lane: number,
  table: EventTable,
): unknown {
  return spans.map(({ from, policy, goal, calendar, promised, by, step }) => [
    policy,
    goal ? (policies[policy].goals.get(lane)?.indexOf(goal) ?? -1) : -1,
    calendar,
    promised?.kind === "duration" ? promised.ms : promised,
    step,
    table.number(by),
    ...(from === by.at ? [] : [from]),
  ]);
}
