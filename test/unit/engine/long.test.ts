import {
  compileSla,
  type Definition,
  evaluateTicket,
  type HistoryEvent,
  type MetricDefinition,
  type TicketHistory,
} from "dueclock";
import { describe, expect, it } from "vitest";

/*
 * Tickets of sixty thousand events, each of a kind that once cost the square of its length (S2). A second or two where
 * cost is linear, minutes where it is not: the time limit is there to tell these apart.
 */
const EVENTS = 60_000;
const LIMIT_MS = 15_000;
const START = Date.UTC(2026, 1, 25);

type Told = Readonly<Record<string, unknown>>;

function ticket(tell: (i: number) => Told): TicketHistory {
  const opened = { type: "created", set: { priority: "high", group: "g" } };
  const events = Array.from({ length: EVENTS }, (_, i) => {
    const told = i === 0 ? opened : tell(i);
    return { id: `e${i}`, at: START + i * 60_000, ...told } as unknown as HistoryEvent;
  });
  return { ticket: "T-1", events };
}

function clocksOf(definition: Definition<string>, history: TicketHistory) {
  return evaluateTicket(compileSla<string>(definition), history, { asOf: START + EVENTS * 60_000 });
}

const byPriority = { byPriority: { high: "1h", low: "2h" } };
const message = (i: number, more: Told = {}) => ({
  type: "message",
  by: i % 2 ? "agent" : "requester",
  ...more,
});
const priority = (i: number) => ({ priority: i % 3 ? "low" : "high" });

describe("a ticket of sixty thousand events ends, though", { timeout: LIMIT_MS }, () => {
  it("each retarget starts its clock anew, between pauses", () => {
    const definition = {
      policies: [{ id: "p", targets: { resolution: byPriority } }],
      options: { retarget: "restart" },
    } as const;
    const change = (i: number) => (i % 2 ? { status: i % 4 === 1 ? "pending" : "open" } : priority(i));
    const { clocks } = clocksOf(
      definition,
      ticket((i) => ({ type: "changed", set: change(i) })),
    );
    expect(clocks).toHaveLength(1);
  });

  it("its policy leaves again and again, and ends a clock each time", () => {
    const definition = {
      policies: [{ id: "p", if: { field: "priority", is: "high" }, targets: { periodicUpdate: "1h" } }],
      options: { released: "cancel" },
    } as const;
    const tell = (i: number) =>
      i % 2 ? message(i) : { type: "changed", set: { priority: i % 4 ? "high" : "low" } };
    const { clocks } = clocksOf(definition, ticket(tell));
    expect(clocks.filter(({ state }) => state === "running").length).toBeLessThanOrEqual(1);
    expect(clocks.length).toBeGreaterThan(EVENTS / 5);
  });

  it.each(["inForceAtEachInstant", "nextUpdate", "live", "atClockStart"] as const)(
    "it has a clock for each question, under two versions (`%s`)",
    (versionMode) => {
      const policies = [{ id: "p", targets: { nextResponse: byPriority } }];
      const definition = {
        policies,
        versions: [{ id: "v", from: START + 500_000, policies }],
        options: { versionMode },
      };
      const { clocks } = clocksOf(
        definition,
        ticket((i) => message(i, { set: priority(i) })),
      );
      expect(clocks.length).toBeGreaterThan(EVENTS / 3);
    },
  );

  it("it goes through as many groups, of which each has a clock", () => {
    const definition = { policies: [{ id: "p", targets: { ownership: "1h" } }] };
    const { clocks } = clocksOf(
      definition,
      ticket((i) => ({ type: "changed", set: { group: `g${i}` } })),
    );
    expect(clocks).toHaveLength(EVENTS);
  });

  it("it is exempted again and again", () => {
    const definition = { policies: [{ id: "p", targets: { nextResponse: "1h" } }] };
    const tell = (i: number) =>
      i % 3 ? message(i) : { type: "exempted", metric: "resolution", reason: `reason ${i}` };
    const { clocks } = clocksOf(definition, ticket(tell));
    expect(clocks.every(({ exempted }) => exempted === null)).toBe(true);
  });

  it("each of its clocks is reopened, and promised something else meanwhile", () => {
    const question: MetricDefinition<"question"> = {
      id: "question",
      start: [{ on: "request" }],
      stop: [{ on: "reply" }],
      reopen: { on: [{ on: "control", name: "again" }], as: "resume" },
      repeats: "always",
    };
    const definition = { metrics: [question], policies: [{ id: "p", targets: { question: byPriority } }] };
    const told = (i: number): Told =>
      [
        message(0),
        message(1),
        { type: "control", name: "again", set: { priority: i % 8 > 3 ? "low" : "high" } },
        message(1),
      ][i % 4];
    expect(clocksOf(definition, ticket(told)).clocks.length).toBeGreaterThan(EVENTS / 5);
  });

  it("a clock that only once may be fulfilled is cancelled each time", () => {
    const visit: MetricDefinition<"visit"> = {
      id: "visit",
      start: [{ on: "control", name: "go" }],
      stop: [{ on: "reply" }],
      cancel: [{ on: "control", name: "stop" }],
      repeats: "once",
    };
    const definition = { metrics: [visit], policies: [{ id: "p", targets: { visit: "1h" } }] };
    const tell = (i: number) => ({ type: "control", name: i % 2 ? "go" : "stop" });
    expect(clocksOf(definition, ticket(tell)).clocks).toHaveLength(EVENTS / 2);
  });
});

describe("values of which each has a clock", () => {
  const presence: MetricDefinition<"presence"> = {
    id: "presence",
    start: [{ on: "changed", field: "group" }],
    stop: [],
    repeats: "once",
    per: "group",
  };
  const definition = { metrics: [presence], policies: [{ id: "p", targets: { presence: "1h" } }] };

  it("are measured for a hundred at once; further ones are not, and a warning says so", () => {
    const groups = (count: number) =>
      Array.from({ length: count }, (_, i): HistoryEvent => {
        const more = { at: START + i, set: { group: `g${i}` } };
        return i === 0 ? { id: "e0", type: "created", ...more } : { id: `e${i}`, type: "changed", ...more };
      });
    const read = (count: number) =>
      evaluateTicket(
        compileSla<string>(definition),
        { ticket: "T-1", events: groups(count) },
        { asOf: START + count },
      );
    expect(read(100).clocks).toHaveLength(100);
    expect(read(100).warnings).toEqual([]);
    expect(read(120).clocks).toHaveLength(100);
    expect(read(120).warnings).toMatchObject([{ code: "metric.too_many_values", event: "e100" }]);
  });
});
