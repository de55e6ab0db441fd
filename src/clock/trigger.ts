import { type Issue, lint } from "../diagnostics.ts";
import { type FieldSlots, has, type TicketState } from "../history/state.ts";
import { type CompiledCondition, type Condition, compileCondition } from "../policy/condition.ts";
import type { MetricDefinition, Trigger } from "./metric.ts";

/** A trigger ready to be asked after each step. */
export interface CompiledTrigger {
  fires(state: TicketState, watched: Watched): boolean;
  /** Condition number of a `becomes`; -1 for every other trigger. */
  readonly becomes: number;
}

/** Whether each watched condition holds after this step, and after the one before. */
export interface Watched {
  readonly now: boolean[];
  readonly before: boolean[];
}

/** Conditions whose turning true or false some trigger waits for, each once. */
export interface WatchList {
  readonly conditions: CompiledCondition[];
  number(condition: Condition, path: Issue["path"], issues: Issue[]): number;
}

/** A metric with its triggers compiled. */
export interface CompiledMetric {
  readonly id: string;
  readonly start: readonly CompiledTrigger[];
  readonly stop: readonly CompiledTrigger[];
  readonly cancel: readonly CompiledTrigger[];
  readonly pause: CompiledCondition | null;
  readonly repeats: MetricDefinition["repeats"];
  readonly reopen: {
    readonly on: readonly CompiledTrigger[];
    readonly as: NonNullable<MetricDefinition["reopen"]>["as"];
  } | null;
}

export function createWatchList(slots: FieldSlots): WatchList {
  const conditions: CompiledCondition[] = [];
  const numbers = new Map<string, number>();
  return {
    conditions,
    number(condition, path, issues) {
      const found: Issue[] = [];
      const compiled = compileCondition(condition, slots, path, found);
      issues.push(...found);
      const key = found.length > 0 ? path.join() : JSON.stringify(condition);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, conditions.length);
      conditions.push(compiled);
      return conditions.length - 1;
    },
  };
}

export function compileMetric(
  metric: MetricDefinition,
  slots: FieldSlots,
  watch: WatchList,
  path: Issue["path"],
  issues: Issue[],
): CompiledMetric {
  const compile = (triggers: readonly Trigger[], ...name: string[]) =>
    triggers.map((trigger, i) => compileTrigger(trigger, slots, watch, [...path, ...name, i], issues));
  if (metric.start.length === 0)
    issues.push(
      lint("metric.never_starts", [...path, "start"], "a metric without a start never has a clock"),
    );
  return {
    id: metric.id,
    start: compile(metric.start, "start"),
    stop: compile(metric.stop, "stop"),
    cancel: compile(metric.cancel ?? [], "cancel"),
    pause: metric.pause
      ? compileCondition(metric.pause.while, slots, [...path, "pause", "while"], issues)
      : null,
    repeats: metric.repeats,
    reopen: metric.reopen ? { on: compile(metric.reopen.on, "reopen", "on"), as: metric.reopen.as } : null,
  };
}

/** Whether any of them fires in the step just applied. */
export function anyFires(
  triggers: readonly CompiledTrigger[],
  state: TicketState,
  watched: Watched,
): boolean {
  for (const trigger of triggers) if (trigger.fires(state, watched)) return true;
  return false;
}

function compileTrigger(
  trigger: Trigger,
  slots: FieldSlots,
  watch: WatchList,
  path: Issue["path"],
  issues: Issue[],
): CompiledTrigger {
  const guard = trigger.if ? compileCondition(trigger.if, slots, [...path, "if"], issues) : null;
  const turns =
    trigger.on === "becomes" || trigger.on === "ceases"
      ? watch.number(trigger.condition, [...path, "condition"], issues)
      : -1;
  const moment = compileMoment(trigger, slots, turns);
  return {
    becomes: trigger.on === "becomes" ? turns : -1,
    fires: guard ? (state, watched) => moment(state, watched) && guard.holds(state) : moment,
  };
}

function compileMoment(trigger: Trigger, slots: FieldSlots, turns: number): CompiledTrigger["fires"] {
  switch (trigger.on) {
    case "created":
      return (state) => state.isOpening && has(trigger.by, state.facts.openedBy ?? undefined);
    case "message":
      return ({ event, isOpening }) =>
        event.type === "message" &&
        !isOpening &&
        has(trigger.by, event.by) &&
        has(trigger.visibility, event.visibility ?? "public") &&
        has(trigger.channel, event.channel);
    case "reply":
      return (state) => state.isReply;
    case "request":
      return (state) => state.isRequest;
    case "changed": {
      const slot = slots.slot(trigger.field);
      return (state) => state.changed.includes(slot);
    }
    case "becomes":
      return (_, { now, before }) => now[turns] && !before[turns];
    case "ceases":
      return (_, { now, before }) => before[turns] && !now[turns];
    case "control":
      return ({ event }) => event.type === "control" && event.name === trigger.name;
  }
}
