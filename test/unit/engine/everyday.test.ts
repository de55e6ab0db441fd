import {
  compileSla,
  type Evaluation,
  evaluateTicket,
  type FieldPatch,
  type HistoryEvent,
  type Party,
  type Reading,
  type TicketHistory,
} from "dueclock";
import { describe, expect, it } from "vitest";

/*
 * The everyday situations of metrics.md, in one desk: Warsaw, Monday to Friday from 09:00 to 17:00. A first
 * response in 4 hours, the next ones in 8, a resolution in 16, of business time. The week is that of 2 March 2026.
 */
const hours: [string, string][] = [["09:00", "17:00"]];
const sla = compileSla<string>({
  calendars: {
    support: {
      timeZone: "Europe/Warsaw",
      weeklyHours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
    },
  },
  statuses: {
    New: "new",
    Open: "open",
    Pending: "pending",
    "On hold": "onHold",
    Solved: "solved",
    Closed: "closed",
  },
  policies: [
    {
      id: "standard",
      calendar: "support",
      targets: { firstResponse: "4h", nextResponse: "8h", resolution: "16h" },
    },
  ],
});

/** An event without its id; `ticket` numbers them `e1`, `e2`, … in the order given. */
type Draft = { readonly at: number } & Readonly<Record<string, unknown>>;
const ticket = (...drafts: readonly Draft[]): TicketHistory => ({
  ticket: "T-1",
  events: drafts.map((draft, i) => ({ id: `e${i + 1}`, ...draft }) as unknown as HistoryEvent),
});
const opened = (at: number, more = {}): Draft => ({ type: "created", at, by: "requester", ...more });
const message = (by: Party, at: number, more = {}): Draft => ({
  type: "message",
  at,
  by,
  visibility: "public",
  ...more,
});
const request = (at: number, more = {}) => message("requester", at, more);
const reply = (at: number, more = {}) => message("agent", at, more);
const changes = (at: number, set: FieldPatch, more = {}): Draft => ({ type: "changed", at, set, ...more });
const status = (at: number, to: string, more = {}) => changes(at, { status: to }, more);

const HOUR = 3_600_000;
const WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONDAY = Date.UTC(2026, 2, 1, 23); // midnight of Monday 2 March 2026 in Warsaw, then an hour ahead of UTC

/** `"Tue 10:30"` of that week in Warsaw, as an instant. */
function at(text: string): number {
  const [day, time] = text.split(" ");
  const [hours, minutes] = time.split(":").map(Number);
  return MONDAY + (WEEK.indexOf(day) * 24 + hours + minutes / 60) * HOUR;
}

/** A reading with its instants as local times in Warsaw and its amounts in hours, to read and to compare. */
function inWarsaw(reading: Reading | undefined): Record<string, unknown> {
  const local = (instant: number) => {
    const rest = instant - MONDAY;
    return `${WEEK[Math.floor(rest / (24 * HOUR))]} ${new Date(rest).toISOString().slice(11, 16)}`;
  };
  return Object.fromEntries(
    Object.entries(reading ?? {}).map(([key, value]) => {
      if (typeof value !== "number" || key === "instance") return [key, value];
      return [key, key.endsWith("Ms") ? value / HOUR : local(value)];
    }),
  );
}
const clocks = (verdict: Evaluation, metric: string) =>
  verdict.clocks.filter((reading) => reading.metric === metric).map(inWarsaw);

/** What the desk sees on Friday at noon unless said otherwise. */
function verdict(events: Draft[], asOf = "Fri 12:00") {
  return evaluateTicket(sla, ticket(...events), { asOf: at(asOf) });
}

function expectNothingRuns(events: Draft[], asOf?: string) {
  const seen = verdict(events, asOf);
  expect(seen.clocks.filter(({ endedAt }) => endedAt === null)).toEqual([]);
  expect(seen).toMatchObject({ urgency: null, nextChangeAt: null, actions: [], warnings: [] });
}

describe("1. solved, then closed", () => {
  const events = [
    opened(at("Mon 10:00"), { set: { status: "New" } }),
    reply(at("Mon 11:00"), { set: { status: "Open" } }),
    status(at("Mon 15:00"), "Solved"),
    status(at("Wed 10:00"), "Closed"),
  ];

  it("is resolved by the solving, and the closing moves nothing", () => {
    expect(clocks(verdict(events), "resolution")).toMatchObject([
      {
        instance: 1,
        state: "fulfilled",
        met: true,
        startedAt: "Mon 10:00",
        endedAt: "Mon 15:00",
        dueAt: "Wed 10:00",
        elapsedMs: 5,
        remainingMs: 11,
        pausedMs: 0,
        breachedAt: null,
      },
    ]);
    expect(clocks(verdict(events), "resolution")).toEqual(clocks(verdict(events.slice(0, 3)), "resolution"));
  });

  it("leaves no clock running, and awaits no reply", () => {
    expectNothingRuns(events);
    expect(clocks(verdict(events), "nextResponse")).toEqual([]);
  });
});

describe("2. closed without any reply", () => {
  const events = [opened(at("Mon 10:00")), status(at("Mon 12:00"), "Closed")];

  it("cancels the first response and leaves it unjudged", () => {
    expect(clocks(verdict(events), "firstResponse")).toMatchObject([
      {
        state: "cancelled",
        met: null,
        endedAt: "Mon 12:00",
        dueAt: "Mon 14:00",
        elapsedMs: 2,
        remainingMs: 2,
        breachedAt: null,
      },
    ]);
  });

  it("is resolved by the closing", () => {
    expect(clocks(verdict(events), "resolution")).toMatchObject([
      { state: "fulfilled", met: true, endedAt: "Mon 12:00", elapsedMs: 2 },
    ]);
    expectNothingRuns(events);
  });
});

describe("3. straight from open to closed", () => {
  const events = [
    opened(at("Mon 10:00"), { set: { status: "New" } }),
    reply(at("Mon 11:00"), { set: { status: "Open" } }),
    request(at("Mon 12:00")),
    status(at("Mon 13:00"), "Closed"),
  ];

  it("is resolved by the closing, and the reply that was awaited is cancelled", () => {
    expect(clocks(verdict(events), "resolution")).toMatchObject([
      { state: "fulfilled", met: true, endedAt: "Mon 13:00", elapsedMs: 3 },
    ]);
    expect(clocks(verdict(events), "nextResponse")).toMatchObject([
      { state: "cancelled", met: null, startedAt: "Mon 12:00", endedAt: "Mon 13:00", elapsedMs: 1 },
    ]);
    expectNothingRuns(events);
  });
});

describe("4. reply and solve in one step", () => {
  it("fulfils the first response and the resolution, and starts nothing", () => {
    const events = [opened(at("Mon 10:00")), reply(at("Mon 12:00"), { set: { status: "Solved" } })];
    expect(clocks(verdict(events), "firstResponse")).toMatchObject([
      { state: "fulfilled", met: true, endedAt: "Mon 12:00", elapsedMs: 2 },
    ]);
    expect(clocks(verdict(events), "resolution")).toMatchObject([
      { state: "fulfilled", met: true, endedAt: "Mon 12:00", elapsedMs: 2 },
    ]);
    expect(clocks(verdict(events), "nextResponse")).toEqual([]);
    expectNothingRuns(events);
  });

  it("fulfils the next response too", () => {
    const events = [
      opened(at("Mon 10:00")),
      reply(at("Mon 11:00")),
      request(at("Mon 13:00")),
      reply(at("Mon 14:00"), { set: { status: "Solved" } }),
    ];
    expect(clocks(verdict(events), "nextResponse")).toMatchObject([
      { state: "fulfilled", met: true, startedAt: "Mon 13:00", endedAt: "Mon 14:00", elapsedMs: 1 },
    ]);
    expectNothingRuns(events);
  });
});

describe("5. a courtesy reply on a solved ticket", () => {
  it("changes no clock", () => {
    const events = [
      opened(at("Mon 10:00")),
      reply(at("Mon 12:00"), { set: { status: "Solved" } }),
      reply(at("Mon 16:00")),
    ];
    expect(verdict(events).clocks).toEqual(verdict(events.slice(0, 2)).clocks);
    expectNothingRuns(events);
  });

  it("does not fulfil a first response that the solving had cancelled", () => {
    const events = [opened(at("Mon 10:00")), status(at("Mon 12:00"), "Solved"), reply(at("Mon 16:00"))];
    expect(clocks(verdict(events), "firstResponse")).toMatchObject([
      { state: "cancelled", endedAt: "Mon 12:00" },
    ]);
    expectNothingRuns(events);
  });
});

describe("6. reopened by the requester", () => {
  const solved = [opened(at("Mon 10:00")), reply(at("Mon 12:00"), { set: { status: "Solved" } })];

  it("resumes the resolution without the done spell and starts a next response, in one step", () => {
    const events = [...solved, request(at("Tue 09:30"), { set: { status: "Open" } })];
    const seen = verdict(events, "Tue 10:30");
    expect(clocks(seen, "resolution")).toMatchObject([
      {
        instance: 1,
        state: "running",
        met: null,
        startedAt: "Mon 10:00",
        endedAt: null,
        elapsedMs: 3,
        pausedMs: 5.5,
        remainingMs: 13,
        dueAt: "Wed 15:30",
      },
    ]);
    expect(clocks(seen, "nextResponse")).toMatchObject([
      { instance: 1, state: "running", startedAt: "Tue 09:30", elapsedMs: 1, dueAt: "Wed 09:30" },
    ]);
    expect(clocks(seen, "firstResponse")).toMatchObject([
      { instance: 1, state: "fulfilled", endedAt: "Mon 12:00" },
    ]);
  });

  it("counts a request on the done ticket from the moment at which it ceases to be done", () => {
    const events = [...solved, request(at("Tue 09:30")), status(at("Tue 11:00"), "Open")];
    expect(clocks(verdict(events, "Tue 10:30"), "nextResponse")).toEqual([]);
    expect(clocks(verdict(events, "Tue 12:00"), "nextResponse")).toMatchObject([
      { instance: 1, state: "running", startedAt: "Tue 11:00", elapsedMs: 1, dueAt: "Wed 11:00" },
    ]);
  });

  it("starts another first response where nobody had answered before the solving", () => {
    const events = [
      opened(at("Mon 10:00")),
      status(at("Mon 12:00"), "Solved"),
      request(at("Tue 09:30"), { set: { status: "Open" } }),
      reply(at("Tue 10:00")),
    ];
    expect(clocks(verdict(events), "firstResponse")).toMatchObject([
      { instance: 1, state: "cancelled", startedAt: "Mon 10:00", endedAt: "Mon 12:00" },
      { instance: 2, state: "fulfilled", startedAt: "Tue 09:30", endedAt: "Tue 10:00", met: true },
    ]);
    expect(clocks(verdict(events), "nextResponse")).toEqual([]);
  });
});

describe("7. reopened by an agent", () => {
  it("resumes the resolution and starts no response clock", () => {
    const events = [
      opened(at("Mon 10:00")),
      reply(at("Mon 12:00"), { set: { status: "Solved" } }),
      status(at("Tue 10:00"), "Open"),
    ];
    const seen = verdict(events, "Tue 11:00");
    expect(clocks(seen, "resolution")).toMatchObject([
      { instance: 1, state: "running", elapsedMs: 3, pausedMs: 6, dueAt: "Wed 16:00" },
    ]);
    expect(clocks(seen, "nextResponse")).toEqual([]);
    expect(clocks(seen, "firstResponse")).toMatchObject([{ instance: 1, state: "fulfilled" }]);
  });

  it("starts none for a request that was unanswered when the ticket became done", () => {
    const events = [
      opened(at("Mon 10:00")),
      reply(at("Mon 11:00")),
      request(at("Mon 12:00")),
      status(at("Mon 13:00"), "Solved"),
      status(at("Tue 10:00"), "Open"),
    ];
    expect(clocks(verdict(events), "nextResponse")).toMatchObject([
      { instance: 1, state: "cancelled", startedAt: "Mon 12:00", endedAt: "Mon 13:00" },
    ]);
  });
});

describe("8. “thanks” after solving", () => {
  it("starts no clock and moves none", () => {
    const events = [
      opened(at("Mon 10:00")),
      reply(at("Mon 12:00"), { set: { status: "Solved" } }),
      request(at("Mon 12:30")),
    ];
    expect(verdict(events).clocks).toEqual(verdict(events.slice(0, 2)).clocks);
    expectNothingRuns(events);
  });

  it("is answered by a courtesy reply, so that a later reopening awaits nothing", () => {
    const events = [
      opened(at("Mon 10:00")),
      reply(at("Mon 12:00"), { set: { status: "Solved" } }),
      request(at("Mon 12:30")),
      reply(at("Mon 13:00")),
      status(at("Tue 10:00"), "Open"),
    ];
    expect(clocks(verdict(events), "nextResponse")).toEqual([]);
  });
});

describe("9. a status never sent", () => {
  it("counts as new: the clocks run, and nothing is odd about it", () => {
    const events = [opened(at("Mon 10:00")), message("agent", at("Mon 11:00"), { visibility: "internal" })];
    const seen = verdict(events, "Mon 12:00");
    expect(seen).toMatchObject({ category: "new", warnings: [] });
    expect(clocks(seen, "firstResponse")).toMatchObject([
      { state: "running", elapsedMs: 2, dueAt: "Mon 14:00" },
    ]);
    expect(clocks(seen, "resolution")).toMatchObject([
      { state: "running", elapsedMs: 2, dueAt: "Wed 10:00" },
    ]);
  });
});

describe("10. a ticket opened by an agent", () => {
  it("starts no response clock until the requester writes, whatever the agent wrote before", () => {
    const events = [
      opened(at("Mon 10:00"), { by: "agent" }),
      reply(at("Mon 11:00")),
      request(at("Mon 12:00")),
    ];
    expect(clocks(verdict(events, "Mon 11:30"), "firstResponse")).toEqual([]);
    expect(clocks(verdict(events, "Mon 13:00"), "firstResponse")).toMatchObject([
      { instance: 1, state: "running", startedAt: "Mon 12:00", elapsedMs: 1, dueAt: "Mon 16:00" },
    ]);
    expect(clocks(verdict(events, "Mon 13:00"), "nextResponse")).toEqual([]);
  });

  it("is resolved from its opening on", () => {
    const events = [opened(at("Mon 10:00"), { by: "agent" })];
    expect(clocks(verdict(events, "Mon 13:00"), "resolution")).toMatchObject([
      { state: "running", startedAt: "Mon 10:00", elapsedMs: 3 },
    ]);
  });
});

describe("11. pending straight to solved", () => {
  it("ends the pause with the solving", () => {
    const events = [
      opened(at("Mon 10:00")),
      reply(at("Mon 12:00"), { set: { status: "Pending" } }),
      changes(at("Tue 10:00"), { status: "Solved" }),
    ];
    expect(clocks(verdict(events, "Mon 14:00"), "resolution")).toMatchObject([
      { state: "paused", pausedSince: "Mon 12:00", dueAt: null, dueAtIfResumedNow: "Wed 12:00" },
    ]);
    expect(clocks(verdict(events), "resolution")).toMatchObject([
      {
        state: "fulfilled",
        met: true,
        endedAt: "Tue 10:00",
        elapsedMs: 2,
        pausedMs: 6,
        remainingMs: 14,
        dueAt: "Wed 16:00",
        dueAtIfResumedNow: null,
        pausedSince: null,
      },
    ]);
    expectNothingRuns(events);
  });
});
