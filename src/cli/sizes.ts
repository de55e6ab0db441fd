/**
 * `npm run sizes`: what the built package adds to a host's bundle, use by use, minified by esbuild and gzipped. Exits 1
 * where one is over its limit. With `--why`, where the bytes come from.
 */
import { fileURLToPath } from "node:url";
import { measure, USES } from "./sizes/measure.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const kB = (bytes: number) => `${(bytes / 1_024).toFixed(1)} kB`;

console.log("| use | minified | gzipped | limit | goal |\n|---|--:|--:|--:|--:|");
for (const use of USES) {
  const { minified, gzipped, rooms } = await measure(use, root);
  const isOver = gzipped > use.limit;
  const goal = use.goal === undefined ? "" : `${kB(use.goal)}${gzipped > use.goal ? ", missed" : ""}`;
  console.log(
    `| ${use.name} | ${kB(minified)} | ${kB(gzipped)} | ${kB(use.limit)}${isOver ? ", EXCEEDED" : ""} | ${goal} |`,
  );
  if (isOver) process.exitCode = 1;
  if (process.argv.includes("--why"))
    for (const [room, bytes] of [...rooms].sort(([, a], [, b]) => b - a))
      if (bytes > 500) console.log(`|   ${room} | ${kB(bytes)} | | | |`);
}
