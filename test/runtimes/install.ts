import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Exact versions, from the npm registry: an answer that differs must not depend on the day. */
const PACKAGES = {
  node22: `npm:node-${process.platform}-${process.arch}@22.23.3`,
  node24: `npm:node-${process.platform}-${process.arch}@24.21.0`,
  bun: "1.4.5",
  deno: "2.9.6",
  workerd: "1.20261117.1",
};

export type Installed = keyof typeof PACKAGES;

/** Installs the runtimes into a folder, once; the names of those that are there afterwards. */
export function install(folder: string): ReadonlySet<Installed> {
  const names = Object.keys(PACKAGES) as Installed[];
  mkdirSync(folder, { recursive: true });
  for (const name of names.filter((one) => !isThere(folder, one))) {
    // One by one: where the registry lacks one for this machine, the others are still tried
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const command = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
    const wanted = names
      .filter((one) => one === name || isThere(folder, one))
      .map((one) => `${one}@${PACKAGES[one]}`);
    try {
      execFileSync("npm", [...command, ...wanted], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    } catch (error) {
      console.log(`${name}: not installed: ${String((error as { stderr?: unknown }).stderr).split("\n")[0]}`);
    }
  }
  return new Set(names.filter((name) => isThere(folder, name)));
}

function isThere(folder: string, name: Installed): boolean {
  return existsSync(join(folder, "node_modules", name, "package.json"));
}
