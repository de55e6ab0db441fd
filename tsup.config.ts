import { cpSync } from "node:fs";
import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    core: "src/core.ts",
    luxon: "src/luxon/zones.ts",
    tzif: "src/tzif/zones.ts",
    ical: "src/ical/holidays.ts",
    "date-holidays": "src/holidays/dateHolidays.ts",
    presets: "src/presets.ts",
    import: "src/import.ts",
    testing: "src/testing.ts",
    arbitraries: "src/arbitraries.ts",
    report: "src/report.ts",
    svg: "src/svg.ts",
    backtest: "src/backtest.ts",
    schema: "src/schema.ts",
    explain: "src/explain.ts",
  },
  format: ["esm", "cjs"],
  target: "es2022",
  dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
  sourcemap: true,
  clean: true,
  splitting: true,
  removeNodeProtocol: false, // Deno and workerd know `node:fs`, and no `fs`
  onSuccess: async () => cpSync("docs/schema", "dist/schema", { recursive: true }),
});
