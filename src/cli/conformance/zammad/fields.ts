import { parseInstant } from "../../../time/instant.ts";
import { BadVector, record, type Vector } from "../vector.ts";

/** `value` as a record with none but these members. */
export function only(value: unknown, name: string, members: readonly string[]): Vector {
  const given = record(value, name);
  const other = Object.keys(given).find((member) => !members.includes(member));
  if (other !== undefined)
    throw new BadVector(`\`${name}.${other}\` is not known; known are ${members.join(", ")}`);
  return given;
}

/** `value` as an instant: ISO 8601 with an offset. */
export function instantOf(value: unknown, name: string): number {
  const at = typeof value === "string" ? parseInstant(value) : null;
  if (at === null) throw new BadVector(`\`${name}\` is no instant: ${JSON.stringify(value)}`);
  return at;
}

export function isRecord(value: unknown): value is Vector {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
