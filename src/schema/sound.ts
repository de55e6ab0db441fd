import type { Definition } from "../definition.ts";
import type { Issue } from "../diagnostics.ts";

const ALWAYS = [["00:00", "24:00"]] as const;
const PLACEHOLDER_CALENDAR = {
  timeZone: "UTC",
  weeklyHours: { sun: ALWAYS, mon: ALWAYS, tue: ALWAYS, wed: ALWAYS, thu: ALWAYS, fri: ALWAYS, sat: ALWAYS },
};

/**
 * The part of a draft whose shape is sound, for its meaning to be checked too, so that one error lists all
 * issues. Policies keep their numbers and calendars their ids; null where nothing can be said.
 */
export function soundPart(draft: unknown, shapeIssues: readonly Issue[]): Definition<string> | null {
  const isBroken = (...start: Issue["path"]) =>
    shapeIssues.some(({ path }) => start.every((key, i) => path[i] === key));
  if (typeof draft !== "object" || draft === null || shapeIssues.some(({ path }) => path.length === 0))
    return null;
  const whole = draft as Definition<string>;
  if (isBroken("policies") && !Array.isArray(whole.policies)) return null;
  if (isBroken("calendars") && (typeof whole.calendars !== "object" || whole.calendars === null)) return null;
  const members = Object.entries(whole).filter(
    ([key]) => key === "policies" || key === "calendars" || !isBroken(key),
  );
  const policies = whole.policies.map((policy, i) => (isBroken("policies", i) ? emptied(policy, i) : policy));
  const calendars = Object.entries(whole.calendars ?? {}).map(
    ([id, calendar]) => [id, isBroken("calendars", id) ? PLACEHOLDER_CALENDAR : calendar] as const,
  );
  return { ...Object.fromEntries(members), policies, calendars: Object.fromEntries(calendars) };
}

function emptied(policy: unknown, number: number): { id: string; targets: Record<string, never> } {
  const id = typeof policy === "object" && policy !== null ? (policy as { id?: unknown }).id : undefined;
  return { id: typeof id === "string" ? id : `policies.${number}`, targets: {} };
}
