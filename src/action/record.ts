import { type ActionName, readActionId } from "./identity.ts";
import type { Planned } from "./plan.ts";

/** An action that the host performed, as an `action.delivered` event says. */
export interface Delivery {
  readonly id: string;
  readonly name: ActionName;
  readonly at: number;
}

/** Somebody took notice: of one action, or (null) of all that the ticket had. */
export interface Acknowledgement {
  readonly name: ActionName | null;
  readonly at: number;
}

/** A delivery by the action's id; null where that is none of ours. */
export function deliveryOf(id: string, at: number): Delivery | null {
  const name = readActionId(id);
  return name && { id, name, at };
}

/** An acknowledgement of one action, by its id, or of all. */
export function acknowledgementOf(id: string | undefined, at: number): Acknowledgement | null {
  if (id === undefined) return { name: null, at };
  const name = readActionId(id);
  return name && { name, at };
}

/** Which delivery belongs to which action, and those that belong to none. */
export interface Matched {
  readonly of: ReadonlyMap<Planned, Delivery>;
  readonly rest: readonly Delivery[];
}

/**
 * A delivery belongs to the step of the rule on the clock that its id names; or else, since late events may have changed
 * who governs and which event started the clock, to the same step of the same rule on the clock of this measure that was
 * alive when it was performed (semantics A5). So nothing is done twice within one clock.
 */
export function matchDeliveries(planned: readonly Planned[], deliveries: readonly Delivery[]): Matched {
  const of = new Map<Planned, Delivery>();
  if (deliveries.length === 0) return { of, rest: deliveries };
  const byClock = new Map<string, Delivery>();
  const byMeasure = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const { measure, startedBy, rule, shot } = delivery.name;
    const key = JSON.stringify([rule, measure, shot]);
    const clock = JSON.stringify([key, startedBy]);
    if (byClock.has(clock)) continue; // the same again
    byClock.set(clock, delivery);
    byMeasure.set(key, [...(byMeasure.get(key) ?? []), delivery]);
  }
  const used = new Set<Delivery>();
  const take = (one: Planned, delivery: Delivery | undefined) => {
    if (!delivery) return;
    of.set(one, delivery);
    used.add(delivery);
  };
  for (const one of planned)
    take(one, byClock.get(JSON.stringify([keyOf(one), one.course.clock.startedBy.id])));
  for (const one of planned) {
    if (of.has(one)) continue;
    const candidates = byMeasure.get(keyOf(one));
    take(
      one,
      candidates?.find((delivery) => !used.has(delivery) && isWithin(one, delivery.at)),
    );
  }
  return { of, rest: [...byClock.values()].filter((delivery) => !used.has(delivery)) };
}

function keyOf({ rule, shot, context }: Planned): string {
  return JSON.stringify([rule.id, context.measure, shot.name]);
}

/** Whether a clock was alive at an instant, both ends included. */
function isWithin({ course: { clock } }: Planned, at: number): boolean {
  const from = Math.min(clock.startedAt, clock.startedBy.at);
  return at >= from && at <= (clock.endedAt ?? Number.POSITIVE_INFINITY);
}

/** Whether a step comes after somebody took notice of its rule on its clock, and the rule stops there. */
export function isAcknowledged(one: Planned, acknowledgements: readonly Acknowledgement[]): boolean {
  const { rule, context, course, fireAt } = one;
  if (!rule.stopsOnAcknowledgement) return false;
  return acknowledgements.some(({ name, at }) => {
    if (fireAt !== null && fireAt <= at) return false;
    if (name === null) return isWithin(one, at);
    if (name.rule !== rule.id || name.measure !== context.measure) return false;
    return name.startedBy === course.clock.startedBy.id || isWithin(one, at);
  });
}
