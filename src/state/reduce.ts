import { innerOf, type Sla } from "../compile.ts";
import { withValue } from "../deadline/identity.ts";
import type { Evaluation } from "../evaluation.ts";
import type { EndedTotals } from "../read.ts";
import { withReading } from "./over.ts";
import { open } from "./resume.ts";
import type { Snapshot } from "./written.ts";

/** A verdict without some of its clocks, and what is left of those. */
export interface Reduced<M extends string = string> {
  readonly evaluation: Evaluation<M>;
  readonly ended: readonly EndedTotals<M>[];
}

/**
 * The verdict of a whole history as `resume` gives it from a snapshot of an earlier instant: without the clocks that the
 * snapshot keeps as totals only, and their actions. Of a snapshot that cannot be read, the verdict itself.
 */
export function withoutEnded<M extends string>(
  sla: Sla<M>,
  evaluation: Evaluation<M>,
  snapshot: Snapshot,
): Reduced<M> {
  const inner = innerOf(sla);
  const opened = open(inner, snapshot);
  const past = "past" in opened ? opened.past : null;
  if (!past) return { evaluation, ended: [] };
  const left = new Map<string, EndedTotals<M> | null>();
  const ids = new Set<string>();
  // What was promised comes first: a metric has totals for both, and readings of one kind
  const records = [...past.ended].sort(
    (a, b) => a.metric - b.metric || Number(a.group < 0) - Number(b.group < 0),
  );
  for (const { metric, group, per, count } of records) {
    const { metric: { id }, groups } = inner.metrics[metric]; // biome-ignore format: one line
    const name = withValue(group < 0 ? id : groups[group].name, per);
    if (left.has(name)) continue;
    left.set(name, null);
    for (const reading of evaluation.clocks) {
      if (reading.metric !== id || reading.instance > count || reading.id !== `${name}#${reading.instance}`)
        continue;
      const { policySet, level, exempted } = reading;
      const before = left.get(name) ?? NOTHING;
      left.set(name, {
        name,
        metric: reading.metric,
        policySet,
        level,
        per,
        ...withReading(before, reading),
        exempted,
      });
      ids.add(reading.id);
    }
  }
  return {
    evaluation: {
      ...evaluation,
      clocks: evaluation.clocks.filter(({ id }) => !ids.has(id)),
      actions: evaluation.actions.filter(({ clock }) => clock === null || !ids.has(clock)),
    },
    ended: [...left.values()].filter((totals) => totals !== null),
  };
}

const NOTHING = { count: 0, met: 0, missed: 0, cancelled: 0, untargeted: 0, elapsedMs: 0 };
