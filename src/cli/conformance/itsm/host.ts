import {
  type Action,
  compileSla,
  type Evaluation,
  evaluateTicket,
  type HistoryEvent,
  type Sla,
} from "../../../index.ts";
import type { Vector, VectorFile } from "../vector.ts";
import { definitionOf } from "./definition.ts";
import { type PolicyInForce, storyOf } from "./events.ts";
import { metricsOf, type System } from "./systems.ts";
import { type EscalationLevel, type Terms, termsOf } from "./terms.ts";

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
  const history = escalated(sla, events, policies, asOf);
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

/**
 * The history with what the due levels of an escalation changed, each where its condition holds at its instant. It is
 * the host that reads the condition: a rule of a definition has none yet.
 */
function escalated(
  sla: Sla<string>,
  events: readonly HistoryEvent[],
  policies: readonly PolicyInForce[],
  asOf: number,
): readonly HistoryEvent[] {
  const levels = levelsOf(policies);
  const history = [...events];
  const performed = new Set<string>();
  const verdictAt = (at: number) => evaluateTicket(sla, { ticket: "T-1", events: history }, { asOf: at });
  // Each level at most once for each clock, and an event starts one clock of a metric at most
  for (let i = 0; i < levels.size * events.length; i++) {
    const due = verdictAt(asOf)
      .actions.filter(({ id, rule, status }) => levels.has(rule) && status === "due" && !performed.has(id))
      .sort((a, b) => instantOf(a) - instantOf(b));
    if (due.length === 0) break;
    const [action] = due;
    performed.add(action.id);
    const at = instantOf(action);
    const { when, set } = levels.get(action.rule) as EscalationLevel;
    const { fields } = verdictAt(at);
    const holds = Object.entries(when).every(([field, value]) => fields[field] === value);
    if (holds) history.push({ id: action.id, at, type: "changed", set, cause: action.id });
  }
  return history;
}

function levelsOf(policies: readonly PolicyInForce[]): ReadonlyMap<string, EscalationLevel> {
  return new Map(
    policies.flatMap(({ id, policy }) =>
      termsOf(policy).levels.map((level, i) => [`${id}.level${i + 1}`, level] as const),
    ),
  );
}

function instantOf({ fireAt }: Action<string>): number {
  return fireAt ?? Number.POSITIVE_INFINITY;
}
