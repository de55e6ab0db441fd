import { checkSla, compileSla, type Definition, SlaError, type TicketHistory } from "dueclock";
import {
  type Backtest,
  backtest,
  backtestAsync,
  mergeBacktests,
  type TicketDifference,
} from "dueclock/backtest";
import { describe, expect, it } from "vitest";
import {
  changes,
  type Draft,
  HOUR,
  happens,
  hour,
  opened,
  reply,
  status,
  T0,
  ticket,
} from "../unit/engine/desk.ts";

const desk = (firstResponse: string, more: Partial<Definition> = {}): Definition => ({
  policies: [
    {
      id: "all",
      targets: { firstResponse, resolution: "24h" },
      actions: [
        {
          kind: "reminder",
          id: "soon",
          metric: "firstResponse",
          fire: { before: "1h" },
          notify: ["assignee"],
        },
        {
          kind: "escalation",
          id: "late",
          metric: "firstResponse",
          fire: { after: 0 },
          notify: ["user:lead"],
        },
      ],
    },
  ],
  ...more,
});
const named = (name: string, ...drafts: readonly Draft[]): TicketHistory => ({
  ...ticket(...drafts),
  ticket: name,
});
const answeredAfter = (name: string, hours: number) => named(name, opened(T0), reply(hour(hours)));
const asOf = hour(30);
const run = (
  histories: readonly TicketHistory[],
  current: Definition<string>,
  draft: Definition<string>,
  more: { limit?: number; asOf?: number; onTicket?: (difference: TicketDifference) => void } = {},
): Backtest => backtest(histories, { current: compileSla(current), draft: compileSla(draft), asOf, ...more });

describe("a draft that promises a first response in 2 h instead of 4 h", () => {
  const histories = [answeredAfter("in-time", 1), answeredAfter("between", 3), answeredAfter("late", 5)];
  const told = run(histories, desk("4h"), desk("2h"));
  const ofFirstResponse = told.groups.find(({ metric }) => metric === "firstResponse");

  it("moves every due time two hours earlier, and misses what was answered between", () => {
    expect(told.tickets).toBe(3);
    expect(told.changed).toMatchObject({
      tickets: 3,
      policies: 0,
      due: 3,
      breaches: 2,
      states: 0,
      clocks: 0,
    });
    expect(told.total.earlier).toMatchObject({ count: 3, averageMs: 2 * HOUR, maxMs: 2 * HOUR });
    expect(told.total.later).toMatchObject({ count: 0, averageMs: null, medianMs: null, p90Ms: null });
    expect(told.total.breaches).toEqual({ added: 1, gone: 0, moved: 1 });
  });

  it("counts what was met and missed under both, by policy and metric", () => {
    expect(ofFirstResponse).toMatchObject({
      policy: "all",
      policySet: null,
      current: { tickets: 3, clocks: 3, met: 2, missed: 1, pending: 0, compliance: 2 / 3 },
      draft: { tickets: 3, clocks: 3, met: 1, missed: 2, pending: 0, compliance: 1 / 3 },
    });
    const resolution = told.groups.find(({ metric }) => metric === "resolution");
    expect(resolution?.current).toEqual(resolution?.draft); // all three missed by 24 h
    expect(resolution?.current).toMatchObject({ missed: 3, compliance: 0 });
  });

  it("counts the actions that would have been sent, whoever performed them", () => {
    // 4 h: reminders at 3 h for two of three (the answer at 3 h comes first), an escalation at 4 h for one
    expect(ofFirstResponse?.current.sent).toBe(2);
    // 2 h: reminders at 1 h for two, escalations at 2 h for two
    expect(ofFirstResponse?.draft.sent).toBe(4);
    expect(told.total.actions).toEqual({ added: 2, gone: 0, moved: 2, altered: 0 });
  });

  it("tells ticket by ticket, those whose breach comes or goes first", () => {
    expect(told.differences.map((one) => one.ticket)).toEqual(["between", "in-time", "late"]);
    const [between] = told.differences;
    expect(between.clocks).toEqual([
      {
        metric: "firstResponse",
        level: null,
        per: null,
        current: expect.objectContaining({
          id: "firstResponse#1",
          outcome: "met",
          dueAt: hour(4),
          breachedAt: null,
        }),
        draft: expect.objectContaining({ outcome: "missed", dueAt: hour(2), breachedAt: hour(2) }),
        dueMovedMs: -2 * HOUR,
        breach: "added",
      },
    ]);
    expect(between.actions.map(({ rule, current, draft }) => [rule, current?.fireAt, draft?.fireAt])).toEqual(
      [
        ["soon", undefined, hour(1)],
        ["late", undefined, hour(2)],
      ],
    );
    expect(between.policies).toBeNull();
  });

  it("keeps no more differences than asked for, counts the rest, and tells a callback of each", () => {
    const seen: string[] = [];
    const { differences, leftOut } = run(histories, desk("4h"), desk("2h"), {
      limit: 1,
      onTicket: (one) => seen.push(one.ticket),
    });
    expect([differences.map((one) => one.ticket), leftOut, seen]).toEqual([
      ["between"],
      2,
      ["in-time", "between", "late"],
    ]);
    expect(run(histories, desk("4h"), desk("2h"), { limit: 0 })).toMatchObject({
      differences: [],
      leftOut: 3,
    });
  });

  it("says the same of a stream", async () => {
    async function* stream() {
      yield* histories;
    }
    const options = { current: compileSla(desk("4h")), draft: compileSla(desk("2h")), asOf };
    expect(await backtestAsync(stream(), options)).toEqual(told);
    expect(await backtestAsync(histories, options)).toEqual(told);
  });
});

describe("a backtest", () => {
  it("tells which other policies govern, and which clocks come, go and change hands", () => {
    const gold = { id: "gold", if: { field: "plan", is: "gold" } } as const;
    const current: Definition = {
      policies: [
        { ...gold, targets: { resolution: "8h" } },
        { id: "rest", targets: { resolution: "24h" } },
      ],
    };
    const draft: Definition = {
      policies: [{ id: "rest", targets: { resolution: "24h", firstResponse: "4h" } }],
    };
    const told = run([named("T-1", opened(T0, { plan: "gold" })), named("T-2", opened(T0))], current, draft);
    expect(told.changed).toMatchObject({ tickets: 2, policies: 1, due: 1, clocks: 2 });
    expect(told.differences[0].policies).toEqual({
      current: [{ id: "gold", policySet: null, version: null }],
      draft: [{ id: "rest", policySet: null, version: null }],
    });
    expect(
      told.groups.map(({ policy, metric, came, left, clocks }) => [policy, metric, came, left, clocks.added]),
    ).toEqual([
      ["gold", "resolution", 0, 1, 0],
      ["rest", "firstResponse", 0, 0, 2],
      ["rest", "resolution", 1, 0, 0],
    ]);
    expect(told.total.later).toMatchObject({ count: 1, maxMs: 16 * HOUR });
    expect(told.groups.map(({ later }) => later.count)).toEqual([0, 0, 0]); // of a clock that changed hands
  });

  it("takes no difference in the names of versions for a change", () => {
    const { policies = [] } = desk("4h");
    expect(run([answeredAfter("T", 3)], { policies, version: "2025" }, { policies }).changed.tickets).toBe(0);
  });

  it("compares paused clocks as if they resumed now", () => {
    const paused = named("T", opened(T0), status(hour(3), "pending"));
    const twice = desk("4h", { policies: [{ id: "all", targets: { resolution: "48h" } }] });
    const [{ clocks }] = run([paused], desk("4h"), twice, { asOf: hour(5) }).differences;
    const moved = clocks.find(({ metric }) => metric === "resolution");
    expect([moved?.current?.state, moved?.current?.dueAt, moved?.dueMovedMs]).toEqual([
      "paused",
      hour(26),
      24 * HOUR,
    ]);
  });

  it("tells of actions at another instant, and of those with other effects at the same one", () => {
    const rules = (notify: string, fire: string) =>
      desk("4h", {
        policies: [
          {
            id: "all",
            targets: { firstResponse: "4h" },
            actions: [
              {
                kind: "reminder",
                id: "a",
                metric: "firstResponse",
                fire: { before: "1h" },
                notify: [notify],
              },
              { kind: "reminder", id: "b", metric: "firstResponse", fire: { before: fire }, notify: ["x"] },
            ],
          },
        ],
      });
    const told = run([named("T", opened(T0))], rules("ann", "2h"), rules("bob", "3h"));
    expect(told.total.actions).toEqual({ added: 0, gone: 0, moved: 1, altered: 1 });
    expect(told.differences[0].actions.map(({ rule, movedMs }) => [rule, movedMs])).toEqual([
      ["a", 0],
      ["b", -HOUR],
    ]);
  });

  it("gives actions of a renamed policy to each other", () => {
    const renamed = {
      policies: (desk("4h").policies ?? []).map((policy) => ({ ...policy, id: "everybody" })),
    };
    const told = run([answeredAfter("T", 5)], desk("4h"), renamed);
    expect(told.total.actions).toEqual({ added: 0, gone: 0, moved: 0, altered: 0 });
    expect(
      told.groups.map(({ policy, metric, current, draft }) => [policy, metric, current.sent, draft.sent]),
    ).toEqual([
      ["all", "firstResponse", 2, 0],
      ["all", "resolution", 0, 0],
      ["everybody", "firstResponse", 0, 2],
      ["everybody", "resolution", 0, 0],
    ]);
  });

  it("gives clocks of policies that were put into a set to each other", () => {
    const { policies = [] } = desk("4h");
    const told = run([answeredAfter("T", 5)], { policies }, { policySets: [{ id: "sla", policies }] });
    expect(told.total).toMatchObject({
      clocks: { added: 0, gone: 0 },
      earlier: { count: 0 },
      actions: { added: 0, gone: 0, moved: 0, altered: 0 },
    });
    expect(told.groups.map(({ policySet, metric, came, left }) => [policySet, metric, came, left])).toEqual([
      ["sla", "firstResponse", 1, 0],
      ["sla", "resolution", 1, 0],
      [null, "firstResponse", 0, 1],
      [null, "resolution", 0, 1],
    ]);
  });

  it("takes what was delivered for nothing that the draft sent, and for no news", () => {
    const id = run([answeredAfter("T", 5)], desk("9h"), desk("4h")).differences[0].actions[0].draft?.id;
    const performed = named(
      "T",
      opened(T0),
      happens("action.delivered", hour(3), { action: id }),
      reply(hour(5)),
    );
    const none: Definition = {
      policies: [{ id: "all", targets: { firstResponse: "4h", resolution: "24h" } }],
    };
    const told = run([performed], desk("4h"), none);
    expect(told.total.current.sent).toBe(2);
    expect(told.total.draft.sent).toBe(0);
    expect(told.total.actions.gone).toBe(2);
    expect(told.warnings).toEqual([]);
    const later = run([performed], desk("4h"), desk("29h")); // performed at 3 h, and by the draft to come at 28 h
    expect(later.total.draft.sent).toBe(0);
  });

  it("counts tickets with a warning, and those not opened yet", () => {
    const odd = named("odd", opened(T0, { status: "weird" }));
    const told = run(
      [odd, named("later", opened(hour(40)))],
      desk("4h"),
      desk("4h", { statuses: { weird: "open" } }),
    );
    expect([told.tickets, told.notOpened]).toEqual([1, 1]);
    expect(told.warnings).toContainEqual({ code: "history.unmapped_status", current: 1, draft: 0 });
  });

  it("sets the draft's advice against the current definition's", () => {
    const [policy] = desk("4h").policies ?? [];
    const current = checkSla({ policies: [{ ...policy, if: { field: "plan", is: "gold" } }] });
    const draft = checkSla({ policies: [policy, { id: "never", targets: { firstResponse: "1h" } }] });
    const { lint } = backtest([], { current, draft, asOf });
    expect(lint?.added.map(({ code, path }) => [code, path])).toEqual([
      ["policy.unreachable", ["policies", 1]],
    ]);
    expect(lint?.gone.map(({ code }) => code)).toEqual(["policy.no_default"]);
    expect(lint?.kept).toBe(0);
    expect(backtest([], { current, draft: compileSla(desk("4h")), asOf }).lint).toBeNull();
  });

  it("takes advice on a policy that only moved for no news", () => {
    const [policy] = desk("4h").policies ?? [];
    const twin = (id: string) => ({ id, targets: { firstResponse: "1h" } }) as const;
    const current = checkSla({ policies: [policy, twin("a"), twin("b")] });
    const draft = checkSla({ policies: [policy, twin("new"), twin("a"), twin("b")] });
    expect(backtest([], { current, draft, asOf }).lint).toMatchObject({
      added: [{ code: "policy.unreachable" }],
      gone: [],
      kept: 2,
    });
  });

  it("counts a ticket that cannot be evaluated with its issue, and goes on", () => {
    const history = answeredAfter("good", 3);
    const bad = [null, 7, {}, { ticket: "no-events" }, { ticket: "throws", events: "e" }, history];
    const told = run(bad as TicketHistory[], desk("4h"), desk("2h"));
    expect([told.tickets, told.failed.tickets]).toEqual([1, 5]);
    expect(told.failed.codes).toEqual([{ code: "backtest.bad_history", tickets: 5 }]);
    expect(told.failed.first.map(({ ticket }) => ticket)).toEqual(["no-events", "throws", null, null, null]);
  });

  it("counts one that throws when it is read, and takes a host's function that throws for a warning", () => {
    const throwing = new Proxy([], {
      get: () => {
        throw new Error("the record is gone");
      },
    });
    const hostile = { ticket: "T", events: throwing } as TicketHistory;
    const broken: Definition = {
      policies: [{ id: "all", targets: { firstResponse: { function: "broken" } } }],
    };
    const functions = {
      broken: () => {
        throw new Error("no table");
      },
    };
    const draft = compileSla(broken, { functions });
    const histories = [hostile, answeredAfter("T-2", 3)];
    const told = backtest(histories, { current: compileSla(desk("4h")), draft, asOf });
    expect([told.tickets, told.failed.tickets, told.failed.codes]).toEqual([
      1,
      1,
      [{ code: "backtest.failed", tickets: 1 }],
    ]);
    expect(told.failed.first.map(({ ticket, side, issue }) => [ticket, side, issue.message])).toEqual([
      ["T", "current", "evaluating failed: the record is gone"],
      ["T", "draft", "evaluating failed: the record is gone"],
    ]);
    expect(told.warnings.map(({ current, draft }) => [current, draft])).toEqual([[0, 1]]);
  });

  it("refuses a definition with errors, with all of them, and what is no SLA, no instant and no count", () => {
    const current = compileSla(desk("4h"));
    const draft = checkSla({ policies: [{ id: "all", targets: { firstResponse: 0 } }] });
    expect(() => backtest([], { current, draft, asOf })).toThrow(SlaError);
    expect(() => backtest([], { current, draft: {} as never, asOf })).toThrow(TypeError);
    expect(() => backtest([], { current, draft: current, asOf: 1.5 })).toThrow(TypeError);
    expect(() => backtest([], { current, draft: current, asOf, limit: -1 })).toThrow(TypeError);
  });

  it("merges with no backtest of another instant, definition or limit", () => {
    const told = run([], desk("4h"), desk("2h"));
    const refused = (other: Backtest) => {
      try {
        mergeBacktests(told, other);
      } catch (problem) {
        return (problem as SlaError).issues[0].code;
      }
      return null;
    };
    expect(refused(run([], desk("4h"), desk("2h"), { asOf: hour(31) }))).toBe("backtest.mixed_as_of");
    expect(refused(run([], desk("4h"), desk("3h")))).toBe("backtest.other_definition");
    expect(refused(run([], desk("4h"), desk("2h"), { limit: 5 }))).toBe("backtest.other_limit");
  });

  it("has no share where nothing was judged", () => {
    const told = run([named("T", opened(T0))], desk("40h"), desk("50h"), { asOf: hour(1) });
    expect(told.total.current).toMatchObject({ met: 0, missed: 0, pending: 2, compliance: null });
  });

  it("pairs clocks of one lane by the event that started them, not by their number", () => {
    const metric = (from: string[]): Definition<string> => ({
      metrics: [
        {
          id: "call",
          start: from.map((name) => ({ on: "control" as const, name })),
          stop: [{ on: "control", name: "hung up" }],
          repeats: "always",
        },
      ],
      policies: [{ id: "all", targets: { call: "1h" } }],
    });
    const calls = named(
      "T",
      opened(T0),
      happens("control", hour(1), { name: "rang" }),
      happens("control", hour(2), { name: "hung up" }),
      happens("control", hour(3), { name: "called" }),
      changes(hour(4), { priority: "high" }),
    );
    const told = run([calls], metric(["rang", "called"]), metric(["called"]));
    expect(told.total.clocks).toEqual({ added: 0, gone: 1 });
    expect(told.differences[0].clocks.map(({ current, draft }) => [current?.id, draft])).toEqual([
      ["call#1", null],
    ]);
  });
});
