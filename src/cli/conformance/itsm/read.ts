import { parseInstant } from "../../../time/instant.ts";
import { SECOND } from "../../../time/units.ts";
import { BadVector, list, text, type Vector } from "../vector.ts";

/** Refuses fields that nobody here reads: a vector must not pass with a part of it unread. */
export function onlyKnown(value: Vector, known: readonly string[], name: string): void {
  for (const field of Object.keys(value)) {
    if (!known.includes(field)) throw new BadVector(`\`${name}.${field}\` is nothing that is known here`);
  }
}

export function instant(value: unknown, name: string): number {
  const at = typeof value === "string" ? parseInstant(value) : null;
  if (at === null) throw new BadVector(`\`${name}\` is no instant: ${JSON.stringify(value)}`);
  return at;
}

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
