/*
 * The oracle is trusted because of these, worked out by hand from the rules: the everyday situations of metrics.md.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases, histories } from "../../src/testing/arbitraries/cases.ts";
import { define } from "../../src/testing/definition/define.ts";
import { asks, at, change, HOUR, only, opened, promise, read, replies, status, type Told } from "./story.ts";

describe("the oracle in twelve everyday situations (metrics.md)", () => {
  const resolution = promise({ resolution: "8h" });
  const responses = promise({ firstResponse: "1h", nextResponse: "2h" });

  it("lets closing after solving move nothing", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["11:00", status("solved")],
      ["tue 10:00", status("closed")],
    ];
    expect(only(resolution, told, "wed 9:00")).toMatchObject({
      state: "fulfilled",
      endedAt: at("11:00"),
      dueAt: at("17:00"),
      elapsedMs: 2 * HOUR,
      remainingMs: 6 * HOUR,
      met: true,
      breachedAt: null,
    });
  });

  it("cancels the response of a ticket closed without any reply", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["9:30", status("solved")],
    ];
    expect(only(responses, told, "tue 9:00")).toMatchObject({
      state: "cancelled",
      endedAt: at("9:30"),
      met: null,
      elapsedMs: HOUR / 2,
    });
  });

  it("ends the resolution of a ticket that goes straight from open to closed", () => {
    const told: Told[] = [
      ["9:00", opened({ status: "open" })],
      ["tue 11:00", status("closed")],
    ];
    expect(only(resolution, told, "wed 9:00")).toMatchObject({
      state: "fulfilled",
      met: false,
      breachedAt: at("17:00"),
      elapsedMs: 10 * HOUR,
    });
  });

  it("lets a reply that also solves fulfil, and start nothing", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["9:30", replies({ status: "solved" })],
    ];
    expect(only(responses, told, "tue 9:00")).toMatchObject({
      metric: "firstResponse",
      state: "fulfilled",
      met: true,
    });
  });

  it("lets a courtesy reply on a solved ticket start and end nothing", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["9:30", status("solved")],
      ["9:40", replies()],
    ];
    expect(only(responses, told, "tue 9:00")).toMatchObject({ state: "cancelled", endedAt: at("9:30") });
  });

  it("resumes the resolution of a ticket reopened by the requester, without the done spell", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", replies({ status: "solved" })],
      ["12:00", asks({ status: "open" })],
    ];
    expect(only(resolution, told, "13:00")).toMatchObject({
      state: "running",
      instance: 1,
      elapsedMs: 2 * HOUR,
      pausedMs: 2 * HOUR,
      dueAt: at("tue 11:00"),
      endedAt: null,
    });
    expect(read(responses, told, "13:00").at(-1)).toMatchObject({
      metric: "nextResponse",
      startedAt: at("12:00"),
      dueAt: at("14:00"),
    });
  });

  it("starts no response clock where an agent reopens", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", replies({ status: "solved" })],
      ["12:00", status("open")],
    ];
    expect(only(responses, told, "13:00")).toMatchObject({ metric: "firstResponse", state: "fulfilled" });
    expect(only(resolution, told, "13:00")).toMatchObject({ state: "running" });
  });

  it("starts no clock for thanks after solving, unless the ticket ceases to be done, from that moment", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["9:20", replies({ status: "solved" })],
      ["10:00", asks()],
      ["11:00", status("open")],
    ];
    expect(read(responses, told, "10:30")).toHaveLength(1);
    expect(read(responses, told, "12:00")[1]).toMatchObject({
      metric: "nextResponse",
      startedAt: at("11:00"),
      dueAt: at("13:00"),
    });
  });

  it("takes a status never sent for new", () => {
    const waits = promise({ requesterWait: "4h" });
    expect(only(waits, [["9:00", opened()]], "10:00")).toMatchObject({ state: "running", elapsedMs: HOUR });
  });

  it("waits with the first response to a ticket opened by an agent until the requester writes", () => {
    const told: Told[] = [
      ["9:00", opened({}, "agent")],
      ["10:00", replies()],
      ["11:00", asks()],
      ["11:30", replies()],
    ];
    expect(read(responses, told, "10:30")).toEqual([]);
    expect(only(responses, told, "12:00")).toMatchObject({
      metric: "firstResponse",
      startedAt: at("11:00"),
      endedAt: at("11:30"),
      met: true,
    });
  });

  it("ends a pause with the solving", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", status("pending")],
      ["12:00", status("solved")],
    ];
    expect(only(resolution, told, "11:00")).toMatchObject({
      state: "paused",
      dueAt: null,
      dueAtIfResumedNow: at("tue 10:00"),
      pausedSince: at("10:00"),
      pausedMs: HOUR,
      never: false,
    });
    expect(only(resolution, told, "13:00")).toMatchObject({
      state: "fulfilled",
      dueAt: at("tue 11:00"),
      pausedMs: 2 * HOUR,
      elapsedMs: HOUR,
    });
  });

  it("starts no ownership for a group changed while done, but at the reopening", () => {
    const told: Told[] = [
      ["9:00", opened({ group: "a" })],
      ["10:00", status("solved")],
      ["11:00", change({ group: "b" })],
      ["12:00", status("open")],
    ];
    const readings = read(promise({ ownership: "1h" }), told, "12:30");
    expect(readings.map(({ per, startedAt, endedAt }) => [per, startedAt, endedAt])).toEqual([
      ["a", at("9:00"), at("10:00")],
      ["b", at("12:00"), null],
    ]);
  });
});

describe("the oracle on what is generated", () => {
  it("answers two thousand cases, a few milliseconds each, with figures that add up", () => {
    fc.assert(
      fc.property(cases, ({ definition, history, asOf }) => {
        for (const one of define(definition, history, asOf)) {
          expect(one.elapsedMs).toBeGreaterThanOrEqual(0);
          expect(one.breachedAt ?? asOf).toBeLessThanOrEqual(asOf);
          expect(one.met).toBe(one.breachedAt !== null ? false : one.met);
        }
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });

  it("enumerates every history up to a length", () => {
    const told = [opened(), status("solved"), replies()];
    expect([...histories(2, told, [at("9:00"), at("10:00")])]).toHaveLength(1 + 6 + 24);
  });
});
