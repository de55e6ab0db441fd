import type { PolicyDefinition } from "../definition.ts";
import { isAnyOf } from "./conditions.ts";
import { escalating, type LoopXmMetric, offsetOf } from "./loopXmRules.ts";
import { idOf, needed, noteUnknown, type Part, textOf } from "./reader.ts";
import { complain } from "./report.ts";
import { durationText } from "./targets.ts";

/** So long without anything done, or open, at one location; then one user gets it. */
interface Escalation {
  readonly metric: "noAction" | "notClosed";
  readonly location: string;
  readonly user: string;
  readonly ms: number;
}

/** A policy for each location: each clock is due at its first escalation, and the others come so much after it. */
export function conversationPolicies(parts: readonly Part[]): PolicyDefinition<LoopXmMetric>[] {
  const byLocation = new Map<string, Escalation[]>();
  for (const escalation of parts.flatMap((part) => escalationOf(part) ?? [])) {
    const here = byLocation.get(escalation.location) ?? [];
    here.push(escalation);
    byLocation.set(escalation.location, here);
  }
  return [...byLocation].map(([location, escalations]) => {
    const firstOf = (metric: string) =>
      Math.min(...escalations.filter((one) => one.metric === metric).map(({ ms }) => ms));
    const metrics = (["noAction", "notClosed"] as const).filter((metric) => Number.isFinite(firstOf(metric)));
    const first = new Map<string, number>(metrics.map((metric) => [metric, firstOf(metric)]));
    const id = `conversations at ${location}`;
    return {
      id,
      if: isAnyOf("location", [location]),
      targets: Object.fromEntries(metrics.map((metric) => [metric, durationText(first.get(metric) ?? 0)])),
      actions: escalations.map(({ metric, user, ms }, i) => ({
        ...escalating(user),
        id: `${id}/escalation-${i}`,
        metric,
        fire: { after: durationText(ms - (first.get(metric) ?? 0)) },
      })),
    };
  });
}

function escalationOf(part: Part): Escalation | undefined {
  noteUnknown(part, ["target", "minutes", "hours", "location", "user"]);
  const target = needed(textOf, part, "target");
  if (target !== undefined && target !== "noAction" && target !== "notClosed")
    complain(part.report, "wrong_value", [...part.path, "target"], "expected `noAction` or `notClosed`");
  const [ms, location, user] = [offsetOf(part), needed(idOf, part, "location"), needed(idOf, part, "user")];
  if (ms === 0) complain(part.report, "wrong_amount", part.path, "an escalation needs some time to wait");
  if (target !== "noAction" && target !== "notClosed") return undefined;
  if (ms === undefined || location === undefined || user === undefined) return undefined;
  return { metric: target, location, user, ms };
}
