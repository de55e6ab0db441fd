import type { Issue } from "../diagnostics.ts";
import { error } from "../diagnostics.ts";
import { FACT_NAMES, type FactName, type FieldSlots, type TicketState } from "../history/state.ts";
import { parseDuration, plainMs } from "../time/duration.ts";
import { parseInstant } from "../time/instant.ts";

/** What a test compares with. */
export type Scalar = string | number | boolean;

/** What a test reads: a field of the ticket, a fact, or a member of the event of the step (`actor`, `by`, …). */
export type Subject =
  | { readonly field: string }
  | { readonly fact: FactName }
  | { readonly event: EventMember };

/** What a step's event may be asked. */
export type EventMember =
  | "actor"
  | "actorGroup"
  | "author"
  | "by"
  | "channel"
  | "visibility"
  | "cause"
  | "name"
  | "type";

/** One test; exactly one operator. A missing value passes only `isNot`, `notIn` and `exists: false`. */
export type Test =
  | { readonly is: Scalar }
  | { readonly isNot: Scalar }
  | { readonly in: readonly Scalar[] }
  | { readonly notIn: readonly Scalar[] }
  /** A part of a text, or a member of a list. */
  | { readonly contains: Scalar }
  | { readonly startsWith: string }
  | { readonly endsWith: string }
  /** `*` stands for any run of characters, `?` for one. */
  | { readonly glob: string }
  /** Numbers, or instants where the operand is ISO 8601 with an offset. */
  | { readonly greater: number | string }
  | { readonly less: number | string }
  /** Both ends included. */
  | { readonly between: readonly [number | string, number | string] }
  | { readonly exists: boolean }
  /** Equal to another field's value, both present. */
  | { readonly isField: string }
  /** An instant at most this long before the step. */
  | { readonly withinLast: string | number };

/** A condition over a ticket after a step (semantics P2). `all: []` holds, `any: []` does not. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | (Subject & Test);

/** A condition ready to be asked. */
export interface CompiledCondition {
  holds(state: TicketState): boolean;
  /** Why it does not hold: the path of the test that decided, from the condition's root; null where it holds. */
  failing(state: TicketState): readonly (string | number)[] | null;
}

export const MAX_CONDITION_DEPTH = 32;
export const MAX_CONDITION_NODES = 1_000;

type Read = (state: TicketState) => unknown;
type Check = (value: unknown, state: TicketState) => boolean;

/** Compiles a condition; what is wrong with it goes to `issues`. Depth and size are checked first, without recursion. */
export function compileCondition(
  condition: Condition,
  slots: FieldSlots,
  path: Issue["path"],
  issues: Issue[],
): CompiledCondition {
  const problem = tooLarge(condition);
  if (problem) {
    issues.push(error("condition.too_large", path, problem));
    return { holds: () => false, failing: () => [] };
  }
  return compileNode(condition, slots, [], path, issues);
}

function tooLarge(root: Condition): string | null {
  const queue: { node: unknown; depth: number }[] = [{ node: root, depth: 1 }];
  for (let i = 0; i < queue.length; i++) {
    const { node, depth } = queue[i];
    if (depth > MAX_CONDITION_DEPTH) return `conditions may be nested ${MAX_CONDITION_DEPTH} levels deep`;
    if (i >= MAX_CONDITION_NODES) return `a condition may have ${MAX_CONDITION_NODES} parts`;
    if (typeof node !== "object" || node === null) continue;
    const { all, any, not } = node as { all?: unknown; any?: unknown; not?: unknown };
    for (const part of [all, any].flatMap((list) =>
      Array.isArray(list) ? list.slice(0, MAX_CONDITION_NODES + 1) : [],
    )) {
      queue.push({ node: part, depth: depth + 1 });
    }
    if (not !== undefined) queue.push({ node: not, depth: depth + 1 });
  }
  return null;
}

type At = readonly (string | number)[];

function compileNode(
  condition: Condition,
  slots: FieldSlots,
  at: At,
  path: Issue["path"],
  issues: Issue[],
): CompiledCondition {
  if ("all" in condition) return compileAll(parts(condition.all, "all", slots, at, path, issues));
  if ("any" in condition) {
    const any = parts(condition.any, "any", slots, at, path, issues);
    const holds = (state: TicketState) => any.some((part) => part.holds(state));
    return { holds, failing: (state) => (holds(state) ? null : [...at, "any"]) };
  }
  if ("not" in condition) {
    const inner = compileNode(condition.not, slots, [...at, "not"], path, issues);
    return {
      holds: (state) => !inner.holds(state),
      failing: (state) => (inner.holds(state) ? [...at, "not"] : null),
    };
  }
  const read = compileSubject(condition, slots, [...path, ...at], issues);
  const check = compileTest(condition, slots, [...path, ...at], issues);
  const holds = (state: TicketState) => check(read(state), state);
  return { holds, failing: (state) => (holds(state) ? null : at) };
}

function parts(
  list: readonly Condition[],
  key: string,
  slots: FieldSlots,
  at: At,
  path: Issue["path"],
  issues: Issue[],
): CompiledCondition[] {
  return list.map((part, i) => compileNode(part, slots, [...at, key, i], path, issues));
}

function compileAll(all: readonly CompiledCondition[]): CompiledCondition {
  return {
    holds: (state) => {
      for (const part of all) if (!part.holds(state)) return false;
      return true;
    },
    failing: (state) => {
      for (const part of all) {
        const failed = part.failing(state);
        if (failed) return failed;
      }
      return null;
    },
  };
}

function compileSubject(subject: Subject, slots: FieldSlots, path: Issue["path"], issues: Issue[]): Read {
  if ("field" in subject) {
    const slot = slots.slot(subject.field);
    return (state) => state.fields[slot];
  }
  if ("fact" in subject) {
    const { fact } = subject;
    if (!(FACT_NAMES as readonly string[]).includes(fact))
      issues.push(error("condition.unknown_fact", path, `there is no fact \`${fact}\``));
    return (state) => state.facts[fact] ?? undefined;
  }
  const { event } = subject;
  return (state) =>
    Object.hasOwn(state.event, event)
      ? (state.event as unknown as Record<string, unknown>)[event]
      : undefined;
}

function compileTest(test: Test, slots: FieldSlots, path: Issue["path"], issues: Issue[]): Check {
  if ("is" in test) return (value) => value === test.is;
  if ("isNot" in test) return (value) => value !== test.isNot;
  if ("in" in test) {
    const listed = new Set<unknown>(test.in);
    return (value) => listed.has(value);
  }
  if ("notIn" in test) {
    const listed = new Set<unknown>(test.notIn);
    return (value) => !listed.has(value);
  }
  if ("contains" in test) {
    const { contains } = test;
    return (value) =>
      typeof value === "string"
        ? typeof contains === "string" && value.includes(contains)
        : Array.isArray(value) && value.includes(contains);
  }
  if ("startsWith" in test) return (value) => typeof value === "string" && value.startsWith(test.startsWith);
  if ("endsWith" in test) return (value) => typeof value === "string" && value.endsWith(test.endsWith);
  if ("glob" in test) return (value) => typeof value === "string" && globMatches(test.glob, value);
  if ("exists" in test) return (value) => (value !== undefined && value !== null) === test.exists;
  if ("isField" in test) {
    const slot = slots.slot(test.isField);
    return (value, state) => value !== undefined && value === state.fields[slot];
  }
  return compileOrder(test, path, issues);
}

function compileOrder(
  test: Extract<
    Test,
    { greater: unknown } | { less: unknown } | { between: unknown } | { withinLast: unknown }
  >,
  path: Issue["path"],
  issues: Issue[],
): Check {
  if ("withinLast" in test) {
    const duration = parseDuration(test.withinLast);
    if (!duration)
      issues.push(
        error(
          "condition.not_a_duration",
          [...path, "withinLast"],
          `\`${test.withinLast}\` is no duration; write one such as \`2d\``,
        ),
      );
    const ms = duration ? plainMs(duration) : 0;
    return (value, state) => {
      const at = comparable(value, true);
      return at <= state.event.at && at >= state.event.at - ms;
    };
  }
  const operand = (value: number | string, name: string | number) => {
    const number = typeof value === "number" ? value : parseInstant(value);
    if (number === null || Number.isNaN(number)) {
      issues.push(
        error(
          "condition.not_comparable",
          [...path, name],
          `\`${value}\` is neither a number nor an instant; write ISO 8601 with an offset`,
        ),
      );
    }
    return number ?? Number.NaN;
  };
  if ("between" in test) {
    const [from, to] = [operand(test.between[0], "between"), operand(test.between[1], "between")];
    const isText = typeof test.between[0] === "string";
    return (value) => {
      const number = comparable(value, isText);
      return number >= from && number <= to;
    };
  }
  const bound = "greater" in test ? operand(test.greater, "greater") : operand(test.less, "less");
  const isText = typeof ("greater" in test ? test.greater : test.less) === "string";
  if ("greater" in test) return (value) => comparable(value, isText) > bound;
  return (value) => comparable(value, isText) < bound;
}

/** A number as it is; a text only where the operand is an instant, so `"10"` is never compared with 9. */
function comparable(value: unknown, isInstantTest: boolean): number {
  if (typeof value === "number") return value;
  return (
    (isInstantTest && typeof value === "string" && value.length <= 64 ? parseInstant(value) : null) ??
    Number.NaN
  );
}

/** Whether all of `text` matches `pattern`; at most pattern × text steps, without recursion. */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let t = 0; t < text.length; ) {
    if (p < pattern.length && pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
