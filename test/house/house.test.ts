import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeOf, ROOT, readSources, roomOf, type Source } from "./sources.ts";

const sources = readSources();
const byPath = new Map(sources.map((source) => [source.path, source]));

/** Who may import whom, by room; the picture is in docs/design.md. Every room may import `diagnostics`. */
const ENGINE = ["time", "calendar", "history", "policy", "clock", "deadline", "action"];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  version: [],
  time: [],
  calendar: ["time"],
  history: ["time"],
  policy: ["history", "time"],
  clock: ["policy", "history", "time"],
  deadline: ["clock", "policy", "calendar", "history", "time"],
  action: ["deadline", "policy", "history", "time"],
  definition: ENGINE,
  evaluation: ENGINE,
  checkIds: ["definition"],
  advise: [...ENGINE, "definition"],
  compilePolicy: [...ENGINE, "definition"],
  compileVersions: [...ENGINE, "definition", "compilePolicy"],
  compileMetrics: [...ENGINE, "definition", "compilePolicy", "compileVersions"],
  compile: [
    ...ENGINE,
    "definition",
    "compilePolicy",
    "compileVersions",
    "compileMetrics",
    "checkIds",
    "advise",
  ],
  noted: [...ENGINE, "compile"],
  progress: [...ENGINE, "compile", "noted"],
  replay: [...ENGINE, "compile", "compileMetrics", "noted", "progress"],
  courses: [...ENGINE, "compile", "compileMetrics", "compileVersions", "noted", "replay"],
  held: [...ENGINE, "compile", "progress", "replay"],
  read: [...ENGINE, "compile", "compileMetrics", "compileVersions", "progress", "replay", "courses", "held"],
  evaluate: [...ENGINE, "compile", "progress", "replay", "read", "evaluation", "version"],
  state: [
    ...[...ENGINE, "compile", "compileMetrics", "noted", "progress", "replay", "held", "read"],
    ...["evaluate", "evaluation", "version"],
  ],
  diff: ["evaluation"],
  core: [
    ...[...ENGINE, "definition", "evaluation", "compile", "evaluate", "progress", "read", "state"],
    "diff",
  ],
  luxon: ["time"],
  tzif: ["time"],
  ical: ["time", "calendar", "holidays"],
  holidays: ["time", "calendar"],
  schema: ["history", "calendar", "clock", "definition", "evaluation", "time"],
  index: [
    ...[...ENGINE, "definition", "evaluation", "compile", "evaluate", "progress", "read", "state"],
    ...["diff", "luxon", "schema"],
  ],
  preset: ["clock", "policy", "history", "definition"],
  presets: ["preset"],
  outcome: ["evaluation"],
  report: ["evaluation", "outcome", "history", "time"],
  backtest: [
    ...["evaluate", "evaluation", "compile", "outcome", "version", "definition"],
    ...["history", "deadline", "action", "time"],
  ],
  svg: ["evaluation", "deadline", "action", "history", "report", "calendar", "time"],
  explain: [
    ...[...ENGINE, "definition", "compile", "compileMetrics", "progress", "replay", "read", "evaluate"],
    "evaluation",
  ],
  import: ["preset", "policy", "calendar", "action", "clock", "definition", "time"],
  testing: ["core", "clock"],
  arbitraries: ["testing"],
  cli: [
    "index",
    "presets",
    "testing",
    "ical",
    "time",
    "report",
    "backtest",
    "schema",
    "version",
    "svg",
    "explain",
  ],
};

const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  luxon: ["luxon"],
  schema: ["zod/mini"],
  tzif: ["node:fs", "node:path"],
  ical: ["ical.js"],
  testing: ["fast-check"],
};
const ADAPTERS = ["luxon", "schema", "tzif", "ical", "holidays", "index", "cli"];

/** The files that an entry reaches, itself included. */
function reach(entry: string): Source[] {
  const seen = new Set<string>();
  const queue = [entry];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    queue.push(...(byPath.get(path)?.files ?? []));
  }
  return [...seen].map((path) => byPath.get(path) as Source);
}

describe("the house", () => {
  it("lets each room import only the rooms on its list", () => {
    const trespasses = sources.flatMap(({ path, files }) => {
      const room = roomOf(path);
      const allowed = [...(ALLOWED[room] ?? []), room, "diagnostics"];
      return files.filter((file) => !allowed.includes(roomOf(file))).map((file) => `${path} imports ${file}`);
    });
    expect(trespasses).toEqual([]);
    expect(sources.map(({ path }) => roomOf(path)).filter((room) => !(room in ALLOWED))).toEqual([]);
  });

  it("has no import cycle, counting types", () => {
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): string[] => {
      if (trail.includes(path)) return [[...trail.slice(trail.indexOf(path)), path].join(" > ")];
      if (done.has(path)) return [];
      const cycles = (byPath.get(path)?.files ?? []).flatMap((file) => visit(file, [...trail, path]));
      done.add(path);
      return cycles;
    };
    expect(sources.flatMap(({ path }) => visit(path, []))).toEqual([]);
  });

  it("imports no package in the core, and each other package in one room only", () => {
    expect(
      reach("core.ts").flatMap(({ path, packages }) => packages.map((name) => `${path}: ${name}`)),
    ).toEqual([]);
    const strays = sources
      .filter(({ path }) => roomOf(path) !== "cli")
      .flatMap(({ path, packages }) =>
        packages.filter((name) => !PACKAGES[roomOf(path)]?.includes(name)).map((name) => `${path}: ${name}`),
      );
    expect(strays).toEqual([]);
  });

  it("shares with its definition types only, and the built-in metrics, which are data", () => {
    const own = sources.filter(({ path }) => path.startsWith("testing/definition/"));
    const shared = own.flatMap(({ path, text }) =>
      [...text.matchAll(/^import (?!type )[^;]*? from "(\.\.\/[^"]+)";/gm)].map(
        ([, file]) => `${path}: ${file}`,
      ),
    );
    expect(shared).toEqual(["testing/definition/define.ts: ../../clock/builtIn.ts"]);
  });

  it("needs fast-check for the arbitraries alone", () => {
    expect(reach("testing.ts").flatMap(({ packages }) => packages)).toEqual([]);
  });

  it("reads nothing ambient in the core: no clock, no chance, no locale, no process", () => {
    const ambient =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bIntl\b|\bprocess\b|\bperformance\b|\btoLocale\w+|\blocaleCompare\b|\bglobalThis\b/;
    const found = sources
      .filter(({ path }) => !ADAPTERS.includes(roomOf(path)))
      .filter(({ text }) => ambient.test(codeOf(text)))
      .map(({ path }) => path);
    expect(found).toEqual([]);
  });

  it("makes no code from text", () => {
    const makers = /\beval\(|\bnew Function\b|\bFunction\(/;
    expect(sources.filter(({ text }) => makers.test(codeOf(text))).map(({ path }) => path)).toEqual([]);
  });

  it("has no file over 300 lines and no function over 60", () => {
    const longFiles = sources
      .filter(({ text }) => text.trimEnd().split("\n").length > 300)
      .map(({ path }) => path);
    expect(longFiles).toEqual([]);
    expect(sources.flatMap(longFunctions)).toEqual([]);
  });

  it("re-exports only from the entries, name by name", () => {
    const barrels = sources
      .filter(
        ({ path, text }) =>
          /^export \*/m.test(text) ||
          (!/^(index|core|presets|import|testing|arbitraries|report|backtest|schema|svg|explain)\.ts$/.test(
            path,
          ) &&
            /^export (type )?\{[^}]*\} from/m.test(text)),
      )
      .map(({ path }) => path);
    expect(barrels).toEqual([]);
  });

  it("keeps the top level as the design card has it", () => {
    if (!existsSync(join(ROOT, ".git"))) return;
    const tracked = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
    const top = [...new Set(tracked.map((file) => file.split("/")[0]))].filter(
      (name) => !name.startsWith("."),
    );
    const card = [
      "LICENSE",
      "README.md",
      "bench",
      "docs",
      "examples",
      "package-lock.json",
      "package.json",
      "src",
      "test",
      "tsconfig.json",
      "tsup.config.ts",
    ];
    expect(top.sort()).toEqual(card);
  });
});

/** Functions declared at the top of a file that are longer than 60 lines. */
function longFunctions({ path, text }: Source): string[] {
  const lines = text.split("\n");
  return lines.flatMap((line, start) => {
    const name = /^(?:export )?(?:async )?function\*? (\w+)/.exec(line)?.[1];
    if (!name) return [];
    const end = lines.findIndex((later, i) => i > start && later === "}");
    return end - start + 1 > 60 ? [`${path}: ${name}`] : [];
  });
}
