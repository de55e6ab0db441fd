import { type CompiledPolicy, compilePolicy } from "./compilePolicy.ts";
import type {
  Definition,
  DefinitionVersion,
  MatchOptions,
  PolicyDefinition,
  PolicySetDefinition,
} from "./definition.ts";
import { error, type Issue } from "./diagnostics.ts";
import type { Options, Selection } from "./policy/definition.ts";
import { type GoverningSet, NOBODY, SELECTED } from "./policy/govern.ts";
import { indexPolicies } from "./policy/match.ts";
import { type Names, noReads } from "./policy/names.ts";
import type { CompiledVersion } from "./policy/versions.ts";
import type { WatchList } from "./policy/watch.ts";
import { parseInstant } from "./time/instant.ts";

/** What lends targets side by side: a level of a metric in a policy set, or in one policy of it (docs/decisions/0007). */
export interface Lane {
  readonly number: number;
  readonly metric: string;
  /** Null where the definition has only `policies`. */
  readonly policySet: string | null;
  /** Id of the one policy that lends it targets; null where the selected policy of the set does. */
  readonly policy: string | null;
  readonly level: string | null;
  /** Whether the verdict reports only the strictest of this set's lanes for the same level. */
  readonly isStrictest: boolean;
  /** Whether a promise in it can end clocks, which then are its own (semantics K7). */
  cancels: boolean;
}

/** The policies of all versions. */
export interface CompiledVersions {
  readonly versions: readonly CompiledVersion[];
  /** By their number. */
  readonly policies: readonly CompiledPolicy[];
  /** By their number. */
  readonly lanes: readonly Lane[];
  /** In the order of a verdict. */
  readonly inOrder: readonly Lane[];
}

interface Build {
  readonly definition: Definition<string>;
  readonly names: Names;
  readonly watch: WatchList;
  readonly metricIds: readonly string[];
  readonly policies: CompiledPolicy[];
  readonly lanes: Lane[];
  readonly laneNumbers: Map<string, number>;
}

/** Compiles the policies of a definition and of its versions. */
export function compileVersions(
  definition: Definition<string>,
  names: Names,
  watch: WatchList,
  metricIds: readonly string[],
): CompiledVersions {
  const build: Build = {
    definition,
    names,
    watch,
    metricIds,
    policies: [],
    lanes: [],
    laneNumbers: new Map(),
  };
  const versions = [
    compileVersion(build, definition, definition.version ?? null, Number.NEGATIVE_INFINITY, []),
  ];
  for (const [i, version] of (definition.versions ?? []).entries()) {
    const path = ["versions", i];
    const from = readFrom(version, versions.at(-1)?.from ?? 0, names.issues, path);
    versions.push(compileVersion(build, version, version.id, from, path));
  }
  for (const { sets } of versions) for (const set of sets) assignLanes(set, build.lanes);
  return { versions, policies: build.policies, lanes: build.lanes, inOrder: inOrder(versions, build.lanes) };
}

/** Lanes by policy set, policy and level, each in the order of first mention. */
function inOrder(versions: readonly CompiledVersion[], lanes: readonly Lane[]): Lane[] {
  const ranks = new Map<string, number>();
  const rank = (...key: (string | null)[]) => {
    const name = JSON.stringify(key);
    ranks.set(name, ranks.get(name) ?? ranks.size);
    return ranks.get(name) as number;
  };
  for (const { sets } of versions) {
    for (const { id } of sets) rank(id);
    for (const { id, policies } of sets) for (const policy of policies) rank(id, policy.id);
  }
  for (const { metric, level } of lanes) rank(metric, level, "level");
  const order = ({ policySet, policy, metric, level, isStrictest }: Lane) => {
    const byPolicy = policy === null ? 0 : rank(policySet, policy);
    const byLevel = rank(metric, level, "level");
    // Of a set that reports the strictest, lanes of one level stand together
    return [rank(policySet), ...(isStrictest ? [byLevel, byPolicy] : [byPolicy, byLevel])];
  };
  const ordered = lanes.map((lane) => ({ lane, by: order(lane) }));
  ordered.sort((a, b) => a.by[0] - b.by[0] || a.by[1] - b.by[1] || a.by[2] - b.by[2]);
  return ordered.map(({ lane }) => lane);
}

/** Every lane of the set in any version: in a version that promises it nothing it is still known to be promised nothing. */
function assignLanes(set: GoverningSet, lanes: readonly Lane[]): void {
  const indexes = new Map(set.policies.map(({ id }, i) => [id, i]));
  for (const { number, policySet, policy } of lanes) {
    if (policySet !== set.id) continue;
    const isOfSelected = policy === null && !set.sideBySide;
    const own = policy !== null && set.sideBySide ? indexes.get(policy) : undefined;
    set.lanes.push({ lane: number, policy: isOfSelected ? SELECTED : (own ?? NOBODY) });
  }
}

function readFrom({ from }: DefinitionVersion, after: number, issues: Issue[], path: Issue["path"]): number {
  const at = parseInstant(from);
  if (at === null) {
    const message = `\`${from}\` is no instant; write epoch milliseconds, or ISO 8601 with an offset`;
    issues.push(error("version.not_an_instant", [...path, "from"], message));
  } else if (at <= after) {
    issues.push(
      error(
        "version.not_later",
        [...path, "from"],
        "versions stand in order, each later than the one before",
      ),
    );
  }
  return at ?? Number.POSITIVE_INFINITY;
}

type PolicyHolder = {
  readonly policies?: readonly PolicyDefinition[];
  readonly policySets?: readonly PolicySetDefinition[];
};

function compileVersion(
  build: Build,
  holder: PolicyHolder,
  id: string | null,
  from: number,
  path: Issue["path"],
): CompiledVersion {
  const { policies, policySets } = holder;
  if ((policies === undefined) === (policySets === undefined)) {
    const message = policies
      ? "write `policies` or `policySets`, not both"
      : "write the `policies`, or the `policySets`";
    build.names.issues.push(error("definition.policies", path, message));
  }
  const { options = {} } = build.definition;
  const sets = [
    ...(policies ? [compileSet(build, null, policies, options, id, [...path, "policies"])] : []),
    ...(policySets ?? []).map((set, i) =>
      compileSet(build, set.id, set.policies, { ...options, ...set.options }, id, [
        ...path,
        "policySets",
        i,
        "policies",
      ]),
    ),
  ];
  return { id, from, sets };
}

function compileSet(
  build: Build,
  id: string | null,
  definitions: readonly PolicyDefinition[],
  options: Options & MatchOptions,
  version: string | null,
  path: Issue["path"],
): GoverningSet {
  const { names, watch, metricIds } = build;
  const selection = options.selection ?? "firstMatch";
  const sideBySide = selection === "allMatching" || selection === "strictest";
  const reads = noReads();
  const compiled = definitions.map((policy, i) => {
    const lane = (metric: string, level: string | null) =>
      laneOf(build, { metric, policySet: id, policy: sideBySide ? policy.id : null, level }, selection);
    const context = { names, watch, reads, metricIds, options, version, lane, number: build.policies.length };
    const one = compilePolicy(policy, context, [...path, i]);
    build.policies.push(one);
    return one;
  });
  for (const { goals } of compiled) {
    for (const [lane, listed] of goals)
      build.lanes[lane].cancels ||= listed.some(({ released }) => released === "cancel");
  }
  const isOnChange = compiled.every(({ matching }) => matching.kind === "onChange");
  const conditions = definitions.map((policy) => policy.if);
  return {
    id,
    selection,
    policies: compiled,
    index: isOnChange && selection === "firstMatch" ? indexPolicies(conditions, names.slots) : null,
    sideBySide,
    reads,
    hasMoments: compiled.some(({ matching }) => matching.kind === "on"),
    lanes: [],
  };
}

function laneOf(
  { lanes, laneNumbers }: Build,
  names: Pick<Lane, "metric" | "policySet" | "policy" | "level">,
  selection: Selection,
): number {
  const key = JSON.stringify([names.metric, names.policySet, names.policy, names.level]);
  const known = laneNumbers.get(key);
  if (known !== undefined) return known;
  laneNumbers.set(key, lanes.length);
  lanes.push({ number: lanes.length, ...names, isStrictest: selection === "strictest", cancels: false });
  return lanes.length - 1;
}
