import { existsSync } from "node:fs";
import { join } from "node:path";
import { compareBoston, FILES } from "./realdata/boston.ts";

/** `npm run realdata [-- FOLDER]`: recomputes due times and verdicts that real organisations stamped on real tickets. */
function main(folder: string): void {
  const missing = FILES.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) {
    console.log(`skipped: ${folder} does not hold ${missing.join(" and ")}`);
    return;
  }
  const { due, verdicts, differences } = compareBoston(folder);
  console.log(`boston due times: ${due.equal} of ${due.of}`);
  console.log(`boston verdicts: ${verdicts.equal} of ${verdicts.of}`);
  console.log("commonest differences in due times:");
  for (const [kind, count] of differences.slice(0, 10)) console.log(`${String(count).padStart(6)}  ${kind}`);
}

// A reader that has seen enough (`| head`) is no failure
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
main(process.argv[2] ?? "../shared/data");
