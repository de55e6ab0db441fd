import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    core: "src/core.ts",
    tzif: "src/tzif/zones.ts",
    ical: "src/ical/holidays.ts",
    "date-holidays": "src/holidays/dateHolidays.ts",
    presets: "src/presets.ts",
    import: "src/import.ts",
    testing: "src/testing.ts",
    report: "src/report.ts",
    backtest: "src/backtest.ts",
  },
  format: ["esm", "cjs"],
  target: "es2022",
  dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
  sourcemap: true,
  clean: true,
  splitting: true,
});
