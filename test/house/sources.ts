import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A file of `src`, by its path below it, with what it imports: files likewise, packages by name. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^"';]*?from\s*"([^"]+)"|(?:^|\n)\s*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"|\brequire\(\s*"([^"]+)"/g;

export function readSources(): Source[] {
  const paths = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => path.endsWith(".ts"))
    .map((path) => path.replaceAll("\\", "/"))
    .map((path) => {
      const text = readFileSync(join(ROOT, "src", path), "utf8");
      const imported = [...text.matchAll(IMPORT)].map((match) => match.slice(1).find(Boolean) as string);
      const isFile = (name: string) => name.startsWith(".");
      return {
        path,
        text,
        files: imported
          .filter(isFile)
          .map((name) => normalize(join(dirname(path), name)).replaceAll("\\", "/")),
        packages: imported.filter((name) => !isFile(name)),
      };
    });
}

/** The room of a file: its folder, or its own name at the top of `src`. */
export function roomOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : path.replace(/\.ts$/, "");
}

/** Code without comments and without the contents of texts. */
export function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:])\/\/.*$/gm, "$1")
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
}
