import { type MetricRun, noRun } from "./clock/run.ts";
import type { Step } from "./clock/trigger.ts";
import type { CompiledSla } from "./compile.ts";
import type { HistoryEvent } from "./history/event.ts";
import { applyEarly, initialState, type TicketState } from "./history/state.ts";
import { type Noted, noteControl, nothingNoted } from "./noted.ts";
import { type Governance, noGovernance, type PromiseSpan } from "./policy/govern.ts";
import type { StepsBefore } from "./policy/versions.ts";
import { watchNothing } from "./policy/watch.ts";

/** How far a replay has come: all that its next step needs, and what later readings need of the steps so far. */
export interface Progress extends Noted {
  readonly step: Step;
  /** By version; undefined for those that cannot matter. */
  readonly governances: (Governance | undefined)[];
  /** By track number. */
  readonly runs: readonly MetricRun[];
  /** By track: what its lane was promised, step by step; empty where no promise of it can end clocks. */
  readonly followed: readonly PromiseSpan[][];
  /** Number of the version in force in the last step. */
  now: number;
  /** Null where it began with the first step. */
  readonly past: Past | null;
}

/** What a snapshot keeps of the steps before it, for the readings after it. */
export interface Past extends StepsBefore {
  readonly createdAt: number;
  readonly ended: readonly EndedClocks[];
  /** Whether conditions of actions held where no later step can change that. */
  readonly answers: readonly Answer[];
  /** Ids of actions that steps at the instant of the last one brought about, or say were performed. */
  readonly doneLast: ReadonlySet<string>;
  /** Names of clocks that are not there (`clockName`) in what was said of actions, and the events named. */
  readonly strangers: ReadonlyMap<string, Stranger>;
  /** The ticket as it was after the last step. */
  fresh(): TicketState;
  readonly doubt: Doubt;
}

/** A clock that is not there, by what it measures and the event that it is named by, and when that was where it is known. */
export interface Stranger {
  readonly measure: string;
  readonly event: string;
  readonly at: number | null;
}

/** Whether something was asked that only the whole history answers. */
export interface Doubt {
  /** Of a condition at an instant before the snapshot. */
  isAsked: boolean;
  /** Of a clock that is not there, by somebody who said something of its action. */
  isOfClock: boolean;
}

/** Whether the condition of an action held at an instant. */
export interface Answer {
  /** Number of the condition among those of all actions. */
  readonly condition: number;
  /** Id of the action. */
  readonly action: string;
  readonly at: number;
  readonly holds: boolean;
}

/** Clocks of one value of a metric that have ended for good, and are no longer there one by one. */
export interface EndedClocks extends Totals {
  /** Numbers of the metric and of its group of lanes; -1 where nothing was promised. */
  readonly metric: number;
  readonly group: number;
  readonly per: string | null;
  readonly isPromised: boolean;
  /** By lane of the group: when the last of them was due; empty but for a cadence. */
  readonly dues: readonly (number | null)[];
}

/** What is kept of clocks that have ended for good. */
export interface Totals {
  /** How many; each of them is of one of the next four kinds. */
  readonly count: number;
  /** Fulfilled in time. */
  readonly met: number;
  /** Breached, however they ended. */
  readonly missed: number;
  /** Cancelled before they breached. */
  readonly cancelled: number;
  /** Fulfilled with no target at their end, and not breached. */
  readonly untargeted: number;
  /** Milliseconds, each clock's in the basis of its target. */
  readonly elapsedMs: number;
}

/** A ticket that has come to the step that opens it. */
export function begin(
  sla: CompiledSla,
  ticket: string,
  steps: readonly HistoryEvent[],
  opening: number,
  governances: (Governance | undefined)[],
): Progress {
  const state = initialState(sla.history, ticket, steps[0]);
  const noted = nothingNoted();
  for (let i = 0; i < opening; i++) {
    applyEarly(sla.history, state, steps[i]);
    if (steps[i].type === "action.delivered") noteControl(sla, noted, state, steps[i]); // it may be of a clock that the ticket's first event, as known then, had started
  }
  const step: Step = {
    state,
    watched: watchNothing(sla.watched),
    kinds: 0,
    isApplied: false,
    released: null,
  };
  const followed: PromiseSpan[][] = [];
  for (let t = 0; t < sla.tracks.length; t++) followed.push([]);
  return { step, governances, runs: noRuns(sla), followed, now: 0, past: null, ...noted };
}

export function noRuns({ tracks }: CompiledSla): MetricRun[] {
  const runs: MetricRun[] = [];
  for (let t = 0; t < tracks.length; t++) runs.push(noRun(tracks[t].metric));
  return runs;
}

/** Nobody governs yet by the versions from `first` to `last`. */
export function noGovernances(
  { versions, lanes }: CompiledSla,
  governances: (Governance | undefined)[],
  first: number,
  last: number,
): void {
  while (governances.length < versions.length) governances.push(undefined);
  for (let version = first; version <= last; version++)
    governances[version] = noGovernance(versions[version].sets, lanes.length);
}
