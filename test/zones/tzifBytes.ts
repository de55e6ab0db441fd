/** TZif files made by hand (RFC 9636), to test the reader with what no distribution ships. */

export interface TzifParts {
  /** `1` writes the 32-bit block alone. */
  readonly version?: 1 | 2 | 3 | 4;
  /** Offsets of the local time types, in seconds. */
  readonly types: readonly number[];
  /** Instant in seconds, and the type that begins there. */
  readonly transitions?: readonly (readonly [at: number, type: number])[];
  readonly footer?: string;
  readonly leapSeconds?: number;
}

export function tzifBytes({ version = 2, types, transitions = [], footer = "", leapSeconds = 0 }: TzifParts) {
  const parts = [...block({ version, types, transitions, leapSeconds, wide: false })];
  if (version > 1) {
    parts.push(...block({ version, types, transitions, leapSeconds, wide: true }));
    parts.push(...text(`\n${footer}\n`));
  }
  return Uint8Array.from(parts);
}

interface Block {
  readonly version: number;
  readonly types: readonly number[];
  readonly transitions: readonly (readonly [number, number])[];
  readonly leapSeconds: number;
  readonly wide: boolean;
}

function block({ version, types, transitions, leapSeconds, wide }: Block): number[] {
  const size = wide ? 8 : 4;
  return [
    ...text("TZif"),
    version === 1 ? 0 : 0x30 + version,
    ...new Array(15).fill(0),
    ...[0, 0, leapSeconds, transitions.length, types.length, 4].flatMap((count) => integer(count, 4)),
    ...transitions.flatMap(([at]) => integer(at, size)),
    ...transitions.map(([, type]) => type),
    ...types.flatMap((offset) => [...integer(offset, 4), 0, 0]),
    ...text("XXX\0"),
    ...new Array(leapSeconds * (size + 4)).fill(0),
  ];
}

/** Big-endian two's complement. */
function integer(value: number, size: 4 | 8): number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, BigInt(value));
  return [...new Uint8Array(view.buffer)].slice(8 - size);
}

function text(ascii: string): number[] {
  return [...ascii].map((character) => character.charCodeAt(0));
}
