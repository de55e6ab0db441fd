/*
 * Small definitions over an interesting alphabet, for comparing the engine with its definition. Instants
 * fall where engines go wrong: together, a millisecond apart, at openings and closings, and when a target runs out. Left
 * out is what the rules leave open (see `settled`), and what the oracle does not support.
 */

import fc from "fast-check";
import type {
  Amount,
  Definition,
  DefinitionVersion,
  Goal,
  GoalTerms,
  LevelTarget,
  Matching,
  MetricDefinition,
  Options,
  PolicyDefinition,
  PolicySetDefinition,
  Selection,
  Target,
} from "../../core.ts";
import { CALENDARS, condition, instants, metric, partly, some, trigger } from "./metrics.ts";

const { constantFrom: pick, oneof, option, record } = fc;

const durations = pick<(number | string)[]>(
  "30m",
  "1h",
  "1h",
  "90m",
  "2h",
  "2h",
  "4h",
  "8h",
  "16h",
  7_200_001,
  "1d",
);
const fieldAmount = record({
  field: pick("due"),
  outside: pick<("asIs" | "nextOpening")[]>("asIs", "nextOpening"),
  otherwise: durations,
}).chain((amount) => pick<Amount[]>(amount, { field: "due" }));
const amount: fc.Arbitrary<Amount> = oneof(
  { weight: 5, arbitrary: durations },
  { weight: 1, arbitrary: fieldAmount },
);
const options = partly<Options>({
  retarget: pick("keepStart", "restart", "freeze"),
  released: pick("runOn", "cancel", "keep"),
  override: pick("sticky", "untilRetarget"),
  breach: pick("sticky", "current"),
  pauses: pick("extend", "ignored"),
  endOfBudget: pick("closing", "nextOpening"),
});
const calendar = oneof(
  { weight: 4, arbitrary: pick("office", "evening", "always") },
  { weight: 1, arbitrary: pick({ field: "site", otherwise: "office" }) },
);
const terms = partly<GoalTerms>({ basis: pick("business", "aroundTheClock"), calendar, options });
const goal = record({ if: option(condition, { nil: undefined }), amount, terms }).map(
  ({ if: holds, amount: promised, terms: more }): Goal => ({
    ...(holds && { if: holds }),
    amount: promised,
    ...more,
  }),
);
const level: fc.Arbitrary<LevelTarget> = oneof(
  { weight: 4, arbitrary: amount as fc.Arbitrary<LevelTarget> },
  { weight: 2, arbitrary: goal as fc.Arbitrary<LevelTarget> },
  {
    weight: 3,
    arbitrary: record({
      high: amount,
      low: amount,
      otherwise: option(amount, { nil: undefined }),
      terms,
    }).map(
      ({ high, low, otherwise, terms: more }): LevelTarget => ({
        byPriority: { high, low },
        ...(otherwise !== undefined && { otherwise }),
        ...more,
      }),
    ),
  },
  { weight: 2, arbitrary: some(goal, 3).map((goals): LevelTarget => ({ goals })) },
);
const target: fc.Arbitrary<Target> = oneof(
  { weight: 5, arbitrary: level as fc.Arbitrary<Target> },
  {
    weight: 1,
    arbitrary: fc.tuple(level, level).map(([first, full]): Target => ({ levels: { first, full } })),
  },
);

const METRICS = [
  "firstResponse",
  "nextResponse",
  "resolution",
  "resolution",
  "ownership",
  "periodicUpdate",
] as const;
const matching = oneof(
  { weight: 3, arbitrary: pick<Matching[]>("onChange", "atCreation", "byAssignment") },
  { weight: 1, arbitrary: some(trigger, 2).map((on): Matching => ({ on })) },
);
const selection = pick<Selection[]>(
  "firstMatch",
  "lastMatch",
  "allMatching",
  "strictest",
  "assigned",
  "firstAssigned",
);
/** 1 to 3 policies for built-in metrics and these. */
const policies = (own: readonly string[]): fc.Arbitrary<PolicyDefinition[]> =>
  some(
    record({
      condition: option(condition, { nil: undefined }),
      calendar: option(calendar, { nil: undefined }),
      targets: some(fc.tuple(pick<string[]>(...METRICS, ...own, ...own), target), 2),
      stop: fc.boolean(),
      options: partly<PolicyDefinition["options"] & object>({
        retarget: pick("restart", "freeze"),
        released: pick("cancel", "keep"),
        breach: pick("current"),
        matching,
      }),
    }),
    3,
  ).map((drawn) =>
    drawn.map(({ condition: holds, calendar: hours, targets, stop, options: own }, i) => ({
      id: `p${i}`,
      ...(holds && { if: holds }),
      ...(hours && { calendar: hours }),
      targets: Object.fromEntries(targets),
      ...(stop && { stop }),
      options: own,
    })),
  );

/** Definitions that compile: metrics, policies in sets or not, versions and options, by chance. */
export const definitions: fc.Arbitrary<Definition<string>> = fc
  .tuple(fc.nat(2), fc.boolean(), fc.nat(2))
  .chain(([metrics, isInSets, versions]) => {
    const own = ["mine", "yours"].slice(0, metrics);
    const set = (id: string) =>
      record({
        policies: policies(own),
        options: partly<{ selection: Selection; matching: Matching }>({ selection, matching }),
      }).map(
        (made): PolicySetDefinition => ({
          id,
          ...made,
          policies: made.policies.map((one) =>
            id === "ola" ? { ...one, id: one.id.replace("p", "q") } : one,
          ),
        }),
      );
    const promised = isInSets
      ? fc.tuple(set("sla"), set("ola")).map((policySets) => ({ policySets }))
      : policies(own).map((made) => ({ policies: made }));
    return record({
      promised,
      later: fc.tuple(
        ...[0, 1]
          .slice(0, versions)
          .map((i) => record({ from: instants, promised }).map((v) => ({ i, ...v }))),
      ),
      metrics: fc.tuple(...own.map(metric)),
      measure: option(pick("resolution" as const, "assignment" as const), { nil: undefined }),
      options: partly<Definition<string>["options"] & object>({
        retarget: pick("keepStart", "restart", "freeze"),
        released: pick("runOn", "cancel", "keep"),
        breach: pick("sticky", "current"),
        calendarSwitch: pick("perInstant", "lastWins", "frozen"),
        pauses: pick("extend", "ignored"),
        selection,
        matching,
        versionMode: pick("atClockStart", "inForceAtEachInstant", "atCreation", "nextUpdate", "live"),
      }),
    }).map((made) => settled(assemble(made)));
  });

interface Made {
  readonly promised: Pick<Definition<string>, "policies" | "policySets">;
  readonly later: readonly {
    i: number;
    from: number;
    promised: Pick<Definition<string>, "policies" | "policySets">;
  }[];
  readonly metrics: readonly MetricDefinition<string>[];
  readonly measure: "resolution" | "assignment" | undefined;
  readonly options: Definition<string>["options"] & object;
}

function assemble({ promised, later, metrics, measure, options: own }: Made): Definition<string> {
  const versions = later
    .map(({ i, from, promised: then }) => ({ id: `v${i + 2}`, from, ...then }))
    .sort((a, b) => a.from - b.from)
    .map((version, i) => ({ ...version, from: version.from + i }));
  return {
    calendars: CALENDARS,
    version: "v1",
    ...promised,
    ...(metrics.length > 0 && { metrics }),
    ...(versions.length > 0 && { versions: versions as DefinitionVersion<string>[] }),
    ...(measure && { measure: [measure] }),
    options: own,
    report: { fields: ["priority", "plan", "assignee", "status"] },
  };
}

/**
 * Without what the rules leave open: a lane that ends alone (`released: "cancel"`) where lanes are merged or versions are
 * live; selections that differ between the versions of a set; `policyApplied` where several policies or versions govern;
 * business time and days where no calendar may govern. Left out too is what compiling refuses: a cadence that a release
 * may cancel under the version at its start.
 */
function settled(definition: Definition<string>): Definition<string> {
  const text = JSON.stringify(definition);
  const isRefused =
    text.includes('"previousDue"') &&
    text.includes('"versions"') &&
    !/"versionMode":"(?!atClockStart)/.test(text);
  const isOpen = isRefused || text.includes('"strictest"') || text.includes('"live"');
  const calm = isOpen ? text.replaceAll('"released":"cancel"', '"released":"keep"') : text;
  const isPolicyClear = !/"versions"|"allMatching"|"strictest"/.test(text);
  const d = JSON.parse(
    isPolicyClear ? calm : calm.replaceAll('"policyApplied"', '"created"'),
  ) as Definition<string>;
  const needsHours = (one: PolicyDefinition) => /"1d"|"business"|"nextOpening"/.test(JSON.stringify(one));
  const policy = (one: PolicyDefinition): PolicyDefinition =>
    one.calendar === undefined && needsHours(one) ? { ...one, calendar: "always" } : one;
  const sets = (of: Pick<Definition<string>, "policies" | "policySets">) => ({
    ...(of.policies && { policies: of.policies.map(policy) }),
    ...(of.policySets && {
      policySets: of.policySets.map((set, i) => ({
        ...set,
        policies: set.policies.map(policy),
        options: {
          ...(set.options?.matching && { matching: set.options.matching }),
          ...selectionOf(d.policySets?.[i]),
        },
      })),
    }),
  });
  return {
    ...d,
    ...sets(d),
    ...(d.versions && { versions: d.versions.map((v) => ({ ...v, ...sets(v) })) }),
  } as Definition<string>;
}

const selectionOf = (set: PolicySetDefinition | undefined): { selection?: Selection } =>
  set?.options?.selection ? { selection: set.options.selection } : {};
