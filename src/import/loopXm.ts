import type { Definition, PolicyDefinition, PolicySetDefinition } from "../definition.ts";
import type { Condition } from "../policy/condition.ts";
import type { LevelTarget, Target } from "../policy/definition.ts";
import { loopXm } from "../preset/loopXm.ts";
import { MINUTE } from "../time/units.ts";
import { isAnyOf } from "./conditions.ts";
import { conversationPolicies } from "./loopXmConversations.ts";
import { type LoopXmMetric, rulesOf } from "./loopXmRules.ts";
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
import { checkMade, complain, type Imported, readPayload } from "./report.ts";
import { amountOf, targetByPriority } from "./targets.ts";

const PRIORITIES = ["low", "medium", "high"];
const SCOPES = ["brand", "locationType", "location"];

/**
 * A definition of Loop XM's policies. Their API has no public shape; this one is ours, and mirrors the screen:
 * `{ policies, conversationEscalations }` (docs/guides/import.md). A rule for one location asks for the ticket's
 * location when it fires.
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
    const policies = inOrder.map(({ policy }) => policy);
    const conversations = conversationPolicies(partsOf(root, "conversationEscalations"));
    checkMade([...policies, ...conversations], [], report);
    const sets: PolicySetDefinition<LoopXmMetric>[] = [
      { id: "tickets", policies },
      { id: "conversations", policies: conversations },
    ];
    return { ...loopXm(), ...(conversations.length > 0 ? { policySets: sets } : { policies }) };
  });
}

/** A policy, and the one thing that it asks of a ticket. */
interface Read {
  readonly policy: PolicyDefinition<LoopXmMetric>;
  readonly scope: Condition | undefined;
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
  const actions = rulesOf(part, id, second !== undefined);
  const resolution: Target | undefined = second ? { levels: { ...(first && { first }), second } } : first;
  return {
    policy: {
      id,
      name: id,
      ...(description !== undefined && { description }),
      ...(scope && { if: scope }),
      targets: { ...(response && { firstResponse: response }), ...(resolution && { resolution }) },
      ...(actions.length > 0 && { actions }),
    },
    scope,
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
