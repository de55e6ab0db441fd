import type { Evaluation } from "../../index.ts";
import type { Column } from "./table.ts";

/** A column of numbers. */
export function right(title: string): Column {
  return { title, align: "right" };
}

export function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** `86.4 %`, or a dash where there is nothing to share. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}

/** A field's value; empty where the verdict does not carry it. */
export function text(value: Evaluation["fields"][string] | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}

const BUILT_IN = ["firstResponse", "nextResponse", "resolution"];

/** Entries by metric: the built-in ones in their order, then a desk's own by name. */
export function byMetric<V>(map: ReadonlyMap<string, V>): [string, V][] {
  const rank = (metric: string) => (BUILT_IN.includes(metric) ? BUILT_IN.indexOf(metric) : BUILT_IN.length);
  return [...map].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
