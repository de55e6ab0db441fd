import type { MetricRun } from "./clock/run.ts";
import { runStep } from "./clock/run.ts";
import type { ClockRun } from "./clock/stretch.ts";
import { kindsOf, type Step } from "./clock/trigger.ts";
import type { CompiledSla } from "./compile.ts";
import { promisesOf } from "./deadline/promises.ts";
import type { Timeline } from "./history/order.ts";
import { applyStep, type TicketState } from "./history/state.ts";
import { type Noted, noteControl, nothingNoted } from "./noted.ts";
import { type Governance, governStep, type PromiseSpan } from "./policy/govern.ts";
import {
  isUpdate,
  type Reigns,
  spansReader,
  stepOf,
  versionBefore,
  versionStep,
  versionsInQuestion,
} from "./policy/versions.ts";
import { type Watched, watchStep } from "./policy/watch.ts";
import { begin, noGovernances, noRuns, type Past, type Progress } from "./progress.ts";
import { firstIndex } from "./time/bisect.ts";

/** Everything that one pass over a history tells. */
export interface Story extends Readonly<Noted> {
  /** Null where nothing opens the ticket. */
  readonly state: TicketState | null;
  /** Number of the step that opens it. */
  readonly opening: number;
  readonly reigns: Reigns;
  /** By track number. */
  readonly runs: readonly MetricRun[];
  /** What is kept of the steps before; null where the pass began with the first. */
  readonly past: Past | null;
}

/** A story that another replay can go on from. */
export interface Halt {
  readonly story: Story;
  /** Null where nothing opened the ticket. */
  readonly progress: Progress | null;
  /** Whether a version to come had something odd to say of a step: that is told from its instant on. */
  readonly warnsAhead: boolean;
}

/**
 * Goes through a history once: fields and facts, who governs, and the clocks, step by step. `since`: how far a replay of
 * the steps before has come; the pass changes it.
 */
export function replay(
  sla: CompiledSla,
  ticket: string,
  timeline: Timeline,
  asOf: number,
  since: Progress | null = null,
): Story {
  const pass = beginPass(sla, ticket, timeline, asOf, since);
  const { story, progress, reigning } = pass;
  if (!progress || !reigning) return story;
  stepThrough(sla, pass, progress, reigning);
  if (reigning.first < reigning.last)
    takeOverBefore(Number.POSITIVE_INFINITY, sla, story.runs, progress.step, reigning);
  return story;
}

/** The same up to the last step and no further, with what the versions to come promise: a snapshot's. */
export function halt(
  sla: CompiledSla,
  ticket: string,
  timeline: Timeline,
  asOf: number,
  since: Progress | null,
): Halt {
  const pass = beginPass(sla, ticket, timeline, asOf, since);
  const { story, progress, reigning } = pass;
  if (!progress || !reigning) return { story, progress: null, warnsAhead: false };
  const isOfOne = sla.versionMode === "atCreation";
  const to = isOfOne ? reigning.last : sla.versions.length - 1;
  if (!since) noGovernances(sla, progress.governances, reigning.last + 1, to);
  const warnsAhead = stepThrough(sla, pass, progress, reigning, to);
  progress.now = reigning.now;
  return { story, progress, warnsAhead };
}

interface Pass {
  readonly story: Story;
  readonly progress: Progress | null;
  readonly reigning: Reigning | null;
}

function beginPass(
  sla: CompiledSla,
  ticket: string,
  { steps, opening }: Timeline,
  asOf: number,
  since: Progress | null,
): Pass {
  const { versions, versionMode: mode, shiftsStarts } = sla;
  const past = since?.past ?? null;
  const createdAt = past ? past.createdAt : opening < 0 ? asOf : steps[opening].at;
  const governances: (Governance | undefined)[] = since?.governances ?? [];
  const reigns: Reigns = { versions, mode, governances, steps, past, createdAt, asOf, shiftsStarts };
  const { first, last } = versionsInQuestion(reigns);
  if (!since) noGovernances(sla, governances, first, last);
  if (!since && opening < 0) {
    const story = { state: null, opening, reigns, runs: noRuns(sla), past, ...nothingNoted() };
    return { story, progress: null, reigning: null };
  }
  const progress = since ?? begin(sla, ticket, steps, opening, governances);
  const { runs, handSet, exemptions, deliveries, acknowledgements } = progress;
  const { state } = progress.step;
  const story = { state, opening, reigns, runs, past, handSet, exemptions, deliveries, acknowledgements };
  return { story, progress, reigning: reigningOf(sla, reigns, first, last, progress) };
}

/** Takes a ticket through its steps; whether a version to come (those up to `ahead`) had something odd to say. */
function stepThrough(
  sla: CompiledSla,
  { story }: Pass,
  progress: Progress,
  reigning: Reigning,
  ahead = reigning.last,
): boolean {
  const { step, runs, governances } = progress;
  const { state, watched } = step;
  const { versions } = sla;
  const { reigns, first, last } = reigning;
  const { steps } = reigns;
  const before = reigns.past?.count ?? 0;
  let warnsAhead = false;
  for (let i = Math.max(0, story.opening); i < steps.length; i++) {
    if (first < last) takeOverBefore(steps[i].at, sla, runs, step, reigning);
    state.step = before + i;
    applyStep(sla.history, state, steps[i], i === story.opening);
    watchStep(sla.watched, watched, state);
    for (let version = first; version <= last; version++) {
      const governance = governances[version];
      if (governance) governStep(versions[version].sets, governance, state, watched);
    }
    if (last < ahead) warnsAhead = governAhead(sla, progress, last + 1, ahead) || warnsAhead;
    step.kinds = kindsOf(state, watched);
    reigning.before = reigning.now;
    if (first < last && (reigns.mode !== "nextUpdate" || isUpdate(steps[i])))
      reigning.now = Math.min(last, Math.max(first, versionBefore(versions, steps[i].at)));
    runTracks(sla, runs, step, reigning);
    if (state.isSpecial) noteControl(sla, progress, state, steps[i]);
  }
  return warnsAhead;
}

/** What versions to come say of a step: what is odd about it is kept apart, and whether something was is told. */
function governAhead({ versions }: CompiledSla, progress: Progress, from: number, to: number): boolean {
  const { state, watched } = progress.step;
  const { warnings } = state;
  state.warnings = null;
  for (let version = from; version <= to; version++) {
    const governance = progress.governances[version];
    if (governance) governStep(versions[version].sets, governance, state, watched);
  }
  const isOdd = state.warnings !== null;
  state.warnings = warnings;
  return isOdd;
}

/** The state of a ticket's policies at a step, as tracks of a lane's own see it. */
interface Reigning {
  readonly reigns: Reigns;
  readonly first: number;
  readonly last: number;
  /** Numbers of the versions in force before the step and in it. */
  before: number;
  now: number;
  /** By track: what its lane was promised so far, by whichever versions governed the clock. */
  readonly promised: readonly ((clock: ClockRun) => readonly PromiseSpan[])[];
  /** By track: the same where versions follow one another, kept step by step. */
  readonly followed: readonly PromiseSpan[][];
}

function reigningOf(
  { tracks }: CompiledSla,
  reigns: Reigns,
  first: number,
  last: number,
  { followed, now: since }: Progress,
): Reigning {
  const now = Math.max(first, since);
  if (first === last && tracks.every(({ lane }) => lane === null))
    return { reigns, first, last, before: now, now, promised: [], followed };
  const follows = first < last && (reigns.mode === "inForceAtEachInstant" || reigns.mode === "nextUpdate");
  const promised = tracks.map(({ lane }, t) => {
    if (lane === null) return () => followed[t];
    return follows ? () => followed[t] : spansReader(reigns, lane);
  });
  return { reigns, first, last, before: now, now, promised, followed };
}

function runTracks(
  { tracks, policies }: CompiledSla,
  runs: readonly MetricRun[],
  step: Step,
  reigning: Reigning,
): void {
  for (let t = 0; t < tracks.length; t++) {
    const { metric, lane, cancels } = tracks[t];
    if (lane !== null) {
      step.isApplied = metric.listensToPolicies && isApplied(policies, reigning, lane, step.state.step);
      step.released = cancels ? released(reigning, t, lane, step.state) : null;
    }
    runStep(metric, runs[t], step);
    step.isApplied = false;
    step.released = null;
  }
}

/** Whether another policy than before governs a lane from this step on. */
function isApplied(
  policies: CompiledSla["policies"],
  { reigns, before, now }: Reigning,
  lane: number,
  step: number,
): boolean {
  const idOf = (version: number, by: number) => policies[spanIn(reigns, version, lane, by)?.policy ?? -1]?.id;
  const policy = idOf(now, step);
  return policy !== undefined && policy !== idOf(before, step - 1);
}

/** Whether a step left a clock of a lane without any policy, and its promise said to cancel then (semantics K7). */
function released(
  { reigns, before, now, promised, followed }: Reigning,
  track: number,
  lane: number,
  { step, event }: TicketState,
): (clock: ClockRun) => boolean {
  const span = spanIn(reigns, now, lane, step);
  if (span && (span.step === step || now !== before))
    followed[track].push({ ...span, from: event.at, by: event, step });
  return (clock) => {
    const spans = promised[track](clock);
    const end = firstIndex(spans.length, (i) => spans[i].step > step);
    if (end === 0 || spans[end - 1].step !== step || spans[end - 1].policy >= 0) return false;
    const first = Math.max(0, firstIndex(spans.length, (i) => spans[i].step > clock.startedIn) - 1);
    const terms = { spans: spans.slice(first, end - 1), overrides: [] };
    return promisesOf(clock, terms, Number.POSITIVE_INFINITY, true).at(-1)?.goal?.released === "cancel";
  };
}

/** What a version promised a lane by the end of a step. */
function spanIn({ governances }: Reigns, version: number, lane: number, step: number): PromiseSpan | null {
  const spans = governances[version]?.promises[lane] ?? [];
  let i = spans.length - 1;
  while (i >= 0 && spans[i].step > step) i--;
  return spans[i] ?? null;
}

/** Versions that take over between two events do so at a step of their own (semantics P6). */
function takeOverBefore(
  at: number,
  { tracks }: CompiledSla,
  runs: readonly MetricRun[],
  { state, watched }: Step,
  reigning: Reigning,
): void {
  const { reigns, last } = reigning;
  if (reigns.mode !== "inForceAtEachInstant") return;
  for (let v = reigning.now + 1; v <= last && reigns.versions[v].from < at; v++) {
    reigning.before = reigning.now;
    reigning.now = v;
    const step = stepOfVersion(reigns, v, state, watched);
    const governance = reigns.governances[v];
    if (governance) governStep(reigns.versions[v].sets, governance, step.state, step.watched);
    state.warnings = step.state.warnings;
    for (let t = 0; t < tracks.length; t++) {
      const { metric, lane, cancels } = tracks[t];
      if (lane === null || !cancels) continue;
      step.released = released(reigning, t, lane, step.state);
      runStep(metric, runs[t], step);
    }
  }
}

/** A step in which nothing happens to the ticket but that time has passed. */
function stepOfVersion({ versions }: Reigns, version: number, state: TicketState, watched: Watched): Step {
  const { id, from } = versions[version];
  const event = versionStep(id, from);
  const { type } = event;
  const nothing = { isOpening: false, isMessage: false, isReply: false, isRequest: false, isSpecial: false };
  const number = stepOf(versions, version, state.step + 1);
  return {
    state: { ...state, ...nothing, changed: [], was: [], changedBits: 0, event, type, step: number },
    watched: { now: watched.now, before: watched.now, turned: false },
    kinds: 0,
    isApplied: false,
    released: null,
  };
}
