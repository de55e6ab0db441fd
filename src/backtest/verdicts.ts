import type { Sla } from "../compile.ts";
import { error, type Issue, SlaError } from "../diagnostics.ts";
import { evaluateTicket } from "../evaluate.ts";
import type { Evaluation } from "../evaluation.ts";
import type { TicketHistory } from "../history/event.ts";

/** The verdicts on one ticket under both definitions. */
export interface Verdicts {
  readonly current: Evaluation;
  readonly draft: Evaluation;
}

/** A ticket that could not be evaluated. */
export interface FailedTicket {
  /** Null where what was given names none. */
  readonly ticket: string | null;
  /** Which definition failed on it; null where what was given is no history. */
  readonly side: "current" | "draft" | null;
  readonly issue: Issue;
}

/** Both verdicts, or what is wrong with a ticket; whatever was given, nothing is thrown. */
export function verdictsOf(
  slas: { readonly current: Sla; readonly draft: Sla },
  history: TicketHistory,
  asOf: number,
): Verdicts | FailedTicket[] {
  const wrong = wrongShape(history);
  if (wrong) return [wrong];
  const failed: FailedTicket[] = [];
  const verdictOf = (side: "current" | "draft") => {
    try {
      return evaluateTicket(slas[side], history, { asOf });
    } catch (problem) {
      failed.push({ ticket: history.ticket, side, issue: issueOf(problem) });
      return null;
    }
  };
  const [current, draft] = [verdictOf("current"), verdictOf("draft")];
  return current && draft ? { current, draft } : failed;
}

/** `evaluateTicket` would make an empty ticket of it, and no figure would show that it is missing. */
function wrongShape(history: TicketHistory | null | undefined): FailedTicket | null {
  let ticket: string | null = null;
  try {
    if (typeof history?.ticket === "string") ticket = history.ticket;
    if (ticket !== null && Array.isArray(history?.events)) return null;
  } catch (problem) {
    return { ticket, side: null, issue: issueOf(problem) };
  }
  const message =
    ticket === null ? "this is no history: it names no ticket" : "the history has no list of events";
  return { ticket, side: null, issue: error("backtest.bad_history", [], message) };
}

/** The longest message of a host's error that is kept. */
const MAX_MESSAGE = 200;

/** What was thrown, by a host's function or matcher above all. */
function issueOf(problem: unknown): Issue {
  if (problem instanceof SlaError && problem.issues.length > 0) return problem.issues[0];
  const said = problem instanceof Error ? problem.message : String(problem);
  return error("backtest.failed", [], `evaluating failed: ${said.slice(0, MAX_MESSAGE)}`);
}
