import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo as a person would, with its output in pipes. */
export function runDemo(...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const command = ["--import", "tsx", "src/cli/demo.ts", ...args];
    execFile(process.execPath, command, { cwd: root, maxBuffer: 2 ** 26 }, (problem, stdout, stderr) => {
      if (problem && typeof problem.code !== "number") return reject(problem);
      resolve({ code: problem ? Number(problem.code) : 0, stdout, stderr });
    });
  });
}
