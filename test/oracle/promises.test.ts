/*
 * The oracle on promises to running clocks, worked out by hand (semantics K7 to K14, decision 0001).
 */
import { describe, expect, it } from "vitest";
import type { Definition } from "../../src/definition.ts";
import type { Options } from "../../src/policy/definition.ts";
import { define } from "../../src/testing/definition/define.ts";
import { at, calendars, change, HOUR, only, opened, promise, status, type Told } from "./story.ts";

describe("the oracle on promises (semantics K)", () => {
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
      startedAt: at("12:00"),
      elapsedMs: HOUR,
      dueAt: at("14:00"),
      breachedAt: null,
    });
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
    const gold = (released: "runOn" | "cancel" | "keep") =>
      ({
        calendars,
        policies: [
          {
            id: "gold",
            calendar: "office",
            if: { field: "plan", is: "gold" },
            targets: { resolution: "4h" },
            options: { released },
          },
        ],
      }) as Definition<string>;
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
      ["9:00", opened({ priority: "low" })],
      ["10:00", { type: "due.overridden", metric: "resolution", dueAt: at("16:00") }],
      ["11:00", status("pending")],
      ["12:00", change({ priority: "high" })],
      ["13:00", { type: "due.cleared" }],
    ];
    expect(only(byPriority({}), told, "12:30")).toMatchObject({
      state: "paused",
      dueAt: at("16:00"),
      overridden: true,
      dueAtWithoutOverride: at("11:00"),
      remainingMs: 3.5 * HOUR,
      breachedAt: null,
    });
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
});
