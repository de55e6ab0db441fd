import { SECOND } from "../../../time/units.ts";
import { BadVector, list, text } from "../vector.ts";

/** Whole seconds, in milliseconds. */
export function seconds(value: unknown, name: string): number {
  return whole(value, name) * SECOND;
}

export function whole(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw new BadVector(`\`${name}\` is no whole number: ${JSON.stringify(value)}`);
  }
  return value;
}

export function flag(value: unknown, name: string): boolean {
  if (typeof value !== "boolean") throw new BadVector(`\`${name}\` is neither true nor false`);
  return value;
}

export function texts(value: unknown, name: string): string[] {
  return list(value, name).map((entry) => text(entry, name));
}

/** What `read` makes of a value, or null where there is none. */
export function optional<T>(
  value: unknown,
  name: string,
  read: (value: unknown, name: string) => T,
): T | null {
  return value === undefined ? null : read(value, name);
}

export function printInstant(at: number | null): string {
  return at === null ? "null" : new Date(at).toISOString().replace(".000Z", "Z");
}

export function printSeconds(ms: number): string {
  return `${ms / SECOND} s`;
}
