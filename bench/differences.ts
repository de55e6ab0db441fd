import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { CASES } from "./lib/cases.ts";

/*
 * The wrong answers and hangs of docs/comparison.md, run again: `node --import tsx bench/differences.ts`, after a build.
 * Each in a process of its own with a time limit, as some never return.
 */

const LIMIT_MS = 5_000;

const chosen = process.argv[2];
if (chosen !== undefined) console.log(await CASES[Number(chosen)].got());
else
  for (const [i, { peer, input, right, processZone }] of CASES.entries()) {
    const env = { ...process.env, TZ: processZone ?? "UTC" };
    const args = ["--import", "tsx", fileURLToPath(import.meta.url), String(i)];
    const run = spawnSync(process.execPath, args, { env, encoding: "utf8", timeout: LIMIT_MS });
    const got = run.signal
      ? `no answer within ${LIMIT_MS / 1_000} s`
      : run.stdout.trim() || run.stderr.trim();
    console.log([peer, input, got, right()].join(" | "));
  }
