import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { among, differences, dumps, knownDifferences } from "./dumps.ts";
import { DIRECTORY, runtime, runtimeDifferences, system } from "./suppliers.ts";

const HOW = "see test/zones/README.md";
const IDS = Intl.supportedValuesOf("timeZone");
const FEWEST = 300;

describe(`the zones of the runtime (tzdata ${runtime.label}) and of the system (tzdata ${system.label})`, () => {
  it("are, as luxon's supplier has them, those of the dump of the runtime's version", ({ skip }) => {
    const dump = dumps.get(runtime.label);
    if (!dump) return skip(`no dump of tzdata ${runtime.label}, which this runtime has: ${HOW}`);
    expect(IDS.filter((id) => !dump.zone(id))).toEqual([]);
    const { whole, found } = runtimeDifferences(IDS, dump);
    expect(found).toEqual({});
    expect(whole).toBeGreaterThan(100);
  });

  it("are, as the TZif supplier has them, those of the dump of the system's version", ({ skip }) => {
    const dump = dumps.get(system.label);
    if (!dump) return skip(`no dump of tzdata ${system.label}, which this system has: ${HOW}`);
    const unread = dump.ids.filter((id) => !system.zone(id));
    expect(unread.filter((id) => existsSync(join(DIRECTORY, id)))).toEqual([]);
    expect(dump.ids.length - unread.length).toBeGreaterThan(FEWEST);
    expect(differences(dump.ids, dump, system)).toEqual({});
  });

  it("are the same in both, but for the differences listed for the two versions", ({ skip }) => {
    const [older, newer] = [system.label, runtime.label].sort();
    const listed = older === newer ? {} : knownDifferences[`${older}|${newer}`];
    if (!listed) return skip(`how tzdata ${older} and ${newer} differ is not listed: ${HOW}`);
    const both = IDS.filter((id) => system.zone(id));
    expect(both.length).toBeGreaterThan(FEWEST);
    const { found } = runtimeDifferences(both, system);
    expect(found).toEqual(among(both, listed, older === runtime.label));
  });
});

describe("both suppliers", () => {
  const id = "Europe/Warsaw";

  it.skipIf(!system.zone(id))("give a zone asked for in other letters under its usual name", () => {
    expect(runtime.zone("europe/WARSAW")).toEqual(runtime.zone(id));
    expect(system.zone("europe/WARSAW")).toEqual(system.zone(id));
    expect([system.zone(id)?.id, runtime.zone(id)?.id]).toEqual([id, id]);
  });

  it.each([
    "",
    "..",
    "../UTC",
    "/etc/localtime",
    "__proto__",
    "constructor",
    "Europe/Warsaw\0",
    "posix/UTC",
    "right/UTC",
  ])("know no zone %j", (name) => {
    expect(runtime.zone(name)).toBeNull();
    expect(system.zone(name)).toBeNull();
  });
});

describe("the list of known differences", () => {
  it("says of every two versions what their dumps say", async () => {
    const versions = [...dumps.keys()].sort().map((version) => dumps.get(version)!);
    const pairs = versions.flatMap((older, i) =>
      versions.slice(i + 1).map((newer) => [older, newer] as const),
    );
    const found = pairs.map(([older, newer]) => {
      const lines = Object.entries(differences(older.ids, older, newer)).map(
        ([id, difference]) => `  ${JSON.stringify(id)}: ${JSON.stringify(difference)}`,
      );
      return ` "${older.label}|${newer.label}": {\n${lines.join(",\n")}\n }`;
    });
    // Written by vitest -u, from the dumps; read by people and by the test above
    await expect(`{\n${found.join(",\n")}\n}\n`).toMatchFileSnapshot("known-differences.json");
  });
});
