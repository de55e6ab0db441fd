import { fileURLToPath } from "node:url";
import { readDifferences } from "../../src/cli/conformance/differences.ts";
import { readInput, sharedFiles } from "../../src/cli/conformance/files.ts";
import { type Report, runConformance } from "../../src/cli/conformance/run.ts";

export type Json = Readonly<Record<string, unknown>>;

/** The shared vectors of some commercial systems; null where the file is absent. */
export function commercialVectors(systems: readonly string[]): Json[] | null {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const path = (sharedFiles(root) ?? []).find((one) => one.endsWith("clocks-commercial.json"));
  if (path === undefined) return null;
  const { json } = readInput(path) as { readonly json: { readonly vectors: Json[] } };
  return json.vectors.filter(({ system }) => systems.includes(system as string));
}

/** Runs vectors, with no differences expected. */
export const run = (...vectors: readonly Json[]): Report =>
  runConformance([{ name: "file", json: { vectors } }], readDifferences([]));

/** The same JSON with one leaf changed, or a row added, once for each. */
export function changedLeaves(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const own = value.flatMap((entry, i) => changedLeaves(entry).map((other) => value.with(i, other)));
    return [...own, [...value, "further"]];
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, entry]) =>
      changedLeaves(entry).map((other) => ({ ...value, [key]: other })),
    );
  }
  if (typeof value === "number") return [value + 1];
  if (typeof value === "boolean") return [!value];
  return [value === null ? "something" : `${value}?`];
}

export const at = (time: string) => `2026-03-02T${time}:00Z`; // a Monday
export const office = {
  id: "office",
  tz: "UTC",
  week: { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]] },
  holidays: [],
};
