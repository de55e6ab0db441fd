import type { ExpectedDifference } from "./differences.ts";
import { formatOf, vectorsIn } from "./formats.ts";
import { type Result, systemOf } from "./systems.ts";
import { isVector, type Outcome, type Translator, type VectorFile } from "./vector.ts";

/** A file to run: its name for people, and its JSON or what went wrong in reading it. */
export type Input =
  | { readonly name: string; readonly json: unknown }
  | { readonly name: string; readonly unreadable: string };

/** Counts, and the lines to print in order; the last line sums up. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly differences: number;
  readonly lines: readonly string[];
  /** Of each vector that could be told from prose. */
  readonly results: readonly Result[];
}

interface Tally {
  passed: number;
  failed: number;
  differences: string[];
  lines: string[];
  results: Result[];
}

/**
 * Runs every vector of the files. A vector fails that cannot be read, throws or answers otherwise than
 * expected; so does a listed one that passes, since its entry is out of date. Total: no input throws.
 */
export function runConformance(
  inputs: readonly Input[],
  expected: ReadonlyMap<string, ExpectedDifference>,
): Report {
  const tally: Tally = { passed: 0, failed: 0, differences: [], lines: [], results: [] };
  for (const input of inputs) runFile(input, expected, tally);
  const { passed, failed, differences, lines, results } = tally;
  const summary = `${passed} passed, ${failed} failed, ${differences.length} expected differences`;
  return {
    passed,
    failed,
    differences: differences.length,
    lines: [...lines, ...differences, summary],
    results,
  };
}

function runFile(input: Input, expected: ReadonlyMap<string, ExpectedDifference>, tally: Tally): void {
  const file = "json" in input ? vectorsIn(input.json) : null;
  if (!file) {
    const why = "json" in input ? "it holds no list of vectors" : input.unreadable;
    fail(tally, `${input.name}: cannot be read: ${why}`);
    return;
  }
  const format = formatOf(file);
  const { run } = format;
  if (!run) {
    tally.lines.push(`skipped ${input.name}: inputs in prose, tried by the unit tests`);
    return;
  }
  for (const [i, vector] of file.vectors.entries()) {
    const id = idOf(vector) ?? `${input.name}#${i}`;
    const before = tally.passed;
    record(tally, id, answer(run, vector, file), expected.get(id));
    const passed = tally.passed > before;
    if (isVector(vector))
      tally.results.push({ system: systemOf(vector), capability: format.capability(vector), passed });
  }
}

/** The outcome of one vector, or the sentence that says why there is none. */
function answer(run: Translator, vector: unknown, file: VectorFile): Outcome | string {
  if (!isVector(vector)) return "it is no object";
  try {
    return run(vector, file);
  } catch (thrown) {
    return (thrown instanceof Error ? thrown.message : String(thrown)).replaceAll("\n", "; ");
  }
}

function record(
  tally: Tally,
  id: string,
  outcome: Outcome | string,
  difference: ExpectedDifference | undefined,
): void {
  const passes = typeof outcome !== "string" && outcome.got === outcome.expected;
  if (passes && difference) {
    fail(tally, `${id} ${outcome.op}: passes, but is listed as an expected difference; take it off the list`);
  } else if (passes) {
    tally.passed++;
  } else if (typeof outcome !== "string" && outcome.systemIsWrong?.weAreRight === false) {
    const neither = "neither as its system answers nor as it holds right";
    fail(tally, `${id} ${outcome.op}: ${neither}: expected ${outcome.expected}, got ${outcome.got}`);
  } else if (difference) {
    tally.differences.push(
      `${id}: expected difference, ${difference.category}, ${difference.rule}: ${difference.why}`,
    );
  } else if (typeof outcome === "string") {
    fail(tally, `${id}: cannot be run: ${outcome}`);
  } else if (outcome.systemIsWrong) {
    tally.differences.push(`${id}: expected difference, marked by its file: ${outcome.systemIsWrong.why}`);
  } else {
    fail(tally, `${id} ${outcome.op}: expected ${outcome.expected}, got ${outcome.got}`);
  }
}

function fail(tally: Tally, line: string): void {
  tally.failed++;
  tally.lines.push(line);
}

function idOf(vector: unknown): string | null {
  const id = (vector as { id?: unknown } | null)?.id;
  return typeof id === "string" && id !== "" ? id : null;
}
