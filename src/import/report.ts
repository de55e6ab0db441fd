import type { Definition, PolicyDefinition } from "../definition.ts";
import { error, type Issue, shown, throwErrors } from "../diagnostics.ts";
import type { Preset } from "../preset/preset.ts";
import { MAX_DEPTH, nestsTooDeep } from "../time/depth.ts";

/** Something a payload says that the definition made of it does not. */
export interface NotCarried {
  /** Stable name, `import.reason`. */
  readonly code: string;
  /** Where in the payload, from its root. */
  readonly path: readonly (string | number)[];
  /** What was left out, and what that means, for people: lower case, no final stop. */
  readonly message: string;
}

/** A definition made of another system's policies. `M` names the metrics that its preset defines. */
export interface Imported<M extends string = string> {
  /** Plain data: change what you like before you compile it. */
  readonly definition: Definition<M>;
  /** What could not be carried over, in the order in which it was met; empty where the definition says it all. */
  readonly notCarried: readonly NotCarried[];
}

/** What a reading of a payload has to say. */
export interface Report {
  readonly issues: Issue[];
  readonly notCarried: NotCarried[];
}

/** Policies, or calendars, or actions that one payload may hold or become. */
export const MAX_MADE = 10_000;

/**
 * Reads a payload of unknown origin into a definition.
 * @throws SlaError with all issues: of a payload of the wrong shape nothing is made.
 */
export function readPayload<M extends string>(
  payload: unknown,
  read: (payload: unknown, report: Report) => Definition<M>,
): Imported<M> {
  const report: Report = { issues: [], notCarried: [] };
  if (nestsTooDeep(payload)) {
    const message = `the payload is nested more than ${MAX_DEPTH} levels deep, or holds itself`;
    report.issues.push(error("import.too_deep", [], message));
  }
  throwErrors(report.issues);
  const definition = read(payload, report);
  throwErrors(report.issues);
  return { definition, notCarried: report.notCarried };
}

/** Notes what is left out. */
export function leaveOut(report: Report, code: string, path: NotCarried["path"], message: string): void {
  report.notCarried.push({ code: `import.${code}`, path, message });
}

/** Notes what makes the payload unusable. */
export function complain(report: Report, code: string, path: NotCarried["path"], message: string): void {
  report.issues.push(error(`import.${code}`, path, message));
}

/** Notes what was made more than once, or too often: a policy may become several. */
export function checkMade(
  policies: readonly PolicyDefinition[],
  path: NotCarried["path"],
  report: Report,
): void {
  if (report.issues.length > 0) return;
  const actions = policies.flatMap((policy) => policy.actions ?? []);
  for (const [what, made] of Object.entries({ policies, actions })) {
    if (made.length > MAX_MADE)
      complain(
        report,
        "too_many",
        path,
        `more than ${MAX_MADE} ${what} would come of this; read it in parts`,
      );
    const twice = firstTwice(made.map(({ id }) => id));
    if (twice === undefined) continue;
    const message = `more than one of the ${what} that this makes would have the id \`${shown(twice)}\`; rename what they are made of`;
    complain(report, "duplicate_id", path, message);
  }
}

function firstTwice(ids: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return ids.find((id) => seen.size === seen.add(id).size);
}

/** The metrics that a preset defines. */
export type MetricsOf<P> = P extends Preset<infer M> ? M : never;
