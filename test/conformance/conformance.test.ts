import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readDifferences } from "../../src/cli/conformance/differences.ts";
import { projectDifferences, readInput, sharedFiles, VECTORS } from "../../src/cli/conformance/files.ts";
import { runConformance } from "../../src/cli/conformance/run.ts";
import { sameAnswer } from "../../src/cli/conformance/sameAnswer.ts";
import { systemTable } from "../../src/cli/conformance/systems.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shared = sharedFiles(root);
const mondays = { timeZone: "UTC", weeklyHours: { mon: [["09:00", "17:00"]] } };
/** Monday 2 March 2026, 16:00: an hour of it is left. */
const add = { id: "v", calendar: mondays, op: "add", from: "2026-03-02T16:00:00Z", seconds: 3600 };
const right = { ...add, expected: "2026-03-02T17:00:00Z" };
const wrong = { ...add, expected: "2026-03-09T09:00:00Z" };
const known = readDifferences([
  { id: "v", category: "vendor-bug", rule: "C7", why: "it rolls over", ours: right.expected },
]);

function run(json: unknown, differences = readDifferences([])) {
  return runConformance([{ name: "file.json", json }], differences);
}

describe("the vectors of real systems", () => {
  it.skipIf(shared === null)(
    `all agree, but for the differences listed (skipped where ${VECTORS} is absent)`,
    () => {
      const report = runConformance(
        (shared ?? []).map((path) => readInput(path)),
        projectDifferences(root),
      );
      expect(report.failed, report.lines.join("\n")).toBe(0);
      expect(report.passed).toBeGreaterThanOrEqual(1_896);
    },
  );
});

describe("the runner", () => {
  it("passes a vector that is answered as expected and says nothing of it", () => {
    expect(run({ vectors: [right] }).lines).toEqual(["1 passed, 0 failed, 0 expected differences"]);
  });

  it("prints id, operation, expected and got of a vector that fails", () => {
    expect(run([wrong]).lines).toEqual([
      "v add: expected 2026-03-09T09:00:00Z, got 2026-03-02T17:00:00Z",
      "0 passed, 1 failed, 0 expected differences",
    ]);
  });

  it("lists an expected difference with its category and rule and does not fail for it", () => {
    expect(run([wrong], known).lines).toEqual([
      "v: expected difference, vendor-bug, C7: it rolls over",
      "0 passed, 0 failed, 1 expected differences",
    ]);
  });

  it("fails for a listed vector that passes", () => {
    const report = run([right], known);
    expect(report).toMatchObject({ passed: 0, failed: 1, differences: 0 });
    expect(report.lines[0]).toBe(
      "v add: passes, but is listed as an expected difference; take it off the list",
    );
  });

  it("fails for a listed vector that cannot be run", () => {
    const report = run([{ ...right, seconds: "1h" }], known);
    expect(report).toMatchObject({ failed: 1, differences: 0 });
    expect(report.lines[0]).toMatch(/^v: cannot be run: `seconds` is no number/);
  });

  it("fails for a listed vector that comes to another answer than the listed one", () => {
    const report = run([{ ...wrong, seconds: 3_599 }], known);
    expect(report).toMatchObject({ passed: 0, failed: 1, differences: 0 });
    expect(report.lines[0]).toBe(
      "v add: listed as an expected difference with our answer 2026-03-02T17:00:00Z, got 2026-03-02T16:59:59Z",
    );
  });

  it("takes a vector that its file marks as a quirk for an expected difference, in the file's words", () => {
    const report = run([{ ...wrong, quirk: "rolls over" }]);
    expect(report.lines).toEqual([
      "v: expected difference, marked by its file: rolls over",
      "0 passed, 0 failed, 1 expected differences",
    ]);
    expect(run([{ ...wrong, quirk: true }]).lines[0]).toContain("marked by its file: its file says so");
    expect(run([{ ...wrong, quirk: "rolls over" }], known).lines[0]).toContain("vendor-bug, C7");
    expect(run([{ ...right, quirk: "rolls over" }])).toMatchObject({ passed: 1, differences: 0 });
  });

  it("fails for a quirk that cannot be run, and for a mark that is false", () => {
    expect(run([{ ...wrong, quirk: "rolls over", seconds: "1h" }])).toMatchObject({ failed: 1 });
    for (const quirk of [false, null, ""]) expect(run([{ ...wrong, quirk }])).toMatchObject({ failed: 1 });
  });

  it("takes fractions for the same that differ by rounding, and whole numbers only where they are equal", () => {
    expect(sameAnswer('{"percent":33.33333333333333}', '{"percent":33.333333333333336}')).toBe(true);
    expect(sameAnswer("[0.30000000000000004, 50.00000000000001]", "[0.3, 50]")).toBe(true);
    expect(sameAnswer("percent 33.3334, at 2026", "percent 33.3333, at 2026")).toBe(false);
    expect(sameAnswer("3000000000", "3000000001")).toBe(false);
    expect(sameAnswer("[1.5]", "[1.5, 2]")).toBe(false);
    expect(sameAnswer("-0.5", "0.5")).toBe(false);
  });

  it.each([
    ["no operation", { op: undefined }, "it names no operation; `op` is one of add, subtract, between"],
    ["an unknown operation", { op: "divide" }, "`divide` is no operation; `op` is one of add"],
    ["the name of an inherited property", { op: "toString" }, "`toString` is no operation"],
    ["no calendar", { calendar: undefined }, "`calendar` is no object"],
    ["a calendar by a name nobody has", { calendar: "x" }, "the file has no calendar `x`"],
    [
      "an unknown zone",
      { calendar: { ...mondays, timeZone: "Mars/Olympus" } },
      "at `timeZone`: no time zone",
    ],
    ["a zone that is a number", { calendar: { ...mondays, timeZone: 1 } }, "`calendar.timeZone` is no text"],
    ["hours of an unknown day", { calendar: { tz: "UTC", week: { someday: [] } } }, "is no day of the week"],
    ["hours that are no list", { calendar: { tz: "UTC", week: { mon: "9-5" } } }, "is no list"],
    ["half a window", { calendar: { tz: "UTC", week: { mon: [["09:00"]] } } }, "is no pair of times"],
    ["a holiday that is null", { calendar: { ...mondays, holidays: [null] } }, "is no object"],
    ["no hours at all", { calendar: { timeZone: "UTC" } }, "the calendar has no business time at all"],
    ["an instant without an offset", { from: "2026-03-02T16:00:00" }, "`from` is no instant"],
    ["an instant that is missing", { from: undefined }, "`from` is no instant"],
    ["an amount that is a text", { seconds: "3600" }, "`seconds` is no number of seconds"],
    ["a fraction of a millisecond", { seconds: 0.0005 }, "`seconds` is no number of seconds"],
    ["nothing expected", { expected: undefined }, "`expected` is no instant"],
    ["an instant beyond the supported years", { from: "2200-01-01T00:00:00Z" }, "lies outside"],
  ])("reports a vector with %s and goes on", (_, change, message) => {
    const report = run({ vectors: [{ ...right, ...change }, right] });
    expect(report).toMatchObject({ passed: 1, failed: 1 });
    expect(report.lines[0]).toMatch(/^v: cannot be run: /);
    expect(report.lines[0]).toContain(message);
  });

  it.each([[null], [1], ["add"], [[right]]])(
    "reports %j in the place of a vector by its position",
    (vector) => {
      expect(run([right, vector]).lines[0]).toBe("file.json#1: cannot be run: it is no object");
    },
  );

  it("reports a vector without an id by its position", () => {
    expect(run([{ ...wrong, id: undefined }]).lines[0]).toMatch(/^file\.json#0 add: expected/);
  });

  it("reports a file that is no list of vectors, and one that cannot be read", () => {
    expect(run("vectors").lines[0]).toBe("file.json: cannot be read: it holds no list of vectors");
    expect(run(null).failed).toBe(1);
    expect(runConformance([readInput("test/no-such-file.json")], known).lines[0]).toContain("cannot be read");
  });

  it("skips a file of inputs in prose, saying so", () => {
    expect(run({ cases: [{ id: "c", input: "an empty list" }] }).lines).toEqual([
      "skipped file.json: inputs in prose, tried by the unit tests",
      "0 passed, 0 failed, 0 expected differences",
    ]);
  });

  it("fails for the clocks of a system that it has no translator for", () => {
    expect(run([{ id: "c", system: "nobody's", policy: {}, events: [] }]).lines).toEqual([
      "c: cannot be run: no translator knows the system `nobody's`",
      "0 passed, 1 failed, 0 expected differences",
    ]);
  });
});

describe("the translator", () => {
  it("takes `tz`, `hours` and `week` as older files write them, and days by their full names", () => {
    const hours = { Monday: [["09:00", "17:00"]] };
    const calendars = [
      { tz: "UTC", week: hours },
      { timeZone: "UTC", hours },
      { timeZone: "UTC", week: hours },
    ];
    expect(run(calendars.map((calendar) => ({ ...right, calendar }))).passed).toBe(3);
  });

  it("takes a calendar by the id under which its file lists it", () => {
    const vectors = [{ ...right, calendar: "m" }];
    expect(run({ vectors, calendars: { m: mondays } }).passed).toBe(1);
    expect(run({ vectors, calendars: [{ id: "m", ...mondays }] }).passed).toBe(1);
  });

  it("takes null for a calendar that is always open", () => {
    expect(run([{ ...right, calendar: null, seconds: 86400, expected: "2026-03-03T16:00:00Z" }]).passed).toBe(
      1,
    );
  });

  it("takes holidays as dates, ranges and dated names, special hours, closures and versions", () => {
    const calendar = {
      ...mondays,
      holidays: ["03-09", { date: "2026-03-16", name: "x" }, { from: "2026-03-21", to: "2026-03-25" }],
      specialHours: { "2026-03-30": [["09:00", "10:00"]] },
      closures: [{ date: "2026-03-30", from: "09:15", to: "09:30" }],
      versions: [{ from: "2026-04-01", weeklyHours: { wed: [["00:00", "24:00"]] } }],
    };
    const expected = [
      ["2026-03-02T16:00:00Z", "2026-03-02T17:00:00Z"],
      ["2026-03-30T09:00:00Z", "2026-03-30T09:15:00Z"],
      ["2026-03-30T09:30:00Z", "2026-03-30T10:00:00Z"],
      ["2026-04-01T00:00:00Z", "2026-04-01T01:00:00Z"],
    ];
    const periods = { ...right, calendar, op: "periods", to: "2026-04-01T01:00:00Z", expected };
    expect(run([periods]).lines).toEqual(["1 passed, 0 failed, 0 expected differences"]);
  });

  it("reads fractions of a second down to the millisecond", () => {
    const between = { ...right, op: "between", to: "2026-03-02T16:00:00.125Z", expected: 0.125 };
    expect(run([between, { ...right, seconds: 0.5, expected: "2026-03-02T16:00:00.500Z" }]).passed).toBe(2);
  });

  it("takes an expected null for never", () => {
    const calendar = { timeZone: "UTC", specialHours: { "2026-03-02": [["16:00", "16:30"]] } };
    const later = { ...right, calendar, op: "nextOpen", at: "2026-03-03T00:00:00Z" };
    expect(
      run([
        { ...right, calendar, expected: null },
        { ...later, expected: null },
      ]).passed,
    ).toBe(2);
  });

  it("compares what is open with true and false only", () => {
    const open = { ...right, op: "isOpen", at: "2026-03-02T16:00:00Z" };
    expect(
      run([
        { ...open, expected: true },
        { ...open, expected: "true" },
      ]),
    ).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });
});

describe("the list of expected differences", () => {
  it("is refused where an entry lacks a field, has an unknown category or comes twice", () => {
    const entry = { id: "v", category: "deliberate", rule: "C7", why: "so", ours: "1" };
    expect(readDifferences([entry]).size).toBe(1);
    expect(readDifferences([{ ...entry, ours: undefined }]).size).toBe(1);
    expect(() => readDifferences([{ ...entry, ours: 1 }])).toThrow("expected difference 0");
    for (const field of ["id", "category", "rule", "why"]) {
      expect(() => readDifferences([{ ...entry, [field]: undefined }])).toThrow(
        "expected difference 0 lacks",
      );
    }
    expect(() => readDifferences([{ ...entry, category: "whatever" }])).toThrow("a `category` of deliberate");
    expect(() => readDifferences([entry, entry])).toThrow("`v` is listed twice");
    expect(() => readDifferences({})).toThrow("are no list");
  });
});

describe("the table of systems by capabilities", () => {
  it.skipIf(shared === null)(`stands in the docs as it is today (skipped where ${VECTORS} is absent)`, () => {
    const { results } = runConformance(
      (shared ?? []).map((path) => readInput(path)),
      projectDifferences(root),
    );
    const page = readFileSync(join(root, "docs/presets/README.md"), "utf8");
    expect(page).toContain(systemTable(results).join("\n"));
  });

  it("counts what passes, of all where some do not", () => {
    const { results } = run({ vectors: [right, wrong, { ...right, source: "frappe/erpnext x" }] });
    expect(systemTable(results).slice(2)).toEqual([
      "| ERPNext | 1 |  |  |  |",
      "| no one system | 1 of 2 |  |  |  |",
    ]);
  });
});
