/** A seeded source of chance: the same seed gives the same draws on every runtime. */
export interface Random {
  /** A whole number in `[from, to]`. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** mulberry32, which needs 32 bits of state and no package; seeds side by side are told apart by a mixing of their own. */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) >>> 0;
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    whole: (from, to) => from + Math.floor(share() * (to - from + 1)),
    chance: (probability) => share() < probability,
    pick: (list) => list[Math.floor(share() * list.length)],
  };
}
