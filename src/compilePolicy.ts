import { compileAction } from "./action/compile.ts";
import type { CompiledAction } from "./action/rule.ts";
import { compileTriggers, kindsOf } from "./clock/trigger.ts";
import type { Matching, MatchOptions, PolicyDefinition } from "./definition.ts";
import { error, type Issue, lint } from "./diagnostics.ts";
import { compileCondition } from "./policy/compileCondition.ts";
import type { Options, Target } from "./policy/definition.ts";
import type { Governing } from "./policy/govern.ts";
import type { CompiledMatching } from "./policy/match.ts";
import { addReads, type Names, type Reads } from "./policy/names.ts";
import { type CompiledGoal, checkCalendar, compileTarget, levelsOf } from "./policy/target.ts";
import type { WatchList } from "./policy/watch.ts";

/** A policy ready to govern, and its rules by lane. */
export interface CompiledPolicy extends Governing {
  readonly name: string;
  readonly kind: "sla" | "ola" | "contract";
  /** Id of the version that it is of. */
  readonly version: string | null;
  readonly rules: ReadonlyMap<number, readonly CompiledAction[]>;
}

/** What a policy is compiled against. */
export interface PolicyContext {
  readonly names: Names;
  readonly watch: WatchList;
  /** What the policies of its set read. */
  readonly reads: Reads;
  readonly metricIds: readonly string[];
  readonly options: Options & MatchOptions;
  readonly version: string | null;
  /** Number among the policies of all versions. */
  readonly number: number;
  /** Number of the lane in which the policy promises a level of a metric something. */
  lane(metric: string, level: string | null): number;
}

/** Compiles a policy: its condition, its goals and its rules by lane; what is wrong goes to the issues. */
export function compilePolicy(
  policy: PolicyDefinition,
  context: PolicyContext,
  path: Issue["path"],
): CompiledPolicy {
  const { names, reads, metricIds } = context;
  if (policy.calendar !== undefined) checkCalendar(policy.calendar, names, [...path, "calendar"], "policy");
  checkNames(Object.keys(policy.targets), metricIds, [...path, "targets"], names.issues);
  const condition = policy.if ? compileCondition(policy.if, names, [...path, "if"]) : null;
  if (condition) addReads(reads, condition.reads);
  const goals = compileGoals(policy, context, path);
  return {
    id: policy.id,
    number: context.number,
    version: context.version,
    name: policy.name ?? policy.id,
    kind: policy.kind ?? "sla",
    condition,
    matching: compileMatching(matchingOf(policy, context.options), context, path),
    stop: policy.stop ?? false,
    goals,
    rules: compileRules(policy, context, path),
  };
}

function compileGoals(
  policy: PolicyDefinition,
  { names, reads, metricIds, options, lane }: PolicyContext,
  path: Issue["path"],
): Map<number, CompiledGoal[]> {
  const goals = new Map<number, CompiledGoal[]>();
  const goalContext = {
    calendar: policy.calendar ?? null,
    options: { ...options, ...policy.options },
    names,
    reads,
  };
  for (const [metric, target] of Object.entries(policy.targets)) {
    if (target === undefined || !metricIds.includes(metric)) continue;
    for (const { level, target: one, path: inner } of levelsOf(target)) {
      goals.set(lane(metric, level), compileTarget(one, goalContext, [...path, "targets", metric, ...inner]));
    }
  }
  return goals;
}

/** `assigned` selections match by assignment alone. */
function matchingOf(policy: PolicyDefinition, { selection, matching }: MatchOptions): Matching {
  if (selection === "assigned" || selection === "firstAssigned") return "byAssignment";
  return policy.options?.matching ?? matching ?? "onChange";
}

function compileMatching(
  matching: Matching,
  { names, watch }: PolicyContext,
  path: Issue["path"],
): CompiledMatching {
  if (typeof matching === "string") return { kind: matching };
  const { kinds, triggers } = compileTriggers(matching.on, names, watch, [
    ...path,
    "options",
    "matching",
    "on",
  ]);
  return {
    kind: "on",
    fires: (state, watched) => {
      const step = { state, watched, kinds: kindsOf(state, watched), isApplied: false, released: null };
      return (kinds & step.kinds) !== 0 && triggers.some((trigger) => trigger.fires(step));
    },
  };
}

function compileRules(
  policy: PolicyDefinition,
  { names, metricIds, lane }: PolicyContext,
  path: Issue["path"],
): Map<number, CompiledAction[]> {
  const { issues } = names;
  const rules = new Map<number, CompiledAction[]>();
  for (const [i, action] of (policy.actions ?? []).entries()) {
    const at = [...path, "actions", i];
    checkNames([action.metric], metricIds, [...at, "metric"], issues);
    const target = Object.hasOwn(policy.targets, action.metric) ? policy.targets[action.metric] : undefined;
    const compiled = compileAction(action, names, policy.calendar !== undefined || hasCalendar(target), at);
    const levels = target === undefined ? [] : levelsOf(target).map(({ level }) => level);
    const meant = action.level === undefined ? levels : levels.filter((level) => level === action.level);
    for (const level of meant) {
      const number = lane(action.metric, level);
      rules.set(number, [...(rules.get(number) ?? []), compiled]);
    }
    if (meant.length > 0 || !metricIds.includes(action.metric)) continue;
    const what = action.level === undefined ? "" : ` level \`${action.level}\` of`;
    const message = `the policy promises no${what} \`${action.metric}\`, so this never fires`;
    issues.push(lint("action.no_target", [...at, levels.length > 0 ? "level" : "metric"], message));
  }
  return rules;
}

/** Whether some goal of a target names a calendar of its own. */
function hasCalendar(target: Target | undefined): boolean {
  if (target === undefined) return false;
  return levelsOf(target).some(({ target: level }) => {
    if (typeof level !== "object") return false;
    return "goals" in level
      ? level.goals.some(({ calendar }) => calendar !== undefined)
      : "calendar" in level;
  });
}

/** An issue for each name that is no metric. */
export function checkNames(
  names: readonly string[],
  metricIds: readonly string[],
  path: Issue["path"],
  issues: Issue[],
): void {
  for (const name of names) {
    if (!metricIds.includes(name))
      issues.push(
        error(
          "metric.unknown",
          path.at(-1) === "metric" ? path : [...path, name],
          `there is no metric \`${name}\`; there are ${listed(metricIds)}`,
        ),
      );
  }
}

/** The first ten names: a definition may have thousands. */
function listed(names: readonly string[]): string {
  const more = names.length > 10 ? `, and ${names.length - 10} more` : "";
  return (
    names
      .slice(0, 10)
      .map((name) => `\`${name}\``)
      .join(", ") + more
  );
}
