import { describe, expect, it } from "vitest";
import { compareBoston } from "../../src/cli/realdata/boston.ts";
import { compareJira } from "../../src/cli/realdata/jira.ts";
import { evaluatePrepbench, publishedAnswer } from "../../src/cli/realdata/prepbench.ts";
import { type Replayed, replayGithub, replayUci } from "../../src/cli/realdata/replay.ts";
import { compareUci } from "../../src/cli/realdata/uci.ts";
import { DATA, folderWith, hasData, linesOf, SKIPPED } from "./data.ts";

const sound = { thrown: 0, negative: 0, firstTrouble: null } satisfies Partial<Replayed>;
/** Every n-th line, from the k-th on. */
const share = (lines: readonly string[], n: number, k: number) =>
  `${lines.filter((_, i) => i % n === k).join("\n")}\n`;

describe.skipIf(!hasData)(`the figures of the data's README (${SKIPPED})`, () => {
  it("has Boston's due times but for those set by hand, and all of its verdicts", () => {
    const { due, verdicts, differences } = compareBoston(DATA);
    expect(due).toEqual({ equal: 50_578, of: 52_229 });
    expect(verdicts).toEqual({ equal: 55_387, of: 55_387 });
    expect(differences.reduce((sum, [, times]) => sum + times, 0)).toBe(52_229 - 50_578);
  });

  it("has Jira's cycles to the millisecond", () => {
    expect(compareJira(DATA)).toEqual({ unpaused: { equal: 16, of: 16 }, paused: { equal: 2, of: 2 } });
  });

  it("has 17,425 of the 17,440 verdicts of the ServiceNow desk", () => {
    expect(compareUci(DATA)).toEqual({ equal: 17_425, of: 17_440 });
  });

  it("answers the puzzle as its makers do", () => {
    expect(evaluatePrepbench(DATA)).toEqual({ met: 71, missed: 32, unpromised: 0 });
    expect(publishedAnswer(DATA)).toEqual({ met: 71, missed: 32 });
  });

  it("replays every history of the projects without a throw or a negative duration", () => {
    const replayed = replayGithub(DATA);
    expect(replayed).toMatchObject({ ...sound, histories: 1_905, events: 1_905 + 27_854 });
    expect(replayed.clocks).toBeGreaterThan(1_905);
    expect(replayed.breached).toBeGreaterThan(0);
    expect(replayed.breached).toBeLessThan(replayed.clocks);
  });

  it("replays every tenth history of the desk without a throw or a negative duration", () => {
    const lines = linesOf("uci-incidents.dev.jsonl.gz");
    const replayed = replayUci(folderWith({ "uci-incidents.jsonl.gz": share(lines, 10, 0) }));
    expect(replayed).toMatchObject({ ...sound, histories: 1_744 });
    expect(replayed.breached).toBeGreaterThan(0);
    expect(replayed.breached).toBeLessThan(replayed.clocks);
  });
});

describe.skipIf(!hasData)(`other parts of the same data (${SKIPPED})`, () => {
  it("reads every part in the folder, in whatever number of files", () => {
    const lines = linesOf("uci-incidents.dev.jsonl.gz").slice(0, 900);
    const files = (parts: number) =>
      Object.fromEntries(
        Array.from({ length: parts }, (_, k) => [`uci-incidents.${k}.jsonl.gz`, share(lines, parts, k)]),
      );
    const whole = compareUci(folderWith(files(1)));
    expect(whole.of).toBe(900);
    expect(compareUci(folderWith(files(3)))).toEqual(whole);
  });

  it("has those due times of a part of Boston's requests, some twice, that its rules give", () => {
    const [header, ...rows] = linesOf("boston311-2015.dev.csv.gz");
    const part = rows.filter((_, i) => i % 40 === 7);
    const more = part.slice(0, 200);
    const csv = (rows: readonly string[]) => `${[header, ...rows].join("\n")}\n`;
    const folder = folderWith({
      "boston311-policies.json": linesOf("boston311-policies.json").join("\n"),
      "boston311-2015.test.csv.gz": csv(part),
      "boston311-2015.more.csv.gz": csv(more),
    });
    const { due, verdicts } = compareBoston(folder);
    // The last two columns are the policy, where there is one, and whether it gives the city's due time
    const ends = (end: RegExp) => [...part, ...more].filter((row) => end.test(row)).length;
    expect(due).toEqual({ equal: ends(/,1$/), of: ends(/,P\d+,[01]$/) });
    expect(due.of).toBeGreaterThan(1_000);
    expect(verdicts.equal).toBe(verdicts.of);
  });

  it("answers a part of the puzzle that is split otherwise", () => {
    const text = (n: number) => linesOf(`prepbench-059/input_0${n}.csv`);
    const [header] = text(2);
    const rows = [2, 3, 4].flatMap((n) => text(n).slice(1));
    const isOf = (half: number) => (row: string) => Number(/C(\d+) /.exec(row)?.[1]) % 2 === half;
    const halves = [0, 1].map((half) =>
      evaluatePrepbench(
        folderWith({
          "prepbench-059/input_01.csv": text(1).join("\n"),
          "prepbench-059/input_02.csv": [header, ...rows.filter(isOf(half)).reverse()].join("\n"),
        }),
      ),
    );
    expect(halves[0].met + halves[1].met).toBe(71);
    expect(halves[0].missed + halves[1].missed).toBe(32);
  });
});
