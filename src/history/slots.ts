/**
 * Which fields anybody reads, numbered. The engine keeps values by number: a host's field names are never
 * used as keys to write with (semantics H3), and fields that nobody reads cost nothing.
 */
export interface FieldSlots {
  readonly numbers: ReadonlyMap<string, number>;
  slot(name: string): number;
}

/** Slots of the fields that the engine itself reads (semantics H5). */
export const STATUS = 0;
export const PRIORITY = 1;
export const ASSIGNEE = 2;
export const GROUP = 3;
export const SUPPLIER = 4;

export function createSlots(): FieldSlots {
  const numbers = new Map(
    ["status", "priority", "assignee", "group", "supplier"].map((name, i) => [name, i]),
  );
  return {
    numbers,
    slot(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, numbers.size);
      return numbers.size - 1;
    },
  };
}

/** One of 32 bits for a slot: a cheap look whether any of some fields is among others. Slots that share one look alike. */
export function slotBit(slot: number): number {
  return 1 << (slot & 31);
}

/** A field's value as a name; null for none, and for a list. */
export function asText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
