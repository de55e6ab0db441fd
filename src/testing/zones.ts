import type { ZoneSupplier, ZoneTable } from "../core.ts";

/** A zone whose clocks change once. */
export interface OneTransition {
  /** Name for calendars to use: `Test/Change` if left out. */
  readonly id?: string;
  /** The instant of the change, epoch milliseconds: the first one with the offset `after`. */
  readonly at: number;
  /** Offsets from UTC, such as `+01:00`. */
  readonly before: string;
  readonly after: string;
}

/**
 * A zone table with one chosen transition, for tests of the night on which clocks change.
 * @throws RangeError where `at` is no whole number, or an offset is not written `+hh:mm` or `-hh:mm`.
 */
export function zoneWith({ id = "Test/Change", at, before, after }: OneTransition): ZoneTable {
  if (!Number.isSafeInteger(at))
    throw new RangeError(`\`at\` is \`${at}\`; give whole milliseconds since 1970`);
  return { id, transitions: [at], offsets: [offsetOf(before), offsetOf(after)] };
}

/** A supplier of these zones and no others, for `compileSla` and `compileCalendar`; UTC and fixed offsets need none. */
export function zonesOf(...tables: readonly ZoneTable[]): ZoneSupplier {
  return { label: "test", zone: (id) => tables.find((table) => table.id === id) ?? null };
}

function offsetOf(text: string): number {
  const match = /^([+-])([01]\d):([0-5]\d)$/.exec(text);
  if (!match) throw new RangeError(`\`${text}\` is no offset such as \`+01:00\``);
  const ms = (Number(match[2]) * 60 + Number(match[3])) * 60_000;
  return match[1] === "-" ? 0 - ms : ms;
}
