import { checkSla, compileSla, evaluateTicket, type HistoryEvent } from "dueclock";
import { pauseAudit } from "dueclock/report";
import { describe, expect, it } from "vitest";
import { at, changes, happens, hour, inHours, opened, reading, ticket, verdict } from "./desk.ts";

const sla = compileSla({
  policies: [{ id: "p", targets: { firstResponse: "1h", resolution: { levels: { expert: "4h" } } } }],
});
const codes = (given: { readonly warnings: readonly { readonly code: string }[] }) =>
  given.warnings.map(({ code }) => code);

describe("an odd history", () => {
  it("of no events still has the ticket's name, in lean detail too", () => {
    const nothing = { ticket: "T-1", events: [] };
    expect(evaluateTicket(sla, nothing, { asOf: hour(1), detail: "lean" }).ticket).toBe("T-1");
    expect(evaluateTicket(sla, nothing, { asOf: hour(1) }).ticket).toBe("T-1");
  });

  it("opened by nobody known counts as opened by the requester (H1)", () => {
    const given = verdict(sla, hour(1), [opened(hour(0), {}, { by: "customer" })]);
    expect(codes(given)).toEqual(["history.odd_member"]);
    expect(inHours(reading(given, "firstResponse"))).toMatchObject({ state: "running", startedAt: 0 });
  });

  it("with a reply of a visibility that nobody knows: it is no public one", () => {
    const note = happens("message", hour(0.5), { by: "agent", visibility: "private" });
    const given = verdict(sla, hour(0.9), [opened(hour(0)), note]);
    expect(given.warnings).toMatchObject([
      { message: "`visibility` is not `public` or `internal`, and makes the message an internal one" },
    ]);
    expect(at(sla, 0.9, [opened(hour(0)), note], "firstResponse")).toMatchObject({ state: "running" });
  });

  it("that goes back twice, once by `seq` and once by `at`, says the latter (H2)", () => {
    const events = [
      { id: "a", at: 10, seq: 2, type: "created" },
      { id: "b", at: 10, seq: 1, type: "changed" },
      { id: "c", at: 5, type: "changed" },
    ] as HistoryEvent[];
    const given = evaluateTicket(sla, { ticket: "T", events }, { asOf: 20 });
    expect(given.warnings).toContainEqual(
      expect.objectContaining({ code: "history.out_of_order", event: "c" }),
    );
  });

  it("with more oddities than are listed says that there are more", () => {
    const odd = Array.from({ length: 30 }, (_, i) => changes(hour(1), { status: `odd ${i}` }));
    const given = verdict(sla, hour(2), [opened(hour(0)), ...odd]);
    expect(codes(given)).toEqual([...Array(20).fill("history.unmapped_status"), "history.more_warnings"]);
  });

  it("that names a level which the metric named does not have, or a metric by a number, says so (K14)", () => {
    const override = (more: object) => happens("due.overridden", hour(1), { dueAt: hour(3), ...more });
    const said = (more: object) => codes(verdict(sla, hour(2), [opened(hour(0)), override(more)]));
    expect(said({ metric: "firstResponse", level: "expert" })).toEqual(["history.unknown_level"]);
    expect(said({ metric: "resolution", level: "expert" })).toEqual([]);
    expect(said({ metric: 5 })).toEqual(["history.odd_member"]);
  });

  it("in a pause audit: the same event counts as in the verdict, and what is no event is passed over", () => {
    const history = ticket(opened(hour(0), { assignee: "ann" }), changes(hour(1), { status: "pending" }));
    const late = { ...history.events[0], at: hour(2), set: { assignee: "bob" } };
    const events = [null, late, ...history.events] as HistoryEvent[];
    const odd = { ticket: "T-1", events };
    const audit = pauseAudit([{ history: odd, evaluation: evaluateTicket(sla, odd, { asOf: hour(3) }) }]);
    expect(JSON.stringify(audit)).not.toContain("bob");
  });
});

describe("advice on pauses", () => {
  const advice = (more: object) => {
    const metric = {
      id: "m",
      start: [{ on: "created" }],
      stop: [{ on: "becomes", condition: DONE }],
      pause: { while: DONE },
      repeats: "once",
      ...more,
    };
    return checkSla({ metrics: [metric], policies: [{ id: "p", targets: { m: "1h" } }] } as never).issues.map(
      ({ code }) => code,
    );
  };
  const DONE = { fact: "done", is: true };

  it("is given where a clock has ended before it could pause, and not where it may be reopened or start in the past", () => {
    expect(advice({})).toContain("metric.pause_never_counts");
    expect(advice({ reopen: { on: [{ on: "message" }], as: "resume" } })).not.toContain(
      "metric.pause_never_counts",
    );
    expect(advice({ from: { fact: "createdAt" } })).not.toContain("metric.pause_never_counts");
  });
});
