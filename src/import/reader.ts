import { shown } from "../diagnostics.ts";
import type { Scalar } from "../policy/condition.ts";
import { complain, leaveOut, MAX_MADE, type NotCarried, type Report } from "./report.ts";

/** An object of the payload, where it stands, and where to complain about it. */
export interface Part {
  readonly members: Readonly<Record<string, unknown>>;
  readonly path: NotCarried["path"];
  readonly report: Report;
}

/** Longest id, and name of a field, of a definition of ours. */
export const MAX_NAME = 200;

/** Longest id of theirs: those made of two, with words between, still fit into one of ours. */
const MAX_ID = 80;

/** The value as an object; undefined, with an issue, where it is none. */
export function partAt(value: unknown, path: NotCarried["path"], report: Report): Part | undefined {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return { members: value as Record<string, unknown>, path, report };
  wrongType(report, path, value, "an object");
  return undefined;
}

/** A member of its own, null counting as absent. */
export function memberOf({ members }: Part, key: string): unknown {
  return Object.hasOwn(members, key) ? (members[key] ?? undefined) : undefined;
}

/** Reads a member that must be there: an issue where it is not. */
export function needed<T>(read: (part: Part, key: string) => T | undefined, part: Part, key: string) {
  if (memberOf(part, key) === undefined) wrongType(part.report, [...part.path, key], undefined, "a value");
  return read(part, key);
}

export function textOf(part: Part, key: string): string | undefined {
  const value = memberOf(part, key);
  if (value === undefined || typeof value === "string") return value;
  return wrong(part, key, value, "a text");
}

export function flagOf(part: Part, key: string): boolean | undefined {
  const value = memberOf(part, key);
  if (value === undefined || typeof value === "boolean") return value;
  return wrong(part, key, value, "true or false");
}

/** A finite number. */
export function numberOf(part: Part, key: string): number | undefined {
  const value = memberOf(part, key);
  if (value === undefined || (typeof value === "number" && Number.isFinite(value))) return value;
  return wrong(part, key, value, "a number");
}

/** An id as a text: systems write them as numbers, and some as texts. */
export function idOf(part: Part, key: string): string | undefined {
  const value = memberOf(part, key);
  return value === undefined ? undefined : asId(value, [...part.path, key], part.report);
}

/** The value as an id; undefined, with an issue, where it is none. */
export function asId(value: unknown, path: NotCarried["path"], report: Report): string | undefined {
  const id = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof id === "string" && id.length > 0 && id.length <= MAX_ID) return id;
  wrongType(report, path, value, `an id: a whole number, or a text of 1 to ${MAX_ID} characters`);
  return undefined;
}

/** The values of a list of texts, numbers and flags; empty where it is absent. */
export function scalarsOf(part: Part, key: string): Scalar[] {
  const at = [...part.path, key];
  return listOf(part, key).flatMap((value, i) => {
    if (isScalar(value)) return [value];
    wrongType(part.report, [...at, i], value, "a text, a number, or true or false");
    return [];
  });
}

export function partOf(part: Part, key: string): Part | undefined {
  const value = memberOf(part, key);
  return value === undefined ? undefined : partAt(value, [...part.path, key], part.report);
}

/** The objects of a list; empty where it is absent. */
export function partsOf(part: Part, key: string): Part[] {
  return partsAt(listOf(part, key), [...part.path, key], part.report);
}

export function partsAt(values: readonly unknown[], path: NotCarried["path"], report: Report): Part[] {
  if (isTooLong(values, path, report)) return [];
  return values.flatMap((value, i) => partAt(value, [...path, i], report) ?? []);
}

/** A list; empty where it is absent, or too long. */
export function listOf(part: Part, key: string): readonly unknown[] {
  const value = memberOf(part, key);
  if (value === undefined) return [];
  if (!Array.isArray(value)) return wrong(part, key, value, "a list") ?? [];
  return isTooLong(value, [...part.path, key], part.report) ? [] : value;
}

function isTooLong(list: readonly unknown[], path: NotCarried["path"], report: Report): boolean {
  if (list.length <= MAX_MADE) return false;
  complain(report, "too_many", path, `${list.length} entries are more than ${MAX_MADE}`);
  return true;
}

/** Notes ids, or names, that come twice in a list. */
export function checkUnique(parts: readonly Part[], key: string): void {
  const seen = new Set<string>();
  for (const part of parts) {
    const value = memberOf(part, key);
    const id = isScalar(value) ? String(value) : "";
    if (id !== "" && seen.has(id)) {
      const message = `another one has the same \`${key}\`, \`${id.slice(0, MAX_ID)}\``;
      complain(part.report, "duplicate_id", [...part.path, key], message);
    }
    seen.add(id);
  }
}

/** Notes every member that is none of those known and says something. */
export function noteUnknown(part: Part, known: readonly string[]): void {
  for (const [key, value] of Object.entries(part.members)) {
    if (known.includes(key) || saysNothing(value)) continue;
    leaveOut(
      part.report,
      "unknown_member",
      [...part.path, key],
      `\`${shown(key)}\` is not known here, and was not read`,
    );
  }
}

export function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

/** Whether a value is null, or a list or an object with nothing in it. */
export function saysNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function wrong(part: Part, key: string, value: unknown, expected: string): undefined {
  wrongType(part.report, [...part.path, key], value, expected);
  return undefined;
}

function wrongType(report: Report, path: NotCarried["path"], value: unknown, expected: string): void {
  if (value === undefined || value === null)
    complain(report, "missing", path, `this is missing; expected ${expected}`);
  else complain(report, "wrong_type", path, `expected ${expected}`);
}
