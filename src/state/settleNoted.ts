import { doneBy } from "../action/conditions.ts";
import { type ActionName, readActionId } from "../action/identity.ts";
import { clockName } from "../action/record.ts";
import type { CompiledSla } from "../compile.ts";
import { withValue } from "../deadline/identity.ts";
import { conditionNumbers } from "../held.ts";
import { type Noted, nothingNoted } from "../noted.ts";
import type { Answer, Past, Stranger } from "../progress.ts";
import type { Story } from "../replay.ts";
import type { Made, Reach } from "./made.ts";
import { deliveryKey, type Over } from "./over.ts";

/** What control events said, and what was asked of conditions, as far as clocks that are kept or to come may need it. */
export function settleNoted(
  sla: CompiledSla,
  made: Made,
  over: Over,
  reach: Reach,
): { readonly noted: Noted; readonly said: Said } {
  const { story } = made;
  const doneLast = doneAtLast(story);
  if (isSilent(made))
    return { noted: nothingNoted(), said: { strangers: NO_STRANGERS, answers: NO_ANSWERS, doneLast } };
  const isForgotten = namesOf(sla, story, over);
  const isAny = (metric: string | null) => metric === null || sla.metricIds.has(metric);
  const first = sla.shiftsStarts ? Number.NEGATIVE_INFINITY : reach.at;
  const deliveries = keptDeliveries(made, isForgotten);
  const acknowledgements = story.acknowledgements.filter(({ name, at }) =>
    name ? !isForgotten(clockOf(made, name)) : at >= first,
  );
  return {
    noted: {
      handSet: story.handSet.filter(({ metric, from }) => isAny(metric) && from >= reach.startedBy),
      exemptions: new Map([...story.exemptions].filter(([metric]) => isAny(metric))),
      deliveries,
      acknowledgements,
    },
    said: {
      strangers: strangersOf(made, [...deliveries, ...acknowledgements]),
      answers: answersOf(sla, made, doneLast, isForgotten),
      doneLast,
    },
  };
}

type Said = Pick<Past, "strangers" | "answers" | "doneLast">;

const NO_STRANGERS: Past["strangers"] = new Map();
const NO_ANSWERS: Past["answers"] = [];

/** Whether no control event said anything, and no condition was asked: so of most tickets. */
function isSilent({ story, held }: Made): boolean {
  const { handSet, exemptions, deliveries, acknowledgements } = story;
  return handSet.length + exemptions.size + deliveries.length + acknowledgements.length + held.length === 0;
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
function strangersOf(made: Made, said: readonly { readonly name: ActionName | null }[]): Past["strangers"] {
  const { past, reigns } = made.story;
  const strangers = new Map<string, Stranger>();
  for (const { name } of said) {
    if (!name || clockOf(made, name) !== null) continue;
    const { measure, startedBy } = name;
    const key = clockName(measure, startedBy);
    if (strangers.has(key)) continue;
    const at = reigns.steps.findLast(({ id }) => id === startedBy)?.at ?? past?.strangers.get(key)?.at;
    strangers.set(key, { measure, event: startedBy, at: at ?? null });
  }
  return strangers;
}

/** Ids of actions that steps at the instant of the last one brought about (docs/decisions/0050). */
function doneAtLast({ state, reigns, past }: Story): ReadonlySet<string> {
  const at = state?.event.at;
  const before = past && past.lastAt === at ? past.doneLast : NOTHING_DONE;
  const done = reigns.steps.flatMap((step) => {
    const action: unknown = step.at === at ? doneBy(step) : undefined;
    return typeof action === "string" ? [action] : [];
  });
  return done.length === 0 ? before : new Set([...before, ...done]);
}

const NOTHING_DONE: ReadonlySet<string> = new Set();

/** What was asked of the steps so far and is settled: no later step can change it. */
function answersOf(
  sla: CompiledSla,
  { plan, held, story: { state } }: Made,
  doneLast: ReadonlySet<string>,
  isForgotten: (clock: string | null) => boolean,
): readonly Answer[] {
  if (held.length === 0 || !state) return [];
  const last = state.event.at;
  const asked = new Set(
    plan.filter(({ context }) => !isForgotten(context.clockId)).map(({ fireAt }) => fireAt),
  );
  const numbers = conditionNumbers(sla);
  const answers = new Map<string, Answer>();
  for (const { question, holds, isOdd } of held) {
    const { condition, at, action } = question;
    const isSettled = at < last || (at === last && doneLast.has(action));
    if (isOdd || !isSettled || !asked.has(at)) continue;
    const number = numbers.get(condition) as number;
    answers.set(JSON.stringify([number, action, at]), { condition: number, action, at, holds });
  }
  return [...answers.values()];
}
