import { BUILT_IN_METRICS } from "../clock/builtIn.ts";
import type { MetricDefinition, Trigger } from "../clock/metric.ts";
import { type CompiledSla, innerOf, type Sla } from "../compile.ts";
import type { Definition, Matching, MatchOptions, PolicyDefinition } from "../definition.ts";
import { parseInstant } from "../time/instant.ts";
import { describeCalendar } from "./describeCalendars.ts";
import { describeAction, describeTarget } from "./describeTargets.ts";
import { deskZone } from "./explain.ts";
import { momentAt } from "./moment.ts";
import { type Stated, type Statement, state, type TriggerRef } from "./statement.ts";

/** What a definition promises, as plain JSON: statements in the order in which they are read. */
export interface Description {
  /** Fingerprint of the definition. */
  readonly definition: string;
  readonly statements: readonly Stated[];
}

/**
 * Describes what a definition promises, for customers to read (semantics R1): each policy with its targets, pauses,
 * reminders and escalations, then the calendars. `sentences` makes it words.
 * @throws TypeError when `sla` is not from `compileSla`.
 */
export function describe<M extends string>(sla: Sla<M>): Description {
  const inner = innerOf(sla);
  const { definition } = inner;
  const statements = [
    ...describeVersion(inner, definition),
    ...(definition.versions ?? []).flatMap((version) => [
      state("version.from", {
        version: version.id,
        from: momentAt(deskZone(inner), parseInstant(version.from) ?? 0),
      }),
      ...describeVersion(inner, version),
    ]),
    ...metricsPromised(definition).flatMap((metric) => describeMetric(inner, metric)),
    ...Object.entries(definition.calendars ?? {}).flatMap(([id, calendar]) =>
      describeCalendar(id, calendar, definition.holidayLists ?? {}),
    ),
  ];
  return { definition: inner.fingerprint, statements: statements.map((one) => ({ ...one, clock: null })) };
}

interface Policies {
  readonly policies?: readonly PolicyDefinition[];
  readonly policySets?: readonly {
    readonly id: string;
    readonly policies: readonly PolicyDefinition[];
    readonly options?: MatchOptions;
  }[];
}

/** Metrics of which something is promised in any version, each once: what is said of them is so for all policies. */
function metricsPromised(definition: Definition<string>): string[] {
  const all = [definition, ...(definition.versions ?? [])].flatMap(
    ({ policies = [], policySets = [] }: Policies) => [
      ...policies,
      ...policySets.flatMap((set) => set.policies),
    ],
  );
  return [...new Set(all.flatMap((policy) => targetsOf(policy).map(([metric]) => metric)))];
}

function targetsOf({ targets }: PolicyDefinition) {
  return Object.entries(targets).flatMap(([metric, target]) =>
    target === undefined ? [] : [[metric, target] as const],
  );
}

function describeVersion(sla: CompiledSla, { policies, policySets = [] }: Policies): Statement[] {
  const options: MatchOptions = sla.definition.options ?? {};
  return [
    ...(policies ? describeSet(null, policies, options) : []),
    ...policySets.flatMap((set) => describeSet(set.id, set.policies, { ...options, ...set.options })),
  ];
}

function describeSet(
  set: string | null,
  policies: readonly PolicyDefinition[],
  { selection = "firstMatch", matching = "onChange" }: MatchOptions,
): Statement[] {
  const isAssigned = selection === "assigned" || selection === "firstAssigned";
  const told =
    set === null && policies.length < 2
      ? []
      : [state("set.selects", { set, selection, policies: policies.length })];
  return [
    ...told,
    ...policies.flatMap((policy) =>
      describePolicy(
        policy,
        isAssigned ? "byAssignment" : (policy.options?.matching ?? matching),
        selection === "lastMatch" && policy.stop === true,
      ),
    ),
  ];
}

function describePolicy(policy: PolicyDefinition, matching: Matching, endsSearch: boolean): Statement[] {
  const { id, name = id, kind = "sla", description = null } = policy;
  return [
    state("policy.promises", {
      ...{ policy: name, kind, description, condition: policy.if ?? null },
      matching: typeof matching === "string" ? matching : "on",
      endsSearch,
    }),
    ...targetsOf(policy).flatMap(([metric, target]) => describeTarget(policy, metric, target)),
    ...(policy.actions ?? []).flatMap(describeAction),
  ];
}

/** When a metric's clock runs, where it is the desk's own, and when it pauses. */
function describeMetric({ definition }: CompiledSla, id: string): Statement[] {
  const own = definition.metrics?.find((metric) => metric.id === id);
  const metric: MetricDefinition<string> | undefined = own ?? BUILT_IN_METRICS.find((one) => one.id === id);
  if (!metric) return [];
  const { pause, per = null } = metric;
  return [
    ...(own
      ? [
          state("metric.runs", {
            ...{ metric: id, per },
            start: metric.start.map(triggerRef),
            stop: metric.stop.map(triggerRef),
          }),
        ]
      : []),
    ...(pause && "while" in pause ? [state("target.pauses", { metric: id, condition: pause.while })] : []),
    ...(pause && "on" in pause
      ? [
          state("target.pausesBetween", {
            metric: id,
            on: pause.on.map(triggerRef),
            until: pause.until.map(triggerRef),
          }),
        ]
      : []),
  ];
}

function triggerRef(trigger: Trigger): TriggerRef {
  const by = "by" in trigger && trigger.by !== undefined ? [trigger.by].flat() : [];
  return {
    on: trigger.on,
    by,
    name: "name" in trigger ? trigger.name : "field" in trigger ? trigger.field : null,
    condition: "condition" in trigger ? trigger.condition : null,
    if: trigger.if ?? null,
  };
}
