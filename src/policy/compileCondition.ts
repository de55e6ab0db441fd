import { error, type Issue } from "../diagnostics.ts";
import { FACT_NAMES } from "../history/facts.ts";
import type { TicketState } from "../history/state.ts";
import type { Condition, Subject } from "./condition.ts";
import { type Names, noReads, type Reads, readsFact, readsSlot } from "./names.ts";
import { compileOperator } from "./operator.ts";

/** A condition ready to be asked. */
export interface CompiledCondition {
  /** What of a step can change whether it holds. */
  readonly reads: Reads;
  holds(state: TicketState): boolean;
  /** Why it does not hold: the path of the test that decided, from the condition's root; null where it holds. */
  failing(state: TicketState): readonly (string | number)[] | null;
}

export const MAX_CONDITION_DEPTH = 32;
export const MAX_CONDITION_NODES = 1_000;

type Read = (state: TicketState) => unknown;

/** Compiles a condition; what is wrong with it goes to `issues`. Depth and size are checked first, without recursion. */
export function compileCondition(
  condition: Condition,
  names: Names,
  path: Issue["path"],
  /** Slot of the field whose change the condition guards, for `event.from` and `event.to`. */
  changing: number | null = null,
): CompiledCondition {
  const reads = noReads();
  const problem = tooLarge(condition);
  if (problem) {
    names.issues.push(error("condition.too_large", path, problem));
    return { reads, holds: () => false, failing: () => [] };
  }
  return { reads, ...compileNode(condition, [], { names, reads, path, changing }) };
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
type Node = Omit<CompiledCondition, "reads">;

/** What the nodes of one condition share. */
interface Tree {
  readonly names: Names;
  readonly reads: Reads;
  readonly path: Issue["path"];
  readonly changing: number | null;
}

function compileNode(condition: Condition, at: At, tree: Tree): Node {
  if ("all" in condition) return compileAll(parts(condition.all, [...at, "all"], tree));
  if ("any" in condition) {
    const any = parts(condition.any, [...at, "any"], tree);
    const holds = (state: TicketState) => any.some((part) => part.holds(state));
    return { holds, failing: (state) => (holds(state) ? null : [...at, "any"]) };
  }
  if ("not" in condition) {
    const inner = compileNode(condition.not, [...at, "not"], tree);
    return {
      holds: (state) => !inner.holds(state),
      failing: (state) => (inner.holds(state) ? [...at, "not"] : null),
    };
  }
  const read = compileSubject(condition, [...tree.path, ...at], tree);
  const check = compileOperator(condition, tree.names, tree.reads, [...tree.path, ...at]);
  const holds = (state: TicketState) => check(read(state), state);
  return { holds, failing: (state) => (holds(state) ? null : at) };
}

function parts(list: readonly Condition[], at: At, tree: Tree): Node[] {
  return list.map((part, i) => compileNode(part, [...at, i], tree));
}

function compileAll(all: readonly Node[]): Node {
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

function compileSubject(subject: Subject, path: Issue["path"], { names, reads, changing }: Tree): Read {
  if ("field" in subject) {
    const slot = names.slots.slot(subject.field);
    readsSlot(reads, slot);
    return (state) => state.fields[slot];
  }
  if ("fact" in subject) {
    const { fact } = subject;
    if (!(FACT_NAMES as readonly string[]).includes(fact))
      names.issues.push(error("condition.unknown_fact", path, `there is no fact \`${fact}\``));
    readsFact(reads, fact);
    return (state) => state.facts[fact] ?? undefined;
  }
  const { event } = subject;
  reads.steps = true;
  if (event === "from" || event === "to") return compileChange(event, path, names.issues, changing);
  if (event === "automated") return ({ event: { automated, cause } }) => automated ?? cause !== undefined;
  return (state) =>
    Object.hasOwn(state.event, event)
      ? (state.event as unknown as Record<string, unknown>)[event]
      : undefined;
}

function compileChange(side: "from" | "to", path: Issue["path"], issues: Issue[], slot: number | null): Read {
  if (slot === null) {
    const message = `\`${side}\` is known only in the \`if\` of a trigger on \`changed\``;
    issues.push(error("condition.no_change", path, message));
    return () => undefined;
  }
  return (state) => {
    const i = state.changed.indexOf(slot);
    if (i < 0) return undefined;
    return side === "to" ? state.fields[slot] : state.was[i];
  };
}
