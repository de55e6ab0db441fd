import type { Calendar } from "./calendar/compile.ts";
import { readCalendars } from "./calendar/composed.ts";
import { checkIds } from "./checkIds.ts";
import { BUILT_IN_METRICS, type BuiltInMetric, type MetricDefinition } from "./clock/metric.ts";
import { type CompiledMetric, compileMetric, createWatchList } from "./clock/trigger.ts";
import { type CompiledPolicy, checkNames, compilePolicy } from "./compilePolicy.ts";
import { aroundTheClock, businessTime, type Ruler } from "./deadline/ruler.ts";
import type { Definition } from "./definition.ts";
import { bug, error, type Issue, throwErrors } from "./diagnostics.ts";
import { createSlots, type FieldSlots, type HistoryRules, type StatusCategory } from "./history/state.ts";
import type { CompiledCondition } from "./policy/condition.ts";
import { canonical } from "./time/canonical.ts";
import { MAX_DEPTH, nestsTooDeep } from "./time/depth.ts";
import { fingerprint } from "./time/fingerprint.ts";
import { type ZoneSupplier, zoneFingerprint } from "./time/zone.ts";

const INNER = Symbol.for("dueclock.Sla");

/**
 * A definition ready to evaluate tickets. Opaque, and no JSON: a worker compiles it again. `fingerprint` tells
 * definitions apart.
 */
export interface Sla<M extends string = string> {
  readonly fingerprint: string;
  /** Only for the compiler: the metrics it knows. @internal */
  readonly metrics?: M;
}

export interface CompileOptions {
  /** Where zone tables come from. */
  readonly zones: ZoneSupplier;
}

/** What an `Sla` holds. */
export interface CompiledSla {
  readonly fingerprint: string;
  readonly tzVersion: string;
  readonly tzLabel: string;
  readonly history: HistoryRules;
  readonly metrics: readonly CompiledMetric[];
  /** By metric number: read even without a target. */
  readonly measured: readonly boolean[];
  readonly watched: readonly CompiledCondition[];
  readonly policies: readonly CompiledPolicy[];
  readonly calendars: ReadonlyMap<string, CompiledCalendar>;
  readonly aroundTheClock: Ruler;
  /** Whether any calendar was known otherwise at some time (semantics C5). */
  readonly hasKnowledge: boolean;
  readonly fields: readonly { readonly name: string; readonly slot: number }[];
}

/** A calendar and the rulers that read it: one for each view, and one around the clock in its zone. */
export interface CompiledCalendar {
  readonly calendar: Calendar;
  readonly business: readonly Ruler[];
  readonly aroundTheClock: Ruler;
}

/**
 * Compiles a definition.
 * @throws SlaError with all its issues: unknown zones and references, duplicate ids, targets of 0, calendars never open, …
 */
export function compileSla<const M extends string = never>(
  definition: Definition<M>,
  options: CompileOptions,
): Sla<M | BuiltInMetric> {
  const { issues, sla } = checkSla(definition, options);
  throwErrors(issues);
  if (!sla) throw bug("a definition without errors did not compile");
  return sla;
}

/** Compiles a draft without throwing: all errors and advice, and the `Sla` where there are no errors. */
export function checkSla<const M extends string = never>(
  definition: Definition<M>,
  options: CompileOptions,
): { issues: Issue[]; sla: Sla<M | BuiltInMetric> | null } {
  const issues: Issue[] = [];
  if (nestsTooDeep(definition)) {
    issues.push(
      error(
        "definition.too_deep",
        [],
        `the definition is nested more than ${MAX_DEPTH} levels deep, or holds itself`,
      ),
    );
    return { issues, sla: null };
  }
  // A copy: what the host does with its own object afterwards changes no answer
  const own = structuredClone(definition) as unknown as Definition<string>;
  const inner = compileDefinition(own, options, issues);
  if (issues.some(({ severity }) => severity === "error")) return { issues, sla: null };
  const sla = Object.defineProperty({ fingerprint: inner.fingerprint }, INNER, { value: inner });
  return { issues, sla: Object.freeze(sla) };
}

/** What an `Sla` holds; for the engine's own rooms. */
export function innerOf(sla: Sla<never> | Sla): CompiledSla {
  const inner = (sla as { [INNER]?: CompiledSla } | null | undefined)?.[INNER];
  if (inner) return inner;
  throw new TypeError("this is no SLA; pass what `compileSla` gave, in the same process");
}

/** A calendar of the definition, for countdowns in business time; undefined where it has no such id. */
export function calendarOf(sla: Sla<never> | Sla, id: string): Calendar | undefined {
  return innerOf(sla).calendars.get(id)?.calendar;
}

function compileDefinition(
  definition: Definition<string>,
  { zones }: CompileOptions,
  issues: Issue[],
): CompiledSla {
  const slots = createSlots();
  const calendars = compileCalendars(definition, zones, issues);
  const definitions = metricsOf(definition, issues);
  const watch = createWatchList(slots);
  const metrics = definitions.map(({ metric, path }) => compileMetric(metric, slots, watch, path, issues));
  const context = {
    definition,
    slots,
    metricIds: metrics.map(({ id }) => id),
    calendars: new Set(Object.keys(definition.calendars ?? {})),
  };
  const policies = definition.policies.map((policy, i) =>
    compilePolicy(policy, context, ["policies", i], issues),
  );
  checkIds(definition, issues);
  checkNames(definition.measure ?? [], context.metricIds, ["measure"], issues);
  return {
    // Of a definition with errors nobody asks, and one of them may be that it is too deep
    fingerprint: issues.some(({ severity }) => severity === "error")
      ? ""
      : fingerprint(canonical(definition)),
    tzVersion: zoneFingerprint([...calendars.values()].map(({ calendar }) => calendar.zone)),
    tzLabel: zones.label,
    history: historyRules(definition, slots),
    metrics,
    measured: metrics.map(({ id }) => definition.measure?.includes(id) ?? false),
    watched: watch.conditions,
    policies,
    calendars,
    aroundTheClock: aroundTheClock(null),
    hasKnowledge: [...calendars.values()].some(({ business }) => business.length > 1),
    fields: (definition.report?.fields ?? []).map((name) => ({ name, slot: slots.slot(name) })),
  };
}

function compileCalendars(
  definition: Definition<string>,
  zones: ZoneSupplier,
  issues: Issue[],
): Map<string, CompiledCalendar> {
  const compiled = new Map<string, CompiledCalendar>();
  const options = { zones, holidayLists: definition.holidayLists ?? {} };
  for (const [id, calendar] of readCalendars(definition.calendars ?? {}, options, issues)) {
    const business = calendar.views.map((view) => businessTime(calendar, view));
    compiled.set(id, { calendar, business, aroundTheClock: aroundTheClock(calendar) });
  }
  return compiled;
}

function historyRules(definition: Definition<string>, slots: FieldSlots): HistoryRules {
  const own: StatusCategory[] = ["new", "open", "pending", "onHold", "solved", "closed"];
  const statuses: [string, StatusCategory][] = definition.statuses
    ? Object.entries(definition.statuses)
    : own.map((category) => [category, category]);
  return {
    slots,
    statuses: new Map(statuses),
    reply: definition.reply ?? { by: "agent", visibility: "public" },
    request: definition.request ?? { by: "requester", visibility: "public" },
  };
}

/** The built-in metrics and the desk's own; one of its own with a built-in id replaces it. */
function metricsOf(
  definition: Definition<string>,
  issues: Issue[],
): { metric: MetricDefinition; path: Issue["path"] }[] {
  const own = (definition.metrics ?? []).map((metric, i) => ({
    metric,
    path: ["metrics", i] as Issue["path"],
  }));
  const ids = own.map(({ metric }) => metric.id);
  for (const [i, id] of ids.entries()) {
    if (ids.indexOf(id) < i)
      issues.push(error("metric.duplicate_id", ["metrics", i, "id"], `another metric has the id \`${id}\``));
  }
  const builtIn = BUILT_IN_METRICS.filter(({ id }) => !ids.includes(id));
  return [...builtIn.map((metric) => ({ metric, path: ["metrics", metric.id] as Issue["path"] })), ...own];
}
