import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a process has in memory, in MB. */
export function residentOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;
  } catch {
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1_024;
  }
}

/** Looks at the memory of processes again and again. */
export function watchMemory(pids: Readonly<Record<string, number>>, everyMs: number) {
  const names = Object.keys(pids);
  const sizes = Object.fromEntries(names.map((name) => [name, [] as number[]]));
  const look = () => {
    for (const name of names) sizes[name].push(residentOf(pids[name]));
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    sizes: sizes as Readonly<Record<string, readonly number[]>>,
    stop: () => clearInterval(timer),
  };
}
