import { FIRST_YEAR, LAST_YEAR, MINUTE } from "./desk.ts";
import type { Answers } from "./peer.ts";

/** Fewer random questions would let the processor's branch predictor learn them. */
export const QUERIES = 65_536;

const FROM = Date.UTC(FIRST_YEAR, 0, 1);
const SPAN = Date.UTC(LAST_YEAR - 1, 0, 1) - FROM; // a year less: questions span up to a year

/** Numbers in `[0, 1)` by a seeded generator, so that each run asks the same. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Random instants of the years, to the millisecond. */
export function instants(seed: number): Float64Array {
  const next = random(seed);
  return Float64Array.from({ length: QUERIES }, () => FROM + Math.floor(next() * SPAN));
}

/** Random business instants. */
export function openInstants(seed: number, { isOpen }: Pick<Answers, "isOpen">): Float64Array {
  const next = random(seed);
  const found = new Float64Array(QUERIES);
  for (let i = 0; i < QUERIES; ) {
    const at = FROM + Math.floor(next() * SPAN);
    if (isOpen(at)) found[i++] = at;
  }
  return found;
}

/**
 * An instant near `at` that a peer is asked about: a whole odd minute, as dayjs-business-time counts in minutes and
 * peers call the closing instant open; moved into July to mid-September where `summerOnly`.
 */
export function peerInstant(at: number, summerOnly: boolean): number {
  const minute = 2 * Math.floor(at / (2 * MINUTE)) * MINUTE + MINUTE;
  if (!summerOnly) return minute;
  const year = new Date(minute).getUTCFullYear();
  const week = 7 * 86_400_000; // whole weeks: the weekday stays
  const july = Date.UTC(year, 6, 1);
  return july + ((((minute - july) % (10 * week)) + 10 * week) % (10 * week));
}
