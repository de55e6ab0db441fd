/*
 * `npm run runtimes`: the same questions to the built package on Node 20, 22 and 24, Bun, Deno, workerd and a headless
 * Chromium, with the same zone tables. The answers must be the same bytes. Says what was skipped, and exits 1 where an answer
 * differs, or a runtime fails. With `--skip-install` it asks only those that are there already.
 */
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { ROOT } from "../house/sources.ts";
import { type Installed, install } from "./install.ts";
import { questions } from "./questions.ts";

const run = promisify(execFile);
const cache = join(ROOT, "node_modules/.cache/dueclock/runtimes");
/** The programs: outside of `node_modules`, where Deno loads nothing it has not resolved itself. */
const work = mkdtempSync(join(tmpdir(), "dueclock-runtimes-"));
const bin = (path: string) => join(cache, "node_modules", path);
const PORT = 18_787;
const MOST = { maxBuffer: 256 * 1024 * 1024, timeout: 120_000 };

/** A program that writes all answers, from the built files (`bundled: false`: each by itself, as a host's runtime loads them). */
async function program(name: string, end: string, bundled: boolean): Promise<string> {
  const core = pathToFileURL(join(ROOT, "dist/core.js")).href;
  const text = [
    `import * as core from ${JSON.stringify(bundled ? join(ROOT, "dist/core.js") : core)};`,
    `import { answerAll } from ${JSON.stringify(join(ROOT, "test/runtimes/answer.ts"))};`,
    `import questions from ${JSON.stringify(join(work, "questions.json"))};`,
    `const answers = () => answerAll(core, questions);`,
    end,
  ].join("\n");
  const outfile = join(work, name);
  await build({
    stdin: { contents: text, resolveDir: ROOT, loader: "ts" },
    outfile,
    bundle: true,
    format: name.endsWith(".iife.js") ? "iife" : "esm",
    target: "es2022",
    external: bundled ? [] : [core],
    logLevel: "error",
    tsconfigRaw: "{}",
  });
  return outfile;
}

async function printed(command: string, args: readonly string[]): Promise<string> {
  return (await run(command, [...args], MOST)).stdout.trimEnd();
}

async function onWorkerd(): Promise<string> {
  await program("worker.mjs", "export default { fetch: () => new Response(answers()) };", true);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [(name = "worker", esModule = embed "worker.mjs")], compatibilityDate = "2026-01-01"))],
  sockets = [(name = "http", address = "127.0.0.1:${PORT}", http = (), service = "main")],
);`;
  writeFileSync(join(work, "worker.capnp"), config);
  const server = spawn(bin("workerd/bin/workerd"), ["serve", join(work, "worker.capnp")], {
    stdio: "inherit",
  });
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        const response = await fetch(`http://127.0.0.1:${PORT}/`);
        if (!response.ok) throw new Error(`workerd answers ${response.status}`);
        return await response.text();
      } catch (error) {
        if (attempt >= 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  } finally {
    server.kill();
  }
}

async function onChromium(chromium: string): Promise<string> {
  await program(
    "page.iife.js",
    'document.querySelector("pre").textContent = encodeURIComponent(answers());',
    true,
  );
  writeFileSync(
    join(work, "page.html"),
    '<!doctype html><meta charset="utf-8"><pre></pre><script src="page.iife.js"></script>',
  );
  const page = pathToFileURL(join(work, "page.html")).href;
  const args = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--allow-file-access-from-files",
    "--dump-dom",
    page,
  ];
  const html = await printed(chromium, args);
  return decodeURIComponent(/<pre>([^<]*)<\/pre>/.exec(html)?.[1] ?? "");
}

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

if (!existsSync(join(ROOT, "dist/core.js"))) throw new Error("build first: npm run build");
const there = process.argv.includes("--skip-install") ? null : install(cache);
const has = (name: Installed) => (there ? there.has(name) : existsSync(bin(name)));
writeFileSync(join(work, "questions.json"), JSON.stringify(questions()));
const main = await program("main.mjs", "console.log(answers());", false);

const RUNTIMES: readonly (readonly [string, (() => Promise<string>) | null])[] = [
  [`Node ${process.versions.node}`, () => printed(process.execPath, [main])],
  ["Node 22", has("node22") ? () => printed(bin("node22/bin/node"), [main]) : null],
  ["Node 24", has("node24") ? () => printed(bin("node24/bin/node"), [main]) : null],
  ["Bun", has("bun") ? () => printed(bin(".bin/bun"), [main]) : null],
  ["Deno", has("deno") ? () => printed(bin(".bin/deno"), ["run", "--allow-read", main]) : null],
  ["workerd", has("workerd") ? onWorkerd : null],
  ["Chromium, headless", CHROMIUM ? () => onChromium(CHROMIUM) : null],
];

let expected: string | null = null;
for (const [name, ask] of RUNTIMES) {
  if (!ask) {
    console.log(`${name}: skipped, it is not here`);
    continue;
  }
  const started = performance.now();
  const answers = await ask();
  expected ??= answers;
  const sum = createHash("sha256").update(answers).digest("hex").slice(0, 16);
  const what = `${answers.split("\n").length} answers, ${answers.length} characters, sha256 ${sum}`;
  console.log(
    `${name}: ${what}, ${Math.round(performance.now() - started)} ms${answers === expected ? "" : ": DIFFERS"}`,
  );
  if (answers !== expected) process.exitCode = 1;
}
rmSync(work, { recursive: true });
