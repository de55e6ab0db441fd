import { compileSla, currentClock, evaluateTicket, type HistoryEvent } from "dueclock";
import { describe, expect, it } from "vitest";
import { type Draft, hour, opened, reply, request, status } from "./desk.ts";

const sla = compileSla<string>({
  policies: [{ id: "p", targets: { firstResponse: "4h", nextResponse: "8h", resolution: "10h" } }],
});

/** `verdict`, but for more events than an argument list holds. */
const verdict = (drafts: readonly Draft[], asOf: number) => {
  const events = drafts.map((draft, i) => ({ id: `e${i + 1}`, ...draft }) as unknown as HistoryEvent);
  return evaluateTicket(sla, { ticket: "T-1", events }, { asOf });
};

describe("a verdict", () => {
  it("is right for a ticket of a million events", () => {
    const list: Draft[] = [opened(hour(0))];
    for (let i = 1; i < 1_000_000; i++) list.push(status(hour(0) + i, i % 2 === 0 ? "open" : "pending"));
    expect(currentClock(verdict(list, hour(0) + 1_000_000), "resolution")).toMatchObject({
      state: "paused",
      elapsedMs: 500_000,
      pausedMs: 500_000,
      pausedSince: hour(0) + 999_999,
    });
  });

  it("is right for a ticket of a hundred thousand messages", () => {
    const list: Draft[] = [opened(hour(0)), reply(hour(0) + 1)];
    for (let i = 2; i < 100_000; i++) list.push(i % 2 === 0 ? request(hour(0) + i) : reply(hour(0) + i));
    const { clocks, warnings } = verdict(list, hour(0) + 100_000);
    expect(warnings).toEqual([]);
    expect(clocks.length).toBe(2 + 49_999);
    expect(
      clocks.filter(({ metric }) => metric === "nextResponse").every(({ elapsedMs }) => elapsedMs === 1),
    ).toBe(true);
  });
});
