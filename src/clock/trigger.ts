import type { Issue } from "../diagnostics.ts";
import { has, type TicketState } from "../history/state.ts";
import { type CompiledCondition, compileCondition } from "../policy/compileCondition.ts";
import type { Names } from "../policy/names.ts";
import type { Watched, WatchList } from "../policy/watch.ts";
import type { Trigger } from "./metric.ts";
import type { ClockRun } from "./stretch.ts";

/** What a step is to the triggers, beside the ticket's state after it. */
export interface Step {
  readonly state: TicketState;
  readonly watched: Watched;
  /** What the step is, as bits: triggers that listen to none of them are not asked. */
  kinds: number;
  /** Whether another policy governs the lane from this step on; of metrics with clocks for each lane. */
  isApplied: boolean;
  /**
   * Whether the step left a clock without any policy, where its promise said to cancel then (semantics K7); null where
   * no promise of the lane says so.
   */
  released: ((clock: ClockRun) => boolean) | null;
}

/** A trigger ready to be asked after each step. */
export interface CompiledTrigger {
  /** Kinds of step that it listens to. */
  readonly kinds: number;
  fires(step: Step): boolean;
  /** What its `if` asks; null for nothing. */
  readonly guard: CompiledCondition | null;
  /** Condition number of a `becomes`; -1 for every other trigger. */
  readonly becomes: number;
  /** Slot of the field whose change it listens to; -1 for every other trigger. */
  readonly changes: number;
}

/** Triggers of which any may fire. */
export interface TriggerList {
  readonly kinds: number;
  readonly triggers: readonly CompiledTrigger[];
}

const OPENING = 1;
const MESSAGE = 2;
const CHANGE = 4;
const TURN = 8;
const CONTROL = 16;
/** Any step: policies change in steps of every kind. */
const ANY = 32;
/** A step that does something to clocks which no trigger asked for (semantics K15). */
export const CONTROLS = 64;
const REPLY = 128;
const REQUEST = 256;

/** What kinds the step just applied is of. */
export function kindsOf(state: TicketState, watched: Watched): number {
  return (
    ANY |
    (state.isOpening ? OPENING : 0) |
    (state.type === "message" ? MESSAGE : 0) |
    (state.isReply ? REPLY : 0) |
    (state.isRequest ? REQUEST : 0) |
    (state.changed.length > 0 ? CHANGE : 0) |
    (watched.turned ? TURN : 0) |
    (state.type === "control" ? CONTROL : 0) |
    (state.isGone || state.type === "clock.reset" ? CONTROLS : 0)
  );
}

export function compileTriggers(
  triggers: readonly Trigger[],
  names: Names,
  watch: WatchList,
  path: Issue["path"],
): TriggerList {
  const compiled = triggers.map((trigger, i) => compileTrigger(trigger, names, watch, [...path, i]));
  return { triggers: compiled, kinds: compiled.reduce((kinds, trigger) => kinds | trigger.kinds, 0) };
}

/** Whether any of them fires in the step just applied. */
export function anyFires({ kinds, triggers }: TriggerList, step: Step): boolean {
  if ((kinds & step.kinds) === 0) return false;
  for (const trigger of triggers) if ((trigger.kinds & step.kinds) !== 0 && trigger.fires(step)) return true;
  return false;
}

function compileTrigger(
  trigger: Trigger,
  names: Names,
  watch: WatchList,
  path: Issue["path"],
): CompiledTrigger {
  const changes = trigger.on === "changed" ? names.slots.slot(trigger.field) : -1;
  const guard = trigger.if
    ? compileCondition(trigger.if, names, [...path, "if"], changes < 0 ? null : changes)
    : null;
  const turns =
    trigger.on === "becomes" || trigger.on === "ceases"
      ? watch.number(trigger.condition, [...path, "condition"])
      : -1;
  const { kinds, fires } = compileMoment(trigger, changes, turns);
  return {
    kinds,
    guard,
    changes,
    becomes: trigger.on === "becomes" ? turns : -1,
    fires: guard ? (step) => fires(step) && guard.holds(step.state) : fires,
  };
}

type Moment = Pick<CompiledTrigger, "kinds" | "fires">;

function compileMoment(trigger: Trigger, changes: number, turns: number): Moment {
  switch (trigger.on) {
    case "created":
      return {
        kinds: OPENING,
        fires: ({ state }) => state.isOpening && has(trigger.by, state.facts.openedBy ?? undefined),
      };
    case "message":
      return {
        kinds: MESSAGE,
        fires: ({ state: { event, isOpening } }) =>
          event.type === "message" &&
          !isOpening &&
          has(trigger.by, event.by) &&
          has(trigger.visibility, event.visibility ?? "public") &&
          has(trigger.channel, event.channel),
      };
    case "reply":
      return { kinds: REPLY, fires: ({ state }) => state.isReply };
    case "request":
      return { kinds: REQUEST, fires: ({ state }) => state.isRequest };
    case "changed":
      return { kinds: CHANGE, fires: ({ state }) => state.changed.includes(changes) };
    case "becomes":
      return { kinds: TURN, fires: ({ watched: { now, before } }) => now[turns] && !before[turns] };
    case "ceases":
      return { kinds: TURN, fires: ({ watched: { now, before } }) => before[turns] && !now[turns] };
    case "policyApplied":
      return { kinds: ANY, fires: ({ isApplied }) => isApplied };
    case "control":
      return {
        kinds: CONTROL,
        fires: ({ state: { event } }) => event.type === "control" && event.name === trigger.name,
      };
  }
}
