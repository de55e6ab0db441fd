/*
 * The oracle on how clocks start, end, reopen and pause, worked out by hand (semantics K).
 */
import { describe, expect, it } from "vitest";
import type { Options } from "../../src/policy/definition.ts";
import { asks, at, change, HOUR, only, opened, promise, read, replies, status, type Told } from "./story.ts";

describe("the oracle on the life of a clock (semantics K)", () => {
  const two = promise({ resolution: "2h" });

  it("ends a budget at the closing, or at the next opening, past a holiday (C7)", () => {
    const told: Told[] = [["wed 9:00", opened()]];
    expect(only(promise({ resolution: "8h" }), told, "wed 10:00").dueAt).toBe(at("wed 17:00"));
    expect(only(promise({ resolution: "8h" }, { endOfBudget: "nextOpening" }), told, "wed 10:00").dueAt).toBe(
      at("fri 9:00"),
    );
    expect(only(promise({ resolution: "9h" }), told, "wed 10:00").dueAt).toBe(at("fri 10:00"));
  });

  it("breaches at the reopening where closed time counts (K9)", () => {
    const own = {
      id: "solve",
      start: [{ on: "created" }],
      stop: [{ on: "becomes", condition: { fact: "done", is: true } }],
      repeats: "once",
      reopen: { on: [{ on: "ceases", condition: { fact: "done", is: true } }], as: "count" },
    } as const;
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", status("solved")],
      ["12:00", status("open")],
    ];
    const counting = promise({ solve: "2h" }, {}, { metrics: [own] });
    expect(only(counting, told, "11:30")).toMatchObject({ met: true, breachedAt: null });
    expect(only(counting, told, "12:30")).toMatchObject({
      dueAt: at("11:00"),
      breachedAt: at("12:00"),
      elapsedMs: 3.5 * HOUR,
      pausedMs: 0,
    });
    const again = promise(
      { solve: "2h" },
      {},
      { metrics: [{ ...own, reopen: { ...own.reopen, as: "restart" } }] },
    );
    expect(read(again, told, "12:30")[1]).toMatchObject({
      instance: 2,
      startedAt: at("12:00"),
      dueAt: at("14:00"),
    });
    const ignoring = promise(
      { solve: "2h" },
      {},
      { metrics: [{ ...own, reopen: { ...own.reopen, as: "ignore" } }] },
    );
    expect(only(ignoring, told, "12:30")).toMatchObject({ state: "fulfilled", endedAt: at("10:00") });
  });

  it("fulfils an assignment at creation at once, elapsed 0 (K2)", () => {
    const told: Told[] = [["9:00", opened({ assignee: "u" })]];
    expect(only(promise({ assignment: "1h" }), told, "10:00")).toMatchObject({
      state: "fulfilled",
      elapsedMs: 0,
      met: true,
      dueAt: at("10:00"),
    });
  });

  it("pauses all while held, and cancels all for good once merged (K15)", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", { type: "held" }],
      ["11:00", { type: "resumed" }],
      ["12:00", { type: "exempted", reason: "storm" }],
      ["13:00", { type: "merged" }],
      ["14:00", asks({ status: "open" })],
    ];
    expect(only(promise({ resolution: "8h" }), told, "10:30")).toMatchObject({
      state: "paused",
      pausedSince: at("10:00"),
    });
    expect(only(promise({ resolution: "8h" }), told, "15:00")).toMatchObject({
      state: "cancelled",
      endedAt: at("13:00"),
      elapsedMs: 3 * HOUR,
      exempted: "storm",
      dueAt: at("tue 10:00"),
    });
  });

  it("resets the clock that runs and starts the next in the same step, where a start's condition holds", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", { type: "clock.reset", metric: "resolution" }],
    ];
    const readings = read(promise({ resolution: "2h", firstResponse: "3h" }), told, "11:00");
    expect(readings.map(({ metric, instance, state, dueAt }) => [metric, instance, state, dueAt])).toEqual([
      ["firstResponse", 1, "running", at("12:00")],
      ["resolution", 1, "cancelled", at("11:00")],
      ["resolution", 2, "running", at("12:00")],
    ]);
  });

  it("schedules a cadence from the due time before it", () => {
    const update = {
      id: "update",
      start: [{ on: "reply" }],
      stop: [{ on: "reply" }],
      from: "previousDue",
      repeats: "always",
    } as const;
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", replies()],
      ["11:00", replies()],
      ["11:30", replies()],
    ];
    const cadence = promise({ update: "3h" }, {}, { metrics: [update] });
    expect(read(cadence, told, "11:15")[1]).toMatchObject({
      state: "scheduled",
      startedAt: at("13:00"),
      dueAt: at("16:00"),
      elapsedMs: 0,
    });
    expect(read(cadence, told, "12:00").map(({ startedAt }) => startedAt)).toEqual([
      at("10:00"),
      at("13:00"),
      at("16:00"),
    ]);
  });

  it("starts in retrospect with the pauses in between, or without", () => {
    const late = (backfill: "pauses" | "none") =>
      promise(
        { late: "8h" },
        {},
        {
          metrics: [
            {
              id: "late",
              start: [{ on: "changed", field: "plan" }],
              stop: [{ on: "reply" }],
              from: { fact: "createdAt" },
              backfill,
              repeats: "once",
              pause: { while: { fact: "statusCategory", is: "pending" } },
            },
          ],
        },
      );
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", status("pending")],
      ["11:00", status("open")],
      ["12:00", change({ plan: "gold" })],
    ];
    expect(only(late("pauses"), told, "13:00")).toMatchObject({
      startedAt: at("9:00"),
      elapsedMs: 3 * HOUR,
      pausedMs: HOUR,
    });
    expect(only(late("none"), told, "13:00")).toMatchObject({
      startedAt: at("9:00"),
      elapsedMs: 4 * HOUR,
      pausedMs: 0,
    });
  });

  it("lets pauses move an instant from a field where told so (K9)", () => {
    const told: Told[] = [
      ["9:00", opened({ due: "2026-03-02T12:00:00Z" })],
      ["10:00", status("pending")],
      ["11:00", status("open")],
    ];
    const fixed = (options: Options) => promise({ resolution: { field: "due" } }, options);
    expect(only(fixed({}), told, "11:30")).toMatchObject({
      dueAt: at("12:00"),
      targetMs: 3 * HOUR,
      remainingMs: HOUR / 2,
    });
    expect(only(fixed({ pauses: "extend" }), told, "10:30")).toMatchObject({
      dueAt: null,
      dueAtIfResumedNow: at("12:30"),
    });
    expect(only(fixed({ pauses: "extend" }), told, "11:30")).toMatchObject({
      dueAt: at("13:00"),
      targetMs: 3 * HOUR,
      remainingMs: 1.5 * HOUR,
    });
  });

  it("attributes the time that counts to who held the ticket, and a breach to who held it just before (K13)", () => {
    const told: Told[] = [
      ["9:00", opened({ group: "a" })],
      ["11:00", change({ group: "b" })],
    ];
    const { attribution, breachedBy } = only(two, told, "12:00");
    expect(breachedBy).toEqual({ assignee: null, group: "a", supplier: null });
    expect(attribution.map(({ group, elapsedMs }) => [group, elapsedMs / HOUR])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });
});
