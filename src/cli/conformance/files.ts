import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ExpectedDifference, readDifferences } from "./differences.ts";
import type { Input } from "./run.ts";

/** Where the vectors lie, from the project's root. */
export const VECTORS = "../shared/conformance";

/** Every JSON file among the shared vectors, by path; null where this checkout has none beside it. */
export function sharedFiles(root: string): string[] | null {
  const folder = join(root, VECTORS);
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => join(folder, name));
}

/** A file's JSON, or why there is none. */
export function readInput(path: string, name = path): Input {
  try {
    return { name, json: JSON.parse(readFileSync(path, "utf8")) };
  } catch (thrown) {
    return { name, unreadable: (thrown as Error).message };
  }
}

/** The project's expected differences. @throws Error when the list is not in order. */
export function projectDifferences(root: string): ReadonlyMap<string, ExpectedDifference> {
  const path = join(root, "test/conformance/expected-differences.json");
  return readDifferences(JSON.parse(readFileSync(path, "utf8")));
}
