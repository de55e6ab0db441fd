import { type Action, planActions } from "./action/plan.ts";
import { viewIndex } from "./calendar/compile.ts";
import type { ClockRun, MetricRun } from "./clock/run.ts";
import { runStep } from "./clock/run.ts";
import type { Watched } from "./clock/trigger.ts";
import { type CompiledSla, innerOf, type Sla } from "./compile.ts";
import { chart, type Rulers } from "./deadline/course.ts";
import { nextChange, urgencyOf } from "./deadline/nextChange.ts";
import { type Reading, readClock } from "./deadline/reading.ts";
import type { Warning } from "./diagnostics.ts";
import type { Evaluation, GoverningPolicy } from "./evaluation.ts";
import type { TicketHistory } from "./history/event.ts";
import { orderHistory, type Timeline } from "./history/order.ts";
import { applyEarly, applyStep, initialState, type TicketState } from "./history/state.ts";
import { type Governance, governStep } from "./policy/govern.ts";
import { explainMatch } from "./policy/match.ts";
import type { CompiledGoal } from "./policy/target.ts";
import { isInstant, SUPPORTED_FROM, SUPPORTED_TO } from "./time/units.ts";
import { startOfDay } from "./time/zone.ts";
import { SEMANTICS, VERSION } from "./version.ts";

export interface EvaluateOptions {
  /** The instant the question is about, in epoch milliseconds. */
  readonly asOf: number;
}

/**
 * The verdict for one ticket at `asOf`: a pure function of definition, history, `asOf` and zone data. Total: an
 * odd history becomes warnings in the verdict.
 * @throws TypeError when `asOf` is no whole number of milliseconds, or `sla` is not from `compileSla`: mistakes of the calling code.
 */
export function evaluateTicket<M extends string>(
  sla: Sla<M>,
  history: TicketHistory,
  options: EvaluateOptions,
): Evaluation<M> {
  const asOf = Object.is(options?.asOf, -0) ? 0 : options?.asOf;
  if (!isInstant(asOf)) {
    const given = typeof asOf === "number" ? String(asOf) : typeof asOf;
    throw new TypeError(`\`asOf\` is \`${given}\`; give whole milliseconds since 1970`);
  }
  const inner = innerOf(sla);
  const ticket = typeof history?.ticket === "string" ? history.ticket : "";
  const timeline = orderHistory(history?.events, asOf);
  const story = replay(inner, timeline);
  const { clocks, actions } = readAll<M>(inner, story, ticket, asOf);
  const { state } = story;
  return {
    ticket,
    asOf,
    category: state ? state.facts.statusCategory : null,
    fields: reportFields(inner, state),
    policy: governing(inner, story),
    why: state ? explainMatch(inner.policies, state) : [],
    clocks,
    actions,
    urgency: urgencyOf(clocks),
    nextChangeAt: whenNext(inner, story, ticket, { clocks, actions }, asOf),
    warnings: [
      ...timeline.warnings,
      ...story.warnings,
      ...rangeWarnings(inner, clocks, asOf),
      ...holidayWarnings(inner, clocks),
    ],
    engine: { version: VERSION, semantics: SEMANTICS },
    definition: inner.fingerprint,
    tzVersion: inner.tzVersion,
    tzLabel: inner.tzLabel,
  };
}

/** Everything that one pass over the history tells. */
interface Story {
  readonly state: TicketState | null;
  readonly governance: Governance;
  /** By metric number. */
  readonly runs: readonly MetricRun[];
  readonly warnings: readonly Warning[];
}

function replay(sla: CompiledSla, { steps, opening }: Timeline): Story {
  const governance: Governance = { policies: [], promises: sla.metrics.map(() => []) };
  const runs: MetricRun[] = sla.metrics.map(() => ({ clocks: [], paused: false }));
  const warnings: Warning[] = [];
  if (opening < 0) return { state: null, governance, runs, warnings };
  const state = initialState(sla.history, steps[0]);
  const watched: Watched = { now: sla.watched.map(() => false), before: sla.watched.map(() => false) };
  for (let i = 0; i < opening; i++) applyEarly(sla.history, state, steps[i]);
  for (let i = opening; i < steps.length; i++) {
    applyStep(sla.history, state, steps[i], i === opening);
    for (let c = 0; c < sla.watched.length; c++) {
      watched.before[c] = watched.now[c];
      watched.now[c] = sla.watched[c].holds(state);
    }
    governStep(sla.policies, governance, state);
    for (let m = 0; m < sla.metrics.length; m++) runStep(sla.metrics[m], m, runs[m], state, watched);
  }
  for (const [status, event] of state.unmapped) {
    const message = `the status \`${status}\` has no category in the definition; it counts as open`;
    warnings.push({ code: "history.unmapped_status", event, message });
  }
  return { state, governance, runs, warnings };
}

interface Readings<M extends string = string> {
  readonly clocks: Reading<M>[];
  readonly actions: Action<M>[];
}

function readAll<M extends string>(
  sla: CompiledSla,
  story: Story,
  ticket: string,
  asOf: number,
): Readings<M> {
  const clocks: Reading<M>[] = [];
  const actions: Action<M>[] = [];
  const rulers = rulersOf(sla);
  for (const [m, { clocks: runs }] of story.runs.entries()) {
    const promises = story.governance.promises[m];
    if (!sla.measured[m] && promises.every(({ promised }) => !promised)) continue;
    for (const run of runs) read(run, m);
  }
  return { clocks, actions };

  function read(run: ClockRun, m: number): void {
    const metric = sla.metrics[m].id as M;
    const course = chart(run, story.governance.promises[m], asOf, rulers);
    const reading = readClock(course, { metric, policyId: (policy) => sla.policies[policy]?.id ?? null });
    clocks.push(reading);
    const policyId = (policy: number) => sla.policies[policy].id;
    const rules = (policy: number) => sla.policies[policy].rules[m];
    for (const action of planActions(course, { ticket, metric, clockId: reading.id, policyId, rules }))
      actions.push(action);
  }
}

/** The next change by the clocks, or an earlier one by what the desk will know of its calendars (semantics A6, C5). */
function whenNext(
  sla: CompiledSla,
  story: Story,
  ticket: string,
  { clocks, actions }: Readings,
  asOf: number,
): number | null {
  const next = nextChange(
    clocks,
    actions.map(({ fireAt }) => fireAt),
    asOf,
  );
  if (!sla.hasKnowledge) return next;
  const goals = sla.policies.flatMap((policy) => policy.goals.flat());
  const moments = rulersOf(sla)
    .moments(goals)
    .filter((at) => at > asOf && (next === null || at < next));
  const now = discreteParts({ clocks, actions });
  return moments.find((at) => discreteParts(readAll(sla, story, ticket, at)) !== now) ?? next;
}

/** What of the readings a host acts on, for telling whether it changed. */
function discreteParts({ clocks, actions }: Readings): string {
  return JSON.stringify([
    clocks.map(({ state, dueAt, breachedAt, atRiskAt, never }) => [
      state,
      dueAt,
      breachedAt,
      atRiskAt,
      never,
    ]),
    actions.map(({ status, fireAt }) => [status, fireAt]),
  ]);
}

function rulersOf(sla: CompiledSla): Rulers {
  const calendarOfGoal = (goal: CompiledGoal | null) =>
    goal?.calendar == null ? undefined : sla.calendars.get(goal.calendar);
  return {
    of(goal, knownAt) {
      const compiled = calendarOfGoal(goal);
      if (!compiled) return sla.aroundTheClock;
      return goal?.basis === "business"
        ? compiled.business[viewIndex(compiled.calendar, knownAt)]
        : compiled.aroundTheClock;
    },
    moments(goals) {
      if (!sla.hasKnowledge) return [];
      const views = goals.flatMap((goal) => calendarOfGoal(goal)?.calendar.views.slice(1) ?? []);
      return [...new Set(views.map(({ knownFrom }) => knownFrom))].sort((a, b) => a - b);
    },
  };
}

function governing({ policies }: CompiledSla, { governance }: Story): GoverningPolicy | null {
  const span = governance.policies.at(-1);
  if (!span || span.policy < 0) return null;
  const { id, name, kind } = policies[span.policy];
  return { id, name, kind, version: null, since: span.from, event: span.by.id };
}

function reportFields({ fields }: CompiledSla, state: TicketState | null): Evaluation["fields"] {
  return Object.fromEntries(fields.map(({ name, slot }) => [name, plain(state?.fields[slot])]));
}

function plain(value: unknown): string | number | boolean | null {
  if (typeof value === "string" || typeof value === "boolean") return value;
  return typeof value === "number" && Number.isFinite(value) ? value + 0 : null;
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
