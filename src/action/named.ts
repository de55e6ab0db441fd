import { type ActionName, readActionId } from "./identity.ts";
import type { CompiledAction, Shot } from "./rule.ts";

/** A rule by its id, in each version of the policies that has it; none where the definition has no such rule. */
export type RulesById = (id: string) => readonly CompiledAction[];

/** What an id says, where some rule fires such an action for the ticket; null of anything else. */
export function actionNamed(id: unknown, ticket: string, rules: RulesById): ActionName | null {
  const name = typeof id === "string" ? readActionId(id) : null;
  return name && name.ticket === ticket && stepNamed(rules(name.rule), name.shot) ? name : null;
}

/** A step of a rule by its name in ids, from the last version of the rule that has it; null where none does. */
export function stepNamed(
  rules: readonly CompiledAction[],
  name: string,
): { readonly rule: CompiledAction; readonly shot: Shot } | null {
  const rule = rules.findLast(({ shots }) => shots.some((shot) => shot.name === name));
  const shot = rule?.shots.find((one) => one.name === name);
  return rule && shot ? { rule, shot } : null;
}
