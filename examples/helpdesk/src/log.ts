import { Logger } from "graphile-worker";

/** What the queue would say on its own: which job, not what is in it. Errors only. */
export const silent = new Logger(() => () => {});

/** A line of the log: plain JSON, with no payload, no header and no address of a database in it. */
export function say(what: string, details: Readonly<Record<string, string | number | boolean>> = {}): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), what, ...details })}\n`);
}

/** The kind of an error, and what it says where that cannot hold a secret. */
export function problemOf(problem: unknown): string {
  if (!(problem instanceof Error)) return "unknown";
  const { code } = problem as { code?: unknown };
  return typeof code === "string"
    ? `${problem.name} ${code}`
    : `${problem.name}: ${problem.message.slice(0, 200)}`;
}
