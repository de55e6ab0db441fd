import type { Definition, Fire } from "dueclock";
import { compileSla, evaluateTicket } from "dueclock";
import { describe, expect, it } from "vitest";
import {
  acknowledged,
  delivered,
  desk,
  does,
  MS,
  next,
  office,
  officeDesk,
  type Rule,
  rule,
} from "./actionDesk.ts";
import {
  changes,
  hour,
  inHours,
  MINUTE,
  opened,
  priority,
  reply,
  request,
  status,
  ticket,
  verdict,
} from "./desk.ts";

type VersionMode = NonNullable<NonNullable<Definition["options"]>["versionMode"]>;
const plain = [opened(hour(0))];

describe("an offset from the start (A1, A2)", () => {
  const early = desk({ fire: { afterStart: "1h" } });
  const late = desk({ fire: { afterStart: "6h" } });

  it("fires when so much is used, whatever the target", () => {
    expect(does(early, 1 - MS, plain)).toEqual(["scheduled 1"]);
    expect(does(early, 1, plain)).toEqual(["due 1"]);
    expect(does(early, 2, [...plain, priority(hour(0.5), "low")])).toEqual(["due 1"]);
    expect(does(late, 5, plain)).toEqual(["scheduled 6"]);
    expect(does(desk({ fire: { afterStart: 0 } }), 0, plain)).toEqual(["due 0"]);
  });

  it("moves with a pause that begins before it has fired, and is open while that lasts", () => {
    const paused = [...plain, status(hour(0.5), "pending")];
    expect(does(early, 2, paused)).toEqual(["scheduled open"]);
    expect(does(early, 2, [...paused, status(hour(1.5), "open")])).toEqual(["due 2"]);
    expect(does(early, 2, [...plain, status(hour(1), "pending")])).toEqual(["due 1"]);
  });

  it("lapses with its clock where it lies before the target, and stays due where it lies after", () => {
    expect(does(early, 9, [...plain, status(hour(2), "solved")])).toEqual(["lapsed 1"]);
    expect(does(late, 9, [...plain, status(hour(7), "solved")])).toEqual(["due 6"]);
    expect(does(late, 9, [...plain, status(hour(6), "solved")])).toEqual([]);
    expect(does(desk({ fire: { afterStart: "4h" } }), 9, [...plain, status(hour(5), "solved")])).toEqual([
      "due 4",
    ]);
  });

  it("before the target is skipped where its moment has passed when the target comes; after it, it falls due", () => {
    const given = [opened(hour(0), { plan: "none" }), changes(hour(7), { plan: "gold" })];
    expect(does(early, 7, given)).toEqual(["skipped 7"]);
    expect(does(late, 7, given)).toEqual(["due 7"]);
    expect(does(late, 7 - MS, given)).toEqual([]);
  });

  it("by the wall clock is so much after the start, whatever pauses and hours there are", () => {
    const wall = officeDesk(
      { fire: { afterStart: "10h" }, basis: "wall" },
      { targets: { resolution: "20h" } },
    );
    expect(does(wall, 9, plain)).toEqual(["scheduled 10"]);
    expect(does(wall, 10, plain)).toEqual(["due 10"]);
    const paused = [...plain, status(hour(1), "pending")];
    expect(does(wall, 9, paused)).toEqual(["scheduled 10"]);
    expect(does(wall, 11, paused)).toEqual(["due 10"]);
    expect(next(wall, 9, paused)).toBe(10);
  });
});

describe("an offset by the wall clock (A1)", () => {
  // 12 hours of business time: due on Tuesday at 13:00, hour 28
  const wall = (fire: Fire) => officeDesk({ fire, basis: "wall" }, { targets: { resolution: "12h" } });

  it.each<[Fire, number]>([
    [{ before: "2h" }, 26],
    [{ before: "20h" }, 8],
    [{ before: "19h" }, 9],
    [{ before: "28h" }, 0],
    [{ before: "40h" }, 0],
    [{ after: "20h" }, 48],
    [{ after: 0 }, 28],
  ])("%j counts from the due time, hours or not, and no earlier than the start", (fire, hours) => {
    expect(does(wall(fire), hours, plain)).toEqual([`due ${hours}`]);
    if (hours > 0) {
      expect(does(wall(fire), hours - MS, plain)).toEqual([`scheduled ${hours}`]);
      expect(next(wall(fire), hours - MS, plain)).toBe(hours);
    }
  });

  it("follows a due time that a pause has moved, and is open while it lasts", () => {
    const sla = wall({ before: "20h" });
    const paused = [...plain, status(hour(5), "pending")];
    expect(does(sla, 6, paused)).toEqual(["scheduled open"]);
    expect(does(sla, 9, [...paused, status(hour(7), "open")])).toEqual(["scheduled 10"]);
  });

  it("has fired for good once its moment has come", () => {
    const sla = wall({ before: "20h" });
    const paused = [...plain, status(hour(25), "pending")];
    expect(does(sla, 24, plain)).toEqual(["due 8"]);
    expect(does(sla, 26, paused)).toEqual(["due 8"]);
    expect(does(sla, 40, [...paused, status(hour(27), "open")])).toEqual(["due 8"]);
  });
});

describe("marks that count from the due time, once reached (A2)", () => {
  it("by business days have fired for good, whatever pause or target comes", () => {
    const sla = officeDesk(
      { fire: { before: { businessDays: 1 } } },
      { targets: { resolution: { byPriority: { low: "30h" }, otherwise: "12h" } } },
    );
    expect(does(sla, 5, plain)).toEqual(["due 4"]);
    expect(does(sla, 27, [...plain, status(hour(25), "pending")])).toEqual(["due 4"]);
    expect(does(sla, 60, [...plain, status(hour(25), "pending"), status(hour(27), "open")])).toEqual([
      "due 4",
    ]);
    expect(does(sla, 60, [...plain, priority(hour(5), "low")])).toEqual(["due 4"]);
    expect(does(sla, 60, [...plain, status(hour(3), "pending"), status(hour(5), "open")])).toEqual(["due 6"]);
  });

  it("by whole days around the clock too", () => {
    const sla = desk(
      { fire: { before: "1d" } },
      { calendar: "office", targets: { resolution: { amount: "3d", basis: "aroundTheClock" } } },
      { calendars: { office } },
    );
    expect(does(sla, 49, plain)).toEqual(["due 48"]);
    expect(does(sla, 49, [...plain, status(hour(40), "pending")])).toEqual(["scheduled open"]);
    for (const hours of [50, 55, 90])
      expect(does(sla, hours, [...plain, status(hour(50), "pending"), status(hour(54), "open")])).toEqual([
        "due 48",
      ]);
  });

  it("that a pause has carried past their moment fire when it ends, and not before that is known", () => {
    const sla = officeDesk({ fire: { before: "10h" }, basis: "wall" }, { targets: { resolution: "12h" } });
    const events = [...plain, status(hour(8), "pending"), status(hour(24), "open")];
    expect(does(sla, 23, events)).toEqual(["scheduled open"]);
    expect(does(sla, 24, events)).toEqual(["due 24"]);
  });

  it("after a due time that is used up run on through a pause", () => {
    const sla = desk({ fire: { after: "2h" }, basis: "wall" });
    const events = [...plain, status(hour(5), "pending")];
    expect(does(sla, 5.5, events)).toEqual(["scheduled 6"]);
    expect(does(sla, 7, events)).toEqual(["due 6"]);
  });
});

describe("what lies before the target", () => {
  it("lapses with its clock also by days, with steps so much later", () => {
    const days = officeDesk(
      { fire: { before: { businessDays: 2 } }, steps: [{ after: "1h" }, { after: "2h" }] },
      { targets: { resolution: { businessDays: 3 } } },
    );
    const solved = [...plain, status(hour(26), "solved")];
    expect(does(days, 25.5, plain)).toEqual(["1.1 due 24", "1.2 due 25", "1.3 scheduled 26"]);
    expect(does(days, 30, solved)).toEqual(["1.1 lapsed 24", "1.2 lapsed 25"]);
    const plainDays = desk(
      { fire: { before: "2d" }, steps: [{ after: "1h" }] },
      { targets: { resolution: "72h" } },
    );
    expect(does(plainDays, 30, solved)).toEqual(["1.1 lapsed 24", "1.2 lapsed 25"]);
  });

  it("by the wall clock from the start is what comes before the due time", () => {
    const wall = officeDesk(
      { fire: { afterStart: "20h" }, basis: "wall", steps: [{ after: "10h" }] },
      { targets: { resolution: "12h" } },
    );
    expect(does(wall, 40, [...plain, status(hour(32), "solved")])).toEqual(["1.1 lapsed 20", "1.2 due 30"]);
  });
});

describe("a condition of an action (A1, A4)", () => {
  const vip = desk({ fire: { after: "1h" }, if: { field: "vip", is: true } });
  const turned = (hours: number, to: boolean) => changes(hour(hours), { vip: to });

  it("is read when it fires: true in that very millisecond counts", () => {
    for (const hours of [0, 4.5, 5]) expect(does(vip, 5, [...plain, turned(hours, true)])).toEqual(["due 5"]);
  });

  it("true one millisecond later leaves it unmet, for good", () => {
    const events = [...plain, turned(5 + MS, true)];
    for (const hours of [5, 5 + MS, 6, 100]) expect(does(vip, hours, events)).toEqual(["unmet 5"]);
  });

  it("false in that very millisecond leaves it unmet, false later does not", () => {
    expect(does(vip, 9, [...plain, turned(1, true), turned(5, false)])).toEqual(["unmet 5"]);
    expect(does(vip, 9, [...plain, turned(1, true), turned(5 + MS, false)])).toEqual(["due 5"]);
    expect(does(vip, 9, [...plain, turned(5, true), turned(5, false)])).toEqual(["unmet 5"]);
    expect(does(vip, 9, [...plain, turned(5, false), turned(5, true)])).toEqual(["due 5"]);
  });

  it("is not asked before it fires", () => {
    expect(does(vip, 5 - MS, plain)).toEqual(["scheduled 5"]);
    expect(next(vip, 4.5, plain)).toBe(5);
  });

  it("of the last within so long counts to the moment of firing, both ends included", () => {
    const recent = (fire: Fire) =>
      desk({ fire, if: { fact: "lastRequestAt", withinLast: "2h" } }, { targets: { resolution: "4h" } });
    const events = [...plain, request(hour(3))];
    expect(does(recent({ after: "1h" }), 9, events)).toEqual(["due 5"]);
    expect(does(recent({ after: 3_600_001 }), 9, events)).toEqual([`unmet ${5 + MS}`]);
    expect(does(recent({ after: 3_600_001 }), 9, [...events, request(hour(5) + 1)])).toEqual([
      `due ${5 + MS}`,
    ]);
  });

  it("reads facts as they stood then", () => {
    const waiting = desk({ fire: { after: "1h" }, if: { fact: "awaitingReplySince", exists: true } });
    expect(does(waiting, 9, [...plain, reply(hour(5))])).toEqual(["unmet 5"]);
    expect(does(waiting, 9, [...plain, reply(hour(5) + 1)])).toEqual(["due 5"]);
    const often = desk({ fire: { after: "1h" }, if: { fact: "replyCount", greater: 1 } });
    expect(does(often, 9, [...plain, reply(hour(1)), reply(hour(5))])).toEqual(["due 5"]);
  });

  it("is read at the moment that quiet hours have put off, or a late target has brought", () => {
    const quiet = officeDesk(
      { fire: { after: 0 }, quiet: true, if: { field: "vip", is: true } },
      { targets: { resolution: "8h" } },
    );
    expect(does(quiet, 30, [...plain, turned(20, true)])).toEqual(["due 24"]);
    expect(does(quiet, 30, [...plain, turned(1, true), turned(24, false)])).toEqual(["unmet 24"]);
    const given = [opened(hour(0), { plan: "none" }), changes(hour(7), { plan: "gold", vip: true })];
    expect(does(vip, 7, given)).toEqual(["due 7"]);
  });

  it("of each step is read at its own moment", () => {
    const chain = desk({
      fire: { after: 0 },
      steps: [{ after: "1h" }, { after: "2h" }],
      if: { field: "vip", is: true },
    });
    const events = [...plain, turned(4.5, true), turned(5.5, false)];
    expect(does(chain, 9, events)).toEqual(["1.1 unmet 4", "1.2 due 5", "1.3 unmet 6"]);
  });

  it("never changes nextChangeAt: a step that is unmet has passed too", () => {
    expect(next(vip, 4, plain)).toBe(5);
    expect(next(vip, 5, plain)).toBeNull();
  });
});

describe("a chain (A1)", () => {
  const chain = desk({
    fire: { before: "1h" },
    notify: ["assignee"],
    steps: [
      { after: "30m", notify: ["group:leads"], set: { priority: "urgent" } },
      { after: "1h" },
      { after: "3h", notify: ["role"] },
    ],
  });

  it("has each step so much after its first, with its own effect", () => {
    const { actions } = verdict(chain, hour(9), plain);
    expect(actions.map(({ step, notify, set }) => [step, notify, set])).toEqual([
      [1, ["assignee"], null],
      [2, ["group:leads"], { priority: "urgent" }],
      [3, [], null],
      [4, ["role"], null],
    ]);
    expect(does(chain, 3.6, plain)).toEqual([
      "1.1 due 3",
      "1.2 due 3.5",
      "1.3 scheduled 4",
      "1.4 scheduled 6",
    ]);
    expect([0, 3, 3.5, 4, 6].map((hours) => next(chain, hours, plain))).toEqual([3, 3.5, 4, 6, null]);
  });

  it("moves what has not fired with a pause, and only that", () => {
    const events = [...plain, status(hour(3.25), "pending"), status(hour(5.25), "open")];
    expect(does(chain, 4, events)).toEqual([
      "1.1 due 3",
      "1.2 scheduled open",
      "1.3 scheduled open",
      "1.4 scheduled open",
    ]);
    expect(does(chain, 5.5, events)).toEqual([
      "1.1 due 3",
      "1.2 due 5.5",
      "1.3 scheduled 6",
      "1.4 scheduled 8",
    ]);
  });

  it("lapses in its steps before the target, and keeps those at and after it", () => {
    expect(does(chain, 9, [...plain, status(hour(3.75), "solved")])).toEqual([
      "1.1 lapsed 3",
      "1.2 lapsed 3.5",
    ]);
    expect(does(chain, 9, [...plain, status(hour(7), "solved")])).toEqual([
      "1.1 lapsed 3",
      "1.2 lapsed 3.5",
      "1.3 due 4",
      "1.4 due 6",
    ]);
  });

  it("with a first step longer before than the target starts at the start", () => {
    const long = desk({ fire: { before: "10h" }, steps: [{ after: "7h" }, { after: "11h" }] });
    const { actions } = verdict(long, hour(0), plain);
    expect(actions.map(({ fireAt }) => fireAt)).toEqual([hour(0), hour(1), hour(5)]);
  });

  it("by the wall clock, through the night", () => {
    const nightly = officeDesk(
      { fire: { after: 0 }, basis: "wall", steps: [{ after: "4h" }, { after: "12h" }] },
      { targets: { resolution: "7h" } },
    );
    expect(does(nightly, 12, plain)).toEqual(["1.1 due 7", "1.2 due 11", "1.3 scheduled 19"]);
    const byClock = officeDesk(
      { fire: { after: 0 }, steps: [{ after: "4h" }] },
      { targets: { resolution: "7h" } },
    );
    expect(does(byClock, 12, plain)).toEqual(["1.1 due 7", "1.2 scheduled 27"]);
  });

  it("after so many business days counts its steps on from there", () => {
    const days = officeDesk(
      { fire: { after: { businessDays: 1 } }, steps: [{ after: "2h" }] },
      { targets: { resolution: "4h" } },
    );
    expect(does(days, 29, plain)).toEqual(["1.1 due 28", "1.2 scheduled 30"]);
  });
});

describe("repetition (A1)", () => {
  it("is so many times more, each so much after the one before", () => {
    const sla = desk({ fire: { after: 0 }, repeat: { every: "1h", times: 3 } });
    expect(does(sla, 6, plain)).toEqual(["due 4", "×2 due 5", "×3 due 6", "×4 scheduled 7"]);
    expect(next(sla, 6, plain)).toBe(7);
    expect(next(sla, 7, plain)).toBeNull();
  });

  it("ends with its clock", () => {
    const sla = desk({ fire: { after: 0 }, repeat: { every: "1h", times: 3 } });
    expect(does(sla, 9, [...plain, status(hour(5), "solved")])).toEqual(["due 4"]);
    expect(next(sla, 5, [...plain, status(hour(5), "solved")])).toBeNull();
  });

  it("repeats a whole chain, in the order of the moments", () => {
    const sla = desk({ fire: { after: 0 }, steps: [{ after: "90m" }], repeat: { every: "1h", times: 2 } });
    const { actions } = verdict(sla, hour(99), plain);
    expect(actions.map(({ repetition, step, fireAt }) => [repetition, step, inHours(fireAt)])).toEqual([
      [1, 1, 4],
      [2, 1, 5],
      [1, 2, 5.5],
      [3, 1, 6],
      [2, 2, 6.5],
      [3, 2, 7.5],
    ]);
    expect(new Set(actions.map(({ id }) => id)).size).toBe(6);
  });

  it("comes to a hundred at most, with all steps", () => {
    const times = (times: number, steps: number) => () =>
      desk({
        fire: { after: 0 },
        repeat: { every: "1m", times },
        steps: Array.from({ length: steps }, (_, i) => ({ after: i + 1 })),
      });
    expect(verdict(times(99, 0)(), hour(99), plain).actions).toHaveLength(100);
    expect(verdict(times(9, 9)(), hour(99), plain).actions).toHaveLength(100);
    expect(times(100, 0)).toThrow("100 times at most");
    expect(times(9, 10)).toThrow("100 times at most");
    expect(times(1e9, 0)).toThrow("100 times at most");
    expect(times(0, 0)).toThrow("whole number from 1");
    expect(times(1.5, 0)).toThrow("whole number from 1");
  });
});

describe("late: what is already past when its target comes (A4)", () => {
  const chain = (late: "last" | "all" | "skip", more = {}) =>
    desk({ fire: { after: 0 }, steps: [{ after: "30m" }, { after: "1h" }, { after: "2h" }], late, ...more });
  /** Due at hour 2 by the new target, which comes at 3:15. */
  const raised = [opened(hour(0), { priority: "low" }), priority(hour(3.25), "urgent")];

  it("last: of a retarget that breaches at once the last past step falls due, and the rest is skipped", () => {
    expect(does(chain("last"), 3.25, raised)).toEqual([
      "1.1 skipped 3.25",
      "1.2 skipped 3.25",
      "1.3 due 3.25",
      "1.4 scheduled 4",
    ]);
    expect(does(chain("last"), 9, raised)).toEqual([
      "1.1 skipped 3.25",
      "1.2 skipped 3.25",
      "1.3 due 3.25",
      "1.4 due 4",
    ]);
  });

  it("all: every past step falls due at that moment", () => {
    expect(does(chain("all"), 9, raised)).toEqual([
      "1.1 due 3.25",
      "1.2 due 3.25",
      "1.3 due 3.25",
      "1.4 due 4",
    ]);
  });

  it("skip: none does, but what is still to come", () => {
    expect(does(chain("skip"), 9, raised)).toEqual([
      "1.1 skipped 3.25",
      "1.2 skipped 3.25",
      "1.3 skipped 3.25",
      "1.4 due 4",
    ]);
  });

  it("last is the default", () => {
    const byDefault = desk({
      fire: { after: 0 },
      steps: [{ after: "30m" }, { after: "1h" }, { after: "2h" }],
    });
    expect(does(byDefault, 9, raised)).toEqual(does(chain("last"), 9, raised));
  });

  it("a step whose moment is that very instant is not late", () => {
    const onTime = [opened(hour(0), { priority: "low" }), priority(hour(3), "urgent")];
    expect(does(chain("skip"), 3, onTime)).toEqual([
      "1.1 skipped 3",
      "1.2 skipped 3",
      "1.3 due 3",
      "1.4 scheduled 4",
    ]);
    expect(does(chain("last"), 3, onTime)).toEqual([
      "1.1 skipped 3",
      "1.2 skipped 3",
      "1.3 due 3",
      "1.4 scheduled 4",
    ]);
    expect(does(chain("all"), 3, onTime)).toEqual(["1.1 due 3", "1.2 due 3", "1.3 due 3", "1.4 scheduled 4"]);
  });

  it("what had fired under the old target stays as it was", () => {
    // due at 4; at 5:15 the target becomes 2 hours, by which steps would have come at 2, 2:30, 3 and 4
    const events = [...plain, priority(hour(5.25), "urgent")];
    expect(does(chain("last"), 5, events)).toEqual([
      "1.1 due 4",
      "1.2 due 4.5",
      "1.3 due 5",
      "1.4 scheduled 6",
    ]);
    for (const late of ["last", "all"] as const)
      expect(does(chain(late), 9, events)).toEqual(["1.1 due 4", "1.2 due 4.5", "1.3 due 5", "1.4 due 5.25"]);
    expect(does(chain("skip"), 9, events)).toEqual([
      "1.1 due 4",
      "1.2 due 4.5",
      "1.3 due 5",
      "1.4 skipped 5.25",
    ]);
  });

  it("of a chain that begins before the target those before it are skipped, always", () => {
    const mixed = (late: "last" | "all" | "skip") =>
      desk({ fire: { before: "1h" }, steps: [{ after: "30m" }, { after: "1h" }, { after: "2h" }], late });
    const events = [opened(hour(0), { priority: "low" }), priority(hour(3.25), "urgent")];
    expect(does(mixed("all"), 9, events)).toEqual([
      "1.1 skipped 3.25",
      "1.2 skipped 3.25",
      "1.3 due 3.25",
      "1.4 due 3.25",
    ]);
    expect(does(mixed("last"), 9, events)).toEqual([
      "1.1 skipped 3.25",
      "1.2 skipped 3.25",
      "1.3 skipped 3.25",
      "1.4 due 3.25",
    ]);
  });

  it("of a repetition the last past one falls due", () => {
    const sla = desk({ fire: { after: 0 }, repeat: { every: "30m", times: 4 } });
    expect(does(sla, 3.25, raised)).toEqual([
      "skipped 3.25",
      "×2 skipped 3.25",
      "×3 due 3.25",
      "×4 scheduled 3.5",
      "×5 scheduled 4",
    ]);
  });

  it("a clock that starts long past its target has but one of them due", () => {
    const sla = compileSla<string>({
      metrics: [
        {
          id: "outage",
          start: [{ on: "becomes", condition: { field: "kind", is: "outage" } }],
          from: { fact: "createdAt" },
          stop: [{ on: "becomes", condition: { fact: "done", is: true } }],
          repeats: "once",
        },
      ],
      policies: [
        {
          id: "all",
          targets: { outage: "4h" },
          actions: [
            rule({ metric: "outage", fire: { at: "50%" }, steps: [{ after: "2h" }, { after: "3h" }] }),
          ],
        },
      ],
    });
    const events = [...plain, changes(hour(20), { kind: "outage" })];
    expect(does(sla, 20, events)).toEqual(["1.1 skipped 20", "1.2 skipped 20", "1.3 due 20"]);
  });
});

describe("quiet hours (A1)", () => {
  const quiet = (given: Partial<Parameters<typeof rule>[0]> = {}, resolution = "8h") =>
    officeDesk({ fire: { after: 0 }, quiet: true, ...given }, { targets: { resolution } });

  it("put off to the next opening what fires at the closing, which is no business time", () => {
    const sla = quiet();
    expect(does(sla, 8, plain)).toEqual(["scheduled 24"]);
    expect(does(sla, 24 - MS, plain)).toEqual(["scheduled 24"]);
    expect(does(sla, 24, plain)).toEqual(["due 24"]);
    expect(next(sla, 8, plain)).toBe(24);
  });

  it("leave alone what fires in hours, the opening included", () => {
    expect(does(quiet({}, "7h"), 7, plain)).toEqual(["due 7"]);
    expect(does(quiet({ basis: "wall", fire: { after: "17h" } }, "7h"), 24, plain)).toEqual(["due 24"]);
  });

  it("put off over a weekend, and over a holiday after it", () => {
    // opened on Friday at 09:00, hour 96; due at its closing, hour 104
    const friday = [opened(hour(96))];
    expect(does(quiet(), 110, friday)).toEqual(["scheduled 168"]);
    const holiday = desk(
      { fire: { after: 0 }, quiet: true },
      { calendar: "office", targets: { resolution: "8h" } },
      { calendars: { office: { ...office, holidays: ["2026-03-09"] } } },
    );
    expect(does(holiday, 110, friday)).toEqual(["scheduled 192"]);
    expect(next(holiday, 110, friday)).toBe(192);
  });

  it("wait on for what is reopened, where the opening came while the clock had ended", () => {
    // due at hour 8, to be told at hour 24; solved from 20 to 26, in the hours of the second day
    const reopened = [...plain, status(hour(20), "solved"), status(hour(26), "open")];
    expect(does(quiet(), 25, reopened.slice(0, 2))).toEqual([]);
    expect(does(quiet(), 26, reopened)).toEqual(["due 26"]);
    // to 40, after them: told at the opening of the third day
    const late = [...plain, status(hour(20), "solved"), status(hour(40), "open")];
    expect(does(quiet(), 41, late)).toEqual(["scheduled 48"]);
  });

  it("let go what its clock's end overtakes before the opening", () => {
    const sla = quiet();
    for (const hours of [20, 24]) {
      const solved = [...plain, status(hour(hours), "solved")];
      expect(does(sla, 30, solved)).toEqual([]);
      expect(next(sla, hours, solved)).toBeNull();
    }
    expect(does(sla, 30, [...plain, status(hour(24) + 1, "solved")])).toEqual(["due 24"]);
  });

  const steps = [{ after: "2h" }, { after: "5h" }, { after: "17h" }, { after: "18h" }];
  const waiting = (late?: "last" | "all" | "skip") =>
    quiet({ basis: "wall", steps, ...(late && { late }) }, "7h");

  it("let the last of the steps that wait for one opening fire; one that comes at the opening itself is the last", () => {
    const all = ["1.1 due 7", "1.2 skipped 24", "1.3 skipped 24", "1.4 due 24", "1.5 scheduled 25"];
    expect(does(waiting(), 24, plain)).toEqual(all);
    expect(does(waiting("skip"), 24, plain)).toEqual(all);
    expect(next(waiting(), 7, plain)).toBe(24);
  });

  it("let all of them fire where the rule says so of late ones", () => {
    const all = ["1.1 due 7", "1.2 due 24", "1.3 due 24", "1.4 due 24", "1.5 scheduled 25"];
    expect(does(waiting("all"), 24, plain)).toEqual(all);
  });

  it("are waited for again where the target changes meanwhile, and nothing is skipped for it", () => {
    // 12 hours: due on Tuesday at 13:00; 17 hours before that it is Monday at 20:00
    const sla = (late?: "skip") =>
      officeDesk(
        { fire: { before: "17h" }, basis: "wall", quiet: true, ...(late && { late }) },
        { targets: { resolution: { byPriority: { high: "11h", low: "40h" }, otherwise: "12h" } } },
      );
    const later = (to: string) => [...plain, priority(hour(15), to)];
    expect(does(sla(), 16, plain)).toEqual(["scheduled 24"]);
    expect(does(sla(), 30, later("high"))).toEqual(["due 24"]);
    expect(does(sla("skip"), 30, later("normal"))).toEqual(["due 24"]);
    expect(does(sla(), 30, later("low"))).toEqual(["scheduled 96"]);
  });

  it("are those known when they were waited for: a holiday entered later neither moves what has fired nor skips what waits", () => {
    const calendar = (knownFrom: number) => ({
      timeZone: "UTC",
      versions: [
        { from: "2020-01-01", weeklyHours: office.weeklyHours },
        { from: "2020-01-01", knownFrom, weeklyHours: office.weeklyHours, holidays: ["2026-03-03"] },
      ],
    });
    const sla = (knownFrom: number, fire: Fire) =>
      desk(
        { fire, basis: "wall", quiet: true },
        { calendar: "office", targets: { resolution: "7h" } },
        { calendars: { office: calendar(knownFrom) } },
      );
    for (const hours of [23, 24, 26, 60])
      expect(does(sla(hour(26), { after: "3h" }), hours, plain)).toEqual([
        hours < 24 ? "scheduled 24" : "due 24",
      ]);
    expect(does(sla(hour(20), { after: "3h" }), 19, plain)).toEqual(["scheduled 24"]);
    expect(next(sla(hour(20), { after: "3h" }), 19, plain)).toBe(20);
    expect(does(sla(hour(20), { after: "3h" }), 20, plain)).toEqual(["scheduled 48"]);
    expect(does(sla(hour(20), { after: "3h" }), 60, plain)).toEqual(["due 48"]);
  });

  it("are not waited for by what is skipped", () => {
    const sla = officeDesk({ fire: { before: "1h" }, quiet: true }, { targets: { resolution: "4h" } });
    const given = [opened(hour(0), { plan: "none" }), changes(hour(12), { plan: "gold" })];
    expect(does(sla, 13, given)).toEqual(["skipped 12"]);
    expect(next(sla, 13, given)).toBeNull();
  });

  it("of the calendar that is named", () => {
    const calendars = {
      office,
      evening: { timeZone: "UTC", weeklyHours: { mon: [["18:00", "20:00"]] } },
    } as const;
    const named = desk(
      { fire: { after: 0 }, quiet: { calendar: "evening" } },
      { calendar: "office", targets: { resolution: "4h" } },
      { calendars },
    );
    expect(does(named, 4, plain)).toEqual(["scheduled 9"]);
    const noPolicyCalendar = desk({ fire: { after: 0 }, quiet: { calendar: "evening" } }, {}, { calendars });
    expect(does(noPolicyCalendar, 9, plain)).toEqual(["due 9"]);
  });

  it("that never open again are waited for in vain", () => {
    const calendars = {
      fair: { timeZone: "UTC", specialHours: { "2026-03-02": [["09:00", "10:00"]] } },
    } as const;
    const sla = desk({ fire: { after: 0 }, quiet: { calendar: "fair" } }, {}, { calendars });
    expect(does(sla, 9, plain)).toEqual([]);
    expect(next(sla, 4, plain)).toBeNull();
  });

  it("of the target's own calendar where the goal has one, or the ticket chooses it", () => {
    const calendars = { office, monday: { timeZone: "UTC", weeklyHours: { mon: nineToNoon } } } as const;
    const sla = desk(
      { fire: { after: "1h" }, basis: "wall", quiet: true },
      { calendar: { field: "site", otherwise: "office" }, targets: { resolution: "3h" } },
      { calendars },
    );
    expect(does(sla, 4, [opened(hour(0), { site: "monday" })])).toEqual(["scheduled 168"]);
    expect(does(sla, 4, plain)).toEqual(["due 4"]);
  });
});

const nineToNoon = [["09:00", "12:00"]] as const;

describe("versions of the policies with the same rules (P6)", () => {
  const versions = (versionMode: VersionMode, target: string, late: Rule["late"] = "last") =>
    compileSla<string>({
      policies: [
        {
          id: "p",
          targets: { resolution: "4h" },
          actions: [
            rule({ fire: { before: "30m" } }),
            rule({ id: "chain", fire: { after: 0 }, steps: [{ after: "30m" }], late }),
          ],
        },
      ],
      versions: [
        {
          id: "v2",
          from: hour(3.75),
          policies: [
            {
              id: "p",
              targets: { resolution: target },
              actions: [
                rule({ fire: { before: "30m" } }),
                rule({ id: "chain", fire: { after: 0 }, steps: [{ after: "30m" }], late }),
              ],
            },
          ],
        },
      ],
      options: { versionMode },
    });

  it("leave what had fired under the one before", () => {
    for (const mode of ["live", "inForceAtEachInstant", "atClockStart"] as const) {
      const sla = versions(mode, "6h");
      const id = verdict(sla, hour(0), plain).actions[0].id;
      for (const hours of [3.5, 3.75, 5, 9]) {
        expect(does(sla, hours, plain)[0], mode).toBe("due 3.5");
        expect(does(sla, hours, [...plain, delivered(hour(3.5), id)])[0], mode).toBe("delivered 3.5");
      }
    }
    expect(does(versions("live", "6h"), 9, plain)).toEqual(["due 3.5", "1.1 due 6", "1.2 due 6.5"]);
    expect(does(versions("inForceAtEachInstant", "6h"), 9, plain)).toEqual([
      "due 3.5",
      "1.1 due 6",
      "1.2 due 6.5",
    ]);
  });

  it("let nothing fire before they are in force", () => {
    for (const mode of ["live", "inForceAtEachInstant"] as const) {
      expect(does(versions(mode, "2h"), 9, plain), mode).toEqual([
        "due 3.5",
        "1.1 skipped 3.75",
        "1.2 due 3.75",
      ]);
      expect(next(versions(mode, "2h"), 3.6, plain)).toBe(3.75);
    }
  });
});

describe("lean verdicts", () => {
  it("have no actions, and the nextChangeAt of the full one, with quiet hours, conditions, chains and acknowledgements", () => {
    const sla = officeDesk(
      [
        { fire: { after: "1h" }, repeat: { every: "4h", times: 2 }, until: "acknowledged", quiet: true },
        {
          id: "other",
          fire: { before: "2h" },
          basis: "wall",
          if: { field: "vip", is: true },
          steps: [{ after: "3h" }],
        },
      ],
      { targets: { resolution: "6h" } },
    );
    const events = [...plain, status(hour(1), "pending"), status(hour(2), "open"), acknowledged(hour(9))];
    const history = ticket(...events);
    for (let asOf = hour(0); asOf < hour(40); asOf += MINUTE * 10) {
      const lean = evaluateTicket(sla, history, { asOf, detail: "lean" });
      expect(lean).not.toHaveProperty("actions");
      expect(lean.nextChangeAt).toBe(evaluateTicket(sla, history, { asOf }).nextChangeAt);
      expect(lean.warnings).toEqual(evaluateTicket(sla, history, { asOf }).warnings);
    }
  });
});
