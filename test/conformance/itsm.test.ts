import { describe, expect, it } from "vitest";
import { readDifferences } from "../../src/cli/conformance/differences.ts";
import { runConformance } from "../../src/cli/conformance/run.ts";

type Fields = Readonly<Record<string, unknown>>;

const hours = [["08:00", "20:00"]];
const weekdays = {
  timeZone: "UTC",
  weeklyHours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
};
/** An instant of June 2025, whose 2nd is a Monday. */
const june = (dayTime: string) => `2025-06-${dayTime}Z`;
const event = (at: string, type: string, more: Fields = {}) => ({ at: june(at), type, ...more });

/** A GLPI ticket with two hours to resolve; what a test is about replaces its parts. */
const glpi = {
  id: "v",
  system: "glpi",
  policy: { clock: "time_to_resolve", targetSeconds: 7200 } as Fields,
  calendar: weekdays as unknown,
  events: [event("02T09:00:00", "created")] as readonly Fields[],
  evaluateAt: june("02T10:00:00"),
  expected: { state: "running", dueAt: june("02T11:00:00") } as Fields,
};
const ola = {
  ...glpi,
  policy: { agreement: "OLA", clock: "time_to_own", targetSeconds: 5400, ownerGroup: "N1" },
  events: [event("02T09:00:00", "created"), event("02T09:00:00", "policyAttached")],
};

function lines(...vectors: readonly Fields[]): readonly string[] {
  return runConformance([{ name: "file.json", json: { vectors } }], readDifferences([])).lines;
}
const passes = (...vectors: readonly Fields[]) =>
  expect(lines(...vectors)).toEqual([`${vectors.length} passed, 0 failed, 0 expected differences`]);

describe("the translator of clocks-itsm.json", () => {
  it("passes what is answered as expected", () => passes(glpi));

  it("prints every field that is expected and got of a vector that fails", () => {
    const expected = { state: "met", dueAt: null, pausedSeconds: 1, elapsedSeconds: 3600 };
    expect(lines({ ...glpi, expected })[0]).toBe(
      `v glpi time_to_resolve: expected state met, dueAt null, pausedSeconds 1 s, elapsedSeconds 3600 s, got state running, dueAt ${june("02T11:00:00")}, pausedSeconds 0 s, elapsedSeconds 3600 s`,
    );
  });

  it.each<[string, Fields, string]>([
    [
      "an unknown clock",
      { policy: { clock: "time_to_lunch", targetSeconds: 1 } },
      "`time_to_lunch` is no clock",
    ],
    ["no target", { policy: { clock: "time_to_own" } }, "a policy has either"],
    ["two targets", { policy: { ...glpi.policy, targetWorkingDays: 1 } }, "a policy has either"],
    [
      "half a second",
      { policy: { ...glpi.policy, targetSeconds: 0.5 } },
      "`policy.targetSeconds` is no whole number",
    ],
    ["a target of nothing", { policy: { ...glpi.policy, targetSeconds: 0 } }, "a target must be more than 0"],
    [
      "an unknown part of a policy",
      { policy: { ...glpi.policy, grace: 1 } },
      "`policy.grace` is nothing that is known",
    ],
    ["an end of day without days", { policy: { ...glpi.policy, endOfDay: true } }, "`endOfDay` belongs to"],
    [
      "an SLA that starts when attached",
      { policy: { ...glpi.policy, startsAt: "attached" } },
      "an SLA starts when",
    ],
    ["an unknown agreement", { policy: { ...glpi.policy, agreement: "UC" } }, "neither SLA nor OLA"],
    [
      "a time to keep in loop that GLPI has not",
      { policy: { ...glpi.policy, keepInLoopSeconds: 9 } },
      "belongs to no clock",
    ],
    [
      "an escalation without an offset",
      { policy: { ...glpi.policy, escalationOffset: {} } },
      "has either `seconds`",
    ],
    [
      "an unknown type of event",
      { events: [event("02T09:00:00", "sneezed")] },
      "`sneezed` is no type of event",
    ],
    [
      "an inherited name as a type",
      { events: [event("02T09:00:00", "toString")] },
      "`toString` is no type of event",
    ],
    [
      "an unknown part of an event",
      { events: [event("02T09:00:00", "created", { mood: 1 })] },
      "`events.0.mood`",
    ],
    [
      "a message by nobody known",
      { events: [event("02T09:00:00", "message", { by: "cat" })] },
      "`cat` is nobody",
    ],
    ["a status that is missing", { events: [event("02T09:00:00", "status")] }, "`to` is no text"],
    ["an instant without an offset", { evaluateAt: "2025-06-02T10:00:00" }, "`evaluateAt` is no instant"],
    ["nothing expected", { expected: {} }, "it expects nothing"],
    ["an unknown answer", { expected: { mood: 1 } }, "`expected.mood` is nothing that is known here"],
    ["an unknown state", { expected: { state: "asleep" } }, "`asleep` is no state"],
    [
      "a threshold that it has not",
      { expected: { thresholdAt: { 50: null } } },
      "the policy has no threshold `50`",
    ],
    ["an unknown zone", { calendar: { ...weekdays, timeZone: "Mars/Olympus" } }, "no time zone"],
  ])("reports a vector with %s and goes on", (_, change, message) => {
    const [first, summary] = lines({ ...glpi, ...change }, glpi);
    expect(first).toMatch(/^v: cannot be run: /);
    expect(first).toContain(message);
    expect(summary).toBe("1 passed, 1 failed, 0 expected differences");
  });

  it("reports a system that nobody here knows, among ones that it does", () => {
    expect(lines({ ...glpi, system: "clippy" }, glpi)[0]).toContain("`clippy` is no system");
  });
});

describe("what its vectors may say", () => {
  it("compares the field of an upstream fault by being another than it", () => {
    passes({ ...glpi, expected: { state: "running", upstreamDueAt: null } });
    expect(lines({ ...glpi, expected: { upstreamDueAt: june("02T11:00:00") } })[0]).toContain(
      `got upstreamDueAt ${june("02T11:00:00")}`,
    );
  });

  it("reads targets and offsets in working days", () => {
    const policy = { clock: "time_to_own", targetWorkingDays: 2, endOfDay: true };
    const expected = { dueAt: june("04T20:00:00") };
    passes(
      { ...glpi, policy, expected },
      {
        ...glpi,
        policy: { ...policy, escalationOffset: { workingDays: 3 } },
        expected: { ...expected, escalationAt: june("09T20:00:00") },
      },
      {
        ...glpi,
        policy: { ...policy, escalationOffset: { seconds: -3600 } },
        expected: { ...expected, escalationAt: june("04T19:00:00") },
      },
    );
  });

  it("reads a policy that is replaced with its calendar, and no escalation of the one before", () => {
    const mornings = {
      timeZone: "UTC",
      weeklyHours: { mon: [["08:00", "10:00"]], tue: [["08:00", "10:00"]] },
    };
    const policy = { ...glpi.policy, escalationOffset: { seconds: -1800 } };
    const events = [
      ...glpi.events,
      event("02T09:30:00", "policy", { targetSeconds: 10_800, calendar: mornings }),
    ];
    const expected = { dueAt: june("09T08:00:00"), escalationAt: june("03T09:30:00") };
    passes({ ...glpi, policy, events, expected });
  });

  it("takes a target in days for one in seconds, and back", () => {
    const days = { clock: "time_to_resolve", targetWorkingDays: 1, endOfDay: true };
    const events = [...glpi.events, event("02T09:30:00", "policy", { targetSeconds: 7200 })];
    passes({ ...glpi, policy: days, events });
    const later = [...glpi.events, event("02T09:30:00", "policy", { targetWorkingDays: 1 })];
    passes({ ...glpi, events: later, expected: { dueAt: june("03T09:00:00") } });
  });

  it("starts an OLA when it is attached, an SLA when the ticket was created, and neither before", () => {
    const events = [event("02T09:00:00", "created"), event("02T09:30:00", "policyAttached")];
    passes(
      {
        ...ola,
        events,
        expected: { state: "running", startedAt: june("02T09:30:00"), dueAt: june("02T11:00:00") },
      },
      {
        ...glpi,
        events,
        expected: { state: "running", startedAt: june("02T09:00:00"), dueAt: june("02T11:00:00") },
      },
      { ...ola, events, evaluateAt: june("02T09:20:00"), expected: { state: "not_started", dueAt: null } },
    );
  });

  it("attaches an OLA once more: one that has ended starts anew, one that goes on goes on", () => {
    const again = event("02T10:00:00", "policyAttached");
    const evaluateAt = june("02T11:00:00");
    passes({
      ...ola,
      events: [...ola.events, again],
      evaluateAt,
      expected: { state: "breached", startedAt: june("02T09:00:00"), dueAt: june("02T10:30:00") },
    });
    const owned = event("02T09:30:00", "message", { by: "u1", byGroup: "N1" });
    passes({
      ...ola,
      events: [...ola.events, owned, again],
      evaluateAt,
      expected: { state: "running", startedAt: june("02T10:00:00"), dueAt: june("02T11:30:00") },
    });
  });

  it("says whether a clock is late", () => {
    const evaluateAt = june("02T13:00:00");
    passes({ ...glpi, expected: { isLate: false } }, { ...glpi, evaluateAt, expected: { isLate: true } });
  });

  it("takes an OLA off, and attaches it again", () => {
    const off = event("02T09:30:00", "policyDetached");
    const evaluateAt = june("02T10:30:00");
    passes({ ...ola, events: [...ola.events, off], evaluateAt, expected: { state: "idle", dueAt: null } });
    const events = [...ola.events, off, event("02T10:00:00", "policyAttached")];
    passes({
      ...ola,
      events,
      evaluateAt,
      expected: { state: "running", startedAt: june("02T10:00:00"), dueAt: june("02T11:30:00") },
    });
    const other = event("02T09:30:00", "policyDetached", { agreement: "SLA" });
    passes({ ...ola, events: [...ola.events, other], evaluateAt, expected: { state: "breached" } });
    expect(lines({ ...ola, events: [...ola.events, off, off] })[0]).toContain("that is not attached");
  });

  it("hears nothing of another agreement that is attached", () => {
    const events = [
      event("02T09:00:00", "created"),
      event("02T09:30:00", "policyAttached", { agreement: "SLA" }),
    ];
    passes({ ...ola, events, expected: { state: "idle" } });
  });

  it.each<[string, Fields, string]>([
    ["a follow-up by a member", { type: "message", by: "u1", byGroup: "N1", public: false }, "met"],
    ["a follow-up by somebody else", { type: "message", by: "agent", byGroup: "DESK" }, "running"],
    [
      "one that a template wrote",
      { type: "message", by: "agent", byGroup: "N1", automated: true },
      "running",
    ],
    ["a task by a member", { type: "task", by: "u1", byGroup: "N1" }, "met"],
    [
      "a member who takes it",
      { type: "assigned", user: "u1", userGroup: "N1", by: "u1", byGroup: "N1" },
      "met",
    ],
    [
      "a member who is named",
      { type: "assigned", user: "u1", userGroup: "N1", by: "u2", byGroup: "N1" },
      "running",
    ],
    ["another group taken off", { type: "unassigned", group: "N2" }, "running"],
    ["the group taken off", { type: "unassigned", group: "N1" }, "met"],
    ["every group taken off", { type: "assigned", group: null }, "met"],
  ])("ends the time to own of an OLA with %s, or not", (_, last, state) => {
    const groups = ["N2", "N1"].map((group) => event("02T09:05:00", "assigned", { group }));
    passes({
      ...ola,
      events: [...ola.events, ...groups, { at: june("02T09:10:00"), ...last }],
      expected: { state },
    });
  });

  it("performs the levels of an escalation in their order, on their conditions, until asOf", () => {
    const policy = {
      ...glpi.policy,
      levels: [
        { offsetSeconds: -3600, when: { priority: 3 }, set: { priority: 4 } },
        { offsetSeconds: -1800, when: { priority: 3 }, set: { priority: 1 } },
        { offsetSeconds: 0, when: { priority: 4 }, set: { priority: 5 } },
        { offsetWorkingDays: 1, set: { priority: 6 } },
      ],
    };
    const at = (time: string, priority: number, nextLevel: number | null) => ({
      ...glpi,
      policy,
      events: [event("02T09:00:00", "created", { priority: 3 })],
      evaluateAt: june(time),
      expected: { priority, nextLevel },
    });
    passes(
      at("02T09:59:59", 3, 1),
      at("02T10:31:00", 4, 3),
      at("02T11:01:00", 5, 4),
      at("03T11:00:00", 6, null),
    );
  });

  it("reads the priority as an event changes it", () => {
    const events = [
      event("02T09:00:00", "created", { priority: 3 }),
      event("02T09:30:00", "priority", { to: 2 }),
    ];
    passes({ ...glpi, events, expected: { priority: 2 } });
  });

  it("reads thresholds with their overrun, while the stop watch stands too", () => {
    const itop = {
      ...glpi,
      system: "itop",
      policy: { ...glpi.policy, thresholdsPercent: [50, 100, 120], pauseOnStatus: ["pending", "resolved"] },
      events: [event("02T09:00:00", "created"), event("02T11:10:00", "status", { to: "resolved" })],
      evaluateAt: june("02T12:00:00"),
      expected: {
        state: "paused",
        thresholdAt: { 50: june("02T10:00:00"), 100: june("02T11:00:00"), 120: null },
        thresholdPassed: [50, 100],
        overrunSeconds: { 50: 4200, 100: 600, 120: 0 },
      },
    };
    passes(itop, { ...itop, expected: { overrunSeconds: 600 } });
  });

  it("takes RT's statuses that are ignored as a clock that is off, whether or not their time counts", () => {
    const policy = { clock: "response", targetSeconds: 7200, ignoreOnStatus: ["stalled"] };
    const rt = {
      ...glpi,
      system: "rt",
      events: [
        event("02T09:00:00", "created", { by: "requester" }),
        event("02T09:30:00", "status", { to: "stalled" }),
      ],
      expected: { state: "ignored", dueAt: null },
    };
    passes({ ...rt, policy }, { ...rt, policy: { ...policy, excludeTimeOnIgnoredStatus: true } });
  });

  it("takes GLPI's calendar without hours for none", () => {
    const calendar = { timeZone: "UTC", hours: {}, holidays: [] };
    passes({
      ...glpi,
      calendar,
      events: [event("01T09:00:00", "created")],
      expected: { dueAt: june("01T11:00:00") },
    });
  });

  it("shows the due time of a waiting ticket as GLPI stored it last, and as OTOBO would have it now", () => {
    const events = [event("02T09:00:00", "created"), event("02T09:30:00", "status", { to: "waiting" })];
    const policy = { ...glpi.policy, pauseOnStatus: ["waiting"] };
    passes(
      { ...glpi, policy, events, expected: { state: "paused", dueAt: june("02T11:00:00") } },
      {
        ...glpi,
        system: "otobo/znuny",
        policy: { ...policy, clock: "resolution" },
        events,
        expected: { state: "paused", dueAt: june("02T11:30:00"), remainingSeconds: 5400 },
      },
    );
  });
});
