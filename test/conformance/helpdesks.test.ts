import { describe, expect, it } from "vitest";
import { readDifferences } from "../../src/cli/conformance/differences.ts";
import { runConformance } from "../../src/cli/conformance/run.ts";

type Json = { readonly [member: string]: unknown };

const run = (...vectors: readonly Json[]) =>
  runConformance([{ name: "file.json", json: { vectors } }], readDifferences([]));
/** What is printed of one vector: null where it passes. */
const says = (vector: Json) => {
  const { passed, lines } = run(vector);
  return passed === 1 ? null : lines[0];
};

const day = [["10:00", "18:00"]];
const calendar = {
  timeZone: "UTC",
  week: { mon: day, tue: day, wed: day, thu: day, fri: day },
  holidays: [],
};
/** Monday 4 August 2025. */
const at = (time: string, date = "04") => `2025-08-${date}T${time}:00Z`;
const created = (time: string, fields: Json = {}) => ({ at: at(time), type: "ticket.created", ...fields });
const status = (time: string, to: string, date?: string) => ({
  at: at(time, date),
  type: "status.changed",
  to,
});
const agent = (time: string, more: Json = {}) => ({ at: at(time), type: "message.agent", ...more });
const customer = (time: string) => ({ at: at(time), type: "message.customer" });

const frappe = (events: readonly Json[], evaluateAt: string, expected: Json, policy: Json = {}) => ({
  id: "f",
  system: "frappe-helpdesk",
  kind: "lifecycle",
  policy: {
    clock: "business",
    firstResponseSeconds: 1800,
    resolutionSeconds: 7200,
    pauseStatuses: ["Replied"],
    resolvedStatuses: ["Resolved", "Closed"],
    holdUnit: "business",
    ...policy,
  },
  calendar,
  events,
  evaluateAt,
  expected,
});
const chatwoot = (policy: Json, events: readonly Json[], expected: Json, more: Json = {}) => ({
  id: "c",
  system: "chatwoot",
  kind: "evaluation",
  policy: { clock: "always-open", ...policy },
  calendar: null,
  events,
  evaluateAt: at("16:00"),
  expected,
  ...more,
});

describe("Frappe Helpdesk's life cycles", () => {
  it("are Failed by business time, and late by it", () => {
    const late = { status: "Failed", failed: ["first_response", "resolution"], resolutionLateBySeconds: 900 };
    expect(says(frappe([created("10:00"), status("12:15", "Resolved")], at("12:15"), late))).toBeNull();
  });

  it("are not late in the evening where the time left lies in the morning", () => {
    const events = [created("17:55"), agent("18:05"), status("18:05", "Replied")];
    expect(
      says(frappe(events, at("18:05"), { status: "Paused", firstResponseLateBySeconds: null })),
    ).toBeNull();
  });

  it("add a hold that is only counted, past the closing where it runs over it", () => {
    const held = frappe(
      [created("15:00")],
      at("15:00"),
      { resolutionDueAt: at("18:00") },
      { holdSeconds: 3600 },
    );
    const more = { ...held, evaluateAt: null, policy: { ...held.policy, holdSeconds: 3601 } };
    expect(says({ ...held, evaluateAt: null })).toBeNull();
    expect(says({ ...more, expected: { resolutionDueAt: "2025-08-05T10:00:01Z" } })).toBeNull();
  });

  it("take a first response from what the policy lists, and nothing else", () => {
    const events = [created("10:00"), status("10:10", "Replied"), agent("10:20")];
    const firstResponseAt = (on: readonly string[]) => {
      const wrong = frappe(events, at("10:30"), { firstResponseAt: null }, { firstResponseOn: on });
      return says(wrong)?.replace(/.* /, "");
    };
    expect(firstResponseAt(["message.agent", "status->paused", "status open->resolved"])).toBe(at("10:10"));
    expect(firstResponseAt(["message.agent"])).toBe(at("10:20"));
    expect(firstResponseAt(["status->paused"])).toBe(at("10:10"));
  });

  it("promise a response only where there is no resolution target", () => {
    const policy = { resolutionSeconds: null };
    expect(
      says(frappe([created("10:00"), agent("10:10")], at("17:00"), { status: "Fulfilled" }, policy)),
    ).toBeNull();
    expect(says(frappe([created("10:00")], at("17:00"), { status: "Failed" }, policy))).toBeNull();
  });

  it("go on for blocked contacts, whom only Chatwoot leaves out", () => {
    const events = [created("10:00", { contactBlocked: true })];
    expect(says(frappe(events, at("17:00"), { status: "Failed" }))).toBeNull();
  });

  it("reset, merge, reassign and reprioritise as their events say", () => {
    const events = [
      created("10:00"),
      { at: at("10:05"), type: "priority.changed", from: null, to: "High" },
      { at: at("10:06"), type: "team.changed", to: "network" },
      { at: at("10:07"), type: "assignee.changed", to: null },
      { at: at("11:00"), type: "clock.reset", reason: "agreed" },
    ];
    expect(
      says(frappe(events, at("11:00"), { resolutionDueAt: at("13:00"), failed: ["first_response"] })),
    ).toBeNull();
    const merged = [created("10:00"), { at: at("10:10"), type: "ticket.merged" }];
    expect(says(frappe(merged, at("17:00"), { failed: [], firstResponseAt: null }))).toBeNull();
  });
});

describe("ERPNext's life cycles", () => {
  const allDay = [["00:00:00", "23:59:59"]];
  const story = [
    created("13:00"),
    customer("13:00"),
    agent("14:00"),
    status("14:00", "Replied"),
    status("15:00", "Open"),
    status("16:00", "Replied"),
    status("22:00", "Closed"),
    status("03:00", "Open", "05"),
    status("04:00", "Closed", "05"),
  ];
  const erpNext = (evaluateAt: string, expected: Json, more: Json = {}, events = story) => ({
    ...frappe(events, evaluateAt, expected, {
      firstResponseSeconds: 14400,
      resolutionSeconds: 21600,
      holdUnit: "wall-clock",
      reopenCountsResolvedGapAsHold: true,
      ...more,
    }),
    system: "erpnext",
    calendar: { timeZone: "UTC", week: { mon: allDay, tue: allDay } },
  });

  it("hold, close, reopen and close again, in days that end with midnight", () => {
    const due = (time: string, date?: string) => ({ resolutionDueAt: at(time, date) });
    for (const [asOf, expected] of [
      [at("13:00"), { status: "First Response Due", responseDueAt: at("17:00"), ...due("19:00") }],
      [
        at("14:00"),
        {
          status: "Resolution Due",
          onHoldSince: at("14:00"),
          firstResponseAt: at("14:00"),
          resolutionDueAt: null,
        },
      ],
      [at("15:00"), { status: "Resolution Due", holdSeconds: 3600, ...due("20:00") }],
      [
        at("22:00"),
        { status: "Fulfilled", holdSeconds: 25200, resolvedAt: at("22:00"), ...due("02:00", "05") },
      ],
      [
        at("03:00", "05"),
        { status: "Resolution Due", holdSeconds: 43200, resolvedAt: null, ...due("07:00", "05") },
      ],
      [at("04:00", "05"), { status: "Fulfilled", resolvedAt: at("04:00", "05"), ...due("07:00", "05") }],
    ] as const)
      expect(says(erpNext(asOf, expected))).toBeNull();
  });

  it("count the time closed as used where the policy says so", () => {
    const counted = erpNext(
      at("03:00", "05"),
      { holdSeconds: 25200 },
      { reopenCountsResolvedGapAsHold: false },
    );
    expect(says(counted)).toBeNull();
  });

  it("are judged by the response where no resolution is promised, and pause in no status that is not listed", () => {
    const leads = { resolutionSeconds: undefined, pauseStatuses: undefined, resolvedStatuses: ["Replied"] };
    const replied = (time: string) => [created("12:00"), status(time, "Replied")];
    expect(says(erpNext(at("17:00"), { status: "Fulfilled" }, leads, replied("15:30")))).toBeNull();
    expect(says(erpNext(at("17:00"), { status: "Failed" }, leads, replied("16:05")))).toBeNull();
  });

  it("are an expected difference where their file holds them wrong and we give what it holds right, and fail else", () => {
    const before = [created("04:00"), status("04:15", "Replied"), status("05:00", "Open")];
    const quirk = "hold by the wall clock";
    const vector = {
      ...erpNext(at("05:00"), { holdSeconds: 2700, resolutionDueAt: at("16:45") }, {}, before),
      calendar,
      agreesWithCanonical: false,
      quirk,
    };
    const right = run({ ...vector, canonical: { holdSeconds: 0, resolutionDueAt: at("16:00") } });
    expect(right).toMatchObject({ passed: 0, failed: 0, differences: 1 });
    expect(right.lines[0]).toBe(`f: expected difference, marked by its file: ${quirk}`);
    const wrong = { ...vector, canonical: { holdSeconds: 1, resolutionDueAt: at("16:00") } };
    expect(says(wrong)).toContain("neither as its system answers nor as it holds right");
    const listed = readDifferences([{ id: "f", category: "vendor-bug", rule: "K6", why: "so", ours: "1" }]);
    expect(runConformance([{ name: "f", json: [wrong] }], listed).failed).toBe(1);
  });
});

describe("Chatwoot's evaluations", () => {
  const all = { firstResponseSeconds: 3600, nextResponseSeconds: 3600, resolutionSeconds: 36000 };

  it("name each clock that was missed as often as it was", () => {
    const events = [created("10:00"), agent("11:00"), customer("11:00"), agent("13:00"), customer("13:10")];
    const expected = { missed: ["next_response", "next_response"], overall: "active_with_misses" };
    expect(says(chatwoot(all, events, expected))).toBeNull();
    expect(says(chatwoot(all, events, { missed: ["next_response"] }))).toContain(
      "[next_response next_response]",
    );
  });

  it("measure nothing for blocked contacts", () => {
    const expected = { missed: [], overall: "active" };
    const resolved = status("15:00", "resolved");
    expect(says(chatwoot(all, [created("10:00", { contactBlocked: true })], expected))).toBeNull();
    expect(says(chatwoot(all, [created("10:00", { blocked: true }), resolved], expected))).toBeNull();
    const later = [created("10:00"), { at: at("10:30"), type: "contact.blocked" }, resolved];
    expect(says(chatwoot(all, later, expected))).toBeNull();
  });

  it("tell a bot's message from a person's, and a note from a reply", () => {
    const human = chatwoot(all, [created("10:00"), agent("10:10", { human: false })], {
      firstResponseAt: null,
    });
    const note = chatwoot(all, [created("10:00"), agent("10:10", { public: false })], {
      firstResponseAt: null,
    });
    expect([says(human), says(note)]).toEqual([null, null]);
  });

  it("count from when a policy was applied, if an event says so", () => {
    const applied = [
      created("10:00"),
      { at: at("15:30"), type: "policy.applied" },
      { at: at("15:35"), type: "evaluate" },
    ];
    expect(
      says(chatwoot(all, applied, { missed: ["first_response"], firstResponseDueAt: at("11:00") })),
    ).toBeNull();
  });

  it("are driven by the snapshot where there is one", () => {
    const snapshot = {
      createdAt: at("15:20"),
      firstReplyAt: at("15:30"),
      waitingSince: at("15:10"),
      status: "open",
    };
    const urgent = (change: Json, expected: Json) =>
      says(
        chatwoot(all, [created("01:00")], expected, {
          kind: "most-urgent",
          snapshot: { ...snapshot, ...change },
        }),
      );
    expect(
      urgent({}, { metric: "next_response", remainingSeconds: 600, missed: false, label: "10m" }),
    ).toBeNull();
    expect(urgent({ waitingSince: null }, { metric: "resolution", label: "9h 20m" })).toBeNull();
    expect(urgent({ firstReplyAt: null }, { metric: "first_response", remainingSeconds: 1200 })).toBeNull();
    expect(urgent({ status: "resolved" }, { metric: null, remainingSeconds: null, label: null })).toBeNull();
    expect(urgent({ age: 1 }, { metric: null })).toContain("`snapshot.age` is nothing that is known here");
  });
});

describe("which policy applies", () => {
  const match = (system: string, policies: readonly Json[], ticket: Json, policy: string | null) =>
    says({
      id: "m",
      system,
      kind: "policy-match",
      policy: { policies },
      calendar: null,
      events: [created("10:00", ticket)],
      evaluateAt: at("10:00"),
      expected: { policy },
    });
  const blank = { name: "Blank", condition: "" };
  const fallback = { name: "Default", default: true, condition: "" };

  it("is the first whose condition holds, else the default wherever it stands", () => {
    const high = {
      name: "High",
      condition: "priority in ['High', \"Urgent\"] and source != 'Web' or vip == true",
    };
    expect(
      match("frappe-helpdesk", [fallback, high], { priority: "Urgent", source: "Mail" }, "High"),
    ).toBeNull();
    expect(
      match("frappe-helpdesk", [fallback, high], { priority: "Urgent", source: "Web" }, "Default"),
    ).toBeNull();
    expect(match("frappe-helpdesk", [fallback, high], { vip: true }, "High")).toBeNull();
    expect(match("frappe-helpdesk", [high], { priority: "Low" }, null)).toBeNull();
  });

  it("is never one without a condition in Frappe Helpdesk, and always one in ERPNext", () => {
    expect(match("frappe-helpdesk", [blank, fallback], {}, "Default")).toBeNull();
    expect(match("erpnext", [blank, fallback], {}, "Blank")).toBeNull();
  });

  it("is none that is disabled, or has no row for the priority", () => {
    const policies = [
      { name: "Off", condition: "priority == High", enabled: false },
      { name: "Rows", condition: "priority not in [Low]", priorities: ["Urgent"] },
    ];
    expect(match("frappe-helpdesk", policies, { priority: "High" }, null)).toBeNull();
    expect(match("frappe-helpdesk", policies, { priority: "Urgent" }, "Rows")).toBeNull();
  });

  it("is refused where a condition says what is not understood", () => {
    for (const condition of ["priority", "len(tags) > 2", "priority in High", "priority == f(x)"])
      expect(match("frappe-helpdesk", [{ name: "X", condition }], {}, null)).toContain("cannot be run");
  });
});

describe("targets by levels", () => {
  const levels = (ticket: Json, expected: Json, ...later: Json[]) =>
    says({
      id: "l",
      system: "breeze",
      kind: "target-resolution",
      policy: {
        levels: ["ticket", "category", "org", "partner", "priority-default"],
        priorityDefaultsMinutes: { urgent: [60, 240], low: [null, null] },
      },
      calendar: null,
      events: [created("10:00", ticket), ...later],
      evaluateAt: at("10:30"),
      expected,
    });

  it("are others once the ticket is updated", () => {
    const updated = { at: at("10:20"), type: "ticket.updated" };
    const ticket = { priority: "urgent", category: [30, 90] };
    const later = (more: Json) => (expected: Json) => levels(ticket, expected, { ...updated, ...more });
    expect(later({ category: [45, null] })({ firstResponseMinutes: 45, resolutionMinutes: 240 })).toBeNull();
    expect(later({ ticket: [5, 10] })({ firstResponseMinutes: 5, resolutionMinutes: 10 })).toBeNull();
    expect(later({ category: null })({ firstResponseMinutes: 60, resolutionMinutes: 240 })).toBeNull();
    expect(later({ org: [1, 1] })({ firstResponseMinutes: 30, resolutionMinutes: 90 })).toBeNull();
    expect(later({ category: [1] })({ firstResponseMinutes: 30 })).toContain(
      "`events.1.category` is no pair",
    );
  });

  it("come from the first level that has one, each by itself", () => {
    const ticket = { priority: "urgent", category: [null, 90], org: [20, 30], partner: [1, 1] };
    expect(levels(ticket, { firstResponseMinutes: 20, resolutionMinutes: 90 })).toBeNull();
    expect(
      levels({ priority: "urgent", org: null }, { firstResponseMinutes: 60, resolutionMinutes: 240 }),
    ).toBeNull();
    expect(levels({ priority: "low" }, { firstResponseMinutes: null, resolutionMinutes: null })).toBeNull();
    expect(levels({ priority: "low", partner: [7.5, null] }, { firstResponseMinutes: 7.5 })).toBeNull();
  });

  it("are refused where a level is no pair", () => {
    expect(levels({ org: [20] }, { firstResponseMinutes: 20 })).toContain(
      "`events.0.org` is no pair of amounts",
    );
  });
});

describe("a vector that cannot be read", () => {
  const good = frappe([created("10:00")], at("10:00"), { status: "First Response Due" });
  const change = (more: Json) => says({ ...good, ...more });

  it("is reported, whatever is wrong with it", () => {
    expect(says(good)).toBeNull();
    for (const [more, why] of [
      [{ system: "zzz" }, "`zzz` is no system"],
      [{ system: "toString" }, "`toString` is no system"],
      [{ tracks: 1 }, "`vector.tracks` is nothing that is known here"],
      [{ policy: { ...good.policy, grace: 1 } }, "`policy.grace` is nothing that is known here"],
      [{ policy: { ...good.policy, clock: "lunar" } }, "`policy.clock` is none of business, always-open"],
      [
        { policy: { ...good.policy, resolutionSeconds: "2h" } },
        "`policy.resolutionSeconds` is no number of seconds",
      ],
      [
        { policy: { ...good.policy, firstResponseOn: ["fax"] } },
        "`fax` is nothing that gives a first response",
      ],
      [{ policy: { ...good.policy, pauseStatuses: [], holdSeconds: 5 } }, "no status that holds"],
      [{ events: [] }, "`events` does not begin with `ticket.created`"],
      [
        { events: [created("10:00"), { at: at("11:00"), type: "fax.sent" }] },
        "`fax.sent` is no type of event",
      ],
      [{ events: [created("10:00"), agent("11:00", { tone: "kind" })] }, "`events.1.tone` is nothing"],
      [
        { events: [created("10:00"), { at: at("11:00"), type: "status.changed" }] },
        "`events.1.to` is missing",
      ],
      [{ events: [created("10:00", { mood: {} })] }, "`events.0.mood` is nothing that a field can hold"],
      [{ events: [{ ...created("10:00"), at: "Monday" }] }, "`events.0.at` is no instant"],
      [{ expected: {} }, "`expected` asks nothing"],
      [{ expected: { mood: "good" } }, "`expected.mood` asks what no verdict tells"],
      [{ expected: { toString: 1 } }, "`expected.toString` asks what no verdict tells"],
      [{ expected: { resolutionDueAt: "noon" } }, "`expected.resolutionDueAt` is no instant"],
      [{ expected: { failed: "resolution" } }, "`expected.failed` is no list"],
      [{ system: "osticket", expected: { status: "x" } }, "`osticket` has no word for all of it"],
      [{ calendar: { timeZone: "UTC", week: {} } }, "no business time"],
    ] as const)
      expect(change(more), why).toContain(why);
  });

  it("is passed over in no file that says what it is", () => {
    const json = { about: { schema: "oss-helpdesk-sla-vectors/1" }, vectors: [{ ...good, kind: "vibes" }] };
    const { failed, lines } = runConformance([{ name: "f", json }], readDifferences([]));
    expect([failed, lines[0]]).toEqual([1, "f: cannot be run: `vibes` is no kind that this format has"]);
  });

  it("fails beside others that pass", () => {
    expect(run(good, { ...good, kind: "vibes" }, good)).toMatchObject({ passed: 2, failed: 1 });
  });
});
