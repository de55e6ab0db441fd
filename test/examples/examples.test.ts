import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { ROOT } from "../house/sources.ts";

const folder = join(ROOT, "examples");
const programs = readdirSync(folder).filter((name) => existsSync(join(folder, name, "main.ts")));

describe("the examples", () => {
  it.each(programs)("%s prints what its output.txt shows, whatever the machine's zone", async (name) => {
    const main = join("examples", name, "main.ts");
    const env = { ...process.env, TZ: "Pacific/Chatham", LANG: "de_DE.UTF-8" };
    const command = ["--import", "tsx", main];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { cwd: ROOT, env });
    expect(stdout).toBe(readFileSync(join(folder, name, "output.txt"), "utf8"));
    expect(stderr).toBe("");
  });

  it("are listed, and no line is wider than a terminal of 100 columns", () => {
    const list = readFileSync(join(folder, "README.md"), "utf8");
    expect(programs.filter((name) => !list.includes(`(${name}/main.ts)`))).toEqual([]);
    const wide = programs.flatMap((name) =>
      readFileSync(join(folder, name, "output.txt"), "utf8")
        .split("\n")
        .filter((line) => line.length > 100)
        .map((line) => `${name}: ${line}`),
    );
    expect(wide).toEqual([]);
  });
});
