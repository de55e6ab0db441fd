import { versionNow, versionStep } from "../policy/versions.ts";
import type { Story } from "../replay.ts";
import type { ZoneTable } from "../time/zone.ts";
import type { Moment } from "./moment.ts";
import { momentAt } from "./moment.ts";
import type { PolicyExplained } from "./policies.ts";
import { eventRef } from "./refs.ts";
import { type Stated, type Statement, state } from "./statement.ts";

/** What is said of a ticket's policies: which governs, and why each other one does not. */
export function tellPolicies(
  policies: readonly PolicyExplained[],
  matching: ReadonlyMap<PolicyExplained, string>,
  story: Story,
  zone: ZoneTable,
  asOf: Moment,
): Stated[] {
  const about = (one: Statement): Stated => ({ ...one, clock: null });
  if (!story.state) return [about(state("ticket.notOpened", { asOf }))];
  const sets = [...new Set(policies.map(({ policySet }) => policySet))];
  return sets.flatMap((set) => {
    const own = policies.filter(({ policySet }) => policySet === set);
    const governing = own.filter(({ why }) => why === "governs");
    const none = governing.length === 0 ? [about(state("policy.none", { set }))] : [];
    const others = own.filter(({ why }) => why !== "governs");
    return [
      ...governing.map((one) => about(tellGoverning(one, story, zone))),
      ...none,
      ...others.map((one) => about(tellOther(one, matching.get(one) ?? "onChange"))),
    ];
  });
}

function tellGoverning(one: PolicyExplained, { reigns }: Story, zone: ZoneTable): Statement {
  const { name, policySet, since, condition } = one;
  const number = versionNow(reigns);
  const reign = reigns.governances[number]?.reigns.flat().find(({ by }) => by.id === one.event);
  const event = reign?.by ?? versionStep(one.version, since ?? 0);
  return state("policy.governs", {
    ...{ policy: name, set: policySet, condition },
    since: momentAt(zone, since ?? event.at),
    event: eventRef(zone, event),
  });
}

function tellOther(one: PolicyExplained, matching: string): Statement {
  const { name: policy, policySet: set, failed, why } = one;
  if (why === "failed" && failed) {
    const { condition, actual } = failed;
    return state("policy.failed", { policy, set, test: { condition, actual } });
  }
  if (why === "later") return state("policy.later", { policy, set, chosen: one.chosen ?? "" });
  if (why === "overruled") return state("policy.overruled", { policy, set, chosen: one.chosen });
  return state("policy.notAttached", { policy, set, matching });
}
