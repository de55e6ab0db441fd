import { type MetricRun, noRun, runStep } from "./clock/run.ts";
import { kindsOf, type Step } from "./clock/trigger.ts";
import type { ClockTrack, CompiledSla } from "./compile.ts";
import type { Override } from "./deadline/promises.ts";
import type { HistoryEvent } from "./history/event.ts";
import type { Timeline } from "./history/order.ts";
import { applyEarly, applyStep, initialState, type TicketState, warnOnce } from "./history/state.ts";
import { type Governance, governStep, noGovernance, type PromiseSpan } from "./policy/govern.ts";
import { type Reigns, versionBefore, versionsInQuestion } from "./policy/versions.ts";
import { watchNothing, watchStep } from "./policy/watch.ts";
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
  readonly reigns: Reigns;
  /** By track number. */
  readonly runs: readonly MetricRun[];
  readonly handSet: readonly HandSet[];
  /** Metrics taken out of compliance, null for all, and why; in order. */
  readonly exemptions: readonly { readonly metric: string | null; readonly reason: string }[];
}

interface Telling extends Story {
  readonly state: TicketState;
  readonly handSet: HandSet[];
  readonly exemptions: { metric: string | null; reason: string }[];
}

/** Goes through a history once: fields and facts, who governs, and the clocks, step by step. */
export function replay(sla: CompiledSla, ticket: string, timeline: Timeline, asOf: number): Story {
  const { steps, opening } = timeline;
  const { versions, versionMode: mode, lanes, tracks } = sla;
  const createdAt = opening < 0 ? asOf : steps[opening].at;
  const { first, last } = versionsInQuestion(versions, mode, createdAt, asOf);
  const governances: (Governance | undefined)[] = versions.map(({ sets }, version) =>
    version >= first && version <= last ? noGovernance(sets, lanes.length) : undefined,
  );
  const reigns: Reigns = { versions, mode, governances, steps, createdAt, asOf };
  const runs = tracks.map(({ metric }) => noRun(metric));
  if (opening < 0) return { state: null, reigns, runs, handSet: [], exemptions: [] };
  const state = initialState(sla.history, ticket, steps[0]);
  const watched = watchNothing(sla.watched);
  const step: Step = { state, watched, kinds: 0, isApplied: false, isReleased: false };
  const story: Telling = { state, reigns, runs, handSet: [], exemptions: [] };
  for (let i = 0; i < opening; i++) {
    applyEarly(sla.history, state, steps[i]);
    noteControl(sla, story, steps[i]);
  }
  for (let i = opening; i < steps.length; i++) {
    state.step = i;
    applyStep(sla.history, state, steps[i], i === opening);
    watchStep(sla.watched, watched, state);
    for (let version = first; version <= last; version++) {
      const governance = governances[version];
      if (governance) governStep(versions[version].sets, governance, state, watched);
    }
    step.kinds = kindsOf(state, watched);
    const reign = Math.min(last, Math.max(first, versionBefore(versions, steps[i].at)));
    runTracks(tracks, runs, step, governances[reign]);
    noteControl(sla, story, steps[i]);
  }
  return story;
}

function runTracks(
  tracks: readonly ClockTrack[],
  runs: readonly MetricRun[],
  step: Step,
  governance: Governance | undefined,
): void {
  for (let t = 0; t < tracks.length; t++) {
    const { metric, lane } = tracks[t];
    if (lane !== null) noteLane(step, governance?.promises[lane] ?? []);
    else if (step.isReleased || step.isApplied) noteLane(step, []);
    runStep(metric, runs[t], step);
  }
}

/** What the step did to the policy of a lane. */
function noteLane(step: Step, spans: readonly PromiseSpan[]): void {
  const last = spans.at(-1);
  const before = spans.at(-2);
  const isNow = last?.by === step.state.event;
  step.isApplied = isNow && last.policy >= 0 && last.policy !== (before?.policy ?? -1);
  step.isReleased = isNow && last.policy < 0 && before?.goal?.released === "cancel";
}

/** Notes what a control event says of due times and compliance (semantics K14, K15), and names that mean nothing. */
function noteControl(sla: CompiledSla, story: Telling, event: HistoryEvent): void {
  if (event.type === "due.overridden") {
    if (isInstant(event.dueAt)) story.handSet.push(handSet(event, event.dueAt));
  } else if (event.type === "due.cleared") {
    story.handSet.push(handSet(event, null));
  } else if (event.type === "exempted") {
    story.exemptions.push({ metric: event.metric ?? null, reason: textOf(event.reason) });
  } else if (event.type === "policy.assigned" && !sla.policyIds.has(event.policy)) {
    const id = textOf(event.policy);
    warnOnce(story.state, `policy ${id}`, "history.unknown_policy", `no policy has the id \`${id}\``);
  }
  if (!("metric" in event) || event.metric === undefined || sla.metricIds.has(event.metric)) return;
  const name = textOf(event.metric);
  warnOnce(story.state, `metric ${name}`, "history.unknown_metric", `there is no metric \`${name}\``);
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
