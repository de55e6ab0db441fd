import type { MetricDefinition } from "../clock/metric.ts";
import type { Definition } from "../definition.ts";
import type { Issue } from "../diagnostics.ts";

const ALWAYS = [["00:00", "24:00"]] as const;
const PLACEHOLDER_CALENDAR = {
  timeZone: "UTC",
  weeklyHours: { sun: ALWAYS, mon: ALWAYS, tue: ALWAYS, wed: ALWAYS, thu: ALWAYS, fri: ALWAYS, sat: ALWAYS },
};

/**
 * The part of a draft whose shape is sound, for its meaning to be checked too, so that one error lists all
 * issues. Entries keep their numbers and ids: a broken one is replaced by one that says nothing. Null where nothing
 * can be said.
 */
export function soundPart(draft: unknown, shapeIssues: readonly Issue[]): Definition<string> | null {
  const broken = new Set(shapeIssues.flatMap(({ path }) => [startOf(path, 1), startOf(path, 2)]));
  const isBroken = (...start: Issue["path"]) => broken.has(startOf(start, start.length));
  const isReplaceable = ({ path }: Issue) =>
    path.length > 1 || !LISTS.includes(String(path[0] ?? "calendars"));
  if (!shapeIssues.every(isReplaceable)) return null;
  const whole = draft as Definition<string>;
  const members = Object.entries(whole).filter(([key]) => LISTS.includes(key) || !isBroken(key));
  const entries = <T, U>(key: string, list: Readonly<Record<string, T>> | undefined, substitute: U) =>
    Object.fromEntries(
      Object.entries(list ?? {}).map(([id, entry]): [string, T | U] => [
        id,
        isBroken(key, id) ? substitute : entry,
      ]),
    );
  return {
    ...Object.fromEntries(members),
    ...(whole.policies && {
      policies: whole.policies.map((policy, i) =>
        isBroken("policies", i) ? emptyPolicy(policy, i) : policy,
      ),
    }),
    metrics: (whole.metrics ?? []).map((metric, i) =>
      isBroken("metrics", i) ? emptyMetric(metric, i) : metric,
    ),
    calendars: entries("calendars", whole.calendars, PLACEHOLDER_CALENDAR),
    holidayLists: entries("holidayLists", whole.holidayLists, []),
  };
}

/** Members whose entries can be replaced one by one. */
const LISTS: readonly string[] = ["policies", "metrics", "calendars", "holidayLists"];

function emptyPolicy(policy: unknown, number: number): { id: string; targets: Record<string, never> } {
  return { id: idOf(policy) ?? `policies.${number}`, targets: {} };
}

function emptyMetric(metric: unknown, number: number): MetricDefinition {
  return { id: idOf(metric) ?? `metrics.${number}`, start: [], stop: [], repeats: "once" };
}

function startOf(path: Issue["path"], length: number): string {
  return JSON.stringify(path.slice(0, length));
}

function idOf(entry: unknown): string | null {
  const id = typeof entry === "object" && entry !== null ? (entry as { id?: unknown }).id : undefined;
  return typeof id === "string" ? id : null;
}
