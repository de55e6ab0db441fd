import { actionId, readActionId } from "../action/identity.ts";
import type { Planned } from "../action/plan.ts";
import type { Action } from "../action/settle.ts";
import type { CompiledSla } from "../compile.ts";
import { withValue } from "../deadline/identity.ts";
import type { Warning } from "../diagnostics.ts";
import { conditionNumbers, type Held } from "../held.ts";
import { FACT_NAMES } from "../history/facts.ts";
import { MAX_WARNINGS, type Oddities, type Told } from "../history/order.ts";
import type { TicketState } from "../history/state.ts";
import type { Governance, PromiseSpan } from "../policy/govern.ts";
import { type Reigns, stepAfter } from "../policy/versions.ts";
import type { Progress } from "../progress.ts";
import type { Story } from "../replay.ts";
import { encodeRun, kept } from "./encodeRuns.ts";
import { createTable, type EventTable } from "./events.ts";
import { deliveryKey, type Over, overIn, totalsOf } from "./over.ts";
import { encodeValue } from "./value.ts";

/** What a snapshot is made of: a replay that stopped at the last step, and what was read off it at `asOf`. */
export interface Made {
  readonly story: Story;
  readonly progress: Progress;
  /** What is odd about what the ticket held, by the steps alone. */
  readonly warnings: ReadonlyMap<string, Warning> | null;
  readonly oddities: Oddities;
  readonly actions: readonly Action[];
  readonly plan: readonly Planned[];
  readonly held: readonly Held[];
}

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

/** How far back what is kept reaches, in steps and in time: to the start of the first clock that is. */
interface Reach {
  readonly step: number;
  readonly at: number;
  /** To the first start by its event, or to the last step. */
  readonly startedBy: number;
}

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
  const { event, fields, facts, isHeld, isGone, holders } = state;
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
    holders: (sla.metrics.some(({ metric }) => metric.from !== null)
      ? holders
      : kept(holders, ({ from }) => from, reach.at)
    ).map(({ from, assignee, group, supplier }) => [from, assignee, group, supplier]),
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

function encodeNoted(
  sla: CompiledSla,
  { story, actions, plan, held }: Made,
  over: Over,
  reach: Reach,
  table: EventTable,
): Record<string, unknown> {
  const { handSet, exemptions, deliveries, acknowledgements } = story;
  const forgotten = namesOf(sla, story, over);
  const isAny = (metric: string | null) => metric === null || sla.metricIds.has(metric);
  const first = sla.shiftsStarts ? Number.NEGATIVE_INFINITY : reach.at;
  return {
    handSet: handSet
      .filter(({ metric, from }) => isAny(metric) && from >= reach.startedBy)
      .map(({ from, dueAt, by, metric, level }) => [from, dueAt, table.number(by), metric, level]),
    exemptions: [...exemptions]
      .filter(([metric]) => isAny(metric))
      .map(([metric, { reason, step }]) => [metric, reason, step]),
    deliveries: keptDeliveries(sla, deliveries, actions, forgotten).map(({ id, at }) => [id, at]),
    acknowledged: acknowledgements
      .filter(({ at }) => at >= first)
      .map(({ name, at }) => [name && actionId(name), at]),
    answers: answersOf(sla, story, plan, held, forgotten),
  };
}

/** Ids of the readings of clocks that the snapshot leaves out. */
function namesOf(sla: CompiledSla, { runs }: Story, over: Over): (id: string | null) => boolean {
  const left = new Map<string, number>();
  for (const metric of sla.metrics) {
    for (const { name, lanes } of metric.groups) {
      const { values } = runs[metric.trackOf.get(lanes[0].number) ?? metric.sharedTrack];
      for (const value of values) {
        const number = over.get(value);
        if (number !== undefined) left.set(withValue(name, value.per), value.before + number);
      }
    }
  }
  return (id) => {
    const at = id?.lastIndexOf("#") ?? -1;
    return id !== null && Number(id.slice(at + 1)) <= (left.get(id.slice(0, at)) ?? 0);
  };
}

/** Each step of a rule on a clock once; not those of clocks that are left out, and none of a rule that there is not. */
function keptDeliveries(
  { rules }: CompiledSla,
  deliveries: Story["deliveries"],
  actions: readonly Action[],
  isForgotten: (clock: string | null) => boolean,
): Story["deliveries"][number][] {
  if (deliveries.length === 0) return [];
  const left = new Set<string>();
  for (const { id, clock } of actions) {
    const name = isForgotten(clock) ? readActionId(id) : null;
    if (name) left.add(deliveryKey(name));
  }
  const first = new Map<string, Story["deliveries"][number]>();
  for (const delivery of deliveries) {
    const key = deliveryKey(delivery.name);
    if (!left.has(key) && !first.has(key) && rules.has(delivery.name.rule)) first.set(key, delivery);
  }
  return [...first.values()];
}

/** What was asked of the steps so far and is settled: of instants before the last step. */
function answersOf(
  sla: CompiledSla,
  { state }: Story,
  plan: readonly Planned[],
  held: readonly Held[],
  isForgotten: (clock: string | null) => boolean,
): unknown[] {
  if (held.length === 0 || !state) return [];
  const asked = new Set(
    plan.filter(({ context }) => !isForgotten(context.clockId)).map(({ fireAt }) => fireAt),
  );
  const numbers = conditionNumbers(sla);
  const rows = new Map<string, unknown>();
  for (const { question, holds, isOdd } of held) {
    const { condition, at } = question;
    if (isOdd || at >= state.event.at || !asked.has(at)) continue;
    const row = [numbers.get(condition), at, holds ? 1 : 0];
    rows.set(row.join(), row);
  }
  return [...rows.values()];
}
