import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseCsv } from "./csv.ts";

/** Records of real tickets, and what is to be said of them once the engine has recomputed them. */
export interface DataSet {
  readonly name: string;
  /** Paths in the data folder; a `*` in a file's name stands for any text, and every file it fits is a part of the set. */
  readonly files: readonly string[];
  /** Lines to print: figures first. */
  readonly report: (folder: string) => string[];
}

/** The files of a set that are not in the folder. */
export function missingFiles(folder: string, { files }: DataSet): string[] {
  return files.filter((file) => findFiles(folder, file).length === 0);
}

/** Paths of the files that a name with at most one `*` fits, in order of their names. */
export function findFiles(folder: string, file: string): string[] {
  const directory = join(folder, dirname(file));
  const [start, end] = basename(file).split("*");
  if (end === undefined) return existsSync(join(folder, file)) ? [join(folder, file)] : [];
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter(
      (name) => name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end),
    )
    .sort()
    .map((name) => join(directory, name));
}

/** Text of a file, unpacked where its name ends in `.gz`. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** The one JSON file of that name. */
export function readJson<T>(folder: string, file: string): T {
  return JSON.parse(readText(join(folder, file))) as T;
}

/** What the lines of all parts of a set hold, a JSON value each. */
export function* readJsonLines<T>(folder: string, file: string): Generator<T> {
  for (const path of findFiles(folder, file)) {
    for (const line of readText(path).split("\n")) if (line.trim() !== "") yield JSON.parse(line) as T;
  }
}

/** Rows of all parts of a set by column name. */
export function* readCsv(folder: string, file: string): Generator<Readonly<Record<string, string>>> {
  for (const path of findFiles(folder, file)) yield* parseCsv(readText(path));
}

/** The instant of an ISO text, with an offset or, where it has none, in UTC; a space may stand for the `T`. */
export function instantOf(text: string): number {
  const iso = text.replace(" ", "T");
  const at = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : `${iso}Z`);
  if (Number.isNaN(at)) throw new Error(`\`${text}\` is no date and time`);
  return at;
}

/** How many of so many agree with the record. */
export interface Score {
  equal: number;
  of: number;
}

export function score(): Score {
  return { equal: 0, of: 0 };
}

/** Counts one more, which agrees or not. */
export function count(into: Score, isEqual: boolean): void {
  into.of++;
  if (isEqual) into.equal++;
}
