import { evaluateTicket, type FieldPatch } from "dueclock";
import { fromLoopXm } from "dueclock/import";
import { describe, expect, it } from "vitest";
import { hour, minute, opened, T0, ticket } from "../unit/engine/desk.ts";
import { issuesOf, left, sound } from "./sound.ts";

const hotels = {
  name: "Hotels",
  description: "Guests",
  condition: { brand: "hotels" },
  response: { low: 240, medium: 120, high: 60 },
  resolution: { low: 2880, medium: 1440, high: 480 },
};
const verdictOf = (made: ReturnType<typeof fromLoopXm>, set: FieldPatch, asOf = T0) =>
  evaluateTicket(sound(made), ticket(opened(T0, { priority: "high", ...set })), { asOf });

describe("a definition of Loop XM's policies", () => {
  it("promises minutes by priority", () => {
    const made = fromLoopXm({ policies: [hotels] });
    expect(left(made)).toEqual([]);
    expect(made.definition).toMatchObject({ preset: "loopXm" });
    expect(made.definition.policies).toEqual([
      {
        id: "Hotels",
        name: "Hotels",
        description: "Guests",
        if: { field: "brand", is: "hotels" },
        targets: {
          firstResponse: { byPriority: { low: "4h", medium: "2h", high: "1h" } },
          resolution: { byPriority: { low: "48h", medium: "24h", high: "8h" } },
        },
      },
    ]);
    const dues = verdictOf(made, { brand: "hotels" }).clocks.map(({ id, dueAt }) => [id, dueAt]);
    expect(dues).toEqual([
      ["firstResponse#1", hour(1)],
      ["resolution#1", hour(8)],
    ]);
  });

  it("promises a secondary resolution beside the first", () => {
    const made = fromLoopXm({ policies: [{ ...hotels, secondaryResolution: { high: 720 } }] });
    const dues = verdictOf(made, { brand: "hotels" }).clocks.map(({ id, dueAt }) => [id, dueAt]);
    expect(dues).toEqual([
      ["firstResponse#1", hour(1)],
      ["resolution@first#1", hour(8)],
      ["resolution@second#1", hour(12)],
    ]);
  });

  it("is for a brand, a location type or a location; the one without a condition is everybody else's", () => {
    const policy = (name: string, condition?: object) => ({ ...hotels, name, condition });
    const made = fromLoopXm({
      policies: [
        policy("Default"),
        policy("B", { brand: "b" }),
        policy("T", { locationType: "t" }),
        policy("L", { location: "l" }),
      ],
    });
    const governs = (set: FieldPatch) => verdictOf(made, set).policy?.id;
    expect([{ brand: "b" }, { locationType: "t" }, { location: "l" }, {}].map(governs)).toEqual([
      "B",
      "T",
      "L",
      "Default",
    ]);
  });

  it("reminds five kinds of recipients, before and after a target", () => {
    const recipients = ["assignee", "locationOwners", "locationAdmins", "locationTeam", "user:kim"];
    const reminders = [
      { target: "response", minutes: 15, when: "before", recipients },
      { target: "resolution", hours: 1, when: "after", recipients: ["assignee"] },
      { target: "secondaryResolution", minutes: 0, when: "after", recipients: ["assignee"] },
    ];
    const made = fromLoopXm({ policies: [{ ...hotels, reminders, secondaryResolution: { high: 720 } }] });
    expect(left(made)).toEqual([]);
    const planned = verdictOf(made, { brand: "hotels" }).actions.map(({ rule, clock, fireAt, notify }) => [
      rule,
      clock,
      fireAt,
      notify,
    ]);
    expect(planned).toEqual([
      [
        "Hotels/reminder-0",
        "firstResponse#1",
        minute(45),
        ["assignee", "location.owners", "location.admins", "location.team", "user:kim"],
      ],
      ["Hotels/reminder-1", "resolution@first#1", hour(9), ["assignee"]],
      ["Hotels/reminder-2", "resolution@second#1", hour(12), ["assignee"]],
    ]);
  });

  it("plans what is for one location there only", () => {
    const reminders = [
      { target: "response", minutes: 15, when: "before", recipients: ["assignee"] },
      { target: "response", minutes: 5, when: "before", location: "Oslo", recipients: ["locationTeam"] },
    ];
    const escalations = [
      { target: "resolution", minutes: 30, location: "Oslo", user: "ann" },
      { target: "resolution", hours: 1, location: 7, user: 9 },
    ];
    const made = fromLoopXm({ policies: [{ ...hotels, reminders, escalations }] });
    const at = (location: string | number | null) => {
      const fields = { brand: "hotels", ...(location !== null && { location }) };
      const verdict = verdictOf(made, fields, hour(10));
      return [
        verdict.policy?.id,
        verdict.actions
          .filter(({ status }) => status !== "unmet")
          .map(({ kind, fireAt, set }) => [kind, fireAt, set]),
      ];
    };
    const everywhere = ["reminder", minute(45), null];
    expect(at("Oslo")).toEqual([
      "Hotels",
      [everywhere, ["reminder", minute(55), null], ["escalation", hour(8.5), { assignee: "ann" }]],
    ]);
    expect(at(7)).toEqual(["Hotels", [everywhere, ["escalation", hour(9), { assignee: "9" }]]]);
    expect(at("Rome")).toEqual(["Hotels", [everywhere]]);
    expect(at(null)).toEqual(["Hotels", [everywhere]]);
    expect(verdictOf(made, { brand: "b", location: "Oslo" }).policy).toBeNull();
  });

  it("watches conversations beside the tickets", () => {
    const conversationEscalations = [
      { target: "noAction", minutes: 45, location: "Oslo", user: "lee" },
      { target: "noAction", hours: 2, location: "Oslo", user: "ann" },
      { target: "notClosed", hours: 24, location: "Oslo", user: "ann" },
      { target: "notClosed", hours: 12, location: "Rome", user: "bo" },
    ];
    const made = fromLoopXm({ policies: [hotels], conversationEscalations });
    expect(left(made)).toEqual([]);
    const { actions } = verdictOf(made, { brand: "hotels", location: "Oslo" });
    expect(actions.map(({ fireAt, notify, set }) => [fireAt, notify, set]).sort()).toEqual(
      [
        [minute(45), ["user:lee"], { assignee: "lee" }],
        [hour(2), ["user:ann"], { assignee: "ann" }],
        [hour(24), ["user:ann"], { assignee: "ann" }],
      ].sort(),
    );
    expect(verdictOf(made, { location: "Rome" }).clocks.map(({ metric, dueAt }) => [metric, dueAt])).toEqual([
      ["notClosed", hour(12)],
    ]);
  });

  it("says what it leaves out", () => {
    const reminders = [
      { target: "response", minutes: 15, when: "before", recipients: ["managers"] },
      { target: "secondaryResolution", minutes: 15, when: "before", recipients: ["assignee"] },
    ];
    const made = fromLoopXm({
      policies: [{ ...hotels, reminders, theme: "dark", response: { critical: 5 } }],
    });
    expect(left(made)).toEqual([
      "import.unknown_member policies.0.theme",
      "import.unknown_member policies.0.response.critical",
      "import.unknown_recipient policies.0.reminders.0.recipients.0",
      "import.nobody policies.0.reminders.0",
      "import.no_target policies.0.reminders.1.target",
    ]);
    sound(made);
  });

  it("refuses what has not its shape, with all issues at once", () => {
    const bad = {
      policies: [
        { ...hotels, condition: { brand: "a", location: "b" }, response: { high: -5 } },
        { ...hotels, condition: {}, resolution: 60 },
        {
          name: "C",
          reminders: [
            { target: "mood", minutes: 1, hours: 1, when: "during", recipients: [{}] },
            { target: "response", minutes: "5", when: "before", recipients: "assignee" },
          ],
          escalations: [
            { target: "response", minutes: -1, location: "x", user: "y" },
            { target: "response", minutes: 1 },
          ],
        },
      ],
      conversationEscalations: [{ target: "response", minutes: 0, location: "x", user: "y" }],
    };
    expect(issuesOf(() => fromLoopXm(bad)).sort()).toEqual(
      [
        "import.duplicate_id policies.1.name",
        "import.missing policies.2.escalations.1.location",
        "import.missing policies.2.escalations.1.user",
        "import.wrong_amount conversationEscalations.0",
        "import.wrong_amount policies.0.response.high",
        "import.wrong_amount policies.2.escalations.0.minutes",
        "import.wrong_type policies.1.resolution",
        "import.wrong_type policies.2.reminders.0.recipients.0",
        "import.wrong_type policies.2.reminders.1.minutes",
        "import.wrong_type policies.2.reminders.1.recipients",
        "import.wrong_value conversationEscalations.0.target",
        "import.wrong_value policies.0.condition",
        "import.wrong_value policies.1.condition",
        "import.wrong_value policies.2.reminders.0",
        "import.wrong_value policies.2.reminders.0.target",
        "import.wrong_value policies.2.reminders.0.when",
      ].sort(),
    );
  });

  it("makes one policy, however many locations have rules", () => {
    const reminders = Array.from({ length: 200 }, (_, i) => ({
      target: "response",
      minutes: 1,
      when: "after",
      location: `L${i}`,
      recipients: ["assignee"],
    }));
    const { definition } = fromLoopXm({ policies: [{ ...hotels, reminders }] });
    expect(definition.policies?.map(({ actions }) => actions?.length)).toEqual([200]);
  });
});
