import { error, type Issue, lint } from "../diagnostics.ts";
import { FACT_NAMES, type FactName } from "../history/facts.ts";
import type { TicketState } from "../history/state.ts";
import { type CompiledCondition, compileCondition } from "../policy/compileCondition.ts";
import type { Names } from "../policy/names.ts";
import type { WatchList } from "../policy/watch.ts";
import { parseInstant } from "../time/instant.ts";
import type { MetricDefinition, Origin, Trigger } from "./metric.ts";
import { CONTROLS, compileTriggers, type TriggerList } from "./trigger.ts";

/** A metric with its triggers compiled. */
export interface CompiledMetric {
  readonly id: string;
  /** Kinds of step in which something may happen to its clocks, pauses aside. */
  readonly kinds: number;
  /** Of them those in which a live clock may end, and those in which another may start or be reopened. */
  readonly ends: number;
  readonly starts: number;
  readonly start: TriggerList;
  /** Where the start lies: the instant that a fact or field holds; null for the event's own. */
  readonly from: ((state: TicketState) => number | null) | null;
  /** Whether it starts no earlier than its predecessor is due. */
  readonly isCadence: boolean;
  /** Whether a clock that starts earlier than its event pauses for what paused in between. */
  readonly backfills: boolean;
  readonly stop: TriggerList;
  readonly cancel: TriggerList;
  readonly reset: TriggerList;
  readonly resetsAs: "cancelled" | "fulfilled";
  readonly pause: CompiledPause | null;
  readonly repeats: MetricDefinition["repeats"];
  readonly reopen: TriggerList;
  readonly reopensAs: NonNullable<MetricDefinition["reopen"]>["as"];
  /** Whether what paused must be remembered: clocks may start in the past, or count a time in which they had ended. */
  readonly keepsPauses: boolean;
  /** Slot of the field of whose values each has a clock; -1 for one clock. */
  readonly per: number;
  /** Whether some trigger listens to policies: it then has clocks of its own for each lane. */
  readonly listensToPolicies: boolean;
}

export type CompiledPause =
  | { readonly while: CompiledCondition }
  | { readonly on: TriggerList; readonly until: TriggerList };

/** Compiles a metric; what is wrong with it goes to the issues. */
export function compileMetric(
  metric: MetricDefinition,
  names: Names,
  watch: WatchList,
  path: Issue["path"],
): CompiledMetric {
  const compile = (triggers: readonly Trigger[] | undefined, ...name: string[]) =>
    compileTriggers(triggers ?? [], names, watch, [...path, ...name]);
  if (metric.start.length === 0)
    names.issues.push(
      lint("metric.never_starts", [...path, "start"], "a metric without a start never has a clock"),
    );
  const { reset, reopen, from, per } = metric;
  const lists = {
    start: compile(metric.start, "start"),
    stop: compile(metric.stop, "stop"),
    cancel: compile(metric.cancel, "cancel"),
    reset: compile(reset?.on, "reset", "on"),
    reopen: compile(reopen?.as === "ignore" ? [] : reopen?.on, "reopen", "on"),
  };
  return {
    id: metric.id,
    kinds: Object.values(lists).reduce((kinds, list) => kinds | list.kinds, CONTROLS),
    ends: lists.stop.kinds | lists.cancel.kinds | lists.reset.kinds | CONTROLS,
    starts: lists.start.kinds | lists.reopen.kinds,
    ...lists,
    from: compileFrom(from, names, [...path, "from"]),
    isCadence: from === "previousDue",
    backfills: metric.backfill !== "none",
    resetsAs: reset?.as === "judged" ? "fulfilled" : "cancelled",
    pause: compilePause(metric.pause, names, watch, [...path, "pause"]),
    keepsPauses: typeof from === "object" || reopen?.as === "count",
    repeats: metric.repeats,
    reopensAs: reopen?.as ?? "ignore",
    per: per === undefined ? -1 : names.slots.slot(per),
    listensToPolicies: allTriggers(metric).some(({ on }) => on === "policyApplied"),
  };
}

function compilePause(
  pause: MetricDefinition["pause"],
  names: Names,
  watch: WatchList,
  path: Issue["path"],
): CompiledPause | null {
  if (!pause) return null;
  if ("while" in pause) return { while: compileCondition(pause.while, names, [...path, "while"]) };
  return {
    on: compileTriggers(pause.on, names, watch, [...path, "on"]),
    until: compileTriggers(pause.until, names, watch, [...path, "until"]),
  };
}

function compileFrom(
  from: MetricDefinition["from"],
  names: Names,
  path: Issue["path"],
): CompiledMetric["from"] {
  if (typeof from !== "object") return null;
  if (!isList(from)) return compileOrigin(from, names, path);
  const origins = from.map((origin, i) => compileOrigin(origin, names, [...path, i]));
  return (state) => {
    for (const origin of origins) {
      const at = origin(state);
      if (at !== null) return at;
    }
    return null;
  };
}

function isList(from: Origin | readonly Origin[]): from is readonly Origin[] {
  return Array.isArray(from);
}

function compileOrigin(
  origin: Origin,
  names: Names,
  path: Issue["path"],
): (state: TicketState) => number | null {
  if ("field" in origin) {
    const slot = names.slots.slot(origin.field);
    return ({ fields }) => instantOf(fields[slot]);
  }
  if (!(FACT_NAMES as readonly string[]).includes(origin.fact)) {
    names.issues.push(error("metric.unknown_fact", [...path, "fact"], `there is no fact \`${origin.fact}\``));
  }
  const fact = origin.fact as FactName;
  return ({ facts }) => instantOf(facts[fact]);
}

function instantOf(value: unknown): number | null {
  return typeof value === "string" || typeof value === "number" ? parseInstant(value) : null;
}

function allTriggers({ start, stop, cancel, reset, pause, reopen }: MetricDefinition): Trigger[] {
  const latch = pause && "on" in pause ? [...pause.on, ...pause.until] : [];
  return [...start, ...stop, ...(cancel ?? []), ...(reset?.on ?? []), ...latch, ...(reopen?.on ?? [])];
}
