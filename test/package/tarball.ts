import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/*
 * A stranger's path: an empty folder, the packed tarball installed into it, and programs in TypeScript (ESM and CommonJS, checked
 * with every strictness) and plain JavaScript, which use every entry. Run by `npm run check` after the build. Nothing of this
 * repository is in reach of them but the compiler.
 */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const ENTRIES = [
  "core",
  "luxon",
  "schema",
  "tzif",
  "date-holidays",
  "presets",
  "import",
  "testing",
  "report",
  "backtest",
  "explain",
  "svg",
];

/** What each program does with the entries, once it has them by these names. */
const BODY = `
const at = Date.UTC(2026, 2, 2, 8);
const history = { ticket: "T-1", events: [{ id: "e1", at, type: "created", by: "requester" }] } as const;
const sla = main.compileSla({ policies: [{ id: "all", targets: { firstResponse: "4h" } }] });
if (core.evaluateTicket(sla, history, { asOf: at }).urgency?.dueAt !== at + 4 * 3_600_000) throw new Error("wrong verdict");
const parsed = schema.parseDefinition({ policies: [{ id: "all", targets: { resolution: "1d" }, calendar: "c" }], calendars: { c: { timeZone: "Europe/Warsaw", always: true } } });
const other = core.compileSla(parsed, { zones: luxon.luxonZones() });
if (other.fingerprint === sla.fingerprint) throw new Error("one fingerprint for two definitions");
if (typeof tzif.tzifZones !== "function" || typeof presets.chatwoot !== "function") throw new Error("an entry is empty");
if (typeof testing.createSimulator !== "function" || typeof report.startReport !== "function") throw new Error("an entry is empty");
if (typeof imports.fromChatwoot !== "function" || Object.keys(dateHolidays).length === 0) throw new Error("an entry is empty");
for (const fail of [
  () => main.compileSla({ policies: [{ id: "a", targets: { firstResponse: 0 } }] }),
  () => schema.parseDefinition({ policies: 1 }),
  () => report.startReport({ groupBy: ["no"] } as never),
]) {
  try {
    fail();
    throw new Error("no error");
  } catch (error) {
    if (!(error instanceof main.SlaError && error instanceof core.SlaError)) throw error;
  }
}
`;

const named: readonly (readonly [string, string])[] = [
  ["main", "dueclock"],
  ...ENTRIES.map((entry): [string, string] => [localName(entry), `dueclock/${entry}`]),
];
const imports = named.map(([name, path]) => `import * as ${name} from "${path}";`).join("\n");
const requires = named.map(([name, path]) => `const ${name} = require("${path}");`).join("\n");
const plain = BODY.replaceAll(" as const", "").replaceAll(" as never", "");
/** The first block of the README, as a stranger pastes it, and what it is due. */
const pasted = `${/```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "README.md"), "utf8"))?.[1]}
console.log(new Date(due ?? 0).toISOString());`;

interface Consumer {
  readonly type: "module" | "commonjs";
  /** Compiled with `tsc` first. */
  readonly typed: boolean;
  readonly program: string;
}

const CONSUMERS: Readonly<Record<string, Consumer>> = {
  "ESM in TypeScript": { type: "module", typed: true, program: `${imports}\n${BODY}` },
  "CommonJS in TypeScript": { type: "commonjs", typed: true, program: `${imports}\n${BODY}` },
  "ESM in JavaScript": { type: "module", typed: false, program: `${imports}\n${plain}` },
  "CommonJS in JavaScript": { type: "commonjs", typed: false, program: `${requires}\n${plain}` },
  "the README, pasted": { type: "module", typed: true, program: pasted },
};

const OPTIONS = {
  module: "node16",
  target: "es2022",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  types: [],
  lib: ["es2022", "dom"], // zod's types name `URL`
};

const work = mkdtempSync(join(tmpdir(), "dueclock-tarball-"));
const quiet: ExecFileSyncOptionsWithStringEncoding = { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" };
execFileSync("npm", ["pack", "--pack-destination", work, "--loglevel=error"], { ...quiet, cwd: ROOT });
const [tarball] = readdirSync(work);
writeFileSync(join(work, "package.json"), '{ "private": true }\n');
execFileSync("npm", ["install", `./${tarball}`, "--prefer-offline", "--no-audit", "--no-fund"], {
  ...quiet,
  cwd: work,
});

for (const [name, { type, typed, program }] of Object.entries(CONSUMERS)) {
  const folder = join(work, name.replace(/\W+/g, "-"));
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
  writeFileSync(join(folder, `main.${typed ? "ts" : "js"}`), program);
  if (typed) {
    const compilerOptions = { ...OPTIONS, skipLibCheck: name.includes("README") };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
    execFileSync(process.execPath, [TSC, "-p", folder], { ...quiet, stdio: "inherit" });
  }
  const printed = execFileSync(process.execPath, [join(folder, "main.js")], { ...quiet, cwd: folder });
  console.log(`the tarball works for ${name}${printed ? `: ${printed.trim()}` : ""}`);
}

const schemas = ["definition", "history", "evaluation"].map((name) => `dueclock/schema/${name}.json`);
const reads = schemas.map((path) => `if (!require("${path}").$id) throw new Error("no schema");`).join("\n");
execFileSync(process.execPath, ["-e", reads], { ...quiet, cwd: work });
console.log("the tarball holds the JSON Schemas");
rmSync(work, { recursive: true });

function localName(entry: string): string {
  if (entry === "import") return "imports";
  return entry === "date-holidays" ? "dateHolidays" : entry;
}
