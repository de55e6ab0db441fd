import type { CompiledSla } from "./compile.ts";
import type { LaneGroup, MetricLanes } from "./compileMetrics.ts";
import type { Lane } from "./compileVersions.ts";
import { type Course, chart } from "./deadline/course.ts";
import { dueOf } from "./deadline/due.ts";
import type { LaneTerms } from "./deadline/promises.ts";
import type { HandSet } from "./noted.ts";
import type { PromiseSpan } from "./policy/govern.ts";
import { type LiveSpell, liveSpells, spansReader } from "./policy/versions.ts";
import type { Story } from "./replay.ts";

/** One clock as one lane has it. */
export interface LaneCourse {
  readonly lane: Lane;
  readonly course: Course;
}

/** The clocks of lanes that are reported as one, each in those lanes that have it. */
export function lanesByClock(
  sla: CompiledSla,
  story: Story,
  asOf: number,
  metric: MetricLanes,
  { lanes }: LaneGroup,
): LaneCourse[][] {
  const byClock = new Map<string, LaneCourse[]>();
  for (const lane of lanes) {
    for (const course of coursesOf(sla, story, asOf, metric, lane).courses) {
      const key = JSON.stringify([course.clock.per, course.clock.startedIn]);
      byClock.set(key, [...(byClock.get(key) ?? []), { lane, course }]);
    }
  }
  return [...byClock.values()];
}

/** The courses of a metric's clocks in a lane, and whether it ever promised one of them something. */
export function coursesOf(
  sla: CompiledSla,
  story: Story,
  asOf: number,
  metric: MetricLanes,
  lane: Lane,
): { courses: Course[]; isPromised: boolean } {
  const { rulers } = sla;
  const { values } = story.runs[metric.trackOf.get(lane.number) ?? metric.sharedTrack];
  const overrides = overridesOf(story, lane);
  const { isCadence } = metric.metric;
  const spansFor = spansReader(story.reigns, lane.number);
  const courses: Course[] = [];
  let isPromised = false;
  for (const { per, clocks } of values) {
    let notBefore = isCadence ? lastDue(sla, story, lane, per) : undefined;
    for (const clock of clocks) {
      const startedAt = Math.max(clock.startedAt, notBefore ?? clock.startedAt);
      const { startedBy, endedAt } = clock;
      const life = { startedAt, startedBy, endedAt };
      const chartBy = (spans: readonly PromiseSpan[]) =>
        chart(clock, { spans, overrides }, asOf, rulers, notBefore);
      const spells = liveSpells(story.reigns, lane.number, life);
      const course = spells ? chartLive(spells, chartBy) : chartBy(spansFor(life));
      if (isCadence) notBefore = dueOf(course, course.promises[course.promises.length - 1]).at ?? undefined;
      isPromised ||= wasPromised(course);
      courses.push(course);
    }
  }
  return { courses, isPromised };
}

/** The course under the version that is live, which knows those that were live before. */
function chartLive(spells: readonly LiveSpell[], chartBy: (spans: readonly PromiseSpan[]) => Course): Course {
  const live = spells[spells.length - 1];
  const superseded = spells.slice(0, -1).map(({ spans, from, to }) => ({ under: chartBy(spans), from, to }));
  return { ...chartBy(live.spans), judgedFrom: live.from, superseded };
}

/** The due times set by hand, or given back, that concern a lane. */
function overridesOf({ handSet }: Story, { metric, level }: Lane): readonly HandSet[] {
  if (handSet.length === 0) return handSet;
  return handSet.filter(
    (set) => (set.metric === null || set.metric === metric) && (set.level === null || set.level === level),
  );
}

/** Whether the clock was ever promised something, while it ran. */
export function wasPromised({ promises, earlier, superseded }: Course): boolean {
  return (
    earlier.length > 0 ||
    promises.some(({ promised }) => promised !== null) ||
    superseded.some(({ under, to }) =>
      [...under.earlier, under].some((life) =>
        life.promises.some((one) => one.promised !== null && one.from < to),
      ),
    )
  );
}

/** When the last of a cadence's clocks was due that are no longer there. */
function lastDue(sla: CompiledSla, { past }: Story, lane: Lane, per: string | null): number | undefined {
  for (const ended of past?.ended ?? []) {
    if (ended.per !== per || ended.group < 0) continue;
    const { lanes } = sla.metrics[ended.metric].groups[ended.group];
    const at = lanes.findIndex(({ number }) => number === lane.number);
    if (at >= 0) return ended.dues[at] ?? undefined;
  }
  return undefined;
}

/** The lane of a metric that nobody promises anything. */
export function untargeted(
  story: Story,
  { metric: { id } }: MetricLanes,
): { lane: Lane; group: LaneGroup; terms: LaneTerms } {
  const lane = unpromised(id);
  const group = { lanes: [lane], name: id, measure: id, hasRules: false };
  return { lane, group, terms: { spans: [], overrides: overridesOf(story, lane) } };
}

/** The clocks of a metric, promised nothing. */
export function untargetedOf(
  sla: CompiledSla,
  story: Story,
  asOf: number,
  metric: MetricLanes,
): LaneCourse[] {
  const { lane, terms } = untargeted(story, metric);
  return story.runs[metric.sharedTrack].values.flatMap(({ clocks }) =>
    clocks.map((clock) => ({ lane, course: chart(clock, terms, asOf, sla.rulers) })),
  );
}

function unpromised(metric: string): Lane {
  return {
    number: -1,
    metric,
    policySet: null,
    policy: null,
    level: null,
    isStrictest: false,
    cancels: false,
  };
}
