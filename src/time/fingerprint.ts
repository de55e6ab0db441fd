/**
 * A 96-bit fingerprint of a text, as 24 hexadecimal digits: equal for equal texts on every runtime.
 * For telling versions apart, not for security.
 */
export function fingerprint(text: string): string {
  let a = 0xdeadbeef ^ SEEDS[0];
  let b = 0x41c6ce57 ^ SEEDS[0];
  let c = 0xdeadbeef ^ SEEDS[1];
  let d = 0x41c6ce57 ^ SEEDS[1];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
    c = Math.imul(c ^ unit, 0x9e3779b1);
    d = Math.imul(d ^ unit, 0x5f356495);
  }
  return digits(a ^ (b >>> 13)) + digits(b ^ (a >>> 16)) + digits(c ^ (d >>> 13));
}

/** Of two pairs of 32-bit multiplicative hashes side by side, each finished with murmur3's mixer. */
const SEEDS = [0x9e3779b9, 0x85ebca6b] as const;

function digits(value: number): string {
  return (mix(value) >>> 0).toString(16).padStart(8, "0");
}

function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
