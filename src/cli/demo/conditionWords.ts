import type { Condition } from "../../index.ts";

const OPERATORS: Readonly<Record<string, string>> = {
  is: "is",
  isNot: "is not",
  in: "is one of",
  notIn: "is none of",
  contains: "contains",
  startsWith: "starts with",
  endsWith: "ends with",
  glob: "looks like",
  greater: "is more than",
  less: "is less than",
  between: "is between",
  isField: "is the same as",
  withinLast: "lies within the last",
};

/** A condition in a clause: `plan is gold and priority is one of high, urgent`. */
export function conditionWords(condition: Condition): string {
  if ("all" in condition) return listed(condition.all, " and ", "nothing more");
  if ("any" in condition) return listed(condition.any, " or ", "something impossible");
  if ("not" in condition) return `not (${conditionWords(condition.not)})`;
  const { field, fact, event, ...test } = condition as { field?: string; fact?: string; event?: string };
  const subject = field ?? fact ?? `the event's ${event}`;
  const [[operator, operand]] = Object.entries(test);
  if (operator === "exists") return `${subject} is ${operand ? "given" : "not given"}`;
  return `${subject} ${OPERATORS[operator] ?? operator} ${Array.isArray(operand) ? operand.join(", ") : String(operand)}`;
}

/** The part of a condition that a path leads to, as verdicts name the test that failed. */
export function partAt(condition: Condition, path: readonly (string | number)[]): Condition {
  let part: unknown = condition;
  for (const key of path) {
    if (key === "any" || key === "not") break; // the whole of it failed
    part = (part as Record<string | number, unknown>)[key];
  }
  return part as Condition;
}

function listed(parts: readonly Condition[], joint: string, none: string): string {
  if (parts.length === 0) return none;
  return parts
    .map((part) => ("all" in part || "any" in part ? `(${conditionWords(part)})` : conditionWords(part)))
    .join(joint);
}
