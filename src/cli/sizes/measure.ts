import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What a host imports, and how large its bundle may become. */
export interface Use {
  readonly name: string;
  readonly code: string;
  /** Packages left out of the figure; a bundle of `.` counts luxon and zod. */
  readonly without: readonly string[];
  /** Bytes, gzipped: more fails. A little above what is measured, so that growth is a decision. */
  readonly limit: number;
  /** What the issue asks for, where it does. */
  readonly goal?: number;
}

/** What was measured of a use: bytes. */
export interface Size {
  readonly minified: number;
  readonly gzipped: number;
  /** Of the minified bytes, by room of the sources: measured from `src`, for the built files are one chunk for several. */
  readonly rooms: ReadonlyMap<string, number>;
}

const PACKAGES = ["luxon", "zod", "zod/mini", "ical.js", "fast-check"];
const NODE = ["node:*"];

export const USES: readonly Use[] = [
  {
    name: "a calendar alone: `compileCalendar`, `addBusinessTime`, `businessTimeBetween` of `./core`",
    code: 'export { compileCalendar, addBusinessTime, businessTimeBetween } from "dueclock/core";',
    without: [],
    limit: 9_900,
    goal: 5_120,
  },
  {
    name: "`compileSla` and `evaluateTicket` of `./core`",
    code: 'export { compileSla, evaluateTicket } from "dueclock/core";',
    without: [],
    limit: 47_000,
    goal: 20_480,
  },
  whole("core", 58_500),
  whole(".", 63_500),
  { ...whole(".", 93_000), name: "all of `.`, with luxon and zod/mini", without: [] },
  whole("luxon", 800),
  whole("schema", 6_500),
  whole("tzif", 3_000),
  whole("ical", 10_900),
  whole("date-holidays", 2_500),
  whole("presets", 6_500),
  whole("import", 17_500),
  whole("testing", 62_000),
  whole("report", 12_000),
  whole("backtest", 31_500),
  whole("explain", 43_500),
  whole("svg", 22_500),
  whole("testing/arbitraries", 30_000),
];

function whole(entry: string, limit: number): Use {
  const name = entry === "." ? "dueclock" : `dueclock/${entry}`;
  const shown = entry === "." ? "`.`" : `\`./${entry}\``;
  return { name: `all of ${shown}`, code: `export * from "${name}";`, without: PACKAGES, limit };
}

/** Bundles a use of the built package as a host's bundler would, and one of the sources for the rooms. */
export async function measure({ code, without }: Use, root: string): Promise<Size> {
  const built = await bundle(code, root, without);
  const text = built.outputFiles[0].contents;
  const entry = /"dueclock(?:\/([\w-]+))?"/.exec(code)?.[1] ?? "index";
  const sources = await bundle(
    code.replace(/"dueclock[^"]*"/, `"./${SOURCES[entry] ?? `src/${entry}.ts`}"`),
    root,
    without,
  );
  const rooms = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(Object.values(sources.metafile.outputs)[0].inputs)) {
    const room = roomOf(path);
    rooms.set(room, (rooms.get(room) ?? 0) + bytesInOutput);
  }
  return { minified: text.length, gzipped: gzipSync(text, { level: 9 }).length, rooms };
}

const SOURCES: Readonly<Record<string, string>> = {
  luxon: "src/luxon/zones.ts",
  tzif: "src/tzif/zones.ts",
  ical: "src/ical/holidays.ts",
  "date-holidays": "src/holidays/dateHolidays.ts",
};

function roomOf(path: string): string {
  const name = /^(?:src|node_modules)\/([^/]+)/.exec(path)?.[1] ?? "the import itself";
  return name.endsWith(".ts") ? "the top of src" : name;
}

function bundle(code: string, root: string, without: readonly string[]) {
  return build({
    stdin: { contents: code, resolveDir: root, sourcefile: join(root, "use.ts"), loader: "ts" },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: [...without, ...NODE],
    write: false,
    metafile: true,
    logLevel: "error",
    tsconfigRaw: "{}", // the project's maps the package's name to the sources
  });
}
