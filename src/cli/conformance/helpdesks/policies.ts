import type { PolicyDefinition } from "../../../index.ts";
import { list, only, record, text, type Vector } from "../vector.ts";
import { conditionOf } from "./condition.ts";
import type { Desk } from "./desk.ts";
import { eventsOf } from "./history.ts";
import { flag, texts } from "./read.ts";
import { type Metric, systemOf } from "./systems.ts";

/** The desk of a vector that asks which of several policies applies: in their order, the default last. */
export function deskOfPolicies(vector: Vector): Desk {
  const policy = record(vector.policy, "policy");
  only(policy, "policy", ["policies"]);
  const system = systemOf(vector);
  const entries = list(policy.policies, "policy.policies").map((entry, i) => {
    const name = `policy.policies.${i}`;
    const given = record(entry, name);
    only(given, name, ["name", "condition", "default", "enabled", "priorities"]);
    const written = given.condition === null ? "" : text(given.condition ?? "", `${name}.condition`).trim();
    const priorities = texts(given.priorities, `${name}.priorities`);
    const tests = [
      ...(written === "" ? [] : [conditionOf(written)]),
      ...(priorities ? [{ field: "priority", in: priorities }] : []),
    ];
    const isDefault = flag(given.default, `${name}.default`) ?? false;
    const applies = isDefault || written !== "" || system.blankMatches;
    return {
      isDefault,
      isUsed: applies && (flag(given.enabled, `${name}.enabled`) ?? true),
      policy: { id: text(given.name, `${name}.name`), if: { all: tests }, targets: {} },
    };
  });
  const used = entries.filter(({ isUsed }) => isUsed);
  const policies: PolicyDefinition<Metric>[] = [
    ...used.filter(({ isDefault }) => !isDefault),
    ...used.filter(({ isDefault }) => isDefault),
  ].map((entry) => entry.policy);
  const semantics = system.semantics({ paused: undefined, resolved: undefined });
  return { definition: { ...semantics, policies }, events: eventsOf(vector), isHoldWall: false };
}
