import { execFileSync } from "node:child_process";
import type { Evaluation } from "dueclock";
import { describe, expect, it } from "vitest";
import { findFiles, instantOf } from "../../src/cli/realdata/dataSet.ts";
import * as github from "../../src/cli/realdata/github.ts";
import { compareJira } from "../../src/cli/realdata/jira.ts";
import { evaluatePrepbench, publishedAnswer } from "../../src/cli/realdata/prepbench.ts";
import { negativeLength, replayGithub, replayUci } from "../../src/cli/realdata/replay.ts";
import { compareUci } from "../../src/cli/realdata/uci.ts";
import { ROOT } from "../house/sources.ts";
import { folderWith, jsonLines } from "./data.ts";

const day = [["09:00", "17:00"]];
/** Opened on Monday 6 July 2026 at 16:00 in a desk open from nine to five, two hours promised: due on Tuesday at 10:00. */
const cycle = {
  ticket: "T1",
  metric: "resolution",
  goal_ms: 7_200_000,
  start: "2026-07-06T16:00:00.000Z",
  stop: "2026-07-07T09:30:00.000Z",
  breach_time: "2026-07-07T10:00:00.000Z",
  elapsed_ms: 5_400_000,
  remaining_ms: 1_800_000,
  paused_during_cycle: false,
};
const jira = (...cycles: readonly object[]) =>
  compareJira(
    folderWith({
      "jsm-sla-cycles.json": JSON.stringify({
        snapshot: "2026-07-08T12:00:00.000Z",
        calendar_inferred: { time_zone: "UTC", weekly: { mon: day, tue: day, wed: day }, holidays: [] },
        cycles,
      }),
    }),
  );

describe("Jira's cycles", () => {
  it("agree where breach, elapsed and remaining do, and not where one of them is a millisecond off", () => {
    expect(jira(cycle).unpaused).toEqual({ equal: 1, of: 1 });
    const off = [
      { ...cycle, breach_time: "2026-07-07T10:00:00.001Z" },
      { ...cycle, elapsed_ms: 5_400_001 },
      { ...cycle, remaining_ms: 1_799_999 },
    ];
    for (const wrong of off) expect(jira(wrong).unpaused).toEqual({ equal: 0, of: 1 });
  });

  it("may be several of one SLA on a ticket, running and overdue", () => {
    const again = {
      ...cycle,
      goal_ms: 3_600_000,
      start: "2026-07-08T09:00:00.000Z",
      stop: null,
      breach_time: "2026-07-08T10:00:00.000Z",
      elapsed_ms: 10_800_000,
      remaining_ms: -7_200_000,
    };
    const beside = { ...cycle, metric: "first look" };
    expect(jira(cycle, again, beside, { ...cycle, ticket: "T2" }).unpaused).toEqual({ equal: 4, of: 4 });
  });

  it("that paused are judged by what comes after the stop, late ones by how late they are", () => {
    const paused = { ...cycle, paused_during_cycle: true, elapsed_ms: 1 };
    const late = { ...paused, breach_time: "2026-07-06T16:30:00.000Z", remaining_ms: -3_600_000 };
    expect(jira(paused, late)).toEqual({ unpaused: { equal: 0, of: 0 }, paused: { equal: 2, of: 2 } });
    const wrong = [
      { ...paused, remaining_ms: 1_800_001 },
      { ...late, remaining_ms: -3_600_001 },
    ];
    expect(jira(...wrong).paused).toEqual({ equal: 0, of: 2 });
  });
});

/** Opened on Monday 29 February 2016 as the desk opens; priority 2 has eight of the nine hours. */
const incident = {
  id: "INC1",
  opened_at: "2016-02-29T14:00",
  closed_at: "2016-02-29T22:00",
  contact: "Phone",
  category: "1",
  opened_by: "8",
  caller: "9",
  made_sla: true,
  events: [
    { t: "2016-02-29T14:07", mod: 0, by: "1", state: "New", priority: 2, group: "5", assignee: null, reopens: 0, made_sla: true },
    { t: "2016-02-29T15:00", mod: 1, by: "2", state: "Active", assignee: "3" },
    { t: "2016-02-29T22:00", mod: 2, by: "2", state: "Closed" },
  ],
}; // biome-ignore format: an update a line
const verdicts = (...incidents: readonly object[]) =>
  compareUci(folderWith({ "uci-incidents.jsonl.gz": jsonLines(incidents) }));

describe("the ServiceNow desk's verdicts", () => {
  it("are met at exactly the target, and missed a minute later", () => {
    const late = { ...incident, closed_at: "2016-02-29T22:01" };
    expect(verdicts(incident, { ...late, made_sla: false })).toEqual({ equal: 2, of: 2 });
    expect(verdicts({ ...incident, made_sla: false }, late)).toEqual({ equal: 0, of: 2 });
  });

  it("are by the last priority, whatever was missed before", () => {
    const [first, second, last] = incident.events;
    const raised = { ...incident, events: [first, { ...second, priority: 1 }, last], made_sla: false };
    const eased = { ...incident, events: [{ ...first, priority: 1 }, { ...second, priority: 3 }, last] };
    expect(verdicts(raised, eased)).toEqual({ equal: 2, of: 2 });
  });

  it("are not asked of incidents that are not closed, and agree with none of an unknown priority", () => {
    expect(verdicts({ ...incident, closed_at: null })).toEqual({ equal: 0, of: 0 });
    const [first, ...rest] = incident.events;
    const unknown = { ...incident, events: [{ ...first, priority: 9 }, ...rest] };
    expect(verdicts(unknown, { ...unknown, made_sla: false })).toEqual({ equal: 0, of: 2 });
  });
});

describe("the puzzle", () => {
  const row = (at: string, ticket: string, no: number, status: string) =>
    `${at},${ticket} / Sales / Ann,3,${no},Bob,${status}`;
  const puzzle = (...rows: readonly string[]) =>
    folderWith({
      "prepbench-059/input_1.csv": "Department,SLA Agreement\nSales,2\n",
      "prepbench-059/input_2.csv": ["Timestamp,Ticket,Severity,Status No.,Assigned To,Status Name", ...rows].join("\n"),
    }); // biome-ignore format: a file a line

  it("counts days from Monday to Friday, whole and to the second", () => {
    const folder = puzzle(
      row("2020-01-14 12:00:00", "C1", 3, "Closed"), // listed before what opened it
      row("2020-01-10 12:00:00", "C1", 1, "Logged"), // a Friday
      row("2020-01-11 12:00:00", "C1", 2, "Customer Response"),
      row("2020-01-10 12:00:00", "C2", 1, "Logged"),
      row("2020-01-14 12:00:01", "C2", 2, "Closed"),
      row("2020-01-10 12:00:00", "C3", 1, "Logged"),
      row("2020-01-10 13:00:00", "C3", 2, "Closed"),
      row("2020-01-10 14:00:00", "C3", 3, "Assigned"),
    );
    expect(evaluatePrepbench(folder)).toEqual({ met: 1, missed: 1, unpromised: 0 });
    expect(publishedAnswer(folder)).toBeNull();
  });

  it("says of how many tickets nobody promised anything", () => {
    const opened = row("2020-01-10 12:00:00", "C1", 1, "Logged").replace("Sales", "Moon");
    const closed = row("2020-01-10 13:00:00", "C1", 2, "Closed").replace("Sales", "Moon");
    expect(evaluatePrepbench(puzzle(opened, closed))).toEqual({ met: 0, missed: 0, unpromised: 1 });
  });
});

describe("a timeline of GitHub", () => {
  const thread = (...events: readonly object[]) =>
    ({ id: "x#1", kind: "pull", opened_at: "2024-01-01T10:00:00Z", opener_assoc: "NONE", opener_bot: false, events }) as unknown as github.Thread; // biome-ignore format: one record
  const entry = (e: string, more: object = {}) => ({ t: "2024-01-01T11:00:00Z", e, by: "u1", ...more });
  const events = (...entries: readonly object[]) => github.historyOf(thread(...entries)).events.slice(1);

  it("tells requester, agents, bots and others apart", () => {
    const parties = events(
      entry("comment", { by: "opener", assoc: "MEMBER" }),
      entry("review", { assoc: "MEMBER" }),
      entry("comment", { assoc: "CONTRIBUTOR" }),
      entry("comment", { assoc: "MEMBER", bot: true }),
      entry("comment", { by: null, assoc: "NONE" }),
    );
    expect(parties.map((event) => event.type === "message" && event.by)).toEqual(["requester", "agent", "thirdParty", "bot", "system"]); // biome-ignore format: one list
  });

  it("keeps labels and assignees as sets, and takes what it does not know for a moment", () => {
    const changes = events(
      entry("labeled", { label: "Bug" }),
      entry("labeled", { label: "UX" }),
      entry("labeled", { label: "Bug" }),
      entry("unlabeled", { label: "Bug" }),
      entry("unlabeled", { label: "UX" }),
      entry("assigned", { assignee: "u4" }),
      entry("unassigned", { assignee: "u4" }),
    );
    expect(changes.map(({ set }) => set)).toEqual([
      { labels: ["Bug"] },
      { labels: ["Bug", "UX"] },
      { labels: ["Bug", "UX"] },
      { labels: ["UX"] },
      { labels: null },
      { assignees: ["u4"], assignee: "u4" },
      { assignees: null, assignee: null },
    ]);
    expect(events(entry("pinned"))).toMatchObject([{ type: "control", name: "pinned" }]);
  });

  it("is replayed whatever happened, in any order", () => {
    const all = ["comment", "closed", "reopened", "labeled", "converted_to_discussion", "constructor"];
    const early = { t: "2023-01-01T00:00:00Z", e: "closed", by: "u1" };
    const folder = folderWith({
      "github-threads.jsonl.gz": jsonLines([thread(), thread(...all.map((e) => entry(e)), early)]),
    });
    expect(replayGithub(folder)).toMatchObject({ histories: 2, events: 9, verdicts: 4, thrown: 0, negative: 0, firstTrouble: null }); // biome-ignore format: one record
  });
});

describe("a replay", () => {
  it("counts the clocks of the last verdict and those of them that breached", () => {
    const folder = folderWith({ "uci-incidents.jsonl.gz": jsonLines([incident]) });
    // Resolution, closure, the group's and the agents' work in time; half an hour to an assignee, who came after one
    expect(replayUci(folder)).toMatchObject({
      histories: 1,
      events: 5,
      verdicts: 2,
      clocks: 5,
      breached: 1,
      thrown: 0,
      negative: 0,
    });
  });

  it("refuses a record whose time says nothing", () => {
    const folder = folderWith({ "uci-incidents.jsonl.gz": jsonLines([{ ...incident, events: [{ ...incident.events[0], t: "x" }] }]) }); // biome-ignore format: one folder
    expect(() => replayUci(folder)).toThrow("`x` is no date and time");
  });

  it("sees a negative length in any of a clock's figures", () => {
    const sound: Evaluation = JSON.parse(
      JSON.stringify({ clocks: [{ id: "c", elapsedMs: 0, pausedMs: 0, targetMs: null, remainingMs: -5, wall: { elapsedMs: 0, pausedMs: 0, targetMs: 1, remainingMs: -5 }, stretches: [{ from: 1, to: 1 }, { from: 1, to: null }], attribution: [{ elapsedMs: 0 }] }] }),
    ); // biome-ignore format: one record
    expect(negativeLength(sound)).toBeNull();
    const [clock] = sound.clocks;
    const broken = [
      { elapsedMs: -1 },
      { pausedMs: -1 },
      { targetMs: -1 },
      { wall: { ...clock.wall, pausedMs: -1 } },
      { stretches: [{ from: 2, to: 1 }] },
      { attribution: [{ elapsedMs: -1 }] },
    ];
    for (const part of broken) {
      const verdict = { clocks: [{ ...clock, ...part }] } as unknown as Evaluation;
      expect(negativeLength(verdict), JSON.stringify(part)).not.toBeNull();
    }
  });
});

describe("the command", () => {
  const run = (folder: string) => {
    const command = ["--import", "tsx", "src/cli/realdata.ts", folder];
    return execFileSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" }).trimEnd().split("\n");
  };

  it("computes the sets that a folder holds and says which it skips", () => {
    const folder = folderWith({ "uci-incidents.jsonl.gz": jsonLines([incident]) });
    expect(run(folder)).toEqual([
      `boston: skipped, ${folder} does not hold boston311-policies.json and boston311-2015*.csv.gz`,
      `jira: skipped, ${folder} does not hold jsm-sla-cycles.json`,
      "uci verdicts (made_sla): 1 of 1",
      `prepbench-059: skipped, ${folder} does not hold prepbench-059/input_*.csv`,
      `github histories: skipped, ${folder} does not hold github-threads*.jsonl.gz`,
      "uci histories: 1 with 5 events, 2 verdicts, 0 threw, 0 with a negative duration",
      expect.stringMatching(/^uci histories: \d+ clocks, \d+ breached$/),
      `boston report: skipped, ${folder} does not hold boston311-policies.json and boston311-2015*.csv.gz`,
      "uci report: 1 incidents, 1 met, 0 missed, 0 pending",
      "uci report: 1 of 1 months by verdict have the data's own totals; 1 of 1 verdicts agree",
    ]);
  });
});

describe("reading files", () => {
  it("finds each part of a set, and nothing where there is no such folder", () => {
    const folder = folderWith({ "a.1.csv": "", "a.2.csv": "", "ab.csv.bak": "", "b.csv": "" });
    expect(findFiles(folder, "a*.csv").map((path) => path.slice(folder.length + 1))).toEqual(["a.1.csv", "a.2.csv"]);
    expect(findFiles(folder, "nowhere/a*.csv")).toEqual([]);
    expect(findFiles(`${folder}/nowhere`, "a.csv")).toEqual([]);
  }); // biome-ignore format: a line each

  it("takes times without an offset for UTC, and refuses what is none", () => {
    const noon = Date.UTC(2020, 0, 10, 12);
    for (const text of ["2020-01-10 12:00:00", "2020-01-10T12:00", "2020-01-10T12:00:00Z", "2020-01-10T14:00:00.000+02:00"])
      expect(instantOf(text), text).toBe(noon);
    for (const text of ["", "soon", "2020-13-10T12:00"]) expect(() => instantOf(text), text).toThrow("is no date and time");
  }); // biome-ignore format: a line each
});
