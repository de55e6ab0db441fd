import { shown } from "../diagnostics.ts";
import type { Condition, Scalar } from "../policy/condition.ts";
import { allOf } from "../preset/conditions.ts";
import { holdsAnyOf, isAnyOf, isNoneOf, MAX_TESTS, NEVER, sizeOf } from "./conditions.ts";
import { isScalar, MAX_NAME, memberOf, needed, noteUnknown, type Part, partsOf, textOf } from "./reader.ts";
import { complain, leaveOut } from "./report.ts";

/** What a rule's conditions may look at, each a field of the ticket under the same name. */
const FIELDS = [
  ...["subject", "from", "to", "cc", "bcc", "body", "status", "priority", "source", "referrerUrl"],
  ...["department", "assignee", "customerGroup", "tags"],
];
const CUSTOM = /^custom\..+$/;

/** The condition of a rule; undefined for every ticket. What cannot be carried over counts as false. */
export function ruleCondition(rule: Part): Condition | undefined {
  const match = textOf(rule, "match") ?? "all";
  if (match !== "all" && match !== "any")
    complain(rule.report, "wrong_value", [...rule.path, "match"], "expected `all` or `any`");
  const conditions = partsOf(rule, "conditions").map((part) => readCondition(part) ?? NEVER);
  if (conditions.length === 0) return undefined;
  const whole = match === "any" && conditions.length > 1 ? { any: conditions } : allOf(...conditions);
  if (whole === undefined || sizeOf(whole) <= MAX_TESTS) return whole;
  complain(rule.report, "too_many", [...rule.path, "conditions"], `more than ${MAX_TESTS} tests in one rule`);
  return NEVER;
}

function readCondition(part: Part): Condition | undefined {
  noteUnknown(part, ["field", "operator", "value"]);
  const [field, operator] = [needed(textOf, part, "field"), needed(textOf, part, "operator")];
  if (field === undefined || operator === undefined) return undefined;
  const value = memberOf(part, "value");
  const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const isKnown = (FIELDS.includes(field) || CUSTOM.test(field)) && field.length <= MAX_NAME;
  const condition = isKnown && values.every(isScalar) ? carried(field, operator, values) : undefined;
  if (condition) return condition;
  const message = `the condition \`${shown(field)} ${shown(operator)}\` cannot be carried over, and counts as false`;
  leaveOut(part.report, "unknown_condition", part.path, message);
  return undefined;
}

function carried(field: string, operator: string, values: readonly Scalar[]): Condition | undefined {
  if (operator === "isEmpty") return { field, exists: false };
  if (operator === "isNotEmpty") return { field, exists: true };
  if (values.length === 0) return undefined;
  switch (operator) {
    case "is":
      return field === "tags" ? holdsAnyOf(field, values) : isAnyOf(field, values);
    case "isNot":
      return field === "tags" ? { not: holdsAnyOf(field, values) } : isNoneOf(field, values);
    case "contains":
      return holdsAnyOf(field, values);
    case "notContains":
      return { not: holdsAnyOf(field, values) };
    case "startsWith":
      return anyText(values, (startsWith) => ({ field, startsWith }));
    case "endsWith":
      return anyText(values, (endsWith) => ({ field, endsWith }));
    default:
      return undefined;
  }
}

function anyText(values: readonly Scalar[], test: (text: string) => Condition): Condition {
  const tests = values.map((value) => test(String(value)));
  return tests.length === 1 ? tests[0] : { any: tests };
}
