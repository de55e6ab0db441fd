import { BOSTON } from "./realdata/boston.ts";
import { type DataSet, missingFiles } from "./realdata/dataSet.ts";
import { JIRA } from "./realdata/jira.ts";
import { PREPBENCH } from "./realdata/prepbench.ts";
import { GITHUB_REPLAY, UCI_REPLAY } from "./realdata/replay.ts";
import { BOSTON_REPORT, UCI_REPORT } from "./realdata/reports.ts";
import { UCI } from "./realdata/uci.ts";

const SETS: readonly DataSet[] = [
  BOSTON,
  JIRA,
  UCI,
  PREPBENCH,
  GITHUB_REPLAY,
  UCI_REPLAY,
  BOSTON_REPORT,
  UCI_REPORT,
];

/** `npm run realdata [-- FOLDER]`: recomputes what real organisations recorded of real tickets. */
function main(folder: string): void {
  for (const set of SETS) {
    const missing = missingFiles(folder, set);
    if (missing.length === 0) report(set, folder);
    else console.log(`${set.name}: skipped, ${folder} does not hold ${missing.join(" and ")}`);
  }
}

/** One set that cannot be read is no reason to leave out the others. */
function report(set: DataSet, folder: string): void {
  try {
    for (const line of set.report(folder)) console.log(line);
  } catch (problem) {
    console.log(`${set.name}: failed, ${problem instanceof Error ? problem.message : String(problem)}`);
    process.exitCode = 1;
  }
}

// A reader that has seen enough (`| head`) is no failure
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
main(process.argv[2] ?? "../shared/data");
