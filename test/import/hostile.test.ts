import { SlaError } from "dueclock";
import { fromChatwoot, fromFreshdesk, fromLiveAgent, fromLoopXm, fromZendesk } from "dueclock/import";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { left, sound } from "./sound.ts";

/** Small payloads that use every member, to be damaged. */
const PAYLOADS = {
  fromChatwoot: [
    fromChatwoot,
    {
      sla_policies: [
        {
          id: 1,
          name: "a",
          description: null,
          first_response_time_threshold: 60,
          resolution_time_threshold: 90,
          only_during_business_hours: true,
        },
        { id: 2, next_response_time_threshold: 60 },
      ],
      inboxes: {
        payload: [
          {
            id: 3,
            timezone: "UTC",
            working_hours_enabled: true,
            working_hours: [
              {
                day_of_week: 1,
                open_hour: 9,
                open_minutes: 0,
                close_hour: 17,
                close_minutes: 30,
                closed_all_day: false,
              },
              { day_of_week: 2, open_all_day: true },
            ],
          },
          { id: 4, timezone: "Berlin" },
        ],
      },
    },
  ],
  fromZendesk: [
    fromZendesk,
    {
      sla_policies: [
        {
          id: 1,
          title: "a",
          position: 2,
          filter: {
            all: [
              { field: "status", operator: "less_than", value: "solved" },
              { field: "current_tags", operator: "includes", value: "a b" },
            ],
            any: [{ field: "custom_fields_1", operator: "is", value: "true" }],
          },
          policy_metrics: [
            {
              metric: "first_reply_time",
              priority: "low",
              target: 5,
              target_in_seconds: 300,
              business_hours: true,
            },
            { metric: "first_reply_time", priority: "high", target: 5, business_hours: false },
          ],
          metrics_settings: { first_reply_time: { fulfill_on_agent_internal_note: true } },
        },
        { id: 2, policy_metrics: [{ metric: "total_resolution_time", priority: "low", target: 5 }] },
      ],
      group_sla_policies: [
        { id: "g", policy_metrics: [{ metric: "group_ownership_time", priority: "low", target: 5 }] },
      ],
      schedules: [
        {
          id: 5,
          time_zone: "Bern",
          intervals: [{ start_time: 100, end_time: 3000 }],
          holidays: [{ name: "h", start_date: "2026-01-01", end_date: "2026-01-02" }],
        },
      ],
    },
  ],
  fromFreshdesk: [
    fromFreshdesk,
    {
      sla_policies: [
        {
          id: 1,
          name: "a",
          position: 1,
          active: true,
          sla_target: {
            priority_1: {
              respond_within: 60,
              next_respond_within: 60,
              resolve_within: 60,
              business_hours: true,
              escalation_enabled: false,
            },
            priority_2: { respond_within: 60, business_hours: false, escalation_enabled: true },
          },
          applicable_to: { group_ids: [1, 2], ticket_types: ["a"] },
          escalation: {
            reminder_response: { escalation_time: -60, agent_ids: [-1] },
            resolution: { level_1: { escalation_time: 0, agent_ids: [5] } },
          },
        },
      ],
      business_hours: [
        {
          id: 7,
          time_zone: "UTC",
          is_default: true,
          business_hours: { monday: { start_time: "08:00 am", end_time: "05:00 pm" } },
          list_of_holidays: [{ holiday_date: "--12-25", holiday_name: "x" }],
        },
      ],
      groups: [{ id: 1, business_hour_id: 7 }],
    },
  ],
  fromLiveAgent: [
    fromLiveAgent,
    {
      levels: [
        { name: "a", firstAnswer: "4h", callAnswer: "20s", businessHours: "b", excludeHolidays: false },
      ],
      businessHours: [
        { name: "b", timeZone: "UTC", hours: { mon: [["09:00", "17:00"]] }, holidays: ["12-25"] },
      ],
      rules: [
        {
          name: "r",
          notes: "n",
          match: "any",
          conditions: [{ field: "tags", operator: "is", value: "x" }],
          level: "a",
          stop: true,
        },
        { name: "s", level: "a" },
      ],
      withoutLevel: "7d",
    },
  ],
  fromLoopXm: [
    fromLoopXm,
    {
      policies: [
        {
          name: "a",
          condition: { brand: "b" },
          response: { low: 5, high: 1 },
          resolution: { low: 5 },
          secondaryResolution: { high: 5 },
          reminders: [
            {
              target: "response",
              minutes: 5,
              when: "before",
              location: "o",
              recipients: ["assignee", "user:k"],
            },
          ],
          escalations: [{ target: "resolution", hours: 1, location: "p", user: "u" }],
        },
      ],
      conversationEscalations: [{ target: "noAction", minutes: 5, location: "o", user: "u" }],
    },
  ],
} as const;

/** What a member may be replaced by: values at the edges of what is meant, and of other kinds. */
const oddValue = fc.oneof(
  fc.constantFrom<unknown[]>(
    null,
    undefined,
    true,
    false,
    0,
    -0,
    -1,
    0.5,
    1e21,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ),
  fc.constantFrom<unknown[]>(
    "",
    " ",
    "__proto__",
    "constructor",
    "x".repeat(300),
    "24:00",
    "12:00 am",
    "2026-02-30",
    "UTC",
    "1e3",
    "9007199254740993",
  ),
  fc.constantFrom<unknown[]>([], {}, [[]], [null], { payload: 5 }, [{}], { all: 5 }, { __proto__: null }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A copy with one member replaced, doubled or removed, wherever `choose` walks to. */
function damaged(value: unknown, choose: readonly number[], odd: unknown, depth = 0): unknown {
  const step = choose[depth];
  const isInner = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (step === undefined || !isInner || step % 7 === 6) return odd;
  if (Array.isArray(value)) {
    const at = step % value.length;
    if (step % 5 === 4) return [...value, ...value]; // doubled: ids come twice
    return value.map((one, i) => (i === at ? damaged(one, choose, odd, depth + 1) : one));
  }
  const entries = Object.entries(value);
  const at = step % entries.length;
  if (step % 11 === 10) return Object.fromEntries([...entries, [typeof odd === "string" ? odd : "odd", odd]]);
  return Object.fromEntries(
    entries.map(([key, one], i) => [key, i === at ? damaged(one, choose, odd, depth + 1) : one]),
  );
}

/** Where the objects of a payload stand. */
function objectsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => objectsOf(one, [...path, key]));
  return Array.isArray(value) ? inner : [path, ...inner];
}

/** A copy with a member `strange` in the object at a path. */
function withStrange(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return { ...(value as object), strange: 1 };
  const put = (own: string, one: unknown) => (own === key ? withStrange(one, rest) : one);
  if (Array.isArray(value)) return value.map((one, i) => put(String(i), one));
  return Object.fromEntries(Object.entries(value as object).map(([own, one]) => [own, put(own, one)]));
}

/** Objects that hold much besides policies, of which only what is wanted is read. */
const READ_IN_PART = /^(inboxes|groups)/;

describe.each(Object.entries(PAYLOADS))("%s", (_, [read, payload]) => {
  it("reads a payload that uses every member", () => {
    const made = read(payload);
    expect(made.notCarried).toEqual([]);
    sound(made);
  });

  it("answers any payload with a definition that compiles, or with one error that says all", () => {
    const steps = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(steps, oddValue), { minLength: 1, maxLength: 3 }), (damages) => {
        const bad = damages.reduce<unknown>((whole, [choose, odd]) => damaged(whole, choose, odd), payload);
        const before = JSON.stringify(bad);
        try {
          sound(read(bad));
        } catch (thrown) {
          if (!(thrown instanceof SlaError)) throw thrown;
          // Whether the zone data has a name that looks like the IANA's is for compiling to say
          const isOurs = (code: string) =>
            code.startsWith("import.") || code === "calendar.unknown_time_zone";
          expect(thrown.issues.every(({ code, message }) => isOurs(code) && message.length > 0)).toBe(true);
        }
        expect(JSON.stringify(bad)).toBe(before);
      }),
      { numRuns: 400 },
    );
  });

  it("tells of a strange member wherever it stands", () => {
    for (const path of objectsOf(payload)) {
      const at = [...path, "strange"].join(".");
      const told = left(read(withStrange(payload, path)));
      if (!READ_IN_PART.test(at)) expect(told.map((one) => one.split(" ")[1])).toContain(at);
      else expect(told).toEqual([]);
    }
  });

  it("refuses what holds itself", () => {
    const circle: Record<string, unknown> = { ...payload };
    circle.self = circle;
    expect(() => read(circle)).toThrow(SlaError);
    expect(() => read([[[circle]]])).toThrow(SlaError);
  });
});
