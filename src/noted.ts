import { type Acknowledgement, acknowledgementOf, type Delivery, deliveryOf } from "./action/record.ts";
import type { CompiledSla } from "./compile.ts";
import type { Override } from "./deadline/promises.ts";
import type { HistoryEvent } from "./history/event.ts";
import { type TicketState, warnOnce } from "./history/state.ts";
import { isInstant } from "./time/units.ts";

/** A due time set by hand for a metric, or for one level of it; null stands for all. */
export interface HandSet extends Override {
  readonly metric: string | null;
  readonly level: string | null;
}

/** What control events said of due times, compliance and actions (semantics K14, K15, A5). */
export interface Noted {
  readonly handSet: HandSet[];
  /** Why a metric, or each (null), was taken out of compliance first, and in which step. */
  readonly exemptions: Map<string | null, { readonly reason: string; readonly step: number }>;
  readonly deliveries: Delivery[];
  readonly acknowledgements: Acknowledgement[];
}

export function nothingNoted(): Noted {
  return { handSet: [], exemptions: new Map(), deliveries: [], acknowledgements: [] };
}

/** Of a reason for an exemption, which every reading carries. */
const MAX_REASON = 1_000;

/** Notes what a control event says of due times and compliance (semantics K14, K15), and names that mean nothing. */
export function noteControl(sla: CompiledSla, noted: Noted, state: TicketState, event: HistoryEvent): void {
  if (event.type === "due.overridden") {
    const isSound = isInstant(event.dueAt) && typeof event.metric === "string";
    if (isSound) noted.handSet.push(handSet(event, event.dueAt));
  } else if (event.type === "due.cleared") {
    noted.handSet.push(handSet(event, null));
  } else if (event.type === "exempted") {
    const { metric = null, reason } = event;
    if (typeof reason === "string" && !noted.exemptions.has(metric))
      noted.exemptions.set(metric, { reason: reason.slice(0, MAX_REASON), step: state.step });
  } else if (event.type === "action.delivered") {
    const delivery = typeof event.action === "string" ? deliveryOf(event.action, event.at) : null;
    if (delivery) noted.deliveries.push(delivery);
    if (!delivery || !sla.rules.has(delivery.name.rule)) {
      const name = textOf(event.action);
      warnOnce(state, `action ${name}`, "hinoted.unknown_action", `no rule fires an action \`${name}\``);
    }
  } else if (event.type === "acknowledged") {
    const id: unknown = event.action;
    const told = acknowledgementOf(typeof id === "string" ? id : undefined, event.at);
    if (told) noted.acknowledgements.push(told);
  } else if (event.type === "policy.assigned" || event.type === "policy.released") {
    const id: unknown = event.policy;
    const isUnknown = typeof id === "string" && !sla.policyIds.has(id);
    if (isUnknown)
      warnOnce(
        state,
        `policy ${id}`,
        "hinoted.unknown_policy",
        `no policy has the id \`${id.slice(0, 100)}\``,
      );
  }
  if (
    "level" in event &&
    event.level !== undefined &&
    sla.lanes.every(({ level }) => level !== event.level)
  ) {
    const level = textOf(event.level);
    warnOnce(state, `level ${level}`, "hinoted.unknown_level", `no target has a level \`${level}\``);
  }
  if (!("metric" in event) || event.metric === undefined || sla.metricIds.has(event.metric)) return;
  const name = textOf(event.metric);
  warnOnce(state, `metric ${name}`, "hinoted.unknown_metric", `there is no metric \`${name}\``);
}

function handSet(
  event: HistoryEvent & { readonly metric?: string; readonly level?: string },
  dueAt: number | null,
): HandSet {
  return { from: event.at, dueAt, by: event, metric: event.metric ?? null, level: event.level ?? null };
}

/** Of an odd history a member may be anything. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 100) : typeof value;
}
