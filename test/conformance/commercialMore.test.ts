import { describe, expect, it } from "vitest";
import { VECTORS } from "../../src/cli/conformance/files.ts";
import { at, changedLeaves, commercialVectors, type Json, office, run } from "./commercialVectors.ts";

const SYSTEMS = [
  "Appfire Time to SLA (Jira app)",
  "Dynamics 365",
  "Front",
  "HubSpot",
  "Intercom",
  "Jira Service Management",
  "Opsgenie",
  "PagerDuty",
  "Plain",
  "SaaSJet SLA Time and Report (Jira app)",
  "Salesforce",
  "ServiceNow",
];
const shared = commercialVectors(SYSTEMS);
const vectors = shared ?? [];

/** The same JSON so many days later. */
function later<T>(value: T, days: number): T {
  const shift = (text: string) => {
    const match = /^(\d{4}-\d\d-\d\d)(T.*)?$/.exec(text);
    if (!match) return text;
    const date = new Date(Date.parse(`${match[1]}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
    return `${date}${match[2] ?? ""}`;
  };
  return JSON.parse(JSON.stringify(value), (_, member) =>
    typeof member === "string" ? shift(member) : member,
  );
}

const created = { at: at("09:00"), type: "created", by: "customer" };
const status = (time: string, to: string) => ({ at: at(time), type: "status", to });
const vector = (
  system: string,
  policy: Json,
  events: readonly Json[],
  expected: Json,
  more: Json = {},
): Json => ({
  ...{ id: "v", system, source: "here", derived: true, calendars: [], evaluateAt: at("12:00") },
  policy,
  events,
  expected,
  ...more,
});
const jira = (policy: Json, events: readonly Json[], expected: Json, more?: Json) =>
  vector(
    "Jira Service Management",
    { start: "created", stop: "resolved", goalSeconds: 7_200, ...policy },
    events,
    expected,
    more,
  );
const serviceNow = (policy: Json, events: readonly Json[], expected: Json, more?: Json) =>
  vector(
    "ServiceNow",
    { start: "priority=1", stop: "state=Resolved", targetSeconds: 14_400, ...policy },
    events,
    expected,
    more,
  );
const state = (time: string, to: string) => ({ at: at(time), type: "state", to });
const p1 = { at: at("09:00"), type: "created", priority: 1, state: "New" };
const pagerDuty = (events: readonly Json[], expected: Json) =>
  vector(
    "PagerDuty",
    {
      rules: [
        { delayMinutes: 10, targets: ["u1"] },
        { delayMinutes: 20, targets: ["u2"] },
      ],
      numLoops: 1,
    },
    [{ at: at("09:00"), type: "incident.triggered" }, ...events],
    expected,
  );
const opsgenie = (condition: string, events: readonly Json[], expected: Json) =>
  vector(
    "Opsgenie",
    {
      rules: [{ condition, delayMinutes: 5, recipient: "team" }],
      repeat: { waitIntervalMinutes: 10, count: 1 },
    },
    [{ at: at("09:00"), type: "alert.created" }, ...events],
    expected,
  );

const invariant = (expected: Json, calendars: readonly Json[] = []) =>
  vector(
    "Jira Service Management",
    { kind: "invariant" },
    [{ at: at("09:00"), type: "sla.start" }],
    expected,
    {
      calendars,
    },
  );

describe("vectors of Jira and its apps, ServiceNow, Salesforce, Dynamics 365, the inboxes and two alarm systems", () => {
  it.skipIf(!shared)(`all pass (skipped where ${VECTORS} is absent)`, () => {
    expect(run(...vectors).lines).toEqual([`${vectors.length} passed, 0 failed, 0 expected differences`]);
    expect(vectors.length).toBeGreaterThanOrEqual(60);
  });

  it.skipIf(!shared)("all pass five weeks later too, as nothing is known of their dates", () => {
    const zoned = vectors.filter(({ calendars, policy }) => {
      const invariant = (policy as Json).kind === "invariant"; // its figures are a real issue's
      return !invariant && !JSON.stringify(calendars).includes("America");
    });
    expect(run(...zoned.map((one) => later(one, 35))).failed).toBe(0);
    expect(zoned.length).toBeGreaterThanOrEqual(50);
  });

  it.skipIf(!shared).each(vectors.map((one) => [one.id, one] as const))(
    "compare every member that %s expects",
    (_, one) => {
      for (const expected of changedLeaves(one.expected)) {
        expect(run({ ...one, expected }), JSON.stringify(expected)).toMatchObject({ passed: 0, failed: 1 });
      }
    },
  );

  // biome-ignore format: a table of vectors
  it.each<[string, Json, string]>([
    ["a member of the policy nobody reads", jira({ grace: 1 }, [created], { breached: true }), "`policy.grace`"],
    ["a moment nobody knows", jira({ start: "when it pleases" }, [created], { breached: true }), "`policy.start` is no moment"],
    ["a condition nobody knows", jira({ pause: "raining" }, [created], { breached: true }), "`policy.pause` is no condition"],
    ["another kind of invariant", vector("Jira Service Management", { kind: "mood" }, [created], { breached: true }), "`policy.kind`"],
    ["a calendar that is not there", jira({ calendar: "moon" }, [created], { breached: true }), "no calendar `moon`"],
    ["no cycle", jira({ start: "reopened" }, [created], { breached: true }), "no cycle"],
    ["a status that was another before", vector("Appfire Time to SLA (Jira app)", { start: "status=A", stop: "status=B" }, [status("09:00", "A"), { ...status("10:00", "B"), frm: "C" }], { first: 1 }), "`events.1.frm`"],
    ["an order that leaves an effect out", vector("Appfire Time to SLA (Jira app)", { start: "status=A", stop: "status=B", order: ["start", "stop"] }, [status("09:00", "A")], { first: 1 }), "`policy.order`"],
    ["a method nobody knows", vector("Appfire Time to SLA (Jira app)", { start: "status=A", stop: "status=B", methods: ["largest"] }, [status("09:00", "A")], { first: 1 }), "`policy.methods`"],
    ["effects that cannot be told apart", vector("Appfire Time to SLA (Jira app)", { start: "created", stop: "status=B" }, [created], { first: 1 }), "orders changes of the field `status` only"],
    ["a recurrence nobody knows", vector("Salesforce", { milestone: "m", targetSeconds: 1, recurrence: "often" }, [created], { isViolated: true }), "`policy.recurrence`"],
    ["criteria twice", vector("Salesforce", { milestone: "m", targetSeconds: 1, criteria: "status=New" }, [created, { at: at("10:00"), type: "criteria.met" }], { isViolated: true }), "both `policy.criteria`"],
    ["a target in words nobody knows", vector("Intercom", { metric: "firstReply", target: "soon" }, [created], { breached: true }), "`policy.target`"],
    ["a status after a reply that never comes", vector("Intercom", { metric: "firstReply", targetSeconds: 60 }, [created], { intercomSlaStatusAfterReply: "missed" }), "no reply"],
    ["a calendar change to nothing", vector("Dynamics 365", { metric: "resolveBy", failureSeconds: 60 }, [created, { at: at("10:00"), type: "calendar.changed", to: "moon" }], { breached: true }), "no calendar `moon`"],
    ["a scope that is no tag", vector("Front", { metric: "nextReply", targetSeconds: 60, appliesWhen: "always" }, [created], { breached: true }), "names no tag"],
    ["a cutoff by more than a day", vector("ServiceNow", { target: { kind: "businessDays", days: 2, cutoff: "10:00", ifAfterCutoffAddDays: 2 } }, [{ at: at("09:00"), type: "sla.attached" }], { breached: true }, { calendars: [office] }), "`policy.target.ifAfterCutoffAddDays`"],
    ["a flag that is none", serviceNow({ retroactiveStart: "yes" }, [p1], { breached: true }), "`policy.retroactiveStart`"],
    ["a member of one definition nobody reads", vector("ServiceNow", { definitions: [{ name: "a", mood: 1 }] }, [p1], { slas: [] }), "`policy.definitions.0.mood`"],
    ["a percentage that its flow has not", serviceNow({ percentActions: [50] }, [p1], { at75: at("12:00") }), "`expected.at75`"],
    ["a start from a field nobody knows", serviceNow({ retroactiveStart: true, setStartTo: "moonrise" }, [p1], { breached: true }), "`policy.setStartTo` is none of"],
    ["calendars of alarms", { ...pagerDuty([], { notifications: [] }), calendars: [office] }, "`calendars`"],
    ["calendars of alerts", { ...opsgenie("if-not-acked", [], { notifications: [] }), calendars: [office] }, "`calendars`"],
    ["a goal that nothing proves", invariant({ goalMillis: 3_600_000 }), "`expected.breachedAt`"],
    ["calendars of which none is named", invariant({ goalMillis: 3_600_000, breachedAt: at("10:00") }, [office, { ...office, id: "other" }]), "`calendars`"],
    ["goals of two kinds", jira({ targetsByPriority: { high: 60 } }, [created], { breached: true }), "the policy has not one of"],
    ["two kinds of pauses", vector("Dynamics 365", { metric: "resolveBy", failureSeconds: 60, pauseOnHold: true, pauseStatuses: [] }, [created], { breached: true }), "both `policy.pauseOnHold`"],
    ["too many loops", vector("PagerDuty", { rules: [], numLoops: 10 }, [{ at: at("09:00"), type: "incident.triggered" }], { notifications: [] }), "`policy.numLoops`"],
    ["a memory of who saw it", vector("Opsgenie", { rules: [], repeat: { waitIntervalMinutes: 1, count: 1, resetRecipientStates: false } }, [{ at: at("09:00"), type: "alert.created" }], { notifications: [] }), "`policy.repeat.resetRecipientStates`"],
  ])("are reported where they have %s", (_, one, says) => {
    expect(run(one).lines[0]).toContain("v: cannot be run: ");
    expect(run(one).lines[0]).toContain(says);
  });

  // biome-ignore format: a table of vectors
  it.each<[string, Json]>([
    ["a state that pauses Jira's SLA", jira({ pause: "status=Waiting" }, [created, status("10:00", "Waiting"), status("11:30", "Open")], { dueAt: at("12:30"), pausedSeconds: 5_400, ongoingCycle: { paused: false, remainingSeconds: 1_800 } })],
    ["a cycle that is paused", jira({ pause: ["status=Waiting", "status=Blocked"] }, [created, status("10:00", "Blocked")], { paused: true, breachTime: at("13:00"), completedCycles: [] })],
    ["no cycle that goes on", jira({}, [created, status("10:00", "resolved")], { ongoingCycle: null, completedCycles: [{ stopTime: at("10:00"), goalSeconds: 7_200 }] })],
    ["cycles with a reset before the stop", vector("Appfire Time to SLA (Jira app)", { start: "status->A", stop: "status->C", reset: "status from B", order: ["start", "resume", "pause", "reset", "stop"] }, [status("09:00", "A"), status("10:00", "B"), status("11:00", "C")], { state: "reset", elapsedSeconds: 7_200, all: 7_200 })],
    ["cycles that pause and resume", vector("Appfire Time to SLA (Jira app)", { start: "status->A", pause: "status->B", resume: "status->C", stop: "status->D", methods: ["all"] }, [status("09:00", "A"), status("10:00", "B"), status("11:00", "C"), status("11:30", "D")], { all: 5_400, state: "stopped" })],
    ["a negotiated date around the clock", vector("SaaSJet SLA Time and Report (Jira app)", { target: "absolute-field" }, [{ ...created, dueField: at("11:00") }], { dueAt: at("11:00"), breachedAt: at("11:00") })],
    ["criteria met again long after a completion", vector("Salesforce", { milestone: "m", recurrence: "sequential", targetSeconds: 3_600 }, [{ at: at("09:00"), type: "criteria.met" }, { at: at("09:10"), type: "milestone.completed" }, { at: at("10:30"), type: "criteria.met" }],
      { milestones: [{ isCompleted: true, completionDate: at("09:10") }, { startDate: at("10:30"), isViolated: true }] })],
    ["a conversation's closing", vector("Intercom", { metric: "timeToClose", targetSeconds: 3_600 }, [created, status("09:30", "snoozed"), status("11:00", "open"), status("11:20", "closed")], { elapsedSeconds: 3_000, breached: false, endedAt: at("11:20") })],
    ["Intercom's word for a hit", vector("Intercom", { metric: "firstReply", targetSeconds: 3_600 }, [created, { at: at("09:30"), type: "message", by: "agent" }], { intercomSlaStatusAtEvaluate: "hit" })],
    ["a first response of Dynamics'", vector("Dynamics 365", { metric: "firstResponseBy", failureSeconds: 3_600, warningSeconds: 1_800 }, [created, { at: at("09:20"), type: "message", by: "agent", visibility: "internal" }, { at: at("09:40"), type: "message", by: "agent" }], { failureTime: at("10:00"), warningTime: at("09:30"), endedAt: at("09:40") })],
    ["a hold that does not pause", vector("Dynamics 365", { metric: "resolveBy", failureSeconds: 3_600 }, [created, status("09:10", "OnHold")], { breachedAt: at("10:00"), holdBusinessSeconds: 0 })],
    ["closed time that counts", vector("Dynamics 365", { metric: "resolveBy", failureSeconds: 7_200, closedTimeCounts: true }, [created, status("10:00", "resolved"), status("11:30", "open")], { breachedAt: at("11:30"), failureTime: at("11:00") })],
    ["a tag that is taken off", vector("Front", { metric: "nextReply", targetSeconds: 3_600, appliesWhen: "tag=rush" }, [created, { at: at("09:10"), type: "tag.added", tag: "rush" }, { at: at("09:20"), type: "tag.removed", tag: "rush" }], { dueAt: null, breached: false })],
    ["a goal of HubSpot's that is overdue", vector("HubSpot", { metric: "firstReply", targetSeconds: 3_600 }, [created], { state: "overdue", breachedAt: at("10:00") })],
    ["a next response of Plain's", vector("Plain", { metric: "nextResponse", targetSeconds: 3_600 }, [created, { at: at("09:10"), type: "message", by: "agent" }, { at: at("11:30"), type: "message", by: "customer" }], { state: "running", dueAt: at("12:30") })],
    ["an SLA that is never cancelled", serviceNow({ cancel: "never" }, [p1, { at: at("10:00"), type: "priority", to: 3 }], { slas: [{ name: "sla", stage: "in_progress", dueAt: at("13:00") }] })],
    ["a cancel condition", serviceNow({ cancel: "state=Cancelled" }, [p1, { at: at("10:00"), type: "priority", to: 3 }, state("11:00", "Cancelled")], { slas: [{ stage: "cancelled", endTime: at("11:00"), elapsedSeconds: 7_200 }] })],
    ["a resume condition", serviceNow({ pause: "state=Held", resume: "location=Oslo" }, [p1, state("10:00", "Held"), state("10:30", "Active"), { at: at("11:00"), type: "field", name: "location", to: "Oslo" }], { pauseSeconds: 3_600, dueAt: at("14:00") })],
    ["conditions joined", serviceNow({ start: "priority=1 and state in New,Active" }, [p1, state("10:00", "Idle")], { slas: [{ stage: "cancelled", endTime: at("10:00") }] })],
    ["a reset that cancels", serviceNow({ reset: "location changes", resetAction: "cancel" }, [p1, { at: at("11:00"), type: "field", name: "location", to: "Oslo" }], { slas: [{ stage: "cancelled" }, { stage: "in_progress", startTime: at("11:00") }] })],
    ["a flow that runs though it has breached", serviceNow({ targetSeconds: 3_600, retroactiveStart: true, setStartTo: "created", percentActions: [50, 100], runActionsIfBreachedAtAttach: true }, [{ ...p1, priority: 3 }, { at: at("11:00"), type: "priority", to: 1 }], { actionsDue: [100], actionsSkipped: [50] })],
    ["a breakdown by assignee", serviceNow({ breakdownBy: ["assignee"] }, [{ ...p1, assignee: "kim" }, { at: at("11:00"), type: "assigned", assignee: "lee" }], { breakdown: [{ assignee: "kim", businessSeconds: 7_200, percentOfTarget: 50, breachedDuring: false }, { assignee: "lee", businessSeconds: 3_600 }] })],
    ["a chain run through twice", pagerDuty([], { notifications: [at("09:00"), at("09:10"), at("09:30"), at("09:40")] })],
    ["definitions with hours of their own", vector("ServiceNow", { hours: "business", definitions: [{ name: "a", start: "priority=1", targetSeconds: "2 hours" }, { name: "b", start: "priority=1", targetSeconds: 7_200, hours: "calendar" }] }, [p1],
      { slas: [{ name: "a", dueAt: at("12:00") }, { name: "b", dueAt: at("11:00") }] }, { calendars: [{ ...office, week: { mon: [["10:00", "17:00"]] } }] })],
    ["goals of Jira's by priority", jira({ goalSeconds: undefined, targetsByPriority: { high: "1 hour", low: 7_200 } }, [{ ...created, priority: "high" }], { goalSeconds: 3_600, dueAt: at("10:00") })],
    ["statuses that pause Dynamics' timer", vector("Dynamics 365", { metric: "resolveBy", failureSeconds: 7_200, pauseStatuses: ["Researching"] }, [created, status("10:00", "Researching"), status("11:00", "In Progress")], { failureTime: at("12:00"), holdBusinessSeconds: 3_600 })],
    ["rules out of order", vector("Opsgenie", { rules: [{ condition: "if-not-acked", delayMinutes: 30 }, { condition: "if-not-acked", delayMinutes: 5 }] }, [{ at: at("09:00"), type: "alert.created" }], { notifications: [at("09:05"), at("09:30")] })],
    ["an invariant of a calendar of its own", { ...invariant({ goalMillis: 7_200_000, breachedAt: "2026-03-03T15:00:00Z" }, [{ ...office, week: { mon: [["09:00", "10:00"]], tue: [["14:00", "17:00"]] } }]), evaluateAt: "2026-03-04T00:00:00Z" }],
    ["no target of ServiceNow's", vector("ServiceNow", {}, [{ at: at("09:00"), type: "sla.attached" }], { dueAt: null, hasBreached: false, businessPercent: null, actualElapsedSeconds: 10_800 })],
    ["a retroactive start at a date", serviceNow({ retroactiveStart: true, setStartTo: "dueField", start: "priority=1" }, [{ ...p1, priority: 3, dueField: at("08:00") }, { at: at("11:00"), type: "priority", to: 1 }], { startTime: at("08:00"), elapsedSeconds: 14_400 })],
    ["a chain that an acknowledgement ends", pagerDuty([{ at: at("09:05"), type: "incident.acknowledged" }], { notifications: [at("09:00")] })],
    ["an alert that is acknowledged, and not closed", opsgenie("if-not-closed", [{ at: at("09:07"), type: "alert.acknowledged" }], { firstPassAt: at("09:05"), secondPassAt: at("09:20") })],
    ["an alert acknowledged before it repeats", opsgenie("if-not-acked", [{ at: at("09:07"), type: "alert.acked" }], { firstPassAt: at("09:05"), secondPassAt: null })],
  ])("may have %s", (_, one) => {
    expect(run(one).lines).toEqual(["1 passed, 0 failed, 0 expected differences"]);
  });
});
