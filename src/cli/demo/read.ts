import { open } from "node:fs/promises";
import type { TicketHistory } from "../../index.ts";
import { UserError } from "./userError.ts";

/** What a file of tickets held. */
export interface ReadCounts {
  readonly tickets: number;
  readonly badLines: number;
}

export interface ReadOptions {
  onTicket(history: TicketHistory): void;
  onBadLine(line: number, problem: string): void;
}

/**
 * Reads ticket histories line by line, so that a file may be larger than the memory. Empty lines are passed
 * over; a line that is no ticket history is reported, and the rest goes on.
 * @throws UserError where the file cannot be read.
 */
export async function readTickets(path: string, { onTicket, onBadLine }: ReadOptions): Promise<ReadCounts> {
  let line = 0;
  let tickets = 0;
  let badLines = 0;
  try {
    for await (const text of (await open(path)).readLines()) {
      line++;
      if (text.trim() === "") continue;
      const read = readLine(line === 1 ? text.replace(/^\uFEFF/, "") : text);
      if ("history" in read) {
        tickets++;
        onTicket(read.history);
      } else {
        badLines++;
        onBadLine(line, read.problem);
      }
    }
  } catch (problem) {
    if (!isSystemError(problem)) throw problem;
    throw new UserError(`cannot read the tickets in ${path}: ${problem.message}`);
  }
  return { tickets, badLines };
}

function readLine(text: string): { history: TicketHistory } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (problem) {
    return { problem: `not JSON: ${(problem as Error).message}` };
  }
  if (Array.isArray(json)) return { problem: "a list; write one ticket history a line, not all in one list" };
  if (typeof json !== "object" || json === null)
    return { problem: "not an object with `ticket` and `events`" };
  const { ticket, events } = json as Partial<Record<keyof TicketHistory, unknown>>;
  if (typeof ticket !== "string") return { problem: "no `ticket`: its id, as a text" };
  if (!Array.isArray(events)) return { problem: "no `events`: the list of what happened" };
  return { history: json as TicketHistory };
}

function isSystemError(problem: unknown): problem is NodeJS.ErrnoException {
  return problem instanceof Error && "code" in problem && "syscall" in problem;
}
