/** A seeded source of chance: the same seed gives the same draws on every runtime. */
export interface Random {
  /** In `[0, 1)`. */
  share(): number;
  /** A number in `[from, to)`. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the keys, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
}

/** mulberry32: 32 bits of state are plenty for a sample, and it needs no package. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    share,
    between: (from, to) => from + share() * (to - from),
    chance: (probability) => share() < probability,
    pick: (list) => list[Math.floor(share() * list.length)],
    weighted(weights) {
      const entries = Object.entries<number>(weights);
      const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
      let left = share() * total;
      const found = entries.find(([, weight]) => {
        left -= weight;
        return left < 0;
      });
      return (found ?? entries[entries.length - 1])[0] as keyof typeof weights;
    },
  };
}
