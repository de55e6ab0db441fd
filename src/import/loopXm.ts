import type { Definition, PolicyDefinition, PolicySetDefinition } from "../definition.ts";
import type { Condition } from "../policy/condition.ts";
import type { LevelTarget, Target } from "../policy/definition.ts";
import { loopXm } from "../preset/loopXm.ts";
import { MINUTE } from "../time/units.ts";
import { allOf, isAnyOf } from "./conditions.ts";
import { conversationPolicies } from "./loopXmConversations.ts";
import { type LocalRule, type LoopXmMetric, rulesOf } from "./loopXmRules.ts";
import {
  checkUnique,
  idOf,
  needed,
  noteUnknown,
  type Part,
  partAt,
  partOf,
  partsOf,
  textOf,
} from "./reader.ts";
import { checkMade, complain, type Imported, MAX_MADE, readPayload } from "./report.ts";
import { amountOf, targetByPriority } from "./targets.ts";

const PRIORITIES = ["low", "medium", "high"];
const SCOPES = ["brand", "locationType", "location"];

/**
 * A definition of Loop XM's policies. Their API has no public shape; this one is ours, and mirrors the screen:
 * `{ policies, conversationEscalations }` (docs/guides/import.md). Rules for one location make a policy for that
 * location, before the one for all others.
 * @throws SlaError with all issues of a payload of the wrong shape.
 */
export function fromLoopXm(payload: unknown): Imported<LoopXmMetric> {
  return readPayload(payload, (value, report): Definition<LoopXmMetric> => {
    const root = partAt(value, [], report);
    if (!root) return loopXm();
    noteUnknown(root, ["policies", "conversationEscalations"]);
    const parts = partsOf(root, "policies");
    checkUnique(parts, "name");
    const read = parts.map(policyOf);
    // The default policy is everybody else's, wherever it stands
    const inOrder = [...read.filter(({ scope }) => scope), ...read.filter(({ scope }) => !scope)];
    const policies = inOrder.flatMap((policy) => byLocation(policy, root));
    const conversations = conversationPolicies(partsOf(root, "conversationEscalations"));
    checkMade([...policies, ...conversations], [], report);
    const sets: PolicySetDefinition<LoopXmMetric>[] = [
      { id: "tickets", policies },
      { id: "conversations", policies: conversations },
    ];
    return { ...loopXm(), ...(conversations.length > 0 ? { policySets: sets } : { policies }) };
  });
}

/** A policy as the payload has it: one condition, and rules for any or for one location. */
interface Read {
  readonly policy: PolicyDefinition<LoopXmMetric>;
  readonly scope: Condition | undefined;
  readonly rules: readonly LocalRule[];
}

function policyOf(part: Part): Read {
  noteUnknown(part, [
    ...["name", "description", "condition", "response", "resolution", "secondaryResolution"],
    ...["reminders", "escalations"],
  ]);
  const id = needed(idOf, part, "name") ?? "";
  const description = textOf(part, "description");
  const condition = partOf(part, "condition");
  const scope = condition && scopeOf(condition);
  const [response, first, second] = ["response", "resolution", "secondaryResolution"].map((key) =>
    targetOf(part, key),
  );
  const resolution: Target | undefined = second ? { levels: { ...(first && { first }), second } } : first;
  return {
    policy: {
      id,
      name: id,
      ...(description !== undefined && { description }),
      targets: { ...(response && { firstResponse: response }), ...(resolution && { resolution }) },
    },
    scope,
    rules: rulesOf(part, id, second !== undefined),
  };
}

/** Minutes by priority. */
function targetOf(policy: Part, key: string): LevelTarget | undefined {
  const part = partOf(policy, key);
  if (!part) return undefined;
  noteUnknown(part, PRIORITIES);
  const promises = PRIORITIES.flatMap((priority) => {
    const ms = amountOf(part, priority, MINUTE);
    return ms === undefined ? [] : [{ priority: [priority], ms, basis: "aroundTheClock" } as const];
  });
  return targetByPriority(promises, false);
}

/** The one thing that a policy asks of a ticket. */
function scopeOf(condition: Part): Condition | undefined {
  noteUnknown(condition, SCOPES);
  const asked = SCOPES.flatMap((field) => {
    const id = idOf(condition, field);
    return id === undefined ? [] : [isAnyOf(field, [id])];
  });
  if (asked.length !== 1)
    complain(
      condition.report,
      "wrong_value",
      condition.path,
      "expected one of `brand`, `locationType`, `location`",
    );
  return asked[0];
}

/** A policy for each location that has rules of its own, then the one for all others. */
function byLocation({ policy, scope, rules }: Read, { report }: Part): PolicyDefinition<LoopXmMetric>[] {
  const locations = [...new Set(rules.flatMap(({ location }) => location ?? []))];
  if (locations.length * rules.length > MAX_MADE) {
    complain(
      report,
      "too_many",
      ["policies"],
      `rules for single locations make more than ${MAX_MADE} actions`,
    );
    return [];
  }
  return [...locations, null].map((location) => {
    const id = location === null ? policy.id : `${policy.id} at ${location}`;
    const here: Condition[] = location === null ? [] : [isAnyOf("location", [location])];
    const condition = allOf([...(scope ? [scope] : []), ...here]);
    const actions = rules
      .filter((rule) => rule.location === null || rule.location === location)
      .map(({ action }) => ({ ...action, id: `${id}/${action.id}` }));
    return { ...policy, id, ...(condition && { if: condition }), ...(actions.length > 0 && { actions }) };
  });
}
