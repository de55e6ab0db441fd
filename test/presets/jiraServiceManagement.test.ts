import { existsSync, readFileSync } from "node:fs";
import {
  addBusinessTime,
  type Calendar,
  type Condition,
  calendarOf,
  compileSla,
  type Definition,
  type Trigger,
} from "dueclock";
import { jiraServiceManagement } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { all, changes, type Draft, hour, opened, readings, status, verdict } from "../unit/engine/desk.ts";

const entered = (to: string): Trigger => ({
  on: "changed",
  field: "status",
  if: { field: "status", is: to },
});
const WAITING: Condition = { field: "status", is: "Waiting for customer" };

/** Time to resolution: two hours, or four where the issue is minor. */
const desk = (rest: Partial<Definition<"resolution">> = {}) =>
  compileSla<"resolution">({
    ...jiraServiceManagement({
      slas: [
        {
          id: "resolution",
          start: [{ on: "created" }, entered("Reopened")],
          pause: [WAITING, { field: "assignee", exists: false }],
          stop: [entered("Resolved")],
        },
      ],
    }),
    policies: [
      {
        id: "goals",
        targets: {
          resolution: { goals: [{ if: { field: "priority", is: "Minor" }, amount: "4h" }, { amount: "2h" }] },
        },
      },
    ],
    ...rest,
  });
const cycles = (sla: ReturnType<typeof desk>, hours: number, events: readonly Draft[]) =>
  all(sla, hours, events).map(({ state, startedAt, elapsedMs, remainingMs }: Record<string, unknown>) => [
    state,
    startedAt,
    elapsedMs,
    remainingMs,
  ]);
const taken = opened(hour(0), { assignee: "u7", status: "Open" });

describe("jiraServiceManagement", () => {
  it("opens a new cycle at the next start after a stop, and keeps the old ones", () => {
    const events = [taken, status(hour(1), "Resolved"), status(hour(3), "Reopened")];
    expect(cycles(desk(), 3.5, events)).toEqual([
      ["fulfilled", 0, 1, 1],
      ["running", 3, 0.5, 1.5],
    ]);
  });

  it("pauses while any of its pause conditions holds, from the first instant", () => {
    const events = [
      opened(hour(0), { status: "Open" }), // nobody has it
      changes(hour(1), { assignee: "u7" }),
      status(hour(2), "Waiting for customer"),
      status(hour(3), "Open"),
    ];
    expect(cycles(desk(), 0.5, events)).toEqual([["paused", 0, 0, 2]]);
    expect(cycles(desk(), 2.5, events)).toEqual([["paused", 0, 1, 1]]);
    expect(cycles(desk(), 3.5, events)).toEqual([["running", 0, 1.5, 0.5]]);
  });

  it("lets a stop beat a start in the same step, with a cycle to stop or without", () => {
    const start: readonly Trigger[] = [{ on: "created" }, { on: "changed", field: "assignee" }];
    const both = compileSla({
      ...jiraServiceManagement({ slas: [{ id: "own", start, stop: [entered("Resolved")] }] }),
      policies: [{ id: "goals", targets: { own: "2h" } }],
    });
    const events = [taken, changes(hour(1), { assignee: "u8", status: "Resolved" })];
    expect(readings(verdict(both, hour(2), events), "own").map(({ state }) => state)).toEqual(["fulfilled"]);
    const again = [...events, changes(hour(2), { assignee: null, status: "Open" })];
    expect(readings(verdict(both, hour(2), again), "own").map(({ state }) => state)).toEqual([
      "fulfilled",
      "running",
    ]);
    const atOnce = [opened(hour(0), { assignee: "u7", status: "Resolved" })];
    expect(readings(verdict(both, hour(2), atOnce), "own")).toEqual([]);
  });

  it("stops when something happens, not because of what is so already", () => {
    const sla = compileSla({
      ...jiraServiceManagement({
        slas: [
          {
            id: "own",
            start: [{ on: "message", by: "requester" }],
            stop: [{ on: "becomes", condition: { field: "resolution", exists: true } }],
          },
        ],
      }),
      policies: [{ id: "goals", targets: { own: "2h" } }],
    });
    const events: Draft[] = [
      taken,
      changes(hour(1), { resolution: "Fixed" }),
      { type: "message", at: hour(2), by: "requester" },
    ];
    const last = () => readings(verdict(sla, hour(9), events), "own").at(-1);
    expect(last()?.state).toBe("running");
    events.push(changes(hour(3), { resolution: null }), changes(hour(4), { resolution: "Done" }));
    expect([last()?.state, last()?.endedAt]).toEqual(["fulfilled", hour(4)]);
  });

  it("gives another goal the time already used, and takes a breach back that it does not have", () => {
    const eased = [taken, changes(hour(3), { priority: "Minor" })];
    expect(all(desk(), 2.5, eased)[0]).toMatchObject({ breachedAt: 2, remainingMs: -0.5 });
    expect(all(desk(), 3.5, eased)[0]).toMatchObject({ breachedAt: null, remainingMs: 0.5, dueAt: 4 });
  });

  it("recalculates the cycle that runs after an edit of the goals, and no other", () => {
    const edited = desk({
      versions: [
        {
          id: "shorter",
          from: hour(5),
          policies: [{ id: "goals", targets: { resolution: "30m" } }],
        },
      ],
    });
    const events = [taken, status(hour(1), "Resolved"), status(hour(4), "Reopened")];
    expect(cycles(edited, 4.75, events)).toEqual([
      ["fulfilled", 0, 1, 1],
      ["running", 4, 0.75, 1.25],
    ]);
    expect(cycles(edited, 5, events)).toEqual([
      ["fulfilled", 0, 1, 1],
      ["running", 4, 1, -0.5],
    ]);
  });

  it("counts each goal by its own calendar, and around the clock without one", () => {
    const sla = compileSla<"resolution">({
      ...jiraServiceManagement({
        slas: [{ id: "resolution", start: [{ on: "created" }], stop: [entered("Resolved")] }],
      }),
      calendars: {
        desk: { timeZone: "UTC", weeklyHours: { mon: [["10:00", "12:00"]], tue: [["10:00", "12:00"]] } },
      },
      policies: [
        {
          id: "goals",
          targets: {
            resolution: {
              goals: [
                { if: { field: "priority", is: "Minor" }, amount: "3h", calendar: "desk" },
                { amount: "3h" },
              ],
            },
          },
        },
      ],
    });
    expect(all(sla, 0, [opened(hour(0), { priority: "Minor" })])[0].dueAt).toBe(26);
    expect(all(sla, 0, [opened(hour(0))])[0].dueAt).toBe(3);
  });
});

const DATA = new URL("../../../shared/data/jsm-sla-cycles.json", import.meta.url);
interface Cycle {
  readonly ticket: string;
  readonly metric: string;
  readonly goal_ms: number;
  readonly start: string;
  readonly stop: string | null;
  readonly breach_time: string;
  readonly elapsed_ms: number;
  readonly remaining_ms: number;
  readonly paused_during_cycle: boolean;
}

describe.skipIf(!existsSync(DATA))(
  "the cycles of a real project (skipped where ../shared/data is absent)",
  () => {
    const {
      snapshot,
      calendar_inferred: calendar,
      cycles: rows,
    } = existsSync(DATA)
      ? JSON.parse(readFileSync(DATA, "utf8"))
      : { snapshot: "", calendar_inferred: null, cycles: [] };

    it.each(rows as Cycle[])(
      "$ticket $metric from $start: elapsed, remaining and breach to the millisecond",
      (row) => {
        const sla = compileSla({
          ...jiraServiceManagement({
            slas: [
              {
                id: "goal",
                start: [{ on: "created" }],
                pause: [WAITING],
                stop: [{ on: "control", name: "stop" }],
              },
            ],
          }),
          calendars: { seoul: { timeZone: calendar.time_zone, weeklyHours: calendar.weekly } },
          policies: [{ id: "goals", calendar: "seoul", targets: { goal: row.goal_ms } }],
        });
        const start = Date.parse(row.start);
        const stop = row.stop === null ? null : Date.parse(row.stop);
        const events: Draft[] = [opened(start)];
        if (row.paused_during_cycle) {
          // Nobody published when: the figures are the same wherever it paused
          const pausedAt = addBusinessTime(
            calendarOf(sla, "seoul") as Calendar,
            start,
            row.elapsed_ms,
          ) as number;
          events.push(status(pausedAt, "Waiting for customer"));
        }
        if (stop !== null) events.push({ type: "control", at: stop, name: "stop" });
        const [cycle] = readings(verdict(sla, Date.parse(snapshot), events), "goal");
        expect(cycle).toMatchObject({
          elapsedMs: row.elapsed_ms,
          remainingMs: row.remaining_ms,
          dueAt: Date.parse(row.breach_time),
          endedAt: stop,
        });
      },
    );
  },
);
