import type { MetricDefinition, Trigger } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/** What a GLPI desk has set up; docs/presets/glpi.md. */
export interface GlpiOptions<G extends string> {
  /** The groups that have OLAs; each gets metrics of its own, such as `network.timeToOwn`. */
  readonly olaGroups?: readonly G[];
}

type GlpiMetric<G extends string> = "timeToOwn" | "timeToResolve" | `${G}.timeToOwn` | `${G}.timeToResolve`;

const WAITING: Condition = { fact: "statusCategory", is: "pending" };
const BECOMES_DONE: Trigger = { on: "becomes", condition: DONE };
const BECOMES_CLOSED: Trigger = { on: "becomes", condition: { fact: "statusCategory", is: "closed" } };
/** The time between a solution and a reopening counts as waiting. */
const REOPENS = { on: [{ on: "ceases", condition: DONE }], as: "resume" } as const;

/**
 * GLPI: time to own, which ignores waiting, and time to resolve, for SLAs since the ticket's creation and for the OLAs of
 * each group since they were attached. What it reproduces, and what not: docs/presets/glpi.md.
 */
export function glpi<G extends string = never>({
  olaGroups = [],
}: GlpiOptions<G> = {}): Preset<GlpiMetric<G>> {
  return {
    preset: "glpi",
    statuses: {
      new: "new",
      assigned: "open",
      planned: "open",
      waiting: "pending",
      solved: "solved",
      closed: "closed",
    },
    metrics: [
      {
        id: "timeToOwn",
        start: [{ on: "created" }],
        stop: [
          { on: "becomes", condition: { field: "assignee", exists: true } },
          ...worked({ event: "automated", isNot: true }),
        ],
        cancel: [BECOMES_CLOSED],
        repeats: "once",
      },
      {
        id: "timeToResolve",
        start: [{ on: "created" }],
        stop: [BECOMES_DONE],
        pause: { while: WAITING },
        repeats: "once",
        reopen: REOPENS,
      },
      ...olaGroups.flatMap((group) => olaMetrics(group)),
    ],
    options: { endOfBudget: "nextOpening", calendarSwitch: "lastWins", breach: "current" },
  };
}

/** The two clocks of the OLAs of one group: they start when the OLA comes to govern. */
function olaMetrics<G extends string>(group: G): MetricDefinition<GlpiMetric<G>>[] {
  const isAssigned: Condition = { field: "assignedGroups", contains: group };
  const isOfGroup: Condition = { event: "actorGroup", is: group };
  const takenOff: Trigger = { on: "ceases", condition: isAssigned };
  const takesIt: Condition = { all: [isOfGroup, { event: "actor", isField: "assignee" }] };
  return [
    {
      id: `${group}.timeToOwn`,
      start: [{ on: "policyApplied" }],
      stop: [
        { on: "changed", field: "assignee", if: takesIt },
        ...worked({ all: [isOfGroup, { event: "automated", isNot: true }] }),
        takenOff,
      ],
      cancel: [BECOMES_CLOSED],
      pause: { while: { all: [WAITING, { not: isAssigned }] } },
      repeats: "always",
    },
    {
      id: `${group}.timeToResolve`,
      start: [{ on: "policyApplied" }],
      stop: [BECOMES_DONE, takenOff],
      pause: { while: WAITING },
      repeats: "always",
      reopen: REOPENS,
    },
  ];
}

/** A follow-up or a task written by an agent. */
function worked(who: Condition): Trigger[] {
  return [
    { on: "message", by: "agent", visibility: ["public", "internal"], if: who },
    { on: "control", name: "task.added", if: who },
  ];
}
