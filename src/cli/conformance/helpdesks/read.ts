import { MINUTE, SECOND } from "../../../time/units.ts";
import { BadVector, instant, list, text } from "../vector.ts";

/** Members that say something of a vector and nothing of the ticket. */
export const REMARKS: readonly string[] = ["id", "system", "source", "origin", "kind", "note", "quirk"];

/** An instant; null where it is null or left out. */
export function instantOrNull(value: unknown, name: string): number | null {
  return value === null || value === undefined ? null : instant(value, name);
}

/** An amount in milliseconds; null where it is null or left out. */
export function amount(value: unknown, unit: "seconds" | "minutes", name: string): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new BadVector(`\`${name}\` is no number of ${unit}: ${JSON.stringify(value)}`);
  return value * (unit === "seconds" ? SECOND : MINUTE);
}

/** A list of texts; undefined where it is left out. */
export function texts(value: unknown, name: string): string[] | undefined {
  return value === undefined ? undefined : list(value, name).map((entry) => text(entry, name));
}

/** True or false; undefined where it is left out. */
export function flag(value: unknown, name: string): boolean | undefined {
  if (value !== undefined && typeof value !== "boolean")
    throw new BadVector(`\`${name}\` is neither true nor false`);
  return value;
}
