import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo as a person would, with its output in pipes and its page in a folder of its own, which is removed. */
export async function runDemo(...args: readonly string[]): Promise<Outcome> {
  const { outcome } = await runWithPage(...args);
  return outcome;
}

/** The same with the page that it wrote; null where it wrote none. */
export async function runWithPage(
  ...args: readonly string[]
): Promise<{ outcome: Outcome; page: string | null }> {
  const folder = await mkdtemp(join(tmpdir(), "dueclock-page-"));
  try {
    const report = args.includes("--report") ? [] : ["--report", join(folder, "report")];
    const { stdout, ...rest } = await run([...args, ...report]);
    const page = await readFile(join(folder, "report", "index.html"), "utf8").catch(() => null);
    return { outcome: { ...rest, stdout: stdout.replaceAll(folder, "FOLDER") }, page };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const command = ["--import", "tsx", "src/cli/demo.ts", ...args];
    execFile(process.execPath, command, { cwd: root, maxBuffer: 2 ** 26 }, (problem, stdout, stderr) => {
      if (problem && typeof problem.code !== "number") return reject(problem);
      resolve({ code: problem ? Number(problem.code) : 0, stdout, stderr });
    });
  });
}
