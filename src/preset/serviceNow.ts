import type { MetricDefinition, Trigger } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { allOf } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/**
 * An SLA definition: six conditions over the task, read at every write. Its duration and schedule are a policy's, under the
 * same name; its table is one more condition of `start`.
 */
export interface ServiceNowSla<M extends string> {
  readonly id: M;
  /** Attaches while `stop` does not hold, and `cancel` does not. */
  readonly start: Condition;
  /** Completes it, before anything else is looked at; never attaches where it holds. Left out: never. */
  readonly stop?: Condition;
  /** "When to cancel": when `start` no longer holds (`noMatch`, default), when another condition does, or `never`. */
  readonly cancel?: "noMatch" | "never" | Condition;
  readonly pause?: Condition;
  /** "When to resume": when `pause` no longer holds (`noMatch`, default), or when another condition does. */
  readonly resume?: "noMatch" | Condition;
  /** Moments at which it ends, and the next attaches in the same write if `start` holds; as `changes` and its like are moments. */
  readonly reset?: readonly Trigger[];
  /** What becomes of the one that was reset: `complete` (default) or `cancel`. */
  readonly resetAction?: "complete" | "cancel";
  /** Starts at an instant of the task's, and not when it attaches; `pause` also subtracts the pauses in between. */
  readonly retroactive?: {
    readonly start: { readonly fact: string } | { readonly field: string };
    readonly pause?: boolean;
  };
}

/** The SLA definitions of a ServiceNow instance; docs/presets/servicenow.md. */
export interface ServiceNowOptions<M extends string> {
  readonly definitions: readonly ServiceNowSla<M>[];
}

/**
 * ServiceNow: each SLA definition is a metric of its own, and all that match attach. Stop beats reset beats cancel beats
 * pause; a relative duration is not moved by pauses. See docs/presets/servicenow.md.
 */
export function serviceNow<M extends string>({ definitions }: ServiceNowOptions<M>): Preset<M> {
  return {
    preset: "serviceNow",
    metrics: definitions.map(metricOf),
    options: { selection: "allMatching", pauses: "ignored" },
  };
}

function metricOf<M extends string>(sla: ServiceNowSla<M>): MetricDefinition<M> {
  const { id, start, stop, cancel = "noMatch", reset, resetAction, retroactive } = sla;
  const attaches = attachesWhile(sla);
  const cancels: Trigger[] =
    cancel === "never"
      ? []
      : [cancel === "noMatch" ? { on: "ceases", condition: start } : { on: "becomes", condition: cancel }];
  return {
    id,
    start: [{ on: "becomes", condition: attaches, if: attaches }],
    ...(retroactive && {
      from: retroactive.start,
      backfill: retroactive.pause === true ? "pauses" : "none",
    }),
    stop: stop ? [{ on: "becomes", condition: stop }] : [],
    cancel: cancels,
    // A reset where `start` does not hold is none
    ...(reset && {
      reset: {
        on: reset.map((trigger) => ({ ...trigger, ...guard(trigger, start) })),
        as: resetAction === "cancel" ? "cancelled" : "judged",
      },
    }),
    ...pauseOf(sla, attaches),
    repeats: "always",
  };
}

/** What must hold for it to attach. */
function attachesWhile({ start, stop, cancel }: ServiceNowSla<string>): Condition {
  const blocking = [stop, typeof cancel === "object" ? cancel : undefined].filter(
    (condition) => condition !== undefined,
  );
  return blocking.length === 0
    ? start
    : { all: [start, ...blocking.map((condition) => ({ not: condition }))] };
}

/**
 * The pause. With a condition of its own to resume it is a latch, which a write that attaches opens: a pause before that
 * was none of this one's.
 */
function pauseOf(
  { pause, resume = "noMatch", reset, retroactive }: ServiceNowSla<string>,
  attaches: Condition,
): Pick<MetricDefinition, "pause"> {
  if (!pause) return {};
  if (resume === "noMatch") return { pause: { while: pause } };
  const notPaused: Condition = { any: [{ not: pause }, resume] };
  const attached: Trigger[] = [
    { on: "becomes", condition: attaches, if: notPaused },
    ...(reset ?? []).map((trigger) => ({ ...trigger, ...guard(trigger, attaches, notPaused) })),
  ];
  return {
    pause: {
      on: [{ on: "becomes", condition: { all: [pause, { not: resume }] } }],
      until: [{ on: "becomes", condition: resume }, ...(retroactive?.pause === true ? [] : attached)],
    },
  };
}

function guard(trigger: Trigger, ...conditions: readonly Condition[]): Pick<Trigger, "if"> {
  const all = allOf(trigger.if, ...conditions);
  return all ? { if: all } : {};
}
