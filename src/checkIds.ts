import type { Definition, PolicyDefinition } from "./definition.ts";
import { error, type Issue } from "./diagnostics.ts";

/** Ids that come twice. */
export function checkIds(definition: Definition<string>, issues: Issue[]): void {
  checkVersion(definition, [], issues);
  const versions = new Set(definition.version === undefined ? [] : [definition.version]);
  for (const [i, version] of (definition.versions ?? []).entries()) {
    if (versions.has(version.id))
      issues.push(
        error("version.duplicate_id", ["versions", i, "id"], `another version has the id \`${version.id}\``),
      );
    versions.add(version.id);
    checkVersion(version, ["versions", i], issues);
  }
}

/** The policies of one version: an id may come again in another. */
function checkVersion(
  version: Pick<Definition<string>, "policies" | "policySets">,
  path: Issue["path"],
  issues: Issue[],
): void {
  const sets = new Set<string>();
  const seen = { policies: new Set<string>(), actions: new Set<string>() };
  if (version.policies) checkPolicies(version.policies, seen, [...path, "policies"], issues);
  for (const [i, set] of (version.policySets ?? []).entries()) {
    const at = [...path, "policySets", i];
    if (sets.has(set.id))
      issues.push(error("policy.duplicate_set", [...at, "id"], `another set has the id \`${set.id}\``));
    sets.add(set.id);
    checkPolicies(set.policies, seen, [...at, "policies"], issues);
  }
}

function checkPolicies(
  policies: readonly PolicyDefinition[],
  seen: { policies: Set<string>; actions: Set<string> },
  path: Issue["path"],
  issues: Issue[],
): void {
  for (const [i, policy] of policies.entries()) {
    if (seen.policies.has(policy.id))
      issues.push(
        error("policy.duplicate_id", [...path, i, "id"], `another policy has the id \`${policy.id}\``),
      );
    seen.policies.add(policy.id);
    for (const [j, { id }] of (policy.actions ?? []).entries()) {
      if (seen.actions.has(id)) {
        issues.push(
          error(
            "action.duplicate_id",
            [...path, i, "actions", j, "id"],
            `another action has the id \`${id}\`; ids are unique in the whole definition`,
          ),
        );
      }
      seen.actions.add(id);
    }
  }
}
