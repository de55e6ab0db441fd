import { currentClock, evaluateTicket, type FieldPatch, sentence } from "dueclock";
import { fromFreshdesk } from "dueclock/import";
import { describe, expect, it } from "vitest";
import { HOUR, hour, minute, opened, status, T0, ticket } from "../unit/engine/desk.ts";
import { issuesOf, left, sound } from "./sound.ts";

const times = (respond: number, more: Readonly<Record<string, unknown>> = {}) => ({
  respond_within: respond,
  next_respond_within: respond * 2,
  resolve_within: respond * 10,
  business_hours: false,
  escalation_enabled: true,
  ...more,
});
const sla_target = {
  priority_4: times(900),
  priority_3: times(1800),
  priority_2: times(3600),
  priority_1: times(7200),
};
const policy = (id: number, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  name: `Policy ${id}`,
  active: true,
  sla_target,
  applicable_to: {},
  ...more,
});
const day = { start_time: "08:00:00 am", end_time: "05:00:00 pm" };
const hours = {
  id: 35,
  name: "Default",
  time_zone: "Eastern Time (US & Canada)",
  is_default: true,
  business_hours: {
    monday: day,
    tuesday: { start_time: "12:00 am", end_time: "11:59:59 pm" },
    friday: { start_time: "09:30", end_time: "12:00 pm" },
    sunday: {},
  },
};
const dueOf = (made: ReturnType<typeof fromFreshdesk>, set: FieldPatch, metric = "firstResponse" as const) =>
  currentClock(evaluateTicket(sound(made), ticket(opened(T0, set)), { asOf: T0 }), metric)?.dueAt;

describe("a definition of Freshdesk's policies", () => {
  it("promises by priority, under its number or its name", () => {
    const made = fromFreshdesk({ sla_policies: [policy(1, { description: "All" })] });
    expect(left(made)).toEqual([]);
    expect(made.definition).toMatchObject({
      preset: "freshdesk",
      policies: [{ id: "1", name: "Policy 1", description: "All" }],
    });
    expect(made.definition.policies?.[0].targets.nextResponse).toEqual({
      byPriority: {
        "1": "4h",
        low: "4h",
        "2": "2h",
        medium: "2h",
        "3": "1h",
        high: "1h",
        "4": "30m",
        urgent: "30m",
      },
    });
    const dues = ["low", 1, "1", "medium", "high", 4].map((priority) => dueOf(made, { priority, status: 2 }));
    expect(dues).toEqual([120, 120, 120, 60, 30, 15].map(minute));
    expect(fromFreshdesk([policy(1, { description: "All" })])).toEqual(made);
  });

  it("asks policies by position, the default one last, and no inactive one", () => {
    const made = fromFreshdesk([
      policy(1, { is_default: true, position: 1 }),
      policy(2),
      policy(3, { position: 2 }),
      policy(4, { active: false }),
    ]);
    expect(made.definition.policies?.map(({ id }) => id)).toEqual(["3", "2", "1"]);
    expect(left(made)).toEqual(["import.inactive 3.active"]);
    sound(made);
  });

  it("is for one of each kind that is named", () => {
    const applicable_to = {
      company_ids: [5, 6],
      group_ids: [7],
      product_ids: [8],
      sources: [2],
      ticket_types: ["Question"],
    };
    const made = fromFreshdesk([policy(1, { applicable_to })]);
    expect(left(made)).toEqual([]);
    const right = { priority: 1, company_id: "6", group: 7, product_id: 8, source: 2, type: "Question" };
    expect(dueOf(made, right)).toBe(hour(2));
    for (const [field, value] of Object.entries({
      company_id: 9,
      group: 9,
      product_id: null,
      source: 1,
      type: "Task",
    }))
      expect(dueOf(made, { ...right, [field]: value })).toBeUndefined();
  });

  it("is for nobody where it cannot be told for whom", () => {
    const made = fromFreshdesk([
      policy(1, { applicable_to: { contact_segments: [1], company_segments: [], sources: [1] } }),
    ]);
    expect(left(made)).toEqual(["import.unknown_condition 0.applicable_to.contact_segments"]);
    expect(made.notCarried.map(sentence)).toEqual([
      "at `0.applicable_to.contact_segments`: this condition cannot be told of a ticket here, and counts as false: the policy governs none until you write it yourself",
    ]);
    expect(dueOf(made, { priority: 1, source: 1 })).toBeUndefined();
  });

  it("counts each priority in its own hours", () => {
    const target = { ...sla_target, priority_1: times(7200, { business_hours: true }) };
    const made = fromFreshdesk({
      sla_policies: [policy(1, { sla_target: target })],
      business_hours: [hours],
    });
    expect(dueOf(made, { priority: 1 })).toBe(Date.UTC(2026, 2, 2, 15)); // Monday 08:00 in New York, and two hours
    expect(dueOf(made, { priority: "low" })).toBe(Date.UTC(2026, 2, 2, 15));
    expect(dueOf(made, { priority: "medium" })).toBe(hour(1));
    const without = fromFreshdesk([policy(1, { sla_target: target })]);
    expect(left(without)).toEqual(
      ["respond_within", "next_respond_within", "resolve_within"].map(
        (time) => `import.no_calendar 0.sla_target.priority_1.${time}`,
      ),
    );
    expect(without.notCarried.map(sentence)[0]).toBe(
      "at `0.sla_target.priority_1.respond_within`: this time counts in business hours, and none were given; it is not promised",
    );
    expect(dueOf(without, { priority: 1 })).toBeUndefined();
    expect(dueOf(without, { priority: 2 })).toBe(hour(1));
  });

  it("pauses in statuses whose timer is off, further ones too", () => {
    const made = fromFreshdesk([policy(1)], { timers: { 9: "off" } });
    const life = ticket(opened(T0, { priority: 1, status: 2 }), status(hour(1), "9"));
    const paused = currentClock(evaluateTicket(sound(made), life, { asOf: hour(3) }), "resolution");
    expect([paused?.state, paused?.elapsedMs]).toEqual(["paused", HOUR]);
  });
});

describe("Freshdesk's business hours", () => {
  it("are read as written, the last second of a day as its end", () => {
    const made = fromFreshdesk({ business_hours: [hours] });
    expect(made.definition.calendars).toEqual({
      "35": {
        timeZone: "America/New_York",
        weeklyHours: { mon: [["08:00", "17:00"]], tue: [["00:00", "24:00"]], fri: [["09:30", "12:00"]] },
      },
    });
    sound(made);
  });

  it("close on their holidays", () => {
    const holidays = [{ name: "Christmas", date: "12-25" }];
    const list_of_holidays = [
      { holiday_date: "--01-16", holiday_name: "Day" },
      { holiday_date: "2026-07-03" },
    ];
    const made = fromFreshdesk({ business_hours: [{ ...hours, holidays, list_of_holidays }] });
    expect(made.definition.calendars).toMatchObject({ "35": { holidays: ["12-25", "01-16", "2026-07-03"] } });
    expect(left(made)).toEqual([]);
    sound(made);
  });

  it("are those of the ticket's group, else the default ones", () => {
    const others = { ...hours, id: 36, is_default: false, time_zone: "Europe/Warsaw" };
    const target = { ...sla_target, priority_1: times(7200, { business_hours: true }) };
    const made = fromFreshdesk({
      sla_policies: [policy(1, { sla_target: target })],
      business_hours: [others, hours],
      groups: [
        { id: 1, business_hour_id: 36 },
        { id: 2, business_hour_id: null },
        { id: 3, business_hour_id: 99 },
      ],
    });
    expect(left(made)).toEqual(["import.no_calendar groups.2.business_hour_id"]);
    expect(made.definition.policies?.[0].calendar).toEqual({
      field: "group",
      values: { "1": "36" },
      otherwise: "35",
    });
    expect(dueOf(made, { priority: 1, group: 1 })).toBe(hour(2));
    expect(dueOf(made, { priority: 1, group: 3 })).toBe(Date.UTC(2026, 2, 2, 15));
  });

  it("without hours are no calendar", () => {
    const made = fromFreshdesk({ business_hours: [{ ...hours, business_hours: {} }] });
    expect(left(made)).toEqual(["import.no_hours business_hours.0"]);
    expect(made.definition.calendars).toBeUndefined();
  });
});

describe("Freshdesk's escalations", () => {
  const escalation = {
    reminder_response: { escalation_time: -1800, agent_ids: [-1] },
    reminder_next_response: { escalation_time: -60, agent_ids: [-1] },
    reminder_resolution: { escalation_time: -3600, agent_ids: [-1, 12] },
    response: { escalation_time: 0, agent_ids: [12] },
    next_response: { escalation_time: 60, agent_ids: [12] },
    resolution: {
      level_1: { escalation_time: 0, agent_ids: [12] },
      level_2: { escalation_time: 1800, agent_ids: [13] },
      level_3: { escalation_time: 3600, agent_ids: [14] },
      level_4: { escalation_time: 7200, agent_ids: [15] },
    },
  };

  it("tell agents before and after the target", () => {
    const made = fromFreshdesk([policy(1, { escalation })]);
    expect(left(made)).toEqual([]);
    expect(
      made.definition.policies?.[0].actions?.map(({ kind, id, metric, fire, notify }) => [
        kind,
        id,
        metric,
        fire,
        notify,
      ]),
    ).toEqual([
      ["reminder", "1/reminder_response", "firstResponse", { before: "30m" }, ["assignee"]],
      ["reminder", "1/reminder_next_response", "nextResponse", { before: "1m" }, ["assignee"]],
      ["reminder", "1/reminder_resolution", "resolution", { before: "1h" }, ["assignee", "user:12"]],
      ["escalation", "1/response", "firstResponse", { after: "0s" }, ["user:12"]],
      ["escalation", "1/next_response", "nextResponse", { after: "1m" }, ["user:12"]],
      ["escalation", "1/resolution/level_1", "resolution", { after: "0s" }, ["user:12"]],
      ["escalation", "1/resolution/level_2", "resolution", { after: "30m" }, ["user:13"]],
      ["escalation", "1/resolution/level_3", "resolution", { after: "1h" }, ["user:14"]],
      ["escalation", "1/resolution/level_4", "resolution", { after: "2h" }, ["user:15"]],
    ]);
    const verdict = evaluateTicket(sound(made), ticket(opened(T0, { priority: 1 })), { asOf: T0 });
    expect(verdict.actions.find(({ rule }) => rule === "1/resolution/level_2")?.fireAt).toBe(hour(20.5));
  });

  it("fire for those priorities only that escalate", () => {
    const target = { ...sla_target, priority_1: times(7200, { escalation_enabled: false }) };
    const made = fromFreshdesk([policy(1, { escalation, sla_target: target })]);
    expect(left(made)).toEqual([]);
    const late = (priority: number | string) => {
      const life = ticket(opened(T0, { priority }));
      const verdict = evaluateTicket(sound(made), life, { asOf: hour(3) });
      return verdict.actions.find(({ rule }) => rule === "1/response")?.status;
    };
    expect([1, "low", 2, "urgent"].map(late)).toEqual(["unmet", "unmet", "due", "due"]);
  });

  it("are told where nobody or no priority is meant", () => {
    const off = Object.fromEntries(
      Object.keys(sla_target).map((key) => [key, times(60, { escalation_enabled: false })]),
    );
    const quiet = fromFreshdesk([policy(1, { escalation, sla_target: off })]);
    expect(left(quiet)).toEqual(["import.escalation_off 0.escalation"]);
    const odd = {
      response: { escalation_time: 0, agent_ids: [] },
      next_response: { escalation_time: 0, agent_ids: [-2, 5] },
      resolution: { level_5: { escalation_time: 0, agent_ids: [1] } },
      reminder_response: {},
    };
    const made = fromFreshdesk([policy(1, { escalation: odd })]);
    expect(left(made)).toEqual([
      "import.nobody 0.escalation.response",
      "import.unknown_recipient 0.escalation.next_response.agent_ids.0",
      "import.unknown_member 0.escalation.resolution.level_5",
    ]);
    expect(made.definition.policies?.[0].actions?.map(({ notify }) => notify)).toEqual([["user:5"]]);
    sound(made);
  });
});

describe("what is not of Freshdesk's shape", () => {
  it("is one error with all issues", () => {
    const bad = [
      policy(1, { sla_target: { priority_1: times(0, { business_hours: "yes" }), priority_2: 5 } }),
      policy(1, { sla_target: null, name: {}, escalation: { response: { agent_ids: 5 } } }),
      policy(2, { applicable_to: { sources: [{}] } }),
    ];
    const business_hours = [
      {
        ...hours,
        time_zone: null,
        business_hours: {
          monday: { start_time: "13:00 pm", end_time: "5" },
          friday: { start_time: "10:00 am", end_time: "9:00 am" },
        },
      },
      { ...hours, id: 36, holidays: [{ date: "Christmas" }] },
    ];
    expect(issuesOf(() => fromFreshdesk({ sla_policies: bad, business_hours })).sort()).toEqual(
      [
        "import.duplicate_id sla_policies.1.id",
        "import.missing business_hours.0.time_zone",
        "import.missing sla_policies.1.escalation.response.escalation_time",
        "import.missing sla_policies.1.sla_target",
        "import.wrong_amount sla_policies.0.sla_target.priority_1.next_respond_within",
        "import.wrong_amount sla_policies.0.sla_target.priority_1.resolve_within",
        "import.wrong_amount sla_policies.0.sla_target.priority_1.respond_within",
        "import.wrong_date business_hours.1.holidays.0.date",
        "import.wrong_hours business_hours.0.business_hours.friday",
        "import.wrong_hours business_hours.0.business_hours.monday.end_time",
        "import.wrong_hours business_hours.0.business_hours.monday.start_time",
        "import.wrong_type sla_policies.0.sla_target.priority_1.business_hours",
        "import.wrong_type sla_policies.0.sla_target.priority_2",
        "import.wrong_type sla_policies.1.escalation.response.agent_ids",
        "import.wrong_type sla_policies.1.name",
        "import.wrong_type sla_policies.2.applicable_to.sources.0",
      ].sort(),
    );
  });
});
