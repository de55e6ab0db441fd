import { type CompiledSla, innerOf, type Sla } from "./compile.ts";
import { isDueOfPaused, nextChange, urgencyOf } from "./deadline/nextChange.ts";
import type { LeanReading, Reading } from "./deadline/reading.ts";
import type { Warning } from "./diagnostics.ts";
import type { Evaluation, GoverningPolicy, LeanEvaluation } from "./evaluation.ts";
import type { TicketHistory } from "./history/event.ts";
import { orderHistory, type Timeline } from "./history/order.ts";
import { plain, type TicketState } from "./history/state.ts";
import type { PolicyCheck } from "./policy/match.ts";
import { explainSelection } from "./policy/select.ts";
import { isVersionStep, takeoverOf, versionNow } from "./policy/versions.ts";
import type { Progress } from "./progress.ts";
import { type Readings, readAll } from "./read.ts";
import { replay, type Story } from "./replay.ts";
import { isInstant, SUPPORTED_FROM, SUPPORTED_TO } from "./time/units.ts";
import { startOfDay } from "./time/zone.ts";
import { SEMANTICS, VERSION } from "./version.ts";

/** When the question is asked, and how much is to be told. */
export interface EvaluateOptions {
  /** The instant the question is about, in epoch milliseconds. */
  readonly asOf: number;
  /** `lean`: what a queue view needs, at a fraction of the cost of `full` (default). */
  readonly detail?: "full" | "lean";
}

/**
 * The verdict for one ticket at `asOf`: a pure function of definition, history, `asOf` and zone data. Total: an
 * odd history becomes warnings in the verdict.
 * @throws TypeError when `asOf` is no whole number of milliseconds, or `sla` is not from `compileSla`: mistakes of the calling code.
 */
export function evaluateTicket<M extends string>(
  sla: Sla<M>,
  history: TicketHistory,
  options: EvaluateOptions & { readonly detail: "lean" },
): LeanEvaluation<M>;
export function evaluateTicket<M extends string>(
  sla: Sla<M>,
  history: TicketHistory,
  options: EvaluateOptions & { readonly detail?: "full" },
): Evaluation<M>;
export function evaluateTicket<M extends string>(
  sla: Sla<M>,
  history: TicketHistory,
  options: EvaluateOptions,
): Evaluation<M> | LeanEvaluation<M> {
  const asOf = asOfIn(options);
  const inner = innerOf(sla);
  const ticket = typeof history?.ticket === "string" ? history.ticket : "";
  const timeline = orderHistory(history?.events, asOf);
  const asked = { sla: inner, ticket, timeline, asOf, since: FROM_THE_FIRST };
  const story = replay(inner, ticket, timeline, asOf);
  return options.detail === "lean"
    ? leanVerdict<M>(asked, story).evaluation
    : fullVerdict<M>(asked, story).evaluation;
}

/**
 * The instant that a question is about.
 * @throws TypeError where it is none.
 */
export function asOfIn(options: EvaluateOptions | undefined): number {
  const asOf = Object.is(options?.asOf, -0) ? 0 : options?.asOf;
  if (isInstant(asOf)) return asOf;
  const given = typeof asOf === "number" ? String(asOf) : typeof asOf;
  throw new TypeError(`\`asOf\` is \`${given}\`; give whole milliseconds since 1970`);
}

/** What a verdict is asked of: a ticket's events, or those after a snapshot. */
export interface Asked {
  readonly sla: CompiledSla;
  readonly ticket: string;
  readonly timeline: Timeline;
  readonly asOf: number;
  /** How far a replay has come that went on to these events; each pass over them changes one. */
  since(): Progress | null;
}

const FROM_THE_FIRST = () => null;

/** The verdict of a story in few words, and what it was read off. */
export function leanVerdict<M extends string>(
  asked: Asked,
  story: Story,
): { evaluation: LeanEvaluation<M>; readings: Readings<LeanReading<M>, M> } {
  const { sla, ticket, timeline, asOf } = asked;
  const readings = readAll<M>(sla, story, asOf, "lean");
  const evaluation = {
    ticket,
    asOf,
    clocks: readings.clocks,
    urgency: urgencyOf(readings.clocks),
    nextChangeAt: whenNext(asked, readings),
    warnings: [...timeline.warnings, ...oddities(story)],
    definition: sla.fingerprint,
  };
  return { evaluation, readings };
}

/** The verdict of a story, and what it was read off. */
export function fullVerdict<M extends string>(
  asked: Asked,
  story: Story,
): { evaluation: Evaluation<M>; readings: Readings<Reading<M>, M> } {
  const { sla, ticket, timeline, asOf } = asked;
  const readings = readAll<M>(sla, story, asOf, "full");
  const { clocks, actions } = readings;
  const { state } = story;
  const policies = state ? governing(sla, story) : [];
  const evaluation = {
    ticket,
    asOf,
    category: state ? state.facts.statusCategory : null,
    fields: reportFields(sla, state),
    policy: policies[0] ?? null,
    policies,
    why: state ? explain(sla, story, state) : [],
    clocks,
    actions,
    urgency: urgencyOf(clocks),
    nextChangeAt: whenNext(asked, readings),
    warnings: [
      ...timeline.warnings,
      ...oddities(story),
      ...rangeWarnings(sla, clocks, asOf),
      ...holidayWarnings(sla, clocks),
    ],
    engine: { version: VERSION, semantics: SEMANTICS },
    definition: sla.fingerprint,
    tzVersion: sla.tzVersion,
    tzLabel: sla.tzLabel,
  };
  return { evaluation, readings };
}

/**
 * The next change by the clocks, or an earlier one by what the desk will know of its calendars, or by a version of
 * its policies (semantics A6, C5, P6).
 */
function whenNext(asked: Asked, { clocks, actions }: Readings<LeanReading>): number | null {
  const { sla, asOf } = asked;
  let next = nextChange(clocks, actions, asOf);
  // As often as there are such due times: no more than the definition has metrics, levels and calendars
  while (next !== null && isDueOfPaused(clocks, next)) {
    if (discreteParts(asked, next) !== discreteParts(asked, asOf)) break;
    next = nextChange(clocks, actions, next);
  }
  if (!sla.hasKnowledge && sla.versions.length === 1) return next;
  const known = [...sla.calendars.values()].flatMap(({ calendar }) => calendar.views);
  const moments = [...known.map(({ knownFrom }) => knownFrom), ...sla.versions.map(({ from }) => from)]
    .filter((at) => at > asOf && Number.isFinite(at) && (next === null || at < next))
    .sort((a, b) => a - b);
  if (moments.length === 0) return next;
  const now = discreteParts(asked, asOf);
  return moments.find((at) => discreteParts(asked, at) !== now) ?? next;
}

/** What of the verdict at an instant a host acts on, for telling whether it changed. */
function discreteParts({ sla, ticket, timeline, since }: Asked, at: number): string {
  const story = replay(sla, ticket, timeline, at, since());
  const { clocks, actions } = readAll(sla, story, at, "lean");
  return JSON.stringify([
    story.state ? governing(sla, story).map(({ id, version }) => [id, version]) : [],
    // Of a paused clock time alone may tell which of several lanes is due first once resumed: no change by itself
    clocks.map((one) => [
      one.state,
      one.dueAt === null ? null : one.policy,
      one.dueAt,
      one.breachedAt,
      one.atRiskAt,
      one.never,
    ]),
    actions.map(({ status, fireAt }) => [status, fireAt]),
  ]);
}

/** What is odd about what the ticket held. */
function oddities({ state }: Story): Iterable<Warning> {
  return state?.warnings?.values() ?? [];
}

function governing({ policies, versions }: CompiledSla, { reigns }: Story): GoverningPolicy[] {
  const version = versionNow(reigns);
  const governance = reigns.governances[version];
  const takeover = takeoverOf(reigns, version);
  return versions[version].sets.flatMap((set, s) =>
    (governance?.reigns[s] ?? []).map(({ policy, from, by }) => {
      const { id, name, kind, version: of } = policies[set.policies[policy].number];
      const since = takeover && takeover.at > from ? takeover : { at: from, id: by.id };
      return { id, policySet: set.id, name, kind, version: of, since: since.at, event: since.id };
    }),
  );
}

function explain({ versions }: CompiledSla, { reigns }: Story, state: TicketState): PolicyCheck[] {
  const version = versionNow(reigns);
  const governance = reigns.governances[version];
  if (!governance) return [];
  const read = asLastRead(reigns, state);
  return versions[version].sets.flatMap((set, s) => explainSelection(set, governance.selections[s], read));
}

/** The ticket as policies were last read over it: at its last event, or at the step of a version that took over after it. */
export function asLastRead(reigns: Story["reigns"], state: TicketState): TicketState {
  const takeover = reigns.mode === "inForceAtEachInstant" ? takeoverOf(reigns, versionNow(reigns)) : null;
  return takeover && isVersionStep(takeover) && takeover.at >= state.event.at
    ? { ...state, event: takeover, type: takeover.type }
    : state;
}

function reportFields({ reported, history }: CompiledSla, state: TicketState | null): Evaluation["fields"] {
  return Object.fromEntries(reported.map((name, i) => [name, plain(state?.fields[history.reported[i]])]));
}

/** Business time is counted within the supported years only: a verdict that would need more says so. */
function rangeWarnings(sla: CompiledSla, clocks: readonly Reading[], asOf: number): Warning[] {
  const outside = (at: number | null) => at !== null && (at < SUPPORTED_FROM || at >= SUPPORTED_TO);
  const found = clocks.find(
    ({ basis, startedAt, endedAt }) =>
      basis === "business" && (outside(startedAt) || outside(endedAt ?? asOf)),
  );
  if (!found || sla.calendars.size === 0) return [];
  const message = "business time outside the years 1970 to 2100 is not counted";
  return [{ code: "calendar.out_of_range", event: null, message }];
}

/** A due time later than the last holiday that the desk has entered may be too early (semantics C5). */
function holidayWarnings(sla: CompiledSla, clocks: readonly Reading[]): Warning[] {
  return clocks.flatMap(({ id, calendar, basis, dueAt, endedAt }) => {
    const compiled =
      calendar === null || basis !== "business" || dueAt === null || endedAt !== null
        ? null
        : sla.calendars.get(calendar)?.calendar;
    if (!compiled || compiled.holidaysKnownTo === null || dueAt === null) return [];
    if (dueAt < startOfDay(compiled.zone, compiled.holidaysKnownTo + 1)) return [];
    const message = `\`${id}\` is due after the last year for which the calendar \`${calendar}\` lists holidays`;
    return [{ code: "calendar.holidays_unknown", event: null, message }];
  });
}
