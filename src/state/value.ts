import { nestsTooDeep } from "../time/depth.ts";
import { isList, isObject, listOf, textOf, unreadable } from "./shape.ts";

/**
 * A host's value as a snapshot keeps it: texts, whether true, numbers and lists of them as they are, the rest wrapped.
 * Nothing is null. What JSON cannot hold, and no condition can read, is kept as an empty object.
 */
export function encodeValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { n: Object.is(value, -0) ? "-0" : `${value}` };
  if (typeof value !== "object" || tooDeep(value)) return { v: {} };
  if (!Array.isArray(value)) return { v: copied(value) };
  const items = value.map(encodeValue);
  return items.every((item) => typeof item !== "object") ? items : { l: items };
}

export function decodeValue(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") return value;
  if (isList(value)) return value.map(decodeValue);
  if (!isObject(value)) throw unreadable();
  if ("n" in value) return Number(textOf(value.n));
  if ("l" in value) return listOf(value.l, decodeValue).map((item) => item ?? null);
  if (typeof value.v !== "object") throw unreadable();
  return value.v;
}

function tooDeep(value: object): boolean {
  try {
    return nestsTooDeep(value);
  } catch {
    return true;
  }
}

/** An object as JSON has it. */
export function copied(value: object): object {
  try {
    const copy: unknown = JSON.parse(JSON.stringify(value));
    return isObject(copy) || isList(copy) ? copy : {};
  } catch {
    return {};
  }
}
