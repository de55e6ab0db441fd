import type { Definition, DefinitionVersion } from "../definition.ts";
import { error, type Issue, throwErrors } from "../diagnostics.ts";
import { canonical } from "../time/canonical.ts";
import { parseInstant } from "../time/instant.ts";

/**
 * The definition as if the policies in force at `asOf` had been so since ever: without versions (semantics P6). To set a draft
 * against what tickets are promised now, whatever earlier ones were promised.
 */
export function sinceEver<M extends string>(definition: Definition<M>, asOf: number): Definition<M> {
  const { policies, policySets, version, versions = [], ...rest } = definition;
  const inForce = versions
    .filter(({ from }) => (parseInstant(from) ?? Number.POSITIVE_INFINITY) <= asOf)
    .at(-1);
  const own = inForce ?? { id: version, policies, policySets };
  return {
    ...rest,
    ...(own.policies && { policies: own.policies }),
    ...(own.policySets && { policySets: own.policySets }),
    ...(own.id !== undefined && { version: own.id }),
  } as Definition<M>;
}

/**
 * The current definition with the draft's policies as one more version, from an instant on: what comes of putting the draft
 * into force then. Which clocks it governs says `options.versionMode`. Calendars and metrics that the draft adds come along.
 * @throws SlaError (`backtest.not_a_version`) with all that a version cannot say: other calendars and metrics of ids that are
 * there, other statuses, options and so on, and versions of the draft's own.
 */
export function asVersion<M extends string>(
  current: Definition<M>,
  draft: Definition<M>,
  { id, from }: Pick<DefinitionVersion, "id" | "from">,
): Definition<M> {
  throwErrors(beyondVersions(current, draft));
  const { policies, policySets } = draft;
  const version = { id, from, ...(policies && { policies }), ...(policySets && { policySets }) };
  const calendars = { ...current.calendars, ...draft.calendars };
  const metrics = [...(current.metrics ?? []), ...addedMetrics(current, draft)];
  return {
    ...current,
    ...(Object.keys(calendars).length > 0 && { calendars }),
    ...(metrics.length > 0 && { metrics }),
    versions: [...(current.versions ?? []), version],
  } as Definition<M>;
}

/** Members of a definition that have no versions. */
const UNVERSIONED = ["holidayLists", "statuses", "reply", "request", "measure", "options", "report"] as const;

function beyondVersions(current: Definition<string>, draft: Definition<string>): Issue[] {
  const issues: Issue[] = [];
  const differ = (path: Issue["path"], a: unknown, b: unknown, message: string) => {
    if (canonical(a) !== canonical(b)) issues.push(error("backtest.not_a_version", path, message));
  };
  const message = "the current definition has it otherwise, and a version is of policies only";
  for (const name of UNVERSIONED) differ([name], current[name] ?? null, draft[name] ?? null, message);
  for (const [id, calendar] of Object.entries(draft.calendars ?? {})) {
    const known = Object.hasOwn(current.calendars ?? {}, id) ? current.calendars?.[id] : calendar;
    differ(["calendars", id], known, calendar, message);
  }
  for (const [i, metric] of (draft.metrics ?? []).entries()) {
    const known = current.metrics?.find(({ id }) => id === metric.id);
    differ(["metrics", i], known ?? metric, metric, message);
  }
  if (draft.versions !== undefined)
    differ(["versions"], null, draft.versions, "a draft that is to be a version has none of its own");
  return issues;
}

function addedMetrics<M extends string>(current: Definition<M>, draft: Definition<M>) {
  const known = new Set<string>(current.metrics?.map(({ id }) => id));
  return (draft.metrics ?? []).filter(({ id }) => !known.has(id));
}
