import { BUILT_IN_METRICS } from "./clock/builtIn.ts";
import { type CompiledMetric, compileMetric } from "./clock/compile.ts";
import { compiledBuiltIns } from "./clock/compiledBuiltIns.ts";
import type { MetricDefinition } from "./clock/metric.ts";
import type { CompiledPolicy } from "./compilePolicy.ts";
import type { Lane } from "./compileVersions.ts";
import { clockName, measureName } from "./deadline/identity.ts";
import type { Definition } from "./definition.ts";
import { error, type Issue } from "./diagnostics.ts";
import type { Names } from "./policy/names.ts";
import { createWatchList, type WatchList } from "./policy/watch.ts";

/** A metric, and the lanes in which it may be promised something, in the order of a verdict. */
export interface MetricLanes {
  readonly metric: CompiledMetric;
  /** Read even without a target. */
  readonly isMeasured: boolean;
  readonly groups: readonly LaneGroup[];
  /** Number of the track whose clocks all lanes share that have none of their own. */
  readonly sharedTrack: number;
  /** Number of its own track, by the number of a lane that has one. */
  readonly trackOf: ReadonlyMap<number, number>;
}

/** Lanes that a verdict reports as one. */
export interface LaneGroup {
  readonly lanes: readonly Lane[];
  /** What their clocks are called, but for a value and a number. */
  readonly name: string;
  /** What actions say is measured, but for a value. */
  readonly measure: string;
  /** Whether some policy has rules for them. */
  readonly hasRules: boolean;
}

/** Clocks that run as one: of a metric, or of a metric in a lane whose policies start or end them. */
export interface ClockTrack {
  readonly metric: CompiledMetric;
  readonly lane: number | null;
  /** Whether a promise of the lane can end its clocks. */
  readonly cancels: boolean;
}

/** A metric, and where it is written. */
export interface MetricPlace {
  readonly metric: MetricDefinition;
  readonly path: Issue["path"];
  readonly isOwn: boolean;
}

/** The built-in metrics and the desk's own; one of its own with a built-in id replaces it. */
export function metricsOf(definition: Definition<string>, issues: Issue[]): MetricPlace[] {
  const own = (definition.metrics ?? []).map((metric, i) => ({ metric, path: ["metrics", i], isOwn: true }));
  const ids = new Set<string>();
  for (const [i, { metric }] of own.entries()) {
    if (ids.has(metric.id))
      issues.push(
        error("metric.duplicate_id", ["metrics", i, "id"], `another metric has the id \`${metric.id}\``),
      );
    ids.add(metric.id);
  }
  const builtIn = BUILT_IN_METRICS.filter(({ id }) => !ids.has(id));
  return [...builtIn.map((metric) => ({ metric, path: ["metrics", metric.id], isOwn: false })), ...own];
}

export interface MetricPlan {
  readonly metric: CompiledMetric;
  readonly isMeasured: boolean;
  readonly lanes: readonly Lane[];
}

/** Gives a metric's clocks their tracks: one for all lanes, and one for each lane that starts or ends clocks of its own. */
export function layTracks(
  { metric, isMeasured, lanes }: MetricPlan,
  policies: readonly CompiledPolicy[],
  tracks: ClockTrack[],
): MetricLanes {
  const sharedTrack = tracks.length;
  tracks.push({ metric, lane: null, cancels: false });
  const trackOf = new Map<number, number>();
  for (const { number, cancels } of lanes) {
    if (!cancels && !metric.listensToPolicies) continue;
    trackOf.set(number, tracks.length);
    tracks.push({ metric, lane: number, cancels });
  }
  const groups = new Map<string, Lane[]>();
  for (const lane of lanes) {
    const key = JSON.stringify([lane.policySet, lane.level, lane.isStrictest ? null : lane.number]);
    groups.set(key, [...(groups.get(key) ?? []), lane]);
  }
  return {
    metric,
    isMeasured,
    groups: [...groups.values()].map((group) => laneGroup(group, policies)),
    sharedTrack,
    trackOf,
  };
}

function laneGroup(lanes: readonly Lane[], policies: readonly CompiledPolicy[]): LaneGroup {
  const [{ metric, policySet, policy, level, isStrictest }] = lanes;
  return {
    lanes,
    name: clockName({ metric, policySet, policy: isStrictest ? null : policy, level }),
    measure: measureName(metric, level),
    hasRules: lanes.some(({ number }) => policies.some(({ rules }) => rules.has(number))),
  };
}

/** The metrics that a verdict can read; the others are only checked. */
export function compileMetrics(
  { measure = [] }: Definition<string>,
  definitions: readonly MetricPlace[],
  lanes: readonly Lane[],
  names: Names,
  watch: WatchList,
): MetricPlan[] {
  const promised = new Set(lanes.map(({ metric }) => metric));
  return definitions.flatMap(({ metric, path, isOwn }) => {
    const isRead = promised.has(metric.id) || measure.includes(metric.id);
    if (!isRead && !isOwn) return [];
    const compiled = isOwn
      ? compileMetric(metric, names, isRead ? watch : createWatchList(names), path)
      : compiledBuiltIns().metrics.get(metric.id);
    if (!isRead || !compiled) return [];
    return [
      {
        metric: compiled,
        isMeasured: measure.includes(metric.id),
        lanes: lanes.filter((lane) => lane.metric === metric.id),
      },
    ];
  });
}
