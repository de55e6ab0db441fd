/**
 * A sum of whole numbers that stays exact beyond 2^53, so that it is the same in whatever order it is made:
 * `[high, low]` stands for high × 10^9 + low, with 0 ≤ low < 10^9.
 */
export type Sum = [high: number, low: number];

const BASE = 1_000_000_000;

export function noSum(): Sum {
  return [0, 0];
}

/** Adds a safe integer, of either sign. */
export function addTo(sum: Sum, value: number): void {
  const high = Math.floor(value / BASE);
  carry(sum, high, value - high * BASE);
}

/** The sum of two. */
export function plus(a: Sum, b: Sum): Sum {
  const sum: Sum = [a[0], a[1]];
  carry(sum, b[0], b[1]);
  return sum;
}

/** Sum ÷ count, rounded to a whole number, half up; null for a count of 0. */
export function mean(sum: Sum, count: number): number | null {
  if (count === 0) return null;
  const [whole, n] = [BigInt(sum[0]) * BigInt(BASE) + BigInt(sum[1]), BigInt(count)];
  return Number(floorDivide(2n * whole + n, 2n * n));
}

/** Rounded down, also below zero. */
function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

function carry(sum: Sum, high: number, low: number): void {
  const total = sum[1] + low;
  sum[1] = total % BASE;
  sum[0] += high + (total >= BASE ? 1 : 0);
}
