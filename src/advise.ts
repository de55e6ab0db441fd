import type { MetricDefinition, Trigger } from "./clock/metric.ts";
import type { CompiledCalendar } from "./deadline/rulers.ts";
import type { Definition, Matching, MatchOptions, PolicyDefinition } from "./definition.ts";
import { type Issue, lint } from "./diagnostics.ts";
import type { Condition } from "./policy/condition.ts";
import { excludes, implies, type Parts, partsOf } from "./policy/implied.ts";
import { formatDate } from "./time/civil.ts";
import { DAY } from "./time/units.ts";
import { startOfDay } from "./time/zone.ts";

/** How long before the last holiday known a calendar is worth a look. */
const HOLIDAYS_AHEAD = 90 * DAY;

/** Advice about a definition that means something, but perhaps not what its author thinks (semantics R4). */
export function advise(
  definition: Definition<string>,
  calendars: ReadonlyMap<string, CompiledCalendar>,
  asOf: number | undefined,
  issues: Issue[],
): void {
  for (const [i, metric] of (definition.metrics ?? []).entries())
    adviseOnPause(metric, ["metrics", i], issues);
  adviseOnVersion(definition, definition, [], issues);
  for (const [i, version] of (definition.versions ?? []).entries())
    adviseOnVersion(definition, version, ["versions", i], issues);
  if (asOf !== undefined) adviseOnHolidays(calendars, asOf, issues);
}

/** A pause that holds only where the clock has ended, or could not start, pauses nothing. */
function adviseOnPause(metric: MetricDefinition, path: Issue["path"], issues: Issue[]): void {
  if (!metric.pause || !("while" in metric.pause)) return;
  // A clock that is reopened, or starts in the past, may be paused while its stop holds
  if (metric.reopen || (metric.from !== undefined && metric.from !== "event")) return;
  const pause = partsOf(metric.pause.while);
  const { start, stop, cancel = [] } = metric;
  // A stop by a condition that holds already ends a clock at its start; what ceases must have held before it could
  const ended = stop.some((one) => one.on === "becomes" && !one.if && implies(pause, partsOf(one.condition)));
  const left = [...stop, ...cancel].some(
    (one) =>
      one.on === "ceases" &&
      !one.if &&
      excludes(pause, partsOf(one.condition)) &&
      startsOnlyIn(start, one.condition),
  );
  if (!ended && !left) return;
  const message = "whenever this holds the clock has ended already, so that it never pauses";
  issues.push(lint("metric.pause_never_counts", [...path, "pause", "while"], message));
}

/** Whether a clock starts only where a condition holds. */
function startsOnlyIn(start: readonly Trigger[], condition: Condition): boolean {
  const parts = partsOf(condition);
  return start.every((trigger) => trigger.on === "becomes" && implies(partsOf(trigger.condition), parts));
}

function adviseOnVersion(
  definition: Definition<string>,
  version: Pick<Definition<string>, "policies" | "policySets">,
  path: Issue["path"],
  issues: Issue[],
): void {
  const check = (policies: readonly PolicyDefinition[], at: Issue["path"], own: MatchOptions = {}) => {
    const { selection = "firstMatch", matching = "onChange" } = { ...definition.options, ...own };
    if (selection === "firstMatch") adviseOnReach(policies, matching, at, issues);
    for (const [i, policy] of policies.entries()) {
      adviseOnEmptiness(policy, [...at, i], issues);
      if (!policy.stop || selection === "lastMatch") continue;
      const message = "only the selection `lastMatch` asks for this; here it changes nothing";
      issues.push(lint("policy.stop_without_last_match", [...at, i, "stop"], message));
    }
  };
  if (version.policies) check(version.policies, [...path, "policies"]);
  for (const [i, set] of (version.policySets ?? []).entries())
    check(set.policies, [...path, "policySets", i, "policies"], set.options);
}

/** Whether every ticket meets some policy, and every policy some ticket; where the first that matches governs. */
function adviseOnReach(
  policies: readonly PolicyDefinition[],
  matching: Matching,
  path: Issue["path"],
  issues: Issue[],
): void {
  if (policies.length > 0 && policies.every((policy) => policy.if)) {
    const message = "every policy has a condition; a ticket that meets none has no target";
    issues.push(lint("policy.no_default", path, message));
  }
  const before: { readonly id: string; readonly parts: Parts; readonly takesAll: boolean }[] = [];
  for (const [i, policy] of policies.entries()) {
    if ((policy.options?.matching ?? matching) !== "onChange") continue;
    const parts = partsOf(policy.if);
    const shadow = before.find((one) => implies(parts, one.parts));
    if (shadow) {
      const what = shadow.takesAll ? "every ticket" : "every ticket that this one could";
      const message = `the policy \`${shadow.id}\` before it takes ${what}`;
      issues.push(lint("policy.unreachable", [...path, i], message));
    } else before.push({ id: policy.id, parts, takesAll: !policy.if });
  }
}

/** Lists with nothing in them promise nothing. */
function adviseOnEmptiness(policy: PolicyDefinition, path: Issue["path"], issues: Issue[]): void {
  for (const [metric, target] of Object.entries(policy.targets)) {
    if (typeof target !== "object") continue;
    const at = [...path, "targets", metric];
    if ("goals" in target && target.goals.length === 0)
      issues.push(lint("target.no_goals", [...at, "goals"], "without goals nothing is promised"));
    if ("levels" in target && Object.keys(target.levels).length === 0)
      issues.push(lint("target.no_levels", [...at, "levels"], "without levels nothing is promised"));
  }
  const matching = policy.options?.matching;
  if (typeof matching === "object" && matching.on.length === 0)
    issues.push(
      lint(
        "policy.never_matches",
        [...path, "options", "matching", "on"],
        "without moments it never matches",
      ),
    );
}

/** Calendars whose holidays are listed for some years only, the last of which is about to end, or has. */
function adviseOnHolidays(
  calendars: ReadonlyMap<string, CompiledCalendar>,
  asOf: number,
  issues: Issue[],
): void {
  for (const [id, { calendar }] of calendars) {
    const { holidaysKnownTo, zone } = calendar;
    if (holidaysKnownTo === null || startOfDay(zone, holidaysKnownTo + 1) > asOf + HOLIDAYS_AHEAD) continue;
    const message = `holidays are listed up to ${formatDate(holidaysKnownTo)} only; enter those of the next year`;
    issues.push(lint("calendar.holidays_run_out", ["calendars", id], message));
  }
}
