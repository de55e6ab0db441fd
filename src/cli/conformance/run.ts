import type { ExpectedDifference } from "./differences.ts";
import { formatOf, vectorsIn } from "./formats.ts";
import { sameAnswer } from "./sameAnswer.ts";
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
 * expected, unless it is listed with that very answer or its own file marks it (`agreesWithCanonical: false`, `quirk`);
 * so does a listed one that passes, since its entry is out of date. Total: no input throws.
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
    record(tally, id, answer(run, vector, file), expected.get(id), quirkOf(vector));
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
  listed: ExpectedDifference | undefined,
  quirk: string | null,
): void {
  if (typeof outcome === "string") {
    fail(tally, `${id}: cannot be run: ${outcome}`);
    return;
  }
  const { op, expected, got, systemIsWrong } = outcome;
  const passes = sameAnswer(got, expected);
  if (passes && listed) {
    fail(tally, `${id} ${op}: passes, but is listed as an expected difference; take it off the list`);
  } else if (passes) {
    tally.passed++;
  } else if (systemIsWrong?.weAreRight === false) {
    const neither = "neither as its system answers nor as it holds right";
    fail(tally, `${id} ${op}: ${neither}: expected ${expected}, got ${got}`);
  } else if (listed?.ours !== undefined && !sameAnswer(got, listed.ours)) {
    fail(tally, `${id} ${op}: listed as an expected difference with our answer ${listed.ours}, got ${got}`);
  } else if (listed) {
    tally.differences.push(`${id}: expected difference, ${listed.category}, ${listed.rule}: ${listed.why}`);
  } else if (systemIsWrong || quirk !== null) {
    tally.differences.push(`${id}: expected difference, marked by its file: ${systemIsWrong?.why ?? quirk}`);
  } else {
    fail(tally, `${id} ${op}: expected ${expected}, got ${got}`);
  }
}

/** What a vector says of its system's behaviour that is not to be copied; null where it says nothing. */
function quirkOf(vector: unknown): string | null {
  const quirk = isVector(vector) ? vector.quirk : null;
  if (!quirk) return null;
  return typeof quirk === "string" ? quirk : "its file says so";
}

function fail(tally: Tally, line: string): void {
  tally.failed++;
  tally.lines.push(line);
}

function idOf(vector: unknown): string | null {
  const id = (vector as { id?: unknown } | null)?.id;
  return typeof id === "string" && id !== "" ? id : null;
}
