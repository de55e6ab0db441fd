import { compileSla } from "dueclock";
import { intercom } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import {
  all,
  assigned,
  at,
  changes,
  hour,
  lines,
  message,
  opened,
  released,
  reply,
  request,
  status,
} from "../unit/engine/desk.ts";

describe("intercom", () => {
  const targets = {
    firstResponse: "2h",
    nextResponse: "1h",
    timeToClose: "8h",
    timeToResolve: "24h",
  } as const;
  const sla = compileSla({
    ...intercom(),
    policies: [
      { id: "standard", targets },
      { id: "vip", targets: { firstResponse: "30m" } },
    ],
  });
  const begins = [opened(hour(0), { status: "open" }), assigned(hour(0), "standard")];

  it("takes a teammate's reply and nobody else's", () => {
    const events = [
      ...begins,
      message("bot", hour(0.5)),
      reply(hour(0.75), {}, { visibility: "internal" }),
      reply(hour(1)),
    ];
    expect(at(sla, 2, events, "firstResponse")).toMatchObject({ state: "fulfilled", endedAt: 1, met: true });
  });

  it("has a target only from when a workflow applies it, and counts from the first message all the same", () => {
    expect(all(sla, 1, [opened(hour(0))], "firstResponse")).toEqual([]);
    const late = [opened(hour(0)), assigned(hour(1), "vip")];
    expect(at(sla, 1, late, "firstResponse")).toMatchObject({ dueAt: 0.5, breachedAt: 1 });
  });

  it("lets the workflow that comes last override", () => {
    expect(at(sla, 0, [...begins, assigned(hour(0), "vip")], "firstResponse")).toMatchObject({
      policy: "vip",
      dueAt: 0.5,
    });
  });

  it("cancels what runs when the SLA is removed by hand", () => {
    expect(at(sla, 2, [...begins, released(hour(1))], "firstResponse")).toMatchObject({
      state: "cancelled",
      endedAt: 1,
    });
  });

  it("uses no time while the conversation is snoozed or closed, until somebody writes", () => {
    const events = [
      ...begins,
      status(hour(0.5), "snoozed"),
      status(hour(3), "open"),
      status(hour(3.5), "closed"),
      request(hour(9), { status: "open" }),
    ];
    expect(lines(sla, 2, events, "firstResponse")).toEqual([["paused", 0, 0.5]]);
    expect(lines(sla, 8, events, "firstResponse")).toEqual([["paused", 0, 1]]);
    expect(lines(sla, 9.5, events, "firstResponse")).toEqual([["running", 0, 1.5]]);
  });

  it("counts the next response from the oldest message that waits", () => {
    const events = [
      ...begins,
      reply(hour(1)),
      request(hour(2)),
      request(hour(2.5)),
      reply(hour(2.75)),
      request(hour(4)),
    ];
    expect(lines(sla, 4.5, events, "nextResponse")).toEqual([
      ["fulfilled", 2, 0.75],
      ["running", 4, 0.5],
    ]);
  });

  it("measures the first closing, and a ticket's resolution while it does not wait for the customer", () => {
    const events = [
      ...begins,
      changes(hour(1), { ticketState: "waiting_on_customer" }),
      changes(hour(3), { ticketState: "in_progress" }),
      changes(hour(4), { ticketState: "resolved" }),
      status(hour(5), "closed"),
      status(hour(6), "open"),
    ];
    expect(lines(sla, 7, events, "timeToResolve")).toEqual([["fulfilled", 0, 2]]);
    expect(lines(sla, 7, events, "timeToClose")).toEqual([["fulfilled", 0, 5]]);
  });
});
