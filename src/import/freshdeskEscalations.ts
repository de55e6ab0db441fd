import type { ActionDefinition } from "../action/definition.ts";
import { SECOND } from "../time/units.ts";
import { isScalar, listOf, needed, noteUnknown, numberOf, type Part, partOf } from "./reader.ts";
import { leaveOut } from "./report.ts";
import { durationText } from "./targets.ts";

export type FreshdeskMetric = "firstResponse" | "nextResponse" | "resolution";

/** Each kind of notice: whose target it is about, and whether it comes before it. */
const KINDS: Readonly<Record<string, { readonly metric: FreshdeskMetric; readonly isBefore: boolean }>> = {
  reminder_response: { metric: "firstResponse", isBefore: true },
  reminder_next_response: { metric: "nextResponse", isBefore: true },
  reminder_resolution: { metric: "resolution", isBefore: true },
  response: { metric: "firstResponse", isBefore: false },
  next_response: { metric: "nextResponse", isBefore: false },
};
const LEVELS = ["level_1", "level_2", "level_3", "level_4"];

/** The reminders and escalations of a policy's `escalation`; their ids begin with the policy's. */
export function escalationsOf(
  escalation: Part | undefined,
  policy: string,
): ActionDefinition<FreshdeskMetric>[] {
  if (!escalation) return [];
  noteUnknown(escalation, [...Object.keys(KINDS), "resolution"]);
  const ofKinds = Object.entries(KINDS).flatMap(([key, { metric, isBefore }]) => {
    const part = partOf(escalation, key);
    return (part && noticeOf(part, `${policy}/${key}`, metric, isBefore)) ?? [];
  });
  const levels = partOf(escalation, "resolution");
  if (levels) noteUnknown(levels, LEVELS);
  const ofLevels = LEVELS.flatMap((level) => {
    const part = levels && partOf(levels, level);
    return (part && noticeOf(part, `${policy}/resolution/${level}`, "resolution", false)) ?? [];
  });
  return [...ofKinds, ...ofLevels];
}

/** One notice; undefined for an empty one, which nobody set up. */
function noticeOf(
  part: Part,
  id: string,
  metric: FreshdeskMetric,
  isBefore: boolean,
): ActionDefinition<FreshdeskMetric> | undefined {
  if (Object.keys(part.members).length === 0) return undefined;
  noteUnknown(part, ["escalation_time", "agent_ids"]);
  const seconds = needed(numberOf, part, "escalation_time");
  const notify = agentsOf(part);
  if (seconds === undefined) return undefined;
  if (notify.length === 0) {
    leaveOut(part.report, "nobody", part.path, "there is nobody to tell, so nothing is planned");
    return undefined;
  }
  // A reminder's time is negative, since it comes before
  const offset = durationText(Math.min(Math.round(Math.abs(seconds) * SECOND), Number.MAX_SAFE_INTEGER));
  return {
    kind: isBefore ? "reminder" : "escalation",
    id,
    metric,
    fire: isBefore ? { before: offset } : { after: offset },
    notify,
  };
}

/** Agents by id; -1 stands for whoever has the ticket. */
function agentsOf(part: Part): string[] {
  return listOf(part, "agent_ids").flatMap((id, i) => {
    if (id === -1 || id === "-1") return ["assignee"];
    if (isScalar(id) && typeof id !== "boolean" && /^[1-9]\d*$/.test(String(id))) return [`user:${id}`];
    leaveOut(
      part.report,
      "unknown_recipient",
      [...part.path, "agent_ids", i],
      "this is no agent's id, and nobody is told",
    );
    return [];
  });
}
