/*
 * The engine by its definition: slow, obvious, traceable to the rules (semantics H, P, K; decisions 0001 to 0007). It
 * shares types with the engine, and the built-in metrics, which are data; no cache, no index, nothing incremental.
 */

import { BUILT_IN_METRICS } from "../../clock/builtIn.ts";
import type { Definition, MetricDefinition, PolicyDefinition, TicketHistory } from "../../core.ts";
import { worldAt } from "./clock.ts";
import { isSideBySide, type Lane, levelsOf, selectionOf, versionsOf, type World } from "./promise.ts";
import { type Bare, type DefinedReading, holderAt, readLane } from "./reading.ts";

/** A reading of which it is known whether it was breached. */
interface Judged extends Bare {
  readonly breachedAt: number | null;
}

export function define(d: Definition<string>, history: TicketHistory, asOf: number): DefinedReading[] {
  const own = d.metrics ?? [];
  const builtIn = BUILT_IN_METRICS.filter(({ id }) => !own.some((metric) => metric.id === id));
  const worlds = worldsOf(d, history, asOf);
  return [...builtIn, ...own].flatMap((metric: MetricDefinition) => {
    const shown = lanesOf(worlds[0], metric.id).flatMap((lanes) => readGroup(worlds, metric, lanes));
    if (shown.length > 0 || !d.measure?.includes(metric.id)) return shown;
    return readGroup(worlds, metric, [{ metric: metric.id, set: undefined, policy: null, level: null }]);
  });
}

/** The ticket as known at `asOf` (first), and as it was known at each instant before at which anything happened. */
function worldsOf(d: Definition<string>, history: TicketHistory, asOf: number): World[] {
  const instants = [
    ...history.events.map(({ at }) => at),
    ...versionsOf(d)
      .slice(1)
      .map(({ from }) => from),
  ];
  return [asOf, ...sorted(instants.filter((at) => at < asOf))].map((at) => worldAt(d, history, at));
}

const sorted = (instants: readonly number[]) => [...new Set(instants)].sort((a, b) => a - b);

/** Decision 0007: the lanes of a metric, those that are merged into one reading (`strictest`) together. */
function lanesOf({ d, versions }: World, metric: string): Lane[][] {
  const all = versions.flatMap(({ sets }) => sets);
  const levelsIn = (policies: readonly PolicyDefinition[]) =>
    policies.flatMap((policy) => levelsOf(policy.targets[metric]).map(([level]) => level));
  const levels = [...new Set(all.flatMap(({ policies }) => levelsIn(policies)))];
  return [...new Set(all.map(({ id }) => id))].flatMap((set) => {
    const same = all.filter(({ id }) => id === set);
    const policies = same.flatMap((one) => one.policies);
    const named = (id: string | null) => policies.filter((one) => id === null || one.id === id);
    const lanes = (policy: string | null, among = levels) =>
      among
        .filter((level) => levelsIn(named(policy)).includes(level))
        .map((level) => ({ metric, set, policy, level }));
    if (!isSideBySide(d, same[0])) return lanes(null).map((lane) => [lane]);
    const ids = [...new Set(policies.map(({ id }) => id))];
    return selectionOf(d, same[0]) === "strictest"
      ? levels.map((level) => ids.flatMap((id) => lanes(id, [level]))).filter(({ length }) => length > 0)
      : ids.flatMap((id) => lanes(id).map((lane) => [lane]));
  });
}

/** The readings of one lane, or of several merged; none where no clock of the metric was ever promised anything (K1). */
function readGroup(
  worlds: readonly World[],
  metric: MetricDefinition,
  lanes: readonly Lane[],
): DefinedReading[] {
  const judged = lanes.flatMap((lane) => judge(worlds, metric, lane));
  if (lanes[0].set !== undefined && !judged.some(({ everPromised }) => everPromised)) return [];
  const clocks = judged.filter((one, i) => judged.findIndex((other) => isSameClock(one, other)) === i);
  const inTime = clocks.sort((a, b) => a.startStep - b.startStep);
  const pers = [...new Set(inTime.map(({ per }) => per))];
  return pers.flatMap((per) =>
    inTime
      .filter((clock) => clock.per === per)
      .map((clock) => present(worlds[0], strictest(judged.filter((other) => isSameClock(clock, other))))),
  );
}

const isSameClock = (a: Bare, b: Bare) => a.startEvent === b.startEvent && a.per === b.per;

/** P1, decision 0007: the one due first among those that promise something; a promise that was broken stays broken. */
function strictest(readings: readonly Judged[]): Judged {
  if (readings.length === 1) return readings[0];
  const due = (one: Bare) => one.dueAt ?? one.dueAtIfResumedNow ?? Number.POSITIVE_INFINITY;
  const promising = readings.filter(({ promised }) => promised);
  const least = Math.min(...promising.map(due));
  const chosen =
    promising.find((one) => due(one) === least) ??
    readings.find(({ everPromised }) => everPromised) ??
    readings[0];
  const breaches = readings.flatMap(({ breachedAt }) => breachedAt ?? []);
  return { ...chosen, breachedAt: breaches.length > 0 ? Math.min(...breaches) : null };
}

/**
 * K9, to the letter: `breachedAt` is the first instant t at which the history up to t, read at t, is overdue. Asked are all
 * instants at which something happened, and all due times read at them. K10 `current`: another promise than the last judges nothing.
 */
function judge(worlds: readonly World[], metric: MetricDefinition, lane: Lane): Judged[] {
  const [final] = worlds;
  const happened = [...worlds.slice(1), final];
  const asHappened = happened.map((w) => ({ at: w.asOf, then: readLane(w, lane, metric) }));
  const dueTimes = sorted(asHappened.flatMap(({ then }) => then.flatMap(({ dueAt }) => dueAt ?? [])));
  const asDue = dueTimes.flatMap((at) => {
    const known = happened.findLast(({ asOf }) => asOf <= at);
    return known && known.asOf < at && at < final.asOf
      ? [{ at, then: readLane({ ...known, asOf: at }, lane, metric) }]
      : [];
  });
  const readings = [...asHappened, ...asDue].sort((a, b) => a.at - b.at);
  return asHappened.at(-1)!.then.map((clock) => {
    let breachedAt: number | null = null;
    let { everPromised } = clock;
    for (const { at, then } of readings) {
      const earlier = then.find((one) => isSameClock(one, clock));
      if (!earlier) continue;
      const isLive = worlds[0].d.options?.versionMode === "live"; // a version that was live counts, though replaced since
      everPromised ||= earlier.overridden || (isLive && earlier.everPromised); // an override counts, though cleared since
      if (clock.judges === "current" && earlier.inForce !== clock.inForce) breachedAt = null;
      else if (earlier.isOverdue) breachedAt ??= at;
    }
    return { ...clock, breachedAt, everPromised };
  });
}

/** The verdict on it (K9), and who is to blame: whoever held the ticket in the last millisecond before (K13). */
function present(w: World, judged: Judged): DefinedReading {
  const { startStep, startEvent, promised, everPromised, inForce, judges, isOverdue, ...reading } = judged;
  const { breachedAt, state, overridden } = reading;
  const isMet = state === "fulfilled" && (promised !== null || overridden);
  const breachedBy = breachedAt === null ? null : holderAt(w, breachedAt - 1);
  return { ...reading, met: breachedAt !== null ? false : isMet ? true : null, breachedBy };
}
