import { type CompiledSla, innerOf, type Sla } from "../compile.ts";
import { readClock } from "../deadline/reading.ts";
import { asOfIn, fullVerdict } from "../evaluate.ts";
import type { Evaluation } from "../evaluation.ts";
import type { TicketHistory } from "../history/event.ts";
import { orderHistory } from "../history/order.ts";
import { type Reported, readReported } from "../read.ts";
import { replay, type Story } from "../replay.ts";
import { fixedZone, type ZoneTable } from "../time/zone.ts";
import { type ClockExplained, calendarsByRuler, explainClock, type ToldClock } from "./clock.ts";
import { momentAt } from "./moment.ts";
import { explainPolicies, type PolicyExplained } from "./policies.ts";
import type { Stated } from "./statement.ts";
import { tellClock } from "./tellClock.ts";
import { tellPolicies } from "./tellPolicies.ts";

/** What an explanation is asked. */
export interface ExplainOptions {
  /** The instant the question is about, in epoch milliseconds. */
  readonly asOf: number;
  /** How many local dates of a clock's life are told one by one, from its start on: 400, if left out. The rest is one total. */
  readonly maxDays?: number;
}

/** Why a verdict is as it is, as plain JSON: the verdict, what stands behind it, and all of that as statements. */
export interface Explanation<M extends string = string> {
  readonly ticket: string;
  readonly asOf: number;
  readonly evaluation: Evaluation<M>;
  readonly policies: readonly PolicyExplained[];
  /** One for each reading of the evaluation, in its order. */
  readonly clocks: readonly ClockExplained[];
  /** In the order in which they are read: `sentences` makes them words. */
  readonly statements: readonly Stated[];
}

const DEFAULT_MAX_DAYS = 400;

/**
 * Explains the verdict for one ticket at `asOf` (semantics R1): why this policy governs and no other, what started,
 * paused and stopped each clock, and which business time it used, day by day. Made of the same evaluation as the verdict.
 * Total, as `evaluateTicket` is.
 * @throws TypeError when `asOf` is no whole number of milliseconds, `maxDays` no whole number, or `sla` is not from `compileSla`.
 */
export function explain<M extends string>(
  sla: Sla<M>,
  history: TicketHistory,
  options: ExplainOptions,
): Explanation<M> {
  const asOf = asOfIn(options);
  const { maxDays = DEFAULT_MAX_DAYS } = options;
  if (!Number.isSafeInteger(maxDays) || maxDays < 0)
    throw new TypeError("`maxDays` must be a whole number, 0 or more");
  const inner = innerOf(sla);
  const ticket = typeof history?.ticket === "string" ? history.ticket : "";
  const timeline = orderHistory(history?.events, asOf);
  const story = replay(inner, ticket, timeline, asOf);
  const asked = { sla: inner, ticket, timeline, asOf, since: () => null };
  const { evaluation } = fullVerdict<M>(asked, story);
  const zone = deskZone(inner);
  const calendars = calendarsByRuler(inner);
  const reported = reportedById(inner, story, asOf);
  const told = evaluation.clocks.flatMap(({ id }) => {
    const one = reported.get(id);
    return one ? [explainClock(one, { sla: inner, zone, maxDays, calendars })] : [];
  });
  const { policies, matching } = explainPolicies(inner, story);
  return {
    ticket,
    asOf,
    evaluation,
    policies,
    clocks: told.map(({ explained }) => explained),
    statements: [
      ...tellPolicies(policies, matching, story, told[0]?.zone ?? zone, momentAt(zone, asOf)),
      ...tellClocks(inner, told),
    ],
  };
}

function tellClocks({ policies }: CompiledSla, told: readonly ToldClock[]): Stated[] {
  return told.flatMap((clock) =>
    tellClock(clock, (number) => policies[number].name).map((one) => ({ ...one, clock: clock.reading.id })),
  );
}

/** The zone of the definition's first calendar; UTC without one. */
export function deskZone({ definition, calendars }: CompiledSla): ZoneTable {
  const [first] = Object.keys(definition.calendars ?? {});
  const calendar = first === undefined ? undefined : calendars.get(first)?.calendar;
  return calendar?.zone ?? (fixedZone("UTC") as ZoneTable);
}

/** The clocks of every lane that the verdict reports, by the ids of their readings. */
function reportedById(sla: CompiledSla, story: Story, asOf: number): Map<string, Reported> {
  const found = new Map<string, Reported>();
  for (const metric of sla.metrics) {
    let isRead = false;
    for (const group of metric.groups) {
      const reported = readReported({ sla, story, asOf }, metric, group, readClock);
      if (!reported.some(({ same }) => same.some(({ isPromised }) => isPromised))) continue;
      isRead = true;
      for (const one of reported) found.set(one.reading.id, one);
    }
    if (isRead || !metric.isMeasured) continue;
    for (const one of readReported({ sla, story, asOf }, metric, null, readClock))
      found.set(one.reading.id, one);
  }
  return found;
}
