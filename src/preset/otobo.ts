import type { MetricDefinition } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/** Switches of an OTOBO administrator; docs/presets/otobo.md. */
export interface OtoboOptions {
  /** The states in which the clocks stand still (`EscalationSuspendStates`); without the add-on: `[]`. */
  readonly suspendStates?: readonly string[];
  /** The states of the types merged and removed, whatever they are called. */
  readonly goneStates?: readonly string[];
}

type OtoboMetric = "firstResponse" | "update" | "solution";

const SUSPEND = ["pending reminder", "pending auto close+", "pending auto close-"];
const PENDING: Condition = { fact: "statusCategory", is: "pending" };
const NO_UPDATE: Condition = { any: [DONE, PENDING] };

/**
 * OTOBO, Znuny and OTRS 6: response, update and solution; an answer restarts the update instead of ending it, the first
 * close ends the solution for good. What it reproduces, and what not: docs/presets/otobo.md.
 */
export function otobo({
  suspendStates = SUSPEND,
  goneStates = ["merged", "removed"],
}: OtoboOptions = {}): Preset<OtoboMetric> {
  const pause = { while: { field: "status", in: suspendStates } } as const;
  return {
    preset: "otobo",
    statuses: {
      new: "new",
      open: "open",
      "pending reminder": "pending",
      "pending auto close+": "pending",
      "pending auto close-": "pending",
      closed: "closed",
      "closed successful": "closed",
      "closed unsuccessful": "closed",
      ...Object.fromEntries(goneStates.map((state) => [state, "closed" as const])),
    },
    metrics: [
      { ...FIRST_RESPONSE, pause },
      { ...UPDATE, pause },
      { ...solution({ field: "status", in: goneStates }), pause },
    ],
    options: { calendarSwitch: "lastWins", breach: "current" },
  };
}

/** Off while the ticket is closed; found again from the creation if nobody has answered since. */
const FIRST_RESPONSE: MetricDefinition<OtoboMetric> = {
  id: "firstResponse",
  start: [{ on: "created" }, { on: "ceases", condition: DONE, if: { fact: "replyCount", is: 0 } }],
  from: { fact: "createdAt" },
  stop: [{ on: "reply" }],
  cancel: [{ on: "becomes", condition: DONE }],
  repeats: "once",
};

/** From the oldest request that waits or, where none does, from the last reply. */
const UPDATE: MetricDefinition<OtoboMetric> = {
  id: "update",
  start: [
    { on: "created" },
    { on: "request", if: { not: NO_UPDATE } },
    { on: "reply", if: { not: NO_UPDATE } },
    { on: "ceases", condition: NO_UPDATE },
  ],
  from: [{ fact: "awaitingReplySince" }, { fact: "lastReplyAt" }],
  stop: [{ on: "reply" }],
  // The first request after a reply restarts it, further ones do not
  reset: { on: [{ on: "request", if: { event: "at", isFact: "awaitingReplySince" } }], as: "cancelled" },
  cancel: [{ on: "becomes", condition: NO_UPDATE }],
  repeats: "always",
};

/** The first close ends it for good; merging or removing the ticket is no close. */
function solution(gone: Condition): MetricDefinition<OtoboMetric> {
  return {
    id: "solution",
    start: [{ on: "created" }, { on: "ceases", condition: gone, if: { not: DONE } }],
    from: { fact: "createdAt" },
    stop: [{ on: "becomes", condition: { all: [DONE, { not: gone }] } }],
    cancel: [{ on: "becomes", condition: gone }],
    repeats: "once",
  };
}
