import type { Condition, Scalar } from "../policy/condition.ts";

/** That a field holds one of these values, as a text or as the number or flag that the text writes. */
export function isAnyOf(field: string, values: readonly Scalar[]): Condition {
  const forms = [...new Set(values.flatMap(formsOf))];
  return forms.length === 1 ? { field, is: forms[0] } : { field, in: forms };
}

/** That a field holds none of these values, or nothing. */
export function isNoneOf(field: string, values: readonly Scalar[]): Condition {
  const forms = [...new Set(values.flatMap(formsOf))];
  return forms.length === 1 ? { field, isNot: forms[0] } : { field, notIn: forms };
}

/** That a list, or a text, has one of these values in it. */
export function holdsAnyOf(field: string, values: readonly Scalar[]): Condition {
  const tests = [...new Set(values.flatMap(formsOf))].map((contains): Condition => ({ field, contains }));
  return tests.length === 1 ? tests[0] : { any: tests };
}

/** The most tests, and conditions around them, of what is carried over: the engine takes 1,000 in all. */
export const MAX_TESTS = 990;

/** A condition that no ticket passes: what could not be carried over must not widen a promise. */
export const NEVER: Condition = { any: [] };

/** Tests and the conditions around them. */
export function sizeOf(condition: Condition): number {
  if ("not" in condition) return 1 + sizeOf(condition.not);
  const inner = "all" in condition ? condition.all : "any" in condition ? condition.any : [];
  return inner.reduce((sum, one) => sum + sizeOf(one), 1);
}

/** An id is `12` in one payload and `"12"` in another, a box `true` or `"true"`. */
function formsOf(value: Scalar): Scalar[] {
  if (value === "true" || value === "false") return [value, value === "true"];
  if (typeof value !== "string") return [String(value), value];
  const number = Number(value);
  return Number.isSafeInteger(number) && String(number) === value ? [value, number] : [value];
}
