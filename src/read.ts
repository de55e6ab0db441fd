import { type Action, planActions } from "./action/plan.ts";
import { viewIndex } from "./calendar/compile.ts";
import type { CompiledSla, LaneGroup, MetricLanes } from "./compile.ts";
import type { Lane } from "./compileVersions.ts";
import { type Course, chart, type Rulers } from "./deadline/course.ts";
import { dueOf } from "./deadline/due.ts";
import { clockName, measureName } from "./deadline/identity.ts";
import type { LaneTerms } from "./deadline/promises.ts";
import { type Labels, type LeanReading, type Reading, readClock, readLean } from "./deadline/reading.ts";
import { strictestOf } from "./deadline/strictest.ts";
import type { PromiseSpan } from "./policy/govern.ts";
import { spansOf } from "./policy/versions.ts";
import type { HandSet, Story } from "./replay.ts";

/** What a verdict says of clocks and actions. */
export interface Readings<R, M extends string = string> {
  readonly clocks: R[];
  readonly actions: Action<M>[];
}

/** Reads every clock in every lane that ever promised it something, and those that are measured. */
export function readAll<M extends string>(
  sla: CompiledSla,
  story: Story,
  asOf: number,
  detail: "lean",
): Readings<LeanReading<M>, M>;
export function readAll<M extends string>(
  sla: CompiledSla,
  story: Story,
  asOf: number,
  detail: "full",
): Readings<Reading<M>, M>;
export function readAll<M extends string>(
  sla: CompiledSla,
  story: Story,
  asOf: number,
  detail: "full" | "lean",
): Readings<LeanReading<M>, M> {
  const readings: Readings<LeanReading<M>, M> = { clocks: [], actions: [] };
  const context: ReadContext = { sla, story, asOf, detail, rulers: rulersOf(sla) };
  for (const metric of sla.metrics) {
    let isRead = false;
    for (const group of metric.groups) isRead = readGroup(context, metric, group, readings) || isRead;
    if (!isRead && metric.isMeasured) readUntargeted(context, metric, readings);
  }
  return readings;
}

interface ReadContext {
  readonly sla: CompiledSla;
  readonly story: Story;
  readonly asOf: number;
  readonly detail: "full" | "lean";
  readonly rulers: Rulers;
}

/** One clock as one lane has it. */
interface LaneCourse {
  readonly lane: Lane;
  readonly course: Course;
}

/** Reads the clocks of lanes that are reported as one; whether any promised something. */
function readGroup<M extends string>(
  context: ReadContext,
  metric: MetricLanes,
  { lanes }: LaneGroup,
  readings: Readings<LeanReading<M>, M>,
): boolean {
  if (lanes.length === 1) {
    const { courses, isPromised } = coursesOf(context, metric, lanes[0]);
    if (!isPromised) return false;
    for (const course of courses) report(context, metric, [{ lane: lanes[0], course }], readings);
    return true;
  }
  const byClock = new Map<string, LaneCourse[]>();
  for (const lane of lanes) {
    for (const course of coursesOf(context, metric, lane).courses) {
      const key = JSON.stringify([course.clock.per, course.clock.startedIn]);
      byClock.set(key, [...(byClock.get(key) ?? []), { lane, course }]);
    }
  }
  const isPromised = [...byClock.values()].flat().some(({ course }) => wasPromised(course));
  if (isPromised) for (const same of byClock.values()) report(context, metric, same, readings);
  return isPromised;
}

/** The courses of a metric's clocks in a lane, and whether it ever promised one of them something. */
function coursesOf(
  context: ReadContext,
  metric: MetricLanes,
  lane: Lane,
): { courses: Course[]; isPromised: boolean } {
  const { story, asOf, rulers } = context;
  const { values } = story.runs[metric.trackOf.get(lane.number) ?? metric.sharedTrack];
  const overrides = overridesOf(story, lane);
  const { isCadence } = metric.metric;
  const courses: Course[] = [];
  let isPromised = false;
  for (const { clocks } of values) {
    let notBefore: number | undefined;
    for (const clock of clocks) {
      const startedAt = Math.max(clock.startedAt, notBefore ?? clock.startedAt);
      const spans = spansOf(story.reigns, lane.number, { startedAt, startedBy: clock.startedBy });
      const course = chart(clock, { spans, overrides }, asOf, rulers, notBefore);
      if (isCadence) notBefore = dueOf(course, course.promises[course.promises.length - 1]).at ?? undefined;
      isPromised ||= wasPromised(course);
      courses.push(course);
    }
  }
  return { courses, isPromised };
}

/** The due times set by hand, or given back, that concern a lane. */
function overridesOf({ handSet }: Story, { metric, level }: Lane): readonly HandSet[] {
  if (handSet.length === 0) return handSet;
  return handSet.filter(
    (set) => (set.metric === null || set.metric === metric) && (set.level === null || set.level === level),
  );
}

/** Whether the clock was ever promised something, while it ran. */
function wasPromised({ promises, earlier }: Course): boolean {
  return earlier.length > 0 || promises.some(({ promised }) => promised !== null);
}

/** The measured clocks of a metric that nothing promised anything. */
function readUntargeted<M extends string>(
  context: ReadContext,
  metric: MetricLanes,
  readings: Readings<LeanReading<M>, M>,
): void {
  const { story, asOf, rulers } = context;
  const lane = unpromised(metric.metric.id);
  const terms: LaneTerms = { spans: [], overrides: overridesOf(story, lane) };
  for (const { clocks } of story.runs[metric.sharedTrack].values) {
    for (const clock of clocks)
      report(context, metric, [{ lane, course: chart(clock, terms, asOf, rulers) }], readings);
  }
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

/** Adds the reading of a clock, of several lanes the strictest, and the actions of each. */
function report<M extends string>(
  { sla, story, detail }: ReadContext,
  { metric }: MetricLanes,
  courses: readonly LaneCourse[],
  { clocks, actions }: Readings<LeanReading<M>, M>,
): void {
  const [{ lane, course }] = courses;
  const { instance, per } = course.clock;
  const names = {
    metric: metric.id,
    policySet: lane.policySet,
    policy: lane.isStrictest ? null : lane.policy,
    level: lane.level,
    per,
  };
  const labels: Labels<M> = {
    id: `${clockName(names)}#${instance}`,
    metric: metric.id as M,
    policySet: lane.policySet,
    level: lane.level,
    exempted: exemptionOf(story, metric.id),
    holders: story.state?.holders ?? [],
    policy: (number) => sla.policies[number],
  };
  const read = detail === "full" ? readClock<M> : readLean<M>;
  const readings = courses.map((one) => read(one.course, labels));
  clocks.push(
    courses.length === 1
      ? readings[0]
      : strictestOf(
          courses.map((one) => one.course),
          readings,
        ),
  );
  for (const one of courses) {
    const context = {
      ticket: story.state?.ticket ?? "",
      metric: metric.id as M,
      measure: measureName(names),
      clockId: labels.id,
      policyId: (policy: number) => sla.policies[policy].id,
      rules: (policy: number) => sla.policies[policy].rules.get(one.lane.number) ?? [],
    };
    for (const action of planActions(one.course, context)) actions.push(action);
  }
}

function exemptionOf({ exemptions }: Story, metric: string): string | null {
  if (exemptions.length === 0) return null;
  return exemptions.find((one) => one.metric === null || one.metric === metric)?.reason ?? null;
}

/** Where the engine's rulers come from: the calendars of a definition, as they were known. */
export function rulersOf(sla: CompiledSla): Rulers {
  const compiledOf = (span: PromiseSpan | null) =>
    span === null || span.calendar === null ? undefined : sla.calendars.get(span.calendar);
  return {
    of(span, knownAt) {
      const compiled = compiledOf(span);
      if (!compiled) return sla.aroundTheClock;
      return span?.goal?.basis === "business"
        ? compiled.business[viewIndex(compiled.calendar, knownAt)]
        : compiled.aroundTheClock;
    },
    moments(spans) {
      if (!sla.hasKnowledge) return NO_MOMENTS;
      const views = spans.flatMap((span) => compiledOf(span)?.calendar.views.slice(1) ?? []);
      return [...new Set(views.map(({ knownFrom }) => knownFrom))].sort((a, b) => a - b);
    },
  };
}

const NO_MOMENTS: readonly number[] = [];
