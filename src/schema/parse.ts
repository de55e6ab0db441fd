import type { z } from "zod/mini";
import type { CalendarDefinition } from "../calendar/definition.ts";
import type { Definition } from "../definition.ts";
import { error, type Issue, throwErrors } from "../diagnostics.ts";
import { calendarSchema, definitionSchema } from "./definition.ts";

declare const PARSED: unique symbol;

/** A definition whose shape has been checked. */
export type ParsedDefinition = Definition<string> & { readonly [PARSED]: true };

/** Objects and lists within each other; a definition of the deepest allowed conditions has about 70. */
const MAX_DEPTH = 100;

/**
 * Reads a definition from JSON of unknown origin. The shape only: `compileSla` or `checkSla` say whether it makes
 * sense.
 * @throws SlaError with every issue, each with its path.
 */
export function parseDefinition(json: unknown): ParsedDefinition {
  const issues = definitionIssues(json);
  throwErrors(issues);
  return structuredClone(json) as ParsedDefinition;
}

/** What is wrong with the shape of a definition. */
export function definitionIssues(json: unknown): Issue[] {
  return shapeIssues(definitionSchema, json);
}

/** A calendar of unknown origin. @throws SlaError with every issue. */
export function checkCalendarShape(json: CalendarDefinition): void {
  throwErrors(shapeIssues(calendarSchema, json));
}

function shapeIssues(schema: z.ZodMiniType, json: unknown): Issue[] {
  const form = readForm(json);
  if (form.isTooDeep)
    return [
      error(
        "definition.too_deep",
        [],
        `the input is nested more than ${MAX_DEPTH} levels deep, or holds itself`,
      ),
    ];
  const result = schema.safeParse(form.hasProto ? withoutProto(json) : json);
  return result.success ? [] : result.error.issues.flatMap((issue) => readIssue(issue as ZodIssue, []));
}

/**
 * What no schema should have to meet. Level by level and each object once on a level, so that neither depth nor
 * circles cost more than the input's size.
 */
function readForm(json: unknown): { isTooDeep: boolean; hasProto: boolean } {
  let level = new Set<unknown>(typeof json === "object" && json !== null ? [json] : []);
  let hasProto = false;
  for (let depth = 0; level.size > 0; depth++) {
    if (depth > MAX_DEPTH) return { isTooDeep: true, hasProto };
    const next = new Set<unknown>();
    for (const value of level) {
      if (Object.hasOwn(value as object, "__proto__")) hasProto = true;
      for (const member of Object.values(value as object))
        if (typeof member === "object" && member !== null) next.add(member);
    }
    level = next;
  }
  return { isTooDeep: false, hasProto };
}

/** Stands for a member called `__proto__`, which is a name like any other here (semantics H3), and which zod would pass unread. */
const PROTO = "\u0000__proto__";

function withoutProto(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProto);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key === "__proto__" ? PROTO : key, withoutProto(member)]),
  );
}

interface ZodIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: string;
  readonly input?: unknown;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly errors?: readonly (readonly ZodIssue[])[];
  readonly issues?: readonly ZodIssue[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** One issue of zod's in our words; of a union, the issues of the form that fits best. */
function readIssue(issue: ZodIssue, base: Issue["path"]): Issue[] {
  const path = [...base, ...issue.path.map((key) => (typeof key === "number" ? key : nameOfKey(key)))];
  switch (issue.code) {
    case "invalid_union": {
      const best = closestForm(issue.errors ?? []);
      if (best) return best.flatMap((inner) => readIssue(inner, path));
      return [error("definition.wrong_form", path, `expected ${formsOf(issue)}`)];
    }
    case "unrecognized_keys":
      return (issue.keys ?? []).map((key) =>
        error("definition.unknown_member", [...path, nameOfKey(key)], "there is no such member here"),
      );
    case "invalid_value":
      return [
        error(
          "definition.wrong_value",
          path,
          `expected ${(issue.values ?? []).map((value) => `\`${String(value)}\``).join(", ")}`,
        ),
      ];
    case "invalid_type":
      return [error("definition.wrong_type", path, `expected ${nameOf(issue.expected)}`)];
    case "too_small":
    case "too_big":
      return [
        error(
          "definition.wrong_length",
          path,
          issue.code === "too_big"
            ? `at most ${issue.maximum} characters or entries`
            : `at least ${issue.minimum} characters or entries`,
        ),
      ];
    case "invalid_key":
      return (issue.issues ?? []).flatMap((inner) => readIssue(inner, path));
    default:
      return [error("definition.wrong_form", path, issue.message)];
  }
}

/** The form of a union that fits best; none where every form is of another type altogether. */
function closestForm(forms: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] | null {
  const misfits = (issues: readonly ZodIssue[]) =>
    issues.filter(({ code }) => code === "invalid_type" || code === "unrecognized_keys").length;
  return forms
    .filter((issues) => !issues.some(isOtherType))
    .reduce<readonly ZodIssue[] | null>(
      (best, issues) => (best && misfits(best) <= misfits(issues) ? best : issues),
      null,
    );
}

/** Infinity stands in the schema beside numbers, and names no form of its own. */
function isOtherType({ code, path, values }: ZodIssue): boolean {
  const isInfinity = values?.includes(Number.POSITIVE_INFINITY) ?? false;
  return path.length === 0 && (code === "invalid_type" || isInfinity || code === "invalid_union");
}

function formsOf({ errors = [] }: ZodIssue): string {
  const roots = errors
    .flat()
    .filter(({ path, code }) => path.length === 0 && (code === "invalid_type" || code === "invalid_union"));
  const names = roots.flatMap((root) =>
    root.code === "invalid_union" ? formsOf(root).split(" or ") : [nameOf(root.expected)],
  );
  return [...new Set(names.filter((name) => name !== "nan"))].join(" or ");
}

function nameOfKey(key: PropertyKey): string {
  return key === PROTO ? "__proto__" : String(key);
}

function nameOf(expected: string | undefined): string {
  switch (expected) {
    case "string":
      return "a text";
    case "number":
    case "int":
      return "a number";
    case "array":
    case "tuple":
      return "a list";
    case "object":
    case "record":
      return "an object";
    case "boolean":
      return "true or false";
    default:
      return expected ?? "another value";
  }
}
