import { actionNamed } from "./action/named.ts";
import type { Acknowledgement, Delivery } from "./action/record.ts";
import { type MetricRun, noRun, runStep } from "./clock/run.ts";
import type { ClockRun } from "./clock/stretch.ts";
import { kindsOf, type Step } from "./clock/trigger.ts";
import type { CompiledSla } from "./compile.ts";
import { type Override, promisesOf } from "./deadline/promises.ts";
import type { AcknowledgedEvent, ActionDeliveredEvent, HistoryEvent } from "./history/event.ts";
import type { Timeline } from "./history/order.ts";
import { applyEarly, applyStep, initialState, type TicketState, warnOnce } from "./history/state.ts";
import { type Governance, governStep, noGovernance, type PromiseSpan } from "./policy/govern.ts";
import {
  isUpdate,
  type Reigns,
  spansReader,
  stepOf,
  versionBefore,
  versionStep,
  versionsInQuestion,
} from "./policy/versions.ts";
import { type Watched, watchNothing, watchStep } from "./policy/watch.ts";
import { firstIndex } from "./time/bisect.ts";
import { isInstant } from "./time/units.ts";

/** A due time set by hand for a metric, or for one level of it; null stands for all. */
export interface HandSet extends Override {
  readonly metric: string | null;
  readonly level: string | null;
}

/** Everything that one pass over a history tells. */
export interface Story {
  /** Null where nothing opens the ticket. */
  readonly state: TicketState | null;
  /** Number of the step that opens it. */
  readonly opening: number;
  readonly reigns: Reigns;
  /** By track number. */
  readonly runs: readonly MetricRun[];
  readonly handSet: readonly HandSet[];
  /** Why a metric, or each (null), was taken out of compliance first, and in which step. */
  readonly exemptions: ReadonlyMap<string | null, { readonly reason: string; readonly step: number }>;
  readonly deliveries: readonly Delivery[];
  readonly acknowledgements: readonly Acknowledgement[];
}

interface Telling extends Story {
  readonly state: TicketState;
  readonly handSet: HandSet[];
  readonly exemptions: Map<string | null, { readonly reason: string; readonly step: number }>;
  readonly deliveries: Delivery[];
  readonly acknowledgements: Acknowledgement[];
}

/** Goes through a history once: fields and facts, who governs, and the clocks, step by step. */
export function replay(sla: CompiledSla, ticket: string, timeline: Timeline, asOf: number): Story {
  const { steps, opening } = timeline;
  const { versions, versionMode: mode, lanes, tracks } = sla;
  const createdAt = opening < 0 ? asOf : steps[opening].at;
  const { shiftsStarts } = sla;
  const governances: (Governance | undefined)[] = [];
  const reigns: Reigns = { versions, mode, governances, steps, createdAt, asOf, shiftsStarts };
  const { first, last } = versionsInQuestion(reigns);
  for (let version = 0; version < versions.length; version++) {
    const isInQuestion = version >= first && version <= last;
    governances.push(isInQuestion ? noGovernance(versions[version].sets, lanes.length) : undefined);
  }
  const runs: MetricRun[] = [];
  for (let t = 0; t < tracks.length; t++) runs.push(noRun(tracks[t].metric));
  const noted = { opening, handSet: [], exemptions: new Map(), deliveries: [], acknowledgements: [] };
  if (opening < 0) return { state: null, reigns, runs, ...noted };
  const state = initialState(sla.history, ticket, steps[0]);
  const watched = watchNothing(sla.watched);
  const step: Step = { state, watched, kinds: 0, isApplied: false, released: null };
  const story: Telling = { state, reigns, runs, ...noted };
  for (let i = 0; i < opening; i++) {
    applyEarly(sla.history, state, steps[i]);
    if (steps[i].type === "action.delivered") noteControl(sla, story, steps[i]); // for what opened the ticket as known then
  }
  const reigning = reigningOf(sla, reigns, first, last);
  for (let i = opening; i < steps.length; i++) {
    if (first < last) takeOverBefore(steps[i].at, sla, runs, step, reigning);
    state.step = i;
    applyStep(sla.history, state, steps[i], i === opening);
    watchStep(sla.watched, watched, state);
    for (let version = first; version <= last; version++) {
      const governance = governances[version];
      if (governance) governStep(versions[version].sets, governance, state, watched);
    }
    step.kinds = kindsOf(state, watched);
    reigning.before = reigning.now;
    if (first < last && (mode !== "nextUpdate" || isUpdate(steps[i])))
      reigning.now = Math.min(last, Math.max(first, versionBefore(versions, steps[i].at)));
    runTracks(sla, runs, step, reigning);
    if (state.isSpecial) noteControl(sla, story, steps[i]);
  }
  if (first < last) takeOverBefore(Number.POSITIVE_INFINITY, sla, runs, step, reigning);
  return story;
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

function reigningOf({ tracks }: CompiledSla, reigns: Reigns, first: number, last: number): Reigning {
  if (first === last && tracks.every(({ lane }) => lane === null))
    return { reigns, first, last, before: first, now: first, promised: [], followed: [] };
  const follows = first < last && (reigns.mode === "inForceAtEachInstant" || reigns.mode === "nextUpdate");
  const followed = tracks.map((): PromiseSpan[] => []);
  const promised = tracks.map(({ lane }, t) => {
    if (lane === null) return () => followed[t];
    return follows ? () => followed[t] : spansReader(reigns, lane);
  });
  return { reigns, first, last, before: first, now: first, promised, followed };
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

/** Of a reason for an exemption, which every reading carries. */
const MAX_REASON = 1_000;

/** Notes what a control event says of due times and compliance (semantics K14, K15), and names that mean nothing. */
function noteControl(sla: CompiledSla, story: Telling, event: HistoryEvent): void {
  if (event.type === "due.overridden") {
    const isSound = isInstant(event.dueAt) && typeof event.metric === "string";
    if (isSound) story.handSet.push(handSet(event, event.dueAt));
  } else if (event.type === "due.cleared") {
    story.handSet.push(handSet(event, null));
  } else if (event.type === "exempted") {
    const { metric = null, reason } = event;
    if (typeof reason === "string" && !story.exemptions.has(metric))
      story.exemptions.set(metric, { reason: reason.slice(0, MAX_REASON), step: story.state.step });
  } else if (event.type === "action.delivered" || event.type === "acknowledged") {
    noteAction(sla, story, event);
  } else if (event.type === "policy.assigned" || event.type === "policy.released") {
    const id: unknown = event.policy;
    const isUnknown = typeof id === "string" && !sla.policyIds.has(id);
    if (isUnknown)
      warnOnce(
        story.state,
        `policy ${id}`,
        "history.unknown_policy",
        `no policy has the id \`${id.slice(0, 100)}\``,
      );
  }
  if (
    "level" in event &&
    event.level !== undefined &&
    sla.lanes.every(({ level }) => level !== event.level)
  ) {
    const level = textOf(event.level);
    warnOnce(story.state, `level ${level}`, "history.unknown_level", `no target has a level \`${level}\``);
  }
  if (!("metric" in event) || event.metric === undefined || sla.metricIds.has(event.metric)) return;
  const name = textOf(event.metric);
  warnOnce(story.state, `metric ${name}`, "history.unknown_metric", `there is no metric \`${name}\``);
}

/** Notes what the host says of an action, or (acknowledged) of all. */
function noteAction(
  { rules }: CompiledSla,
  { state, deliveries, acknowledgements }: Telling,
  event: ActionDeliveredEvent | AcknowledgedEvent,
): void {
  const { type, at } = event;
  const id: unknown = event.action;
  const name = actionNamed(id, state.ticket, rules);
  if (type === "acknowledged" && (name !== null || id === undefined)) {
    acknowledgements.push({ name, at });
  } else if (name !== null) {
    deliveries.push({ id: id as string, name, at });
  } else if (typeof id === "string" || type === "acknowledged") {
    const text = textOf(id); // any other value is an odd member
    const message = `no rule fires an action \`${text}\` for this ticket`;
    warnOnce(state, `action ${text}`, "history.unknown_action", message);
  }
}

function handSet(
  event: HistoryEvent & { readonly metric?: string; readonly level?: string },
  dueAt: number | null,
): HandSet {
  return { from: event.at, dueAt, by: event, metric: event.metric ?? null, level: event.level ?? null };
}

/** Of an odd history a member may be anything. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 100) : typeof value;
}
