import type { Definition, Matching, MatchOptions, PolicyDefinition } from "./definition.ts";
import { error, type Issue, lint } from "./diagnostics.ts";
import { canonical } from "./time/canonical.ts";

/** Duplicate ids, and policies that no ticket or not every ticket can meet. */
export function checkIds(definition: Definition<string>, issues: Issue[]): void {
  checkVersion(definition, definition, [], issues);
  const versions = new Set(definition.version === undefined ? [] : [definition.version]);
  for (const [i, version] of (definition.versions ?? []).entries()) {
    if (versions.has(version.id))
      issues.push(
        error("version.duplicate_id", ["versions", i, "id"], `another version has the id \`${version.id}\``),
      );
    versions.add(version.id);
    checkVersion(definition, version, ["versions", i], issues);
  }
}

/** The policies of one version: an id may come again in another. */
function checkVersion(
  definition: Definition<string>,
  version: Pick<Definition<string>, "policies" | "policySets">,
  path: Issue["path"],
  issues: Issue[],
): void {
  const sets = new Set<string>();
  const seen = { policies: new Set<string>(), actions: new Set<string>() };
  const check = (policies: readonly PolicyDefinition[], at: Issue["path"], own: MatchOptions = {}) => {
    const { selection = "firstMatch", matching = "onChange" } = { ...definition.options, ...own };
    checkPolicies(policies, seen, at, issues);
    if (selection === "firstMatch") checkReach(policies, matching, at, issues);
  };
  if (version.policies) check(version.policies, [...path, "policies"]);
  for (const [i, set] of (version.policySets ?? []).entries()) {
    const at = [...path, "policySets", i];
    if (sets.has(set.id))
      issues.push(error("policy.duplicate_set", [...at, "id"], `another set has the id \`${set.id}\``));
    sets.add(set.id);
    check(set.policies, [...at, "policies"], set.options);
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

/** Whether every ticket meets some policy, and every policy some ticket; where the first that matches governs. */
function checkReach(
  policies: readonly PolicyDefinition[],
  matching: Matching,
  path: Issue["path"],
  issues: Issue[],
): void {
  if (policies.length > 0 && policies.every((policy) => policy.if)) {
    issues.push(
      lint("policy.no_default", path, "every policy has a condition; a ticket that meets none has no target"),
    );
  }
  const conditions = new Map<string, string>();
  let open: string | null = null;
  for (const [i, policy] of policies.entries()) {
    if ((policy.options?.matching ?? matching) !== "onChange") continue;
    const key = policy.if ? canonical(policy.if) : "";
    const before = conditions.get(key);
    if (open !== null) {
      const message = `the policy \`${open}\` before it takes every ticket`;
      issues.push(lint("policy.unreachable", [...path, i], message));
    } else if (before !== undefined) {
      const message = `the policy \`${before}\` before it has the same condition, and takes its tickets`;
      issues.push(lint("policy.unreachable", [...path, i], message));
    }
    conditions.set(key, before ?? policy.id);
    if (!policy.if) open ??= policy.id;
  }
}
