import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstIndex } from "../../src/time/bisect.ts";
import {
  addLength,
  average,
  mergeSpreads,
  noSpread,
  percentiles,
  type Spread,
} from "../../src/time/spread.ts";
import { addTo, mean, noSum, plus, type Sum } from "../../src/time/sum.ts";

const RUNS = Number(process.env.DUECLOCK_RUNS ?? 200);

function assertLaw<T>(values: fc.Arbitrary<T>, check: (value: T) => void): void {
  fc.assert(fc.property(values, check), { numRuns: RUNS });
}

describe("what is kept of lengths", () => {
  const length = fc.oneof(
    fc.nat({ max: 300 }),
    fc.nat({ max: 2_000_000_000 }),
    fc.maxSafeNat(),
    fc.integer({ min: 7, max: 52 }).chain((n) => fc.constantFrom(2 ** n - 1, 2 ** n, 2 ** n + 1)),
  );
  const lengths = fc.array(length, { minLength: 1, maxLength: 60 });
  const spreadOf = (all: readonly number[]): Spread => {
    const spread = noSpread();
    for (const one of all) addLength(spread, one);
    return spread;
  };

  it("gives percentiles within 1 % of the length of that rank, of one spread or of two", () => {
    const percents = [0, 1, 50, 90, 95, 99, 100];
    assertLaw(fc.tuple(lengths, fc.nat({ max: 60 })), ([all, cut]) => {
      const sorted = [...all].sort((a, b) => a - b);
      const told = percentiles([spreadOf(all)], percents);
      for (const [i, percent] of percents.entries()) {
        const exact = sorted[Math.max(1, Math.ceil((percent * sorted.length) / 100)) - 1];
        expect(Math.abs((told[i] as number) - exact)).toBeLessThanOrEqual(exact * 0.01);
      }
      expect(percentiles([spreadOf(all.slice(cut)), spreadOf(all.slice(0, cut))], percents)).toEqual(told);
      expect(percentiles([noSpread()], [50])).toEqual([null]);
    });
  });

  it("merges exactly", () => {
    assertLaw(fc.tuple(lengths, lengths), ([a, b]) => {
      expect(mergeSpreads(spreadOf(a), spreadOf(b))).toEqual(spreadOf([...b, ...a]));
      expect(mergeSpreads(spreadOf(a), noSpread())).toEqual(spreadOf(a));
    });
  });

  it("sums and averages exactly beyond 2^53, in any order", () => {
    const signed = fc.array(fc.maxSafeInteger(), { minLength: 1, maxLength: 50 });
    assertLaw(signed, (all) => {
      const sumOf = (some: readonly number[]) => {
        const sum: Sum = noSum();
        for (const one of some) addTo(sum, one);
        return sum;
      };
      const exact = all.reduce((sum, one) => sum + BigInt(one), 0n);
      const sum = sumOf(all);
      expect(BigInt(sum[0]) * 1_000_000_000n + BigInt(sum[1])).toBe(exact);
      expect(plus(sumOf(all.slice(0, 9)), sumOf(all.slice(9)))).toEqual(sum);
      const average = mean(sum, all.length) as number;
      const off = 2n * (BigInt(average) * BigInt(all.length) - exact); // half up: -n < off <= n
      expect(off <= BigInt(all.length) && off > -BigInt(all.length)).toBe(true);
    });
  });

  it("averages to the nearest millisecond, half up, below zero too", () => {
    const averageOf = (...all: number[]) => {
      const sum = noSum();
      for (const one of all) addTo(sum, one);
      return mean(sum, all.length);
    };
    expect([averageOf(2, 3), averageOf(-2, -3), averageOf(-1, 0, 0), averageOf(-3, 1), averageOf(7)]).toEqual(
      [3, -2, 0, -1, 7],
    );
    expect([mean(noSum(), 0), average(noSpread()), average(spreadOf([1, 2, 4]))]).toEqual([null, null, 2]);
  });

  it("keeps the low part of a sum below a thousand million", () => {
    const sum = noSum();
    for (const one of [999_999_999, 1]) addTo(sum, one);
    expect(sum).toEqual([1, 0]);
    addTo(sum, -1);
    expect(sum).toEqual([0, 999_999_999]);
    expect(plus(sum, [0, 2])).toEqual([1, 1]);
  });

  it("counts lengths, with the least and the greatest", () => {
    expect(spreadOf([5, 9, 5, 7])).toEqual({
      count: 4,
      sum: [0, 26],
      min: 5,
      max: 9,
      buckets: { 5: 2, 7: 1, 9: 1 },
    });
  });

  it("has a bucket of its own for each length below 128, and 64 for each doubling from there on", () => {
    const bucketsOf = (...all: number[]) => Object.keys(spreadOf(all).buckets).map(Number);
    expect(bucketsOf(0, 127, 128, 129, 130, 255, 256, 259, 260)).toEqual([0, 127, 128, 129, 191, 192, 193]);
  });

  it("answers with the middle of the bucket, and never beyond the least and the greatest", () => {
    const median = (...all: number[]) => percentiles([spreadOf(all)], [50]);
    expect(median(1, 257, 257, 257, 300)).toEqual([257]); // of [256, 260)
    expect(median(1, 2_000, 2_000, 2_000, 3_000)).toEqual([2_007]); // of [2000, 2016)
    expect([median(128), median(129), median(256), median(259)]).toEqual([[128], [129], [256], [259]]);
  });

  it("has percentiles of no lengths at all: none", () => {
    expect(percentiles([], [0, 50])).toEqual([null, null]);
    expect(percentiles([noSpread(), noSpread()], [99])).toEqual([null]);
  });
});

describe("the first index that holds", () => {
  it("is found in lists of every length, wherever it is", () => {
    for (let length = 0; length < 10; length++)
      for (let first = 0; first <= length; first++) expect(firstIndex(length, (i) => i >= first)).toBe(first);
  });
});
