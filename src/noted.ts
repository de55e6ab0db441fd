import { actionNamed } from "./action/named.ts";
import type { Acknowledgement, Delivery } from "./action/record.ts";
import type { CompiledSla } from "./compile.ts";
import type { Override } from "./deadline/promises.ts";
import type { AcknowledgedEvent, ActionDeliveredEvent, HistoryEvent } from "./history/event.ts";
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
  } else if (event.type === "action.delivered" || event.type === "acknowledged") {
    noteAction(sla, noted, state, event);
  } else if (event.type === "policy.assigned" || event.type === "policy.released") {
    const id: unknown = event.policy;
    const isUnknown = typeof id === "string" && !sla.policyIds.has(id);
    if (isUnknown)
      warnOnce(
        state,
        `policy ${id}`,
        "history.unknown_policy",
        `no policy has the id \`${id.slice(0, 100)}\``,
      );
  }
  const metric = "metric" in event && typeof event.metric === "string" ? event.metric : undefined;
  if ("level" in event && typeof event.level === "string") noteLevel(sla, state, event.level, metric);
  if (metric === undefined || sla.metricIds.has(metric)) return;
  const name = metric.slice(0, 100);
  warnOnce(state, `metric ${name}`, "history.unknown_metric", `there is no metric \`${name}\``);
}

/** A level that no target has, or none of the metric named, means nothing. */
function noteLevel({ lanes }: CompiledSla, state: TicketState, level: string, metric?: string): void {
  if (lanes.some((lane) => lane.level === level && (metric === undefined || lane.metric === metric))) return;
  const [shown, name] = [level.slice(0, 100), metric?.slice(0, 100)];
  const target = name === undefined ? "no target" : `no target of \`${name}\``;
  warnOnce(state, `level ${shown} ${name}`, "history.unknown_level", `${target} has a level \`${shown}\``);
}

/** Notes what the host says of an action, or (acknowledged) of all. */
function noteAction(
  { rules }: CompiledSla,
  { deliveries, acknowledgements }: Noted,
  state: TicketState,
  event: ActionDeliveredEvent | AcknowledgedEvent,
): void {
  const { type, at } = event;
  const id: unknown = event.action;
  const name = actionNamed(id, state.ticket, rules);
  if (type === "acknowledged" && (name !== null || id === undefined)) {
    acknowledgements.push({ name, at });
  } else if (name !== null) {
    deliveries.push({ id: id as string, name, at });
  } else if (typeof id === "string") {
    const text = id.slice(0, 100);
    const message = `no rule fires an action \`${text}\` for this ticket`;
    warnOnce(state, `action ${text}`, "history.unknown_action", message);
  }
}

function handSet(
  event: HistoryEvent & { readonly metric?: string; readonly level?: string },
  dueAt: number | null,
): HandSet {
  return { from: event.at, dueAt, by: event, metric: event.metric ?? null, level: event.level ?? null };
}
