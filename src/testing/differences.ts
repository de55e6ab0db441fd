import { type Definition, evaluateTicket, type Sla, type TicketHistory } from "../core.ts";
import { define } from "./definition/define.ts";
import { type DefinedReading, MEMBERS } from "./definition/reading.ts";

/** Members of a definition that the evaluator does not know, wherever they stand. */
const UNKNOWN = [
  "businessDays",
  "closures",
  "specialHours",
  "holidayLists",
  "function",
  "matches",
  "union",
  "intersection",
  "difference",
];

/**
 * The readings of a ticket by the rules alone: a second evaluator, slow and written step by step after the semantics, that
 * shares no code with the engine. It reads clocks and promises, no actions; calendars in `UTC` or with one offset from it
 * (`Etc/GMT-2`), with weekly hours and holidays.
 * @throws Error where the definition has something else: `not supported: …`.
 */
export function evaluateByDefinition<M extends string>(
  definition: Definition<M>,
  history: TicketHistory,
  { asOf }: { readonly asOf: number },
): DefinedReading[] {
  const { policies, policySets, versions, metrics, calendars } = definition as unknown as Definition<string>;
  for (const name of membersOf([policies, policySets, versions, metrics, calendars]))
    if (UNKNOWN.includes(name)) throw new Error(`not supported: \`${name}\``);
  if (Object.values(calendars ?? {}).some((calendar) => "versions" in calendar))
    throw new Error("not supported: `versions` of a calendar");
  return define(definition as unknown as Definition<string>, history, asOf);
}

/** Names of all members of a value, and of what it holds; actions are left out. */
function membersOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, of]) => (name === "actions" ? [] : [name, ...membersOf(of)]));
}

/** Where engine and definition say something else of a clock. */
export interface Difference {
  /** Number of the reading among `clocks`. */
  readonly clock: number;
  readonly member: keyof DefinedReading;
  /** Undefined where it has no such reading. */
  readonly engine: unknown;
  readonly definition: unknown;
}

/** What the engine says of a ticket beside what the rules say of it, member by member; empty where they agree. */
export function differencesFromDefinition<M extends string>(
  sla: Sla<M>,
  definition: Definition<M>,
  history: TicketHistory,
  { asOf }: { readonly asOf: number },
): Difference[] {
  const engine = evaluateTicket(sla, history, { asOf }).clocks as readonly DefinedReading[];
  const defined = evaluateByDefinition(definition, history, { asOf });
  const differences: Difference[] = [];
  for (let clock = 0; clock < Math.max(engine.length, defined.length); clock++) {
    for (const member of MEMBERS) {
      const [one, other] = [engine[clock]?.[member], defined[clock]?.[member]];
      if (JSON.stringify(stored(one)) !== JSON.stringify(stored(other)))
        differences.push({ clock, member, engine: one, definition: other });
    }
  }
  return differences;
}

/** As JSON has it, with the members of objects in one order. */
function stored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stored);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, of]) => [name, stored(of)]);
}
