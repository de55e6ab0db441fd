import { currentClock, evaluateTicket, type FieldPatch } from "dueclock";
import { fromLiveAgent } from "dueclock/import";
import { describe, expect, it } from "vitest";
import { assigned, type Draft, hour, opened, T0, ticket } from "../unit/engine/desk.ts";
import { complaintsOf, issuesOf, left, sound } from "./sound.ts";

const office = {
  name: "Office",
  timeZone: "Europe/Bratislava",
  hours: {
    mon: [
      ["09:00", "12:00"],
      ["13:00", "17:00"],
    ],
    tue: [["09:00", "17:00"]],
  },
  holidays: ["2026-03-02", "12-25"],
};
const gold = {
  name: "Gold",
  firstAnswer: "4h",
  nextAnswer: "1d",
  firstAssign: "90m",
  chatAnswer: "1m",
  callAnswer: "20s",
};
const rule = (name: string, level: string, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  level,
  ...more,
});
const when = (field: string, operator: string, value?: unknown) => ({
  conditions: [{ field, operator, ...(value !== undefined && { value }) }],
});

/** Whether a rule with these conditions takes a ticket that is created with these fields. */
function takes(conditions: Readonly<Record<string, unknown>>, set: FieldPatch): boolean {
  const made = fromLiveAgent({ levels: [gold], rules: [rule("rule", "Gold", conditions)] });
  expect(left(made)).toEqual([]);
  return evaluateTicket(sound(made), ticket(opened(T0, set)), { asOf: T0 }).policy?.id === "rule";
}

describe("a definition of LiveAgent's levels and rules", () => {
  it("gives a level's times to the rule that sets it, and to an assignment", () => {
    const made = fromLiveAgent({
      levels: [{ ...gold, businessHours: "Office" }],
      businessHours: [office],
      rules: [rule("VIP", "Gold", { notes: "who pays", stop: true, ...when("department", "is", "presale") })],
    });
    const targets = {
      firstResponse: "4h",
      nextResponse: "24h",
      assignment: "1h30m",
      chatReply: "1m",
      callAnswer: "20s",
    };
    expect(left(made)).toEqual([]);
    expect(made.definition.preset).toBe("liveAgent");
    expect(made.definition.calendars).toEqual({
      Office: { timeZone: office.timeZone, weeklyHours: office.hours, holidays: office.holidays },
    });
    expect(made.definition.policies).toEqual([
      {
        id: "VIP",
        name: "Gold",
        description: "who pays",
        if: { field: "department", is: "presale" },
        calendar: "Office",
        targets,
        stop: true,
      },
      { id: "level Gold", name: "Gold", calendar: "Office", targets, options: { matching: "byAssignment" } },
    ]);
    const sla = sound(made);
    const due = (...life: readonly Draft[]) =>
      currentClock(evaluateTicket(sla, ticket(...life), { asOf: hour(1) }), "firstResponse")?.dueAt;
    const tuesdayAt13 = Date.UTC(2026, 2, 3, 12);
    expect(due(opened(T0, { department: "presale" }))).toBe(tuesdayAt13); // Monday is a holiday
    expect(due(opened(T0))).toBeUndefined();
    expect(due(opened(T0), assigned(hour(1), "level Gold"))).toBe(tuesdayAt13);
  });

  it("leaves the holidays out of a level that does not exclude them", () => {
    const made = fromLiveAgent({
      levels: [
        { ...gold, businessHours: "Office", excludeHolidays: false },
        { name: "Silver", firstAnswer: "8h", businessHours: "Office", excludeHolidays: true },
        { name: "Bronze", firstAnswer: "8h" },
      ],
      businessHours: [office],
      rules: [rule("all", "Gold")],
    });
    expect(Object.keys(made.definition.calendars ?? {})).toEqual(["Office on holidays too", "Office"]);
    expect(made.definition.policies?.map(({ calendar }) => calendar)).toEqual([
      "Office on holidays too",
      "Office on holidays too",
      "Office",
      undefined,
    ]);
    const verdict = evaluateTicket(sound(made), ticket(opened(T0)), { asOf: T0 });
    expect(currentClock(verdict, "firstResponse")?.dueAt).toBe(hour(5)); // 10:00 to 12:00 and 13:00 to 15:00
  });

  it("lets the last rule that matches count, unless one before it stops the others", () => {
    const levels = [gold, { name: "Silver", firstAnswer: "8h" }];
    const given = (first: Readonly<Record<string, unknown>>) => {
      const made = fromLiveAgent({
        levels,
        rules: [rule("a", "Gold", first), rule("b", "Silver")],
        withoutLevel: "7d",
      });
      return evaluateTicket(sound(made), ticket(opened(T0)), { asOf: T0 }).policy?.id;
    };
    expect(given({})).toBe("b");
    expect(given({ stop: true })).toBe("a");
  });

  it("sorts tickets without a level by the time told", () => {
    const made = fromLiveAgent({
      withoutLevel: "7d",
      levels: [gold],
      rules: [rule("a", "Gold", when("tags", "is", "vip"))],
    });
    const due = (set: FieldPatch) =>
      currentClock(evaluateTicket(sound(made), ticket(opened(T0, set)), { asOf: T0 }), "firstResponse")
        ?.dueAt;
    expect(due({})).toBe(hour(168));
    expect(due({ tags: ["vip"] })).toBe(hour(4));
  });

  it("knows each operator", () => {
    expect(takes(when("subject", "is", "Hi"), { subject: "Hi" })).toBe(true);
    expect(takes(when("subject", "is", ["Hi", "Ho"]), { subject: "Ho" })).toBe(true);
    expect(takes(when("subject", "isNot", "Hi"), { subject: "Hi" })).toBe(false);
    expect(takes(when("subject", "contains", ["refund", "money"]), { subject: "my money" })).toBe(true);
    expect(takes(when("subject", "notContains", "refund"), { subject: "my money" })).toBe(true);
    expect(takes(when("from", "endsWith", ["@acme.com", "@acme.de"]), { from: "jo@acme.de" })).toBe(true);
    expect(takes(when("to", "startsWith", "sales"), { to: "support@x.com" })).toBe(false);
    expect(takes(when("assignee", "isEmpty"), {})).toBe(true);
    expect(takes(when("customerGroup", "isNotEmpty"), {})).toBe(false);
    expect(takes(when("tags", "is", ["vip", "gold"]), { tags: ["gold"] })).toBe(true);
    expect(takes(when("tags", "isNot", "vip"), { tags: ["gold"] })).toBe(true);
    expect(takes(when("custom.plan", "is", "12"), { "custom.plan": 12 })).toBe(true);
    expect(takes({ conditions: [] }, {})).toBe(true);
  });

  it("wants all conditions, or any of them", () => {
    const conditions = [
      ...when("department", "is", "a").conditions,
      ...when("source", "is", "email").conditions,
    ];
    expect(takes({ conditions }, { department: "a" })).toBe(false);
    expect(takes({ conditions, match: "all" }, { department: "a", source: "email" })).toBe(true);
    expect(takes({ conditions, match: "any" }, { source: "email" })).toBe(true);
  });

  it("says what it does not know, and takes no ticket by it", () => {
    const conditions = [
      { field: "mood", operator: "is", value: "bad" },
      { field: "subject", operator: "matches", value: ".*" },
      { field: "subject", operator: "is", value: {} },
      { field: "subject", operator: "is" },
    ];
    const made = fromLiveAgent({
      levels: [{ ...gold, colour: "gold" }],
      rules: [
        rule("a", "Gold", { conditions, match: "any" }),
        rule("b", "Gold", { active: false }),
        rule("c", "Gold", { conditions }),
      ],
    });
    expect(left(made)).toEqual([
      "import.unknown_member levels.0.colour",
      ...[0, 1, 2, 3].map((i) => `import.unknown_condition rules.0.conditions.${i}`),
      "import.inactive rules.1.active",
      ...[0, 1, 2, 3].map((i) => `import.unknown_condition rules.2.conditions.${i}`),
    ]);
    expect(evaluateTicket(sound(made), ticket(opened(T0, { subject: "x" })), { asOf: T0 }).policy).toBeNull();
  });

  it("refuses what has not its shape, with all issues at once", () => {
    const bad = {
      levels: [
        { ...gold, firstAnswer: "soon", nextAnswer: "0h", businessHours: "Nowhere" },
        { firstAnswer: 4 },
        gold,
      ],
      businessHours: [
        { ...office, hours: {} },
        { ...office, name: "B", hours: { mon: [["9", "17"], "x"] }, holidays: ["Easter", 5] },
      ],
      rules: [rule("a", "None"), { match: "some", conditions: [{}] }],
      withoutLevel: "1 week",
    };
    expect(issuesOf(() => fromLiveAgent(bad)).sort()).toEqual(
      [
        "import.duplicate_id levels.2.name",
        "import.missing levels.1.name",
        "import.missing rules.1.conditions.0.field",
        "import.missing rules.1.conditions.0.operator",
        "import.missing rules.1.level",
        "import.missing rules.1.name",
        "import.unknown_hours levels.0.businessHours",
        "import.unknown_level rules.0.level",
        "import.wrong_amount levels.0.firstAnswer",
        "import.wrong_amount levels.0.nextAnswer",
        "import.wrong_amount withoutLevel",
        "import.wrong_date businessHours.1.holidays.0",
        "import.wrong_date businessHours.1.holidays.1",
        "import.wrong_hours businessHours.0.hours",
        "import.wrong_hours businessHours.1.hours",
        "import.wrong_hours businessHours.1.hours.mon.0",
        "import.wrong_hours businessHours.1.hours.mon.1",
        "import.wrong_type levels.1.firstAnswer",
        "import.wrong_value rules.1.match",
      ].sort(),
    );
    expect(
      issuesOf(() =>
        fromLiveAgent({
          levels: [],
          rules: [],
          businessHours: [office, { ...office, name: "Office on holidays too" }],
        }),
      ),
    ).toEqual([]);
    const clash = {
      levels: [{ name: "a", businessHours: "Office", excludeHolidays: false }],
      businessHours: [office, { ...office, name: "Office on holidays too" }],
    };
    expect(issuesOf(() => fromLiveAgent(clash))).toEqual(["import.duplicate_id levels.0.businessHours"]);
    const twice = () => fromLiveAgent({ levels: [gold], rules: [rule("level Gold", "Gold")] });
    expect(issuesOf(twice)).toEqual(["import.duplicate_id "]);
    expect(complaintsOf(twice)).toEqual([
      "more than one of the policies that this makes would have the id `level Gold`; rename what they are made of",
    ]);
  });
});
