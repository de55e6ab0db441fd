import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** For `npm run mutate` alone, in the copy of the project that is mutated: the one file that `bundle.ts` makes. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/mutation/room.bundle.mjs"],
    isolate: false,
    fileParallelism: false,
    testTimeout: 60_000,
  },
});
