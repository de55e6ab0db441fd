import { conditionsHeld } from "./action/conditions.ts";
import { type Planned, planActions } from "./action/plan.ts";
import { clockName, clocksOf } from "./action/record.ts";
import { type Action, settle } from "./action/settle.ts";
import type { CompiledSla } from "./compile.ts";
import type { LaneGroup, MetricLanes } from "./compileMetrics.ts";
import type { Lane } from "./compileVersions.ts";
import { type Course, chart } from "./deadline/course.ts";
import { dueOf } from "./deadline/due.ts";
import { withValue } from "./deadline/identity.ts";
import type { LaneTerms } from "./deadline/promises.ts";
import { type Labels, type LeanReading, type Reading, readClock, readLean } from "./deadline/reading.ts";
import { openingAsKnown, type Rulers } from "./deadline/rulers.ts";
import { strictestOf } from "./deadline/strictest.ts";
import type { PromiseSpan } from "./policy/govern.ts";
import { type LiveSpell, liveSpells, spansReader } from "./policy/versions.ts";
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
  const clocks: LeanReading<M>[] = [];
  const context: ReadContext = {
    sla,
    story,
    asOf,
    detail,
    rulers: sla.rulers,
    plan: [],
    clockIds: new Map(),
  };
  for (const metric of sla.metrics) {
    let isRead = false;
    for (const group of metric.groups) isRead = readGroup(context, metric, group, clocks) || isRead;
    if (!isRead && metric.isMeasured) readUntargeted(context, metric, clocks);
  }
  return { clocks, actions: settled(context) };
}

/** The actions planned, with what the history says of them. */
function settled<M extends string>({ sla, story, asOf, plan, clockIds }: ReadContext): Action<M>[] {
  const { state, reigns, opening, deliveries, acknowledgements } = story;
  if (!state || (plan.length === 0 && deliveries.length === 0)) return [];
  const told = { rules: sla.history, ticket: state.ticket, steps: reigns.steps, opening, state };
  return settle(plan, {
    ticket: state.ticket,
    asOf,
    deliveries,
    acknowledgements,
    policyId: (policy) => sla.policies[policy].id,
    conditionsHeld: (questions) => conditionsHeld(questions, told),
    clocks: clocksOf(clockIds, reigns.steps),
    rules: sla.rules,
  });
}

interface ReadContext {
  readonly sla: CompiledSla;
  readonly story: Story;
  readonly asOf: number;
  readonly detail: "full" | "lean";
  readonly rulers: Rulers;
  /** Actions planned so far. */
  readonly plan: Planned[];
  /** Ids of readings by the names of clocks. */
  readonly clockIds: Map<string, string>;
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
  group: LaneGroup,
  readings: LeanReading<M>[],
): boolean {
  const { lanes } = group;
  const id = metric.metric.id as M;
  if (lanes.length === 1) {
    const { courses, isPromised } = coursesOf(context, metric, lanes[0]);
    if (!isPromised) return false;
    for (const course of courses) report(context, id, group, lanes[0], course, readings);
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
  if (isPromised) for (const same of byClock.values()) reportStrictest(context, id, group, same, readings);
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
  const spansFor = spansReader(story.reigns, lane.number);
  const courses: Course[] = [];
  let isPromised = false;
  for (const { clocks } of values) {
    let notBefore: number | undefined;
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
function wasPromised({ promises, earlier, superseded }: Course): boolean {
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

/** The measured clocks of a metric that nothing promised anything. */
function readUntargeted<M extends string>(
  context: ReadContext,
  metric: MetricLanes,
  readings: LeanReading<M>[],
): void {
  const { story, asOf, rulers } = context;
  const lane = unpromised(metric.metric.id);
  const group = { lanes: [lane], name: metric.metric.id, measure: metric.metric.id, hasRules: false };
  const terms: LaneTerms = { spans: [], overrides: overridesOf(story, lane) };
  for (const { clocks } of story.runs[metric.sharedTrack].values) {
    for (const clock of clocks)
      report(context, metric.metric.id as M, group, lane, chart(clock, terms, asOf, rulers), readings);
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

/** Adds the reading of a clock, and its actions. */
function report<M extends string>(
  context: ReadContext,
  metric: M,
  group: LaneGroup,
  lane: Lane,
  course: Course,
  clocks: LeanReading<M>[],
): void {
  const labels = labelsOf(context, metric, group, lane, course);
  clocks.push(context.detail === "full" ? readClock(course, labels) : readLean(course, labels));
  if (group.hasRules) plan(context, metric, group, labels.id, { lane, course });
}

/** Adds of several lanes the strictest reading, and the actions of each. */
function reportStrictest<M extends string>(
  context: ReadContext,
  metric: M,
  group: LaneGroup,
  same: readonly LaneCourse[],
  clocks: LeanReading<M>[],
): void {
  const labels = labelsOf(context, metric, group, same[0].lane, same[0].course);
  const read = context.detail === "full" ? readClock<M> : readLean<M>;
  const courses = same.map(({ course }) => course);
  const readings = courses.map((course) => read(course, labels));
  clocks.push(readings.length === 1 ? readings[0] : strictestOf(courses, readings));
  if (group.hasRules) for (const one of same) plan(context, metric, group, labels.id, one);
}

function labelsOf<M extends string>(
  { sla, story }: ReadContext,
  metric: M,
  { name }: LaneGroup,
  { policySet, level }: Lane,
  { clock: { per, instance } }: Course,
): Labels<M> {
  return {
    id: `${per === null ? name : withValue(name, per)}#${instance}`,
    metric,
    policySet,
    level,
    exempted: exemptionOf(story, metric),
    holders: story.state?.holders ?? NO_HOLDERS,
    policies: sla.policies,
  };
}

function plan(
  { sla, story, asOf, plan: planned, clockIds }: ReadContext,
  metric: string,
  group: LaneGroup,
  clockId: string,
  { lane, course }: LaneCourse,
): void {
  const measure = withValue(group.measure, course.clock.per);
  if (story.deliveries.length + story.acknowledgements.length > 0) {
    for (const life of [...course.earlier, course])
      clockIds.set(clockName(measure, life.clock.startedBy.id), clockId);
  }
  const actions = planActions(course, {
    metric,
    measure,
    clockId,
    rules: (policy) => sla.policies[policy].rules.get(lane.number) ?? [],
    opening: (calendar, at) => openingBy(sla, calendar, at, asOf),
  });
  for (const action of actions) planned.push(action);
}

/** The next opening of a calendar; the instant itself without one. */
function openingBy({ calendars }: CompiledSla, id: string | null, at: number, asOf: number): number | null {
  const calendar = id === null ? undefined : calendars.get(id);
  return calendar ? openingAsKnown(calendar, at, asOf) : at;
}

const NO_HOLDERS: Labels<string>["holders"] = [];

function exemptionOf({ exemptions }: Story, metric: string): string | null {
  if (exemptions.size === 0) return null;
  const [own, all] = [exemptions.get(metric), exemptions.get(null)];
  return (own && all ? (own.step < all.step ? own : all) : (own ?? all))?.reason ?? null;
}
