import { shown } from "../diagnostics.ts";
import type { Condition, Scalar } from "../policy/condition.ts";
import { allOf } from "../preset/conditions.ts";
import { parseInstant } from "../time/instant.ts";
import { holdsAnyOf, isAnyOf, isNoneOf, MAX_TESTS, NEVER, sizeOf } from "./conditions.ts";
import { isScalar, MAX_NAME, memberOf, needed, noteUnknown, type Part, partsOf, textOf } from "./reader.ts";
import { complain, leaveOut } from "./report.ts";

/** Fields of a filter under the names that the engine reads; all others keep theirs. */
const FIELDS: Readonly<Record<string, string>> = {
  group_id: "group",
  assignee_id: "assignee",
  current_tags: "tags",
};
const PLAIN = [
  ...[
    "group_id",
    "assignee_id",
    "requester_id",
    "organization_id",
    "brand_id",
    "ticket_form_id",
    "locale_id",
  ],
  ...["via_id", "recipient", "type", "satisfaction_score"],
];
const TICKET_CUSTOM = /^custom_fields_\d+$/;
const CUSTOM = /^(user|requester|organization)\.custom_fields[._]/;
const TICKET_TYPES = ["question", "incident", "problem", "task"];
const PRIORITIES = ["low", "normal", "high", "urgent"];
const STATUSES = ["new", "open", "pending", "hold", "solved", "closed"];

/** One condition of a filter, its values as a list. */
interface Asked {
  readonly field: string;
  readonly operator: string;
  readonly values: readonly Scalar[];
}

/**
 * The condition that a filter's `all` and `any` make together; undefined for every ticket. A condition that cannot be
 * carried over counts as false, so that no promise reaches a ticket that it was not made to.
 */
export function conditionOf(filter: Part | undefined): Condition | undefined {
  if (!filter) return undefined;
  noteUnknown(filter, ["all", "any"]);
  const all = partsOf(filter, "all").map((part) => {
    return (
      readCondition(part, "counts as false: the policy governs no ticket until you write it yourself") ??
      NEVER
    );
  });
  const any = partsOf(filter, "any");
  const some = any.flatMap(
    (part) => readCondition(part, "is left out: tickets that meet nothing else miss") ?? [],
  );
  const either: Condition[] = any.length === 0 ? [] : [some.length === 1 ? some[0] : { any: some }];
  const whole = allOf(...all, ...either);
  if (whole === undefined || sizeOf(whole) <= MAX_TESTS) return whole;
  complain(filter.report, "too_many", filter.path, `more than ${MAX_TESTS} tests in one filter`);
  return NEVER;
}

function readCondition(part: Part, otherwise: string): Condition | undefined {
  noteUnknown(part, ["field", "operator", "value"]);
  const field = needed(textOf, part, "field");
  const operator = textOf(part, "operator") ?? "is";
  if (field === undefined) return undefined;
  const values = valuesOf(memberOf(part, "value"), field);
  const condition = values && carried({ field, operator, values });
  if (!condition) {
    const message = `the condition \`${shown(field)} ${shown(operator)}\` cannot be carried over, and ${otherwise}`;
    leaveOut(part.report, "unknown_condition", part.path, message);
  }
  return condition;
}

/** What a condition compares with: tags stand in one text, with spaces between. Undefined for what is no such value. */
function valuesOf(value: unknown, field: string): Scalar[] | undefined {
  if (value === undefined) return [];
  if (typeof value === "string" && field === "current_tags")
    return value.split(/\s+/).filter((tag) => tag !== "");
  if (Array.isArray(value)) return value.length <= 1_000 && value.every(isScalar) ? value : undefined;
  return isScalar(value) ? [value] : undefined;
}

function carried({ field, operator, values }: Asked): Condition | undefined {
  if (values.includes("current_user")) return undefined;
  const asked = { field: FIELDS[field] ?? field, operator, values };
  if (field === "current_tags") return listed(asked);
  if (field === "status") return status(asked);
  if (field === "priority")
    return ordered(asked, PRIORITIES, (names) => ({ field, in: names })) ?? equal(asked);
  if (field === "exact_created_at") return createdAt(asked);
  if (field === "ticket_type_id") return equal({ field: "type", operator, values: values.map(ticketType) });
  if (field.length > MAX_NAME) return undefined;
  if (PLAIN.includes(field)) return equal(asked) ?? member(asked);
  if (TICKET_CUSTOM.test(field)) return equal(asked) ?? listed(asked);
  return CUSTOM.test(field) ? equal(asked) : undefined; // their `includes` looks for a word in a text
}

/** `is` and `is_not`, of which an empty value means nothing at all; `present` and `not_present`. */
function equal({ field, operator, values }: Asked): Condition | undefined {
  if (operator === "present") return { field, exists: true };
  if (operator === "not_present") return { field, exists: false };
  if (operator !== "is" && operator !== "is_not") return undefined;
  const isNothing = values.every((value) => value === "");
  if (isNothing) return { field, exists: operator === "is_not" };
  return operator === "is" ? isAnyOf(field, values) : isNoneOf(field, values);
}

/** One of several ids. */
function member({ field, operator, values }: Asked): Condition | undefined {
  if (values.length === 0 || values.includes("")) return undefined;
  if (operator === "includes") return isAnyOf(field, values);
  return operator === "not_includes" ? isNoneOf(field, values) : undefined;
}

/** At least one of these, or none of them, among the values of a list. */
function listed({ field, operator, values }: Asked): Condition | undefined {
  if (values.length === 0 || values.includes("")) return undefined;
  if (operator === "includes") return holdsAnyOf(field, values);
  return operator === "not_includes" ? { not: holdsAnyOf(field, values) } : undefined;
}

/** By category: the host's own names are mapped to them, and a status never sent is new. */
function status({ operator, values, field }: Asked): Condition | undefined {
  const inNames = (names: readonly string[]): Condition => ({
    fact: "statusCategory",
    in: names.map((name) => (name === "hold" ? "onHold" : name)),
  });
  const isKnown = values.length > 0 && values.every((value) => STATUSES.includes(String(value)));
  if (!isKnown) return undefined;
  if (operator === "is" || operator === "includes") return inNames(values.map(String));
  if (operator === "is_not" || operator === "not_includes") return { not: inNames(values.map(String)) };
  return ordered({ field, operator, values }, STATUSES, inNames);
}

/** `less_than` and `greater_than` of values that have an order. */
function ordered(
  { operator, values }: Asked,
  order: readonly string[],
  inNames: (names: readonly string[]) => Condition,
): Condition | undefined {
  const at = values.length === 1 ? order.indexOf(String(values[0])) : -1;
  if (at < 0) return undefined;
  if (operator === "less_than") return inNames(order.slice(0, at));
  if (operator === "less_than_equal") return inNames(order.slice(0, at + 1));
  if (operator === "greater_than") return inNames(order.slice(at + 1));
  return operator === "greater_than_equal" ? inNames(order.slice(at)) : undefined;
}

function createdAt({ operator, values }: Asked): Condition | undefined {
  const [value] = values;
  if (values.length !== 1 || typeof value !== "string" || parseInstant(value) === null) return undefined;
  if (operator === "less_than") return { fact: "createdAt", less: value };
  if (operator === "greater_than") return { fact: "createdAt", greater: value };
  if (operator === "less_than_equal") return { not: { fact: "createdAt", greater: value } };
  return operator === "greater_than_equal" ? { not: { fact: "createdAt", less: value } } : undefined;
}

function ticketType(value: Scalar): Scalar {
  return TICKET_TYPES[Number(value) - 1] ?? value;
}
