/*
 * `evaluateTicket` is total: whatever a host calls a history, and whatever its own functions do, a verdict comes back
 * (semantics H2, P2, P4).
 */
import { evaluateTicket, type TicketHistory } from "dueclock";
import fc from "fast-check";
import { describe, it } from "vitest";
import { answers, answerWith, asOfs, histories, slaWithHost } from "./anything.ts";

/** `npm run soak` tries a million. */
const RUNS = Number(process.env.DUECLOCK_RUNS ?? 10_000);

describe("evaluateTicket is total", () => {
  it(`gives a verdict, in JSON, on ${RUNS} histories of anything, whatever the host's functions do`, () => {
    const sla = slaWithHost();
    const holds = fc.property(
      histories,
      answers,
      asOfs,
      fc.option(fc.constant("lean" as const)),
      (history, says, asOf, lean) => {
        answerWith(says);
        JSON.stringify(
          evaluateTicket(
            sla,
            history as TicketHistory,
            { asOf, ...(lean && { detail: lean }) } as { asOf: number },
          ),
        );
      },
    );
    fc.assert(holds, { numRuns: RUNS });
  });
});
