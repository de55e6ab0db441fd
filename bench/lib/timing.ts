/** Nanoseconds for each question: the fastest round and the one in the middle. */
export interface Timing {
  readonly min: number;
  readonly median: number;
}

export interface Contestant {
  /** Asks `questions` questions. */
  readonly lap: () => unknown;
  readonly questions: number;
}

/** Times contestants round by round, each once in every round, so that a noisy minute hits them all. */
export function interleave(contestants: readonly Contestant[], rounds: number): Timing[] {
  const times = contestants.map(() => [] as number[]);
  for (const { lap } of contestants) lap(); // warms up: compiled code, grown tables
  for (let round = 0; round < rounds; round++) {
    for (const [i, { lap, questions }] of contestants.entries()) {
      const start = process.hrtime.bigint();
      lap();
      times[i].push(Number(process.hrtime.bigint() - start) / questions);
    }
  }
  return times.map((figures) => {
    const sorted = figures.sort((a, b) => a - b);
    return { min: sorted[0], median: sorted[sorted.length >> 1] };
  });
}
