import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Outcome, runDemo } from "./run.ts";

const folder = await mkdtemp(join(tmpdir(), "dueclock-demo-"));
afterAll(() => rm(folder, { recursive: true }));

const sampleDefinition = "examples/helpdesk-week/definition.json";
const sample = await runDemo();

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

function widest(text: string): number {
  return Math.max(...text.split("\n").map((line) => [...line].length));
}

/** A block of the output, from its heading to the next. */
function block(stdout: string, number: number): string {
  const start = stdout.indexOf(`\n${number}. `);
  expect(start, `block ${number}`).toBeGreaterThan(0);
  const end = stdout.indexOf(`\n${number + 1}. `, start);
  return stdout.slice(start, end < 0 ? undefined : end);
}

describe("npm run demo", () => {
  it("says first what it is and as of when", () => {
    expect(sample.code).toBe(0);
    expect(sample.stdout.split("\n")[0]).toBe(
      "A made-up helpdesk's week, as of Fri 15 May 2026 16:00 in Berlin",
    );
  });

  it("counts tickets by state, and clocks that run, pause and are late", () => {
    const text = block(sample.stdout, 1);
    expect(text).toMatch(/Pending \(waiting for the customer\) +\d+ +\d+\.\d %/);
    expect(text).toMatch(/Open clocks +Running +Paused +At risk +Late/);
    expect(text).toMatch(/Next response +\d+ +\d+ +\d+ +\d+/);
  });

  it("gives compliance by metric and policy, met / (met + missed)", () => {
    const rows = [...block(sample.stdout, 2).matchAll(/ (\d+) +(\d+) +(\d+) +(\d+) +(\d+\.\d) %$/gm)].map(
      (match) => match.slice(1).map(Number),
    );
    expect(rows.length).toBeGreaterThanOrEqual(13);
    for (const [met, missed, , , share] of rows) expect(share).toBeCloseTo((100 * met) / (met + missed), 0);
  });

  it("lists the next ten things due with local time and time left, soonest first", () => {
    const text = block(sample.stdout, 3);
    const rows = text.match(/^ {2}T-\d+ .*/gm) ?? [];
    expect(rows.length).toBe(15); // ten to come and five overdue
    for (const row of rows) expect(row).toMatch(/(Berlin|New York) +\d/);
    expect(text).toContain("at risk");
    expect(text).toMatch(/and \d+ more that are overdue/);
  });

  it("lists ten actions with whom to tell, what to change and since when, and counts the rest", () => {
    const text = block(sample.stdout, 4);
    expect(text.match(/^ {2}T-\d+ .*/gm)).toHaveLength(10);
    expect(text).toMatch(/first response, 30 min late +hanna, group berlin +priority urgent +\d+ May/);
    expect(text).toMatch(/and \d+ more\n/);
  });

  it("tells the story of one missed promise", () => {
    const text = block(sample.stdout, 5);
    expect(text).toContain("Gold customers: no, it is for tickets where plan is gold");
    expect(text).toContain("due here: the promise is missed");
    for (const move of ["starts", "pauses", "resumes", "ends"]) expect(text).toContain(` ${move} `);
    expect(text).toContain("of working time late");
    expect(text).toContain("The desk was closed on");
  });

  it("needs no more than 100 columns, no colour in a pipe, and no words of the engine", () => {
    expect(widest(sample.stdout)).toBeLessThanOrEqual(100);
    expect(sample.stdout).not.toContain("\u001b");
    expect(sample.stdout).not.toMatch(/firstResponse|nextResponse|aroundTheClock|#\d|undefined|NaN|null/);
  });

  it("prints the same bytes each time; how long it took is on stderr only", async () => {
    expect((await runDemo()).stdout).toBe(sample.stdout);
    expect(sample.stderr).toMatch(/^evaluated 249 tickets in [\d.]+ s\n$/);
    expect(sample.stdout).not.toContain("evaluated 249 tickets in");
  });

  it("answers as of another instant", async () => {
    const { stdout } = await runDemo("--as-of", "2026-05-12T12:00:00+02:00");
    expect(stdout.split("\n")[0]).toContain("Tue 12 May 2026 12:00 in Berlin");
    expect(stdout).toMatch(/tickets evaluated; \d+ tickets had no event yet/);
    expect(widest(stdout)).toBeLessThanOrEqual(100);
  });
});

const AT = Date.parse("2026-05-12T10:00:00+02:00");

describe("npm run demo -- FILE.jsonl --definition FILE.json", () => {
  const created = { id: "a", at: AT, type: "created", set: { region: "europe", priority: "high" } };
  const ticket = (id: string, events: unknown[] = [created]) => JSON.stringify({ ticket: id, events });
  const own = (path: string, definition = sampleDefinition): Promise<Outcome> =>
    runDemo(path, "--definition", definition, "--as-of", "2026-05-12T16:00:00+02:00");

  it("shows a host's own tickets", async () => {
    const { code, stdout } = await own(await file("own.jsonl", `${ticket("A-1")}\r\n\n${ticket("A-2")}`));
    expect(code).toBe(0);
    expect(stdout).toContain("own.jsonl, as of Tue 12 May 2026 16:00 in Berlin");
    expect(stdout).toMatch(/A-1 +first response +Tue 12 May 12:00 Berlin +3 h 00 min/);
    expect(stdout).toContain("2 tickets evaluated");
  });

  it("reports bad lines with their numbers, and goes on", async () => {
    const lines = [ticket("A-1"), "{oops", "[]", '"text"', '{"ticket":1,"events":[]}', '{"ticket":"A-3"}'];
    const { code, stdout, stderr } = await own(
      await file("bad.jsonl", `\uFEFF${[...lines, ticket("A-2")].join("\n")}`),
    );
    expect(code).toBe(0);
    expect(stderr).toContain("line 2: not JSON: ");
    expect(stderr).toContain("line 3: a list; write one ticket history a line");
    expect(stderr).toContain("line 4: not an object with `ticket` and `events`");
    expect(stderr).toContain("line 5: no `ticket`");
    expect(stderr).toContain("line 6: no `events`");
    expect(stdout).toContain("2 tickets evaluated; 5 lines could not be read");
  });

  it("counts warnings by code, and lets no text of a host's move the cursor or widen the lines", async () => {
    const odd = ticket(`\u001b[31m${"長い".repeat(60)}`, [
      null,
      {
        ...created,
        set: { ...created.set, subject: "x".repeat(500), assignee: "\u0007bell", status: "Odd" },
      },
      { id: "b", at: AT + 1, type: "surprise", set: 7 },
    ]);
    const { code, stdout } = await own(await file("odd.jsonl", odd));
    expect(code).toBe(0);
    expect(stdout).toMatch(/1 time .*\(history\.unmapped_status\)/);
    expect(stdout).toContain("1 time history.not_an_event");
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(widest(stdout)).toBeLessThanOrEqual(100);
  });

  it("works with a definition that promises little", async () => {
    const definition = await file("little.json", '{"policies":[{"id":"p","targets":{"resolution":"2h"}}]}');
    const { code, stdout } = await own(await file("little.jsonl", ticket("A-1")), definition);
    expect(code).toBe(0);
    expect(stdout).toContain("as of Tue 12 May 2026 14:00 in UTC");
    expect(stdout).toContain("p: yes, it is for every ticket");
    expect(stdout).toContain("It is still open, 4 h 00 min late.");
  });

  it("ends with 1 when no line could be read", async () => {
    const { code, stdout, stderr } = await own(await file("empty.jsonl", "nothing\n"));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("line 1: not JSON");
    expect(stderr).toContain("no ticket could be read");
  });

  it("ends with 2 and all issues when the definition is bad", async () => {
    const tickets = await file("fine.jsonl", ticket("A-1"));
    const shape = await own(
      tickets,
      await file("shape.json", '{"policies":[{"id":1},{"id":"b","targets":3}]}'),
    );
    expect([shape.code, shape.stdout]).toEqual([2, ""]);
    for (const path of ["policies.0.id: ", "policies.0.targets: ", "policies.1.targets: "])
      expect(shape.stderr).toContain(`  ${path}`);
    const policy = { id: "p", calendar: "nope", targets: { resolution: "soon" } };
    const sense = await own(tickets, await file("sense.json", JSON.stringify({ policies: [policy] })));
    expect(sense.code).toBe(2);
    expect(sense.stderr).toMatch(/ {2}policies\.0\.calendar: .*nope/);
    expect(sense.stderr).toMatch(/ {2}policies\.0\.targets\.resolution: .*soon/);
    const text = await own(tickets, await file("text.json", "{"));
    expect([text.code, text.stderr.includes("is not JSON")]).toEqual([2, true]);
  });
});

describe("a command line that cannot be", () => {
  it.each([
    [["--nope"], "--nope"],
    [["a.jsonl"], "--definition FILE.json"],
    [["--definition", sampleDefinition], "FILE.jsonl"],
    [["a.jsonl", "b.jsonl", "--definition", sampleDefinition], "one file"],
    [["missing.jsonl", "--definition", sampleDefinition], "cannot read the tickets in missing.jsonl"],
    [["examples", "--definition", sampleDefinition], "cannot read the tickets in examples"],
    [["a.jsonl", "--definition", "missing.json"], "cannot read the definition missing.json"],
    [["--as-of", "2026-05-12"], "with its offset"],
    [["--as-of", "yesterday"], "with its offset"],
    [["--regenerate", "--as-of", "2026-05-12T00:00:00Z"], "--regenerate takes nothing else"],
  ])("%j ends with 2 and says why", async (args, reason) => {
    const { code, stdout, stderr } = await runDemo(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain("    at "); // no stack
  });

  it("shows help, within 100 columns", async () => {
    const { code, stdout } = await runDemo("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("--definition FILE");
    expect(widest(stdout)).toBeLessThanOrEqual(100);
  });
});
