import { MAX_DEPTH } from "./depth.ts";

/** Objects and lists that are looked at; what holds one object many times, deep within itself, could have any number. */
const MAX_LOOKS = 200_000;

/**
 * Whether a value is what JSON says, neither more nor less: plain objects and lists of texts, finite numbers, booleans
 * and null, no deeper than `MAX_DEPTH`. "No" is certain only of what is no JSON: it is also said of the very large.
 */
export function isJson(value: unknown): boolean {
  return looksLeft(value, 0, MAX_LOOKS) > 0;
}

/** How many looks are left after this value; 0 where it is no JSON. */
function looksLeft(value: unknown, depth: number, looks: number): number {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return looks;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? looks : 0;
  if (typeof value !== "object" || depth > MAX_DEPTH) return 0;
  let left = looks - 1;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && left > 0; i++) left = looksLeft(value[i], depth + 1, left);
    return left;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return 0;
  for (const key in value) {
    if (left <= 0) return 0;
    left = looksLeft((value as Readonly<Record<string, unknown>>)[key], depth + 1, left);
  }
  return left;
}
