import {
  addBusinessTime,
  type CalendarDefinition,
  compileCalendar,
  type Definition,
  type Trigger,
} from "../../../index.ts";
import { calendarOf } from "../calendar.ts";
import { BadVector, only, record, type Vector, type VectorFile } from "../vector.ts";
import { BLOCKED, type Draft, eventsOf, POLICY } from "./history.ts";
import { amount, flag, texts } from "./read.ts";
import { type Metric, type Semantics, systemOf } from "./systems.ts";

/** The one policy of a vector, and how it counts. */
export interface Desk {
  readonly definition: Definition<Metric>;
  readonly events: readonly Draft[];
  /** Whether the system counts hold by the wall clock. */
  readonly isHoldWall: boolean;
}

const POLICY_MEMBERS = [
  "clock",
  "firstResponseSeconds",
  "nextResponseSeconds",
  "resolutionSeconds",
  "pauseStatuses",
  "resolvedStatuses",
  "firstResponseOn",
  "holdSeconds",
  "holdUnit",
  "reopenCountsResolvedGapAsHold",
  "priority",
];

/** What may give the first response, as a vector words it. */
const RESPONSES: Readonly<Record<string, Trigger>> = {
  "message.agent": { on: "reply" },
  "status->paused": { on: "becomes", condition: { fact: "statusCategory", is: "pending" } },
  "status open->resolved": { on: "becomes", condition: { fact: "done", is: true } },
};

/** The desk of a vector whose policy promises amounts: the system's preset, the calendar, one policy, and the ticket's events. */
export function deskOf(vector: Vector, file: VectorFile): Desk {
  const policy = record(vector.policy, "policy");
  only(policy, "policy", POLICY_MEMBERS);
  const system = systemOf(vector);
  const paused = texts(policy.pauseStatuses, "policy.pauseStatuses");
  const resolved = texts(policy.resolvedStatuses, "policy.resolvedStatuses");
  const semantics = withPolicy(system.semantics({ paused, resolved }), policy);
  const calendar = isBusiness(policy) ? hoursOf(vector, file) : null;
  const isHoldWall = oneOf(policy.holdUnit, ["business", "wall-clock"], "policy.holdUnit") === "wall-clock";
  const drafts = withPriority(eventsOf(vector), policy);
  const lent = system.isLent ? withLent(drafts) : drafts;
  const pausedBy = Object.entries(semantics.statuses ?? {}).find(([, category]) => category === "pending");
  const events = withHold(lent, policy, { calendar, isHoldWall, status: pausedBy?.[0] });
  return { definition: definitionOf(vector, semantics, calendar), events, isHoldWall };
}

/** The definition with one policy that promises what the vector's does. */
export function definitionOf(
  vector: Vector,
  semantics: Semantics,
  calendar: CalendarDefinition | null,
): Definition<Metric> {
  const policy = record(vector.policy, "policy");
  const target = (metric: Metric) => {
    const ms = amount(policy[`${metric}Seconds`], "seconds", `policy.${metric}Seconds`);
    return ms === null ? {} : { [metric]: ms };
  };
  return {
    ...semantics,
    measure: (semantics.metrics ?? []).map(({ id }) => id),
    ...(calendar && { calendars: { hours: calendar } }),
    policies: [
      {
        id: POLICY,
        ...(systemOf(vector).skipsBlocked && { if: { field: BLOCKED, isNot: true } }),
        ...(calendar && { calendar: "hours" }),
        targets: { ...target("firstResponse"), ...target("nextResponse"), ...target("resolution") },
      },
    ],
  };
}

/** Whether the targets count business time: as `clock` says, or else wherever there is a calendar. */
function isBusiness({ clock }: Vector): boolean {
  return oneOf(clock, ["business", "always-open"], "policy.clock") !== "always-open";
}

/**
 * A vector's hours. These systems know no 24:00: an end of 23:59 or 23:59:59 is how their administrators write
 * midnight, and the last second or minute is not meant to be closed.
 */
export function hoursOf(vector: Vector, file: VectorFile): CalendarDefinition | null {
  if (vector.calendar === null || vector.calendar === undefined) return null;
  const calendar = calendarOf(vector.calendar, file);
  const weeklyHours = Object.entries(calendar.weeklyHours ?? {}).map(([day, windows]) => [
    day,
    windows.map(([from, to]) => [from, /^23:59(:59)?$/.test(to) ? "24:00" : to]),
  ]);
  return { ...calendar, weeklyHours: Object.fromEntries(weeklyHours) };
}

/** What of the system's semantics the vector's policy switches. */
function withPolicy(semantics: Semantics, policy: Vector): Semantics {
  const on = texts(policy.firstResponseOn, "policy.firstResponseOn");
  const unknown = on?.find((word) => !Object.hasOwn(RESPONSES, word));
  if (unknown !== undefined) throw new BadVector(`\`${unknown}\` is nothing that gives a first response`);
  const gapIsHold = flag(policy.reopenCountsResolvedGapAsHold, "policy.reopenCountsResolvedGapAsHold");
  const isAll = on?.length === Object.keys(RESPONSES).length;
  const metrics = semantics.metrics?.map((metric) => ({
    ...metric,
    ...(metric.id === "firstResponse" && on && !isAll && { stop: on.map((word) => RESPONSES[word]) }),
    ...(metric.id === "resolution" &&
      gapIsHold === false &&
      metric.reopen && { reopen: { ...metric.reopen, as: "count" as const } }),
  }));
  return { ...semantics, ...(metrics && { metrics }) };
}

/** The policy's priority is the ticket's, unless an event says so. */
function withPriority([created, ...rest]: readonly Draft[], { priority }: Vector): Draft[] {
  if (priority === undefined) return [created, ...rest];
  if (typeof priority !== "string") throw new BadVector("`policy.priority` is no text");
  return [{ ...created, set: { priority, ...created.set } }, ...rest];
}

/** An automation lends the policy at the creation, unless an event says when. */
export function withLent(drafts: readonly Draft[]): Draft[] {
  const [created, ...rest] = drafts;
  if (rest.some(({ type }) => type === "policy.assigned")) return [...drafts];
  return [created, { type: "policy.assigned", at: created.at, policy: POLICY }, ...rest];
}

/** A hold that the vector only counts (`holdSeconds`) as a pause of that length from the creation on. */
function withHold(
  drafts: readonly Draft[],
  policy: Vector,
  {
    calendar,
    isHoldWall,
    status,
  }: { calendar: CalendarDefinition | null; isHoldWall: boolean; status: string | undefined },
): Draft[] {
  const hold = amount(policy.holdSeconds, "seconds", "policy.holdSeconds");
  if (!hold) return [...drafts];
  if (status === undefined) throw new BadVector("there is a hold, but no status that holds");
  const [created, ...rest] = drafts;
  const until =
    calendar && !isHoldWall
      ? addBusinessTime(compileCalendar(calendar), created.at, hold)
      : created.at + hold;
  if (until === null) throw new BadVector("the hold never ends");
  const pause: Draft[] = [
    { type: "changed", at: created.at, set: { status } },
    { type: "changed", at: until, set: { status: created.set?.status ?? "Open" } },
  ];
  return [created, ...[...pause, ...rest].sort((a, b) => a.at - b.at)];
}

/** One of a few words; undefined where it is left out. */
export function oneOf(value: unknown, words: readonly string[], name: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string" || !words.includes(value))
    throw new BadVector(`\`${name}\` is none of ${words.join(", ")}`);
  return value;
}
