/** A half-open stretch `[from, to)` of any one axis: instants, seconds of a day, … */
export type Interval = readonly [from: number, to: number];

/** The same set as sorted, disjoint intervals that do not touch; empty ones are dropped. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(([from, to]) => from < to).sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** What lies in both; each argument sorted and disjoint, as `union` gives it. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const common: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = Math.max(a[i][0], b[j][0]);
    const to = Math.min(a[i][1], b[j][1]);
    if (from < to) common.push([from, to]);
    if (a[i][1] < b[j][1]) i++;
    else j++;
  }
  return common;
}

/** What lies in `a` and not in `b`; each argument sorted and disjoint, as `union` gives it. */
export function subtract(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let j = 0;
  for (const [from, to] of a) {
    let start = from;
    while (j < b.length && b[j][1] <= start) j++;
    for (let k = j; k < b.length && b[k][0] < to; k++) {
      if (b[k][0] > start) rest.push([start, b[k][0]]);
      start = Math.max(start, b[k][1]);
    }
    if (start < to) rest.push([start, to]);
  }
  return rest;
}
