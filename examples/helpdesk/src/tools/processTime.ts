import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second, whatever the processor. */
const TICK_MS = 10;

/** What a process and its children, those that are gone too, have used of the processors, in milliseconds; by `/proc`. */
export function processTime(pid: number): number {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && statOf(name)?.parent === pid);
  const own = statOf(String(pid));
  return (own?.all ?? 0) + children.reduce((sum, child) => sum + (statOf(child)?.own ?? 0), 0);
}

/** `own`: without its children; `all`: with those that have ended. */
function statOf(pid: string): { parent: number; own: number; all: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // After the name, which may hold spaces: state, parent, and from the 12th on the times
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [user, system, childrenUser, childrenSystem] = fields.slice(11, 15).map(Number);
    const own = (user + system) * TICK_MS;
    return { parent: Number(fields[1]), own, all: own + (childrenUser + childrenSystem) * TICK_MS };
  } catch {
    return null;
  }
}
