import { actionId } from "../action/identity.ts";
import type { MetricRun, ValueRun } from "../clock/run.ts";
import type { ClockRun } from "../clock/stretch.ts";
import type { CompiledSla } from "../compile.ts";
import { FACT_NAMES } from "../history/facts.ts";
import type { Oddities, Told } from "../history/order.ts";
import type { TicketState } from "../history/state.ts";
import type { Noted } from "../noted.ts";
import type { Governance, PromiseSpan } from "../policy/govern.ts";
import { createTable, type EventTable } from "./events.ts";
import type { Kept } from "./kept.ts";
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

/** How far a ticket has come, as JSON that shares nothing with it. */
export function encode(sla: CompiledSla, { progress, past, oddities }: Kept): Record<string, unknown> {
  const { step, governances, followed, runs, now } = progress;
  const table = createTable();
  return {
    ...encodeState(sla, step.state),
    createdAt: past.createdAt,
    steps: past.count,
    odd: encodeOddities(oddities),
    holds: step.watched.now.flatMap((holds, i) => (holds ? [i] : [])),
    version: now,
    takeovers: past.takeovers.flatMap((one, version) =>
      one ? [[version, one.step, table.number(one.by)]] : [],
    ),
    governances: governances.map((one) => (one ? encodeGovernance(sla, one, table) : null)),
    followed: followed.flatMap((list, t) => {
      const { lane } = sla.tracks[t];
      return list.length > 0 && lane !== null ? [[t, encodeSpans(sla, list, lane, table)]] : [];
    }),
    runs: runs.map((run) => encodeRun(run, table)),
    ...encodeNoted(progress, table),
    ...encodePast(past),
    events: table.rows,
  };
}

function encodeState({ history }: CompiledSla, state: TicketState): Record<string, unknown> {
  const { event, fields, facts, isHeld, isGone, holders, reported, warnings } = state;
  const names = [...history.slots.numbers.keys()];
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
    holders: holders.map(({ from, assignee, group, supplier }) => [from, assignee, group, supplier]),
    reported: reported.map(({ from, values }) => [from, [...values]]),
    warnings: [...(warnings ?? [])].map(([key, { code, event: id, message }]) => [key, code, id, message]),
  };
}

function encodeOddities({ sorted, read, twice, opening }: Oddities): unknown {
  const told = ({ warnings, count }: Told) =>
    count === 0 ? 0 : [count, warnings.map(({ code, event, message }) => [code, event, message])];
  return [sorted ? 1 : 0, told(read), told(twice), told(opening)];
}

function encodeGovernance(
  sla: CompiledSla,
  { selections, reigns, promises }: Governance,
  table: EventTable,
): unknown {
  return [
    selections.map(({ attached, assigned }) => [attached.flatMap((is, i) => (is ? [i] : [])), [...assigned]]),
    reigns.map((list) => list.map(({ policy, from, by }) => [policy, from, table.number(by)])),
    promises.map((list, lane) => encodeSpans(sla, list, lane, table)),
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
    promised?.kind === "duration" ? promised.ms : promised && { ...promised },
    step,
    table.number(by),
    ...(from === by.at ? [] : [from]),
  ]);
}

/** The clocks of a metric, and its pauses. */
function encodeRun({ values, pause }: MetricRun, table: EventTable): unknown {
  const { isPaused, isLatched, changes } = pause;
  const rows = values.map(({ per, before, clocks, fulfilled }: ValueRun) => [
    per,
    before,
    fulfilled,
    clocks.map((clock) => encodeClock(clock, table)),
  ]);
  const log = changes?.map(({ at, isPaused, by }) => [at, isPaused ? 1 : 0, table.number(by)]) ?? null;
  return [isPaused ? 1 : 0, isLatched ? 1 : 0, log, rows];
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

/** What control events said. */
function encodeNoted(
  { handSet, exemptions, deliveries, acknowledgements }: Noted,
  table: EventTable,
): Record<string, unknown> {
  return {
    handSet: handSet.map(({ from, dueAt, by, metric, level }) => [
      from,
      dueAt,
      table.number(by),
      metric,
      level,
    ]),
    exemptions: [...exemptions].map(([metric, { reason, step }]) => [metric, reason, step]),
    deliveries: deliveries.map(({ id, at }) => [id, at]),
    acknowledged: acknowledgements.map(({ name, at }) => [name && actionId(name), at]),
  };
}

function encodePast({ strangers, answers, doneLast, ended }: Kept["past"]): Record<string, unknown> {
  return {
    strangers: [...strangers.values()].map(({ measure, event, at }) => [measure, event, at]),
    answers: answers.map(({ condition, action, at, holds }) => [condition, action, at, holds ? 1 : 0]),
    doneLast: [...doneLast],
    ended: ended.map(
      ({ metric, group, per, isPromised, dues, count, met, missed, cancelled, untargeted, elapsedMs }) => [
        metric, group, per, isPromised ? 1 : 0, [...dues], [count, met, missed, cancelled, untargeted, elapsedMs],
      ], // biome-ignore format: a row
    ),
  };
}
