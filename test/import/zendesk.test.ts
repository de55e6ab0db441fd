import { currentClock, evaluateTicket, type FieldPatch, sentence } from "dueclock";
import { fromZendesk } from "dueclock/import";
import { describe, expect, it } from "vitest";
import { message, minute, opened, T0, ticket } from "../unit/engine/desk.ts";
import { issuesOf, left, sound } from "./sound.ts";

const metric = (metric: string, priority: string, target: number, business_hours = false) => ({
  metric,
  priority,
  target,
  business_hours,
});
const policy = (id: number, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  title: `Policy ${id}`,
  filter: { all: [], any: [] },
  policy_metrics: [metric("first_reply_time", "urgent", 10), metric("first_reply_time", "low", 90)],
  ...more,
});
const schedule = {
  id: 360000310393,
  name: "Support",
  time_zone: "Pacific Time (US & Canada)",
  intervals: [
    { start_time: 1980, end_time: 2460 }, // Monday 09:00 to 17:00
    { start_time: 4260, end_time: 4380 }, // Tuesday 23:00 to Wednesday 01:00
    { start_time: 8640, end_time: 10_080 }, // all of Saturday
  ],
};

/** Whether a policy with this filter governs a ticket that is opened with these fields. */
function governs(filter: unknown, set: FieldPatch): boolean {
  const made = fromZendesk({ sla_policies: [policy(1, { filter })] });
  expect(left(made)).toEqual([]);
  const verdict = evaluateTicket(sound(made), ticket(opened(T0, { priority: "low", ...set })), { asOf: T0 });
  return verdict.policy !== null;
}
const all = (field: string, operator?: string, value?: unknown) => ({ all: [{ field, operator, value }] });

describe("a definition of Zendesk's policies", () => {
  it("asks them by position, those without one last", () => {
    const made = fromZendesk({
      sla_policies: [
        policy(1),
        policy(2, { position: 3 }),
        policy(3, { position: 3 }),
        policy(4, { position: 1 }),
      ],
    });
    expect(made.definition.policies?.map(({ id }) => id)).toEqual(["4", "2", "3", "1"]);
    expect(made.definition.policies?.[0]).toEqual({
      id: "4",
      name: "Policy 4",
      targets: { firstResponse: { byPriority: { urgent: "10m", low: "1h30m" } } },
    });
    sound(made);
  });

  it("reads one policy alone", () => {
    expect(fromZendesk({ sla_policy: policy(1) })).toEqual(fromZendesk({ sla_policies: [policy(1)] }));
  });

  it("knows each of the metrics", () => {
    const names = {
      first_reply_time: "firstResponse",
      next_reply_time: "nextResponse",
      periodic_update_time: "periodicUpdate",
      pausable_update_time: "pausableUpdate",
      requester_wait_time: "requesterWait",
      agent_work_time: "agentWork",
      total_resolution_time: "resolution",
      group_ownership_time: "ownership",
    };
    for (const [name, ours] of Object.entries(names)) {
      const made = fromZendesk({ sla_policies: [policy(1, { policy_metrics: [metric(name, "high", 60)] })] });
      expect(made.definition.policies?.[0].targets).toEqual({ [ours]: { byPriority: { high: "1h" } } });
      expect(left(made)).toEqual([]);
      sound(made);
    }
  });

  it("takes the seconds where they are given", () => {
    const exact = { ...metric("agent_work_time", "high", 1), target_in_seconds: 45 };
    const made = fromZendesk({ sla_policies: [policy(1, { policy_metrics: [exact] })] });
    expect(made.definition.policies?.[0].targets).toEqual({ agentWork: { byPriority: { high: "45s" } } });
  });

  it("counts each priority in its own hours", () => {
    const policy_metrics = [
      metric("first_reply_time", "urgent", 10),
      metric("first_reply_time", "low", 90, true),
      metric("next_reply_time", "low", 60, true),
      metric("requester_wait_time", "low", 60),
    ];
    const made = fromZendesk({ sla_policies: [policy(1, { policy_metrics })], schedules: [schedule] });
    expect(made.definition.policies?.[0]).toMatchObject({
      calendar: "360000310393",
      targets: {
        firstResponse: {
          goals: [
            { if: { field: "priority", is: "urgent" }, amount: "10m", basis: "aroundTheClock" },
            { if: { field: "priority", is: "low" }, amount: "1h30m", basis: "business" },
          ],
        },
        nextResponse: { byPriority: { low: "1h" }, basis: "business" },
        requesterWait: { byPriority: { low: "1h" }, basis: "aroundTheClock" },
      },
    });
    const sla = sound(made);
    const due = (priority: string) =>
      currentClock(evaluateTicket(sla, ticket(opened(T0, { priority })), { asOf: T0 }), "firstResponse")
        ?.dueAt;
    expect(due("urgent")).toBe(minute(10));
    expect(due("low")).toBe(Date.UTC(2026, 2, 2, 18, 30)); // 09:00 in Los Angeles, and an hour and a half
    expect(due("normal")).toBeUndefined();
  });

  it("carries the switches of the policies that have them", () => {
    const note = { first_reply_time: { fulfill_on_agent_internal_note: true } };
    const same = fromZendesk({
      sla_policies: [policy(1, { metrics_settings: note }), policy(2, { metric_settings: note })],
    });
    expect(left(same)).toEqual([]);
    expect(same.definition.policies?.map(({ targets }) => Object.keys(targets))).toEqual([
      ["firstResponse"],
      ["firstResponse"],
    ]);
    const differing = fromZendesk({
      sla_policies: [
        policy(7, { metrics_settings: note, filter: all("type", "is", "task") }),
        policy(8, { metrics_settings: { first_reply_time: { fulfill_on_agent_internal_note: false } } }),
        policy(9, { metrics_settings: note }),
      ],
    });
    expect(differing.definition.policies?.map(({ targets }) => Object.keys(targets))).toEqual([
      ["firstResponse.7"],
      ["firstResponse"],
      ["firstResponse.7"],
    ]);
    const noted = (type: string) => {
      const life = ticket(
        opened(T0, { priority: "low", type }),
        message("agent", minute(5), {}, { visibility: "internal" }),
      );
      const [clock] = evaluateTicket(sound(differing), life, { asOf: minute(6) }).clocks;
      return [clock.metric, clock.state];
    };
    expect(noted("task")).toEqual(["firstResponse.7", "fulfilled"]);
    expect(noted("question")).toEqual(["firstResponse", "running"]);
    sound(same);
  });

  it("puts group policies beside the others", () => {
    const group = policy(1, {
      id: "01J",
      filter: { all: [{ field: "group_id", operator: "includes", value: ["20", 30] }], any: [] },
      policy_metrics: [metric("group_ownership_time", "low", 60)],
    });
    const made = fromZendesk({ sla_policies: [policy(1)], group_sla_policies: [group] });
    expect(left(made)).toEqual([]);
    const verdict = evaluateTicket(sound(made), ticket(opened(T0, { priority: "low", group: 20 })), {
      asOf: T0,
    });
    expect(verdict.policies.map(({ id, policySet }) => [policySet, id])).toEqual([
      ["sla", "1"],
      ["groupSla", "01J"],
    ]);
    expect(Object.fromEntries(verdict.clocks.map(({ metric, dueAt }) => [metric, dueAt]))).toEqual({
      firstResponse: minute(90),
      ownership: minute(60),
    });
  });
});

describe("Zendesk's filters", () => {
  it("want all of `all`, and one of `any`", () => {
    const filter = {
      all: [{ field: "type", operator: "is", value: "incident" }],
      any: [
        { field: "via_id", operator: "is", value: 4 },
        { field: "brand_id", operator: "is", value: "9" },
      ],
    };
    expect(governs(filter, { type: "incident", via_id: "4" })).toBe(true);
    expect(governs(filter, { type: "incident", brand_id: 9 })).toBe(true);
    expect(governs(filter, { type: "incident" })).toBe(false);
    expect(governs(filter, { type: "task", via_id: 4 })).toBe(false);
    expect(governs({ all: [], any: [] }, {})).toBe(true);
    expect(governs(null, {})).toBe(true);
  });

  it.each([
    "requester_id",
    "organization_id",
    "ticket_form_id",
    "locale_id",
    "recipient",
    "satisfaction_score",
    "custom_fields_42",
    "organization.custom_fields.plan",
    "requester.custom_fields.vip",
  ])("compare `%s` with a value", (field) => {
    expect(governs(all(field, "is", "12"), { [field]: 12 })).toBe(true);
    expect(governs(all(field, "is", 12), { [field]: "12" })).toBe(true);
    expect(governs(all(field, undefined, "12"), { [field]: "12" })).toBe(true);
    expect(governs(all(field, "is", "12"), { [field]: 13 })).toBe(false);
    expect(governs(all(field, "is", "12"), {})).toBe(false);
    expect(governs(all(field, "is_not", "12"), { [field]: 12 })).toBe(false);
    expect(governs(all(field, "is_not", "12"), {})).toBe(true);
    expect(governs(all(field, "is", ""), {})).toBe(true);
    expect(governs(all(field, "is", ""), { [field]: 12 })).toBe(false);
    expect(governs(all(field, "is_not", ""), { [field]: 12 })).toBe(true);
    expect(governs(all(field, "present"), { [field]: 12 })).toBe(true);
    expect(governs(all(field, "not_present"), { [field]: 12 })).toBe(false);
  });

  it("read the group and the assignee where the engine has them", () => {
    expect(governs(all("group_id", "is", "20"), { group: 20 })).toBe(true);
    expect(governs(all("assignee_id", "is", ""), {})).toBe(true);
    expect(governs(all("assignee_id", "is_not", ""), { assignee: "u1" })).toBe(true);
    expect(governs(all("group_id", "includes", ["20", "30"]), { group: 30 })).toBe(true);
    expect(governs(all("group_id", "not_includes", ["20", "30"]), { group: 30 })).toBe(false);
  });

  it("know a box and a list of options", () => {
    expect(governs(all("custom_fields_1", "is", "true"), { custom_fields_1: true })).toBe(true);
    expect(governs(all("custom_fields_1", "includes", ["a", "b"]), { custom_fields_1: ["b", "c"] })).toBe(
      true,
    );
    expect(governs(all("custom_fields_1", "not_includes", ["a", "b"]), { custom_fields_1: ["c"] })).toBe(
      true,
    );
  });

  it("look for one of the tags", () => {
    expect(governs(all("current_tags", "includes", "vip  gold"), { tags: ["gold", "new"] })).toBe(true);
    expect(governs(all("current_tags", "includes", "vip gold"), { tags: ["golden"] })).toBe(false);
    expect(governs(all("current_tags", "not_includes", "vip gold"), { tags: ["new"] })).toBe(true);
    expect(governs(all("current_tags", "not_includes", "vip gold"), {})).toBe(true);
    expect(governs(all("current_tags", "not_includes", "vip gold"), { tags: ["vip"] })).toBe(false);
  });

  it("order statuses and priorities", () => {
    expect(governs(all("status", "less_than", "solved"), {})).toBe(true); // new
    expect(governs(all("status", "greater_than", "new"), {})).toBe(false);
    expect(governs(all("status", "is_not", "new"), {})).toBe(false);
    expect(governs(all("status", "is", "new"), {})).toBe(true);
    expect(governs(all("status", "less_than_equal", "new"), {})).toBe(true);
    expect(governs(all("status", "greater_than_equal", "open"), {})).toBe(false);
    expect(governs(all("priority", "less_than", "high"), { priority: "low" })).toBe(true);
    expect(governs(all("priority", "greater_than", "low"), { priority: "low" })).toBe(false);
    expect(governs(all("priority", "is", "low"), {})).toBe(true);
    expect(governs(all("ticket_type_id", "is", "2"), { type: "incident" })).toBe(true);
    expect(governs(all("ticket_type_id", "is_not", 2), { type: "incident" })).toBe(false);
  });

  it("compare the creation with an instant", () => {
    const at = "2026-03-02T09:00:00Z"; // T0
    const asked = ["less_than", "less_than_equal", "greater_than_equal", "greater_than"];
    expect(asked.map((operator) => governs(all("exact_created_at", operator, at), {}))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("count as false where they cannot be carried over", () => {
    const strange = [
      { field: "current_via_id", operator: "is", value: 4 },
      { field: "assignee_id", operator: "is", value: "current_user" },
      { field: "status", operator: "is", value: "weird" },
      { field: "current_tags", operator: "includes", value: "" },
      { field: "requester.custom_fields.note", operator: "includes", value: "refund" },
      { field: "exact_created_at", operator: "less_than", value: "last week" },
      { field: "type", operator: "within_previous_n_days", value: 3 },
      { field: "type", operator: "is", value: { id: 3 } },
    ];
    for (const condition of strange) {
      const made = fromZendesk({ sla_policies: [policy(1, { filter: { all: [condition] } })] });
      expect(left(made)).toEqual(["import.unknown_condition sla_policies.0.filter.all.0"]);
      expect(
        evaluateTicket(sound(made), ticket(opened(T0, { priority: "low" })), { asOf: T0 }).policy,
      ).toBeNull();
    }
    const any = [...strange, { field: "type", operator: "is", value: "task" }];
    const made = fromZendesk({ sla_policies: [policy(1, { filter: { any } })] });
    expect(left(made)).toHaveLength(strange.length);
    expect(made.definition.policies?.[0].if).toEqual({ field: "type", is: "task" });
    const none = fromZendesk({ sla_policies: [policy(1, { filter: { any: strange } })] });
    expect(none.definition.policies?.[0].if).toEqual({ any: [] });
  });
});

describe("Zendesk's schedules", () => {
  it("count minutes from Sunday, in zones as Rails names them", () => {
    const made = fromZendesk({ schedules: [schedule] });
    expect(made.definition.calendars).toEqual({
      "360000310393": {
        timeZone: "America/Los_Angeles",
        weeklyHours: {
          mon: [["09:00", "17:00"]],
          tue: [["23:00", "24:00"]],
          wed: [["00:00", "01:00"]],
          sat: [["00:00", "24:00"]],
        },
      },
    });
    sound(made);
  });

  it("close on their holidays, both ends included", () => {
    const holidays = [
      { id: 1, name: "Christmas", start_date: "2026-12-24", end_date: "2026-12-26" },
      { id: 2, name: "New Year", start_date: "2027-01-01", end_date: "2027-01-01" },
    ];
    const made = fromZendesk({ schedules: [{ ...schedule, holidays }] });
    expect(made.definition.calendars).toMatchObject({
      "360000310393": {
        holidays: [{ from: "2026-12-24", to: "2026-12-26", name: "Christmas" }, "2027-01-01"],
      },
    });
    sound(made);
  });

  it("are chosen by the ticket, the first where it says nothing", () => {
    const other = { id: 2, time_zone: "Europe/Warsaw", intervals: [{ start_time: 2880, end_time: 4320 }] };
    const policy_metrics = [metric("first_reply_time", "low", 60, true)];
    const made = fromZendesk({ sla_policies: [policy(1, { policy_metrics })], schedules: [schedule, other] });
    const due = (set: FieldPatch) =>
      currentClock(
        evaluateTicket(sound(made), ticket(opened(T0, { priority: "low", ...set })), { asOf: T0 }),
        "firstResponse",
      )?.dueAt;
    expect(due({})).toBe(Date.UTC(2026, 2, 2, 18));
    expect(due({ schedule: 2 })).toBe(Date.UTC(2026, 2, 3)); // Tuesday 01:00 in Warsaw
  });

  it("without hours are left out, and what counts in them is not promised", () => {
    const policy_metrics = [
      metric("first_reply_time", "low", 60, true),
      metric("next_reply_time", "low", 60),
    ];
    const made = fromZendesk({
      sla_policies: [policy(1, { policy_metrics })],
      schedules: [{ ...schedule, intervals: [] }],
    });
    expect(left(made)).toEqual([
      "import.no_hours schedules.0",
      "import.no_calendar sla_policies.0.policy_metrics.0.business_hours",
    ]);
    expect(made.notCarried.map(sentence)[1]).toBe(
      "at `sla_policies.0.policy_metrics.0.business_hours`: this target counts in business hours, and no schedule was given; it is not promised",
    );
    expect(made.definition.policies?.[0].targets).toEqual({ nextResponse: { byPriority: { low: "1h" } } });
    sound(made);
  });
});

describe("what of Zendesk's policies is not carried over", () => {
  it("is told: unknown members, metrics, priorities, doubles, switches, further pages", () => {
    const made = fromZendesk({
      sla_policies: [
        policy(1, {
          secret: 1,
          policy_metrics: [
            { ...metric("first_reply_time", "low", 10), note: "x" },
            metric("first_reply_time", "low", 20),
            metric("mood", "low", 10),
            metric("first_reply_time", "extreme", 10),
          ],
          metric_settings: {
            first_reply_time: { fulfill_on_agent_internal_note: true, activate_on_x: false },
          },
        }),
      ],
      next_page: "https://example.com/2",
      count: 200,
    });
    expect(left(made)).toEqual([
      "import.more_pages next_page",
      "import.unknown_member sla_policies.0.metric_settings.first_reply_time.activate_on_x",
      "import.unknown_member sla_policies.0.secret",
      "import.unknown_member sla_policies.0.policy_metrics.0.note",
      "import.duplicate_target sla_policies.0.policy_metrics.1",
      "import.unknown_metric sla_policies.0.policy_metrics.2.metric",
      "import.unknown_priority sla_policies.0.policy_metrics.3.priority",
    ]);
    expect(left(fromZendesk({ sla_policies: [], meta: { has_more: true } }))).toEqual([
      "import.more_pages meta",
    ]);
    sound(made);
  });

  it("is an error where it has not their shape, with all issues at once", () => {
    const bad = {
      sla_policies: [
        policy(1, { filter: { all: [{ operator: "is" }, 3], any: "none" } }),
        policy(1, {
          title: 5,
          position: "first",
          policy_metrics: [{ metric: "first_reply_time", target: -1 }],
        }),
        { policy_metrics: {} },
      ],
      schedules: [
        { ...schedule, time_zone: "Nowhere (Land)" },
        {
          ...schedule,
          id: 2,
          intervals: [{ start_time: 10, end_time: 5 }, { start_time: 0, end_time: 10_081 }, {}],
        },
        {
          ...schedule,
          id: 3,
          holidays: [
            { start_date: "2026-02-30", end_date: "2026-03-01" },
            { start_date: "2026-03-02", end_date: "2026-03-01" },
          ],
        },
      ],
    };
    expect(issuesOf(() => fromZendesk(bad)).sort()).toEqual(
      [
        "import.duplicate_id sla_policies.1.id",
        "import.missing schedules.1.intervals.2.end_time",
        "import.missing schedules.1.intervals.2.start_time",
        "import.missing sla_policies.0.filter.all.0.field",
        "import.missing sla_policies.1.policy_metrics.0.priority",
        "import.missing sla_policies.2.id",
        "import.unknown_zone schedules.0.time_zone",
        "import.wrong_amount sla_policies.1.policy_metrics.0.target",
        "import.wrong_date schedules.2.holidays.0.start_date",
        "import.wrong_date schedules.2.holidays.1.end_date",
        "import.wrong_hours schedules.1.intervals.0",
        "import.wrong_hours schedules.1.intervals.1",
        "import.wrong_type sla_policies.0.filter.all.1",
        "import.wrong_type sla_policies.0.filter.any",
        "import.wrong_type sla_policies.1.position",
        "import.wrong_type sla_policies.1.title",
        "import.wrong_type sla_policies.2.policy_metrics",
      ].sort(),
    );
  });

  it("tells of conditions too many for one policy", () => {
    const condition = { field: "brand_id", operator: "is", value: "a" };
    const filter = (count: number) => ({ all: new Array(count).fill(condition) });
    sound(fromZendesk({ sla_policies: [policy(1, { filter: filter(900) })] }));
    expect(issuesOf(() => fromZendesk({ sla_policies: [policy(1, { filter: filter(1_100) })] }))).toEqual([
      "import.too_many sla_policies.0.filter",
    ]);
  });
});
