import type { z } from "zod/mini";
import type { CalendarDefinition } from "../calendar/definition.ts";
import type { Definition } from "../definition.ts";
import { error, type Issue, throwErrors } from "../diagnostics.ts";
import { MAX_DEPTH, nestsTooDeep } from "../time/depth.ts";
import { calendarSchema } from "./calendar.ts";
import { definitionSchema } from "./definition.ts";
import { type Limits, limitIssues } from "./limits.ts";

declare const PARSED: unique symbol;

/** A definition whose shape has been checked. */
export type ParsedDefinition = Definition<string> & { readonly [PARSED]: true };

/**
 * Reads a definition from JSON of unknown origin, no larger than the limits. The shape only: `compileSla` or `checkSla`
 * say whether it makes sense.
 * @throws SlaError with every issue, each with its path.
 */
export function parseDefinition(json: unknown, limits?: Limits): ParsedDefinition {
  const issues = definitionIssues(json, limits);
  throwErrors(issues);
  return structuredClone(json) as ParsedDefinition;
}

/** What is wrong with the size and the shape of a definition; null: of any size. */
export function definitionIssues(json: unknown, limits?: Limits | null): Issue[] {
  if (nestsTooDeep(json)) return [tooDeep()];
  const large = limits === null ? [] : limitIssues(json, limits);
  return large.length > 0 ? large : shapeIssues(definitionSchema, json);
}

/** A calendar of unknown origin. @throws SlaError with every issue. */
export function checkCalendarShape(json: CalendarDefinition): void {
  throwErrors(shapeIssues(calendarSchema, json));
}

function shapeIssues(schema: z.ZodMiniType, json: unknown): Issue[] {
  if (nestsTooDeep(json)) return [tooDeep()];
  const result = schema.safeParse(withoutProto(json));
  return result.success ? [] : result.error.issues.flatMap((issue) => readIssue(issue as ZodIssue, [], json));
}

function tooDeep(): Issue {
  const message = `the input is nested more than ${MAX_DEPTH} levels deep, or holds itself`;
  return error("definition.too_deep", [], message);
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
function readIssue(issue: ZodIssue, base: Issue["path"], root: unknown): Issue[] {
  const path = [...base, ...issue.path.map((key) => (typeof key === "number" ? key : nameOfKey(key)))];
  switch (issue.code) {
    case "invalid_union": {
      const best = closestForm(issue.errors ?? []);
      if (!best) return [error("definition.wrong_form", path, `expected ${formsOf(issue)}`)];
      // A member that is not known makes "exactly one of …" of the others beside the point
      const hasUnknown = best.some(({ code }) => code === "unrecognized_keys");
      return best
        .filter(({ code }) => !(hasUnknown && code === "custom"))
        .flatMap((inner) => readIssue(inner, path, root));
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
          `${isMissing(root, path)}expected ${(issue.values ?? []).map((value) => `\`${String(value)}\``).join(", ")}`,
        ),
      ];
    case "invalid_type": {
      const what = `${isMissing(root, path)}expected ${nameOf(issue.expected)}`;
      return [error("definition.wrong_type", path, what)];
    }
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
      return (issue.issues ?? []).flatMap((inner) => readIssue(inner, path, root));
    default:
      return [error("definition.wrong_form", path, issue.message)];
  }
}

/**
 * The form of a union that fits best: the one that knows most of the members present, then the one whose tag fits, then
 * the one with the fewest faults. None where every form is of another type altogether. Where only the tag is at fault,
 * it may have the values of all forms.
 */
function closestForm(forms: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] | null {
  const faults = (issues: readonly ZodIssue[]) =>
    issues.reduce(
      (sum, { code, keys, path }) =>
        sum + (code === "unrecognized_keys" ? 10_000 * (keys?.length ?? 1) : isTag(code, path) ? 100 : 1),
      0,
    );
  const fitting = forms.filter((issues) => !issues.some(isOtherType));
  const best = fitting.reduce<readonly ZodIssue[] | null>(
    (a, b) => (a && faults(a) <= faults(b) ? a : b),
    null,
  );
  if (best?.length !== 1 || !isTag(best[0].code, best[0].path)) return best;
  const [tag] = best;
  const values = fitting.flatMap((issues) =>
    issues
      .filter(({ code, path }) => isTag(code, path) && path[0] === tag.path[0])
      .flatMap((issue) => issue.values ?? []),
  );
  return [{ ...tag, values: [...new Set(values)] }];
}

function isTag(code: string, path: readonly PropertyKey[]): boolean {
  return code === "invalid_value" && path.length === 1;
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

function isMissing(root: unknown, path: Issue["path"]): string {
  return path.length > 0 && memberAt(root, path) === undefined ? "is missing; " : "";
}

function memberAt(root: unknown, path: Issue["path"]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    root,
  );
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
