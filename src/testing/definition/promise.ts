/*
 * What is promised in a lane after a step, by definition (semantics P1 to P6, decision 0007): the policies of the
 * version are matched over the history from scratch, and the first goal that holds is read.
 */
import type {
  Amount,
  CalendarChoice,
  Definition,
  Goal,
  LevelTarget,
  Options,
  PolicyDefinition,
  PolicySetDefinition,
  Target,
} from "../../core.ts";
import { durationOf, type Hours, instantOf } from "./hours.ts";
import { calendarOf, fires, holds, type Step, type Ticket } from "./ticket.ts";

/** Where a clock is read: a policy set (side by side: a policy of it) and a level. Set undefined: by nobody (`measure`). */
export interface Lane {
  readonly metric: string;
  readonly set: string | null | undefined;
  readonly policy: string | null;
  readonly level: string | null;
}
export interface Version {
  readonly id: string | null;
  readonly from: number;
  readonly sets: readonly (Omit<PolicySetDefinition, "id"> & { readonly id: string | null })[];
}
/** A promise in force: a duration, or (`isInstant`) the due time itself. */
export interface Promised {
  readonly key: string;
  readonly policy: string;
  readonly version: number;
  readonly amount: number;
  readonly isInstant: boolean;
  /** Whole days around the clock, C8: the same wall time so many dates later, unless pauses move it. */
  readonly isDays: boolean;
  readonly toOpening: boolean;
  readonly hours: Hours;
  readonly options: Options;
}
/** What every question is asked of: the definition, the steps so far, and the instant of asking. */
export interface World {
  readonly d: Definition<string>;
  readonly versions: readonly Version[];
  readonly steps: readonly Step[];
  readonly asOf: number;
}

/** P6: the policies that apply until the first version, then each version, in order of `from`. */
export function versionsOf(d: Definition<string>): Version[] {
  const sets = (v: Pick<Definition<string>, "policies" | "policySets">) =>
    v.policySets ?? (v.policies ? [{ id: null, policies: v.policies as readonly PolicyDefinition[] }] : []);
  const later = (d.versions ?? []).map((v) => ({ id: v.id, from: instantOf(v.from)!, sets: sets(v) }));
  later.sort((a, b) => a.from - b.from);
  return [{ id: d.version ?? null, from: Number.NEGATIVE_INFINITY, sets: sets(d) }, ...later];
}

export const isSideBySide = (d: Definition<string>, set: Version["sets"][number]) =>
  ["allMatching", "strictest"].includes(selectionOf(d, set));

export const selectionOf = (d: Definition<string>, set: Version["sets"][number]) =>
  set.options?.selection ?? d.options?.selection ?? "firstMatch";

/** P1, P3: the policies of a set that govern after step `k`. */
export function governing(w: World, set: Version["sets"][number], k: number): PolicyDefinition[] {
  const selection = selectionOf(w.d, set);
  const isAssigned = selection === "assigned" || selection === "firstAssigned";
  const matching = set.policies.flatMap((policy) => {
    const when = policy.options?.matching ?? set.options?.matching ?? w.d.options?.matching ?? "onChange";
    const span = attached(w, policy, isAssigned ? "byAssignment" : when, k);
    return span ? [{ policy, ...span }] : [];
  });
  if (selection === "lastMatch") {
    const stop = matching.find(({ policy }) => policy.stop);
    return [stop ?? matching.at(-1)].flatMap((one) => one?.policy ?? []);
  }
  if (selection === "assigned") matching.sort((a, b) => b.last - a.last);
  if (selection === "firstAssigned") matching.sort((a, b) => a.first - b.first);
  const policies = matching.map(({ policy }) => policy);
  return isSideBySide(w.d, set) ? policies : policies.slice(0, 1);
}

/** P3: since which step a policy matches without a break, and the last step that attached it; null where it does not. */
function attached({ d, steps }: World, policy: PolicyDefinition, when: object | string, k: number) {
  const condition = policy.if ?? { all: [] };
  if (when === "onChange") return holds(condition, steps[k].ticket, d) ? { first: k, last: k } : null;
  let span = null as { first: number; last: number } | null;
  for (const [i, step] of steps.slice(0, k + 1).entries()) {
    const { event, before, ticket } = step;
    if (!event || !ticket) continue;
    if (event.type === "policy.released" && (event.policy ?? policy.id) === policy.id) span = null;
    const isMoment =
      when === "atCreation"
        ? before === null
        : when === "byAssignment"
          ? event.type === "policy.assigned" && event.policy === policy.id
          : (when as { on: readonly Parameters<typeof fires>[0][] }).on.some((on) => fires(on, step, d));
    if (isMoment && holds(condition, ticket, d)) span = { first: span?.first ?? i, last: i };
  }
  return span;
}

/** P4: a target's goals at a level; the sugar spelt out. */
export function levelsOf(target: Target | undefined): [string | null, readonly Goal[]][] {
  if (target === undefined) return [];
  if (typeof target === "object" && "levels" in target)
    return Object.entries(target.levels).map(([level, one]) => [level, goalsOf(one)]);
  return [[null, goalsOf(target)]];
}

function goalsOf(target: LevelTarget): readonly Goal[] {
  if (typeof target !== "object") return [{ amount: target }];
  if ("goals" in target) return target.goals;
  if ("amount" in target) return [target];
  if (!("byPriority" in target)) return [{ amount: target }];
  const { byPriority, otherwise, ...terms } = target;
  const goals = Object.entries(byPriority).map(([is, amount]) => ({
    ...terms,
    if: { field: "priority", is },
    amount,
  }));
  return otherwise === undefined ? goals : [...goals, { ...terms, amount: otherwise }];
}

/** What governs a lane after step `k` by one version: nobody, or a policy that promises something or nothing. */
export function promisedAt(
  w: World,
  lane: Lane,
  version: number,
  k: number,
): { isGoverned: boolean; promised: Promised | null } {
  const { ticket } = w.steps[k];
  const set = w.versions[version].sets.find(({ id }) => id === lane.set);
  const policy = set && governing(w, set, k).find(({ id }) => lane.policy === null || id === lane.policy);
  if (!policy || !ticket) return { isGoverned: false, promised: null };
  const goals = levelsOf(policy.targets[lane.metric]).find(([level]) => level === lane.level)?.[1] ?? [];
  for (const [i, goal] of goals.entries()) {
    const amount = holds(goal.if ?? { all: [] }, ticket, w.d) ? amountOf(goal, policy, ticket, w.d) : null;
    if (!amount) continue;
    const options = { ...w.d.options, ...set.options, ...policy.options, ...goal.options };
    const calendar = amount.calendar === null ? null : calendarOf(w.d, amount.calendar);
    const hours = goal.basis === "aroundTheClock" ? null : calendar;
    const ms = amount.isInstant ? instantOf(amount.value)! : durationOf(amount.value, dayOf(options, hours))!;
    const { isInstant, toOpening } = amount;
    const isDays = hours === null && typeof amount.value === "string" && /\dd/.test(amount.value);
    // The same instant or duration, spelt another way, is the same promise
    const key = JSON.stringify([policy.id, version, i, isInstant, isDays, ms, amount.calendar]);
    return {
      isGoverned: true,
      promised: { key, policy: policy.id, version, amount: ms, isInstant, isDays, toOpening, hours, options },
    };
  }
  return { isGoverned: true, promised: null };
}

/** C8: a plain day of business time is 24 hours of it unless `dayLength` says otherwise. */
const dayOf = ({ dayLength }: Options, hours: Hours) =>
  hours && dayLength !== undefined ? durationOf(dayLength)! : undefined;

/** P4: an amount, or null where a field holds none and there is no `otherwise`: then the next goal is asked. */
function amountOf(
  { amount, calendar }: Goal,
  policy: PolicyDefinition,
  ticket: Ticket,
  d: Definition<string>,
) {
  const chosen = chosenCalendar(calendar ?? policy.calendar, ticket, d);
  const plain = (value: Amount) => ({ value, isInstant: false, toOpening: false, calendar: chosen });
  if (durationOf(amount) !== null) return plain(amount);
  if (typeof amount !== "object" || !("field" in amount))
    throw new Error(`not supported: ${JSON.stringify(amount)}`);
  const value = ticket.fields.get(amount.field) as Amount;
  if (instantOf(value) !== null)
    return { value, isInstant: true, toOpening: amount.outside === "nextOpening", calendar: chosen };
  if ((durationOf(value) ?? 0) > 0) return plain(value);
  return amount.otherwise === undefined ? null : plain(amount.otherwise);
}

/** P5. */
function chosenCalendar(
  choice: CalendarChoice | undefined,
  ticket: Ticket,
  d: Definition<string>,
): string | null {
  if (choice === undefined || typeof choice === "string") return choice ?? null;
  const value = `${ticket.fields.get(choice.field)}`;
  const values = choice.values ?? Object.fromEntries(Object.keys(d.calendars ?? {}).map((id) => [id, id]));
  return Object.entries(values).find(([name]) => name === value)?.[1] ?? choice.otherwise;
}
