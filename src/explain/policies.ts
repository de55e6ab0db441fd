import type { CompiledSla } from "../compile.ts";
import type { PolicyDefinition } from "../definition.ts";
import { asLastRead } from "../evaluate.ts";
import type { TicketState } from "../history/state.ts";
import type { Condition } from "../policy/condition.ts";
import type { GoverningSet, Reign } from "../policy/govern.ts";
import { explainSelection } from "../policy/select.ts";
import { versionNow } from "../policy/versions.ts";
import type { Story } from "../replay.ts";
import { valueIn } from "./refs.ts";
import type { FailedTest } from "./statement.ts";

/**
 * Why a policy governs a ticket at `asOf`, or not: a test of its condition `failed`; another that applies comes before
 * it (`later`, it was not even asked), or is chosen instead (`overruled`); or it would stay once it is attached to a
 * ticket, and was not (`notAttached`).
 */
export interface PolicyExplained {
  readonly policy: string;
  readonly name: string;
  /** Id of its policy set; null where the definition has only `policies`. */
  readonly policySet: string | null;
  readonly version: string | null;
  readonly why: "governs" | "failed" | "later" | "overruled" | "notAttached";
  /** Since when it governs (epoch milliseconds), and the event that made it so; null where it does not. */
  readonly since: number | null;
  readonly event: string | null;
  readonly condition: Condition | null;
  /** The part of its condition that does not hold, with its path; null where all of it does. */
  readonly failed: (FailedTest & { readonly path: readonly (string | number)[] }) | null;
  /** Name of the policy that governs instead; null for none. */
  readonly chosen: string | null;
}

/** Every policy of the version that governs now, set by set, and why it does or does not. */
export function explainPolicies(
  sla: CompiledSla,
  { reigns, state }: Story,
): { policies: PolicyExplained[]; matching: ReadonlyMap<PolicyExplained, string> } {
  const number = versionNow(reigns);
  const governance = reigns.governances[number];
  const matching = new Map<PolicyExplained, string>();
  if (!state || !governance) return { policies: [], matching };
  const definitions = setsOf(sla, number);
  const read = asLastRead(reigns, state);
  const policies = sla.versions[number].sets.flatMap((set, s) => {
    const checks = explainSelection(set, governance.selections[s], read);
    const chosen = governance.reigns[s].map(({ policy }) => nameOf(sla, set, policy));
    return set.policies.map((policy, i) => {
      const reign = governance.reigns[s].find((one) => one.policy === i) ?? null;
      const check = i < checks.length ? checks[i] : null;
      const condition = definitions[s][i].if ?? null;
      const failed = check?.failed && condition ? failedTest(sla, read, condition, check.failed) : null;
      const one: PolicyExplained = {
        policy: policy.id,
        name: nameOf(sla, set, i),
        policySet: set.id,
        version: sla.policies[policy.number].version,
        why: whyOf(set, i, reign, check?.matches ?? null),
        since: reign?.from ?? null,
        event: reign?.by.id ?? null,
        condition,
        failed,
        chosen: reign ? null : (chosen[0] ?? null),
      };
      matching.set(one, policy.matching.kind);
      return one;
    });
  });
  return { policies, matching };
}

function nameOf({ policies }: CompiledSla, set: GoverningSet, policy: number): string {
  return policies[set.policies[policy].number].name;
}

/** The policies of a version as they are written, set by set. */
function setsOf({ definition }: CompiledSla, version: number): (readonly PolicyDefinition[])[] {
  const holder = version === 0 ? definition : definition.versions?.[version - 1];
  const { policies, policySets = [] } = holder ?? {};
  return [...(policies ? [policies] : []), ...policySets.map((set) => set.policies)];
}

function whyOf(
  { policies }: GoverningSet,
  policy: number,
  reign: Reign | null,
  matches: boolean | null,
): PolicyExplained["why"] {
  if (reign) return "governs";
  if (matches === null) return "later";
  if (matches) return "overruled";
  return policies[policy].matching.kind === "onChange" ? "failed" : "notAttached";
}

/** The part of a condition at a path that `failing` gave, and what its subject held. */
function failedTest(
  sla: CompiledSla,
  state: TicketState,
  root: Condition,
  path: readonly (string | number)[],
): FailedTest & { path: readonly (string | number)[] } {
  const last = path.at(-1);
  const steps = last === "any" || last === "not" ? path.slice(0, -1) : path;
  const condition = steps.reduce<unknown>(
    (part, step) => (part as Record<string | number, unknown>)[step],
    root,
  ) as Condition;
  return { path, condition, actual: actualOf(sla, state, condition) };
}

/** What the ticket has where a test looked; null where a condition is not one test. */
function actualOf(sla: CompiledSla, state: TicketState, condition: Condition): FailedTest["actual"] {
  if ("not" in condition) return actualOf(sla, state, condition.not);
  if ("field" in condition) {
    const slot = sla.history.slots.numbers.get(condition.field);
    return { value: slot === undefined ? null : valueIn(state.fields[slot]) };
  }
  if ("fact" in condition) return { value: valueIn(state.facts[condition.fact]) };
  if (!("event" in condition)) return null;
  const { event } = state;
  return {
    value: Object.hasOwn(event, condition.event)
      ? valueIn((event as unknown as Record<string, unknown>)[condition.event])
      : null,
  };
}
