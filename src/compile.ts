import type { RulesById } from "./action/named.ts";
import type { CompiledAction } from "./action/rule.ts";
import { advise } from "./advise.ts";
import type { Calendar } from "./calendar/compile.ts";
import { readCalendars } from "./calendar/composed.ts";
import { sharedDefinition } from "./calendar/shared.ts";
import { checkIds } from "./checkIds.ts";
import type { BuiltInMetric } from "./clock/builtIn.ts";
import { compiledBuiltIns } from "./clock/compiledBuiltIns.ts";
import { type ClockTrack, compileMetrics, layTracks, type MetricLanes, metricsOf } from "./compileMetrics.ts";
import { checkNames } from "./compilePolicy.ts";
import { type CompiledVersions, compileVersions } from "./compileVersions.ts";
import { type CompiledCalendar, type Rulers, rulersOf, withRulers } from "./deadline/rulers.ts";
import type { Definition } from "./definition.ts";
import { bug, error, type Issue, throwErrors } from "./diagnostics.ts";
import { STATUS_CATEGORIES, type StatusCategory } from "./history/facts.ts";
import { createSlots, type FieldSlots } from "./history/slots.ts";
import type { HistoryRules } from "./history/state.ts";
import type { CompiledCondition } from "./policy/compileCondition.ts";
import type { AmountFunction, Matcher, Names } from "./policy/names.ts";
import type { VersionMode } from "./policy/versions.ts";
import { createWatchList } from "./policy/watch.ts";
import { canonical } from "./time/canonical.ts";
import { MAX_DEPTH, nestsTooDeep } from "./time/depth.ts";
import { fingerprint } from "./time/fingerprint.ts";
import { isJson } from "./time/plain.ts";
import { givenZones, type ZoneSupplier, zoneFingerprint } from "./time/zone.ts";

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

/** Where zones come from, and what the names in a definition stand for. */
export interface CompileOptions {
  /** Where zone tables come from. */
  readonly zones: ZoneSupplier;
  /** Functions of the host's that amounts name. */
  readonly functions?: Readonly<Record<string, AmountFunction>>;
  /** Tests of the host's that conditions name. */
  readonly matchers?: Readonly<Record<string, Matcher>>;
  /** An instant, in epoch milliseconds: `checkSla` then says which calendars' lists of holidays are about to end. */
  readonly asOf?: number;
}

/** What an `Sla` holds. */
export interface CompiledSla extends CompiledVersions {
  /** What it was compiled from: a copy that nobody else holds. */
  readonly definition: Definition<string>;
  readonly fingerprint: string;
  readonly tzVersion: string;
  readonly tzLabel: string;
  readonly history: HistoryRules;
  /** Those that some policy promises, or that are measured. */
  readonly metrics: readonly MetricLanes[];
  readonly tracks: readonly ClockTrack[];
  /** Ids of all metrics. */
  readonly metricIds: ReadonlySet<string>;
  readonly watched: readonly CompiledCondition[];
  readonly versionMode: VersionMode;
  /** Whether some metric starts clocks at other instants than those of their events. */
  readonly shiftsStarts: boolean;
  readonly policyIds: ReadonlySet<string>;
  readonly rules: RulesById;
  readonly calendars: ReadonlyMap<string, CompiledCalendar>;
  readonly rulers: Rulers;
  /** Whether any calendar was known otherwise at some time (semantics C5). */
  readonly hasKnowledge: boolean;
  /** Names of the fields that verdicts carry; their slots are in `history.reported`. */
  readonly reported: readonly string[];
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
  const { own, isPlain } = ownCopy(definition as unknown as Definition<string>);
  const inner = compileDefinition(own, options, issues, isPlain);
  if (issues.some(({ severity }) => severity === "error")) return { issues, sla: null };
  const sla = Object.defineProperty({ fingerprint: inner.fingerprint }, INNER, { value: inner });
  return { issues, sla: Object.freeze(sla) };
}

/**
 * A copy: what the host does with its own object afterwards changes no answer. Of JSON by way of its text, whose
 * objects take half the memory of a clone's.
 */
function ownCopy(definition: Definition<string>): { own: Definition<string>; isPlain: boolean } {
  const isPlain = isJson(definition);
  return { own: isPlain ? JSON.parse(JSON.stringify(definition)) : structuredClone(definition), isPlain };
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
  options: CompileOptions,
  issues: Issue[],
  isPlain: boolean,
): CompiledSla {
  const zones = givenZones(options);
  const slots = createSlots();
  const calendars = compileCalendars(definition, zones, issues, isPlain);
  const rulers = rulersOf(calendars);
  const names: Names = {
    slots,
    issues,
    calendars: new Set(Object.keys(definition.calendars ?? {})),
    hours: (id) => calendars.get(id)?.business[0].counts,
    functions: options.functions ?? {},
    matchers: options.matchers ?? {},
  };
  const watch = createWatchList(names, compiledBuiltIns().watch);
  const definitions = metricsOf(definition, issues);
  const metricIds = definitions.map(({ metric }) => metric.id);
  const compiled = compileVersions(definition, names, watch, metricIds);
  const tracks: ClockTrack[] = [];
  const metrics = compileMetrics(definition, definitions, compiled.inOrder, names, watch).map((metric) =>
    layTracks(metric, compiled.policies, tracks),
  );
  checkIds(definition, issues);
  checkCadences(definition, compiled, metrics, issues);
  advise(definition, calendars, options.asOf, issues);
  checkNames(definition.measure ?? [], metricIds, ["measure"], issues);
  return {
    ...compiled,
    definition: withSharedCalendars(definition, calendars),
    // A definition with errors needs none, and may be too deep to have one
    fingerprint: issues.some(({ severity }) => severity === "error")
      ? ""
      : fingerprint(canonical(definition)),
    tzVersion: zoneFingerprint([...new Set([...calendars.values()].map(({ calendar }) => calendar.zone))]),
    tzLabel: zones.label,
    history: historyRules(definition, slots),
    metrics,
    tracks,
    metricIds: new Set(metricIds),
    watched: watch.conditions,
    shiftsStarts: metrics.some(({ metric }) => metric.from !== null || metric.isCadence),
    versionMode: versionModeOf(definition),
    policyIds: new Set(compiled.policies.map(({ id }) => id)),
    rules: rulesById(compiled.policies.flatMap(({ rules }) => [...rules.values()].flat())),
    calendars,
    rulers,
    hasKnowledge: rulers.hasKnowledge,
    reported: definition.report?.fields ?? [],
  };
}

function versionModeOf({ options }: Definition<string>): VersionMode {
  return options?.versionMode ?? "atClockStart";
}

/** A clock of a cadence may be released before the start that would choose the version which says whether that cancels it. */
function checkCadences(
  definition: Definition<string>,
  { versions, lanes }: CompiledVersions,
  metrics: readonly MetricLanes[],
  issues: Issue[],
): void {
  if (versions.length === 1 || versionModeOf(definition) !== "atClockStart") return;
  const cadences = new Set(metrics.filter(({ metric }) => metric.isCadence).map(({ metric }) => metric.id));
  const cancelled = lanes.find(({ metric, cancels }) => cancels && cadences.has(metric));
  if (!cancelled) return;
  const message = `\`${cancelled.metric}\` starts when its last clock is due, which may be after its policy is gone: then no version says whether \`released: "cancel"\` ends it; choose another \`versionMode\`, or leave \`released\` out`;
  issues.push(error("version.released_cadence", ["options", "versionMode"], message));
}

function compileCalendars(
  definition: Definition<string>,
  zones: ZoneSupplier,
  issues: Issue[],
  areJson: boolean,
): Map<string, CompiledCalendar> {
  const compiled = new Map<string, CompiledCalendar>();
  const options = { zones, holidayLists: definition.holidayLists ?? {} };
  for (const [id, calendar] of readCalendars(definition.calendars ?? {}, options, issues, areJson))
    compiled.set(id, withRulers(calendar));
  return compiled;
}

/** The definition, with what calendars in use were read from in place of what is equal to it. */
function withSharedCalendars(
  definition: Definition<string>,
  calendars: ReadonlyMap<string, CompiledCalendar>,
): Definition<string> {
  if (!definition.calendars) return definition;
  const shared = Object.entries(definition.calendars).map(([id, own]) => {
    const compiled = calendars.get(id);
    return [id, (compiled && sharedDefinition(compiled.calendar)) ?? own];
  });
  return { ...definition, calendars: Object.fromEntries(shared) };
}

function historyRules(definition: Definition<string>, slots: FieldSlots): HistoryRules {
  const statuses: [string, StatusCategory][] = definition.statuses
    ? Object.entries(definition.statuses)
    : STATUS_CATEGORIES.map((category) => [category, category]);
  return {
    slots,
    statuses: new Map(statuses),
    reply: definition.reply ?? { by: "agent", visibility: "public" },
    request: definition.request ?? { by: "requester", visibility: "public" },
    reported: (definition.report?.fields ?? []).map((name) => slots.slot(name)),
  };
}

function rulesById(rules: readonly CompiledAction[]): RulesById {
  const byId = new Map<string, CompiledAction[]>();
  for (const rule of rules) {
    const known = byId.get(rule.id);
    if (known) known.push(rule);
    else byId.set(rule.id, [rule]);
  }
  return (id) => byId.get(id) ?? [];
}
