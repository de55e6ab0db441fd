import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const src = (file: string) => fileURLToPath(new URL(`../src/${file}`, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  resolve: {
    alias: [
      { find: /^dueclock\/core$/, replacement: src("core.ts") },
      { find: /^dueclock\/luxon$/, replacement: src("luxon/zones.ts") },
      { find: /^dueclock\/schema$/, replacement: src("schema.ts") },
      { find: /^dueclock\/tzif$/, replacement: src("tzif/zones.ts") },
      { find: /^dueclock\/ical$/, replacement: src("ical/holidays.ts") },
      { find: /^dueclock\/date-holidays$/, replacement: src("holidays/dateHolidays.ts") },
      { find: /^dueclock\/presets$/, replacement: src("presets.ts") },
      { find: /^dueclock\/report$/, replacement: src("report.ts") },
      { find: /^dueclock\/svg$/, replacement: src("svg.ts") },
      { find: /^dueclock\/backtest$/, replacement: src("backtest.ts") },
      { find: /^dueclock\/explain$/, replacement: src("explain.ts") },
      { find: /^dueclock\/import$/, replacement: src("import.ts") },
      { find: /^dueclock\/testing\/arbitraries$/, replacement: src("arbitraries.ts") },
      { find: /^dueclock\/testing$/, replacement: src("testing.ts") },
      { find: /^dueclock$/, replacement: src("index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 240_000,
    maxWorkers: "100%", // of the processors: one less, as by default, is half of two
    coverage: { provider: "v8", include: ["src/**"], exclude: ["src/cli/**"] },
  },
});
