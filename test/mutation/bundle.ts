/**
 * Run by Stryker in its copy of the project: makes one file of the tests of a room and all that they import, the changed
 * code too. Read one by one, that is a hundred files at each mutant, which costs more than most tests.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ROOMS } from "./rooms.ts";

const { tests } = ROOMS[process.env.DUECLOCK_ROOM as string];
const copy = process.cwd();

await build({
  stdin: {
    contents: ["test/mutation/seed.ts", ...tests].map((file) => `import "./${file}";`).join("\n"),
    resolveDir: copy,
  },
  outfile: join(copy, "test/mutation/room.bundle.mjs"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  external: ["vitest"],
  nodePaths: [fileURLToPath(new URL("../../node_modules", import.meta.url))], // the copy has none yet
  ignoreAnnotations: true, // `sideEffects: false` is said of the library, and tests are nothing else
  logLevel: "error",
});
