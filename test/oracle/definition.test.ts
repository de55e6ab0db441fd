/*
 * The oracle is trusted because of these: worked out by hand from the rules. Monday is 2 March 2026; the office is open
 * Monday to Friday from nine to five, and closed on that Thursday.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Definition } from "../../src/definition.ts";
import type { FieldPatch, HistoryEvent } from "../../src/history/event.ts";
import type { Options, Target } from "../../src/policy/definition.ts";
import { define } from "./definition.ts";
import { cases, histories } from "./generate.ts";

const HOUR = 3_600_000;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WEEKDAY = [["09:00", "17:00"]] as const;

/** `"tue 9:30"`; an hour alone is on Monday. */
function at(text: string): number {
  const [, day = "mon", h, m] = /^(?:(\w{3}) )?(\d+):(\d+)$/.exec(text) ?? [];
  return Date.UTC(2026, 2, 2 + DAYS.indexOf(day), Number(h), Number(m));
}
type Body = HistoryEvent extends infer E ? (E extends HistoryEvent ? Omit<E, "id" | "at"> : never) : never;
type Told = readonly [when: string, event: Body];

const opened = (set: FieldPatch = {}, by: "requester" | "agent" = "requester"): Body => ({
  type: "created",
  by,
  set,
});
const change = (set: FieldPatch): Body => ({ type: "changed", set });
const status = (name: string): Body => change({ status: name });
const asks = (set: FieldPatch = {}): Body => ({ type: "message", by: "requester", set });
const replies = (set: FieldPatch = {}): Body => ({ type: "message", by: "agent", set });

const calendars = {
  office: {
    timeZone: "UTC",
    weeklyHours: { mon: WEEKDAY, tue: WEEKDAY, wed: WEEKDAY, thu: WEEKDAY, fri: WEEKDAY },
    holidays: ["2026-03-05"],
  },
  always: { timeZone: "UTC", always: true },
};
/** One policy with these targets, by the office's hours. */
const promise = (
  targets: Record<string, Target>,
  options: Options = {},
  more: Partial<Definition<string>> = {},
) =>
  ({
    calendars,
    policies: [{ id: "p", calendar: "office", targets, options }],
    ...more,
  }) as Definition<string>;

function read(definition: Definition<string>, told: readonly Told[], asOf: string) {
  const events = told.map(([when, event], i) => ({ ...event, id: `e${i}`, at: at(when) }) as HistoryEvent);
  return define(definition, { ticket: "t", events }, at(asOf));
}
const only = (...args: Parameters<typeof read>) => {
  const readings = read(...args);
  expect(readings).toHaveLength(1);
  return readings[0];
};

describe("the oracle in twelve everyday situations (metrics.md)", () => {
  const resolution = promise({ resolution: "8h" });
  const responses = promise({ firstResponse: "1h", nextResponse: "2h" });

  it("lets closing after solving move nothing", () => {
    const told: Told[] = [["9:00", opened()], ["11:00", status("solved")], ["tue 10:00", status("closed")]]; // biome-ignore format: a story
    expect(only(resolution, told, "wed 9:00")).toMatchObject({
      state: "fulfilled", endedAt: at("11:00"), dueAt: at("17:00"), elapsedMs: 2 * HOUR, remainingMs: 6 * HOUR, met: true, breachedAt: null,
    }); // biome-ignore format: a reading
  });

  it("cancels the response of a ticket closed without any reply", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["9:30", status("solved")],
    ];
    expect(only(responses, told, "tue 9:00")).toMatchObject({
      state: "cancelled",
      endedAt: at("9:30"),
      met: null,
      elapsedMs: HOUR / 2,
    });
  });

  it("ends the resolution of a ticket that goes straight from open to closed", () => {
    const told: Told[] = [
      ["9:00", opened({ status: "open" })],
      ["tue 11:00", status("closed")],
    ];
    expect(only(resolution, told, "wed 9:00")).toMatchObject({
      state: "fulfilled",
      met: false,
      breachedAt: at("17:00"),
      elapsedMs: 10 * HOUR,
    });
  });

  it("lets a reply that also solves fulfil, and start nothing", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["9:30", replies({ status: "solved" })],
    ];
    expect(only(responses, told, "tue 9:00")).toMatchObject({
      metric: "firstResponse",
      state: "fulfilled",
      met: true,
    });
  });

  it("lets a courtesy reply on a solved ticket start and end nothing", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["9:30", status("solved")],
      ["9:40", replies()],
    ];
    expect(only(responses, told, "tue 9:00")).toMatchObject({ state: "cancelled", endedAt: at("9:30") });
  });

  it("resumes the resolution of a ticket reopened by the requester, without the done spell", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", replies({ status: "solved" })],
      ["12:00", asks({ status: "open" })],
    ];
    expect(only(resolution, told, "13:00")).toMatchObject({
      state: "running", instance: 1, elapsedMs: 2 * HOUR, pausedMs: 2 * HOUR, dueAt: at("tue 11:00"), endedAt: null,
    }); // biome-ignore format: a reading
    expect(read(responses, told, "13:00").at(-1)).toMatchObject({
      metric: "nextResponse",
      startedAt: at("12:00"),
      dueAt: at("14:00"),
    });
  });

  it("starts no response clock where an agent reopens", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", replies({ status: "solved" })],
      ["12:00", status("open")],
    ];
    expect(only(responses, told, "13:00")).toMatchObject({ metric: "firstResponse", state: "fulfilled" });
    expect(only(resolution, told, "13:00")).toMatchObject({ state: "running" });
  });

  it("starts no clock for thanks after solving, unless the ticket ceases to be done, from that moment", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["9:20", replies({ status: "solved" })],
      ["10:00", asks()],
      ["11:00", status("open")],
    ];
    expect(read(responses, told, "10:30")).toHaveLength(1);
    expect(read(responses, told, "12:00")[1]).toMatchObject({
      metric: "nextResponse",
      startedAt: at("11:00"),
      dueAt: at("13:00"),
    });
  });

  it("takes a status never sent for new", () => {
    const waits = promise({ requesterWait: "4h" });
    expect(only(waits, [["9:00", opened()]], "10:00")).toMatchObject({ state: "running", elapsedMs: HOUR });
  });

  it("waits with the first response to a ticket opened by an agent until the requester writes", () => {
    const told: Told[] = [
      ["9:00", opened({}, "agent")],
      ["10:00", replies()],
      ["11:00", asks()],
      ["11:30", replies()],
    ];
    expect(read(responses, told, "10:30")).toEqual([]);
    expect(only(responses, told, "12:00")).toMatchObject({
      metric: "firstResponse",
      startedAt: at("11:00"),
      endedAt: at("11:30"),
      met: true,
    });
  });

  it("ends a pause with the solving", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", status("pending")],
      ["12:00", status("solved")],
    ];
    expect(only(resolution, told, "11:00")).toMatchObject({
      state: "paused", dueAt: null, dueAtIfResumedNow: at("tue 10:00"), pausedSince: at("10:00"), pausedMs: HOUR, never: false,
    }); // biome-ignore format: a reading
    expect(only(resolution, told, "13:00")).toMatchObject({
      state: "fulfilled",
      dueAt: at("tue 11:00"),
      pausedMs: 2 * HOUR,
      elapsedMs: HOUR,
    });
  });

  it("starts no ownership for a group changed while done, but at the reopening", () => {
    const told: Told[] = [
      ["9:00", opened({ group: "a" })], ["10:00", status("solved")], ["11:00", change({ group: "b" })], ["12:00", status("open")],
    ]; // biome-ignore format: a story
    const readings = read(promise({ ownership: "1h" }), told, "12:30");
    expect(readings.map(({ per, startedAt, endedAt }) => [per, startedAt, endedAt])).toEqual([
      ["a", at("9:00"), at("10:00")],
      ["b", at("12:00"), null],
    ]);
  });
});

describe("the oracle on clocks (semantics K)", () => {
  const pausing: Told[] = [
    ["9:00", opened()],
    ["11:00", status("pending")],
    ["15:00", status("open")],
  ];
  const two = promise({ resolution: "2h" });
  const byPriority = (options: Options) =>
    promise({ resolution: { byPriority: { high: "2h", low: "6h" } } }, options);
  const raised: Told[] = [
    ["9:00", opened({ priority: "low" })],
    ["12:00", change({ priority: "high" })],
  ];

  it("takes a pause exactly at the due time for no breach, until the clock resumes (decision 0001)", () => {
    expect(only(two, pausing, "14:00")).toMatchObject({
      state: "paused",
      dueAt: at("11:00"),
      breachedAt: null,
      remainingMs: 0,
    });
    expect(only(two, pausing, "15:00")).toMatchObject({
      dueAt: at("11:00"),
      breachedAt: at("15:00"),
      met: false,
    });
    const solved: Told[] = [...pausing.slice(0, 2), ["15:00", status("solved")]];
    expect(only(two, solved, "16:00")).toMatchObject({ state: "fulfilled", met: true, dueAt: at("11:00") });
  });

  it("fulfils a clock stopped exactly at its due time, and breaches one stopped a millisecond later", () => {
    expect(
      only(
        two,
        [
          ["9:00", opened()],
          ["11:00", status("solved")],
        ],
        "12:00",
      ),
    ).toMatchObject({ met: true, remainingMs: 0 });
    const events = [
      { id: "a", at: at("9:00"), type: "created" },
      { id: "b", at: at("11:00") + 1, type: "changed", set: { status: "solved" } },
    ] as const;
    expect(define(two, { ticket: "t", events }, at("12:00"))[0]).toMatchObject({
      met: false,
      breachedAt: at("11:00"),
      remainingMs: -1,
    });
  });

  it("breaches at the change where a target is cut below the time used, while dueAt says when it ran out (K9)", () => {
    const cut = {
      dueAt: at("11:00"),
      breachedAt: at("12:00"),
      startedAt: at("9:00"),
      remainingMs: -HOUR,
      targetMs: 2 * HOUR,
    };
    expect(only(byPriority({}), raised, "12:00")).toMatchObject(cut);
    expect(only(byPriority({}), raised, "11:59")).toMatchObject({ breachedAt: null, dueAt: at("15:00") });
  });

  it("starts anew under restart, and keeps the first promise under freeze (K7)", () => {
    expect(only(byPriority({ retarget: "restart" }), raised, "13:00")).toMatchObject({
      startedAt: at("12:00"), elapsedMs: HOUR, dueAt: at("14:00"), breachedAt: null,
    }); // biome-ignore format: a reading
    expect(only(byPriority({ retarget: "freeze" }), raised, "13:00")).toMatchObject({
      dueAt: at("15:00"),
      targetMs: 6 * HOUR,
    });
  });

  it("lets a change in the millisecond of the stop judge nothing (K7)", () => {
    const told: Told[] = [...raised, ["12:00", status("solved")]];
    expect(only(byPriority({}), told, "13:00")).toMatchObject({
      met: true,
      targetMs: 6 * HOUR,
      dueAt: at("15:00"),
    });
  });

  it("keeps a breach on record unless only the last target judges (K10)", () => {
    const lowered: Told[] = [
      ["9:00", opened({ priority: "high" })],
      ["12:00", change({ priority: "low" })],
    ];
    expect(only(byPriority({}), lowered, "13:00")).toMatchObject({
      breachedAt: at("11:00"),
      dueAt: at("15:00"),
      met: false,
    });
    const current = byPriority({ breach: "current" });
    expect(only(current, lowered, "11:30")).toMatchObject({ breachedAt: at("11:00") });
    expect(only(current, lowered, "13:00")).toMatchObject({ breachedAt: null, met: null });
    expect(only(current, lowered, "15:30")).toMatchObject({ breachedAt: at("15:00") });
  });

  it("runs on, ends or keeps its promise where no policy is left (K7)", () => {
    const gold = (released: "runOn" | "cancel" | "keep") => ({
      calendars, policies: [{ id: "gold", calendar: "office", if: { field: "plan", is: "gold" }, targets: { resolution: "4h" }, options: { released } }],
    }) as Definition<string>; // biome-ignore format: a definition
    const told: Told[] = [
      ["9:00", opened({ plan: "gold" })],
      ["10:00", change({ plan: null })],
      ["12:00", change({ plan: "gold" })],
    ];
    expect(only(gold("runOn"), told, "11:00")).toMatchObject({
      state: "running",
      policy: null,
      dueAt: null,
      targetMs: null,
      elapsedMs: 2 * HOUR,
    });
    expect(only(gold("runOn"), told, "12:30")).toMatchObject({ policy: "gold", dueAt: at("13:00") });
    expect(only(gold("cancel"), told, "12:30")).toMatchObject({
      state: "cancelled",
      endedAt: at("10:00"),
      met: null,
    });
    expect(only(gold("keep"), told, "11:00")).toMatchObject({ policy: "gold", dueAt: at("13:00") });
  });

  it("lets a due time set by hand stand until cleared, or until the next retarget (K14)", () => {
    const told: Told[] = [
      ["9:00", opened({ priority: "low" })], ["10:00", { type: "due.overridden", metric: "resolution", dueAt: at("16:00") }],
      ["11:00", status("pending")], ["12:00", change({ priority: "high" })], ["13:00", { type: "due.cleared" }],
    ]; // biome-ignore format: a story
    expect(only(byPriority({}), told, "12:30")).toMatchObject({
      state: "paused", dueAt: at("16:00"), overridden: true, dueAtWithoutOverride: at("11:00"), remainingMs: 3.5 * HOUR, breachedAt: null,
    }); // biome-ignore format: a reading
    expect(only(byPriority({ override: "untilRetarget" }), told, "12:30")).toMatchObject({
      overridden: false,
      dueAt: at("11:00"),
      breachedAt: null,
    });
    expect(only(byPriority({}), told, "13:30")).toMatchObject({
      overridden: false,
      dueAt: at("11:00"),
      breachedAt: null,
    });
  });

  it("splits a change of calendars at the change, or applies the last or the first to all (K8)", () => {
    const switched = (calendarSwitch: "perInstant" | "lastWins" | "frozen") =>
      promise(
        { resolution: { amount: "10h", calendar: { field: "site", otherwise: "office" } } },
        { calendarSwitch },
      );
    const told: Told[] = [
      ["9:00", opened()],
      ["19:00", change({ site: "always" })],
    ];
    expect(only(switched("perInstant"), told, "20:00")).toMatchObject({
      elapsedMs: 9 * HOUR,
      dueAt: at("21:00"),
    });
    expect(only(switched("lastWins"), told, "20:00")).toMatchObject({
      elapsedMs: 11 * HOUR,
      dueAt: at("19:00"),
      breachedAt: at("19:00"),
    });
    expect(only(switched("frozen"), told, "20:00")).toMatchObject({
      elapsedMs: 8 * HOUR,
      dueAt: at("tue 11:00"),
    });
  });

  it("ends a budget at the closing, or at the next opening, past a holiday (C7)", () => {
    const told: Told[] = [["wed 9:00", opened()]];
    expect(only(promise({ resolution: "8h" }), told, "wed 10:00").dueAt).toBe(at("wed 17:00"));
    expect(only(promise({ resolution: "8h" }, { endOfBudget: "nextOpening" }), told, "wed 10:00").dueAt).toBe(
      at("fri 9:00"),
    );
    expect(only(promise({ resolution: "9h" }), told, "wed 10:00").dueAt).toBe(at("fri 10:00"));
  });

  it("breaches at the reopening where closed time counts (K9)", () => {
    const own = {
      id: "solve", start: [{ on: "created" }], stop: [{ on: "becomes", condition: { fact: "done", is: true } }], repeats: "once",
      reopen: { on: [{ on: "ceases", condition: { fact: "done", is: true } }], as: "count" },
    } as const; // biome-ignore format: a metric
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", status("solved")],
      ["12:00", status("open")],
    ];
    const counting = promise({ solve: "2h" }, {}, { metrics: [own] });
    expect(only(counting, told, "11:30")).toMatchObject({ met: true, breachedAt: null });
    expect(only(counting, told, "12:30")).toMatchObject({
      dueAt: at("11:00"),
      breachedAt: at("12:00"),
      elapsedMs: 3.5 * HOUR,
      pausedMs: 0,
    });
    const again = promise(
      { solve: "2h" },
      {},
      { metrics: [{ ...own, reopen: { ...own.reopen, as: "restart" } }] },
    );
    expect(read(again, told, "12:30")[1]).toMatchObject({
      instance: 2,
      startedAt: at("12:00"),
      dueAt: at("14:00"),
    });
    const ignoring = promise(
      { solve: "2h" },
      {},
      { metrics: [{ ...own, reopen: { ...own.reopen, as: "ignore" } }] },
    );
    expect(only(ignoring, told, "12:30")).toMatchObject({ state: "fulfilled", endedAt: at("10:00") });
  });

  it("fulfils an assignment at creation at once, elapsed 0 (K2)", () => {
    const told: Told[] = [["9:00", opened({ assignee: "u" })]];
    expect(only(promise({ assignment: "1h" }), told, "10:00")).toMatchObject({
      state: "fulfilled",
      elapsedMs: 0,
      met: true,
      dueAt: at("10:00"),
    });
  });

  it("pauses all while held, and cancels all for good once merged (K15)", () => {
    const told: Told[] = [
      ["9:00", opened()], ["10:00", { type: "held" }], ["11:00", { type: "resumed" }], ["12:00", { type: "exempted", reason: "storm" }],
      ["13:00", { type: "merged" }], ["14:00", asks({ status: "open" })],
    ]; // biome-ignore format: a story
    expect(only(promise({ resolution: "8h" }), told, "10:30")).toMatchObject({
      state: "paused",
      pausedSince: at("10:00"),
    });
    expect(only(promise({ resolution: "8h" }), told, "15:00")).toMatchObject({
      state: "cancelled", endedAt: at("13:00"), elapsedMs: 3 * HOUR, exempted: "storm", dueAt: at("tue 10:00"),
    }); // biome-ignore format: a reading
  });

  it("resets the clock that runs and starts the next in the same step, where a start's condition holds", () => {
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", { type: "clock.reset", metric: "resolution" }],
    ];
    const readings = read(promise({ resolution: "2h", firstResponse: "3h" }), told, "11:00");
    expect(readings.map(({ metric, instance, state, dueAt }) => [metric, instance, state, dueAt])).toEqual([
      ["firstResponse", 1, "running", at("12:00")],
      ["resolution", 1, "cancelled", at("11:00")],
      ["resolution", 2, "running", at("12:00")],
    ]);
  });

  it("schedules a cadence from the due time before it", () => {
    const update = {
      id: "update",
      start: [{ on: "reply" }],
      stop: [{ on: "reply" }],
      from: "previousDue",
      repeats: "always",
    } as const;
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", replies()],
      ["11:00", replies()],
      ["11:30", replies()],
    ];
    const cadence = promise({ update: "3h" }, {}, { metrics: [update] });
    expect(read(cadence, told, "11:15")[1]).toMatchObject({
      state: "scheduled",
      startedAt: at("13:00"),
      dueAt: at("16:00"),
      elapsedMs: 0,
    });
    expect(read(cadence, told, "12:00").map(({ startedAt }) => startedAt)).toEqual([
      at("10:00"),
      at("13:00"),
      at("16:00"),
    ]);
  });

  it("starts in retrospect with the pauses in between, or without", () => {
    const late = (backfill: "pauses" | "none") => promise({ late: "8h" }, {}, { metrics: [{
      id: "late", start: [{ on: "changed", field: "plan" }], stop: [{ on: "reply" }], from: { fact: "createdAt" }, backfill, repeats: "once",
      pause: { while: { fact: "statusCategory", is: "pending" } },
    }] }); // biome-ignore format: a definition
    const told: Told[] = [
      ["9:00", opened()],
      ["10:00", status("pending")],
      ["11:00", status("open")],
      ["12:00", change({ plan: "gold" })],
    ];
    expect(only(late("pauses"), told, "13:00")).toMatchObject({
      startedAt: at("9:00"),
      elapsedMs: 3 * HOUR,
      pausedMs: HOUR,
    });
    expect(only(late("none"), told, "13:00")).toMatchObject({
      startedAt: at("9:00"),
      elapsedMs: 4 * HOUR,
      pausedMs: 0,
    });
  });

  it("lets pauses move an instant from a field where told so (K9)", () => {
    const told: Told[] = [
      ["9:00", opened({ due: "2026-03-02T12:00:00Z" })],
      ["10:00", status("pending")],
      ["11:00", status("open")],
    ];
    const fixed = (options: Options) => promise({ resolution: { field: "due" } }, options);
    expect(only(fixed({}), told, "11:30")).toMatchObject({
      dueAt: at("12:00"),
      targetMs: 3 * HOUR,
      remainingMs: HOUR / 2,
    });
    expect(only(fixed({ pauses: "extend" }), told, "10:30")).toMatchObject({
      dueAt: null,
      dueAtIfResumedNow: at("12:30"),
    });
    expect(only(fixed({ pauses: "extend" }), told, "11:30")).toMatchObject({
      dueAt: at("13:00"),
      targetMs: 3 * HOUR,
      remainingMs: 1.5 * HOUR,
    });
  });

  it("attributes the time that counts to who held the ticket, and a breach to who held it just before (K13)", () => {
    const told: Told[] = [
      ["9:00", opened({ group: "a" })],
      ["11:00", change({ group: "b" })],
    ];
    const { attribution, breachedBy } = only(two, told, "12:00");
    expect(breachedBy).toEqual({ assignee: null, group: "a", supplier: null });
    expect(attribution.map(({ group, elapsedMs }) => [group, elapsedMs / HOUR])).toEqual([["a", 2], ["b", 1]]); // biome-ignore format: pairs
  });
});

describe("the oracle on policies (semantics P)", () => {
  const versioned = (versionMode: NonNullable<Definition["options"]>["versionMode"]) =>
    ({
      calendars,
      version: "v1",
      policies: [{ id: "p", calendar: "office", targets: { resolution: "4h" } }],
      versions: [
        {
          id: "v2",
          from: at("10:00"),
          policies: [{ id: "p", calendar: "office", targets: { resolution: "2h" } }],
        },
      ],
      options: versionMode === undefined ? {} : { versionMode },
    }) as Definition<string>;
  const told: Told[] = [
    ["9:00", opened()],
    ["10:30", replies()],
  ];

  it.each([
    [undefined, "11:00", "v1", "13:00"],
    ["atCreation", "11:00", "v1", "13:00"],
    ["inForceAtEachInstant", "10:00", "v2", "11:00"],
    ["nextUpdate", "10:15", "v1", "13:00"],
    ["nextUpdate", "10:30", "v2", "11:00"],
    ["live", "9:59", "v1", "13:00"],
    ["live", "10:00", "v2", "11:00"],
  ] as const)("lets the version govern that %s says (P6), at %s", (mode, asOf, policyVersion, due) => {
    expect(only(versioned(mode), told, asOf)).toMatchObject({ policyVersion, dueAt: at(due) });
  });

  const bothPolicies = [
    { id: "slow", calendar: "office", targets: { resolution: "6h" } },
    { id: "fast", calendar: "office", if: { field: "plan", is: "gold" }, targets: { resolution: "2h" } },
  ];
  const selecting = (selection: string) =>
    ({ calendars, policies: bothPolicies, options: { selection } }) as unknown as Definition<string>;

  it("selects the first, the last, all, or the one due first (P1)", () => {
    const gold: Told[] = [
      ["9:00", opened({ plan: "gold" })],
      ["12:00", change({ plan: null })],
    ];
    expect(only(selecting("firstMatch"), gold, "10:00").policy).toBe("slow");
    expect(only(selecting("lastMatch"), gold, "10:00").policy).toBe("fast");
    expect(read(selecting("allMatching"), gold, "10:00").map(({ policy }) => policy)).toEqual([
      "slow",
      "fast",
    ]);
    expect(only(selecting("strictest"), gold, "10:00")).toMatchObject({ policy: "fast", dueAt: at("11:00") });
    expect(only(selecting("strictest"), gold, "13:00")).toMatchObject({
      policy: "slow",
      dueAt: at("15:00"),
      breachedAt: at("11:00"),
    });
  });

  it("takes the policy assigned last, and after a release the one before it (decision 0007)", () => {
    const story: Told[] = [
      ["9:00", opened({ plan: "gold" })], ["10:00", { type: "policy.assigned", policy: "slow" }],
      ["11:00", { type: "policy.assigned", policy: "fast" }], ["12:00", { type: "policy.released", policy: "fast" }],
    ]; // biome-ignore format: a story
    const policies = (selection: string) =>
      ["10:30", "11:30", "12:30"].map((asOf) => only(selecting(selection), story, asOf).policy);
    expect(policies("assigned")).toEqual(["slow", "fast", "slow"]);
    expect(policies("firstAssigned")).toEqual(["slow", "slow", "slow"]);
    expect(read(selecting("assigned"), story, "9:30")).toEqual([]);
  });

  it("reads a level and a set each in a lane of its own", () => {
    const levels = { levels: { first: "1h", full: "3h" } };
    const definition = {
      calendars,
      policySets: [{ id: "sla", policies: [{ id: "a", targets: { resolution: levels } }] }, { id: "ola", policies: [{ id: "b", targets: { resolution: { levels: { first: "2h" } } } }] }],
    } as Definition<string>; // biome-ignore format: a definition
    expect(read(definition, [["9:00", opened()]], "9:30").map(({ policySet, level, dueAt }) => [policySet, level, dueAt])).toEqual([
      ["sla", "first", at("10:00")], ["sla", "full", at("12:00")], ["ola", "first", at("11:00")],
    ]); // biome-ignore format: rows
  });

  it("measures a metric without any target where told so (K1)", () => {
    expect(only({ measure: ["resolution"] }, told, "11:00")).toMatchObject({
      policy: null,
      targetMs: null,
      elapsedMs: 2 * HOUR,
      met: null,
    });
  });
});

describe("the oracle on what is generated", () => {
  it("answers two thousand cases, a few milliseconds each, with figures that add up", () => {
    fc.assert(
      fc.property(cases, ({ definition, history, asOf }) => {
        for (const one of define(definition, history, asOf)) {
          expect(one.elapsedMs).toBeGreaterThanOrEqual(0);
          expect(one.breachedAt ?? asOf).toBeLessThanOrEqual(asOf);
          expect(one.met).toBe(one.breachedAt !== null ? false : one.met);
        }
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });

  it("enumerates every history up to a length", () => {
    const told = [opened(), status("solved"), replies()];
    expect([...histories(2, told, [at("9:00"), at("10:00")])]).toHaveLength(1 + 6 + 24);
  });
});
