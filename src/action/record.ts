import type { HistoryEvent } from "../history/event.ts";
import type { ActionName } from "./identity.ts";
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

/** The ticket's clocks, as the ids of actions name them. */
export interface Clocks {
  /** Id of the reading of the clock that a name means; null where it is no more. */
  idOf(name: Pick<ActionName, "measure" | "startedBy">): string | null;
  /** When an event happened; null where the history does not have it. */
  whenOf(event: string): number | null;
}

/** A clock as ids of actions name it: by what it measures and the event that started it (semantics A3). */
export function clockName(measure: string, startedBy: string): string {
  return JSON.stringify([measure, startedBy]);
}

/** The clocks by their names; events are looked up only where somebody asks. */
export function clocksOf(ids: ReadonlyMap<string, string>, steps: readonly HistoryEvent[]): Clocks {
  let instants: Map<string, number> | undefined;
  return {
    idOf: ({ measure, startedBy }) => ids.get(clockName(measure, startedBy)) ?? null,
    whenOf: (event) => {
      instants ??= new Map(steps.map(({ id, at }) => [id, at]));
      return instants.get(event) ?? null;
    },
  };
}

/** Which delivery belongs to which action, and those that belong to none. */
export interface Matched {
  readonly of: ReadonlyMap<Planned, Delivery>;
  readonly rest: readonly Delivery[];
}

/**
 * A delivery belongs to the step of the rule on the clock that its id names. Where that clock is no more, since late
 * events have changed which event starts it, it belongs to the same step on the clock of this measure that ran when the
 * event named happened: of such a clock it is another name (semantics A5). So nothing is done twice within one clock.
 */
export function matchDeliveries(
  planned: readonly Planned[],
  deliveries: readonly Delivery[],
  clocks: Clocks,
): Matched {
  const of = new Map<Planned, Delivery>();
  if (deliveries.length === 0) return { of, rest: deliveries };
  const byClock = new Map<string, Delivery>();
  const renamed = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const { measure, startedBy, rule, shot } = delivery.name;
    const key = stepKey(rule, measure, shot);
    const clock = clockKey(startedBy, key);
    if (byClock.has(clock)) continue; // the same again
    byClock.set(clock, delivery);
    if (clocks.idOf(delivery.name) !== null) continue;
    const others = renamed.get(key);
    if (others) others.push(delivery);
    else renamed.set(key, [delivery]);
  }
  const used = new Set<Delivery>();
  const take = (one: Planned, delivery: Delivery | undefined) => {
    if (!delivery) return;
    of.set(one, delivery);
    used.add(delivery);
  };
  for (const one of planned) take(one, byClock.get(clockKey(one.course.clock.startedBy.id, keyOf(one))));
  for (const one of renamed.size > 0 ? planned : []) {
    if (of.has(one)) continue;
    const candidates = renamed.get(keyOf(one));
    take(
      one,
      candidates?.find((delivery) => !used.has(delivery) && isNameOf(one, delivery, clocks)),
    );
  }
  return { of, rest: [...byClock.values()].filter((delivery) => !used.has(delivery)) };
}

function keyOf({ rule, shot, context }: Planned): string {
  return stepKey(rule.id, context.measure, shot.name);
}

/** Lengths keep the names apart; JSON would take a tenth of a verdict's time. */
function stepKey(rule: string, measure: string, shot: string): string {
  return `${rule.length} ${measure.length} ${rule} ${measure} ${shot}`;
}

function clockKey(startedBy: string, step: string): string {
  return `${startedBy.length} ${startedBy} ${step}`;
}

/** Whether a name of a clock that is no more means this one: it ran at the event named, or without such an event when it was said. */
function isNameOf(
  one: Planned,
  { name, at }: { readonly name: ActionName; readonly at: number },
  clocks: Clocks,
): boolean {
  return isWithin(one, clocks.whenOf(name.startedBy) ?? at);
}

/** Whether a clock was alive at an instant: from its start, or the event that started it, until its end. */
function isWithin({ course: { clock, isLive, until } }: Planned, at: number): boolean {
  return at >= Math.min(clock.startedAt, clock.startedBy.at) && (isLive || at < until);
}

/** Whether a step comes after somebody took notice of its rule on its clock, and the rule stops there. */
export function isAcknowledged(
  one: Planned,
  acknowledgements: readonly Acknowledgement[],
  clocks: Clocks,
): boolean {
  const { rule, context, course, fireAt } = one;
  if (!rule.stopsOnAcknowledgement) return false;
  return acknowledgements.some(({ name, at }) => {
    if (fireAt !== null && fireAt <= at) return false; // one may take notice of what has just come
    if (name === null) return isWithin(one, at);
    if (name.rule !== rule.id || name.measure !== context.measure) return false;
    if (name.startedBy === course.clock.startedBy.id) return true;
    return clocks.idOf(name) === null && isNameOf(one, { name, at }, clocks);
  });
}
