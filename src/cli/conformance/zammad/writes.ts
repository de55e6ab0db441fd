import type { MetricDefinition, Trigger } from "../../../index.ts";
import { type ZammadMetric, type ZammadOptions, zammad } from "../../../presets.ts";

/** Columns of a ticket that a vector may write directly, and the moment that each write is to the clocks. */
export const WRITES = {
  firstResponseAt: { control: "first response written", isContact: false },
  lastAgentContactAt: { control: "agent contact written", isContact: true },
  lastCustomerContactAt: { control: "customer contact written", isContact: true },
  closedAt: { control: "closing written", isContact: false },
} as const;

export type WrittenColumn = keyof typeof WRITES;

const FIRST_RESPONSE: Trigger = { on: "control", name: WRITES.firstResponseAt.control };
const AGENT: Trigger = { on: "control", name: WRITES.lastAgentContactAt.control };
const CUSTOMER: Trigger = { on: "control", name: WRITES.lastCustomerContactAt.control };
const CLOSING: Trigger = { on: "control", name: WRITES.closedAt.control };

/** Triggers that a write adds to the preset's metrics: each column tells one clock, and no other. */
const ADDED: Readonly<
  Record<ZammadMetric, { readonly start: readonly Trigger[]; readonly stop: readonly Trigger[] }>
> = {
  firstResponse: { start: [], stop: [FIRST_RESPONSE] },
  nextResponse: { start: [CUSTOMER], stop: [AGENT] },
  periodicUpdate: { start: [AGENT], stop: [AGENT] },
  resolution: { start: [], stop: [CLOSING] },
};

/** The preset's metrics, told of writes too. */
export function metricsWithWrites(options: ZammadOptions): MetricDefinition<ZammadMetric>[] {
  return zammad(options).metrics.map((metric) => ({
    ...metric,
    start: [...metric.start, ...ADDED[metric.id].start],
    stop: [...metric.stop, ...ADDED[metric.id].stop],
    ...(metric.reset && { reset: { ...metric.reset, on: [...metric.reset.on, ...ADDED[metric.id].start] } }),
  }));
}

/** A contact until February 2021: of either side, but a customer's further message is none. */
const CONTACT: readonly Trigger[] = [
  { on: "request", if: { fact: "awaitingReplySince", isFact: "lastRequestAt" } },
  { on: "reply" },
  AGENT,
  CUSTOMER,
];

/** The clock of the update until February 2021, and its statistic, which counts from the creation to each contact. */
export type LegacyMetric = "sinceContact" | "untilContact";

export function legacyMetrics(options: ZammadOptions): MetricDefinition<LegacyMetric>[] {
  const { pause } = zammad(options).metrics[0];
  const fromContact = {
    start: [{ on: "created" }, ...CONTACT],
    stop: CONTACT,
    ...(pause && { pause }),
    repeats: "always",
  } as const;
  return [
    { id: "sinceContact", ...fromContact },
    { id: "untilContact", ...fromContact, from: { fact: "createdAt" } },
  ];
}
