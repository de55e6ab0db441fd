/** What a snapshot says is not what this engine writes: its reader stops here. */
export class Unreadable extends Error {}

export function unreadable(): Unreadable {
  return new Unreadable("this is no snapshot of this engine");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

export function listOf<T>(value: unknown, read: (item: unknown, i: number) => T): T[] {
  if (!isList(value)) throw unreadable();
  return value.map(read);
}

/** A list of so many entries. */
export function tuple(value: unknown, length: number): readonly unknown[] {
  if (!isList(value) || value.length !== length) throw unreadable();
  return value;
}

export function textOf(value: unknown): string {
  if (typeof value !== "string") throw unreadable();
  return value;
}

export function numberOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw unreadable();
  return value;
}

/** A number of something of which there are `count`. */
export function indexOf(value: unknown, count: number): number {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) >= count) throw unreadable();
  return value as number;
}

export function orNull<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === null ? null : read(value);
}

/** Whether true, written as 1 or 0. */
export function flagOf(value: unknown): boolean {
  return indexOf(value, 2) === 1;
}
