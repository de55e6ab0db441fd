import { describe, expect, it } from "vitest";
import { VECTORS } from "../../src/cli/conformance/files.ts";
import { at, changedLeaves, commercialVectors, type Json, office, run } from "./commercialVectors.ts";

const SYSTEMS = ["Zendesk", "Freshdesk", "LiveAgent", "MessageHub (Chatwoot family)", "Loop XM"];
const shared = commercialVectors(SYSTEMS);
const vectors = shared ?? [];
const failure = (vector: Json) => run(vector).lines[0];

const zendesk = {
  ...{ id: "v", system: "Zendesk", source: "here", derived: true, calendars: [], evaluateAt: at("12:00") },
  policy: { metric: "firstReply", targetSeconds: 7_200, hours: "calendar" },
  events: [{ at: at("09:00"), type: "created", by: "customer" }],
  expected: { dueAt: at("11:00") },
};
const freshdesk = { ...zendesk, system: "Freshdesk" };
const liveAgent = { ...zendesk, system: "LiveAgent" };
const loopXm = {
  ...zendesk,
  system: "Loop XM",
  policy: { targets: { high: { response: 60 } }, unit: "minutes", reminders: [], escalations: [] },
  events: [{ at: at("09:00"), type: "created", priority: "high", location: "L1" }],
};

describe("vectors of Zendesk, Freshdesk, LiveAgent, MessageHub and Loop XM", () => {
  it.skipIf(!shared)(`all pass (skipped where ${VECTORS} is absent)`, () => {
    expect(run(...vectors).lines).toEqual([`${vectors.length} passed, 0 failed, 0 expected differences`]);
    expect(vectors.length).toBeGreaterThanOrEqual(23);
  });

  it.skipIf(!shared).each(vectors.map((vector) => [vector.id, vector] as const))(
    "compare every member that %s expects",
    (_, vector) => {
      for (const expected of changedLeaves(vector.expected)) {
        expect(run({ ...vector, expected }), JSON.stringify(expected)).toMatchObject({
          passed: 0,
          failed: 1,
        });
      }
    },
  );

  it.each<[string, Json, string]>([
    ["a system nobody knows", { ...zendesk, system: "Telex" }, "`system` is none"],
    ["a metric nobody knows", { ...zendesk, policy: { metric: "mood" } }, "`policy.metric` is none of"],
    [
      "a member of the policy nobody reads",
      { ...zendesk, policy: { ...zendesk.policy, grace: 1 } },
      "`policy.grace`",
    ],
    [
      "a type of event nobody knows",
      { ...zendesk, events: [{ at: at("09:00"), type: "sneezed" }] },
      "`events.0.type`",
    ],
    [
      "an event's member nobody reads",
      { ...zendesk, events: [{ ...zendesk.events[0], mood: 1 }] },
      "`events.0.mood`",
    ],
    [
      "a message by nobody",
      { ...zendesk, events: [...zendesk.events, { at: at("10:00"), type: "message" }] },
      "`events.1.by`",
    ],
    [
      "an instant without an offset",
      { ...zendesk, evaluateAt: "2026-03-02T12:00:00" },
      "`evaluateAt` is no instant",
    ],
    ["nothing expected", { ...zendesk, expected: {} }, "`expected` is empty"],
    ["something expected that nobody can answer", { ...zendesk, expected: { mood: 1 } }, "`expected.mood`"],
    [
      "business hours without a calendar",
      { ...zendesk, policy: { ...zendesk.policy, hours: "business" } },
      "has no calendar",
    ],
    [
      "a calendar's member nobody reads",
      { ...zendesk, calendars: [{ ...office, mood: 1 }] },
      "`calendars.mood`",
    ],
    [
      "a clock that is not there",
      { ...zendesk, events: [{ ...zendesk.events[0], by: "agent" }] },
      "and the history has 0",
    ],
    [
      "a target that is no number",
      { ...freshdesk, policy: { ...freshdesk.policy, targetSeconds: "soon" } },
      "`policy.targetSeconds.firstReply` is no duration",
    ],
    [
      "a level that is no number",
      { ...freshdesk, policy: { ...freshdesk.policy, escalations: [{ level: "1", afterSeconds: 0 }] } },
      "`policy.escalations.0.level`",
    ],
    [
      "a way to end unanswered nobody knows",
      { ...liveAgent, policy: { ...liveAgent.policy, resolveWithoutReply: "missed" } },
      "`policy.resolveWithoutReply`",
    ],
    [
      "calendars that Loop XM does not count by",
      { ...loopXm, calendars: [office], expected: { actionsDue: [] } },
      "`calendars`",
    ],
    [
      "a priority without hours",
      {
        ...freshdesk,
        policy: { metric: "resolution", targetsByPriority: { low: 60 }, hours: { high: "business" } },
        calendars: [office],
      },
      "`policy.hours.low` is missing",
    ],
    ["a member nobody reads", { ...zendesk, mood: 1 }, "`vector.mood`"],
    [
      "durations that only begin as one",
      { ...liveAgent, policy: { metric: "firstReply", targetSeconds: "2 hours or so" } },
      "is no duration",
    ],
    [
      "a change that never comes",
      { ...zendesk, expected: { before: { breached: false } } },
      "no priority or policy changes",
    ],
    [
      "a reminder about nothing",
      { ...loopXm, policy: { ...loopXm.policy, reminders: [{ target: "mood", offsetMinutes: 1 }] } },
      "`policy.reminders.0.target`",
    ],
  ])("are reported where they have %s", (_, vector, says) => {
    expect(failure(vector)).toContain(`v: cannot be run: `);
    expect(failure(vector)).toContain(says);
  });

  it.each<[string, Json]>([
    ["instants with another offset", { ...zendesk, evaluateAt: "2026-03-02T13:00:00+01:00", expected: { dueAt: "2026-03-02T12:00:00+01:00" } }],
    ["targets by metric", { ...zendesk, policy: { metrics: ["firstReply", "totalResolution"], targetSeconds: { firstReply: 3_600, totalResolution: 60 } },
      expected: { firstReply: { breachedAt: at("10:00") }, totalResolutionSeconds: 10_800 } }],
    ["metric events with a breach", { ...zendesk, events: [...zendesk.events, { at: at("11:30"), type: "message", by: "agent", visibility: "public" }],
      expected: { metricEvents: { reply_time: [["activate", at("09:00")], ["breach", at("11:00")], ["fulfill", at("11:30")]] } } }],
    ["statuses that count", { ...zendesk, policy: { metric: "agentWork", targetSeconds: 60, countStatuses: ["pending"] }, events: [...zendesk.events, { at: at("10:00"), type: "status", to: "pending" }],
      expected: { elapsedSeconds: 7_200, startedAt: at("09:00") } }],
    ["a policy applied twice", { ...zendesk, events: [...zendesk.events, { at: at("10:00"), type: "policy.applied" }, { at: at("11:30"), type: "policy.applied" }], expected: { breachedAt: at("11:00") } }],
    ["business hours and holidays", { ...freshdesk, policy: { ...freshdesk.policy, hours: "business" }, calendars: [{ ...office, holidays: ["2026-03-02"] }], expected: { dueAt: "2026-03-03T11:00:00Z", withinCalendarHours: false } }],
    ["a next reply of Freshdesk's", { ...freshdesk, policy: { metric: "nextReply", targetSeconds: 1_800 }, events: [...zendesk.events, { at: at("10:00"), type: "message", by: "agent" }, { at: at("11:00"), type: "message", by: "customer" }],
      expected: { instances: [{ startedAt: at("11:00"), dueAt: at("11:30"), breached: true }] } }],
    ["LiveAgent's next answer and its record", { ...liveAgent, policy: { metric: "nextReply", targetSeconds: 1_800 },
      events: [{ at: at("09:00"), type: "created", status: "New" }, { at: at("10:00"), type: "status", to: "Answered" }, { at: at("10:30"), type: "status", to: "Open" }, { at: at("11:10"), type: "status", to: "Answered" }],
      expected: { logEntries: [{ startedAt: at("10:30"), dueAt: at("11:00"), endedAt: at("11:10"), breached: true }], overdueSeconds: 600 } }],
    ["a change before others that are none", { ...zendesk, policy: { metric: "firstReply", targetsByPriority: { normal: 28_800, urgent: 3_600 } },
      events: [{ ...zendesk.events[0], priority: "normal" }, { at: at("11:30"), type: "priority", to: "urgent" }, { at: at("11:45"), type: "message", by: "agent", visibility: "internal" }, { at: at("12:30"), type: "priority", to: "normal" }],
      expected: { before: { dueAt: at("17:00"), breached: false }, after: { dueAt: at("10:00"), breachRecordedAt: at("11:30") } } }],
    ["no target", { ...zendesk, evaluateAt: "2026-03-12T09:00:00Z", policy: { metric: "firstReply", hours: "calendar" }, expected: { dueAt: null, breached: false, breachedAt: null, remainingSeconds: null, elapsedSeconds: 864_000 } }],
    ["a target for one metric only", { ...zendesk, evaluateAt: "2026-03-12T09:00:00Z", policy: { metrics: ["firstReply", "totalResolution"], targetSeconds: { firstReply: 60 } },
      expected: { firstReply: { breached: true }, totalResolution: { breached: false, dueAt: null, elapsedSeconds: 864_000 } } }],
    ["a default whose timer is on", { ...freshdesk, policy: { metric: "resolution", targetSeconds: 14_400, timerOffStatuses: ["waiting on third party", "Parked"] },
      events: [zendesk.events[0], { at: at("09:30"), type: "status", to: "pending" }, { at: at("10:30"), type: "status", to: "Parked" }, { at: at("11:00"), type: "status", to: "6" }], expected: { pausedSeconds: 1_800, elapsedSeconds: 9_000 } }],
    ["no timers that are off", { ...freshdesk, policy: { metric: "resolution", targetSeconds: 14_400, timerOffStatuses: [] }, events: [zendesk.events[0], { at: at("09:30"), type: "status", to: "pending" }], expected: { pausedSeconds: 0 } }],
    ["remarks and a mark", { ...zendesk, note: "so", quirk: "none" }],
    ["durations in words", { ...zendesk, policy: { metric: "firstReply", targetSeconds: "1 hour and 30 minutes" }, expected: { dueAt: at("10:30") } }],
    ["targets in words", { ...zendesk, events: [{ ...zendesk.events[0], priority: "low" }], policy: { metric: "firstReply", targetsByPriority: { low: "90m" } }, expected: { dueAt: at("10:30") } }],
    ["hours by priority", { ...freshdesk, calendars: [{ ...office, week: { mon: [["10:00", "17:00"]] } }], policy: { metric: "resolution", targetsByPriority: { low: 3_600, high: 7_200 }, hours: { low: "business", high: "calendar" } },
      events: [{ ...zendesk.events[0], priority: "low" }], expected: { dueAt: at("11:00"), elapsedBusinessSeconds: 7_200 } }],
    ["a high priority around the clock", { ...freshdesk, calendars: [{ ...office, week: { mon: [["10:00", "17:00"]] } }], policy: { metric: "resolution", targetSeconds: 7_200, hours: { low: "business", high: "calendar" } },
      events: [{ ...zendesk.events[0], priority: "high" }], expected: { dueAt: at("11:00"), elapsedSeconds: 10_800 } }],
    ["a policy that MessageHub's rule adds later", { ...zendesk, system: "MessageHub (Chatwoot family)", events: [...zendesk.events, { at: at("11:30"), type: "policy.applied" }], evaluateAt: at("11:45"), expected: { dueAt: at("11:00"), breachRecordedAt: at("11:30") } }],
    ["hours of Loop XM's", { ...loopXm, policy: { ...loopXm.policy, hours: "business" }, calendars: [{ ...office, week: { mon: [["09:30", "17:00"]] } }], expected: { response: { dueAt: at("10:30") } } }],
    ["LiveAgent's compliance over two days", { ...liveAgent, evaluateAt: "2026-03-03T12:00:00Z", policy: { report: "compliance", groupBy: "day" },
      events: [{ at: at("10:00"), type: "closed", taken: 600, met: true }, { at: at("11:00"), type: "closed", taken: 300, met: false }, { at: "2026-03-03T11:00:00Z", type: "closed", taken: 60, met: true }, { at: "2026-03-03T12:10:00Z", type: "closed", taken: 1_200, met: true }],
      expected: { rows: [{ date: "2026-03-02", fulfilled: 1, fulfilledMaxSeconds: 600, missed: 1, missedAvgSeconds: 300 }, { date: "2026-03-03", fulfilled: 1, fulfilledMinSeconds: 60, missed: 0, missedMaxSeconds: null }] } }],
    ["a call of LiveAgent's", { ...liveAgent, policy: { metric: "callAnswer", targetSeconds: 20 }, events: [...zendesk.events, { at: at("10:00"), type: "call.ringing" }, { at: at("10:01"), type: "call.answered" }], expected: { breached: true, elapsedSeconds: 60 } }],
    ["hours for a unit, two resolutions and a reminder to a user", { ...loopXm, policy: { targets: { high: { resolution: 1, secondaryResolution: 2 } }, unit: "hours", reminders: [{ target: "secondaryResolution", offsetMinutes: -30, recipients: ["locationTeam", "kim"] }] },
      expected: { resolution: { dueAt: at("10:00") }, secondaryResolution: { dueAt: at("11:00") }, actionsDue: [{ kind: "reminder", at: at("10:30"), recipients: ["location.team", "user:kim"] }] } }],
    ["an escalation that is for another location", { ...loopXm, policy: { ...loopXm.policy, escalations: [{ target: "response", offsetMinutes: 0, location: "L2", assignTo: "kim" }] }, expected: { actionsDue: [] } }],
  ])("may have %s", (_, vector) => {
    expect(run(vector).lines).toEqual(["1 passed, 0 failed, 0 expected differences"]);
  }); // biome-ignore format: a table of vectors
});
