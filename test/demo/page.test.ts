import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PAGE_DARK, PAGE_LIGHT, type PageColours } from "../../src/cli/demo/page/style.ts";
import { elementsOf } from "../property/svgPictures.ts";
import { runDemo, runWithPage } from "./run.ts";

const folder = await mkdtemp(join(tmpdir(), "dueclock-own-"));
afterAll(() => rm(folder, { recursive: true }));

const SAMPLE_DEFINITION = "examples/helpdesk-week/definition.json";
const { outcome, page } = await runWithPage();
const sample = read(page ?? "");

/** An element as the parser found it, with the text of all within. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The page's elements in order, each with all text within; throws where it is not well formed, as XML too. */
function read(html: string): Element[] {
  const elements = elementsOf(html.replace("<!doctype html>", ""));
  return elements.map(({ name, attributes, whole }) => ({ name, attributes, text: whole }));
}

const named = (elements: readonly Element[], ...names: string[]) =>
  elements.filter(({ name }) => names.includes(name));

/** The rows of the table with a caption, each a list of its cells. */
function tableOf(html: string, id: string): string[][] {
  const start = html.indexOf(`<caption id="${id}-caption">`);
  expect(start, id).toBeGreaterThan(0);
  const body = html.slice(html.indexOf("<tbody>", start), html.indexOf("</tbody>", start));
  return [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell.replace(/<[^>]+>/g, "")),
  );
}

async function own(definition: unknown, tickets: readonly unknown[], ...more: string[]) {
  const [at, to] = [join(folder, "own.json"), join(folder, "own.jsonl")];
  await writeFile(at, JSON.stringify(definition));
  await writeFile(to, tickets.map((ticket) => JSON.stringify(ticket)).join("\n"));
  return runWithPage(to, "--definition", at, "--as-of", "2026-05-12T16:00:00+02:00", ...more);
}

describe("the report page", () => {
  it("is written where the last line says", () => {
    expect(outcome.code).toBe(0);
    expect(outcome.stdout.trimEnd().split("\n").at(-1)).toMatch(/: FOLDER\/report\/index\.html$/);
  });

  it("is the same bytes each time", async () => {
    expect((await runWithPage()).page).toBe(page);
  });

  it("loads nothing, and has no script", () => {
    const html = (page ?? "").replaceAll('xmlns="http://www.w3.org/2000/svg"', "");
    expect(html).not.toMatch(/https?:|\/\/|javascript:|@import/i);
    expect(html.match(/url\((?!#)/g)).toBeNull();
    expect(named(sample, "script", "link", "img", "iframe", "object", "form", "base")).toEqual([]);
    expect(
      sample.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => /^on/i.test(name)),
    ).toEqual([]);
    for (const { attributes } of named(sample, "a")) expect(attributes.href).toMatch(/^#[a-z-]+$/);
    expect(page).toContain("default-src 'none'");
  });

  it("has a language, one first heading and all others in order, and no id twice", () => {
    expect(named(sample, "html")[0].attributes.lang).toBe("en");
    const levels = named(sample, "h1", "h2", "h3", "h4").map(({ name }) => Number(name[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, i) => (i === 0 ? level === 1 : level <= levels[i - 1] + 1))).toBe(true);
    const ids = sample.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of sample)
      for (const id of (attributes["aria-labelledby"] ?? "").split(" ").filter(Boolean))
        expect(ids).toContain(id);
    for (const { attributes } of named(sample, "a")) expect(ids).toContain(attributes.href.slice(1));
  });

  it("has tables with captions, heads that say of what, and boxes in which they scroll", () => {
    const tables = named(sample, "table").length;
    expect(tables).toBeGreaterThanOrEqual(6);
    expect(named(sample, "caption").every(({ text }) => text.length > 5)).toBe(true);
    expect(named(sample, "caption")).toHaveLength(tables);
    expect(
      sample.filter(({ attributes }) => attributes.class === "box" && attributes.tabindex === "0"),
    ).toHaveLength(tables);
    expect(named(sample, "th").every(({ attributes, text }) => attributes.scope && text !== "")).toBe(true);
  });

  it.each<[string, PageColours]>([
    ["light", PAGE_LIGHT],
    ["dark", PAGE_DARK],
  ])("has texts with a contrast of 4.5 or more in %s", (_, colours) => {
    for (const behind of [colours.surface, colours.band])
      for (const tone of [colours.ink, colours.muted, colours.link, colours.bad])
        expect(contrast(tone, behind), `${tone} on ${behind}`).toBeGreaterThanOrEqual(4.5);
  });
});

describe("what the page of the sample says", () => {
  it("has the figures that the summary prints", () => {
    const printed = outcome.stdout.slice(outcome.stdout.indexOf("\n2. "), outcome.stdout.indexOf("\n3. "));
    const lines = printed.split("\n").flatMap((line) => {
      const found = /^ +(.*?) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+\.\d %)$/.exec(line);
      return found ? [found.slice(1)] : [];
    });
    const shown = tableOf(page ?? "", "by-policy").map((cells) => cells.slice(-5));
    expect(shown.slice(0, -1)).toEqual(lines.map((line) => line.slice(1)));
    const sums = lines.filter(([name]) => name === "All");
    const [met, missed] = [1, 2].map((i) => sums.reduce((sum, line) => sum + Number(line[i]), 0));
    expect(shown.at(-1)?.slice(0, 2)).toEqual([String(met), String(missed)]);
    const values = named(sample, "dd").map(({ text }) => text);
    const figures = new Map(named(sample, "dt").map(({ text }, i) => [text, values[i]]));
    expect(figures.get("Missed")).toBe(String(missed));
    expect(figures.get("Promises judged")).toBe(String(met + missed));
    const clocks = outcome.stdout.slice(outcome.stdout.indexOf("Open clocks"));
    const open = /All +(\d+) +(\d+) +(\d+) +(\d+)\n/.exec(clocks)?.slice(2);
    expect([figures.get("Paused now"), figures.get("At risk now"), figures.get("Late now")]).toEqual(open);
  });

  it("lists the twenty most urgent open tickets, the most overdue of the summary among the first", () => {
    const queue = tableOf(page ?? "", "queue");
    expect(queue).toHaveLength(20);
    const overdue = outcome.stdout.slice(
      outcome.stdout.indexOf("Overdue since"),
      outcome.stdout.indexOf("\n4. "),
    );
    const [first] = /T-\d+/.exec(overdue) ?? [];
    expect(queue[0][0]).toBe(first);
  });

  it("draws the chart, the map and the worst misses for both widths, each miss with its reasons", () => {
    const worst = named(sample, "article").length;
    expect(worst).toBe(6);
    expect(named(sample, "svg")).toHaveLength(2 * (worst + 2));
    expect(page?.match(/ counted( so far)?, of [^<]* promised: /g)?.length).toBeGreaterThanOrEqual(worst);
    expect(page?.match(/The promise was missed on /g)?.length).toBeGreaterThanOrEqual(worst);
    const worstText = named(sample, "details")
      .map(({ text }) => text)
      .join("\n");
    expect(worstText).toContain("does not apply: it requires that");
    expect(worstText).toContain("nothing counted; a holiday (“Ascension Day”)");
  });

  it("says what the draft of the guide would have changed", async () => {
    const guide = await readFile("docs/guides/backtest.md", "utf8");
    expect(guide).toContain("[60, 110, { added: 50, gone: 0, moved: 7 }]");
    const rows = tableOf(page ?? "", "draft-total");
    expect(rows[1]).toEqual(["Missed", "60", "110", "50 more, 0 fewer"]);
    expect(rows[3]).toEqual(["Reminders and escalations sent", "109", "195", "86 more, 0 fewer"]);
    expect(tableOf(page ?? "", "draft-groups").map((row) => row.slice(4))).toEqual([
      ["89.9 %", "60.8 %"],
      ["91.4 %", "66.0 %"],
    ]);
  });

  it("computes the credit from the rows of the gold customers", () => {
    const gold = tableOf(page ?? "", "by-policy").filter(([, policy]) => policy === "Gold customers");
    const [met, missed] = [2, 3].map((i) => gold.reduce((sum, row) => sum + Number(row[i]), 0));
    expect(page).toContain(`<li>met ${met}, missed ${missed}</li>`);
  });

  it("has the promises in words", () => {
    expect(page).toContain(
      "such a ticket gets its first response within 30 minutes, around the clock; at risk once less than 10 minutes is left.",
    );
  });
});

describe("a page of one’s own tickets", () => {
  const at = Date.parse("2026-05-12T10:00:00+02:00");
  const HOSTILE = '"><script>alert(1)</script><b onclick="x()">&amp;\u202e';
  const definition = {
    calendars: { [HOSTILE]: { timeZone: "Europe/Berlin", weeklyHours: { tue: [["09:00", "17:00"]] } } },
    policies: [
      { id: "p", name: HOSTILE, description: HOSTILE, calendar: HOSTILE, targets: { firstResponse: "1h" } },
    ],
    report: { fields: ["subject", "priority", "assignee"] },
  };
  const set = { subject: HOSTILE, priority: HOSTILE, assignee: HOSTILE, status: HOSTILE };

  it("escapes every name, and lets none change the direction of what stands beside it", async () => {
    const { outcome, page: html } = await own(definition, [
      {
        ticket: HOSTILE,
        events: [{ id: HOSTILE, at, type: "created", by: "requester", actor: HOSTILE, set }],
      },
      { ticket: "x".repeat(5_000), events: [{ id: "a", at: at + 1, type: "created", by: "requester" }] },
    ]);
    expect(outcome.stderr).not.toContain("demo:");
    expect(outcome.code).toBe(0);
    const elements = read(html ?? "");
    expect(named(elements, "script", "b")).toEqual([]);
    expect(
      elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => /^on/.test(name)),
    ).toEqual([]);
    expect(tableOf(html ?? "", "queue")[0][0]).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).not.toMatch(/[\u202a-\u202e]/);
    expect(html).not.toContain("x".repeat(200));
  });

  it("says so where nothing was missed, judged or paused", async () => {
    const { page: html } = await own({ policies: [{ id: "p", targets: { resolution: "40h" } }] }, [
      { ticket: "A", events: [{ id: "a", at, type: "created", by: "requester" }] },
    ]);
    expect(html).toContain("No promise was missed.");
    expect(html).toContain("No clock paused.");
    expect(html).not.toContain("Service credits");
    expect(html).not.toContain("What a draft would have changed");
    expect(html).not.toMatch(/NaN|undefined|\[object/);
    read(html ?? "");
  });

  it("compares with a draft, and lists pauses while a request waits", async () => {
    const promise = (amount: string) => ({
      policies: [{ id: "p", targets: { firstResponse: "8h", resolution: amount } }],
      report: { fields: [] },
    });
    const draft = join(folder, "draft.json");
    await writeFile(draft, JSON.stringify(promise("1h")));
    const created = { id: "a", at, type: "created", by: "requester" };
    const pause = { id: "b", at: at + 1_800_000, type: "changed", set: { status: "pending" } };
    const resume = { id: "c", at: at + 3_600_000, type: "changed", set: { status: "open" } };
    const { page: html } = await own(
      promise("7h"),
      [{ ticket: "A", events: [created, pause, resume] }],
      "--draft",
      draft,
    );
    expect(tableOf(html ?? "", "draft-total")[1]).toEqual(["Missed", "0", "1", "1 more, 0 fewer"]);
    expect(tableOf(html ?? "", "overlaps")[0].slice(0, 2)).toEqual(["A", "Resolution"]);
    expect(tableOf(html ?? "", "overlaps")[0]).toContain("30 min");
  });

  it("ends with 2 where a draft cannot be used, or the page cannot be written", async () => {
    const bad = join(folder, "bad.json");
    await writeFile(bad, "{");
    const refused = await own({ policies: [] }, [{ ticket: "A", events: [] }], "--draft", bad);
    expect([refused.outcome.code, refused.page]).toEqual([2, null]);
    expect(refused.outcome.stderr).toContain("bad.json is not JSON");
    const unwritable = await own(
      { policies: [] },
      [{ ticket: "A", events: [] }],
      "--report",
      join(bad, "under"),
    );
    expect([unwritable.outcome.code, unwritable.page]).toEqual([2, null]);
    expect(unwritable.outcome.stderr).toContain("cannot write the report page");
    const alone = await runDemo("--draft", SAMPLE_DEFINITION);
    expect([alone.code, alone.stderr]).toEqual([
      2,
      expect.stringContaining("--draft needs the file of tickets too"),
    ]);
  });
});

/** By WCAG 2. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const part = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
