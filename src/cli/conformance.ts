/**
 * `npm run conformance -- [files…]`: runs vectors of other systems' answers; every file of the shared folder
 * when none is named. Exits 1 when anything fails.
 */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { projectDifferences, readInput, sharedFiles, VECTORS } from "./conformance/files.ts";
import { type Input, runConformance } from "./conformance/run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const inputs = inputsFrom(process.argv.slice(2));

if (inputs === null) {
  console.log(`no vectors to run: ${VECTORS} is not here; name files to run them`);
} else {
  const report = runConformance(inputs, projectDifferences(root));
  for (const line of report.lines) console.log(line);
  process.exitCode = report.failed > 0 ? 1 : 0;
}

function inputsFrom(named: readonly string[]): Input[] | null {
  if (named.length > 0) return named.map((path) => readInput(path));
  return sharedFiles(root)?.map((path) => readInput(path, basename(path))) ?? null;
}
