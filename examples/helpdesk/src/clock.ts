import type { Config } from "./config.ts";

/** The desk's time and the machine's: the same, but for demonstrations and tests, which let it go faster. */
export interface Clock {
  /** The desk's time, in epoch milliseconds. */
  now(): number;
  /** When, by the machine's clock, the desk's will be at an instant. */
  real(at: number): number;
  readonly speed: number;
}

export function createClock(
  config: Pick<Config, "CLOCK_SPEED" | "CLOCK_START" | "CLOCK_ORIGIN" | "CLOCK_SKEW_MS">,
): Clock {
  const origin = config.CLOCK_ORIGIN ?? Date.now();
  const start = config.CLOCK_START ?? origin;
  const { CLOCK_SPEED: speed, CLOCK_SKEW_MS: skew } = config;
  return {
    now: () => Math.floor(start + (Date.now() - origin) * speed + skew),
    real: (at) => origin + (at - start) / speed,
    speed,
  };
}
