import { type ActionName, readActionId } from "../action/identity.ts";
import { clockName } from "../action/record.ts";
import type { MetricRun, ValueRun } from "../clock/run.ts";
import { noRun } from "../clock/run.ts";
import type { ClockRun, RunStretch } from "../clock/stretch.ts";
import type { CompiledSla } from "../compile.ts";
import type { Warning } from "../diagnostics.ts";
import type { HistoryEvent } from "../history/event.ts";
import { FACT_NAMES, type Facts, noFacts } from "../history/facts.ts";
import type { Oddities, Told } from "../history/order.ts";
import { initialState, plain, type TicketState } from "../history/state.ts";
import type { HandSet, Noted } from "../noted.ts";
import type { EndedClocks, Past, Progress, Stranger } from "../progress.ts";
import { decodeGovernance, decodeSpans } from "./decodePromises.ts";
import { readEvent } from "./events.ts";
import { type Kept, runOf, valueRunOf } from "./kept.ts";
import { flagOf, indexOf, isObject, listOf, numberOf, orNull, textOf, tuple, unreadable } from "./shape.ts";
import { decodeValue } from "./value.ts";

type State = Record<string, unknown>;
type EventAt = (number: unknown) => HistoryEvent;

/**
 * What a snapshot keeps, as replays go on from it.
 * @throws Unreadable where it is not what `encode` wrote for this definition.
 */
export function decode(sla: CompiledSla, ticket: string, asOf: number, kept: State): Kept {
  const events = listOf(kept.events, readEvent);
  const eventAt: EventAt = (number) => events[indexOf(number, events.length)];
  const state = decodeState(sla, ticket, kept);
  const count = indexOf(kept.steps, Number.MAX_SAFE_INTEGER);
  state.step = count - 1;
  const holds = new Set(listOf(kept.holds, (number) => indexOf(number, sla.watched.length)));
  const now = sla.watched.map((_, i) => holds.has(i));
  return {
    ticket,
    asOf,
    progress: {
      step: {
        state,
        watched: { now, before: [...now], turned: false },
        kinds: 0,
        isApplied: false,
        released: null,
      },
      governances: sla.versions.map((version, v) => {
        const row = tuple(kept.governances, sla.versions.length)[v];
        return row === null ? undefined : decodeGovernance(sla, version, row, eventAt);
      }),
      runs: tuple(kept.runs, sla.tracks.length).map((row, t) => decodeRun(sla, t, row, eventAt)),
      followed: decodeFollowed(sla, kept, eventAt),
      now: indexOf(kept.version, sla.versions.length),
      ...decodeNoted(kept, eventAt),
    },
    past: {
      count,
      lastAt: state.event.at,
      updatedAt: state.facts.updatedAt ?? state.event.at,
      createdAt: numberOf(kept.createdAt),
      takeovers: decodeTakeovers(sla, kept, eventAt),
      ended: listOf(kept.ended, (row) => decodeEnded(sla, row)),
      answers: listOf(kept.answers, decodeAnswer),
      doneLast: new Set(listOf(kept.doneLast, textOf)),
      strangers: new Map(listOf(kept.strangers, decodeStranger)),
    },
    oddities: decodeOddities(kept.odd),
  };
}

function decodeState(sla: CompiledSla, ticket: string, kept: State): TicketState {
  const { slots } = sla.history;
  const state = initialState(sla.history, ticket, decodeLast(kept.last));
  state.type = state.event.type;
  for (const row of listOf(kept.fields, (row) => tuple(row, 2))) {
    const slot = slots.numbers.get(textOf(row[0]));
    if (slot === undefined) throw unreadable();
    state.fields[slot] = decodeValue(row[1]);
  }
  const facts = tuple(kept.facts, FACT_NAMES.length);
  const none = noFacts();
  for (const [i, name] of FACT_NAMES.entries()) {
    const value = decodeValue(facts[i]) ?? (name === "priorityAtCreation" ? undefined : null);
    if (typeof none[name] === "number" || typeof none[name] === "boolean" || typeof none[name] === "string") {
      if (typeof value !== typeof none[name]) throw unreadable();
    }
    (state.facts as unknown as Record<keyof Facts, unknown>)[name] = value;
  }
  const [isHeld, isGone] = tuple(kept.flags, 2);
  state.isHeld = flagOf(isHeld);
  state.isGone = flagOf(isGone);
  for (const row of listOf(kept.holders, (row) => tuple(row, 4))) {
    const [from, assignee, group, supplier] = row;
    const names = [assignee, group, supplier].map((name) => orNull(name, textOf));
    state.holders.push({ from: numberOf(from), assignee: names[0], group: names[1], supplier: names[2] });
  }
  for (const row of listOf(kept.reported, (row) => tuple(row, 2)))
    state.reported.push({ from: numberOf(row[0]), values: tuple(row[1], sla.reported.length).map(plain) });
  const warnings = listOf(kept.warnings, (row): [string, Warning] => {
    const [key, ...rest] = tuple(row, 4);
    return [textOf(key), decodeWarning(rest)];
  });
  if (warnings.length > 0) state.warnings = new Map(warnings);
  return state;
}

function decodeWarning(row: unknown): Warning {
  const [code, event, message] = tuple(row, 3);
  return { code: textOf(code), event: orNull(event, textOf), message: textOf(message) };
}

/** The last event, with what conditions may ask of it. */
function decodeLast(last: unknown): HistoryEvent {
  if (!isObject(last)) throw unreadable();
  const said = listOf(last.said, (row) => tuple(row, 2)).map(([name, value]) => [
    textOf(name),
    decodeValue(value),
  ]);
  const event = {
    id: textOf(last.id),
    at: numberOf(last.at),
    seq: numberOf(last.seq),
    type: textOf(last.type),
  };
  return { ...Object.fromEntries(said), ...event } as HistoryEvent;
}

/** What was odd about the list of events. */
function decodeOddities(row: unknown): Oddities {
  const [sorted, ...lists] = tuple(row, 4);
  const [read, twice, opening] = lists.map((list): Told => {
    if (list === 0) return { warnings: [], count: 0 };
    const [count, warnings] = tuple(list, 2);
    return { count: numberOf(count), warnings: listOf(warnings, decodeWarning) };
  });
  return { sorted: flagOf(sorted), read, twice, opening };
}

function decodeTakeovers({ versions }: CompiledSla, kept: State, eventAt: EventAt): Past["takeovers"] {
  const takeovers: { by: HistoryEvent; step: number }[] = [];
  for (const row of listOf(kept.takeovers, (row) => tuple(row, 3)))
    takeovers[indexOf(row[0], versions.length)] = { step: numberOf(row[1]), by: eventAt(row[2]) };
  return versions.map((_, version) => takeovers[version] ?? null);
}

function decodeFollowed(sla: CompiledSla, kept: State, eventAt: EventAt): Progress["followed"] {
  const followed: Progress["followed"][number][] = sla.tracks.map(() => []);
  for (const row of listOf(kept.followed, (row) => tuple(row, 2))) {
    const track = indexOf(row[0], sla.tracks.length);
    const { lane } = sla.tracks[track];
    if (lane === null) throw unreadable();
    followed[track] = decodeSpans(sla, lane, row[1], eventAt);
  }
  return followed;
}

function decodeRun(sla: CompiledSla, track: number, row: unknown, eventAt: EventAt): MetricRun {
  const [isPaused, isLatched, changes, values] = tuple(row, 4);
  const { byValue, pause } = noRun(sla.tracks[track].metric);
  if ((changes === null) !== (pause.changes === null)) throw unreadable();
  const log = orNull(changes, (list) =>
    listOf(list, (row) => {
      const [at, isPaused, by] = tuple(row, 3);
      return { at: numberOf(at), isPaused: flagOf(isPaused), by: eventAt(by) };
    }),
  );
  const decoded = listOf(values, (value) => decodeValueRun(value, eventAt));
  if (byValue === null && decoded.length !== 1) throw unreadable();
  if (decoded.some(({ per }) => (per === null) !== (byValue === null))) throw unreadable();
  const kept = { isPaused: flagOf(isPaused), isLatched: flagOf(isLatched), changes: log };
  return runOf(decoded, byValue !== null, kept);
}

function decodeValueRun(row: unknown, eventAt: EventAt): ValueRun {
  const [per, number, fulfilled, list] = tuple(row, 4);
  const value = orNull(per, textOf);
  const before = indexOf(number, Number.MAX_SAFE_INTEGER);
  const clocks = listOf(list, (clock, i) => decodeClock(clock, value, before + i + 1, eventAt));
  return valueRunOf(value, before, clocks, indexOf(fulfilled, Number.MAX_SAFE_INTEGER));
}

const OUTCOMES = ["fulfilled", "cancelled"] as const;
const KINDS = ["running", "paused", "fulfilled"] as const;

function decodeClock(row: unknown, per: string | null, instance: number, eventAt: EventAt): ClockRun {
  const members = listOf(row, (one) => one);
  if (members.length !== 4 && members.length !== 7) throw unreadable();
  const [startedAt, startedBy, startedIn, stretches, endedAt, endedBy, outcome] = members;
  const hasEnded = members.length === 7;
  return {
    instance,
    per,
    startedAt: numberOf(startedAt),
    startedBy: eventAt(startedBy),
    startedIn: numberOf(startedIn),
    stretches: listOf(stretches, (one) => decodeStretch(one, eventAt)),
    endedAt: hasEnded ? numberOf(endedAt) : null,
    endedBy: hasEnded ? eventAt(endedBy) : null,
    outcome: hasEnded ? OUTCOMES[indexOf(outcome, 3) - 1] : null,
  };
}

function decodeStretch(row: unknown, eventAt: EventAt): RunStretch {
  const [bits, from, to, by] = tuple(row, 4);
  const number = indexOf(bits, 16);
  return {
    kind: KINDS[indexOf(number & 3, 3)],
    counts: (number & 4) !== 0,
    isAsleep: (number & 8) !== 0,
    from: numberOf(from),
    to: orNull(to, numberOf),
    by: eventAt(by),
  };
}

function decodeNoted(kept: State, eventAt: EventAt): Noted {
  const deliveries = listOf(kept.deliveries, (row) => tuple(row, 2));
  const acknowledged = listOf(kept.acknowledged, (row) => tuple(row, 2));
  return {
    handSet: listOf(kept.handSet, (row): HandSet => {
      const [from, dueAt, by, metric, level] = tuple(row, 5);
      const names = { metric: orNull(metric, textOf), level: orNull(level, textOf) };
      return { from: numberOf(from), dueAt: orNull(dueAt, numberOf), by: eventAt(by), ...names };
    }),
    exemptions: new Map(
      listOf(kept.exemptions, (row) => {
        const [metric, reason, step] = tuple(row, 3);
        return [orNull(metric, textOf), { reason: textOf(reason), step: numberOf(step) }];
      }),
    ),
    deliveries: deliveries.map(([id, at]) => ({ id: textOf(id), name: decodeName(id), at: numberOf(at) })),
    acknowledgements: acknowledged.map(([id, at]) => ({ name: orNull(id, decodeName), at: numberOf(at) })),
  };
}

function decodeName(id: unknown): ActionName {
  const name = readActionId(textOf(id));
  if (!name) throw unreadable();
  return name;
}

function decodeStranger(row: unknown): [string, Stranger] {
  const [name, startedBy, at] = tuple(row, 3);
  const measure = textOf(name);
  const event = textOf(startedBy);
  return [clockName(measure, event), { measure, event, at: orNull(at, numberOf) }];
}

function decodeEnded({ metrics }: CompiledSla, row: unknown): EndedClocks {
  const [metric, group, per, isPromised, dues, totals] = tuple(row, 6);
  const m = indexOf(metric, metrics.length);
  const [count, met, missed, cancelled, untargeted, elapsedMs] = tuple(totals, 6).map(numberOf);
  return {
    metric: m,
    group: indexOf(numberOf(group) + 1, metrics[m].groups.length + 1) - 1,
    per: orNull(per, textOf),
    isPromised: flagOf(isPromised),
    dues: listOf(dues, (due) => orNull(due, numberOf)),
    count,
    met,
    missed,
    cancelled,
    untargeted,
    elapsedMs,
  };
}

function decodeAnswer(row: unknown): Past["answers"][number] {
  const [condition, action, at, holds] = tuple(row, 4);
  return { condition: numberOf(condition), action: textOf(action), at: numberOf(at), holds: flagOf(holds) };
}
