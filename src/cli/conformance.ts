/**
 * `npm run conformance -- [files…]`: runs vectors of other systems' answers; every file of the shared folder
 * when none is named. Exits 1 when anything fails. With `--table`, systems by capabilities in Markdown.
 */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { projectDifferences, readInput, sharedFiles, VECTORS } from "./conformance/files.ts";
import { type Input, runConformance } from "./conformance/run.ts";
import { systemTable } from "./conformance/systems.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const named = process.argv.slice(2).filter((argument) => argument !== "--table");
const inputs = inputsFrom(named);

if (inputs === null) {
  console.log(`no vectors to run: ${VECTORS} is not here; name files to run them`);
} else {
  const report = runConformance(inputs, projectDifferences(root));
  const lines = process.argv.includes("--table") ? systemTable(report.results) : report.lines;
  for (const line of lines) console.log(line);
  process.exitCode = report.failed > 0 ? 1 : 0;
}

function inputsFrom(named: readonly string[]): Input[] | null {
  if (named.length > 0) return named.map((path) => readInput(path));
  return sharedFiles(root)?.map((path) => readInput(path, basename(path))) ?? null;
}
