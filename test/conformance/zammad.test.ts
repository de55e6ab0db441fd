import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readDifferences } from "../../src/cli/conformance/differences.ts";
import { projectDifferences, readInput, VECTORS } from "../../src/cli/conformance/files.ts";
import { runConformance } from "../../src/cli/conformance/run.ts";

const week = (windows: unknown) => ({ mon: windows, tue: windows, wed: windows, thu: windows, fri: windows });
const berlin = { timeZone: "Europe/Berlin", hours: week([["08:00", "18:00"]]), holidays: [] };
const allDay = {
  timeZone: "Europe/Berlin",
  hours: { ...week([["00:00", "24:00"]]), sat: [["00:00", "24:00"]], sun: [["00:00", "23:59"]] },
};
const policy = (name: string, more = {}) => ({
  name,
  conditions: {},
  firstResponseMinutes: 60,
  responseMinutes: 120,
  updateMinutes: null,
  solutionMinutes: 180,
  ...more,
});
/** Monday 1 March 2021. */
const at = (time: string) => `2021-03-01T${time}:00Z`;
const created = { at: at("10:00"), type: "created", state: "new" };
const customer = (time: string, more = {}) => ({
  at: at(time),
  type: "message",
  from: "customer",
  channel: "email",
  ...more,
});
const agent = (time: string, more = {}) => customer(time, { from: "agent", ...more });
const state = (time: string, to: string) => ({ at: at(time), type: "state", to });
const row = (time: string, fromState: string, to: string) => ({
  at: at(time),
  type: "historyOnly",
  fromState,
  to,
});
const fact = (column: string, instant: string | null) => ({
  at: at("10:01"),
  type: "fact",
  set: { [column]: instant },
});
const timeline = (events: readonly unknown[], expected: unknown, more = {}) => ({
  id: "v",
  op: "timeline",
  semantics: "current",
  calendar: allDay,
  slas: [policy("all")],
  events,
  expected,
  ...more,
});

function run(vector: unknown, shared = {}) {
  return runConformance([{ name: "file.json", json: { ...shared, vectors: [vector] } }], readDifferences([]));
}
const linesOf = (vector: unknown, shared = {}) => run(vector, shared).lines;

describe("a ticket's owner and title", () => {
  it.each(["owner", "title"])("decide which policy governs: %s", (type) => {
    const slas = [policy("own", { conditions: { [type]: "kim" }, solutionMinutes: 60 }), policy("all")];
    const events = [created, { at: at("10:10"), type, to: "kim" }];
    expect(linesOf(timeline(events, { closeDueAt: at("11:00") }, { slas }))).toEqual([
      "1 passed, 0 failed, 0 expected differences",
    ]);
  });
});
const PASSES = ["1 passed, 0 failed, 0 expected differences"];

const root = fileURLToPath(new URL("../..", import.meta.url));
const shared = `${root}/${VECTORS}/clocks-zammad.json`;

describe("the translator of Zammad's vectors", () => {
  it.skipIf(!existsSync(shared))(
    `passes all 90, but for the 11 listed (skipped where ${VECTORS} is absent)`,
    () => {
      const report = runConformance([readInput(shared)], projectDifferences(root));
      expect(report, report.lines.join("\n")).toMatchObject({ passed: 79, failed: 0, differences: 11 });
    },
  );

  it("reads every column, and reports the one that differs", () => {
    const events = [
      created,
      customer("10:00"),
      agent("10:30"),
      state("11:00", "closed"),
      customer("12:00"),
      state("12:05", "open"),
    ];
    const expected = {
      escalationAt: at("14:05"),
      firstResponseDueAt: null,
      updateDueAt: at("14:05"),
      closeDueAt: null,
      firstResponseAt: at("10:30"),
      firstResponseMinutes: 30,
      firstResponseDiffMinutes: 30,
      updateMinutes: 30,
      updateDiffMinutes: 90,
      closedAt: at("11:00"),
      closeMinutes: 60,
      closeDiffMinutes: 120,
      lastContactAt: at("12:00"),
      lastCustomerContactAt: at("12:00"),
      lastAgentContactAt: at("10:30"),
    };
    expect(linesOf(timeline(events, expected))).toEqual(PASSES);
    for (const column of Object.keys(expected)) {
      const value = /At$/.test(column) ? at("09:00") : 7;
      expect(run(timeline(events, { ...expected, [column]: value })).failed, column).toBe(1);
    }
  });

  it("takes the closing instant where the source's due time rolled over, and rolls over where none is given", () => {
    const friday = { at: "2021-03-05T16:00:00Z", type: "created", state: "new" };
    const rolled = timeline(
      [friday],
      { firstResponseDueAt: "2021-03-08T07:00:00Z" },
      { calendar: berlin, endpointRoll: true },
    );
    expect(linesOf(rolled)).toEqual(PASSES);
    expect(
      linesOf({ ...rolled, closingAlternative: { firstResponseDueAt: "2021-03-05T17:00:00Z" } }),
    ).toEqual(PASSES);
    expect(
      run({ ...rolled, closingAlternative: { firstResponseDueAt: "2021-03-05T17:30:00Z" } }).failed,
    ).toBe(1);
  });

  it("evaluates when it is told to, and leaves out what happens later", () => {
    const events = [created, customer("10:00"), agent("10:30"), state("10:40", "closed")];
    const early = timeline(
      events,
      { firstResponseDueAt: at("11:00"), closeMinutes: null },
      { evaluateAt: at("10:20") },
    );
    expect(linesOf(early)).toEqual(PASSES);
  });

  it("lets a column that is written tell its own clock, and no other", () => {
    const events = [
      created,
      customer("10:00"),
      fact("firstResponseAt", at("14:00")),
      fact("lastAgentContactAt", at("11:00")),
    ];
    expect(
      linesOf(timeline(events, { firstResponseMinutes: 240, updateMinutes: 60, updateDueAt: null })),
    ).toEqual(PASSES);
    const again = [
      ...events,
      fact("lastCustomerContactAt", at("11:10")),
      fact("lastAgentContactAt", at("11:15")),
    ];
    expect(linesOf(timeline(again, { updateMinutes: 60, lastAgentContactAt: at("11:15") }))).toEqual(PASSES);
  });

  it("lets the last write of a column count, and null take it back", () => {
    const twice = [created, fact("closedAt", at("11:00")), fact("closedAt", at("12:00"))];
    expect(linesOf(timeline(twice, { closeMinutes: 120 }))).toEqual(PASSES);
    expect(
      linesOf(timeline([...twice, fact("closedAt", null)], { closeMinutes: null, closeDueAt: at("13:00") })),
    ).toEqual(PASSES);
    const contacts = [
      created,
      customer("10:00"),
      fact("lastAgentContactAt", at("11:00")),
      fact("lastAgentContactAt", at("12:00")),
    ];
    expect(linesOf(timeline(contacts, { updateMinutes: 120 }))).toEqual(PASSES);
  });

  it("pauses for a row of history that another one ends, and closes nothing by it", () => {
    const rows = [
      created,
      row("10:10", "open", "closed"),
      row("10:30", "closed", "open"),
      { at: at("10:30"), type: "recalculate", force: true },
    ];
    expect(
      linesOf(
        timeline(rows, { firstResponseDueAt: at("11:20"), closeDueAt: at("13:20"), closeMinutes: null }),
      ),
    ).toEqual(PASSES);
    const open = [created, row("10:10", "open", "closed")];
    expect(linesOf(timeline(open, { firstResponseDueAt: at("11:00"), closeDueAt: at("13:00") }))).toEqual(
      PASSES,
    );
    const born = [created, row("10:10", "pending close", "open")];
    expect(linesOf(timeline(born, { firstResponseDueAt: at("11:10") }))).toEqual(PASSES);
  });

  it("applies an edit from the creation on, to a ticket that is not closed", () => {
    const edit = {
      at: at("11:30"),
      type: "policiesReplaced",
      slas: [policy("other", { firstResponseMinutes: 90, responseMinutes: null })],
    };
    const answered = [created, customer("10:00"), agent("10:30")];
    expect(
      linesOf(timeline([...answered, edit], { firstResponseDiffMinutes: 60, updateMinutes: null })),
    ).toEqual(PASSES);
    const closed = [...answered, state("11:00", "closed"), edit];
    expect(linesOf(timeline(closed, { firstResponseDiffMinutes: 30, updateMinutes: 30 }))).toEqual(PASSES);
    expect(linesOf(timeline([...closed, state("12:00", "open")], { firstResponseDiffMinutes: 60 }))).toEqual(
      PASSES,
    );
    const hours = {
      at: at("10:05"),
      type: "calendarReplaced",
      calendar: { ...berlin, hours: week([["11:30", "18:00"]]) },
    };
    expect(linesOf(timeline([created, hours], { firstResponseDueAt: at("11:30") }))).toEqual(PASSES);
  });

  it.each([
    [{ priority: ["2", "3"] }, true],
    [{ priority: 2 }, true],
    [{ priorityNot: ["1", "3"] }, true],
    [{ priorityNot: ["2"] }, false],
    [{ group: "Support" }, true],
    [{ titleContains: "PRINTER" }, true],
    [{ titleContains: ["scanner", "printer"] }, true],
    [{ titleContainsNot: "printer" }, false],
    [{ subjectContains: "re:" }, true],
    [{ group: "support", state: "closed" }, false],
    [{ ownerNot: "anna" }, true],
  ])("reads the condition %j", (conditions, holds) => {
    const opened = { ...created, priority: "2", group: "sales", title: "A printer" };
    const events = [
      opened,
      { at: at("10:00"), type: "group", to: "support" },
      customer("10:00", { subject: "Re: it" }),
      customer("10:01", { subject: "?" }),
    ];
    const expected = { firstResponseDueAt: holds ? at("11:00") : null };
    expect(linesOf(timeline(events, expected, { slas: [policy("p", { conditions })] }))).toEqual(PASSES);
  });

  it("asks policies of one name in the order of their creation", () => {
    const later = policy("all", { createdAt: at("09:00"), firstResponseMinutes: 30 });
    const slas = [later, policy("all", { createdAt: at("08:00") })];
    expect(linesOf(timeline([created], { firstResponseDueAt: at("10:30") }, { slas }))).toEqual(PASSES);
    const unknown = { slas: [policy("all", { createdAt: "early" })] };
    expect(linesOf(timeline([created], {}, unknown))[0]).toContain("`slas.0.createdAt` is no instant");
  });

  it("reads states and article types of the file's own", () => {
    const events = [
      { ...created, state: "waiting" },
      agent("10:10", { channel: "pigeon" }),
      state("10:20", "open"),
    ];
    const about = {
      meta: { pausingStates: ["waiting"], responseChannels: ["pigeon"], nonResponseChannels: [] },
    };
    expect(
      linesOf(timeline(events, { firstResponseMinutes: 0, closeDueAt: at("13:20") }), { about }),
    ).toEqual(PASSES);
    expect(
      linesOf(timeline([created, agent("10:10", { internal: true })], { firstResponseAt: null })),
    ).toEqual(PASSES);
  });

  it("restarts a wait at each message where the setting says so", () => {
    const events = [created, customer("10:00"), customer("10:30")];
    const setting = { lastContactRule: "based_on_customer_reaction" };
    expect(linesOf(timeline(events, { updateDueAt: at("12:00") }))).toEqual(PASSES);
    expect(
      linesOf(timeline(events, { updateDueAt: at("12:30"), lastContactAt: at("10:30") }, setting)),
    ).toEqual(PASSES);
  });

  // What the project asserted until February 2021, step after step
  it.each([
    [
      "as opened",
      0,
      {
        escalationAt: "10:30",
        firstResponseDueAt: "10:30",
        updateDueAt: "11:30",
        closeDueAt: "12:30",
        updateMinutes: null,
      },
    ],
    [
      "answered in time",
      1,
      {
        escalationAt: "11:30",
        firstResponseDueAt: "10:30",
        updateDueAt: "11:30",
        closeDueAt: "12:30",
        firstResponseMinutes: 30,
        firstResponseDiffMinutes: 30,
        updateMinutes: null,
      },
    ],
    [
      "answered late",
      2,
      {
        escalationAt: "11:30",
        firstResponseDueAt: "10:30",
        firstResponseMinutes: 270,
        firstResponseDiffMinutes: -210,
      },
    ],
    [
      "an agent's contact",
      3,
      { escalationAt: "12:30", updateDueAt: "13:00", updateMinutes: 90, updateDiffMinutes: 30 },
    ],
    [
      "a later one",
      4,
      { escalationAt: "12:30", updateDueAt: "14:00", updateMinutes: 150, updateDiffMinutes: -30 },
    ],
    [
      "a customer's",
      5,
      { escalationAt: "12:30", updateDueAt: "14:05", updateMinutes: 155, updateDiffMinutes: -35 },
    ],
    [
      "an agent's again",
      6,
      { escalationAt: "12:30", updateDueAt: "14:10", updateMinutes: 160, updateDiffMinutes: -40 },
    ],
    [
      "closed in time",
      7,
      {
        escalationAt: "14:10",
        updateDueAt: "14:10",
        closeDueAt: "12:30",
        closeMinutes: 120,
        closeDiffMinutes: 60,
      },
    ],
    [
      "closed late",
      8,
      { escalationAt: "14:10", closeDueAt: "12:30", closeMinutes: 210, closeDiffMinutes: -30 },
    ],
    [
      "in the state closed",
      9,
      {
        escalationAt: null,
        firstResponseDueAt: "10:30",
        updateDueAt: "14:10",
        closeDueAt: "12:30",
        firstResponseMinutes: 270,
        updateMinutes: 160,
        closeMinutes: 210,
      },
    ],
  ])("has the clocks of before 2021: %s", (_, steps, times) => {
    const day = (time: string) => `2013-03-21T${time}:00Z`;
    const write = (column: string, time: string) => ({
      at: day("09:31"),
      type: "fact",
      set: { [column]: day(time) },
    });
    const story = [
      write("firstResponseAt", "10:00"),
      write("firstResponseAt", "14:00"),
      write("lastAgentContactAt", "11:00"),
      write("lastAgentContactAt", "12:00"),
      write("lastCustomerContactAt", "12:05"),
      write("lastAgentContactAt", "12:10"),
      write("closedAt", "11:30"),
      write("closedAt", "13:00"),
      { at: day("14:00"), type: "state", to: "closed" },
    ];
    const expected = Object.fromEntries(
      Object.entries(times).map(([name, value]) => [name, typeof value === "string" ? day(value) : value]),
    );
    const events = [{ at: day("09:30"), type: "created", state: "new" }, ...story.slice(0, steps)];
    const slas = [policy("all", { responseMinutes: null, updateMinutes: 120 })];
    expect(linesOf(timeline(events, expected, { semantics: "legacy", calendar: berlin, slas }))).toEqual(
      PASSES,
    );
  });

  it.each([
    [
      "closed from pending",
      [row("13:00", "pending reminder", "closed")],
      { due: ["15:00", "16:00", "17:00"], closeMinutes: 0 },
    ],
    [
      "opened for half an hour",
      [
        row("11:30", "pending reminder", "open"),
        row("12:00", "open", "pending close"),
        row("13:00", "pending close", "closed"),
      ],
      { due: ["14:30", "15:30", "16:30"], closeMinutes: 30 },
    ],
    ["pending all the time", [], { due: ["12:00", "13:00", "14:00"], closeMinutes: 0 }],
  ])(
    "stores due times of a ticket born pending when forced to, as before 2021: %s",
    (_, rows, { due, closeMinutes }) => {
      const events = [{ ...created, state: "pending reminder" }, ...rows, fact("closedAt", at("13:00"))];
      const [firstResponseDueAt, updateDueAt, closeDueAt] = due.map(at);
      const slas = [
        policy("all", {
          firstResponseMinutes: 120,
          responseMinutes: null,
          updateMinutes: 180,
          solutionMinutes: 240,
        }),
      ];
      const legacy = { semantics: "legacy", slas };
      const forced = [...events, { at: at("13:00"), type: "recalculate", force: true }];
      const expected = { escalationAt: null, firstResponseDueAt, updateDueAt, closeDueAt, closeMinutes };
      expect(linesOf(timeline(forced, expected, legacy))).toEqual(PASSES);
      const never = { firstResponseDueAt: null, updateDueAt: null, closeDueAt: null, closeMinutes };
      expect(linesOf(timeline(events, never, legacy))).toEqual(PASSES);
    },
  );

  it("has no statistic of a contact in the instant of the creation, and nothing without a policy, as before 2021", () => {
    const legacy = { semantics: "legacy" };
    expect(
      linesOf(
        timeline([created, customer("10:00")], { updateMinutes: null, updateDueAt: at("12:00") }, legacy),
      ),
    ).toEqual(PASSES);
    const slas = [policy("low", { conditions: { priority: ["1"] } })];
    const events = [
      { ...created, priority: "1" },
      customer("10:00"),
      agent("10:30"),
      { at: at("10:40"), type: "priority", to: "2" },
    ];
    expect(
      linesOf(
        timeline(
          events,
          { firstResponseDueAt: null, updateDueAt: null, escalationAt: null },
          { ...legacy, slas },
        ),
      ),
    ).toEqual(PASSES);
  });

  it("suspends a ticket by rows of history, as before 2021", () => {
    const events = [
      created,
      row("11:00", "open", "pending reminder"),
      row("11:30", "pending reminder", "open"),
      { at: at("11:15"), type: "fact", set: { lastAgentContactAt: at("11:15") } },
      { at: at("11:45"), type: "fact", set: { firstResponseAt: at("11:45") } },
      row("13:00", "open", "closed"),
      { at: at("13:00"), type: "fact", set: { closedAt: at("13:00") } },
    ];
    const slas = [
      policy("all", {
        firstResponseMinutes: 120,
        responseMinutes: null,
        updateMinutes: 180,
        solutionMinutes: 250,
      }),
    ];
    const expected = {
      escalationAt: at("14:30"),
      firstResponseDueAt: at("12:30"),
      firstResponseMinutes: 75,
      firstResponseDiffMinutes: 45,
      updateDueAt: at("14:30"),
      closeDueAt: at("14:40"),
      closeMinutes: 150,
      closeDiffMinutes: 100,
    };
    expect(linesOf(timeline(events, expected, { semantics: "legacy", slas }))).toEqual(PASSES);
  });

  it("keeps what was stored before a pause, as before 2021", () => {
    const events = [
      created,
      customer("10:00"),
      customer("10:05"),
      agent("10:10"),
      state("10:20", "pending reminder"),
    ];
    const expected = {
      escalationAt: null,
      firstResponseDueAt: at("11:00"),
      updateDueAt: at("12:10"),
      closeDueAt: at("13:00"),
      updateMinutes: 10,
    };
    expect(linesOf(timeline(events, expected, { semantics: "legacy" }))).toEqual(PASSES);
    const born = timeline(
      [{ ...created, state: "pending close" }],
      { firstResponseDueAt: null },
      { semantics: "legacy" },
    );
    expect(linesOf(born)).toEqual(PASSES);
  });
});

const spells = {
  calendar: allDay,
  createdAt: at("10:00"),
  stateChanges: [
    { at: at("11:00"), from: "new", to: "open" },
    { at: at("11:30"), from: "open", to: "pending close" },
    { at: at("12:00"), from: "pending close", to: "closed" },
  ],
};

describe("the other operations of Zammad's vectors", () => {
  it.each([
    [
      "adds to a start, without pauses",
      { op: "dueAt", ...spells, start: at("11:15"), minutes: 30 },
      at("12:15"),
    ],
    [
      "does not pause for a state that lasts",
      { op: "dueAt", ...spells, start: at("12:00"), minutes: 30 },
      at("12:30"),
    ],
    ["has no due time without minutes", { op: "dueAt", ...spells, start: at("10:00"), minutes: 0 }, null],
    ["starts in a pause", { op: "dueAt", ...spells, start: at("11:40"), minutes: 30 }, at("12:30")],
    [
      "counts minutes of a range",
      { op: "workingMinutes", ...spells, from: at("10:00"), to: at("14:00"), closedAt: at("12:00") },
      90,
    ],
    [
      "rounds minutes down",
      { op: "workingMinutes", ...spells, from: at("10:00"), to: "2021-03-01T10:01:59Z" },
      1,
    ],
    [
      "counts nothing of a range turned round",
      { op: "workingMinutes", ...spells, from: at("11:00"), to: at("10:30") },
      0,
    ],
    [
      "counts nothing before the creation",
      { op: "workingMinutes", ...spells, from: at("08:00"), to: at("10:05") },
      5,
    ],
    ["lists pauses by local date", { op: "pauses", ...spells }, { "2021-03-01": { "12:30": "13:00" } }],
    ["reads a list of pauses too", { op: "pauses", ...spells }, { "2021-03-01": [["12:30", "13:00"]] }],
    ["finds no pause", { op: "pauses", ...spells, stateChanges: spells.stateChanges.slice(0, 2) }, {}],
    [
      "cuts pauses at local midnight",
      {
        op: "pauses",
        ...spells,
        stateChanges: [
          { at: at("11:30"), from: "pending reminder", to: "open" },
          { at: at("22:45"), from: "open", to: "pending reminder" },
          { at: "2021-03-02T23:15:00Z", from: "pending reminder", to: "open" },
        ],
      },
      {
        "2021-03-01": { "11:00": "12:30", "23:45": "24:00" },
        "2021-03-02": { "00:00": "24:00" },
        "2021-03-03": { "00:00": "00:15" },
      },
    ],
    [
      "finds the next due time",
      { op: "nextDue", firstResponseDueAt: at("11:00"), updateDueAt: at("10:30"), closeDueAt: at("12:00") },
      at("10:30"),
    ],
    [
      "leaves out a first response that was given",
      {
        op: "nextDue",
        firstResponseDueAt: at("11:00"),
        closeDueAt: at("12:00"),
        firstResponseAt: at("10:10"),
      },
      at("12:00"),
    ],
    [
      "leaves out the closing of a ticket that was closed",
      { op: "nextDue", ticket: { updateDueAt: at("13:00"), closeDueAt: at("12:00"), closedAt: at("10:10") } },
      at("13:00"),
    ],
    [
      "has no next due time in a state that pauses",
      { op: "nextDue", firstResponseDueAt: at("11:00"), state: "closed" },
      null,
    ],
    ["has no next due time without any", { op: "nextDue", firstResponseDueAt: null }, null],
    [
      "falls back on the last policy without a condition",
      {
        op: "selectPolicy",
        policies: [policy("B"), policy("C"), policy("A"), policy("D", { conditions: { group: "x" } })],
        ticket: { title: "t" },
      },
      "C",
    ],
    [
      "finds no policy",
      { op: "selectPolicy", policies: [policy("D", { conditions: { group: "x" } })], ticket: {} },
      null,
    ],
    ["allows a policy", { op: "validatePolicy", policy: policy("p") }, true],
    [
      "refuses a policy with both times of one column",
      { op: "validatePolicy", policy: policy("p", { updateMinutes: 60 }) },
      false,
    ],
    ["allows a calendar", { op: "validateCalendar", calendar: berlin }, true],
    [
      "allows hours that overlap",
      {
        op: "validateCalendar",
        calendar: {
          hours: {
            mon: [
              ["08:00", "12:00"],
              ["11:00", "18:00"],
            ],
          },
        },
      },
      true,
    ],
    [
      "refuses hours that end at midnight's beginning",
      { op: "validateCalendar", calendar: { hours: { mon: [["09:00", "00:00"]] } } },
      false,
    ],
    ["refuses a calendar without hours", { op: "validateCalendar", calendar: { hours: {} } }, false],
    [
      "refuses a calendar without an active day",
      { op: "validateCalendar", businessHours: { mon: { active: false, timeframes: [["09:00", "17:00"]] } } },
      false,
    ],
    [
      "reads the flags of days",
      {
        op: "hours",
        businessHours: {
          mon: {
            active: true,
            timeframes: [
              ["00:01", "02:00"],
              ["09:00", "23:59"],
            ],
          },
          tue: { active: false, timeframes: [["09:00", "17:00"]] },
        },
      },
      { mon: { "09:00": "24:00", "00:01": "02:00" } },
    ],
  ])("%s", (_, vector, expected) => {
    expect(linesOf({ id: "v", expected, ...vector })).toEqual(PASSES);
  });

  it("does not take what it cannot find for nothing", () => {
    expect(linesOf({ id: "v", op: "nextDue", expected: null })[0]).toContain(
      "it has none of firstResponseDueAt",
    );
    expect(linesOf({ id: "v", op: "pauses", stateChanges: [], expected: {}, calendar: allDay })[0]).toContain(
      "`createdAt` is no instant",
    );
    expect(
      linesOf({ id: "v", op: "pauses", ...spells, timeZone: "Mars/Olympus", expected: {} })[0],
    ).toContain("is no zone");
    expect(linesOf({ id: "v", op: "dueAt", ...spells, minutes: "30", expected: null })[0]).toContain(
      "is no number of minutes",
    );
    expect(linesOf({ id: "v", op: "validatePolicy", policy: {}, expected: "yes" })[0]).toContain(
      "neither true nor false",
    );
    expect(linesOf({ id: "v", op: "icalHolidays", now: "2017-08-24", expected: [] })[0]).toContain(
      "`feed` is no text",
    );
    expect(linesOf({ id: "v", op: "icalHolidays", feed: "", now: "soon", expected: [] })[0]).toContain(
      "`now` is no date",
    );
  });

  it("counts a pause across the hour that the clocks repeat", () => {
    const stateChanges = [
      { at: "2021-10-31T00:30:00Z", from: "new", to: "pending reminder" },
      { at: "2021-10-31T01:30:00Z", from: "pending reminder", to: "open" },
    ];
    const night = {
      id: "v",
      op: "dueAt",
      calendar: allDay,
      createdAt: "2021-10-31T00:00:00Z",
      start: "2021-10-31T00:00:00Z",
      stateChanges,
    };
    expect(linesOf({ ...night, minutes: 60, expected: "2021-10-31T02:00:00Z" })).toEqual(PASSES);
  });

  it("reads the holidays of a feed", () => {
    const event = (date: string, summary: string, rule = "") =>
      `BEGIN:VEVENT\nUID:${summary}${date}\nDTSTART;VALUE=DATE:${date}\nSUMMARY:${summary}\n${rule}END:VEVENT\n`;
    const feed = `BEGIN:VCALENDAR\nVERSION:2.0\n${event("20101224", "Christmas", "RRULE:FREQ=YEARLY\n")}${event("20170326", "Sommerzeit")}${event("20180105", "Fair")}${event("20220105", "Fair")}END:VCALENDAR\n`;
    const vector = { id: "v", op: "icalHolidays", feed, now: "2017-08-24T01:04:44Z" };
    const expected = ["2016-12-24", "2017-12-24", "2018-01-05", "2018-12-24", "2019-12-24"];
    expect(linesOf({ ...vector, expected })).toEqual(PASSES);
    expect(
      linesOf({ ...vector, expected: Object.fromEntries(expected.map((date) => [date, "day"])) }),
    ).toEqual(PASSES);
    expect(run({ ...vector, expected: expected.slice(1) }).failed).toBe(1);
  });
});

describe("a vector that cannot be read", () => {
  const good = timeline([created, customer("10:00")], { firstResponseDueAt: at("11:00") });
  it.each([
    ["an unknown operation", { op: "closeAt" }, "`closeAt` is no operation"],
    ["other semantics", { semantics: "future" }, "`semantics` is neither current nor legacy"],
    ["another setting", { lastContactRule: "x" }, "`x` is no setting of the last contact"],
    ["an unknown column", { expected: { firstReply: 1 } }, "`expected.firstReply` is no column"],
    ["a column that is no instant", { expected: { closedAt: 7 } }, "`expected.closedAt` is no instant"],
    [
      "a column that is no number",
      { expected: { closeMinutes: "7" } },
      "`expected.closeMinutes` is no number",
    ],
    ["no events", { events: undefined }, "`events` is no list"],
    ["no creation", { events: [customer("10:00")] }, "is no `created`"],
    ["two creations", { events: [created, created] }, "is a second `created`"],
    [
      "an unknown event",
      { events: [created, { at: at("10:00"), type: "toString" }] },
      "`events.1.type` is no event",
    ],
    [
      "a state before what was already written",
      { events: [created, fact("closedAt", at("12:00")), state("11:00", "closed")] },
      "`events.2` enters a state before",
    ],
    ["an event without an instant", { events: [{ type: "created" }] }, "`events.0.at` is no instant"],
    [
      "an event with a member too many",
      { events: [created, { ...state("10:00", "open"), by: "x" }] },
      "`events.1.by` is nothing that is known",
    ],
    ["an attribute nobody knows", { events: [{ ...created, mood: "x" }] }, "`events.0.mood` is no attribute"],
    [
      "a message by nobody",
      { events: [created, customer("10:00", { from: "bot" })] },
      "`events.1.from` is none of",
    ],
    [
      "a message of an unknown type",
      { events: [created, customer("10:00", { channel: "pigeon" })] },
      "is no article type",
    ],
    [
      "a column written that nobody knows",
      { events: [created, fact("state", at("10:00"))] },
      "`events.1.set.state` is nothing that is known",
    ],
    [
      "a condition nobody knows",
      { slas: [policy("p", { conditions: { moodNot: "x" } })] },
      "`slas.0.conditions.moodNot` is no condition",
    ],
    [
      "a policy with a member too many",
      { slas: [policy("p", { percent: 50 })] },
      "`slas.0.percent` is nothing that is known",
    ],
    [
      "minutes that are a text",
      { slas: [policy("p", { solutionMinutes: "60" })] },
      "is no number of minutes",
    ],
    ["both times of one column", { slas: [policy("p", { updateMinutes: 60 })] }, "which share one due time"],
    [
      "hours past midnight",
      { calendar: { ...berlin, hours: { mon: [["22:00", "06:00"]] } } },
      "end before they start",
    ],
    ["a holiday that is no date", { calendar: { ...berlin, holidays: ["soon"] } }, "soon"],
  ])("is reported with %s", (_, change, message) => {
    expect(linesOf(good)).toEqual(PASSES);
    const [line] = linesOf({ ...good, ...change });
    expect(line).toMatch(/^v: cannot be run: /);
    expect(line).toContain(message);
  });
});
