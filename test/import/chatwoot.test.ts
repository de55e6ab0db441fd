import { calendarOf, currentClock, evaluateTicket, sentence } from "dueclock";
import { fromChatwoot } from "dueclock/import";
import { describe, expect, it } from "vitest";
import { assigned, opened, T0, ticket } from "../unit/engine/desk.ts";
import { issuesOf, left, sound } from "./sound.ts";

const policy = {
  id: 7,
  name: "Gold",
  description: "For those who pay",
  first_response_time_threshold: 3600,
  next_response_time_threshold: 1800.5,
  resolution_time_threshold: null,
  only_during_business_hours: true,
};
const day = (day_of_week: number, from: number, to: number) => ({
  day_of_week,
  closed_all_day: false,
  open_hour: from,
  open_minutes: 30,
  close_hour: to,
  close_minutes: 0,
  open_all_day: false,
});
const closed = (day_of_week: number) => ({ day_of_week, closed_all_day: true });
const inbox = {
  id: 3,
  name: "Website",
  channel_type: "Channel::WebWidget",
  timezone: "America/New_York",
  working_hours_enabled: true,
  working_hours: [
    closed(0),
    day(1, 9, 17),
    day(2, 9, 17),
    { day_of_week: 3, open_all_day: true, open_hour: 0, close_hour: 23, close_minutes: 59 },
  ],
};

describe("a definition of Chatwoot's policies", () => {
  it("promises what the thresholds say, in the hours of the inbox", () => {
    const made = fromChatwoot({ sla_policies: [policy], inboxes: [inbox] });
    expect(left(made)).toEqual([]);
    expect(made.definition).toMatchObject({
      preset: "chatwoot",
      calendars: {
        "3": {
          timeZone: "America/New_York",
          weeklyHours: { mon: [["09:30", "17:00"]], tue: [["09:30", "17:00"]], wed: [["00:00", "24:00"]] },
        },
      },
      policies: [
        {
          id: "7",
          name: "Gold",
          description: "For those who pay",
          calendar: "3",
          targets: { firstResponse: "1h", nextResponse: "30m500ms" },
        },
      ],
    });
    const sla = sound(made);
    const life = ticket(opened(T0), assigned(T0 + 1, "7"));
    // Monday 04:00 in New York; it opens at 09:30
    expect(currentClock(evaluateTicket(sla, life, { asOf: T0 + 1 }), "firstResponse")?.dueAt).toBe(
      Date.UTC(2026, 2, 2, 15, 30),
    );
  });

  it("reads the API's answers as they come", () => {
    const made = fromChatwoot({ sla_policies: { payload: [policy] }, inboxes: { payload: [inbox] } });
    expect(made).toEqual(fromChatwoot({ sla_policies: [policy], inboxes: [inbox] }));
  });

  it("lets the ticket say which inbox it came through", () => {
    const other = { id: 4, timezone: "Asia/Tokyo", working_hours: [day(1, 8, 12)] };
    const made = fromChatwoot({ sla_policies: [policy], inboxes: [inbox, other] });
    expect(made.definition.policies?.[0].calendar).toEqual({ field: "inbox_id", otherwise: "3" });
    const dueIn = (inbox_id: number) =>
      currentClock(
        evaluateTicket(sound(made), ticket(opened(T0, { inbox_id }), assigned(T0, "7")), { asOf: T0 }),
        "firstResponse",
      )?.dueAt;
    expect(dueIn(3)).toBe(Date.UTC(2026, 2, 2, 15, 30));
    expect(dueIn(4)).toBe(Date.UTC(2026, 2, 9) + 30 * 60_000); // Monday 18:00 in Tokyo; opens on the next at 08:30
  });

  it("counts every instant for an inbox without hours, or with none open", () => {
    const off = { id: 1, timezone: "UTC", working_hours_enabled: false, working_hours: [day(1, 9, 17)] };
    const shut = { id: 2, timezone: "UTC", working_hours: [closed(0), closed(1)] };
    const made = fromChatwoot({ sla_policies: [policy], inboxes: [off, shut] });
    expect(made.definition.calendars).toEqual({
      "1": { timeZone: "UTC", always: true },
      "2": { timeZone: "UTC", always: true },
    });
    expect(calendarOf(sound(made), "2")).toBeDefined();
  });

  it("promises nothing in business hours that nobody gave", () => {
    const made = fromChatwoot({
      sla_policies: [policy, { ...policy, id: 8, only_during_business_hours: false }],
    });
    expect(left(made)).toEqual([
      "import.no_calendar sla_policies.0.first_response_time_threshold",
      "import.no_calendar sla_policies.0.next_response_time_threshold",
    ]);
    expect(made.notCarried.map(sentence)[0]).toBe(
      "at `sla_policies.0.first_response_time_threshold`: this time counts in business hours, and no inbox with its working hours was given; it is not promised",
    );
    expect(made.definition.policies?.map(({ targets }) => Object.keys(targets))).toEqual([
      [],
      ["firstResponse", "nextResponse"],
    ]);
    sound(made);
  });

  it("says what it does not know", () => {
    const made = fromChatwoot({
      sla_policies: [{ ...policy, urgency: "high", labels: [] }],
      inboxes: [inbox],
      accounts: [1],
    });
    expect(left(made)).toEqual([
      "import.unknown_member accounts",
      "import.unknown_member sla_policies.0.urgency",
    ]);
  });

  it("refuses what has not its shape, with all issues at once", () => {
    const bad = {
      sla_policies: [
        { ...policy, id: null, name: 7 },
        {
          ...policy,
          first_response_time_threshold: "1h",
          next_response_time_threshold: 0,
          only_during_business_hours: 1,
        },
        policy,
      ],
      inboxes: [
        { ...inbox, timezone: "Middle Earth (Shire)" },
        { ...inbox, working_hours: [day(7, 9, 17), day(1, 17, 9), day(1, 9, 17), 5, { day_of_week: 2 }] },
      ],
    };
    expect(issuesOf(() => fromChatwoot(bad)).sort()).toEqual(
      [
        "import.duplicate_id inboxes.1.id",
        "import.duplicate_id sla_policies.2.id",
        "import.missing inboxes.1.working_hours.4.close_hour",
        "import.missing inboxes.1.working_hours.4.open_hour",
        "import.missing sla_policies.0.id",
        "import.unknown_zone inboxes.0.timezone",
        "import.wrong_amount sla_policies.1.next_response_time_threshold",
        "import.wrong_day inboxes.1.working_hours.0.day_of_week",
        "import.wrong_day inboxes.1.working_hours.2.day_of_week",
        "import.wrong_hours inboxes.1.working_hours.1",
        "import.wrong_hours inboxes.1.working_hours.4",
        "import.wrong_type inboxes.1.working_hours.3",
        "import.wrong_type sla_policies.0.name",
        "import.wrong_type sla_policies.1.first_response_time_threshold",
        "import.wrong_type sla_policies.1.only_during_business_hours",
      ].sort(),
    );
    expect(issuesOf(() => fromChatwoot([policy]))).toEqual(["import.wrong_type "]);
    expect(issuesOf(() => fromChatwoot(null))).toEqual(["import.missing "]);
    expect(issuesOf(() => fromChatwoot({ sla_policies: {} }))).toEqual([
      "import.missing sla_policies.payload",
    ]);
  });
});
