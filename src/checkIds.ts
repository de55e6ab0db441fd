import type { Definition } from "./definition.ts";
import { error, type Issue, lint } from "./diagnostics.ts";

/** Duplicate ids, and policies that no ticket or not every ticket can meet. */
export function checkIds(definition: Definition<string>, issues: Issue[]): void {
  const policies = new Set<string>();
  const actions = new Set<string>();
  for (const [i, policy] of definition.policies.entries()) {
    if (policies.has(policy.id))
      issues.push(
        error("policy.duplicate_id", ["policies", i, "id"], `another policy has the id \`${policy.id}\``),
      );
    policies.add(policy.id);
    for (const [j, { id }] of (policy.actions ?? []).entries()) {
      if (actions.has(id)) {
        issues.push(
          error(
            "action.duplicate_id",
            ["policies", i, "actions", j, "id"],
            `another action has the id \`${id}\`; ids are unique in the whole definition`,
          ),
        );
      }
      actions.add(id);
    }
  }
  if (definition.policies.length > 0 && definition.policies.every((policy) => policy.if)) {
    issues.push(
      lint(
        "policy.no_default",
        ["policies"],
        "every policy has a condition; a ticket that meets none has no target",
      ),
    );
  }
  const open = definition.policies.findIndex((policy) => !policy.if);
  for (let shadowed = open + 1; open >= 0 && shadowed < definition.policies.length; shadowed++) {
    const message = `the policy \`${definition.policies[open].id}\` before it takes every ticket`;
    issues.push(lint("policy.unreachable", ["policies", shadowed], message));
  }
}
