import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { ROOT } from "../house/sources.ts";

/** Where the records of real tickets are; they are not part of the project. */
export const DATA = join(ROOT, "../shared/data");
export const hasData = existsSync(join(DATA, "uci-incidents.dev.jsonl.gz"));
export const SKIPPED = "skipped where ../shared/data is absent";

/** A folder of its own with these files in it; those named `.gz` are packed. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "realdata-"));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), file.endsWith(".gz") ? gzipSync(text, { level: 1 }) : text);
  }
  return folder;
}

/** Lines of a file of the data, packed or not. */
export function linesOf(file: string): string[] {
  const bytes = readFileSync(join(DATA, file));
  return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").trimEnd().split("\n");
}

export const jsonLines = (values: readonly unknown[]) =>
  `${values.map((value) => JSON.stringify(value)).join("\n")}\n`;
