import { parseInstant } from "../../time/instant.ts";

/** One vector as its file gives it: nothing about it is known until a translator has looked. */
export type Vector = Readonly<Record<string, unknown>>;

/** What a vector asks for and what the library answered, both as they are printed. */
export interface Outcome {
  readonly op: string;
  readonly expected: string;
  readonly got: string;
  /** Where the vector itself holds that its system is wrong: whether we give the answer that it holds right, and its reason. */
  readonly systemIsWrong?: { readonly weAreRight: boolean; readonly why: string };
}

/** Runs one vector. Throws `BadVector` where the vector itself cannot be read. */
export type Translator = (vector: Vector, file: VectorFile) => Outcome;

/** A file of vectors; `shared` is what stands beside them, calendars by id for one. */
export interface VectorFile {
  readonly vectors: readonly unknown[];
  readonly shared: Vector;
}

/** Says why a vector cannot be read. The run reports it as a failure of that vector and goes on. */
export class BadVector extends Error {}

/** Whether a value can be a vector. */
export function isVector(value: unknown): value is Vector {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `value` as a record of unknown fields. */
export function record(value: unknown, name: string): Vector {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new BadVector(`\`${name}\` is no object`);
  }
  return value as Vector;
}

/** `value` as a list of unknown entries. */
export function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new BadVector(`\`${name}\` is no list`);
  return value;
}

/** `value` as a text. */
export function text(value: unknown, name: string): string {
  if (typeof value !== "string") throw new BadVector(`\`${name}\` is no text`);
  return value;
}

/** `value` as an instant: ISO 8601 with an offset, in epoch milliseconds. */
export function instant(value: unknown, name: string): number {
  const at = typeof value === "string" ? parseInstant(value) : null;
  if (at === null) throw new BadVector(`\`${name}\` is no instant: ${JSON.stringify(value)}`);
  return at;
}

/** `value` as a record with no other members than these: one that nobody reads would be passed over silently. */
export function only(value: unknown, name: string, known: readonly string[]): Vector {
  const given = record(value, name);
  const other = Object.keys(given).find((member) => !known.includes(member));
  if (other === undefined) return given;
  throw new BadVector(`\`${name}.${other}\` is nothing that is known here; known are ${known.join(", ")}`);
}
