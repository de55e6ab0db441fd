import { isDone, STATUS_CATEGORIES } from "../history/facts.ts";
import { canonical } from "../time/canonical.ts";
import type { Condition, Scalar } from "./condition.ts";

/*
 * What follows from a condition without asking any ticket: only what its tests of equality say, so "yes" is certain and
 * "no" means unknown. For advice about definitions.
 */

/** A condition taken apart: every part of it must hold; what is more than tests of equality is `rest`. */
export interface Parts {
  /** By subject: the values of which it must hold one, and those that it must not hold. */
  readonly subjects: ReadonlyMap<string, Values>;
  /** Other tests and nested conditions, by their text. */
  readonly rest: ReadonlySet<string>;
}

interface Values {
  among: ReadonlySet<Scalar> | null;
  readonly not: Set<Scalar>;
}

const DONE = STATUS_CATEGORIES.filter(isDone);
const NOT_DONE = STATUS_CATEGORIES.filter((category) => !isDone(category));

/** Takes a condition apart; without one, into nothing. */
export function partsOf(condition: Condition | undefined): Parts {
  const subjects = new Map<string, Values>();
  const rest = new Set<string>();
  const queue: Condition[] = condition ? [condition] : [];
  for (const part of queue) {
    if ("all" in part) queue.push(...part.all);
    else if (!readTest(part, subjects)) rest.add(canonical(part));
  }
  return { subjects, rest };
}

function readTest(test: Condition, subjects: Map<string, Values>): boolean {
  if ("all" in test || "any" in test || "not" in test || "event" in test) return false;
  const readsDone = "fact" in test && test.fact === "done" && "is" in test && typeof test.is === "boolean";
  const fact = "fact" in test ? test.fact : null;
  const key = readsDone ? "fact statusCategory" : "field" in test ? `field ${test.field}` : `fact ${fact}`;
  const values = subjects.get(key) ?? { among: null, not: new Set<Scalar>() };
  if (readsDone) narrow(values, test.is ? DONE : NOT_DONE);
  else if ("is" in test) narrow(values, [test.is]);
  else if ("in" in test) narrow(values, test.in);
  else if ("isNot" in test) values.not.add(test.isNot);
  else if ("notIn" in test) for (const value of test.notIn) values.not.add(value);
  else return false;
  subjects.set(key, values);
  return true;
}

function narrow(values: Values, listed: readonly Scalar[]): void {
  const { among } = values;
  values.among = new Set(among ? listed.filter((value) => among.has(value)) : listed);
}

/** Whether whatever meets `a` meets `b`: certain if true. */
export function implies(a: Parts, b: Parts): boolean {
  for (const test of b.rest) if (!a.rest.has(test)) return false;
  for (const [subject, { among, not }] of b.subjects) {
    const known = a.subjects.get(subject);
    if (!known) return false;
    if (
      among &&
      !(known.among && [...known.among].every((value) => known.not.has(value) || among.has(value)))
    )
      return false;
    for (const value of not)
      if (!known.not.has(value) && !(known.among && !known.among.has(value))) return false;
  }
  return true;
}

/** Whether nothing can meet both: certain if true. */
export function excludes(a: Parts, b: Parts): boolean {
  for (const [subject, one] of a.subjects) {
    const other = b.subjects.get(subject);
    if (!other) continue;
    const both = one.among ?? other.among;
    if (!both) continue;
    const isLeft = (value: Scalar) =>
      (other.among ?? both).has(value) &&
      (one.among ?? both).has(value) &&
      !one.not.has(value) &&
      !other.not.has(value);
    if (![...both].some(isLeft)) return true;
  }
  return false;
}
