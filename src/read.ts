import { type Planned, planActions } from "./action/plan.ts";
import { clockName } from "./action/record.ts";
import { type Action, settle } from "./action/settle.ts";
import type { CompiledSla } from "./compile.ts";
import type { LaneGroup, MetricLanes } from "./compileMetrics.ts";
import type { Lane } from "./compileVersions.ts";
import {
  coursesOf,
  type LaneCourse,
  lanesByClock,
  untargeted,
  untargetedOf,
  wasPromised,
} from "./courses.ts";
import type { Course } from "./deadline/course.ts";
import { withValue } from "./deadline/identity.ts";
import { type Labels, type LeanReading, type Reading, readClock, readLean } from "./deadline/reading.ts";
import { openingAsKnown } from "./deadline/rulers.ts";
import { strictestIn, strictestOf } from "./deadline/strictest.ts";
import { clocksSaid, type Held, heldIn } from "./held.ts";
import type { EndedClocks, Totals } from "./progress.ts";
import type { Story } from "./replay.ts";

/** What a verdict says of clocks and actions. */
export interface Readings<R, M extends string = string> {
  readonly clocks: R[];
  readonly actions: Action<M>[];
  /** Of the actions when each fires, those that were acknowledged away too, and what was asked of the history for them. */
  readonly plan: readonly Planned[];
  readonly held: readonly Held[];
  /** Ids of readings by the names of clocks, where something was said of actions. */
  readonly clockIds: ReadonlyMap<string, string>;
  readonly ended: readonly EndedTotals<M>[];
}

/**
 * What is left of clocks that had ended before a snapshot and that nothing can reopen: how many, by how they ended, and
 * their elapsed time.
 */
export interface EndedTotals<M extends string = string> extends Totals {
  /** The id of their readings up to the `#`. */
  readonly name: string;
  readonly metric: M;
  readonly policySet: string | null;
  readonly level: string | null;
  readonly per: string | null;
  /** Reason of their exemption, if any: of a metric all clocks are exempted, or none. */
  readonly exempted: string | null;
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
  const context = contextOf(sla, story, asOf, detail);
  for (const metric of sla.metrics) {
    let isRead = false;
    for (const group of metric.groups) isRead = readGroup(context, metric, group, clocks) || isRead;
    if (!isRead && metric.isMeasured) readUntargeted(context, metric, clocks);
  }
  const actions = settled<M>(context);
  const { plan, held, clockIds } = context;
  return { clocks, actions, plan, held, clockIds, ended: context.ended as EndedTotals<M>[] };
}

/** The actions planned, with what the history says of them. */
function settled<M extends string>({ sla, story, asOf, plan, held, clockIds }: ReadContext): Action<M>[] {
  const { state, deliveries, acknowledgements } = story;
  const clocks = clocksSaid(story, clockIds);
  if (!state || (plan.length === 0 && deliveries.length === 0)) return [];
  return settle(plan, {
    ticket: state.ticket,
    asOf,
    deliveries,
    acknowledgements,
    policyId: (policy) => sla.policies[policy].id,
    conditionsHeld: (questions) => heldIn(sla, story, state, questions, held),
    clocks,
    rules: sla.rules,
  });
}

interface ReadContext {
  readonly sla: CompiledSla;
  readonly story: Story;
  readonly asOf: number;
  readonly detail: "full" | "lean";
  /** Actions planned so far. */
  readonly plan: Planned[];
  readonly held: Held[];
  readonly ended: EndedTotals[];
  /** Ids of readings by the names of clocks. */
  readonly clockIds: Map<string, string>;
}

function contextOf(sla: CompiledSla, story: Story, asOf: number, detail: ReadContext["detail"]): ReadContext {
  return { sla, story, asOf, detail, plan: [], held: [], ended: [], clockIds: new Map() };
}

/** Reads the clocks of lanes that are reported as one; whether any promised something. */
function readGroup<M extends string>(
  context: ReadContext,
  metric: MetricLanes,
  group: LaneGroup,
  readings: LeanReading<M>[],
): boolean {
  const { lanes } = group;
  const { sla, story, asOf } = context;
  const id = metric.metric.id as M;
  const before = endedOf(context, metric, metric.groups.indexOf(group));
  const wasRead = before.some(({ isPromised }) => isPromised);
  if (lanes.length === 1) {
    const { courses, isPromised } = coursesOf(sla, story, asOf, metric, lanes[0]);
    if (!isPromised && !wasRead) return false;
    tellEnded(context, before, group.name, lanes[0]);
    for (const course of courses) report(context, id, group, lanes[0], course, readings);
    return true;
  }
  const clocks = lanesByClock(sla, story, asOf, metric, group);
  const isPromised = wasRead || clocks.flat().some(({ course }) => wasPromised(course));
  if (!isPromised) return false;
  tellEnded(context, before, group.name, lanes[0]);
  for (const same of clocks) reportStrictest(context, id, group, same, readings);
  return true;
}

/** The measured clocks of a metric that nothing promised anything. */
function readUntargeted<M extends string>(
  context: ReadContext,
  metric: MetricLanes,
  readings: LeanReading<M>[],
): void {
  const { sla, story, asOf } = context;
  const { lane, group } = untargeted(story, metric);
  tellEnded(context, endedOf(context, metric, -1), group.name, lane);
  for (const { course } of untargetedOf(sla, story, asOf, metric))
    report(context, metric.metric.id as M, group, lane, course, readings);
}

const NO_CLOCKS: readonly EndedClocks[] = [];

/** The clocks of a group that ended before the snapshot which the story goes on from. */
function endedOf({ sla, story }: ReadContext, metric: MetricLanes, group: number): readonly EndedClocks[] {
  if (!story.past || story.past.ended.length === 0) return NO_CLOCKS;
  const number = sla.metrics.indexOf(metric);
  return story.past.ended.filter((one) => one.metric === number && one.group === group);
}

function tellEnded(
  { story, ended }: ReadContext,
  before: readonly EndedClocks[],
  name: string,
  { metric, policySet, level }: Lane,
): void {
  const exempted = before.length > 0 ? exemptionOf(story, metric) : null;
  for (const { per, count, met, missed, cancelled, untargeted, elapsedMs } of before) {
    const totals = { count, met, missed, cancelled, untargeted, elapsedMs };
    ended.push({ name: withValue(name, per), metric, policySet, level, per, ...totals, exempted });
  }
}

/** A clock as it is reported in a group of lanes, whatever it was promised, and as each of them has it. */
export interface Reported<R extends LeanReading = Reading> {
  readonly reading: R;
  /** Number of the one that the reading is of. */
  readonly number: number;
  readonly same: readonly (LaneCourse & { readonly isPromised: boolean })[];
}

/** Reads the clocks of a group of lanes (null: in none), whether or not it promised any of them something. */
export function readReported<R extends LeanReading>(
  { sla, story, asOf }: Pick<ReadContext, "sla" | "story" | "asOf">,
  metric: MetricLanes,
  group: LaneGroup | null,
  read: (course: Course, labels: Labels<string>) => R,
): Reported<R>[] {
  const named = group ?? untargeted(story, metric).group;
  const clocks = group
    ? lanesByClock(sla, story, asOf, metric, group)
    : untargetedOf(sla, story, asOf, metric).map((one) => [one]);
  return clocks.map((same) => {
    const labels = labelsOf({ sla, story }, metric.metric.id, named, same[0].lane, same[0].course);
    const readings = same.map(({ course }) => read(course, labels));
    const courses = same.map(({ course }) => course);
    return {
      reading: strictestOf(courses, readings),
      number: strictestIn(courses, readings),
      same: same.map((one) => ({ ...one, isPromised: wasPromised(one.course) })),
    };
  });
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
  { sla, story }: Pick<ReadContext, "sla" | "story">,
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
    fields: { names: sla.reported, spans: story.state?.reported ?? NO_SPANS },
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
const NO_SPANS: Labels<string>["fields"]["spans"] = [];

function exemptionOf({ exemptions }: Story, metric: string): string | null {
  if (exemptions.size === 0) return null;
  const [own, all] = [exemptions.get(metric), exemptions.get(null)];
  return (own && all ? (own.step < all.step ? own : all) : (own ?? all))?.reason ?? null;
}
