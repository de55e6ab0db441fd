import type { MetricRun, ValueRun } from "../clock/run.ts";
import type { ClockRun, RunStretch } from "../clock/stretch.ts";
import type { Oddities } from "../history/order.ts";
import type { TicketState } from "../history/state.ts";
import type { Governance } from "../policy/govern.ts";
import type { SelectionState } from "../policy/select.ts";
import type { Past, Progress } from "../progress.ts";

/** How far a ticket has come, as its snapshot holds it: nothing more, and nothing in it is ever changed. */
export interface Kept {
  readonly ticket: string;
  readonly asOf: number;
  readonly progress: Omit<Progress, "past">;
  readonly past: Omit<Past, "fresh" | "doubt">;
  readonly oddities: Oddities;
}

/** A replay of one's own that goes on from there: it copies what the replay changes, and shares the rest. */
export function goOnFrom({ progress, past }: Kept, doubt: Past["doubt"]): Progress {
  const { step, governances, runs, followed, now, handSet, exemptions, deliveries, acknowledgements } =
    progress;
  const holds = step.watched.now;
  return {
    step: {
      state: copyState(step.state),
      watched: { now: [...holds], before: [...holds], turned: false },
      kinds: 0,
      isApplied: false,
      released: null,
    },
    governances: governances.map((one) => one && copyGovernance(one)),
    runs: runs.map(copyRun),
    followed: followed.map((spans) => [...spans]),
    now,
    past: copyPast(past, step.state, doubt),
    handSet: [...handSet],
    exemptions: exemptions.size > 0 ? new Map(exemptions) : new Map(),
    deliveries: [...deliveries],
    acknowledgements: [...acknowledgements],
  };
}

/** Members named here and below: spreading objects and copying empty maps took a third of it. */
function copyPast(
  { count, lastAt, updatedAt, createdAt, takeovers, ended, answers, doneLast, strangers }: Kept["past"],
  state: TicketState,
  doubt: Past["doubt"],
): Past {
  const fresh = () => copyState(state);
  return {
    count,
    lastAt,
    updatedAt,
    createdAt,
    takeovers,
    ended,
    answers,
    doneLast,
    strangers,
    fresh,
    doubt,
  };
}

/** A ticket as it was after a step, without what the step did. */
function copyState(state: TicketState): TicketState {
  const { ticket, fields, facts, event, step, type, isHeld, isGone, holders, reported, warnings } = state;
  return {
    ticket,
    fields: [...fields],
    facts: { ...facts },
    event,
    step,
    type,
    isSpecial: false,
    isOpening: false,
    isMessage: false,
    isReply: false,
    isRequest: false,
    isHeld,
    isGone,
    changed: [],
    was: [],
    changedBits: 0,
    holders: [...holders],
    reported: [...reported],
    warnings: warnings && new Map(warnings),
  };
}

function copyGovernance({ selections, reigns, promises }: Governance): Governance {
  return {
    selections: selections.map(copySelection),
    reigns: [...reigns],
    promises: promises.map((spans) => [...spans]),
  };
}

/** That of a set in which nothing stays is never written to. */
function copySelection(selection: SelectionState): SelectionState {
  const { attached, assigned } = selection;
  return attached.length === 0 ? selection : { attached: [...attached], assigned: [...assigned] };
}

function copyRun({ values, byValue, pause }: MetricRun): MetricRun {
  const { isPaused, isLatched, changes } = pause;
  return runOf(values.map(copyValue), byValue !== null, {
    isPaused,
    isLatched,
    changes: changes && [...changes],
  });
}

/** The run of a metric with these clocks. */
export function runOf(values: ValueRun[], isByValue: boolean, pause: MetricRun["pause"]): MetricRun {
  if (!isByValue) return { values, byValue: null, pause };
  const known = new Map(values.map((value) => [value.per as string, value]));
  return { values, byValue: { known, live: new Set(values.filter(({ live }) => live !== null)) }, pause };
}

function copyValue({ per, before, clocks, fulfilled }: ValueRun): ValueRun {
  return valueRunOf(per, before, clocks.map(copyClock), fulfilled);
}

/** The clocks of a value, the last of which lives if it has not ended. */
export function valueRunOf(
  per: string | null,
  before: number,
  clocks: ClockRun[],
  fulfilled: number,
): ValueRun {
  const last = clocks.length > 0 ? clocks[clocks.length - 1] : null;
  return { per, before, clocks, live: last !== null && last.outcome === null ? last : null, fulfilled };
}

function copyClock(clock: ClockRun): ClockRun {
  const { instance, per, startedAt, startedBy, startedIn, endedAt, endedBy, outcome } = clock;
  const stretches = copyStretches(clock.stretches);
  return { instance, per, startedAt, startedBy, startedIn, stretches, endedAt, endedBy, outcome };
}

/** A step ends the last stretch, and goes on with the one before where the last had no length. */
function copyStretches(stretches: readonly RunStretch[]): RunStretch[] {
  const copies = [...stretches];
  for (let i = Math.max(0, copies.length - 2); i < copies.length; i++) {
    const { kind, counts, isAsleep, from, to, by } = copies[i];
    copies[i] = { kind, counts, isAsleep, from, to, by };
  }
  return copies;
}
