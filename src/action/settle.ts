import type { FieldPatch } from "../history/event.ts";
import { actionId } from "./identity.ts";
import { type RulesById, stepNamed } from "./named.ts";
import type { Planned } from "./plan.ts";
import {
  type Acknowledgement,
  type Clocks,
  type Delivery,
  isAcknowledged,
  matchDeliveries,
} from "./record.ts";
import type { CompiledAction } from "./rule.ts";

/**
 * `scheduled`: to come. `due`: to be performed now. `delivered`: the host has performed it. `unmet`: its condition did not
 * hold when it fired, for good. `lapsed`: an action before the target whose clock ended before anybody performed it.
 * `skipped`: one already past when its target came into force. `retracted`: performed, but as the history is now known it
 * should not have been, or not yet (semantics A4).
 */
export type ActionStatus = "scheduled" | "due" | "lapsed" | "delivered" | "retracted" | "unmet" | "skipped";

/** A reminder or escalation as the ticket stands (semantics A1 to A5). The host performs what is `due`, once for each id. */
export interface Action<M extends string = string> {
  /** The same at every evaluation; an idempotency key. */
  readonly id: string;
  /** A reminder notifies; an escalation may change the ticket as well. */
  readonly kind: "reminder" | "escalation";
  /** The id of its rule in the definition. */
  readonly rule: string;
  /** Id of the policy whose rule it is. */
  readonly policy: string;
  readonly metric: M;
  /** Id of the reading it belongs to; null of one that was performed for a clock that is no more, or has no reading. */
  readonly clock: string | null;
  /** Step of a chain, from 1; null where its rule has no steps. */
  readonly step: number | null;
  /** From 1. */
  readonly repetition: number;
  /** Epoch milliseconds; null while a pause leaves it open, and of one performed that should not have come at all. */
  readonly fireAt: number | null;
  /** What there is to do about it. */
  readonly status: ActionStatus;
  /** When the host performed it, by its `action.delivered` event; null where none says so. */
  readonly deliveredAt: number | null;
  /** Whom to tell, as the definition names them; who that is, the host knows. */
  readonly notify: readonly string[];
  /** What to change in the ticket; null for nothing. */
  readonly set: FieldPatch | null;
}

/** What settling needs to know beside the plan. */
export interface SettleContext {
  readonly ticket: string;
  readonly asOf: number;
  readonly deliveries: readonly Delivery[];
  readonly acknowledgements: readonly Acknowledgement[];
  readonly clocks: Clocks;
  policyId(policy: number): string;
  /** Whether conditions held, each at its instant: read over the history in one more pass. */
  conditionsHeld(questions: readonly Question[]): readonly boolean[];
  readonly rules: RulesById;
}

/** Whether the condition of an action held at an instant, once that instant's events had happened but for its own doing. */
export interface Question {
  readonly condition: NonNullable<CompiledAction["condition"]>;
  readonly at: number;
  /** Id of the action. */
  readonly action: string;
}

/** The plan with what the history says of it: acknowledgements, conditions, deliveries (semantics A4, A5). */
export function settle<M extends string>(plan: readonly Planned[], context: SettleContext): Action<M>[] {
  const { acknowledgements, deliveries, clocks } = context;
  const planned =
    acknowledgements.length === 0
      ? plan
      : plan.filter((one) => !isAcknowledged(one, acknowledgements, clocks));
  const unmet = unmetOf(planned, context);
  const matched = matchDeliveries(planned, deliveries, clocks);
  const actions: Action<M>[] = planned.map((one) => {
    const delivery = matched.of.get(one) ?? null;
    const status = unmet.has(one) ? "unmet" : one.status;
    return {
      id: nameOf(one, context),
      kind: one.rule.kind,
      rule: one.rule.id,
      policy: context.policyId(one.policy),
      metric: one.context.metric as M,
      clock: one.context.clockId,
      step: one.shot.step,
      repetition: one.shot.repetition,
      fireAt: one.fireAt,
      status: delivery ? (status === "due" || status === "lapsed" ? "delivered" : "retracted") : status,
      deliveredAt: delivery?.at ?? null,
      notify: one.shot.notify,
      set: one.shot.set,
    };
  });
  for (const delivery of matched.rest) {
    const retracted = retractedBy<M>(delivery, context);
    if (retracted) actions.push(retracted);
  }
  return actions;
}

function nameOf(
  { rule, shot, policy, course, context }: Planned,
  { ticket, policyId }: SettleContext,
): string {
  const { measure } = context;
  const startedBy = course.clock.startedBy.id;
  return actionId({ ticket, policy: policyId(policy), measure, startedBy, rule: rule.id, shot: shot.name });
}

/** Those whose moment has come, and whose condition did not hold then. */
function unmetOf(planned: readonly Planned[], context: SettleContext): Set<Planned> {
  const { asOf, conditionsHeld } = context;
  const asked = planned.filter(
    ({ rule, fireAt, status }) =>
      rule.condition !== null && fireAt !== null && fireAt <= asOf && status !== "skipped",
  );
  if (asked.length === 0) return new Set();
  const questions = asked.map((one) => ({
    condition: one.rule.condition as Question["condition"],
    at: one.fireAt as number,
    action: nameOf(one, context),
  }));
  const held = conditionsHeld(questions);
  return new Set(asked.filter((_, i) => !held[i]));
}

/** What was performed for a clock that is no more, or a step that is not planned; null where no rule has it. */
function retractedBy<M extends string>(
  delivery: Delivery,
  { rules, clocks }: SettleContext,
): Action<M> | null {
  const { id, name, at } = delivery;
  const known = stepNamed(rules(name.rule), name.shot);
  if (!known) return null;
  const { rule, shot } = known;
  return {
    id,
    kind: rule.kind,
    rule: rule.id,
    policy: name.policy,
    metric: rule.metric as M,
    clock: clocks.idOf(name),
    step: shot.step,
    repetition: shot.repetition,
    fireAt: null,
    status: "retracted",
    deliveredAt: at,
    notify: shot.notify,
    set: shot.set,
  };
}
