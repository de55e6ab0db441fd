import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Holidays from "date-holidays";
import * as main from "dueclock";
import * as backtest from "dueclock/backtest";
import * as core from "dueclock/core";
import * as dateHolidays from "dueclock/date-holidays";
import * as explain from "dueclock/explain";
import * as ical from "dueclock/ical";
import * as imports from "dueclock/import";
import * as luxon from "dueclock/luxon";
import * as presets from "dueclock/presets";
import * as report from "dueclock/report";
import * as schema from "dueclock/schema";
import * as svg from "dueclock/svg";
import * as testing from "dueclock/testing";
import * as arbitraries from "dueclock/testing/arbitraries";
import * as tzif from "dueclock/tzif";
import * as fastCheck from "fast-check";
import { describe, expect, it } from "vitest";
import { ROOT } from "../house/sources.ts";
import { programOf, readBlocks, run, typeErrors } from "./blocks.ts";

/** What the documents may import. */
const MODULES = {
  dueclock: main,
  "dueclock/core": core,
  "dueclock/luxon": luxon,
  "dueclock/schema": schema,
  "dueclock/tzif": tzif,
  "dueclock/presets": presets,
  "dueclock/report": report,
  "dueclock/svg": svg,
  "dueclock/backtest": backtest,
  "dueclock/explain": explain,
  "dueclock/import": imports,
  "dueclock/testing": testing,
  "dueclock/testing/arbitraries": arbitraries,
  "fast-check": fastCheck,
  "dueclock/ical": ical,
  "dueclock/date-holidays": dateHolidays,
  "node:fs": fs,
  "date-holidays": { __esModule: true, default: Holidays },
};

const blocks = readBlocks();
const files = [...new Set(blocks.map(({ file }) => file))];
const tsBlocks = (file: string) => blocks.filter((block) => block.file === file && block.language === "ts");
const runnable = files.filter((file) =>
  blocks.some((block) => block.file === file && block.language === "ts"),
);

describe("the documents", () => {
  it.each(runnable)("run what %s shows", async (file) => {
    const program = programOf(tsBlocks(file));
    await run(program, MODULES, (actual, expected) => expect(actual).toEqual(expected));
  });

  it("compile what they show", () => {
    const programs = new Map(runnable.map((file) => [file, programOf(tsBlocks(file))]));
    expect(typeErrors(programs)).toEqual([]);
  });

  it("say of each block what it is", () => {
    const known = ["ts", "sh", "json", "text", "sql"];
    expect(
      blocks.filter(({ language }) => !known.includes(language)).map(({ file, line }) => `${file}:${line}`),
    ).toEqual([]);
  });

  it("hold only JSON that parses", () => {
    for (const { language, code } of blocks) if (language === "json") JSON.parse(code);
  });

  it("show in the README what the demo prints today", () => {
    const printed = execFileSync("npm", ["run", "--silent", "demo"], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const shown = blocks.find(({ file, language }) => file === "README.md" && language === "text")?.code;
    expect(shown?.trimEnd()).toBe(printed.trimEnd());
  });

  it("link only to files and headings that are there", () => {
    const dead = everyDocument().flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
      return links
        .filter(([, path, heading]) => !isThere(path === "" ? file : join(file, "..", path), heading))
        .map(([link]) => `${file}: ${link}`);
    });
    expect(dead).toEqual([]);
  });
});

function everyDocument(): string[] {
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md") && !path.startsWith("reference"))
    .map((path) => join("docs", path));
  return ["README.md", "examples/README.md", ...docs];
}

function isThere(path: string, heading: string | undefined): boolean {
  if (!exists(join(ROOT, path))) return false;
  if (heading === undefined) return true;
  const titles = readFileSync(join(ROOT, path), "utf8").matchAll(/^#+ (.+)$/gm);
  return [...titles].some(([, title]) => anchorOf(title) === heading);
}

/** A heading as links name it. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\d\s-]/gu, "")
    .replaceAll(" ", "-");
}

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EISDIR";
  }
}
