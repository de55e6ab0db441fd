import { describe, expect, it } from "vitest";
import { compareSuppliers } from "./compare.ts";
import { differences, dumps } from "./dumps.ts";

// zones2.test.ts has the other half
compareSuppliers(/^A[fmn]/);

describe("the list of known differences", () => {
  it("says of every two versions what their dumps say", async () => {
    const versions = [...dumps.values()].sort((a, b) => (a.label < b.label ? -1 : 1));
    const pairs = versions.flatMap((older, i) =>
      versions.slice(i + 1).map((newer) => [older, newer] as const),
    );
    const found = Object.fromEntries(
      pairs.map(([older, newer]) => [`${older.label}|${newer.label}`, differences(older.ids, older, newer)]),
    );
    const text = JSON.stringify(found, null, 1).replace(
      /\{\n\s+"from": (.*)\n.*\[\n\s+(.*)\n\s+(.*)\n\s+\]\n\s+\}/g,
      '{ "from": $1 "offsets": [$2 $3] }',
    );
    await expect(`${text}\n`).toMatchFileSnapshot("known-differences.json"); // written by vitest -u, read by people
  });
});
