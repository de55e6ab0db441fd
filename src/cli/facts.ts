/**
 * `npm run facts`: writes docs/facts.md, the figures of this version, all measured now. Build first. Coverage is read from
 * `coverage/coverage-summary.json`, which `npm run coverage` leaves; what is not here to be measured is said to be missing.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { VERSION } from "../version.ts";
import { projectDifferences, readInput, sharedFiles } from "./conformance/files.ts";
import { runConformance } from "./conformance/run.ts";
import { measure, USES } from "./sizes/measure.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;
const kB = (bytes: number) => `${(bytes / 1_024).toFixed(1)} kB`;

const laws = count(read("docs/laws.md"), /^- /gm);
const presets = readdirSync(join(root, "docs/presets")).filter((name) => name !== "README.md").length;
const codes = count(read("docs/issues.md"), /^### `/gm);
const decisions = readdirSync(join(root, "docs/decisions")).length;
const files = execFileSync("git", ["ls-files", "src", "test"], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n");
const lines = (paths: readonly string[]) =>
  paths
    .filter((path) => path.endsWith(".ts"))
    .reduce((sum, path) => sum + read(path).split("\n").length - 1, 0);
const library = files.filter((path) => /^src\/(?!cli\/)/.test(path));
const tests = files.filter((path) => path.startsWith("test/"));

const text = `# Facts

Of version ${VERSION}; written by \`npm run facts\`, not by hand.

| what | figure |
|---|---|
| lines of the library | ${lines(library).toLocaleString("en")} |
| lines of its tests | ${lines(tests).toLocaleString("en")} |
| laws ([list](laws.md)) | ${laws} |
| vectors of other systems | ${vectors()} |
| systems reproduced by a preset ([list](presets/README.md)) | ${presets} |
| codes of issues and warnings, each with cause and remedy ([list](issues.md)) | ${codes} |
| recorded decisions | ${decisions} |

## Sizes

What the built package adds to a bundle, minified by esbuild and gzipped
([why two goals are missed](decisions/0097-sizes.md)).

| use | minified | gzipped | goal |
|---|--:|--:|--:|
${await sizes()}

## Coverage

${coverage()}
`;
writeFileSync(join(root, "docs/facts.md"), text);
console.log(text);

function vectors(): string {
  const paths = sharedFiles(root);
  if (paths === null) return "not here to be run";
  const inputs = paths.map((path) => readInput(path, basename(path)));
  const { passed, failed, differences } = runConformance(inputs, projectDifferences(root));
  return `${passed.toLocaleString("en")} agree, ${differences} differ for a listed reason, ${failed} fail`;
}

async function sizes(): Promise<string> {
  const rows: string[] = [];
  for (const use of USES) {
    const { minified, gzipped } = await measure(use, root);
    rows.push(
      `| ${use.name} | ${kB(minified)} | ${kB(gzipped)} | ${use.goal === undefined ? "" : kB(use.goal)} |`,
    );
  }
  return rows.join("\n");
}

interface Covered {
  readonly lines: { readonly total: number; readonly covered: number };
  readonly branches: { readonly total: number; readonly covered: number };
}

/** By room, of what `npm run coverage` saw. */
function coverage(): string {
  const path = join(root, "coverage/coverage-summary.json");
  if (!existsSync(path)) return "Not measured here; `npm run coverage` does.";
  const rooms = new Map<string, [number, number, number, number]>();
  for (const [file, { lines, branches }] of Object.entries(
    JSON.parse(readFileSync(path, "utf8")) as Record<string, Covered>,
  )) {
    const inside = /\/src\/(?:([^/]+)\/)?/.exec(file);
    if (!inside) continue;
    const room = inside[1] ?? "the top of src";
    const [a, b, c, d] = rooms.get(room) ?? [0, 0, 0, 0];
    rooms.set(room, [a + lines.covered, b + lines.total, c + branches.covered, d + branches.total]);
  }
  const share = (part: number, whole: number) => `${part} of ${whole}`;
  const rows = [...rooms]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([room, [l, ls, b, bs]]) => `| ${room} | ${share(l, ls)} | ${share(b, bs)} |`);
  return ["| room | lines | branches |", "|---|--:|--:|", ...rows].join("\n");
}
