import type { ActionDefinition } from "../action/definition.ts";
import type { Definition, PolicyDefinition } from "../definition.ts";
import type { Condition } from "../policy/condition.ts";
import type { CalendarChoice, Target } from "../policy/definition.ts";
import { allOf } from "../preset/conditions.ts";
import { freshdesk } from "../preset/freshdesk.ts";
import { SECOND } from "../time/units.ts";
import { isAnyOf, NEVER } from "./conditions.ts";
import { escalationsOf, type FreshdeskMetric } from "./freshdeskEscalations.ts";
import { readBusinessHours } from "./freshdeskHours.ts";
import {
  checkUnique,
  flagOf,
  idOf,
  memberOf,
  needed,
  noteUnknown,
  numberOf,
  type Part,
  partAt,
  partOf,
  partsAt,
  partsOf,
  saysNothing,
  scalarsOf,
  textOf,
} from "./reader.ts";
import { checkMade, type Imported, leaveOut, readPayload } from "./report.ts";
import { amountOf, type Promised, targetByPriority } from "./targets.ts";

/** Priorities by Freshdesk's number and name: tickets carry the one or the other. */
const PRIORITIES: Readonly<Record<string, readonly string[]>> = {
  priority_1: ["1", "low"],
  priority_2: ["2", "medium"],
  priority_3: ["3", "high"],
  priority_4: ["4", "urgent"],
};
const TIMES: readonly (readonly [key: string, metric: FreshdeskMetric])[] = [
  ["respond_within", "firstResponse"],
  ["next_respond_within", "nextResponse"],
  ["resolve_within", "resolution"],
];
/** Whom a policy is for, and the field that says so of a ticket. */
const SCOPES: Readonly<Record<string, string>> = {
  company_ids: "company_id",
  group_ids: "group",
  product_ids: "product_id",
  sources: "source",
  ticket_types: "type",
};

/**
 * A definition of Freshdesk's policies: the API's answers in one object, `{ sla_policies, business_hours, groups }`;
 * a list alone is the policies. Targets are by the field `priority`, under its number or its name. `timers` is for the
 * preset: the switches of the status field, which no policy has (docs/guides/import.md).
 * @throws SlaError with all issues of a payload of the wrong shape.
 */
export function fromFreshdesk(
  payload: unknown,
  options: { readonly timers?: Readonly<Record<string, "on" | "off">> } = {},
): Imported<FreshdeskMetric> {
  return readPayload(payload, (value, report): Definition<FreshdeskMetric> => {
    const preset = freshdesk(options);
    const root = Array.isArray(value) ? { members: {}, path: [], report } : partAt(value, [], report);
    if (!root) return preset;
    noteUnknown(root, ["sla_policies", "business_hours", "groups"]);
    const { calendars, choice } = readBusinessHours(root);
    const parts = Array.isArray(value) ? partsAt(value, [], report) : partsOf(root, "sla_policies");
    const policies = inOrder(parts).map((part) => policyOf(part, choice));
    checkMade(policies, Array.isArray(value) ? [] : ["sla_policies"], report);
    return { ...preset, ...(choice !== null && { calendars }), policies };
  });
}

/** By position, the default policy last; at the same position as listed. Inactive ones are left out. */
function inOrder(parts: readonly Part[]): Part[] {
  checkUnique(parts, "id");
  const ranks = new Map(
    parts.map((part) => {
      const position = numberOf(part, "position") ?? Number.MAX_VALUE;
      return [part, flagOf(part, "is_default") ? Number.POSITIVE_INFINITY : position];
    }),
  );
  return parts
    .filter((part) => {
      const isActive = flagOf(part, "active") ?? true;
      if (!isActive)
        leaveOut(
          part.report,
          "inactive",
          [...part.path, "active"],
          "the policy is switched off, and left out",
        );
      return isActive;
    })
    .sort((a, b) => compare(ranks.get(a) ?? 0, ranks.get(b) ?? 0));
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function policyOf(part: Part, choice: CalendarChoice | null): PolicyDefinition<FreshdeskMetric> {
  noteUnknown(part, [
    ...["id", "name", "description", "active", "is_default", "position", "sla_target", "applicable_to"],
    ...["escalation", "created_at", "updated_at"],
  ]);
  const [name, description] = [textOf(part, "name"), textOf(part, "description")];
  const id = needed(idOf, part, "id") ?? "";
  const condition = allOf(...scopeOf(part));
  const target = needed(partOf, part, "sla_target");
  const actions = actionsOf(part, id, target);
  return {
    id,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(condition && { if: condition }),
    ...(choice !== null && { calendar: choice }),
    targets: target ? targetsOf(target, choice !== null) : {},
    ...(actions.length > 0 && { actions }),
  };
}

/** The policy's notices, for the priorities that escalate. */
function actionsOf(part: Part, id: string, target: Part | undefined): ActionDefinition<FreshdeskMetric>[] {
  const actions = escalationsOf(partOf(part, "escalation"), id);
  const escalating = target ? escalatingOf(target) : [];
  if (actions.length === 0 || escalating.length === Object.keys(PRIORITIES).length) return actions;
  if (escalating.length > 0)
    return actions.map((action) => ({ ...action, if: isAnyOf("priority", escalating.flat()) }));
  leaveOut(
    part.report,
    "escalation_off",
    [...part.path, "escalation"],
    "escalation is switched off for every priority",
  );
  return [];
}

function targetsOf(target: Part, hasCalendar: boolean): Partial<Record<FreshdeskMetric, Target>> {
  noteUnknown(target, Object.keys(PRIORITIES));
  const promised = TIMES.map(([, metric]) => [metric, [] as Promised[]] as const);
  for (const [key, names] of Object.entries(PRIORITIES)) {
    const part = partOf(target, key);
    if (!part) continue;
    noteUnknown(part, [...TIMES.map(([time]) => time), "business_hours", "escalation_enabled"]);
    const inHours = flagOf(part, "business_hours") ?? false;
    flagOf(part, "escalation_enabled");
    for (const [i, [time]] of TIMES.entries()) {
      const ms = amountOf(part, time, SECOND);
      if (ms === undefined) continue;
      const basis = inHours ? "business" : "aroundTheClock";
      if (!inHours || hasCalendar) promised[i][1].push({ priority: names, ms, basis });
      else {
        const message = "this time counts in business hours, and none were given; it is not promised";
        leaveOut(part.report, "no_calendar", [...part.path, time], message);
      }
    }
  }
  return Object.fromEntries(
    promised.flatMap(([metric, promises]) => {
      const made = targetByPriority(promises, hasCalendar);
      return made === undefined ? [] : [[metric, made]];
    }),
  );
}

/** The names of each priority that escalates; it does unless it is said not to. */
function escalatingOf(target: Part): (readonly string[])[] {
  const isOff = (value: unknown) =>
    (value as { escalation_enabled?: unknown } | null)?.escalation_enabled === false;
  return Object.entries(PRIORITIES).flatMap(([key, names]) => (isOff(memberOf(target, key)) ? [] : [names]));
}

/** Whom the policy is for: one of each kind that is named. What cannot be told of a ticket here is true of none. */
function scopeOf(policy: Part): Condition[] {
  const part = partOf(policy, "applicable_to");
  if (!part) return [];
  return Object.entries(part.members).flatMap(([key, value]): Condition[] => {
    if (saysNothing(value)) return [];
    if (Object.hasOwn(SCOPES, key)) return [isAnyOf(SCOPES[key], scalarsOf(part, key))];
    const message =
      "this condition cannot be told of a ticket here, and counts as false: the policy governs none until you write it yourself";
    leaveOut(part.report, "unknown_condition", [...part.path, key], message);
    return [NEVER];
  });
}
