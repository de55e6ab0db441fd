import { readFile } from "node:fs/promises";
import {
  type ActionDefinition,
  checkSla,
  type Definition,
  type Issue,
  type ParsedDefinition,
  type PolicyDefinition,
  parseDefinition,
  type Sla,
  SlaError,
} from "../../index.ts";
import { UserError } from "./userError.ts";

/** A definition ready to evaluate, and what its ids mean to people. */
export interface Desk {
  readonly sla: Sla;
  readonly definition: Definition<string>;
  readonly policies: ReadonlyMap<string, PolicyDefinition>;
  /** Reminders and escalations by id. */
  readonly rules: ReadonlyMap<string, ActionDefinition>;
  policyName(id: string | null): string;
  /** The zone of a policy's calendar; of the first calendar where it has none, else UTC. */
  zoneOf(policy: string | null): string;
}

/** Reads and compiles a definition. @throws UserError that lists every issue, one a line. */
export async function loadDesk(path: string): Promise<Desk> {
  const text = await readFile(path, "utf8").catch((problem: Error) => {
    throw new UserError(`cannot read the definition ${path}: ${problem.message}`);
  });
  return deskOf(parseJson(text, path), path);
}

/** @throws UserError. */
function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (problem) {
    throw new UserError(`the definition ${path} is not JSON: ${(problem as Error).message}`);
  }
}

/** @throws UserError with all issues. */
function compile(json: unknown, path: string): { sla: Sla; definition: ParsedDefinition } {
  let issues: readonly Issue[];
  try {
    const definition = parseDefinition(json);
    const checked = checkSla(definition);
    if (checked.sla) return { sla: checked.sla, definition };
    issues = checked.issues.filter(({ severity }) => severity === "error");
  } catch (problem) {
    if (!(problem instanceof SlaError)) throw problem;
    issues = problem.issues;
  }
  const lines = issues.map(
    ({ path: at, message }) => `  ${at.length > 0 ? at.join(".") : "definition"}: ${message}`,
  );
  throw new UserError([`the definition ${path} cannot be used:`, ...lines].join("\n"));
}

/** Compiles a definition that is at hand, called `name` in what is wrong with it. @throws UserError that lists every issue. */
export function deskOf(definition: unknown, name: string): Desk {
  return describeDesk(compile(definition, name));
}

function describeDesk({ sla, definition }: { sla: Sla; definition: Definition<string> }): Desk {
  const { policies: single = [], policySets = [] } = definition;
  const all: PolicyDefinition[] = [...single, ...policySets.flatMap((set) => set.policies)];
  const policies = new Map(all.map((policy) => [policy.id, policy]));
  const rules = new Map(all.flatMap(({ actions = [] }) => actions.map((rule) => [rule.id, rule])));
  const zones = new Map(
    Object.entries(definition.calendars ?? {}).map(([id, { timeZone }]) => [id, timeZone]),
  );
  const firstZone = zones.values().next().value ?? "UTC";
  return {
    sla,
    definition,
    policies,
    rules,
    policyName: (id) => (id === null ? "No promise" : (policies.get(id)?.name ?? id)),
    zoneOf(id) {
      const calendar = id === null ? undefined : policies.get(id)?.calendar;
      return zones.get(typeof calendar === "object" ? calendar.otherwise : (calendar ?? "")) ?? firstZone;
    },
  };
}
