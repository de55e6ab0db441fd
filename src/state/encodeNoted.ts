import { doneBy } from "../action/conditions.ts";
import { type ActionName, actionId, readActionId } from "../action/identity.ts";
import { clockName } from "../action/record.ts";
import type { CompiledSla } from "../compile.ts";
import { withValue } from "../deadline/identity.ts";
import { conditionNumbers } from "../held.ts";
import type { Story } from "../replay.ts";
import type { EventTable } from "./events.ts";
import type { Made, Reach } from "./made.ts";
import { deliveryKey, type Over } from "./over.ts";

/** What control events said, as far as clocks that are kept or to come may need it. */
export function encodeNoted(
  sla: CompiledSla,
  made: Made,
  over: Over,
  reach: Reach,
  table: EventTable,
): Record<string, unknown> {
  const { story } = made;
  const { handSet, exemptions, acknowledgements } = story;
  const isForgotten = namesOf(sla, story, over);
  const isAny = (metric: string | null) => metric === null || sla.metricIds.has(metric);
  const first = sla.shiftsStarts ? Number.NEGATIVE_INFINITY : reach.at;
  const deliveries = keptDeliveries(made, isForgotten);
  const acknowledged = acknowledgements.filter(({ name, at }) =>
    name ? !isForgotten(clockOf(made, name)) : at >= first,
  );
  const doneLast = doneAtLast(story);
  return {
    handSet: handSet
      .filter(({ metric, from }) => isAny(metric) && from >= reach.startedBy)
      .map(({ from, dueAt, by, metric, level }) => [from, dueAt, table.number(by), metric, level]),
    exemptions: [...exemptions]
      .filter(([metric]) => isAny(metric))
      .map(([metric, { reason, step }]) => [metric, reason, step]),
    deliveries: deliveries.map(({ id, at }) => [id, at]),
    acknowledged: acknowledged.map(({ name, at }) => [name && actionId(name), at]),
    strangers: strangersOf(made, [...deliveries, ...acknowledged]),
    answers: answersOf(sla, made, doneLast, isForgotten),
    doneLast: [...doneLast],
  };
}

/** Id of the reading of a clock that is named; null where there is none. */
function clockOf({ clockIds }: Made, { measure, startedBy }: ActionName): string | null {
  return clockIds.get(clockName(measure, startedBy)) ?? null;
}

/** Ids of the readings of clocks that the snapshot leaves out. */
function namesOf(sla: CompiledSla, { runs }: Story, over: Over): (id: string | null) => boolean {
  const left = new Map<string, number>();
  for (const metric of sla.metrics) {
    for (const { name, lanes } of metric.groups) {
      const { values } = runs[metric.trackOf.get(lanes[0].number) ?? metric.sharedTrack];
      for (const value of values) {
        const number = over.get(value);
        if (number !== undefined) left.set(withValue(name, value.per), value.before + number);
      }
    }
  }
  return (id) => {
    const at = id?.lastIndexOf("#") ?? -1;
    return id !== null && Number(id.slice(at + 1)) <= (left.get(id.slice(0, at)) ?? 0);
  };
}

/** Each step of a rule on a clock once, and not those of clocks that are left out. */
function keptDeliveries(
  made: Made,
  isForgotten: (clock: string | null) => boolean,
): Story["deliveries"][number][] {
  const { actions, story } = made;
  if (story.deliveries.length === 0) return [];
  const left = new Set<string>();
  for (const { id, clock } of actions) {
    const name = isForgotten(clock) ? readActionId(id) : null;
    if (name) left.add(deliveryKey(name));
  }
  const first = new Map<string, Story["deliveries"][number]>();
  for (const delivery of story.deliveries) {
    const { name } = delivery;
    const key = deliveryKey(name);
    if (!left.has(key) && !first.has(key) && !isForgotten(clockOf(made, name))) first.set(key, delivery);
  }
  return [...first.values()];
}

/** The clocks named that are not there, and when the events named happened (docs/decisions/0042). */
function strangersOf(made: Made, said: readonly { readonly name: ActionName | null }[]): unknown[] {
  const { past, reigns } = made.story;
  const rows = new Map<string, unknown>();
  for (const { name } of said) {
    if (!name || clockOf(made, name) !== null) continue;
    const { measure, startedBy } = name;
    const key = clockName(measure, startedBy);
    const event = rows.has(key) ? undefined : reigns.steps.findLast(({ id }) => id === startedBy);
    if (!rows.has(key))
      rows.set(key, [measure, startedBy, event?.at ?? past?.strangers.get(key)?.at ?? null]);
  }
  return [...rows.values()];
}

/** Ids of actions that steps at the instant of the last one brought about (docs/decisions/0050). */
function doneAtLast({ state, reigns, past }: Story): ReadonlySet<string> {
  const at = state?.event.at;
  const done = new Set<string>(past && past.lastAt === at ? past.doneLast : []);
  for (const step of reigns.steps) {
    const action: unknown = step.at === at ? doneBy(step) : undefined;
    if (typeof action === "string") done.add(action);
  }
  return done;
}

/** What was asked of the steps so far and is settled: no later step can change it. */
function answersOf(
  sla: CompiledSla,
  { plan, held, story: { state } }: Made,
  doneLast: ReadonlySet<string>,
  isForgotten: (clock: string | null) => boolean,
): unknown[] {
  if (held.length === 0 || !state) return [];
  const last = state.event.at;
  const asked = new Set(
    plan.filter(({ context }) => !isForgotten(context.clockId)).map(({ fireAt }) => fireAt),
  );
  const numbers = conditionNumbers(sla);
  const rows = new Map<string, unknown>();
  for (const { question, holds, isOdd } of held) {
    const { condition, at, action } = question;
    const isSettled = at < last || (at === last && doneLast.has(action));
    if (isOdd || !isSettled || !asked.has(at)) continue;
    const number = numbers.get(condition);
    rows.set(JSON.stringify([number, action, at]), [number, action, at, holds ? 1 : 0]);
  }
  return [...rows.values()];
}
