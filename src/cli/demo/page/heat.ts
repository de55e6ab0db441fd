import type { Breaches } from "../../../svg.ts";
import { weekHour } from "../words.ts";

/** Breaches by weekday and hour of the wall clock: how many, and the instant of one of them. */
export type Heat = Map<string, { readonly at: number; count: number }>;

export function addHeat(heat: Heat, at: number, zone: string): void {
  const cell = weekHour(at, zone);
  const known = heat.get(cell);
  if (known) known.count++;
  else heat.set(cell, { at, count: 1 });
}

/** What the map of breaches asks of verdicts: as many as were counted, each in its hour of the week. */
export function* breachesOf(heat: Heat): Generator<Breaches> {
  for (const { at, count } of heat.values()) {
    const one: Breaches = { clocks: [{ metric: "any", breachedAt: at, exempted: null }] };
    for (let i = 0; i < count; i++) yield one;
  }
}
