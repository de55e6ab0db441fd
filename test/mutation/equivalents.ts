import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A mutant that no test can tell from the code, and why. */
export interface Equivalent {
  readonly file: string;
  /** The line that it begins on, without the space around it. */
  readonly line: string;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
  readonly why: string;
}

/** What is known of a mutant once the tests have met it; the form is Stryker's report. */
export interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  /** Of one without end: the count that it went beyond; none where the clock alone stopped it. */
  readonly statusReason?: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

interface Place {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** Figures of a room, of which none depends on when or where it was run. */
export interface Score {
  readonly mutants: number;
  readonly killed: number;
  /** Caught by never coming to an end. */
  readonly timeout: number;
  readonly survived: number;
  readonly noCoverage: number;
  /** Of those that survived or were not reached, the ones on the list. */
  readonly equivalent: number;
  /** Percent caught of those that are not equivalent. */
  readonly score: number;
}

export interface Judged {
  readonly score: Score;
  /** Not on the list, in its form with an empty `why`, and where they are. */
  readonly survivors: readonly (Equivalent & { readonly at: string })[];
  /** On the list and no survivor of these files: caught by a test, or of code that is no more. */
  readonly stale: readonly Equivalent[];
}

export function readEquivalents(root: string): Equivalent[] {
  return JSON.parse(readFileSync(join(root, "test/mutation/equivalent.json"), "utf8"));
}

export function judge(report: Report, equivalents: readonly Equivalent[]): Judged {
  const files = Object.keys(report.files);
  const stale = new Map(
    equivalents.filter(({ file }) => files.includes(file)).map((one) => [keyOf(one), one]),
  );
  const known = new Set(stale.keys());
  const counts = { Killed: 0, Timeout: 0, Survived: 0, NoCoverage: 0 };
  const survivors: Judged["survivors"][number][] = [];
  let equivalent = 0;
  for (const [file, { source, mutants }] of Object.entries(report.files)) {
    const lines = source.split("\n");
    for (const mutant of mutants) {
      if (!(mutant.status in counts)) continue; // one that cannot be run says nothing of the tests
      counts[mutant.status as keyof typeof counts]++;
      if (mutant.status !== "Survived" && mutant.status !== "NoCoverage") continue;
      const survivor = survivorOf(file, lines, mutant);
      stale.delete(keyOf(survivor));
      if (known.has(keyOf(survivor))) equivalent++;
      else survivors.push({ ...survivor, at: `${file}:${mutant.location.start.line}` });
    }
  }
  const { Killed: killed, Timeout: timeout, Survived: survived, NoCoverage: noCoverage } = counts;
  const mutants = killed + timeout + survived + noCoverage;
  const score = percent(killed + timeout, mutants - equivalent);
  return {
    score: { mutants, killed, timeout, survived, noCoverage, equivalent, score },
    survivors,
    stale: [...stale.values()],
  };
}

/** With two decimals, rounded down: 95 is not said of less. */
function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((part / whole) * 10_000) / 100;
}

function survivorOf(file: string, lines: readonly string[], mutant: Mutant): Equivalent {
  const { start, end } = mutant.location;
  const inside = lines.slice(start.line - 1, end.line);
  inside[inside.length - 1] = inside[inside.length - 1].slice(0, end.column - 1);
  inside[0] = inside[0].slice(start.column - 1);
  return {
    file,
    line: lines[start.line - 1].trim(),
    mutator: mutant.mutatorName,
    original: plain(inside.join("\n")),
    replacement: plain(mutant.replacement ?? ""),
    why: "",
  };
}

/** On one line, so that the list can be read. */
function plain(code: string): string {
  return code.replace(/\s+/g, " ").trim();
}

export function keyOf({ file, line, mutator, original, replacement }: Equivalent): string {
  return JSON.stringify([file, line, mutator, original, replacement]);
}
