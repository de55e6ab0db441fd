import {
  compileSla,
  type Definition,
  type Issue,
  parseDefinition,
  type Sla,
  SlaError,
  sentence,
} from "dueclock";
import { expect } from "vitest";

/** A definition made of a payload, as a host uses it: through JSON, its shape checked, compiled. */
export function sound({ definition }: { readonly definition: Definition<string> }): Sla {
  const json: unknown = JSON.parse(JSON.stringify(definition));
  expect(json).toEqual(definition);
  return compileSla(parseDefinition(json));
}

/** The issues of the one error that a payload of the wrong shape gives, as `code path`. */
export function issuesOf(read: () => unknown): string[] {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof SlaError) return thrown.issues.map(told);
    throw thrown;
  }
  return [];
}

/** The sentences of that error. */
export function complaintsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof SlaError) return thrown.issues.map(sentence);
    throw thrown;
  }
  return [];
}

/** What was not carried over, as `code path`. */
export function left({
  notCarried,
}: {
  readonly notCarried: readonly Pick<Issue, "code" | "path">[];
}): string[] {
  return notCarried.map(told);
}

function told({ code, path }: Pick<Issue, "code" | "path">): string {
  return `${code} ${path.join(".")}`;
}
