/**
 * Puts the packed library where npm has put it: npm copies the folder as it finds it, and in a fresh clone it is not built.
 * Runs after each install of the example. Builds with the library's own tools, which it installs where they are absent.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const library = fileURLToPath(new URL("../../..", import.meta.url));
const target = fileURLToPath(new URL("../node_modules/dueclock", import.meta.url));

/** Another npm must not inherit the settings of the one that runs this. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

function npm(...args) {
  return execFileSync("npm", args, {
    cwd: library,
    env,
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
}

function newest(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.reduce((latest, file) => Math.max(latest, statSync(join(folder, file)).mtimeMs), 0);
}

const built = join(library, "dist", "index.js");
if (!existsSync(built) || statSync(built).mtimeMs < newest(join(library, "src"))) {
  if (!existsSync(join(library, "node_modules", "tsup"))) {
    console.error("helpdesk: installing what builds the library");
    npm("ci", "--no-fund", "--no-audit");
  }
  console.error("helpdesk: building the library");
  npm("run", "--silent", "build");
}
const scratch = mkdtempSync(join(tmpdir(), "dueclock-"));
try {
  npm("pack", "--silent", "--pack-destination", scratch);
  const [tarball] = readdirSync(scratch);
  execFileSync("tar", ["-xzf", tarball], { cwd: scratch });
  rmSync(target, { recursive: true, force: true });
  cpSync(join(scratch, "package"), target, { recursive: true });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const { name, version } = JSON.parse(readFileSync(join(target, "package.json"), "utf8"));
console.error(`helpdesk: packed ${name} ${version} is in place`);
