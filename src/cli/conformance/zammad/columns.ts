import type { Evaluation, PolicyDefinition, Reading } from "../../../index.ts";
import type { ZammadMetric } from "../../../presets.ts";
import { MINUTE } from "../../../time/units.ts";
import { BadVector, instant } from "../vector.ts";
import type { LegacyMetric } from "./writes.ts";

/** What policies promise, by metric. */
export type Promised = PolicyDefinition<ZammadMetric | LegacyMetric>["targets"];

const INSTANT = { read: (value: unknown, name: string) => printInstant(instant(value, name)) };
const NUMBER = { read: (value: unknown, name: string) => numberOf(value, name) };

/** Columns of a ticket, and how a vector writes them. */
export const COLUMNS = {
  escalationAt: INSTANT,
  firstResponseDueAt: INSTANT,
  updateDueAt: INSTANT,
  closeDueAt: INSTANT,
  firstResponseAt: INSTANT,
  firstResponseMinutes: NUMBER,
  firstResponseDiffMinutes: NUMBER,
  updateMinutes: NUMBER,
  updateDiffMinutes: NUMBER,
  closedAt: INSTANT,
  closeMinutes: NUMBER,
  closeDiffMinutes: NUMBER,
  lastContactAt: INSTANT,
  lastCustomerContactAt: INSTANT,
  lastAgentContactAt: INSTANT,
} as const;

/** Columns as they are printed. */
export type Columns = Record<keyof typeof COLUMNS, string | number | null>;

type Metric = ZammadMetric | LegacyMetric;

/** Due times are those of clocks that run, and none is shown while the state pauses; the ticket's own is the most urgent. */
export function columnsOf({ clocks, urgency }: Evaluation, isShown: boolean): Columns {
  const due = (...metrics: Metric[]) => (isShown ? earliest(clocks.filter(isRunning(metrics))) : null);
  const isUrgent = isShown && clocks.some(({ id, state }) => id === urgency?.clock && state === "running");
  const { minutes, diff } = longest(met(clocks, "nextResponse", "periodicUpdate"));
  return {
    escalationAt: isUrgent ? printInstant(urgency?.dueAt ?? null) : null,
    firstResponseDueAt: due("firstResponse"),
    updateDueAt: due("nextResponse", "periodicUpdate"),
    closeDueAt: due("resolution"),
    updateMinutes: minutes,
    updateDiffMinutes: diff,
    ...factsOf(clocks),
  };
}

/**
 * `saved` is the verdict when due times were last stored, before a pause for one; null where they never were. Due times
 * stay when a target was met, and the update's statistic counts from the creation to the last contact.
 */
export function legacyColumnsOf(
  { clocks, policy }: Evaluation,
  saved: Evaluation | null,
  isShown: boolean,
): Columns {
  const known = policy && saved ? saved.clocks : [];
  const due = (metric: Metric) =>
    earliest(lastOf(known, metric).map((clock) => ({ dueAt: clock.dueAt ?? clock.dueAtIfResumedNow })));
  const urgent = clocks.filter(isRunning(["firstResponse", "sinceContact", "resolution"]));
  // A contact in the instant of the creation is none to it
  const contacts = met(clocks, "untilContact").filter(({ startedAt, endedAt }) => endedAt !== startedAt);
  const { minutes, diff } = figuresOf(contacts.at(-1));
  return {
    escalationAt: isShown ? earliest(urgent) : null,
    firstResponseDueAt: due("firstResponse"),
    updateDueAt: due("sinceContact"),
    closeDueAt: due("resolution"),
    updateMinutes: minutes,
    updateDiffMinutes: diff,
    ...factsOf(clocks),
  };
}

/** Columns that both semantics have alike. Contacts are the starts of the clocks that they start. */
function factsOf(clocks: readonly Reading[]) {
  const response = lastOf(clocks, "firstResponse").find(isFulfilled);
  const closing = lastOf(clocks, "resolution").find(isFulfilled);
  const customer = lastOf(clocks, "nextResponse").at(0)?.startedAt ?? null;
  // The first of its clocks counts from the creation, which is no contact
  const agent = lastOf(clocks, "periodicUpdate").find(({ instance }) => instance > 1)?.startedAt ?? null;
  return {
    firstResponseAt: printInstant(response?.endedAt ?? null),
    firstResponseMinutes: figuresOf(response).minutes,
    firstResponseDiffMinutes: figuresOf(response).diff,
    closedAt: printInstant(closing?.endedAt ?? null),
    closeMinutes: figuresOf(closing).minutes,
    closeDiffMinutes: figuresOf(closing).diff,
    lastContactAt: printInstant(
      customer === null || agent === null ? (customer ?? agent) : Math.max(customer, agent),
    ),
    lastCustomerContactAt: printInstant(customer),
    lastAgentContactAt: printInstant(agent),
  };
}

function isRunning(metrics: readonly string[]) {
  return ({ metric, state }: Reading) => state === "running" && metrics.includes(metric);
}

function isFulfilled({ state }: Reading): boolean {
  return state === "fulfilled";
}

/** The last clock of a metric; none before its first. */
function lastOf(clocks: readonly Reading[], metric: Metric): Reading[] {
  return clocks.filter((clock) => clock.metric === metric).slice(-1);
}

/** Clocks that met or missed a target. */
function met(clocks: readonly Reading[], ...metrics: Metric[]): Reading[] {
  return clocks.filter(
    ({ metric, state, targetMs }) =>
      state === "fulfilled" && targetMs !== null && metrics.some((name) => name === metric),
  );
}

function longest(clocks: readonly Reading[]) {
  const first = clocks.reduce<Reading | undefined>(
    (best, clock) => (best && best.elapsedMs >= clock.elapsedMs ? best : clock),
    undefined,
  );
  return figuresOf(first);
}

/** Whole minutes used, and left of the target; null without a target. */
function figuresOf(clock: Reading | undefined): { minutes: number | null; diff: number | null } {
  if (!clock || clock.targetMs === null) return { minutes: null, diff: null };
  const minutes = Math.floor(clock.elapsedMs / MINUTE);
  return { minutes, diff: clock.targetMs / MINUTE - minutes };
}

function earliest(clocks: readonly Pick<Reading, "dueAt">[]): string | null {
  const due = clocks.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
  return due.length === 0 ? null : printInstant(Math.min(...due));
}

export function printInstant(at: number): string;
export function printInstant(at: number | null): string | null;
export function printInstant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace(".000Z", "Z");
}

function numberOf(value: unknown, name: string): number {
  if (typeof value !== "number") throw new BadVector(`\`${name}\` is no number`);
  return value;
}
