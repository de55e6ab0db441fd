import type { Action } from "./action/settle.ts";
import type { BuiltInMetric } from "./clock/builtIn.ts";
import type { Urgency } from "./deadline/nextChange.ts";
import type { LeanReading, Reading } from "./deadline/reading.ts";
import type { Warning } from "./diagnostics.ts";
import type { StatusCategory } from "./history/facts.ts";
import type { PolicyCheck } from "./policy/match.ts";

/** A policy that governs at `asOf`. */
export interface GoverningPolicy {
  readonly id: string;
  /** Id of its policy set; null where the definition has only `policies`. */
  readonly policySet: string | null;
  readonly name: string;
  readonly kind: "sla" | "ola" | "contract";
  readonly version: string | null;
  /** Since when, and the id of the event that made it so. */
  readonly since: number;
  readonly event: string;
}

/** The verdict: the answer for one ticket at one `asOf`. Plain JSON, the same bytes for the same input. Instants in epoch milliseconds. */
export interface Evaluation<M extends string = string> {
  /** As the history names it. */
  readonly ticket: string;
  readonly asOf: number;
  /** What the ticket's status means at `asOf`; null before its first event. */
  readonly category: StatusCategory | null;
  /** The fields listed in `report.fields`; null where absent. */
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
  /** The first of `policies`; null where none governs. */
  readonly policy: GoverningPolicy | null;
  /** Every policy that governs: one of each policy set, or all that match, as the selection says. */
  readonly policies: readonly GoverningPolicy[];
  /** Each policy that was asked, and why it does or does not match. */
  readonly why: readonly PolicyCheck[];
  /**
   * A reading for each clock of a lane (a policy set or policy, and a level) that ever promised one of the metric's clocks something,
   * and of each measured metric: by metric, policy set, policy, level, value and then in time.
   */
  readonly clocks: readonly Reading<M>[];
  /** Reminders and escalations, come and to come, of every policy that promised something. */
  readonly actions: readonly Action<M>[];
  /** Which clock is due first: one column to sort a queue by; null when none is open. */
  readonly urgency: Urgency<M> | null;
  /** When to evaluate next if no event comes before; null for never. */
  readonly nextChangeAt: number | null;
  /** What was odd about the history; docs/issues.md lists all codes. */
  readonly warnings: readonly Warning[];
  /** Which engine answered; `semantics` rises when the answer for the same input changes (semantics S3). */
  readonly engine: { readonly version: string; readonly semantics: number };
  /** Fingerprint of the definition. */
  readonly definition: string;
  /** Fingerprint of the zone data that the definition uses, and the supplier's name for it (semantics T1). */
  readonly tzVersion: string;
  readonly tzLabel: string;
}

/** What of a verdict a queue view needs: each member as in `Evaluation`, but for the warnings. Reports need full verdicts. */
export interface LeanEvaluation<M extends string = string> {
  readonly ticket: string;
  readonly asOf: number;
  readonly clocks: readonly LeanReading<M>[];
  readonly urgency: Urgency<M> | null;
  readonly nextChangeAt: number | null;
  /** Those about the history; none about calendars. */
  readonly warnings: readonly Warning[];
  readonly definition: string;
}

/** The live reading of a metric, or else its last one; undefined where there is none. */
export function currentClock<M extends string>(
  evaluation: Evaluation<M>,
  metric: NoInfer<M | BuiltInMetric>,
): Reading<M> | undefined {
  const readings = evaluation.clocks.filter((reading) => reading.metric === metric);
  return readings.find(({ endedAt }) => endedAt === null) ?? readings.at(-1);
}
