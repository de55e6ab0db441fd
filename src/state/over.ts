import { readActionId } from "../action/identity.ts";
import type { Delivery } from "../action/record.ts";
import type { Action } from "../action/settle.ts";
import type { ValueRun } from "../clock/run.ts";
import type { ClockRun } from "../clock/stretch.ts";
import type { CompiledSla } from "../compile.ts";
import type { LaneGroup, MetricLanes } from "../compileMetrics.ts";
import { dueOf } from "../deadline/due.ts";
import { withValue } from "../deadline/identity.ts";
import { type LeanReading, readLean } from "../deadline/reading.ts";
import type { EndedClocks, Totals } from "../progress.ts";
import { type Reported, readReported } from "../read.ts";
import type { Story } from "../replay.ts";
import { SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";

/** How many of its clocks, from the first on, each value can do without: nothing that may come changes what they say. */
export type Over = ReadonlyMap<ValueRun, number>;

/** Which clocks have ended for good. */
export function overIn(sla: CompiledSla, story: Story, actions: readonly Action[]): Over {
  if (!story.runs.some(({ values }) => values.some(hasEnded))) return NOTHING_OVER;
  const over = new Map<ValueRun, number>();
  const busy = busyClocks(actions, story.deliveries);
  for (const metric of sla.metrics) {
    if (!mayForget(sla, metric)) continue;
    for (const track of [metric.sharedTrack, ...metric.trackOf.values()]) {
      const groups = metric.groups.filter((group) => trackOf(metric, group) === track);
      for (const value of story.runs[track].values) {
        const isBusy = ({ per, instance }: ClockRun) =>
          groups.some(({ name }) => busy.has(`${withValue(name, per)}#${instance}`));
        let number = 0;
        while (
          number < value.clocks.length &&
          isOver(metric, story, value, number) &&
          !isBusy(value.clocks[number])
        )
          number++;
        if (number > 0) over.set(value, number);
      }
    }
  }
  return over;
}

const NOTHING_OVER: Over = new Map();

/** Whether its first clock has: only from there on any is left out. */
function hasEnded({ clocks }: ValueRun): boolean {
  return clocks.length > 0 && clocks[0].endedAt !== null;
}

function trackOf(metric: MetricLanes, { lanes }: LaneGroup): number {
  return metric.trackOf.get(lanes[0].number) ?? metric.sharedTrack;
}

/**
 * Whether the clocks of a metric may be kept as totals: those that a verdict names alike must be the same ones in each
 * lane, and no calendar known otherwise later may move their actions.
 */
function mayForget({ policies, hasKnowledge }: CompiledSla, metric: MetricLanes): boolean {
  const isQuiet = (lane: number) =>
    policies.some(({ rules }) => rules.get(lane)?.some(({ quiet }) => quiet !== null));
  return metric.groups.every((group) => {
    const track = trackOf(metric, group);
    if (metric.isMeasured && track !== metric.sharedTrack) return false;
    return group.lanes.every(
      ({ number }) =>
        (metric.trackOf.get(number) ?? metric.sharedTrack) === track && !(hasKnowledge && isQuiet(number)),
    );
  });
}

/** Whether a clock has ended and nothing reopens it. One outside the supported years is kept, for its warning. */
function isOver({ metric }: MetricLanes, { state }: Story, { clocks }: ValueRun, number: number): boolean {
  const { endedAt, outcome, startedAt } = clocks[number];
  if (endedAt === null || !isSupported(startedAt) || !isSupported(endedAt)) return false;
  const isLast = number === clocks.length - 1;
  return !(isLast && outcome === "fulfilled" && metric.reopen.triggers.length > 0 && !state?.isGone);
}

function isSupported(at: number): boolean {
  return at >= SUPPORTED_FROM && at < SUPPORTED_TO;
}

/** Ids of readings with an action that the host is still to perform, or one performed under the name of another clock. */
function busyClocks(actions: readonly Action[], deliveries: readonly Delivery[]): ReadonlySet<string> {
  const busy = new Set<string>();
  if (actions.length === 0) return busy;
  const performed = new Set(deliveries.map(({ name }) => deliveryKey(name)));
  for (const { id, clock, status, deliveredAt } of actions) {
    const name = clock === null ? null : readActionId(id);
    if (!name || clock === null) continue;
    if (status === "due" || (deliveredAt !== null && !performed.has(deliveryKey(name)))) busy.add(clock);
  }
  return busy;
}

/** What two deliveries of the same step on the same clock have in common. */
export function deliveryKey({ measure, startedBy, rule, shot }: Delivery["name"]): string {
  return JSON.stringify([rule, measure, shot, startedBy]);
}

/** What is kept of the clocks that are over, those before them included. */
export function totalsOf(sla: CompiledSla, story: Story, asOf: number, over: Over): readonly EndedClocks[] {
  const before = story.past?.ended ?? [];
  if (over.size === 0) return before;
  const found: EndedClocks[] = [];
  for (const [m, metric] of sla.metrics.entries()) {
    for (let g = metric.isMeasured ? -1 : 0; g < metric.groups.length; g++) {
      const group = g < 0 ? null : metric.groups[g];
      const { values } = story.runs[group ? trackOf(metric, group) : metric.sharedTrack];
      const known = before.filter((one) => one.metric === m && one.group === g);
      const reported = values.some((value) => over.has(value))
        ? readReported({ sla, story, asOf }, metric, group, readLean)
        : [];
      for (const value of values) {
        const { per } = value;
        const last = value.before + (over.get(value) ?? 0);
        const ended = reported.filter(({ reading }) => reading.per === per && reading.instance <= last);
        const own = known.find((one) => one.per === per) ?? noTotals(m, g, per);
        const sum = ended.reduce((sum, one) => added(sum, one, metric, group), own);
        if (sum.count > 0) found.push(sum);
      }
    }
  }
  return found;
}

function noTotals(metric: number, group: number, per: string | null): EndedClocks {
  const none: Totals = { count: 0, met: 0, missed: 0, cancelled: 0, untargeted: 0, elapsedMs: 0 };
  return { metric, group, per, isPromised: false, dues: [], ...none };
}

function added(
  sum: EndedClocks,
  { reading, number, same }: Reported<LeanReading>,
  { metric }: MetricLanes,
  group: LaneGroup | null,
): EndedClocks {
  const { promises } = same[number].course;
  const elapsedMs = promises[promises.length - 1].track.used.at(-1) ?? 0;
  const isPromised = sum.isPromised || same.some(({ isPromised }) => isPromised);
  const dues = metric.isCadence
    ? (group?.lanes ?? []).map(({ number }, i) => {
        const course = same.find(({ lane }) => lane.number === number)?.course;
        return course ? dueOf(course, course.promises[course.promises.length - 1]).at : (sum.dues[i] ?? null);
      })
    : [];
  return { ...sum, ...withReading(sum, { ...reading, elapsedMs }), isPromised, dues };
}

/** Totals with one more clock. */
export function withReading(
  { count, met, missed, cancelled, untargeted, elapsedMs }: Totals,
  reading: { readonly met: boolean | null; readonly state: string; readonly elapsedMs: number },
): Totals {
  const is = (kind: string) => (kindOf(reading) === kind ? 1 : 0);
  return {
    count: count + 1,
    met: met + is("met"),
    missed: missed + is("missed"),
    cancelled: cancelled + is("cancelled"),
    untargeted: untargeted + is("untargeted"),
    elapsedMs: elapsedMs + reading.elapsedMs,
  };
}

function kindOf({ met, state }: { readonly met: boolean | null; readonly state: string }): string {
  if (met !== null) return met ? "met" : "missed";
  return state === "cancelled" ? "cancelled" : "untargeted";
}
