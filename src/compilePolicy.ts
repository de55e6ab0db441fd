import { compileAction } from "./action/compile.ts";
import type { CompiledAction } from "./action/plan.ts";
import type { Definition, PolicyDefinition } from "./definition.ts";
import { error, type Issue, lint } from "./diagnostics.ts";
import type { FieldSlots } from "./history/state.ts";
import { compileCondition } from "./policy/condition.ts";
import type { Governing } from "./policy/govern.ts";
import { type CompiledGoal, compileTarget } from "./policy/target.ts";

/** A policy ready to govern, and its rules by metric number. */
export interface CompiledPolicy extends Governing {
  readonly name: string;
  readonly kind: "sla" | "ola" | "contract";
  /** By metric number. */
  readonly rules: readonly (readonly CompiledAction[])[];
}

/** What a policy is compiled against. */
export interface PolicyContext {
  readonly definition: Definition<string>;
  readonly slots: FieldSlots;
  readonly metricIds: readonly string[];
  readonly calendars: ReadonlySet<string>;
}

/** Compiles a policy: its condition, its goals and its rules by metric number; what is wrong goes to `issues`. */
export function compilePolicy(
  policy: PolicyDefinition,
  context: PolicyContext,
  path: Issue["path"],
  issues: Issue[],
): CompiledPolicy {
  const { slots, metricIds, calendars, definition } = context;
  if (policy.calendar !== undefined && !calendars.has(policy.calendar)) {
    issues.push(
      error(
        "policy.unknown_calendar",
        [...path, "calendar"],
        `no calendar has the id \`${policy.calendar}\``,
      ),
    );
  }
  checkNames(Object.keys(policy.targets), metricIds, [...path, "targets"], issues);
  const goalContext = {
    calendar: policy.calendar ?? null,
    calendars,
    options: { ...definition.options, ...policy.options },
    slots,
  };
  const goals = metricIds.map((id): CompiledGoal[] => {
    const target = Object.hasOwn(policy.targets, id) ? policy.targets[id] : undefined;
    return target === undefined ? [] : compileTarget(target, goalContext, [...path, "targets", id], issues);
  });
  return {
    id: policy.id,
    name: policy.name ?? policy.id,
    kind: policy.kind ?? "sla",
    condition: policy.if ? compileCondition(policy.if, slots, [...path, "if"], issues) : null,
    goals,
    rules: compileRules(policy, metricIds, goals, path, issues),
  };
}

function compileRules(
  policy: PolicyDefinition,
  metricIds: readonly string[],
  goals: readonly CompiledGoal[][],
  path: Issue["path"],
  issues: Issue[],
): CompiledAction[][] {
  const rules: CompiledAction[][] = metricIds.map(() => []);
  for (const [i, action] of (policy.actions ?? []).entries()) {
    const at = [...path, "actions", i];
    const metric = metricIds.indexOf(action.metric);
    const compiled = compileAction(action, at, issues);
    if (metric < 0) checkNames([action.metric], metricIds, [...at, "metric"], issues);
    else {
      rules[metric].push(compiled);
      if (goals[metric].length === 0) {
        issues.push(
          lint(
            "action.no_target",
            [...at, "metric"],
            `the policy promises no \`${action.metric}\`, so this never fires`,
          ),
        );
      }
    }
  }
  return rules;
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
