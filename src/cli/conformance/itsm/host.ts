import {
  type Action,
  compileSla,
  type Evaluation,
  evaluateTicket,
  type FieldPatch,
  type HistoryEvent,
  type Sla,
} from "../../../index.ts";
import type { Vector, VectorFile } from "../vector.ts";
import { definitionOf } from "./definition.ts";
import { storyOf } from "./events.ts";
import { metricsOf, type System } from "./systems.ts";
import { type Terms, termsOf } from "./terms.ts";

/** A vector as its host sees it: the definition, what has happened, and the answers. */
export interface Host {
  readonly system: System;
  readonly sla: Sla<string>;
  readonly terms: Terms;
  readonly metrics: readonly string[];
  readonly asOf: number;
  readonly verdict: Evaluation<string>;
  /** The verdict at another instant. */
  verdictAt(asOf: number): Evaluation<string>;
}

/** Asks the library about a vector at `asOf`, performing the escalations that fall due on the way. */
export function hostOf(system: System, vector: Vector, file: VectorFile, asOf: number): Host {
  const { events, policies } = storyOf(vector);
  const terms = termsOf(policies[0].policy);
  const sla = compileSla<string>(definitionOf(system, policies, file));
  const levels = policies.reduce((sum, { policy }) => sum + termsOf(policy).levels.length, 0);
  const history = escalated(sla, events, levels, asOf);
  const verdictAt = (at: number) => evaluateTicket(sla, { ticket: "T-1", events: history }, { asOf: at });
  return {
    system,
    sla,
    terms,
    metrics: metricsOf(system, terms),
    asOf,
    verdict: verdictAt(asOf),
    verdictAt,
  };
}

/** The history with what the escalations changed, each performed at the instant at which it fired. */
function escalated(
  sla: Sla<string>,
  events: readonly HistoryEvent[],
  levels: number,
  asOf: number,
): readonly HistoryEvent[] {
  const history = [...events];
  // Each level at most once for each clock, and an event starts one clock of a metric at most
  for (let i = 0; i < levels * events.length; i++) {
    const { actions } = evaluateTicket(sla, { ticket: "T-1", events: history }, { asOf });
    // One that lapsed was due while its clock lived, to a host that was awake
    const [first] = actions
      .filter(({ status, set }) => (status === "due" || status === "lapsed") && changesSomething(set))
      .sort((a, b) => instantOf(a) - instantOf(b));
    if (!first) break;
    const { id, set } = first;
    history.push({ id, at: instantOf(first), type: "action.delivered", action: id, set: set ?? {} });
  }
  return history;
}

function changesSomething(set: FieldPatch | null): boolean {
  return Object.keys(set ?? {}).length > 0;
}

function instantOf({ fireAt }: Action<string>): number {
  return fireAt ?? Number.POSITIVE_INFINITY;
}
