/**
 * `npm run mutate -- [rooms…] [--fresh] [--judge]`: changes the code of rooms of the core, one small thing at a time, and
 * runs the tests that come by it; of a change that no test notices the test is missing, or it is listed with its reason in
 * `equivalent.json`. Without rooms: all. What was found out about a mutant is kept until its code or its tests change;
 * `--fresh` forgets that. `--judge` runs nothing and judges again what was found out last.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Judged, judge, type Report, readEquivalents, type Score } from "./equivalents.ts";
import { ROOMS } from "./rooms.ts";

const GOAL = 95;
const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, "node_modules/.cache/dueclock-mutation");
const scoresPath = join(root, "test/mutation/scores.json");
const stryker = join(root, "test/mutation/node_modules/@stryker-mutator/core/bin/stryker.js");

const options = process.argv.slice(2).filter((word) => word.startsWith("--"));
const named = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const strange = [
  ...named.filter((name) => !(name in ROOMS)),
  ...options.filter((option) => option !== "--fresh" && option !== "--judge"),
];
if (strange.length > 0) {
  console.error(`${strange.join(", ")}: no room and no option; rooms are ${Object.keys(ROOMS).join(", ")}`);
  process.exit(2);
}
mkdirSync(cache, { recursive: true });

const rooms = Object.keys(ROOMS).filter((room) => named.length === 0 || named.includes(room));
const failed = rooms.filter((room) => !isGood(room, options.includes("--judge") ? 0 : mutate(room)));
if (failed.length > 0) {
  console.error(`not as they should be: ${failed.join(", ")}`);
  process.exit(1);
}

function reportOf(room: string): string {
  return join(cache, `${room}.report.json`);
}

/** Returns the exit code. */
function mutate(room: string): number {
  const { files, runs } = ROOMS[room];
  const work = mkdtempSync(join(tmpdir(), "dueclock-mutation-"));
  const config = join(work, "config.json");
  writeFileSync(
    config,
    JSON.stringify({
      testRunner: "vitest",
      plugins: ["@stryker-mutator/vitest-runner"],
      vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
      buildCommand: ["node", "--import", import.meta.resolve("tsx"), join(root, "test/mutation/bundle.ts")]
        .map((word) => word.replaceAll(" ", "\\ "))
        .join(" "),
      coverageAnalysis: "perTest",
      mutate: files,
      ignorePatterns: ["/docs", "/examples", "/bench", "/dist", "/coverage"],
      incremental: true,
      force: options.includes("--fresh"),
      incrementalFile: forgetSurvivors(join(cache, `${room}.incremental.json`)),
      tempDirName: join(work, "sandbox"),
      cleanTempDir: "always",
      reporters: ["progress-append-only", "json"],
      jsonReporter: { fileName: reportOf(room) },
      concurrency: Number(process.env.DUECLOCK_JOBS ?? 2),
      disableTypeChecks: false, // the tests are not type-checked either
      timeoutMS: 60_000, // a loop without end is caught by its count; a busy machine is no such loop
    }),
  );
  const { status } = spawnSync(process.execPath, [stryker, "run", config], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, DUECLOCK_RUNS: `${runs}`, DUECLOCK_ROOM: room },
  });
  rmSync(work, { recursive: true, force: true });
  return status ?? 1;
}

/**
 * Tests are read from a bundle, so Stryker cannot see that one has changed: what survived is tried again each time, and so
 * is what the clock alone stopped, which on a busy machine means nothing.
 */
function forgetSurvivors(path: string): string {
  if (!existsSync(path)) return path;
  const report = JSON.parse(readFileSync(path, "utf8")) as Report;
  const files = Object.entries(report.files).map(([name, { source, mutants, ...rest }]) => {
    const caught = mutants.filter(
      ({ status, statusReason }) =>
        status === "Killed" || (status === "Timeout" && statusReason !== undefined),
    );
    return [name, { ...rest, source, mutants: caught }];
  });
  writeFileSync(path, JSON.stringify({ ...report, files: Object.fromEntries(files) }));
  return path;
}

/** Prints what became of the room's mutants and writes its figures to `scores.json`. */
function isGood(room: string, exitCode: number): boolean {
  if (exitCode !== 0 || !existsSync(reportOf(room))) return false;
  const judged = judge(JSON.parse(readFileSync(reportOf(room), "utf8")), readEquivalents(root));
  const { score, survivors, stale } = judged;
  keepScore(room, score);
  print(room, judged);
  writeFileSync(join(cache, `${room}.survivors.json`), `${JSON.stringify(survivors, null, 2)}\n`);
  return stale.length === 0 && score.score >= GOAL;
}

function print(room: string, { score, survivors, stale }: Judged): void {
  for (const { at, mutator, original, replacement } of survivors)
    console.log(`${at} ${mutator}: ${shown(original)}  ->  ${shown(replacement)}`);
  for (const { file, line, replacement } of stale)
    console.log(`${file}: listed as equivalent, but no survivor: ${shown(line)}  ->  ${shown(replacement)}`);
  const { mutants, killed, timeout, survived, noCoverage, equivalent } = score;
  console.log(
    `${room}: ${score.score} % of ${mutants} mutants (${killed} killed, ${timeout} without end, ${survived} survived, ${noCoverage} not reached; ${equivalent} of those equivalent)`,
  );
}

function shown(code: string): string {
  return code.length > 90 ? `${code.slice(0, 60)} … ${code.slice(-25)}` : code;
}

function keepScore(room: string, score: Score): void {
  const known: Record<string, Score> = existsSync(scoresPath)
    ? JSON.parse(readFileSync(scoresPath, "utf8"))
    : {};
  const scores = { ...known, [room]: score };
  const inOrder = Object.keys(ROOMS)
    .filter((name) => name in scores)
    .map((name) => [name, scores[name]]);
  writeFileSync(scoresPath, `${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`);
}
