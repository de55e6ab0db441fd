import { addTo, mean, noSum, plus, type Sum } from "./sum.ts";

/**
 * What is kept of many lengths of time, whole milliseconds of 0 and more: count, sum, extremes and a histogram whose
 * buckets grow with the length, so that memory is bounded and two spreads merge exactly (semantics R2).
 */
export interface Spread {
  count: number;
  sum: Sum;
  min: number | null;
  max: number | null;
  /** How many lengths each bucket holds, by its number. */
  buckets: Record<number, number>;
}

/** Up to here each length has a bucket of its own. */
const EXACT = 128;
/** So many buckets to each doubling from there on: a length is at most half a bucket, 1/128 or 0.78 %, off. */
const PER_DOUBLING = 64;

export function noSpread(): Spread {
  return { count: 0, sum: noSum(), min: null, max: null, buckets: {} };
}

export function addLength(spread: Spread, ms: number): void {
  const bucket = bucketOf(ms);
  spread.count++;
  addTo(spread.sum, ms);
  spread.min = spread.min === null ? ms : Math.min(spread.min, ms);
  spread.max = spread.max === null ? ms : Math.max(spread.max, ms);
  spread.buckets[bucket] = (spread.buckets[bucket] ?? 0) + 1;
}

/** All lengths of both. */
export function mergeSpreads(a: Spread, b: Spread): Spread {
  const buckets = { ...a.buckets };
  for (const [bucket, count] of Object.entries(b.buckets))
    buckets[Number(bucket)] = (buckets[Number(bucket)] ?? 0) + count;
  const { count, min, max } = bounds(a, b);
  return { count, sum: plus(a.sum, b.sum), min, max, buckets };
}

/** The average in whole milliseconds; null of no lengths. */
export function average({ sum, count }: Spread): number | null {
  return mean(sum, count);
}

/**
 * For each of `percents`, ascending: the smallest length that at least so many percent of all lengths do not exceed (nearest
 * rank), at most 0.78 % off; null of no lengths. `spreads` are taken as one.
 */
export function percentiles(spreads: readonly Spread[], percents: readonly number[]): (number | null)[] {
  const { count, min, max } = spreads.reduce(bounds, { count: 0, min: null, max: null });
  if (min === null || max === null) return percents.map(() => null);
  const buckets = spreads
    .flatMap((spread) => Object.entries(spread.buckets).map(([bucket, times]) => [Number(bucket), times]))
    .sort(([a], [b]) => a - b);
  let next = 0;
  let seen = 0;
  return percents.map((percent) => {
    const rank = Math.max(1, Math.ceil((percent * count) / 100));
    while (seen < rank && next < buckets.length) seen += buckets[next++][1];
    return Math.min(max, Math.max(min, middleOf(buckets[next - 1][0])));
  });
}

type Bounds = Pick<Spread, "count" | "min" | "max">;

function bounds(a: Bounds, b: Bounds): Bounds {
  return {
    count: a.count + b.count,
    min: extreme(Math.min, a.min, b.min),
    max: extreme(Math.max, a.max, b.max),
  };
}

function extreme(pick: typeof Math.min, a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : pick(a, b);
}

/** By whole numbers alone, not by a logarithm, of which the last digits differ between runtimes. */
function bucketOf(ms: number): number {
  let doublings = 0;
  let scaled = ms;
  while (scaled >= EXACT) {
    scaled = Math.floor(scaled / 2);
    doublings++;
  }
  return doublings * PER_DOUBLING + scaled;
}

/** The middle of a bucket, the lengths `[scaled × 2^doublings, (scaled + 1) × 2^doublings)`. */
function middleOf(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const doublings = Math.floor(bucket / PER_DOUBLING) - 1;
  const scaled = bucket - doublings * PER_DOUBLING;
  const width = 2 ** doublings;
  return scaled * width + Math.floor((width - 1) / 2);
}
